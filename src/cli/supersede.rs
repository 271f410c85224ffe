//! `sceau supersede`: a corrected certificate replaces one that was wrong.

use anyhow::{Context, bail};

use super::Exit;
use super::args::Supersede;
use super::issue_files::Folder;
use super::output::{Hinted, Output};
use super::show::find;
use crate::credential::CertificateFacts;
use crate::desk::{self, Correction, CorrectionError, Fault};
use crate::i18n::FluentValue;
use crate::results::{self, FinalizedResult};
use crate::service::Service;
use crate::store::By;

pub(super) async fn run(
    service: &Service,
    command: &Supersede,
    output: &Output,
) -> anyhow::Result<Exit> {
    let wrong = find(service, &command.certificate).await?;
    let facts: CertificateFacts = serde_json::from_slice(&wrong.facts)
        .context("reading the recorded facts of the certificate")?;
    let framework = service.framework_named(&facts.framework)?;
    let result = corrected(command, framework, output)?;
    let folder = Folder::create(&command.out)?;
    let correction = match Correction::new(service, wrong.clone(), result, command.delivered) {
        Err(CorrectionError::Faults(faults)) => bail!(refused(&faults, output)),
        correction => correction?,
    };
    let by = By::from(&command.operator.operator);
    let issued = desk::correct(service, correction, by).await?;
    let written = folder.write(service, 0, &issued)?;
    let values = [
        ("old", FluentValue::from(wrong.code.grouped())),
        ("new", FluentValue::from(issued.certificate.code.grouped())),
        (
            "document",
            FluentValue::from(command.out.join(&written.document).display().to_string()),
        ),
        ("link", FluentValue::from(written.link.clone())),
    ];
    output.line(output.text_with("cli-superseded", &values));
    output.json(&written)?;
    Ok(Exit::Success)
}

/// Why the corrected result can't be certified.
fn refused(faults: &[Fault], output: &Output) -> anyhow::Error {
    let sentences: Vec<&str> = faults
        .iter()
        .map(|fault| fault.message(output.language))
        .collect();
    let message = sentences.join(" ");
    if faults.iter().any(|fault| fault.rule == "withheld") {
        let hint = output.text("cli-supersede-withheld");
        return Hinted { message, hint }.into();
    }
    anyhow::Error::msg(message)
}

/// The one corrected result that the file holds, or that `--line` names.
fn corrected(
    command: &Supersede,
    framework: &crate::framework::Framework,
    output: &Output,
) -> anyhow::Result<FinalizedResult> {
    let name = command.results.display().to_string();
    let bytes = std::fs::read(&command.results).with_context(|| format!("reading {name}"))?;
    let input = results::Input {
        file_name: &name,
        bytes: &bytes,
        format: None,
    };
    let import = results::parse(&input, framework);
    super::issue_report::print_file(&import.report, &name, output);
    let mut results = import.results;
    if let Some(line) = command.line {
        results.retain(|result| result.line == line);
    }
    match results.len() {
        1 => Ok(results.swap_remove(0)),
        count => bail!(Hinted {
            message: output.text_with(
                "cli-supersede-one-row",
                &[("count", FluentValue::from(count))]
            ),
            hint: output.text("cli-supersede-line"),
        }),
    }
}
