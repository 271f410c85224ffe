//! Every verdict as an example, drawn by the page that draws the real ones: for those who learn to
//! read them. Nothing is looked up and nothing is kept.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::http::error::ApiError;
use crate::http::headers::Grants;
use crate::http::language::Speaks;
use crate::http::pages::verdict::{self, Headline};
use crate::http::pages::{Page, drawn, granted};
use crate::http::router::App;
use crate::i18n::text;
use crate::verification::{self, Verdict, Verification};

#[derive(Template)]
#[template(path = "gallery.html", config = "src/http/askama.toml")]
struct Gallery {
    page: Page,
    examples: Vec<(&'static str, Headline)>,
}

/// The address of an example below the gallery.
fn address(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Authentic => "/gallery/authentic",
        Verdict::AuthenticStatusUnknown => "/gallery/authentic-status-unknown",
        Verdict::Suspended => "/gallery/suspended",
        Verdict::Superseded => "/gallery/superseded",
        Verdict::Revoked => "/gallery/revoked",
        Verdict::UnknownKey => "/gallery/unknown-key",
        Verdict::NotAuthentic => "/gallery/not-authentic",
        Verdict::NotFound => "/gallery/not-found",
        Verdict::Unreadable => "/gallery/unreadable",
    }
}

fn examples(app: &App) -> Result<Vec<Verification>, ApiError> {
    let service = &app.service;
    let (framework, at) = (service.framework()?, service.clock.now());
    let issuer = &service.config.issuer.name;
    Ok(verification::specimens(framework, issuer, at))
}

/// `GET /gallery`
pub(super) async fn all(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let examples: Vec<(&str, Headline)> = examples(&app)?
        .iter()
        .map(|it| (address(it.verdict), verdict::state(it, language)))
        .collect();
    let icons: Vec<&str> = examples.iter().map(|(_, state)| state.icon).collect();
    let page = Page::new(&app, language, text(language, "public-gallery-title"))
        .at("/gallery", "")
        .with_icons(&icons)
        .indexed();
    let response = drawn(StatusCode::OK, &Gallery { page, examples })?;
    Ok(granted(response, Grants::Indexed))
}

/// `GET /gallery/{verdict}`
pub(super) async fn one(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(wanted): Path<String>,
) -> Result<Response, ApiError> {
    let asked = format!("/gallery/{wanted}");
    let found = examples(&app)?
        .into_iter()
        .find(|it| address(it.verdict) == asked)
        .ok_or(ApiError::NotFound)?;
    verdict::specimen(&app, language, &found, address(found.verdict))
}
