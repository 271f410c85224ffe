//! Invented rows for the tests of this room and of those above it.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveTime, Utc};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;
use uuid::Uuid;

use super::database::Database;
use super::{
    Centre, CentreId, CentreKind, Certificate, Change, Digest, IssuedParts, Job, Lease,
    NewCertificate, NewExam, NewJob, NewList, Refusal, Room, SessionId, Store, written,
};
use crate::config::Location;
use crate::credential::{CertificateId, KeyId, VerificationCode};

pub(crate) const OPERATOR: &str = "hortense";

/// How long the jobs of tests are leased.
pub(crate) const LEASE: std::time::Duration = std::time::Duration::from_secs(30);

pub(crate) async fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::migrate(folder.path().join("register.db").as_path())
        .await
        .unwrap();
    (folder, store)
}

/// Runs a test on a fresh register in each database: SQLite always, PostgreSQL when
/// `TEST_DATABASE_URL` names a server; where CI runs it must.
pub(crate) async fn on_each(test: impl AsyncFn(Store)) {
    let (_folder, sqlite) = store().await;
    eprintln!("on SQLite");
    test(sqlite).await;
    if let Some(postgres) = postgres().await {
        eprintln!("on PostgreSQL");
        test(postgres.clone()).await;
        postgres.close().await;
    }
}

/// A fresh register in a schema of its own.
pub(crate) async fn postgres() -> Option<Store> {
    let location = postgres_location().await?;
    Some(Store::migrate(location).await.unwrap())
}

/// Where fresh registers may be made, one in each database.
pub(crate) async fn locations(folder: &TempDir) -> Vec<Location> {
    let file = Location::File(folder.path().join("register.db"));
    [Some(file), postgres_location().await]
        .into_iter()
        .flatten()
        .collect()
}

/// Where a fresh register may be made on the test server.
#[expect(
    clippy::disallowed_methods,
    reason = "which server tests run on is no configuration of the service"
)]
pub(crate) async fn postgres_location() -> Option<Location> {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "TEST_DATABASE_URL is not set: nothing would be tested on PostgreSQL"
        );
        eprintln!("!! SKIPPED on PostgreSQL: TEST_DATABASE_URL is not set (scripts/test sets it)");
        return None;
    };
    let schema = format!("test_{}", Uuid::new_v4().simple());
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let url = format!("{server}?options[search_path]={schema}");
    Some(Location::Server(url.as_str().into()))
}

/// Every column of the schema as `table.column`.
pub(crate) async fn columns(store: &Store) -> BTreeSet<String> {
    let names: Vec<String> = match &store.database {
        Database::Sqlite(pool) => {
            sqlx::query_scalar(
                "SELECT t.name || '.' || c.name FROM sqlite_master AS t, \
                 pragma_table_info(t.name) AS c WHERE t.type = 'table'",
            )
            .fetch_all(pool)
            .await
        }
        Database::Postgres(pool) => {
            sqlx::query_scalar(
                "SELECT table_name || '.' || column_name \
                 FROM information_schema.columns WHERE table_schema = current_schema()",
            )
            .fetch_all(pool)
            .await
        }
    }
    .unwrap();
    let ours = |name: &String| !name.starts_with('_') && !name.starts_with("sqlite_");
    names.into_iter().filter(ours).collect()
}

/// Does to the database what the program never would.
pub(crate) async fn tamper(store: &Store, statement: &'static str) -> Result<u64, sqlx::Error> {
    let mut transaction = store.begin().await.unwrap();
    let rows = written!(transaction, sqlx::query(statement))?;
    transaction.commit().await?;
    Ok(rows)
}

/// Puts another seal into an issued certificate's row.
pub(crate) async fn replace_seal(store: &Store, code: &VerificationCode, seal: &[u8]) {
    let mut transaction = store.begin().await.unwrap();
    let rows = written!(
        transaction,
        sqlx::query("UPDATE certificates SET seal = $2 WHERE code = $1")
            .bind(code.as_str())
            .bind(seal)
    );
    assert_eq!(rows.unwrap(), 1);
    transaction.commit().await.unwrap();
}

/// Gives an event of the trail another hash, as somebody would who knows how it is made.
pub(crate) async fn forge_event(store: &Store, lane: i64, number: i64, hash: Digest) {
    let mut transaction = store.begin().await.unwrap();
    let rows = written!(
        transaction,
        sqlx::query("UPDATE audit_events SET hash = $3 WHERE lane = $1 AND number = $2")
            .bind(lane)
            .bind(number)
            .bind(hash.0.as_slice())
    );
    assert_eq!(rows.unwrap(), 1);
    transaction.commit().await.unwrap();
}

/// Sets the head of a lane of the trail.
pub(crate) async fn forge_head(store: &Store, lane: i64, number: i64, hash: Digest) {
    let mut transaction = store.begin().await.unwrap();
    let rows = written!(
        transaction,
        sqlx::query("UPDATE audit_heads SET number = $2, hash = $3 WHERE lane = $1")
            .bind(lane)
            .bind(number)
            .bind(hash.0.as_slice())
    );
    assert_eq!(rows.unwrap(), 1);
    transaction.commit().await.unwrap();
}

/// What `migrate` does to the trail of an older register.
pub(crate) async fn chain_older(store: &Store) {
    super::chain::chain_older(store).await.unwrap();
}

pub(crate) fn at(minute: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-06-09T08:00:00.123456Z".parse().unwrap();
    start + Duration::minutes(minute)
}

/// The code with this number and whatever check symbol belongs to it.
pub(crate) fn code(number: u128) -> VerificationCode {
    let digits = format!("{number:013}");
    let digits = &digits[digits.len() - 13..];
    (b'!'..=b'~')
        .find_map(|check| serde_json::from_value(json!(format!("{digits}{}", check as char))).ok())
        .unwrap()
}

pub(crate) async fn new_certificate(store: &Store, number: u8) -> NewCertificate {
    NewCertificate {
        id: CertificateId(Uuid::now_v7()),
        code: code(number.into()),
        result_key: format!("session 12/{number}"),
        result_digest: Digest([number; 32]),
        person: Digest([100; 32]),
        exam_date: "2026-06-01".parse().unwrap(),
        facts: format!("{{\"score\": {number}.0}}").into_bytes(),
        claims: vec![0xa1, number],
        status: store.next_status_reference(at(0)).await.unwrap(),
        prepared_at: at(0),
        supersedes: None,
        search: None,
    }
}

pub(crate) fn parts(number: u8) -> IssuedParts {
    IssuedParts {
        seal: vec![0xd2, number],
        credential_key: KeyId("c-1".into()),
        document_key: KeyId("d-1".into()),
        document: Digest([number + 1; 32]),
    }
}

pub(crate) async fn prepared(store: &Store, number: u8) -> Certificate {
    let new = new_certificate(store, number).await;
    let prepared = store.prepare(&new, OPERATOR).await.unwrap();
    assert!(prepared.fresh);
    prepared.certificate
}

pub(crate) async fn issued(store: &Store, number: u8) -> Certificate {
    let certificate = prepared(store, number).await;
    store
        .mark_issued(certificate.id, &parts(number), OPERATOR, at(1))
        .await
        .unwrap()
}

pub(crate) fn done(change: Change) -> Certificate {
    match change {
        Change::Done(certificate) => *certificate,
        Change::Refused(why, _) => panic!("refused: {why:?}"),
    }
}

pub(crate) fn refused(change: &Change) -> Refusal {
    match change {
        Change::Refused(why, _) => *why,
        Change::Done(_) => panic!("done"),
    }
}

/// A school.
pub(crate) fn centre() -> Centre {
    Centre {
        id: CentreId(Uuid::now_v7()),
        name: "Lycée des Dunes".to_owned(),
        kind: CentreKind::School,
        address: Some("12 rue du Phare\n29100 Douarnenez".to_owned()),
        created_at: at(0),
        version: 1,
        changed: None,
    }
}

/// A session of a centre, of one room.
pub(crate) fn session(number: &str, centre: CentreId, exam_date: &str) -> NewExam {
    NewExam {
        id: SessionId(Uuid::now_v7()),
        number: number.to_owned(),
        centre,
        framework: "crcn".to_owned(),
        site: None,
        exam_date: exam_date.parse().unwrap(),
        starts_at: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
        minutes: Some(105),
        rooms: vec![Room {
            name: "101".to_owned(),
            invigilators: vec!["Ana Beltrán".to_owned()],
            places: Some(20),
        }],
        notes: None,
    }
}

/// A list for a session that is new.
pub(crate) fn list(session: SessionId, candidates: &[&str]) -> NewList {
    NewList {
        session,
        version: 1,
        file: Digest([7; 32]),
        candidates: candidates
            .iter()
            .map(|one| one.as_bytes().to_vec())
            .collect(),
    }
}

/// A job that waits from a minute on.
pub(crate) async fn queued(store: &Store, minute: i64) -> NewJob {
    let new = Job::PublishStatus.at(at(minute));
    assert!(store.enqueue(&new).await.unwrap());
    new
}

/// The job whose turn it is, leased for half a minute.
pub(crate) async fn claimed(store: &Store, worker: Uuid, minute: i64) -> Lease {
    let leases = store
        .claim_jobs(worker, 1, at(minute), at(minute) + LEASE)
        .await
        .unwrap();
    leases.into_iter().next().unwrap()
}
