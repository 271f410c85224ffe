//! A table of any file, with the place of every line: for lists that are not of results.

use super::report::{ImportReport, Problem};
use super::table::{self, Cell, Table};
use super::workbook::{self, Workbook, WorkbookFault};
use super::{Format, Input, Severity};

/// Headers and lines as texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// Headers as given.
    pub headers: Vec<String>,
    /// Lines with something in them.
    pub lines: Vec<TextLine>,
    /// Whether a line with fewer cells than there are headers has lost some: spreadsheets leave out
    /// empty cells at the end, CSV does not.
    pub exact: bool,
    /// What is worth knowing about the file, and stops nothing.
    pub warnings: Vec<Problem>,
}

/// One line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// Where it stands, from 1.
    pub number: u32,
    /// Its cells in the order of the headers: perhaps fewer, perhaps more.
    pub cells: Vec<String>,
}

/// Reads the table of a file within the limits of a file of results.
pub fn lines(input: &Input<'_>) -> Result<Lines, Problem> {
    let mut report = ImportReport::new(input.file_name);
    let table = table::read(input, &mut report);
    as_text(table, report)
}

/// The same for a workbook that was read already, perhaps in another process.
pub fn lines_of_workbook(workbook: Result<Workbook, WorkbookFault>) -> Result<Lines, Problem> {
    let mut report = ImportReport::new("");
    let table = workbook::accept(workbook, &mut report)
        .and_then(|table| table::within_limits(table, &mut report));
    as_text(table, report)
}

fn as_text(table: Option<Table>, report: ImportReport) -> Result<Lines, Problem> {
    let exact = report.format == Some(Format::Csv);
    let (errors, warnings): (Vec<_>, Vec<_>) = report
        .problems
        .into_iter()
        .partition(|problem| problem.severity == Severity::Error);
    let Some(table) = table else {
        let unreadable = || Problem::new(super::RuleId::NOT_TEXT);
        return Err(errors.into_iter().next().unwrap_or_else(unreadable));
    };
    let text = |cell| match cell {
        Cell::Text(text) | Cell::NotAValue(text) => text,
    };
    Ok(Lines {
        headers: table.headers,
        lines: table
            .lines
            .into_iter()
            .map(|line| TextLine {
                number: line.number,
                cells: line.cells.into_iter().map(text).collect(),
            })
            .collect(),
        exact,
        warnings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Lines, Problem> {
        lines(&Input {
            file_name: "list.csv",
            bytes,
            format: None,
        })
    }

    #[test]
    fn every_line_knows_its_place() {
        let lines = read("Nom;Prénom\n\nWu;Li\n;\nPetit".as_bytes()).unwrap();
        assert_eq!(lines.headers, ["Nom", "Prénom"]);
        let places: Vec<u32> = lines.lines.iter().map(|line| line.number).collect();
        assert_eq!(places, [3, 5]);
        assert_eq!(lines.lines[0].cells, ["Wu", "Li"]);
    }

    #[test]
    fn what_is_no_table_is_refused_by_its_rule() {
        for (bytes, rule) in [
            (&b""[..], "empty-file"),
            (b"PK\x03\x04", "unreadable-spreadsheet"),
        ] {
            let problem = read(bytes).unwrap_err();
            assert_eq!(problem.rule.to_string(), rule);
        }
    }
}
