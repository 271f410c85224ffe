//! Keys and lists for the tests of this room and of those above it. The key is worthless.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;

use crate::credential::{IssuerKey, KeyId, TrustedKey};

pub(crate) const URL: &str = "https://sceau.example";

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn key() -> IssuerKey {
    let signer = SigningKey::from_bytes(&[7; 32]);
    IssuerKey {
        id: KeyId("c-2026-1".into()),
        verifying_key: signer.verifying_key(),
        signer: Arc::new(signer),
    }
}

pub(crate) fn trusted() -> TrustedKey {
    TrustedKey {
        id: KeyId("c-2026-1".into()),
        key: key().verifying_key,
        not_before: instant("2026-01-01T00:00:00Z"),
        retired_at: None,
        compromised_at: None,
        specimen: false,
    }
}
