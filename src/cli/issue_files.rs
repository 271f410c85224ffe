//! What `sceau issue` leaves on disk: one PDF a person, and `issued.csv` that lists them.

use std::path::{Path, PathBuf};

use anyhow::Context;
use secrecy::ExposeSecret;
use serde::Serialize;

use crate::issuance::Issued;
use crate::service::Service;
use crate::store::Digest;

/// A line of `issued.csv`.
#[derive(Debug, Serialize)]
pub(super) struct IssuedRow {
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

/// The folder that `issue` writes to.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder if needed; fails before anything is issued if it can't be written.
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(path)
            .with_context(|| format!("making the folder {}", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// Writes one certificate's PDF.
    pub(super) fn write(
        &self,
        service: &Service,
        line: u32,
        issued: &Issued,
    ) -> anyhow::Result<IssuedRow> {
        let facts = &issued.facts;
        let name = file_name(&facts.holder.last_name, &facts.holder.first_name, issued);
        put(&self.path.join(&name), &issued.document)?;
        let framework = service.framework_named(&facts.framework)?;
        let level = framework.global_level(facts.score);
        Ok(IssuedRow {
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
            document: name,
            sha256: issued
                .certificate
                .document
                .map(|digest: Digest| digest.to_string())
                .unwrap_or_default(),
            link: private_link(service, issued),
            outcome: if issued.fresh {
                "issued"
            } else {
                "already issued"
            },
        })
    }

    /// Writes `issued.csv` (UTF-8 with BOM and `;`, which spreadsheets in French open as a table).
    pub(super) fn write_list(&self, rows: &[IssuedRow]) -> anyhow::Result<()> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .from_writer(b"\xef\xbb\xbf".to_vec());
        writer.write_record([
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
        ])?;
        for row in rows {
            writer.write_record([
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
            ])?;
        }
        put(&self.path.join("issued.csv"), &writer.into_inner()?)
    }
}

/// The holder's private link: the token stands in the fragment, which no server ever logs.
pub(super) fn private_link(service: &Service, issued: &Issued) -> String {
    let token = service
        .keyring
        .link_token(issued.certificate.id, issued.certificate.link_generation);
    format!(
        "{}/c#{}",
        service.config.service.public_url,
        token.expose_secret()
    )
}

/// Family name, first name and the end of the identifier: sorted by name, never two the same.
fn file_name(last: &str, first: &str, issued: &Issued) -> String {
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
    let id = issued.certificate.id.0.simple().to_string();
    format!(
        "{}_{}_{}.pdf",
        readable(last).to_uppercase(),
        readable(first),
        &id[20..]
    )
}

/// A name that begins like a formula would be computed by a spreadsheet.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.into()
    }
}

/// Writes a file whole or not at all.
pub(super) fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let unfinished = path.with_extension("part");
    std::fs::write(&unfinished, bytes)
        .and_then(|()| std::fs::rename(&unfinished, path))
        .with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_is_made_inert() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("-Aubrac"), "'-Aubrac");
        assert_eq!(inert("Aubrac"), "Aubrac");
    }
}
