//! Verification for programs: the same answer as on the page and on the command line.

use axum::extract::State;
use axum::{Extension, Json};
use chrono::NaiveDate;
use utoipa::ToSchema;
use utoipa::openapi::schema::{
    AnyOfBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::description::File;
use crate::holder::{self, Asker};
use crate::http::access::Shown;
use crate::http::error::ApiError;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::http::uploads::Submission;
use crate::verification::{self, Verification};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(create))
}

/// A date, or nothing, as forms send a field that was not filled in.
fn birth_date() -> Schema {
    let date = SchemaFormat::KnownFormat(KnownFormat::Date);
    let text = || ObjectBuilder::new().schema_type(Type::String);
    AnyOfBuilder::new()
        .item(text().format(Some(date)))
        .item(text().enum_values(Some([""])))
        .into()
}

/// A printed code.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only described: `Submission` reads it")]
struct ByCode {
    /// As people type it; what they paste instead is understood too.
    #[schema(pattern = r"\S", example = "7K2M-4QXD-9TBW-3Z")]
    code: String,
    /// Was the holder born on this day?
    #[schema(required = false, schema_with = birth_date)]
    birth_date: NaiveDate,
}

/// The QR's text.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only described: `Submission` reads it")]
struct BySeal {
    /// What the QR code says.
    #[schema(pattern = r"\S")]
    seal: String,
    /// Was the holder born on this day?
    #[schema(required = false, schema_with = birth_date)]
    birth_date: NaiveDate,
}

/// A standard credential.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only described: `Submission` reads it")]
struct ByCredential {
    /// A token, or JSON as text.
    #[schema(pattern = r"\S")]
    credential: String,
    /// Was the holder born on this day?
    #[schema(required = false, schema_with = birth_date)]
    birth_date: NaiveDate,
}

/// One thing that is presented.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only described: `Submission` reads it")]
enum Presentation {
    Code(ByCode),
    Seal(BySeal),
    Credential(ByCredential),
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
        (Presentation = "application/json"),
        (Presentation = "application/x-www-form-urlencoded"),
        (File = "application/pdf"),
        (File = "image/png"),
        (File = "image/jpeg"),
        (File = "image/svg+xml"),
        (serde_json::Value = "application/vc"),
        (serde_json::Value = "application/ld+json"),
        (String = "application/vc+jwt"),
        (File = "application/octet-stream"),
    )),
    responses(
        (status = 200, description = "The verdict, and each check with its reason", body = Verification),
        (status = 429, description = "Too many look-ups from one address"),
    )
)]
async fn create(
    State(app): State<App>,
    caller: Option<Extension<Shown>>,
    submission: Submission,
) -> Result<Json<Verification>, ApiError> {
    // A private link is the holder's: it is opened on its own page only.
    if !submission.token.is_empty() {
        return Err(ApiError::Invalid(vec![Defect::of(
            "/token",
            "unknown-field",
        )]));
    }
    let (input, asked) = submission.question()?;
    let verifier = app.service.verifier();
    let at = app.service.clock.now();
    let verification = verification::verify(&verifier, input, &asked, at).await?;
    let client = match caller {
        Some(Extension(Shown::Good(caller))) => Some(caller.client),
        _ => None,
    };
    let program = Asker::Program(client);
    app.history.note(holder::checked(&verification, program));
    Ok(Json(verification))
}
