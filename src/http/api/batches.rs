//! Batches: what becomes of each row of an uploaded file, starting, following and cancelling.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::response::sse::{Event, KeepAlive, Sse};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::{Stream, stream};
use serde::Serialize;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::list::{List, Page, Parameters};
use crate::access::{Caller, Scope};
use crate::http::error::{ApiError, causes};
use crate::http::language::Speaks;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::i18n::Language;
use crate::issuance::{self, ApprovalError, KeptReport, NotApproved, Reading, Reason, Starter};
use crate::service::Service;
use crate::store::{
    self, Batch, BatchCounts, BatchId, BatchRefusal, BatchRow, BatchState, RowState, Ruling,
};

/// How often a followed batch is looked at.
const LOOKS_EVERY: Duration = Duration::from_secs(1);

/// Askers that follow batches at the same time.
static FOLLOWERS: Semaphore = Semaphore::const_new(256);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(rows))
        .routes(routes!(start))
        .routes(routes!(cancel))
        .routes(routes!(follow))
}

/// A file of results that is judged, and issued once it is started.
#[derive(Serialize, ToSchema)]
pub(super) struct BatchBody {
    /// Its identifier.
    id: Uuid,
    /// How far it went.
    state: BatchState,
    /// Rows of the report.
    rows: u32,
    /// How many rows were decided and issued how.
    counts: BatchCounts,
    /// Framework that the results were judged by.
    #[schema(example = "crcn")]
    framework: String,
    /// Language of the documents unless a row asks for one.
    language: Language,
    /// Civil date of delivery; absent while it is to be the day of the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    delivery_date: Option<NaiveDate>,
    /// Name of the file, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    file_name: Option<String>,
    /// SHA-256 of the file in hexadecimal.
    file_sha256: String,
    /// How the file was understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reading: Option<Reading>,
    /// When it was uploaded.
    created_at: DateTime<Utc>,
    /// Who uploaded it.
    created_by: String,
    /// When it was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    started_at: Option<DateTime<Utc>>,
    /// Who started it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    started_by: Option<String>,
    /// When it was done or cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ended_at: Option<DateTime<Utc>>,
    /// When what the file said of people was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    forgotten_at: Option<DateTime<Utc>>,
    /// Who sent it back to the uploader and why, if somebody did; its state is then `cancelled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    refused: Option<BatchRefusal>,
}

impl BatchBody {
    pub(super) async fn of(app: &App, batch: Batch) -> Result<Self, ApiError> {
        let counts = app.service.store.batch_counts(batch.id).await?;
        let reading = batch.reading.as_deref().map(serde_json::from_slice);
        Ok(Self {
            id: batch.id.0,
            state: batch.state,
            rows: batch.rows,
            counts,
            framework: batch.framework,
            language: batch.language,
            delivery_date: batch.delivery_date,
            file_name: batch.file_name,
            file_sha256: batch.file_digest.to_string(),
            reading: reading.transpose()?,
            created_at: batch.created_at,
            created_by: batch.created_by,
            started_at: batch.started_at,
            started_by: batch.started_by,
            ended_at: batch.ended_at,
            forgotten_at: batch.forgotten_at,
            refused: batch.refused,
        })
    }
}

/// A batch in a list.
#[derive(Serialize, ToSchema)]
struct BatchEntry {
    /// Its identifier.
    id: Uuid,
    /// How far it went.
    state: BatchState,
    /// Rows of the report.
    rows: u32,
    /// Name of the file, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    file_name: Option<String>,
    /// When it was uploaded.
    created_at: DateTime<Utc>,
    /// Who uploaded it.
    created_by: String,
    /// When it was done or cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ended_at: Option<DateTime<Utc>>,
}

/// What becomes of a row.
#[derive(Serialize, ToSchema)]
struct RowBody {
    /// Line in the file; 0 when the file as a whole is meant.
    line: u32,
    /// What was decided when the file was uploaded.
    outcome: Ruling,
    /// How far its issuance went.
    state: RowState,
    /// Whose result it is, when the row could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    holder: Option<String>,
    /// Its certificate, once issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    certificate_id: Option<Uuid>,
    /// Why, in the asker's language; empty once the file is forgotten.
    reasons: Vec<Reason>,
}

impl RowBody {
    fn of(row: &BatchRow, language: Language) -> Self {
        let report = row.report.as_deref();
        let report: Option<KeptReport> =
            report.and_then(|report| serde_json::from_slice(report).ok());
        let reasons = report.as_ref().map(|report| report.reasons(language));
        Self {
            line: row.line,
            outcome: row.ruling,
            state: row.state,
            certificate_id: row.certificate.map(|id| id.0),
            reasons: reasons.unwrap_or_default().to_vec(),
            holder: report.and_then(|report| report.holder),
        }
    }
}

/// List batches
#[utoipa::path(
    get,
    path = "/api/v1/batches",
    operation_id = "list_batches",
    tag = "batches",
    security(("bearer" = ["batches:read"])),
    params(
        ("limit" = Option<u32>, Query, description = "Entries on a page; 100 without it", minimum = 1, maximum = 500),
        ("cursor" = Option<String>, Query, description = "Where the page begins, from `next` of the page before", format = "batches-cursor"),
    ),
    responses((status = 200, description = "A page of batches, the oldest first", body = Page<BatchEntry>)),
)]
async fn list(
    State(app): State<App>,
    caller: Caller,
    parameters: Parameters,
) -> Result<Response, ApiError> {
    caller.require(Scope::BatchesRead)?;
    let turn = parameters.page(List::Batches)?;
    let store = &app.service.store;
    let found = store
        .batches(turn.after.map(BatchId), turn.look_up())
        .await?;
    let told = |batch: Batch| BatchEntry {
        id: batch.id.0,
        state: batch.state,
        rows: batch.rows,
        file_name: batch.file_name,
        created_at: batch.created_at,
        created_by: batch.created_by,
        ended_at: batch.ended_at,
    };
    Ok(turn.answer(found, |batch| batch.id.0, told))
}

/// Show a batch
///
/// The dry-run report in numbers, and the progress once it is started.
#[utoipa::path(
    get,
    path = "/api/v1/batches/{id}",
    operation_id = "show_batch",
    tag = "batches",
    security(("bearer" = ["batches:read"])),
    params(("id" = Uuid, Path, description = "The batch's identifier")),
    responses(
        (status = 200, description = "The batch", body = BatchBody),
        (status = 404, description = "No such batch"),
    )
)]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<BatchBody>, ApiError> {
    caller.require(Scope::BatchesRead)?;
    let batch = find(&app, &id).await?;
    BatchBody::of(&app, batch).await.map(Json)
}

/// List the rows of a batch
///
/// The dry-run report row by row: what was decided and why, and what came of it.
#[utoipa::path(
    get,
    path = "/api/v1/batches/{id}/rows",
    operation_id = "list_batch_rows",
    tag = "batches",
    security(("bearer" = ["batches:read"])),
    params(
        ("id" = Uuid, Path, description = "The batch's identifier"),
        ("limit" = Option<u32>, Query, description = "Entries on a page; 100 without it", minimum = 1, maximum = 500),
        ("cursor" = Option<String>, Query, description = "Where the page begins, from `next` of the page before", format = "batch-rows-cursor"),
    ),
    responses(
        (status = 200, description = "A page of rows, by line", body = Page<RowBody>),
        (status = 404, description = "No such batch"),
    )
)]
async fn rows(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Speaks(language): Speaks,
    parameters: Parameters,
) -> Result<Response, ApiError> {
    caller.require(Scope::BatchesRead)?;
    let turn = parameters.page(List::BatchRows)?;
    let batch = find(&app, &id).await?;
    let after = turn.after.map_or(0, |after| after.as_u128());
    let after = u32::try_from(after).unwrap_or(u32::MAX);
    let store = &app.service.store;
    let found = store.batch_rows(batch.id, after, turn.look_up()).await?;
    let place = |row: &BatchRow| Uuid::from_u128(row.position.into());
    Ok(turn.answer(found, place, |row| RowBody::of(&row, language)))
}

/// Start a batch
///
/// Begins to issue every row that is awarded. Starting twice is the same start. Where the service
/// asks for two people, a person has to approve the batch in the console instead.
#[utoipa::path(
    post,
    path = "/api/v1/batches/{id}/start",
    operation_id = "start_batch",
    tag = "batches",
    security(("bearer" = ["batches:write"])),
    params(("id" = Uuid, Path, description = "The batch's identifier")),
    responses(
        (status = 202, description = "Started, now or before", body = BatchBody),
        (status = 404, description = "No such batch"),
        (status = 409, description = "It was cancelled, or a person has to approve it; `errors` says which"),
    )
)]
async fn start(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<BatchBody>), ApiError> {
    caller.require(Scope::BatchesWrite)?;
    let operator = caller.operator();
    let starter = Starter::Program(&operator);
    let batch = issuance::start(&app.service, parse(&id)?, starter).await?;
    let body = BatchBody::of(&app, batch).await?;
    Ok((StatusCode::ACCEPTED, Json(body)))
}

/// Cancel a batch
///
/// Rows that are not issued yet are not issued; what is issued stays, and the batch tells which. A
/// row that is just being issued may still come to its end.
#[utoipa::path(
    post,
    path = "/api/v1/batches/{id}/cancel",
    operation_id = "cancel_batch",
    tag = "batches",
    security(("bearer" = ["batches:write"])),
    params(("id" = Uuid, Path, description = "The batch's identifier")),
    responses(
        (status = 200, description = "Cancelled, now or before", body = BatchBody),
        (status = 404, description = "No such batch"),
        (status = 409, description = "All of it is issued"),
    )
)]
async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<BatchBody>, ApiError> {
    caller.require(Scope::BatchesWrite)?;
    let batch = issuance::cancel(&app.service, parse(&id)?, &caller.operator()).await?;
    BatchBody::of(&app, batch).await.map(Json)
}

impl From<ApprovalError> for ApiError {
    fn from(error: ApprovalError) -> Self {
        let rule = match error {
            ApprovalError::NoSuchBatch => return Self::NotFound,
            ApprovalError::Store(error) => return Self::Store(error),
            ApprovalError::NotApproved(why) => match why {
                NotApproved::OwnUpload | NotApproved::NoApprover => "batch-own-upload",
                NotApproved::NotAPerson => "batch-not-approved",
                NotApproved::OtherCount { .. } => "batch-other-count",
                NotApproved::Cancelled => "batch-cancelled",
                NotApproved::Started => "batch-started",
                NotApproved::Done => "batch-done",
            },
        };
        Self::Conflict(vec![Defect::of("", rule)])
    }
}

/// What is told of a followed batch.
#[derive(Serialize, ToSchema)]
struct Progress {
    /// How far it went.
    state: BatchState,
    /// How many rows were decided and issued how.
    counts: BatchCounts,
}

/// Follow a batch
///
/// Server-sent events: `progress` at once and whenever it changed, until the batch ends. The stream
/// itself ends after the time that a request may take; browsers then ask again by themselves.
#[utoipa::path(
    get,
    path = "/api/v1/batches/{id}/events",
    operation_id = "follow_batch",
    tag = "batches",
    security(("bearer" = ["batches:read"])),
    params(("id" = Uuid, Path, description = "The batch's identifier")),
    responses(
        (status = 200, description = "Events; `data` is this as JSON", body = Progress, content_type = "text/event-stream"),
        (status = 404, description = "No such batch"),
    )
)]
async fn follow(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    caller.require(Scope::BatchesRead)?;
    let batch = find(&app, &id).await?;
    let place = FOLLOWERS
        .try_acquire()
        .map_err(|_| ApiError::TooManyRequests { retry_after: 5 })?;
    let longest = Duration::from_secs(app.service.config.limits.request_seconds);
    let following = Following {
        service: Arc::clone(&app.service),
        batch: batch.id,
        told: None,
        ended: false,
        until: Instant::now() + longest,
        _place: place,
    };
    let events = stream::unfold(following, async |mut following| {
        let event = following.next().await?;
        Some((Ok(event), following))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

struct Following {
    service: Arc<Service>,
    batch: BatchId,
    told: Option<String>,
    ended: bool,
    until: Instant,
    _place: SemaphorePermit<'static>,
}

impl Following {
    /// The next event; none at the end of the batch or of the time.
    async fn next(&mut self) -> Option<Event> {
        while !self.ended && Instant::now() < self.until {
            if self.told.is_some() {
                sleep(LOOKS_EVERY).await;
            }
            let progress = match self.look().await {
                Ok(progress) => progress?,
                Err(error) => {
                    let causes = causes(&error);
                    tracing::error!(%error, ?causes, "a batch can't be followed");
                    return None;
                }
            };
            self.ended = progress.state.is_end();
            let data = serde_json::to_string(&progress).ok()?;
            if self.told.as_ref() != Some(&data) {
                let event = Event::default().event("progress").data(&data);
                self.told = Some(data);
                return Some(event);
            }
        }
        None
    }

    async fn look(&self) -> Result<Option<Progress>, store::Error> {
        let store = &self.service.store;
        let Some(batch) = store.find_batch(self.batch).await? else {
            return Ok(None);
        };
        let counts = store.batch_counts(self.batch).await?;
        Ok(Some(Progress {
            state: batch.state,
            counts,
        }))
    }
}

fn parse(id: &str) -> Result<BatchId, ApiError> {
    id.parse().map(BatchId).map_err(|_| ApiError::NotFound)
}

pub(super) async fn find(app: &App, id: &str) -> Result<Batch, ApiError> {
    let batch = app.service.store.find_batch(parse(id)?).await?;
    batch.ok_or(ApiError::NotFound)
}
