//! A workbook as it goes from who reads it to who understands it, perhaps in another process.

use serde::{Deserialize, Serialize};

use super::report::{ImportReport, Problem};
use super::table::{MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS, Table};
use super::{Format, RuleId, spreadsheet};

/// What stands in the first visible sheet of a workbook.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workbook {
    pub(super) format: Format,
    /// Visible sheets that were not read.
    pub(super) other_sheets: usize,
    pub(super) table: Table,
}

/// Why a workbook was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkbookFault {
    /// It can't be opened.
    Unreadable,
    /// It has, or unpacks to, too many bytes.
    TooLarge,
    /// Its sheet has too many rows.
    TooManyRows,
    /// Its sheet has too many columns.
    TooManyColumns,
    /// Its reader was ended by its limits.
    TooMuch,
}

/// Whether a file would be opened as a workbook: it begins like an archive.
pub fn is_workbook(beginning: &[u8]) -> bool {
    beginning.starts_with(b"PK")
}

/// Reads a workbook. Never panics, and takes no more than its limits allow, whatever the bytes.
pub fn read_workbook(bytes: &[u8]) -> Result<Workbook, WorkbookFault> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(WorkbookFault::TooLarge);
    }
    spreadsheet::read(bytes, spreadsheet::recognise(bytes))
}

impl WorkbookFault {
    /// The rule that the file breaks, with what its message names.
    pub(super) fn problem(self) -> Problem {
        let rule = match self {
            Self::Unreadable => RuleId::UNREADABLE_SPREADSHEET,
            Self::TooLarge => RuleId::FILE_TOO_LARGE,
            Self::TooManyRows => RuleId::TOO_MANY_ROWS,
            Self::TooManyColumns => RuleId::TOO_MANY_COLUMNS,
            Self::TooMuch => RuleId::TOO_MUCH_TO_READ,
        };
        Problem::new(rule)
            .arg("rows", &MAX_ROWS)
            .arg("columns", &MAX_COLUMNS)
            .arg("megabytes", &(spreadsheet::MAX_UNPACKED >> 20))
    }
}

/// The table of a workbook, with what is to be said about it.
pub(super) fn accept(
    workbook: Result<Workbook, WorkbookFault>,
    report: &mut ImportReport,
) -> Option<Table> {
    let workbook = match workbook {
        Ok(workbook) => workbook,
        Err(fault) => return report.stop(fault.problem()),
    };
    report.format = Some(workbook.format);
    if workbook.other_sheets > 0 {
        report.push(
            Problem::new(RuleId::OTHER_SHEETS)
                .warning()
                .arg("count", &workbook.other_sheets),
        );
    }
    Some(workbook.table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::table::{Cell, Line};

    #[test]
    fn a_workbook_is_the_same_after_a_journey() {
        let workbook = Workbook {
            format: Format::Ods,
            other_sheets: 2,
            table: Table {
                header_line: 3,
                headers: vec!["Nom".to_owned()],
                lines: vec![Line {
                    number: 4,
                    cells: vec![
                        Cell::Text("[\"é\"]".to_owned()),
                        Cell::NotAValue("#REF!".to_owned()),
                        Cell::Text(String::new()),
                    ],
                }],
            },
        };
        let sent = serde_json::to_string(&workbook).unwrap();
        assert_eq!(serde_json::from_str::<Workbook>(&sent).unwrap(), workbook);
    }

    #[test]
    fn what_took_too_much_is_a_problem_of_the_file_by_its_rule() {
        let mut report = ImportReport::new("bomb.xlsx");
        assert!(accept(Err(WorkbookFault::TooMuch), &mut report).is_none());
        assert!(report.is_refused());
        assert_eq!(report.problems[0].rule, RuleId::TOO_MUCH_TO_READ);
    }

    #[test]
    fn only_archives_are_workbooks() {
        assert!(is_workbook(b"PK\x03\x04") && !is_workbook(b"P") && !is_workbook(b"Nom;P"));
        assert_eq!(read_workbook(b"PK"), Err(WorkbookFault::Unreadable));
    }
}
