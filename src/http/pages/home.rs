//! Where something is presented: the home page, and the address that QR codes open.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Page, drawn};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::router::App;
use crate::http::uploads::Submission;
use crate::i18n::{Language, text};

#[derive(Template)]
#[template(path = "home.html", config = "src/http/askama.toml")]
struct Home {
    page: Page,
    error: Option<String>,
    typed: String,
    born: String,
}

#[derive(Template)]
#[template(path = "seal.html", config = "src/http/askama.toml")]
struct Seal {
    page: Page,
    error: Option<String>,
    typed: String,
    born: String,
}

/// `GET /`
pub(in crate::http) async fn home(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let page = Page::new(&app, language, text(language, "pages-home-title")).at("", "verify");
    let (error, typed, born) = (None, String::new(), String::new());
    drawn(
        StatusCode::OK,
        &Home {
            page,
            error,
            typed,
            born,
        },
    )
}

/// The home page again, with what was typed and what is wrong with it.
pub(super) fn mend(
    app: &App,
    language: Language,
    message: String,
    submission: &Submission,
) -> Result<Response, ApiError> {
    let title = text(language, "pages-home-title");
    let title = format!("{} {title}", text(language, "pages-error-prefix"));
    let page = Page::new(app, language, title)
        .at("", "verify")
        .with_icons(&["bad"]);
    let kept = |typed: &str| typed.chars().take(80).collect();
    let (error, typed) = (Some(message), kept(&submission.code));
    let born = kept(&submission.birth_date);
    drawn(
        StatusCode::UNPROCESSABLE_ENTITY,
        &Home {
            page,
            error,
            typed,
            born,
        },
    )
}

/// `GET /v`: the script posts the seal that the address carries behind its `#`.
pub(in crate::http) async fn seal(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let page = Page::new(&app, language, text(language, "pages-seal-title")).at("/v", "verify");
    let (error, typed, born) = (None, String::new(), String::new());
    drawn(
        StatusCode::OK,
        &Seal {
            page,
            error,
            typed,
            born,
        },
    )
}
