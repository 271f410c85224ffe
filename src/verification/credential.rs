//! What a standard credential adds to verification: the evidence it is, and the questions about it.
//!
//! The keys are the configured ones. Nothing that a credential names (contexts, lists, keys) is ever
//! fetched.

use serde::Deserialize;

use super::evidence::Evidence;
use super::judge::{failed, not_performed, refused};
use super::{Error, Outcome, Reason, Verifier};
use crate::credential::badge::{self, BadgeError, BakeError, OpenedBadge};
use crate::credential::{TrustedKey, jws};

/// The longest token: base64 takes a third more than what it holds.
const MAX_BYTES: usize = 512 << 10;
/// What every Open Badge says it is (Open Badges 3.0 §B.1.1).
const TYPE: &str = "OpenBadgeCredential";

/// A credential that was opened with the issuer's keys, or why it can't be relied on.
pub(super) type Opening = Result<OpenedBadge, BadgeError>;

/// Opens JSON, a token, or a picture that holds one of them; otherwise says why it can't be read.
pub(super) async fn open(
    verifier: &Verifier,
    bytes: Vec<u8>,
) -> Result<Result<Opening, Reason>, Error> {
    let trusted = verifier.trusted.seals.clone();
    // The RDF form of a credential takes a few milliseconds.
    tokio::task::spawn_blocking(move || read(bytes, &trusted))
        .await
        .map_err(|error| Error::Thread(error.to_string()))
}

fn read(bytes: Vec<u8>, trusted: &[TrustedKey]) -> Result<Opening, Reason> {
    let bytes = if first_sign(&bytes) == Some(b'<') {
        badge::unbake(&bytes).map_err(|error| {
            Reason::new(match error {
                BakeError::TooLarge => "credential-too-long",
                BakeError::Several => "credential-several",
                BakeError::Nothing | BakeError::Malformed => "not-a-credential",
            })
        })?
    } else {
        bytes
    };
    if bytes.len() > MAX_BYTES {
        return Err(Reason::new("credential-too-long"));
    }
    let not_one = |_| Reason::new("not-a-credential");
    let text = std::str::from_utf8(&bytes).map_err(not_one)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let opening = open_text(text, trusted);
    match &opening {
        Err(BadgeError::TooLong) => Err(Reason::new("credential-too-long")),
        // One that says it is a badge and has another form was changed, or made by others.
        Err(BadgeError::Malformed(_) | BadgeError::Token(_)) if !claims_to_be_one(text) => {
            Err(Reason::new("not-a-credential"))
        }
        _ => Ok(opening),
    }
}

fn open_text(text: &str, trusted: &[TrustedKey]) -> Opening {
    if text.starts_with('{') {
        badge::open(text.as_bytes(), trusted)
    } else {
        badge::open_jwt(text, trusted)
    }
}

fn first_sign(bytes: &[u8]) -> Option<u8> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes
        .iter()
        .copied()
        .find(|byte| !byte.is_ascii_whitespace())
}

/// Whether this is a credential of the kind that is issued here, whoever made it and however
/// wrong it is.
fn claims_to_be_one(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(rename = "type")]
        types: Vec<String>,
    }
    let json = if text.starts_with('{') {
        text.as_bytes().to_vec()
    } else {
        jws::unverified_payload(text).unwrap_or_default()
    };
    serde_json::from_slice::<Kind>(&json)
        .is_ok_and(|kind| kind.types.iter().any(|kind| kind == TYPE))
}

/// Do the credential's signatures verify, and does the key count? `None` if there is no credential.
pub(super) fn outcomes(evidence: &Evidence) -> Option<(Outcome, Outcome)> {
    let not_reached = || not_performed("not-reached");
    let wrong = |id| (failed(Reason::new(id)), not_reached());
    Some(match evidence.credential.as_ref()? {
        Ok(_) => (Outcome::Passed, Outcome::Passed),
        Err(BadgeError::UnknownKey(_)) => (not_reached(), failed(Reason::new("unknown-key"))),
        Err(BadgeError::Key(refusal)) => (Outcome::Passed, failed(refused(*refusal))),
        Err(BadgeError::BadSignature) => wrong("credential-bad-signature"),
        Err(BadgeError::Contexts) => wrong("credential-contexts"),
        Err(BadgeError::Proofs) => wrong("credential-proofs"),
        Err(BadgeError::Algorithm(_)) => wrong("credential-algorithm"),
        Err(BadgeError::Malformed(_) | BadgeError::Token(_) | BadgeError::TooLong) => {
            wrong("credential-malformed")
        }
    })
}
