//! The form that makes a session.

use askama::Template;
use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use super::{Wrong, refused_title};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::results;
use crate::sessions::{self, Error, Fault, SessionDraft};
use crate::store::CentreId;

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/new", get(ask).post(make))
}

#[derive(Template)]
#[template(path = "console/session_new.html", config = "src/http/askama.toml")]
struct Sheet {
    page: ConsolePage,
    typed: Typed,
    centres: Vec<Choice>,
    frameworks: Vec<Choice>,
    wrong: Vec<Wrong>,
}

impl Sheet {
    /// What is wrong with a field.
    fn fault(&self, field: &str) -> Option<&str> {
        let wrong = self.wrong.iter().find(|wrong| wrong.field == field)?;
        Some(&wrong.message)
    }
}

struct Choice {
    id: String,
    name: String,
    chosen: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    csrf: String,
    number: String,
    centre: String,
    framework: String,
    site: String,
    date: String,
    time: String,
    minutes: String,
    rooms: String,
    notes: String,
}

/// `GET /console/sessions/new`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    sheet(&app, language, &signed, Typed::default(), Vec::new()).await
}

/// `POST /console/sessions/new`
async fn make(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let Form(typed) = typed.map_err(|_| ApiError::Malformed)?;
    signed.check(&typed.csrf)?;
    let rooms = sessions::read_rooms(&typed.rooms);
    let minutes = typed.minutes.trim();
    // What can't be read as a number is no number of minutes.
    let minutes = (!minutes.is_empty()).then(|| minutes.parse().unwrap_or(0));
    let draft = SessionDraft {
        number: typed.number.clone(),
        centre: typed.centre.parse().ok().map(CentreId),
        framework: Some(typed.framework.clone()).filter(|id| !id.is_empty()),
        site: typed.site.clone(),
        exam_date: results::date(&typed.date),
        starts_at: sessions::read_time(&typed.time),
        minutes,
        rooms: rooms.clone().unwrap_or_default(),
        notes: typed.notes.clone(),
    };
    match sessions::add_session(&app.service, draft, &signed.account.operator()).await {
        Ok(session) => {
            let address = format!("/{language}/console/sessions/{}", session.id);
            Ok(Redirect::to(&address).into_response())
        }
        Err(Error::Invalid(mut faults)) => {
            for fault in &mut faults {
                if fault.field == "rooms" && rooms.is_none() {
                    fault.rule = "bad-rooms";
                }
            }
            sheet(&app, language, &signed, typed, faults).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn sheet(
    app: &App,
    language: Language,
    signed: &Signed,
    typed: Typed,
    faults: Vec<Fault>,
) -> Result<Response, ApiError> {
    let service = &app.service;
    let centres = service.store.centres().await?;
    let centres = centres.into_iter().map(|centre| Choice {
        id: centre.id.to_string(),
        chosen: centre.id.to_string() == typed.centre,
        name: centre.name,
    });
    let chosen = match typed.framework.as_str() {
        "" => &service.config.framework.default,
        framework => framework,
    };
    let frameworks = service.frameworks.iter().map(|framework| Choice {
        id: framework.id.clone(),
        name: framework.title.get(language).to_owned(),
        chosen: framework.id == chosen,
    });
    let mut title = text(language, "sessions-page-new");
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        title = refused_title(language, &title);
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let wrong = faults.iter().map(|fault| Wrong::new(fault, language));
    let sheet = Sheet {
        page: ConsolePage::new(app, language, title, signed)
            .at("/console/sessions/new", "sessions")
            .with_icons(&["bad"]),
        centres: centres.collect(),
        frameworks: frameworks.collect(),
        wrong: wrong.collect(),
        typed,
    };
    drawn(status, &sheet)
}
