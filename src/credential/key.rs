//! The key that signs seals, wherever its private half lives, and the keys that a verifier trusts.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use signature::Signer;

/// Names a key in signatures and in the published key set (`kid`). ASCII, short: `c-2026-1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(pub String);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An Ed25519 key that the service may sign seals with.
#[derive(Clone)]
pub struct IssuerKey {
    /// Key id.
    pub id: KeyId,
    /// Public half.
    pub verifying_key: VerifyingKey,
    /// Private half: a file today, a token later.
    pub signer: Arc<dyn Signer<Signature> + Send + Sync>,
}

impl fmt::Debug for IssuerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuerKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A published Ed25519 key that signed seals, with the dates that limit what it proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedKey {
    /// Key id.
    pub id: KeyId,
    /// Public half.
    pub key: VerifyingKey,
    /// Seals issued before this instant are not this key's.
    pub not_before: DateTime<Utc>,
    /// Seals issued after this instant are refused; earlier ones stay authentic.
    pub retired_at: Option<DateTime<Utc>>,
    /// Seals issued from this instant on are refused: somebody else may have made them.
    pub compromised_at: Option<DateTime<Utc>>,
    /// An example key that anyone has: what it signs is a specimen.
    pub specimen: bool,
}

/// Why a key proves nothing about an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum KeyRefusal {
    /// Signed before the key was valid.
    #[error("signed before the key was valid, {0}")]
    NotYetValid(DateTime<Utc>),
    /// Signed after the key was retired.
    #[error("signed after the key was retired, {0}")]
    Retired(DateTime<Utc>),
    /// Signed when the key may have been in other hands.
    #[error("signed after the key was compromised, {0}")]
    Compromised(DateTime<Utc>),
}

impl TrustedKey {
    /// Whether what this key signed at an instant, in whole seconds, is the issuer's.
    pub fn judge(&self, signed_at: DateTime<Utc>) -> Result<(), KeyRefusal> {
        if signed_at < self.not_before.trunc_subsecs(0) {
            return Err(KeyRefusal::NotYetValid(self.not_before));
        }
        if let Some(at) = self
            .compromised_at
            .filter(|at| signed_at >= at.trunc_subsecs(0))
        {
            return Err(KeyRefusal::Compromised(at));
        }
        if let Some(at) = self.retired_at.filter(|at| signed_at > *at) {
            return Err(KeyRefusal::Retired(at));
        }
        Ok(())
    }
}
