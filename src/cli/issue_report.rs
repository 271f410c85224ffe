//! The report of `sceau issue`: what was awarded, withheld and why, refused and why.

use std::error::Error;
use std::path::Path;

use console::style;
use serde::Serialize;

use super::output::{Output, full};
use crate::decision::Finding;
use crate::framework::Framework;
use crate::i18n::{self, FluentValue, Language};
use crate::issuance::{self, Judged, Refusal};
use crate::keys;
use crate::results::{FinalizedResult, Format, ImportReport, Layout, Severity};

/// Counts of what became of a file's rows.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub(super) struct Counts {
    /// Certificates issued now.
    pub issued: usize,
    /// Certificates that existed already.
    pub repeated: usize,
    /// Results that the rules give no certificate.
    pub withheld: usize,
    /// Rows that can't be used.
    pub refused: usize,
}

/// One row of the report.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<String>,
    outcome: RowOutcome,
    /// Why, one sentence each.
    reasons: Vec<Message>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum RowOutcome {
    Awarded,
    AlreadyIssued,
    Withheld,
    Refused,
    Warning,
}

/// A sentence with the remedy.
#[derive(Debug, Serialize)]
struct Message {
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(rename = "message")]
    sentence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl Row {
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    pub(super) fn holder(&self) -> Option<String> {
        self.holder.clone()
    }
}

/// How many rows the reader refused.
pub(super) fn refused_lines(report: &ImportReport) -> usize {
    let mut lines: Vec<u32> = report.errors().map(|problem| problem.line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.len()
}

/// The rows that the reader refused or warns about, each with everything that is wrong with it.
pub(super) fn unread(report: &ImportReport, language: Language) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for problem in &report.problems {
        let outcome = match problem.severity {
            Severity::Error => RowOutcome::Refused,
            Severity::Warning => RowOutcome::Warning,
        };
        let message = Message {
            rule: Some(problem.rule.to_string()),
            column: problem.column.clone(),
            value: problem.value.clone(),
            sentence: problem.message(language),
            remedy: Some(problem.remedy(language)),
        };
        match rows
            .iter_mut()
            .find(|row| row.line == problem.line && row.outcome == outcome)
        {
            Some(row) => row.reasons.push(message),
            None => rows.push(Row {
                line: problem.line,
                holder: None,
                outcome,
                reasons: vec![message],
            }),
        }
    }
    rows
}

/// The row of a result that was read.
pub(super) fn row(judged: &Judged, framework: &Framework, language: Language) -> Row {
    match judged {
        Judged::Award {
            award,
            warnings,
            existing,
        } => Row {
            line: award.result().line,
            holder: Some(holder(award.result())),
            outcome: if existing.is_some() {
                RowOutcome::AlreadyIssued
            } else {
                RowOutcome::Awarded
            },
            reasons: std::iter::once(plain(award.rule().explain(
                language,
                framework,
                award.result(),
            )))
            .chain(warnings.iter().map(|finding| policy(finding, language)))
            .collect(),
        },
        Judged::Withheld(withheld) => Row {
            line: withheld.result.line,
            holder: Some(holder(&withheld.result)),
            outcome: RowOutcome::Withheld,
            reasons: vec![plain(withheld.rule.explain(
                language,
                framework,
                &withheld.result,
            ))],
        },
        Judged::Refused { result, refusals } => Row {
            line: result.line,
            holder: Some(holder(result)),
            outcome: RowOutcome::Refused,
            reasons: refusals
                .iter()
                .map(|refusal| refused(refusal, language))
                .collect(),
        },
    }
}

/// The row of an award that could not be issued.
pub(super) fn failed(
    line: u32,
    holder: Option<String>,
    error: &issuance::Error,
    language: Language,
) -> Row {
    let sentence = match error {
        issuance::Error::Lint(report) => report.message(language),
        other => full(other),
    };
    // A key in a token may have been lost on the way.
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    let fault = causes.find_map(|cause| cause.downcast_ref::<keys::Fault>());
    let values = [("error", FluentValue::from(sentence))];
    Row {
        line,
        holder,
        outcome: RowOutcome::Refused,
        reasons: vec![Message {
            remedy: fault
                .map(keys::Fault::hint)
                .or(error.hint())
                .map(|id| i18n::text(language, id)),
            ..plain(i18n::text_with(language, "cli-report-failed", &values))
        }],
    }
}

fn holder(result: &FinalizedResult) -> String {
    format!(
        "{} {}",
        result.identity.last_name, result.identity.first_name
    )
}

fn plain(sentence: String) -> Message {
    Message {
        rule: None,
        column: None,
        value: None,
        sentence,
        remedy: None,
    }
}

fn policy(finding: &Finding, language: Language) -> Message {
    Message {
        rule: Some(finding.id.to_owned()),
        ..plain(finding.message(language))
    }
}

fn refused(refusal: &Refusal, language: Language) -> Message {
    let with_id = |id: &str, certificate: &crate::credential::CertificateId| {
        let values = [("id", FluentValue::from(certificate.to_string()))];
        Message {
            remedy: Some(i18n::text_with(language, &format!("{id}-remedy"), &values)),
            ..plain(i18n::text_with(language, id, &values))
        }
    };
    match refusal {
        Refusal::Policy(finding) => policy(finding, language),
        Refusal::Undecidable(error) => plain(error.explain(language)),
        Refusal::Changed(id) => with_id("cli-report-changed", id),
        Refusal::Duplicate(id) => with_id("cli-report-duplicate", id),
    }
}

/// How the file was understood.
pub(super) fn print_file(report: &ImportReport, name: &str, output: &Output) {
    let mut details = String::new();
    let mut add = |id: &str, key: &str, value: Option<String>| {
        if let Some(value) = value {
            details += &output.text_with(id, &[(key, FluentValue::from(value))]);
        }
    };
    add(
        "cli-report-encoding",
        "encoding",
        report.encoding.map(str::to_owned),
    );
    add(
        "cli-report-delimiter",
        "delimiter",
        report.delimiter.map(|delimiter| match delimiter {
            '\t' => "TAB".to_owned(),
            other => format!("`{other}`"),
        }),
    );
    add("cli-report-bom", "bom", report.had_bom.then(String::new));
    let values = [
        ("file", FluentValue::from(name.to_owned())),
        ("format", FluentValue::from(format_name(report, output))),
        ("rows", FluentValue::from(report.rows_read)),
        ("details", FluentValue::from(details)),
    ];
    output.line(output.text_with("cli-report-file", &values));
}

fn format_name(report: &ImportReport, output: &Output) -> String {
    let format = match report.format {
        Some(Format::Csv) => "CSV",
        Some(Format::Json) => "JSON",
        Some(Format::Xlsx) => "XLSX",
        Some(Format::Ods) => "ODS",
        None => return output.text("cli-report-unknown-format"),
    };
    match report.layout {
        Some(Layout::PixExport) => format!("{format} ({})", output.text("cli-report-pix-export")),
        Some(Layout::Sceau) | None => format.to_owned(),
    }
}

/// Every row with its outcome and reasons.
pub(super) fn print_rows(rows: &[Row], output: &Output) {
    for row in rows {
        let label = |id: &str| format!("{:<12}", output.text(id));
        let outcome = match row.outcome {
            RowOutcome::Awarded => style(label("cli-report-awarded")).green(),
            RowOutcome::AlreadyIssued => style(label("cli-report-existing")).green(),
            RowOutcome::Withheld => style(label("cli-report-withheld")).yellow(),
            RowOutcome::Refused => style(label("cli-report-refused")).red(),
            RowOutcome::Warning => style(label("cli-report-warning")).yellow(),
        };
        let line = output.text_with("cli-report-line", &[("line", FluentValue::from(row.line))]);
        let holder = row.holder.clone().unwrap_or_default();
        output.line(format_args!("{line:<10} {outcome} {holder}"));
        for reason in &row.reasons {
            let place = match (&reason.column, &reason.value) {
                (Some(column), Some(value)) if !value.is_empty() => {
                    format!("{column} `{value}`: ")
                }
                (Some(column), _) => format!("{column}: "),
                (None, _) => String::new(),
            };
            let rule = reason
                .rule
                .as_ref()
                .map(|rule| format!(" [{rule}]"))
                .unwrap_or_default();
            output.line(format_args!("           {place}{}{rule}", reason.sentence));
            if let Some(remedy) = &reason.remedy {
                output.line(format_args!("             → {remedy}"));
            }
        }
    }
}

/// What was done.
pub(super) fn print_counts(counts: Counts, out: &Path, output: &Output) {
    output.heading(output.text_with("cli-report-counts", &values(counts)));
    let folder = [("folder", FluentValue::from(out.display().to_string()))];
    output.line(output.text_with("cli-report-out", &folder));
}

/// What would be done.
pub(super) fn print_plan(counts: Counts, awards: usize, stopped: bool, output: &Output) {
    let mut all = values(counts).to_vec();
    all.push(("awards", FluentValue::from(awards)));
    if stopped {
        output.heading(output.text_with("cli-report-stopped", &all));
    }
    output.heading(output.text_with("cli-report-plan", &all));
}

fn values(counts: Counts) -> [(&'static str, FluentValue<'static>); 4] {
    [
        ("issued", FluentValue::from(counts.issued)),
        ("repeated", FluentValue::from(counts.repeated)),
        ("withheld", FluentValue::from(counts.withheld)),
        ("refused", FluentValue::from(counts.refused)),
    ]
}
