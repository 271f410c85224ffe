//! The audit trail: newest first, by cursor, filtered by kind, person and day, as a table to take away;
//! and its whole chain verified.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::audit_csv;
use super::trail::{self, Detail, KINDS, Words};
use super::{ConsolePage, people};
use crate::accounts::Role;
use crate::http::api::send_file;
use crate::http::error::ApiError;
use crate::http::form::{Bare, Posted};
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::operations;
use crate::store::{AuditFilter, AuditRecord};

/// Events on a page.
const PAGE: u32 = 50;
/// People to choose from.
const MOST_PEOPLE: u32 = 500;
/// Findings that a page tells one by one.
const MOST_FINDINGS: usize = 50;
/// Who may read the trail.
const TRAIL_READERS: &[Role] = &[Role::Auditor, Role::Administrator];

pub(super) fn routes() -> Router<App> {
    localised("/console/audit", get(list))
        .merge(localised("/console/audit.csv", get(table)))
        .merge(localised("/console/audit/verify", post(verify)))
}

/// Which part is asked for. No personal data: a kind of event, a stand-in for a name, days and an
/// event's id.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Part {
    kind: String,
    who: String,
    from: String,
    to: String,
    before: String,
}

#[derive(Template)]
#[template(path = "console/audit.html", config = "src/http/askama.toml")]
struct Trail {
    page: ConsolePage,
    kinds: Vec<(&'static str, String)>,
    /// Stand-in, name, and whether it is chosen.
    people: Vec<(String, String, bool)>,
    part: Part,
    /// The same part, for links.
    query: String,
    filtered: bool,
    records: Vec<Record>,
    /// Cursor of the next page, if there is one.
    older: Option<Uuid>,
    /// Whether this is not the first page.
    later: bool,
    /// What is wrong with the field of this name.
    errors: Vec<(&'static str, String)>,
}

impl Trail {
    fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        errors
            .find(|(name, _)| *name == field)
            .map(|(_, sentence)| sentence.as_str())
    }
}

struct Record {
    at: String,
    who: String,
    what: String,
    certificate: Option<String>,
    details: Vec<Detail>,
}

/// What stands for an operator in an address: names have no place there.
fn stand_in(operator: &str) -> String {
    let digest = hex::encode(Sha256::digest(operator.as_bytes()));
    digest.chars().take(16).collect()
}

/// A day as it is typed, or none.
fn day(typed: &str) -> Result<Option<NaiveDate>, ()> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let forms = ["%Y-%m-%d", "%d/%m/%Y"].into_iter();
    let mut read = forms.filter_map(|form| NaiveDate::parse_from_str(typed, form).ok());
    read.next().map(Some).ok_or(())
}

/// The day's beginning where the centre is.
fn beginning(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let midnight = day.and_hms_opt(0, 0, 0)?;
    let local = zone.from_local_datetime(&midnight).earliest();
    Some(local?.with_timezone(&Utc))
}

impl Part {
    /// What is looked for, and what is wrong with the days.
    fn filter(
        &self,
        operators: &[String],
        zone: Tz,
        language: Language,
    ) -> (AuditFilter, Vec<(&'static str, String)>) {
        let mut errors = Vec::new();
        let mut wrong = |field, id| errors.push((field, text(language, id)));
        let from = day(&self.from).unwrap_or_else(|()| {
            wrong("from", "console-audit-day-wrong");
            None
        });
        let to = day(&self.to).unwrap_or_else(|()| {
            wrong("to", "console-audit-day-wrong");
            None
        });
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            wrong("to", "console-audit-day-before");
        }
        let kind = KINDS.into_iter().find(|kind| *kind == self.kind);
        let mut operators = operators.iter();
        let operator = operators.find(|operator| stand_in(operator) == self.who);
        let after = to.and_then(|to| to.checked_add_days(Days::new(1)));
        let filter = AuditFilter {
            kind: kind.map(str::to_owned),
            operator: operator.cloned(),
            since: from.and_then(|from| beginning(from, zone)),
            until: after.and_then(|after| beginning(after, zone)),
        };
        (filter, errors)
    }

    /// The part for a link, when its days can be read.
    fn query(&self) -> String {
        let day = |typed: &str| day(typed).ok().flatten().map(|day| day.to_string());
        let from = day(&self.from).unwrap_or_default();
        let to = day(&self.to).unwrap_or_default();
        let kind = KINDS.into_iter().find(|kind| *kind == self.kind);
        let hex = |typed: &str| typed.bytes().all(|byte| byte.is_ascii_hexdigit());
        let who = Some(self.who.as_str()).filter(|who| hex(who));
        let (kind, who) = (kind.unwrap_or_default(), who.unwrap_or_default());
        format!("kind={kind}&who={who}&from={from}&to={to}")
    }
}

/// `GET /console/audit`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    Query(part): Query<Part>,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require_any(TRAIL_READERS)?;
    let store = &app.service.store;
    let zone = app.service.config.service.time_zone;
    let operators = store.audit_operators(MOST_PEOPLE).await?;
    let (filter, errors) = part.filter(&operators, zone, language);
    let before: Option<Uuid> = part.before.parse().ok();
    let mut found = if errors.is_empty() {
        store.audit_search(&filter, before, PAGE + 1).await?
    } else {
        Vec::new()
    };
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let people = people(&app).await?;
    let words = Words {
        language,
        zone,
        people: &people,
    };
    let title = text(language, "console-audit-title");
    let mut page = ConsolePage::new(&app, language, title, &signed)
        .at("/console/audit", "audit")
        .with_icons(&["bad"]);
    let mut status = StatusCode::OK;
    if !errors.is_empty() {
        page = page.with_error();
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let records = found.iter().map(|record| shown(&page, record, &words));
    let trail = Trail {
        records: records.collect(),
        kinds: kinds(&words),
        people: choices(&operators, &words, &part.who),
        query: part.query(),
        filtered: filter != AuditFilter::default(),
        older: found.last().filter(|_| more).map(|record| record.id),
        later: before.is_some(),
        part,
        errors,
        page,
    };
    drawn(status, &trail)
}

/// What one may look for, in the order of the alphabet.
fn kinds(words: &Words<'_>) -> Vec<(&'static str, String)> {
    let mut kinds: Vec<_> = KINDS.map(|kind| (kind, words.event(kind))).into();
    kinds.sort_by(|one, other| one.1.cmp(&other.1));
    kinds
}

fn choices(operators: &[String], words: &Words<'_>, chosen: &str) -> Vec<(String, String, bool)> {
    let choice = |operator: &String| {
        let stand_in = stand_in(operator);
        let is_chosen = stand_in == chosen;
        (stand_in, words.who(operator), is_chosen)
    };
    let mut choices: Vec<_> = operators.iter().map(choice).collect();
    choices.sort_by(|one, other| one.1.cmp(&other.1));
    choices
}

fn shown(page: &ConsolePage, record: &AuditRecord, words: &Words<'_>) -> Record {
    Record {
        at: page.instant(record.entry.at),
        who: words.who(&record.entry.operator),
        what: words.event(&trail::kind(&record.entry.event)),
        certificate: record.certificate.map(|id| id.to_string()),
        details: words.details(&record.entry.event),
    }
}

/// `GET /console/audit.csv`
async fn table(
    State(app): State<App>,
    Speaks(language): Speaks,
    Query(part): Query<Part>,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require_any(TRAIL_READERS)?;
    let store = &app.service.store;
    let zone = app.service.config.service.time_zone;
    let operators = store.audit_operators(MOST_PEOPLE).await?;
    let (filter, errors) = part.filter(&operators, zone, language);
    if !errors.is_empty() {
        return Err(ApiError::Malformed);
    }
    let people: BTreeMap<String, String> = people(&app).await?;
    let service = Arc::clone(&app.service);
    let bytes = audit_csv::rows(service, filter, people, language);
    Ok(send_file("text/csv; charset=utf-8", "audit.csv", bytes))
}

#[derive(Template)]
#[template(path = "console/audit_verified.html", config = "src/http/askama.toml")]
struct Verified {
    page: ConsolePage,
    whole: bool,
    events: u64,
    certificates: u64,
    findings: Vec<String>,
    more: u64,
}

/// `POST /console/audit/verify`
async fn verify(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(form): Posted<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    signed.require_any(TRAIL_READERS)?;
    let report = operations::verify_trail(&app.service.store, None).await?;
    let title = text(language, "console-audit-verified-title");
    let page = ConsolePage::new(&app, language, title, &signed)
        .at("/console/audit", "audit")
        .with_icons(&["v-ok", "v-altered"]);
    let findings = report.findings.iter().take(MOST_FINDINGS);
    let verified = Verified {
        page,
        whole: report.is_whole(),
        events: report.events,
        certificates: report.certificates,
        findings: findings.map(|finding| finding.message(language)).collect(),
        more: report.more + report.findings.len().saturating_sub(MOST_FINDINGS) as u64,
    };
    drawn(StatusCode::OK, &verified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lasts_from_midnight_to_midnight_where_the_centre_is() {
        let part = Part {
            from: "2026-11-21".into(),
            to: "21/11/2026".into(),
            ..Part::default()
        };
        let (filter, errors) = part.filter(&[], chrono_tz::Europe::Paris, Language::French);
        assert_eq!(errors, []);
        let at = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
        assert_eq!(filter.since, at("2026-11-20T23:00:00Z"));
        assert_eq!(filter.until, at("2026-11-21T23:00:00Z"));
        assert_eq!(part.query(), "kind=&who=&from=2026-11-21&to=2026-11-21");
    }

    #[test]
    fn days_that_can_not_be_are_told_and_no_name_stands_in_an_address() {
        let part = Part {
            from: "2026-11-22".into(),
            to: "2026-11-21".into(),
            who: stand_in("Hortense"),
            ..Part::default()
        };
        let operators = ["Hortense".to_owned()];
        let zone = chrono_tz::Europe::Paris;
        let (filter, errors) = part.filter(&operators, zone, Language::English);
        assert_eq!(filter.operator.as_deref(), Some("Hortense"));
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].0, "to");
        assert!(!part.query().contains("Hortense"));
        let part = Part {
            from: "demain".into(),
            who: "\"><b>".into(),
            ..Part::default()
        };
        let (_, errors) = part.filter(&operators, zone, Language::English);
        assert_eq!(errors[0].0, "from");
        assert_eq!(part.query(), "kind=&who=&from=&to=");
    }
}
