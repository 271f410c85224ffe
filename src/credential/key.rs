//! The key that signs seals, wherever its private half lives, and the keys that a verifier trusts.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
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
