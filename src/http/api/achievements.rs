//! What certificates certify, at the addresses that the standard credentials name.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::published;
use crate::credential::badge;
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::i18n::Language;

/// `GET /achievements/{framework}/{version}/{language}`
pub(in crate::http) async fn achievement(
    State(app): State<App>,
    Path((framework, version, language)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let framework = app
        .service
        .framework_named(&framework)
        .ok()
        .filter(|framework| framework.version.to_string() == version)
        .ok_or(ApiError::NotFound)?;
    let language = Language::ALL
        .into_iter()
        .find(|known| known.tag() == language)
        .ok_or(ApiError::NotFound)?;
    let public_url = &app.service.config.service.public_url;
    let document = badge::achievement_document(public_url, framework, language)?;
    let bytes = serde_json::to_vec(&document)?;
    Ok(published(&headers, "application/ld+json", bytes))
}
