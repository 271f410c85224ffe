//! `sceau jobs`: what waits, what was given up and why, and trying that again.

use anyhow::bail;

use super::Exit;
use super::args_operations::JobsCommand;
use super::output::{Hinted, Output};
use crate::i18n::FluentValue;
use crate::service::Service;
use crate::store::{JobEntry, JobState};

pub(super) async fn run(
    service: &Service,
    command: &JobsCommand,
    output: &Output,
) -> anyhow::Result<Exit> {
    match command {
        JobsCommand::List { state, limit } => list(service, state.as_deref(), *limit, output).await,
        JobsCommand::Retry { ids, all, operator } => {
            let operator = &operator.operator;
            let at = service.clock.now();
            let mut count = 0;
            if *all {
                count = service.store.retry_dead_jobs(operator, at).await?;
            }
            for id in ids {
                if !service.store.retry_job(*id, operator, at).await? {
                    bail!(Hinted {
                        message: format!("no job `{id}` was given up"),
                        hint: output.text("jobs-hint-retry"),
                    });
                }
                count += 1;
            }
            let values = [("count", FluentValue::from(count))];
            output.line(output.text_with("jobs-retried", &values));
            output.json(&serde_json::json!({ "queued": count }))?;
            Ok(Exit::Success)
        }
    }
}

async fn list(
    service: &Service,
    state: Option<&str>,
    limit: usize,
    output: &Output,
) -> anyhow::Result<Exit> {
    let states = match state {
        None => vec![JobState::Dead, JobState::Leased, JobState::Queued],
        Some(name) => match JobState::from_name(name) {
            Some(state) => vec![state],
            None => bail!(Hinted {
                message: format!("`{name}` is not a state of jobs"),
                hint: output.text("jobs-hint-state"),
            }),
        },
    };
    let mut entries = Vec::new();
    for state in states {
        let left = limit - entries.len();
        entries.extend(service.store.jobs(state, left).await?);
    }
    for entry in &entries {
        output.line(line(entry, output));
    }
    if entries.is_empty() {
        output.line(output.text("jobs-none"));
    }
    output.json(&entries)?;
    Ok(Exit::Success)
}

fn line(entry: &JobEntry, output: &Output) -> String {
    let state = match entry.state {
        JobState::Queued => "jobs-queued",
        JobState::Leased => "jobs-leased",
        JobState::Done => "jobs-done",
        JobState::Dead => "jobs-dead",
    };
    let at = entry.finished_at.unwrap_or(entry.run_at);
    let values = [
        ("id", FluentValue::from(entry.id.to_string())),
        ("kind", FluentValue::from(entry.kind.as_str())),
        ("state", FluentValue::from(output.text(state))),
        (
            "at",
            FluentValue::from(at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        ),
        ("attempts", FluentValue::from(entry.attempts)),
    ];
    let mut line = output.text_with("jobs-line", &values);
    if let Some(error) = &entry.last_error {
        line = format!("{line}: {error}");
    }
    line
}
