//! Files of codes: sent, listed, deleted; and the template to fill in.

use askama::Template;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::rejection::QueryRejection;
use axum::extract::{DefaultBodyLimit, Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Bare, Membership, OrganisationPage, answers, columns, fetch};
use crate::access::{MissingScope, Scope};
use crate::http::api::refused;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::holder::download;
use crate::http::pages::{day, drawn, instant};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, number, text, text_with};
use crate::store::{VerificationBatch, VerificationState};
use crate::verification::bulk::{self, FileError, FileQuestion, Inbox, OutputFormat, Summary};

/// Files that are listed on a page.
const LISTED: u32 = 20;
/// Largest file that is taken here, in bytes: programs may send larger ones.
const MOST_BYTES: usize = 20 << 20;
/// Longest name of a file, in characters.
const LONGEST_NAME: usize = 120;

pub(super) fn routes() -> Router<App> {
    localised("/organisation/files", get(to_start).post(send))
        // Its length is counted while it is received.
        .layer(DefaultBodyLimit::disable())
        .merge(localised("/organisation", get(start)))
        .merge(localised("/organisation/template/{form}", get(template)))
        .merge(localised("/organisation/files/{id}", get(show)))
        .merge(localised(
            "/organisation/files/{id}/start",
            get(show).post(columns::start),
        ))
        .merge(localised(
            "/organisation/files/{id}/progress",
            get(progress),
        ))
        .merge(localised(
            "/organisation/files/{id}/answers/{form}",
            get(fetch::all).post(fetch::some),
        ))
        .merge(localised(
            "/organisation/files/{id}/rows",
            get(show).post(answers::rows),
        ))
        .merge(localised(
            "/organisation/files/{id}/delete",
            get(show).post(delete),
        ))
        .merge(localised("/organisation/files/{id}/stop", post(delete)))
}

#[derive(Template)]
#[template(path = "organisation/files.html", config = "src/http/askama.toml")]
struct Start {
    page: OrganisationPage,
    allowed: bool,
    megabytes: usize,
    keep_days: u32,
    /// What is wrong with the file that was sent, and how to mend it.
    wrong: Option<(String, String)>,
    files: Vec<Row>,
    /// Where older files are listed from.
    older: Option<Uuid>,
    deleted: bool,
}

/// A file of the list.
struct Row {
    id: Uuid,
    name: String,
    sent: String,
    rows: String,
    class: &'static str,
    state: String,
    until: String,
}

/// Which part of the list.
#[derive(Default, Deserialize)]
struct Part {
    #[serde(default)]
    before: Option<Uuid>,
    /// Set after a file was deleted.
    #[serde(default)]
    deleted: Option<u8>,
}

/// How large a file may be.
fn largest(app: &App) -> usize {
    MOST_BYTES.min(app.service.config.verification.batch_bytes)
}

/// `GET /organisation`
async fn start(
    State(app): State<App>,
    Speaks(language): Speaks,
    part: Result<Query<Part>, QueryRejection>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    let Query(part) = part.unwrap_or_default();
    drawn_start(&app, language, &member, (StatusCode::OK, None), part).await
}

/// What is posted there has its page elsewhere.
async fn to_start(Speaks(language): Speaks, _: Signed) -> Redirect {
    Redirect::to(&format!("/{language}/organisation"))
}

async fn drawn_start(
    app: &App,
    language: Language,
    member: &Membership,
    (status, wrong): (StatusCode, Option<(String, String)>),
    part: Part,
) -> Result<Response, ApiError> {
    let store = &app.service.store;
    let client = member.client.id.0;
    let mut found = store
        .verification_batches_of(client, part.before, LISTED + 1)
        .await?;
    let more = found.len() > LISTED as usize;
    found.truncate(LISTED as usize);
    let older = found.last().filter(|_| more).map(|batch| batch.id);
    let title = text(language, "organisation-files-title");
    let title = match &wrong {
        Some(_) => format!("{} {title}", text(language, "pages-error-prefix")),
        None => title,
    };
    let zone = app.service.config.service.time_zone;
    let start = Start {
        page: OrganisationPage::new(app, language, title, member)
            .at("/organisation", "files")
            .with_icons(&["ok", "bad", "none"]),
        allowed: member.may(Scope::VerificationsBatch),
        megabytes: largest(app) >> 20,
        keep_days: app.service.config.verification.keep_days,
        wrong,
        files: found
            .iter()
            .filter_map(|batch| row(batch, language, zone))
            .collect(),
        older,
        deleted: part.deleted.is_some(),
    };
    drawn(status, &start)
}

/// A file that never became whole is none.
fn row(batch: &VerificationBatch, language: Language, zone: chrono_tz::Tz) -> Option<Row> {
    let question: FileQuestion = serde_json::from_str(&batch.question).ok()?;
    let (class, state) = match batch.state {
        VerificationState::Receiving => {
            bulk::held(batch)?;
            ("none", "organisation-state-held")
        }
        VerificationState::Waiting => ("none", "organisation-state-waiting"),
        VerificationState::Running => ("none", "organisation-state-running"),
        VerificationState::Done => ("ok", "organisation-state-done"),
        VerificationState::Failed => ("bad", "organisation-state-failed"),
    };
    let rows = summary(batch).map(|summary| summary.rows).or(question.rows);
    Some(Row {
        id: batch.id,
        name: named(&question, language),
        sent: instant(language, batch.created_at, zone),
        rows: rows.map_or_else(String::new, |rows| number(language, rows)),
        class,
        state: text(language, state),
        until: until(batch.expires_at, language, zone),
    })
}

/// What the asker calls the file.
pub(super) fn named(question: &FileQuestion, language: Language) -> String {
    let name = question.file_name.clone();
    name.unwrap_or_else(|| text(language, "organisation-file-unnamed"))
}

pub(super) fn until(at: DateTime<Utc>, language: Language, zone: chrono_tz::Tz) -> String {
    day(language, at.with_timezone(&zone).date_naive())
}

/// How many rows had which outcome, so far or in the end.
pub(super) fn summary(batch: &VerificationBatch) -> Option<Summary> {
    serde_json::from_str(batch.summary.as_deref()?).ok()
}

/// `POST /organisation/files`
async fn send(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    let form = form.map_err(|_| ApiError::UnsupportedType)?;
    if !member.may(Scope::VerificationsBatch) {
        return Err(MissingScope(Scope::VerificationsBatch).into());
    }
    let store = &app.service.store;
    let (at, most) = (app.service.clock.now(), largest(&app));
    let mut inbox = Inbox::begin(store, member.client.id.0, most, at)
        .await
        .map_err(refused)?;
    let id = inbox.id();
    let wrong = match receive(&app, &member, &mut inbox, form, language).await {
        Ok(None) => return Ok(Redirect::to(&format!("/{language}{}", place(id))).into_response()),
        Ok(Some(wrong)) => (StatusCode::UNPROCESSABLE_ENTITY, wrong),
        Err(ApiError::TooLarge) => {
            let values = [("megabytes", (most >> 20).into())];
            let message = text_with(language, "pages-file-over", &values);
            let remedy = text(language, "organisation-too-large-remedy");
            (StatusCode::PAYLOAD_TOO_LARGE, (message, remedy))
        }
        Err(ApiError::Invalid(_)) => {
            let message = text(language, "organisation-no-file");
            let remedy = text(language, "organisation-no-file-remedy");
            (StatusCode::UNPROCESSABLE_ENTITY, (message, remedy))
        }
        Err(error) => {
            inbox.forget().await.map_err(refused)?;
            return Err(error);
        }
    };
    // What was received of a refused file leaves nothing behind.
    inbox.forget().await.map_err(refused)?;
    let (status, wrong) = wrong;
    let wrong = (status, Some(wrong));
    drawn_start(&app, language, &member, wrong, Part::default()).await
}

/// Where a file is shown, behind the language.
pub(super) fn place(id: Uuid) -> String {
    format!("/organisation/files/{id}")
}

/// Receives the form, whose token comes first, and looks at the file: what is wrong with it.
async fn receive(
    app: &App,
    member: &Membership,
    inbox: &mut Inbox,
    mut form: Multipart,
    language: Language,
) -> Result<Option<(String, String)>, ApiError> {
    let mut question = FileQuestion {
        language,
        output: Some(OutputFormat::Csv),
        ..FileQuestion::default()
    };
    let token = form.next_field().await?.ok_or(ApiError::FormNotOurs)?;
    if token.name() != Some("csrf") {
        return Err(ApiError::FormNotOurs);
    }
    member.signed.check(&token.text().await?)?;
    let mut file = form.next_field().await?.ok_or(ApiError::Malformed)?;
    if file.name() != Some("file") {
        return Err(ApiError::Malformed);
    }
    let name = file.file_name().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    question.file_name = Some(if name.is_empty() {
        text(language, "organisation-file-unnamed")
    } else {
        name
    });
    while let Some(bytes) = file.chunk().await? {
        inbox.take(&bytes).await.map_err(refused)?;
    }
    inbox.end().await.map_err(refused)?;
    let store = &app.service.store;
    let bytes = bulk::received(store, inbox.id()).await?;
    match bulk::preview(&app.service.reader, bytes, &question.columns).await {
        Ok(preview) => question.rows = Some(preview.rows),
        Err(FileError::Verification(error)) => return Err(error.into()),
        Err(error) => return Ok(Some((error.message(language), error.remedy(language)))),
    }
    let at = app.service.clock.now();
    bulk::hold(store, inbox.id(), &question, at)
        .await
        .map_err(refused)?;
    Ok(None)
}

/// The organisation's file with this id. Another's is nobody's business.
pub(super) async fn own(
    app: &App,
    member: &Membership,
    id: &str,
) -> Result<VerificationBatch, ApiError> {
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let batch = app.service.store.verification_batch(id).await?;
    batch
        .filter(|batch| batch.client == member.client.id.0)
        .filter(|batch| batch.state != VerificationState::Receiving || bulk::held(batch).is_some())
        .ok_or(ApiError::NotFound)
}

/// `GET /organisation/files/{id}`: what there is to see of it by now.
async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    asked: Result<Query<answers::Address>, QueryRejection>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    let batch = own(&app, &member, &id).await?;
    match batch.state {
        VerificationState::Receiving => columns::show(&app, language, &member, &batch).await,
        VerificationState::Waiting
        | VerificationState::Running
        | VerificationState::Done
        | VerificationState::Failed => {
            let Query(asked) = asked.unwrap_or_default();
            answers::show(&app, language, &member, &batch, &asked.into()).await
        }
    }
}

/// How far a file is, for the script of its page.
#[derive(Serialize)]
struct Progress {
    finished: bool,
    rows: u64,
    words: String,
}

/// `GET /organisation/files/{id}/progress`
async fn progress(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
) -> Result<Json<Progress>, ApiError> {
    let member = Membership::of(&app, signed).await?;
    let batch = own(&app, &member, &id).await?;
    let rows = summary(&batch).map_or(0, |summary| summary.rows);
    Ok(Json(Progress {
        finished: batch.finished_at.is_some(),
        rows,
        words: answers::progress_words(&batch, rows, language),
    }))
}

/// `POST /organisation/files/{id}/delete`
async fn delete(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Form(form): Form<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    let member = Membership::of(&app, signed).await?;
    let batch = own(&app, &member, &id).await?;
    let store = &app.service.store;
    store.delete_verification_batch(batch.id).await?;
    Ok(Redirect::to(&format!("/{language}/organisation?deleted=1")).into_response())
}

/// `GET /organisation/template/{form}`
async fn template(
    Speaks(language): Speaks,
    Path(form): Path<String>,
    _: Signed,
) -> Result<Response, ApiError> {
    let format = OutputFormat::from_name(&form).ok_or(ApiError::NotFound)?;
    let bytes = bulk::template(language, format)?;
    let name = text(language, "organisation-template-name");
    let name = format!("{name}.{}", format.name());
    Ok(download(&name, format.media_type(), bytes))
}
