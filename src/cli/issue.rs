//! `sceau issue`: results in, one PDF a person and `issued.csv` out, and a report of every row.

use std::path::Path;

use anyhow::Context;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::Exit;
use super::args::Issue;
use super::issue_files::Folder;
use super::issue_report::{self, Counts};
use super::output::Output;
use crate::i18n::FluentValue;
use crate::issuance::{
    self, Direct, IssuedRow, Judged, Order, Permit, Renderer, RowOutcome, RowReport, Run, Terms,
};
use crate::results::{self, Import};
use crate::service::Service;
use crate::store::{Digest, MailContent, NewMail};

/// Everything that `issue` answers, in JSON mode.
#[derive(Debug, Serialize)]
struct Report {
    file: String,
    counts: Counts,
    dry_run: bool,
    rows: Vec<RowReport>,
    issued: Vec<IssuedRow>,
}

pub(super) async fn run(
    service: &Service,
    config: Option<&Path>,
    command: &Issue,
    output: &Output,
) -> anyhow::Result<Exit> {
    let name = command.results.display().to_string();
    let bytes = std::fs::read(&command.results).with_context(|| format!("reading {name}"))?;
    issue_file(service, config, command, &name, &bytes, output).await
}

/// Issues from a file's content; `demo` calls it with the example session.
pub(super) async fn issue_file(
    service: &Service,
    config: Option<&Path>,
    command: &Issue,
    name: &str,
    bytes: &[u8],
    output: &Output,
) -> anyhow::Result<Exit> {
    let framework = match &command.framework {
        Some(id) => service.framework_named(id)?,
        None => service.framework()?,
    };
    let input = results::Input {
        file_name: name,
        bytes,
        format: None,
    };
    let Import { results, report } = results::parse(&input, framework);
    let terms = Terms::now(service, command.delivered);
    let intake = issuance::judge(service, framework, results, terms).await?;

    let mut counts = Counts {
        refused: issue_report::refused_lines(&report),
        ..Counts::default()
    };
    let mut rows = RowReport::of_reading(&report, output.language);
    let mut orders = Vec::new();
    for judged in intake.rows {
        rows.push(RowReport::of(&judged, framework, output.language));
        rows.extend(RowReport::of_warnings(&judged, output.language));
        match judged {
            Judged::Withheld(_) => counts.withheld += 1,
            Judged::Refused { .. } => counts.refused += 1,
            Judged::Award { award, .. } => orders.push(Order {
                award,
                framework: framework.id.clone(),
                language: command.language,
                delivery_date: terms.delivery_date,
                supersedes: None,
                operator: command.operator.operator.clone(),
            }),
        }
    }
    rows.sort_by_key(|row| row.line);

    issue_report::print_file(&report, name, output);
    let stopped = command.all_or_nothing && counts.refused > 0;
    if command.dry_run || stopped {
        issue_report::print_rows(&rows, output);
        issue_report::print_plan(counts, orders.len(), stopped, output);
        output.json(&Report {
            file: name.to_owned(),
            counts,
            dry_run: true,
            rows,
            issued: vec![],
        })?;
        return Ok(if stopped {
            Exit::Failure
        } else if counts.refused > 0 {
            Exit::SomeRefused
        } else {
            Exit::Success
        });
    }

    let permit = permit(service, command, bytes, orders.len(), output).await?;
    let issued = issue_all(
        service,
        config,
        command,
        (orders, permit),
        &mut counts,
        &mut rows,
        output,
    )
    .await?;
    tell_operator(service, name, counts).await?;
    rows.sort_by_key(|row| row.line);
    issue_report::print_rows(&rows, output);
    issue_report::print_counts(counts, &command.out, output);
    output.json(&Report {
        file: name.to_owned(),
        counts,
        dry_run: false,
        rows,
        issued,
    })?;
    Ok(if counts.refused > 0 {
        Exit::SomeRefused
    } else {
        Exit::Success
    })
}

/// Asks for the permission to issue, and says who else approved.
async fn permit(
    service: &Service,
    command: &Issue,
    bytes: &[u8],
    certificates: usize,
    output: &Output,
) -> anyhow::Result<Permit> {
    let direct = Direct {
        operator: &command.operator.operator,
        approver: command.approver.as_deref(),
        file: Digest(Sha256::digest(bytes).into()),
        certificates: u64::try_from(certificates).unwrap_or(u64::MAX),
    };
    let permit = issuance::permit(service, direct).await?;
    if let Some(approver) = direct.approver {
        let values = [("approver", FluentValue::from(approver))];
        output.line(output.text_with("cli-issue-approved", &values));
    }
    Ok(permit)
}

/// Writes the operator a letter about the batch, if letters are written.
async fn tell_operator(service: &Service, name: &str, counts: Counts) -> anyhow::Result<()> {
    let mail = &service.config.mail;
    let (true, Some(operator)) = (mail.is_on(), &mail.operator) else {
        return Ok(());
    };
    let name = Path::new(name).file_name().unwrap_or_default();
    let content = MailContent::BatchReport {
        name: name.to_string_lossy().into_owned(),
        issued: counts.issued,
        repeated: counts.repeated,
        withheld: counts.withheld,
        refused: counts.refused,
    };
    let letter = NewMail::new(operator.clone(), content);
    service
        .store
        .write_mail(&letter, service.clock.now())
        .await?;
    Ok(())
}

async fn issue_all(
    service: &Service,
    config: Option<&Path>,
    command: &Issue,
    (orders, permit): (Vec<Order>, Permit),
    counts: &mut Counts,
    rows: &mut Vec<RowReport>,
    output: &Output,
) -> anyhow::Result<Vec<IssuedRow>> {
    // Starting workers costs more than drawing a handful of pages.
    let workers = if orders.len() < 16 { 1 } else { command.jobs };
    let renderer = Renderer::start(workers, config)?;
    let folder = Folder::create(&command.out)?;
    let bar = output.progress(orders.len(), &output.text("cli-issuing"));
    let mut issued = Vec::new();
    let mut failure = None;
    issuance::issue_batch(
        service,
        &renderer,
        Run {
            orders,
            at_once: renderer.at_once(),
            permit,
        },
        |row: RowOutcome| {
            bar.inc(1);
            match row.outcome {
                Ok(certificate) => {
                    if certificate.fresh {
                        counts.issued += 1;
                    } else {
                        counts.repeated += 1;
                    }
                    match folder.write(service, row.line, &certificate) {
                        Ok(written) => issued.push(written),
                        Err(error) => failure = failure.take().or(Some(error)),
                    }
                }
                Err(error) => {
                    counts.refused += 1;
                    let holder = rows
                        .iter()
                        .find(|other| other.line == row.line)
                        .and_then(|other| other.holder.clone());
                    rows.retain(|other| other.line != row.line);
                    rows.push(RowReport::failed(row.line, holder, &error, output.language));
                }
            }
        },
    )
    .await;
    bar.finish_and_clear();
    issued.sort_by_key(|row: &IssuedRow| row.line);
    folder.write_list(&issued)?;
    // The certificates exist; only a file could not be written. Repeating the command writes it.
    failure.map_or(Ok(issued), Err)
}
