//! Signing in and out. Which part of an attempt was wrong is never told.

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Extension, Query, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use secrecy::SecretString;
use serde::Deserialize;

use super::{Page, drawn};
use crate::accounts::{self, Account, Attempt, SignIn};
use crate::http::error::ApiError;
use crate::http::form::{Bare, Posted};
use crate::http::language::Speaks;
use crate::http::limits::subscriber_octets;
use crate::http::observe::ClientAddress;
use crate::http::router::{App, FORM_BYTES, localised};
use crate::http::session::{self, SESSION, Signed, way_back};
use crate::i18n::{Language, text};

pub(in crate::http) fn routes() -> Router<App> {
    let routes = localised("/sign-in", get(ask).post(sign_in))
        .merge(localised("/sign-out", post(sign_out)))
        .layer(DefaultBodyLimit::max(FORM_BYTES));
    #[cfg(feature = "oidc")]
    let routes = routes.merge(super::provider::routes());
    routes
}

#[derive(Template)]
#[template(path = "sign_in.html", config = "src/http/askama.toml")]
struct Sheet {
    page: Page,
    login: String,
    next: String,
    /// Id of the sentence that says why nobody was let in.
    refused: Option<&'static str>,
    minutes: u64,
    /// What the identity provider is called, if there is one.
    provider: Option<String>,
}

/// Where to go on. Never holds anything but an address of ours.
#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

fn sheet(app: &App, language: Language, next: &str) -> Sheet {
    let oidc = &app.service.config.accounts.oidc;
    Sheet {
        page: Page::new(app, language, text(language, "accounts-sign-in-title"))
            .at("/sign-in", "sign-in")
            .with_icons(&["bad"]),
        login: String::new(),
        next: way_back(next).unwrap_or_default().to_owned(),
        refused: None,
        minutes: 0,
        provider: oidc.is_on().then(|| oidc.name().to_owned()),
    }
}

/// `GET /sign-in`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    Query(Next { next }): Query<Next>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if let Some(signed) = session::signed(&app, &headers).await? {
        return Ok(onwards(language, &signed.account, &next));
    }
    drawn(StatusCode::OK, &sheet(&app, language, &next))
}

/// Where a person goes who has just come in.
pub(super) fn onwards(language: Language, account: &Account, next: &str) -> Response {
    let home = if account.is_operator() {
        "console"
    } else {
        "organisation"
    };
    let home = format!("/{language}/{home}");
    Redirect::to(way_back(next).unwrap_or(&home)).into_response()
}

/// `POST /sign-in`
async fn sign_in(
    State(app): State<App>,
    Speaks(language): Speaks,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    let password = SecretString::from(typed.password);
    let before = session::cookie(&app, &headers, SESSION);
    let attempt = Attempt {
        login: &typed.login,
        password: &password,
        code: &typed.code,
        subscriber: &subscriber_octets(address),
        before: before.map(|secret| secret.digest()),
    };
    let (refused, seconds) = match accounts::sign_in(&app.service, &attempt).await? {
        SignIn::Welcome { secret, account } => {
            let mut response = onwards(language, &account, &typed.next);
            session::keep(&app, &mut response, SESSION, &secret, None);
            return Ok(response);
        }
        SignIn::Refused => ("accounts-refused", None),
        SignIn::Locked { seconds } => ("accounts-locked", Some(seconds)),
    };
    let mut sheet = sheet(&app, language, &typed.next);
    sheet.login = typed.login;
    refuse(sheet, refused, seconds)
}

/// The page once more, with why nobody was let in.
fn refuse(
    mut sheet: Sheet,
    refused: &'static str,
    seconds: Option<u64>,
) -> Result<Response, ApiError> {
    let title = &sheet.page.title;
    sheet.page.title = format!("{} {title}", sheet.page.t("pages-error-prefix"));
    sheet.refused = Some(refused);
    let Some(seconds) = seconds else {
        return drawn(StatusCode::UNPROCESSABLE_ENTITY, &sheet);
    };
    sheet.minutes = seconds.div_ceil(60);
    let mut response = drawn(StatusCode::TOO_MANY_REQUESTS, &sheet)?;
    let wait = HeaderValue::from(seconds);
    response.headers_mut().insert(RETRY_AFTER, wait);
    Ok(response)
}

/// The sign-in with the reason why the identity provider's word was not enough.
#[cfg(feature = "oidc")]
pub(super) fn refused_elsewhere(app: &App, language: Language) -> Result<Response, ApiError> {
    refuse(sheet(app, language, ""), "accounts-provider-refused", None)
}

/// `POST /sign-out`
async fn sign_out(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(form): Posted<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    let at = app.service.clock.now();
    let store = &app.service.store;
    store
        .close_session(&signed.session, &signed.account, at)
        .await?;
    let mut response = Redirect::to(&format!("/{language}/sign-in")).into_response();
    session::forget(&app, &mut response, SESSION);
    Ok(response)
}
