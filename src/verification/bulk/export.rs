//! The asker's rows with the answers behind them, as CSV, XLSX or ODS.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zip::result::ZipError;

use super::answer::Answer;
use super::sheet::Sheet;
use crate::i18n::Language;
use crate::results::inert;

/// The headers of what is appended to each row. A file that comes back with them gets them anew.
pub const APPENDED: [&str; 7] = [
    "sceau_outcome",
    "sceau_explanation",
    "sceau_name",
    "sceau_birth_date",
    "sceau_requirement",
    "sceau_certificate",
    "sceau_exam_date",
];

/// Byte order mark: without it, Excel takes UTF-8 for something else.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";

/// The form of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutputFormat {
    /// Text in UTF-8 with a byte order mark.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
    /// `OpenDocument` workbook.
    Ods,
}

impl OutputFormat {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Ods];

    /// The name in commands, databases and file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        }
    }

    /// The form with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Why answers can't be written: a limit of the form.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// CSV.
    #[error("the answers can't be written as CSV")]
    Csv(#[from] csv::Error),
    /// XLSX, which holds 1,048,576 rows and 32,767 characters a cell.
    #[error("the answers can't be written as XLSX; CSV has no such limits")]
    Xlsx(#[from] XlsxError),
    /// ODS.
    #[error("the answers can't be written as ODS")]
    Ods(#[from] ZipError),
    /// Spreadsheets open 1,048,576 rows.
    #[error("the answers have more rows than a spreadsheet; CSV has no such limit")]
    TooManyRows,
}

/// Writes answers, part by part.
pub(super) struct Export {
    language: Language,
    /// Places of the columns that are passed through.
    kept: Vec<usize>,
    count: usize,
    form: Form,
    /// Sentences that name no value: most rows share a few.
    sentences: BTreeMap<&'static str, String>,
}

enum Form {
    Csv { delimiter: u8 },
    Workbook(Sheet),
}

impl Export {
    /// Begins with the headers; also gives the first bytes.
    pub(super) fn begin(
        format: OutputFormat,
        delimiter: Option<char>,
        language: Language,
        headers: &[String],
    ) -> Result<(Self, Vec<u8>), ExportError> {
        let is_ours = |header: &String| APPENDED.contains(&header.trim());
        let kept = headers.iter().enumerate().filter(|(_, it)| !is_ours(it));
        let (form, mut bytes) = match format {
            OutputFormat::Csv => {
                let delimiter = delimiter.and_then(|it| u8::try_from(it).ok());
                let delimiter = delimiter.unwrap_or(b';');
                (Form::Csv { delimiter }, MARK.to_vec())
            }
            OutputFormat::Xlsx => (Form::Workbook(Sheet::xlsx()?), Vec::new()),
            OutputFormat::Ods => (Form::Workbook(Sheet::ods()?), Vec::new()),
        };
        let mut export = Self {
            language,
            kept: kept.map(|(place, _)| place).collect(),
            count: headers.len(),
            form,
            sentences: BTreeMap::new(),
        };
        let headers = export.line(headers, &APPENDED.map(str::to_owned));
        bytes.extend(export.write(&[headers])?);
        Ok((export, bytes))
    }

    /// Writes rows with their answers; gives the bytes that are finished.
    pub(super) fn rows(&mut self, rows: &[(Vec<String>, Answer)]) -> Result<Vec<u8>, ExportError> {
        let mut lines = Vec::with_capacity(rows.len());
        for (cells, answer) in rows {
            let appended = [
                answer.outcome.name().to_owned(),
                self.explanation(answer),
                answer.name.map_or("", |name| name.name()).to_owned(),
                answer.birth_date.map_or("", |date| date.name()).to_owned(),
                answer.requirement.map_or("", |met| met.name()).to_owned(),
                answer
                    .certificate_id
                    .map_or_else(String::new, |id| id.to_string()),
                answer
                    .exam_date
                    .map_or_else(String::new, |date| date.to_string()),
            ];
            lines.push(self.line(cells, &appended));
        }
        self.write(&lines)
    }

    /// The last bytes.
    pub(super) fn finish(self) -> Result<Vec<u8>, ExportError> {
        match self.form {
            Form::Csv { .. } => Ok(Vec::new()),
            Form::Workbook(sheet) => sheet.finish(),
        }
    }

    fn explanation(&mut self, answer: &Answer) -> String {
        let id = match &answer.reason {
            None => "",
            Some(reason) if reason.values.is_empty() => reason.id,
            Some(reason) => return reason.sentence(self.language),
        };
        let sentence = || answer.sentence(self.language);
        self.sentences.entry(id).or_insert_with(sentence).clone()
    }

    /// Cells without header come last, so that the answers stand under theirs.
    fn line(&self, cells: &[String], appended: &[String; 7]) -> Vec<String> {
        let cell = |place: &usize| cells.get(*place).cloned().unwrap_or_default();
        let beyond = cells.iter().skip(self.count).cloned();
        let kept = self.kept.iter().map(cell);
        kept.chain(appended.iter().cloned()).chain(beyond).collect()
    }

    fn write(&mut self, lines: &[Vec<String>]) -> Result<Vec<u8>, ExportError> {
        match &mut self.form {
            Form::Csv { delimiter } => {
                let mut writer = csv::WriterBuilder::new()
                    .delimiter(*delimiter)
                    .flexible(true)
                    .from_writer(Vec::new());
                for line in lines {
                    writer.write_record(line.iter().map(|cell| inert(cell).into_owned()))?;
                }
                writer
                    .into_inner()
                    .map_err(|error| csv::Error::from(error.into_error()).into())
            }
            Form::Workbook(sheet) => {
                for line in lines {
                    sheet.add(line)?;
                }
                Ok(Vec::new())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verification::Reason;
    use crate::verification::bulk::Outcome;

    fn strings(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    fn unknown() -> Answer {
        Answer::of(Outcome::NotFound, Reason::new("not-registered"))
    }

    #[test]
    fn a_file_that_comes_back_gets_its_answers_anew_and_cells_too_many_come_last() {
        let headers = strings(&["Code", "sceau_outcome", "Note"]);
        let (mut export, mut bytes) =
            Export::begin(OutputFormat::Csv, Some(','), Language::English, &headers).unwrap();
        let rows = [(strings(&["7", "authentic", "=1", "left over"]), unknown())];
        bytes.extend(export.rows(&rows).unwrap());
        bytes.extend(export.finish().unwrap());
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            format!("\u{feff}Code,Note,{}", APPENDED.join(","))
        );
        assert!(lines[1].starts_with("7,'=1,not_found,"), "{}", lines[1]);
        assert!(lines[1].ends_with(",,,,,left over"), "{}", lines[1]);
        assert_eq!(lines.len(), 2);
    }
}
