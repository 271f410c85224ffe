//! The centres that hold sessions.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::centre::Typed;
use super::field::Form;
use super::{READERS, refused_title};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::sessions::{self, Error, Fault};

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/centres", get(list).post(add))
}

#[derive(Template)]
#[template(path = "console/centres.html", config = "src/http/askama.toml")]
struct Centres {
    page: ConsolePage,
    rows: Vec<Row>,
    may_change: bool,
    form: Form,
}

struct Row {
    id: String,
    name: String,
    kind: String,
    address: String,
}

/// `GET /console/sessions/centres`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    page(&app, language, &signed, &Typed::default(), &[]).await
}

/// `POST /console/sessions/centres`
async fn add(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require(Role::Issuer)?;
    let (draft, operator) = (typed.draft()?, signed.account.operator());
    match sessions::add_centre(&app.service, draft, &operator).await {
        Ok(_) => {
            let address = format!("/{language}/console/sessions/centres");
            Ok(Redirect::to(&address).into_response())
        }
        Err(Error::Invalid(faults)) => page(&app, language, &signed, &typed, &faults).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(
    app: &App,
    language: Language,
    signed: &Signed,
    typed: &Typed,
    faults: &[Fault],
) -> Result<Response, ApiError> {
    let mut title = text(language, "sessions-page-centres");
    let mut status = StatusCode::OK;
    if !faults.is_empty() {
        title = refused_title(language, &title);
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let centres = app.service.store.centres().await?;
    let rows = centres.into_iter().map(|centre| Row {
        id: centre.id.to_string(),
        name: centre.name,
        kind: text(language, &format!("sessions-kind-{}", centre.kind.name())),
        address: centre.address.unwrap_or_default().replace('\n', ", "),
    });
    let centres = Centres {
        page: ConsolePage::new(app, language, title, signed)
            .at("/console/sessions/centres", "sessions")
            .with_icons(&["bad"]),
        rows: rows.collect(),
        may_change: signed.account.is(Role::Issuer),
        form: typed.form(language, faults),
    };
    drawn(status, &centres)
}
