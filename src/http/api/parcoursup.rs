//! The search that platforms for applications know, in bulk too, and with what it lacked: whether a
//! certificate is still in force.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::token;
use crate::access::{Caller, ClientId, Scope};
use crate::credential::CertificateId;
use crate::holder::{self, Asker};
use crate::http::error::ApiError;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::i18n::Language;
use crate::partners::{self, Certification, Fault, Found, Question, Status};

const NDJSON: &str = "application/x-ndjson";

/// What clients ask with their token.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(search))
        .routes(routes!(search_batch))
        .routes(routes!(show))
}

/// Where such platforms get their token.
pub(super) fn token_routes() -> OpenApiRouter<App> {
    let path = "/api/application/token";
    OpenApiRouter::default().route(path, axum::routing::post(token::create))
}

/// Who is meant: exactly one of these forms.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: each fault of a search is named")]
#[serde(untagged)]
enum Search {
    /// By national student number.
    Ine(IneSearch),
    /// By school, name and birth date; spellings of a name that differ in case, accents, hyphens and
    /// apostrophes are the same.
    Pupil(PupilSearch),
    /// By the code that is printed on the certificate.
    Code(PrintedCodeSearch),
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
#[serde(deny_unknown_fields)]
struct IneSearch {
    /// INE or INA.
    #[schema(pattern = "^([0-9]{9}[a-zA-Z]{2}|[0-9]{10}[a-zA-Z])$")]
    ine: String,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
#[serde(rename_all = "camelCase")]
#[serde(deny_unknown_fields)]
struct PupilSearch {
    /// National number of the school.
    #[schema(pattern = "^[0-9]{7}[a-zA-Z]$")]
    organization_uai: String,
    /// Last name.
    #[schema(min_length = 1, max_length = 500, pattern = "[A-Za-z]")]
    last_name: String,
    /// First name.
    #[schema(min_length = 1, max_length = 500, pattern = "[A-Za-z]")]
    first_name: String,
    /// Date of birth.
    birthdate: NaiveDate,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
#[serde(rename_all = "camelCase")]
#[serde(deny_unknown_fields)]
struct PrintedCodeSearch {
    /// 14 letters and digits, with or without separators, in any case.
    #[schema(format = "verification-code", example = "7K2M-4QXD-9TBW-3Z")]
    verification_code: String,
}

/// One answer of many.
#[derive(Serialize, ToSchema)]
struct Answered {
    /// As if it had been asked alone: 200, 400, 404 or 409.
    status: u16,
    /// The certificate; only with 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    certification: Option<Certification>,
    /// The kind of problem: `bad-search`, `not-found` or `several-persons`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    code: Option<&'static str>,
    /// With 400: the fields and the rules that they break.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<Broken>,
}

/// A field that breaks a rule.
#[derive(Serialize, ToSchema)]
struct Broken {
    /// JSON pointer to the field.
    pointer: String,
    /// Name of the rule.
    rule: &'static str,
}

/// Search a person's certificate
///
/// The last one in force; if there is none, the last one at all, whose `status` then says why it is
/// not in force, and which has no score. Whoever gets an answer is told by webhook when it changes.
#[utoipa::path(
    post,
    path = "/api/application/parcoursup/certification/search",
    operation_id = "search_certification",
    tag = "parcoursup",
    security(("bearer" = ["parcoursup"])),
    request_body = Search,
    responses(
        (status = 200, description = "The certificate", body = Certification),
        (status = 400, description = "Not one of the three forms; `errors` names each fault"),
        (status = 404, description = "No such certificate"),
        (status = 409, description = "Certificates of more than one person"),
    )
)]
async fn search(
    State(app): State<App>,
    caller: Caller,
    body: Bytes,
) -> Result<Json<Certification>, ApiError> {
    caller.require(Scope::Parcoursup)?;
    let value: Value = serde_json::from_slice(&body).map_err(|_| ApiError::Malformed)?;
    let question = Question::read(&value).map_err(|faults| bad_search(&faults))?;
    let found = partners::search(&app.service, caller.client, &[question]).await?;
    note(&app, caller.client, &found);
    only(found.into_iter().next())
}

/// Search many persons' certificates
///
/// A JSON array of searches, or one search a line (NDJSON); the answers come in the same form and in
/// the same order, each with the status that the search would have had alone.
#[utoipa::path(
    post,
    path = "/api/application/parcoursup/certification/search/batch",
    operation_id = "search_certifications",
    tag = "parcoursup",
    security(("bearer" = ["parcoursup"])),
    request_body(
        description = "Searches as in the single form; each is answered by itself, a wrong one with 400",
        content((Vec<serde_json::Value> = "application/json"), (serde_json::Value = "application/x-ndjson"))
    ),
    responses(
        (status = 200, description = "An answer to each search", content(
            (Vec<Answered> = "application/json"),
            (String = "application/x-ndjson"),
        )),
        (status = 400, description = "Neither an array nor lines of JSON"),
        (status = 413, description = "More searches than the service takes at once"),
    )
)]
async fn search_batch(
    State(app): State<App>,
    caller: Caller,
    request: Request,
) -> Result<Response, ApiError> {
    caller.require(Scope::Parcoursup)?;
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let in_lines = kind
        .split(';')
        .next()
        .is_some_and(|kind| kind.trim() == NDJSON);
    let body = axum::body::to_bytes(request.into_body(), app.service.config.limits.upload_bytes);
    let body = body.await.map_err(|_| ApiError::TooLarge)?;
    let values = values(&body, in_lines)?;
    if values.len() > app.service.config.partners.searches_at_once {
        return Err(ApiError::TooLarge);
    }
    let read: Vec<Result<Question, Vec<Fault>>> = values.iter().map(Question::read).collect();
    let questions: Vec<Question> = read.iter().flatten().cloned().collect();
    let found = partners::search(&app.service, caller.client, &questions).await?;
    note(&app, caller.client, &found);
    let mut found = found.into_iter();
    let answers: Vec<Answered> = read
        .into_iter()
        .map(|read| match read {
            Ok(_) => answered(found.next()),
            Err(faults) => refused(&faults),
        })
        .collect();
    if !in_lines {
        return Ok(Json(answers).into_response());
    }
    let mut lines = Vec::new();
    for answer in answers {
        serde_json::to_writer(&mut lines, &answer)?;
        lines.push(b'\n');
    }
    Ok(([(CONTENT_TYPE, NDJSON)], lines).into_response())
}

/// Look again at a certificate that was asked about
///
/// What a webhook's message names. Only for who got it from a search before, as long as changes are
/// told.
#[utoipa::path(
    get,
    path = "/api/application/parcoursup/certification/{id}",
    operation_id = "look_again_at_certification",
    tag = "parcoursup",
    security(("bearer" = ["parcoursup"])),
    params(("id" = Uuid, Path, description = "The certificate's identifier")),
    responses(
        (status = 200, description = "The certificate", body = Certification),
        (status = 404, description = "No such certificate, or never asked about"),
    )
)]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Certification>, ApiError> {
    caller.require(Scope::Parcoursup)?;
    let id: CertificateId = id.parse().map_err(|_| ApiError::NotFound)?;
    let found = partners::look_again(&app.service, caller.client, id).await?;
    note(&app, caller.client, std::slice::from_ref(&found));
    only(Some(found))
}

/// Notes for the holders which certificates were told.
fn note(app: &App, client: ClientId, found: &[Found]) {
    let at = app.service.clock.now();
    let told = found.iter().filter_map(|found| match found {
        Found::One(certification) => Some(certification),
        Found::None | Found::Several => None,
    });
    let notes = told.map(|certification| {
        let answer = match certification.status {
            Status::Validated => "authentic",
            Status::Revoked => "revoked",
            Status::Suspended => "suspended",
            Status::Superseded => "superseded",
        };
        let id = CertificateId(certification.certification_id);
        holder::looked_up(id, Asker::Program(Some(client)), answer, at)
    });
    app.history.note(notes);
}

fn only(found: Option<Found>) -> Result<Json<Certification>, ApiError> {
    match found {
        Some(Found::One(certification)) => Ok(Json(*certification)),
        Some(Found::Several) => Err(ApiError::SeveralPersons),
        Some(Found::None) | None => Err(ApiError::NotFound),
    }
}

fn answered(found: Option<Found>) -> Answered {
    let (status, certification, code) = match found {
        Some(Found::One(certification)) => (200, Some(*certification), None),
        Some(Found::Several) => (409, None, Some("several-persons")),
        Some(Found::None) | None => (404, None, Some("not-found")),
    };
    Answered {
        status,
        certification,
        code,
        errors: Vec::new(),
    }
}

fn refused(faults: &[Fault]) -> Answered {
    let errors = faults.iter().map(|fault| Broken {
        pointer: pointer(fault),
        rule: fault.rule,
    });
    Answered {
        status: 400,
        certification: None,
        code: Some("bad-search"),
        errors: errors.collect(),
    }
}

/// An array's items, or the lines that are not empty. A line that is no JSON is one that can't be
/// read as a search.
fn values(body: &[u8], in_lines: bool) -> Result<Vec<Value>, ApiError> {
    if !in_lines {
        return serde_json::from_slice(body).map_err(|_| ApiError::Malformed);
    }
    let lines = body.split(|byte| *byte == b'\n');
    Ok(lines
        .filter(|line| !line.trim_ascii().is_empty())
        .map(|line| serde_json::from_slice(line).unwrap_or(Value::Null))
        .collect())
}

fn bad_search(faults: &[Fault]) -> ApiError {
    let defects = faults.iter().map(|fault| {
        let words = |language: Language| {
            crate::i18n::text(language, &format!("problem-rule-{}", fault.rule))
        };
        Defect::said(pointer(fault), fault.rule, words)
    });
    ApiError::BadSearch(defects.collect())
}

fn pointer(fault: &Fault) -> String {
    if fault.field.is_empty() {
        String::new()
    } else {
        format!("/{}", fault.field)
    }
}
