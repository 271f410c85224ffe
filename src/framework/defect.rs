//! What can be wrong with a framework folder, said so that its author knows what to mend.

use std::fmt;

use chrono::NaiveDate;

/// A framework folder that isn't whole, with everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    /// Name of the folder.
    pub folder: String,
    /// Every defect, in the order of the files; never empty.
    pub defects: Vec<Defect>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.defects.len();
        let noun = if count == 1 { "defect" } else { "defects" };
        write!(f, "the framework `{}` has {count} {noun}:", self.folder)?;
        for defect in &self.defects {
            write!(f, "\n  {defect}")?;
        }
        Ok(())
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// File inside the folder: `grid.fr.toml`.
    pub file: String,
    /// Key inside the file, lists counted from 1: `can_do."1.1"[3]`; empty for the file itself.
    pub key: String,
    /// The rule that isn't kept.
    pub rule: Rule,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            write!(f, "{}: {}", self.file, self.rule)
        } else {
            write!(f, "{}: {}: {}", self.file, self.key, self.rule)
        }
    }
}

/// A rule that a framework folder has to keep; the text says what was found and what is asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    /// Each folder holds `framework.toml` and one grid per language.
    #[error("the file is missing")]
    FileMissing,
    /// Files are UTF-8.
    #[error("the file is not UTF-8 text")]
    NotUtf8,
    /// Files are TOML with the documented keys.
    #[error("{0}")]
    Malformed(String),
    /// The id is the folder's name, so that a folder is found by it.
    #[error("the id `{id}` must be the folder's name, `{folder}`")]
    IdIsNotFolder {
        /// The id given.
        id: String,
        /// The name of the folder.
        folder: String,
    },
    /// Versions count from 1.
    #[error("must be 1 or more")]
    NotPositive,
    /// Every text is there in every language.
    #[error("the text is missing")]
    TextMissing,
    /// Texts fit the place that the certificate gives them.
    #[error("the text has {length} characters; at most {limit} fit")]
    TextTooLong {
        /// Characters given.
        length: usize,
        /// Characters that fit.
        limit: usize,
    },
    /// Texts are one line without blanks at the ends.
    #[error("the text must be one line without blanks at its ends")]
    TextNotOneLine,
    /// There is something to measure.
    #[error("at least one is needed")]
    Empty,
    /// A name is used once.
    #[error("`{0}` is used more than once")]
    Repeated(String),
    /// A competence's code begins with its domain's.
    #[error("the code `{code}` must begin with its domain's code, `{domain}`")]
    CodeOutsideDomain {
        /// The competence's code.
        code: String,
        /// Its domain's code.
        domain: String,
    },
    /// The reading grid speaks only of competences and levels that exist.
    #[error("`framework.toml` has no such entry")]
    Unknown,
    /// A competence has no more texts than levels.
    #[error("there is no level above {0}")]
    LevelAboveMaximum(u8),
    /// The reserved level isn't below the maximum, and a seal can hold it.
    #[error("must be between max_level ({max_level}) and {highest}, the most that a seal can hold")]
    ReservedLevel {
        /// Highest level of the framework.
        max_level: u8,
        /// Highest level of the seal's format.
        highest: u8,
    },
    /// Ranges run upwards.
    #[error("ends at {to}, before it begins at {from}")]
    Reversed {
        /// First value.
        from: String,
        /// Last value.
        to: String,
    },
    /// Nothing lies between two ranges.
    #[error("leaves a gap: begins at {from}, but {expected} comes next")]
    Gap {
        /// First value of the range.
        from: u32,
        /// The value that the range before leads to.
        expected: u32,
    },
    /// No value lies in two ranges.
    #[error("overlaps the one before it: begins at {from}, but {expected} comes next")]
    Overlap {
        /// First value of the range.
        from: u32,
        /// The value that the range before leads to.
        expected: u32,
    },
    /// The last range ends at the maximum.
    #[error("the last one ends at {to}; it must end at {maximum}")]
    WrongEnd {
        /// Last value.
        to: u32,
        /// The framework's maximum.
        maximum: u32,
    },
    /// Global levels are numbered 1, 2, 3, …
    #[error("has number {found}; it must be {expected}")]
    WrongNumber {
        /// The number given.
        found: u8,
        /// Its place in the list.
        expected: usize,
    },
    /// Score 0 never reaches a level.
    #[error("the first level must begin above score 0")]
    LevelAtZero,
    /// Dates exist.
    #[error("`{0}` is not a date; write it as 2024-11-04")]
    NotADate(String),
    /// Addresses are complete.
    #[error("`{0}` is not an address that begins with https://")]
    NotAnAddress(String),
    /// One regime at most is in force on any day, and the list is in the order of time.
    #[error(
        "begins on {from}, but `{before}` is still in force then{}",
        until.map_or_else(|| ": it has no last day".into(), |day| format!(": until {day}"))
    )]
    RegimesOverlap {
        /// First day of the regime.
        from: NaiveDate,
        /// The regime before it in the list.
        before: String,
        /// Last day of the regime before.
        until: Option<NaiveDate>,
    },
    /// The numbers of a regime's rule can be met.
    #[error("asks for {minimum} of {questions} answers; at least 1 and at most all can be asked")]
    ImpossibleAnswers {
        /// Answers asked for.
        minimum: u32,
        /// Questions of the test.
        questions: u32,
    },
    /// More than 100 % can't be reached.
    #[error("more than {0} % can never be reached")]
    ImpossibleShare(u32),
}
