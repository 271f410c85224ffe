//! The answer: one verdict made of independent checks.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::i18n::{self, FluentValue, Language};

/// The headline, from best to worst in the order a reader should trust it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Signed by the issuer, known to the register, in force.
    Authentic,
    /// Signed by the issuer; whether it is still in force could not be checked (offline).
    AuthenticStatusUnknown,
    /// Reversibly out of force.
    Suspended,
    /// Replaced by a corrected certificate.
    Superseded,
    /// Finally out of force.
    Revoked,
    /// Signed by a key that is not the issuer's, or was not at that date.
    UnknownKey,
    /// Bad signature, altered, content that disagrees, or signed when the key was no longer safe.
    NotAuthentic,
    /// No such code.
    NotFound,
    /// Not something that Sceau can read.
    Unreadable,
}

impl Verdict {
    const ALL: [Self; 9] = [
        Self::Authentic,
        Self::AuthenticStatusUnknown,
        Self::Suspended,
        Self::Superseded,
        Self::Revoked,
        Self::UnknownKey,
        Self::NotAuthentic,
        Self::NotFound,
        Self::Unreadable,
    ];

    /// Its name in message ids (`verdict-<name>`) and wherever it is kept. It never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Authentic => "authentic",
            Self::AuthenticStatusUnknown => "authentic-status-unknown",
            Self::Suspended => "suspended",
            Self::Superseded => "superseded",
            Self::Revoked => "revoked",
            Self::UnknownKey => "unknown-key",
            Self::NotAuthentic => "not-authentic",
            Self::NotFound => "not-found",
            Self::Unreadable => "unreadable",
        }
    }

    /// The verdict of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// What was presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presented {
    /// A typed code.
    Code,
    /// The QR's text.
    Seal,
    /// A photograph of the QR.
    Image,
    /// The PDF.
    Document,
    /// A standard credential, also in a picture.
    Credential,
}

/// One independent question. Its name (kebab-case) is its id in the message files: `check-<name>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckName {
    /// Could what was presented be read?
    Readable,
    /// Do the standard credential's signatures verify?
    CredentialSignature,
    /// Does the seal's signature verify?
    SealSignature,
    /// Is the signing key the issuer's, and was it in force?
    IssuerKey,
    /// Does the PDF's signature verify?
    DocumentSignature,
    /// Does the signature cover the whole file, with nothing appended?
    DocumentUnaltered,
    /// Does an authority that counts say when the PDF was signed, and each time it was renewed?
    TimeStamp,
    /// Do the document, its seal, the standard credential and the register say the same?
    Agreement,
    /// Does the register know this certificate?
    Registered,
    /// Is it in force: not revoked, suspended or superseded?
    InForce,
    /// Does the birth date match the one the asker gave?
    BirthDate,
}

/// How a check went. "Not performed" is never shown as passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Yes.
    Passed,
    /// No, and why.
    Failed {
        /// Why.
        reason: Reason,
    },
    /// Not asked or not possible, and why.
    NotPerformed {
        /// Why.
        reason: Reason,
    },
}

/// Why a check failed or was not performed: an id in the message files (`reason-<id>`) and the
/// values that its sentence names. Never holds personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reason {
    /// `revoked`, `seal-bad-signature`, …
    pub id: &'static str,
    /// Values for the sentence: dates as `YYYY-MM-DD`, revocation reasons by id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<&'static str, String>,
}

impl Reason {
    /// A reason whose sentence names no value.
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            values: BTreeMap::new(),
        }
    }

    /// Adds a value for the sentence.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a date or a name is written where it is used"
    )]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.insert(name, value.to_string());
        self
    }
}

impl Reason {
    /// The reason as a sentence, its reason of revocation in words.
    pub fn sentence(&self, language: Language) -> String {
        let values: Vec<(&str, FluentValue<'_>)> = self
            .values
            .iter()
            .map(|(name, value)| {
                let text = match *name {
                    "reason" => i18n::text(language, &format!("revocation-{value}")),
                    _ => value.clone(),
                };
                (*name, FluentValue::from(text))
            })
            .collect();
        i18n::text_with(language, &format!("reason-{}", self.id), &values)
    }
}

/// One question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Check {
    /// The question.
    pub name: CheckName,
    /// Its answer.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What the signed bytes say. Present only when the signature verifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttestedFacts {
    /// Permanent identifier.
    pub certificate_id: String,
    /// Last name; absent when a standard credential is presented, which holds a digest of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// First name; absent when the last name is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Only when the presented thing itself carries it (seal, image, document).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Framework id.
    pub framework: String,
    /// Framework version.
    pub framework_version: u32,
    /// Score.
    pub score: u32,
    /// Highest score that can be reached.
    pub max_score: u32,
    /// Number of the global level; `None` below the first.
    pub global_level: Option<u8>,
    /// Whether the score was lowered because the test was not completed.
    pub degraded: bool,
    /// Competence code and level in printed order.
    pub levels: Vec<(String, u8)>,
    /// Civil date of the exam.
    pub exam_date: NaiveDate,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// When an authority saw the signature of the presented document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamped_at: Option<DateTime<Utc>>,
    /// Language of the certificate.
    pub language: Language,
    /// Name of the issuer.
    pub issuer: String,
    /// Signed with example keys.
    pub specimen: bool,
}

impl AttestedFacts {
    /// The holder's whole name, if what was presented tells it.
    pub fn holder(&self) -> Option<String> {
        let (first, last) = (self.first_name.as_ref()?, self.last_name.as_ref()?);
        Some(format!("{first} {last}"))
    }
}

/// The whole answer. The same JSON everywhere: page, API, command line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Verification {
    /// The headline.
    pub verdict: Verdict,
    /// What was presented.
    pub presented: Presented,
    /// When it was checked.
    pub checked_at: DateTime<Utc>,
    /// As of when the lists of an offline bundle told whether it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_as_of: Option<DateTime<Utc>>,
    /// The questions and their answers.
    pub checks: Vec<Check>,
    /// What the certificate says; absent unless its signature verifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<AttestedFacts>,
    /// What was presented is no certificate but the receipt of a verification; nothing here says
    /// whether it is good.
    #[serde(skip)]
    pub receipt: Option<PresentedReceipt>,
}

/// A receipt as it was presented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedReceipt {
    /// The signed receipt.
    pub token: String,
    /// Whether the PDF that carries it is as it was signed; `None` for the receipt alone.
    pub document_intact: Option<bool>,
}
