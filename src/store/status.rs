//! Places in the status lists, decoys among them, and the lists as published.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::audit::{self, Act};
use super::certificates::is_foreign_key_violation;
use super::row::inconsistent;
use super::{Error, Store, Transaction};
use crate::audit::AuditEvent;
use crate::credential::StatusReference;

/// Places in one list: the least that W3C Bitstring Status List v1.0 §2.2 allows.
pub const LIST_CAPACITY: u32 = 131_072;

/// Lists that are filled at the same time, so that one session's certificates are spread.
const LISTS_TOGETHER: u32 = 4;

/// Draws before new lists are opened: in half-full lists, one in 256 calls draws in vain.
const DRAWS: u32 = 8;

/// What a set bit of a list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPurpose {
    /// Finally out of force: revoked, or replaced by a corrected certificate.
    Revocation,
    /// Reversibly out of force.
    Suspension,
}

impl StatusPurpose {
    /// Both purposes.
    pub const ALL: [Self; 2] = [Self::Revocation, Self::Suspension];

    /// The name in addresses, databases and lists (the standard's words).
    pub fn name(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }

    /// The purpose with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// What a decoy pretends to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decoy {
    /// A certificate in force.
    Idle,
    /// A suspended certificate. May become idle again.
    Suspended,
    /// A revoked certificate. Final, like a real one.
    Revoked,
}

impl Decoy {
    fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
        }
    }
}

/// The set bits of a list, decoys included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusEntries {
    /// Finally out of force.
    pub revoked: BTreeSet<u32>,
    /// Reversibly out of force.
    pub suspended: BTreeSet<u32>,
}

impl StatusEntries {
    /// The set bits of one purpose.
    pub fn of(&self, purpose: StatusPurpose) -> &BTreeSet<u32> {
        match purpose {
            StatusPurpose::Revocation => &self.revoked,
            StatusPurpose::Suspension => &self.suspended,
        }
    }
}

/// A signed list as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedStatusList {
    /// Number of the list.
    pub list: u32,
    /// What a set bit says.
    pub purpose: StatusPurpose,
    /// 1 for the first publication, then one more each time.
    pub version: u32,
    /// From when it may be relied on.
    pub valid_from: DateTime<Utc>,
    /// Until when it may be relied on.
    pub valid_until: DateTime<Utc>,
    /// The signed bytes.
    pub document: Vec<u8>,
}

#[derive(FromRow)]
struct PublishedRow {
    version: i64,
    valid_from: DateTime<Utc>,
    valid_until: DateTime<Utc>,
    document: Vec<u8>,
}

impl Store {
    /// A free random place in one of the lists being filled. It is taken only by
    /// [`Store::prepare`], which says so if another certificate was faster.
    pub async fn next_status_reference(&self, at: DateTime<Utc>) -> Result<StatusReference, Error> {
        loop {
            let newest = self.status_lists().await?.last().copied().unwrap_or(0);
            if newest == 0 {
                self.open_lists(1, at).await?;
                continue;
            }
            let first = newest.saturating_sub(LISTS_TOGETHER - 1).max(1);
            for _ in 0..DRAWS {
                let place = draw(first, newest)?;
                if self.is_free(place).await? {
                    return Ok(place);
                }
            }
            self.open_lists(newest + 1, at).await?;
        }
    }

    /// Numbers of all lists, in order.
    pub async fn status_lists(&self) -> Result<Vec<u32>, Error> {
        let numbers: Vec<i64> = sqlx::query_scalar("SELECT list FROM status_lists ORDER BY list")
            .fetch_all(&self.pool)
            .await?;
        numbers
            .into_iter()
            .map(|number| {
                u32::try_from(number).map_err(|_| inconsistent("status_lists", "list", number))
            })
            .collect()
    }

    /// The set bits of a list as the register has them now.
    pub async fn status_entries(&self, list: u32) -> Result<StatusEntries, Error> {
        let mut entries = StatusEntries::default();
        let certificates: Vec<(i64, bool, bool)> = sqlx::query_as(
            "SELECT status_index, revoked_at IS NOT NULL OR superseded_at IS NOT NULL, \
             suspended_at IS NOT NULL FROM certificates WHERE status_list = $1 \
             AND (revoked_at IS NOT NULL OR suspended_at IS NOT NULL OR superseded_at IS NOT NULL)",
        )
        .bind(i64::from(list))
        .fetch_all(&self.pool)
        .await?;
        for (index, revoked, suspended) in certificates {
            let index = position(index, "certificates", "status_index")?;
            if revoked {
                entries.revoked.insert(index);
            }
            if suspended {
                entries.suspended.insert(index);
            }
        }
        for (index, decoy) in self.decoys(list).await? {
            match decoy {
                Decoy::Idle => {}
                Decoy::Suspended => {
                    entries.suspended.insert(index);
                }
                Decoy::Revoked => {
                    entries.revoked.insert(index);
                }
            }
        }
        Ok(entries)
    }

    /// The decoys of a list by position.
    pub async fn decoys(&self, list: u32) -> Result<Vec<(u32, Decoy)>, Error> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT position, decoy FROM status_places \
             WHERE list = $1 AND decoy IS NOT NULL ORDER BY position",
        )
        .bind(i64::from(list))
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(index, name)| {
                let decoy = [Decoy::Idle, Decoy::Suspended, Decoy::Revoked]
                    .into_iter()
                    .find(|decoy| decoy.name() == name)
                    .ok_or_else(|| inconsistent("status_places", "decoy", index))?;
                Ok((position(index, "status_places", "position")?, decoy))
            })
            .collect()
    }

    /// Sets places to pretend something: free places become decoys, decoys change, except that a
    /// revoked one stays so. A place of a certificate is left alone. Returns how many were set.
    pub async fn set_decoys(&self, list: u32, decoys: &[(u32, Decoy)]) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        let mut set = 0;
        for (index, decoy) in decoys {
            let done = sqlx::query(
                "INSERT INTO status_places (list, position, decoy) VALUES ($1, $2, $3) \
                 ON CONFLICT (list, position) DO UPDATE SET decoy = excluded.decoy \
                 WHERE status_places.decoy IS NOT NULL AND status_places.decoy <> 'revoked'",
            )
            .bind(i64::from(list))
            .bind(i64::from(*index))
            .bind(decoy.name())
            .execute(&mut *transaction)
            .await;
            match done {
                Ok(done) => set += done.rows_affected(),
                Err(error) if is_foreign_key_violation(&error) => {
                    return Err(Error::NoSuchList(list));
                }
                Err(error) => return Err(error.into()),
            }
        }
        transaction.commit().await?;
        Ok(set)
    }

    /// The list as last published.
    pub async fn published_status_list(
        &self,
        list: u32,
        purpose: StatusPurpose,
    ) -> Result<Option<PublishedStatusList>, Error> {
        let row: Option<PublishedRow> = sqlx::query_as(
            "SELECT version, valid_from, valid_until, document FROM published_status_lists \
             WHERE list = $1 AND purpose = $2",
        )
        .bind(i64::from(list))
        .bind(purpose.name())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        Ok(Some(PublishedStatusList {
            list,
            purpose,
            version: u32::try_from(row.version)
                .map_err(|_| inconsistent("published_status_lists", "version", list))?,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            document: row.document,
        }))
    }

    /// Replaces the published list by its next version; [`Error::PublishedMeanwhile`] if another
    /// process published that version or a later one.
    pub async fn put_status_list(
        &self,
        new: &PublishedStatusList,
        operator: &str,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let written = replace_list(&mut transaction, new).await;
        let done = match written {
            Ok(done) => done,
            Err(error) if is_foreign_key_violation(&error) => {
                return Err(Error::NoSuchList(new.list));
            }
            Err(error) => return Err(error.into()),
        };
        if done == 0 {
            return Err(Error::PublishedMeanwhile { list: new.list });
        }
        let act = Act {
            name: "put_status_list",
            operator,
            at: new.valid_from,
        };
        let event = AuditEvent::StatusListPublished { list: new.list };
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn is_free(&self, place: StatusReference) -> Result<bool, Error> {
        let taken: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM status_places WHERE list = $1 AND position = $2",
        )
        .bind(i64::from(place.list))
        .bind(i64::from(place.index))
        .fetch_one(&self.pool)
        .await?;
        Ok(taken == 0)
    }

    /// Opens the next lists. Two processes that find the lists full open the same ones.
    async fn open_lists(&self, first: u32, at: DateTime<Utc>) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        for number in first..first + LISTS_TOGETHER {
            sqlx::query(
                "INSERT INTO status_lists (list, opened_at) VALUES ($1, $2) \
                 ON CONFLICT (list) DO NOTHING",
            )
            .bind(i64::from(number))
            .bind(at)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// Writes the list if it is the next version; the number of rows written.
async fn replace_list(
    transaction: &mut Transaction,
    new: &PublishedStatusList,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO published_status_lists \
         (list, purpose, version, valid_from, valid_until, document) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (list, purpose) DO UPDATE SET \
         version = excluded.version, valid_from = excluded.valid_from, \
         valid_until = excluded.valid_until, document = excluded.document \
         WHERE published_status_lists.version = excluded.version - 1",
    )
    .bind(i64::from(new.list))
    .bind(new.purpose.name())
    .bind(i64::from(new.version))
    .bind(new.valid_from)
    .bind(new.valid_until)
    .bind(&new.document)
    .execute(&mut **transaction)
    .await?;
    Ok(done.rows_affected())
}

/// A place in the lists `first..=last`, each as likely as any other.
fn draw(first: u32, last: u32) -> Result<StatusReference, Error> {
    let random = getrandom::u32().map_err(Error::Randomness)?;
    let lists = last - first + 1;
    // The capacity is 2^17 and the number of lists at most 4: 32 bits leave no bias that matters.
    Ok(StatusReference {
        list: first + (random >> 17) % lists,
        index: random % LIST_CAPACITY,
    })
}

fn position(value: i64, table: &'static str, column: &'static str) -> Result<u32, Error> {
    u32::try_from(value)
        .ok()
        .filter(|index| *index < LIST_CAPACITY)
        .ok_or_else(|| inconsistent(table, column, value))
}
