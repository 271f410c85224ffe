//! The request for a correction, and what became of it.

use axum::extract::State;
use axum::response::Response;
use chrono_tz::Tz;

use super::form::{Faults, HolderForm, written};
use super::own::{self, Said};
use super::{held, refuse};
use crate::holder;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::day;
use crate::http::router::App;
use crate::i18n::{Language, text, text_with};
use crate::store::{Correction, CorrectionState, Part};

/// Longest text, in characters.
const LONGEST: usize = 1000;

/// The part of the page about corrections.
pub(super) struct Corrections {
    pub(super) rows: Vec<Row>,
    /// Whether a request waits for its answer.
    pub(super) waits: bool,
    pub(super) typed: HolderForm,
    pub(super) faults: Faults,
}

/// A request that was made.
pub(super) struct Row {
    pub(super) asked: String,
    pub(super) parts: String,
    pub(super) state: String,
    pub(super) answer: Option<String>,
}

pub(super) fn corrections(
    requests: Vec<Correction>,
    language: Language,
    zone: Tz,
    again: Option<(HolderForm, Faults)>,
) -> Corrections {
    let (typed, faults) = again.unwrap_or_default();
    Corrections {
        waits: requests
            .iter()
            .any(|request| request.state == CorrectionState::Open),
        rows: requests
            .into_iter()
            .map(|request| Row {
                asked: day(language, request.asked_at.with_timezone(&zone).date_naive()),
                parts: named(&request.parts, language),
                state: text(
                    language,
                    &format!("own-correction-{}", request.state.name()),
                ),
                answer: request.answer,
            })
            .collect(),
        typed,
        faults,
    }
}

/// The parts in words.
fn named(parts: &[Part], language: Language) -> String {
    let words: Vec<String> = parts
        .iter()
        .map(|part| text(language, &format!("own-part-{}", part.name())))
        .collect();
    words.join(", ")
}

/// `POST /c/correction`
pub(super) async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    form: HolderForm,
) -> Result<Response, ApiError> {
    let Some(held) = held(&app, &form).await? else {
        return refuse(&app, language);
    };
    let said = match request(language, &form) {
        Err(faults) => Said::CorrectionRefused(form, faults),
        Ok((parts, wanted, message)) => {
            let certificate = &held.certificate;
            let service = &app.service;
            // One that waits is shown; a second adds nothing to it.
            holder::ask_correction(service, certificate, parts, wanted, message).await?;
            Said::CorrectionAsked
        }
    };
    own::show(&app, language, &held, said).await
}

fn request(
    language: Language,
    form: &HolderForm,
) -> Result<(Vec<Part>, String, Option<String>), Faults> {
    let ticked = |part: &Part| {
        let field = match part {
            Part::Name => &form.part_name,
            Part::Birth => &form.part_birth,
            Part::Result => &form.part_result,
            Part::Other => &form.part_other,
        };
        !field.is_empty()
    };
    let parts: Vec<Part> = Part::ALL.into_iter().filter(ticked).collect();
    let mut faults = Faults::default();
    if parts.is_empty() {
        faults.add("part-name", text(language, "own-correction-no-part"));
    }
    let values = [("most", LONGEST.into())];
    let too_long = || text_with(language, "own-correction-too-long", &values);
    let wanted = written(&form.wanted, LONGEST);
    match &wanted {
        Some(wanted) if wanted.is_empty() => {
            faults.add("wanted", text(language, "own-correction-no-wanted"));
        }
        Some(_) => {}
        None => faults.add("wanted", too_long()),
    }
    let message = written(&form.message, LONGEST);
    if message.is_none() {
        faults.add("message", too_long());
    }
    match (wanted, message) {
        (Some(wanted), Some(message)) if faults.is_empty() => {
            let message = Some(message).filter(|message| !message.is_empty());
            Ok((parts, wanted, message))
        }
        _ => Err(faults),
    }
}
