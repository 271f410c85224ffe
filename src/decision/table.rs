//! The decision tables. Read from the top; the first line that applies decides.

use super::Conclusion::{Award, Cancelled, Rejected};
use super::case::EndedBy::{CandidateOrTime, Technical};
use super::case::{Case, Progress};
use super::{Error, Rule};
use crate::framework::RegimeRule;
use crate::results::{FinalizedResult, Pronounced};

/// What a line of the table comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// A certificate is due.
    Award,
    /// No certificate: the examination has no effect, and may be sat again.
    Cancelled,
    /// No certificate: the examination counts and was not passed.
    Rejected,
}

/// A line: when it applies, what it comes to, and the rule it is called by.
type Line = (fn(Case) -> bool, Conclusion, Rule);

/// Regimes that ask for a number of answers (from November 2024: 20 of 32).
#[rustfmt::skip]
const ANSWERS: &[Line] = &[
    (|case| case.cancelled,                                           Cancelled, Rule::CancelledByJury),
    (|case| case.fraud,                                               Rejected,  Rule::Fraud),
    (|case| case.is(Progress::Pronounced(Pronounced::Cancelled)),     Cancelled, Rule::PronouncedCancelled),
    (|case| case.is(Progress::Pronounced(Pronounced::Rejected)),      Rejected,  Rule::PronouncedRejected),
    (|case| case.is(Progress::TooFew(Technical)),                     Cancelled, Rule::TooFewAnswersTechnical),
    (|case| case.too_few_answers(),                                   Rejected,  Rule::TooFewAnswers),
    (|case| case.zero_score,                                          Rejected,  Rule::ZeroScore),
    (|case| case.is(Progress::Pronounced(Pronounced::Validated)),     Award,     Rule::PronouncedValidated),
    (|case| case.is(Progress::Enough(CandidateOrTime)),               Award,     Rule::AwardedDegraded),
    (|case| case.is(Progress::Enough(Technical)),                     Award,     Rule::AwardedTechnical),
    (|case| case.is(Progress::Whole),                                 Award,     Rule::AwardedComplete),
];

/// Regimes that ask for a share of correct answers (2021: more than half).
#[rustfmt::skip]
const CORRECT_SHARE: &[Line] = &[
    (|case| case.cancelled,                                           Cancelled, Rule::CancelledByJury),
    (|case| case.fraud,                                               Rejected,  Rule::Fraud),
    (|case| case.is(Progress::Pronounced(Pronounced::Cancelled)),     Cancelled, Rule::PronouncedCancelled),
    (|case| case.is(Progress::Pronounced(Pronounced::Rejected)),      Rejected,  Rule::PronouncedRejected),
    (|case| case.is(Progress::NotFinished),                           Cancelled, Rule::NotFinished2021),
    (|case| case.is(Progress::TooFewCorrect),                         Rejected,  Rule::TooFewCorrect2021),
    (|case| case.zero_score,                                          Rejected,  Rule::ZeroScore),
    (|case| case.is(Progress::Pronounced(Pronounced::Validated)),     Award,     Rule::PronouncedValidated),
    (|case| case.is(Progress::EnoughCorrect),                         Award,     Rule::Awarded2021),
];

fn lines(rule: RegimeRule) -> &'static [Line] {
    match rule {
        RegimeRule::Answers { .. } => ANSWERS,
        RegimeRule::CorrectShare { .. } => CORRECT_SHARE,
    }
}

/// The first line that applies to a result.
pub(super) fn first_match(regime: RegimeRule, result: &FinalizedResult) -> Result<Rule, Error> {
    let case = Case::of(regime, result)?;
    lines(regime)
        .iter()
        .find(|(applies, ..)| applies(case))
        .map(|&(.., rule)| rule)
        .ok_or(Error::NoLine)
}

impl Rule {
    /// What the rule comes to; the same in every table.
    pub fn conclusion(self) -> Conclusion {
        ANSWERS
            .iter()
            .chain(CORRECT_SHARE)
            .find(|(.., rule)| *rule == self)
            // A rule that no table names could never have been applied.
            .map_or(Rejected, |&(_, conclusion, _)| conclusion)
    }
}

/// Whether a table has a line for a rule.
#[cfg(test)]
pub(super) fn names(wanted: Rule) -> bool {
    ANSWERS
        .iter()
        .chain(CORRECT_SHARE)
        .any(|(.., rule)| *rule == wanted)
}
