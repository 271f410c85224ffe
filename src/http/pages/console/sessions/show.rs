//! One session: where and when, who sits where, what is printed, and the certificates that came of it.

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use serde::Deserialize;

use super::candidates::{self, Row};
use super::{READERS, Said, Upload, find, refused_title, said};
use crate::accounts::Role;
use crate::credential::CertificateFacts;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::{day, drawn, instant};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::sessions::{self, Error, Import, ListTemplate, Proposed};
use crate::store::{CentreKind, Certificate, Force, Session};

/// Certificates that the page shows; booklets hold all.
const MOST_ROWS: usize = 100;
/// Candidates that the page shows; another shows all.
const FIRST_CANDIDATES: usize = 20;

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/{id}", get(show))
        .merge(localised("/console/sessions/{id}/list", post(import)))
}

#[derive(Template)]
#[template(path = "console/session.html", config = "src/http/askama.toml")]
pub(super) struct Sheet {
    page: ConsolePage,
    id: String,
    session: Session,
    date: String,
    time: String,
    framework: String,
    address: Vec<String>,
    rooms: Vec<RoomRow>,
    candidates: Vec<Row>,
    count: usize,
    imported: Option<String>,
    forgotten: Option<String>,
    certificates: Vec<CertificateRow>,
    issued: usize,
    in_force: usize,
    classes: BTreeSet<String>,
    may_change: bool,
    /// Whether the person may cancel or delete it, or take it up again.
    may_end: bool,
    /// When it was cancelled.
    cancelled: Option<String>,
    /// The empty list for its centre, without the form's ending.
    template: &'static str,
    /// What was just done.
    done: Option<String>,
    /// What is wrong with a form, and where it is.
    wrong: Option<(&'static str, String)>,
    problems: Vec<Said>,
    more: usize,
}

struct RoomRow {
    name: String,
    invigilators: String,
    places: Option<u32>,
    seated: usize,
    too_many: usize,
}

struct CertificateRow {
    id: String,
    name: String,
    level: String,
    state: &'static str,
    class: &'static str,
}

/// What a page before did.
const DONE: [&str; 7] = [
    "changed",
    "added",
    "candidate",
    "removed",
    "list",
    "cancelled",
    "resumed",
];

/// What the address says was just done.
#[derive(Default, Deserialize)]
struct After {
    #[serde(default)]
    done: String,
}

/// `GET /console/sessions/{id}`
async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let session = find(&app, &id).await?;
    let mut sheet = sheet(&app, language, &signed, session).await?;
    let Query(After { done }) = after.unwrap_or_default();
    let done = DONE.into_iter().find(|known| *known == done);
    sheet.done = done.map(|done| text(language, &format!("sessions-done-{done}")));
    drawn(StatusCode::OK, &sheet)
}

/// `POST /console/sessions/{id}/list`
async fn import(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let upload = Upload::read(form, &signed).await?;
    let session = find(&app, &id).await?;
    if upload.bytes.is_empty() {
        let message = text(language, "sessions-page-file-missing");
        return refused(&app, language, &signed, session, ("file", message)).await;
    }
    let import = Import {
        session: Some(session.clone()),
        centre: session.centre.clone(),
        file_name: upload.file_name,
        bytes: upload.bytes,
        dry_run: false,
        operator: signed.account.operator(),
    };
    match sessions::propose(&app.service, import).await {
        Ok(Proposed::Stored(_)) => {
            let address = format!("/{language}/console/sessions/{id}?done=list");
            Ok(Redirect::to(&address).into_response())
        }
        Ok(Proposed::Waits(draft)) => {
            let address = format!("/{language}/console/sessions/{id}/list/{draft}");
            Ok(Redirect::to(&address).into_response())
        }
        Err(Error::Refused(report)) => {
            let mut sheet = sheet(&app, language, &signed, session).await?;
            (sheet.problems, sheet.more) = said(&report, language);
            let count = [("count", FluentValue::from(report.errors().count()))];
            let message = text_with(language, "sessions-page-refused", &count);
            sheet.refuse(language, ("problems", message));
            drawn(StatusCode::UNPROCESSABLE_ENTITY, &sheet)
        }
        Err(error) => Err(error.into()),
    }
}

/// The page again, with what is wrong with one of its forms.
pub(super) async fn refused(
    app: &App,
    language: Language,
    signed: &Signed,
    session: Session,
    wrong: (&'static str, String),
) -> Result<Response, ApiError> {
    let mut sheet = sheet(app, language, signed, session).await?;
    sheet.refuse(language, wrong);
    drawn(StatusCode::UNPROCESSABLE_ENTITY, &sheet)
}

impl Sheet {
    fn refuse(&mut self, language: Language, wrong: (&'static str, String)) {
        self.page.page.title = refused_title(language, &self.page.page.title);
        self.wrong = Some(wrong);
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.wrong
            .as_ref()
            .is_some_and(|(wrong, _)| *wrong == field)
    }
}

async fn sheet(
    app: &App,
    language: Language,
    signed: &Signed,
    session: Session,
) -> Result<Sheet, ApiError> {
    let service = &app.service;
    let candidates = sessions::candidates(service, &session).await?;
    let count = candidates.len();
    let classes = candidates
        .iter()
        .filter_map(|one| one.class.clone())
        .collect();
    let seated = sessions::seat(candidates, &session.rooms);
    let certificates = service
        .store
        .certificates_of_session(&session.number)
        .await?;
    let in_force = certificates
        .iter()
        .filter(|one| one.force() == Force::InForce)
        .count();
    let mut rows = Vec::new();
    for certificate in certificates.iter().take(MOST_ROWS) {
        rows.push(certificate_row(app, certificate, language)?);
    }
    let framework = service.framework_named(&session.framework);
    let title = text(language, "sessions-page-session");
    let zone = service.config.service.time_zone;
    let address = [&session.site, &session.centre.address];
    let lines = address.into_iter().flatten().flat_map(|text| text.lines());
    Ok(Sheet {
        page: ConsolePage::new(app, language, title, signed)
            .at(format!("/console/sessions/{}", session.id), "sessions")
            .with_icons(&["bad", "ok", "warn", "none"]),
        id: session.id.to_string(),
        date: day(language, session.exam_date),
        time: session.starts_at.format("%H:%M").to_string(),
        framework: framework.map_or_else(
            |_| session.framework.clone(),
            |framework| framework.title.get(language).to_owned(),
        ),
        address: lines.map(str::to_owned).collect(),
        candidates: candidates::rows(&seated, 0, FIRST_CANDIDATES),
        rooms: seated.iter().map(room_row).collect(),
        count,
        imported: session.imported_at.map(|at| instant(language, at, zone)),
        forgotten: session.forgotten_at.map(|at| instant(language, at, zone)),
        certificates: rows,
        issued: certificates.len(),
        in_force,
        classes,
        may_change: signed.account.is(Role::Issuer) && session.cancelled_at.is_none(),
        may_end: signed.account.is(Role::Issuer),
        cancelled: session.cancelled_at.map(|at| instant(language, at, zone)),
        template: match session.centre.kind {
            CentreKind::School => ListTemplate::School,
            CentreKind::Other => ListTemplate::Other,
        }
        .name(),
        done: None,
        wrong: None,
        problems: Vec::new(),
        more: 0,
        session,
    })
}

fn room_row(seated: &sessions::Seated) -> RoomRow {
    RoomRow {
        name: seated.room.name.clone(),
        invigilators: seated.room.invigilators.join(", "),
        places: seated.room.places,
        seated: seated.candidates.len(),
        too_many: seated.too_many(),
    }
}

fn certificate_row(
    app: &App,
    certificate: &Certificate,
    language: Language,
) -> Result<CertificateRow, ApiError> {
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts)?;
    let framework = app.service.framework_named(&facts.framework).ok();
    let level = framework.and_then(|framework| framework.global_level(facts.score));
    let (state, class) = match certificate.force() {
        Force::InForce => ("pages-results-valid", "ok"),
        Force::Suspended => ("pages-results-suspended", "warn"),
        Force::Superseded => ("pages-results-superseded", "none"),
        Force::Revoked => ("pages-results-revoked", "bad"),
    };
    Ok(CertificateRow {
        id: certificate.id.to_string(),
        name: format!("{} {}", facts.holder.last_name, facts.holder.first_name),
        level: level.map_or_else(
            || facts.score.to_string(),
            |level| level.label.get(language).to_owned(),
        ),
        state,
        class,
    })
}
