//! A corrected list before it is applied: who comes, who goes, what is said otherwise.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;
use uuid::Uuid;

use super::{find, outdated, refused_title};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::sessions::{self, Candidate, Error};
use crate::store::Session;

/// People of each kind whom the page shows; all are counted.
const MOST_ROWS: usize = 100;

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/{id}/list/{draft}", get(ask).post(apply))
}

#[derive(Template)]
#[template(
    path = "console/session_revision.html",
    config = "src/http/askama.toml"
)]
struct Sheet {
    page: ConsolePage,
    id: String,
    draft: Uuid,
    number: String,
    version: u32,
    added: Vec<Person>,
    removed: Vec<Person>,
    changed: Vec<Changed>,
    counts: Counts,
    notice: Option<String>,
}

/// How many of each kind.
struct Counts {
    added: usize,
    changed: usize,
    removed: usize,
    same: usize,
}

struct Person {
    name: String,
    birth_date: String,
}

struct Changed {
    person: Person,
    /// Label, before, after.
    fields: Vec<(String, String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Confirmed {
    #[serde(default)]
    csrf: String,
    version: u32,
}

/// `GET /console/sessions/{id}/list/{draft}`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, draft)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let session = find(&app, &id).await?;
    let draft = draft.parse().map_err(|_| ApiError::NotFound)?;
    let sheet = sheet(&app, language, &signed, (&session, draft)).await?;
    drawn(StatusCode::OK, &sheet)
}

/// `POST /console/sessions/{id}/list/{draft}`
async fn apply(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, draft)): Path<(String, String)>,
    Posted(confirmed): Posted<Confirmed>,
) -> Result<Response, ApiError> {
    signed.check(&confirmed.csrf)?;
    signed.require(Role::Issuer)?;
    let session = find(&app, &id).await?;
    let draft = draft.parse().map_err(|_| ApiError::NotFound)?;
    let seen = (draft, confirmed.version);
    match sessions::apply(&app.service, &session, seen, &signed.account.operator()).await {
        Ok(()) => {
            let address = format!("/{language}/console/sessions/{id}?done=list");
            Ok(Redirect::to(&address).into_response())
        }
        Err(Error::Outdated) => {
            let session = find(&app, &id).await?;
            let said = outdated(&app, language, session.changed.as_ref()).await?;
            let mut sheet = sheet(&app, language, &signed, (&session, draft)).await?;
            sheet.notice = Some(said);
            sheet.page.page.title = refused_title(language, &sheet.page.page.title);
            drawn(StatusCode::CONFLICT, &sheet)
        }
        Err(error) => Err(error.into()),
    }
}

async fn sheet(
    app: &App,
    language: Language,
    signed: &Signed,
    (session, draft): (&Session, Uuid),
) -> Result<Sheet, ApiError> {
    let difference = sessions::compare(&app.service, session, draft).await?;
    let title = text(language, "sessions-page-revision");
    let people = |people: &[Candidate]| people.iter().take(MOST_ROWS).map(person).collect();
    let changed = difference.changed.iter().take(MOST_ROWS);
    let changed = changed.map(|one| Changed {
        person: person(&one.after),
        fields: one
            .fields
            .iter()
            .map(|change| {
                let id = change.field.replace('_', "-");
                let label = text(language, &format!("sessions-person-{id}"));
                (label, change.before.clone(), change.after.clone())
            })
            .collect(),
    });
    let id = session.id;
    Ok(Sheet {
        page: ConsolePage::new(app, language, title, signed)
            .at(format!("/console/sessions/{id}/list/{draft}"), "sessions")
            .with_icons(&["bad", "ok", "warn", "none"]),
        id: id.to_string(),
        draft,
        number: session.number.clone(),
        version: session.version,
        added: people(&difference.added),
        removed: people(&difference.removed),
        changed: changed.collect(),
        counts: Counts {
            added: difference.added.len(),
            changed: difference.changed.len(),
            removed: difference.removed.len(),
            same: difference.same,
        },
        notice: None,
    })
}

fn person(candidate: &Candidate) -> Person {
    Person {
        name: format!("{} {}", candidate.last_name, candidate.first_name),
        birth_date: candidate.birth_date.format("%d/%m/%Y").to_string(),
    }
}
