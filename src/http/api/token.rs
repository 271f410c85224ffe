//! Access tokens for clients (OAuth 2.0 client credentials, RFC 6749 §4.4).

use axum::Form;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::access::{Bearer, BearerId, BearerKind, Caller, Scopes};
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::store::NewToken;

/// How long a token is good, in seconds.
const LIFE: u32 = 3600;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(create))
}

/// What a token request says. Holds a secret: it can't be printed.
#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct TokenRequest {
    /// `client_credentials`.
    #[schema(example = "client_credentials")]
    grant_type: Option<String>,
    /// The client's name or id, unless it stands in the `Authorization` header (Basic).
    client_id: Option<String>,
    /// One of the client's API keys, unless it stands in the `Authorization` header (Basic).
    #[schema(value_type = Option<String>)]
    #[serde(default, deserialize_with = "secret")]
    client_secret: Option<SecretString>,
    /// What the token shall allow, separated by spaces; without it, all that the client may do.
    scope: Option<String>,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(Into::into))
}

/// An access token.
#[derive(Serialize, ToSchema)]
struct Token {
    /// To be shown as `Authorization: Bearer …`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds for which it is good.
    expires_in: u32,
    /// What it allows, separated by spaces.
    scope: String,
}

/// Why there is no token (RFC 6749 §5.2).
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Refusal {
    InvalidRequest,
    InvalidClient,
    InvalidScope,
    UnsupportedGrantType,
}

#[derive(Serialize, ToSchema)]
struct TokenError {
    error: Refusal,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Json(TokenError { error: self });
        match self {
            Self::InvalidClient => {
                let challenge = [(WWW_AUTHENTICATE, "Basic realm=\"sceau\"")];
                (StatusCode::UNAUTHORIZED, challenge, body).into_response()
            }
            Self::InvalidRequest | Self::InvalidScope | Self::UnsupportedGrantType => {
                (StatusCode::BAD_REQUEST, body).into_response()
            }
        }
    }
}

/// Get an access token
///
/// Client credentials (RFC 6749 §4.4): the client's name and one of its API keys, in the form or by
/// HTTP Basic. The token is good for an hour, and not longer than the key.
#[utoipa::path(
    post,
    path = "/api/v1/token",
    operation_id = "create_token",
    tag = "clients",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The token", body = Token),
        (status = 400, description = "The request is not one for a token", body = TokenError),
        (status = 401, description = "Not a client, or not one of its keys", body = TokenError),
    )
)]
pub(in crate::http) async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    request: Result<Form<TokenRequest>, FormRejection>,
) -> Result<Response, ApiError> {
    let request = match request {
        Ok(Form(request)) => request,
        Err(FormRejection::BytesRejection(rejection)) => return Err(rejection.into()),
        Err(_) => return Ok(Refusal::InvalidRequest.into_response()),
    };
    let (key, caller) = match client(&app, &headers, &request).await? {
        Ok(known) => known,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    let scopes = match wanted(&request, &caller) {
        Ok(scopes) => scopes,
        Err(refusal) => return Ok(refusal.into_response()),
    };
    grant(&app, &key, &scopes).await
}

/// The client that asks, and the key it shows.
async fn client(
    app: &App,
    headers: &HeaderMap,
    request: &TokenRequest,
) -> Result<Result<(BearerId, Caller), Refusal>, ApiError> {
    let credentials = match headers.get(AUTHORIZATION).filter(|header| is_basic(header)) {
        // RFC 6749 §2.3: not more than one way in a request.
        Some(_) if request.client_secret.is_some() => return Ok(Err(Refusal::InvalidRequest)),
        Some(header) => basic(header.as_bytes()),
        None => request.client_id.clone().zip(request.client_secret.clone()),
    };
    let Some((id, secret)) = credentials else {
        return Ok(Err(Refusal::InvalidClient));
    };
    let key = Bearer::parse(secret.expose_secret());
    let Some(key) = key.filter(|key| key.kind() == BearerKind::Key) else {
        return Ok(Err(Refusal::InvalidClient));
    };
    let at = app.service.clock.now();
    let known = app.service.store.recognise(&key, at).await;
    let known = known.map_err(ApiError::Unavailable)?;
    let known = known.filter(|known| known.name.as_str() == id || known.client.to_string() == id);
    Ok(known
        .map(|known| (key.id().clone(), known))
        .ok_or(Refusal::InvalidClient))
}

/// Whether a client shows its name and secret here: a token that it has already is neither.
fn is_basic(header: &HeaderValue) -> bool {
    header
        .as_bytes()
        .get(..6)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"basic "))
}

/// Name and secret of HTTP Basic (RFC 7617). Neither has a character that RFC 6749 §2.3.1 encodes.
fn basic(header: &[u8]) -> Option<(String, SecretString)> {
    let header = std::str::from_utf8(header).ok()?;
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((id.to_owned(), secret.to_owned().into()))
}

/// What the token shall allow.
fn wanted(request: &TokenRequest, caller: &Caller) -> Result<Scopes, Refusal> {
    match request.grant_type.as_deref() {
        Some("client_credentials") => {}
        Some(_) => return Err(Refusal::UnsupportedGrantType),
        None => return Err(Refusal::InvalidRequest),
    }
    let Some(words) = request
        .scope
        .as_deref()
        .filter(|words| !words.trim().is_empty())
    else {
        return Ok(caller.scopes.clone());
    };
    let scopes: Scopes = words.parse().map_err(|_| Refusal::InvalidScope)?;
    caller
        .require_all(&scopes)
        .map_err(|_| Refusal::InvalidScope)?;
    Ok(scopes)
}

async fn grant(app: &App, key: &BearerId, scopes: &Scopes) -> Result<Response, ApiError> {
    let token = Bearer::generate(BearerKind::Token).map_err(ApiError::Randomness)?;
    let new = NewToken {
        id: token.id(),
        key,
        digest: token.digest(),
        scopes,
        expires_at: app.service.clock.now() + TimeDelta::seconds(i64::from(LIFE)),
    };
    app.service.store.add_token(&new).await?;
    let body = Token {
        access_token: token.reveal().expose_secret().to_owned(),
        token_type: "Bearer",
        expires_in: LIFE,
        scope: scopes.to_string(),
    };
    let headers = [(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")];
    Ok((headers, Json(body)).into_response())
}
