//! The form that changes a session: of two people who change it at once, the second is shown what the
//! first did.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::form::{Typed, Wrong, sheet};
use super::{find, outdated};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::sessions::{self, Error};

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/{id}/edit", get(ask).post(change))
}

/// `GET /console/sessions/{id}/edit`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let session = find(&app, &id).await?;
    if session.cancelled_at.is_some() {
        return Err(Error::Cancelled.into());
    }
    let typed = Typed::of(&session);
    let filled = (Some(&session), typed);
    sheet(&app, language, &signed, filled, Wrong::default()).await
}

/// `POST /console/sessions/{id}/edit`
async fn change(
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
    let (draft, operator) = (typed.draft(), signed.account.operator());
    match sessions::change_session(&app.service, &session, version, draft, &operator).await {
        Ok(()) => {
            let address = format!("/{language}/console/sessions/{id}?done=changed");
            Ok(Redirect::to(&address).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let wrong = Wrong {
                faults: typed.explain(faults),
                outdated: None,
            };
            let filled = (Some(&session), typed);
            sheet(&app, language, &signed, filled, wrong).await
        }
        Err(Error::Outdated) => {
            let session = find(&app, &id).await?;
            let said = outdated(&app, language, session.changed.as_ref()).await?;
            let wrong = Wrong {
                faults: Vec::new(),
                outdated: Some(said),
            };
            let filled = (Some(&session), typed);
            sheet(&app, language, &signed, filled, wrong).await
        }
        Err(error) => Err(error.into()),
    }
}
