//! What can be wrong with a list.

use chrono::{DateTime, Utc};

use super::BitsError;
use crate::credential::KeyRefusal;
use crate::credential::jws::JwsError;
use crate::credential::proof::ProofError;

/// Why a list can't be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Not a status list of ours; the part that is wrong.
    #[error("this is not a status list of this service: {0}")]
    Malformed(&'static str),
    /// Longer than what is looked at.
    #[error("the status list is too long")]
    TooLong,
    /// Another list than the one that was asked for.
    #[error("this is another status list: `{0}`")]
    AnotherList(String),
    /// The encoded places.
    #[error(transparent)]
    Bits(#[from] BitsError),
    /// Signed in the name of a key that is not trusted.
    #[error("the status list is signed by key `{0}`, which is unknown")]
    UnknownKey(String),
    /// Signed by a key that did not count at that instant.
    #[error("the status list can't be relied on: {0}")]
    Refused(KeyRefusal),
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

impl From<JwsError> for ListError {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::UnknownKey(id) => Self::UnknownKey(id),
            JwsError::BadSignature => Self::BadSignature,
            JwsError::TooLong => Self::TooLong,
            JwsError::Type(_) => Self::Malformed("typ"),
            JwsError::Algorithm(_) => Self::Malformed("alg"),
            JwsError::Malformed(part) => Self::Malformed(part),
            JwsError::Signing(_) | JwsError::Wrong => Self::Malformed("signature"),
        }
    }
}

impl From<ProofError> for ListError {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::BadSignature => Self::BadSignature,
            ProofError::Malformed(part) => Self::Malformed(part),
            ProofError::TooLarge => Self::TooLong,
            ProofError::JsonLd(_)
            | ProofError::Encoding(_)
            | ProofError::Signing(_)
            | ProofError::Wrong => Self::Malformed("proof"),
        }
    }
}

/// Why a list was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// A place outside of the list.
    #[error(transparent)]
    Bits(#[from] BitsError),
    /// The places or the document could not be encoded.
    #[error("the list could not be encoded")]
    Encoding(#[source] std::io::Error),
    /// A proof was not made.
    #[error("the list was not signed as JSON-LD")]
    Proof(#[from] ProofError),
    /// A token was not made.
    #[error("the list was not signed as a JWT")]
    Jws(#[from] JwsError),
    /// The key did not sign.
    #[error("the key did not sign the list as a CWT")]
    Signing(#[source] signature::Error),
    /// What was signed can't be read, or says something else than what was to be signed.
    #[error("the list `{form}` was signed, but reading it again does not give what was to be said")]
    ReadBack {
        /// Name of the form.
        form: &'static str,
        /// Why it can't be read, if it can't.
        #[source]
        source: Option<ListError>,
    },
}
