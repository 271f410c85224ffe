//! Data Integrity proofs over JSON documents: the cryptosuites eddsa-jcs-2022 and eddsa-rdfc-2022
//! (W3C Data Integrity `EdDSA` Cryptosuites v1.0 §3.2, §3.3).
//!
//! A proof by RDF says nothing of members that no context defines: they vanish before anything is
//! hashed. Whoever reads foreign documents reads them into a closed type first and asks for a proof
//! by JCS beside it, which covers every member.

mod rdf;

use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

pub(in crate::credential) use rdf::canonical_lines;

use super::{IssuerKey, contexts};

/// Multibase's mark for base58btc.
const MULTIBASE_BASE58BTC: char = 'z';

const TYPE: &str = "DataIntegrityProof";
const PURPOSE: &str = "assertionMethod";

/// How a document is brought into one form before it is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cryptosuite {
    /// As JSON, by RFC 8785.
    #[serde(rename = "eddsa-jcs-2022")]
    Jcs,
    /// As RDF, by RDFC-1.0.
    #[serde(rename = "eddsa-rdfc-2022")]
    Rdfc,
}

/// A Data Integrity proof; without its value, the options that are signed with the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Proof {
    /// Only in proofs by JCS, which have no other way to say it.
    #[serde(
        rename = "@context",
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    contexts: Option<Vec<String>>,
    #[serde(rename = "type")]
    kind: String,
    cryptosuite: Cryptosuite,
    created: String,
    verification_method: String,
    #[serde(rename = "proofPurpose")]
    purpose: String,
    #[serde(
        rename = "proofValue",
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    value: Option<String>,
}

/// Why a proof was not made, or does not hold.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// Not a proof or document of the accepted form; the part that is wrong.
    #[error("not of the accepted form: {0}")]
    Malformed(&'static str),
    /// More statements or unnamed nodes than are looked at.
    #[error("the document is too large or too entangled to be checked")]
    TooLarge,
    /// The document means nothing in JSON-LD.
    #[error("not JSON-LD: {0}")]
    JsonLd(String),
    /// The document has no canonical form.
    #[error("the document could not be encoded")]
    Encoding(#[source] serde_json::Error),
    /// The key did not sign.
    #[error("the key does not sign")]
    Signing(#[source] signature::Error),
    /// What came back is no signature of that key.
    #[error("the key signed wrongly")]
    Wrong,
    /// The signature does not verify.
    #[error("the signature does not verify")]
    BadSignature,
}

/// A member that is there has a value: `null` would not survive being written again.
pub(super) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Signs a document that has no `proof` member. The same document, instant and key give the same
/// proof.
pub fn sign(
    document: &Value,
    cryptosuite: Cryptosuite,
    created: DateTime<Utc>,
    verification_method: String,
    key: &IssuerKey,
) -> Result<Proof, ProofError> {
    let contexts = contexts::of(document).ok_or(ProofError::Malformed("@context"))?;
    let options = Proof::options(&contexts, cryptosuite, created, verification_method);
    let digest = document_digest(document, cryptosuite)?;
    options.sign(digest, key)
}

/// The digest of a document without its proofs, in one of the two forms.
pub(super) fn document_digest(
    document: &Value,
    cryptosuite: Cryptosuite,
) -> Result<[u8; 32], ProofError> {
    match cryptosuite {
        Cryptosuite::Jcs => {
            let text = serde_json_canonicalizer::to_vec(document).map_err(ProofError::Encoding)?;
            Ok(Sha256::digest(text).into())
        }
        Cryptosuite::Rdfc => Ok(lines_digest(&canonical_lines(document)?)),
    }
}

/// The digest of canonical N-Quads.
pub(super) fn lines_digest(lines: &[impl AsRef<[u8]>]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line);
    }
    hash.finalize().into()
}

impl Proof {
    /// What will be signed together with a document.
    pub(super) fn options(
        contexts: &[&str],
        cryptosuite: Cryptosuite,
        created: DateTime<Utc>,
        verification_method: String,
    ) -> Self {
        let contexts = contexts
            .iter()
            .map(|context| (*context).to_owned())
            .collect();
        Self {
            contexts: (cryptosuite == Cryptosuite::Jcs).then_some(contexts),
            kind: TYPE.into(),
            cryptosuite,
            created: created.to_rfc3339_opts(SecondsFormat::Secs, true),
            verification_method,
            purpose: PURPOSE.into(),
            value: None,
        }
    }

    /// Signs the document with this digest.
    pub(super) fn sign(mut self, document: [u8; 32], key: &IssuerKey) -> Result<Self, ProofError> {
        let message = self.message(document)?;
        let signature = key.signer.try_sign(&message).map_err(ProofError::Signing)?;
        // A failing token must never publish a bad proof.
        key.verifying_key
            .verify_strict(&message, &signature)
            .map_err(|_| ProofError::Wrong)?;
        let value = bs58::encode(signature.to_bytes()).into_string();
        self.value = Some(format!("{MULTIBASE_BASE58BTC}{value}"));
        Ok(self)
    }

    /// Checks that a key signed the document, which has no `proof` member, with exactly these
    /// options. Whose key it is and whether it counted at [`Proof::created`] is the caller's
    /// question.
    pub fn verify(&self, document: &Value, key: &VerifyingKey) -> Result<(), ProofError> {
        let contexts = contexts::of(document).ok_or(ProofError::Malformed("@context"))?;
        self.verify_digest(
            &contexts,
            || document_digest(document, self.cryptosuite),
            key,
        )
    }

    /// As [`Proof::verify`], for a document with these contexts and this digest.
    pub(super) fn verify_digest(
        &self,
        contexts: &[&str],
        digest: impl FnOnce() -> Result<[u8; 32], ProofError>,
        key: &VerifyingKey,
    ) -> Result<(), ProofError> {
        if self.kind != TYPE || self.purpose != PURPOSE {
            return Err(ProofError::Malformed("proof"));
        }
        let same = match (&self.contexts, self.cryptosuite) {
            (Some(own), Cryptosuite::Jcs) => *own == contexts,
            (None, Cryptosuite::Rdfc) => true,
            _ => false,
        };
        if !same {
            return Err(ProofError::Malformed("@context"));
        }
        let signature = self
            .signature()
            .ok_or(ProofError::Malformed("proofValue"))?;
        self.created().ok_or(ProofError::Malformed("created"))?;
        let message = self.message(digest()?)?;
        key.verify_strict(&message, &signature)
            .map_err(|_| ProofError::BadSignature)
    }

    /// How the document was brought into one form.
    pub fn cryptosuite(&self) -> Cryptosuite {
        self.cryptosuite
    }

    /// When it was made, by its own word; instants are written in one way only.
    pub fn created(&self) -> Option<DateTime<Utc>> {
        let at = DateTime::parse_from_rfc3339(&self.created).ok()?.to_utc();
        (at.to_rfc3339_opts(SecondsFormat::Secs, true) == self.created).then_some(at)
    }

    /// The key in whose name it was made: `did:web:sceau.example#c-2026-1`.
    pub fn verification_method(&self) -> &str {
        &self.verification_method
    }

    fn signature(&self) -> Option<Signature> {
        let value = self.value.as_ref()?.strip_prefix(MULTIBASE_BASE58BTC)?;
        let mut bytes = [0; Signature::BYTE_SIZE];
        let length = bs58::decode(value).onto(&mut bytes).ok()?;
        (length == bytes.len()).then(|| Signature::from_bytes(&bytes))
    }

    /// What is signed: the options' digest comes first.
    fn message(&self, document: [u8; 32]) -> Result<[u8; 64], ProofError> {
        let mut both = [0; 64];
        both[..32].copy_from_slice(&self.options_digest()?);
        both[32..].copy_from_slice(&document);
        Ok(both)
    }

    fn options_digest(&self) -> Result<[u8; 32], ProofError> {
        match self.cryptosuite {
            Cryptosuite::Jcs => {
                let options = Self {
                    value: None,
                    ..self.clone()
                };
                let text =
                    serde_json_canonicalizer::to_vec(&options).map_err(ProofError::Encoding)?;
                Ok(Sha256::digest(text).into())
            }
            Cryptosuite::Rdfc => Ok(Sha256::digest(self.canonical_options()?).into()),
        }
    }

    /// The options as canonical N-Quads. Five statements about one unnamed node, which every
    /// document whose first context is that of the credentials gives its options.
    fn canonical_options(&self) -> Result<String, ProofError> {
        let method = oxrdf::NamedNode::new(self.verification_method.as_str())
            .map_err(|_| ProofError::Malformed("verificationMethod"))?;
        let created = oxrdf::Literal::new_simple_literal(&self.created);
        Ok(format!(
            "_:c14n0 <http://purl.org/dc/terms/created> \
             {created}^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n\
             _:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
             <https://w3id.org/security#DataIntegrityProof> .\n\
             _:c14n0 <https://w3id.org/security#cryptosuite> \
             \"eddsa-rdfc-2022\"^^<https://w3id.org/security#cryptosuiteString> .\n\
             _:c14n0 <https://w3id.org/security#proofPurpose> \
             <https://w3id.org/security#assertionMethod> .\n\
             _:c14n0 <https://w3id.org/security#verificationMethod> {method} .\n"
        ))
    }
}

#[cfg(test)]
mod tests;
