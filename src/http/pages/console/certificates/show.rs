//! One certificate: what it says, what the public sees, and everything that was done to it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::Deserialize;

use super::confirm::masked;
use super::preview::Seen;
use super::{READERS, find, holder};
use crate::accounts::Role;
use crate::audit::AuditEvent;
use crate::credential::{CertificateFacts, RevocationReason};
use crate::desk::{self, Act};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::console::trail;
use crate::http::pages::console::who::People;
use crate::http::pages::holder::{archived, download};
use crate::http::pages::{day, drawn, instant};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text, text_with};
use crate::store::Certificate;

pub(super) fn routes() -> Router<App> {
    localised("/console/certificates/{id}", get(show))
        .merge(localised("/console/certificates/{id}/code", post(reveal)))
        .merge(localised(
            "/console/certificates/{id}/document.pdf",
            get(document),
        ))
}

#[derive(Template)]
#[template(path = "console/certificate.html", config = "src/http/askama.toml")]
struct Show {
    page: ConsolePage,
    id: String,
    name: String,
    seen: Seen,
    rows: Vec<(String, String)>,
    code: String,
    /// Whether the whole code is shown.
    revealed: bool,
    batch: Option<String>,
    supersedes: Option<String>,
    superseded_by: Option<String>,
    trail: Vec<Step>,
    /// What this person can do to it now: the last part of its address, and its label.
    acts: Vec<(&'static str, &'static str)>,
    may_link: bool,
}

/// One act of the trail.
struct Step {
    at: String,
    what: String,
    who: String,
    detail: String,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Posted {
    #[serde(default)]
    csrf: String,
}

/// `GET /console/certificates/{id}`
async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let found = find(&app, &id).await?;
    page(&app, language, &signed, &found, false).await
}

/// `POST /console/certificates/{id}/code`: showing the whole code is an act that is recorded.
async fn reveal(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    signed.check(&posted.csrf)?;
    let found = find(&app, &id).await?;
    let (operator, now) = (signed.account.operator(), app.service.clock.now());
    let store = &app.service.store;
    store.record_code_shown(found.0.id, &operator, now).await?;
    page(&app, language, &signed, &found, true).await
}

/// `GET /console/certificates/{id}/document.pdf`
async fn document(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let (certificate, _) = find(&app, &id).await?;
    let bytes = archived(&app, &certificate).await?;
    let name = format!("{}.pdf", text(language, "pages-download-name"));
    Ok(download(&name, "application/pdf", bytes))
}

async fn page(
    app: &App,
    language: Language,
    signed: &Signed,
    (certificate, facts): &(Certificate, CertificateFacts),
    revealed: bool,
) -> Result<Response, ApiError> {
    let id = certificate.id;
    let seen = Seen::now(app, certificate, language).await?;
    let title = text(language, "console-cert-title");
    let row = app.service.store.row_of_certificate(id).await?;
    let show = Show {
        page: ConsolePage::new(app, language, title, signed)
            .at(format!("/console/certificates/{id}"), "certificates")
            .with_icons(&["ok", "bad", "none", "warn", seen.state.icon]),
        id: id.to_string(),
        name: holder(facts),
        seen,
        rows: rows(app, certificate, facts, language),
        code: if revealed {
            certificate.code.grouped()
        } else {
            masked(certificate)
        },
        revealed,
        batch: row.map(|(batch, _)| batch.to_string()),
        supersedes: certificate.supersedes.map(|id| id.to_string()),
        superseded_by: certificate.superseded_by.map(|id| id.to_string()),
        trail: trail(app, certificate, language).await?,
        acts: acts(signed, certificate),
        may_link: signed.account.is(Role::Revoker) || signed.account.is(Role::Issuer),
    };
    drawn(StatusCode::OK, &show)
}

/// What is known of it besides what the document says.
fn rows(
    app: &App,
    certificate: &Certificate,
    facts: &CertificateFacts,
    language: Language,
) -> Vec<(String, String)> {
    let zone = app.service.config.service.time_zone;
    let status = [
        ("list", certificate.status.list.to_string().into()),
        ("index", certificate.status.index.to_string().into()),
    ];
    let key = certificate.credential_key.as_ref();
    let document = certificate.document.map(|digest| digest.to_string());
    let document = document.unwrap_or_default();
    let framework = app.service.framework_named(&facts.framework).ok();
    let level = framework.and_then(|framework| framework.global_level(facts.score));
    let level = level.map_or("–", |level| level.label.get(language));
    let rows = [
        ("level", level.to_owned()),
        ("score", facts.score.to_string()),
        ("exam", day(language, facts.exam_date)),
        ("birth-date", day(language, facts.holder.birth_date)),
        ("birth-place", facts.holder.birth_place.clone()),
        ("centre", facts.centre.clone()),
        ("delivery", day(language, facts.delivery_date)),
        (
            "issued",
            certificate
                .issued_at
                .map_or_else(String::new, |at| instant(language, at, zone)),
        ),
        ("key", key.map_or_else(String::new, ToString::to_string)),
        ("status", text_with(language, "console-cert-place", &status)),
        (
            "digest",
            format!("{} …", document.get(..16).unwrap_or_default()),
        ),
    ];
    let labelled = rows.into_iter().map(|(name, value)| {
        let label = text(language, &format!("console-cert-{name}"));
        (label, value)
    });
    labelled.collect()
}

/// What fits the certificate's state and the person's role.
fn acts(signed: &Signed, certificate: &Certificate) -> Vec<(&'static str, &'static str)> {
    if !signed.account.is(Role::Revoker) {
        return Vec::new();
    }
    let reason = RevocationReason::UnderInquiry;
    let all = [
        (Act::Supersede, "supersede", "console-cert-supersede"),
        (Act::Reinstate, "reinstate", "console-cert-reinstate"),
        (Act::Suspend(reason), "suspend", "console-cert-suspend"),
        (Act::Revoke(reason), "revoke", "console-cert-revoke"),
    ];
    let fitting = all
        .into_iter()
        .filter(|(act, ..)| desk::stands_against(certificate, *act).is_none());
    fitting.map(|(_, name, label)| (name, label)).collect()
}

async fn trail(
    app: &App,
    certificate: &Certificate,
    language: Language,
) -> Result<Vec<Step>, ApiError> {
    let store = &app.service.store;
    let entries = store.audit_trail(certificate.id).await?;
    let mut notes = store.act_notes(certificate.id).await?;
    let zone = app.service.config.service.time_zone;
    let mut people = People::new(app, language);
    let mut steps = Vec::with_capacity(entries.len());
    for (number, entry) in (1..).zip(entries) {
        let (what, detail) = told(&entry.event, language);
        steps.push(Step {
            at: instant(language, entry.at, zone),
            what,
            who: people.name(&entry.operator).await?,
            detail,
            note: notes.remove(&number),
        });
    }
    Ok(steps)
}

/// What an event is called, and what else is said of it.
fn told(event: &AuditEvent, language: Language) -> (String, String) {
    let detail = match event {
        AuditEvent::Issued { document, .. } | AuditEvent::DocumentRenewed { document, .. } => {
            let short = document.get(..16).unwrap_or_default();
            text_with(
                language,
                "console-cert-document-is",
                &[("digest", short.into())],
            )
        }
        AuditEvent::Revoked { reason } | AuditEvent::Suspended { reason } => {
            text(language, &format!("revocation-{reason}"))
        }
        _ => String::new(),
    };
    let kind = trail::kind(event).replace('_', "-");
    (text(language, &format!("console-event-{kind}")), detail)
}
