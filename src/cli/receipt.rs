//! `sceau verify` of a receipt: what it proves, and that it is no certificate.

use console::style;
use serde_json::json;

use super::Exit;
use super::output::Output;
use crate::receipts::{self, SaidOutcome};
use crate::verification::{PresentedReceipt, Verifier};

/// Tells what a presented receipt proves. Never a success: whoever runs this wants to know about a
/// certificate, and a receipt does not say what it is worth today.
pub(super) fn tell(
    presented: &PresentedReceipt,
    verifier: &Verifier,
    output: &Output,
) -> anyhow::Result<Exit> {
    let intact = presented.document_intact;
    match receipts::open(&presented.token, &verifier.trusted.seals) {
        Err(refusal) => {
            output.json(&json!({
                "receipt": { "authentic": false, "reason": refusal.name() }
            }))?;
            output.line(style(output.text("receipts-refused")).red().bold());
            output.line(output.text(&format!("receipts-refused-{}", refusal.name())));
            Ok(Exit::NotAuthentic)
        }
        Ok(opened) => {
            output.json(&json!({
                "receipt": {
                    "authentic": true,
                    "specimen": opened.specimen,
                    "document_intact": intact,
                    "says": opened.receipt,
                }
            }))?;
            print(&opened, intact, verifier, output);
            Ok(Exit::Unreadable)
        }
    }
}

fn print(
    opened: &receipts::OpenedReceipt,
    intact: Option<bool>,
    verifier: &Verifier,
    output: &Output,
) {
    let receipt = &opened.receipt;
    let told = receipts::told(
        receipt,
        &verifier.frameworks,
        output.language,
        chrono_tz::UTC,
    );
    output.line(style(output.text("receipts-good")).bold());
    output.line(output.text("receipts-good-explained"));
    if intact == Some(false) {
        output.line(style(output.text("receipts-document-altered")).red());
    }
    if opened.specimen {
        output.line(style(output.text("receipts-specimen")).yellow());
    }
    output.line("");
    let answered = output.text("receipts-answered");
    output.line(format_args!("  {answered:<26} {}", told.verdict));
    for (name, value) in told.facts.iter().chain(&told.certificate) {
        output.line(format_args!("  {name:<26} {value}"));
    }
    output.line("");
    for check in &told.checks {
        let mark = match check.outcome {
            SaidOutcome::Passed => style("✓").green(),
            SaidOutcome::Failed => style("✗").red(),
            SaidOutcome::NotPerformed => style("–").yellow(),
        };
        match &check.reason {
            Some(reason) => output.line(format_args!("{mark} {} — {reason}", check.name)),
            None => output.line(format_args!("{mark} {}", check.name)),
        }
    }
    output.line("");
    output.line(output.text("receipts-proves"));
    output.line(output.text("receipts-proves-not"));
}
