//! From a row to a certificate; what no program of ours can have written is named, not guessed.

use std::fmt::Display;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StringDeserializer};
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::{Certificate, Digest, Error, PersonCertificate, State};
use crate::credential::{
    CertificateId, KeyId, RevocationReason, StatusReference, VerificationCode,
};

const TABLE: &str = "certificates";

/// A certificate's row as the database gives it.
#[derive(FromRow)]
pub(super) struct CertificateRow {
    id: Uuid,
    code: String,
    result_key: String,
    result_digest: Vec<u8>,
    person: Vec<u8>,
    state: String,
    facts: Vec<u8>,
    claims: Vec<u8>,
    seal: Option<Vec<u8>>,
    credential_key: Option<String>,
    document_key: Option<String>,
    document: Option<Vec<u8>>,
    status_list: i64,
    status_index: i64,
    link_generation: i64,
    prepared_at: DateTime<Utc>,
    issued_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    revocation_reason: Option<String>,
    suspended_at: Option<DateTime<Utc>>,
    suspension_reason: Option<String>,
    superseded_at: Option<DateTime<Utc>>,
    superseded_by: Option<Uuid>,
    supersedes: Option<Uuid>,
}

/// The query for certificates that meet a condition, with the columns of [`CertificateRow`].
// Unwrapped text is safe here: the condition is part of the program.
pub(super) fn certificates_where(condition: &'static str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!(
        "SELECT id, code, result_key, result_digest, person, state, facts, claims, seal, \
         credential_key, document_key, document, status_list, status_index, link_generation, \
         prepared_at, issued_at, revoked_at, revocation_reason, suspended_at, suspension_reason, \
         superseded_at, superseded_by, supersedes FROM certificates WHERE {condition}"
    ))
}

impl TryFrom<CertificateRow> for Certificate {
    type Error = Error;

    fn try_from(row: CertificateRow) -> Result<Self, Error> {
        let id = row.id;
        let bad = |column| inconsistent(TABLE, column, id);
        let number = |column, value: i64| u32::try_from(value).map_err(|_| bad(column));
        let reason = |column, name| reason(name).map_err(|()| bad(column));
        Ok(Self {
            id: CertificateId(id),
            code: code(row.code).ok_or_else(|| bad("code"))?,
            result_key: row.result_key,
            result_digest: digest(&row.result_digest).ok_or_else(|| bad("result_digest"))?,
            person: digest(&row.person).ok_or_else(|| bad("person"))?,
            state: state(&row.state).ok_or_else(|| bad("state"))?,
            facts: row.facts,
            claims: row.claims,
            seal: row.seal,
            credential_key: row.credential_key.map(KeyId),
            document_key: row.document_key.map(KeyId),
            document: match row.document {
                None => None,
                Some(bytes) => Some(digest(&bytes).ok_or_else(|| bad("document"))?),
            },
            status: StatusReference {
                list: number("status_list", row.status_list)?,
                index: number("status_index", row.status_index)?,
            },
            link_generation: number("link_generation", row.link_generation)?,
            prepared_at: row.prepared_at,
            issued_at: row.issued_at,
            revoked_at: row.revoked_at,
            revocation_reason: reason("revocation_reason", row.revocation_reason)?,
            suspended_at: row.suspended_at,
            suspension_reason: reason("suspension_reason", row.suspension_reason)?,
            superseded_at: row.superseded_at,
            superseded_by: row.superseded_by.map(CertificateId),
            supersedes: row.supersedes.map(CertificateId),
        })
    }
}

/// A row of `person_certificates`.
#[derive(FromRow)]
pub(super) struct PersonRow {
    id: Uuid,
    result_key: String,
    exam_date: NaiveDate,
    state: String,
    prepared_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    superseded_at: Option<DateTime<Utc>>,
}

impl TryFrom<PersonRow> for PersonCertificate {
    type Error = Error;

    fn try_from(row: PersonRow) -> Result<Self, Error> {
        Ok(Self {
            id: CertificateId(row.id),
            result_key: row.result_key,
            exam_date: row.exam_date,
            state: state(&row.state).ok_or_else(|| inconsistent(TABLE, "state", row.id))?,
            prepared_at: row.prepared_at,
            void: row.revoked_at.is_some() || row.superseded_at.is_some(),
        })
    }
}

/// Names the place of a value that this program can't have written.
pub(super) fn inconsistent(table: &'static str, column: &'static str, id: impl Display) -> Error {
    Error::Inconsistent {
        table,
        column,
        id: id.to_string(),
    }
}

/// The name of a state in the database.
pub(super) fn state_name(state: State) -> &'static str {
    match state {
        State::Prepared => "prepared",
        State::Issued => "issued",
    }
}

pub(super) fn state(name: &str) -> Option<State> {
    [State::Prepared, State::Issued]
        .into_iter()
        .find(|state| state_name(*state) == name)
}

/// A reason's name, if there is one, must be one of ours.
pub(super) fn reason(name: Option<String>) -> Result<Option<RevocationReason>, ()> {
    let known = |name: String| RevocationReason::from_name(&name).ok_or(());
    name.map(known).transpose()
}

fn digest(bytes: &[u8]) -> Option<Digest> {
    bytes.try_into().map(Digest).ok()
}

pub(super) fn code(text: String) -> Option<VerificationCode> {
    let text: StringDeserializer<ValueError> = text.into_deserializer();
    VerificationCode::deserialize(text).ok()
}
