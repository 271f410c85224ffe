//! Uploading a file of results: it is read and judged whole, or nothing of it is kept.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::batches::BatchBody;
use super::list::Parameters;
use crate::access::{Caller, Scope};
use crate::http::error::ApiError;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::i18n::Language;
use crate::issuance::{self, DraftError, KeptReport, Upload};

/// Most defects that one answer tells.
const MOST_DEFECTS: usize = 1000;

/// What a file of results comes as when it is the whole body. Its form is told by its beginning.
const FILES: [&str; 5] = [
    "text/csv",
    "application/json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/octet-stream",
];

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(create))
}

/// A file with its options.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only described: the form is read part by part")]
struct BatchForm {
    /// The file of results: CSV, XLSX, ODS or JSON.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Framework to read it by.
    framework: Option<String>,
    /// Language of the documents unless a row asks for one.
    language: Option<Language>,
    /// Civil date of delivery; the day of the start without it.
    delivery_date: Option<NaiveDate>,
    /// Whether a single row that can't be used refuses the file.
    all_or_nothing: Option<bool>,
}

/// Upload results
///
/// The whole file is read and every result judged; the answer is a draft that tells what would
/// become of each row. Nothing is issued before it is started. Rows that can't be used are refused by
/// themselves unless `all_or_nothing` is asked for. A file that is refused leaves nothing: `errors`
/// names line, column and rule of the first thousand things that are wrong.
///
/// Send a form, or the file as the body and the options in the address.
#[utoipa::path(
    post,
    path = "/api/v1/batches",
    operation_id = "create_batch",
    tag = "batches",
    security(("bearer" = ["batches:write"])),
    params(
        ("framework" = Option<String>, Query, description = "Framework to read it by"),
        ("language" = Option<Language>, Query, description = "Language of the documents unless a row asks for one"),
        ("delivery_date" = Option<NaiveDate>, Query, description = "Civil date of delivery; the day of the start without it"),
        ("all_or_nothing" = Option<bool>, Query, description = "Whether a single row that can't be used refuses the file"),
    ),
    request_body(description = "The file of results", content(
        (BatchForm = "multipart/form-data"),
        (String = "text/csv"),
        (Object = "application/json"),
        ([u8] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ([u8] = "application/vnd.oasis.opendocument.spreadsheet"),
        ([u8] = "application/octet-stream"),
    )),
    responses((status = 201, description = "The draft", body = BatchBody)),
)]
async fn create(
    State(app): State<App>,
    caller: Caller,
    mut parameters: Parameters,
    request: Request,
) -> Result<(StatusCode, HeaderMap, Json<BatchBody>), ApiError> {
    caller.require(Scope::BatchesWrite)?;
    let (file_name, bytes, fields) = read(request).await?;
    parameters.also(fields);
    let service = &app.service;
    let framework = parameters.read("framework", "framework", |id| {
        let framework = service.framework_named(id).ok()?;
        Some(framework.id.clone())
    });
    let language = parameters.read("language", "language", |tag| {
        Language::ALL.into_iter().find(|known| known.tag() == tag)
    });
    let delivery_date = parameters.date("delivery_date");
    let all_or_nothing = parameters.read("all_or_nothing", "boolean", |text| {
        text.parse::<bool>().ok()
    });
    parameters.refuse_rest()?;
    let upload = Upload {
        file_name: file_name.clone(),
        bytes,
        framework,
        language: language.unwrap_or_default(),
        delivery_date,
        all_or_nothing: all_or_nothing.unwrap_or_default(),
        operator: caller.operator(),
    };
    let batch = match issuance::draft(service, upload).await {
        Ok(batch) => batch,
        Err(DraftError::Refused(rows)) => {
            return Err(refused(file_name.as_deref().unwrap_or_default(), &rows));
        }
        Err(error) => return Err(error.into()),
    };
    let mut headers = HeaderMap::new();
    if let Ok(address) = HeaderValue::from_str(&format!("/api/v1/batches/{}", batch.id)) {
        headers.insert(LOCATION, address);
    }
    let body = BatchBody::of(&app, batch).await?;
    Ok((StatusCode::CREATED, headers, Json(body)))
}

/// The file with its name, and the other fields of the form.
type Read = (Option<String>, Vec<u8>, Vec<(String, String)>);

/// What an upload holds, whether a form or the bare file.
pub(in crate::http) async fn read(request: Request) -> Result<Read, ApiError> {
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|kind| kind.trim().to_ascii_lowercase())
        .unwrap_or_default();
    if FILES.contains(&kind.as_str()) {
        let bytes = Bytes::from_request(request, &()).await?;
        return Ok((None, bytes.into(), Vec::new()));
    }
    if kind != "multipart/form-data" {
        return Err(ApiError::UnsupportedType);
    }
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| ApiError::Malformed)?;
    let mut file = None;
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != "file" {
            fields.push((name, field.text().await?));
            continue;
        }
        let file_name = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await?.into();
        if file.replace((file_name, bytes)).is_some() {
            return Err(ApiError::Invalid(vec![Defect::of("file", "repeated")]));
        }
    }
    let missing = || ApiError::Invalid(vec![Defect::of("file", "missing-field")]);
    let (file_name, bytes) = file.ok_or_else(missing)?;
    // Longer names are cut off by no file system: they are somebody's text.
    let file_name = file_name.filter(|name| !name.is_empty() && name.len() <= 255);
    Ok((file_name, bytes, fields))
}

/// Every reason with the place it is about: file, line and column.
fn refused(file: &str, rows: &[KeptReport]) -> ApiError {
    let mut defects = Vec::new();
    for row in rows {
        let [french, english] = Language::ALL.map(|language| row.reasons(language));
        for (french, english) in french.iter().zip(english) {
            let column = french.column.as_deref().unwrap_or_default();
            let column = column.replace('~', "~0").replace('/', "~1");
            let pointer = format!("/lines/{}/{column}", row.line);
            let rule = french.rule.as_deref().unwrap_or("refused");
            let said = |language| {
                let reason = match language {
                    Language::French => french,
                    Language::English => english,
                };
                let remedy = reason.remedy.as_deref().unwrap_or_default();
                let place = format!("{file}:{}:", row.line);
                let words = [place.trim_start_matches(':'), &reason.sentence, remedy];
                words.join(" ").trim().to_owned()
            };
            defects.push(Defect::said(pointer.trim_end_matches('/'), rule, said));
            if defects.len() == MOST_DEFECTS {
                return ApiError::Invalid(defects);
            }
        }
    }
    ApiError::Invalid(defects)
}

impl From<DraftError> for ApiError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::Refused(rows) => refused("", &rows),
            DraftError::Service(error) => Self::House(error),
            DraftError::Store(error) => Self::Store(error),
            DraftError::Report(error) => Self::Json(error),
            DraftError::Stopped(error) => Self::Issuance(error),
            DraftError::Reading(error) => Self::Verification(error.into()),
        }
    }
}
