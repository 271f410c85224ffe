//! The brake: a row that stops signing on every machine that shares the register.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::FromRow;

use super::audit::{self, Act};
use super::{Error, Store, on_pool, written};
use crate::audit::AuditEvent;

/// How long an answer is believed. A freeze must be felt everywhere within five seconds.
const BELIEVED: Duration = Duration::from_secs(1);

/// Why nothing is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct Freeze {
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who stopped it.
    pub operator: String,
    /// Why, in the operator's words.
    pub reason: String,
}

impl Store {
    /// The freeze in force.
    pub async fn freeze_in_force(&self) -> Result<Option<Freeze>, Error> {
        Ok(on_pool!(self, pool => sqlx::query_as(
            "SELECT since, operator, reason FROM signing_freeze WHERE id = 1",
        )
        .fetch_optional(pool).await)?)
    }

    /// Stops signing. `false` if it was stopped already; that freeze stays as it is.
    pub async fn freeze(&self, freeze: &Freeze) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let rows = written!(
            transaction,
            sqlx::query(
                "INSERT INTO signing_freeze (id, since, operator, reason) VALUES (1, $1, $2, $3) \
                 ON CONFLICT (id) DO NOTHING",
            )
            .bind(freeze.since)
            .bind(&freeze.operator)
            .bind(&freeze.reason)
        )?;
        if rows == 0 {
            return Ok(false);
        }
        let act = Act {
            name: "freeze",
            operator: &freeze.operator,
            at: freeze.since,
        };
        let event = AuditEvent::Frozen {
            reason: freeze.reason.clone(),
        };
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Lets signing go on. `false` if it was not stopped.
    pub async fn thaw(&self, operator: &str, at: DateTime<Utc>) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let rows = written!(
            transaction,
            sqlx::query("DELETE FROM signing_freeze WHERE id = 1")
        )?;
        if rows == 0 {
            return Ok(false);
        }
        let act = Act {
            name: "thaw",
            operator,
            at,
        };
        audit::record(&mut transaction, act, None, &AuditEvent::Thawed).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// The freeze as this process last saw it, asked for again after a second.
#[derive(Debug)]
pub struct Brake {
    store: Store,
    seen: Mutex<Option<Look>>,
}

/// What was seen, and when.
#[derive(Debug, Clone)]
struct Look {
    at: Instant,
    freeze: Option<Freeze>,
}

impl Brake {
    /// A brake that was never looked at.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            seen: Mutex::new(None),
        }
    }

    /// The freeze in force, at most a second ago. A register that does not answer is an error, and
    /// nothing is signed then.
    pub async fn look(&self) -> Result<Option<Freeze>, Error> {
        // Taken before the question: the answer is at least as young.
        let now = Instant::now();
        if let Some(look) = self.believed(now) {
            return Ok(look.freeze);
        }
        let freeze = self.store.freeze_in_force().await?;
        let look = Look {
            at: now,
            freeze: freeze.clone(),
        };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(look);
        Ok(freeze)
    }

    /// The last look, if it is young enough.
    fn believed(&self, now: Instant) -> Option<Look> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.clone()
            .filter(|look| now.saturating_duration_since(look.at) < BELIEVED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixtures::{OPERATOR, at, on_each};

    fn freeze() -> Freeze {
        Freeze {
            since: at(0),
            operator: OPERATOR.to_owned(),
            reason: "wrong thresholds".to_owned(),
        }
    }

    #[tokio::test]
    async fn a_freeze_stands_until_it_is_thawed_and_both_are_on_record() {
        on_each(async |store: Store| {
            assert_eq!(store.freeze_in_force().await.unwrap(), None);
            assert!(store.freeze(&freeze()).await.unwrap());
            let again = Freeze {
                reason: "another".to_owned(),
                ..freeze()
            };
            assert!(!store.freeze(&again).await.unwrap());
            assert_eq!(store.freeze_in_force().await.unwrap(), Some(freeze()));
            assert!(store.thaw(OPERATOR, at(1)).await.unwrap());
            assert!(!store.thaw(OPERATOR, at(2)).await.unwrap());
            assert_eq!(store.freeze_in_force().await.unwrap(), None);
            let events: Vec<AuditEvent> = store
                .audit_recent(None, 10)
                .await
                .unwrap()
                .into_iter()
                .map(|recorded| recorded.entry.event)
                .collect();
            let reason = "wrong thresholds".to_owned();
            assert_eq!(events, [AuditEvent::Thawed, AuditEvent::Frozen { reason }]);
        })
        .await;
    }

    #[tokio::test]
    async fn a_freeze_by_another_process_is_felt_within_two_seconds() {
        on_each(async |store: Store| {
            let brake = Brake::new(store.clone());
            assert_eq!(brake.look().await.unwrap(), None);
            store.freeze(&freeze()).await.unwrap();
            let started = Instant::now();
            while brake.look().await.unwrap().is_none() {
                assert!(started.elapsed() < Duration::from_secs(2));
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
    }
}
