//! A published list: a `BitstringStatusListCredential` (W3C Bitstring Status List v1.0 §2.2) as
//! JSON, written for one purpose, signed, and read again.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Error;
use super::bits::{Bits, BitsError};
use crate::credential::proof::{self, Cryptosuite, Proof, ProofError};
use crate::credential::{IssuerKey, KeyId, TrustedKey, did_web, verification_method};
use crate::store::StatusPurpose;

/// How long a list may be relied on.
pub(super) const VALIDITY: Duration = Duration::from_hours(7 * 24);

/// How long a verifier may keep a list before asking again, in milliseconds: one hour.
const TTL_MILLISECONDS: u64 = 3_600_000;

/// The W3C's contexts of what we publish, in this order and no others.
const CONTEXTS: [&str; 1] = ["https://www.w3.org/ns/credentials/v2"];

const TYPES: [&str; 2] = ["VerifiableCredential", "BitstringStatusListCredential"];

/// Why a list can't be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Not a status list credential of ours; the part that is wrong.
    #[error("this is not a status list of this service: {0}")]
    Malformed(&'static str),
    /// Another list than the one that was asked for.
    #[error("this is another status list: `{0}`")]
    AnotherList(String),
    /// The encoded bits.
    #[error(transparent)]
    Bits(#[from] BitsError),
    /// Signed by a key that is not trusted for that instant.
    #[error("the status list is signed by key `{0}`, which is not trusted for it")]
    UntrustedKey(KeyId),
    /// The signature does not verify.
    #[error("the signature of the status list does not verify")]
    BadSignature,
    /// Not yet or no longer valid.
    #[error("the status list is valid from {from} to {until}")]
    OutOfDate {
        /// First instant.
        from: DateTime<Utc>,
        /// Last instant.
        until: DateTime<Utc>,
    },
}

/// A list whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList {
    /// What a set bit says.
    pub purpose: StatusPurpose,
    /// From when it may be relied on.
    pub valid_from: DateTime<Utc>,
    /// Until when it may be relied on.
    pub valid_until: DateTime<Utc>,
    /// The key that signed it.
    pub key: KeyId,
    bits: Bits,
}

/// What will be published.
pub(super) struct NewList<'a> {
    pub(super) public_url: &'a str,
    pub(super) list: u32,
    pub(super) purpose: StatusPurpose,
    pub(super) set: &'a BTreeSet<u32>,
    pub(super) at: DateTime<Utc>,
}

/// The signed bytes and the time they are good for.
pub(super) struct SignedList {
    pub(super) document: Vec<u8>,
    pub(super) valid_from: DateTime<Utc>,
    pub(super) valid_until: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Document {
    #[serde(rename = "@context")]
    contexts: Vec<String>,
    id: String,
    #[serde(rename = "type")]
    types: Vec<String>,
    issuer: String,
    valid_from: String,
    valid_until: String,
    credential_subject: Subject,
    // Absent in what is signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Subject {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    status_purpose: String,
    encoded_list: String,
    ttl: u64,
}

/// The address of a list, which is also its id: `https://sceau.example/status/revocation/1`.
pub fn list_url(public_url: &str, purpose: StatusPurpose, list: u32) -> String {
    format!("{public_url}/status/{}/{list}", purpose.name())
}

impl NewList<'_> {
    /// Writes and signs the list. The same content at the same second gives the same bytes.
    pub(super) fn sign(&self, key: &IssuerKey) -> Result<SignedList, Error> {
        let valid_from = self.at.trunc_subsecs(0);
        let valid_until = valid_from + VALIDITY;
        let issuer = did_web(self.public_url);
        let id = list_url(self.public_url, self.purpose, self.list);
        let bits = Bits::of(self.set).map_err(|source| Error::Published {
            list: self.list,
            source: source.into(),
        })?;
        let mut document = Document {
            contexts: CONTEXTS.map(str::to_owned).into(),
            types: TYPES.map(str::to_owned).into(),
            valid_from: timestamp(valid_from),
            valid_until: timestamp(valid_until),
            credential_subject: Subject {
                id: format!("{id}#list"),
                kind: "BitstringStatusList".into(),
                status_purpose: self.purpose.name().into(),
                encoded_list: bits.encode().map_err(Error::Encoding)?,
                ttl: TTL_MILLISECONDS,
            },
            id,
            proof: None,
            issuer: issuer.clone(),
        };
        let method = verification_method(&issuer, &key.id);
        let unsigned = without_proof(&document)?;
        let proof = proof::sign(&unsigned, Cryptosuite::Jcs, valid_from, method, key)?;
        document.proof = Some(proof);
        let document =
            serde_json::to_vec_pretty(&document).map_err(|error| Error::Encoding(error.into()))?;
        Ok(SignedList {
            document,
            valid_from,
            valid_until,
        })
    }
}

impl StatusList {
    /// Reads a list that this service published, and checks that it is the list that was asked
    /// for, that a trusted key signed it and that it may be relied on at this instant.
    pub fn verify(
        bytes: &[u8],
        public_url: &str,
        (purpose, list): (StatusPurpose, u32),
        trusted: &[TrustedKey],
        at: DateTime<Utc>,
    ) -> Result<Self, ListError> {
        let (mut document, bits) = read(bytes)?;
        let id = list_url(public_url, purpose, list);
        let issuer = did_web(public_url);
        if document.id != id || document.credential_subject.status_purpose != purpose.name() {
            return Err(ListError::AnotherList(document.id));
        }
        if document.issuer != issuer || document.credential_subject.id != format!("{id}#list") {
            return Err(ListError::Malformed("issuer"));
        }
        let proof = document.proof.take().ok_or(ListError::Malformed("proof"))?;
        if proof.cryptosuite() != Cryptosuite::Jcs {
            return Err(ListError::Malformed("proof"));
        }
        let created = proof.created().ok_or(ListError::Malformed("created"))?;
        let key = key_of(&proof, &issuer)?;
        let trusted = trusted
            .iter()
            .find(|trusted| trusted.id == key && trusted.judge(created).is_ok())
            .ok_or_else(|| ListError::UntrustedKey(key.clone()))?;
        let unsigned = without_proof(&document).map_err(|_| ListError::Malformed("document"))?;
        proof.verify(&unsigned, &trusted.key)?;
        let from = instant(&document.valid_from).ok_or(ListError::Malformed("validFrom"))?;
        let until = instant(&document.valid_until).ok_or(ListError::Malformed("validUntil"))?;
        if at < from || until < at {
            return Err(ListError::OutOfDate { from, until });
        }
        Ok(Self {
            purpose,
            valid_from: from,
            valid_until: until,
            key,
            bits,
        })
    }

    /// Whether a place is set: out of force in the sense of the list's purpose.
    pub fn is_set(&self, index: u32) -> Result<bool, BitsError> {
        self.bits.is_set(index)
    }
}

/// The set places of a list that this service published itself, without looking at its signature.
pub(super) fn set_places(bytes: &[u8]) -> Result<BTreeSet<u32>, ListError> {
    read(bytes).map(|(_, bits)| bits.set_places())
}

/// The key that signed a list that this service published itself, by what the list says.
pub(super) fn signer(bytes: &[u8]) -> Result<KeyId, ListError> {
    let (document, _) = read(bytes)?;
    let proof = document.proof.ok_or(ListError::Malformed("proof"))?;
    key_of(&proof, &document.issuer)
}

fn key_of(proof: &Proof, issuer: &str) -> Result<KeyId, ListError> {
    proof
        .verification_method()
        .strip_prefix(issuer)
        .and_then(|rest| rest.strip_prefix('#'))
        .map(|key| KeyId(key.to_owned()))
        .ok_or(ListError::Malformed("verificationMethod"))
}

/// Unknown and repeated members are refused, so that what was signed is what was read.
fn read(bytes: &[u8]) -> Result<(Document, Bits), ListError> {
    let document: Document =
        serde_json::from_slice(bytes).map_err(|_| ListError::Malformed("document"))?;
    if document.contexts != CONTEXTS || document.types != TYPES {
        return Err(ListError::Malformed("type"));
    }
    if document.credential_subject.kind != "BitstringStatusList" {
        return Err(ListError::Malformed("credentialSubject"));
    }
    let bits = Bits::decode(&document.credential_subject.encoded_list)?;
    Ok((document, bits))
}

/// What the proof is about.
fn without_proof(document: &Document) -> Result<Value, Error> {
    let mut value =
        serde_json::to_value(document).map_err(|error| Error::Encoding(error.into()))?;
    if let Some(members) = value.as_object_mut() {
        members.remove("proof");
    }
    Ok(value)
}

impl From<ProofError> for ListError {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::BadSignature => Self::BadSignature,
            _ => Self::Malformed("proof"),
        }
    }
}

fn timestamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    // One way to write an instant: ours.
    (timestamp(at) == text).then_some(at)
}
