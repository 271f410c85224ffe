//! What holders ask to have corrected, and the answers they are shown. Answering changes no
//! certificate: a corrected one is issued on its own page.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;
use uuid::Uuid;

use super::ConsolePage;
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::pages::holder::{download, file_words};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::store::{Correction, FileKind};

/// Requests that are listed, the oldest first.
const LISTED: u32 = 50;
/// Longest answer, in characters.
const LONGEST: usize = 500;
/// Who may read what holders write, and answer.
pub(super) const READERS: &[Role] = &[Role::Issuer, Role::Revoker];

pub(super) fn routes() -> Router<App> {
    localised("/console/corrections", get(list))
        .merge(localised(
            "/console/corrections/{id}",
            get(list_again).post(answer),
        ))
        .merge(localised("/console/corrections/{id}/file", get(file)))
}

#[derive(Template)]
#[template(path = "console/corrections.html", config = "src/http/askama.toml")]
struct Waiting {
    page: ConsolePage,
    requests: Vec<Row>,
    /// The request whose answer was refused, what was typed, and why.
    wrong: Option<(Uuid, String, String)>,
}

struct Row {
    id: Uuid,
    certificate: String,
    code: String,
    asked: String,
    parts: String,
    wanted: String,
    message: Option<String>,
    /// What is attached, in words.
    file: Option<String>,
}

impl Waiting {
    /// What is wrong with the answer to this request, and what was typed.
    fn of(&self, id: &Uuid) -> Option<(&str, &str)> {
        let wrong = self.wrong.as_ref().filter(|(at, ..)| at == id);
        wrong.map(|(_, typed, message)| (typed.as_str(), message.as_str()))
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    csrf: String,
    answer: String,
    /// `done` or `declined`.
    decision: String,
}

async fn drawn_list(
    app: &App,
    language: Language,
    signed: &Signed,
    wrong: Option<(Uuid, String, String)>,
) -> Result<Response, ApiError> {
    let title = text(language, "corrections-title");
    let (status, title) = match &wrong {
        Some(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("{} {title}", text(language, "pages-error-prefix")),
        ),
        None => (StatusCode::OK, title),
    };
    let page = ConsolePage::new(app, language, title, signed)
        .at("/console/corrections", "corrections")
        .with_icons(&["bad"]);
    let mut requests = Vec::new();
    for request in app.service.store.open_corrections(LISTED).await? {
        requests.push(row(app, &page, request, language).await?);
    }
    let waiting = Waiting {
        page,
        requests,
        wrong,
    };
    drawn(status, &waiting)
}

async fn row(
    app: &App,
    page: &ConsolePage,
    request: Correction,
    language: Language,
) -> Result<Row, ApiError> {
    let certificate = app.service.store.find(request.certificate).await?;
    let parts: Vec<String> = request
        .parts
        .iter()
        .map(|part| text(language, &format!("own-part-{}", part.name())))
        .collect();
    Ok(Row {
        id: request.id,
        certificate: request.certificate.to_string(),
        code: certificate.map_or_else(String::new, |certificate| certificate.code.grouped()),
        asked: page.instant(request.asked_at),
        parts: parts.join(", "),
        wanted: request.wanted.unwrap_or_default(),
        message: request.message,
        file: request.file.map(|file| file_words(file, language)),
    })
}

/// `GET /console/corrections`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    drawn_list(&app, language, &signed, None).await
}

/// What is posted there has its page elsewhere.
async fn list_again(Speaks(language): Speaks, _: Signed) -> Redirect {
    Redirect::to(&format!("/{language}/console/corrections"))
}

/// `GET /console/corrections/{id}/file`: a stranger's file, to keep and never to show here.
async fn file(
    State(app): State<App>,
    Path(id): Path<String>,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let id: Uuid = id.parse().map_err(|_| ApiError::NotFound)?;
    let store = &app.service.store;
    let request = store.correction(id).await?.ok_or(ApiError::NotFound)?;
    let (operator, at) = (signed.account.operator(), app.service.clock.now());
    let file = store.read_correction_file(&request, &operator, at).await?;
    let file = file.ok_or(ApiError::NotFound)?;
    let kind = match file.kind {
        FileKind::Pdf => "application/pdf",
        FileKind::Png => "image/png",
        FileKind::Jpeg => "image/jpeg",
    };
    // Never named after the person.
    let name = format!("correction-{}.{}", id.simple(), file.kind.name());
    let mut response = download(&name, kind, file.bytes);
    let alone = HeaderValue::from_static("default-src 'none'; sandbox");
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, alone);
    Ok(response)
}

/// `POST /console/corrections/{id}`
async fn answer(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require_any(READERS)?;
    let id: Uuid = id.parse().map_err(|_| ApiError::NotFound)?;
    let store = &app.service.store;
    let request = store.correction(id).await?.ok_or(ApiError::NotFound)?;
    let accepted = match typed.decision.as_str() {
        "done" => true,
        "declined" => false,
        _ => return Err(ApiError::Malformed),
    };
    let words = typed.answer.trim();
    // Whoever is refused is told why.
    let wrong = match (words.chars().count(), accepted) {
        (0, false) => Some("corrections-no-answer"),
        (length, _) if length > LONGEST => Some("corrections-long-answer"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        let typed: String = words.chars().take(2 * LONGEST).collect();
        let wrong = Some((id, typed, text(language, wrong)));
        return drawn_list(&app, language, &signed, wrong).await;
    }
    let words = Some(words).filter(|words| !words.is_empty());
    let (operator, at) = (signed.account.operator(), app.service.clock.now());
    // Somebody may have answered meanwhile: the list tells.
    store
        .answer_correction(&request, accepted, words, &operator, at)
        .await?;
    Ok(Redirect::to(&format!("/{language}/console/corrections")).into_response())
}
