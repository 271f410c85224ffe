//! `sceau supersede`: a corrected certificate replaces one that was wrong.

use anyhow::{Context, bail};

use super::Exit;
use super::args::Supersede;
use super::issue_files::Folder;
use super::output::{Hinted, Output};
use super::show::find;
use crate::credential::CertificateFacts;
use crate::decision::{self, Decision};
use crate::i18n::FluentValue;
use crate::issuance::{self, Order, Renderer};
use crate::results::{self, FinalizedResult};
use crate::revocation;
use crate::service::Service;

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
    // Before anything is signed: what is out of force for good can't be replaced.
    revocation::check_supersedable(&wrong)?;
    let award = match decision::decide(framework, result)? {
        Decision::Award(award) => award,
        Decision::Withhold(withheld) => bail!(Hinted {
            message: withheld
                .rule
                .explain(output.language, framework, &withheld.result),
            hint: output.text("cli-supersede-withheld"),
        }),
    };
    let folder = Folder::create(&command.out)?;
    let order = Order {
        award,
        framework: facts.framework.clone(),
        language: facts.language,
        delivery_date: command
            .delivered
            .unwrap_or_else(|| service.clock.today(service.config.service.time_zone)),
        supersedes: Some(wrong.id),
        operator: command.operator.operator.clone(),
    };
    let issued = issuance::issue(service, &Renderer::Here, order).await?;
    revocation::supersede(
        &service.office(),
        wrong.id,
        issued.certificate.id,
        &command.operator.operator,
    )
    .await?;
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
