//! What a certificate says, before anything is signed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::VerificationCode;
use crate::decision::Award;
use crate::framework::Framework;
use crate::i18n::Language;
use crate::results::Identity;

/// A certificate's permanent identifier (UUID version 7). Not a secret, not the printed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CertificateId(pub Uuid);

impl std::fmt::Display for CertificateId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for CertificateId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Where the certificate's revocation state stands: one bit in one published list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusReference {
    /// Number of the list.
    pub list: u32,
    /// Random position in the list, never reused.
    pub index: u32,
}

/// Who issues, as printed on the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerProfile {
    /// Name of the certification body.
    pub name: String,
    /// Who stands for it: "Hortense Lavigerie-Sow".
    pub signatory: String,
    /// The signatory's function: "Directrice de la certification".
    pub role: String,
}

/// Everything that a certificate will claim. Plain data: it can be wrong until it is linted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateFacts {
    /// Permanent identifier.
    pub id: CertificateId,
    /// Printed, typed code.
    pub code: VerificationCode,
    /// Framework id: `crcn`.
    pub framework: String,
    /// Framework version.
    pub framework_version: u32,
    /// Language of the document.
    pub language: Language,
    /// The holder.
    pub holder: Identity,
    /// Name of the certification centre.
    pub centre: String,
    /// Civil date of the exam.
    pub exam_date: NaiveDate,
    /// Civil date of delivery.
    pub delivery_date: NaiveDate,
    /// Instant of issuance.
    pub issued_at: DateTime<Utc>,
    /// Score.
    pub score: u32,
    /// Whether the score was lowered because the test was not completed.
    pub degraded: bool,
    /// Level of every competence in the framework's order.
    pub levels: Vec<u8>,
    /// Number of the global level; `None` below the first.
    pub global_level: Option<u8>,
    /// Revocation state.
    pub status: StatusReference,
    /// Who issues.
    pub issuer: IssuerProfile,
    /// Upper-case address that the QR opens, without the fragment: `HTTPS://SCEAU.EXAMPLE/V`.
    pub verify_url: String,
    /// Made with example keys: SPECIMEN is printed across the page.
    pub specimen: bool,
}

/// What the facts need besides the award.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    /// Permanent identifier, drawn by the caller.
    pub id: CertificateId,
    /// Printed code, drawn by the caller.
    pub code: VerificationCode,
    /// Place of the revocation state.
    pub status: StatusReference,
    /// Language of the document.
    pub language: Language,
    /// Who issues.
    pub issuer: IssuerProfile,
    /// Upper-case address that the QR opens, without the fragment.
    pub verify_url: String,
    /// Civil date of delivery.
    pub delivery_date: NaiveDate,
    /// Instant of issuance.
    pub issued_at: DateTime<Utc>,
    /// What is certified.
    pub framework: &'a Framework,
    /// Made with example keys.
    pub specimen: bool,
}

/// What the certificate for an award will say.
pub fn facts(award: &Award, frame: Frame<'_>) -> CertificateFacts {
    let result = award.result();
    CertificateFacts {
        id: frame.id,
        code: frame.code,
        framework: frame.framework.id.clone(),
        framework_version: frame.framework.version,
        language: frame.language,
        holder: result.identity.clone(),
        centre: result.centre.clone(),
        exam_date: result.exam_date,
        delivery_date: frame.delivery_date,
        issued_at: frame.issued_at,
        score: result.score,
        degraded: award.degraded(),
        levels: result.levels.clone(),
        global_level: award.global_level(),
        status: frame.status,
        issuer: frame.issuer,
        verify_url: frame.verify_url,
        specimen: frame.specimen,
    }
}
