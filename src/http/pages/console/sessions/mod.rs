//! Exam sessions: their list, making one, its candidates, what is printed for it.

mod booklets;
mod candidate;
mod candidates;
mod centre;
mod centres;
mod downloads;
mod edit;
mod end;
mod field;
mod form;
mod import;
mod list;
mod new;
mod revision;
mod show;

use axum::Router;
use axum::extract::Multipart;

use super::{people, who};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::pages::instant;
use crate::http::problem::Defect;
use crate::http::router::App;
use crate::http::session::Signed;
use crate::i18n::{Language, text, text_with};
use crate::sessions::{Error, ListReport};
use crate::store::{Changed, Session, SessionId};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .merge(list::routes())
        .merge(new::routes())
        .merge(edit::routes())
        .merge(end::routes())
        .merge(candidates::routes())
        .merge(candidate::routes())
        .merge(revision::routes())
        .merge(centres::routes())
        .merge(centre::routes())
        .merge(import::routes())
        .merge(show::routes())
        .merge(downloads::routes())
        .merge(booklets::routes())
}

/// Who may look at sessions; only issuers change them.
const READERS: &[Role] = &[Role::Issuer, Role::Auditor];

/// Problems of a list that a page shows.
const SHOWN: usize = 100;

/// A problem of a list, as the page says it.
struct Said {
    line: u32,
    column: String,
    value: String,
    message: String,
    remedy: String,
}

/// The problems of a list that fit on a page, and how many there are more.
fn said(report: &ListReport, language: Language) -> (Vec<Said>, usize) {
    let problems = report.errors().take(SHOWN).map(|problem| Said {
        line: problem.line,
        column: problem.column.clone().unwrap_or_default(),
        value: problem.value.clone().unwrap_or_default(),
        message: problem.message(language),
        remedy: problem.remedy(language),
    });
    let more = report.errors().count().saturating_sub(SHOWN);
    (problems.collect(), more)
}

async fn find(app: &App, id: &str) -> Result<Session, ApiError> {
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let session = app.service.store.find_session(SessionId(id)).await?;
    session.ok_or(ApiError::NotFound)
}

/// Says that somebody else was faster, and who.
async fn outdated(
    app: &App,
    language: Language,
    changed: Option<&Changed>,
) -> Result<String, ApiError> {
    let Some(changed) = changed else {
        return Ok(text(language, "sessions-outdated"));
    };
    let zone = app.service.config.service.time_zone;
    let values = [
        ("who", who(&people(app).await?, &changed.by).into()),
        ("at", instant(language, changed.at, zone).into()),
    ];
    Ok(text_with(language, "sessions-outdated-by", &values))
}

/// The title of a page whose form was refused.
fn refused_title(language: Language, title: &str) -> String {
    format!("{} {title}", text(language, "pages-error-prefix"))
}

/// A form with one file.
#[derive(Default)]
struct Upload {
    csrf: String,
    centre: String,
    file_name: String,
    bytes: Vec<u8>,
}

impl Upload {
    /// The token of the form comes first; nothing is kept in memory for who has none.
    async fn read(mut form: Multipart, signed: &Signed) -> Result<Self, ApiError> {
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "csrf" {
                upload.csrf = field.text().await?;
                signed.check(&upload.csrf)?;
                continue;
            }
            signed.check(&upload.csrf)?;
            match name.as_str() {
                "centre" => upload.centre = field.text().await?,
                "file" => {
                    let given = field.file_name().unwrap_or_default();
                    upload.file_name = given.chars().take(255).collect();
                    upload.bytes = field.bytes().await?.into();
                }
                _ => return Err(ApiError::Malformed),
            }
        }
        signed.check(&upload.csrf)?;
        Ok(upload)
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        if let Some(sentence) = error.sentence() {
            let rule = sentence.trim_start_matches("sessions-");
            return Self::Conflict(vec![Defect::said("", rule, |language| {
                text(language, sentence)
            })]);
        }
        match error {
            Error::Invalid(faults) => Self::Invalid(
                faults
                    .iter()
                    .map(|fault| {
                        let pointer = format!("/{}", fault.field);
                        Defect::said(pointer, fault.rule, |language| fault.message(language))
                    })
                    .collect(),
            ),
            Error::Refused(report) => Self::Invalid(
                report
                    .errors()
                    .take(SHOWN)
                    .map(|problem| {
                        let pointer = format!("/lines/{}", problem.line);
                        Defect::said(pointer, problem.rule(), |language| {
                            problem.message(language)
                        })
                    })
                    .collect(),
            ),
            Error::Store(error) => Self::Store(error),
            Error::Service(error) => Self::House(error),
            Error::Reading(error) => Self::Verification(error.into()),
            Error::Entry(faults) => Self::Invalid(
                faults
                    .iter()
                    .map(|fault| {
                        let pointer = format!("/{}", fault.field);
                        Defect::said(pointer, fault.rule(), |language| fault.message(language))
                    })
                    .collect(),
            ),
            error @ (Error::NoCandidates
            | Error::Outdated
            | Error::Cancelled
            | Error::HasCertificates
            | Error::Full
            | Error::NoSuchCandidate
            | Error::DraftGone
            | Error::NothingToCopy
            | Error::TooManyToCopy { .. }
            | Error::SeveralFrameworks
            | Error::NotAsSigned(_)
            | Error::Candidate(_)
            | Error::Paper(_)
            | Error::Zip(_)
            | Error::Thread(_)) => Self::Session(error),
        }
    }
}
