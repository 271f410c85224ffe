//! A corrected certificate replaces one that was wrong.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Body;
use super::certificates::{CertificateBody, find};
use crate::access::{Caller, Scope};
use crate::credential::CertificateFacts;
use crate::decision::{self, Award, Decision};
use crate::framework::Framework;
use crate::http::error::ApiError;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::issuance::{self, Order, Renderer};
use crate::results::{self, FinalizedResult, Format, Severity};
use crate::revocation;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(supersede))
}

/// What the certificate should have said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Correction {
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
    request_body = Correction,
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
    Body(correction): Body<Correction>,
) -> Result<(StatusCode, Json<CertificateBody>), ApiError> {
    caller.require(Scope::CertificatesIssue)?;
    let wrong = find(&app, &id).await?;
    let facts: CertificateFacts = serde_json::from_slice(&wrong.facts)?;
    // Before anything is signed: what is out of force for good can't be replaced.
    revocation::check_supersedable(&wrong)?;
    let service = &app.service;
    let framework = service.framework_named(&facts.framework)?;
    let award = awarded(framework, read(framework, &correction.result)?)?;
    let today = service.clock.today(service.config.service.time_zone);
    let order = Order {
        award,
        framework: facts.framework.clone(),
        language: facts.language,
        delivery_date: correction.delivered.unwrap_or(today),
        supersedes: Some(wrong.id),
        operator: caller.operator(),
    };
    let issued = issuance::issue(service, &Renderer::Here, order).await?;
    let new = issued.certificate;
    revocation::supersede(&service.office(), wrong.id, new.id, &caller.operator()).await?;
    Ok((StatusCode::CREATED, Json(CertificateBody::of(&new))))
}

/// The result as the results room reads it; each of its problems is named by its column.
fn read(framework: &Framework, result: &Map<String, Value>) -> Result<FinalizedResult, ApiError> {
    let bytes = serde_json::to_vec(&json!([result]))?;
    let input = results::Input {
        file_name: "result",
        bytes: &bytes,
        format: Some(Format::Json),
    };
    let mut import = results::parse(&input, framework);
    let problems = import.report.problems.iter();
    let mut defects: Vec<Defect> = problems
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| {
            let column = problem.column.as_deref().unwrap_or_default();
            let pointer = format!("/result/{}", column.replace('~', "~0").replace('/', "~1"));
            Defect::said(
                pointer.trim_end_matches('/'),
                problem.rule.to_string(),
                |language| format!("{} {}", problem.message(language), problem.remedy(language)),
            )
        })
        .collect();
    match import.results.pop() {
        Some(result) if defects.is_empty() => Ok(result),
        _ => {
            if defects.is_empty() {
                defects.push(Defect::of("/result", "wrong-value"));
            }
            Err(ApiError::Invalid(defects))
        }
    }
}

fn awarded(framework: &Framework, result: FinalizedResult) -> Result<Award, ApiError> {
    let refused = |rule: &str, explain: &dyn Fn(_) -> String| {
        ApiError::Invalid(vec![Defect::said("/result", rule, explain)])
    };
    match decision::decide(framework, result) {
        Ok(Decision::Award(award)) => Ok(award),
        Ok(Decision::Withhold(withheld)) => Err(refused("withheld", &|language| {
            withheld.rule.explain(language, framework, &withheld.result)
        })),
        Err(error) => Err(refused("undecided", &|language| error.explain(language))),
    }
}
