//! Reads the lists of this service in all four encodings: in bounded time and memory, and with
//! nothing believed that a trusted key did not sign.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::bits::Bits;
use super::document::{self, Document};
use super::packed::Packed;
use super::token::Claims;
use super::{BitsError, Form, ListError, MAX_LIST_BYTES, PlaceState, StatusEntries, StatusPurpose};
use crate::credential::{KeyId, TrustedKey, did_web, jws};

/// Whose lists are read, and when.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The issuer's public address, without a path.
    pub public_url: &'a str,
    /// The issuer's keys: the only ones that count.
    pub trusted: &'a [TrustedKey],
    /// The instant at which the list is to be relied on.
    pub at: DateTime<Utc>,
}

/// A Bitstring Status List whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList {
    /// What a set bit says.
    pub purpose: StatusPurpose,
    /// From when it may be relied on.
    pub valid_from: DateTime<Utc>,
    /// Until when it may be relied on.
    pub valid_until: DateTime<Utc>,
    /// The key that signed it.
    pub key: KeyId,
    bits: Bits,
}

/// A Token Status List whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenList {
    /// From when it may be relied on.
    pub valid_from: DateTime<Utc>,
    /// Until when it may be relied on.
    pub valid_until: DateTime<Utc>,
    /// The key that signed it.
    pub key: KeyId,
    statuses: Packed,
}

impl StatusList {
    /// Reads a list as JSON-LD or as JWT, and checks that it is the list that was asked for, that
    /// a trusted key signed it and that it may be relied on now.
    pub fn read(
        bytes: &[u8],
        (purpose, list): (StatusPurpose, u32),
        reader: &Reader<'_>,
    ) -> Result<Self, ListError> {
        let did = did_web(reader.public_url);
        let (document, key) = if starts_as_json(bounded(bytes)?) {
            Document::open(bytes, &did, reader.trusted)?
        } else {
            Document::open_jwt(text(bytes)?, &did, reader.trusted)?
        };
        let content = document.content(reader.public_url, (purpose, list))?;
        reader.accept(key, content.from, content.until)?;
        Ok(Self {
            purpose,
            valid_from: content.from,
            valid_until: content.until,
            key: key.id.clone(),
            bits: content.bits,
        })
    }

    /// Whether a place is set: out of force in the sense of the list's purpose.
    pub fn is_set(&self, index: u32) -> Result<bool, BitsError> {
        self.bits.is_set(index)
    }

    pub(super) fn set_places(&self) -> BTreeSet<u32> {
        self.bits.set_places()
    }
}

impl TokenList {
    /// Reads a list as JWT or as CWT, and checks that it is the list that was asked for, that a
    /// trusted key signed it and that it may be relied on now.
    pub fn read(bytes: &[u8], list: u32, reader: &Reader<'_>) -> Result<Self, ListError> {
        let did = did_web(reader.public_url);
        let (claims, key) = if bounded(bytes)?.first().is_some_and(u8::is_ascii) {
            Claims::open_jwt(text(bytes)?, &did, reader.trusted)?
        } else {
            Claims::open_cwt(bytes, &did, reader.trusted)?
        };
        let content = claims.content(reader.public_url, list)?;
        reader.accept(key, content.from, content.until)?;
        Ok(Self {
            valid_from: content.from,
            valid_until: content.until,
            key: key.id.clone(),
            statuses: content.statuses,
        })
    }

    /// What the list says of a place.
    pub fn state(&self, index: u32) -> Result<PlaceState, BitsError> {
        self.statuses.state(index)
    }

    pub(super) fn entries(&self) -> Result<StatusEntries, BitsError> {
        self.statuses.entries()
    }
}

impl Reader<'_> {
    /// The key counted when it signed, and the list is neither too new nor too old.
    fn accept(
        &self,
        key: &TrustedKey,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<(), ListError> {
        key.judge(from).map_err(ListError::Refused)?;
        if self.at < from || until < self.at {
            return Err(ListError::OutOfDate { from, until });
        }
        Ok(())
    }
}

/// The places that a form sets which this service published itself; whether it is still valid and
/// who signed it are not looked at.
pub fn published_entries(form: Form, bytes: &[u8]) -> Result<StatusEntries, ListError> {
    let of = |purpose, bits: Bits| match purpose {
        StatusPurpose::Revocation => StatusEntries {
            revoked: bits.set_places(),
            ..StatusEntries::default()
        },
        StatusPurpose::Suspension => StatusEntries {
            suspended: bits.set_places(),
            ..StatusEntries::default()
        },
    };
    match form {
        Form::Document(purpose) => Ok(of(purpose, document::published_bits(bounded(bytes)?)?)),
        Form::Jwt(purpose) => Ok(of(purpose, document::published_bits(&payload(bytes)?)?)),
        Form::TokenJwt => Ok(Claims::from_json(&payload(bytes)?)?.statuses()?.entries()?),
        Form::TokenCwt => Ok(Claims::published_cwt(bounded(bytes)?)?
            .statuses()?
            .entries()?),
    }
}

/// The key that signed a list as JSON-LD which this service published itself, by what the list says.
pub fn published_signer(document: &[u8]) -> Result<KeyId, ListError> {
    document::published_signer(bounded(document)?)
}

/// The payload of a compact JWS, unverified and of any length.
pub(super) fn unverified_payload(bytes: &[u8]) -> Result<Vec<u8>, ListError> {
    jws::unverified_payload(text(bytes)?).ok_or(ListError::Malformed("payload"))
}

/// The payload of a list of our own, unverified.
fn payload(bytes: &[u8]) -> Result<Vec<u8>, ListError> {
    unverified_payload(bounded(bytes)?)
}

fn bounded(bytes: &[u8]) -> Result<&[u8], ListError> {
    if bytes.len() > MAX_LIST_BYTES {
        Err(ListError::TooLong)
    } else {
        Ok(bytes)
    }
}

fn starts_as_json(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().first() == Some(&b'{')
}

fn text(bytes: &[u8]) -> Result<&str, ListError> {
    std::str::from_utf8(bytes).map_err(|_| ListError::Malformed("text"))
}
