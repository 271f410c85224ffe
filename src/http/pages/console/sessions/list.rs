//! The sessions, the latest exam first.

use askama::Template;
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::READERS;
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::{day, drawn};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::store::Session;

/// Sessions on a page.
const AT_ONCE: u32 = 50;

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions", get(list))
}

#[derive(Template)]
#[template(path = "console/sessions.html", config = "src/http/askama.toml")]
struct List {
    page: ConsolePage,
    rows: Vec<Row>,
    may_change: bool,
    /// Whether a centre exists: without one there can be no session.
    centres: bool,
    earlier: Option<u32>,
    later: Option<u32>,
}

struct Row {
    id: String,
    number: String,
    centre: String,
    date: String,
    time: String,
    candidates: String,
    cancelled: bool,
}

/// Which page of the list.
#[derive(Deserialize)]
struct Place {
    #[serde(default)]
    page: u32,
}

/// `GET /console/sessions`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    place: Result<Query<Place>, QueryRejection>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let Query(Place { page: number }) = place.map_err(|_| ApiError::NotFound)?;
    let store = &app.service.store;
    // One more tells whether there is another page.
    let skip = number.saturating_mul(AT_ONCE);
    let mut sessions = store.sessions(skip, AT_ONCE + 1).await?;
    let more = sessions.len() > AT_ONCE as usize;
    sessions.truncate(AT_ONCE as usize);
    let title = text(language, "sessions-page-list");
    let list = List {
        page: ConsolePage::new(&app, language, title, &signed)
            .at("/console/sessions", "sessions")
            .with_icons(&["none"]),
        rows: sessions
            .iter()
            .map(|session| row(session, language))
            .collect(),
        may_change: signed.account.is(Role::Issuer),
        centres: !store.centres().await?.is_empty(),
        earlier: more.then_some(number + 1),
        later: number.checked_sub(1),
    };
    drawn(StatusCode::OK, &list)
}

fn row(session: &Session, language: Language) -> Row {
    let count = [("count", FluentValue::from(session.candidates))];
    Row {
        id: session.id.to_string(),
        number: session.number.clone(),
        centre: session.centre.name.clone(),
        date: day(language, session.exam_date),
        time: session.starts_at.format("%H:%M").to_string(),
        candidates: text_with(language, "sessions-candidate-count", &count),
        cancelled: session.cancelled_at.is_some(),
    }
}
