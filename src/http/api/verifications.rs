//! Verification for programs: the same answer as on the page and on the command line.

use axum::Json;
use axum::extract::State;

use crate::http::error::ApiError;
use crate::http::router::App;
use crate::http::uploads::Submission;
use crate::verification::{self, Verification};

/// `POST /api/v1/verifications`: JSON (`code`, `seal` or `credential`, and `birth_date`), a form, or
/// the bytes of a PDF, of a PNG or JPEG, or of a standard credential.
pub(in crate::http) async fn create(
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
