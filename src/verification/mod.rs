//! Answers whether a code, a QR, a PDF or a standard credential is authentic.
//!
//! Evidence is gathered from what was presented and from the register ([`verify`]), then judged by
//! a pure function. Facts that are shown come from signed bytes, never from mutable columns:
//! whoever edits the database only makes certificates fail.

mod attested;
pub mod bulk;
mod credential;
mod evidence;
mod judge;
mod presented;
mod seen;
mod specimens;
#[cfg(test)]
mod tests;
mod verdict;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::framework::Framework;
use crate::keys::TrustedKeys;
use crate::reading::{self, Reader};
use crate::status::bundle::{Bundle, BundleError};
use crate::store::{self, Certificate, Store};

pub use presented::Input;
pub use seen::{Seen, seen};
pub use specimens::specimens;
pub use verdict::{
    AttestedFacts, Check, CheckName, Outcome, Presented, PresentedReceipt, Reason, Verdict,
    Verification,
};

/// What verification relies on.
#[derive(Clone)]
pub struct Verifier {
    /// The register; `None` offline.
    pub store: Option<Store>,
    /// The issuer's published keys: the only ones that count.
    pub trusted: TrustedKeys,
    /// Frameworks, for competence codes and scales.
    pub frameworks: Vec<Arc<Framework>>,
    /// Name of the issuer.
    pub issuer: String,
    /// Largest photograph that is looked at, in pixels.
    pub image_pixels: u64,
    /// Where pictures and documents are read.
    pub reader: Reader,
}

/// What the asker wants to know besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// Was the holder born on this day? Answered yes or no, never with the date.
    pub birth_date: Option<NaiveDate>,
}

/// Why no verdict could be found: nothing that what was presented can cause.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// Nothing could be read, whatever it is.
    #[error(transparent)]
    Reading(#[from] reading::Error),
    /// A worker thread died.
    #[error("a verification thread stopped: {0}")]
    Thread(String),
    /// The bundle's own lists.
    #[error(transparent)]
    Bundle(#[from] BundleError),
}

/// Gathers the evidence about what was presented, then judges it.
pub async fn verify(
    verifier: &Verifier,
    input: Input,
    asked: &Asked,
    at: DateTime<Utc>,
) -> Result<Verification, Error> {
    // 1. Read what was presented and verify its signatures.
    // 2. Ask the register about it.
    let evidence = evidence::gather(verifier, input).await?;
    // 3. Judge.
    Ok(judge::judge(verifier, &evidence, *asked, at))
}

/// What [`verify`] would say of a certificate's code if the register's row were this one: what the
/// public would see after an act that is not done yet.
pub fn foresee(verifier: &Verifier, certificate: Certificate, at: DateTime<Utc>) -> Verification {
    let evidence = evidence::of_row(verifier, certificate);
    judge::judge(verifier, &evidence, Asked::default(), at)
}

/// Like [`verify`] without a register; whether a certificate is in force is told by the lists of an
/// offline bundle, as of when it was made.
pub async fn verify_by_bundle(
    verifier: &Verifier,
    bundle: &Bundle,
    input: Input,
    asked: &Asked,
    at: DateTime<Utc>,
) -> Result<Verification, Error> {
    // 1. Read what was presented and verify its signatures.
    let mut evidence = evidence::gather(verifier, input).await?;
    // 2. Ask the lists about it.
    evidence.ask_lists(bundle, &verifier.trusted.seals, at)?;
    // 3. Judge.
    Ok(judge::judge(verifier, &evidence, *asked, at))
}
