//! Importing a list that describes sessions with their candidates.

use askama::Template;
use axum::Router;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::{Said, Upload, refused_title, said};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::sessions::{self, Error, Import};

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/import", get(ask).post(import))
}

#[derive(Template)]
#[template(path = "console/sessions_import.html", config = "src/http/askama.toml")]
struct Sheet {
    page: ConsolePage,
    centres: Vec<(String, String)>,
    /// The one that was chosen.
    centre: String,
    /// What is wrong with the form.
    missing: Option<String>,
    /// What is wrong with the list.
    problems: Vec<Said>,
    more: usize,
    /// Sessions with the number of their candidates.
    imported: Vec<(String, usize)>,
}

/// `GET /console/sessions/import`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let sheet = sheet(&app, language, &signed).await?;
    drawn(StatusCode::OK, &sheet)
}

/// `POST /console/sessions/import`
async fn import(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    form: Multipart,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let upload = Upload::read(form, &signed).await?;
    let mut sheet = sheet(&app, language, &signed).await?;
    sheet.centre.clone_from(&upload.centre);
    let centres = app.service.store.centres().await?;
    let centre = centres
        .into_iter()
        .find(|centre| centre.id.to_string() == upload.centre);
    let Some(centre) = centre.filter(|_| !upload.bytes.is_empty()) else {
        sheet.missing = Some(text(language, "sessions-page-file-missing"));
        sheet.refuse(language);
        return drawn(StatusCode::UNPROCESSABLE_ENTITY, &sheet);
    };
    let import = Import {
        session: None,
        centre,
        file_name: upload.file_name,
        bytes: upload.bytes,
        dry_run: false,
        operator: signed.account.operator(),
    };
    match sessions::import(&app.service, import).await {
        Ok(imported) => {
            sheet.imported = imported.sessions;
            drawn(StatusCode::OK, &sheet)
        }
        Err(Error::Refused(report)) => {
            (sheet.problems, sheet.more) = said(&report, language);
            sheet.refuse(language);
            drawn(StatusCode::UNPROCESSABLE_ENTITY, &sheet)
        }
        Err(error) => Err(error.into()),
    }
}

impl Sheet {
    fn refuse(&mut self, language: Language) {
        let title = text(language, "sessions-page-import");
        self.page.page.title = refused_title(language, &title);
    }
}

async fn sheet(app: &App, language: Language, signed: &Signed) -> Result<Sheet, ApiError> {
    let title = text(language, "sessions-page-import");
    let centres = app.service.store.centres().await?;
    Ok(Sheet {
        page: ConsolePage::new(app, language, title, signed)
            .at("/console/sessions/import", "sessions")
            .with_icons(&["bad", "ok"]),
        centres: centres
            .into_iter()
            .map(|centre| (centre.id.to_string(), centre.name))
            .collect(),
        centre: String::new(),
        missing: None,
        problems: Vec::new(),
        more: 0,
        imported: Vec::new(),
    })
}
