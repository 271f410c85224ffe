//! A list as an IETF Token Status List (draft-ietf-oauth-status-list-21 §5.1) in a JWT, and what
//! its two forms have in common.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::packed::{BITS, Packed};
use super::{ListError, SignError, TIME_TO_LIVE, aggregation_url, token_list_url};
use crate::credential::jws::{self, open_compact, sign_compact};
use crate::credential::{IssuerKey, TrustedKey, did_web, verification_method};

const JWT_TYPE: &str = "statuslist+jwt";

/// The claims of a token, in whichever form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) issuer: String,
    /// The address of the list.
    pub(super) subject: String,
    pub(super) issued_at: i64,
    pub(super) expires_at: i64,
    /// Seconds.
    pub(super) time_to_live: u64,
    pub(super) bits: u8,
    /// The packed statuses, compressed.
    pub(super) compressed: Vec<u8>,
    pub(super) aggregation: String,
}

/// What a verified token says.
pub(super) struct Content {
    pub(super) statuses: Packed,
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct JwtClaims {
    iss: String,
    sub: String,
    iat: i64,
    exp: i64,
    ttl: u64,
    status_list: JwtList,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct JwtList {
    bits: u8,
    lst: String,
    aggregation_uri: String,
}

impl Claims {
    pub(super) fn new(
        public_url: &str,
        list: u32,
        statuses: &Packed,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<Self, SignError> {
        Ok(Self {
            issuer: did_web(public_url),
            subject: token_list_url(public_url, list),
            issued_at: from.timestamp(),
            expires_at: until.timestamp(),
            time_to_live: TIME_TO_LIVE.as_secs(),
            bits: BITS,
            compressed: statuses.encode().map_err(SignError::Encoding)?,
            aggregation: aggregation_url(public_url),
        })
    }

    /// The form as JWT.
    pub(super) fn to_jwt(&self, key: &IssuerKey) -> Result<Vec<u8>, SignError> {
        let claims = JwtClaims {
            iss: self.issuer.clone(),
            sub: self.subject.clone(),
            iat: self.issued_at,
            exp: self.expires_at,
            ttl: self.time_to_live,
            status_list: JwtList {
                bits: self.bits,
                lst: URL_SAFE_NO_PAD.encode(&self.compressed),
                aggregation_uri: self.aggregation.clone(),
            },
        };
        let header = json!({ "typ": JWT_TYPE, "kid": verification_method(&self.issuer, &key.id) });
        let payload =
            serde_json::to_vec(&claims).map_err(|error| SignError::Encoding(error.into()))?;
        Ok(sign_compact(header, &payload, key)?.into_bytes())
    }

    /// Reads the form as JWT.
    pub(super) fn open_jwt<'k>(
        text: &str,
        did: &'k str,
        trusted: &'k [TrustedKey],
    ) -> Result<(Self, &'k TrustedKey), ListError> {
        let expected = jws::Expected {
            typ: JWT_TYPE,
            did,
            trusted,
        };
        let opened = open_compact(text, expected)?;
        Ok((Self::from_json(&opened.payload)?, opened.key))
    }

    pub(super) fn from_json(payload: &[u8]) -> Result<Self, ListError> {
        let claims: JwtClaims =
            serde_json::from_slice(payload).map_err(|_| ListError::Malformed("claims"))?;
        let list = claims.status_list;
        Ok(Self {
            issuer: claims.iss,
            subject: claims.sub,
            issued_at: claims.iat,
            expires_at: claims.exp,
            time_to_live: claims.ttl,
            bits: list.bits,
            compressed: URL_SAFE_NO_PAD
                .decode(list.lst)
                .map_err(|_| ListError::Malformed("lst"))?,
            aggregation: list.aggregation_uri,
        })
    }

    /// What the token says, if it is the list that was asked for.
    pub(super) fn content(&self, public_url: &str, list: u32) -> Result<Content, ListError> {
        if self.subject != token_list_url(public_url, list) {
            return Err(ListError::AnotherList(self.subject.clone()));
        }
        if self.issuer != did_web(public_url) {
            return Err(ListError::Malformed("iss"));
        }
        let instant = |seconds, claim| {
            DateTime::from_timestamp(seconds, 0).ok_or(ListError::Malformed(claim))
        };
        Ok(Content {
            statuses: self.statuses()?,
            from: instant(self.issued_at, "iat")?,
            until: instant(self.expires_at, "exp")?,
        })
    }

    pub(super) fn statuses(&self) -> Result<Packed, ListError> {
        Ok(Packed::decode(self.bits, &self.compressed)?)
    }
}
