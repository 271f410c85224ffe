//! What a batch gives to take away: errors to mend, certificates to look at, documents and their list.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{READERS, find};
use crate::accounts::Role;
use crate::http::api::send_file;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::issuance::{self, PreviewError};

pub(super) fn routes() -> Router<App> {
    localised("/console/batches/{id}/errors.csv", get(errors))
        .merge(localised("/console/batches/{id}/issued.csv", get(list)))
        .merge(localised(
            "/console/batches/{id}/documents.zip",
            get(documents),
        ))
        .merge(localised(
            "/console/batches/{id}/specimen/{position}",
            get(specimen),
        ))
}

/// `GET /console/batches/{id}/errors.csv`
async fn errors(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let batch = find(&app, &id).await?;
    let bytes = issuance::errors_csv(Arc::clone(&app.service), batch.id, language);
    Ok(send_file("text/csv; charset=utf-8", "errors.csv", bytes))
}

/// `GET /console/batches/{id}/issued.csv`: it holds the private links.
async fn list(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let batch = find(&app, &id).await?;
    let bytes = issuance::issued_csv(Arc::clone(&app.service), batch);
    Ok(send_file("text/csv; charset=utf-8", "issued.csv", bytes))
}

/// `GET /console/batches/{id}/documents.zip`
async fn documents(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let batch = find(&app, &id).await?;
    let name = format!("batch-{}.zip", batch.id);
    let bytes = issuance::documents_zip(Arc::clone(&app.service), batch);
    Ok(send_file("application/zip", &name, bytes))
}

/// `GET /console/batches/{id}/specimen/{position}`
async fn specimen(
    State(app): State<App>,
    signed: Signed,
    Path((id, position)): Path<(String, u32)>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let batch = find(&app, &id).await?;
    let row = app.service.store.batch_row(batch.id, position).await?;
    let row = row.ok_or(ApiError::NotFound)?;
    let pdf = issuance::preview(&app.service, &batch, &row).await?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "inline; filename=\"specimen.pdf\""),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, pdf).into_response())
}

impl From<PreviewError> for ApiError {
    fn from(error: PreviewError) -> Self {
        match error {
            PreviewError::Nothing => Self::NotFound,
            error => Self::Preview(error),
        }
    }
}
