//! Places in the status lists, decoys among them.

use chrono::{DateTime, Utc};

use super::certificates::is_foreign_key_violation;
use super::row::inconsistent;
use super::{Error, Store, in_transaction, on_pool, written};
use crate::credential::StatusReference;
use crate::status::{LIST_CAPACITY, StatusEntries};

/// Lists that get new places at any time.
const OPEN_LISTS: usize = 4;

/// Taken places from which on a list gets no more: half of them, so that a draw is seldom in vain
/// and what the others hide behind is never fewer.
const FULL_ENOUGH: i64 = LIST_CAPACITY as i64 / 2;

/// Draws before the places are counted, which takes milliseconds: in half-full lists, one call in
/// 256 comes to that.
const DRAWS: u32 = 8;

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

impl Store {
    /// A free random place in one of the open lists. It is taken only by [`Store::prepare`], which
    /// says so if another certificate was faster.
    // Several lists are open at any time, so that the certificates of a session, which may be
    // revoked together, are not in one list.
    pub async fn next_status_reference(&self, at: DateTime<Utc>) -> Result<StatusReference, Error> {
        loop {
            let open = self.open_lists().await?;
            let missing = OPEN_LISTS.saturating_sub(open.len());
            if missing > 0 {
                self.open_further_lists(missing, at).await?;
                continue;
            }
            for _ in 0..DRAWS {
                let place = draw(&open)?;
                if self.is_free(place).await? {
                    return Ok(place);
                }
            }
            for list in open {
                if self.taken_places(list).await? >= FULL_ENOUGH {
                    self.close_list(list, at).await?;
                }
            }
        }
    }

    /// Numbers of all lists, in order.
    pub async fn status_lists(&self) -> Result<Vec<u32>, Error> {
        let numbers: Vec<i64> = on_pool!(self, pool => sqlx::query_scalar("SELECT list FROM status_lists ORDER BY list")
            .fetch_all(pool).await)?;
        numbers.into_iter().map(number).collect()
    }

    /// The set bits of a list as the register has them now.
    pub async fn status_entries(&self, list: u32) -> Result<StatusEntries, Error> {
        let mut entries = StatusEntries::default();
        let certificates: Vec<(i64, bool, bool)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT status_index, revoked_at IS NOT NULL OR superseded_at IS NOT NULL, \
             suspended_at IS NOT NULL FROM certificates WHERE status_list = $1 \
             AND (revoked_at IS NOT NULL OR suspended_at IS NOT NULL OR superseded_at IS NOT NULL)",
        )
        .bind(i64::from(list))
        .fetch_all(pool).await)?;
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
        let rows: Vec<(i64, String)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT position, decoy FROM status_places \
             WHERE list = $1 AND decoy IS NOT NULL ORDER BY position",
        )
        .bind(i64::from(list))
        .fetch_all(pool).await)?;
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
            let done = written!(
                transaction,
                sqlx::query(
                    "INSERT INTO status_places (list, position, decoy) VALUES ($1, $2, $3) \
                 ON CONFLICT (list, position) DO UPDATE SET decoy = excluded.decoy \
                 WHERE status_places.decoy IS NOT NULL AND status_places.decoy <> 'revoked'",
                )
                .bind(i64::from(list))
                .bind(i64::from(*index))
                .bind(decoy.name())
            );
            match done {
                Ok(done) => set += done,
                Err(error) if is_foreign_key_violation(&error) => {
                    return Err(Error::NoSuchList(list));
                }
                Err(error) => return Err(error.into()),
            }
        }
        transaction.commit().await?;
        Ok(set)
    }

    async fn is_free(&self, place: StatusReference) -> Result<bool, Error> {
        let taken: i64 = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM status_places WHERE list = $1 AND position = $2",
        )
        .bind(i64::from(place.list))
        .bind(i64::from(place.index))
        .fetch_one(pool).await)?;
        Ok(taken == 0)
    }

    /// Numbers of the lists that get new places.
    async fn open_lists(&self) -> Result<Vec<u32>, Error> {
        let numbers: Vec<i64> = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT list FROM status_lists WHERE closed_at IS NULL ORDER BY list",
        )
        .fetch_all(pool).await)?;
        numbers.into_iter().map(number).collect()
    }

    /// Opens the next lists. Two processes that find too few open the same ones: both saw the same
    /// newest list, or the second sees the first one's.
    async fn open_further_lists(&self, count: usize, at: DateTime<Utc>) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let newest: i64 = in_transaction!(transaction, connection => sqlx::query_scalar("SELECT COALESCE(MAX(list), 0) FROM status_lists")
            .fetch_one(connection).await)?;
        let open: i64 = in_transaction!(transaction, connection => sqlx::query_scalar("SELECT COUNT(*) FROM status_lists WHERE closed_at IS NULL")
                .fetch_one(connection).await)?;
        // Counted again inside of the transaction: somebody may have opened them meanwhile.
        let count = count.min(OPEN_LISTS.saturating_sub(usize::try_from(open).unwrap_or(0)));
        for next in (newest + 1..).take(count) {
            written!(
                transaction,
                sqlx::query(
                    "INSERT INTO status_lists (list, opened_at) VALUES ($1, $2) \
                 ON CONFLICT (list) DO NOTHING",
                )
                .bind(next)
                .bind(at)
            )?;
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn close_list(&self, list: u32, at: DateTime<Utc>) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        written!(
            transaction,
            sqlx::query(
                "UPDATE status_lists SET closed_at = $2 WHERE list = $1 AND closed_at IS NULL"
            )
            .bind(i64::from(list))
            .bind(at)
        )?;
        transaction.commit().await?;
        Ok(())
    }

    async fn taken_places(&self, list: u32) -> Result<i64, Error> {
        Ok(
            on_pool!(self, pool => sqlx::query_scalar("SELECT COUNT(*) FROM status_places WHERE list = $1")
                .bind(i64::from(list))
                .fetch_one(pool).await)?,
        )
    }
}

/// A place in one of the lists, each as likely as any other.
fn draw(lists: &[u32]) -> Result<StatusReference, Error> {
    let random = getrandom::u32().map_err(Error::Randomness)?;
    // The capacity is 2^17 and the lists are few: 32 bits leave no bias that matters.
    let list = ((random >> 17) as usize)
        .checked_rem(lists.len())
        .and_then(|at| lists.get(at))
        .ok_or(Error::NoSuchList(0))?;
    Ok(StatusReference {
        list: *list,
        index: random % LIST_CAPACITY,
    })
}

fn number(number: i64) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| inconsistent("status_lists", "list", number))
}

fn position(value: i64, table: &'static str, column: &'static str) -> Result<u32, Error> {
    u32::try_from(value)
        .ok()
        .filter(|index| *index < LIST_CAPACITY)
        .ok_or_else(|| inconsistent(table, column, value))
}
