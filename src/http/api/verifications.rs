//! Verification for programs: the same answer as on the page and on the command line.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::error::ApiError;
use crate::http::router::App;
use crate::http::uploads::Submission;
use crate::verification::{self, Verification};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(create))
}

/// Verify a certificate
///
/// Present one thing: `code`, `seal` or `credential` as JSON or as a form, or the bytes of a PDF, of
/// a PNG or JPEG picture of the QR code, or of a standard credential. `birth_date` besides asks
/// whether the holder was born on that day; the answer never tells the date.
#[utoipa::path(
    post,
    path = "/api/v1/verifications",
    operation_id = "verify",
    tag = "verifications",
    request_body(description = "What is presented", content(
        (Submission = "application/json"),
        (Submission = "application/x-www-form-urlencoded"),
        ([u8] = "application/pdf"),
        ([u8] = "image/png"),
        ([u8] = "image/jpeg"),
        ([u8] = "image/svg+xml"),
        (Object = "application/vc"),
        (Object = "application/ld+json"),
        (String = "application/vc+jwt"),
        ([u8] = "application/octet-stream"),
    )),
    responses(
        (status = 200, description = "The verdict, and each check with its reason", body = Verification),
        (status = 429, description = "Too many look-ups from one address"),
    )
)]
async fn create(
    State(app): State<App>,
    submission: Submission,
) -> Result<Json<Verification>, ApiError> {
    let (input, asked) = submission.question()?;
    let verifier = app.service.verifier();
    let at = app.service.clock.now();
    Ok(Json(
        verification::verify(&verifier, input, &asked, at).await?,
    ))
}
