//! Every batch, the youngest first.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use uuid::Uuid;

use super::{READERS, called, state};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::console::who::People;
use crate::http::pages::{drawn, instant};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::store::{Batch, BatchId};

/// Batches on a page.
const PAGE: u32 = 25;

pub(super) fn routes() -> Router<App> {
    localised("/console/batches", get(list))
}

#[derive(Template)]
#[template(path = "console/batches.html", config = "src/http/askama.toml")]
struct List {
    page: ConsolePage,
    may_upload: bool,
    batches: Vec<Entry>,
    /// Where the next page begins.
    next: Option<Uuid>,
    first: bool,
}

struct Entry {
    id: Uuid,
    name: String,
    class: &'static str,
    state: String,
    uploaded_at: String,
    uploaded_by: String,
    awarded: u64,
    issued: u64,
}

#[derive(Deserialize)]
struct Place {
    before: Option<Uuid>,
}

/// `GET /console/batches`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Query(place): Query<Place>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let store = &app.service.store;
    let before = place.before.map(BatchId);
    let mut found = store.older_batches(before, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let mut people = People::new(&app, language);
    let mut batches = Vec::with_capacity(found.len());
    for batch in &found {
        batches.push(entry(&app, batch, &mut people, language).await?);
    }
    let title = text(language, "console-batch-list-title");
    let page = ConsolePage::new(&app, language, title, &signed)
        .at("/console/batches", "batches")
        .with_icons(&["ok", "bad", "none", "warn"]);
    let list = List {
        page,
        may_upload: signed.account.is(Role::Issuer),
        next: batches.last().filter(|_| more).map(|last| last.id),
        batches,
        first: place.before.is_none(),
    };
    drawn(StatusCode::OK, &list)
}

async fn entry(
    app: &App,
    batch: &Batch,
    people: &mut People<'_>,
    language: Language,
) -> Result<Entry, ApiError> {
    let counts = app.service.store.batch_counts(batch.id).await?;
    let (class, sentence) = state(batch);
    let zone = app.service.config.service.time_zone;
    Ok(Entry {
        id: batch.id.0,
        name: called(batch),
        class,
        state: text(language, sentence),
        uploaded_at: instant(language, batch.created_at, zone),
        uploaded_by: people.name(&batch.created_by).await?,
        awarded: counts.awarded,
        issued: counts.issued,
    })
}
