//! The holder's private page. Its link is a secret behind a `#`; it is only ever posted.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::facts::{self, Facts};
use super::verdict::{self, Headline};
use super::{Page, drawn};
use crate::document;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::router::App;
use crate::http::uploads::Submission;
use crate::i18n::{Language, text};
use crate::issuance::{self, CredentialForm};
use crate::store::{Certificate, State as Progress};
use crate::verification::{self, Asked, Input};

#[derive(Template)]
#[template(path = "link.html", config = "src/http/askama.toml")]
struct Link {
    page: Page,
    refused: bool,
}

#[derive(Template)]
#[template(path = "certificate.html", config = "src/http/askama.toml")]
struct Own {
    page: Page,
    state: Headline,
    facts: Option<Facts>,
    code: String,
    token: String,
    /// Size of the document in kilobytes.
    size: usize,
    /// Whether the document carries a standard credential.
    portable: bool,
}

/// `GET /c`: the script posts the token that the address carries behind its `#`.
pub(in crate::http) async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let page = Page::new(&app, language, text(language, "pages-holder-title")).at("/c", "holder");
    let refused = false;
    drawn(StatusCode::OK, &Link { page, refused })
}

/// `POST /c`
pub(in crate::http) async fn open(
    State(app): State<App>,
    Speaks(language): Speaks,
    submission: Submission,
) -> Result<Response, ApiError> {
    let token = submission.link_token();
    let Some(certificate) = certificate(&app, token).await? else {
        let title = text(language, "pages-link-refused-title");
        let page = Page::new(&app, language, title).at("/c", "holder");
        let refused = true;
        return drawn(StatusCode::NOT_FOUND, &Link { page, refused });
    };
    own(&app, language, &certificate, token).await
}

async fn own(
    app: &App,
    language: Language,
    certificate: &Certificate,
    token: &str,
) -> Result<Response, ApiError> {
    let verifier = app.service.verifier();
    let code = Input::Code(certificate.code.as_str().to_owned());
    let at = app.service.clock.now();
    let verification = verification::verify(&verifier, code, &Asked::default(), at).await?;
    let state = verdict::state(&verification, language);
    let zone = app.service.config.service.time_zone;
    let page = Page::new(app, language, text(language, "pages-holder-title"))
        .at("/c", "holder")
        .with_icons(&[state.tag]);
    let document = archived(app, certificate).await?;
    let own = Own {
        page,
        facts: facts::facts(&verification, &verifier, language, zone),
        state,
        code: certificate.code.grouped(),
        token: token.to_owned(),
        size: document.len().div_ceil(1000),
        portable: document::credential_in(&document).is_some(),
    };
    drawn(StatusCode::OK, &own)
}

/// `POST /c/document`
pub(in crate::http) async fn document(
    State(app): State<App>,
    Speaks(language): Speaks,
    submission: Submission,
) -> Result<Response, ApiError> {
    let certificate = certificate(&app, submission.link_token()).await?;
    let certificate = certificate.ok_or(ApiError::LinkUnknown)?;
    let bytes = archived(&app, &certificate).await?;
    Ok(download(&named(language, "pdf"), "application/pdf", bytes))
}

/// `POST /c/credential/{form}`
pub(in crate::http) async fn credential(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(form): Path<String>,
    submission: Submission,
) -> Result<Response, ApiError> {
    let form = CredentialForm::of_extension(&form).ok_or(ApiError::NotFound)?;
    let certificate = certificate(&app, submission.link_token()).await?;
    let certificate = certificate.ok_or(ApiError::LinkUnknown)?;
    let bytes = issuance::export(&app.service, &certificate, form).await?;
    let name = named(language, form.extension());
    Ok(download(&name, form.media_type(), bytes))
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

/// The issued certificate that a private link opens. Unknown, withdrawn and unpublished are one.
async fn certificate(app: &App, token: &str) -> Result<Option<Certificate>, ApiError> {
    let Some((id, generation)) = app.service.keyring.open_link(token) else {
        return Ok(None);
    };
    let certificate = app.service.store.find(id).await?;
    Ok(certificate.filter(|certificate| {
        certificate.state == Progress::Issued && certificate.link_generation == generation
    }))
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
