//! Who checked the certificate: the rows of the holder's page, and all of them on a page of their own.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono_tz::Tz;

use super::form::HolderForm;
use super::{held, refuse};
use crate::holder::Checks;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::{Page, drawn, instant};
use crate::http::router::App;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::store::{Access, Way};

/// Checks on the page of its own.
const MOST: u32 = 60;

/// A check of the certificate.
pub(super) struct CheckRow {
    pub(super) when: String,
    pub(super) who: String,
    pub(super) how: String,
    pub(super) class: &'static str,
    pub(super) answer: String,
}

#[derive(Template)]
#[template(path = "holder/checks.html", config = "src/http/askama.toml")]
struct All {
    page: Page,
    token: String,
    chosen: String,
    checks: Vec<CheckRow>,
    checks_count: u64,
}

/// `POST /c/checks`
pub(super) async fn all(
    State(app): State<App>,
    Speaks(language): Speaks,
    form: HolderForm,
) -> Result<Response, ApiError> {
    let Some(held) = held(&app, &form).await? else {
        return refuse(&app, language);
    };
    let checks = Checks::of(&app.service, held.certificate.id, MOST).await?;
    let zone = app.service.config.service.time_zone;
    let page = Page::new(&app, language, text(language, "own-checks-title"));
    let all = All {
        page: page.at("/c", "holder").with_icons(&["ok", "warn", "bad"]),
        token: held.token,
        chosen: held.chosen,
        checks_count: checks.count,
        checks: check_rows(checks, language, zone),
    };
    drawn(StatusCode::OK, &all)
}

pub(super) fn check_rows(checks: Checks, language: Language, zone: Tz) -> Vec<CheckRow> {
    let who = |check: &Access| match (check.way, &check.client, &check.purpose) {
        (Way::Share, _, Some(purpose)) => {
            let purpose = FluentValue::from(purpose.as_str());
            text_with(language, "own-who-link", &[("purpose", purpose)])
        }
        (_, Some(client), _) => client.clone(),
        _ => text(language, "own-who-unknown"),
    };
    checks
        .last
        .into_iter()
        .map(|check| CheckRow {
            when: instant(language, check.at, zone),
            who: who(&check),
            how: text(language, &format!("own-way-{}", check.way.name())),
            class: match check.answer.as_str() {
                "authentic" => "ok",
                "revoked" => "bad",
                _ => "warn",
            },
            answer: text(
                language,
                &format!("own-answer-{}", check.answer.replace('_', "-")),
            ),
        })
        .collect()
}
