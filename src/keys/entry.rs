//! `keyring.toml`: what it may say.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::token::TokenEntry;
use crate::credential::KeyId;

/// Seals carry the id of their key in the QR code.
const MOST_ID_CHARACTERS: usize = 32;

/// The file that describes the folder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyringFile {
    /// Name of the certification body; published beside the keys.
    pub(super) issuer: String,
    /// File with the 32 secret bytes that links, webhook keys and search digests are made from.
    pub(super) link_key: String,
    /// Revocation list, in DER, of the authority that issued the document keys' certificates.
    pub(super) crl: String,
    /// Tokens that private halves may live in.
    #[serde(default)]
    pub(super) token: Vec<TokenEntry>,
    /// Every key, also those that no longer sign.
    pub(super) key: Vec<KeyEntry>,
}

/// One key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyEntry {
    pub(super) id: KeyId,
    pub(super) purpose: Purpose,
    pub(super) algorithm: Algorithm,
    /// Private half, PKCS#8 PEM. A key that no longer signs needs none.
    pub(super) file: Option<String>,
    /// Name of the token that holds the private half; the only one if it is left out.
    pub(super) token: Option<String>,
    /// Label of the private half in a token.
    pub(super) token_key: Option<String>,
    /// Id of the private half in a token, in hexadecimal.
    pub(super) token_key_id: Option<String>,
    /// Public half of a credential key: 32 bytes in hexadecimal.
    pub(super) public_key: Option<String>,
    /// Certificates of a document key in PEM: its own first, the root last.
    pub(super) chain: Option<String>,
    /// Revocation list of a document key's authority, if it has one of its own.
    pub(super) crl: Option<String>,
    #[serde(deserialize_with = "instant")]
    pub(super) not_before: DateTime<Utc>,
    #[serde(default, deserialize_with = "optional_instant")]
    pub(super) retired_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "optional_instant")]
    pub(super) compromised_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(super) specimen: bool,
    /// Whether the service signs with it: found out, not written.
    #[serde(skip)]
    pub(super) signs: bool,
}

impl KeyringFile {
    /// The key that signs: of those with this purpose that have not ended, the last. One before it
    /// that has not ended stays trusted, so that a process which loaded the folder before the
    /// change signs nothing in vain.
    pub(super) fn signing(&self, purpose: Purpose) -> Option<&KeyEntry> {
        self.key
            .iter()
            .rfind(|key| key.purpose == purpose && key.is_active())
    }

    /// Notes in each key whether it signs.
    pub(super) fn mark_signing(&mut self) {
        let signing = [Purpose::Credential, Purpose::Document]
            .map(|purpose| self.signing(purpose).map(|key| key.id.clone()));
        for key in &mut self.key {
            key.signs = signing.contains(&Some(key.id.clone()));
        }
    }
}

impl KeyEntry {
    /// Whether it has neither retired nor been compromised.
    pub(super) fn is_active(&self) -> bool {
        self.retired_at.is_none() && self.compromised_at.is_none()
    }
}

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Seals.
    Credential,
    /// PDF files.
    Document,
}

impl Purpose {
    /// `credential` or `document`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::Document => "document",
        }
    }
}

impl FromStr for Purpose {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        [Self::Credential, Self::Document]
            .into_iter()
            .find(|purpose| purpose.name() == name)
            .ok_or("the purpose of a key is `credential` or `document`")
    }
}

/// Whether this may name a key: it stands in signatures, in file names and after the `#` of
/// addresses. The ending is how the same key is named in its other published form.
pub(super) fn is_key_id(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (1..=MOST_ID_CHARACTERS).contains(&id.len())
        && id.chars().all(plain)
        && id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !id.ends_with(super::did::JWK_ENDING)
}

/// How a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Algorithm {
    /// RFC 8032.
    Ed25519,
    /// ECDSA with SHA-256 on the curve P-256.
    #[serde(rename = "P-256")]
    P256,
}

impl Algorithm {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "Ed25519",
            Self::P256 => "P-256",
        }
    }
}

fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?.to_string();
    DateTime::parse_from_rfc3339(&written)
        .map(|instant| instant.to_utc())
        .map_err(|_| serde::de::Error::custom("an instant is written 2026-01-31T12:00:00Z"))
}

fn optional_instant<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    instant(deserializer).map(Some)
}
