//! Certificates: lists, look-up by code, one certificate with what it says.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::body::Body;
use super::list::{List, Page, Parameters};
use crate::access::{Caller, Scope};
use crate::credential::{CertificateFacts, CertificateId, RevocationReason, VerificationCode};
use crate::http::error::ApiError;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::i18n::Language;
use crate::store::{Certificate, CertificateFilter, Force, State as Progress};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(search))
        .routes(routes!(show))
}

/// A certificate without its holder.
#[derive(Serialize, ToSchema)]
pub(super) struct CertificateBody {
    /// Its permanent identifier.
    id: Uuid,
    /// The code printed on it.
    #[schema(example = "7K2M-4QXD-9TBW-3Z")]
    code: String,
    /// Whether it is in force.
    state: Force,
    /// When it was issued.
    issued_at: Option<DateTime<Utc>>,
    /// Why it is revoked or suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<RevocationReason>,
    /// Since when it is in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<DateTime<Utc>>,
    /// The certificate that replaces it.
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<Uuid>,
    /// The certificate that it replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    supersedes: Option<Uuid>,
    /// SHA-256 of its document in hexadecimal.
    document_sha256: Option<String>,
    /// Number of the status list that tells its state.
    status_list: u32,
    /// Its place in that list.
    status_index: u32,
}

impl CertificateBody {
    pub(super) fn of(certificate: &Certificate) -> Self {
        let state = certificate.force();
        let (reason, since) = match state {
            Force::InForce => (None, None),
            Force::Suspended => (certificate.suspension_reason, certificate.suspended_at),
            Force::Superseded => (None, certificate.superseded_at),
            Force::Revoked => (certificate.revocation_reason, certificate.revoked_at),
        };
        Self {
            id: certificate.id.0,
            code: certificate.code.grouped(),
            state,
            issued_at: certificate.issued_at,
            reason,
            since,
            superseded_by: certificate.superseded_by.map(|id| id.0),
            supersedes: certificate.supersedes.map(|id| id.0),
            document_sha256: certificate.document.map(|digest| digest.to_string()),
            status_list: certificate.status.list,
            status_index: certificate.status.index,
        }
    }
}

/// A certificate with what it says.
#[derive(Serialize, ToSchema)]
struct CertificateWithContent {
    #[serde(flatten)]
    certificate: CertificateBody,
    /// What it says.
    content: Content,
}

/// What a certificate says.
#[derive(Serialize, ToSchema)]
struct Content {
    /// Framework id.
    #[schema(example = "crcn")]
    framework: String,
    /// Framework version.
    framework_version: u32,
    /// Language of the document.
    language: Language,
    /// The holder.
    holder: Holder,
    /// Name of the certification centre.
    centre: String,
    /// Civil date of the exam.
    exam_date: NaiveDate,
    /// Civil date of delivery.
    delivery_date: NaiveDate,
    /// Score.
    score: u32,
    /// Whether the score was lowered because the test was not completed.
    degraded: bool,
    /// Number of the global level; absent below the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    global_level: Option<u8>,
    /// Level of every competence in the framework's order.
    levels: Vec<u8>,
}

/// Whose certificate it is.
#[derive(Serialize, ToSchema)]
struct Holder {
    /// Family name.
    last_name: String,
    /// First name or names.
    first_name: String,
    /// Date of birth.
    birth_date: NaiveDate,
    /// Place of birth.
    birth_place: String,
}

impl From<CertificateFacts> for Content {
    fn from(facts: CertificateFacts) -> Self {
        Self {
            framework: facts.framework,
            framework_version: facts.framework_version,
            language: facts.language,
            holder: Holder {
                last_name: facts.holder.last_name,
                first_name: facts.holder.first_name,
                birth_date: facts.holder.birth_date,
                birth_place: facts.holder.birth_place,
            },
            centre: facts.centre,
            exam_date: facts.exam_date,
            delivery_date: facts.delivery_date,
            score: facts.score,
            degraded: facts.degraded,
            global_level: facts.global_level,
            levels: facts.levels,
        }
    }
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described: `Parameters` reads them")]
struct Filters {
    /// Only those in this state.
    #[param(required = false, inline)]
    state: Force,
    /// Only exams on this day or later.
    #[param(required = false)]
    exam_from: NaiveDate,
    /// Only exams on this day or earlier.
    #[param(required = false)]
    exam_to: NaiveDate,
    /// Entries on a page.
    #[param(required = false, minimum = 1, maximum = 500, default = 100)]
    limit: u32,
    /// Where the page begins, as the page before told.
    #[param(required = false, format = "certificates-cursor")]
    cursor: String,
}

/// List certificates
///
/// Every issued certificate, in force or not, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/certificates",
    operation_id = "list_certificates",
    tag = "certificates",
    security(("bearer" = ["certificates:read"])),
    params(Filters),
    responses(
        (status = 200, description = "One page", body = Page<CertificateBody>),
        (status = 422, description = "A parameter is unknown or breaks a rule; `errors` names each"),
    )
)]
async fn list(
    State(app): State<App>,
    caller: Caller,
    mut parameters: Parameters,
) -> Result<Response, ApiError> {
    caller.require(Scope::CertificatesRead)?;
    let filter = CertificateFilter {
        force: parameters.read("state", "unknown-value", Force::from_name),
        exam_from: parameters.date("exam_from"),
        exam_to: parameters.date("exam_to"),
    };
    let turn = parameters.page(List::Certificates)?;
    let after = turn.after.map(CertificateId);
    let found = app.service.store.list(&filter, after, turn.look_up());
    let id = |certificate: &Certificate| certificate.id.0;
    Ok(turn.answer(found.await?, id, |certificate| {
        CertificateBody::of(&certificate)
    }))
}

/// What to look for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// A printed code, as people type it.
    #[schema(format = "verification-code", example = "7K2M-4QXD-9TBW-3Z")]
    code: String,
}

/// Look a certificate up by its code
///
/// In the body, because a code is a secret: addresses are written to logs.
#[utoipa::path(
    post,
    path = "/api/v1/certificates/search",
    operation_id = "search_certificates",
    tag = "certificates",
    security(("bearer" = ["certificates:read"])),
    request_body = Wanted,
    responses((status = 200, description = "One certificate, or none", body = Page<CertificateBody>))
)]
async fn search(
    State(app): State<App>,
    caller: Caller,
    Body(wanted): Body<Wanted>,
) -> Result<Json<Page<CertificateBody>>, ApiError> {
    caller.require(Scope::CertificatesRead)?;
    let code = VerificationCode::parse(&wanted.code)
        .map_err(|_| ApiError::Invalid(vec![Defect::of("/code", "code")]))?;
    let found = app.service.store.find_by_code(&code).await?;
    let issued = found.filter(|certificate| certificate.state == Progress::Issued);
    let items = issued.iter().map(CertificateBody::of).collect();
    Ok(Json(Page::last(items)))
}

/// Show a certificate
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{id}",
    operation_id = "show_certificate",
    tag = "certificates",
    security(("bearer" = ["certificates:read"])),
    params(("id" = Uuid, Path, description = "The certificate's identifier")),
    responses(
        (status = 200, description = "The certificate with what it says", body = CertificateWithContent),
        (status = 404, description = "No such certificate"),
    )
)]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<CertificateWithContent>, ApiError> {
    caller.require(Scope::CertificatesRead)?;
    let certificate = find(&app, &id).await?;
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts)?;
    Ok(Json(CertificateWithContent {
        certificate: CertificateBody::of(&certificate),
        content: facts.into(),
    }))
}

/// The issued certificate with this id. Unknown and not yet issued are one.
pub(super) async fn find(app: &App, id: &str) -> Result<Certificate, ApiError> {
    let id: CertificateId = id.parse().map_err(|_| ApiError::NotFound)?;
    let found = app.service.store.find(id).await?;
    found
        .filter(|certificate| certificate.state == Progress::Issued)
        .ok_or(ApiError::NotFound)
}
