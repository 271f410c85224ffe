//! The rules of award: a finalized result in, award or withhold out, with the reason.
//!
//! The rules are two tables in `table.rs`, read from the top; the first line that applies decides.
//! Scores and levels are taken as measured, never computed again.

mod case;
mod explain;
mod policies;
mod table;

use chrono::NaiveDate;
use serde::Serialize;

use crate::framework::Framework;
use crate::results::FinalizedResult;

pub use policies::{Circumstances, Finding, Policies, PolicyLevel, check};
pub use table::Conclusion;

/// What the rules say about one result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// A certificate is due.
    Award(Award),
    /// No certificate, and why.
    Withhold(Withheld),
}

/// A result that the rules award. Only [`decide`] makes one, so that nothing else can be certified:
///
/// ```compile_fail
/// fn forge(mut award: sceau::decision::Award) {
///     award.degraded = false;
/// }
/// ```
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

/// Why a result can't be decided: the row is refused, not withheld.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The framework has no rules for that day.
    #[error("no rules of award are in force on {exam_date}")]
    NoRegime {
        /// Date of the exam.
        exam_date: NaiveDate,
    },
    /// The regime counts correct answers and the result gives none.
    #[error("the number of correct answers is missing")]
    CorrectMissing,
    /// There is something to award, and not one level for each competence.
    #[error("{given} levels are given for {due} competences")]
    LevelsMissing {
        /// Levels given.
        given: usize,
        /// Competences of the framework.
        due: usize,
    },
    /// The counts and the end of the test can't both be true.
    #[error("{answered} answers do not fit the given end of the test")]
    Contradictory {
        /// Answers given.
        answered: u32,
    },
    /// The table of the regime says nothing about this result.
    #[error("no line of the decision table applies")]
    NoLine,
}

/// Applies the rules in force on the day of the exam.
pub fn decide(framework: &Framework, result: FinalizedResult) -> Result<Decision, Error> {
    let exam_date = result.exam_date;
    let regime = framework
        .regime_on(exam_date)
        .ok_or(Error::NoRegime { exam_date })?;
    let rule = table::first_match(regime.rule, &result)?;
    if rule.conclusion() != Conclusion::Award {
        return Ok(Decision::Withhold(Withheld {
            result,
            regime: regime.id.clone(),
            rule,
        }));
    }
    let (given, due) = (result.levels.len(), framework.competences().count());
    if given != due {
        return Err(Error::LevelsMissing { given, due });
    }
    Ok(Decision::Award(Award {
        regime: regime.id.clone(),
        rule,
        degraded: rule == Rule::AwardedDegraded,
        global_level: framework
            .global_level(result.score)
            .map(|level| level.number),
        result,
    }))
}

impl Decision {
    /// The result that was decided.
    pub fn result(&self) -> &FinalizedResult {
        match self {
            Self::Award(award) => &award.result,
            Self::Withhold(withheld) => &withheld.result,
        }
    }

    /// The line of the table that applied.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Award(award) => award.rule,
            Self::Withhold(withheld) => withheld.rule,
        }
    }
}

#[cfg(test)]
mod tests;
