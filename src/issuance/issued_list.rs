//! The list of what was issued: a line a certificate, with the name of its document and the
//! holder's private link. `sceau issue` writes it to a folder, the API hands it out.

use secrecy::ExposeSecret;
use serde::Serialize;

use crate::credential::CertificateFacts;
use crate::results::inert;
use crate::service::{self, Service};
use crate::store::Certificate;

/// A line of `issued.csv`.
#[derive(Debug, Serialize)]
pub struct IssuedRow {
    /// Line of the result in its file.
    pub line: u32,
    /// Last name as given.
    pub last_name: String,
    /// First name as given.
    pub first_name: String,
    /// Birth date.
    pub birth_date: String,
    /// Score.
    pub score: u32,
    /// Label of the global level in the certificate's language; empty below the first.
    pub global_level: String,
    /// Printed code.
    pub code: String,
    /// Permanent identifier.
    pub certificate_id: String,
    /// Name of the PDF in the folder.
    pub document: String,
    /// SHA-256 of the PDF.
    pub sha256: String,
    /// The holder's private link.
    pub link: String,
    /// `issued`, or `already issued` for a repeat.
    pub outcome: &'static str,
}

impl IssuedRow {
    /// The line of a certificate. It is `fresh` unless it existed before it was asked for.
    pub fn new(
        service: &Service,
        line: u32,
        certificate: &Certificate,
        facts: &CertificateFacts,
        fresh: bool,
    ) -> Result<Self, service::Error> {
        let framework = service.framework_named(&facts.framework)?;
        let level = framework.global_level(facts.score);
        let document = certificate.document.map(|digest| digest.to_string());
        Ok(Self {
            line,
            last_name: facts.holder.last_name.clone(),
            first_name: facts.holder.first_name.clone(),
            birth_date: facts.holder.birth_date.to_string(),
            score: facts.score,
            global_level: level
                .map(|level| level.label.get(facts.language).to_owned())
                .unwrap_or_default(),
            code: facts.code.grouped(),
            certificate_id: facts.id.to_string(),
            document: document_name(facts),
            sha256: document.unwrap_or_default(),
            link: private_link(service, certificate),
            outcome: if fresh { "issued" } else { "already issued" },
        })
    }
}

/// `issued.csv` as it grows: UTF-8 with BOM and `;`, which spreadsheets in French open as a table.
#[derive(Debug)]
pub enum IssuedList {}

impl IssuedList {
    /// What the file begins with.
    pub fn head() -> Result<Vec<u8>, csv::Error> {
        let mut head = b"\xef\xbb\xbf".to_vec();
        head.extend(record(&[
            "line",
            "last_name",
            "first_name",
            "birth_date",
            "score",
            "global_level",
            "code",
            "certificate_id",
            "document",
            "sha256",
            "link",
            "outcome",
        ])?);
        Ok(head)
    }

    /// The line of one certificate.
    pub fn line(row: &IssuedRow) -> Result<Vec<u8>, csv::Error> {
        record(&[
            &row.line.to_string(),
            &inert(&row.last_name),
            &inert(&row.first_name),
            &row.birth_date,
            &row.score.to_string(),
            &row.global_level,
            &row.code,
            &row.certificate_id,
            &inert(&row.document),
            &row.sha256,
            &row.link,
            row.outcome,
        ])
    }
}

pub(super) fn record(cells: &[&str]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    writer.write_record(cells)?;
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// The holder's private link: the token stands in the fragment, which no server ever logs.
fn private_link(service: &Service, certificate: &Certificate) -> String {
    let token = service
        .keyring
        .link_token(certificate.id, certificate.link_generation);
    format!(
        "{}/c#{}",
        service.config.service.public_url,
        token.expose_secret()
    )
}

/// Family name, first name and the end of the identifier: sorted by name, never two the same.
pub(super) fn document_name(facts: &CertificateFacts) -> String {
    let readable = |name: &str| {
        let letters: String = name
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' })
            .take(40)
            .collect();
        letters
            .split('-')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("-")
    };
    let id = facts.id.0.simple().to_string();
    format!(
        "{}_{}_{}.pdf",
        readable(&facts.holder.last_name).to_uppercase(),
        readable(&facts.holder.first_name),
        &id[20..]
    )
}
