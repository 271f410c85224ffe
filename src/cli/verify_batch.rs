//! `sceau verify-batch`: a file of codes in, the same rows with their outcomes out.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Serialize;

use super::Exit;
use super::args::VerifyBatch;
use super::output::{Hinted, Output};
use crate::i18n::FluentValue;
use crate::service::Service;
use crate::verification::bulk::{
    self, Bulk, FileError, FileQuestion, OutputFormat, Summary, Told, Understood, VerifiedFile,
};

#[derive(Debug, Serialize)]
struct Report<'a> {
    file: &'a Path,
    out: &'a Path,
    understood: &'a Understood,
    #[serde(flatten)]
    summary: &'a Summary,
}

pub(super) async fn run(
    service: &Service,
    command: &VerifyBatch,
    output: &Output,
) -> anyhow::Result<Exit> {
    let reading = || format!("reading {}", command.file.display());
    let file = File::open(&command.file).with_context(reading)?;
    let question = FileQuestion {
        columns: command
            .columns
            .iter()
            .map(|(field, header)| (*field, Told::Header(header.clone())))
            .collect(),
        requirement: command.requirement.clone(),
        language: output.language,
        output: command.out.as_deref().map(format_of).transpose()?,
        ..FileQuestion::default()
    };
    let engine = Bulk::new(&service.verifier()).context("a register is needed")?;
    let told = |error| for_people(error, output);
    let mut verified = bulk::verify_file(engine, file, &question)
        .await
        .map_err(told)?;
    let out = match &command.out {
        Some(path) => path.clone(),
        None => beside(&command.file, verified.understood.output),
    };
    let is_itself = std::fs::canonicalize(&out).ok() == std::fs::canonicalize(&command.file).ok();
    anyhow::ensure!(
        !is_itself,
        "{} would be overwritten: name another --out",
        out.display()
    );
    write(&mut verified, &out, output).await?;
    let report = Report {
        file: &command.file,
        out: &out,
        understood: &verified.understood,
        summary: &verified.summary,
    };
    print(&report, output);
    output.json(&report)?;
    Ok(if verified.summary.all_good() {
        Exit::Success
    } else {
        Exit::NotAuthentic
    })
}

/// Writes the answers whole or not at all.
async fn write(verified: &mut VerifiedFile, out: &Path, output: &Output) -> anyhow::Result<()> {
    let writing = || format!("writing {}", out.display());
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let unfinished = Unfinished(out.with_file_name(name));
    let mut file = File::create(&unfinished.0).with_context(writing)?;
    while let Some(part) = verified
        .next_part()
        .await
        .map_err(|error| for_people(error, output))?
    {
        file.write_all(&part).with_context(writing)?;
    }
    drop(file);
    std::fs::rename(&unfinished.0, out).with_context(writing)
}

/// A file that goes unless it was renamed.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// `candidates.csv` becomes `candidates.verified.csv`.
fn beside(file: &Path, format: OutputFormat) -> PathBuf {
    file.with_extension(format!("verified.{}", format.name()))
}

fn format_of(out: &Path) -> anyhow::Result<OutputFormat> {
    let extension = out
        .extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    OutputFormat::from_name(&extension.to_ascii_lowercase())
        .with_context(|| format!("--out {} must end in .csv, .xlsx or .ods", out.display()))
}

fn for_people(error: FileError, output: &Output) -> anyhow::Error {
    match error {
        FileError::Verification(error) => error.into(),
        error => Hinted {
            message: error.message(output.language),
            hint: error.remedy(output.language),
        }
        .into(),
    }
}

fn print(report: &Report<'_>, output: &Output) {
    let values = [
        ("count", FluentValue::from(report.summary.rows)),
        ("file", report.file.display().to_string().into()),
    ];
    output.heading(output.text_with("bulk-title", &values));
    output.line(output.text("bulk-columns"));
    for column in &report.understood.columns {
        let meaning = match column.understood {
            Some(field) => field.name().to_owned(),
            None => output.text("bulk-passed-through"),
        };
        output.line(format_args!("  {:<32} {meaning}", column.header.trim()));
    }
    output.line(output.text("bulk-outcomes"));
    for (outcome, count) in &report.summary.outcomes {
        output.line(format_args!("  {:<32} {count:>9}", outcome.name()));
    }
    if report.summary.near_names > 0 {
        let label = output.text("bulk-near-names");
        output.line(format_args!(
            "  {label:<32} {:>9}",
            report.summary.near_names
        ));
    }
    for (met, count) in &report.summary.requirements {
        let label = output.text_with("bulk-requirement", &[("met", met.name().into())]);
        output.line(format_args!("  {label:<32} {count:>9}"));
    }
    let values = [("file", report.out.display().to_string().into())];
    output.line(output.text_with("bulk-written", &values));
}
