//! What was sent to a client's webhooks, and how it went.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::list::{List, Page, Parameters};
use super::webhooks::{Sent, conflict, in_use, own};
use crate::access::Caller;
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::store::{Delivery, DeliveryState};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(deliveries))
        .routes(routes!(redeliver))
}

/// One message to one receiver.
#[derive(Serialize, ToSchema)]
struct DeliveryBody {
    /// Its id; messages carry it after `msg_`, without hyphens.
    id: Uuid,
    /// What is told.
    #[schema(example = "certificate.revoked")]
    event: &'static str,
    /// The certificate it is about; null for a trial.
    certificate: Option<Uuid>,
    /// When it happened.
    at: DateTime<Utc>,
    /// How far it went.
    state: StateBody,
    /// Attempts made.
    attempts: u32,
    /// How the last attempt went: `status-204`, `timeout`, `unreachable`, `unresolved`, `not-public`;
    /// null before the first.
    outcome: Option<String>,
    /// When the last attempt was made.
    attempted_at: Option<DateTime<Utc>>,
    /// When the next attempt is due.
    next_at: Option<DateTime<Utc>>,
}

/// How far a message went.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum StateBody {
    /// It will be sent, or sent again.
    Pending,
    /// The receiver has it.
    Delivered,
    /// Given up.
    Failed,
}

/// Which page of the list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "only described: the parameters are read one by one"
)]
struct DeliveriesAsked {
    /// Entries on a page.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<u32>,
    /// Where to go on, from `next` of the page before.
    #[param(format = "deliveries-cursor")]
    cursor: Option<String>,
}

/// List what was sent to a webhook
#[utoipa::path(
    get,
    path = "/api/v1/webhooks/{id}/deliveries",
    operation_id = "list_deliveries",
    tag = "webhooks",
    security(("bearer" = ["webhooks"])),
    params(("id" = Uuid, Path, description = "The webhook's id"), DeliveriesAsked),
    responses(
        (status = 200, description = "The deliveries, the newest first", body = Page<DeliveryBody>),
        (status = 404, description = "The client has no such webhook"),
    )
)]
async fn deliveries(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Result<Response, ApiError> {
    let webhook = own(&app, &caller, &id).await?;
    let turn = parameters.page(List::Deliveries)?;
    let store = &app.service.store;
    let found = store
        .deliveries(webhook.id, turn.after, turn.look_up())
        .await?;
    Ok(turn.answer(found, |delivery| delivery.id, DeliveryBody::from))
}

/// Send a message once more
///
/// One that arrived or was given up, with the same id.
#[utoipa::path(
    post,
    path = "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver",
    operation_id = "redeliver",
    tag = "webhooks",
    security(("bearer" = ["webhooks"])),
    params(
        ("id" = Uuid, Path, description = "The webhook's id"),
        ("delivery" = Uuid, Path, description = "The delivery's id"),
    ),
    responses(
        (status = 202, description = "It is on its way", body = Sent),
        (status = 404, description = "No such webhook or delivery"),
        (status = 409, description = "It is still on its way, or nothing is sent there any more"),
    )
)]
async fn redeliver(
    State(app): State<App>,
    caller: Caller,
    Path((id, delivery)): Path<(String, String)>,
) -> Result<(StatusCode, Json<Sent>), ApiError> {
    let webhook = own(&app, &caller, &id).await?;
    let delivery: Uuid = delivery.parse().map_err(|_| ApiError::NotFound)?;
    let store = &app.service.store;
    let known = store.delivery(delivery).await?;
    if known.is_none_or(|known| known.webhook != webhook.id) {
        return Err(ApiError::NotFound);
    }
    in_use(webhook)?;
    if !store.redeliver(delivery, app.service.clock.now()).await? {
        return Err(conflict("delivery-pending"));
    }
    Ok((StatusCode::ACCEPTED, Json(Sent { delivery })))
}

impl From<Delivery> for DeliveryBody {
    fn from(delivery: Delivery) -> Self {
        Self {
            id: delivery.id,
            event: delivery.notice.name(),
            certificate: delivery.certificate.map(|id| id.0),
            at: delivery.at,
            state: match delivery.state {
                DeliveryState::Pending => StateBody::Pending,
                DeliveryState::Delivered => StateBody::Delivered,
                DeliveryState::Failed => StateBody::Failed,
            },
            attempts: delivery.attempts,
            outcome: delivery.outcome,
            attempted_at: delivery.attempted_at,
            next_at: delivery.next_at,
        }
    }
}
