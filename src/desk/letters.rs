//! Sending private links again.

use crate::credential::CertificateId;
use crate::results::FinalizedResult;
use crate::revocation;
use crate::service::Service;
use crate::store::{self, BatchId, MailContent, NewMail};

/// Rows that are read at once.
const PAGE: u32 = 500;

/// Why no letter is written.
#[derive(Debug, thiserror::Error)]
pub enum LettersError {
    /// No mail server is configured.
    #[error("no mail server is configured")]
    NoMail,
    /// The link could not be renewed.
    #[error(transparent)]
    Revocation(#[from] revocation::Error),
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
}

/// The certificates of a batch whose file gave the candidate's address, with it. None once the file
/// is forgotten.
pub async fn addresses(
    service: &Service,
    batch: BatchId,
) -> Result<Vec<(CertificateId, String)>, store::Error> {
    let mut found = Vec::new();
    let mut after = 0;
    loop {
        let rows = service.store.batch_rows(batch, after, PAGE).await?;
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = last.position;
        found.extend(rows.iter().filter_map(|row| {
            let address = candidate(row.result.as_deref()?)?;
            Some((row.certificate?, address))
        }));
    }
}

/// Writes every candidate of a batch, whose address is known, a letter with the private link; how
/// many.
pub async fn send_links(
    service: &Service,
    batch: BatchId,
    operator: &str,
) -> Result<usize, LettersError> {
    if !service.config.mail.is_on() {
        return Err(LettersError::NoMail);
    }
    let letters: Vec<NewMail> = addresses(service, batch)
        .await?
        .into_iter()
        .map(|(certificate, address)| letter(certificate, address))
        .collect();
    let now = service.clock.now();
    if !letters.is_empty() {
        let store = &service.store;
        store.write_links(batch, &letters, operator, now).await?;
    }
    Ok(letters.len())
}

/// The candidate's address, as long as the file that gave it is kept.
pub async fn known_address(
    service: &Service,
    certificate: CertificateId,
) -> Result<Option<String>, store::Error> {
    revocation::holder_address(&service.store, certificate).await
}

/// Withdraws the private link, and sends the new one if an address is given.
pub async fn renew_link(
    service: &Service,
    certificate: CertificateId,
    address: Option<String>,
    operator: &str,
) -> Result<(), LettersError> {
    if address.is_some() && !service.config.mail.is_on() {
        return Err(LettersError::NoMail);
    }
    revocation::renew_link(&service.office(), certificate, operator).await?;
    if let Some(address) = address {
        let now = service.clock.now();
        let letter = letter(certificate, address);
        service.store.write_mail(&letter, now).await?;
    }
    Ok(())
}

fn letter(certificate: CertificateId, address: String) -> NewMail {
    let certificate = certificate.0;
    NewMail::new(address, MailContent::CandidateLink { certificate })
}

fn candidate(result: &[u8]) -> Option<String> {
    let result: FinalizedResult = serde_json::from_slice(result).ok()?;
    result.contact.candidate
}
