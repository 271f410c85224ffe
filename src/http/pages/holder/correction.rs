//! The request for a correction, and what became of it.

use axum::extract::State;
use axum::response::Response;
use chrono_tz::Tz;

use super::form::{Faults, HolderForm, Sent, written};
use super::own::{self, Said};
use super::{held, refuse};
use crate::holder::{self, MOST_PROOF_BYTES, ProofFault, Request};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::day;
use crate::http::router::App;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::store::{Correction, CorrectionFile, CorrectionKept, CorrectionState, FileKind, Part};

/// Longest text, in characters.
const LONGEST: usize = 1000;

/// The part of the page about corrections.
pub(super) struct Corrections {
    pub(super) rows: Vec<Row>,
    /// Whether a request waits for its answer.
    pub(super) waits: bool,
    pub(super) typed: HolderForm,
    pub(super) faults: Faults,
    /// Megabytes that a file may have.
    pub(super) megabytes: usize,
    /// Whether a good file has to be chosen again: browsers do not keep it.
    pub(super) file_again: bool,
}

/// A request that was made.
pub(super) struct Row {
    pub(super) asked: String,
    pub(super) parts: String,
    pub(super) file: Option<String>,
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
        megabytes: MOST_PROOF_BYTES >> 20,
        file_again: typed.file.is_some() && faults.of("file").is_none(),
        waits: requests
            .iter()
            .any(|request| request.state == CorrectionState::Open),
        rows: requests
            .into_iter()
            .map(|request| Row {
                asked: day(language, request.asked_at.with_timezone(&zone).date_naive()),
                parts: named(&request.parts, language),
                file: request.file.map(|file| file_words(file, language)),
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

/// What is attached, in words.
pub(in crate::http::pages) fn file_words(
    (kind, size): (FileKind, u64),
    language: Language,
) -> String {
    let values = [
        ("kind", FluentValue::from(kind.name().to_uppercase())),
        ("size", size.div_ceil(1000).into()),
    ];
    text_with(language, "own-correction-file", &values)
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
        Ok(request) => {
            let kept = holder::ask_correction(&app.service, &held.certificate, request).await?;
            match kept {
                // One that waits is shown; a second adds nothing to it.
                CorrectionKept::Yes | CorrectionKept::OneIsOpen => Said::CorrectionAsked,
                CorrectionKept::NoRoomForFile => {
                    let mut faults = Faults::default();
                    faults.add("file", text(language, "own-correction-file-no-room"));
                    Said::CorrectionRefused(form, faults)
                }
            }
        }
    };
    own::show(&app, language, &held, said).await
}

/// What is attached, or why it can't be.
fn proof(language: Language, form: &HolderForm) -> Result<Option<CorrectionFile>, String> {
    let proof = match &form.file {
        None => return Ok(None),
        Some(Sent::TooLarge) => Err(ProofFault::TooLarge),
        Some(Sent::Whole(bytes)) => holder::proof(bytes.clone()),
    };
    proof.map(Some).map_err(|fault| match fault {
        ProofFault::Empty => text(language, "own-correction-file-empty"),
        ProofFault::Kind => text(language, "own-correction-file-kind"),
        ProofFault::TooLarge => {
            let values = [("megabytes", (MOST_PROOF_BYTES >> 20).into())];
            text_with(language, "own-correction-file-large", &values)
        }
    })
}

fn request(language: Language, form: &HolderForm) -> Result<Request, Faults> {
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
    let proof = proof(language, form).unwrap_or_else(|message| {
        faults.add("file", message);
        None
    });
    match (wanted, message) {
        (Some(wanted), Some(message)) if faults.is_empty() => Ok(Request {
            parts,
            wanted,
            message: Some(message).filter(|message| !message.is_empty()),
            proof,
        }),
        _ => Err(faults),
    }
}
