//! What is said about a file: how it was understood, and every problem with the way to mend it.

use serde::{Deserialize, Serialize};

use super::{Format, Layout, RuleId, values};
use crate::i18n::{self, FluentValue, Language};

/// Longest part of a faulty value that the report repeats, in characters.
const SHOWN: usize = 60;

/// How a file was understood, and everything wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Name of the file.
    pub file: String,
    /// Its form; `None` if it was not recognised.
    pub format: Option<Format>,
    /// The set of columns it uses; `None` if its headers could not be read.
    pub layout: Option<Layout>,
    /// Encoding of a text file: `UTF-8`, `windows-1252`.
    pub encoding: Option<&'static str>,
    /// Delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// Whether a text file starts with a byte order mark.
    pub had_bom: bool,
    /// Every header, and the column it was understood as.
    pub headers: Vec<HeaderReading>,
    /// Rows with content below the headers, good or bad.
    pub rows_read: usize,
    /// Everything wrong, by line.
    pub problems: Vec<Problem>,
}

/// A header and what it was understood as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HeaderReading {
    /// As the file gives it.
    pub given: String,
    /// The column's name in English; `None` if the header is unknown and was not read.
    pub understood: Option<String>,
}

/// Whether a problem stops what it is found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row (or, without line, the file) is refused.
    Error,
    /// Worth knowing; nothing is refused.
    Warning,
}

/// One thing that is wrong, where, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Line in the file, from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// Header of the column.
    pub column: Option<String>,
    /// The faulty value, shortened.
    pub value: Option<String>,
    /// The rule that is broken.
    pub rule: RuleId,
    /// Whether it stops the row.
    pub severity: Severity,
    /// Values that the message names.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    pub(super) fn new(rule: RuleId) -> Self {
        Self {
            line: 0,
            column: None,
            value: None,
            rule,
            severity: Severity::Error,
            args: Vec::new(),
        }
    }

    pub(super) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    pub(super) fn line(mut self, line: u32) -> Self {
        self.line = line;
        self
    }

    pub(super) fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(shortened(&column.into()));
        self
    }

    pub(super) fn value(mut self, value: &str) -> Self {
        self.value = Some(shortened(value));
        self
    }

    pub(super) fn arg(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// What is wrong, in one sentence.
    pub fn message(&self, language: Language) -> String {
        self.sentence(language, &format!("results-{}", self.rule))
    }

    /// How to mend it, in one sentence.
    pub fn remedy(&self, language: Language) -> String {
        self.sentence(language, &format!("results-{}-remedy", self.rule))
    }

    fn sentence(&self, language: Language, id: &str) -> String {
        let own = [("column", &self.column), ("value", &self.value)];
        let values: Vec<(&str, FluentValue<'_>)> = own
            .iter()
            .map(|(name, value)| (*name, value.as_deref().unwrap_or_default()))
            .chain(
                self.args
                    .iter()
                    .map(|(name, value)| (*name, value.as_str())),
            )
            .map(|(name, value)| (name, FluentValue::from(value)))
            .collect();
        i18n::text_with(language, id, &values)
    }
}

impl ImportReport {
    pub(super) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            format: None,
            layout: None,
            encoding: None,
            delimiter: None,
            had_bom: false,
            headers: Vec::new(),
            rows_read: 0,
            problems: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Notes a problem that stops the reading of the file.
    pub(super) fn stop<T>(&mut self, problem: Problem) -> Option<T> {
        self.problems.push(problem);
        None
    }

    pub(super) fn sort(&mut self) {
        self.problems.sort_by_key(|problem| problem.line);
    }

    /// The problems that stop a row or the file.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
    }

    /// Whether the file as a whole was refused.
    pub fn is_refused(&self) -> bool {
        self.errors().any(|problem| problem.line == 0)
    }
}

/// A value short enough for a report, with nothing in it that could disturb a terminal.
fn shortened(value: &str) -> String {
    let mut shown: String = value
        .chars()
        .take(SHOWN)
        .map(|c| {
            if values::is_invisible(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    if value.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_explained_with_a_remedy_in_both_languages() {
        for &rule in RuleId::ALL {
            for language in Language::ALL {
                let problem = Problem::new(rule);
                for sentence in [problem.message(language), problem.remedy(language)] {
                    assert!(!sentence.starts_with('['), "{rule}: {sentence}");
                }
            }
        }
    }

    #[test]
    fn a_shown_value_is_short_and_harmless() {
        let shown = shortened(&format!("\u{1b}\u{202e}{}", "x".repeat(100)));
        assert_eq!(shown.chars().count(), SHOWN + 1);
        assert!(shown.starts_with("\u{fffd}\u{fffd}") && shown.ends_with('…'));
    }
}
