//! Fuzz target: a status bundle that somebody brings along to verify without network.
#![no_main]
#![expect(
    clippy::unwrap_used,
    reason = "a target that can't be set up has to stop"
)]

use std::sync::{Arc, LazyLock};

use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::SigningKey;
use libfuzzer_sys::fuzz_target;
use sceau::credential::{IssuerKey, KeyId, StatusReference, TrustedKey};
use sceau::status::bundle::{Bundle, NewBundle};
use sceau::status::{NewList, StatusEntries, list_files};

const URL: &str = "https://sceau.example";
const AT: DateTime<Utc> = DateTime::UNIX_EPOCH;

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
        not_before: AT,
        retired_at: None,
        compromised_at: None,
        specimen: false,
    }]
});

/// The only bundle that the key of this target ever signed.
static SIGNED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let entries = StatusEntries {
        revoked: [42].into(),
        suspended: [7].into(),
    };
    let list = NewList {
        public_url: URL,
        list: 1,
        entries: &entries,
        at: AT,
    };
    let files: Vec<_> = list_files(1, list.sign(&KEY).unwrap().forms).collect();
    let bundle = NewBundle {
        public_url: URL,
        files: &files,
        at: AT,
        until: AT + TimeDelta::days(7),
    };
    bundle.sign(&KEY).unwrap()
});

fuzz_target!(|bytes: &[u8]| {
    // Foreign bytes as they are …
    let _ = Bundle::open(bytes, &*TRUSTED, AT);
    // … and laid over a part of the genuine bundle, so that what is behind the signature is reached.
    let Some((place, over)) = bytes.split_first_chunk::<4>() else {
        return;
    };
    let mut altered = SIGNED.clone();
    let from = u32::from_be_bytes(*place) as usize % altered.len();
    for (byte, new) in altered.iter_mut().skip(from).zip(over) {
        *byte = *new;
    }
    if let Ok(bundle) = Bundle::open(&altered, &*TRUSTED, AT) {
        // Whatever was altered outside the signed files, the lists say what was signed.
        for index in [7, 42, 43] {
            let place = StatusReference { list: 1, index };
            let state = |bundle: &Bundle| bundle.state(place, &*TRUSTED, AT).unwrap();
            let genuine = Bundle::open(&SIGNED, &*TRUSTED, AT).unwrap();
            assert_eq!(state(&bundle), state(&genuine));
        }
    }
});
