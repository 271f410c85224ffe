//! The holder's private page. Its link is a secret behind a `#`; it is only ever posted.

mod checks;
mod correction;
mod drawing;
mod form;
mod levels;
mod own;
mod pen;
mod profile;
mod shared;
mod sharing;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{Page, drawn};
use crate::holder;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::router::{App, localised};
use crate::i18n::{Language, text};
use crate::issuance::{self, CredentialForm};
use crate::store::Certificate;
pub(super) use correction::file_words;
use form::HolderForm;
use own::Said;

/// What is read of a form with a file. A larger file than may be attached is read to its end, and
/// dropped, so that the page can say so and keep what was written.
const MOST_FORM_BYTES: usize = 40 << 20;

/// The private page and what is done there, and the page that share links open.
pub(in crate::http) fn routes() -> Router<App> {
    Router::new()
        // Upper case is what a QR code's alphanumeric segment holds.
        .route("/C", get(ask))
        .merge(localised("/c", get(ask).post(open)))
        .merge(localised("/c/document", get(ask).post(document)))
        .merge(localised("/c/credential/{form}", get(ask).post(credential)))
        .merge(localised("/c/share", get(ask).post(sharing::make)))
        .merge(localised(
            "/c/share/withdraw",
            get(ask).post(sharing::withdraw),
        ))
        .merge(localised("/c/checks", get(ask).post(checks::all)))
        .merge(localised("/c/levels", get(ask).post(levels::show)))
        .merge(localised("/c/profile", get(ask).post(profile::show)))
        .merge(
            localised("/c/correction", get(ask).post(correction::ask))
                .layer(DefaultBodyLimit::max(MOST_FORM_BYTES)),
        )
        .merge(shared::routes())
}

#[derive(Template)]
#[template(path = "link.html", config = "src/http/askama.toml")]
struct Link {
    page: Page,
    refused: bool,
}

/// A certificate that its holder has opened, and by what.
pub(super) struct Held {
    certificate: Certificate,
    token: String,
    /// Id of the certificate, if it is another one than that of the link.
    chosen: String,
}

/// `GET /c`: the script posts the token that the address carries behind its `#`.
async fn ask(State(app): State<App>, Speaks(language): Speaks) -> Result<Response, ApiError> {
    let page = Page::new(&app, language, text(language, "pages-holder-title")).at("/c", "holder");
    let refused = false;
    drawn(StatusCode::OK, &Link { page, refused })
}

/// `POST /c`
async fn open(
    State(app): State<App>,
    Speaks(language): Speaks,
    form: HolderForm,
) -> Result<Response, ApiError> {
    match held(&app, &form).await? {
        Some(held) => own::show(&app, language, &held, Said::Nothing).await,
        None => refuse(&app, language),
    }
}

/// Unknown, withdrawn and another person's: the same words for all.
fn refuse(app: &App, language: Language) -> Result<Response, ApiError> {
    let title = text(language, "pages-link-refused-title");
    let page = Page::new(app, language, title).at("/c", "holder");
    let refused = true;
    drawn(StatusCode::NOT_FOUND, &Link { page, refused })
}

/// What the form opens.
async fn held(app: &App, form: &HolderForm) -> Result<Option<Held>, ApiError> {
    let token = form.link_token();
    let chosen = match form.certificate.trim() {
        "" => None,
        // What is no id is no certificate of this person either.
        id => Some(id.parse().map_err(|_| ApiError::LinkUnknown)?),
    };
    let opened = holder::open_link(&app.service, token, chosen).await?;
    Ok(opened.map(|certificate| Held {
        chosen: chosen.map_or_else(String::new, |id| id.to_string()),
        token: token.to_owned(),
        certificate,
    }))
}

/// `POST /c/document`
async fn document(
    State(app): State<App>,
    Speaks(language): Speaks,
    form: HolderForm,
) -> Result<Response, ApiError> {
    let held = held(&app, &form).await?.ok_or(ApiError::LinkUnknown)?;
    let bytes = archived(&app, &held.certificate).await?;
    Ok(download(&named(language, "pdf"), "application/pdf", bytes))
}

/// `POST /c/credential/{form}`
async fn credential(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(extension): Path<String>,
    form: HolderForm,
) -> Result<Response, ApiError> {
    let wanted = CredentialForm::of_extension(&extension).ok_or(ApiError::NotFound)?;
    let held = held(&app, &form).await?.ok_or(ApiError::LinkUnknown)?;
    let bytes = issuance::export(&app.service, &held.certificate, wanted).await?;
    let name = named(language, wanted.extension());
    Ok(download(&name, wanted.media_type(), bytes))
}

impl From<holder::Error> for ApiError {
    fn from(error: holder::Error) -> Self {
        match error {
            holder::Error::Store(error) => Self::Store(error),
            holder::Error::Verification(error) => Self::Verification(error),
            holder::Error::Randomness(error) => Self::Randomness(error),
        }
    }
}

/// A file to keep. RFC 6266 §4.
pub(super) fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}");
    let mut response = ([(CONTENT_TYPE, kind)], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// Never the holder's name or the code: file names are seen by others.
fn named(language: Language, extension: &str) -> String {
    format!("{}.{extension}", text(language, "pages-download-name"))
}

/// The document's bytes; the archive checks their digest.
pub(in crate::http) async fn archived(
    app: &App,
    certificate: &Certificate,
) -> Result<Vec<u8>, ApiError> {
    let digest = certificate.document.ok_or(ApiError::DocumentMissing)?;
    let found = app.service.archive.get(&digest).await?;
    found.ok_or(ApiError::DocumentMissing)
}
