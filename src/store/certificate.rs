//! What the register holds of a certificate, and what it is given.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::SearchEntry;
use crate::credential::{
    CertificateId, KeyId, RevocationReason, StatusReference, VerificationCode,
};

/// SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// How far issuance went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// What will be signed is recorded; nothing has left the house.
    Prepared,
    /// Signed, archived, in the holder's hands.
    Issued,
}

/// A certificate as the register holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Permanent identifier.
    pub id: CertificateId,
    /// Printed code. Unique.
    pub code: VerificationCode,
    /// Identity of the finalized result it was made for. Unique: issuing is idempotent on it.
    pub result_key: String,
    /// SHA-256 of the result's content: tells a repeat from a changed result.
    pub result_digest: Digest,
    /// SHA-256 of the holder's normalised name and birth date: finds a person's certificates.
    pub person: Digest,
    /// How far issuance went.
    pub state: State,
    /// JSON of [`crate::credential::CertificateFacts`], byte for byte as recorded before signing.
    pub facts: Vec<u8>,
    /// The CBOR claims that the seal signs, recorded before signing.
    pub claims: Vec<u8>,
    /// The `COSE_Sign1` bytes of the seal, once issued.
    pub seal: Option<Vec<u8>>,
    /// Key that signed the seal, once issued.
    pub credential_key: Option<KeyId>,
    /// Key that signed the document, once issued.
    pub document_key: Option<KeyId>,
    /// SHA-256 of the archived document, once issued.
    pub document: Option<Digest>,
    /// Place of its revocation state. Unique.
    pub status: StatusReference,
    /// Raised when the holder's private link is withdrawn: older links die.
    pub link_generation: u32,
    /// When its bytes were recorded.
    pub prepared_at: DateTime<Utc>,
    /// When it was issued.
    pub issued_at: Option<DateTime<Utc>>,
    /// When it was finally revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why it was revoked.
    pub revocation_reason: Option<RevocationReason>,
    /// Since when it is suspended.
    pub suspended_at: Option<DateTime<Utc>>,
    /// Why it is suspended.
    pub suspension_reason: Option<RevocationReason>,
    /// When it was replaced.
    pub superseded_at: Option<DateTime<Utc>>,
    /// The corrected certificate.
    pub superseded_by: Option<CertificateId>,
    /// The certificate that this one corrects.
    pub supersedes: Option<CertificateId>,
}

/// Whether a certificate is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub struct Standing {
    /// When it was finally revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why it was revoked.
    pub revocation_reason: Option<RevocationReason>,
    /// Since when it is suspended.
    pub suspended_at: Option<DateTime<Utc>>,
    /// Why it is suspended.
    pub suspension_reason: Option<RevocationReason>,
    /// When it was replaced.
    pub superseded_at: Option<DateTime<Utc>>,
}

impl Certificate {
    /// Whether it is in force.
    pub fn standing(&self) -> Standing {
        Standing {
            revoked_at: self.revoked_at,
            revocation_reason: self.revocation_reason,
            suspended_at: self.suspended_at,
            suspension_reason: self.suspension_reason,
            superseded_at: self.superseded_at,
        }
    }
}

/// What [`super::Store::prepare`] records: everything that is decided before signing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCertificate {
    /// Permanent identifier, drawn by the caller.
    pub id: CertificateId,
    /// Printed code, drawn by the caller.
    pub code: VerificationCode,
    /// Identity of the finalized result. A second certificate for it is never made.
    pub result_key: String,
    /// SHA-256 of the result's content.
    pub result_digest: Digest,
    /// SHA-256 of the holder's normalised name and birth date.
    pub person: Digest,
    /// Civil date of the exam.
    pub exam_date: NaiveDate,
    /// JSON of [`crate::credential::CertificateFacts`].
    pub facts: Vec<u8>,
    /// The CBOR claims that the seal will sign.
    pub claims: Vec<u8>,
    /// Place of its revocation state, from [`super::Store::next_status_reference`].
    pub status: StatusReference,
    /// When.
    pub prepared_at: DateTime<Utc>,
    /// The certificate that this one corrects.
    pub supersedes: Option<CertificateId>,
    /// What partners find it by, if the result gave anything.
    pub search: Option<SearchEntry>,
}

/// The certificate of a result, just recorded or found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The row. If it is not fresh, its code, facts and digest are those of the first time: compare
    /// `result_digest` to know whether the result changed since.
    pub certificate: Certificate,
    /// Whether this call recorded it.
    pub fresh: bool,
}

/// What issuance adds to a prepared certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedParts {
    /// The `COSE_Sign1` bytes of the seal.
    pub seal: Vec<u8>,
    /// Key that signed the seal.
    pub credential_key: KeyId,
    /// Key that signed the document.
    pub document_key: KeyId,
    /// SHA-256 of the archived document.
    pub document: Digest,
}

/// One of a person's certificates, as far as the award policies ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCertificate {
    /// Permanent identifier.
    pub id: CertificateId,
    /// Identity of the finalized result.
    pub result_key: String,
    /// Civil date of the exam.
    pub exam_date: NaiveDate,
    /// How far issuance went.
    pub state: State,
    /// When its bytes were recorded.
    pub prepared_at: DateTime<Utc>,
    /// Whether it is revoked or superseded.
    pub void: bool,
}

/// How many certificates are in which state. One certificate can be counted in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Recorded but not issued.
    pub prepared: u64,
    /// Issued, in force or not.
    pub issued: u64,
    /// Finally revoked.
    pub revoked: u64,
    /// Suspended now.
    pub suspended: u64,
    /// Replaced by a corrected one.
    pub superseded: u64,
}
