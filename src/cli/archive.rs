//! `sceau archive renew`: keeps archived documents verifiable beyond the certificates they rely on.

use anyhow::{Context, bail};
use serde::Serialize;

use super::Exit;
use super::args::{ArchiveCommand, Renew};
use super::issue_files::put;
use super::output::{Hinted, Output};
use super::show::find;
use crate::i18n::FluentValue;
use crate::issuance::{self, Due, Standing};
use crate::service::Service;
use crate::store::{Certificate, Digest};

/// Certificates read from the register at once.
const PAGE: u32 = 200;

/// What became of one certificate's document.
#[derive(Debug, Serialize)]
struct Row {
    certificate_id: String,
    /// `not-due`, `due` (with `--dry-run`), `renewed` or `failed`.
    outcome: &'static str,
    /// When it is due again.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// SHA-256 of the newest copy.
    #[serde(rename = "document_sha256", serialize_with = "hexadecimal")]
    document: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(super) async fn run(
    service: &Service,
    command: &ArchiveCommand,
    output: &Output,
) -> anyhow::Result<Exit> {
    let ArchiveCommand::Renew(command) = command;
    if !service.stamper.is_configured() && !command.dry_run {
        bail!(Hinted {
            message: output.text("cli-renew-no-authority"),
            hint: output.text("cli-renew-no-authority-hint"),
        });
    }
    if let Some(folder) = &command.to {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("making the folder {}", folder.display()))?;
    }
    let mut renewing = Renewing {
        service,
        command,
        output,
        rows: Vec::new(),
    };
    if command.all {
        let mut last = None;
        loop {
            let page = service.store.page(last, PAGE).await?;
            let Some(end) = page.last() else { break };
            last = Some(end.id);
            for certificate in &page {
                renewing.take(certificate).await?;
            }
        }
    } else {
        for text in &command.certificates {
            renewing.take(&find(service, text).await?).await?;
        }
    }
    renewing.end()
}

struct Renewing<'a> {
    service: &'a Service,
    command: &'a Renew,
    output: &'a Output,
    rows: Vec<Row>,
}

impl Renewing<'_> {
    async fn take(&mut self, certificate: &Certificate) -> anyhow::Result<()> {
        // What was never issued has no document.
        let Some(standing) = issuance::standing(self.service, certificate).await? else {
            return Ok(());
        };
        let row = match standing.due {
            Due::From(from) => {
                row(certificate, "not-due", standing.document).until(from.date_naive().to_string())
            }
            Due::Now if self.command.dry_run => row(certificate, "due", standing.document),
            Due::Now => self.renew(certificate, &standing).await,
        };
        if let Some(folder) = &self.command.to
            && row.outcome != "failed"
        {
            let bytes = self.service.archive.get(&row.document).await?;
            let bytes = bytes.context("the archive has no document with its digest")?;
            put(&folder.join(format!("{}.pdf", certificate.id)), &bytes)?;
        }
        self.say(&row);
        self.rows.push(row);
        Ok(())
    }

    /// One that fails never stops the others.
    async fn renew(&self, certificate: &Certificate, standing: &Standing) -> Row {
        let operator = &self.command.operator.operator;
        match issuance::renew(self.service, certificate, standing, operator).await {
            Ok(renewal) => row(certificate, "renewed", renewal.document)
                .until(renewal.valid_until.date_naive().to_string()),
            Err(error) => Row {
                error: Some(format!("{:#}", anyhow::Error::from(error))),
                ..row(certificate, "failed", standing.document)
            },
        }
    }

    fn say(&self, row: &Row) {
        let values = [
            ("id", FluentValue::from(row.certificate_id.as_str())),
            ("date", FluentValue::from(row.due.as_deref().unwrap_or(""))),
            (
                "error",
                FluentValue::from(row.error.as_deref().unwrap_or("")),
            ),
        ];
        let id = format!("cli-renew-{}", row.outcome);
        self.output.line(self.output.text_with(&id, &values));
    }

    fn end(self) -> anyhow::Result<Exit> {
        let failed = self.rows.iter().any(|row| row.outcome == "failed");
        self.output.json(&self.rows)?;
        Ok(if failed {
            Exit::SomeRefused
        } else {
            Exit::Success
        })
    }
}

fn row(certificate: &Certificate, outcome: &'static str, document: Digest) -> Row {
    Row {
        certificate_id: certificate.id.to_string(),
        outcome,
        due: None,
        document,
        error: None,
    }
}

fn hexadecimal<S: serde::Serializer>(digest: &Digest, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(digest)
}

impl Row {
    fn until(self, date: String) -> Self {
        Self {
            due: Some(date),
            ..self
        }
    }
}
