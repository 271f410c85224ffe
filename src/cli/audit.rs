//! `sceau audit verify`, `checkpoint` and `list`: the trail of who did what.

use std::path::Path;

use anyhow::Context;
use serde_json::json;

use super::Exit;
use super::args_operations::Audit;
use super::output::{Output, say};
use crate::i18n::FluentValue;
use crate::operations::{self, Checkpoint, TrailReport};
use crate::service::Service;
use crate::store::AuditRecord;

pub(super) async fn run(
    service: &Service,
    command: &Audit,
    output: &Output,
) -> anyhow::Result<Exit> {
    match command {
        // Signs, so the keys are opened for it.
        Audit::Checkpoint { to } => checkpoint(service, to.as_deref(), output).await,
        Audit::Verify { checkpoint } => verify(service, checkpoint.as_deref(), output).await,
        Audit::List { count } => list(service, *count, output).await,
    }
}

async fn verify(
    service: &Service,
    checkpoint: Option<&Path>,
    output: &Output,
) -> anyhow::Result<Exit> {
    let checkpoint = checkpoint.map(|path| kept(service, path)).transpose()?;
    let report = operations::verify_trail(&service.store, checkpoint.as_ref()).await?;
    print(&report, output);
    output.json(&report)?;
    Ok(if report.is_whole() {
        Exit::Success
    } else {
        Exit::Failure
    })
}

fn kept(service: &Service, path: &Path) -> anyhow::Result<Checkpoint> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let url = &service.config.service.public_url;
    let trusted = service.trusted().seals;
    let checkpoint = operations::open_checkpoint(&text, url, &trusted)
        .with_context(|| format!("{}", path.display()))?;
    Ok(checkpoint)
}

fn print(report: &TrailReport, output: &Output) {
    for finding in &report.findings {
        output.line(format_args!("✗ {}", finding.message(output.language)));
    }
    if report.more > 0 {
        let values = [("count", FluentValue::from(report.more))];
        output.line(output.text_with("operations-more-findings", &values));
    }
    let id = if report.is_whole() {
        "operations-trail-whole"
    } else {
        "operations-trail-broken"
    };
    let values = [
        ("events", FluentValue::from(report.events)),
        ("certificates", FluentValue::from(report.certificates)),
        (
            "findings",
            FluentValue::from(report.findings.len() as u64 + report.more),
        ),
    ];
    output.line(output.text_with(id, &values));
}

pub(super) async fn checkpoint(
    service: &Service,
    to: Option<&Path>,
    output: &Output,
) -> anyhow::Result<Exit> {
    let heads = service.store.audit_heads().await?;
    let token = operations::sign_checkpoint(
        &heads,
        &service.config.service.public_url,
        service.keyring.issuer_key(),
        service.clock.now(),
    )?;
    match to {
        None if !output.json => say(&token),
        None => {}
        Some(path) => {
            std::fs::write(path, format!("{token}\n"))
                .with_context(|| format!("writing {}", path.display()))?;
            let values = [("file", FluentValue::from(path.display().to_string()))];
            output.line(output.text_with("operations-checkpoint-written", &values));
        }
    }
    output.json(&json!({ "checkpoint": token }))?;
    Ok(Exit::Success)
}

async fn list(service: &Service, count: u32, output: &Output) -> anyhow::Result<Exit> {
    let recorded = service.store.audit_recent(None, count).await?;
    for one in &recorded {
        let AuditRecord {
            certificate, entry, ..
        } = one;
        let event = serde_json::to_value(&entry.event)?;
        let event = event.get("event").and_then(|name| name.as_str());
        let about = certificate.map(|id| id.to_string()).unwrap_or_default();
        output.line(format_args!(
            "{}  {:<22} {about:<36}  {}",
            entry.at.format("%Y-%m-%d %H:%M:%S UTC"),
            event.unwrap_or_default(),
            entry.operator
        ));
    }
    output.json(&recorded)?;
    Ok(Exit::Success)
}
