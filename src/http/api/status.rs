//! The signed revocation lists, as last published.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::published;
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::store::StatusPurpose;

/// `GET /status/{purpose}/{list}`
pub(in crate::http) async fn list(
    State(app): State<App>,
    Path((purpose, list)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let purpose = StatusPurpose::from_name(&purpose).ok_or(ApiError::NotFound)?;
    let list = list.parse().map_err(|_| ApiError::NotFound)?;
    let list = app
        .service
        .store
        .published_status_list(list, purpose)
        .await?
        .ok_or(ApiError::NotFound)?;
    Ok(published(&headers, "application/vc", list.document))
}
