//! Finding certificates. What is looked for is posted: no code, name or number is in an address.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Form, Router};
use serde::Deserialize;

use super::{READERS, holder};
use crate::credential::{CertificateFacts, VerificationCode};
use crate::desk::{self, Wanted};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::{day, drawn};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::results;
use crate::store::{Certificate, Force};

pub(super) fn routes() -> Router<App> {
    localised("/console/certificates", get(ask).post(search))
}

#[derive(Template)]
#[template(path = "console/certificates.html", config = "src/http/askama.toml")]
struct Search {
    page: ConsolePage,
    typed: Typed,
    /// What is wrong with the field of this name.
    error: Option<(&'static str, String)>,
    /// What was found; none before anything is looked for.
    found: Option<Vec<Hit>>,
}

impl Search {
    fn is_wrong(&self, field: &str) -> bool {
        self.error
            .as_ref()
            .is_some_and(|(wrong, _)| *wrong == field)
    }

    fn sentence(&self) -> &str {
        self.error
            .as_ref()
            .map_or("", |(_, sentence)| sentence.as_str())
    }
}

struct Hit {
    id: String,
    name: String,
    birth_date: String,
    exam_date: String,
    score: u32,
    class: &'static str,
    state: String,
}

/// Which way, and what was typed for it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    csrf: String,
    by: String,
    code: String,
    last_name: String,
    first_name: String,
    birth_date: String,
    ine: String,
}

impl Typed {
    /// What is wanted, or the field that is wrong and why.
    fn wanted(&self) -> Result<Wanted, (&'static str, &'static str)> {
        match self.by.as_str() {
            "code" => VerificationCode::parse(&self.code)
                .map(Wanted::Code)
                .map_err(|_| ("code", "console-cert-code-wrong")),
            "ine" => results::ine(self.ine.trim())
                .map(Wanted::Ine)
                .ok_or(("ine", "console-cert-ine-wrong")),
            _ => self.person(),
        }
    }

    fn person(&self) -> Result<Wanted, (&'static str, &'static str)> {
        let missing = |field| (field, "console-cert-name-missing");
        let named = |text: &str, field| match text.trim() {
            "" => Err(missing(field)),
            name => Ok(name.to_owned()),
        };
        Ok(Wanted::Person {
            last_name: named(&self.last_name, "last-name")?,
            first_name: named(&self.first_name, "first-name")?,
            birth_date: results::date(&self.birth_date)
                .ok_or(("birth-date", "console-cert-birth-wrong"))?,
        })
    }
}

/// `GET /console/certificates`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    page(&app, language, &signed, Typed::default(), (None, None))
}

/// `POST /console/certificates`
async fn search(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Form(typed): Form<Typed>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    signed.check(&typed.csrf)?;
    let wanted = match typed.wanted() {
        Ok(wanted) => wanted,
        Err((field, sentence)) => {
            let error = Some((field, text(language, sentence)));
            return page(&app, language, &signed, typed, (error, None));
        }
    };
    let found = desk::find(&app.service, &wanted).await?;
    if let [one] = found.as_slice() {
        let address = format!("/{language}/console/certificates/{}", one.id);
        return Ok(Redirect::to(&address).into_response());
    }
    let hits: Result<Vec<Hit>, ApiError> = found.iter().map(|it| hit(it, language)).collect();
    page(&app, language, &signed, typed, (None, Some(hits?)))
}

fn page(
    app: &App,
    language: Language,
    signed: &Signed,
    typed: Typed,
    (error, found): (Option<(&'static str, String)>, Option<Vec<Hit>>),
) -> Result<Response, ApiError> {
    let mut title = text(language, "console-cert-search-title");
    let mut status = StatusCode::OK;
    if error.is_some() {
        title = format!("{} {title}", text(language, "pages-error-prefix"));
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let search = Search {
        page: ConsolePage::new(app, language, title, signed)
            .at("/console/certificates", "certificates")
            .with_icons(&["ok", "bad", "none", "warn"]),
        typed,
        error,
        found,
    };
    drawn(status, &search)
}

fn hit(certificate: &Certificate, language: Language) -> Result<Hit, ApiError> {
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts)?;
    let (class, sentence) = match certificate.force() {
        Force::InForce => ("ok", "pages-results-valid"),
        Force::Suspended => ("warn", "pages-results-suspended"),
        Force::Superseded => ("warn", "pages-results-superseded"),
        Force::Revoked => ("bad", "pages-results-revoked"),
    };
    Ok(Hit {
        id: certificate.id.to_string(),
        name: holder(&facts),
        birth_date: day(language, facts.holder.birth_date),
        exam_date: day(language, facts.exam_date),
        score: facts.score,
        class,
        state: text(language, sentence),
    })
}
