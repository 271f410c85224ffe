//! The common form of every file: headers, and lines of text cells with their place in the file.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::report::{ImportReport, Problem};
use super::workbook::{self, is_workbook};
use super::{Format, Input, RuleId, csv_file, json_file, spreadsheet};

/// Largest file that is opened: 200,000 rows of CSV take about 40 MB.
pub(super) const MAX_FILE_BYTES: usize = 64 << 20;
/// Most rows in a file.
pub(super) const MAX_ROWS: usize = 200_000;
/// Most columns in a file: ours are 36.
pub(super) const MAX_COLUMNS: usize = 60;

/// A file as headers and lines.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Table {
    /// Line of the headers in the file.
    pub(super) header_line: u32,
    /// Headers as given.
    pub(super) headers: Vec<String>,
    /// Lines with content.
    pub(super) lines: Vec<Line>,
}

/// One line of a file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// Where it stands, from 1.
    pub(super) number: u32,
    /// Its cells in the order of the headers.
    pub(super) cells: Vec<Cell>,
}

/// What stands in a cell. A workbook has millions: as JSON a text is a text, all else a list of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Cell {
    /// A value as text; dates of spreadsheets in ISO form.
    Text(String),
    /// Something that is no value: a list, an object, a spreadsheet error.
    NotAValue(#[serde(serialize_with = "in_list", deserialize_with = "out_of_list")] String),
}

impl Cell {
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// Opens a file of any form within the limits.
pub(super) fn read(input: &Input<'_>, report: &mut ImportReport) -> Option<Table> {
    let bytes = input.bytes;
    if bytes.is_empty() {
        return report.stop(Problem::new(RuleId::EMPTY_FILE));
    }
    if bytes.len() > MAX_FILE_BYTES {
        return report
            .stop(Problem::new(RuleId::FILE_TOO_LARGE).arg("megabytes", &(MAX_FILE_BYTES >> 20)));
    }
    if is_old_spreadsheet(bytes) {
        return report.stop(Problem::new(RuleId::OLD_SPREADSHEET));
    }
    let format = input.format.unwrap_or_else(|| recognise(bytes));
    report.format = Some(format);
    let table = match format {
        Format::Csv => csv_file::read(bytes, report),
        Format::Json => json_file::read(bytes, report),
        Format::Xlsx | Format::Ods => workbook::accept(spreadsheet::read(bytes, format), report),
    }?;
    within_limits(table, report)
}

/// Refuses a table that holds nothing or too much.
pub(super) fn within_limits(table: Table, report: &mut ImportReport) -> Option<Table> {
    if table.headers.iter().all(|header| header.trim().is_empty()) {
        return report.stop(Problem::new(RuleId::EMPTY_FILE));
    }
    if table.headers.len() > MAX_COLUMNS {
        return report.stop(Problem::new(RuleId::TOO_MANY_COLUMNS).arg("columns", &MAX_COLUMNS));
    }
    if table.lines.len() > MAX_ROWS {
        return report.stop(Problem::new(RuleId::TOO_MANY_ROWS).arg("rows", &MAX_ROWS));
    }
    Some(table)
}

fn in_list<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    [text].serialize(serializer)
}

fn out_of_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    <[String; 1]>::deserialize(deserializer).map(|[text]| text)
}

/// Compound File Binary: .xls of before 2007.
pub(super) fn is_old_spreadsheet(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

fn recognise(bytes: &[u8]) -> Format {
    if is_workbook(bytes) {
        return spreadsheet::recognise(bytes);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'[' | b'{') => Format::Json,
        _ => Format::Csv,
    }
}
