//! What an examination can find in a PDF that somebody presents.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::chain::ChainFault;
use super::stamp::{Stamp, StampFault};
use crate::credential::{KeyId, KeyRefusal};

/// What an examination found. A document is the issuer's only if `signature` and `unaltered` are
/// both `Ok`; only then do the attachments come from signed bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examination {
    /// Whose signature it is.
    pub signature: Result<Signed, SignatureFault>,
    /// Whether the signature covers the whole file.
    pub unaltered: Result<(), AlterationFault>,
    /// Embedded files by name.
    #[serde(with = "hexadecimal")]
    pub attachments: BTreeMap<String, Vec<u8>>,
    /// SHA-256 of the file as it was signed: without what renewals appended.
    pub issued: [u8; 32],
    /// The time stamps that count of its renewals, last first.
    pub renewed: Vec<Stamp>,
}

/// A signature that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The key that signed.
    pub key: KeyId,
    /// When, by the signer's own word.
    pub at: DateTime<Utc>,
    /// Who else says when.
    pub time: SigningTime,
    /// Signed with an example key.
    pub specimen: bool,
}

/// Whose word the time of a signature is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SigningTime {
    /// The signer's own.
    Claimed,
    /// The signer's own; there is a time stamp, but no authority is trusted to judge it by.
    Unjudged,
    /// An authority says that the signature existed then.
    Stamped(Box<Stamp>),
}

/// The bytes are no PDF file that could be ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unreadable {
    /// No PDF header.
    #[error("not a PDF file")]
    NotPdf,
    /// Larger than any certificate.
    #[error("too large")]
    TooLarge,
}

/// Why a signature does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum SignatureFault {
    /// The file has no signature, or none that can be found.
    #[error("missing")]
    Missing,
    /// Not exactly one certification signature that permits no change, as the issuer makes them.
    #[error("other-kind")]
    OtherKind,
    /// Its container is not what the issuer makes.
    #[error("malformed")]
    Malformed,
    /// Made with a key that is not the issuer's.
    #[error("unknown-key")]
    UnknownKey,
    /// It does not fit the bytes that it is about: they were changed.
    #[error("broken")]
    Broken,
    /// The certificates did not count when it was made.
    #[error("certificate")]
    Certificate(ChainFault),
    /// Its time stamp does not count.
    #[error("time-stamp")]
    Stamp(StampFault),
    /// The key did not count when it was made.
    #[error("key")]
    Key(KeyRefusal),
}

/// How the file differs from what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AlterationFault {
    /// There is no signature to compare with.
    #[error("unsigned")]
    Unsigned,
    /// The file is damaged or written by another program.
    #[error("structure")]
    Structure,
    /// Bytes were appended after the signature.
    #[error("appended")]
    Appended,
    /// It was renewed, but the time stamp of the renewal does not count.
    #[error("renewal")]
    Renewal(StampFault),
    /// The signature leaves out more than itself.
    #[error("not-covered")]
    NotCovered,
    /// Signed bytes were changed.
    #[error("changed")]
    Changed,
}

/// Bytes by name as hexadecimal text: a quarter of what a list of numbers takes.
mod hexadecimal {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub(super) fn serialize<S: Serializer>(
        files: &BTreeMap<String, Vec<u8>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let texts: BTreeMap<&String, String> = files
            .iter()
            .map(|(name, file)| (name, hex::encode(file)))
            .collect();
        texts.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<String, Vec<u8>>, D::Error> {
        BTreeMap::<String, String>::deserialize(deserializer)?
            .into_iter()
            .map(|(name, text)| Ok((name, hex::decode(text).map_err(de::Error::custom)?)))
            .collect()
    }
}
