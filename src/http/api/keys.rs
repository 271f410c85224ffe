//! The issuer's public keys, and the revocation list of its document certificates.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::published;
use crate::http::error::ApiError;
use crate::http::router::App;

/// `GET /.well-known/jwks.json`
pub(in crate::http) async fn jwks(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let keys = serde_json::to_vec(&app.service.trusted().to_jwks())?;
    Ok(published(&headers, "application/jwk-set+json", keys))
}

/// `GET /crl.der`
pub(in crate::http) async fn crl(State(app): State<App>, headers: HeaderMap) -> Response {
    published(
        &headers,
        "application/pkix-crl",
        app.service.keyring.crl().to_vec(),
    )
}
