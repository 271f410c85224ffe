//! Webhooks: where a client has itself told of changes to certificates that it asked about.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::body::Body;
use super::list::Page;
use super::published_bytes;
use crate::access::{Caller, Scope};
use crate::http::error::ApiError;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::i18n::{Language, text};
use crate::partners::{self, AddedWebhook};
use crate::store::{Disabled, Webhook};
use crate::webhook::{self, Refusal};

/// While a key is replaced, the one before signs too.
const BOTH_KEYS: TimeDelta = TimeDelta::days(1);

/// What clients do with their webhooks.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(show, remove))
        .routes(routes!(ping))
        .routes(routes!(rotate))
        .routes(routes!(enable))
}

/// The keys, for everybody who receives messages.
pub(super) fn published_routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(keys))
}

/// Where messages shall be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewWebhook {
    /// An https address on port 443 or 8443 that everybody can reach.
    #[schema(format = "webhook-url", example = "https://platform.example/sceau")]
    url: String,
}

/// A webhook.
#[derive(Serialize, ToSchema)]
struct WebhookBody {
    /// Its id.
    id: Uuid,
    /// Where messages are sent.
    url: String,
    /// The keys that sign now, the newest first, as libraries for Standard Webhooks read them.
    #[schema(example = json!(["whpk_MCowBQYDK2VwAyEA"]))]
    public_keys: Vec<String>,
    /// Where the same keys are published as a JSON Web Key Set.
    jwks_url: String,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// Since when no message has arrived; null while they do.
    failing_since: Option<DateTime<Utc>>,
    /// Since when nothing is sent any more; null while it is in use.
    disabled_at: Option<DateTime<Utc>>,
    /// Why nothing is sent any more.
    disabled_why: Option<DisabledWhy>,
}

/// Why nothing is sent any more.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DisabledWhy {
    /// The receiver answered that it wants no more (410).
    Gone,
    /// It was not reached for three days.
    Failing,
}

/// What is on its way.
#[derive(Serialize, ToSchema)]
pub(super) struct Sent {
    /// Id of the delivery.
    pub(super) delivery: Uuid,
}

/// List webhooks
#[utoipa::path(
    get,
    path = "/api/v1/webhooks",
    operation_id = "list_webhooks",
    tag = "webhooks",
    security(("bearer" = ["webhooks"])),
    responses((status = 200, description = "The client's webhooks, the oldest first", body = Page<WebhookBody>))
)]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Page<WebhookBody>>, ApiError> {
    caller.require(Scope::Webhooks)?;
    let webhooks = app.service.store.webhooks(caller.client).await?;
    let items = webhooks.into_iter().map(|it| described(&app, it)).collect();
    Ok(Json(Page::last(items)))
}

/// Add a webhook
///
/// A client has ten at most. Each has a signing key of its own.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks",
    operation_id = "create_webhook",
    tag = "webhooks",
    security(("bearer" = ["webhooks"])),
    request_body = NewWebhook,
    responses(
        (status = 201, description = "The webhook", body = WebhookBody),
        (status = 409, description = "The client has ten webhooks"),
        (status = 422, description = "An address that is not accepted; `errors` says why"),
    )
)]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<NewWebhook>,
) -> Result<Response, ApiError> {
    caller.require(Scope::Webhooks)?;
    let (service, operator) = (&app.service, caller.operator());
    let webhook = match partners::add_webhook(service, caller.client, &new.url, &operator).await? {
        AddedWebhook::Now(webhook) => *webhook,
        AddedWebhook::TooMany => return Err(conflict("too-many-webhooks")),
        AddedWebhook::Refused(refusal) => return Err(bad_address(refusal)),
    };
    let id = webhook.id;
    let place = [(LOCATION, format!("/api/v1/webhooks/{id}"))];
    let body = Json(described(&app, webhook));
    Ok((StatusCode::CREATED, place, body).into_response())
}

/// Show a webhook
#[utoipa::path(
    get,
    path = "/api/v1/webhooks/{id}",
    operation_id = "show_webhook",
    tag = "webhooks",
    security(("bearer" = ["webhooks"])),
    params(("id" = Uuid, Path, description = "The webhook's id")),
    responses(
        (status = 200, description = "The webhook", body = WebhookBody),
        (status = 404, description = "The client has no such webhook"),
    )
)]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<WebhookBody>, ApiError> {
    let webhook = own(&app, &caller, &id).await?;
    Ok(Json(described(&app, webhook)))
}

/// Remove a webhook
///
/// With all that was sent there. What is on its way is not sent any more.
#[utoipa::path(
    delete,
    path = "/api/v1/webhooks/{id}",
    operation_id = "remove_webhook",
    tag = "webhooks",
    security(("bearer" = ["webhooks"])),
    params(("id" = Uuid, Path, description = "The webhook's id")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "The client has no such webhook"),
    )
)]
async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let webhook = own(&app, &caller, &id).await?;
    let (store, at) = (&app.service.store, app.service.clock.now());
    store
        .remove_webhook(webhook.id, &caller.operator(), at)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Try a webhook
///
/// Sends `webhook.ping`, once. How it went stands in the list of deliveries.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/ping",
    operation_id = "ping_webhook",
    tag = "webhooks",
    security(("bearer" = ["webhooks"])),
    params(("id" = Uuid, Path, description = "The webhook's id")),
    responses(
        (status = 202, description = "It is on its way", body = Sent),
        (status = 404, description = "The client has no such webhook"),
        (status = 409, description = "Nothing is sent to this webhook any more"),
    )
)]
async fn ping(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Sent>), ApiError> {
    let webhook = in_use(own(&app, &caller, &id).await?)?;
    let at = app.service.clock.now();
    let delivery = app.service.store.ping_webhook(webhook.id, at).await?;
    Ok((StatusCode::ACCEPTED, Json(Sent { delivery })))
}

/// Give a webhook a new signing key
///
/// For a day, messages carry a signature of the key before too.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/rotate",
    operation_id = "rotate_webhook_key",
    tag = "webhooks",
    security(("bearer" = ["webhooks"])),
    params(("id" = Uuid, Path, description = "The webhook's id")),
    responses(
        (status = 200, description = "The webhook with its keys", body = WebhookBody),
        (status = 404, description = "The client has no such webhook"),
        (status = 409, description = "It was given one meanwhile"),
    )
)]
async fn rotate(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<WebhookBody>, ApiError> {
    let webhook = own(&app, &caller, &id).await?;
    let (store, at) = (&app.service.store, app.service.clock.now());
    let operator = caller.operator();
    let rotated = store.rotate_webhook_key(&webhook, at + BOTH_KEYS, &operator, at);
    if !rotated.await? {
        return Err(conflict("rotated-meanwhile"));
    }
    let webhook = store.webhook(webhook.id).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(described(&app, webhook)))
}

/// Use a webhook again that was given up
///
/// What was not sent meanwhile can be sent again one by one.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/enable",
    operation_id = "enable_webhook",
    tag = "webhooks",
    security(("bearer" = ["webhooks"])),
    params(("id" = Uuid, Path, description = "The webhook's id")),
    responses(
        (status = 200, description = "The webhook", body = WebhookBody),
        (status = 404, description = "The client has no such webhook"),
        (status = 409, description = "It is in use"),
    )
)]
async fn enable(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<WebhookBody>, ApiError> {
    let webhook = own(&app, &caller, &id).await?;
    let (store, at) = (&app.service.store, app.service.clock.now());
    if !store
        .enable_webhook(webhook.id, &caller.operator(), at)
        .await?
    {
        return Err(conflict("webhook-in-use"));
    }
    let webhook = store.webhook(webhook.id).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(described(&app, webhook)))
}

/// The keys that sign a webhook's messages
///
/// A JSON Web Key Set; while a key is replaced, with both.
#[utoipa::path(
    get,
    path = "/.well-known/webhooks/{id}",
    operation_id = "show_webhook_keys",
    tag = "keys",
    params(("id" = Uuid, Path, description = "The webhook's id")),
    responses(
        (status = 200, description = "The keys", body = Value, content_type = "application/jwk-set+json"),
        (status = 404, description = "No such webhook"),
    )
)]
async fn keys(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let id: Uuid = id.parse().map_err(|_| ApiError::NotFound)?;
    let webhook = app
        .service
        .store
        .webhook(id)
        .await?
        .ok_or(ApiError::NotFound)?;
    let keys: Vec<Value> = signing(&app, &webhook)
        .iter()
        .map(webhook::Key::jwk)
        .collect();
    let set = serde_json::to_vec(&json!({ "keys": keys }))?;
    Ok(published_bytes(&headers, "application/jwk-set+json", set))
}

/// The client's webhook with this id. Another client's is nobody's business.
pub(super) async fn own(app: &App, caller: &Caller, id: &str) -> Result<Webhook, ApiError> {
    caller.require(Scope::Webhooks)?;
    let id: Uuid = id.parse().map_err(|_| ApiError::NotFound)?;
    let webhook = app.service.store.webhook(id).await?;
    webhook
        .filter(|webhook| webhook.client == caller.client)
        .ok_or(ApiError::NotFound)
}

pub(super) fn in_use(webhook: Webhook) -> Result<Webhook, ApiError> {
    if webhook.disabled.is_some() {
        return Err(conflict("webhook-disabled"));
    }
    Ok(webhook)
}

pub(super) fn conflict(rule: &'static str) -> ApiError {
    ApiError::Conflict(vec![Defect::of("", rule)])
}

fn bad_address(refusal: Refusal) -> ApiError {
    let name = refusal.name();
    let words = |language: Language| text(language, &format!("problem-address-{name}"));
    ApiError::Invalid(vec![Defect::said("/url", name, words)])
}

fn signing(app: &App, webhook: &Webhook) -> Vec<webhook::Key> {
    let (service, now) = (&app.service, app.service.clock.now());
    let generations = webhook.generations(now).into_iter();
    generations
        .map(|generation| {
            let seed = service.keyring.webhook_seed(webhook.id, generation);
            webhook::Key::new(webhook.id, generation, &seed)
        })
        .collect()
}

fn described(app: &App, webhook: Webhook) -> WebhookBody {
    let keys = signing(app, &webhook);
    let public_url = &app.service.config.service.public_url;
    WebhookBody {
        public_keys: keys.iter().map(webhook::Key::public_text).collect(),
        jwks_url: format!("{public_url}/.well-known/webhooks/{}", webhook.id),
        id: webhook.id,
        url: webhook.url,
        created_at: webhook.created_at,
        failing_since: webhook.failing_since,
        disabled_at: webhook.disabled.map(|(at, _)| at),
        disabled_why: webhook.disabled.map(|(_, why)| match why {
            Disabled::Gone => DisabledWhy::Gone,
            Disabled::Failing => DisabledWhy::Failing,
        }),
    }
}
