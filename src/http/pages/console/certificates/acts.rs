//! Putting a certificate out of force and back: a page of its own for each act, with what the public
//! will read and one thing to type again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Form, Router};
use serde::Deserialize;

use super::confirm::confirms;
use super::preview::Seen;
use super::{find, holder};
use crate::accounts::Role;
use crate::credential::{CertificateFacts, RevocationReason};
use crate::desk::{self, Act};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::revocation;
use crate::store::{By, Certificate, Refusal};

/// Longest note.
pub(super) const NOTE: usize = 2000;

/// Public reasons of a revocation.
const FINAL: &[RevocationReason] = &[
    RevocationReason::IssuedInError,
    RevocationReason::Fraud,
    RevocationReason::IdentityError,
    RevocationReason::ResultChanged,
    RevocationReason::HolderRequest,
    RevocationReason::KeyCompromise,
];

/// Public reasons of a suspension.
const PASSING: &[RevocationReason] = &[
    RevocationReason::UnderInquiry,
    RevocationReason::HolderRequest,
    RevocationReason::IssuedInError,
    RevocationReason::IdentityError,
];

pub(super) fn routes() -> Router<App> {
    localised("/console/certificates/{id}/{act}", get(ask).post(act))
}

/// What stands in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Revoke,
    Suspend,
    Reinstate,
}

impl Kind {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "revoke" => Some(Self::Revoke),
            "suspend" => Some(Self::Suspend),
            "reinstate" => Some(Self::Reinstate),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Revoke => "revoke",
            Self::Suspend => "suspend",
            Self::Reinstate => "reinstate",
        }
    }

    fn reasons(self) -> &'static [RevocationReason] {
        match self {
            Self::Revoke => FINAL,
            Self::Suspend => PASSING,
            Self::Reinstate => &[],
        }
    }

    /// The act with the reason that was chosen, or the first.
    fn act(self, chosen: &str) -> Act {
        let reasons = self.reasons();
        let mut all = reasons.iter();
        let chosen = all.find(|reason| reason.name() == chosen);
        let reason = chosen.or(reasons.first()).copied();
        match (self, reason) {
            (Self::Revoke, Some(reason)) => Act::Revoke(reason),
            (Self::Suspend, Some(reason)) => Act::Suspend(reason),
            (Self::Reinstate, _) | (_, None) => Act::Reinstate,
        }
    }

    fn title(self, language: Language) -> String {
        text(language, &format!("console-cert-{}-title", self.name()))
    }

    fn lead(self, language: Language) -> String {
        text(language, &format!("console-cert-{}-lead", self.name()))
    }

    fn button(self, language: Language) -> String {
        text(language, &format!("console-cert-{}-button", self.name()))
    }
}

#[derive(Template)]
#[template(path = "console/certificate_act.html", config = "src/http/askama.toml")]
struct ActPage {
    page: ConsolePage,
    id: String,
    name: String,
    kind: Kind,
    heading: String,
    lead: String,
    button: String,
    reasons: Vec<Choice>,
    typed: Typed,
    seen: Seen,
    /// What is wrong with the field of this name.
    errors: Vec<(&'static str, String)>,
}

struct Choice {
    name: &'static str,
    label: String,
    chosen: bool,
}

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    csrf: String,
    reason: String,
    note: String,
    last_two: String,
    /// Only the preview is asked for.
    preview: Option<String>,
}

impl ActPage {
    fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        errors
            .find(|(name, _)| *name == field)
            .map(|(_, sentence)| sentence.as_str())
    }
}

/// `GET /console/certificates/{id}/{act}`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, act)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let kind = Kind::from_name(&act).ok_or(ApiError::NotFound)?;
    signed.require(Role::Revoker)?;
    let found = find(&app, &id).await?;
    let typed = (Typed::default(), Vec::new());
    page(&app, language, &signed, (&found, kind), typed).await
}

/// `POST /console/certificates/{id}/{act}`
async fn act(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, act)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, ApiError> {
    let kind = Kind::from_name(&act).ok_or(ApiError::NotFound)?;
    signed.require(Role::Revoker)?;
    signed.check(&typed.csrf)?;
    let found = find(&app, &id).await?;
    if typed.preview.is_some() {
        return page(&app, language, &signed, (&found, kind), (typed, Vec::new())).await;
    }
    let errors = wrong(&found.0, &typed, language);
    if !errors.is_empty() {
        return page(&app, language, &signed, (&found, kind), (typed, errors)).await;
    }
    let (certificate, operator) = (found.0.id, signed.account.operator());
    let by = By {
        operator: &operator,
        note: Some(&typed.note),
        tell: None,
    };
    let office = app.service.office();
    let done = match kind.act(&typed.reason) {
        Act::Revoke(reason) => revocation::revoke(&office, certificate, reason, by).await,
        Act::Suspend(reason) => revocation::suspend(&office, certificate, reason, by).await,
        Act::Reinstate | Act::Supersede => revocation::reinstate(&office, certificate, by).await,
    };
    match done {
        Ok(_) => Ok(back(language, &id)),
        Err(revocation::Error::Refused { refusal, .. }) => {
            let found = find(&app, &id).await?;
            let errors = vec![("main", refused(refusal, language))];
            page(&app, language, &signed, (&found, kind), (typed, errors)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What has to be mended before anything is done.
fn wrong(
    certificate: &Certificate,
    typed: &Typed,
    language: Language,
) -> Vec<(&'static str, String)> {
    let mut errors = Vec::new();
    if typed.note.chars().count() > NOTE {
        errors.push(("note", text(language, "console-cert-note-long")));
    }
    if !confirms(certificate, &typed.last_two) {
        errors.push(("last-two", text(language, "console-cert-last-two-wrong")));
    }
    errors
}

async fn page(
    app: &App,
    language: Language,
    signed: &Signed,
    (found, kind): (&(Certificate, CertificateFacts), Kind),
    (typed, mut errors): (Typed, Vec<(&'static str, String)>),
) -> Result<Response, ApiError> {
    let (certificate, facts) = found;
    let act = kind.act(&typed.reason);
    if let (Some(refusal), true) = (desk::stands_against(certificate, act), errors.is_empty()) {
        errors.push(("main", refused(refusal, language)));
    }
    let heading = kind.title(language);
    let (title, status) = if errors.is_empty() {
        (heading.clone(), StatusCode::OK)
    } else {
        let prefix = text(language, "pages-error-prefix");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        (format!("{prefix} {heading}"), status)
    };
    let seen = Seen::after(app, certificate, act, language).await?;
    let path = format!("/console/certificates/{}/{}", certificate.id, kind.name());
    let page = ActPage {
        page: ConsolePage::new(app, language, title, signed)
            .at(path, "certificates")
            .with_icons(&["bad", seen.state.icon]),
        id: certificate.id.to_string(),
        name: holder(facts),
        lead: kind.lead(language),
        button: kind.button(language),
        reasons: choices(kind, act, language),
        kind,
        heading,
        typed,
        seen,
        errors,
    };
    drawn(status, &page)
}

fn choices(kind: Kind, act: Act, language: Language) -> Vec<Choice> {
    let choice = |reason: &RevocationReason| Choice {
        name: reason.name(),
        label: text(language, &format!("revocation-{}", reason.name())),
        chosen: matches!(act, Act::Revoke(it) | Act::Suspend(it) if it == *reason),
    };
    kind.reasons().iter().map(choice).collect()
}

/// Why an act does not fit the certificate's state.
pub(super) fn refused(refusal: Refusal, language: Language) -> String {
    let rule = match refusal {
        Refusal::NotIssued => "not-issued",
        Refusal::AlreadyRevoked => "already-revoked",
        Refusal::AlreadySuspended => "already-suspended",
        Refusal::NotSuspended => "not-suspended",
        Refusal::AlreadySuperseded => "already-superseded",
        Refusal::NotItsCorrection => "not-its-correction",
    };
    text(language, &format!("problem-rule-{rule}"))
}

pub(super) fn back(language: Language, id: &str) -> Response {
    Redirect::to(&format!("/{language}/console/certificates/{id}")).into_response()
}
