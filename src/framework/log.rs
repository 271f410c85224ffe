//! Collects the defects of a folder, and knows the rules that hold for every text.

use super::defect::{Defect, Rule};
use super::form::Pair;
use super::parse::OUTLINE;

/// The most characters of each kind of text that fit their place on the certificate.
pub(super) mod limit {
    pub(in crate::framework) const CODE: usize = 8;
    pub(in crate::framework) const TITLE: usize = 60;
    pub(in crate::framework) const NAME: usize = 80;
    pub(in crate::framework) const LABEL: usize = 24;
    pub(in crate::framework) const MEANING: usize = 32;
    pub(in crate::framework) const CAN_DO: usize = 170;
    pub(in crate::framework) const SUMMARY: usize = 170;
    pub(in crate::framework) const DESCRIPTION: usize = 480;
}

/// Collects the defects of a folder.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) defects: Vec<Defect>,
}

impl Log {
    pub(super) fn add(&mut self, file: &str, key: impl Into<String>, rule: Rule) {
        self.defects.push(Defect {
            file: file.into(),
            key: key.into(),
            rule,
        });
    }

    /// Checks one text against the rules for all texts.
    pub(super) fn text(&mut self, file: &str, key: &str, text: &str, limit: usize) {
        let length = text.chars().count();
        if text.trim().is_empty() {
            self.add(file, key, Rule::TextMissing);
        } else if text.trim() != text || text.chars().any(char::is_control) {
            self.add(file, key, Rule::TextNotOneLine);
        } else if length > limit {
            self.add(file, key, Rule::TextTooLong { length, limit });
        }
    }

    pub(super) fn pair(&mut self, key: &str, pair: &Pair, limit: usize) {
        self.text(OUTLINE, &format!("{key}.fr"), &pair.fr, limit);
        self.text(OUTLINE, &format!("{key}.en"), &pair.en, limit);
    }

    pub(super) fn outline(&mut self, key: impl Into<String>, rule: Rule) {
        self.add(OUTLINE, key, rule);
    }
}
