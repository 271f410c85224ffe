//! Fuzz target: a standard credential that somebody hands in, as JSON-LD, token or picture.
#![no_main]
#![expect(
    clippy::unwrap_used,
    reason = "a target that can't be set up has to stop"
)]

use std::sync::{Arc, LazyLock};

use chrono::DateTime;
use ed25519_dalek::SigningKey;
use libfuzzer_sys::fuzz_target;
use sceau::credential::badge::{OpenedBadge, open, open_jwt, unbake};
use sceau::credential::proof::{self, Cryptosuite};
use sceau::credential::{IssuerKey, KeyId, TrustedKey};

/// The only credential that the key of this target ever signed.
static SIGNED: &[u8] = include_bytes!("corpus/badge/credential.json");

static KEY: LazyLock<IssuerKey> = LazyLock::new(|| {
    let key = SigningKey::from_bytes(&[42; 32]);
    IssuerKey {
        id: KeyId("c1".into()),
        verifying_key: key.verifying_key(),
        signer: Arc::new(key),
    }
});

static TRUSTED: LazyLock<[TrustedKey; 1]> = LazyLock::new(|| {
    [TrustedKey {
        id: KEY.id.clone(),
        key: KEY.verifying_key,
        not_before: DateTime::UNIX_EPOCH,
        retired_at: None,
        compromised_at: None,
        specimen: false,
    }]
});

static GENUINE: LazyLock<OpenedBadge> = LazyLock::new(|| open(SIGNED, &*TRUSTED).unwrap());

fuzz_target!(|bytes: &[u8]| {
    let baked = unbake(bytes).unwrap_or_default();
    for presented in [bytes, &baked] {
        if let Ok(opened) = open(presented, &*TRUSTED) {
            assert_eq!(opened, *GENUINE);
        }
        if let Ok(text) = std::str::from_utf8(presented)
            && let Ok(opened) = open_jwt(text, &*TRUSTED)
        {
            assert_eq!(opened, *GENUINE);
        }
        // Foreign JSON-LD, bounded before it is brought into its canonical form.
        if let Ok(document) = serde_json::from_slice(presented) {
            let method = "did:web:sceau.example#c1".to_owned();
            let _ = proof::sign(
                &document,
                Cryptosuite::Rdfc,
                DateTime::UNIX_EPOCH,
                method,
                &KEY,
            );
        }
    }
});
