//! The stages of issuance and verification, each alone, on one core.
//!
//! `cargo bench --bench issuance`. Rendering has a bench of its own; the whole flow with register,
//! archive and worker processes is measured by `sceau bench`.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that can't be set up has to stop"
)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use sceau::credential::{
    self, CertificateFacts, CertificateId, Frame, IssuerProfile, LintContext, SignedCredential,
    StatusReference, VerificationCode,
};
use sceau::decision::{self, Award, Decision};
use sceau::document::{
    self, Evidence, Query, SignatureNote, StampPlan, Template, TrustedAuthorities,
};
use sceau::framework::{Folder, Framework};
use sceau::i18n::Language;
use sceau::keys::{self, Keyring, NewKeyring};
use sceau::results::{self, Input};

static SESSION: &[u8] = include_bytes!("../examples/session.csv");

fn now() -> DateTime<Utc> {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

/// The keys that the vectors were signed with.
fn example_keyring() -> Keyring {
    Keyring::load(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/keys.example"
    )))
    .unwrap()
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
    let plan = StampPlan {
        room: 4096,
        evidence: Some(Evidence {
            certificates: keyring.document_key().chain.clone(),
            crls: vec![keyring.crl().to_vec()],
        }),
    };
    group.bench_function("sign-document-with-evidence", |b| {
        let pages = rendered();
        let key = keyring.document_key();
        b.iter(|| document::prepare_signature(&pages, key, now(), &note, &plan).unwrap());
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
        b.iter(|| {
            document::examine(
                black_box(pdf.as_bytes()),
                &trusted.documents,
                &trusted.authorities,
            )
            .unwrap()
        });
    });
    group.finish();
}

fn vector(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    std::fs::read(format!("{folder}/{name}")).unwrap()
}

/// What time stamps cost besides the authority's answer, which the vectors hold.
fn stamps(c: &mut Criterion) {
    let keyring = example_keyring();
    let stamp = |name: &str| vector(&format!("timestamp/{name}"));
    let authorities = TrustedAuthorities {
        roots: vec![stamp("root.cer")],
        crls: Vec::new(),
    };
    let mut certificates = keyring.document_key().chain.clone();
    certificates.extend(["tsa.cer", "issuing.cer", "root.cer"].map(stamp));
    let lists = [stamp("root.crl"), stamp("issuing.crl")];
    let evidence = Evidence {
        certificates,
        crls: [vec![keyring.crl().to_vec()], lists.to_vec()].concat(),
    };
    let mut group = c.benchmark_group("issuance");
    group.bench_function("open-time-stamp", |b| {
        let query = Query::new([7; 32], [9; 16]);
        let answer = stamp("valid_p256.tsr");
        b.iter(|| {
            query
                .open(black_box(&answer), &evidence, &authorities)
                .unwrap()
        });
    });
    group.bench_function("prepare-renewal", |b| {
        let stamped = stamp("valid_stamped.pdf");
        b.iter(|| document::prepare_renewal(black_box(&stamped), &evidence, 4096).unwrap());
    });
    group.finish();

    let keys = keyring.trusted().documents;
    let mut group = c.benchmark_group("verification");
    for (id, name) in [
        ("document-of-2-pages", "pdf/valid_certified.pdf"),
        ("stamped-document-of-2-pages", "timestamp/valid_stamped.pdf"),
        ("renewed-document-of-2-pages", "timestamp/valid_renewed.pdf"),
    ] {
        let bytes = vector(name);
        group.bench_function(id, |b| {
            b.iter(|| document::examine(black_box(&bytes), &keys, &authorities).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, stages, stamps);
criterion_main!(benches);
