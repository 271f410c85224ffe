//! A status list of 131,072 places, one in a hundred of them out of force: signed and read in each
//! of its forms, on one core.
//!
//! `cargo bench --bench status`. The size of each form is printed before it is measured.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that can't be set up has to stop"
)]

use std::hint::black_box;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use ed25519_dalek::SigningKey;
use sceau::credential::{IssuerKey, KeyId, TrustedKey};
use sceau::status::{Form, LIST_CAPACITY, NewList, Reader, StatusEntries, StatusList, TokenList};

const URL: &str = "https://sceau.example";

fn now() -> DateTime<Utc> {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

fn key() -> IssuerKey {
    let signer = SigningKey::from_bytes(&[7; 32]);
    IssuerKey {
        id: KeyId("c-2026-1".into()),
        verifying_key: signer.verifying_key(),
        signer: Arc::new(signer),
    }
}

/// The same places in every run: a linear congruence scatters them.
fn entries() -> StatusEntries {
    let mut state = 1_u32;
    let mut place = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % LIST_CAPACITY
    };
    let mut entries = StatusEntries::default();
    for _ in 0..LIST_CAPACITY / 100 {
        entries.revoked.insert(place());
    }
    for _ in 0..LIST_CAPACITY / 1000 {
        entries.suspended.insert(place());
    }
    entries
}

fn forms(c: &mut Criterion) {
    let (key, entries) = (key(), entries());
    let new = NewList {
        public_url: URL,
        list: 1,
        entries: &entries,
        at: now(),
    };
    let trusted = [TrustedKey {
        id: key.id.clone(),
        key: key.verifying_key,
        not_before: now(),
        retired_at: None,
        compromised_at: None,
        specimen: false,
    }];
    let reader = Reader {
        public_url: URL,
        trusted: &trusted,
        at: now(),
    };
    let signed = new.sign(&key).unwrap();
    let mut group = c.benchmark_group("status");
    group.bench_function("sign-all-forms-and-read-back", |b| {
        b.iter(|| black_box(&new).sign(&key).unwrap());
    });
    for (form, bytes) in &signed.forms {
        println!("{}: {} bytes", form.name(), bytes.len());
        group.bench_function(format!("sign/{}", form.name()), |b| {
            b.iter(|| black_box(&new).sign_form(*form, &key).unwrap());
        });
        group.bench_function(format!("read/{}", form.name()), |b| match form {
            Form::Document(purpose) | Form::Jwt(purpose) => {
                b.iter(|| StatusList::read(black_box(bytes), (*purpose, 1), &reader).unwrap());
            }
            Form::TokenJwt | Form::TokenCwt => {
                b.iter(|| TokenList::read(black_box(bytes), 1, &reader).unwrap());
            }
        });
    }
    group.finish();
}

criterion_group!(benches, forms);
criterion_main!(benches);
