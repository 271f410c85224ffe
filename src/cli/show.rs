//! `sceau show`: a certificate, its state, and who did what to it.

use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Exit;
use super::args::Show;
use super::issue_files::put;
use super::output::{Hinted, Output};
use crate::credential::{CertificateFacts, CertificateId, VerificationCode};
use crate::issuance::{self, CredentialForm};
use crate::service::Service;
use crate::store::{AuditEntry, Certificate, State};

/// A certificate's row as an operator sees it, without the holder.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    certificate_id: String,
    code: String,
    state: &'static str,
    issued_at: Option<DateTime<Utc>>,
    document_sha256: Option<String>,
    status_list: u32,
    status_index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supersedes: Option<String>,
}

impl Shown {
    pub(super) fn new(certificate: &Certificate) -> Self {
        let (state, reason, since) = if certificate.revoked_at.is_some() {
            (
                "revoked",
                certificate.revocation_reason,
                certificate.revoked_at,
            )
        } else if certificate.superseded_at.is_some() {
            ("superseded", None, certificate.superseded_at)
        } else if certificate.suspended_at.is_some() {
            (
                "suspended",
                certificate.suspension_reason,
                certificate.suspended_at,
            )
        } else {
            match certificate.state {
                State::Prepared => ("prepared", None, None),
                State::Issued => ("issued", None, None),
            }
        };
        Self {
            certificate_id: certificate.id.to_string(),
            code: certificate.code.grouped(),
            state,
            issued_at: certificate.issued_at,
            document_sha256: certificate.document.map(|digest| digest.to_string()),
            status_list: certificate.status.list,
            status_index: certificate.status.index,
            reason: reason.map(crate::credential::RevocationReason::name),
            since,
            superseded_by: certificate.superseded_by.map(|id| id.to_string()),
            supersedes: certificate.supersedes.map(|id| id.to_string()),
        }
    }
}

#[derive(Debug, Serialize)]
struct Report {
    #[serde(flatten)]
    shown: Shown,
    facts: CertificateFacts,
    audit: Vec<AuditEntry>,
}

/// Finds a certificate by its code or identifier.
pub(super) async fn find(service: &Service, text: &str) -> anyhow::Result<Certificate> {
    let found = if let Ok(id) = text.parse::<CertificateId>() {
        service.store.find(id).await?
    } else {
        let code = VerificationCode::parse(text).map_err(|error| Hinted {
            message: format!("`{text}` is neither a certificate id nor a code: {error}"),
            hint: "copy the code from the certificate or from issued.csv".into(),
        })?;
        service.store.find_by_code(&code).await?
    };
    found.with_context(|| format!("there is no certificate `{text}`"))
}

pub(super) async fn run(
    service: &Service,
    command: &Show,
    output: &Output,
) -> anyhow::Result<Exit> {
    let certificate = find(service, &command.certificate).await?;
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts)
        .context("reading the recorded facts of the certificate")?;
    let audit = service.store.audit_trail(certificate.id).await?;
    let credentials = credentials(service, &certificate, &command.credential).await?;
    if let Some(path) = &command.document {
        write_document(service, &certificate, path).await?;
    }
    for (path, bytes) in credentials {
        put(path, &bytes)?;
    }
    let shown = Shown::new(&certificate);
    print(&shown, &facts, &audit, service, output);
    output.json(&Report {
        shown,
        facts,
        audit,
    })?;
    Ok(Exit::Success)
}

async fn write_document(
    service: &Service,
    certificate: &Certificate,
    path: &Path,
) -> anyhow::Result<()> {
    let digest = certificate
        .document
        .context("the certificate is not issued yet")?;
    let bytes = service
        .archive
        .get(&digest)
        .await?
        .context("the archive has no document with its digest")?;
    put(path, &bytes)
}

/// The standard credential in the form that each file's name asks for.
async fn credentials<'p>(
    service: &Service,
    certificate: &Certificate,
    paths: &'p [PathBuf],
) -> anyhow::Result<Vec<(&'p Path, Vec<u8>)>> {
    let mut credentials = Vec::new();
    for path in paths {
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or("");
        let form = CredentialForm::of_extension(extension).ok_or_else(|| Hinted {
            message: format!("`{}` names no form of a credential", path.display()),
            hint: "let the file's name end in .json, .jwt, .png or .svg".into(),
        })?;
        let bytes = issuance::export(service, certificate, form).await?;
        credentials.push((path.as_path(), bytes));
    }
    Ok(credentials)
}

fn print(
    shown: &Shown,
    facts: &CertificateFacts,
    audit: &[AuditEntry],
    service: &Service,
    output: &Output,
) {
    let level = service
        .framework_named(&facts.framework)
        .ok()
        .and_then(|framework| framework.global_level(facts.score))
        .map_or_else(
            || output.text("cli-no-level"),
            |level| level.label.get(output.language).to_owned(),
        );
    let state = output.text(&format!("cli-state-{}", shown.state));
    let reason = shown
        .reason
        .map(|reason| output.text(&format!("revocation-{reason}")))
        .unwrap_or_default();
    let rows = [
        ("cli-code", shown.code.clone()),
        ("cli-id", shown.certificate_id.clone()),
        (
            "cli-holder",
            format!("{} {}", facts.holder.first_name, facts.holder.last_name),
        ),
        (
            "cli-birth",
            format!("{}, {}", facts.holder.birth_date, facts.holder.birth_place),
        ),
        ("cli-centre", facts.centre.clone()),
        ("cli-exam-date", facts.exam_date.to_string()),
        ("cli-score", facts.score.to_string()),
        ("cli-level", level),
        (
            "cli-state",
            if reason.is_empty() {
                state
            } else {
                format!("{state}: {reason}")
            },
        ),
        (
            "cli-superseded-by",
            shown.superseded_by.clone().unwrap_or_default(),
        ),
        (
            "cli-supersedes",
            shown.supersedes.clone().unwrap_or_default(),
        ),
        (
            "cli-document",
            shown.document_sha256.clone().unwrap_or_default(),
        ),
    ];
    for (label, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        output.line(format_args!("{:<22} {value}", output.text(label)));
    }
    output.heading(output.text("cli-audit"));
    for record in audit {
        let event = serde_json::to_value(&record.event)
            .ok()
            .and_then(|event| {
                event
                    .get("event")
                    .and_then(|name| name.as_str())
                    .map(str::to_owned)
            })
            .unwrap_or_default();
        output.line(format_args!(
            "  {}  {event:<12} {}",
            record.at.format("%Y-%m-%d %H:%M:%S UTC"),
            record.operator
        ));
    }
}
