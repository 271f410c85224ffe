//! The audit trail: written in the transaction of the act it tells about, never changed.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::FromRow;
use uuid::{NoContext, Timestamp, Uuid};

use super::row::inconsistent;
use super::{Error, Store, Transaction, in_transaction, on_pool, written};
use crate::audit::AuditEvent;
use crate::credential::CertificateId;

/// One act, as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub operator: String,
    /// Name of the transaction.
    pub act: String,
    /// What happened.
    pub event: AuditEvent,
}

/// Who does what and when: what a transaction writes besides its event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act<'a> {
    /// Name of the transaction.
    pub(super) name: &'static str,
    pub(super) operator: &'a str,
    pub(super) at: DateTime<Utc>,
}

#[derive(FromRow)]
struct AuditRow {
    id: Uuid,
    at: DateTime<Utc>,
    operator: String,
    act: String,
    event: String,
}

impl TryFrom<AuditRow> for AuditEntry {
    type Error = Error;

    fn try_from(row: AuditRow) -> Result<Self, Error> {
        Ok(Self {
            at: row.at,
            operator: row.operator,
            act: row.act,
            event: serde_json::from_str(&row.event)
                .map_err(|_| inconsistent("audit_events", "event", row.id))?,
        })
    }
}

impl Store {
    /// Everything that happened to a certificate, first act first.
    pub async fn audit_trail(&self, id: CertificateId) -> Result<Vec<AuditEntry>, Error> {
        let rows: Vec<AuditRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, at, operator, act, event FROM audit_events \
             WHERE certificate_id = $1 ORDER BY step",
        )
        .bind(id.0)
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}

/// What was done in transactions of this name that are about no certificate, first act first.
pub(super) async fn trail_of_act(store: &Store, act: &str) -> Result<Vec<AuditEntry>, Error> {
    let rows: Vec<AuditRow> = on_pool!(store, pool => sqlx::query_as(
        "SELECT id, at, operator, act, event FROM audit_events \
         WHERE certificate_id IS NULL AND act = $1 ORDER BY at, id",
    )
    .bind(act)
    .fetch_all(pool).await)?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Records an event within the transaction that causes it.
pub(super) async fn record(
    transaction: &mut Transaction,
    act: Act<'_>,
    certificate: Option<CertificateId>,
    event: &AuditEvent,
) -> Result<(), Error> {
    let step: Option<i64> = match certificate {
        None => None,
        Some(id) => Some(
            in_transaction!(transaction, connection => sqlx::query_scalar(
                "SELECT COALESCE(MAX(step), 0) + 1 FROM audit_events WHERE certificate_id = $1",
            )
            .bind(id.0)
            .fetch_one(connection).await)?,
        ),
    };
    let event = serde_json::to_string(event)
        .map_err(|_| inconsistent("audit_events", "event", act.name))?;
    written!(
        transaction,
        sqlx::query(
            "INSERT INTO audit_events (id, certificate_id, step, at, operator, act, event) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(event_id(act.at))
        .bind(certificate.map(|id| id.0))
        .bind(step)
        .bind(act.at)
        .bind(act.operator)
        .bind(act.name)
        .bind(event)
    )?;
    Ok(())
}

/// A version 7 UUID of the act's instant, so that a chosen clock gives a matching id.
fn event_id(at: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(
        NoContext,
        seconds,
        at.timestamp_subsec_nanos(),
    ))
}
