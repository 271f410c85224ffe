//! The audit trail: newest first, by cursor, filtered by kind; and its whole chain verified.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{ConsolePage, people, who};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::{Bare, Posted};
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::text;
use crate::operations;
use crate::store::AuditRecord;

/// Events on a page.
const PAGE: u32 = 50;
/// Findings that a page tells one by one.
const MOST_FINDINGS: usize = 50;
/// Who may read the trail.
const TRAIL_READERS: &[Role] = &[Role::Auditor, Role::Administrator];

/// What one may look for.
const KINDS: [&str; 47] = [
    "prepared",
    "issued",
    "revoked",
    "suspended",
    "reinstated",
    "superseded",
    "link_renewed",
    "document_renewed",
    "correction_asked",
    "correction_file_added",
    "correction_file_read",
    "correction_answered",
    "key_rotated",
    "key_retired",
    "key_compromised",
    "batch_uploaded",
    "batch_approved",
    "batch_refused",
    "file_approved",
    "links_sent",
    "code_shown",
    "batch_started",
    "batch_cancelled",
    "frozen",
    "thawed",
    "restored",
    "self_checked",
    "status_list_published",
    "jobs_retried",
    "client_added",
    "client_disabled",
    "api_key_issued",
    "api_key_revoked",
    "webhook_added",
    "webhook_removed",
    "webhook_key_rotated",
    "webhook_disabled",
    "webhook_enabled",
    "account_added",
    "account_roles_changed",
    "account_disabled",
    "account_enabled",
    "account_reset",
    "password_changed",
    "signed_in",
    "sign_in_refused",
    "signed_out",
];

pub(super) fn routes() -> Router<App> {
    localised("/console/audit", get(list)).merge(localised("/console/audit/verify", post(verify)))
}

/// Which part is asked for. No personal data: a kind of event and an event's id.
#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    before: String,
}

#[derive(Template)]
#[template(path = "console/audit.html", config = "src/http/askama.toml")]
struct Trail {
    page: ConsolePage,
    kinds: Vec<(&'static str, String)>,
    kind: String,
    records: Vec<Record>,
    /// Cursor of the next page, if there is one.
    older: Option<Uuid>,
    /// Whether this is not the first page.
    later: bool,
}

struct Record {
    at: String,
    who: String,
    what: String,
    certificate: Option<String>,
    details: Vec<(String, String)>,
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
    let kind = KINDS.into_iter().find(|kind| *kind == part.kind);
    let before: Option<Uuid> = part.before.parse().ok();
    let mut found = match kind {
        Some(kind) => store.audit_recent_of(kind, before, PAGE + 1).await?,
        None => store.audit_recent(before, PAGE + 1).await?,
    };
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let people = people(&app).await?;
    let title = text(language, "console-audit-title");
    let page = ConsolePage::new(&app, language, title, &signed).at("/console/audit", "audit");
    let records = found
        .iter()
        .map(|record| shown(&page, record, |operator| who(&people, operator)))
        .collect();
    let mut kinds: Vec<_> = KINDS.map(|kind| (kind, event(&page, kind))).into();
    kinds.sort_by(|one, other| one.1.cmp(&other.1));
    let trail = Trail {
        kinds,
        kind: kind.unwrap_or_default().to_owned(),
        records,
        older: found.last().filter(|_| more).map(|record| record.id),
        later: before.is_some(),
        page,
    };
    drawn(StatusCode::OK, &trail)
}

/// What happened, in words.
fn event(page: &ConsolePage, kind: &str) -> String {
    let sentence = page.t(&format!("console-event-{}", kind.replace('_', "-")));
    if sentence.starts_with('[') {
        kind.to_owned()
    } else {
        sentence
    }
}

/// The beginning of a digest: enough to tell one from another.
fn short(text: String) -> String {
    let is_digest = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digest {
        text.chars().take(16).chain(['…']).collect()
    } else {
        text
    }
}

fn shown(page: &ConsolePage, record: &AuditRecord, who: impl Fn(&str) -> String) -> Record {
    let event_value = serde_json::to_value(&record.entry.event).unwrap_or_default();
    let kind = event_value.get("event").and_then(Value::as_str);
    let fields = event_value.as_object().into_iter().flatten();
    let details = fields
        .filter(|(name, value)| *name != "event" && !value.is_null())
        .map(|(name, value)| {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let told = if name == "account" {
                let operator = format!("account:{text}");
                Some(who(&operator)).filter(|name| *name != operator)
            } else {
                None
            };
            (name.replace('_', " "), told.unwrap_or_else(|| short(text)))
        })
        .collect();
    Record {
        at: page.instant(record.entry.at),
        who: who(&record.entry.operator),
        what: event(page, kind.unwrap_or_default()),
        certificate: record.certificate.map(|id| id.to_string()),
        details,
    }
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
