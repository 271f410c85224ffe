//! From an award to signed bytes: facts, verification code, lint, seal, standard credential.
//!
//! Nothing is signed that did not pass [`lint()`]: [`LintedFacts`] has no other constructor, and
//! [`sign()`] takes nothing else.
//!
//! ```compile_fail
//! // The permission to sign can't be forged outside the lint.
//! let facts: sceau::credential::CertificateFacts = unimplemented!();
//! let linted = sceau::credential::LintedFacts { facts };
//! ```

pub mod badge;
pub(crate) mod cbor;
mod claims;
mod code;
mod combined;
pub mod contexts;
pub(crate) mod cose;
mod coverage;
mod did;
mod digits;
mod facts;
#[cfg(test)]
mod fixtures;
pub mod jws;
mod key;
mod lint;
pub mod proof;
pub mod receipt;
mod seal;
mod seals;
mod sign;
mod status;
#[cfg(test)]
mod vectors;

pub use claims::SealClaims;
pub use code::{CodeError, VerificationCode};
pub use coverage::GlyphCoverage;
pub use did::{did_web, multikey, verification_method};
pub use facts::{CertificateFacts, CertificateId, Frame, IssuerProfile, StatusReference, facts};
pub use key::{IssuerKey, KeyId, KeyRefusal, TrustedKey};
pub use lint::{LintContext, LintFinding, LintReport, LintedFacts, lint};
pub use seal::{Opened, SealError, SealedBytes, open};
pub use seals::{TOGETHER, open_all};
pub use sign::{RestoreError, SignError, SignedCredential, sign, sign_seal};
pub use status::RevocationReason;
