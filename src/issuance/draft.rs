//! From an uploaded file to a draft: the whole file is read and judged before anything is kept.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::issue::in_thread;
use super::{Error, Intake, Judged, Reason, RowReport, Terms, judge};
use crate::framework::Framework;
use crate::i18n::Language;
use crate::reading;
use crate::results::{self, FinalizedResult, HeaderReading, Import, ImportReport};
use crate::service::{self, Service};
use crate::store::{self, Batch, BatchId, Digest, NewBatch, NewBatchRow, Ruling};

/// A file of results to be issued together.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name, if it has one.
    pub file_name: Option<String>,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Framework to read it by; the configured one otherwise.
    pub framework: Option<String>,
    /// Language of the documents unless a row asks for one.
    pub language: Language,
    /// Civil date of delivery; the day of the start otherwise.
    pub delivery_date: Option<NaiveDate>,
    /// Whether a single row that can't be used refuses the file.
    pub all_or_nothing: bool,
    /// Who uploads, for the audit trail.
    pub operator: String,
}

/// Why a file gave no draft. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// The file, or rows of it, can't be used.
    #[error("the file can't be used: {} rows are refused", .0.len())]
    Refused(Vec<KeptReport>),
    /// The framework is not installed.
    #[error(transparent)]
    Service(#[from] service::Error),
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// The report could not be written down.
    #[error("the report")]
    Report(#[from] serde_json::Error),
    /// The thread that read the file died.
    #[error("the file could not be read")]
    Stopped(#[source] Error),
    /// The process that reads workbooks could not be asked.
    #[error("the file could not be read")]
    Reading(#[from] reading::Error),
}

/// What is said of a row, in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReport {
    /// Line in the file; 0 when the file as a whole is meant.
    pub line: u32,
    /// Whose result it is, when the row could be read.
    pub holder: Option<String>,
    fr: Vec<Reason>,
    en: Vec<Reason>,
}

/// How a file was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reading {
    /// Its form.
    pub format: Option<results::Format>,
    /// The set of columns it uses.
    pub layout: Option<results::Layout>,
    /// Encoding of a text file.
    pub encoding: Option<String>,
    /// Delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// Every header, and the column it was understood as.
    pub headers: Vec<HeaderReading>,
    /// Rows with content below the headers, good or bad.
    pub rows_read: usize,
}

impl KeptReport {
    /// Why, in a language.
    pub fn reasons(&self, language: Language) -> &[Reason] {
        match language {
            Language::French => &self.fr,
            Language::English => &self.en,
        }
    }

    /// The same row with another explanation.
    pub fn because(&self, explain: impl Fn(Language) -> Reason) -> Self {
        Self {
            line: self.line,
            holder: self.holder.clone(),
            fr: vec![explain(Language::French)],
            en: vec![explain(Language::English)],
        }
    }

    fn in_both(fr: RowReport, en: RowReport) -> (Ruling, Self) {
        let report = Self {
            line: fr.line,
            holder: fr.holder,
            fr: fr.reasons,
            en: en.reasons,
        };
        (fr.outcome, report)
    }
}

impl From<&ImportReport> for Reading {
    fn from(report: &ImportReport) -> Self {
        Self {
            format: report.format,
            layout: report.layout,
            encoding: report.encoding.map(str::to_owned),
            delimiter: report.delimiter,
            headers: report.headers.clone(),
            rows_read: report.rows_read,
        }
    }
}

/// Reads and judges a file, and records the draft. A file that is refused leaves nothing.
pub async fn draft(service: &Service, mut upload: Upload) -> Result<Batch, DraftError> {
    let framework = match &upload.framework {
        Some(id) => service.framework_named(id)?,
        None => service.framework()?,
    };
    // 1. The whole file is read.
    let file_digest = Digest(Sha256::digest(&upload.bytes).into());
    let import = read(service, &mut upload, Arc::clone(framework)).await?;
    let unread = reports_of(&import.report);
    let refused = |rows: Vec<(Ruling, KeptReport)>| {
        let refused = rows
            .into_iter()
            .filter(|(ruling, _)| *ruling == Ruling::Refused);
        DraftError::Refused(refused.map(|(_, report)| report).collect())
    };
    if import.report.is_refused() {
        return Err(refused(unread));
    }
    // 2. Every result is judged.
    let reading = serde_json::to_vec(&Reading::from(&import.report))?;
    let terms = Terms::later(service, upload.delivery_date);
    let Intake { rows: judged } = judge(service, framework, import.results, terms).await?;
    let told_by = Arc::clone(framework);
    let rows = in_thread(move || rows(&judged, unread, &told_by)).await;
    let rows = rows.map_err(DraftError::Stopped)??;
    let is_refused = |row: &(NewBatchRow, KeptReport)| row.0.ruling == Ruling::Refused;
    if upload.all_or_nothing && rows.iter().any(is_refused) {
        let rows = rows.into_iter().map(|(row, report)| (row.ruling, report));
        return Err(refused(rows.collect()));
    }
    // 3. The draft is recorded, whole.
    let batch = NewBatch {
        id: BatchId(Uuid::now_v7()),
        framework: framework.id.clone(),
        language: upload.language,
        delivery_date: upload.delivery_date,
        file_digest,
        file_name: upload.file_name,
        reading,
        created_at: service.clock.now(),
        created_by: upload.operator,
        rows: rows.into_iter().map(|(row, _)| row).collect(),
    };
    Ok(service.store.create_batch(&batch).await?)
}

/// Reading takes seconds for the largest files. A workbook is taken apart where the service reads
/// what strangers send.
async fn read(
    service: &Service,
    upload: &mut Upload,
    framework: Arc<Framework>,
) -> Result<Import, DraftError> {
    let bytes = std::mem::take(&mut upload.bytes);
    let file_name = upload.file_name.clone().unwrap_or_default();
    let import = if results::is_workbook(&bytes) {
        let workbook = service.reader.workbook(bytes).await?;
        in_thread(move || results::parse_workbook(&file_name, workbook, &framework)).await
    } else {
        let work = move || {
            let input = results::Input {
                file_name: &file_name,
                bytes: &bytes,
                format: None,
            };
            results::parse(&input, &framework)
        };
        in_thread(work).await
    };
    import.map_err(DraftError::Stopped)
}

fn reports_of(report: &ImportReport) -> Vec<(Ruling, KeptReport)> {
    let [fr, en] = Language::ALL.map(|language| RowReport::of_reading(report, language));
    fr.into_iter()
        .zip(en)
        .map(|(fr, en)| KeptReport::in_both(fr, en))
        .collect()
}

/// Every row of the report by line; a warning stands beside what it warns about.
fn rows(
    judged: &[Judged],
    unread: Vec<(Ruling, KeptReport)>,
    framework: &Framework,
) -> Result<Vec<(NewBatchRow, KeptReport)>, serde_json::Error> {
    let read = judged.iter().flat_map(|judged| {
        let [fr, en] = Language::ALL.map(|language| RowReport::of(judged, framework, language));
        let (ruling, report) = KeptReport::in_both(fr, en);
        let [fr, en] = Language::ALL.map(|language| RowReport::of_warnings(judged, language));
        let warnings = fr.zip(en).map(|(fr, en)| KeptReport::in_both(fr, en));
        let warnings = warnings.map(|(ruling, report)| (ruling, report, None));
        std::iter::once((ruling, report, to_issue(judged))).chain(warnings)
    });
    let unread = unread
        .into_iter()
        .map(|(ruling, report)| (ruling, report, None));
    let mut rows = Vec::with_capacity(judged.len() + unread.len());
    for (ruling, report, result) in unread.chain(read) {
        let row = NewBatchRow {
            line: report.line,
            ruling,
            result: result.map(serde_json::to_vec).transpose()?,
            report: serde_json::to_vec(&report)?,
        };
        rows.push((row, report));
    }
    rows.sort_by_key(|(row, _)| row.line);
    Ok(rows)
}

fn to_issue(judged: &Judged) -> Option<&FinalizedResult> {
    match judged {
        Judged::Award { award, .. } => Some(award.result()),
        Judged::Withheld(_) | Judged::Refused { .. } => None,
    }
}
