//! The rules of award: a finalized result in, award or withhold out, with the reason.

use serde::Serialize;

use crate::results::FinalizedResult;

/// What the rules say about one result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// A certificate is due.
    Award(Award),
    /// No certificate, and why.
    Withhold(Withheld),
}

/// A result that the rules award. Only [`decide`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    result: FinalizedResult,
    regime: String,
    rule: Rule,
    degraded: bool,
    global_level: Option<u8>,
}

/// A result that the rules do not award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// The result as read.
    pub result: FinalizedResult,
    /// The regime it was judged by.
    pub regime: String,
    /// The line of the table that applied.
    pub rule: Rule,
}

/// A line of the decision table; its name is the id of its explanation in the message files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Cancelled by the jury.
    CancelledByJury,
    /// Fraud established.
    Fraud,
    /// The examination had already cancelled it.
    PronouncedCancelled,
    /// The examination had already rejected it.
    PronouncedRejected,
    /// Too few answers because of a technical problem.
    TooFewAnswersTechnical,
    /// Too few answers.
    TooFewAnswers,
    /// Score zero.
    ZeroScore,
    /// Enough answers, stopped by the candidate or by time: awarded, degraded.
    AwardedDegraded,
    /// Enough answers, stopped by a technical problem: awarded.
    AwardedTechnical,
    /// Complete: awarded.
    AwardedComplete,
    /// The examination had already validated it: awarded.
    PronouncedValidated,
    /// 2021: not properly finished.
    NotFinished2021,
    /// 2021: half of the answers or fewer were correct.
    TooFewCorrect2021,
    /// 2021: awarded.
    Awarded2021,
}

impl Award {
    /// The result that is awarded.
    pub fn result(&self) -> &FinalizedResult {
        &self.result
    }

    /// Id of the regime it was judged by.
    pub fn regime(&self) -> &str {
        &self.regime
    }

    /// The line of the table that applied.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// Whether the score was lowered because the test was not completed.
    pub fn degraded(&self) -> bool {
        self.degraded
    }

    /// Number of the global level reached; `None` below the first.
    pub fn global_level(&self) -> Option<u8> {
        self.global_level
    }
}
