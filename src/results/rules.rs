//! The names of everything that can be wrong with a file of results.

use serde::Serialize;

/// The name of a rule that a file, a row or a value breaks. The sentences that explain it are
/// `results-<name>` and `results-<name>-remedy` in the message files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct RuleId(&'static str);

impl RuleId {
    /// The file holds nothing.
    pub const EMPTY_FILE: Self = Self("empty-file");
    /// The file, or what it unpacks to, is larger than any session.
    pub const FILE_TOO_LARGE: Self = Self("file-too-large");
    /// More rows than the limit.
    pub const TOO_MANY_ROWS: Self = Self("too-many-rows");
    /// More columns than the limit.
    pub const TOO_MANY_COLUMNS: Self = Self("too-many-columns");
    /// Not text, and no form that is known.
    pub const NOT_TEXT: Self = Self("not-text");
    /// A workbook that can't be opened.
    pub const UNREADABLE_SPREADSHEET: Self = Self("unreadable-spreadsheet");
    /// A workbook whose reader was ended by its limits.
    pub const TOO_MUCH_TO_READ: Self = Self("too-much-to-read");
    /// A workbook in the binary format of before 2007.
    pub const OLD_SPREADSHEET: Self = Self("old-spreadsheet");
    /// A workbook with several sheets: only the first is read.
    pub const OTHER_SHEETS: Self = Self("other-sheets");
    /// JSON that can't be parsed.
    pub const INVALID_JSON: Self = Self("invalid-json");
    /// JSON without an array of objects.
    pub const NOT_RECORDS: Self = Self("not-records");
    /// A required column is missing.
    pub const MISSING_HEADER: Self = Self("missing-header");
    /// Two columns mean the same.
    pub const DUPLICATE_HEADER: Self = Self("duplicate-header");
    /// A column that is not known and was not read.
    pub const UNKNOWN_HEADER: Self = Self("unknown-header");
    /// More or fewer cells than there are columns.
    pub const ROW_LENGTH: Self = Self("row-length");
    /// A cell that is longer than any name.
    pub const VALUE_TOO_LONG: Self = Self("value-too-long");
    /// An invisible control character.
    pub const CONTROL_CHARACTER: Self = Self("control-character");
    /// A list, an object or a spreadsheet error where a plain value is due.
    pub const NOT_A_VALUE: Self = Self("not-a-value");
    /// A required value is missing.
    pub const MISSING_VALUE: Self = Self("missing-value");
    /// Not a date.
    pub const INVALID_DATE: Self = Self("invalid-date");
    /// Born before 1900.
    pub const IMPLAUSIBLE_BIRTH: Self = Self("implausible-birth");
    /// Born on the day of the exam or later.
    pub const BIRTH_AFTER_EXAM: Self = Self("birth-after-exam");
    /// Not a whole number.
    pub const INVALID_NUMBER: Self = Self("invalid-number");
    /// A score above the framework's highest.
    pub const SCORE_RANGE: Self = Self("score-range");
    /// A level above the framework's highest.
    pub const LEVEL_RANGE: Self = Self("level-range");
    /// A level is missing while others are given.
    pub const LEVEL_MISSING: Self = Self("level-missing");
    /// More answers than questions.
    pub const ANSWERED_RANGE: Self = Self("answered-range");
    /// More correct answers than answers.
    pub const CORRECT_RANGE: Self = Self("correct-range");
    /// A test said to be completed with fewer answers than questions.
    pub const COMPLETED_TOO_SOON: Self = Self("completed-too-soon");
    /// Neither yes nor no.
    pub const INVALID_FLAG: Self = Self("invalid-flag");
    /// Not a known end of test.
    pub const INVALID_END: Self = Self("invalid-end");
    /// Neither French nor English.
    pub const INVALID_LANGUAGE: Self = Self("invalid-language");
    /// Not a national student number.
    pub const INVALID_INE: Self = Self("invalid-ine");
    /// Not the number of a school.
    pub const INVALID_UAI: Self = Self("invalid-uai");
    /// Not an e-mail address.
    pub const INVALID_MAIL: Self = Self("invalid-mail");
    /// Pix export: not a known status.
    pub const INVALID_STATUS: Self = Self("invalid-status");
    /// Pix export: a status that is not final.
    pub const NOT_FINAL: Self = Self("not-final");
    /// Pix export: a result that can't be read.
    pub const INVALID_RESULT: Self = Self("invalid-result");
    /// Pix export: a row of another certification.
    pub const OTHER_CERTIFICATION: Self = Self("other-certification");
    /// The same result again, with the same content.
    pub const REPEATED_ROW: Self = Self("repeated-row");
    /// The same result again, with another content.
    pub const CONTRADICTING_ROW: Self = Self("contradicting-row");
    /// The same person twice on one day.
    pub const SAME_PERSON: Self = Self("same-person");

    /// Every rule.
    pub const ALL: &[Self] = &[
        Self::EMPTY_FILE,
        Self::FILE_TOO_LARGE,
        Self::TOO_MANY_ROWS,
        Self::TOO_MANY_COLUMNS,
        Self::NOT_TEXT,
        Self::UNREADABLE_SPREADSHEET,
        Self::TOO_MUCH_TO_READ,
        Self::OLD_SPREADSHEET,
        Self::OTHER_SHEETS,
        Self::INVALID_JSON,
        Self::NOT_RECORDS,
        Self::MISSING_HEADER,
        Self::DUPLICATE_HEADER,
        Self::UNKNOWN_HEADER,
        Self::ROW_LENGTH,
        Self::VALUE_TOO_LONG,
        Self::CONTROL_CHARACTER,
        Self::NOT_A_VALUE,
        Self::MISSING_VALUE,
        Self::INVALID_DATE,
        Self::IMPLAUSIBLE_BIRTH,
        Self::BIRTH_AFTER_EXAM,
        Self::INVALID_NUMBER,
        Self::SCORE_RANGE,
        Self::LEVEL_RANGE,
        Self::LEVEL_MISSING,
        Self::ANSWERED_RANGE,
        Self::CORRECT_RANGE,
        Self::COMPLETED_TOO_SOON,
        Self::INVALID_FLAG,
        Self::INVALID_END,
        Self::INVALID_LANGUAGE,
        Self::INVALID_INE,
        Self::INVALID_UAI,
        Self::INVALID_MAIL,
        Self::INVALID_STATUS,
        Self::NOT_FINAL,
        Self::INVALID_RESULT,
        Self::OTHER_CERTIFICATION,
        Self::REPEATED_ROW,
        Self::CONTRADICTING_ROW,
        Self::SAME_PERSON,
    ];

    /// The name: `birth-after-exam`.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}
