//! Answers that were written, read again: some rows for a page, by outcome and by what is in them.

use uuid::Uuid;

use super::export::{APPENDED, ExportError};
use super::file::blocking;
use super::{Met, Outcome, Summary, Understood};
use crate::results::normalise;
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
    /// They don't fit into the form.
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

/// Which outcomes are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Every one.
    All,
    /// Those that are not authentic.
    ToLookAt,
    /// This one.
    Outcome(Outcome),
    /// Those of rows that do not meet what is required.
    Unmet,
}

impl Wanted {
    fn takes(self, row: &AnsweredRow) -> bool {
        match self {
            Self::All => true,
            Self::ToLookAt => row.outcome != Outcome::Authentic,
            Self::Outcome(outcome) => row.outcome == outcome,
            Self::Unmet => !matches!(row.requirement.as_str(), "" | "yes"),
        }
    }
}

/// Words of a search beyond these are not looked for.
const MOST_WORDS: usize = 8;

/// Which rows are wanted.
#[derive(Debug, Clone)]
pub struct Search {
    /// By outcome.
    pub wanted: Wanted,
    /// All of these are in the row, each within a cell; as compared.
    words: Vec<String>,
    /// Or it is the row with this number.
    number: Option<u64>,
}

impl Search {
    /// Rows with this outcome and this text; an empty one asks for no text.
    pub fn new(wanted: Wanted, text: &str) -> Self {
        let words = normalise(text);
        Self {
            wanted,
            words: words
                .split_whitespace()
                .take(MOST_WORDS)
                .map(str::to_owned)
                .collect(),
            number: text.trim().parse().ok(),
        }
    }

    /// Whether a text is looked for.
    pub fn has_text(&self) -> bool {
        !self.words.is_empty()
    }

    fn finds(&self, row: &AnsweredRow) -> bool {
        if self.words.is_empty() || self.number == Some(row.number) {
            return true;
        }
        // Without spaces, so that a code is found however it is grouped.
        let cells: Vec<String> = row.cells.iter().map(|cell| squeezed(cell)).collect();
        let is_there = |word: &String| cells.iter().any(|cell| cell.contains(word));
        self.words.iter().all(is_there)
    }
}

fn squeezed(cell: &str) -> String {
    normalise(cell)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// Some rows of the answers.
#[derive(Default)]
pub struct AnswersPage {
    /// The headers of the file.
    pub headers: Vec<String>,
    /// The rows.
    pub rows: Vec<AnsweredRow>,
    /// If a text was looked for: what was counted of the rows that have it, whatever their outcome.
    pub found: Option<Summary>,
}

/// The rows that are wanted, from the one at `from` (counted among them) on.
pub async fn page(
    store: &Store,
    (id, run): (Uuid, Uuid),
    understood: &Understood,
    search: &Search,
    (from, at_most): (usize, usize),
) -> Result<AnswersPage, AnswersError> {
    let mut scan = Scan::of(understood);
    let mut page = AnswersPage {
        found: search.has_text().then(Summary::default),
        ..AnswersPage::default()
    };
    let mut met = 0_usize;
    for part in 0.. {
        let bytes = store.verification_part(id, Some(run), part).await?;
        let last = bytes.is_none();
        let (lines, sought) = (bytes.unwrap_or_default(), search.clone());
        let (read, rows) = blocking(move || {
            let lines = scan.take(lines, last)?;
            let rows = scan.answered(lines).filter(|row| sought.finds(row));
            let rows: Vec<AnsweredRow> = rows.collect();
            Ok::<_, AnswersError>((scan, rows))
        })
        .await??;
        scan = read;
        for row in rows {
            if let Some(found) = &mut page.found {
                count(found, &row);
            }
            if !search.wanted.takes(&row) {
                continue;
            }
            met += 1;
            if met > from && page.rows.len() < at_most {
                page.rows.push(row);
            }
        }
        let is_full = page.rows.len() >= at_most && page.found.is_none();
        if last || is_full {
            break;
        }
    }
    let headers = scan.headers.into_iter();
    page.headers = headers.filter(|header| !is_ours(header)).collect();
    Ok(page)
}

fn count(summary: &mut Summary, row: &AnsweredRow) {
    summary.rows += 1;
    *summary.outcomes.entry(row.outcome).or_default() += 1;
    let met = Met::ALL.into_iter().find(|it| it.name() == row.requirement);
    if let Some(met) = met {
        *summary.requirements.entry(met).or_default() += 1;
    }
}

/// Reads answers part by part.
pub(super) struct Scan {
    reader: Reader,
    /// Those of the answers, with ours; empty before the first line.
    pub(super) headers: Vec<String>,
    number: u64,
}

impl Scan {
    pub(super) fn of(understood: &Understood) -> Self {
        Self {
            reader: Reader::of(understood),
            headers: Vec::new(),
            number: 0,
        }
    }

    /// The lines that are whole with these bytes, without the headers.
    pub(super) fn take(
        &mut self,
        bytes: Vec<u8>,
        last: bool,
    ) -> Result<Vec<Vec<String>>, csv::Error> {
        let mut lines = self.reader.take(bytes, last)?;
        if self.headers.is_empty() && !lines.is_empty() {
            self.headers = lines.remove(0);
        }
        Ok(lines)
    }

    /// What is answered in lines, each once.
    fn answered(&mut self, lines: Vec<Vec<String>>) -> impl Iterator<Item = AnsweredRow> {
        lines.into_iter().filter_map(|cells| {
            self.number += 1;
            answered(&self.headers, cells, self.number)
        })
    }

    /// The lines with what is wanted, as they stand in the answers.
    pub(super) fn wanted(&mut self, lines: Vec<Vec<String>>, search: &Search) -> Vec<Vec<String>> {
        let mut wanted = Vec::new();
        for cells in lines {
            self.number += 1;
            let row = answered(&self.headers, cells.clone(), self.number);
            if row.is_some_and(|row| search.wanted.takes(&row) && search.finds(&row)) {
                wanted.push(cells);
            }
        }
        wanted
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
    fn a_row_is_found_by_its_number_its_names_and_its_code_however_written() {
        let row = AnsweredRow {
            number: 12,
            cells: ["D-2041", "Le Goff", "Maëlle", "7K2M-9QXT-4BWF-HR"]
                .map(str::to_owned)
                .to_vec(),
            outcome: Outcome::NotFound,
            explanation: String::new(),
            requirement: "no".to_owned(),
        };
        for text in [
            "",
            "12",
            " 12 ",
            "le goff",
            "LEGOFF",
            "maelle goff",
            "2041",
            "d-2041",
            "7k2m9qxt",
            "7K2M 9QXT 4BWF HR",
        ] {
            assert!(Search::new(Wanted::All, text).finds(&row), "{text}");
        }
        for text in ["13", "le goffic", "maelle kervadec", "goff maelle zz"] {
            assert!(!Search::new(Wanted::All, text).finds(&row), "{text}");
        }
        assert!(!Search::new(Wanted::All, "  ").has_text());
        let mut summary = Summary::default();
        count(&mut summary, &row);
        assert_eq!(summary.requirements[&Met::No], 1);
    }
}
