//! From an award to signed bytes: facts, verification code, lint, seal.
//!
//! Nothing is signed that did not pass [`lint`]: [`LintedFacts`] has no other constructor, and
//! [`sign`] takes nothing else.

mod code;
mod facts;
mod key;
mod seal;
mod status;

pub use code::{CodeError, VerificationCode};
pub use facts::{CertificateFacts, CertificateId, IssuerProfile, StatusReference};
pub use key::{IssuerKey, KeyId, TrustedKey};
pub use seal::{SealClaims, SealError, SealedBytes};
pub use status::RevocationReason;
