//! How far a file is answered, and its answers: counted, by outcome, as files.

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::files::{named, number, own, place, summary, until};
use super::{Membership, OrganisationPage};
use crate::http::api::answer_parts;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::holder::download;
use crate::http::pages::{drawn, instant};
use crate::http::router::App;
use crate::http::session::Signed;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::store::{VerificationBatch, VerificationState};
use crate::verification::bulk::{
    self, AnsweredRow, AnswersError, AnswersPage, FileQuestion, Met, Outcome, OutputFormat,
    Summary, Understood, Wanted,
};

/// Rows on a page.
const ROWS: usize = 25;
/// Columns of the file that are shown beside the answer.
const COLUMNS: usize = 6;

/// What is asked about the answers: never anything about a person.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    page: usize,
}

#[derive(Template)]
#[template(path = "organisation/progress.html", config = "src/http/askama.toml")]
struct Running {
    page: OrganisationPage,
    id: Uuid,
    name: String,
    words: String,
    rows: u64,
    total: Option<u64>,
    /// Why it can't be answered, and how to mend that.
    failed: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "organisation/answers.html", config = "src/http/askama.toml")]
struct Done {
    page: OrganisationPage,
    id: Uuid,
    name: String,
    title: String,
    lead: String,
    until: String,
    groups: Vec<Group>,
    requirement: Option<String>,
    filters: Vec<Filter>,
    caption: String,
    headers: Vec<String>,
    rows: Vec<Row>,
    outcome: &'static str,
    /// The page before, this one, and the next one.
    pages: (Option<usize>, usize, Option<usize>),
    last_page: usize,
    /// Whether the rows can be shown here.
    readable: bool,
}

/// A count with what it is made of.
struct Group {
    class: &'static str,
    label: String,
    count: String,
    detail: String,
}

/// A link that shows the rows of one outcome.
struct Filter {
    key: &'static str,
    class: &'static str,
    label: String,
    count: String,
    current: bool,
}

/// A row of the file.
struct Row {
    number: u64,
    cells: Vec<String>,
    class: &'static str,
    outcome: String,
    explanation: String,
    requirement: Option<String>,
}

/// The page of a file that was started.
pub(super) async fn show(
    app: &App,
    language: Language,
    member: &Membership,
    batch: &VerificationBatch,
    asked: &Asked,
) -> Result<Response, ApiError> {
    let question: FileQuestion = serde_json::from_str(&batch.question)?;
    let name = named(&question, language);
    let understood = batch.understood.as_deref();
    let understood: Option<Understood> = understood.map(serde_json::from_str).transpose()?;
    if let (VerificationState::Done, Some(run), Some(understood)) =
        (batch.state, batch.run, understood)
    {
        return done(
            app,
            language,
            member,
            (batch, run),
            (&name, &understood),
            asked,
        )
        .await;
    }
    let title = match batch.state {
        VerificationState::Failed => "organisation-failed-title",
        _ => "organisation-running-title",
    };
    let rows = summary(batch).map_or(0, |summary| summary.rows);
    let running = Running {
        page: OrganisationPage::new(app, language, text(language, title), member)
            .at(place(batch.id), "files")
            .with_icons(&["bad"]),
        id: batch.id,
        name,
        words: progress_words(batch, rows, language),
        rows,
        total: question.rows,
        failed: fault(batch)?,
    };
    drawn(StatusCode::OK, &running)
}

/// Why a file can't be answered.
fn fault(batch: &VerificationBatch) -> Result<Option<(String, String)>, ApiError> {
    #[derive(Deserialize)]
    struct Fault {
        message: String,
        remedy: String,
    }
    let Some(fault) = &batch.fault else {
        return Ok(None);
    };
    let fault: Fault = serde_json::from_str(fault)?;
    Ok(Some((fault.message, fault.remedy)))
}

/// How far a file is, in words.
pub(super) fn progress_words(batch: &VerificationBatch, rows: u64, language: Language) -> String {
    let question: Option<FileQuestion> = serde_json::from_str(&batch.question).ok();
    let total = question.and_then(|question| question.rows);
    let values = [
        ("rows", FluentValue::from(number(rows, language))),
        ("total", number(total.unwrap_or(rows), language).into()),
    ];
    match (batch.state, total) {
        (VerificationState::Receiving | VerificationState::Waiting, _) => {
            text(language, "organisation-progress-waiting")
        }
        (_, Some(_)) => text_with(language, "organisation-progress", &values),
        (_, None) => text_with(language, "organisation-progress-rows", &values),
    }
}

/// How an outcome is shown.
fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Authentic => "ok",
        Outcome::NameDiffers
        | Outcome::BirthDateDiffers
        | Outcome::Suspended
        | Outcome::Superseded => "warn",
        Outcome::Revoked | Outcome::NotAuthentic => "bad",
        Outcome::NotFound | Outcome::Ambiguous | Outcome::InvalidInput => "none",
    }
}

fn label(outcome: Outcome, language: Language) -> String {
    let id = format!("organisation-outcome-{}", outcome.name().replace('_', "-"));
    text(language, &id)
}

/// What the address asks to be shown.
fn wanted(asked: &Asked) -> (&'static str, Wanted) {
    if asked.outcome == "unmet" {
        return ("unmet", Wanted::Unmet);
    }
    let mut outcomes = Outcome::ALL.into_iter();
    match outcomes.find(|outcome| outcome.name() == asked.outcome) {
        Some(outcome) => (outcome.name(), Wanted::Outcome(outcome)),
        None => ("", Wanted::ToLookAt),
    }
}

fn count(summary: &Summary, wanted: Wanted) -> u64 {
    let of = |outcome: Outcome| summary.outcomes.get(&outcome).copied().unwrap_or(0);
    let met = |met: Met| summary.requirements.get(&met).copied().unwrap_or(0);
    match wanted {
        Wanted::ToLookAt => summary.rows.saturating_sub(of(Outcome::Authentic)),
        Wanted::Outcome(outcome) => of(outcome),
        Wanted::Unmet => met(Met::No) + met(Met::NotApplicable),
    }
}

async fn done(
    app: &App,
    language: Language,
    member: &Membership,
    (batch, run): (&VerificationBatch, Uuid),
    (name, understood): (&str, &Understood),
    asked: &Asked,
) -> Result<Response, ApiError> {
    let zone = app.service.config.service.time_zone;
    let summary = summary(batch).unwrap_or_default();
    let (outcome, wanted) = wanted(asked);
    let all = count(&summary, wanted);
    let last_page = usize::try_from(all).unwrap_or(0).div_ceil(ROWS).max(1);
    let page = asked.page.clamp(1, last_page);
    let from = (page - 1) * ROWS;
    let store = &app.service.store;
    let run = (batch.id, run);
    // A workbook that a program asked for is not taken apart here.
    let readable = understood.output == OutputFormat::Csv;
    let found = if readable {
        bulk::page(store, run, understood, wanted, (from, ROWS)).await?
    } else {
        AnswersPage::default()
    };
    let at = batch.finished_at.unwrap_or(batch.created_at);
    let looked = count(&summary, Wanted::ToLookAt);
    let lead = [
        ("rows", FluentValue::from(number(summary.rows, language))),
        ("at", instant(language, at, zone).into()),
        (
            "good",
            number(summary.rows.saturating_sub(looked), language).into(),
        ),
    ];
    let title = text_with(
        language,
        "organisation-done-title",
        &[("count", looked.into())],
    );
    let caption = [
        ("from", FluentValue::from(from + usize::from(all > 0))),
        ("to", (from + found.rows.len()).into()),
        ("all", all.into()),
    ];
    let shown = shown_columns(understood, &found.headers);
    let answers = Done {
        page: OrganisationPage::new(app, language, title.clone(), member)
            .at(place(batch.id), "files")
            .with_icons(&["ok", "warn", "bad", "none"]),
        id: batch.id,
        name: name.to_owned(),
        title,
        lead: text_with(language, "organisation-done-lead", &lead),
        until: until(batch.expires_at, language, zone),
        groups: groups(&summary, language),
        requirement: requirement_words(&summary, language),
        filters: filters(&summary, outcome, language),
        caption: text_with(language, "organisation-rows-caption", &caption),
        headers: shown
            .iter()
            .map(|place| found.headers[*place].clone())
            .collect(),
        rows: found
            .rows
            .into_iter()
            .map(|answered| row(answered, &shown, language))
            .collect(),
        outcome,
        pages: (
            (page > 1).then(|| page - 1),
            page,
            (page < last_page).then_some(page + 1),
        ),
        last_page,
        readable,
    };
    drawn(StatusCode::OK, &answers)
}

/// The columns that were read, and before them those that tell which row it is.
fn shown_columns(understood: &Understood, headers: &[String]) -> Vec<usize> {
    let is_read = |place: &usize| {
        let reading = understood
            .columns
            .iter()
            .find(|it| it.header == headers[*place]);
        reading.is_some_and(|reading| reading.understood.is_some())
    };
    let places = 0..headers.len();
    let read: Vec<usize> = places.clone().filter(is_read).collect();
    let room = COLUMNS.saturating_sub(read.len());
    let others = places.filter(|place| !read.contains(place)).take(room);
    let mut shown: Vec<usize> = others.chain(read.iter().copied()).collect();
    shown.sort_unstable();
    shown
}

fn row(answered: AnsweredRow, shown: &[usize], language: Language) -> Row {
    let requirement = match answered.requirement.as_str() {
        "yes" => Some("organisation-requirement-yes"),
        "no" => Some("organisation-requirement-no"),
        "not_applicable" => Some("organisation-requirement-not-applicable"),
        _ => None,
    };
    let cell = |place: &usize| answered.cells.get(*place).cloned().unwrap_or_default();
    Row {
        number: answered.number,
        cells: shown.iter().map(cell).collect(),
        class: class(answered.outcome),
        outcome: label(answered.outcome, language),
        explanation: if answered.outcome == Outcome::Authentic {
            String::new()
        } else {
            answered.explanation
        },
        requirement: requirement.map(|id| text(language, id)),
    }
}

fn groups(summary: &Summary, language: Language) -> Vec<Group> {
    let kinds = [
        ("ok", "organisation-group-good"),
        ("warn", "organisation-group-doubtful"),
        ("bad", "organisation-group-bad"),
        ("none", "organisation-group-none"),
    ];
    kinds
        .into_iter()
        .map(|(kind, id)| {
            let members = Outcome::ALL.into_iter().filter(|it| class(*it) == kind);
            let counted: Vec<(Outcome, u64)> = members
                .map(|outcome| (outcome, count(summary, Wanted::Outcome(outcome))))
                .filter(|(_, count)| *count > 0)
                .collect();
            let parts: Vec<String> = counted
                .iter()
                .map(|(outcome, count)| {
                    format!("{} {}", number(*count, language), label(*outcome, language))
                })
                .collect();
            Group {
                class: kind,
                label: text(language, id),
                count: number(counted.iter().map(|(_, count)| count).sum(), language),
                detail: if kind == "ok" {
                    String::new()
                } else {
                    parts.join(", ")
                },
            }
        })
        .collect()
}

/// How many met what was required, if anything was.
fn requirement_words(summary: &Summary, language: Language) -> Option<String> {
    if summary.requirements.is_empty() {
        return None;
    }
    let of = |met: Met| summary.requirements.get(&met).copied().unwrap_or(0);
    let values = [
        ("yes", FluentValue::from(number(of(Met::Yes), language))),
        ("no", number(of(Met::No), language).into()),
        ("other", number(of(Met::NotApplicable), language).into()),
    ];
    Some(text_with(language, "organisation-requirements", &values))
}

fn filters(summary: &Summary, current: &str, language: Language) -> Vec<Filter> {
    let filter = |key, class, label, wanted| Filter {
        key,
        class,
        label,
        count: number(count(summary, wanted), language),
        current: key == current,
    };
    let to_look_at = text(language, "organisation-filter-to-look-at");
    let mut filters = vec![filter("", "", to_look_at, Wanted::ToLookAt)];
    for outcome in Outcome::ALL {
        let wanted = Wanted::Outcome(outcome);
        if count(summary, wanted) > 0 || outcome.name() == current {
            let label = label(outcome, language);
            filters.push(filter(outcome.name(), class(outcome), label, wanted));
        }
    }
    if count(summary, Wanted::Unmet) > 0 || current == "unmet" {
        let label = text(language, "organisation-filter-unmet");
        filters.push(filter("unmet", "warn", label, Wanted::Unmet));
    }
    filters
}

impl From<AnswersError> for ApiError {
    fn from(error: AnswersError) -> Self {
        match error {
            AnswersError::Store(error) => Self::Store(error),
            AnswersError::Thread(error) => Self::Verification(error),
            error @ (AnswersError::Csv(_) | AnswersError::Export(_)) => Self::Answers(error),
        }
    }
}

/// What a form of answers is, for browsers.
pub(super) fn media_type(format: OutputFormat) -> &'static str {
    match format {
        OutputFormat::Csv => "text/csv; charset=utf-8",
        OutputFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}

/// `GET /organisation/files/{id}/answers/{form}`
pub(super) async fn fetch(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path((id, form)): Path<(String, String)>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    let batch = own(&app, &member, &id).await?;
    let id = batch.id;
    let format = OutputFormat::from_name(&form).ok_or(ApiError::NotFound)?;
    let run = batch.run.filter(|_| batch.state == VerificationState::Done);
    let (Some(run), Some(understood)) = (run, &batch.understood) else {
        return Err(ApiError::NotFound);
    };
    let understood: Understood = serde_json::from_str(understood)?;
    let name = text(language, "organisation-answers-name");
    let name = format!("{name}.{}", format.name());
    let store = &app.service.store;
    if understood.output == format {
        let disposition = format!("attachment; filename=\"{name}\"");
        let headers = [
            (CONTENT_TYPE, media_type(format).to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ];
        let parts = answer_parts(store.clone(), id, run);
        return Ok((headers, Body::from_stream(parts)).into_response());
    }
    // Answers that a program asked for as a workbook stay one.
    if understood.output == OutputFormat::Xlsx {
        return Err(ApiError::NotFound);
    }
    let bytes: Bytes = bulk::workbook(store, (id, run), &understood).await?.into();
    Ok(download(&name, media_type(format), bytes.into()))
}
