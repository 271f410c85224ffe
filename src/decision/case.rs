//! A result as the decision tables ask about it.

use super::Error;
use crate::framework::RegimeRule;
use crate::results::{End, FinalizedResult, Outcome, Pronounced};

/// Who or what ended a test before its last question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EndedBy {
    /// The candidate stopped, or time ran out.
    CandidateOrTime,
    /// A technical problem.
    Technical,
}

/// How far the test went, measured against what the regime demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Fewer answers than the minimum.
    TooFew(EndedBy),
    /// The minimum is reached, the last question is not.
    Enough(EndedBy),
    /// Every question is answered.
    Whole,
    /// Earlier regime: the test was not properly finished.
    NotFinished,
    /// Earlier regime: finished, and not more than the share was correct.
    TooFewCorrect,
    /// Earlier regime: finished, and more than the share was correct.
    EnoughCorrect,
    /// The file gives only what was pronounced.
    Pronounced(Pronounced),
}

/// What a line of the table may look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub(super) cancelled: bool,
    pub(super) fraud: bool,
    pub(super) zero_score: bool,
    pub(super) progress: Progress,
}

impl Case {
    /// Reads the case off a result. What the jury pronounced stands even if the rest of the row
    /// makes no sense, so contradictions count only where nothing was pronounced.
    pub(super) fn of(rule: RegimeRule, result: &FinalizedResult) -> Result<Self, Error> {
        let progress = match progress(rule, result.outcome) {
            Err(_) if result.cancelled || result.fraud => {
                Progress::Pronounced(Pronounced::Rejected)
            }
            measured => measured?,
        };
        Ok(Self {
            cancelled: result.cancelled,
            fraud: result.fraud,
            zero_score: result.score == 0,
            progress,
        })
    }

    pub(super) fn is(self, progress: Progress) -> bool {
        self.progress == progress
    }

    pub(super) fn too_few_answers(self) -> bool {
        matches!(self.progress, Progress::TooFew(_))
    }
}

fn progress(rule: RegimeRule, outcome: Outcome) -> Result<Progress, Error> {
    let (answered, correct, end) = match outcome {
        Outcome::Pronounced(pronounced) => return Ok(Progress::Pronounced(pronounced)),
        Outcome::Measured {
            answered,
            correct,
            end,
        } => (answered, correct, end),
    };
    match rule {
        RegimeRule::Answers { questions, minimum } => answers(questions, minimum, answered, end),
        RegimeRule::CorrectShare { more_than_percent } => {
            if end != End::Completed {
                return Ok(Progress::NotFinished);
            }
            let correct = correct.ok_or(Error::CorrectMissing)?;
            if correct > answered {
                return Err(Error::Contradictory { answered });
            }
            // Whole numbers: a share of exactly the limit must not pass by rounding.
            let passes =
                u64::from(correct) * 100 > u64::from(answered) * u64::from(more_than_percent);
            Ok(if passes {
                Progress::EnoughCorrect
            } else {
                Progress::TooFewCorrect
            })
        }
    }
}

fn answers(questions: u32, minimum: u32, answered: u32, end: End) -> Result<Progress, Error> {
    if answered == questions {
        return Ok(Progress::Whole);
    }
    let ended_by = match end {
        End::Candidate | End::Time => EndedBy::CandidateOrTime,
        End::Technical => EndedBy::Technical,
        End::Completed => return Err(Error::Contradictory { answered }),
    };
    if answered > questions {
        Err(Error::Contradictory { answered })
    } else if answered < minimum {
        Ok(Progress::TooFew(ended_by))
    } else {
        Ok(Progress::Enough(ended_by))
    }
}
