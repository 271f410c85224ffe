//! Files of results at the console: uploaded, judged, approved by a second person, issued, taken away.

mod acts;
mod downloads;
mod list;
mod progress;
mod report;
mod rows;
mod steps;
mod upload;

use axum::Router;

use super::who::People;
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::i18n::Language;
use crate::issuance::{KeptReport, Reason};
use crate::store::{Batch, BatchId, BatchRow, BatchState, RowState, Ruling};

/// Who may look at batches.
const READERS: &[Role] = &[Role::Issuer, Role::Auditor];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .merge(list::routes())
        .merge(upload::routes())
        .merge(report::routes())
        .merge(rows::routes())
        .merge(acts::routes())
        .merge(progress::routes())
        .merge(downloads::routes())
}

async fn find(app: &App, id: &str) -> Result<Batch, ApiError> {
    let id = id.parse().map(BatchId).map_err(|_| ApiError::NotFound)?;
    let batch = app.service.store.find_batch(id).await?;
    batch.ok_or(ApiError::NotFound)
}

/// Class and icon, and the sentence that names the state.
fn state(batch: &Batch) -> (&'static str, &'static str) {
    match batch.state {
        BatchState::Draft => ("warn", "console-batch-draft"),
        BatchState::Running => ("none", "console-batch-running"),
        BatchState::Done => ("ok", "console-batch-done"),
        BatchState::Cancelled if batch.refused.is_some() => ("bad", "console-batch-refused"),
        BatchState::Cancelled => ("none", "console-batch-cancelled"),
    }
}

/// Rows that were decided and issued alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Errors,
    Withheld,
    Warnings,
    Awarded,
    Existing,
    Issued,
    Failed,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::Errors,
        Self::Withheld,
        Self::Warnings,
        Self::Awarded,
        Self::Existing,
        Self::Issued,
        Self::Failed,
    ];

    /// The last part of its address.
    fn name(self) -> &'static str {
        match self {
            Self::Errors => "errors",
            Self::Withheld => "withheld",
            Self::Warnings => "warnings",
            Self::Awarded => "awarded",
            Self::Existing => "existing",
            Self::Issued => "issued",
            Self::Failed => "failed",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    fn rows(self) -> (Ruling, RowState) {
        match self {
            Self::Errors => (Ruling::Refused, RowState::Idle),
            Self::Withheld => (Ruling::Withheld, RowState::Idle),
            Self::Warnings => (Ruling::Warning, RowState::Idle),
            Self::Awarded => (Ruling::Awarded, RowState::Pending),
            Self::Existing => (Ruling::AlreadyIssued, RowState::Pending),
            Self::Issued => (Ruling::Awarded, RowState::Issued),
            Self::Failed => (Ruling::Awarded, RowState::Failed),
        }
    }
}

/// A row for people.
struct Row {
    position: u32,
    line: u32,
    holder: String,
    reasons: Vec<Reason>,
    /// Its certificate, once issued.
    certificate: Option<String>,
}

impl Row {
    fn of(row: &BatchRow, language: Language) -> Self {
        let report = row.report.as_deref();
        let report: Option<KeptReport> = report.and_then(|it| serde_json::from_slice(it).ok());
        let reasons = report.as_ref().map(|report| report.reasons(language));
        Self {
            position: row.position,
            line: row.line,
            reasons: reasons.unwrap_or_default().to_vec(),
            holder: report.and_then(|report| report.holder).unwrap_or_default(),
            certificate: row.certificate.map(|id| id.to_string()),
        }
    }
}

async fn rows(
    app: &App,
    batch: BatchId,
    kind: Kind,
    (after, at_most): (u32, u32),
    language: Language,
) -> Result<Vec<Row>, ApiError> {
    let store = &app.service.store;
    let found = store.batch_rows_ruled(batch, kind.rows(), after, at_most);
    let found = found.await?;
    Ok(found.iter().map(|row| Row::of(row, language)).collect())
}

/// Who uploaded, started and refused a batch, by what they are called.
struct Hands {
    uploaded: String,
    started: Option<String>,
    refused: Option<String>,
}

impl Hands {
    async fn of(app: &App, batch: &Batch, language: Language) -> Result<Self, ApiError> {
        let mut people = People::new(app, language);
        let started = match &batch.started_by {
            Some(operator) => Some(people.name(operator).await?),
            None => None,
        };
        let refused = match &batch.refused {
            Some(refusal) => Some(people.name(&refusal.by).await?),
            None => None,
        };
        Ok(Self {
            uploaded: people.name(&batch.created_by).await?,
            started,
            refused,
        })
    }
}

/// What a batch is called: its file, or its id once the file is forgotten.
fn called(batch: &Batch) -> String {
    let name = batch.file_name.clone();
    name.unwrap_or_else(|| batch.id.to_string())
}
