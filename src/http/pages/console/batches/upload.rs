//! The form that takes a file of results.

use askama::Template;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::NaiveDate;

use crate::accounts::Role;
use crate::http::api::read_upload;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::issuance::{self, DraftError, KeptReport, Reason, Upload};

/// Rows of a refused file that are shown.
const SHOWN: usize = 100;

pub(super) fn routes() -> Router<App> {
    localised("/console/batches/new", get(ask).post(upload))
}

#[derive(Template)]
#[template(path = "console/batch_upload.html", config = "src/http/askama.toml")]
struct Form {
    page: ConsolePage,
    typed: Typed,
    frameworks: Vec<Choice>,
    /// What is wrong with the field of this name.
    error: Option<(&'static str, String)>,
    /// Why the file as a whole is refused, by line.
    refused: Vec<(u32, Reason)>,
    /// How many more there are.
    more: usize,
}

impl Form {
    fn is_wrong(&self, field: &str) -> bool {
        self.error
            .as_ref()
            .is_some_and(|(wrong, _)| *wrong == field)
    }
}

struct Choice {
    id: String,
    name: String,
    chosen: bool,
}

/// What was asked for besides the file.
#[derive(Default)]
struct Typed {
    csrf: String,
    framework: String,
    language: String,
    delivery_date: String,
    all_or_nothing: bool,
}

impl Typed {
    fn of(fields: Vec<(String, String)>) -> Result<Self, ApiError> {
        let mut typed = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "csrf" => typed.csrf = value,
                "framework" => typed.framework = value,
                "language" => typed.language = value,
                "delivery_date" => value.trim().clone_into(&mut typed.delivery_date),
                "all_or_nothing" => typed.all_or_nothing = true,
                _ => return Err(ApiError::Malformed),
            }
        }
        Ok(typed)
    }
}

/// `GET /console/batches/new`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    form(&app, language, &signed, Typed::default(), None)
}

/// `POST /console/batches/new`
async fn upload(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    request: Request,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let (file_name, bytes, fields) = read_upload(request).await?;
    let typed = Typed::of(fields)?;
    signed.check(&typed.csrf)?;
    let again = |typed, field, sentence| {
        let error = Some((field, text(language, sentence)));
        form(&app, language, &signed, typed, error)
    };
    if bytes.is_empty() {
        return again(typed, "file", "console-batch-file-missing");
    }
    let delivery_date = match typed.delivery_date.as_str() {
        "" => None,
        date => match date.parse::<NaiveDate>() {
            Ok(date) => Some(date),
            Err(_) => return again(typed, "delivery", "console-batch-delivery-wrong"),
        },
    };
    let service = &app.service;
    let framework = service.framework_named(&typed.framework).ok();
    let upload = Upload {
        file_name,
        bytes,
        framework: framework.map(|framework| framework.id.clone()),
        language: typed.language.parse().unwrap_or_default(),
        delivery_date,
        all_or_nothing: typed.all_or_nothing,
        operator: signed.account.operator(),
    };
    match issuance::draft(service, upload).await {
        Ok(batch) => {
            let address = format!("/{language}/console/batches/{}", batch.id);
            Ok(Redirect::to(&address).into_response())
        }
        Err(DraftError::Refused(rows)) => refused(&app, language, &signed, typed, &rows),
        Err(error) => Err(error.into()),
    }
}

fn form(
    app: &App,
    language: Language,
    signed: &Signed,
    typed: Typed,
    error: Option<(&'static str, String)>,
) -> Result<Response, ApiError> {
    let status = match error {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    drawn(status, &blank(app, language, signed, typed, error))
}

fn refused(
    app: &App,
    language: Language,
    signed: &Signed,
    typed: Typed,
    rows: &[KeptReport],
) -> Result<Response, ApiError> {
    let reasons = |row: &KeptReport| {
        let line = row.line;
        let reasons = row.reasons(language).to_vec();
        reasons.into_iter().map(move |reason| (line, reason))
    };
    let all: usize = rows.iter().map(|row| row.reasons(language).len()).sum();
    let error = Some(("file", text(language, "console-batch-file-refused")));
    let form = Form {
        refused: rows.iter().flat_map(reasons).take(SHOWN).collect(),
        more: all.saturating_sub(SHOWN),
        ..blank(app, language, signed, typed, error)
    };
    drawn(StatusCode::UNPROCESSABLE_ENTITY, &form)
}

fn blank(
    app: &App,
    language: Language,
    signed: &Signed,
    typed: Typed,
    error: Option<(&'static str, String)>,
) -> Form {
    let mut title = text(language, "console-batch-upload-title");
    if error.is_some() {
        title = format!("{} {title}", text(language, "pages-error-prefix"));
    }
    let service = &app.service;
    let chosen = match typed.framework.as_str() {
        "" => service.config.framework.default.as_str(),
        chosen => chosen,
    };
    let frameworks = service.frameworks.iter().map(|framework| Choice {
        id: framework.id.clone(),
        name: framework.name.get(language).to_owned(),
        chosen: framework.id == chosen,
    });
    Form {
        page: ConsolePage::new(app, language, title, signed)
            .at("/console/batches/new", "batches")
            .with_icons(&["bad"]),
        frameworks: frameworks.collect(),
        typed,
        error,
        refused: Vec::new(),
        more: 0,
    }
}
