//! One's own account: another password, and signing out everywhere.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use secrecy::SecretString;
use serde::Deserialize;

use super::ConsolePage;
use crate::accounts::{self, Rejected};
use crate::http::error::ApiError;
use crate::http::form::{Bare, Posted};
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::{self, SESSION, Signed};
use crate::i18n::{Language, text};

pub(super) fn routes() -> Router<App> {
    localised("/account", get(own))
        .merge(localised("/account/password", get(own).post(password)))
        .merge(localised("/account/sign-out", post(everywhere)))
}

#[derive(Template)]
#[template(path = "console/own.html", config = "src/http/askama.toml")]
struct Own {
    page: ConsolePage,
    login: String,
    roles: String,
    /// Whether the person signs in here and not at the identity provider.
    here: bool,
    fields: [Field; 4],
    /// Id of the sentence that says why the password was not changed, and the field it is about.
    rejected: Option<(&'static str, &'static str)>,
}

/// A field of the form that changes the password.
struct Field {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    complete: &'static str,
    wrong: bool,
}

const FIELDS: [Field; 4] = [
    Field {
        name: "current",
        label: "accounts-current",
        kind: "password",
        complete: "current-password",
        wrong: false,
    },
    Field {
        name: "code",
        label: "accounts-code",
        kind: "text",
        complete: "one-time-code",
        wrong: false,
    },
    Field {
        name: "new",
        label: "accounts-new",
        kind: "password",
        complete: "new-password",
        wrong: false,
    },
    Field {
        name: "again",
        label: "accounts-again",
        kind: "password",
        complete: "new-password",
        wrong: false,
    },
];

fn sheet(app: &App, language: Language, signed: &Signed) -> Own {
    let title = text(language, "accounts-own-title");
    let page = ConsolePage::new(app, language, title, signed)
        .at("/account", "account")
        .with_icons(&["bad"]);
    let roles: Vec<String> = signed
        .account
        .roles
        .iter()
        .map(|role| page.role(role))
        .collect();
    Own {
        login: signed.account.login.to_string(),
        roles: roles.join(", "),
        here: signed.account.subject.is_none(),
        fields: FIELDS,
        rejected: None,
        page,
    }
}

/// `GET /account`
async fn own(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    drawn(StatusCode::OK, &sheet(&app, language, &signed))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    current: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

/// `POST /account/password`
async fn password(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    let rejected = if typed.new == typed.again {
        let (current, new) = (typed.current.into(), SecretString::from(typed.new));
        let service = &app.service;
        let account = &signed.account;
        match accounts::choose_password(service, account, &current, &typed.code, &new).await? {
            Ok(()) => return Ok(signed_out(&app, language)),
            Err(Rejected::Wrong) => ("accounts-current-wrong", "current"),
            Err(Rejected::TooShort) => ("accounts-too-short", "new"),
            Err(Rejected::TooLong) => ("accounts-too-long", "new"),
            Err(Rejected::Locked) => ("accounts-own-locked", "current"),
        }
    } else {
        ("accounts-not-again", "again")
    };
    let mut own = sheet(&app, language, &signed);
    own.page = own.page.with_error();
    for field in &mut own.fields {
        field.wrong = field.name == rejected.1;
    }
    own.rejected = Some(rejected);
    drawn(StatusCode::UNPROCESSABLE_ENTITY, &own)
}

/// `POST /account/sign-out`
async fn everywhere(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(form): Posted<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    let at = app.service.clock.now();
    let store = &app.service.store;
    store.close_sessions(&signed.account, at).await?;
    Ok(signed_out(&app, language))
}

fn signed_out(app: &App, language: Language) -> Response {
    let mut response = Redirect::to(&format!("/{language}/sign-in")).into_response();
    session::forget(app, &mut response, SESSION);
    response
}
