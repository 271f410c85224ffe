//! A batch that is being issued, and one that came to its end.

use askama::Template;
use axum::Json;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::steps::{Step, steps};
use super::{Hands, Kind, READERS, Row, called, find, rows, state};
use crate::accounts::Role;
use crate::desk;
use crate::http::error::ApiError;
use crate::http::headers;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::{drawn, instant};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text, text_with};
use crate::store::{Batch, BatchCounts, BatchState};

/// Failed rows that are shown beside the progress.
const SHOWN: u32 = 20;

pub(super) fn routes() -> Router<App> {
    localised("/console/batches/{id}/progress", get(look))
}

#[derive(Template)]
#[template(path = "console/batch_progress.html", config = "src/http/askama.toml")]
struct Running {
    page: ConsolePage,
    id: String,
    name: String,
    counts: BatchCounts,
    said: Said,
    steps: Vec<Step>,
    may_cancel: bool,
    failed: Vec<Row>,
}

#[derive(Template)]
#[template(path = "console/batch_done.html", config = "src/http/askama.toml")]
struct Ended {
    page: ConsolePage,
    id: String,
    name: String,
    class: &'static str,
    state: String,
    counts: BatchCounts,
    /// What happened to it, one sentence each.
    story: Vec<String>,
    refusal: Option<String>,
    /// Of a batch that was started.
    steps: Vec<Step>,
    failed: Vec<Row>,
    /// Whether there is something that this person may take away and send.
    may_take: bool,
    /// Candidates whose address is known.
    addresses: usize,
    /// Whether letters are sent at all.
    mail: bool,
    /// Whether a corrected file is wanted of this person.
    mend: bool,
}

/// How far a batch is, in words.
#[derive(Serialize)]
struct Said {
    issued: String,
    waiting: String,
    failed: String,
    sealed: String,
    rest: String,
    letters: String,
}

/// What the script is told.
#[derive(Serialize)]
struct Progress {
    /// Whether nothing will change any more.
    ended: bool,
    done: u64,
    all: u64,
    said: Said,
}

impl Said {
    fn of(counts: &BatchCounts, steps: &[Step], language: Language) -> Self {
        let step = |id: &str| steps.iter().find(|step| step.id == id);
        let said = |id: &str| step(id).map_or_else(String::new, |step| step.said.clone());
        let values = [
            ("issued", counts.issued.into()),
            ("all", counts.awarded.into()),
        ];
        Self {
            issued: text_with(language, "console-batch-progress", &values),
            waiting: counts.pending.to_string(),
            failed: counts.failed.to_string(),
            sealed: said("sealed"),
            rest: step("sealed").map_or_else(String::new, |step| step.when.clone()),
            letters: said("letters"),
        }
    }
}

/// `GET /console/batches/{id}/progress`
async fn look(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<Progress>, ApiError> {
    signed.require_any(READERS)?;
    let batch = find(&app, &id).await?;
    let counts = app.service.store.batch_counts(batch.id).await?;
    let steps = steps(&app, &batch, &counts, language).await?;
    Ok(Json(Progress {
        ended: batch.state != BatchState::Running,
        done: counts.issued + counts.failed,
        all: counts.awarded,
        said: Said::of(&counts, &steps, language),
    }))
}

pub(super) async fn running(
    app: &App,
    language: Language,
    signed: &Signed,
    batch: &Batch,
) -> Result<Response, ApiError> {
    let counts = app.service.store.batch_counts(batch.id).await?;
    let steps = steps(app, batch, &counts, language).await?;
    let title = text(language, "console-batch-running-title");
    let running = Running {
        page: ConsolePage::new(app, language, title, signed)
            .at(format!("/console/batches/{}", batch.id), "batches")
            .with_icons(&["ok", "bad", "none", "warn"]),
        id: batch.id.to_string(),
        name: called(batch),
        said: Said::of(&counts, &steps, language),
        counts,
        steps,
        may_cancel: signed.account.is(Role::Issuer),
        failed: rows(app, batch.id, Kind::Failed, (0, SHOWN), language).await?,
    };
    let mut page = drawn(StatusCode::OK, &running)?;
    // Its script asks how far it is.
    let policy = headers::asking_policy();
    page.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(page)
}

pub(super) async fn ended(
    app: &App,
    language: Language,
    signed: &Signed,
    batch: &Batch,
) -> Result<Response, ApiError> {
    let service = &app.service;
    let counts = service.store.batch_counts(batch.id).await?;
    let issuer = signed.account.is(Role::Issuer);
    let mail = service.config.mail.is_on();
    let addresses = if issuer && mail {
        desk::addresses(service, batch.id).await?.len()
    } else {
        0
    };
    let (class, sentence) = state(batch);
    let state = text(language, sentence);
    let ended = Ended {
        page: ConsolePage::new(app, language, state.clone(), signed)
            .at(format!("/console/batches/{}", batch.id), "batches")
            .with_icons(&["ok", "bad", "none", "warn"]),
        id: batch.id.to_string(),
        name: called(batch),
        class,
        state,
        story: story(app, batch, language).await?,
        steps: match batch.started_at {
            Some(_) => steps(app, batch, &counts, language).await?,
            None => Vec::new(),
        },
        refusal: batch.refused.clone().and_then(|refusal| refusal.reason),
        failed: rows(app, batch.id, Kind::Failed, (0, SHOWN), language).await?,
        may_take: issuer && counts.issued > 0,
        addresses,
        mail,
        mend: issuer && (batch.refused.is_some() || counts.refused + counts.failed > 0),
        counts,
    };
    drawn(StatusCode::OK, &ended)
}

/// Who did what and when, the first act first.
async fn story(app: &App, batch: &Batch, language: Language) -> Result<Vec<String>, ApiError> {
    let hands = Hands::of(app, batch, language).await?;
    let zone = app.service.config.service.time_zone;
    let told = |id: &str, name: &str, at| {
        let values = [
            ("name", name.into()),
            ("at", instant(language, at, zone).into()),
        ];
        text_with(language, id, &values)
    };
    let mut story = vec![told(
        "console-batch-uploaded",
        &hands.uploaded,
        batch.created_at,
    )];
    if let (Some(name), Some(at)) = (&hands.started, batch.started_at) {
        story.push(told("console-batch-approved", name, at));
    }
    match (&hands.refused, batch.ended_at) {
        (Some(name), Some(at)) => story.push(told("console-batch-sent-back", name, at)),
        (None, Some(at)) if batch.state == BatchState::Done => {
            story.push(told("console-batch-ended", "", at));
        }
        (None, Some(at)) => story.push(told("console-batch-stopped", "", at)),
        (_, None) => {}
    }
    Ok(story)
}
