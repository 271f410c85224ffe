//! What went wrong, for people; and what each problem type of the API means.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{Page, drawn};
use crate::accounts::Role;
use crate::http::error::{ApiError, PROBLEMS};
use crate::http::language::Speaks;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::i18n::{Language, text};

#[derive(Template)]
#[template(path = "error.html", config = "src/http/askama.toml")]
struct Fault {
    page: Page,
    explained: String,
    /// The roles of which one is missing.
    roles: &'static [Role],
    /// Why, where a rule stands against it.
    rules: Vec<String>,
    /// None on the page that explains a problem type.
    status: Option<u16>,
    retry_after: Option<u64>,
    request_id: String,
    /// What can be done meanwhile: words, an address, and its name.
    instead: Vec<(String, String, String)>,
}

/// What helps besides starting again.
fn instead(language: Language, id: &str) -> Vec<(String, String, String)> {
    let way = |words: &str, path: &str, name: &str| {
        let address = format!("/{language}{path}");
        (text(language, words), address, text(language, name))
    };
    match id {
        "too-many-requests" => vec![
            way("public-error-offline", "/v", "pages-seal-title"),
            way("public-home-many", "/organisation", "public-home-many-link"),
        ],
        "not-found" => vec![
            way("public-error-link", "/c", "pages-nav-holder"),
            way("public-error-how", "/how", "public-foot-how"),
        ],
        "too-large" | "unsupported-type" => {
            vec![way("public-error-code", "", "pages-code-label")]
        }
        "unavailable" | "timeout" | "internal" => {
            vec![way("public-error-offline", "/v", "pages-seal-title")]
        }
        _ => Vec::new(),
    }
}

/// What is told of an error.
pub(in crate::http) struct Told<'a> {
    /// Last part of the problem's type.
    pub(in crate::http) id: &'a str,
    pub(in crate::http) status: StatusCode,
    /// The roles of which one is missing.
    pub(in crate::http) roles: &'static [Role],
    /// Rules that stand against it.
    pub(in crate::http) defects: &'a [Defect],
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
        rules: told
            .defects
            .iter()
            .map(|it| it.sentence(language))
            .collect(),
        status: Some(told.status.as_u16()),
        retry_after: told.retry_after,
        instead: instead(language, told.id),
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
        rules: Vec::new(),
        status: None,
        retry_after: None,
        request_id: String::new(),
        instead: Vec::new(),
    };
    drawn(StatusCode::OK, &fault)
}
