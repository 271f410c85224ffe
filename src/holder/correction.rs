//! A holder says that a certificate is wrong. A person answers; nothing changes by itself.

use uuid::Uuid;

use super::Error;
use crate::service::Service;
use crate::store::{
    Certificate, CorrectionFile, CorrectionKept, FileKind, MailContent, NewCorrection, NewMail,
    Part,
};

/// Largest file that may be attached, in bytes: a photograph of an identity card, or a scan.
pub const MOST_PROOF_BYTES: usize = 5 << 20;

/// Files that are kept at the same time, of all requests.
const MOST_PROOFS: u32 = 1000;

/// What a holder asks to have corrected.
pub struct Request {
    /// What is wrong.
    pub parts: Vec<Part>,
    /// What would be right.
    pub wanted: String,
    /// What the holder adds.
    pub message: Option<String>,
    /// What the holder attaches.
    pub proof: Option<CorrectionFile>,
}

/// Why a file can't be attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It has more than [`MOST_PROOF_BYTES`].
    #[error("the file is too large")]
    TooLarge,
    /// It is neither PDF, PNG nor JPEG.
    #[error("the file is neither PDF, PNG nor JPEG")]
    Kind,
}

/// A file that may be attached: known by how it begins, whatever its name. Nothing here reads more
/// of it.
pub fn proof(bytes: Vec<u8>) -> Result<CorrectionFile, ProofFault> {
    if bytes.is_empty() {
        return Err(ProofFault::Empty);
    }
    if bytes.len() > MOST_PROOF_BYTES {
        return Err(ProofFault::TooLarge);
    }
    let kind = if bytes.starts_with(b"%PDF-") {
        FileKind::Pdf
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        FileKind::Png
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        FileKind::Jpeg
    } else {
        return Err(ProofFault::Kind);
    };
    Ok(CorrectionFile { kind, bytes })
}

/// Keeps a holder's request and tells the operator.
pub async fn ask_correction(
    service: &Service,
    certificate: &Certificate,
    request: Request,
) -> Result<CorrectionKept, Error> {
    let mail = &service.config.mail;
    let operator = mail.operator.as_deref().filter(|_| mail.is_on());
    // What is wrong stays in the register: letters are read by others.
    let letter = operator.map(|operator| {
        let certificate = certificate.id.0;
        NewMail::new(
            operator.to_owned(),
            MailContent::CorrectionAsked { certificate },
        )
    });
    let new = NewCorrection {
        id: Uuid::now_v7(),
        certificate: certificate.id,
        parts: request.parts,
        wanted: request.wanted,
        message: request.message,
        file: request.proof,
        at: service.clock.now(),
    };
    let store = &service.store;
    Ok(store
        .ask_correction(&new, letter.as_ref(), "holder", MOST_PROOFS)
        .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_known_by_its_content_and_has_an_end() {
        let kind = |bytes: &[u8]| proof(bytes.to_vec()).map(|file| file.kind.name());
        assert_eq!(kind(b"%PDF-1.7\n"), Ok("pdf"));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), Ok("png"));
        assert_eq!(kind(&[0xff, 0xd8, 0xff, 0xe0]), Ok("jpeg"));
        assert_eq!(kind(b""), Err(ProofFault::Empty));
        for other in [
            &b"<svg xmlns"[..],
            b"<html>",
            b"PK\x03\x04",
            b" %PDF-",
            b"GIF89a",
        ] {
            assert_eq!(kind(other), Err(ProofFault::Kind));
        }
        let mut large = b"%PDF-".to_vec();
        large.resize(MOST_PROOF_BYTES, b' ');
        assert_eq!(kind(&large), Ok("pdf"));
        large.push(b' ');
        assert_eq!(kind(&large), Err(ProofFault::TooLarge));
    }
}
