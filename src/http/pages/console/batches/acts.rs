//! What is decided about a batch: approve it, send it back, cancel it, send its links again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::Deserialize;

use super::report::{self, ApprovalForm};
use super::{called, find};
use crate::accounts::Role;
use crate::desk::{self, LettersError};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text, text_with};
use crate::issuance::{self, ApprovalError, NotApproved, Starter};
use crate::store::{Batch, BatchState};

/// Longest reason.
const REASON: usize = 2000;

pub(super) fn routes() -> Router<App> {
    localised("/console/batches/{id}/approve", post(approve)).merge(localised(
        "/console/batches/{id}/{act}",
        get(ask).post(decide),
    ))
}

/// What asks for a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Refuse,
    Cancel,
    Letters,
}

impl Act {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "refuse" => Some(Self::Refuse),
            "cancel" => Some(Self::Cancel),
            "letters" => Some(Self::Letters),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Cancel => "cancel",
            Self::Letters => "letters",
        }
    }

    fn title(self, language: Language) -> String {
        text(language, &format!("console-batch-{}-title", self.name()))
    }

    fn lead(self, language: Language) -> String {
        text(language, &format!("console-batch-{}-lead", self.name()))
    }

    fn button(self, language: Language) -> String {
        text(language, &format!("console-batch-{}-button", self.name()))
    }
}

#[derive(Template)]
#[template(path = "console/batch_act.html", config = "src/http/askama.toml")]
struct ActPage {
    page: ConsolePage,
    id: String,
    name: String,
    act: &'static str,
    heading: String,
    lead: String,
    button: String,
    /// Whether a reason is asked for.
    asks_reason: bool,
    reason: String,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Approval {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    count: String,
    #[serde(default)]
    read: Option<String>,
}

#[derive(Deserialize)]
struct Decision {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    reason: String,
}

/// `POST /console/batches/{id}/approve`
async fn approve(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Form(typed): Form<Approval>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    signed.check(&typed.csrf)?;
    let batch = find(&app, &id).await?;
    let mut form = ApprovalForm {
        read: typed.read.is_some(),
        count: typed.count,
        errors: Vec::new(),
    };
    let wrong = |form: &mut ApprovalForm, field, id: &str| {
        form.errors.push((field, text(language, id)));
    };
    // Thousands may be written apart.
    let digits: String = form.count.chars().filter(|c| !c.is_whitespace()).collect();
    let count = digits.parse::<u64>();
    if batch.state == BatchState::Draft {
        let counts = app.service.store.batch_counts(batch.id).await?;
        if counts.refused > 0 && !form.read {
            wrong(&mut form, "read", "console-batch-read-missing");
        }
        if count.is_err() {
            wrong(&mut form, "count", "console-batch-count-missing");
        }
    }
    if form.errors.is_empty() {
        let operator = signed.account.operator();
        let starter = Starter::Person {
            operator: &operator,
            certificates: count.unwrap_or_default(),
        };
        match issuance::start(&app.service, batch.id, starter).await {
            Ok(batch) => return Ok(back(language, &batch)),
            Err(ApprovalError::NotApproved(NotApproved::OtherCount { due })) => {
                let values = [("due", due.into())];
                let sentence = text_with(language, "console-batch-count-wrong", &values);
                form.errors.push(("count", sentence));
            }
            Err(error) => return Err(error.into()),
        }
    }
    report::draft(&app, language, &signed, &batch, form).await
}

/// `GET /console/batches/{id}/{act}`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, act)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let act = Act::from_name(&act).ok_or(ApiError::NotFound)?;
    signed.require(Role::Issuer)?;
    let batch = find(&app, &id).await?;
    if act == Act::Refuse {
        let operator = signed.account.operator();
        let second = issuance::second_person(&app.service, &batch, &operator);
        second.map_err(ApprovalError::from)?;
    }
    page(
        &app,
        language,
        &signed,
        (&batch, act),
        (String::new(), None),
    )
}

/// `POST /console/batches/{id}/{act}`
async fn decide(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, act)): Path<(String, String)>,
    Form(typed): Form<Decision>,
) -> Result<Response, ApiError> {
    let act = Act::from_name(&act).ok_or(ApiError::NotFound)?;
    signed.require(Role::Issuer)?;
    signed.check(&typed.csrf)?;
    let batch = find(&app, &id).await?;
    let (service, operator) = (&app.service, signed.account.operator());
    match act {
        Act::Refuse => {
            let reason = typed.reason.trim();
            if reason.is_empty() || reason.chars().count() > REASON {
                let error = text(language, "console-batch-reason-missing");
                let typed = (reason.to_owned(), Some(error));
                return page(&app, language, &signed, (&batch, act), typed);
            }
            issuance::refuse(service, batch.id, &operator, reason).await?;
        }
        Act::Cancel => {
            issuance::cancel(service, batch.id, &operator).await?;
        }
        Act::Letters => match desk::send_links(service, batch.id, &operator).await {
            Ok(_) => {}
            Err(LettersError::NoMail) => {
                let error = text(language, "console-batch-no-mail");
                let typed = (String::new(), Some(error));
                return page(&app, language, &signed, (&batch, act), typed);
            }
            Err(LettersError::Revocation(error)) => return Err(error.into()),
            Err(LettersError::Store(error)) => return Err(error.into()),
        },
    }
    Ok(back(language, &batch))
}

fn page(
    app: &App,
    language: Language,
    signed: &Signed,
    (batch, act): (&Batch, Act),
    (reason, error): (String, Option<String>),
) -> Result<Response, ApiError> {
    let heading = act.title(language);
    let (title, status) = match error {
        None => (heading.clone(), StatusCode::OK),
        Some(_) => (
            format!("{} {heading}", text(language, "pages-error-prefix")),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    };
    let path = format!("/console/batches/{}/{}", batch.id, act.name());
    let page = ActPage {
        page: ConsolePage::new(app, language, title, signed)
            .at(path, "batches")
            .with_icons(&["bad"]),
        id: batch.id.to_string(),
        name: called(batch),
        act: act.name(),
        lead: act.lead(language),
        button: act.button(language),
        heading,
        asks_reason: act == Act::Refuse,
        reason,
        error,
    };
    drawn(status, &page)
}

fn back(language: Language, batch: &Batch) -> Response {
    Redirect::to(&format!("/{language}/console/batches/{}", batch.id)).into_response()
}
