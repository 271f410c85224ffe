//! What `sceau issue` prints: how the file was understood, and what becomes of every row.

use std::path::Path;

use console::style;
use serde::Serialize;

use super::output::Output;
use crate::i18n::FluentValue;
use crate::issuance::RowReport;
use crate::results::{Format, ImportReport, Layout};
use crate::store::Ruling;

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

/// How many rows the reader refused.
pub(super) fn refused_lines(report: &ImportReport) -> usize {
    let mut lines: Vec<u32> = report.errors().map(|problem| problem.line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.len()
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
pub(super) fn print_rows(rows: &[RowReport], output: &Output) {
    for row in rows {
        let label = |id: &str| format!("{:<12}", output.text(id));
        let outcome = match row.outcome {
            Ruling::Awarded => style(label("cli-report-awarded")).green(),
            Ruling::AlreadyIssued => style(label("cli-report-existing")).green(),
            Ruling::Withheld => style(label("cli-report-withheld")).yellow(),
            Ruling::Refused => style(label("cli-report-refused")).red(),
            Ruling::Warning => style(label("cli-report-warning")).yellow(),
        };
        let line = output.text_with(
            "cli-report-line",
            &[("line", FluentValue::from(row.line.to_string()))],
        );
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
