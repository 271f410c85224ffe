//! Acts on certificates: the same conductors, audit and lists as on the command line, in the
//! client's name.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Body;
use super::certificates::{CertificateBody, find};
use crate::access::{Caller, Scope};
use crate::credential::RevocationReason;
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::revocation;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(revoke))
        .routes(routes!(suspend))
        .routes(routes!(reinstate))
}

/// Why a certificate goes out of force.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Why {
    /// The reason, which everybody can see.
    reason: RevocationReason,
}

/// Revoke a certificate
///
/// For good. Verification tells it at once, the signed lists as soon as this is answered.
#[utoipa::path(
    post,
    path = "/api/v1/certificates/{id}/revoke",
    operation_id = "revoke_certificate",
    tag = "certificates",
    security(("bearer" = ["certificates:revoke"])),
    params(("id" = Uuid, Path, description = "The certificate's identifier")),
    request_body = Why,
    responses(
        (status = 200, description = "The certificate as it is now", body = CertificateBody),
        (status = 404, description = "No such certificate"),
        (status = 409, description = "The certificate's state does not allow it; `errors` says why"),
        (status = 503, description = "Recorded, but the signed list does not tell yet: it will within a minute"),
    )
)]
async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(why): Body<Why>,
) -> Result<Json<CertificateBody>, ApiError> {
    caller.require(Scope::CertificatesRevoke)?;
    let id = find(&app, &id).await?.id;
    let office = app.service.office();
    let changed = revocation::revoke(&office, id, why.reason, &caller.operator()).await?;
    Ok(Json(CertificateBody::of(&changed)))
}

/// Suspend a certificate
///
/// Until it is reinstated or revoked.
#[utoipa::path(
    post,
    path = "/api/v1/certificates/{id}/suspend",
    operation_id = "suspend_certificate",
    tag = "certificates",
    security(("bearer" = ["certificates:revoke"])),
    params(("id" = Uuid, Path, description = "The certificate's identifier")),
    request_body = Why,
    responses(
        (status = 200, description = "The certificate as it is now", body = CertificateBody),
        (status = 404, description = "No such certificate"),
        (status = 409, description = "The certificate's state does not allow it; `errors` says why"),
        (status = 503, description = "Recorded, but the signed list does not tell yet: it will within a minute"),
    )
)]
async fn suspend(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(why): Body<Why>,
) -> Result<Json<CertificateBody>, ApiError> {
    caller.require(Scope::CertificatesRevoke)?;
    let id = find(&app, &id).await?.id;
    let office = app.service.office();
    let changed = revocation::suspend(&office, id, why.reason, &caller.operator()).await?;
    Ok(Json(CertificateBody::of(&changed)))
}

/// Reinstate a suspended certificate
#[utoipa::path(
    post,
    path = "/api/v1/certificates/{id}/reinstate",
    operation_id = "reinstate_certificate",
    tag = "certificates",
    security(("bearer" = ["certificates:revoke"])),
    params(("id" = Uuid, Path, description = "The certificate's identifier")),
    responses(
        (status = 200, description = "The certificate as it is now", body = CertificateBody),
        (status = 404, description = "No such certificate"),
        (status = 409, description = "The certificate is not suspended; `errors` says why"),
        (status = 503, description = "Recorded, but the signed list does not tell yet: it will within a minute"),
    )
)]
async fn reinstate(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<CertificateBody>, ApiError> {
    caller.require(Scope::CertificatesRevoke)?;
    let id = find(&app, &id).await?.id;
    let office = app.service.office();
    let changed = revocation::reinstate(&office, id, &caller.operator()).await?;
    Ok(Json(CertificateBody::of(&changed)))
}
