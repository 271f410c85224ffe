//! Answers that were written, read again: some rows for a page, all of them as a workbook.

use rust_xlsxwriter::Workbook;
use uuid::Uuid;

use super::export::{APPENDED, ExportError, is_formula};
use super::{Outcome, Understood};
use crate::i18n::{Language, text};
use crate::store::{self, Store};
use crate::verification::Error;

/// Why answers can't be read again.
#[derive(Debug, thiserror::Error)]
pub enum AnswersError {
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// They are not the CSV that was written.
    #[error("the answers can't be read")]
    Csv(#[from] csv::Error),
    /// They don't fit into a workbook.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A worker thread died.
    #[error(transparent)]
    Thread(#[from] Error),
}

/// A row with its answer.
pub struct AnsweredRow {
    /// Its place among the rows, from 1.
    pub number: u64,
    /// Its cells as they were in the file.
    pub cells: Vec<String>,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, in one sentence.
    pub explanation: String,
    /// The answer to its requirement, in a word; empty if there was none.
    pub requirement: String,
}

/// Which rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those that are not authentic.
    ToLookAt,
    /// Those with this outcome.
    Outcome(Outcome),
    /// Those that do not meet what is required.
    Unmet,
}

impl Wanted {
    fn takes(self, row: &AnsweredRow) -> bool {
        match self {
            Self::ToLookAt => row.outcome != Outcome::Authentic,
            Self::Outcome(outcome) => row.outcome == outcome,
            Self::Unmet => !matches!(row.requirement.as_str(), "" | "yes"),
        }
    }
}

/// Some rows of the answers.
#[derive(Default)]
pub struct AnswersPage {
    /// The headers of the file.
    pub headers: Vec<String>,
    /// The rows.
    pub rows: Vec<AnsweredRow>,
}

/// The rows that are wanted, from the one at `from` (counted among them) on.
pub async fn page(
    store: &Store,
    (id, run): (Uuid, Uuid),
    understood: &Understood,
    wanted: Wanted,
    (from, at_most): (usize, usize),
) -> Result<AnswersPage, AnswersError> {
    let mut reader = Reader::of(understood);
    let mut page = AnswersPage::default();
    let (mut number, mut met) = (0, 0_usize);
    for part in 0.. {
        let bytes = store.verification_part(id, Some(run), part).await?;
        let last = bytes.is_none();
        let records = reader.take(bytes.unwrap_or_default(), last)?;
        for cells in records {
            if page.headers.is_empty() {
                page.headers = cells;
                continue;
            }
            number += 1;
            let Some(row) = answered(&page.headers, cells, number) else {
                continue;
            };
            if wanted.takes(&row) {
                met += 1;
                if met > from {
                    page.rows.push(row);
                }
            }
            if page.rows.len() >= at_most {
                break;
            }
        }
        if last || page.rows.len() >= at_most {
            break;
        }
    }
    page.headers.retain(|header| !is_ours(header));
    Ok(page)
}

/// All answers as a workbook.
pub async fn workbook(
    store: &Store,
    (id, run): (Uuid, Uuid),
    understood: &Understood,
) -> Result<Vec<u8>, AnswersError> {
    let mut sheet = Sheet::new()?;
    let mut reader = Reader::of(understood);
    for part in 0.. {
        let bytes = store.verification_part(id, Some(run), part).await?;
        let last = bytes.is_none();
        let records = reader.take(bytes.unwrap_or_default(), last)?;
        sheet = super::file::blocking(move || sheet.with(&records)).await??;
        if last {
            break;
        }
    }
    Ok(super::file::blocking(move || sheet.finish()).await??)
}

/// An empty file to be filled in, as CSV or as a workbook.
pub fn template(language: Language, as_workbook: bool) -> Result<Vec<u8>, AnswersError> {
    let headers = [
        "bulk-template-code",
        "bulk-template-last-name",
        "bulk-template-first-name",
        "bulk-template-birth-date",
        "bulk-template-requirement",
    ];
    let headers = headers.map(|id| text(language, id)).to_vec();
    if as_workbook {
        return Ok(Sheet::new()?.with(&[headers])?.finish()?);
    }
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(&mut bytes);
    writer.write_record(&headers)?;
    writer.flush().map_err(csv::Error::from)?;
    drop(writer);
    Ok(bytes)
}

/// A workbook that grows. Its cells are of the type "text", which is never computed.
struct Sheet {
    workbook: Box<Workbook>,
    row: u32,
}

impl Sheet {
    fn new() -> Result<Self, ExportError> {
        let mut workbook = Box::new(Workbook::new());
        workbook.add_worksheet_with_constant_memory()?;
        Ok(Self { workbook, row: 0 })
    }

    fn with(mut self, records: &[Vec<String>]) -> Result<Self, ExportError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for record in records {
            for (column, cell) in (0..).zip(record).filter(|(_, cell)| !cell.is_empty()) {
                // What kept a spreadsheet from computing a text is needed no longer.
                let plain = cell.strip_prefix('\'').filter(|rest| is_formula(rest));
                sheet.write_string(self.row, column, plain.unwrap_or(cell))?;
            }
            self.row += 1;
        }
        Ok(self)
    }

    fn finish(mut self) -> Result<Vec<u8>, ExportError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

fn is_ours(header: &str) -> bool {
    APPENDED.contains(&header)
}

fn answered(headers: &[String], cells: Vec<String>, number: u64) -> Option<AnsweredRow> {
    let cell = |name: &str| {
        let place = headers.iter().position(|header| header == name)?;
        cells.get(place).cloned()
    };
    let outcome = cell("sceau_outcome")?;
    let mut outcomes = Outcome::ALL.into_iter();
    Some(AnsweredRow {
        number,
        outcome: outcomes.find(|known| known.name() == outcome)?,
        explanation: cell("sceau_explanation").unwrap_or_default(),
        requirement: cell("sceau_requirement").unwrap_or_default(),
        cells: headers
            .iter()
            .zip(cells)
            .filter(|(header, _)| !is_ours(header))
            .map(|(_, cell)| cell)
            .collect(),
    })
}

/// Cuts the answers into rows, part by part: memory holds one part.
struct Reader {
    delimiter: u8,
    /// The beginning of the next row.
    begun: Vec<u8>,
}

impl Reader {
    fn of(understood: &Understood) -> Self {
        let delimiter = understood.delimiter.and_then(|it| u8::try_from(it).ok());
        Self {
            delimiter: delimiter.unwrap_or(b';'),
            begun: Vec::new(),
        }
    }

    /// The rows that are whole with these bytes; with the last ones, all that are left.
    fn take(&mut self, bytes: Vec<u8>, last: bool) -> Result<Vec<Vec<String>>, csv::Error> {
        let mut text = std::mem::take(&mut self.begun);
        text.extend(bytes);
        let mark = b"\xef\xbb\xbf";
        let start = if text.starts_with(mark) {
            mark.len()
        } else {
            0
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(&text[start..]);
        let mut records = Vec::new();
        let mut place = 0;
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            let after = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            // What ends with these bytes may go on in the next.
            if !last && after >= text.len() - start {
                break;
            }
            place = after;
            let cells = record.iter();
            records.push(
                cells
                    .map(|cell| String::from_utf8_lossy(cell).into_owned())
                    .collect(),
            );
        }
        if !last {
            self.begun = text.split_off((start + place).min(text.len()));
        }
        Ok(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verification::bulk::OutputFormat;

    fn understood() -> Understood {
        Understood {
            format: crate::results::Format::Csv,
            encoding: None,
            delimiter: Some(';'),
            output: OutputFormat::Csv,
            columns: Vec::new(),
        }
    }

    #[test]
    fn rows_are_whole_however_the_answers_are_cut() {
        let text = "\u{feff}Code;Note\r\n1;\"a\nb;\"\"c\"\"\"\r\n2;é\r\n3;\r\n";
        let bytes = text.as_bytes();
        for size in 4..bytes.len() {
            let mut reader = Reader::of(&understood());
            let mut rows = Vec::new();
            for part in bytes.chunks(size) {
                rows.extend(reader.take(part.to_vec(), false).unwrap());
            }
            rows.extend(reader.take(Vec::new(), true).unwrap());
            let expected = [["Code", "Note"], ["1", "a\nb;\"c\""], ["2", "é"], ["3", ""]];
            assert_eq!(rows, expected, "{size}");
        }
    }

    #[test]
    fn a_template_is_understood_in_its_language() {
        for language in Language::ALL {
            let bytes = template(language, false).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let headers: Vec<String> = text
                .trim_start_matches('\u{feff}')
                .trim()
                .split(';')
                .map(str::to_owned)
                .collect();
            let columns =
                super::super::Columns::understand(&headers, &std::collections::BTreeMap::new());
            let readings = columns.unwrap().readings(&headers);
            assert!(readings.iter().all(|reading| reading.understood.is_some()));
            assert!(template(language, true).unwrap().starts_with(b"PK"));
        }
    }
}
