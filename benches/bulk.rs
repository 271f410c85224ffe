//! 100,000 rows against a register of 100,000 certificates, every signature verified: in the engine,
//! and from file to file. Then a million rows once, with the memory that took.
//!
//! `cargo bench --bench bulk`
#![expect(
    clippy::unwrap_used,
    reason = "a bench that can't be set up has to stop"
)]

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use ed25519_dalek::SigningKey;
use futures_util::{StreamExt, stream};
use sceau::credential::{
    self, CertificateFacts, CertificateId, GlyphCoverage, IssuerKey, IssuerProfile, KeyId,
    LintContext, StatusReference, TrustedKey, VerificationCode,
};
use sceau::framework::Framework;
use sceau::i18n::Language;
use sceau::keys::TrustedKeys;
use sceau::results::Identity;
use sceau::store::Store;
use sceau::verification::bulk::{self, Bulk, CHUNK, FileQuestion, Outcome, Row};
use sceau::verification::{Error, Verifier};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use uuid::Uuid;

const CERTIFICATES: u32 = 100_000;

fn key() -> IssuerKey {
    let key = SigningKey::from_bytes(&[7; 32]);
    IssuerKey {
        id: KeyId("c-2026-1".into()),
        verifying_key: key.verifying_key(),
        signer: Arc::new(key),
    }
}

fn code(number: u32) -> VerificationCode {
    // Scattered over the index like codes drawn by chance.
    let mut bytes = [0; 9];
    let scattered = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bytes[..8].copy_from_slice(&scattered.to_be_bytes());
    VerificationCode::from_random(bytes)
}

fn facts(number: u32, framework: &Framework) -> CertificateFacts {
    CertificateFacts {
        id: CertificateId(Uuid::from_u128(u128::from(number) << 64 | 7)),
        code: code(number),
        framework: framework.id.clone(),
        framework_version: framework.version,
        language: Language::French,
        holder: Identity {
            last_name: format!(
                "Kervadec-{}",
                ["Oduya", "Le Goff", "Moreau"][number as usize % 3]
            ),
            first_name: ["Maëlle", "Yann", "Zoé", "Ismaël"][number as usize % 4].into(),
            birth_date: "2007-03-14".parse().unwrap(),
            birth_place: "Quimper".into(),
            local_id: None,
            ine: None,
        },
        centre: "Lycée des Dunes".into(),
        exam_date: "2026-05-21".parse().unwrap(),
        delivery_date: "2026-06-09".parse().unwrap(),
        issued_at: "2026-06-09T08:00:00Z".parse().unwrap(),
        score: 487,
        degraded: false,
        levels: vec![3; 16],
        global_level: Some(4),
        status: StatusReference {
            list: 1 + number / 131_072,
            index: number % 131_072,
        },
        issuer: IssuerProfile {
            name: "Institut".into(),
            signatory: "Hortense Lavigerie-Sow".into(),
            role: "Directrice".into(),
        },
        verify_url: "HTTPS://SCEAU.EXAMPLE/V".into(),
        specimen: false,
    }
}

/// Fills the register in one transaction: the service's own way takes two for each certificate.
async fn fill(path: &Path, framework: &Framework) {
    let mut connection: SqliteConnection = SqliteConnectOptions::new()
        .filename(path)
        .connect()
        .await
        .unwrap();
    let mut transaction = connection.begin().await.unwrap();
    let coverage: GlyphCoverage = (' '..='ſ').collect();
    let context = LintContext {
        framework,
        coverage: &coverage,
        today: "2026-06-09".parse().unwrap(),
    };
    let key = key();
    for number in 0..CERTIFICATES {
        let facts = facts(number, framework);
        let (id, code, status) = (facts.id.0, facts.code.clone(), facts.status);
        let json = serde_json::to_vec(&facts).unwrap();
        let linted = credential::lint(facts, &context).unwrap();
        let seal = credential::sign_seal(&linted, &key).unwrap();
        sqlx::query(
            "INSERT INTO certificates (id, code, result_key, result_digest, person, exam_date, \
             state, facts, claims, seal, credential_key, document_key, document, status_list, \
             status_index, link_generation, prepared_at, issued_at) VALUES ($1, $2, $3, $4, $4, \
             '2026-05-21', 'issued', $5, x'00', $6, 'c', 'd', $4, $7, $8, 0, \
             '2026-06-09T08:00:00+00:00', '2026-06-09T08:00:00+00:00')",
        )
        .bind(id)
        .bind(code.as_str())
        .bind(number.to_string())
        .bind(id.as_bytes().repeat(2))
        .bind(json)
        .bind(seal.0)
        .bind(i64::from(status.list))
        .bind(i64::from(status.index))
        .execute(&mut *transaction)
        .await
        .unwrap();
    }
    transaction.commit().await.unwrap();
}

fn row(number: u32, framework: &Framework) -> Row {
    let facts = facts(number, framework);
    Row {
        code: facts.code.grouped(),
        last_name: facts.holder.last_name.to_uppercase(),
        first_name: facts.holder.first_name,
        birth_date: "14/03/2007".into(),
        requirement: String::new(),
        fault: None,
    }
}

fn write_file(path: &Path, rows: u32, framework: &Framework) {
    let mut text = String::from("Dossier;Nom;Prénom;Né(e) le;Code de vérification\n");
    for number in 0..rows {
        // Not in the order of the register.
        let row = row((number.wrapping_mul(7_919)) % CERTIFICATES, framework);
        let (last, first) = (row.last_name, row.first_name);
        writeln!(text, "{number};{last};{first};14/03/2007;{}", row.code).unwrap();
    }
    std::fs::write(path, text).unwrap();
}

async fn engine(bulk: Bulk, rows: &[Row]) {
    let chunks = rows.chunks(CHUNK).map(|rows| {
        let rows = rows.iter().cloned().map(|row| ((), row));
        Ok::<_, Error>(rows.collect::<Vec<_>>())
    });
    let mut answers = std::pin::pin!(bulk.answers(stream::iter(chunks)));
    while let Some(answered) = answers.next().await {
        let all = answered.unwrap();
        assert!(all.iter().all(|((), it)| it.outcome == Outcome::Authentic));
    }
}

async fn file_to_file(bulk: Bulk, from: &Path, to: &Path) {
    let question = FileQuestion {
        requirement: Some("score ≥ 400".into()),
        ..FileQuestion::default()
    };
    let file = File::open(from).unwrap();
    let mut verified = bulk::verify_file(bulk, file, &question).await.unwrap();
    let mut out = File::create(to).unwrap();
    while let Some(part) = verified.next_part().await.unwrap() {
        std::io::Write::write_all(&mut out, &part).unwrap();
    }
    assert!(verified.summary.all_good(), "{:?}", verified.summary);
}

/// Highest resident memory of this process, in megabytes (Linux).
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes >> 10)
}

fn rows_at_once(c: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let framework = Framework::embedded("crcn").unwrap().unwrap();
    let register = folder.path().join("register.db");
    let store = runtime
        .block_on(Store::migrate(register.as_path()))
        .unwrap();
    runtime.block_on(fill(&register, &framework));
    let trusted = TrustedKey {
        id: key().id,
        key: key().verifying_key,
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        retired_at: None,
        compromised_at: None,
        specimen: false,
    };
    let verifier = Verifier {
        store: Some(store),
        trusted: TrustedKeys {
            seals: vec![trusted],
            ..TrustedKeys::default()
        },
        frameworks: vec![Arc::new(framework.clone())],
        issuer: String::new(),
        image_pixels: 0,
        reader: sceau::reading::Reader::Here,
    };
    let bulk = Bulk::new(&verifier).unwrap();
    let rows: Vec<Row> = (0..CERTIFICATES)
        .map(|number| row(number.wrapping_mul(7_919) % CERTIFICATES, &framework))
        .collect();
    let (from, to) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    write_file(&from, CERTIFICATES, &framework);

    let mut group = c.benchmark_group("bulk");
    group.sample_size(10);
    group.bench_function("engine-100k", |b| {
        b.iter(|| runtime.block_on(engine(bulk.clone(), &rows)));
    });
    group.bench_function("file-to-file-100k", |b| {
        b.iter(|| runtime.block_on(file_to_file(bulk.clone(), &from, &to)));
    });
    group.finish();
    drop(rows);

    let before = peak_megabytes();
    write_file(&from, 10 * CERTIFICATES, &framework);
    let written = peak_megabytes();
    let started = Instant::now();
    runtime.block_on(file_to_file(bulk, &from, &to));
    println!(
        "bulk/file-to-file-1M: {:.2} s, once; peak memory {before:?} MB after 100k, {written:?} MB \
         after writing the file, {:?} MB after 1M",
        started.elapsed().as_secs_f64(),
        peak_megabytes(),
    );
}

criterion_group!(benches, rows_at_once);
criterion_main!(benches);
