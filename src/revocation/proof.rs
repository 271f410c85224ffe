//! The Data Integrity proof of a list: cryptosuite eddsa-jcs-2022 (W3C Data Integrity `EdDSA`
//! Cryptosuites v1.0 §3.3).

use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::list::ListError;
use crate::credential::IssuerKey;

/// Multibase's mark for base58btc.
const MULTIBASE_BASE58BTC: char = 'z';

const TYPE: &str = "DataIntegrityProof";
const CRYPTOSUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";

/// A Data Integrity proof; without its value, the options that are signed with the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Proof {
    #[serde(rename = "@context")]
    contexts: Vec<String>,
    #[serde(rename = "type")]
    kind: String,
    cryptosuite: String,
    pub(super) created: String,
    pub(super) verification_method: String,
    #[serde(rename = "proofPurpose")]
    purpose: String,
    #[serde(rename = "proofValue", skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

impl Proof {
    /// What will be signed together with the document.
    pub(super) fn options(contexts: &[&str], created: String, verification_method: String) -> Self {
        Self {
            contexts: contexts
                .iter()
                .map(|context| (*context).to_owned())
                .collect(),
            kind: TYPE.into(),
            cryptosuite: CRYPTOSUITE.into(),
            created,
            verification_method,
            purpose: PURPOSE.into(),
            value: None,
        }
    }

    /// Signs a document with these options.
    pub(super) fn sign(
        mut self,
        document: &impl Serialize,
        key: &IssuerKey,
    ) -> Result<Self, super::Error> {
        let hash = hash(&self, document).map_err(super::Error::Encoding)?;
        let signature = key.signer.try_sign(&hash).map_err(super::Error::Signing)?;
        let value = bs58::encode(signature.to_bytes()).into_string();
        self.value = Some(format!("{MULTIBASE_BASE58BTC}{value}"));
        Ok(self)
    }

    /// Checks that a key signed the document with exactly these options.
    pub(super) fn verify(
        &self,
        contexts: &[&str],
        document: &impl Serialize,
        key: &VerifyingKey,
    ) -> Result<(), ListError> {
        if self.contexts != contexts
            || self.kind != TYPE
            || self.cryptosuite != CRYPTOSUITE
            || self.purpose != PURPOSE
        {
            return Err(ListError::Malformed("proof"));
        }
        let signature = self.signature().ok_or(ListError::Malformed("proofValue"))?;
        let options = Self {
            value: None,
            ..self.clone()
        };
        let hash = hash(&options, document).map_err(|_| ListError::Malformed("document"))?;
        key.verify_strict(&hash, &signature)
            .map_err(|_| ListError::BadSignature)
    }

    fn signature(&self) -> Option<Signature> {
        let value = self.value.as_ref()?;
        let value = value.strip_prefix(MULTIBASE_BASE58BTC)?;
        let mut bytes = [0; Signature::BYTE_SIZE];
        let length = bs58::decode(value).onto(&mut bytes).ok()?;
        (length == bytes.len()).then(|| Signature::from_bytes(&bytes))
    }
}

/// The options' digest comes first.
fn hash(options: &Proof, document: &impl Serialize) -> std::io::Result<[u8; 64]> {
    let mut both = [0; 64];
    let options = serde_json_canonicalizer::to_vec(options)?;
    let document = serde_json_canonicalizer::to_vec(document)?;
    both[..32].copy_from_slice(&Sha256::digest(options));
    both[32..].copy_from_slice(&Sha256::digest(document));
    Ok(both)
}
