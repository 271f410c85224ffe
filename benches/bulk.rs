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
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use futures_util::{StreamExt, stream};
use sceau::framework::Framework;
use sceau::store::Store;
use sceau::verification::Error;
use sceau::verification::bulk::{self, Bulk, CHUNK, FileQuestion, Outcome, Row};

#[path = "support/register.rs"]
mod register;

// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CERTIFICATES: u32 = 100_000;

fn row(number: u32, framework: &Framework) -> Row {
    let facts = register::facts(number, framework);
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
    let file = folder.path().join("register.db");
    let store = runtime.block_on(Store::migrate(file.as_path())).unwrap();
    runtime.block_on(register::fill(
        &file,
        &framework,
        &register::key(),
        0..CERTIFICATES,
    ));
    let verifier = register::verifier(store, &framework);
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
