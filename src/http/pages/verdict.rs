//! The verdict: its state first, then what the certificate says, then every check with its reason.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::SecondsFormat;

use super::facts::{self, Facts};
use super::{Page, drawn, home, instant, next};
use crate::holder::{self, Asker};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::router::App;
use crate::http::uploads::Submission;
use crate::i18n::{Language, text, text_with};
use crate::receipts;
use crate::verification::{
    self, Check, CheckName, Outcome, Presented, Reason, Verdict, Verification, Verifier,
};

#[derive(Template)]
#[template(path = "verdict.html", config = "src/http/askama.toml")]
struct Answer {
    page: Page,
    state: Headline,
    checked_iso: String,
    checked_at: String,
    facts: Option<Facts>,
    /// What to do now.
    next: Vec<String>,
    count: String,
    checks: Vec<Line>,
    /// The answer to the asker's question about the birth date: it must not be overlooked.
    birth_date: Option<Line>,
    ask_birth_date: bool,
    /// The field and its value that ask the same again; not for files.
    again: Option<(&'static str, String)>,
    /// The draft of the receipt.
    receipt: Option<String>,
    /// An example, for those who learn to read verdicts.
    training: bool,
}

/// The headline.
pub(super) struct Headline {
    pub(super) class: &'static str,
    pub(super) icon: &'static str,
    /// The small sign.
    pub(super) tag: &'static str,
    pub(super) title: String,
    pub(super) explained: String,
    /// The public reason and its date.
    pub(super) reason: Option<String>,
}

/// A check, in words.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) class: &'static str,
    pub(super) outcome: String,
    pub(super) reason: String,
    pub(super) open: bool,
}

/// `POST /verify`
pub(in crate::http) async fn verify(
    State(app): State<App>,
    Speaks(language): Speaks,
    submission: Submission,
) -> Result<Response, ApiError> {
    let (input, asked) = match submission.question() {
        Ok(question) => question,
        Err(ApiError::NothingPresented) => {
            let message = text(language, "pages-nothing-presented");
            return home::mend(&app, language, message, &submission);
        }
        Err(error) => return Err(error),
    };
    let service = &app.service;
    let verifier = service.verifier();
    let at = service.clock.now();
    let presented = receipts::digest(&input);
    let verification = verification::verify(&verifier, input, &asked, at).await?;
    if let Some(receipt) = &verification.receipt {
        return super::receipts::answer(&app, language, receipt);
    }
    app.history
        .note(holder::checked(&verification, Asker::Page));
    if verification.presented == Presented::Code
        && let Some(reason) = unreadable(&verification)
    {
        let message = sentence(reason, language);
        return home::mend(&app, language, message, &submission);
    }
    let answer = Answer {
        ask_birth_date: verification.certificate.is_some()
            && verification.presented == Presented::Code,
        again: again(&submission),
        receipt: receipts::draft(service, &verification, presented).await?,
        ..answer(&app, language, &verification, &verifier)
    };
    drawn(StatusCode::OK, &answer)
}

fn answer(
    app: &App,
    language: Language,
    verification: &Verification,
    verifier: &Verifier,
) -> Answer {
    let (at, zone) = (
        verification.checked_at,
        app.service.config.service.time_zone,
    );
    let state = state(verification, language);
    let mut facts = facts::facts(verification, verifier, language, zone);
    if let Some(facts) = &mut facts {
        facts.name_above = facts.void;
    }
    let page = Page::new(app, language, state.title.clone())
        .at("", "verify")
        .with_icons(&[state.icon, "ok", "bad", "none"]);
    Answer {
        page,
        state,
        checked_iso: at.to_rfc3339_opts(SecondsFormat::Secs, true),
        checked_at: instant(language, at, zone),
        facts,
        next: next::steps(verification, language),
        count: count(&verification.checks, language),
        checks: lines(&verification.checks, language),
        birth_date: birth_date(&verification.checks, language),
        ask_birth_date: false,
        again: None,
        receipt: None,
        training: false,
    }
}

/// An example of a verdict, at an address below the gallery.
pub(super) fn specimen(
    app: &App,
    language: Language,
    verification: &Verification,
    path: &'static str,
) -> Result<Response, ApiError> {
    let answer = answer(app, language, verification, &app.service.verifier());
    example(answer, path.into())
}

/// An example of an answer that is given in the browser: what it says, of facts that are judged so.
pub(super) fn local_specimen(
    app: &App,
    language: Language,
    verification: &Verification,
    (state, checks, count): (Headline, Vec<Line>, String),
    path: String,
) -> Result<Response, ApiError> {
    let answer = answer(app, language, verification, &app.service.verifier());
    let page = Page::new(app, language, state.title.clone());
    let answer = Answer {
        page: page.with_icons(&[state.icon, "ok", "bad", "none"]),
        state,
        checks,
        count,
        next: Vec::new(),
        ..answer
    };
    example(answer, path)
}

fn example(mut answer: Answer, path: String) -> Result<Response, ApiError> {
    answer.training = true;
    answer.page = answer.page.at(path, "");
    drawn(StatusCode::OK, &answer)
}

fn again(submission: &Submission) -> Option<(&'static str, String)> {
    if !submission.code.trim().is_empty() {
        Some(("code", submission.code.trim().to_owned()))
    } else if !submission.seal.trim().is_empty() {
        Some(("seal", submission.seal.trim().to_owned()))
    } else {
        None
    }
}

fn unreadable(verification: &Verification) -> Option<&Reason> {
    verification.checks.iter().find_map(|check| match check {
        Check {
            name: CheckName::Readable,
            outcome: Outcome::Failed { reason },
        } => Some(reason),
        _ => None,
    })
}

/// Colour and shape of a verdict.
pub(super) fn look(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Authentic => ("ok", "v-ok"),
        Verdict::AuthenticStatusUnknown => ("warn", "v-offline"),
        Verdict::Suspended => ("warn", "v-suspended"),
        Verdict::Superseded => ("warn", "v-superseded"),
        Verdict::Revoked => ("bad", "v-revoked"),
        Verdict::UnknownKey => ("none", "v-key"),
        Verdict::NotAuthentic => ("bad", "v-altered"),
        Verdict::NotFound => ("none", "v-unknown"),
        Verdict::Unreadable => ("none", "v-unreadable"),
    }
}

/// The headline of a verification, in words, shape and colour.
pub(super) fn state(verification: &Verification, language: Language) -> Headline {
    let (class, icon) = look(verification.verdict);
    let id = verification.verdict.name();
    Headline {
        class,
        icon,
        tag: class,
        title: text(language, &format!("verdict-{id}")),
        explained: text(language, &format!("verdict-{id}-explained")),
        reason: first_failure(&verification.checks).map(|reason| sentence(reason, language)),
    }
}

/// The birth date is the asker's question: it does not explain the certificate's state.
fn first_failure(checks: &[Check]) -> Option<&Reason> {
    let mut asked = checks
        .iter()
        .filter(|check| check.name != CheckName::BirthDate);
    asked.find_map(|check| match &check.outcome {
        Outcome::Failed { reason } => Some(reason),
        _ => None,
    })
}

fn lines(checks: &[Check], language: Language) -> Vec<Line> {
    let line = |check: &Check| {
        let name = text(language, &format!("check-{}", name(check.name)));
        let (class, outcome, reason) = match &check.outcome {
            Outcome::Passed => (
                "ok",
                "pages-outcome-passed",
                text(language, "pages-reason-passed"),
            ),
            Outcome::Failed { reason } => {
                ("bad", "pages-outcome-failed", sentence(reason, language))
            }
            Outcome::NotPerformed { reason } => (
                "none",
                "pages-outcome-not-performed",
                sentence(reason, language),
            ),
        };
        Line {
            name,
            class,
            outcome: text(language, outcome),
            reason,
            open: class != "ok",
        }
    };
    checks.iter().map(line).collect()
}

/// The answer to the question about the birth date, if it was asked.
pub(super) fn birth_date(checks: &[Check], language: Language) -> Option<Line> {
    let mut answered = checks.iter().filter(|check| {
        check.name == CheckName::BirthDate && !matches!(check.outcome, Outcome::NotPerformed { .. })
    });
    let line = lines(std::slice::from_ref(answered.next()?), language);
    line.into_iter().next()
}

fn name(check: CheckName) -> &'static str {
    match check {
        CheckName::Readable => "readable",
        CheckName::CredentialSignature => "credential-signature",
        CheckName::SealSignature => "seal-signature",
        CheckName::IssuerKey => "issuer-key",
        CheckName::DocumentSignature => "document-signature",
        CheckName::DocumentUnaltered => "document-unaltered",
        CheckName::TimeStamp => "time-stamp",
        CheckName::Agreement => "agreement",
        CheckName::Registered => "registered",
        CheckName::InForce => "in-force",
        CheckName::BirthDate => "birth-date",
    }
}

fn count(checks: &[Check], language: Language) -> String {
    let number =
        |wanted: fn(&Outcome) -> bool| checks.iter().filter(|check| wanted(&check.outcome)).count();
    count_of(
        number(|it| matches!(it, Outcome::Passed)),
        number(|it| matches!(it, Outcome::Failed { .. })),
        number(|it| matches!(it, Outcome::NotPerformed { .. })),
        language,
    )
}

/// How many checks went how.
pub(super) fn count_of(passed: usize, failed: usize, skipped: usize, language: Language) -> String {
    let values = [
        ("passed", passed.into()),
        ("failed", failed.into()),
        ("skipped", skipped.into()),
    ];
    text_with(language, "pages-checks-count", &values)
}

/// A reason as a sentence: its dates as people write them, its reasons of revocation in words.
fn sentence(reason: &Reason, language: Language) -> String {
    let values = reason.values.iter();
    let values = values.map(|(name, value)| (*name, value.as_str()));
    receipts::sentence(reason.id, values, language)
}
