//! What the public reports about suspicious documents: read by operators, dealt with once.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;
use uuid::Uuid;

use super::ConsolePage;
use super::who::People;
use crate::accounts::Role;
use crate::credential::VerificationCode;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::{drawn, verdict};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::reports;
use crate::store::{DocumentReport, REPORT_CONTACT_DAYS, ReportOutcome, State as Progress};
use crate::store::{REPORT_DAYS, WhichReports};
use crate::verification::Verdict;

/// Reports on a page.
const PAGE: u32 = 25;
/// Characters of a report that the list shows.
const BEGINNING: usize = 140;
/// Who may read what the public writes.
pub(super) const READERS: &[Role] = &[Role::Issuer, Role::Revoker, Role::Auditor];
/// Who may deal with it.
const HANDLERS: &[Role] = &[Role::Issuer, Role::Revoker];

pub(super) fn routes() -> Router<App> {
    localised("/console/reports", get(list))
        .merge(localised("/console/reports/{id}", get(show).post(handle)))
}

#[derive(Template)]
#[template(path = "console/reports.html", config = "src/http/askama.toml")]
struct List {
    page: ConsolePage,
    /// Whether those are shown that somebody dealt with.
    handled: bool,
    open: u64,
    reports: Vec<Row>,
    /// Where the next page begins.
    next: Option<Uuid>,
    first: bool,
}

struct Row {
    id: Uuid,
    at: String,
    what: String,
    verdict: Option<Told>,
    outcome: Option<String>,
}

/// A verdict in words and colour.
struct Told {
    class: &'static str,
    title: String,
}

#[derive(Template)]
#[template(path = "console/report.html", config = "src/http/askama.toml")]
struct One {
    page: ConsolePage,
    id: Uuid,
    at: String,
    report: DocumentReport,
    verdict: Option<Told>,
    /// The certificate that has the code, and how it stands now.
    certificate: Option<(String, Told)>,
    contact_days: i64,
    days: i64,
    handled: Option<Done>,
    may_handle: bool,
    outcomes: Vec<Choice>,
    typed: Typed,
    /// What is wrong with the field of this name.
    errors: Vec<(&'static str, String)>,
}

struct Done {
    at: String,
    who: String,
    outcome: Option<String>,
    note: Option<String>,
}

struct Choice {
    name: &'static str,
    label: String,
    chosen: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    csrf: String,
    outcome: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Place {
    /// `handled`, or those that wait.
    state: String,
    before: Option<Uuid>,
}

impl One {
    fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        errors
            .find(|(name, _)| *name == field)
            .map(|(_, sentence)| sentence.as_str())
    }
}

fn told(verdict: Verdict, language: Language) -> Told {
    let (class, _) = verdict::look(verdict);
    let title = text(language, &format!("verdict-{}", verdict.name()));
    Told { class, title }
}

fn kept_verdict(report: &DocumentReport, language: Language) -> Option<Told> {
    let verdict = Verdict::from_name(report.verdict.as_deref()?)?;
    Some(told(verdict, language))
}

fn outcome(outcome: ReportOutcome, language: Language) -> String {
    text(language, &format!("reports-outcome-{}", outcome.name()))
}

/// `GET /console/reports`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Query(place): Query<Place>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let handled = place.state == "handled";
    let which = if handled {
        WhichReports::Handled
    } else {
        WhichReports::Open
    };
    let store = &app.service.store;
    let mut found = store.reports(which, place.before, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let title = text(language, "reports-title");
    let page = ConsolePage::new(&app, language, title, &signed)
        .at("/console/reports", "reports")
        .with_icons(&["ok", "bad", "none", "warn"]);
    let row = |report: &DocumentReport| Row {
        id: report.id,
        at: page.instant(report.at),
        what: beginning(&report.what),
        verdict: kept_verdict(report, language),
        outcome: report
            .handled
            .as_ref()
            .and_then(|handled| Some(outcome(handled.outcome?, language))),
    };
    let list = List {
        handled,
        open: store.count_open_reports().await?,
        next: found.last().filter(|_| more).map(|last| last.id),
        first: place.before.is_none(),
        reports: found.iter().map(row).collect(),
        page,
    };
    drawn(StatusCode::OK, &list)
}

/// The beginning of a text, in one line.
fn beginning(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(BEGINNING) {
        words.truncate(end);
        words.push('…');
    }
    words
}

/// `GET /console/reports/{id}`
async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
) -> Result<Response, ApiError> {
    one(&app, language, &signed, &id, (Typed::default(), Vec::new())).await
}

/// `POST /console/reports/{id}`
async fn handle(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require_any(HANDLERS)?;
    let chosen = ReportOutcome::from_name(&typed.outcome);
    let mut errors = Vec::new();
    if chosen.is_none() {
        errors.push(("outcome", text(language, "reports-no-outcome")));
    }
    if typed.note.chars().count() > reports::MOST_NOTE {
        errors.push(("note", text(language, "reports-long-note")));
    }
    let (Some(outcome), true) = (chosen, errors.is_empty()) else {
        return one(&app, language, &signed, &id, (typed, errors)).await;
    };
    let id: Uuid = id.parse().map_err(|_| ApiError::NotFound)?;
    let operator = signed.account.operator();
    // Somebody may have been quicker: the page tells.
    reports::handle(&app.service, id, outcome, &typed.note, &operator).await?;
    Ok(Redirect::to(&format!("/{language}/console/reports/{id}")).into_response())
}

async fn one(
    app: &App,
    language: Language,
    signed: &Signed,
    id: &str,
    (typed, errors): (Typed, Vec<(&'static str, String)>),
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let id: Uuid = id.parse().map_err(|_| ApiError::NotFound)?;
    let report = app.service.store.report(id).await?;
    let report = report.ok_or(ApiError::NotFound)?;
    // What is suspicious stays out of the title, and so out of the browser's history.
    let title = text(language, "reports-one-title");
    let mut page = ConsolePage::new(app, language, title, signed)
        .at(format!("/console/reports/{id}"), "reports")
        .with_icons(&["ok", "bad", "none", "warn"]);
    let mut status = StatusCode::OK;
    if !errors.is_empty() {
        page = page.with_error();
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let choice = |it: ReportOutcome| Choice {
        name: it.name(),
        label: outcome(it, language),
        chosen: it.name() == typed.outcome,
    };
    let sheet = One {
        id,
        at: page.instant(report.at),
        verdict: kept_verdict(&report, language),
        certificate: certificate(app, &report, language).await?,
        contact_days: REPORT_CONTACT_DAYS,
        days: REPORT_DAYS,
        handled: done(app, &page, &report, language).await?,
        may_handle: page.any(HANDLERS),
        outcomes: ReportOutcome::ALL.into_iter().map(choice).collect(),
        typed,
        errors,
        report,
        page,
    };
    drawn(status, &sheet)
}

async fn done(
    app: &App,
    page: &ConsolePage,
    report: &DocumentReport,
    language: Language,
) -> Result<Option<Done>, ApiError> {
    let Some(handled) = &report.handled else {
        return Ok(None);
    };
    Ok(Some(Done {
        at: page.instant(handled.at),
        who: People::new(app, language).name(&handled.by).await?,
        outcome: handled.outcome.map(|it| outcome(it, language)),
        note: handled.note.clone(),
    }))
}

/// The certificate whose code the reporter read on the document, as it stands now.
async fn certificate(
    app: &App,
    report: &DocumentReport,
    language: Language,
) -> Result<Option<(String, Told)>, ApiError> {
    let code = report.code.as_deref().unwrap_or_default();
    let Ok(code) = VerificationCode::parse(code) else {
        return Ok(None);
    };
    let found = app.service.store.find_by_code(&code).await?;
    let found = found.filter(|certificate| certificate.state == Progress::Issued);
    let Some(certificate) = found else {
        return Ok(None);
    };
    let now = reports::verdict(&app.service, &code).await?;
    Ok(Some((certificate.id.to_string(), told(now, language))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_report_is_shown_by_its_beginning() {
        assert_eq!(
            beginning("Le score\n a été  gratté."),
            "Le score a été gratté."
        );
        let long = beginning(&"é".repeat(BEGINNING + 1));
        assert_eq!(long.chars().count(), BEGINNING + 1);
        assert!(long.ends_with('…'));
    }
}
