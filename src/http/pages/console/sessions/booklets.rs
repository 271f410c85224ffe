//! Booklets of copies: of a session, of a class, of a batch.

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::{READERS, downloads, find, show};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::text;
use crate::sessions::{self, BookletOf};
use crate::store::BatchId;

pub(super) fn routes() -> Router<App> {
    localised("/console/sessions/{id}/booklet.pdf", post(of_session)).merge(localised(
        "/console/batches/{id}/booklet.pdf",
        get(of_batch),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    csrf: String,
    /// Empty for the whole session.
    #[serde(default)]
    class: String,
}

/// `POST /console/sessions/{id}/booklet.pdf`: the class stands in no address.
async fn of_session(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    asked: Result<Form<Asked>, FormRejection>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let Form(asked) = asked.map_err(|_| ApiError::Malformed)?;
    signed.check(&asked.csrf)?;
    let session = find(&app, &id).await?;
    let boxed = Box::new(session.clone());
    let of = match asked.class.trim() {
        "" => BookletOf::Session(boxed),
        class => BookletOf::Class(boxed, class.to_owned()),
    };
    match sessions::booklet(&app.service, &of, language).await {
        Ok(pdf) => Ok(downloads::file(
            "application/pdf",
            "booklet.pdf",
            Body::from(pdf),
        )),
        Err(error) => match error.sentence() {
            Some(sentence) => {
                let wrong = ("class", text(language, sentence));
                show::refused(&app, language, &signed, session, wrong).await
            }
            None => Err(error.into()),
        },
    }
}

/// `GET /console/batches/{id}/booklet.pdf`
async fn of_batch(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let batch = app.service.store.find_batch(BatchId(id)).await?;
    let of = BookletOf::Batch(Box::new(batch.ok_or(ApiError::NotFound)?));
    let pdf = sessions::booklet(&app.service, &of, language).await?;
    Ok(downloads::file(
        "application/pdf",
        "booklet.pdf",
        Body::from(pdf),
    ))
}
