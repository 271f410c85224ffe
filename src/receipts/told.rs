//! A receipt in words, for the page, the PDF and the command line.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Receipt, Said, SaidOutcome, SaidReason};
use crate::framework::Framework;
use crate::i18n::{FluentValue, Language, day, instant, text, text_with};
use crate::verification::{AttestedFacts, CheckName, Presented, Verdict};

/// What a receipt says, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The state that was answered.
    pub verdict: String,
    /// The same in a sentence.
    pub explained: String,
    /// The public reason.
    pub reason: Option<String>,
    /// About the verification: name and value.
    pub facts: Vec<(String, String)>,
    /// About the certificate: name and value.
    pub certificate: Vec<(String, String)>,
    /// The questions and their answers.
    pub checks: Vec<ToldCheck>,
}

/// One question and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldCheck {
    /// The question.
    pub name: String,
    /// How it went.
    pub outcome: SaidOutcome,
    /// The same in words.
    pub told: String,
    /// Why it did not pass.
    pub reason: Option<String>,
}

/// Puts a receipt into words.
pub fn told(
    receipt: &Receipt,
    frameworks: &[Arc<Framework>],
    language: Language,
    zone: Tz,
) -> Told {
    let verdict = verdict_id(receipt.verdict);
    Told {
        verdict: text(language, &format!("verdict-{verdict}")),
        explained: text(language, &format!("verdict-{verdict}-explained")),
        reason: first_failure(&receipt.checks).map(|reason| reason.told(language)),
        facts: facts(receipt, language, zone),
        certificate: receipt.certificate.as_ref().map_or_else(Vec::new, |facts| {
            certificate(facts, frameworks, language, zone)
        }),
        checks: receipt
            .checks
            .iter()
            .map(|said| said.told(language))
            .collect(),
    }
}

/// The verdict's name in the message files.
fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Authentic => "authentic",
        Verdict::AuthenticStatusUnknown => "authentic-status-unknown",
        Verdict::Suspended => "suspended",
        Verdict::Superseded => "superseded",
        Verdict::Revoked => "revoked",
        Verdict::UnknownKey => "unknown-key",
        Verdict::NotAuthentic => "not-authentic",
        Verdict::NotFound => "not-found",
        Verdict::Unreadable => "unreadable",
    }
}

/// The birth date is the asker's question: it does not explain the certificate's state.
fn first_failure(checks: &[Said]) -> Option<&SaidReason> {
    let failed =
        |said: &&Said| said.outcome == SaidOutcome::Failed && said.name != CheckName::BirthDate;
    checks.iter().find(failed)?.reason.as_ref()
}

fn facts(receipt: &Receipt, language: Language, zone: Tz) -> Vec<(String, String)> {
    let presented = match receipt.presented {
        Presented::Code => "receipts-presented-code",
        Presented::Seal => "receipts-presented-seal",
        Presented::Image => "receipts-presented-image",
        Presented::Document => "receipts-presented-document",
        Presented::Credential => "receipts-presented-credential",
    };
    let mut facts = vec![
        (
            "pages-checked-at",
            instant(language, receipt.checked_at(), zone),
        ),
        ("receipts-presented", text(language, presented)),
        ("receipts-digest", grouped(&receipt.presented_sha256)),
    ];
    if let Some(list) = receipt.status_list {
        let values = [
            ("list", FluentValue::from(list.list.to_string())),
            ("version", list.version.to_string().into()),
        ];
        let version = text_with(language, "receipts-list-version", &values);
        facts.push(("receipts-list", version));
    }
    named(facts, language)
}

/// So that it can be broken into lines and read aloud.
fn grouped(digest: &str) -> String {
    let signs: Vec<char> = digest.chars().collect();
    let groups: Vec<String> = signs.chunks(8).map(|it| it.iter().collect()).collect();
    groups.join(" ")
}

fn certificate(
    facts: &AttestedFacts,
    frameworks: &[Arc<Framework>],
    language: Language,
    zone: Tz,
) -> Vec<(String, String)> {
    let framework = frameworks
        .iter()
        .find(|it| it.id == facts.framework && it.version == facts.framework_version);
    let level = framework.and_then(|it| it.global_level(facts.score));
    let holder = facts.holder();
    let issued = facts.issued_at.with_timezone(&zone).date_naive();
    let levels: Vec<String> = facts
        .levels
        .iter()
        .map(|(code, level)| format!("{code}\u{a0}:\u{a0}{level}"))
        .collect();
    let mut rows = vec![(
        "pages-holder",
        holder.unwrap_or_else(|| text(language, "pages-holder-hidden")),
    )];
    if let Some(birth_date) = facts.birth_date {
        rows.push(("pages-birth-date", day(language, birth_date)));
    }
    if let Some(level) = level {
        rows.push(("pages-level", level.label.get(language).to_owned()));
    }
    rows.extend([
        (
            "pages-score",
            format!("{} / {}", facts.score, facts.max_score),
        ),
        ("pages-levels", levels.join(" · ")),
        ("pages-exam-date", day(language, facts.exam_date)),
        ("pages-issued-on", day(language, issued)),
        ("pages-issuer", facts.issuer.clone()),
    ]);
    named(rows, language)
}

fn named(rows: Vec<(&str, String)>, language: Language) -> Vec<(String, String)> {
    let rows = rows.into_iter();
    rows.map(|(id, value)| (text(language, id), value))
        .collect()
}

impl Said {
    fn told(&self, language: Language) -> ToldCheck {
        let outcome = match self.outcome {
            SaidOutcome::Passed => "pages-outcome-passed",
            SaidOutcome::Failed => "pages-outcome-failed",
            SaidOutcome::NotPerformed => "pages-outcome-not-performed",
        };
        let name = serde_json::to_value(self.name).unwrap_or_default();
        let name = name.as_str().unwrap_or_default();
        ToldCheck {
            name: text(language, &format!("check-{name}")),
            outcome: self.outcome,
            told: text(language, outcome),
            reason: self.reason.as_ref().map(|reason| reason.told(language)),
        }
    }
}

impl SaidReason {
    fn told(&self, language: Language) -> String {
        let values = self.values.iter();
        let values = values.map(|(name, value)| (name.as_str(), value.as_str()));
        sentence(&self.id, values, language)
    }
}

/// Why a check did not pass, as a sentence: its dates as people write them, its reason of revocation
/// in words.
pub fn sentence<'a>(
    id: &str,
    values: impl Iterator<Item = (&'a str, &'a str)>,
    language: Language,
) -> String {
    let values: Vec<(&str, FluentValue<'_>)> = values
        .map(|(name, value)| {
            let spoken = match (name, value.parse::<NaiveDate>()) {
                (_, Ok(date)) => day(language, date),
                ("reason", _) => text(language, &format!("revocation-{value}")),
                _ => value.to_owned(),
            };
            (name, spoken.into())
        })
        .collect();
    text_with(language, &format!("reason-{id}"), &values)
}
