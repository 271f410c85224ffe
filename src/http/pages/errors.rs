//! What went wrong, for people; and what each problem type of the API means.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{Page, drawn};
use crate::accounts::Role;
use crate::http::error::{ApiError, PROBLEMS};
use crate::http::language::Speaks;
use crate::http::router::App;
use crate::i18n::{Language, text};

#[derive(Template)]
#[template(path = "error.html", config = "src/http/askama.toml")]
struct Fault {
    page: Page,
    explained: String,
    /// The roles of which one is missing.
    roles: &'static [Role],
    /// None on the page that explains a problem type.
    status: Option<u16>,
    retry_after: Option<u64>,
    request_id: String,
}

/// What is told of an error.
pub(in crate::http) struct Told<'a> {
    /// Last part of the problem's type.
    pub(in crate::http) id: &'a str,
    pub(in crate::http) status: StatusCode,
    /// The roles of which one is missing.
    pub(in crate::http) roles: &'static [Role],
    pub(in crate::http) retry_after: Option<u64>,
    pub(in crate::http) request_id: &'a str,
}

/// The page of an error.
pub(in crate::http) fn page(
    app: &App,
    language: Language,
    told: &Told<'_>,
) -> Result<Response, ApiError> {
    let id = told.id;
    let page = Page::new(app, language, text(language, &format!("pages-{id}")));
    let fault = Fault {
        page,
        explained: text(language, &format!("pages-{id}-explained")),
        roles: told.roles,
        status: Some(told.status.as_u16()),
        retry_after: told.retry_after,
        request_id: told.request_id.to_owned(),
    };
    drawn(told.status, &fault)
}

/// `GET /problems/{id}`: a problem's type is an address that explains it (RFC 9457 §3.1.1).
pub(in crate::http) async fn explain(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let id = PROBLEMS
        .into_iter()
        .find(|known| *known == id)
        .ok_or(ApiError::NotFound)?;
    let fault = Fault {
        page: Page::new(&app, language, text(language, &format!("pages-{id}"))),
        explained: text(language, &format!("pages-{id}-explained")),
        roles: &[],
        status: None,
        retry_after: None,
        request_id: String::new(),
    };
    drawn(StatusCode::OK, &fault)
}
