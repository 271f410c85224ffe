//! The stages of issuance and verification, each alone, on one core.
//!
//! `cargo bench --bench issuance`. Rendering has a bench of its own; the whole flow with register,
//! archive and worker processes is measured by `sceau bench`.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that can't be set up has to stop"
)]

use std::hint::black_box;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use sceau::credential::{
    self, CertificateFacts, CertificateId, Frame, IssuerProfile, LintContext, SignedCredential,
    StatusReference, VerificationCode,
};
use sceau::decision::{self, Award, Decision};
use sceau::document::{self, SignatureNote, Template};
use sceau::framework::{Folder, Framework};
use sceau::i18n::Language;
use sceau::keys::{self, Keyring, NewKeyring};
use sceau::results::{self, Input};

static SESSION: &[u8] = include_bytes!("../examples/session.csv");

fn now() -> DateTime<Utc> {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

fn keyring() -> Keyring {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let new = NewKeyring {
        issuer: "Bench".into(),
        public_url: "https://sceau.example".into(),
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
        specimen: false,
    };
    keys::create(&path, &new).unwrap();
    Keyring::load(&path).unwrap()
}

fn session() -> Input<'static> {
    Input {
        file_name: "session.csv",
        bytes: SESSION,
        format: None,
    }
}

fn award(framework: &Framework) -> Award {
    results::parse(&session(), framework)
        .results
        .into_iter()
        .find_map(|result| match decision::decide(framework, result) {
            Ok(Decision::Award(award)) if award.global_level().is_some() => Some(award),
            _ => None,
        })
        .unwrap()
}

fn facts(award: &Award, framework: &Framework) -> CertificateFacts {
    credential::facts(
        award,
        Frame {
            id: CertificateId("0197a3c2-5f00-7abc-8def-0123456789ab".parse().unwrap()),
            code: VerificationCode::from_random([3; 9]),
            status: StatusReference {
                list: 1,
                index: 94_567,
            },
            language: Language::French,
            issuer: IssuerProfile {
                name: "Institut des savoirs numériques".into(),
                signatory: "Hortense Lavigerie-Sow".into(),
                role: "Directrice de la certification".into(),
            },
            verify_url: "HTTPS://SCEAU.EXAMPLE/V".into(),
            delivery_date: now().date_naive(),
            issued_at: now(),
            framework,
            specimen: false,
        },
    )
}

fn stages(c: &mut Criterion) {
    let framework = Arc::new(Framework::embedded("crcn").unwrap().unwrap());
    let folder = Folder::embedded()
        .into_iter()
        .find(|folder| folder.name == "crcn")
        .unwrap();
    let template = Template::new(&folder, framework.clone()).unwrap();
    let coverage = document::coverage();
    let keyring = keyring();
    let facts = facts(&award(&framework), &framework);
    let context = LintContext {
        framework: &framework,
        coverage: &coverage,
        today: now().date_naive(),
    };
    let linted = || credential::lint(facts.clone(), &context).unwrap();
    let signed: SignedCredential =
        credential::sign(linted(), &framework, keyring.issuer_key()).unwrap();
    let note = SignatureNote {
        name: "Bench".into(),
        reason: "Bench".into(),
    };
    let rendered = || document::render(&signed, &template).unwrap();
    let sign = |pdf| document::sign_pdf(pdf, keyring.document_key(), now(), &note).unwrap();
    let pdf = sign(rendered());
    let trusted = keyring.trusted();

    let mut group = c.benchmark_group("issuance");
    group.bench_function("parse-session-of-42", |b| {
        b.iter(|| results::parse(black_box(&session()), &framework));
    });
    group.bench_function("lint", |b| b.iter(linted));
    group.bench_function("seal", |b| {
        let sealed = |facts| credential::sign(facts, &framework, keyring.issuer_key()).unwrap();
        b.iter_batched(linted, sealed, BatchSize::SmallInput);
    });
    group.bench_function("sign-document", |b| {
        b.iter_batched(rendered, sign, BatchSize::SmallInput);
    });
    group.finish();

    let mut group = c.benchmark_group("verification");
    group.bench_function("code", |b| {
        let text = facts.code.grouped();
        b.iter(|| VerificationCode::parse(black_box(&text)).unwrap());
    });
    group.bench_function("seal", |b| {
        b.iter(|| credential::open(black_box(signed.seal()), &trusted.seals).unwrap());
    });
    group.bench_function("document", |b| {
        b.iter(|| document::examine(black_box(pdf.as_bytes()), &trusted.documents).unwrap());
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
