//! Where something is presented: the home page, and the address that QR codes open.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Page, drawn};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::router::App;
use crate::i18n::{Language, text};

#[derive(Template)]
#[template(path = "home.html", config = "src/http/askama.toml")]
struct Home {
    page: Page,
    error: Option<String>,
    typed: String,
}

#[derive(Template)]
#[template(path = "seal.html", config = "src/http/askama.toml")]
struct Seal {
    page: Page,
    error: Option<String>,
    typed: String,
}

/// `GET /`
pub(in crate::http) async fn home(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let page = Page::new(&app, language, text(language, "pages-home-title")).at("", "verify");
    let (error, typed) = (None, String::new());
    drawn(StatusCode::OK, &Home { page, error, typed })
}

/// The home page again, with what was typed and what is wrong with it.
pub(super) fn mend(
    app: &App,
    language: Language,
    message: String,
    typed: &str,
) -> Result<Response, ApiError> {
    let title = text(language, "pages-home-title");
    let title = format!("{} {title}", text(language, "pages-error-prefix"));
    let page = Page::new(app, language, title)
        .at("", "verify")
        .with_icons(&["bad"]);
    let (error, typed) = (Some(message), typed.chars().take(80).collect());
    drawn(
        StatusCode::UNPROCESSABLE_ENTITY,
        &Home { page, error, typed },
    )
}

/// `GET /v`: the script posts the seal that the address carries behind its `#`.
pub(in crate::http) async fn seal(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let page = Page::new(&app, language, text(language, "pages-seal-title")).at("/v", "verify");
    let (error, typed) = (None, String::new());
    drawn(StatusCode::OK, &Seal { page, error, typed })
}
