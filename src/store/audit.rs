//! The audit trail: written in the transaction of the act it tells about, never changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::FromRow;
use uuid::{NoContext, Timestamp, Uuid};

use super::chain::{self, CERTIFICATE_LANES, Linked};
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

/// An act with its place among those of the same certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditStep {
    /// Its place, from 1.
    pub step: i64,
    /// What was recorded.
    pub entry: AuditEntry,
}

/// One act, and what it was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditRecord {
    /// Its id; ids grow with time.
    pub id: Uuid,
    /// The certificate it was done to, if it was one.
    pub certificate: Option<CertificateId>,
    /// What was recorded.
    #[serde(flatten)]
    pub entry: AuditEntry,
}

/// Which part of the trail is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// One kind of event only.
    pub kind: Option<String>,
    /// What one operator did only.
    pub operator: Option<String>,
    /// From this time on.
    pub since: Option<DateTime<Utc>>,
    /// Before this time.
    pub until: Option<DateTime<Utc>>,
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

#[derive(FromRow)]
struct RecordRow {
    certificate_id: Option<Uuid>,
    #[sqlx(flatten)]
    entry: AuditRow,
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

#[derive(FromRow)]
struct StepRow {
    certificate_id: Uuid,
    step: i64,
    #[sqlx(flatten)]
    audit: AuditRow,
}

impl TryFrom<RecordRow> for AuditRecord {
    type Error = Error;

    fn try_from(row: RecordRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.entry.id,
            certificate: row.certificate_id.map(CertificateId),
            entry: row.entry.try_into()?,
        })
    }
}

/// The lane of the chain for events of this certificate, or of the whole service.
pub(super) fn lane_of(certificate: Option<CertificateId>) -> i64 {
    certificate.map_or(0, |id| {
        let last = id.0.as_bytes().last().copied().unwrap_or(0);
        i64::from(last % CERTIFICATE_LANES) + 1
    })
}

impl Store {
    /// Everything that happened to the certificates between two ids, both included.
    pub async fn audit_steps(
        &self,
        first: CertificateId,
        last: CertificateId,
    ) -> Result<BTreeMap<CertificateId, Vec<AuditStep>>, Error> {
        let rows: Vec<StepRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT certificate_id, step, id, at, operator, act, event FROM audit_events \
             WHERE certificate_id >= $1 AND certificate_id <= $2 ORDER BY certificate_id, step",
        )
        .bind(first.0)
        .bind(last.0)
        .fetch_all(pool).await)?;
        let mut trails: BTreeMap<CertificateId, Vec<AuditStep>> = BTreeMap::new();
        for row in rows {
            let trail = trails.entry(CertificateId(row.certificate_id)).or_default();
            trail.push(AuditStep {
                step: row.step,
                entry: row.audit.try_into()?,
            });
        }
        Ok(trails)
    }

    /// What was done last that fits a filter, newest first; the next page begins before an id.
    pub async fn audit_search(
        &self,
        filter: &AuditFilter,
        before: Option<Uuid>,
        at_most: u32,
    ) -> Result<Vec<AuditRecord>, Error> {
        // Events are written with their kind first.
        let kind = filter.kind.as_deref();
        let beginning = kind.map_or_else(String::new, |kind| format!("{{\"event\":\"{kind}\""));
        // Ids begin with the time.
        let end = filter.until.map_or(Uuid::max(), first_id);
        let rows: Vec<RecordRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT certificate_id, id, at, operator, act, event FROM audit_events \
             WHERE id < $1 AND id >= $2 AND substr(event, 1, $3) = $4 \
             AND ($5 = '' OR operator = $5) ORDER BY id DESC LIMIT $6",
        )
        .bind(before.unwrap_or(Uuid::max()).min(end))
        .bind(filter.since.map_or(Uuid::nil(), first_id))
        .bind(i32::try_from(beginning.len()).unwrap_or(i32::MAX))
        .bind(&beginning)
        .bind(filter.operator.as_deref().unwrap_or_default())
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Everybody who did something, in the order of their names; so many at most.
    pub async fn audit_operators(&self, at_most: u32) -> Result<Vec<String>, Error> {
        Ok(on_pool!(self, pool => sqlx::query_scalar(
            "SELECT DISTINCT operator FROM audit_events ORDER BY operator LIMIT $1",
        )
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?)
    }

    /// What was done last, newest first; the next page begins before an id.
    pub async fn audit_recent(
        &self,
        before: Option<Uuid>,
        at_most: u32,
    ) -> Result<Vec<AuditRecord>, Error> {
        let rows: Vec<RecordRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT certificate_id, id, at, operator, act, event FROM audit_events \
             WHERE id < $1 ORDER BY id DESC LIMIT $2",
        )
        .bind(before.unwrap_or(Uuid::max()))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

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

    /// The next acts after `after` by id, for walking through the whole trail in the order of time.
    pub async fn audit_page(
        &self,
        after: Option<Uuid>,
        at_most: u32,
    ) -> Result<Vec<AuditRecord>, Error> {
        let rows: Vec<RecordRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, certificate_id, at, operator, act, event FROM audit_events \
             WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after.unwrap_or(Uuid::nil()))
        .bind(i64::from(at_most))
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
    let linked = Linked {
        id: event_id(act.at),
        certificate_id: certificate.map(|id| id.0),
        step,
        at: act.at,
        operator: act.operator.to_owned(),
        act: act.name.to_owned(),
        event,
    };
    let place = chain::take_place(transaction, certificate).await?;
    let hash = linked.hash(place);
    written!(
        transaction,
        sqlx::query(
            "INSERT INTO audit_events (id, certificate_id, step, at, operator, act, event, lane, \
             number, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(linked.id)
        .bind(linked.certificate_id)
        .bind(linked.step)
        .bind(linked.at)
        .bind(&linked.operator)
        .bind(&linked.act)
        .bind(&linked.event)
        .bind(place.lane)
        .bind(place.number)
        .bind(place.previous.0.as_slice())
        .bind(hash.0.as_slice())
    )?;
    chain::set_head(transaction, place, hash).await
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

/// The least id that an event of this time can have.
fn first_id(at: DateTime<Utc>) -> Uuid {
    let milliseconds = u128::try_from(at.timestamp_millis()).unwrap_or(0);
    Uuid::from_u128(milliseconds << 80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixtures::{at, on_each};

    #[tokio::test]
    async fn the_trail_is_searched_by_kind_operator_and_time() {
        on_each(async |store: Store| {
            for (minute, operator) in [(1, "hortense"), (2, "marius"), (3, "hortense")] {
                store
                    .record_self_check(1, 0, operator, at(minute))
                    .await
                    .unwrap();
            }
            let count = async |filter: AuditFilter| {
                let found = store.audit_search(&filter, None, 9).await.unwrap();
                found.len()
            };
            let all = AuditFilter::default();
            assert_eq!(count(all.clone()).await, 3);
            let of = |operator: &str| AuditFilter {
                operator: Some(operator.into()),
                ..AuditFilter::default()
            };
            assert_eq!(count(of("hortense")).await, 2);
            assert_eq!(count(of("nobody")).await, 0);
            let kind = |kind: &str| AuditFilter {
                kind: Some(kind.into()),
                ..AuditFilter::default()
            };
            assert_eq!(count(kind("self_checked")).await, 3);
            assert_eq!(count(kind("self")).await, 0);
            let span = AuditFilter {
                since: Some(at(2)),
                until: Some(at(3)),
                ..AuditFilter::default()
            };
            let found = store.audit_search(&span, None, 9).await.unwrap();
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].entry.at, at(2));
            let newest = store.audit_search(&all, None, 1).await.unwrap();
            let older = store.audit_search(&all, Some(newest[0].id), 9).await;
            assert_eq!(older.unwrap().len(), 2);
            let operators = store.audit_operators(9).await.unwrap();
            assert_eq!(operators, ["hortense", "marius"]);
        })
        .await;
    }
}
