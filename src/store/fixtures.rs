//! Invented rows for the tests of this room and of those above it.

use chrono::{DateTime, Duration, Utc};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use super::{Certificate, Change, Digest, IssuedParts, NewCertificate, Refusal, Store};
use crate::credential::{CertificateId, KeyId, VerificationCode};

pub(crate) const OPERATOR: &str = "hortense";

pub(crate) async fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::migrate(&folder.path().join("register.db"))
        .await
        .unwrap();
    (folder, store)
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
