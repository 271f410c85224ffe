//! Who the issuer is: its public keys in every form, its profile, and the revocation lists of its
//! document certificates.

use axum::extract::{OriginalUri, State};
use axum::http::header::{ACCEPT, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::description::File;
use super::published_bytes;
use crate::http::error::ApiError;
use crate::http::router::App;

/// Media types of a DID document (DID Core 1.0 §6); for who asks for none of them, the last.
const DID_TYPES: [&str; 3] = [
    "application/did+ld+json",
    "application/did+json",
    "application/json",
];

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(jwks))
        .routes(routes!(did))
        .routes(routes!(profile))
        .routes(routes!(crl))
        .routes(routes!(chain))
        // The first list keeps the address that certificates have named from the beginning.
        .route("/.well-known/sceau.crl", get(crl))
}

/// Public keys (JWK Set)
///
/// Every key that signs or has signed, with the time during which its signatures count.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    operation_id = "list_keys",
    tag = "keys",
    responses((status = 200, description = "The keys", body = Object, content_type = "application/jwk-set+json"))
)]
async fn jwks(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let keys = serde_json::to_vec(&app.service.jwks())?;
    Ok(published_bytes(&headers, "application/jwk-set+json", keys))
}

/// The issuer as a DID document
#[utoipa::path(
    get,
    path = "/.well-known/did.json",
    operation_id = "show_did",
    tag = "keys",
    responses((status = 200, description = "DID Core 1.0, in the type that is liked best", content(
        (Object = "application/did+ld+json"),
        (Object = "application/did+json"),
        (Object = "application/json"),
    )))
)]
async fn did(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let document = serde_json::to_vec(&app.service.did_document())?;
    let mut response = published_bytes(&headers, did_type(&headers), document);
    response
        .headers_mut()
        .append(VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

/// The issuer as an Open Badges profile
#[utoipa::path(
    get,
    path = "/.well-known/issuer.json",
    operation_id = "show_issuer",
    tag = "keys",
    responses((status = 200, description = "Open Badges 3.0 profile", body = Object, content_type = "application/ld+json"))
)]
async fn profile(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let profile = serde_json::to_vec(&app.service.profile())?;
    Ok(published_bytes(&headers, "application/ld+json", profile))
}

/// A revocation list of document certificates
///
/// At the address that a document's signing certificate names; the first of them is also at
/// `/.well-known/sceau.crl`.
#[utoipa::path(
    get,
    path = "/.well-known/crl/{name}",
    operation_id = "show_crl",
    tag = "keys",
    params(("name" = String, Path, description = "File name in the certificate's distribution point")),
    responses(
        (status = 200, description = "DER", body = File, content_type = "application/pkix-crl"),
        (status = 404, description = "Nothing there"),
    )
)]
async fn crl(
    State(app): State<App>,
    OriginalUri(address): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let lists = app.service.keyring.crls();
    let list = lists.get(address.path()).ok_or(ApiError::NotFound)?;
    Ok(published_bytes(
        &headers,
        "application/pkix-crl",
        list.clone(),
    ))
}

/// The type that is liked best (RFC 9110 §12.5.1). Wildcards get what everybody reads.
fn did_type(headers: &HeaderMap) -> &'static str {
    let asked = headers.get_all(ACCEPT).iter();
    let asked = asked.filter_map(|value| value.to_str().ok());
    let mut best: Option<(u16, &'static str)> = None;
    for range in asked.flat_map(|value| value.split(',')) {
        let (kind, parameters) = range.split_once(';').unwrap_or((range, ""));
        let known = DID_TYPES
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(kind.trim()));
        let Some(known) = known else { continue };
        let weight = weight(parameters);
        if weight > best.map_or(0, |(weight, _)| weight) {
            best = Some((weight, known));
        }
    }
    best.map_or(DID_TYPES[2], |(_, kind)| kind)
}

/// `q`, in thousandths.
fn weight(parameters: &str) -> u16 {
    let mut named = parameters.split(';').map(str::trim);
    let Some(value) = named.find_map(|parameter| parameter.strip_prefix("q=")) else {
        return 1000;
    };
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let thousandths = format!("{part:0<3}");
    match (
        whole,
        thousandths.get(..3).and_then(|part| part.parse().ok()),
    ) {
        ("1", _) => 1000,
        ("0", Some(thousandths)) => thousandths,
        _ => 0,
    }
}

/// The document key's certificates, the root last
#[utoipa::path(
    get,
    path = "/.well-known/sceau-chain.pem",
    operation_id = "show_chain",
    tag = "keys",
    responses((status = 200, description = "PEM", body = String, content_type = "application/pem-certificate-chain"))
)]
async fn chain(State(app): State<App>, headers: HeaderMap) -> Response {
    let chain = app.service.keyring.chain_pem().into_bytes();
    published_bytes(&headers, "application/pem-certificate-chain", chain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_did_document_is_given_in_the_type_that_is_liked_best() {
        for (asked, given) in [
            ("", "application/json"),
            ("*/*", "application/json"),
            ("text/html", "application/json"),
            ("application/did+json", "application/did+json"),
            ("Application/DID+LD+JSON", "application/did+ld+json"),
            (
                "application/json;q=0.5, application/did+ld+json;q=0.9, */*",
                "application/did+ld+json",
            ),
            (
                "application/did+ld+json;profile=\"x\";q=0.2,application/did+json; q=1.0",
                "application/did+json",
            ),
            ("application/did+json;q=0", "application/json"),
            ("application/did+json;q=é, ;;;,,q=", "application/json"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_str(asked).unwrap());
            assert_eq!(did_type(&headers), given, "{asked}");
        }
    }
}
