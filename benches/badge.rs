//! The standard credential: signed by lines and by a JSON-LD processor, read, and taken away.
//!
//! `cargo bench --bench badge`
#![expect(
    clippy::unwrap_used,
    reason = "a bench that can't be set up has to stop"
)]

use std::hint::black_box;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use ed25519_dalek::SigningKey;
use sceau::credential::badge::{self, bake_png, bake_svg, unbake};
use sceau::credential::proof::{self, Cryptosuite};
use sceau::credential::{
    self, CertificateFacts, CertificateId, IssuerKey, IssuerProfile, KeyId, LintContext,
    StatusReference, TrustedKey, VerificationCode,
};
use sceau::document::{self, Badge, Template};
use sceau::framework::{Folder, Framework};
use sceau::i18n::Language;
use sceau::results::Identity;
use serde_json::Value;

fn at() -> DateTime<Utc> {
    "2026-06-09T08:00:00Z".parse().unwrap()
}

fn key() -> IssuerKey {
    let key = SigningKey::from_bytes(&[42; 32]);
    IssuerKey {
        id: KeyId("c1".into()),
        verifying_key: key.verifying_key(),
        signer: Arc::new(key),
    }
}

fn facts(framework: &Framework) -> CertificateFacts {
    CertificateFacts {
        id: CertificateId("0197a3c2-5f00-7abc-8def-0123456789ab".parse().unwrap()),
        code: VerificationCode::from_random([3; 9]),
        framework: framework.id.clone(),
        framework_version: framework.version,
        language: Language::French,
        holder: Identity {
            last_name: "Kervadec-Oduya".into(),
            first_name: "Maëlle".into(),
            birth_date: "1998-03-14".parse().unwrap(),
            birth_place: "Quimper".into(),
            local_id: None,
            ine: None,
        },
        centre: "Lycée des Dunes, Douarnenez".into(),
        exam_date: "2026-05-21".parse().unwrap(),
        delivery_date: at().date_naive(),
        issued_at: at(),
        score: 487,
        degraded: false,
        levels: vec![5, 4, 3, 5, 4, 6, 3, 4, 3, 5, 2, 4, 5, 3, 3, 2],
        global_level: framework.global_level(487).map(|level| level.number),
        status: StatusReference {
            list: 1,
            index: 94_567,
        },
        issuer: IssuerProfile {
            name: "Institut des savoirs numériques".into(),
            signatory: "Hortense Lavigerie-Sow".into(),
            role: "Directrice de la certification".into(),
        },
        verify_url: "HTTPS://SCEAU.EXAMPLE/V".into(),
        specimen: false,
    }
}

fn forms(c: &mut Criterion) {
    let framework = Arc::new(Framework::embedded("crcn").unwrap().unwrap());
    let folder = Folder::embedded()
        .into_iter()
        .find(|folder| folder.name == "crcn")
        .unwrap();
    let template = Template::new(&folder, Arc::clone(&framework)).unwrap();
    let coverage = document::coverage();
    let context = LintContext {
        framework: &framework,
        coverage: &coverage,
        today: at().date_naive(),
    };
    let facts = facts(&framework);
    let linted = || credential::lint(facts.clone(), &context).unwrap();
    let signed = credential::sign(linted(), &framework, &key()).unwrap();
    let bytes = signed.badge().as_bytes();
    let trusted = [TrustedKey {
        id: key().id,
        key: key().verifying_key,
        not_before: DateTime::UNIX_EPOCH,
        retired_at: None,
        compromised_at: None,
        specimen: false,
    }];

    let mut group = c.benchmark_group("badge-sign");
    group.bench_function("seal-and-badge-by-lines", |b| {
        let sign = |facts| credential::sign(facts, &framework, &key()).unwrap();
        b.iter_batched(linted, sign, BatchSize::SmallInput);
    });
    group.bench_function("badge-by-processor", |b| {
        let mut document: Value = serde_json::from_slice(bytes).unwrap();
        document.as_object_mut().unwrap().remove("proof");
        b.iter(|| {
            [Cryptosuite::Rdfc, Cryptosuite::Jcs].map(|suite| {
                let method = "did:web:sceau.example#c1".to_owned();
                proof::sign(black_box(&document), suite, at(), method, &key()).unwrap()
            })
        });
    });
    group.bench_function("token", |b| {
        b.iter(|| badge::to_jwt(black_box(signed.badge()), &key(), at()).unwrap());
    });
    group.finish();

    let token = badge::to_jwt(signed.badge(), &key(), at()).unwrap();
    let mut group = c.benchmark_group("badge-open");
    group.bench_function("both-proofs", |b| {
        b.iter(|| badge::open(black_box(bytes), &trusted).unwrap());
    });
    group.bench_function("token", |b| {
        b.iter(|| badge::open_jwt(black_box(&token), &trusted).unwrap());
    });
    group.finish();

    let drawn = Badge::draw(&facts, &template).unwrap();
    let (png, svg) = (drawn.png().unwrap(), drawn.svg());
    let text = std::str::from_utf8(bytes).unwrap();
    let baked = bake_png(&png, bytes).unwrap();
    let mut group = c.benchmark_group("badge-picture");
    group.bench_function("draw-svg", |b| {
        b.iter(|| Badge::draw(black_box(&facts), &template).unwrap().svg());
    });
    group.bench_function("draw-png", |b| b.iter(|| black_box(&drawn).png().unwrap()));
    group.bench_function("bake-png", |b| {
        b.iter(|| bake_png(black_box(&png), bytes).unwrap());
    });
    group.bench_function("bake-svg", |b| {
        b.iter(|| bake_svg(black_box(&svg), text).unwrap());
    });
    group.bench_function("unbake-png", |b| {
        b.iter(|| unbake(black_box(&baked)).unwrap());
    });
    group.finish();
}

criterion_group!(benches, forms);
criterion_main!(benches);
