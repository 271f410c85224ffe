//! From an asker's file to the same file with answers.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::pin::Pin;

use futures_util::{Stream, StreamExt, stream};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answer, Outcome, Row, Summary};
use super::columns::{ColumnReading, Columns, ColumnsError, Field, Told};
use super::engine::{Bulk, CHUNK};
use super::export::{Export, ExportError, OutputFormat};
use super::requirement::RequirementError;
use crate::credential::CertificateId;
use crate::i18n::{self, Language};
use crate::reading::Reader;
use crate::results::{self, Format, Problem, TableReader};
use crate::verification::Error;

/// What the asker says about a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileQuestion {
    /// Columns that count instead of those that would be found.
    pub columns: BTreeMap<Field, Told>,
    /// What each certificate has to attest, unless its row says otherwise.
    pub requirement: Option<String>,
    /// Language of the sentences.
    pub language: Language,
    /// Form of the answers; like the file if not said.
    pub output: Option<OutputFormat>,
    /// What the asker calls it, where people have to tell files apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// How many rows it has, if they were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// How a file was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Understood {
    /// Its form.
    #[schema(value_type = String, example = "csv")]
    pub format: Format,
    /// Encoding of a text file.
    pub encoding: Option<String>,
    /// Delimiter of a CSV file.
    #[schema(value_type = Option<String>, example = ";")]
    pub delimiter: Option<char>,
    /// Form of the answers.
    pub output: OutputFormat,
    /// Every header and what it was understood as.
    pub columns: Vec<ColumnReading>,
}

/// Why a file is not answered.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It can't be read.
    #[error("{}", .0.message(Language::English))]
    Unreadable(Box<Problem>),
    /// Its columns can't be used.
    #[error(transparent)]
    Columns(#[from] ColumnsError),
    /// The requirement for all rows can't be understood.
    #[error("the requirement can't be understood: {0}")]
    Requirement(#[from] RequirementError),
    /// The answers don't fit into their form.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// Verification itself.
    #[error(transparent)]
    Verification(#[from] Error),
}

impl FileError {
    /// Whether the file or the question is at fault, and not this house.
    pub fn is_the_askers(&self) -> bool {
        !matches!(self, Self::Verification(_))
    }

    /// What is wrong, in one sentence for people.
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Unreadable(problem) => problem.message(language),
            Self::Columns(error) => error.message(language),
            Self::Requirement(error) => error.reason().sentence(language),
            Self::Export(ExportError::Csv(_)) => i18n::text(language, "bulk-no-csv"),
            Self::Export(ExportError::Xlsx(_)) => i18n::text(language, "bulk-no-xlsx"),
            Self::Export(ExportError::Ods(_) | ExportError::TooManyRows) => {
                i18n::text(language, "bulk-no-ods")
            }
            Self::Verification(_) => i18n::text(language, "bulk-not-verified"),
        }
    }

    /// How to mend it.
    pub fn remedy(&self, language: Language) -> String {
        match self {
            Self::Unreadable(problem) => problem.remedy(language),
            Self::Columns(_) => i18n::text(language, "bulk-columns-remedy"),
            Self::Requirement(_) => i18n::text(language, "bulk-requirement-remedy"),
            Self::Export(_) => i18n::text(language, "bulk-export-remedy"),
            Self::Verification(_) => i18n::text(language, "bulk-not-verified-remedy"),
        }
    }
}

impl From<Problem> for FileError {
    fn from(problem: Problem) -> Self {
        Self::Unreadable(Box::new(problem))
    }
}

/// Rows as they stand in the file, each with its answer.
type Answered = Vec<(Vec<String>, Answer)>;

/// A file being answered.
pub struct VerifiedFile {
    /// How the file was understood.
    pub understood: Understood,
    /// What was answered so far.
    pub summary: Summary,
    /// The certificates of the last part, each with what came of its row.
    pub checked: Vec<(CertificateId, Outcome)>,
    begun: Vec<u8>,
    export: Option<Export>,
    answers: Pin<Box<dyn Stream<Item = Result<Answered, FileError>> + Send>>,
}

/// Reads the headers of a file and begins to answer it. Fails before the first row if the file, its
/// columns or the requirement can't be understood.
pub async fn verify_file<R>(
    bulk: Bulk,
    file: R,
    question: &FileQuestion,
) -> Result<VerifiedFile, FileError>
where
    R: Read + Seek + Send + 'static,
{
    let bulk = match &question.requirement {
        Some(requirement) => bulk.requiring(requirement)?,
        None => bulk,
    };
    let reader = open(&bulk.reader, file).await?;
    let columns = Columns::understand(&reader.headers, &question.columns)?;
    let output = question.output.unwrap_or(match reader.format {
        Format::Csv | Format::Json => OutputFormat::Csv,
        Format::Xlsx => OutputFormat::Xlsx,
        Format::Ods => OutputFormat::Ods,
    });
    let (export, begun) =
        Export::begin(output, reader.delimiter, question.language, &reader.headers)?;
    let understood = Understood {
        format: reader.format,
        encoding: reader.encoding.map(str::to_owned),
        delimiter: reader.delimiter,
        output,
        columns: columns.readings(&reader.headers),
    };
    Ok(VerifiedFile {
        understood,
        summary: Summary::default(),
        checked: Vec::new(),
        begun,
        export: Some(export),
        answers: Box::pin(bulk.answers(chunks(reader, columns))),
    })
}

impl VerifiedFile {
    /// The next bytes of the answered file, perhaps none yet; `None` after the last.
    pub async fn next_part(&mut self) -> Result<Option<Vec<u8>>, FileError> {
        if !self.begun.is_empty() {
            return Ok(Some(std::mem::take(&mut self.begun)));
        }
        let Some(mut export) = self.export.take() else {
            return Ok(None);
        };
        let Some(rows) = self.answers.next().await else {
            self.checked.clear();
            return Ok(Some(blocking(move || export.finish()).await??));
        };
        let rows = rows?;
        self.checked.clear();
        for (_, answer) in &rows {
            self.summary.count(answer);
            let certificate = answer.certificate_id;
            self.checked
                .extend(certificate.map(|id| (id, answer.outcome)));
        }
        let (export, bytes) = blocking(move || {
            let bytes = export.rows(&rows);
            (export, bytes)
        })
        .await?;
        self.export = Some(export);
        Ok(Some(bytes?))
    }
}

/// A workbook is taken apart where the verifier reads what strangers present.
pub(super) async fn open<R>(reader: &Reader, mut file: R) -> Result<TableReader<R>, FileError>
where
    R: Read + Seek + Send + 'static,
{
    let (file, workbook) = blocking(move || {
        let workbook = results::workbook_in(&mut file)?;
        Ok::<_, Problem>((file, workbook))
    })
    .await??;
    let Some(bytes) = workbook else {
        return Ok(blocking(move || TableReader::open(file)).await??);
    };
    let workbook = reader.workbook(bytes).await.map_err(Error::from)?;
    Ok(TableReader::of_workbook(workbook)?)
}

/// The file's rows, many at a time.
fn chunks<R: Read + Seek + Send + 'static>(
    reader: TableReader<R>,
    columns: Columns,
) -> impl Stream<Item = Result<Vec<(Vec<String>, Row)>, FileError>> + Send {
    stream::try_unfold((reader, columns), |(mut reader, columns)| async move {
        blocking(move || {
            let mut rows = Vec::with_capacity(CHUNK);
            while rows.len() < CHUNK {
                let Some(cells) = reader.next_row()? else {
                    break;
                };
                let row = columns.row(&cells);
                rows.push((cells, row));
            }
            let chunk = (!rows.is_empty()).then_some((rows, (reader, columns)));
            Ok(chunk)
        })
        .await?
    })
}

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Thread(error.to_string()))
}
