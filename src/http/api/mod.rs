//! What programs ask.

pub(super) mod achievements;
pub(super) mod keys;
pub(super) mod status;
pub(super) mod verifications;

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// How long published keys and lists may be kept: what is revoked must soon be seen.
const KEPT: &str = "public, max-age=300";

/// Something public that is kept for a while, readable from any site, and not sent twice.
fn published(asked: &HeaderMap, kind: &'static str, bytes: Vec<u8>) -> Response {
    let digest = hex::encode(Sha256::digest(&bytes));
    // Weak, because the bytes on the wire may be compressed.
    let tag = format!("W/\"{}\"", digest.get(..32).unwrap_or(&digest));
    let known = asked
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, kind)], bytes).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(KEPT));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let anybody = HeaderValue::from_static("cross-origin");
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        anybody,
    );
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}
