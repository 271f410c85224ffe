//! A corrected certificate replaces one that was wrong.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Body;
use super::certificates::{CertificateBody, find};
use crate::access::{Caller, Scope};
use crate::credential::CertificateFacts;
use crate::desk::{self, Correction, CorrectionError, Fault};
use crate::http::error::ApiError;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::revocation;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(supersede))
}

/// What the certificate should have said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The corrected result, with the columns of a results file as names.
    #[schema(value_type = Object)]
    result: Map<String, Value>,
    /// Civil date of delivery; today without it.
    delivered: Option<NaiveDate>,
}

/// Supersede a certificate by a corrected one
///
/// Decides, issues and archives the corrected certificate, then puts the wrong one out of force.
/// A repetition with the same `Idempotency-Key` is answered as the first time; one without goes on
/// where the first was stopped, or is told that the certificate is replaced already.
#[utoipa::path(
    post,
    path = "/api/v1/certificates/{id}/supersede",
    operation_id = "supersede_certificate",
    tag = "certificates",
    security(("bearer" = ["certificates:issue"])),
    params(("id" = Uuid, Path, description = "The identifier of the certificate that is wrong")),
    request_body = Asked,
    responses(
        (status = 201, description = "The corrected certificate", body = CertificateBody),
        (status = 404, description = "No such certificate"),
        (status = 409, description = "The certificate can't be replaced, or the result has one already; `errors` says why"),
        (status = 503, description = "Recorded, but the signed list does not tell yet: it will within a minute"),
    )
)]
async fn supersede(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(correction): Body<Asked>,
) -> Result<(StatusCode, Json<CertificateBody>), ApiError> {
    caller.require(Scope::CertificatesIssue)?;
    let wrong = find(&app, &id).await?;
    let facts: CertificateFacts = serde_json::from_slice(&wrong.facts)?;
    // Before anything is signed: what is out of force for good can't be replaced.
    revocation::check_supersedable(&wrong)?;
    let service = &app.service;
    let framework = service.framework_named(&facts.framework)?;
    let result =
        desk::read_result(framework, &correction.result).map_err(|found| faults(&found))?;
    let ready = Correction::new(service, wrong, result, correction.delivered)?;
    let operator = caller.operator();
    let issued = desk::correct(service, ready, (&operator).into()).await?;
    let new = CertificateBody::of(&issued.certificate);
    Ok((StatusCode::CREATED, Json(new)))
}

/// Each is named by its column.
fn faults(faults: &[Fault]) -> ApiError {
    let defects = faults.iter().map(|fault| {
        let column = fault.column.as_deref().unwrap_or_default();
        let pointer = format!("/result/{}", column.replace('~', "~0").replace('/', "~1"));
        Defect::said(
            pointer.trim_end_matches('/'),
            fault.rule.clone(),
            |language| fault.message(language).to_owned(),
        )
    });
    ApiError::Invalid(defects.collect())
}

impl From<CorrectionError> for ApiError {
    fn from(error: CorrectionError) -> Self {
        match error {
            CorrectionError::Faults(found) => faults(&found),
            CorrectionError::Facts(error) => Self::Json(error),
            CorrectionError::Issuance(error) => error.into(),
            CorrectionError::Revocation(error) => error.into(),
            CorrectionError::Service(error) => Self::House(error),
        }
    }
}
