//! What a certificate is handed out as: its document and its standard credential.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::certificates::find;
use super::description::File;
use super::unless_known;
use crate::access::{Caller, Scope};
use crate::http::accept;
use crate::http::error::ApiError;
use crate::http::pages::holder::archived;
use crate::http::router::App;
use crate::issuance::{self, CredentialForm};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(document))
        .routes(routes!(credential))
}

/// The signed document of a certificate
///
/// As it was issued, whatever became of it since.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{id}/document",
    operation_id = "show_document",
    tag = "certificates",
    security(("bearer" = ["certificates:read"])),
    params(("id" = Uuid, Path, description = "The certificate's identifier")),
    responses(
        (status = 200, description = "PDF", body = File, content_type = "application/pdf"),
        (status = 304, description = "The asker has it already"),
        (status = 404, description = "No such certificate"),
    )
)]
async fn document(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    caller.require(Scope::CertificatesRead)?;
    let certificate = find(&app, &id).await?;
    let bytes = archived(&app, &certificate).await?;
    Ok(kept_by_the_asker(unless_known(
        &headers,
        "application/pdf",
        bytes,
    )))
}

/// The standard credential of a certificate
///
/// Open Badges 3.0, in the form that `Accept` prefers. The token is signed anew for each asker; the
/// other forms are as they were issued.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{id}/credential",
    operation_id = "show_credential",
    tag = "certificates",
    security(("bearer" = ["certificates:read"])),
    params(("id" = Uuid, Path, description = "The certificate's identifier")),
    responses(
        (status = 200, description = "The credential", content(
            (Object = "application/vc"),
            (String = "application/jwt"),
            (File = "image/png"),
            (String = "image/svg+xml"),
        )),
        (status = 304, description = "The asker has it already"),
        (status = 404, description = "No such certificate, or it has no credential that counts"),
        (status = 406, description = "None of the forms that are accepted"),
    )
)]
async fn credential(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    caller.require(Scope::CertificatesRead)?;
    let certificate = find(&app, &id).await?;
    let kinds = CredentialForm::ALL.map(CredentialForm::media_type);
    let form = accept::best(&headers, &kinds)
        .and_then(|place| CredentialForm::ALL.into_iter().nth(place))
        .ok_or(ApiError::NotAcceptable)?;
    let bytes = issuance::export(&app.service, &certificate, form).await?;
    let mut response = kept_by_the_asker(unless_known(&headers, form.media_type(), bytes));
    let vary = HeaderValue::from_static("accept, authorization");
    response.headers_mut().insert(VARY, vary);
    Ok(response)
}

/// For the asker alone, who asks each time whether it is still the same. The name that browsers
/// save it under says nothing of its holder.
fn kept_by_the_asker(mut response: Response) -> Response {
    for (name, value) in [
        (CACHE_CONTROL, "private, no-cache"),
        (VARY, "authorization"),
        (CONTENT_DISPOSITION, "attachment"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
