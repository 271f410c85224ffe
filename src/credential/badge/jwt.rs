//! The credential as a compact JWS (Open Badges 3.0 §8.2), for wallets and verifiers that don't read
//! Data Integrity proofs.
//!
//! The claims that registered names exist for stand beside the members they repeat, and must say the
//! same. This is not the `vc+jwt` of VC-JOSE-COSE, which forbids them, nor the form of VCDM 1.1 with
//! its `vc` claim.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::form::Form;
use super::open::{BadgeError, MAX_BYTES, OpenedBadge, opened, read};
use super::sign::{SignedBadge, value};
use crate::credential::jws::{self, Expected, JwsError};
use crate::credential::{IssuerKey, TrustedKey, verification_method};

/// RFC 7519 §5.1.
const TYPE: &str = "JWT";

/// Makes the token of a credential. It may be made long after the credential, by the key of that
/// day, and names the instant.
pub fn to_jwt(badge: &SignedBadge, key: &IssuerKey, at: DateTime<Utc>) -> Result<String, JwsError> {
    const WRONG: JwsError = JwsError::Malformed("the credential");
    let mut form = read(badge.as_bytes()).map_err(|_| WRONG)?;
    form.proof = None;
    let kid = verification_method(&form.issuer.id, &key.id);
    let mut payload = value(&form).map_err(|_| WRONG)?;
    let claims = Claims::of(&form).ok_or(WRONG)?;
    for (name, claim) in claims.named() {
        payload[name] = claim;
    }
    payload["iat"] = at.timestamp().into();
    let header = json!({"typ": TYPE, "kid": kid});
    jws::sign_compact(header, payload.to_string().as_bytes(), key)
}

/// Verifies a token against the issuer's published keys and gives what the credential says.
pub fn open_jwt(text: &str, trusted: &[TrustedKey]) -> Result<OpenedBadge, BadgeError> {
    if text.len() > 2 * MAX_BYTES {
        return Err(BadgeError::TooLong);
    }
    let did = jws::controller(text)?;
    let expected = Expected {
        typ: TYPE,
        did: &did,
        trusted,
    };
    let token = jws::open_compact(text, expected)?;
    let mut payload: Value =
        serde_json::from_slice(&token.payload).map_err(|_| BadgeError::Token("its claims"))?;
    let members = payload
        .as_object_mut()
        .ok_or(BadgeError::Token("its claims"))?;
    let signed_at = members
        .remove("iat")
        .and_then(|at| DateTime::from_timestamp(at.as_i64()?, 0))
        .ok_or(BadgeError::Token("iat"))?;
    let claims: Vec<Option<Value>> = NAMES.iter().map(|name| members.remove(*name)).collect();

    let form = read(payload.to_string().as_bytes())?;
    if form.proof.is_some() || form.issuer.id != did {
        return Err(BadgeError::Token("issuer"));
    }
    let expected = Claims::of(&form).ok_or(BadgeError::Malformed("validFrom"))?;
    let expected: Vec<Option<Value>> = expected.named().map(|(_, it)| Some(it)).collect();
    if claims != expected {
        return Err(BadgeError::Token("claims that differ from the members"));
    }
    // A key that was compromised after the credential was issued may have signed this later.
    token.key.judge(signed_at)?;
    opened(form, token.key)
}

const NAMES: [&str; 4] = ["iss", "jti", "nbf", "sub"];

/// The registered claims (RFC 7519 §4.1) that Open Badges requires.
struct Claims {
    issuer: String,
    id: String,
    not_before: i64,
    subject: String,
}

impl Claims {
    fn of(form: &Form) -> Option<Self> {
        let from = DateTime::parse_from_rfc3339(&form.valid_from).ok()?;
        Some(Self {
            issuer: form.issuer.id.clone(),
            id: form.id.clone(),
            not_before: from.timestamp(),
            subject: form.credential_subject.id.clone(),
        })
    }

    fn named(self) -> impl Iterator<Item = (&'static str, Value)> {
        NAMES.into_iter().zip([
            self.issuer.into(),
            self.id.into(),
            self.not_before.into(),
            self.subject.into(),
        ])
    }
}

impl From<JwsError> for BadgeError {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Malformed(part) => Self::Token(part),
            JwsError::TooLong => Self::TooLong,
            JwsError::Algorithm(name) => Self::Algorithm(name),
            JwsError::Type(_) => Self::Token("typ"),
            JwsError::UnknownKey(key) => Self::UnknownKey(key),
            JwsError::BadSignature => Self::BadSignature,
            JwsError::Signing(_) | JwsError::Wrong => Self::Token("signature"),
        }
    }
}
