//! The form that makes a session.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::form::{Typed, Wrong, sheet};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::sessions::{self, Error};

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/new", get(ask).post(make))
}

/// `GET /console/sessions/new`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let empty = (None, Typed::default());
    sheet(&app, language, &signed, empty, Wrong::default()).await
}

/// `POST /console/sessions/new`
async fn make(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require(Role::Issuer)?;
    let operator = signed.account.operator();
    match sessions::add_session(&app.service, typed.draft(), &operator).await {
        Ok(session) => {
            let address = format!("/{language}/console/sessions/{}", session.id);
            Ok(Redirect::to(&address).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let wrong = Wrong {
                faults: typed.explain(faults),
                outdated: None,
            };
            sheet(&app, language, &signed, (None, typed), wrong).await
        }
        Err(error) => Err(error.into()),
    }
}
