//! All candidates of a session, page by page.

use askama::Template;
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::{READERS, find};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::text;
use crate::sessions::{self, Candidate, Seated};

/// Candidates on a page.
const AT_ONCE: usize = 100;

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/{id}/candidates", get(list))
}

#[derive(Template)]
#[template(
    path = "console/session_candidates.html",
    config = "src/http/askama.toml"
)]
struct Sheet {
    page: ConsolePage,
    id: String,
    number: String,
    candidates: Vec<Row>,
    count: usize,
    /// When their list was imported; told elsewhere.
    imported: Option<String>,
    may_change: bool,
    earlier: Option<usize>,
    later: Option<usize>,
}

/// A candidate as tables show him.
pub(super) struct Row {
    pub(super) place: u32,
    pub(super) last_name: String,
    pub(super) first_name: String,
    pub(super) birth_date: String,
    pub(super) mark: String,
    pub(super) extra_time: Option<u16>,
    pub(super) room: String,
}

/// Which page of the list.
#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    page: usize,
}

/// `GET /console/sessions/{id}/candidates`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    part: Result<Query<Part>, QueryRejection>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let Query(Part { page: number }) = part.map_err(|_| ApiError::NotFound)?;
    let session = find(&app, &id).await?;
    let candidates = sessions::candidates(&app.service, &session).await?;
    let count = candidates.len();
    let seated = sessions::seat(candidates, &session.rooms);
    let skip = number.saturating_mul(AT_ONCE);
    let title = text(language, "sessions-page-candidates");
    let sheet = Sheet {
        page: ConsolePage::new(&app, language, title, &signed)
            .at(format!("/console/sessions/{id}/candidates"), "sessions"),
        id,
        number: session.number,
        candidates: rows(&seated, skip, AT_ONCE),
        count,
        imported: None,
        may_change: signed.account.is(Role::Issuer) && session.cancelled_at.is_none(),
        earlier: number.checked_sub(1),
        later: (skip.saturating_add(AT_ONCE) < count).then_some(number + 1),
    };
    drawn(StatusCode::OK, &sheet)
}

/// A part of the candidates, in the order of the papers.
pub(super) fn rows(seated: &[Seated], skip: usize, at_most: usize) -> Vec<Row> {
    let rooms = seated.iter();
    rooms
        .flat_map(|room| {
            room.candidates
                .iter()
                .map(move |one| (one, &room.room.name))
        })
        .skip(skip)
        .take(at_most)
        .map(|(candidate, room)| row(candidate, room))
        .collect()
}

fn row(candidate: &Candidate, room: &str) -> Row {
    let mark = candidate.class.as_ref().or(candidate.local_id.as_ref());
    Row {
        place: candidate.place,
        last_name: candidate.last_name.clone(),
        first_name: candidate.first_name.clone(),
        birth_date: candidate.birth_date.format("%d/%m/%Y").to_string(),
        mark: mark.cloned().unwrap_or_default(),
        extra_time: candidate.extra_time,
        room: room.to_owned(),
    }
}
