//! A message and its signatures (Standard Webhooks 1.0, asymmetric signatures `v1a`).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use uuid::Uuid;

/// What signs for one receiver.
pub struct Key {
    signing: SigningKey,
    /// Its name in the published set.
    id: String,
}

impl Key {
    /// The key of a webhook's generation, from its seed.
    pub fn new(webhook: Uuid, generation: u32, seed: &[u8; 32]) -> Self {
        Self {
            signing: SigningKey::from_bytes(seed),
            id: format!("{webhook}-{generation}"),
        }
    }

    /// The public half as libraries for Standard Webhooks read it.
    pub fn public_text(&self) -> String {
        let public = self.signing.verifying_key();
        format!("whpk_{}", STANDARD.encode(public.as_bytes()))
    }

    /// The public half as a JSON Web Key (RFC 8037).
    pub fn jwk(&self) -> Value {
        let public = self.signing.verifying_key();
        json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": self.id,
            "x": URL_SAFE_NO_PAD.encode(public.as_bytes()),
        })
    }

    fn sign(&self, signed: &[u8]) -> String {
        let signature = self.signing.sign(signed);
        format!("v1a,{}", STANDARD.encode(signature.to_bytes()))
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// What a receiver is told: that something happened, never about whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same at every attempt: by it a receiver knows what it already had.
    pub id: Uuid,
    /// `certificate.revoked`, …
    pub kind: &'static str,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What it is about.
    pub data: Value,
}

impl Message {
    /// The value of `webhook-id`.
    pub fn header_id(&self) -> String {
        format!("msg_{}", self.id.simple())
    }

    /// The body: the same bytes at every attempt.
    pub fn body(&self) -> String {
        json!({
            "type": self.kind,
            "timestamp": self.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "data": self.data,
        })
        .to_string()
    }

    /// The headers of an attempt: while a key is being replaced, both sign.
    pub fn headers(&self, keys: &[Key], now: DateTime<Utc>) -> [(&'static str, String); 3] {
        let (id, timestamp) = (self.header_id(), now.timestamp().to_string());
        let signed = format!("{id}.{timestamp}.{}", self.body());
        let signatures: Vec<String> = keys.iter().map(|key| key.sign(signed.as_bytes())).collect();
        [
            ("webhook-id", id),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", signatures.join(" ")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signature, VerifyingKey};

    use super::*;

    fn key(seed: u8) -> Key {
        Key::new(Uuid::from_u128(7), seed.into(), &[seed; 32])
    }

    fn message() -> Message {
        Message {
            id: Uuid::from_u128(0x019e_2b1c_7f00_7abc_8def_0123_4567_89ab),
            kind: "certificate.revoked",
            at: "2026-06-09T08:00:00.123456Z".parse().unwrap(),
            data: json!({"certificate": "c"}),
        }
    }

    /// What the specification asks of a receiver, with nothing of the sender's.
    fn verifies(public: &str, headers: &[(&'static str, String); 3], body: &str) -> bool {
        let public = STANDARD
            .decode(public.strip_prefix("whpk_").unwrap())
            .unwrap();
        let public = VerifyingKey::from_bytes(&public.try_into().unwrap()).unwrap();
        let signed = format!("{}.{}.{body}", headers[0].1, headers[1].1);
        headers[2].1.split(' ').any(|one| {
            let signature = STANDARD.decode(one.strip_prefix("v1a,").unwrap()).unwrap();
            let signature = Signature::from_bytes(&signature.try_into().unwrap());
            public.verify_strict(signed.as_bytes(), &signature).is_ok()
        })
    }

    #[test]
    fn a_message_is_written_like_this() {
        insta::assert_snapshot!(message().body(), @r#"{"data":{"certificate":"c"},"timestamp":"2026-06-09T08:00:00.123456Z","type":"certificate.revoked"}"#);
    }

    #[test]
    fn a_receiver_verifies_id_time_and_body() {
        let now = "2026-06-09T08:00:05Z".parse().unwrap();
        let headers = message().headers(&[key(1)], now);
        assert_eq!(headers[1].1, "1780992005");
        let (public, body) = (key(1).public_text(), message().body());
        assert!(verifies(&public, &headers, &body));
        assert!(!verifies(&key(2).public_text(), &headers, &body));
        assert!(!verifies(
            &public,
            &headers,
            &body.replace("revoked", "granted")
        ));
        for changed in 0..2 {
            let mut other = headers.clone();
            other[changed].1.push('1');
            assert!(!verifies(&public, &other, &body));
        }
    }

    #[test]
    fn while_a_key_is_replaced_both_sign() {
        let headers = message().headers(&[key(2), key(1)], message().at);
        for one in [1, 2] {
            assert!(verifies(
                &key(one).public_text(),
                &headers,
                &message().body()
            ));
        }
    }

    #[test]
    fn neither_a_key_s_debug_nor_its_set_shows_the_private_half() {
        let private = key(1).signing.to_bytes();
        let shown = format!("{:?} {}", key(1), key(1).jwk());
        assert!(!shown.contains(&hex::encode(private)));
        assert!(!shown.contains(&URL_SAFE_NO_PAD.encode(private)));
        assert!(!shown.contains("\"d\""));
    }
}
