//! Whether the process lives, and whether it is fit to be asked.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::sync::Mutex;

use super::router::App;
use crate::operations::{Readiness, readiness};

/// How long an answer is given again: anybody may ask, and looking costs a little.
const GIVEN_AGAIN: Duration = Duration::from_secs(1);

/// The last look, shared by all who ask at the same time.
#[derive(Clone, Default)]
pub(super) struct LastLook(Arc<Mutex<Option<(Instant, Readiness)>>>);

/// `GET /healthz`: this process answers, whatever it depends on.
pub(super) async fn alive() -> Response {
    let body = Json(json!({ "status": "ok" }));
    ([(CACHE_CONTROL, "no-store")], body).into_response()
}

/// `GET /readyz`: 200 when register, schema, archive, keys and lists are good, else 503; which of
/// them is told. A freeze is told too, and is no reason to ask another replica.
pub(super) async fn ready(State(app): State<App>) -> Response {
    let mut last = app.last_look.0.lock().await;
    let found = match &*last {
        Some((at, found)) if at.elapsed() < GIVEN_AGAIN => found.clone(),
        _ => {
            let found = readiness(&app.service).await;
            *last = Some((Instant::now(), found.clone()));
            found
        }
    };
    drop(last);
    let status = if found.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, [(CACHE_CONTROL, "no-store")], Json(found)).into_response()
}
