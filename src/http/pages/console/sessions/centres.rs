//! The centres that hold sessions.

use askama::Template;
use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use super::{READERS, Wrong, refused_title};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::sessions::{self, CentreDraft, Error, Fault};
use crate::store::CentreKind;

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/centres", get(list).post(add))
}

#[derive(Template)]
#[template(path = "console/centres.html", config = "src/http/askama.toml")]
struct Centres {
    page: ConsolePage,
    rows: Vec<Row>,
    may_change: bool,
    typed: Typed,
    wrong: Vec<Wrong>,
}

impl Centres {
    /// What is wrong with a field.
    fn fault(&self, field: &str) -> Option<&str> {
        let wrong = self.wrong.iter().find(|wrong| wrong.field == field)?;
        Some(&wrong.message)
    }
}

struct Row {
    name: String,
    kind: String,
    address: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    csrf: String,
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
    page(&app, language, &signed, Typed::default(), Vec::new()).await
}

/// `POST /console/sessions/centres`
async fn add(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let Form(typed) = typed.map_err(|_| ApiError::Malformed)?;
    signed.check(&typed.csrf)?;
    let draft = CentreDraft {
        name: typed.name.clone(),
        kind: CentreKind::from_name(&typed.kind).ok_or(ApiError::Malformed)?,
        address: typed.address.clone(),
    };
    match sessions::add_centre(&app.service, draft, &signed.account.operator()).await {
        Ok(_) => {
            let address = format!("/{language}/console/sessions/centres");
            Ok(Redirect::to(&address).into_response())
        }
        Err(Error::Invalid(faults)) => page(&app, language, &signed, typed, faults).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(
    app: &App,
    language: Language,
    signed: &Signed,
    typed: Typed,
    faults: Vec<Fault>,
) -> Result<Response, ApiError> {
    let mut title = text(language, "sessions-page-centres");
    let mut status = StatusCode::OK;
    if !faults.is_empty() {
        title = refused_title(language, &title);
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let centres = app.service.store.centres().await?;
    let rows = centres.into_iter().map(|centre| Row {
        name: centre.name,
        kind: text(language, &format!("sessions-kind-{}", centre.kind.name())),
        address: centre.address.unwrap_or_default().replace('\n', ", "),
    });
    let wrong = faults.iter().map(|fault| Wrong::new(fault, language));
    let centres = Centres {
        page: ConsolePage::new(app, language, title, signed)
            .at("/console/sessions/centres", "sessions")
            .with_icons(&["bad"]),
        rows: rows.collect(),
        may_change: signed.account.is(Role::Issuer),
        wrong: wrong.collect(),
        typed,
    };
    drawn(status, &centres)
}
