//! What a batch gave, to take away: the signed documents and the list of them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, TryStreamExt};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::batches::find;
use crate::access::{Caller, Scope};
use crate::http::error::{ApiError, causes};
use crate::http::router::App;
use crate::issuance::{self, BundleError};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(documents))
        .routes(routes!(list))
}

/// The signed documents of a batch
///
/// A ZIP archive of what is issued so far; the names of its files stand in `issued.csv`. It is
/// written while it is sent: should it break off, it has no end and no program opens it.
#[utoipa::path(
    get,
    path = "/api/v1/batches/{id}/documents.zip",
    operation_id = "download_batch_documents",
    tag = "batches",
    security(("bearer" = ["batches:read"])),
    params(("id" = Uuid, Path, description = "The batch's identifier")),
    responses(
        (status = 200, description = "ZIP", body = [u8], content_type = "application/zip"),
        (status = 404, description = "No such batch"),
    )
)]
async fn documents(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    caller.require(Scope::BatchesRead)?;
    let batch = find(&app, &id).await?;
    let name = format!("batch-{}.zip", batch.id);
    let bytes = issuance::documents_zip(Arc::clone(&app.service), batch);
    Ok(sent("application/zip", &name, bytes))
}

/// The list of what a batch issued
///
/// The `issued.csv` of `sceau issue`: UTF-8 with `;`, a line a certificate, with the holder's private
/// link.
#[utoipa::path(
    get,
    path = "/api/v1/batches/{id}/issued.csv",
    operation_id = "download_batch_list",
    tag = "batches",
    security(("bearer" = ["batches:read"])),
    params(("id" = Uuid, Path, description = "The batch's identifier")),
    responses(
        (status = 200, description = "CSV", body = String, content_type = "text/csv"),
        (status = 404, description = "No such batch"),
    )
)]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    caller.require(Scope::BatchesRead)?;
    let batch = find(&app, &id).await?;
    let bytes = issuance::issued_csv(Arc::clone(&app.service), batch);
    Ok(sent("text/csv; charset=utf-8", "issued.csv", bytes))
}

/// A file that is written while it is sent. It can't be taken back when it breaks off.
pub(in crate::http) fn sent(
    kind: &'static str,
    name: &str,
    bytes: impl Stream<Item = Result<Vec<u8>, BundleError>> + Send + 'static,
) -> Response {
    let bytes = bytes.inspect_err(|error| {
        let causes = causes(error);
        tracing::error!(%error, ?causes, "a download broke off");
    });
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(bytes)).into_response()
}
