//! What certificates certify, at the addresses that the standard credentials name.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::published_bytes;
use crate::credential::badge;
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::i18n::Language;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(achievement))
}

/// What certificates certify (Open Badges achievement)
///
/// At the address that the standard credentials name.
#[utoipa::path(
    get,
    path = "/achievements/{framework}/{version}/{language}",
    operation_id = "show_achievement",
    tag = "achievements",
    params(
        ("framework" = String, Path, description = "Id of the framework: `crcn`"),
        ("version" = String, Path, description = "Its version"),
        ("language" = String, Path, description = "`fr` or `en`"),
    ),
    responses(
        (status = 200, description = "Open Badges 3.0 achievement", body = Object, content_type = "application/ld+json"),
        (status = 404, description = "Nothing there"),
    )
)]
async fn achievement(
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
    Ok(published_bytes(&headers, "application/ld+json", bytes))
}
