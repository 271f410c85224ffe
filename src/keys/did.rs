//! The issuer as a DID document (W3C DID Core 1.0, did:web method): every key that signs or ever
//! signed credentials, in the two forms that verifiers look for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::TrustedKeys;
use crate::credential::{self, TrustedKey};

/// What is added to the id of a key for its form as a JSON Web Key.
pub(super) const JWK_ENDING: &str = "-jwk";

/// DID Core 1.0 §4.1; Controlled Identifiers 1.0 §2.2.2 and §2.2.3.
const CONTEXTS: [&str; 3] = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
];

/// What is published at `/.well-known/did.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DidDocument {
    #[serde(rename = "@context")]
    context: [&'static str; 3],
    id: String,
    verification_method: Vec<Method>,
    assertion_method: Vec<String>,
}

/// One form of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Method {
    id: String,
    #[serde(flatten)]
    form: Form,
    controller: String,
    /// Only of a compromised key. Verifiers refuse everything that such a key ever signed; one
    /// that is retired has no end here, or what it signed would die with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
enum Form {
    #[serde(rename_all = "camelCase")]
    Multikey { public_key_multibase: String },
    #[serde(rename_all = "camelCase")]
    JsonWebKey { public_key_jwk: Jwk },
}

/// RFC 8037 §2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Jwk {
    kty: &'static str,
    crv: &'static str,
    kid: String,
    alg: &'static str,
    x: String,
}

/// The DID document of the issuer at this address.
///
/// The key that signs comes first: readers that are told no key take the first. No key ever
/// leaves, neither `verificationMethod` nor `assertionMethod`: what it signed would be lost.
pub fn did_document(trusted: &TrustedKeys, public_url: &str) -> DidDocument {
    let did = credential::did_web(public_url);
    let mut keys: Vec<&TrustedKey> = trusted.seals.iter().collect();
    // The file's last key that has not ended signs.
    keys.reverse();
    keys.sort_by_key(|key| (key.compromised_at.is_some(), key.retired_at.is_some()));
    let verification_method: Vec<Method> = keys
        .into_iter()
        .flat_map(|key| methods(&did, key))
        .collect();
    let ids = verification_method.iter().map(|method| method.id.clone());
    DidDocument {
        context: CONTEXTS,
        assertion_method: ids.collect(),
        verification_method,
        id: did,
    }
}

fn methods(did: &str, key: &TrustedKey) -> [Method; 2] {
    let (multikey, jwk) = (
        credential::verification_method(did, &key.id),
        format!("{did}#{}{JWK_ENDING}", key.id),
    );
    let form = Form::JsonWebKey {
        public_key_jwk: Jwk {
            kty: "OKP",
            crv: "Ed25519",
            kid: jwk.clone(),
            alg: "EdDSA",
            x: URL_SAFE_NO_PAD.encode(key.key.as_bytes()),
        },
    };
    let method = |id, form| Method {
        id,
        form,
        controller: did.to_owned(),
        revoked: key.compromised_at.map(timestamp),
    };
    let public_key_multibase = credential::multikey(&key.key);
    [
        method(
            multikey,
            Form::Multikey {
                public_key_multibase,
            },
        ),
        method(jwk, form),
    ]
}

fn timestamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::KeyId;
    use chrono::TimeZone;
    use ed25519_dalek::SigningKey;

    fn key(id: &str, seed: u8) -> TrustedKey {
        TrustedKey {
            id: KeyId(id.to_owned()),
            key: SigningKey::from_bytes(&[seed; 32]).verifying_key(),
            not_before: day(1),
            retired_at: None,
            compromised_at: None,
            specimen: false,
        }
    }

    fn day(day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 6, day, 8, 0, 0).unwrap()
    }

    fn document(seals: Vec<TrustedKey>) -> serde_json::Value {
        let trusted = TrustedKeys {
            seals,
            ..Default::default()
        };
        serde_json::to_value(did_document(&trusted, "https://sceau.example:8443")).unwrap()
    }

    #[test]
    fn a_key_is_published_as_multikey_and_as_json_web_key() {
        // The public key of RFC 8037 appendix A.
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        let public = <[u8; 32]>::try_from(hex::decode(public).unwrap()).unwrap();
        let mut key = key("c-2026-1", 1);
        key.key = ed25519_dalek::VerifyingKey::from_bytes(&public).unwrap();
        assert_eq!(
            document(vec![key]),
            serde_json::json!({
                "@context": [
                    "https://www.w3.org/ns/did/v1",
                    "https://w3id.org/security/multikey/v1",
                    "https://w3id.org/security/jwk/v1",
                ],
                "id": "did:web:sceau.example%3A8443",
                "verificationMethod": [
                    {
                        "id": "did:web:sceau.example%3A8443#c-2026-1",
                        "type": "Multikey",
                        "controller": "did:web:sceau.example%3A8443",
                        "publicKeyMultibase": "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw",
                    },
                    {
                        "id": "did:web:sceau.example%3A8443#c-2026-1-jwk",
                        "type": "JsonWebKey",
                        "controller": "did:web:sceau.example%3A8443",
                        "publicKeyJwk": {
                            "kty": "OKP",
                            "crv": "Ed25519",
                            "kid": "did:web:sceau.example%3A8443#c-2026-1-jwk",
                            "alg": "EdDSA",
                            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                        },
                    },
                ],
                "assertionMethod": [
                    "did:web:sceau.example%3A8443#c-2026-1",
                    "did:web:sceau.example%3A8443#c-2026-1-jwk",
                ],
            })
        );
    }

    #[test]
    fn trap_10_a_retired_key_stays_everywhere_and_only_a_compromised_one_is_revoked() {
        let mut retired = key("c-1", 1);
        retired.retired_at = Some(day(2));
        let mut compromised = key("c-2", 2);
        compromised.compromised_at = Some(day(3));
        let document = document(vec![retired, compromised, key("c-3", 3), key("c-4", 4)]);
        let names = |member: &str, id: fn(&serde_json::Value) -> &serde_json::Value| {
            let entries = document[member].as_array().unwrap().iter();
            let ids = entries.map(|entry| id(entry).as_str().unwrap().to_owned());
            ids.map(|id| id.split_once('#').unwrap().1.to_owned())
                .collect::<Vec<_>>()
        };
        let methods = names("verificationMethod", |method| &method["id"]);
        // What signs comes first.
        assert_eq!(
            methods,
            [
                "c-4", "c-4-jwk", "c-3", "c-3-jwk", "c-1", "c-1-jwk", "c-2", "c-2-jwk"
            ]
        );
        assert_eq!(names("assertionMethod", |id| id), methods);
        for method in document["verificationMethod"].as_array().unwrap() {
            let is_compromised = method["id"].as_str().unwrap().contains("#c-2");
            let revoked = method.get("revoked").and_then(|at| at.as_str());
            assert_eq!(revoked, is_compromised.then_some("2026-06-03T08:00:00Z"));
            assert!(method.get("expires").is_none());
        }
    }
}
