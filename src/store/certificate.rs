//! A row of the register.

use chrono::{DateTime, Utc};

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
    /// The COSE_Sign1 bytes of the seal, once issued.
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
