//! Time stamps (RFC 3161): what is asked of an authority, and whether its answer counts.
//!
//! The request is made here and sent by the room that may use the network. A token counts only if
//! a certificate that a trusted root vouches for signed it, for time stamps and nothing else.

mod algorithm;
mod path;
mod query;
#[cfg(test)]
mod tests;
mod token;
mod x509;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) use path::is_revoked;
pub use query::Query;
pub(super) use token::verify;
pub use x509::{crl_addresses, is_certificate, is_current_list, is_list};

/// The authorities whose time stamps count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedAuthorities {
    /// Root certificates in DER.
    pub roots: Vec<Vec<u8>>,
    /// Revocation lists in DER that are known besides those in a document.
    pub crls: Vec<Vec<u8>>,
}

/// Certificates and revocation lists, in DER, that show later that a signature was good.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Certificates.
    pub certificates: Vec<Vec<u8>>,
    /// Revocation lists.
    pub crls: Vec<Vec<u8>>,
}

impl Evidence {
    /// Adds what is not there yet.
    pub fn extend(&mut self, other: &Self) {
        for (mine, others) in [
            (&mut self.certificates, &other.certificates),
            (&mut self.crls, &other.crls),
        ] {
            for one in others {
                if !mine.contains(one) {
                    mine.push(one.clone());
                }
            }
        }
    }
}

/// What a token that counts says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When the stamped bytes existed.
    pub at: DateTime<Utc>,
    /// Subject of the authority's certificate.
    pub authority: String,
    /// Until when that certificate is valid.
    pub until: DateTime<Utc>,
    /// Certificates in DER from the authority's own to the trusted root.
    pub chain: Vec<Vec<u8>>,
    /// Whether a revocation list left each of them but the root in force.
    pub unrevoked: bool,
}

/// A token that was verified when it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub(super) der: Vec<u8>,
    pub(super) digest: [u8; 32],
    pub(super) stamp: Stamp,
    pub(super) sent: Vec<Vec<u8>>,
}

impl Token {
    /// What it says.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Certificates in DER that a document with this token must hold: its chain, and whatever the
    /// authority sent besides.
    pub fn certificates(&self) -> Vec<Vec<u8>> {
        let mut all = Evidence {
            certificates: self.stamp.chain.clone(),
            crls: Vec::new(),
        };
        all.extend(&Evidence {
            certificates: self.sent.clone(),
            crls: Vec::new(),
        });
        all.certificates
    }

    /// How many bytes it takes.
    pub fn length(&self) -> usize {
        self.der.len()
    }
}

/// Why an authority's answer can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    /// Not an answer of a time-stamp authority.
    #[error("the answer is not that of a time-stamp authority")]
    Malformed,
    /// The authority did not stamp; what it said.
    #[error("it refused: {0}")]
    Refused(String),
    /// It stamped, but the stamp does not count.
    #[error(transparent)]
    Stamp(#[from] StampFault),
}

impl StampFault {
    /// Its name in the message files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::OtherBytes => "other-bytes",
            Self::OtherRequest => "other-request",
            Self::Algorithm => "algorithm",
            Self::Broken => "broken",
            Self::Untrusted => "untrusted",
            Self::Usage => "usage",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::BeforeClaim => "before-claim",
        }
    }
}

/// Why a time stamp does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum StampFault {
    /// Not a time stamp.
    #[error("this is not a time stamp")]
    Malformed,
    /// It is over other bytes than were sent.
    #[error("the time stamp is over other bytes")]
    OtherBytes,
    /// It answers another request.
    #[error("the time stamp answers another request")]
    OtherRequest,
    /// The authority uses an algorithm that does not count.
    #[error("the time stamp is signed with an algorithm that does not count")]
    Algorithm,
    /// Its signature does not verify.
    #[error("the signature of the time stamp is broken")]
    Broken,
    /// No trusted root vouches for the authority.
    #[error("no trusted root vouches for the authority that stamped")]
    Untrusted,
    /// A certificate is not made for time stamps, or an issuer's is no CA's.
    #[error("a certificate of the authority is not made for this use")]
    Usage,
    /// A certificate was not valid at the time that it says.
    #[error("a certificate of the authority is not valid at the time of the stamp")]
    Expired,
    /// A certificate was revoked.
    #[error("a certificate of the authority is revoked")]
    Revoked,
    /// The document claims to be signed after it was stamped.
    #[error("the time stamp is older than the time that the document claims")]
    BeforeClaim,
}
