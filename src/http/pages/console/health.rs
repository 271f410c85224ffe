//! How the house stands: the checks, the queue, what was given up, lists and self-check.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::{ConsolePage, READERS, people, who};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text, text_with};
use crate::operations::{self, Overview};
use crate::store::JobEntry;

pub(super) fn routes() -> Router<App> {
    localised("/console/health", get(health)).merge(localised("/console/health/retry", post(retry)))
}

#[derive(Template)]
#[template(path = "console/health.html", config = "src/http/askama.toml")]
struct Health {
    page: ConsolePage,
    administrator: bool,
    frozen: Option<Frozen>,
    checks: Vec<Check>,
    queued: u64,
    leased: u64,
    dead: u64,
    /// How long the oldest job has waited that is overdue.
    waiting: Option<String>,
    lists: Option<(String, String)>,
    self_check: Option<SelfChecked>,
    /// What was given up.
    jobs: Vec<FailedJob>,
    /// What failed and is tried again by itself.
    failed: Vec<FailedJob>,
}

/// The freeze in force, for people.
pub(super) struct Frozen {
    pub(super) since: String,
    pub(super) who: String,
    pub(super) reason: String,
}

struct Check {
    tag: &'static str,
    /// What was looked at, and what was found.
    label: String,
    found: String,
}

struct SelfChecked {
    at: String,
    checked: u64,
    bad: u64,
}

struct FailedJob {
    id: Uuid,
    kind: String,
    /// When it was given up, or is tried next.
    at: String,
    attempts: u32,
    error: String,
}

/// The freeze in force, with the name of who stopped signing.
pub(super) async fn frozen(
    app: &App,
    page: &ConsolePage,
    overview: &Overview,
) -> Result<Option<Frozen>, ApiError> {
    let Some(freeze) = &overview.freeze else {
        return Ok(None);
    };
    let people = people(app).await?;
    Ok(Some(Frozen {
        since: page.instant(freeze.since),
        who: who(&people, &freeze.operator),
        reason: freeze.reason.clone(),
    }))
}

/// `GET /console/health`
async fn health(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let overview = operations::overview(&app.service).await?;
    let readiness = operations::readiness(&app.service).await;
    let dead = operations::dead_jobs(&app.service).await?;
    let failed = operations::failed_jobs(&app.service).await?;
    let title = text(language, "console-health-title");
    let page = ConsolePage::new(&app, language, title, &signed)
        .at("/console/health", "health")
        .with_icons(&["ok", "warn", "bad", "none"]);
    let sheet = Health {
        administrator: signed.account.is(Role::Administrator),
        frozen: frozen(&app, &page, &overview).await?,
        checks: checks(&page, &readiness),
        queued: overview.queued,
        leased: overview.leased,
        dead: overview.dead,
        waiting: overview.oldest.map(|since| age(&page, since, overview.at)),
        lists: overview
            .lists
            .map(|(from, until)| (age(&page, from, overview.at), page.instant(until))),
        self_check: overview.self_check.map(|last| SelfChecked {
            at: page.instant(last.at),
            checked: last.checked,
            bad: last.bad,
        }),
        jobs: dead.into_iter().map(|job| shown(&page, job)).collect(),
        failed: failed.into_iter().map(|job| shown(&page, job)).collect(),
        page,
    };
    drawn(StatusCode::OK, &sheet)
}

fn checks(page: &ConsolePage, readiness: &operations::Readiness) -> Vec<Check> {
    let told = |check: &operations::Check| Check {
        tag: if check.good { "ok" } else { "bad" },
        label: page.t(&format!("console-check-{}", check.name)),
        found: if check.good {
            page.t("console-check-good")
        } else {
            page.t(match check.detail {
                "newer" => "console-found-newer",
                "older" => "console-found-older",
                "expired" => "console-found-expired",
                "a key has ended" => "console-found-key-ended",
                _ => "console-found-unreachable",
            })
        },
    };
    readiness.checks.iter().map(told).collect()
}

/// `3 heures`, in the largest unit that fits.
pub(super) fn age(page: &ConsolePage, since: DateTime<Utc>, now: DateTime<Utc>) -> String {
    lasting(page.language, now - since)
}

/// The same of a span of time.
pub(super) fn lasting(language: Language, passed: TimeDelta) -> String {
    let passed = passed.max(TimeDelta::zero());
    let (id, count) = if passed.num_days() > 1 {
        ("console-days", passed.num_days())
    } else if passed.num_hours() > 1 {
        ("console-hours", passed.num_hours())
    } else if passed.num_minutes() > 1 {
        ("console-minutes", passed.num_minutes())
    } else {
        ("console-seconds", passed.num_seconds())
    };
    text_with(language, id, &[("count", count.into())])
}

fn shown(page: &ConsolePage, job: JobEntry) -> FailedJob {
    let kind = page.t(&format!("console-job-{}", job.kind.replace('_', "-")));
    FailedJob {
        id: job.id,
        kind: if kind.starts_with('[') {
            job.kind
        } else {
            kind
        },
        at: page.instant(job.finished_at.unwrap_or(job.run_at)),
        attempts: job.attempts,
        error: job
            .last_error
            .map_or_else(String::new, |why| because(page, &why)),
    }
}

/// Why jobs fail, as the queue writes it.
const REASONS: [(&str, &str); 14] = [
    ("its handler stopped", "console-failed-stopped"),
    ("its worker was not heard of again", "console-failed-silent"),
    (
        "letters can't be sent as configured",
        "console-failed-letters-off",
    ),
    (
        "rows of a batch could not be issued",
        "console-failed-issuing",
    ),
    (
        "signing is stopped (sceau thaw lets it go on)",
        "console-failed-frozen",
    ),
    ("the letter could not be sent", "console-failed-letter"),
    ("the letter was refused", "console-failed-letter-refused"),
    ("the recorded facts can't be read", "console-failed-facts"),
    ("the register failed", "console-failed-register"),
    (
        "the register holds a batch that can't be read",
        "console-failed-batch",
    ),
    ("the rows could not be verified", "console-failed-verifying"),
    (
        "the status lists could not be published",
        "console-failed-lists",
    ),
    (
        "the system gives no randomness",
        "console-failed-randomness",
    ),
    ("this version knows no such job", "console-failed-unknown"),
];

/// Why a job failed, in the reader's language.
fn because(page: &ConsolePage, why: &str) -> String {
    let mut reasons = REASONS.into_iter();
    let known = reasons.find(|(reason, _)| *reason == why);
    known.map_or_else(|| why.to_owned(), |(_, id)| page.t(id))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Retry {
    #[serde(default)]
    csrf: String,
    /// One job; without it, all.
    job: Option<Uuid>,
}

/// `POST /console/health/retry`
async fn retry(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(form): Posted<Retry>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    signed.require(Role::Administrator)?;
    let (operator, at) = (signed.account.operator(), app.service.clock.now());
    if let Some(job) = form.job {
        operations::retry(&app.service, job, &operator).await?;
    } else {
        let store = &app.service.store;
        store.retry_dead_jobs(&operator, at).await?;
    }
    Ok(Redirect::to(&format!("/{language}/console/health")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: [&str; 10] = [
        include_str!("../../../jobs/announce_change.rs"),
        include_str!("../../../jobs/deliver_webhook.rs"),
        include_str!("../../../jobs/error.rs"),
        include_str!("../../../jobs/issue_batch.rs"),
        include_str!("../../../jobs/prune.rs"),
        include_str!("../../../jobs/publish_status.rs"),
        include_str!("../../../jobs/render_and_seal.rs"),
        include_str!("../../../jobs/send_mail.rs"),
        include_str!("../../../jobs/verify_batch.rs"),
        include_str!("../../../jobs/worker.rs"),
    ];

    #[test]
    fn every_reason_for_which_a_job_is_given_up_has_words() {
        let known: Vec<&str> = REASONS.iter().map(|(reason, _)| *reason).collect();
        let mut seen = 0;
        for source in SOURCES {
            for call in ["again(", "hopeless("] {
                let written = source.split(call).skip(1).filter_map(|rest| {
                    let rest = rest.trim_start().strip_prefix('"')?;
                    rest.split('"').next()
                });
                for reason in written {
                    seen += 1;
                    assert!(known.contains(&reason), "{reason}");
                }
            }
        }
        assert!(seen >= known.len() - 2, "{seen}");
    }
}
