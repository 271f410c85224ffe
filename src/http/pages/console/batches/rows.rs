//! Every row of one kind, page by page.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::{Kind, READERS, Row, called, find, rows};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::text;

/// Rows on a page.
const PAGE: u32 = 50;

pub(super) fn routes() -> Router<App> {
    localised("/console/batches/{id}/rows/{kind}", get(show))
}

#[derive(Template)]
#[template(path = "console/batch_rows.html", config = "src/http/askama.toml")]
struct Listing {
    page: ConsolePage,
    id: String,
    name: String,
    heading: String,
    kind: &'static str,
    rows: Vec<Row>,
    /// Where the next page begins.
    next: Option<u32>,
    first: bool,
    /// Whether there is something to draw.
    previews: bool,
}

#[derive(Deserialize)]
struct Place {
    #[serde(default)]
    after: u32,
}

/// `GET /console/batches/{id}/rows/{kind}`
async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, kind)): Path<(String, String)>,
    Query(place): Query<Place>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let kind = Kind::from_name(&kind).ok_or(ApiError::NotFound)?;
    let batch = find(&app, &id).await?;
    let mut found = rows(&app, batch.id, kind, (place.after, PAGE + 1), language).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let heading = text(language, &format!("console-batch-rows-{}", kind.name()));
    let path = format!("/console/batches/{}/rows/{}", batch.id, kind.name());
    let page = ConsolePage::new(&app, language, heading.clone(), &signed).at(path, "batches");
    let listing = Listing {
        page,
        id: batch.id.to_string(),
        name: called(&batch),
        heading,
        kind: kind.name(),
        next: found.last().filter(|_| more).map(|last| last.position),
        rows: found,
        first: place.after == 0,
        previews: kind == Kind::Awarded,
    };
    drawn(StatusCode::OK, &listing)
}
