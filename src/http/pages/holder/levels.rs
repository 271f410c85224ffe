//! What the certificate says, large: its level, the figure, the level of every competence.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::form::HolderForm;
use super::{held, own, refuse};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::facts::{self, Facts};
use crate::http::pages::{Page, drawn};
use crate::http::router::App;
use crate::i18n::text;

#[derive(Template)]
#[template(path = "holder/all-levels.html", config = "src/http/askama.toml")]
struct Levels {
    page: Page,
    token: String,
    chosen: String,
    facts: Facts,
}

/// `POST /c/levels`
pub(super) async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    form: HolderForm,
) -> Result<Response, ApiError> {
    let Some(held) = held(&app, &form).await? else {
        return refuse(&app, language);
    };
    let verification = own::verified(&app, &held.certificate).await?;
    let service = &app.service;
    let zone = service.config.service.time_zone;
    let facts = facts::facts(&verification, &service.verifier(), language, zone);
    let Some(facts) = facts else {
        return refuse(&app, language);
    };
    let page = Page::new(&app, language, text(language, "own-facts-title"));
    let levels = Levels {
        page: page.at("/c", "holder"),
        token: held.token,
        chosen: held.chosen,
        facts,
    };
    drawn(StatusCode::OK, &levels)
}
