//! The home page: where a code or a file is presented.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Page, drawn, granted};
use crate::http::error::ApiError;
use crate::http::headers::Grants;
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

/// `GET /`
pub(in crate::http) async fn home(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let page = Page::new(&app, language, text(language, "pages-home-title")).at("", "verify");
    let page = page.with_icons(&["bad"]).indexed();
    let (error, typed, born) = (None, String::new(), String::new());
    let home = Home {
        page,
        error,
        typed,
        born,
    };
    let response = drawn(StatusCode::OK, &home)?;
    Ok(granted(response, Grants::Camera))
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
    let home = Home {
        page,
        error,
        typed,
        born,
    };
    let response = drawn(StatusCode::UNPROCESSABLE_ENTITY, &home)?;
    Ok(granted(response, Grants::CameraAgain))
}
