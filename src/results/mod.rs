//! Finalized results: what the examination delivered, read from operators' files.
//!
//! Every row is read on its own and every problem of a file is reported together: a bad row never
//! hides or stops a good one. Nothing is guessed; a value that can be read in two ways is refused.
//! The columns are described in `docs/results-columns.md`.

mod columns;
mod csv_file;
mod formula;
mod identity;
mod json_file;
mod lines;
mod own_form;
mod pix_export;
mod reader;
mod repeats;
mod report;
mod row;
mod rules;
mod spreadsheet;
mod table;
mod values;
mod workbook;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use table::Table;

use crate::framework::Framework;
use crate::i18n::Language;

pub use columns::{PersonColumn, ResultColumn, person_column};
pub use formula::{inert, is_formula};
pub use identity::{normalise, person_digest, session_scope};
pub use lines::{Lines, TextLine, lines, lines_of_workbook};
pub use reader::{TableReader, workbook_in};
pub use report::{HeaderReading, ImportReport, Problem, Severity};
pub use rules::RuleId;
pub use values::{date, ine, is_invisible, mail_address, uai};
pub use workbook::{Workbook, WorkbookFault, is_workbook, read_workbook};

/// A file of results as an operator hands it in.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Its name, for the report.
    pub file_name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
    /// Its form when the operator says it; recognised from the content otherwise.
    pub format: Option<Format>,
}

/// The form of a file of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Text separated by semicolons, commas or tabs.
    Csv,
    /// An array of objects, alone or under the key `results`.
    Json,
    /// Office Open XML workbook.
    Xlsx,
    /// ODF spreadsheet.
    Ods,
}

/// Which set of columns a file uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// The columns of `docs/results-columns.md`.
    Sceau,
    /// The session results export of Pix Certif.
    PixExport,
}

/// What was read from a file.
#[derive(Debug, Clone)]
pub struct Import {
    /// The rows without error, in the order of the file.
    pub results: Vec<FinalizedResult>,
    /// How the file was understood, and every problem in it.
    pub report: ImportReport,
}

/// Reads a file of results. Never panics and never stops at the first problem, whatever the bytes.
pub fn parse(input: &Input<'_>, framework: &Framework) -> Import {
    let mut report = ImportReport::new(input.file_name);
    let table = table::read(input, &mut report);
    understand(table, report, framework)
}

/// The same for a workbook that was read already, perhaps in another process.
pub fn parse_workbook(
    file_name: &str,
    workbook: Result<Workbook, WorkbookFault>,
    framework: &Framework,
) -> Import {
    let mut report = ImportReport::new(file_name);
    let table = workbook::accept(workbook, &mut report)
        .and_then(|table| table::within_limits(table, &mut report));
    understand(table, report, framework)
}

fn understand(table: Option<Table>, mut report: ImportReport, framework: &Framework) -> Import {
    let results = table
        .and_then(|table| {
            let headers = columns::Headers::understand(&table, framework, &mut report)?;
            Some(row::read_all(&table, &headers, framework, &mut report))
        })
        .unwrap_or_default();
    report.sort();
    Import { results, report }
}

/// One person's finalized result in one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalizedResult {
    /// Where it was read.
    pub line: u32,
    /// The session's number or name at the examination: part of the result's identity.
    pub session: String,
    /// The result's number in the session, when the file has one ("Numéro de certification").
    pub number: Option<String>,
    /// Who sat the exam.
    pub identity: Identity,
    /// National number of the holder's school (UAI): finds the certificate, and is never in it.
    #[serde(default)]
    pub organization_uai: Option<String>,
    /// Name of the certification centre.
    pub centre: String,
    /// Civil date of the exam at the centre.
    pub exam_date: NaiveDate,
    /// Score, already degraded by the scoring where that applies.
    pub score: u32,
    /// Level of every competence in the framework's order; empty if the file gives none because
    /// nothing is awarded.
    pub levels: Vec<u8>,
    /// How the test went, or what the jury already pronounced.
    pub outcome: Outcome,
    /// Cancelled by the jury.
    pub cancelled: bool,
    /// Fraud established.
    pub fraud: bool,
    /// The global level as the file gives it, to be compared with the one the score implies.
    pub given_global_level: Option<String>,
    /// Number of competences at level ≥ 1 in the candidate's profile before the exam, when supplied.
    pub certifiable_competences: Option<u32>,
    /// Language of the certificate, when the row asks for one.
    pub language: Option<Language>,
    /// Whom to write to about it. Never part of the certificate, nor of the result's digest.
    #[serde(default)]
    pub contact: Contact,
}

/// Whom to write to about a result. Addresses are checked for their form, the domain in small
/// letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The candidate's address: gets the private link.
    pub candidate: Option<String>,
    /// The address of who had the candidate take the exam: gets the results of all such candidates
    /// of the session.
    pub prescriber: Option<String>,
}

/// Who sat the exam, as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Family name, NFC.
    pub last_name: String,
    /// First name or names, NFC.
    pub first_name: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Commune, or town and country.
    pub birth_place: String,
    /// Identifier at the school or centre.
    pub local_id: Option<String>,
    /// National student number (INE).
    pub ine: Option<String>,
}

/// How the test went, or what was already pronounced about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// The examination counted answers.
    Measured {
        /// Questions answered.
        answered: u32,
        /// Of these, correct ones: needed by the 2021 regime only.
        correct: Option<u32>,
        /// Why the test ended.
        end: End,
    },
    /// The file only says what the examination's own jury decided (session results export).
    Pronounced(Pronounced),
}

/// Why a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Every question was answered.
    Completed,
    /// The candidate stopped.
    Candidate,
    /// Time ran out.
    Time,
    /// A technical problem stopped the test.
    Technical,
}

/// A decision already taken by the examination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pronounced {
    /// "Validée".
    Validated,
    /// "Non obtenue", "Rejetée".
    Rejected,
    /// "Annulée".
    Cancelled,
}

#[cfg(test)]
mod tests;
