//! Looking up a code and verifying it by code in registers of 10,000, 100,000 and a million
//! certificates, in SQLite and, if `TEST_DATABASE_URL` names a server, in PostgreSQL.
//!
//! `cargo bench --bench register`; it takes some minutes to fill them.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that can't be set up has to stop"
)]

use std::cell::Cell;
use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use sceau::config::Location;
use sceau::framework::Framework;
use sceau::store::Store;
use sceau::verification::{self, Asked, Input, Verdict};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::runtime::Runtime;
use uuid::Uuid;

#[path = "support/register.rs"]
mod register;

const SIZES: [u32; 3] = [10_000, 100_000, 1_000_000];

/// An empty register on the server, if there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "which server is measured is no configuration of the service"
)]
async fn on_server() -> Option<Store> {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        eprintln!("!! NOT MEASURED on PostgreSQL: TEST_DATABASE_URL is not set");
        return None;
    };
    let schema = format!("bench_{}", Uuid::new_v4().simple());
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
        .execute(&mut connection)
        .await
        .unwrap();
    let url = format!("{server}?options[search_path]={schema}");
    let location = Location::Server(url.as_str().into());
    Some(Store::migrate(location).await.unwrap())
}

fn ask(c: &mut Criterion, runtime: &Runtime, store: &Store, named: &str, size: u32) {
    let framework = Framework::embedded("crcn").unwrap().unwrap();
    let verifier = register::verifier(store.clone(), &framework);
    // All over the register, never twice in a row the same.
    let number = Cell::new(0_u32);
    let next = || {
        number.set(number.get().wrapping_add(7_919) % size);
        register::code(number.get())
    };
    let mut group = c.benchmark_group(named);
    group.sample_size(30);
    group.bench_function(format!("find-{size}"), |b| {
        b.iter(|| {
            let found = runtime.block_on(store.find_by_code(&next())).unwrap();
            assert!(black_box(found).is_some());
        });
    });
    group.bench_function(format!("verify-{size}"), |b| {
        b.iter(|| {
            let input = Input::Code(next().grouped());
            let at = "2026-11-21T12:00:00Z".parse().unwrap();
            let asked = Asked::default();
            let answer = runtime.block_on(verification::verify(&verifier, input, &asked, at));
            assert_eq!(answer.unwrap().verdict, Verdict::Authentic);
        });
    });
    group.finish();
}

fn registers(c: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let framework = Framework::embedded("crcn").unwrap().unwrap();
    let file = folder.path().join("register.db");
    let store = runtime.block_on(Store::migrate(file.as_path())).unwrap();
    let mut filled = 0;
    for size in SIZES {
        runtime.block_on(register::fill(
            &file,
            &framework,
            &register::key(),
            filled..size,
        ));
        filled = size;
        ask(c, &runtime, &store, "sqlite", size);
        let Some(server) = runtime.block_on(on_server()) else {
            continue;
        };
        let started = Instant::now();
        let tables = runtime.block_on(store.copy_to(&server)).unwrap();
        assert!(tables.iter().any(|table| table.rows == u64::from(size)));
        let took = started.elapsed().as_secs_f64();
        println!("db-copy/sqlite-to-postgres-{size}: {took:.1} s, once");
        ask(c, &runtime, &server, "postgres", size);
    }
}

criterion_group!(benches, registers);
criterion_main!(benches);
