//! What an asker requires of a certificate: `score ≥ 512`, `level ≥ Independent 1`,
//! `competence 2.2 ≥ 4`. Answered yes or no, never with the value.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::credential::SealClaims;
use crate::framework::{Framework, GlobalLevel};
use crate::i18n::Language;
use crate::results::normalise;
use crate::verification::Reason;

/// A requirement that at least one framework can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// At least this score.
    Score(u32),
    /// At least this global level: the score from which each framework that has it gives it.
    Level(Vec<LevelScore>),
    /// At least this level in one competence.
    Competence {
        /// Its code: `2.2`.
        code: String,
        /// The level.
        level: u8,
    },
}

/// From which score a framework gives a global level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelScore {
    framework: String,
    version: u32,
    from_score: u32,
}

/// The answer to a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// The certificate attests it.
    Yes,
    /// It does not.
    No,
    /// The certificate is of another kind, which knows no such level or competence.
    NotApplicable,
}

impl Met {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::NotApplicable];

    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// What is wrong with a requirement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequirementError {
    /// No `≥` in it.
    #[error("`{0}` has no ≥ (or >=) between what is required and how much")]
    NoComparison(String),
    /// Neither score, nor level, nor competence.
    #[error("`{0}` is neither score, nor level, nor competence with its code")]
    UnknownSubject(String),
    /// A competence that no framework has.
    #[error("there is no competence `{0}`")]
    UnknownCompetence(String),
    /// A level that no framework has.
    #[error("there is no level `{0}`")]
    UnknownLevel(String),
    /// Not a whole number.
    #[error("`{0}` is not a whole number")]
    NotANumber(String),
    /// More than anybody can reach.
    #[error("`{value}` is more than the highest possible, {highest}")]
    OutOfReach {
        /// What is required.
        value: String,
        /// What can be reached.
        highest: u32,
    },
}

impl RequirementError {
    /// The same for people.
    pub fn reason(&self) -> Reason {
        let (id, quoted) = match self {
            Self::NoComparison(text) => ("requirement-comparison", text),
            Self::UnknownSubject(text) => ("requirement-subject", text),
            Self::UnknownCompetence(text) => ("requirement-competence", text),
            Self::UnknownLevel(text) => ("requirement-level", text),
            Self::NotANumber(text) => ("requirement-number", text),
            Self::OutOfReach { value, highest } => {
                return Reason::new("requirement-reach")
                    .with("given", value)
                    .with("highest", highest);
            }
        };
        Reason::new(id).with("given", quoted)
    }
}

impl Requirement {
    /// Reads a requirement in French or English: `score >= 512`, `niveau ≥ Indépendant 1`,
    /// `compétence 2.2 ≥ 4`. What no framework can answer is refused.
    pub fn parse(text: &str, frameworks: &[Arc<Framework>]) -> Result<Self, RequirementError> {
        let shown = |part: &str| part.trim().chars().take(60).collect::<String>();
        let (subject, value) = ["≥", ">=", "=>", "⩾"]
            .iter()
            .find_map(|sign| text.split_once(sign))
            .ok_or_else(|| RequirementError::NoComparison(shown(text)))?;
        let value = value.trim();
        let subject_words = normalise(subject);
        let mut words = subject_words.split(' ');
        match (words.next().unwrap_or_default(), words.next(), words.next()) {
            ("score" | "pix", None, _) => {
                let highest = frameworks.iter().map(|it| it.max_score).max();
                number(value, highest.unwrap_or(0)).map(Self::Score)
            }
            ("niveau" | "level", None, _) | ("niveau", Some("global"), None) => {
                Self::level(value, frameworks)
            }
            ("global", Some("level"), None) => Self::level(value, frameworks),
            ("competence", Some(code), None) => {
                let code = code.replace(',', ".");
                let knows = |it: &&Arc<Framework>| it.competences().any(|one| one.code == code);
                let highest = frameworks.iter().filter(knows).map(|it| it.max_level).max();
                let highest =
                    highest.ok_or_else(|| RequirementError::UnknownCompetence(shown(&code)))?;
                let level = number(value, highest.into())?;
                let level = u8::try_from(level).unwrap_or(highest);
                Ok(Self::Competence { code, level })
            }
            _ => Err(RequirementError::UnknownSubject(shown(subject))),
        }
    }

    fn level(value: &str, frameworks: &[Arc<Framework>]) -> Result<Self, RequirementError> {
        let wanted = normalise(value);
        let scores: Vec<LevelScore> = frameworks
            .iter()
            .filter_map(|framework| {
                Some(LevelScore {
                    framework: framework.id.clone(),
                    version: framework.version,
                    from_score: lowest_score(framework, &wanted)?,
                })
            })
            .collect();
        if scores.is_empty() {
            let shown = value.chars().take(60).collect();
            return Err(RequirementError::UnknownLevel(shown));
        }
        Ok(Self::Level(scores))
    }

    /// Whether what is certified meets it.
    pub(super) fn is_met(&self, claims: &SealClaims, framework: Option<&Framework>) -> Met {
        let reached = match self {
            Self::Score(score) => Some(claims.score >= *score),
            Self::Level(scores) => scores
                .iter()
                .find(|level| {
                    level.framework == claims.framework && level.version == claims.framework_version
                })
                .map(|level| claims.score >= level.from_score),
            Self::Competence { code, level } => framework
                .and_then(|it| it.competences().position(|one| one.code == *code))
                .and_then(|place| claims.levels.get(place))
                .map(|reached| reached >= level),
        };
        match reached {
            Some(true) => Met::Yes,
            Some(false) => Met::No,
            None => Met::NotApplicable,
        }
    }
}

/// The score from which a global level, named by normalised label or by number, is reached.
fn lowest_score(framework: &Framework, wanted: &str) -> Option<u32> {
    let is_wanted = |level: &&GlobalLevel| {
        let is_label = |language| normalise(level.label.get(language)) == wanted;
        wanted == level.number.to_string() || Language::ALL.into_iter().any(is_label)
    };
    let level = framework.global_levels.iter().find(is_wanted)?;
    Some(level.from_score)
}

fn number(text: &str, highest: u32) -> Result<u32, RequirementError> {
    let shown = || text.chars().take(60).collect();
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: Option<u32> = plain.then(|| text.parse().ok()).flatten();
    let number = number.ok_or_else(|| RequirementError::NotANumber(shown()))?;
    if number > highest {
        let value = shown();
        return Err(RequirementError::OutOfReach { value, highest });
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frameworks() -> Vec<Arc<Framework>> {
        vec![Arc::new(Framework::embedded("crcn").unwrap().unwrap())]
    }

    #[test]
    fn requirements_are_read_in_french_and_english() {
        let level = |number: usize| {
            let framework = &frameworks()[0];
            Requirement::Level(vec![LevelScore {
                framework: "crcn".into(),
                version: framework.version,
                from_score: framework.global_levels[number - 1].from_score,
            }])
        };
        for (text, expected) in [
            ("score ≥ 512", Requirement::Score(512)),
            ("Score>=512", Requirement::Score(512)),
            ("niveau ≥ Indépendant 1", level(3)),
            ("Niveau global >= INDEPENDANT 1", level(3)),
            ("level ≥ Independent 1", level(3)),
            ("global level ≥ 5", level(5)),
            (
                "compétence 2.2 ≥ 4",
                Requirement::Competence {
                    code: "2.2".into(),
                    level: 4,
                },
            ),
            (
                "competence 2,2 >= 4",
                Requirement::Competence {
                    code: "2.2".into(),
                    level: 4,
                },
            ),
        ] {
            assert_eq!(
                Requirement::parse(text, &frameworks()),
                Ok(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_wrong_with_a_requirement_is_named() {
        use RequirementError::{
            NoComparison, NotANumber, OutOfReach, UnknownCompetence, UnknownLevel, UnknownSubject,
        };
        for (text, expected) in [
            ("score 512", NoComparison("score 512".into())),
            ("", NoComparison(String::new())),
            ("note ≥ 12", UnknownSubject("note".into())),
            ("competence ≥ 4", UnknownSubject("competence".into())),
            ("competence 9.9 ≥ 4", UnknownCompetence("9.9".into())),
            ("level ≥ Champion", UnknownLevel("Champion".into())),
            ("score ≥ many", NotANumber("many".into())),
            ("score ≥ ", NotANumber(String::new())),
            (
                "score ≥ 2000",
                OutOfReach {
                    value: "2000".into(),
                    highest: 895,
                },
            ),
            (
                "competence 2.2 ≥ 8",
                OutOfReach {
                    value: "8".into(),
                    highest: 7,
                },
            ),
        ] {
            assert_eq!(
                Requirement::parse(text, &frameworks()),
                Err(expected),
                "{text}"
            );
        }
    }
}
