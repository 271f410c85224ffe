//! Who did what: the trail of one certificate, and the whole trail.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::certificates::find;
use super::list::{List, Page, Parameters};
use crate::access::{Caller, Scope};
use crate::audit::AuditEvent;
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::store::{AuditEntry, AuditRecord};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(of_certificate))
        .routes(routes!(whole))
}

/// One act.
#[derive(Serialize, ToSchema)]
struct ActBody {
    /// When.
    at: DateTime<Utc>,
    /// Who: an operator's name, or `client:` and a client's.
    operator: String,
    /// Name of the transaction.
    act: String,
    /// What happened: `event` names it, the rest depends on it.
    #[schema(value_type = Object)]
    event: AuditEvent,
}

impl From<AuditEntry> for ActBody {
    fn from(entry: AuditEntry) -> Self {
        Self {
            at: entry.at,
            operator: entry.operator,
            act: entry.act,
            event: entry.event,
        }
    }
}

/// One act, and what it was done to.
#[derive(Serialize, ToSchema)]
struct RecordBody {
    /// Its id.
    id: Uuid,
    /// The certificate it was done to, if it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_id: Option<Uuid>,
    #[serde(flatten)]
    act: ActBody,
}

impl From<AuditRecord> for RecordBody {
    fn from(record: AuditRecord) -> Self {
        Self {
            id: record.id,
            certificate_id: record.certificate.map(|id| id.0),
            act: record.entry.into(),
        }
    }
}

/// What happened to a certificate
///
/// Everything, the first act first.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{id}/audit",
    operation_id = "audit_certificate",
    tag = "audit",
    security(("bearer" = ["audit"])),
    params(("id" = Uuid, Path, description = "The certificate's identifier")),
    responses(
        (status = 200, description = "The trail", body = Page<ActBody>),
        (status = 404, description = "No such certificate"),
    )
)]
async fn of_certificate(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Page<ActBody>>, ApiError> {
    caller.require(Scope::Audit)?;
    let certificate = find(&app, &id).await?;
    let trail = app.service.store.audit_trail(certificate.id).await?;
    Ok(Json(Page::last(
        trail.into_iter().map(ActBody::from).collect(),
    )))
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described: `Parameters` reads them")]
struct Part {
    /// Entries on a page.
    #[param(required = false, minimum = 1, maximum = 500, default = 100)]
    limit: u32,
    /// Where the page begins, as the page before told.
    #[param(required = false, format = "audit-cursor")]
    cursor: String,
}

/// The whole audit trail
///
/// Every act on every certificate and on the service, the first act first.
#[utoipa::path(
    get,
    path = "/api/v1/audit",
    operation_id = "list_audit",
    tag = "audit",
    security(("bearer" = ["audit"])),
    params(Part),
    responses(
        (status = 200, description = "One page", body = Page<RecordBody>),
        (status = 422, description = "A parameter is unknown or breaks a rule; `errors` names each"),
    )
)]
async fn whole(
    State(app): State<App>,
    caller: Caller,
    parameters: Parameters,
) -> Result<Response, ApiError> {
    caller.require(Scope::Audit)?;
    let turn = parameters.page(List::Audit)?;
    let found = app.service.store.audit_page(turn.after, turn.look_up());
    Ok(turn.answer(found.await?, |record| record.id, RecordBody::from))
}
