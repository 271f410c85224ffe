//! Answers written anew, all or those that are wanted, in another form; and the file to fill in.

use csv::Writer;
use uuid::Uuid;

use super::answers::Scan;
use super::export::MARK;
use super::file::blocking;
use super::sheet::Sheet;
use super::{AnswersError, OutputFormat, Search, Understood};
use crate::i18n::{Language, text};
use crate::results::is_formula;
use crate::store::Store;

/// The answers that are wanted, in a form. Memory holds the copy, never more of what was written
/// than a part.
pub async fn copy(
    store: &Store,
    (id, run): (Uuid, Uuid),
    understood: &Understood,
    search: &Search,
    format: OutputFormat,
) -> Result<Vec<u8>, AnswersError> {
    let mut scan = Scan::of(understood);
    let mut copy = Copy::begin(format, understood.delimiter)?;
    let mut begun = false;
    for part in 0.. {
        let bytes = store.verification_part(id, Some(run), part).await?;
        let last = bytes.is_none();
        let (lines, search) = (bytes.unwrap_or_default(), search.clone());
        (scan, copy, begun) = blocking(move || {
            let lines = scan.take(lines, last)?;
            if !begun && !scan.headers.is_empty() {
                copy.add(&scan.headers)?;
            }
            for line in scan.wanted(lines, &search) {
                copy.add(&line)?;
            }
            let begun = !scan.headers.is_empty();
            Ok::<_, AnswersError>((scan, copy, begun))
        })
        .await??;
        if last {
            break;
        }
    }
    blocking(move || copy.finish()).await?
}

/// An empty file to be filled in.
pub fn template(language: Language, format: OutputFormat) -> Result<Vec<u8>, AnswersError> {
    let headers = [
        "bulk-template-code",
        "bulk-template-last-name",
        "bulk-template-first-name",
        "bulk-template-birth-date",
        "bulk-template-requirement",
    ];
    let mut copy = Copy::begin(format, None)?;
    copy.add(&headers.map(|id| text(language, id)))?;
    copy.finish()
}

/// A file that is written.
enum Copy {
    Csv(Box<Writer<Vec<u8>>>),
    Workbook(Sheet),
}

impl Copy {
    fn begin(format: OutputFormat, delimiter: Option<char>) -> Result<Self, AnswersError> {
        let delimiter = delimiter.and_then(|it| u8::try_from(it).ok());
        let writer = || {
            csv::WriterBuilder::new()
                .delimiter(delimiter.unwrap_or(b';'))
                .flexible(true)
                .from_writer(MARK.to_vec())
        };
        Ok(match format {
            OutputFormat::Csv => Self::Csv(Box::new(writer())),
            OutputFormat::Xlsx => Self::Workbook(Sheet::xlsx()?),
            OutputFormat::Ods => Self::Workbook(Sheet::ods()?),
        })
    }

    /// Adds a line of answers as they were written.
    fn add(&mut self, line: &[String]) -> Result<(), AnswersError> {
        match self {
            Self::Csv(writer) => writer.write_record(line)?,
            Self::Workbook(sheet) => {
                let plain: Vec<String> = line.iter().map(|cell| plain(cell)).collect();
                sheet.add(&plain)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, AnswersError> {
        match self {
            Self::Csv(writer) => {
                let written = writer.into_inner();
                Ok(written.map_err(|error| csv::Error::from(error.into_error()))?)
            }
            Self::Workbook(sheet) => Ok(sheet.finish()?),
        }
    }
}

/// What kept a spreadsheet from computing a text is needed no longer where cells are texts.
fn plain(cell: &str) -> String {
    let plain = cell.strip_prefix('\'').filter(|rest| is_formula(rest));
    plain.unwrap_or(cell).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_understood_in_its_language() {
        for language in Language::ALL {
            let bytes = template(language, OutputFormat::Csv).unwrap();
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
            for format in [OutputFormat::Xlsx, OutputFormat::Ods] {
                let bytes = std::io::Cursor::new(template(language, format).unwrap());
                let read = crate::results::TableReader::open(bytes).unwrap();
                assert_eq!(read.headers, headers);
            }
        }
    }
}
