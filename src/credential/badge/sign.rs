//! Makes the signed credential, and takes up one that was made before.

use serde_json::Value;

use super::build::unsigned;
use super::form::Form;
use super::lines::lines;
use super::open::{BadgeError, open};
use crate::credential::proof::{Cryptosuite, Proof, ProofError, document_digest, lines_digest};
use crate::credential::{CertificateFacts, IssuerKey, TrustedKey, verification_method};
use crate::framework::Framework;

/// A credential with its proofs: JSON in UTF-8, as it is attached, downloaded and presented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBadge(Vec<u8>);

impl SignedBadge {
    /// The JSON.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes up what an archive kept: both proofs must hold, by keys that count.
    pub fn take_up(bytes: Vec<u8>, trusted: &[TrustedKey]) -> Result<Self, BadgeError> {
        open(&bytes, trusted)?;
        Ok(Self(bytes))
    }

    /// The JSON, given away.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Signs the credential for these facts, which have been linted against the framework. The same
/// facts and key give the same bytes.
pub(in crate::credential) fn sign(
    facts: &CertificateFacts,
    framework: &Framework,
    key: &IssuerKey,
) -> Result<SignedBadge, ProofError> {
    let mut form = unsigned(facts, framework);
    let rdfc = lines_digest(&lines(&form)?);
    let jcs = document_digest(&value(&form)?, Cryptosuite::Jcs)?;
    let contexts: Vec<&str> = form.contexts.iter().map(String::as_str).collect();
    let proofs = [(Cryptosuite::Rdfc, rdfc), (Cryptosuite::Jcs, jcs)]
        .into_iter()
        .map(|(suite, digest)| {
            let method = verification_method(&form.issuer.id, &key.id);
            Proof::options(&contexts, suite, facts.issued_at, method).sign(digest, key)
        })
        .collect::<Result<_, _>>()?;
    form.proof = Some(proofs);
    let bytes = serde_json::to_vec(&form).map_err(ProofError::Encoding)?;
    Ok(SignedBadge(bytes))
}

/// Takes up a credential that was signed before: it must be about exactly these facts, and its
/// proof by JCS, which covers every byte of content, this key's.
pub(in crate::credential) fn restore(
    bytes: Vec<u8>,
    facts: &CertificateFacts,
    framework: &Framework,
    key: &ed25519_dalek::VerifyingKey,
) -> Result<SignedBadge, ProofError> {
    let mut form: Form =
        serde_json::from_slice(&bytes).map_err(|_| ProofError::Malformed("the credential"))?;
    let proofs = form.proof.take().unwrap_or_default();
    if form != unsigned(facts, framework) {
        return Err(ProofError::Malformed("the credential is about other facts"));
    }
    let proof = proofs
        .iter()
        .find(|proof| proof.cryptosuite() == Cryptosuite::Jcs)
        .ok_or(ProofError::Malformed("proof"))?;
    proof.verify(&value(&form)?, key)?;
    Ok(SignedBadge(bytes))
}

/// The credential as JSON.
pub(super) fn value(form: &Form) -> Result<Value, ProofError> {
    serde_json::to_value(form).map_err(ProofError::Encoding)
}
