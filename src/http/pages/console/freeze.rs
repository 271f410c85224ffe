//! The brake: a weighty act, on a page of its own, with a word to be typed.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use super::ConsolePage;
use super::health::{Frozen, frozen};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::operations;
use crate::store::Freeze;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

pub(super) fn routes() -> Router<App> {
    localised("/console/health/freeze", get(ask_freeze).post(freeze))
        .merge(localised("/console/health/thaw", get(ask_thaw).post(thaw)))
}

#[derive(Template)]
#[template(path = "console/freeze.html", config = "src/http/askama.toml")]
struct Brake {
    page: ConsolePage,
    /// The freeze in force.
    frozen: Option<Frozen>,
    /// The word to be typed.
    word: String,
    reason: String,
    confirm: String,
    bad_reason: bool,
    bad_confirm: bool,
    drafts: u64,
    queued: u64,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    confirm: String,
}

async fn brake(
    app: &App,
    language: Language,
    signed: &Signed,
    thaws: bool,
) -> Result<Brake, ApiError> {
    let overview = operations::overview(&app.service).await?;
    let (title, path, word) = if thaws {
        (
            "console-thaw-title",
            "/console/health/thaw",
            "console-thaw-word",
        )
    } else {
        (
            "console-freeze-title",
            "/console/health/freeze",
            "console-freeze-word",
        )
    };
    let page = ConsolePage::new(app, language, text(language, title), signed)
        .at(path, "health")
        .with_icons(&["warn", "bad"]);
    Ok(Brake {
        frozen: frozen(app, &page, &overview).await?,
        word: page.t(word),
        reason: String::new(),
        confirm: String::new(),
        bad_reason: false,
        bad_confirm: false,
        drafts: overview.drafts,
        queued: overview.queued,
        page,
    })
}

/// `GET /console/health/freeze`
async fn ask_freeze(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require(Role::Administrator)?;
    let brake = brake(&app, language, &signed, false).await?;
    if brake.frozen.is_some() {
        return Ok(back(language));
    }
    drawn(StatusCode::OK, &brake)
}

/// `GET /console/health/thaw`
async fn ask_thaw(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require(Role::Administrator)?;
    let brake = brake(&app, language, &signed, true).await?;
    if brake.frozen.is_none() {
        return Ok(back(language));
    }
    drawn(StatusCode::OK, &brake)
}

fn back(language: Language) -> Response {
    Redirect::to(&format!("/{language}/console/health")).into_response()
}

/// Whether the word was typed, however it was written.
fn confirms(typed: &str, word: &str) -> bool {
    typed.trim().to_lowercase() == word.to_lowercase()
}

/// `POST /console/health/freeze`
async fn freeze(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require(Role::Administrator)?;
    let mut brake = brake(&app, language, &signed, false).await?;
    let reason = typed.reason.trim();
    brake.bad_reason = reason.is_empty() || reason.chars().count() > LONGEST_REASON;
    brake.bad_confirm = !confirms(&typed.confirm, &brake.word);
    if brake.bad_reason || brake.bad_confirm {
        return again(brake, typed);
    }
    let freeze = Freeze {
        since: app.service.clock.now(),
        operator: signed.account.operator(),
        reason: reason.to_owned(),
    };
    // A freeze that stands already stays as it is.
    app.service.store.freeze(&freeze).await?;
    Ok(back(language))
}

/// `POST /console/health/thaw`
async fn thaw(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require(Role::Administrator)?;
    let mut brake = brake(&app, language, &signed, true).await?;
    brake.bad_confirm = !confirms(&typed.confirm, &brake.word);
    if brake.bad_confirm && brake.frozen.is_some() {
        return again(brake, typed);
    }
    let at = app.service.clock.now();
    app.service
        .store
        .thaw(&signed.account.operator(), at)
        .await?;
    Ok(back(language))
}

/// The page once more, with what was typed and what is wrong with it.
fn again(mut brake: Brake, typed: Typed) -> Result<Response, ApiError> {
    brake.page = brake.page.with_error();
    brake.reason = typed.reason;
    brake.confirm = typed.confirm;
    drawn(StatusCode::UNPROCESSABLE_ENTITY, &brake)
}
