//! Puts certificates out of force and tells the world: acts, and the signed status lists.
//!
//! Every act is first committed to the register with its audit event, then published. Whatever
//! stops in between, the next publication, at the latest the one that is queued every minute, tells what the register
//! holds. What a list says of a certificate is one bit at a random place; who reads a list can't
//! tell which certificate a place belongs to, nor, for the decoys, how many certificates were
//! revoked together. The holder's letter is written in the transaction of the act. A place that was once published as revoked stays revoked.

mod acts;
mod decoys;
mod letters;
mod publish;

pub use acts::{check_supersedable, reinstate, renew_link, revoke, supersede, suspend};
pub use letters::{HolderLetter, holder_address, holder_letter};
pub use publish::{publish, publish_all, refresh_due, rescue_lists, runs_out};

use crate::clock::Clock;
use crate::credential::{CertificateId, IssuerKey, KeyId};
use crate::status::{ListError, SignError};
use crate::store::{self, Refusal, Store};

/// What the acts need of the opened house.
#[derive(Debug, Clone, Copy)]
pub struct Office<'a> {
    /// The register.
    pub store: &'a Store,
    /// Signs the lists.
    pub key: &'a IssuerKey,
    /// The keys that signed before: what is published with one of them is signed anew. A key that
    /// this process does not know is a newer one, and its lists are left alone.
    pub earlier_keys: &'a [KeyId],
    /// The service's public address, without a path.
    pub public_url: &'a str,
    /// Whether holders are told by letter of acts on their certificates.
    pub tells_holders: bool,
    /// The time.
    pub clock: Clock,
}

/// Why an act was not done, or not published.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The act does not fit the certificate's state.
    #[error("certificate `{id}` {}", because(*refusal))]
    Refused {
        /// The certificate.
        id: CertificateId,
        /// Why.
        refusal: Refusal,
    },
    /// Acts are a named operator's.
    #[error("the act needs the name of the operator who does it")]
    NoOperator,
    /// The register failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The act is in the register, but the signed list does not tell yet.
    #[error("the act is recorded, but the status list {list} could not be published")]
    NotPublished {
        /// Number of the list.
        list: u32,
        /// Why.
        #[source]
        source: Box<Error>,
    },
    /// The register would take back a published revocation.
    #[error(
        "place {index} of list {list} was published as revoked and the register says it is not: \
         nothing was published"
    )]
    RevocationUndone {
        /// Number of the list.
        list: u32,
        /// The first such place.
        index: u32,
    },
    /// The clock is behind the published list.
    #[error("the clock is behind the published list {list}: nothing was published")]
    ClockBehind {
        /// Number of the list.
        list: u32,
    },
    /// A published list in the register can't be read.
    #[error("the published list {list} can't be read")]
    Published {
        /// Number of the list.
        list: u32,
        /// Why.
        #[source]
        source: ListError,
    },
    /// The list was not signed.
    #[error("the status list {list} was not signed")]
    Signing {
        /// Number of the list.
        list: u32,
        /// Why.
        #[source]
        source: SignError,
    },
    /// A worker thread died.
    #[error("the thread that signs stopped")]
    Thread(#[source] tokio::task::JoinError),
    /// The operating system gave no randomness.
    #[error("the operating system gives no randomness")]
    Randomness(#[source] getrandom::Error),
}

impl Error {
    /// Id of the sentence that says what to do about it, when there is something to do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Refused { refusal, .. } => Some(match refusal {
                Refusal::NotIssued => "revocation-hint-not-issued",
                Refusal::AlreadyRevoked => "revocation-hint-already-revoked",
                Refusal::AlreadySuspended => "revocation-hint-already-suspended",
                Refusal::NotSuspended => "revocation-hint-not-suspended",
                Refusal::AlreadySuperseded => "revocation-hint-already-superseded",
                Refusal::NotItsCorrection => "revocation-hint-not-its-correction",
            }),
            Self::NoOperator => Some("revocation-hint-no-operator"),
            Self::Store(error) => error.hint(),
            Self::NotPublished { .. } => Some("revocation-hint-not-published"),
            Self::RevocationUndone { .. } => Some("revocation-hint-undone"),
            Self::ClockBehind { .. } => Some("revocation-hint-clock"),
            Self::Published { .. }
            | Self::Signing { .. }
            | Self::Thread(_)
            | Self::Randomness(_) => None,
        }
    }
}

fn because(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotIssued => "is not issued",
        Refusal::AlreadyRevoked => "is already revoked",
        Refusal::AlreadySuspended => "is already suspended",
        Refusal::NotSuspended => "is not suspended",
        Refusal::AlreadySuperseded => "is already superseded",
        Refusal::NotItsCorrection => "can only be superseded by its own issued correction",
    }
}

#[cfg(test)]
mod tests;
