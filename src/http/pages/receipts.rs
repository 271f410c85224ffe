//! Receipts of verifications: handed out, and told when somebody presents one.

use askama::Template;
use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::SecondsFormat;
use serde::Deserialize;

use super::holder::download;
use super::{Page, drawn, instant};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::router::{App, localised};
use crate::i18n::{Language, text};
use crate::receipts::{self, SaidOutcome, Told, ToldCheck};
use crate::verification::PresentedReceipt;

pub(in crate::http) fn routes() -> Router<App> {
    localised("/receipt/{form}", get(ask).post(hand_out))
}

/// What the page of the verdict carries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    draft: String,
}

/// `GET /receipt/{form}`: a receipt comes from a verification.
async fn ask(Speaks(language): Speaks) -> Response {
    Redirect::to(&format!("/{language}")).into_response()
}

/// `POST /receipt/{form}`
async fn hand_out(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(form): Path<String>,
    asked: Result<Form<Asked>, FormRejection>,
) -> Result<Response, ApiError> {
    let Form(asked) = asked.map_err(|_| ApiError::Malformed)?;
    let service = &app.service;
    let now = service.clock.now();
    let name = text(language, "public-receipt-name");
    match form.as_str() {
        "json" => {
            let signed = receipts::sign(service, &asked.draft, now).await?;
            let name = format!("{name}.json");
            let bytes = signed.json.into_bytes();
            Ok(download(&name, "application/jose+json", bytes))
        }
        "pdf" => {
            let signed = receipts::sign(service, &asked.draft, now).await?;
            let bytes = receipts::pdf(service, &signed, language, now).await?;
            Ok(download(&format!("{name}.pdf"), "application/pdf", bytes))
        }
        _ => Err(ApiError::NotFound),
    }
}

#[derive(Template)]
#[template(path = "receipt.html", config = "src/http/askama.toml")]
struct Answer {
    page: Page,
    class: &'static str,
    icon: &'static str,
    explained: String,
    /// The PDF around it is not as it was signed.
    altered: bool,
    specimen: bool,
    /// Now.
    checked_iso: String,
    checked_at: String,
    told: Option<Told>,
    checks: Vec<Line>,
}

struct Line {
    name: String,
    class: &'static str,
    outcome: String,
    reason: String,
    open: bool,
}

/// What a presented receipt proves.
pub(super) fn answer(
    app: &App,
    language: Language,
    presented: &PresentedReceipt,
) -> Result<Response, ApiError> {
    let service = &app.service;
    let (at, zone) = (service.clock.now(), service.config.service.time_zone);
    let opened = receipts::open(&presented.token, &service.trusted().seals);
    let (title, explained, class, icon) = match &opened {
        Ok(_) => (
            "receipts-good",
            text(language, "receipts-good-explained"),
            "none",
            "v-receipt",
        ),
        Err(refusal) => (
            "receipts-refused",
            text(language, &format!("receipts-refused-{}", refusal.name())),
            "bad",
            "v-altered",
        ),
    };
    let specimen = opened.as_ref().is_ok_and(|opened| opened.specimen);
    let told = opened
        .ok()
        .map(|opened| receipts::told(&opened.receipt, &service.frameworks, language, zone));
    let page = Page::new(app, language, text(language, title))
        .at("", "verify")
        .with_icons(&[icon, "ok", "bad", "none"]);
    let answer = Answer {
        page,
        class,
        icon,
        explained,
        altered: told.is_some() && presented.document_intact == Some(false),
        specimen,
        checked_iso: at.to_rfc3339_opts(SecondsFormat::Secs, true),
        checked_at: instant(language, at, zone),
        checks: told
            .iter()
            .flat_map(|told| &told.checks)
            .map(|check| line(check, language))
            .collect(),
        told,
    };
    drawn(StatusCode::OK, &answer)
}

fn line(check: &ToldCheck, language: Language) -> Line {
    let class = match check.outcome {
        SaidOutcome::Passed => "ok",
        SaidOutcome::Failed => "bad",
        SaidOutcome::NotPerformed => "none",
    };
    let reason = check.reason.clone();
    Line {
        name: check.name.clone(),
        class,
        outcome: check.told.clone(),
        reason: reason.unwrap_or_else(|| text(language, "pages-reason-passed")),
        open: class != "ok",
    }
}
