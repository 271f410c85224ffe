//! Files of codes: uploaded, answered by a worker, and the answers fetched.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field as Part, Multipart};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::access::{Caller, Scope};
use crate::http::error::ApiError;
use crate::http::language::language;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::store::{self, Store, VerificationBatch, VerificationState};
use crate::verification::bulk::{
    self, Bulk, Field, FileQuestion, Inbox, InboxError, OutputFormat, RequirementError, Summary,
    Told, Understood,
};

/// Longest value of a field that is not the file.
const LONGEST_VALUE: usize = 4 << 10;
/// Longest name of a file, in characters.
const LONGEST_NAME: usize = 200;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(create))
        // Files of codes have a limit of their own, counted while they are received.
        .layer(DefaultBodyLimit::disable())
        .routes(routes!(show, delete))
        .routes(routes!(result))
}

/// A file of codes.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes the form")]
struct NewVerificationBatch {
    /// CSV, XLSX or ODS with a column of codes; names, birth dates and requirements are found by
    /// their headers, in French or English.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What each certificate has to attest, unless its row says otherwise.
    #[schema(example = "score ≥ 512")]
    requirement: Option<String>,
    /// Form of the answers: `csv` or `xlsx`; like the file if absent.
    output: Option<String>,
    /// Language of the sentences: `fr` or `en`.
    language: Option<String>,
    /// Header of the column of codes, if it is not found by itself.
    column_code: Option<String>,
    /// Header of the last names; empty if the file has none.
    column_last_name: Option<String>,
    /// Header of the first names.
    column_first_name: Option<String>,
    /// Header of the birth dates.
    column_birth_date: Option<String>,
    /// Header of the requirements.
    column_requirement: Option<String>,
}

/// A file of codes and how far it is answered.
#[derive(Serialize, ToSchema)]
struct VerificationBatchBody {
    /// Its identifier.
    id: Uuid,
    /// `waiting`, `running`, `done` or `failed`.
    #[schema(example = "done")]
    state: &'static str,
    /// When it was uploaded.
    created_at: DateTime<Utc>,
    /// When it was done or failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<DateTime<Utc>>,
    /// When it is deleted with its answers.
    expires_at: DateTime<Utc>,
    /// How the file was understood, with the meaning of each column.
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<Understood>,
    /// How many rows had which outcome, so far or in the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Summary>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<FileFault>,
}

/// Why a file can't be answered.
#[derive(Serialize, Deserialize, ToSchema)]
struct FileFault {
    /// Stable name of what is wrong: `columns`, `requirement`, `not-text`.
    code: String,
    /// What is wrong.
    message: String,
    /// How to mend it.
    remedy: String,
}

impl VerificationBatchBody {
    fn of(batch: VerificationBatch) -> Result<Self, ApiError> {
        fn read<T: serde::de::DeserializeOwned>(
            json: Option<String>,
        ) -> Result<Option<T>, serde_json::Error> {
            json.map(|json| serde_json::from_str(&json)).transpose()
        }
        Ok(Self {
            id: batch.id,
            state: batch.state.name(),
            created_at: batch.created_at,
            finished_at: batch.finished_at,
            expires_at: batch.expires_at,
            understood: read(batch.understood)?,
            summary: read(batch.summary)?,
            fault: read(batch.fault)?,
        })
    }
}

/// Upload a file of codes
///
/// It is answered by a worker; ask for its state. The file is deleted when it is answered, the
/// answers after 30 days unless configured otherwise.
#[utoipa::path(
    post,
    path = "/api/v1/verification-batches",
    operation_id = "create_verification_batch",
    tag = "verifications",
    security(("bearer" = ["verifications:batch"])),
    request_body(content = NewVerificationBatch, content_type = "multipart/form-data"),
    responses(
        (status = 202, description = "Received, and queued", body = VerificationBatchBody,
            headers(("Location" = String, description = "Where its state is told"))),
    )
)]
async fn create(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Response, ApiError> {
    caller.require(Scope::VerificationsBatch)?;
    let form = form.map_err(|_| ApiError::UnsupportedType)?;
    let store = &app.service.store;
    let (at, most) = (
        app.service.clock.now(),
        app.service.config.verification.batch_bytes,
    );
    let mut inbox = Inbox::begin(store, caller.client.0, most, at)
        .await
        .map_err(refused)?;
    let id = inbox.id();
    let spoken = FileQuestion {
        language: language(&uri, &headers),
        ..FileQuestion::default()
    };
    if let Err(error) = receive(&app, &mut inbox, form, spoken).await {
        // What was received of a refused file leaves nothing behind.
        inbox.forget().await.map_err(refused)?;
        return Err(error);
    }
    let batch = store
        .verification_batch(id)
        .await?
        .ok_or(ApiError::NotFound)?;
    let place = [(LOCATION, format!("/api/v1/verification-batches/{id}"))];
    let body = Json(VerificationBatchBody::of(batch)?);
    Ok((StatusCode::ACCEPTED, place, body).into_response())
}

/// Receives the form, part by part, and queues the file's job.
async fn receive(
    app: &App,
    inbox: &mut Inbox,
    mut form: Multipart,
    mut question: FileQuestion,
) -> Result<(), ApiError> {
    let mut received = false;
    while let Some(mut part) = form.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            if std::mem::replace(&mut received, true) {
                return Err(no_file());
            }
            let name = part.file_name().map(str::to_owned);
            question.file_name = name.filter(|name| name.chars().count() <= LONGEST_NAME);
            while let Some(bytes) = part.chunk().await? {
                inbox.take(&bytes).await.map_err(refused)?;
            }
            inbox.end().await.map_err(refused)?;
            continue;
        }
        let value = short_text(&mut part).await?;
        match name.as_str() {
            "requirement" if value.trim().is_empty() => {}
            "requirement" => question.requirement = Some(value),
            "output" => {
                let format = OutputFormat::from_name(value.trim());
                let defect = || invalid("/output", "not-a-form");
                question.output = Some(format.ok_or_else(defect)?);
            }
            "language" => {
                let defect = |_| invalid("/language", "not-a-language");
                question.language = value.parse().map_err(defect)?;
            }
            name => {
                let field = name.strip_prefix("column_");
                let field: Option<Field> = field.and_then(|field| field.parse().ok());
                let defect = || invalid(&format!("/{name}"), "unknown-field");
                let told = Told::Header(value);
                question.columns.insert(field.ok_or_else(defect)?, told);
            }
        }
    }
    if !received {
        return Err(no_file());
    }
    if let Some(requirement) = &question.requirement {
        let engine = Bulk::new(&app.service.verifier()).ok_or(ApiError::NotFound)?;
        engine.requiring(requirement).map_err(refuse_requirement)?;
    }
    let at = app.service.clock.now();
    let keep_days = app.service.config.verification.keep_days;
    let store = &app.service.store;
    let submitted = bulk::submit(store, inbox.id(), &question, keep_days, at).await;
    if submitted.map_err(refused)? {
        Ok(())
    } else {
        Err(ApiError::NotFound)
    }
}

/// Why a file is not received.
pub(in crate::http) fn refused(error: InboxError) -> ApiError {
    match error {
        InboxError::TooLarge => ApiError::TooLarge,
        InboxError::Empty => no_file(),
        InboxError::Question(error) => ApiError::Json(error),
        InboxError::Store(error) => ApiError::Store(error),
    }
}

async fn short_text(part: &mut Part<'_>) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    while let Some(more) = part.chunk().await? {
        bytes.extend_from_slice(&more);
        if bytes.len() > LONGEST_VALUE {
            return Err(ApiError::TooLarge);
        }
    }
    String::from_utf8(bytes).map_err(|_| ApiError::Malformed)
}

fn invalid(pointer: &str, rule: &'static str) -> ApiError {
    ApiError::Invalid(vec![Defect::of(pointer, rule)])
}

fn no_file() -> ApiError {
    invalid("/file", "no-file")
}

/// A requirement that can't be understood, and why.
#[expect(clippy::needless_pass_by_value, reason = "given to map_err")]
pub(super) fn refuse_requirement(error: RequirementError) -> ApiError {
    let reason = error.reason();
    let defect = Defect::said("/requirement", reason.id, |language| {
        reason.sentence(language)
    });
    ApiError::Invalid(vec![defect])
}

/// How far a file of codes is answered
#[utoipa::path(
    get,
    path = "/api/v1/verification-batches/{id}",
    operation_id = "show_verification_batch",
    tag = "verifications",
    security(("bearer" = ["verifications:batch"])),
    params(("id" = Uuid, Path, description = "The file's identifier")),
    responses(
        (status = 200, description = "Its state, columns and counts", body = VerificationBatchBody),
        (status = 404, description = "No such file of this client"),
    )
)]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<VerificationBatchBody>, ApiError> {
    let batch = find(&app, &caller, &id).await?;
    Ok(Json(VerificationBatchBody::of(batch)?))
}

/// The answers to a file of codes
///
/// The rows of the file, in the same order, with the outcome of each behind it.
#[utoipa::path(
    get,
    path = "/api/v1/verification-batches/{id}/result",
    operation_id = "show_verification_result",
    tag = "verifications",
    security(("bearer" = ["verifications:batch"])),
    params(("id" = Uuid, Path, description = "The file's identifier")),
    responses(
        (status = 200, description = "The file with its answers", content(
            (String = "text/csv"),
            ([u8] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ([u8] = "application/vnd.oasis.opendocument.spreadsheet"),
        )),
        (status = 404, description = "No such file of this client"),
        (status = 409, description = "Not answered yet, or it can't be; `errors` says which"),
    )
)]
async fn result(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let batch = find(&app, &caller, &id).await?;
    let conflict = |rule| Err(ApiError::Conflict(vec![Defect::of("", rule)]));
    let run = match (batch.state, batch.run) {
        (VerificationState::Done, Some(run)) => run,
        (VerificationState::Failed, _) => return conflict("unanswerable"),
        _ => return conflict("unanswered"),
    };
    let understood: Option<Understood> = VerificationBatchBody::of(batch)?.understood;
    let output = understood.map_or(OutputFormat::Csv, |understood| understood.output);
    let name = format!("attachment; filename=\"verified.{}\"", output.name());
    let id = Uuid::parse_str(&id).map_err(|_| ApiError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, output.media_type().to_owned()),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    let body = Body::from_stream(parts(app.service.store.clone(), id, run));
    Ok((headers, body).into_response())
}

/// The answers as they are kept, one part at a time.
pub(in crate::http) fn parts(
    store: Store,
    id: Uuid,
    run: Uuid,
) -> impl futures_util::Stream<Item = Result<Bytes, store::Error>> + Send {
    stream::try_unfold((store, 0), move |(store, number)| async move {
        let part = store.verification_part(id, Some(run), number).await?;
        Ok(part.map(|part| (Bytes::from(part), (store, number + 1))))
    })
}

/// Delete a file of codes
///
/// With its answers; what is not answered yet is not answered any more.
#[utoipa::path(
    delete,
    path = "/api/v1/verification-batches/{id}",
    operation_id = "delete_verification_batch",
    tag = "verifications",
    security(("bearer" = ["verifications:batch"])),
    params(("id" = Uuid, Path, description = "The file's identifier")),
    responses(
        (status = 204, description = "Deleted"),
        (status = 404, description = "No such file of this client"),
    )
)]
async fn delete(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let batch = find(&app, &caller, &id).await?;
    app.service
        .store
        .delete_verification_batch(batch.id)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A client sees its own files only; those of others are unknown to it.
async fn find(app: &App, caller: &Caller, id: &str) -> Result<VerificationBatch, ApiError> {
    caller.require(Scope::VerificationsBatch)?;
    let id = Uuid::parse_str(id).map_err(|_| ApiError::NotFound)?;
    let found = app.service.store.verification_batch(id).await?;
    found
        .filter(|batch| batch.client == caller.client.0)
        .filter(|batch| batch.state != VerificationState::Receiving)
        .ok_or(ApiError::NotFound)
}
