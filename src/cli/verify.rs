//! `sceau verify`: one thing presented, one verdict, every check with its reason.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use console::style;

use super::Exit;
use super::args::Verify;
use super::output::{Hinted, Output};
use super::receipt;
use crate::clock::Clock;
use crate::config::Limits;
use crate::framework::{Folder, Framework};
use crate::i18n::{FluentValue, Language};
use crate::keys::TrustedKeys;
use crate::service::Service;
use crate::status::bundle::{self, Bundle};
use crate::verification::{
    self, Asked, AttestedFacts, Check, CheckName, Input, Outcome, Verdict, Verification, Verifier,
};

/// By the register and the configured keys.
pub(super) async fn run(
    service: &Service,
    command: &Verify,
    output: &Output,
) -> anyhow::Result<Exit> {
    answer(&service.verifier(), None, command, service.clock, output).await
}

/// By published keys alone, with neither register nor network.
pub(super) async fn offline(command: &Verify, output: &Output) -> anyhow::Result<Exit> {
    let path = command
        .keys
        .as_deref()
        .context("the issuer's keys are needed")?;
    let jwks = std::fs::read_to_string(path)
        .with_context(|| format!("reading the keys {}", path.display()))?;
    let trusted = TrustedKeys::from_jwks(&jwks)
        .with_context(|| format!("reading the keys {}", path.display()))?;
    let frameworks = Folder::embedded()
        .iter()
        .map(|folder| Framework::parse(folder).map(Arc::new))
        .collect::<Result<_, _>>()?;
    let issuer = trusted.issuer.clone().unwrap_or_default();
    let verifier = Verifier {
        store: None,
        trusted,
        frameworks,
        issuer,
        image_pixels: Limits::default().image_pixels,
        reader: crate::reading::Reader::Here,
    };
    let clock = Clock::System;
    let bundle = match &command.bundle {
        Some(path) => Some(open_bundle(path, &verifier.trusted, clock)?),
        None => None,
    };
    answer(&verifier, bundle.as_ref(), command, clock, output).await
}

fn open_bundle(path: &Path, trusted: &TrustedKeys, clock: Clock) -> anyhow::Result<Bundle> {
    let reading = || format!("reading the bundle {}", path.display());
    let mut bytes = Vec::new();
    // One byte more than is accepted tells that it is too long.
    std::fs::File::open(path)
        .and_then(|file| {
            file.take(bundle::MAX_BYTES as u64 + 1)
                .read_to_end(&mut bytes)
        })
        .with_context(reading)?;
    Bundle::open(&bytes, &trusted.seals, clock.now()).with_context(reading)
}

async fn answer(
    verifier: &Verifier,
    bundle: Option<&Bundle>,
    command: &Verify,
    clock: Clock,
    output: &Output,
) -> anyhow::Result<Exit> {
    let asked = Asked {
        birth_date: command.birth_date,
    };
    let input = presented(&command.presented)?;
    let at = clock.now();
    let verification = match bundle {
        Some(bundle) => verification::verify_by_bundle(verifier, bundle, input, &asked, at).await?,
        None => verification::verify(verifier, input, &asked, at).await?,
    };
    if let Some(presented) = &verification.receipt {
        return receipt::tell(presented, verifier, output);
    }
    output.json(&verification)?;
    if !output.json {
        print(&verification, verifier, output);
    }
    // Who asks for a birth date wants both answers to be yes.
    if verification.checks.iter().any(differs) {
        return Ok(Exit::NotAuthentic);
    }
    Ok(match verification.verdict {
        Verdict::Authentic => Exit::Success,
        // Who gives a bundle wants to know; who gives none knows that nothing is known.
        Verdict::AuthenticStatusUnknown if command.offline && bundle.is_none() => Exit::Success,
        Verdict::Unreadable => Exit::Unreadable,
        _ => Exit::NotAuthentic,
    })
}

fn differs(check: &Check) -> bool {
    check.name == CheckName::BirthDate && matches!(check.outcome, Outcome::Failed { .. })
}

fn presented(text: &str) -> anyhow::Result<Input> {
    if text == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .context("reading standard input")?;
        return Ok(Input::sniff(bytes));
    }
    let path = Path::new(text);
    if path.is_file() {
        let bytes = std::fs::read(path).with_context(|| format!("reading {text}"))?;
        return Ok(Input::sniff(bytes));
    }
    // Somebody who names a file that is not there should hear that, not "no such code".
    if path.extension().is_some_and(|extension| {
        ["pdf", "png", "jpg", "jpeg", "svg", "json", "jwt", "txt"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    }) {
        return Err(Hinted {
            message: format!("there is no file {text}"),
            hint: "name a file that exists, or give the code printed on the certificate".into(),
        }
        .into());
    }
    Ok(Input::sniff(text.as_bytes().to_vec()))
}

fn print(verification: &Verification, verifier: &Verifier, output: &Output) {
    let id = verdict_id(verification.verdict);
    let title = output.text(&format!("verdict-{id}"));
    let title = match verification.verdict {
        Verdict::Authentic => style(title).green().bold(),
        Verdict::AuthenticStatusUnknown | Verdict::Suspended | Verdict::Superseded => {
            style(title).yellow().bold()
        }
        _ => style(title).red().bold(),
    };
    output.line(title);
    output.line(output.text(&format!("verdict-{id}-explained")));
    if let Some(at) = verification.status_as_of {
        let values = [("date", FluentValue::from(at.to_rfc3339()))];
        output.line(output.text_with("cli-status-as-of", &values));
    }
    if let Some(facts) = &verification.certificate {
        print_facts(facts, verifier, output);
    }
    output.line("");
    for check in &verification.checks {
        output.line(check_line(check, output));
    }
}

fn print_facts(facts: &AttestedFacts, verifier: &Verifier, output: &Output) {
    let level = level_label(facts, verifier, output.language);
    let mut rows = vec![
        (
            "cli-holder",
            facts
                .holder()
                .unwrap_or_else(|| output.text("cli-holder-hidden")),
        ),
        (
            "cli-level",
            level.unwrap_or_else(|| output.text("cli-no-level")),
        ),
        (
            "cli-score",
            format!("{} / {}", facts.score, facts.max_score),
        ),
        ("cli-exam-date", facts.exam_date.to_string()),
        ("cli-issued-at", facts.issued_at.date_naive().to_string()),
        ("cli-issuer", facts.issuer.clone()),
    ];
    if let Some(at) = facts.stamped_at {
        let written = at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
        rows.push(("cli-stamped-at", written));
    }
    output.line("");
    for (label, value) in rows {
        output.line(format_args!("  {:<22} {value}", output.text(label)));
    }
    let levels: Vec<String> = facts
        .levels
        .iter()
        .map(|(code, level)| format!("{code}={level}"))
        .collect();
    output.line(format_args!(
        "  {:<22} {}",
        output.text("cli-levels"),
        levels.join(" ")
    ));
    if facts.specimen {
        output.line(style(output.text("cli-specimen")).yellow());
    }
}

fn level_label(facts: &AttestedFacts, verifier: &Verifier, language: Language) -> Option<String> {
    verifier
        .frameworks
        .iter()
        .find(|framework| framework.id == facts.framework)?
        .global_level(facts.score)
        .map(|level| level.label.get(language).to_owned())
}

fn check_line(check: &Check, output: &Output) -> String {
    let name = output.text(&format!("check-{}", serialized(&check.name)));
    match &check.outcome {
        Outcome::Passed => format!("{} {name}", style("✓").green()),
        Outcome::Failed { reason } => {
            format!(
                "{} {name} — {}",
                style("✗").red(),
                reason.sentence(output.language)
            )
        }
        Outcome::NotPerformed { reason } => {
            let sentence = reason.sentence(output.language);
            format!("{} {name} — {sentence}", style("–").yellow())
        }
    }
}

/// The verdict's name in the message files.
fn verdict_id(verdict: Verdict) -> String {
    serialized(&verdict).replace('_', "-")
}

fn serialized(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
