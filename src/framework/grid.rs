//! The texts of the reading grid: taken out one by one, so that missing and foreign ones show.

use super::defect::Rule;
use super::form::{Grid, LevelTexts};
use super::log::{Log, limit};
use super::parse::{ENGLISH_GRID, FRENCH_GRID};
use super::{Localized, Voiced};

/// The reading grid in both languages.
pub(super) struct Grids {
    pub(super) french: Grid,
    pub(super) english: Grid,
}

impl Grids {
    /// The texts of one competence, from level 1 to the highest.
    pub(super) fn take_can_do(&mut self, code: &str, levels: u8, log: &mut Log) -> Vec<Localized> {
        let french = can_do(FRENCH_GRID, &mut self.french, code, levels, log);
        let english = can_do(ENGLISH_GRID, &mut self.english, code, levels, log);
        french
            .into_iter()
            .zip(english)
            .map(|(fr, en)| Localized { fr, en })
            .collect()
    }

    /// Summary and description of one global level.
    pub(super) fn take_level(&mut self, number: u8, log: &mut Log) -> (Voiced, Voiced) {
        let fr = level(FRENCH_GRID, &mut self.french, number, log);
        let en = level(ENGLISH_GRID, &mut self.english, number, log);
        let summary = Voiced {
            holder: pair(fr.holder.summary, en.holder.summary),
            third_party: pair(fr.third_party.summary, en.third_party.summary),
        };
        let description = Voiced {
            holder: pair(fr.holder.description, en.holder.description),
            third_party: pair(fr.third_party.description, en.third_party.description),
        };
        (summary, description)
    }

    /// What nobody took speaks of a competence or level that the framework doesn't have.
    pub(super) fn check_that_nothing_is_left(&self, log: &mut Log) {
        for (file, grid) in [(FRENCH_GRID, &self.french), (ENGLISH_GRID, &self.english)] {
            for code in grid.can_do.keys() {
                log.add(file, format!("can_do.{}", quoted(code)), Rule::Unknown);
            }
            for number in grid.level.keys() {
                log.add(file, format!("level.{}", quoted(number)), Rule::Unknown);
            }
        }
    }
}

/// Always as many texts as levels: missing ones are logged and empty.
fn can_do(file: &str, grid: &mut Grid, code: &str, levels: u8, log: &mut Log) -> Vec<String> {
    let mut texts = grid.can_do.remove(code).unwrap_or_default();
    let key = format!("can_do.{}", quoted(code));
    let count = usize::from(levels);
    for index in count..texts.len() {
        log.add(
            file,
            format!("{key}[{}]", index + 1),
            Rule::LevelAboveMaximum(levels),
        );
    }
    texts.resize(count, String::new());
    for (index, text) in texts.iter().enumerate() {
        log.text(file, &format!("{key}[{}]", index + 1), text, limit::CAN_DO);
    }
    texts
}

fn level(file: &str, grid: &mut Grid, number: u8, log: &mut Log) -> LevelTexts {
    let texts = grid.level.remove(&number.to_string()).unwrap_or_default();
    for (voice, said) in [
        ("holder", &texts.holder),
        ("third_party", &texts.third_party),
    ] {
        let key = format!("level.{number}.{voice}");
        log.text(
            file,
            &format!("{key}.summary"),
            &said.summary,
            limit::SUMMARY,
        );
        log.text(
            file,
            &format!("{key}.description"),
            &said.description,
            limit::DESCRIPTION,
        );
    }
    texts
}

fn pair(fr: String, en: String) -> Localized {
    Localized { fr, en }
}

/// A key as TOML writes it: bare if it can be.
fn quoted(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(bare) {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    }
}
