//! The key that signs PDF files, with its certificate chain, and the chains a verifier trusts.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use p256::ecdsa::Signature;
use signature::Signer;

use crate::credential::KeyId;

/// An ECDSA P-256 key that the service may sign documents with.
#[derive(Clone)]
pub struct DocumentKey {
    /// Key id.
    pub id: KeyId,
    /// Private half; signs SHA-256 of the message it is given.
    pub signer: Arc<dyn Signer<Signature> + Send + Sync>,
    /// X.509 certificates in DER: the signer's own first, the root last.
    pub chain: Vec<Vec<u8>>,
}

impl fmt::Debug for DocumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DocumentKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A published document-signing certificate, with the dates that limit what it proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedDocumentKey {
    /// Key id.
    pub id: KeyId,
    /// X.509 certificates in DER: the signer's own first, the root last.
    pub chain: Vec<Vec<u8>>,
    /// Documents signed before this instant are not this key's.
    pub not_before: DateTime<Utc>,
    /// Documents signed after this instant are refused.
    pub retired_at: Option<DateTime<Utc>>,
    /// Documents signed from this instant on are refused.
    pub compromised_at: Option<DateTime<Utc>>,
    /// An example key that anyone has.
    pub specimen: bool,
}
