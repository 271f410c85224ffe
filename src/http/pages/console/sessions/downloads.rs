//! What is printed for a session: sheets, reports, convocations.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::TryStreamExt;

use super::{READERS, find};
use crate::http::error::{ApiError, causes};
use crate::http::language::Speaks;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::sessions::{self, Paper};

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/{id}/convocations.zip", get(convocations)).merge(localised(
        "/console/sessions/{id}/papers/{name}",
        get(paper),
    ))
}

/// `GET /console/sessions/{id}/papers/{name}`: `attendance.pdf`, `incidents.pdf`,
/// `convocations.pdf`.
async fn paper(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let paper = name.strip_suffix(".pdf").and_then(Paper::from_name);
    let paper = paper.ok_or(ApiError::NotFound)?;
    let session = find(&app, &id).await?;
    let pdf = sessions::paper(&app.service, &session, paper, language).await?;
    Ok(file("application/pdf", &name, Body::from(pdf)))
}

/// `GET /console/sessions/{id}/convocations.zip`
async fn convocations(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let session = find(&app, &id).await?;
    let bytes = sessions::convocations_zip(&app.service, &session, language).await?;
    let bytes = bytes.inspect_err(|error| {
        let causes = causes(error);
        tracing::error!(%error, ?causes, "a download broke off");
    });
    Ok(file(
        "application/zip",
        "convocations.zip",
        Body::from_stream(bytes),
    ))
}

/// A file that holds people's data: kept nowhere on the way.
pub(super) fn file(kind: &'static str, name: &str, body: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}
