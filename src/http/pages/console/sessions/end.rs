//! Cancelling a session, deleting it, and taking it up again.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::field::{Field, Form, Kind};
use super::{find, outdated, refused_title};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::{day, drawn};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::results::normalise;
use crate::sessions::{self, Error};
use crate::store::Session;

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/{id}/end", get(ask).post(end))
        .merge(localised("/console/sessions/{id}/resume", post(resume)))
}

#[derive(Template)]
#[template(path = "console/session_end.html", config = "src/http/askama.toml")]
struct Sheet {
    page: ConsolePage,
    id: String,
    session: Session,
    date: String,
    /// Why neither can be done.
    forbidden: bool,
    form: Form,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    csrf: String,
    version: String,
    act: String,
    number: String,
}

/// `GET /console/sessions/{id}/end`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let session = find(&app, &id).await?;
    let sheet = sheet(&app, language, &signed, (session, &Typed::default())).await?;
    drawn(StatusCode::OK, &sheet)
}

/// `POST /console/sessions/{id}/end`
async fn end(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require(Role::Issuer)?;
    let session = find(&app, &id).await?;
    let version = typed.version.parse().map_err(|_| ApiError::Malformed)?;
    if normalise(&typed.number) != normalise(&session.number) {
        let mut sheet = sheet(&app, language, &signed, (session, &typed)).await?;
        sheet
            .form
            .tell("number", &text(language, "sessions-fault-not-the-number"));
        sheet.refuse(language);
        return drawn(StatusCode::UNPROCESSABLE_ENTITY, &sheet);
    }
    let (service, operator) = (&app.service, signed.account.operator());
    let (done, then) = match typed.act.as_str() {
        "cancel" => (
            sessions::cancel_session(service, &session, version, &operator).await,
            format!("/{language}/console/sessions/{id}?done=cancelled"),
        ),
        "remove" => (
            sessions::remove_session(service, &session, version, &operator).await,
            format!("/{language}/console/sessions"),
        ),
        _ => return Err(ApiError::Malformed),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&then).into_response()),
        Err(Error::Outdated) => {
            let session = find(&app, &id).await?;
            let said = outdated(&app, language, session.changed.as_ref()).await?;
            let mut sheet = sheet(&app, language, &signed, (session, &typed)).await?;
            sheet.form.notice = Some(said);
            sheet.refuse(language);
            drawn(StatusCode::CONFLICT, &sheet)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /console/sessions/{id}/resume`
async fn resume(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require(Role::Issuer)?;
    let session = find(&app, &id).await?;
    let version = typed.version.parse().map_err(|_| ApiError::Malformed)?;
    let operator = signed.account.operator();
    sessions::resume_session(&app.service, &session, version, &operator).await?;
    let address = format!("/{language}/console/sessions/{id}?done=resumed");
    Ok(Redirect::to(&address).into_response())
}

impl Sheet {
    fn refuse(&mut self, language: Language) {
        self.page.page.title = refused_title(language, &self.page.page.title);
    }
}

async fn sheet(
    app: &App,
    language: Language,
    signed: &Signed,
    (session, typed): (Session, &Typed),
) -> Result<Sheet, ApiError> {
    let said = |id: &str| text(language, id);
    let title = said("sessions-page-end");
    let forbidden = app.service.store.has_certificates(&session.number).await?;
    let mut acts = vec![("remove".to_owned(), said("sessions-page-end-remove"))];
    if session.cancelled_at.is_none() {
        acts.insert(0, ("cancel".to_owned(), said("sessions-page-end-cancel")));
    }
    let chosen = if typed.act.is_empty() {
        acts.first().map_or("", |(act, _)| act).to_owned()
    } else {
        typed.act.clone()
    };
    let again = said("sessions-page-end-number");
    let form: Form = vec![
        Field::new(
            "act",
            said("sessions-page-end-act"),
            &chosen,
            Kind::Radio(acts),
        ),
        Field::new("number", again, &typed.number, Kind::Line).required(),
    ]
    .into();
    let id = session.id.to_string();
    Ok(Sheet {
        page: ConsolePage::new(app, language, title, signed)
            .at(format!("/console/sessions/{id}/end"), "sessions")
            .with_icons(&["bad"]),
        id,
        date: day(language, session.exam_date),
        forbidden,
        form,
        session,
    })
}
