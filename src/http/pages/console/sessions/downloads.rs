//! What is printed for a session: sheets, reports, convocations.

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::TryStreamExt;
use serde::Deserialize;

use super::{READERS, find};
use crate::http::error::{ApiError, causes};
use crate::http::language::Speaks;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::sessions::{self, Error, ListTemplate, Paper, TemplateFile};

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/{id}/convocations.zip", get(convocations))
        .merge(localised(
            "/console/sessions/{id}/papers/{name}",
            get(paper),
        ))
        .merge(localised(
            "/console/sessions/{id}/specimens/{name}",
            get(specimen),
        ))
        .merge(localised(
            "/console/sessions/templates/{name}",
            get(template),
        ))
}

/// Whether a browser is to show the file.
#[derive(Default, Deserialize)]
struct How {
    view: Option<String>,
}

/// `GET /console/sessions/{id}/papers/{name}`: `attendance.pdf`, `incidents.pdf`,
/// `convocations.pdf`.
async fn paper(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, name)): Path<(String, String)>,
    how: Result<Query<How>, QueryRejection>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let session = find(&app, &id).await?;
    let pdf = sessions::paper(&app.service, &session, named(&name)?, language).await?;
    let how = how.map(|Query(how)| how).unwrap_or_default();
    let place = how.view.map_or(Place::Folder, |_| Place::Window);
    Ok(placed("application/pdf", &name, Body::from(pdf), place))
}

/// `GET /console/sessions/{id}/specimens/{name}`: the paper of invented people, to be looked at before
/// there is a list.
async fn specimen(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let session = find(&app, &id).await?;
    let pdf = sessions::specimen(&app.service, &session, named(&name)?, language).await?;
    let body = Body::from(pdf);
    Ok(placed("application/pdf", &name, body, Place::Window))
}

fn named(name: &str) -> Result<Paper, ApiError> {
    let paper = name.strip_suffix(".pdf").and_then(Paper::from_name);
    paper.ok_or(ApiError::NotFound)
}

/// `GET /console/sessions/templates/{name}`: an empty list to be filled in.
async fn template(
    Speaks(language): Speaks,
    signed: Signed,
    Path(name): Path<String>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let (template, form) = ListTemplate::from_file_name(&name).ok_or(ApiError::NotFound)?;
    let bytes = template.file(form, language).map_err(Error::Zip)?;
    let kind = match form {
        TemplateFile::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        TemplateFile::Csv => "text/csv; charset=utf-8",
    };
    Ok(file(kind, &name, Body::from(bytes)))
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

/// Where a file goes.
#[derive(Clone, Copy)]
enum Place {
    /// Among the person's files.
    Folder,
    /// Into the browser's window.
    Window,
}

/// A file that holds people's data: kept nowhere on the way.
pub(super) fn file(kind: &'static str, name: &str, body: Body) -> Response {
    placed(kind, name, body, Place::Folder)
}

fn placed(kind: &'static str, name: &str, body: Body, place: Place) -> Response {
    let how = match place {
        Place::Folder => "attachment",
        Place::Window => "inline",
    };
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("{how}; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}
