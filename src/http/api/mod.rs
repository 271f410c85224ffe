//! What programs ask: every address of the API, each described beside its code.
//!
//! A file here is one resource. Its `routes()` gives the handlers with their description; this
//! module merges them once, so that what is served and what `openapi.json` says can't differ.

mod achievements;
mod acts;
mod audit;
mod batch_downloads;
mod batch_upload;
mod batches;
mod body;
mod certificates;
mod clients;
mod deliveries;
mod description;
mod docs;
mod files;
mod keys;
mod list;
mod parcoursup;
mod refusals;
mod status;
mod supersede;
mod token;
mod verification_batches;
mod verification_stream;
mod verifications;
mod webhooks;

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use utoipa_axum::router::OpenApiRouter;

use super::router::App;

pub(super) use batch_downloads::sent as send_file;
pub(super) use batch_upload::read as read_upload;
pub(super) use body::read as read_json;
pub use description::text as description;
pub(super) use verification_batches::{parts as answer_parts, refused};

/// How long published keys and lists may be kept: what is revoked must soon be seen.
const KEPT: &str = "public, max-age=300";

/// What asks about certificates without a client's key: counted per address.
pub(super) fn look_ups() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .merge(verifications::routes())
        .merge(token::routes())
        .merge(parcoursup::token_routes())
}

/// What anybody may fetch and keep.
pub(super) fn published() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .merge(keys::routes())
        .merge(status::routes())
        .merge(achievements::routes())
        .merge(docs::routes())
        .merge(webhooks::published_routes())
}

/// What clients do with their key or token: each handler asks for the scope it needs.
pub(super) fn for_clients() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .merge(certificates::routes())
        .merge(acts::routes())
        .merge(supersede::routes())
        .merge(files::routes())
        .merge(audit::routes())
        .merge(clients::routes())
        .merge(batches::routes())
        .merge(batch_upload::routes())
        .merge(batch_downloads::routes())
        .merge(verification_stream::routes())
        .merge(verification_batches::routes())
        .merge(parcoursup::routes())
        .merge(webhooks::routes())
        .merge(deliveries::routes())
}

/// Something public that is kept for a while, readable from any site, and not sent twice.
fn published_bytes(asked: &HeaderMap, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = unless_known(asked, kind, bytes);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(KEPT));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let anybody = HeaderValue::from_static("cross-origin");
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        anybody,
    );
    response
}

/// Bytes with their tag; nothing but the tag for who has them already.
fn unless_known(asked: &HeaderMap, kind: &'static str, bytes: Vec<u8>) -> Response {
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
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}
