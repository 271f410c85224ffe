//! A request that a client repeats is carried out once (draft-ietf-httpapi-idempotency-key-header).
//!
//! What is kept of a request is who made it, digests of its key and of all it says, and the answer,
//! for two days. Only an answer that tells of something done is kept: a refused request has changed
//! nothing, so its repetition is looked at anew. A secret is never kept: a repeated request for an
//! API key is answered with the key's description alone.
//!
//! A file of codes may be longer than what fits in memory: it is recognised by its length.

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::access::Shown;
use super::error::{ApiError, causes};
use super::router::App;
use crate::access::ClientId;
use crate::store::{Claimed, RequestClaim, StoredAnswer};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer is one given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

const LONGEST_KEY: usize = 255;
/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(48);
/// How long after its deadline a request is given up for dead.
const GRACE: TimeDelta = TimeDelta::seconds(30);
/// Longest answer that is kept.
const LONGEST_ANSWER: u64 = 1 << 20;

/// What is kept of an answer instead of its body, which holds a secret.
#[derive(Debug, Clone)]
pub(super) struct WithoutSecret(pub(super) Vec<u8>);

/// Carries a client's request out once for each `Idempotency-Key`.
pub(super) async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let (Some(key), Some(client)) = (
        request.headers().get(IDEMPOTENCY_KEY).cloned(),
        client(&request),
    ) else {
        return next.run(request).await;
    };
    if !changes(&request) {
        return next.run(request).await;
    }
    match once(&app, client, &key, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

fn client(request: &Request) -> Option<ClientId> {
    match request.extensions().get::<Shown>() {
        Some(Shown::Good(caller)) => Some(caller.client),
        _ => None,
    }
}

/// Addresses whose `POST` changes something: the others only ask, and answers to questions about
/// persons are not kept.
pub(super) const CHANGES: &[&str] = &[
    "/api/v1/certificates/{id}/reinstate",
    "/api/v1/certificates/{id}/revoke",
    "/api/v1/certificates/{id}/supersede",
    "/api/v1/certificates/{id}/suspend",
    "/api/v1/batches",
    "/api/v1/batches/{id}/cancel",
    "/api/v1/batches/{id}/start",
    "/api/v1/clients",
    "/api/v1/clients/{id}/disable",
    "/api/v1/clients/{id}/keys",
    "/api/v1/clients/{id}/keys/{key}/revoke",
    RECEIVED_IN_PARTS,
    "/api/v1/webhooks",
    "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver",
    "/api/v1/webhooks/{id}/enable",
    "/api/v1/webhooks/{id}/ping",
    "/api/v1/webhooks/{id}/rotate",
];

/// What is sent here is not held in memory.
const RECEIVED_IN_PARTS: &str = "/api/v1/verification-batches";

fn changes(request: &Request) -> bool {
    request.method() == Method::POST && CHANGES.iter().any(|path| is_at(request, path))
}

fn is_at(request: &Request, address: &str) -> bool {
    let matched = request.extensions().get::<MatchedPath>();
    matched.is_some_and(|path| path.as_str() == address)
}

async fn once(
    app: &App,
    client: ClientId,
    key: &HeaderValue,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let key = key_of(key).ok_or(ApiError::IdempotencyKeyMalformed)?;
    let limits = &app.service.config.limits;
    let in_parts = is_at(&request, RECEIVED_IN_PARTS);
    let (parts, body) = request.into_parts();
    let (said, body) = if in_parts {
        let length = parts.headers.get(CONTENT_LENGTH);
        let said = length.map_or(Bytes::new(), |it| Bytes::copy_from_slice(it.as_bytes()));
        (said, body)
    } else {
        let body = to_bytes(body, limits.upload_bytes + super::router::FORM_BYTES)
            .await
            .map_err(|_| ApiError::TooLarge)?;
        (body.clone(), Body::from(body))
    };
    let at = app.service.clock.now();
    let seconds = i64::try_from(limits.request_seconds).unwrap_or(i64::from(u32::MAX));
    let address = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let claim = RequestClaim {
        client,
        key: Sha256::digest(key).into(),
        fingerprint: fingerprint(&parts.method, address, &parts.headers, &said),
        claim: Uuid::new_v4(),
        at,
        claimed_until: at + TimeDelta::seconds(seconds) + GRACE,
        expires_at: at + KEPT,
    };
    let store = &app.service.store;
    match store
        .claim_request(&claim)
        .await
        .map_err(ApiError::Unavailable)?
    {
        Claimed::Ours => {}
        Claimed::InProgress => return Err(ApiError::InProgress),
        Claimed::OtherRequest => return Err(ApiError::IdempotencyKeyReused),
        Claimed::Answered(answer) => return Ok(again(answer)),
    }
    let response = next.run(Request::from_parts(parts, body)).await;
    Ok(kept(app, &claim, response).await)
}

/// The key between its quotes (a string of RFC 9651), or as most clients send it: without.
fn key_of(header: &HeaderValue) -> Option<&str> {
    let text = header.to_str().ok()?.trim();
    let key = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    let printable = key.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    ((1..=LONGEST_KEY).contains(&key.len()) && printable).then_some(key)
}

/// What a request says: the same for each repetition.
fn fingerprint(method: &Method, address: &str, headers: &HeaderMap, body: &[u8]) -> [u8; 32] {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (kind, parameters) = kind.split_once(';').unwrap_or((kind, ""));
    let mut digest = Sha256::new();
    for part in [method.as_str(), address, &kind.trim().to_ascii_lowercase()] {
        digest.update(part);
        digest.update([0]);
    }
    let boundary = parameters
        .split(';')
        .find_map(|parameter| parameter.trim().strip_prefix("boundary="))
        .map(|boundary| format!("--{}", boundary.trim_matches('"')));
    match boundary {
        // Programs draw a new boundary each time they send the same form.
        Some(boundary) => {
            for line in body.split_inclusive(|byte| *byte == b'\n') {
                let line = line.strip_prefix(boundary.as_bytes()).unwrap_or(line);
                digest.update((line.len() as u64).to_be_bytes());
                digest.update(line);
            }
        }
        None => digest.update(body),
    }
    digest.finalize().into()
}

/// Keeps the answer for the next time, or gives the claim up.
async fn kept(app: &App, claim: &RequestClaim, response: Response) -> Response {
    let store = &app.service.store;
    let status = response.status();
    if !status.is_success() && !status.is_redirection() {
        told(store.release_request(claim).await.err());
        return response;
    }
    let (parts, body) = response.into_parts();
    let short = body
        .size_hint()
        .upper()
        .is_some_and(|bytes| bytes <= LONGEST_ANSWER);
    let (kept, body) = if short {
        match to_bytes(body, usize::MAX).await {
            Ok(bytes) => (bytes.clone(), Body::from(bytes)),
            Err(_) => (Bytes::new(), Body::empty()),
        }
    } else {
        // A long answer is of no use to who only wants to know whether it was done.
        (Bytes::new(), body)
    };
    let without_secret = parts.extensions.get::<WithoutSecret>();
    let text = |name| {
        let value: Option<&HeaderValue> = parts.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let answer = StoredAnswer {
        status: status.as_u16(),
        content_type: text(CONTENT_TYPE),
        location: text(LOCATION),
        body: without_secret.map_or_else(|| kept.to_vec(), |kept| kept.0.clone()),
    };
    // What was asked for is done: if this fails, a repetition waits for the claim to end.
    told(store.store_answer(claim, &answer).await.err());
    Response::from_parts(parts, body)
}

fn told(error: Option<crate::store::Error>) {
    if let Some(error) = error {
        let causes = causes(&error);
        tracing::error!(%error, ?causes, "the answer to a request could not be kept");
    }
}

/// The answer that was given the first time.
fn again(answer: StoredAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    headers.remove(CONTENT_TYPE);
    for (name, value) in [
        (CONTENT_TYPE, answer.content_type),
        (LOCATION, answer.location),
    ] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_stand_in_quotes() {
        let key = |text: &'static str| {
            let header = HeaderValue::from_static(text);
            key_of(&header).map(str::to_owned)
        };
        assert_eq!(key("\"8e03978e-40d5\"").as_deref(), Some("8e03978e-40d5"));
        assert_eq!(key("8e03978e-40d5").as_deref(), Some("8e03978e-40d5"));
        assert_eq!(key(""), None);
        assert_eq!(key("\"\""), None);
        let long = HeaderValue::from_str(&"a".repeat(LONGEST_KEY + 1)).unwrap();
        assert_eq!(key_of(&long), None);
    }

    #[test]
    fn a_request_is_recognised_by_all_that_it_says() {
        let print = |method, address, kind: &str, body: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_str(kind).unwrap());
            fingerprint(method, address, &headers, body.as_bytes())
        };
        let json = "application/json";
        let one = print(&Method::POST, "/a", json, "{}");
        assert_eq!(
            one,
            print(&Method::POST, "/a", "application/json; charset=utf-8", "{}")
        );
        for other in [
            print(&Method::PUT, "/a", json, "{}"),
            print(&Method::POST, "/b", json, "{}"),
            print(&Method::POST, "/a?b", json, "{}"),
            print(&Method::POST, "/a", "text/csv", "{}"),
            print(&Method::POST, "/a", json, "{ }"),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn a_form_sent_again_with_another_boundary_is_the_same_form() {
        let print = |boundary: &str, value: &str| {
            let mut headers = HeaderMap::new();
            let kind = format!("multipart/form-data; boundary={boundary}");
            headers.insert(CONTENT_TYPE, HeaderValue::from_str(&kind).unwrap());
            let body = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{value}\r\n--{boundary}--\r\n"
            );
            fingerprint(&Method::POST, "/a", &headers, body.as_bytes())
        };
        assert_eq!(print("xyz", "1"), print("uvw123", "1"));
        assert_ne!(print("xyz", "1"), print("xyz", "2"));
    }
}
