//! What is measured: domains, competences, scale, regimes, global levels and the reading grid.
//!
//! A framework is a folder of data (`certificate-templates/<id>/`), never code. Loading it checks
//! that it is whole, so that every later room can rely on it: each competence has a text for each
//! level in each language, the scores join up to the maximum, at most one regime is in force on a
//! day. A folder that isn't whole is refused with the list of all its defects.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::i18n::Language;

mod check;
mod defect;
mod folder;
mod form;
mod grid;
mod log;
mod parse;

#[cfg(test)]
mod tests;

pub use defect::{Defect, Error, Rule};
pub use folder::Folder;

/// A text in every language that certificates are made in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

impl Localized {
    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::French => &self.fr,
            Language::English => &self.en,
        }
    }
}

/// A text in the voice of the holder ("I choose…", "Je choisis…") and of a third party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voiced {
    /// Said by the holder, in the first person.
    pub holder: Localized,
    /// Said about the holder without naming a gender: what the certificate prints.
    pub third_party: Localized,
}

/// A competence framework with everything a certificate says about it.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Short name, also the folder's: `crcn`.
    pub id: String,
    /// Raised when a signed meaning changes (scale, competences, score table).
    pub version: u32,
    /// What the certificate attests, as its title: "Certificat de compétences numériques".
    pub title: Localized,
    /// Name of the framework itself.
    pub name: Localized,
    /// Where the framework is published, for those who compare certificates: an https address.
    pub url: Option<String>,
    /// Highest competence level that can be reached today (crcn: 7). Levels start at 0.
    pub max_level: u8,
    /// Highest level that the format must be able to hold (crcn: 8).
    pub reserved_level: u8,
    /// Highest score that can be reached today (crcn: 895).
    pub max_score: u32,
    /// The five steps of the reading-grid scale as shown above the grid, e.g. ("0", "…"), ("1–2", "…").
    pub scale: Vec<ScaleStep>,
    /// Domains in printed order.
    pub domains: Vec<Domain>,
    /// Rules of award by exam date, in order of their first day.
    pub regimes: Vec<Regime>,
    /// Global levels by ascending score. Scores below the first have no global level.
    pub global_levels: Vec<GlobalLevel>,
}

/// One step of the scale legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleStep {
    /// `"0"`, `"1–2"`.
    pub levels: String,
    /// What these levels mean in a few words.
    pub meaning: Localized,
}

/// A group of competences.
#[derive(Debug, Clone)]
pub struct Domain {
    /// `"1"`.
    pub code: String,
    /// Official name.
    pub name: Localized,
    /// Competences in printed order.
    pub competences: Vec<Competence>,
}

/// One competence with its reading grid.
#[derive(Debug, Clone)]
pub struct Competence {
    /// `"1.1"`.
    pub code: String,
    /// Official name.
    pub name: Localized,
    /// What the holder can do, by level: index 0 is level 1; exactly `max_level` entries.
    pub can_do: Vec<Localized>,
}

/// A global level and the scores that reach it, both bounds included.
#[derive(Debug, Clone)]
pub struct GlobalLevel {
    /// 1 for the lowest.
    pub number: u8,
    /// Lowest score of the level.
    pub from_score: u32,
    /// Highest score of the level.
    pub to_score: u32,
    /// `Novice 2`, `Beginner 2`.
    pub label: Localized,
    /// One sentence.
    pub summary: Voiced,
    /// Three to six sentences.
    pub description: Voiced,
}

/// The rules of award in force for a span of exam dates.
#[derive(Debug, Clone)]
pub struct Regime {
    /// `2024`.
    pub id: String,
    /// First exam date, included.
    pub from: NaiveDate,
    /// Last exam date, included; `None` while in force.
    pub until: Option<NaiveDate>,
    /// What has to be reached.
    pub rule: RegimeRule,
}

/// What has to be reached for a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegimeRule {
    /// At least `minimum` of `questions` answered.
    Answers {
        /// Length of the whole test (crcn 2024: 32).
        questions: u32,
        /// Fewest answers that can be awarded (crcn 2024: 20).
        minimum: u32,
    },
    /// Strictly more than this share of the answers correct, in percent (crcn 2021: 50).
    CorrectShare {
        /// The share that must be exceeded.
        more_than_percent: u32,
    },
}

impl Framework {
    /// All competences in printed order.
    pub fn competences(&self) -> impl Iterator<Item = &Competence> {
        self.domains.iter().flat_map(|domain| &domain.competences)
    }

    /// The global level that a score reaches; `None` below the first.
    pub fn global_level(&self, score: u32) -> Option<&GlobalLevel> {
        self.global_levels
            .iter()
            .find(|level| (level.from_score..=level.to_score).contains(&score))
    }

    /// The regime in force on an exam date; `None` before the first or in a gap.
    pub fn regime_on(&self, exam_date: NaiveDate) -> Option<&Regime> {
        self.regimes.iter().find(|regime| {
            regime.from <= exam_date && regime.until.is_none_or(|until| exam_date <= until)
        })
    }
}
