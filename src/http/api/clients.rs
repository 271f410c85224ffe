//! Clients and their API keys, for those who run the service. Nobody hands out more than he has.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::body::Body;
use super::list::{List, Page, Parameters};
use crate::access::{Bearer, BearerId, BearerKind, Caller, ClientId, ClientName, Scope, Scopes};
use crate::http::error::ApiError;
use crate::http::idempotency::WithoutSecret;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::store::{Client, ClientKey};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(show))
        .routes(routes!(disable))
        .routes(routes!(issue_key))
        .routes(routes!(revoke_key))
}

impl PartialSchema for Scope {
    fn schema() -> RefOr<Schema> {
        let names = Self::ALL.map(Self::name);
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(names))
            .into()
    }
}

impl ToSchema for Scope {}

/// A client.
#[derive(Serialize, ToSchema)]
struct ClientBody {
    /// Its id.
    id: Uuid,
    /// What the audit trail and token requests call it.
    #[schema(example = "crous-lyon")]
    name: String,
    /// What it may do.
    scopes: Vec<Scope>,
    /// Its own limit; without one, the configured limit holds.
    requests_per_minute: Option<u32>,
    /// Since when it may call.
    created_at: DateTime<Utc>,
    /// Since when nothing it shows is accepted.
    disabled_at: Option<DateTime<Utc>>,
}

impl From<Client> for ClientBody {
    fn from(client: Client) -> Self {
        Self {
            id: client.id.0,
            name: client.name.into(),
            scopes: client.scopes.iter().collect(),
            requests_per_minute: client.requests_per_minute,
            created_at: client.created_at,
            disabled_at: client.disabled_at,
        }
    }
}

/// A client with its keys.
#[derive(Serialize, ToSchema)]
struct ClientWithKeys {
    #[serde(flatten)]
    client: ClientBody,
    /// Its keys, the oldest first.
    keys: Vec<KeyBody>,
}

/// What is known of an API key: all but its secret.
#[derive(Serialize, ToSchema)]
struct KeyBody {
    /// Its public part.
    #[schema(example = "0123456789abcdef")]
    id: String,
    /// Since when it is good.
    created_at: DateTime<Utc>,
    /// Until when, if it ends by itself.
    expires_at: Option<DateTime<Utc>>,
    /// Since when it is no longer good.
    revoked_at: Option<DateTime<Utc>>,
    /// The last day (UTC) on which it was shown.
    last_used_on: Option<NaiveDate>,
}

impl From<ClientKey> for KeyBody {
    fn from(key: ClientKey) -> Self {
        Self {
            id: key.id.to_string(),
            created_at: key.created_at,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            last_used_on: key.last_used_on,
        }
    }
}

/// A new API key.
#[derive(Serialize, ToSchema)]
struct IssuedKey {
    #[serde(flatten)]
    description: KeyBody,
    /// The key. It is kept nowhere: this answer is the only one that tells it. When the request is
    /// repeated with its `Idempotency-Key`, it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// Largest limit of a client's own.
const MOST_PER_MINUTE: u32 = 1_000_000;

/// A client to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewClient {
    /// 1 to 64 small letters, digits and hyphens, beginning with a letter.
    #[schema(pattern = "^[a-z][a-z0-9-]{0,63}$")]
    name: String,
    /// What it may do; not more than who adds it.
    #[schema(min_items = 1)]
    scopes: Vec<Scope>,
    /// Its own limit; without one, the configured limit holds.
    #[schema(minimum = 1, maximum = 1_000_000)]
    #[serde(default, deserialize_with = "super::body::whole")]
    requests_per_minute: Option<u32>,
}

/// A key to be issued.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct NewKey {
    /// Until when it is good; without it, until it is revoked.
    expires_at: Option<DateTime<Utc>>,
}

/// Which part of the list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described: `Parameters` reads them")]
struct Part {
    /// How many entries at most.
    #[param(required = false, minimum = 1, maximum = 500, default = 100)]
    limit: u32,
    /// Where the page begins, as the page before told.
    #[param(required = false, format = "clients-cursor")]
    cursor: String,
}

/// List clients
#[utoipa::path(
    get,
    path = "/api/v1/clients",
    operation_id = "list_clients",
    tag = "clients",
    security(("bearer" = ["clients"])),
    params(Part),
    responses(
        (status = 200, description = "One page", body = Page<ClientBody>),
        (status = 422, description = "A parameter is unknown or breaks a rule; `errors` names each"),
    )
)]
async fn list(
    State(app): State<App>,
    caller: Caller,
    parameters: Parameters,
) -> Result<Response, ApiError> {
    caller.require(Scope::Clients)?;
    let turn = parameters.page(List::Clients)?;
    // A few dozen, which a page at a time would not make lighter.
    let mut clients = app.service.store.clients().await?;
    clients.sort_by_key(|client| client.id);
    clients.retain(|client| turn.after.is_none_or(|after| client.id.0 > after));
    let id = |client: &Client| client.id.0;
    Ok(turn.answer(clients, id, ClientBody::from))
}

/// Add a client
///
/// It can call once it has a key.
#[utoipa::path(
    post,
    path = "/api/v1/clients",
    operation_id = "create_client",
    tag = "clients",
    security(("bearer" = ["clients"])),
    request_body = NewClient,
    responses(
        (status = 201, description = "The client", body = ClientBody),
        (status = 409, description = "Another client has this name"),
    )
)]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<NewClient>,
) -> Result<Response, ApiError> {
    caller.require(Scope::Clients)?;
    let mut defects = Vec::new();
    if new.scopes.is_empty() {
        defects.push(Defect::of("/scopes", "no-scope"));
    }
    if new
        .requests_per_minute
        .is_some_and(|number| !(1..=MOST_PER_MINUTE).contains(&number))
    {
        defects.push(Defect::of("/requests_per_minute", "per-minute"));
    }
    let name: Result<ClientName, _> = new.name.parse();
    if name.is_err() {
        defects.push(Defect::of("/name", "client-name"));
    }
    let (Ok(name), []) = (name, defects.as_slice()) else {
        return Err(ApiError::Invalid(defects));
    };
    let client = Client {
        id: ClientId(Uuid::now_v7()),
        name,
        scopes: new.scopes.into_iter().collect::<Scopes>(),
        requests_per_minute: new.requests_per_minute,
        created_at: app.service.clock.now(),
        disabled_at: None,
    };
    caller.require_all(&client.scopes)?;
    if !app
        .service
        .store
        .add_client(&client, &caller.operator())
        .await?
    {
        return Err(ApiError::ClientExists);
    }
    let location = [(LOCATION, format!("/api/v1/clients/{}", client.id))];
    let body = Json(ClientBody::from(client));
    Ok((StatusCode::CREATED, location, body).into_response())
}

/// Show a client and its keys
#[utoipa::path(
    get,
    path = "/api/v1/clients/{id}",
    operation_id = "show_client",
    tag = "clients",
    security(("bearer" = ["clients"])),
    params(("id" = Uuid, Path, description = "Id of the client")),
    responses(
        (status = 200, description = "The client", body = ClientWithKeys),
        (status = 404, description = "Nothing there"),
    )
)]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ClientWithKeys>, ApiError> {
    caller.require(Scope::Clients)?;
    let client = find(&app, &id).await?;
    let keys = app.service.store.keys_of(client.id).await?;
    Ok(Json(ClientWithKeys {
        client: client.into(),
        keys: keys.into_iter().map(Into::into).collect(),
    }))
}

/// Disable a client
///
/// For good, with all its keys and tokens. Repeating it changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/clients/{id}/disable",
    operation_id = "disable_client",
    tag = "clients",
    security(("bearer" = ["clients"])),
    params(("id" = Uuid, Path, description = "Id of the client")),
    responses(
        (status = 200, description = "The client", body = ClientBody),
        (status = 404, description = "Nothing there"),
    )
)]
async fn disable(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ClientBody>, ApiError> {
    caller.require(Scope::Clients)?;
    let client = find(&app, &id).await?;
    let at = app.service.clock.now();
    let store = &app.service.store;
    store
        .disable_client(&client, &caller.operator(), at)
        .await?;
    Ok(Json(find(&app, &id).await?.into()))
}

/// Issue an API key
///
/// The answer is the only one that tells the key.
#[utoipa::path(
    post,
    path = "/api/v1/clients/{id}/keys",
    operation_id = "issue_key",
    tag = "clients",
    security(("bearer" = ["clients"])),
    params(("id" = Uuid, Path, description = "Id of the client")),
    request_body = NewKey,
    responses(
        (status = 201, description = "The key", body = IssuedKey),
        (status = 404, description = "No such client, or a disabled one"),
    )
)]
async fn issue_key(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(new): Body<NewKey>,
) -> Result<Response, ApiError> {
    caller.require(Scope::Clients)?;
    let at = app.service.clock.now();
    if new.expires_at.is_some_and(|end| end <= at) {
        let past = Defect::of("/expires_at", "in-the-past");
        return Err(ApiError::Invalid(vec![past]));
    }
    let client = find(&app, &id).await?;
    caller.require_all(&client.scopes)?;
    let key = Bearer::generate(BearerKind::Key).map_err(ApiError::Randomness)?;
    let operator = caller.operator();
    let store = &app.service.store;
    if !store
        .add_key(&client, &key, new.expires_at, &operator, at)
        .await?
    {
        return Err(ApiError::NotFound);
    }
    let mut issued = IssuedKey {
        description: KeyBody {
            id: key.id().to_string(),
            created_at: at,
            expires_at: new.expires_at,
            revoked_at: None,
            last_used_on: None,
        },
        key: None,
    };
    let without_secret = WithoutSecret(serde_json::to_vec(&issued)?);
    issued.key = Some(key.reveal().expose_secret().to_owned());
    let mut response = (StatusCode::CREATED, Json(issued)).into_response();
    response.extensions_mut().insert(without_secret);
    Ok(response)
}

/// Revoke an API key
///
/// For good, with the tokens that were given for it. Repeating it changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/clients/{id}/keys/{key}/revoke",
    operation_id = "revoke_key",
    tag = "clients",
    security(("bearer" = ["clients"])),
    params(
        ("id" = Uuid, Path, description = "Id of the client"),
        ("key" = String, Path, description = "Public part of the key"),
    ),
    responses(
        (status = 200, description = "The key", body = KeyBody),
        (status = 404, description = "Nothing there"),
    )
)]
async fn revoke_key(
    State(app): State<App>,
    caller: Caller,
    Path((id, key)): Path<(String, String)>,
) -> Result<Json<KeyBody>, ApiError> {
    caller.require(Scope::Clients)?;
    let client = find(&app, &id).await?;
    let key = BearerId::parse(&key).ok_or(ApiError::NotFound)?;
    let at = app.service.clock.now();
    let store = &app.service.store;
    store
        .revoke_key(&client, &key, &caller.operator(), at)
        .await?;
    let keys = store.keys_of(client.id).await?;
    let revoked = keys.into_iter().find(|known| known.id == key);
    Ok(Json(revoked.ok_or(ApiError::NotFound)?.into()))
}

async fn find(app: &App, id: &str) -> Result<Client, ApiError> {
    let id = Uuid::parse_str(id).map_err(|_| ApiError::NotFound)?;
    let client = app.service.store.find_client(ClientId(id)).await?;
    client.ok_or(ApiError::NotFound)
}
