//! Every verdict as an example, drawn by the page that draws the real ones: for those who learn to
//! read them; then every answer that a browser gives by itself. Nothing is looked up and nothing is
//! kept.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Days;

use super::local::{ANSWERS, Local, Shows};
use crate::http::error::ApiError;
use crate::http::headers::Grants;
use crate::http::language::Speaks;
use crate::http::pages::verdict::{self, Headline};
use crate::http::pages::{Page, day, drawn, granted};
use crate::http::router::App;
use crate::i18n::{Language, text};
use crate::verification::{self, Verdict, Verification};

#[derive(Template)]
#[template(path = "gallery.html", config = "src/http/askama.toml")]
struct Gallery {
    page: Page,
    examples: Vec<(String, Headline)>,
    /// Those that are given without the service.
    local: Vec<(String, Headline)>,
}

/// How the addresses of answers begin that a browser gives by itself.
const OFFLINE: &str = "/gallery/offline-";

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

/// The answers that stay: the one that is shown while the service is asked soon gives way.
fn lasting() -> impl Iterator<Item = &'static Local> {
    ANSWERS.iter().filter(|answer| answer.name != "asking")
}

/// `GET /gallery`
pub(super) async fn all(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let examples: Vec<(String, Headline)> = examples(&app)?
        .iter()
        .map(|it| (address(it.verdict).to_owned(), verdict::state(it, language)))
        .collect();
    let local: Vec<(String, Headline)> = lasting()
        .map(|it| (format!("{OFFLINE}{}", it.name), it.headline(language)))
        .collect();
    let states = examples.iter().chain(&local);
    let icons: Vec<&str> = states.map(|(_, state)| state.icon).collect();
    let page = Page::new(&app, language, text(language, "public-gallery-title"))
        .at("/gallery", "")
        .with_icons(&icons)
        .indexed();
    let gallery = Gallery {
        page,
        examples,
        local,
    };
    let response = drawn(StatusCode::OK, &gallery)?;
    Ok(granted(response, Grants::Indexed))
}

/// `GET /gallery/{verdict}`
pub(super) async fn one(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(wanted): Path<String>,
) -> Result<Response, ApiError> {
    let asked = format!("/gallery/{wanted}");
    if let Some(answer) = lasting().find(|it| asked.strip_prefix(OFFLINE) == Some(it.name)) {
        return browser(&app, language, answer, asked);
    }
    let found = examples(&app)?
        .into_iter()
        .find(|it| address(it.verdict) == asked)
        .ok_or(ApiError::NotFound)?;
    verdict::specimen(&app, language, &found, address(found.verdict))
}

/// What the page that reads seals would answer.
fn browser(
    app: &App,
    language: Language,
    answer: &Local,
    path: String,
) -> Result<Response, ApiError> {
    let mut examples = examples(app)?.into_iter();
    let mut seal = examples
        .find(|it| it.verdict == Verdict::AuthenticStatusUnknown)
        .ok_or(ApiError::NotFound)?;
    match answer.shows {
        Shows::Whole => {}
        Shows::Former => seal.verdict = Verdict::Revoked,
        Shows::Nothing => seal.certificate = None,
    }
    let listed = day(language, seal.checked_at.date_naive() - Days::new(2));
    let told = (
        answer.headline(language),
        answer.lines(&listed, language),
        answer.count(language),
    );
    verdict::local_specimen(app, language, &seal, told, path)
}
