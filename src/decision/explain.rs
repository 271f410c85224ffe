//! Every outcome in the words of the person it concerns, with the numbers it rests on.

use super::{Conclusion, Decision, Error, Rule};
use crate::framework::{Framework, RegimeRule};
use crate::i18n::{self, FluentValue, Language};
use crate::results::{FinalizedResult, Outcome};

impl Rule {
    /// Id of the rule's explanation, also used where rules are counted: `too-few-answers`.
    pub fn id(self) -> &'static str {
        match self {
            Self::CancelledByJury => "cancelled-by-jury",
            Self::Fraud => "fraud",
            Self::PronouncedCancelled => "pronounced-cancelled",
            Self::PronouncedRejected => "pronounced-rejected",
            Self::TooFewAnswersTechnical => "too-few-answers-technical",
            Self::TooFewAnswers => "too-few-answers",
            Self::ZeroScore => "zero-score",
            Self::AwardedDegraded => "awarded-degraded",
            Self::AwardedTechnical => "awarded-technical",
            Self::AwardedComplete => "awarded-complete",
            Self::PronouncedValidated => "pronounced-validated",
            Self::NotFinished2021 => "not-finished2021",
            Self::TooFewCorrect2021 => "too-few-correct2021",
            Self::Awarded2021 => "awarded2021",
        }
    }

    /// Why the rule applied to this result.
    pub fn explain(
        self,
        language: Language,
        framework: &Framework,
        result: &FinalizedResult,
    ) -> String {
        let mut values = vec![("score", i64::from(result.score))];
        match framework
            .regime_on(result.exam_date)
            .map(|regime| regime.rule)
        {
            Some(RegimeRule::Answers { questions, minimum }) => {
                values.push(("questions", questions.into()));
                values.push(("minimum", minimum.into()));
            }
            Some(RegimeRule::CorrectShare { more_than_percent }) => {
                values.push(("percent", more_than_percent.into()));
            }
            None => {}
        }
        if let Outcome::Measured {
            answered, correct, ..
        } = result.outcome
        {
            values.push(("answered", answered.into()));
            values.push(("correct", correct.unwrap_or_default().into()));
        }
        let values: Vec<(&str, FluentValue<'_>)> = values
            .into_iter()
            .map(|(name, number)| (name, FluentValue::from(number)))
            .collect();
        i18n::text_with(language, &format!("decision-{}", self.id()), &values)
    }
}

impl Conclusion {
    /// One or two words: "Awarded", "Rejected".
    pub fn label(self, language: Language) -> String {
        let id = match self {
            Self::Award => "decision-award",
            Self::Cancelled => "decision-cancelled",
            Self::Rejected => "decision-rejected",
        };
        i18n::text(language, id)
    }
}

impl Decision {
    /// Why it was decided so, in a language.
    pub fn explain(&self, language: Language, framework: &Framework) -> String {
        self.rule().explain(language, framework, self.result())
    }
}

impl Error {
    /// Why the row can't be decided and what to do, in a language.
    pub fn explain(&self, language: Language) -> String {
        let (id, values): (_, Vec<(&str, FluentValue<'_>)>) = match self {
            Self::NoRegime { exam_date } => (
                "decision-err-no-regime",
                vec![("date", exam_date.to_string().into())],
            ),
            Self::CorrectMissing => ("decision-err-correct-missing", Vec::new()),
            Self::LevelsMissing { given, due } => (
                "decision-err-levels-missing",
                vec![("given", (*given).into()), ("due", (*due).into())],
            ),
            Self::Contradictory { answered } => (
                "decision-err-contradictory",
                vec![("answered", (*answered).into())],
            ),
            Self::NoLine => ("decision-err-no-line", Vec::new()),
        };
        i18n::text_with(language, id, &values)
    }
}
