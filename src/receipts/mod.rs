//! Receipts of verifications: what was asked and answered when, signed by the issuer.
//!
//! A receipt says no more than the page that answered, and is no certificate: what a certificate is
//! worth today only a verification of the certificate tells. The page carries a draft with a mark
//! that only this service can make; nothing is signed and nothing is kept until somebody asks for
//! the receipt.

mod page;
mod told;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::credential::jws::{self, Expected, JwsError, open_compact, sign_compact};
use crate::credential::{
    CertificateId, KeyRefusal, TrustedKey, VerificationCode, did_web, receipt as form,
    verification_method,
};
use crate::document::{RenderError, SignError};
use crate::service::Service;
use crate::store;
use crate::verification::{
    AttestedFacts, Check, CheckName, Input, Outcome, Presented, Verdict, Verification,
};

pub use page::pdf;
pub use told::{Told, ToldCheck, sentence, told};

/// The version of what a receipt says.
const VERSION: u32 = 1;
/// How long after a verification its receipt can be had.
const AT_HAND: TimeDelta = TimeDelta::hours(24);
/// Longest draft that is looked at.
const MAX_DRAFT_BYTES: usize = 32 << 10;

/// Why there is no receipt.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// This service did not write the draft.
    #[error("the draft is not one of this service")]
    NotOurs,
    /// The verification is too long ago, or another key signs by now.
    #[error("the verification is too long ago for a receipt")]
    TooLate,
    /// Signing is stopped.
    #[error("signing is stopped")]
    Frozen,
    /// The key did not sign.
    #[error("the receipt could not be signed")]
    Signing(#[source] JwsError),
    /// The PDF could not be drawn.
    #[error("the receipt could not be drawn")]
    Drawing(#[from] RenderError),
    /// The PDF could not be signed.
    #[error("the receipt's PDF could not be signed")]
    Certifying(#[from] SignError),
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// JSON could not be written.
    #[error("JSON")]
    Json(#[from] serde_json::Error),
    /// A worker thread died.
    #[error("a thread stopped")]
    Thread(#[from] tokio::task::JoinError),
}

/// Why a presented receipt proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a receipt of the form that this service writes.
    #[error("not a receipt of a known form")]
    Malformed,
    /// Signed in the name of a key that is not the issuer's.
    #[error("the key is unknown")]
    UnknownKey,
    /// The signature does not verify.
    #[error("the signature does not verify")]
    BadSignature,
    /// The key did not count when the receipt says that it was made.
    #[error(transparent)]
    Key(#[from] KeyRefusal),
}

impl Refusal {
    /// The last part of its sentence's id, `receipts-refused-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::UnknownKey => "unknown-key",
            Self::BadSignature => "bad-signature",
            Self::Key(_) => "key",
        }
    }
}

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The issuer's identifier: `did:web:sceau.example`.
    pub iss: String,
    /// When it was checked, in seconds since 1970.
    pub iat: i64,
    /// Version of this form.
    pub version: u32,
    /// Where verification stands.
    pub url: String,
    /// What was answered.
    pub verdict: Verdict,
    /// What was presented.
    pub presented: Presented,
    /// SHA-256 of it in hexadecimal: see [`digest`].
    pub presented_sha256: String,
    /// The published version of the certificate's status list at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_list: Option<ListVersion>,
    /// The questions and their answers.
    pub checks: Vec<Said>,
    /// What the certificate said, as it was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<AttestedFacts>,
}

/// A list as it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListVersion {
    /// Its number.
    pub list: u32,
    /// 1 for the first publication, then one more each time.
    pub version: u32,
}

/// One question and its answer: the form of [`Check`], of any version of this service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The question.
    pub name: CheckName,
    /// Its answer.
    pub outcome: SaidOutcome,
    /// Why not, if it did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<SaidReason>,
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidOutcome {
    /// Yes.
    Passed,
    /// No.
    Failed,
    /// Not asked or not possible.
    NotPerformed,
}

/// Why a check did not pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaidReason {
    /// Its name in the message files.
    pub id: String,
    /// Values for the sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

impl Receipt {
    /// When it was checked.
    pub fn checked_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.iat, 0).unwrap_or_default()
    }
}

impl From<&Check> for Said {
    fn from(check: &Check) -> Self {
        let (outcome, reason) = match &check.outcome {
            Outcome::Passed => (SaidOutcome::Passed, None),
            Outcome::Failed { reason } => (SaidOutcome::Failed, Some(reason)),
            Outcome::NotPerformed { reason } => (SaidOutcome::NotPerformed, Some(reason)),
        };
        let owned = |(name, value): (&&'static str, &String)| ((*name).to_owned(), value.clone());
        Self {
            name: check.name,
            outcome,
            reason: reason.map(|reason| SaidReason {
                id: reason.id.to_owned(),
                values: reason.values.iter().map(owned).collect(),
            }),
        }
    }
}

/// SHA-256 of what is presented: a file's bytes; the fourteen signs of a code; the digits of a seal.
/// What is neither is taken as it was typed.
pub fn digest(input: &Input) -> [u8; 32] {
    match input {
        Input::Code(text) => match VerificationCode::parse(text) {
            Ok(code) => Sha256::digest(code.as_str()),
            Err(_) => Sha256::digest(text.trim()),
        },
        Input::SealText(text) => {
            let text = text.trim();
            Sha256::digest(text.rsplit_once('#').map_or(text, |(_, digits)| digits))
        }
        Input::Image(bytes) | Input::Document(bytes) | Input::Credential(bytes) => {
            Sha256::digest(bytes)
        }
    }
    .into()
}

/// What the page carries until somebody asks for the receipt. Nothing for what could not be read.
pub async fn draft(
    service: &Service,
    verification: &Verification,
    presented: [u8; 32],
) -> Result<Option<String>, Error> {
    if verification.verdict == Verdict::Unreadable {
        return Ok(None);
    }
    let receipt = Receipt {
        iss: did_web(&service.config.service.public_url),
        iat: verification.checked_at.timestamp(),
        version: VERSION,
        url: service.config.service.public_url.clone(),
        verdict: verification.verdict,
        presented: verification.presented,
        presented_sha256: hex::encode(presented),
        status_list: list_of(service, verification.certificate.as_ref()).await?,
        checks: verification.checks.iter().map(Said::from).collect(),
        certificate: verification.certificate.clone(),
    };
    let bytes = serde_json::to_vec(&receipt)?;
    let tag = service.keyring.draft_tag(&bytes);
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    Ok(Some(format!("{}.{}", encode(&bytes), encode(&tag))))
}

/// Which published version of its list told of a certificate.
async fn list_of(
    service: &Service,
    certificate: Option<&AttestedFacts>,
) -> Result<Option<ListVersion>, store::Error> {
    let id = certificate.and_then(|facts| facts.certificate_id.parse().ok());
    let Some(id) = id else { return Ok(None) };
    let Some(known) = service.store.find(CertificateId(id)).await? else {
        return Ok(None);
    };
    let mut lists = service.store.publications().await?.into_iter();
    let list = lists.find(|published| published.list == known.status.list);
    Ok(list.map(|published| ListVersion {
        list: published.list,
        version: published.version,
    }))
}

/// A receipt as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What it says.
    pub receipt: Receipt,
    /// The flattened JWS.
    pub json: String,
    /// Signed with an example key that anybody has.
    pub specimen: bool,
}

/// Signs what a draft of this service says.
pub async fn sign(service: &Service, draft: &str, now: DateTime<Utc>) -> Result<Signed, Error> {
    // 1. Only what this service answered, and lately.
    let bytes = own(service, draft).ok_or(Error::NotOurs)?;
    let receipt: Receipt = serde_json::from_slice(&bytes).map_err(|_| Error::NotOurs)?;
    if now - receipt.checked_at() > AT_HAND {
        return Err(Error::TooLate);
    }
    let key = service.keyring.issuer_key().clone();
    let trusted = service.trusted().seals;
    let published = trusted.iter().find(|known| known.id == key.id);
    let published = published.ok_or(Error::TooLate)?;
    published
        .judge(receipt.checked_at())
        .map_err(|_| Error::TooLate)?;
    // 2. The brake stops every signature.
    if service.brake.look().await?.is_some() {
        return Err(Error::Frozen);
    }
    // 3. A token may take its time.
    let kid = verification_method(&receipt.iss, &key.id);
    let header = json!({ "typ": form::TYPE, "kid": kid });
    let specimen = published.specimen;
    let signing = tokio::task::spawn_blocking(move || sign_compact(header, &bytes, &key));
    let compact = signing.await?.map_err(Error::Signing)?;
    let json = form::to_json(&compact).ok_or(Error::NotOurs)?;
    Ok(Signed {
        receipt,
        json,
        specimen,
    })
}

fn own(service: &Service, draft: &str) -> Option<Vec<u8>> {
    if draft.len() > MAX_DRAFT_BYTES {
        return None;
    }
    let (body, tag) = draft.trim().split_once('.')?;
    let body = URL_SAFE_NO_PAD.decode(body).ok()?;
    let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
    service.keyring.is_own_draft(&body, &tag).then_some(body)
}

/// A receipt that a key of the issuer signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedReceipt {
    /// What it says.
    pub receipt: Receipt,
    /// Signed with an example key that anybody has.
    pub specimen: bool,
}

/// Verifies a presented receipt against the issuer's keys.
pub fn open(token: &str, trusted: &[TrustedKey]) -> Result<OpenedReceipt, Refusal> {
    let refused = |error: JwsError| match error {
        JwsError::UnknownKey(_) => Refusal::UnknownKey,
        JwsError::BadSignature => Refusal::BadSignature,
        JwsError::Malformed(_)
        | JwsError::TooLong
        | JwsError::Algorithm(_)
        | JwsError::Type(_)
        | JwsError::Signing(_)
        | JwsError::Wrong => Refusal::Malformed,
    };
    let did = jws::controller(token).map_err(refused)?;
    let expected = Expected {
        typ: form::TYPE,
        did: &did,
        trusted,
    };
    let opened = open_compact(token, expected).map_err(refused)?;
    let receipt: Receipt =
        serde_json::from_slice(&opened.payload).map_err(|_| Refusal::Malformed)?;
    if receipt.iss != did || receipt.version != VERSION {
        return Err(Refusal::Malformed);
    }
    opened.key.judge(receipt.checked_at())?;
    Ok(OpenedReceipt {
        receipt,
        specimen: opened.key.specimen,
    })
}
