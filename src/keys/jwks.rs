//! The published keys (RFC 7517, RFC 8037), which is all that an offline verifier needs.
//!
//! The validity of a key stands in members that other readers of a JWK set ignore: `nbf`,
//! `retired_at` and `compromised_at` are seconds since 1970 (as RFC 7519's `NumericDate`), and
//! `specimen` is true for example keys. `issuer` beside `keys` is the issuer's name.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::credential::{self, KeyId, TrustedKey};
use crate::document::TrustedDocumentKey;

/// Every key whose signatures count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedKeys {
    /// Name of the issuer, if the key set says it.
    pub issuer: Option<String>,
    /// Keys that sign or signed seals.
    pub seals: Vec<TrustedKey>,
    /// Keys that sign or signed PDF files.
    pub documents: Vec<TrustedDocumentKey>,
}

/// Why a key set can't be used.
#[derive(Debug, thiserror::Error)]
pub enum JwksError {
    /// Not the JSON of a key set.
    #[error("not a JSON Web Key Set")]
    Json(#[from] serde_json::Error),
    /// A key is not what its type says.
    #[error("key `{kid}`: {problem}")]
    Key {
        /// Key id.
        kid: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// It would make every signature look unknown.
    #[error("no key in the set can verify anything that Sceau signs")]
    Empty,
}

#[derive(Serialize, Deserialize)]
struct Set {
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    keys: Vec<Value>,
}

#[derive(Serialize, Deserialize)]
struct Key {
    kty: String,
    crv: String,
    kid: String,
    alg: String,
    #[serde(rename = "use")]
    usage: String,
    x: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    x5c: Vec<String>,
    nbf: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    retired_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compromised_at: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    specimen: bool,
}

impl TrustedKeys {
    /// The JSON Web Key Set.
    pub fn to_jwks(&self) -> Value {
        let seals = self.seals.iter().map(seal_key);
        let documents = self.documents.iter().filter_map(document_key);
        let keys = seals
            .chain(documents)
            .filter_map(|key| serde_json::to_value(key).ok());
        let set = Set {
            issuer: self.issuer.clone(),
            keys: keys.collect(),
        };
        serde_json::to_value(set).unwrap_or_default()
    }

    /// The JSON Web Key Set as published at this address: with each credential key once more under
    /// its absolute id, `did:web:sceau.example#c-2026-1`, which signed tokens name as `kid`.
    pub fn to_published_jwks(&self, public_url: &str) -> Value {
        let did = credential::did_web(public_url);
        let mut jwks = self.to_jwks();
        let absolute = self.seals.iter().filter_map(|key| {
            let kid = credential::verification_method(&did, &key.id);
            serde_json::to_value(Key {
                kid,
                ..seal_key(key)
            })
            .ok()
        });
        if let Some(keys) = jwks["keys"].as_array_mut() {
            keys.extend(absolute);
        }
        jwks
    }

    /// Reads a set that [`TrustedKeys::to_jwks`] made. Keys of other types are ignored, as
    /// RFC 7517 §5 asks; a key of ours with anything wrong is an error.
    pub fn from_jwks(text: &str) -> Result<Self, JwksError> {
        let set: Set = serde_json::from_str(text)?;
        let mut trusted = Self {
            issuer: set.issuer,
            ..Self::default()
        };
        let mut ids = BTreeSet::new();
        for value in set.keys {
            let member = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
            let curve = member("crv");
            let (kid, usage) = (member("kid"), member("use"));
            // A key under its absolute id stands in the set under its own too.
            let ours = ["Ed25519", "P-256"].contains(&&*curve) && usage == "sig";
            if !ours || kid.contains(':') {
                continue;
            }
            if !ids.insert(kid.clone()) {
                return Err(JwksError::Key {
                    kid,
                    problem: "two keys have this id",
                });
            }
            let wrong = |problem| JwksError::Key {
                kid: kid.clone(),
                problem,
            };
            let key: Key = serde_json::from_value(value)
                .map_err(|_| wrong("a member is missing or has the wrong type"))?;
            if curve == "Ed25519" {
                trusted.seals.push(trusted_seal_key(&key).map_err(wrong)?);
            } else {
                trusted
                    .documents
                    .push(trusted_document_key(&key).map_err(wrong)?);
            }
        }
        if trusted.seals.is_empty() && trusted.documents.is_empty() {
            return Err(JwksError::Empty);
        }
        Ok(trusted)
    }
}

fn seal_key(key: &TrustedKey) -> Key {
    Key {
        kty: "OKP".to_owned(),
        crv: "Ed25519".to_owned(),
        kid: key.id.to_string(),
        alg: "EdDSA".to_owned(),
        usage: "sig".to_owned(),
        x: URL_SAFE_NO_PAD.encode(key.key.as_bytes()),
        y: None,
        x5c: Vec::new(),
        nbf: key.not_before.timestamp(),
        retired_at: key.retired_at.map(|at| at.timestamp()),
        compromised_at: key.compromised_at.map(|at| at.timestamp()),
        specimen: key.specimen,
    }
}

fn document_key(key: &TrustedDocumentKey) -> Option<Key> {
    let (x, y) = key.coordinates()?;
    Some(Key {
        kty: "EC".to_owned(),
        crv: "P-256".to_owned(),
        kid: key.id.to_string(),
        alg: "ES256".to_owned(),
        usage: "sig".to_owned(),
        x: URL_SAFE_NO_PAD.encode(x),
        y: Some(URL_SAFE_NO_PAD.encode(y)),
        x5c: key.chain.iter().map(|der| STANDARD.encode(der)).collect(),
        nbf: key.not_before.timestamp(),
        retired_at: key.retired_at.map(|at| at.timestamp()),
        compromised_at: key.compromised_at.map(|at| at.timestamp()),
        specimen: key.specimen,
    })
}

fn trusted_seal_key(key: &Key) -> Result<TrustedKey, &'static str> {
    if (&*key.kty, &*key.alg) != ("OKP", "EdDSA") {
        return Err("an Ed25519 key has `kty` OKP and `alg` EdDSA");
    }
    let bytes = URL_SAFE_NO_PAD
        .decode(&key.x)
        .map_err(|_| "`x` is not base64url")?;
    let public = <[u8; 32]>::try_from(bytes)
        .ok()
        .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
        .filter(|key| !key.is_weak())
        .ok_or("`x` is not an Ed25519 key")?;
    Ok(TrustedKey {
        id: KeyId(key.kid.clone()),
        key: public,
        not_before: instant(key.nbf)?,
        retired_at: key.retired_at.map(instant).transpose()?,
        compromised_at: key.compromised_at.map(instant).transpose()?,
        specimen: key.specimen,
    })
}

fn trusted_document_key(key: &Key) -> Result<TrustedDocumentKey, &'static str> {
    if (&*key.kty, &*key.alg) != ("EC", "ES256") {
        return Err("a P-256 key has `kty` EC and `alg` ES256");
    }
    let chain = key
        .x5c
        .iter()
        .map(|text| STANDARD.decode(text))
        .collect::<Result<Vec<_>, _>>();
    let trusted = TrustedDocumentKey {
        id: KeyId(key.kid.clone()),
        chain: chain.map_err(|_| "`x5c` is not base64")?,
        not_before: instant(key.nbf)?,
        retired_at: key.retired_at.map(instant).transpose()?,
        compromised_at: key.compromised_at.map(instant).transpose()?,
        specimen: key.specimen,
    };
    trusted
        .check(trusted.not_before)
        .map_err(|_| "`x5c` is not a chain that signs documents")?;
    // RFC 7517 §4.7: the key in the first certificate MUST match the other members.
    let (x, y) = trusted.coordinates().ok_or("`x5c` has no P-256 key")?;
    let same = URL_SAFE_NO_PAD.encode(x) == key.x
        && key
            .y
            .as_ref()
            .is_some_and(|text| URL_SAFE_NO_PAD.encode(y) == *text);
    if same {
        Ok(trusted)
    } else {
        Err("`x` and `y` are not the key in `x5c`")
    }
}

fn instant(seconds: i64) -> Result<DateTime<Utc>, &'static str> {
    DateTime::from_timestamp(seconds, 0).ok_or("a date is out of range")
}
