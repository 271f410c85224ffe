//! What waits for the person who has just come in.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::{ConsolePage, READERS};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::{drawn, instant};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::text;

pub(super) fn routes() -> Router<App> {
    localised("/console", get(home))
}

#[derive(Template)]
#[template(path = "console/home.html", config = "src/http/askama.toml")]
struct Home {
    page: ConsolePage,
    /// The freeze in force: since when, by whom, why.
    frozen: Option<Frozen>,
}

struct Frozen {
    since: String,
    reason: String,
}

/// `GET /console`
async fn home(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    if !signed.account.is_operator() && signed.organisation().is_ok() {
        return Ok(Redirect::to(&format!("/{language}/organisation")).into_response());
    }
    signed.require_any(READERS)?;
    let title = text(language, "console-home-title");
    let page = ConsolePage::new(&app, language, title, &signed)
        .at("/console", "console")
        .with_icons(&["warn"]);
    let zone = app.service.config.service.time_zone;
    let freeze = app.service.store.freeze_in_force().await?;
    let frozen = freeze.map(|freeze| Frozen {
        since: instant(language, freeze.since, zone),
        reason: freeze.reason,
    });
    drawn(StatusCode::OK, &Home { page, frozen })
}
