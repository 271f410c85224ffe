//! Signing in at an identity provider: out to it, and back.

use axum::Router;
use axum::extract::{Extension, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use super::sign_in::{onwards, refused_elsewhere};
use crate::accounts::SignIn;
use crate::accounts::oidc::{self, Return};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::limits::subscriber_octets;
use crate::http::observe::ClientAddress;
use crate::http::router::{App, localised};
use crate::http::session::{self, SESSION};

/// The cookie of an attempt.
const FLOW: &str = "sceau-provider";
/// How long an attempt may take.
const FLOW_SECONDS: u32 = 600;

pub(super) fn routes() -> Router<App> {
    localised("/sign-in/provider", get(depart)).route(oidc::BACK, get(come_back))
}

/// `GET /sign-in/provider`
async fn depart(
    State(app): State<App>,
    Speaks(language): Speaks,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
) -> Result<Response, ApiError> {
    let subscriber = subscriber_octets(address);
    let Some(departure) = oidc::begin(&app.service, &subscriber).await? else {
        return refused_elsewhere(&app, language);
    };
    let mut response = Redirect::to(&departure.address).into_response();
    let seconds = Some(FLOW_SECONDS);
    session::keep(&app, &mut response, FLOW, &departure.flow, seconds);
    Ok(response)
}

/// What the provider adds to our address. It is no secret for long: the code is worth nothing
/// without the browser's cookie.
#[derive(Deserialize)]
struct Brought {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

/// `GET /sign-in/provider/back`
async fn come_back(
    State(app): State<App>,
    Speaks(language): Speaks,
    Query(brought): Query<Brought>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Some(flow) = session::cookie(&app, &headers, FLOW) else {
        return refused_elsewhere(&app, language);
    };
    let before = session::cookie(&app, &headers, SESSION);
    let back = Return {
        flow: &flow,
        code: &brought.code,
        state: &brought.state,
        before: before.map(|secret| secret.digest()),
    };
    let mut response = match oidc::finish(&app.service, &back).await? {
        SignIn::Welcome { secret, account } => {
            let mut response = onwards(language, &account, "");
            session::keep(&app, &mut response, SESSION, &secret, None);
            response
        }
        SignIn::Refused | SignIn::Locked { .. } => refused_elsewhere(&app, language)?,
    };
    session::forget(&app, &mut response, FLOW);
    Ok(response)
}
