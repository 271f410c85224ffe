//! The chain of the audit trail: every event carries the hash of the one before it.
//!
//! There are several lanes, so that writers seldom wait for each other: lane 0 for events of the
//! whole service, the others for certificates by the last byte of their id. Whoever writes locks
//! the head of one lane until the end of the transaction; a transaction with events in several
//! lanes writes them in the order of the lanes.

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

use super::audit::lane_of;
use super::row::inconsistent;
use super::{Digest, Error, Store, Transaction, in_transaction, on_pool, written};
use crate::credential::CertificateId;

/// Lanes of certificates; with the one of the whole service there is one more.
pub(super) const CERTIFICATE_LANES: u8 = 16;

/// What the first event of a lane carries as the hash of the one before it.
const BEFORE_THE_FIRST: Digest = Digest([0; 32]);

/// Told apart from everything else that is hashed in this house.
const DOMAIN: &[u8] = b"sceau audit event 1\0";

/// Rows read at once while older registers are chained.
const PAGE: i64 = 1000;

/// The last event of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditHead {
    /// The lane.
    pub lane: u32,
    /// Its place.
    pub number: u64,
    /// Its hash.
    pub hash: Digest,
}

/// An event's place in the chain, as recorded and as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditLink {
    /// Id of the event.
    pub id: Uuid,
    /// The certificate it is about.
    pub certificate: Option<CertificateId>,
    /// Its place in the lane.
    pub number: u64,
    /// What it carries as the hash of the event before it.
    pub previous: Digest,
    /// The hash that was recorded.
    pub hash: Digest,
    /// The hash of what the row says now.
    pub computed: Digest,
    /// Whether events of this certificate belong in this lane.
    pub in_its_lane: bool,
}

/// What is hashed of an event.
#[derive(FromRow)]
pub(super) struct Linked {
    pub(super) id: Uuid,
    pub(super) certificate_id: Option<Uuid>,
    pub(super) step: Option<i64>,
    pub(super) at: DateTime<Utc>,
    pub(super) operator: String,
    pub(super) act: String,
    pub(super) event: String,
}

/// A place that was taken in a lane, and what stands before it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) lane: i64,
    pub(super) number: i64,
    pub(super) previous: Digest,
}

#[derive(FromRow)]
struct LinkRow {
    #[sqlx(flatten)]
    linked: Linked,
    lane: i64,
    number: i64,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

#[derive(FromRow)]
struct HeadRow {
    lane: i64,
    number: i64,
    hash: Vec<u8>,
}

impl Linked {
    /// SHA-256 over the event with its place. Texts carry their length, so that no two events have
    /// the same bytes; times count microseconds, which both databases keep.
    pub(super) fn hash(&self, place: Place) -> Digest {
        let mut hash = Sha256::new_with_prefix(DOMAIN);
        hash.update(place.lane.to_be_bytes());
        hash.update(place.number.to_be_bytes());
        hash.update(place.previous.0);
        hash.update(self.id.as_bytes());
        hash.update(self.certificate_id.unwrap_or(Uuid::nil()).as_bytes());
        hash.update(self.step.unwrap_or(0).to_be_bytes());
        hash.update(self.at.timestamp_micros().to_be_bytes());
        for text in [&self.operator, &self.act, &self.event] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        Digest(hash.finalize().into())
    }
}

impl LinkRow {
    fn read(self) -> Result<AuditLink, Error> {
        let id = self.linked.id;
        let wrong = |column| inconsistent("audit_events", column, id);
        let previous = digest(&self.previous).ok_or_else(|| wrong("previous"))?;
        let certificate = self.linked.certificate_id.map(CertificateId);
        let place = Place {
            lane: self.lane,
            number: self.number,
            previous,
        };
        Ok(AuditLink {
            id,
            certificate,
            number: u64::try_from(self.number).map_err(|_| wrong("number"))?,
            previous,
            hash: digest(&self.hash).ok_or_else(|| wrong("hash"))?,
            computed: self.linked.hash(place),
            in_its_lane: lane_of(certificate) == self.lane,
        })
    }
}

impl AuditHead {
    /// Every lane before its first event.
    pub fn lanes() -> impl Iterator<Item = Self> {
        (0..=u32::from(CERTIFICATE_LANES)).map(|lane| Self {
            lane,
            number: 0,
            hash: BEFORE_THE_FIRST,
        })
    }
}

impl Store {
    /// The last event of every lane, in the order of the lanes.
    pub async fn audit_heads(&self) -> Result<Vec<AuditHead>, Error> {
        let rows: Vec<HeadRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT lane, number, hash FROM audit_heads ORDER BY lane",
        )
        .fetch_all(pool).await)?;
        let mut heads: Vec<AuditHead> = AuditHead::lanes().collect();
        for row in rows {
            let wrong = |column| inconsistent("audit_heads", column, row.lane);
            let head = usize::try_from(row.lane)
                .ok()
                .and_then(|lane| heads.get_mut(lane))
                .ok_or_else(|| wrong("lane"))?;
            head.number = u64::try_from(row.number).map_err(|_| wrong("number"))?;
            head.hash = digest(&row.hash).ok_or_else(|| wrong("hash"))?;
        }
        Ok(heads)
    }

    /// The next events of a lane after a place, in order.
    pub async fn audit_links(
        &self,
        lane: u32,
        after: u64,
        at_most: u32,
    ) -> Result<Vec<AuditLink>, Error> {
        let rows: Vec<LinkRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, certificate_id, step, at, operator, act, event, lane, number, previous, \
             hash FROM audit_events WHERE lane = $1 AND number > $2 ORDER BY number LIMIT $3",
        )
        .bind(i64::from(lane))
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        rows.into_iter().map(LinkRow::read).collect()
    }

    /// Ids of the events that are in no lane of the chain.
    pub async fn audit_outside(&self, at_most: u32) -> Result<Vec<Uuid>, Error> {
        let ids = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT id FROM audit_events WHERE lane IS NULL OR number IS NULL OR lane < 0 \
             OR lane > $1 OR number < 1 ORDER BY id LIMIT $2",
        )
        .bind(i64::from(CERTIFICATE_LANES))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        Ok(ids)
    }
}

/// Takes the next place in a lane, whose head stays locked until the transaction ends.
pub(super) async fn take_place(
    transaction: &mut Transaction,
    certificate: Option<CertificateId>,
) -> Result<Place, Error> {
    let lane = lane_of(certificate);
    let (number, previous): (i64, Vec<u8>) = in_transaction!(transaction, connection => sqlx::query_as(
        "INSERT INTO audit_heads (lane, number, hash) VALUES ($1, 1, $2) \
         ON CONFLICT (lane) DO UPDATE SET number = audit_heads.number + 1 \
         RETURNING number, hash",
    )
    .bind(lane)
    .bind(BEFORE_THE_FIRST.0.as_slice())
    .fetch_one(connection).await)?;
    Ok(Place {
        lane,
        number,
        previous: digest(&previous).ok_or_else(|| inconsistent("audit_heads", "hash", lane))?,
    })
}

/// Makes an event the last one of its lane.
pub(super) async fn set_head(
    transaction: &mut Transaction,
    place: Place,
    hash: Digest,
) -> Result<(), Error> {
    written!(
        transaction,
        sqlx::query("UPDATE audit_heads SET hash = $2 WHERE lane = $1")
            .bind(place.lane)
            .bind(hash.0.as_slice())
    )?;
    Ok(())
}

/// Chains the events of a register that was made before there was a chain: all of them or none.
/// What they say of the time before is as good as the register was on that day.
pub(super) async fn chain_older(store: &Store) -> Result<(), Error> {
    let mut transaction = store.begin().await?;
    let unchained: i64 = in_transaction!(transaction, connection => sqlx::query_scalar(
        "SELECT COUNT(*) FROM audit_events WHERE hash IS NULL",
    )
    .fetch_one(connection).await)?;
    if unchained == 0 {
        return Ok(());
    }
    // Whoever comes second waits here for the first, and finds it done.
    let first = written!(
        transaction,
        sqlx::query(
            "INSERT INTO audit_heads (lane, number, hash) VALUES (0, 0, $1) \
             ON CONFLICT (lane) DO NOTHING",
        )
        .bind(BEFORE_THE_FIRST.0.as_slice())
    )?;
    if first == 0 {
        return Ok(());
    }
    let mut after = Uuid::nil();
    loop {
        let rows: Vec<Linked> = in_transaction!(transaction, connection => sqlx::query_as(
            "SELECT id, certificate_id, step, at, operator, act, event FROM audit_events \
             WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(PAGE)
        .fetch_all(connection).await)?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in &rows {
            let place = take_place(&mut transaction, row.certificate_id.map(CertificateId)).await?;
            let hash = row.hash(place);
            written!(
                transaction,
                sqlx::query(
                    "UPDATE audit_events SET lane = $2, number = $3, previous = $4, hash = $5 \
                     WHERE id = $1",
                )
                .bind(row.id)
                .bind(place.lane)
                .bind(place.number)
                .bind(place.previous.0.as_slice())
                .bind(hash.0.as_slice())
            )?;
            set_head(&mut transaction, place, hash).await?;
        }
    }
    transaction.commit().await?;
    Ok(())
}

fn digest(bytes: &[u8]) -> Option<Digest> {
    bytes.try_into().map(Digest).ok()
}
