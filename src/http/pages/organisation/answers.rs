//! How far a file is answered, and its answers: counted, by outcome, by what is in their rows.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::files::{named, own, place, summary, until};
use super::rows::{
    Filter, Group, Row, count, filters, groups, requirement_words, row, shown_columns, wanted,
};
use super::{Membership, OrganisationPage};
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::headers;
use crate::http::language::Speaks;
use crate::http::pages::{drawn, instant};
use crate::http::router::App;
use crate::http::session::Signed;
use crate::i18n::{FluentValue, Language, number, text, text_with};
use crate::store::{VerificationBatch, VerificationState};
use crate::verification::bulk::{
    self, AnswersPage, FileQuestion, OutputFormat, Search, Summary, Understood, Wanted,
};

/// Rows on a page.
const ROWS: usize = 25;
/// Longest text that is looked for, in characters.
const LONGEST_SEARCH: usize = 120;

/// What an address asks about the answers: never anything about a person.
#[derive(Default, Deserialize)]
pub(super) struct Address {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    page: usize,
}

/// What a form asks about them: names and references are only ever posted.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Asked {
    csrf: String,
    pub(super) outcome: String,
    page: usize,
    pub(super) search: String,
}

impl From<Address> for Asked {
    fn from(address: Address) -> Self {
        Self {
            outcome: address.outcome,
            page: address.page,
            ..Self::default()
        }
    }
}

impl Asked {
    /// The text to look for.
    pub(super) fn text(&self) -> String {
        self.search.trim().chars().take(LONGEST_SEARCH).collect()
    }

    /// Refuses a form that is none of this session's.
    pub(super) fn check(&self, signed: &Signed) -> Result<(), ApiError> {
        signed.check(&self.csrf)
    }
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
    /// The text that was looked for.
    search: String,
    /// The forms that the rows can be had in, with their names.
    forms: Vec<(&'static str, String)>,
    /// How many rows are asked for, if not all: they can be had alone.
    some: Option<String>,
    /// The page before, this one, and the next one.
    pages: (Option<usize>, usize, Option<usize>),
    last_page: usize,
    /// Whether the rows can be shown here.
    readable: bool,
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
    let mut page = drawn(StatusCode::OK, &running)?;
    let policy = headers::asking_policy();
    page.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(page)
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
        ("rows", FluentValue::from(rows)),
        ("total", total.unwrap_or(rows).into()),
    ];
    match (batch.state, total) {
        (VerificationState::Receiving | VerificationState::Waiting, _) => {
            text(language, "organisation-progress-waiting")
        }
        (_, Some(_)) => text_with(language, "organisation-progress", &values),
        (_, None) => text_with(language, "organisation-progress-rows", &values),
    }
}

/// `POST /organisation/files/{id}/rows`
pub(super) async fn rows(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Posted(asked): Posted<Asked>,
) -> Result<Response, ApiError> {
    asked.check(&signed)?;
    let member = Membership::of(&app, signed).await?;
    let batch = own(&app, &member, &id).await?;
    if batch.state == VerificationState::Receiving {
        return Err(ApiError::NotFound);
    }
    show(&app, language, &member, &batch, &asked).await
}

/// What is to be shown, and where it stands among its pages.
struct Found {
    shown: AnswersPage,
    /// What is counted of the rows with the text, whatever their outcome.
    summary: Summary,
    from: usize,
    page: usize,
    last_page: usize,
    /// How many there are in all.
    all: u64,
}

/// The rows of the page that is asked for, or of the last one.
async fn find(
    app: &App,
    (batch, run): (&VerificationBatch, Uuid),
    understood: &Understood,
    (search, asked): (&Search, &Asked),
) -> Result<Found, ApiError> {
    let store = &app.service.store;
    let run = (batch.id, run);
    let mut summary = summary(batch).unwrap_or_default();
    let pages = |summary: &Summary| {
        let all = count(summary, search.wanted);
        usize::try_from(all).unwrap_or(0).div_ceil(ROWS).max(1)
    };
    let mut page = asked.page.clamp(1, pages(&summary));
    let look = |page: usize| bulk::page(store, run, understood, search, ((page - 1) * ROWS, ROWS));
    // A workbook that a program asked for is not taken apart here.
    let readable = understood.output == OutputFormat::Csv;
    let mut shown = AnswersPage::default();
    if readable {
        shown = look(page).await?;
    }
    // How many rows have a text is known once all were looked at.
    if let Some(found) = shown.found.take() {
        summary = found;
    }
    let last_page = pages(&summary);
    if page > last_page {
        page = last_page;
        shown = look(page).await?;
    }
    Ok(Found {
        all: count(&summary, search.wanted),
        from: (page - 1) * ROWS,
        summary,
        shown,
        page,
        last_page,
    })
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
    let (outcome, wanted) = wanted(&asked.outcome);
    let text_asked = asked.text();
    let search = Search::new(wanted, &text_asked);
    let found = find(app, (batch, run), understood, (&search, asked)).await?;
    let readable = understood.output == OutputFormat::Csv;
    let at = batch.finished_at.unwrap_or(batch.created_at);
    let looked = count(&summary, Wanted::ToLookAt);
    let lead = [
        ("rows", FluentValue::from(summary.rows)),
        ("at", instant(language, at, zone).into()),
        ("good", summary.rows.saturating_sub(looked).into()),
    ];
    let title = text_with(
        language,
        "organisation-done-title",
        &[("count", looked.into())],
    );
    let caption = [
        (
            "from",
            FluentValue::from(found.from + usize::from(found.all > 0)),
        ),
        ("to", (found.from + found.shown.rows.len()).into()),
        ("all", found.all.into()),
    ];
    let shown = shown_columns(understood, &found.shown.headers);
    let some = found.all > 0 && (search.has_text() || wanted != Wanted::All);
    let page = found.page;
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
        filters: filters(&found.summary, outcome, language),
        caption: text_with(language, "organisation-rows-caption", &caption),
        headers: shown
            .iter()
            .map(|place| found.shown.headers[*place].clone())
            .collect(),
        rows: found
            .shown
            .rows
            .into_iter()
            .map(|answered| row(answered, &shown, language))
            .collect(),
        outcome,
        search: text_asked,
        forms: forms(understood.output),
        some: some.then(|| number(language, found.all)),
        pages: (
            (page > 1).then(|| page - 1),
            page,
            (page < found.last_page).then_some(page + 1),
        ),
        last_page: found.last_page,
        readable,
    };
    drawn(StatusCode::OK, &answers)
}

/// The forms that answers can be had in. What a program asked for as a workbook stays one.
fn forms(written: OutputFormat) -> Vec<(&'static str, String)> {
    let has = |form: &OutputFormat| written == OutputFormat::Csv || written == *form;
    let all = OutputFormat::ALL.into_iter().filter(has);
    all.map(|form| (form.name(), form.name().to_uppercase()))
        .collect()
}
