//! Answers as files: all of them, or those that are looked for.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::Membership;
use super::answers::Asked;
use super::files::own;
use super::rows::wanted;
use crate::http::api::answer_parts;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::holder::download;
use crate::http::router::App;
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::store::VerificationState;
use crate::verification::bulk::{self, AnswersError, OutputFormat, Search, Understood, Wanted};

impl From<AnswersError> for ApiError {
    fn from(error: AnswersError) -> Self {
        match error {
            AnswersError::Store(error) => Self::Store(error),
            AnswersError::Thread(error) => Self::Verification(error),
            error @ (AnswersError::Csv(_) | AnswersError::Export(_)) => Self::Answers(error),
        }
    }
}

/// `GET /organisation/files/{id}/answers/{form}`
pub(super) async fn all(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(place): Path<(String, String)>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    let search = Search::new(Wanted::All, "");
    answered(&app, language, &member, (&place.0, &place.1), &search).await
}

/// `POST /organisation/files/{id}/answers/{form}`
pub(super) async fn some(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(place): Path<(String, String)>,
    signed: Signed,
    Posted(asked): Posted<Asked>,
) -> Result<Response, ApiError> {
    asked.check(&signed)?;
    let member = Membership::of(&app, signed).await?;
    let search = Search::new(wanted(&asked.outcome).1, &asked.text());
    answered(&app, language, &member, (&place.0, &place.1), &search).await
}

async fn answered(
    app: &App,
    language: Language,
    member: &Membership,
    (id, form): (&str, &str),
    search: &Search,
) -> Result<Response, ApiError> {
    let batch = own(app, member, id).await?;
    let format = OutputFormat::from_name(form).ok_or(ApiError::NotFound)?;
    let run = batch.run.filter(|_| batch.state == VerificationState::Done);
    let (Some(run), Some(understood)) = (run, &batch.understood) else {
        return Err(ApiError::NotFound);
    };
    let understood: Understood = serde_json::from_str(understood)?;
    let name = text(language, "organisation-answers-name");
    let name = format!("{name}.{}", format.name());
    let store = &app.service.store;
    let is_all = search.wanted == Wanted::All && !search.has_text();
    if understood.output == format && is_all {
        let disposition = format!("attachment; filename=\"{name}\"");
        let headers = [
            (CONTENT_TYPE, format.media_type().to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ];
        let parts = answer_parts(store.clone(), batch.id, run);
        return Ok((headers, Body::from_stream(parts)).into_response());
    }
    // What a program asked for as a workbook stays one.
    if understood.output != OutputFormat::Csv {
        return Err(ApiError::NotFound);
    }
    let bytes = bulk::copy(store, (batch.id, run), &understood, search, format).await?;
    Ok(download(&name, format.media_type(), bytes))
}
