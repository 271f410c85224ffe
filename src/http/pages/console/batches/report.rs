//! One batch: what would become of each row while it is a draft, how far it is while it is issued,
//! and what it gave.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::{Hands, Kind, READERS, Row, called, find, progress, rows};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::{day, drawn, instant};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text, text_with};
use crate::issuance::{self, Reading};
use crate::store::{Batch, BatchCounts, BatchState};

/// Rows of each kind that the report itself shows.
const SHOWN: u32 = 20;
/// Warnings that are put together by their rule.
const GROUPED: u32 = 1000;
/// Lines that are named of one kind of warning.
const LINES: usize = 20;
/// Certificates that are offered for a look.
const PREVIEWS: u32 = 3;

pub(super) fn routes() -> Router<App> {
    localised("/console/batches/{id}", get(show))
}

#[derive(Template)]
#[template(path = "console/batch_report.html", config = "src/http/askama.toml")]
struct Report {
    page: ConsolePage,
    id: String,
    name: String,
    heading: String,
    uploaded: String,
    read: String,
    digest: String,
    counts: BatchCounts,
    due: u64,
    errors: Vec<Row>,
    withheld: Vec<Row>,
    warnings: Vec<Group>,
    previews: Vec<Row>,
    decide: Decide,
    form: ApprovalForm,
}

/// Warnings of one kind.
struct Group {
    sentence: String,
    rows: usize,
    lines: String,
    more: usize,
}

/// What the person who looks may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decide {
    /// Approve, or give it up.
    Alone,
    /// Approve, or send it back.
    AsSecond,
    /// Wait for somebody else, or give it up.
    Wait,
    /// Look only.
    Nothing,
}

/// What was typed to approve, and what is wrong with it.
#[derive(Default)]
pub(super) struct ApprovalForm {
    pub(super) count: String,
    pub(super) read: bool,
    /// What is wrong with the field of this name.
    pub(super) errors: Vec<(&'static str, String)>,
}

impl ApprovalForm {
    fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        errors
            .find(|(name, _)| *name == field)
            .map(|(_, sentence)| sentence.as_str())
    }
}

/// `GET /console/batches/{id}`
async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let batch = find(&app, &id).await?;
    match batch.state {
        BatchState::Draft => {
            let form = ApprovalForm::default();
            draft(&app, language, &signed, &batch, form).await
        }
        BatchState::Running => progress::running(&app, language, &signed, &batch).await,
        BatchState::Done | BatchState::Cancelled => {
            progress::ended(&app, language, &signed, &batch).await
        }
    }
}

/// The report of a draft.
pub(super) async fn draft(
    app: &App,
    language: Language,
    signed: &Signed,
    batch: &Batch,
    form: ApprovalForm,
) -> Result<Response, ApiError> {
    let service = &app.service;
    let counts = service.store.batch_counts(batch.id).await?;
    let due = issuance::due(service, batch.id).await?;
    let first = |kind| rows(app, batch.id, kind, (0, SHOWN), language);
    let hands = Hands::of(app, batch, language).await?;
    let zone = service.config.service.time_zone;
    let at = instant(language, batch.created_at, zone);
    let uploaded = [("name", hands.uploaded.as_str().into()), ("at", at.into())];
    let heading = text_with(language, "console-batch-heading", &[("count", due.into())]);
    let mut title = heading.clone();
    let mut status = StatusCode::OK;
    if !form.errors.is_empty() {
        title = format!("{} {title}", text(language, "pages-error-prefix"));
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let report = Report {
        page: ConsolePage::new(app, language, title, signed)
            .at(format!("/console/batches/{}", batch.id), "batches")
            .with_icons(&["ok", "bad", "none", "warn"]),
        id: batch.id.to_string(),
        name: called(batch),
        heading,
        uploaded: text_with(language, "console-batch-uploaded", &uploaded),
        read: read(app, batch, language)?,
        digest: digest(batch),
        errors: first(Kind::Errors).await?,
        withheld: first(Kind::Withheld).await?,
        warnings: warnings(app, batch, language).await?,
        previews: rows(app, batch.id, Kind::Awarded, (0, PREVIEWS), language).await?,
        decide: decide(app, signed, batch),
        counts,
        due,
        form,
    };
    drawn(status, &report)
}

fn decide(app: &App, signed: &Signed, batch: &Batch) -> Decide {
    if !signed.account.is(Role::Issuer) {
        return Decide::Nothing;
    }
    let operator = signed.account.operator();
    match issuance::second_person(&app.service, batch, &operator) {
        Err(_) => Decide::Wait,
        Ok(()) if batch.created_by == operator => Decide::Alone,
        Ok(()) => Decide::AsSecond,
    }
}

/// How the file was understood, and on which terms it is to be issued.
fn read(app: &App, batch: &Batch, language: Language) -> Result<String, ApiError> {
    let reading: Option<Reading> = batch
        .reading
        .as_deref()
        .map(serde_json::from_slice)
        .transpose()?;
    let framework = app.service.framework_named(&batch.framework).ok();
    let framework = framework.map_or(batch.framework.as_str(), |it| it.name.get(language));
    let values = [
        (
            "rows",
            reading.map_or(0, |reading| reading.rows_read).into(),
        ),
        ("framework", framework.into()),
    ];
    let read = text_with(language, "console-batch-read", &values);
    Ok(match batch.delivery_date {
        None => read,
        Some(date) => {
            let values = [("date", day(language, date).into())];
            let on = text_with(language, "console-batch-delivery-on", &values);
            format!("{read} {on}")
        }
    })
}

/// Enough to compare two files by eye.
fn digest(batch: &Batch) -> String {
    let digest = batch.file_digest.to_string();
    let (first, last) = (digest.get(..8), digest.get(60..));
    format!(
        "{} … {}",
        first.unwrap_or_default(),
        last.unwrap_or_default()
    )
}

async fn warnings(app: &App, batch: &Batch, language: Language) -> Result<Vec<Group>, ApiError> {
    let found = rows(app, batch.id, Kind::Warnings, (0, GROUPED), language).await?;
    let mut groups: BTreeMap<String, (String, Vec<u32>)> = BTreeMap::new();
    for row in found {
        for reason in row.reasons {
            let key = reason.rule.unwrap_or_else(|| reason.sentence.clone());
            let group = groups.entry(key);
            let (_, lines) = group.or_insert_with(|| (reason.sentence, Vec::new()));
            lines.push(row.line);
        }
    }
    let groups = groups.into_values().map(|(sentence, lines)| Group {
        sentence,
        rows: lines.len(),
        more: lines.len().saturating_sub(LINES),
        lines: {
            let named = lines.iter().filter(|line| **line > 0).take(LINES);
            let named: Vec<String> = named.map(ToString::to_string).collect();
            named.join(", ")
        },
    });
    Ok(groups.collect())
}
