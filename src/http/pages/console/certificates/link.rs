//! The holder's private link: withdrawn, made anew, and sent again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use axum::{Form, Router};
use serde::Deserialize;

use super::acts::back;
use super::confirm::confirms;
use super::{find, holder};
use crate::accounts::Role;
use crate::credential::CertificateFacts;
use crate::desk::{self, LettersError};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::results;
use crate::store::Certificate;

/// Who may renew a link.
const MAY: &[Role] = &[Role::Revoker, Role::Issuer];

pub(super) fn routes() -> Router<App> {
    localised("/console/certificates/{id}/link", get(ask).post(renew))
}

#[derive(Template)]
#[template(
    path = "console/certificate_link.html",
    config = "src/http/askama.toml"
)]
struct LinkPage {
    page: ConsolePage,
    id: String,
    name: String,
    /// Whether letters are sent at all.
    mail: bool,
    typed: Typed,
    errors: Vec<(&'static str, String)>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    csrf: String,
    address: String,
    last_two: String,
}

impl LinkPage {
    fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        errors
            .find(|(name, _)| *name == field)
            .map(|(_, sentence)| sentence.as_str())
    }
}

/// `GET /console/certificates/{id}/link`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require_any(MAY)?;
    let found = find(&app, &id).await?;
    let address = desk::known_address(&app.service, found.0.id).await?;
    let typed = Typed {
        address: address.unwrap_or_default(),
        ..Typed::default()
    };
    page(&app, language, &signed, &found, (typed, Vec::new()))
}

/// `POST /console/certificates/{id}/link`
async fn renew(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, ApiError> {
    signed.require_any(MAY)?;
    signed.check(&typed.csrf)?;
    let found = find(&app, &id).await?;
    let mut errors = Vec::new();
    let wrong = |id: &str| text(language, id);
    let address = match typed.address.trim() {
        "" => None,
        given => {
            let address = results::mail_address(given);
            if address.is_none() {
                errors.push(("address", wrong("console-cert-address-wrong")));
            }
            address
        }
    };
    if !confirms(&found.0, &typed.last_two) {
        errors.push(("last-two", wrong("console-cert-last-two-wrong")));
    }
    if !errors.is_empty() {
        return page(&app, language, &signed, &found, (typed, errors));
    }
    let operator = signed.account.operator();
    match desk::renew_link(&app.service, found.0.id, address, &operator).await {
        Ok(()) => Ok(back(language, &id)),
        Err(LettersError::NoMail) => {
            let errors = vec![("address", wrong("console-batch-no-mail"))];
            page(&app, language, &signed, &found, (typed, errors))
        }
        Err(LettersError::Revocation(error)) => Err(error.into()),
        Err(LettersError::Store(error)) => Err(error.into()),
    }
}

fn page(
    app: &App,
    language: Language,
    signed: &Signed,
    (certificate, facts): &(Certificate, CertificateFacts),
    (typed, errors): (Typed, Vec<(&'static str, String)>),
) -> Result<Response, ApiError> {
    let mut title = text(language, "console-cert-link-title");
    let mut status = StatusCode::OK;
    if !errors.is_empty() {
        title = format!("{} {title}", text(language, "pages-error-prefix"));
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let path = format!("/console/certificates/{}/link", certificate.id);
    let page = LinkPage {
        page: ConsolePage::new(app, language, title, signed)
            .at(path, "certificates")
            .with_icons(&["bad"]),
        id: certificate.id.to_string(),
        name: holder(facts),
        mail: app.service.config.mail.is_on(),
        typed,
        errors,
    };
    drawn(status, &page)
}
