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

/// `GET /.well-known/sceau.crl`
pub(in crate::http) async fn crl(State(app): State<App>, headers: HeaderMap) -> Response {
    published(
        &headers,
        "application/pkix-crl",
        app.service.keyring.crl().to_vec(),
    )
}

/// `GET /.well-known/sceau-chain.pem`: the document key's certificates, the root last.
pub(in crate::http) async fn chain(State(app): State<App>, headers: HeaderMap) -> Response {
    let chain = app.service.keyring.chain_pem().into_bytes();
    published(&headers, "application/pem-certificate-chain", chain)
}
