//! The files of a framework folder as their authors write them.
//!
//! Missing texts read as empty ones, so that the checks can name all of them at once; everything
//! else that is missing, misspelt or of the wrong kind is an error of the file.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::value::Datetime;

/// `framework.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outline {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) max_level: u8,
    pub(super) reserved_level: u8,
    pub(super) max_score: u32,
    #[serde(default)]
    pub(super) title: Pair,
    #[serde(default)]
    pub(super) name: Pair,
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) scale: Vec<Step>,
    #[serde(default)]
    pub(super) domains: Vec<DomainForm>,
    #[serde(default)]
    pub(super) regimes: Vec<RegimeForm>,
    #[serde(default)]
    pub(super) global_levels: Vec<LevelForm>,
}

/// A text in both languages.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    #[serde(default)]
    pub(super) fr: String,
    #[serde(default)]
    pub(super) en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) from: u8,
    pub(super) to: u8,
    #[serde(default)]
    pub(super) meaning: Pair,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainForm {
    pub(super) code: String,
    #[serde(default)]
    pub(super) name: Pair,
    #[serde(default)]
    pub(super) competences: Vec<CompetenceForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompetenceForm {
    pub(super) code: String,
    #[serde(default)]
    pub(super) name: Pair,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegimeForm {
    pub(super) id: String,
    pub(super) from: Datetime,
    pub(super) until: Option<Datetime>,
    pub(super) rule: RuleForm,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "kebab-case")]
pub(super) enum RuleForm {
    Answers { questions: u32, minimum: u32 },
    CorrectShare { more_than_percent: u32 },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelForm {
    pub(super) number: u8,
    pub(super) from_score: u32,
    pub(super) to_score: u32,
    #[serde(default)]
    pub(super) label: Pair,
}

/// `grid.<language>.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grid {
    /// Texts by competence code, from level 1 upwards.
    #[serde(default)]
    pub(super) can_do: BTreeMap<String, Vec<String>>,
    /// Texts by number of the global level.
    #[serde(default)]
    pub(super) level: BTreeMap<String, LevelTexts>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelTexts {
    #[serde(default)]
    pub(super) holder: Voice,
    #[serde(default)]
    pub(super) third_party: Voice,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Voice {
    #[serde(default)]
    pub(super) summary: String,
    #[serde(default)]
    pub(super) description: String,
}
