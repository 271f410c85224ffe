//! The heads of the audit trail, signed: whoever keeps them notices when its end is cut off or all
//! of it is written anew.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::credential::jws::{self, Expected, JwsError};
use crate::credential::{IssuerKey, KeyRefusal, TrustedKey, did_web, verification_method};
use crate::store::{AuditHead, Digest};

/// Kind of the token, in its header.
const TYPE: &str = "sceau-audit+jwt";

/// The heads of all lanes at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Who says so.
    pub iss: String,
    /// When, in seconds since 1970.
    pub iat: i64,
    /// The heads of the lanes that have events.
    pub heads: Vec<CheckpointHead>,
}

/// The head of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckpointHead {
    /// The lane.
    pub lane: u32,
    /// Place of its last event.
    pub number: u64,
    /// The hash of that event.
    #[serde(with = "hex::serde")]
    pub hash: [u8; 32],
}

/// Why a checkpoint was not made, or can't be relied on.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// Not signed by a key of the issuer, or not signed at all.
    #[error("the checkpoint can't be relied on")]
    Signature(#[from] JwsError),
    /// The key did not count then.
    #[error("the key that signed the checkpoint did not count then")]
    Key(#[from] KeyRefusal),
    /// Its content is of another form.
    #[error("the checkpoint can't be read")]
    Form(#[from] serde_json::Error),
    /// It is about another issuer's register.
    #[error("the checkpoint is of `{0}`")]
    OtherIssuer(String),
    /// Its date is none.
    #[error("the checkpoint has no date")]
    Date,
}

impl Checkpoint {
    /// What it says of a lane.
    pub(super) fn head(&self, lane: u32) -> Option<AuditHead> {
        let head = self.heads.iter().find(|head| head.lane == lane)?;
        Some(AuditHead {
            lane,
            number: head.number,
            hash: Digest(head.hash),
        })
    }

    /// When it was made.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.iat, 0)
    }
}

/// Signs the heads as a compact JWS.
pub fn sign_checkpoint(
    heads: &[AuditHead],
    public_url: &str,
    key: &IssuerKey,
    at: DateTime<Utc>,
) -> Result<String, CheckpointError> {
    let did = did_web(public_url);
    let checkpoint = Checkpoint {
        iat: at.timestamp(),
        heads: heads
            .iter()
            .filter(|head| head.number > 0)
            .map(|head| CheckpointHead {
                lane: head.lane,
                number: head.number,
                hash: head.hash.0,
            })
            .collect(),
        iss: did.clone(),
    };
    let header = json!({ "kid": verification_method(&did, &key.id), "typ": TYPE });
    let payload = serde_json::to_vec(&checkpoint)?;
    Ok(jws::sign_compact(header, &payload, key)?)
}

/// Verifies a checkpoint and gives what it says.
pub fn open_checkpoint(
    text: &str,
    public_url: &str,
    trusted: &[TrustedKey],
) -> Result<Checkpoint, CheckpointError> {
    let did = did_web(public_url);
    let expected = Expected {
        typ: TYPE,
        did: &did,
        trusted,
    };
    let opened = jws::open_compact(text.trim(), expected)?;
    let checkpoint: Checkpoint = serde_json::from_slice(&opened.payload)?;
    if checkpoint.iss != did {
        return Err(CheckpointError::OtherIssuer(checkpoint.iss));
    }
    opened
        .key
        .judge(checkpoint.at().ok_or(CheckpointError::Date)?)?;
    Ok(checkpoint)
}
