//! Requests that change something, so that repeating one gives the first answer again.
//!
//! A request is claimed by inserting its row: of several processes that try, one succeeds. Whoever
//! owns the claim writes the answer. A claim whose owner died can be taken over after its time.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Error, Store, on_pool};
use crate::access::ClientId;

/// A request that wants to be carried out once.
#[derive(Debug, Clone)]
pub struct RequestClaim {
    /// Who asks.
    pub client: ClientId,
    /// SHA-256 of the Idempotency-Key.
    pub key: [u8; 32],
    /// SHA-256 of method, address and body.
    pub fingerprint: [u8; 32],
    /// This attempt.
    pub claim: Uuid,
    /// Now.
    pub at: DateTime<Utc>,
    /// When another attempt may take over.
    pub claimed_until: DateTime<Utc>,
    /// Until when the answer is kept.
    pub expires_at: DateTime<Utc>,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// This attempt carries the request out, and then stores its answer or releases the claim.
    Ours,
    /// Another attempt is at work.
    InProgress,
    /// It was carried out: this was the answer.
    Answered(StoredAnswer),
    /// The key came before with another request.
    OtherRequest,
}

/// An answer as it is given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Status code.
    pub status: u16,
    /// Media type of the body.
    pub content_type: Option<String>,
    /// Where what was made is.
    pub location: Option<String>,
    /// The body, without secrets.
    pub body: Vec<u8>,
}

#[derive(FromRow)]
struct RequestRow {
    fingerprint: Vec<u8>,
    claim: Uuid,
    claimed_until: DateTime<Utc>,
    status: Option<i64>,
    content_type: Option<String>,
    location: Option<String>,
    body: Option<Vec<u8>>,
    expires_at: DateTime<Utc>,
}

/// How often a claim is tried again when its row changes under it.
const ATTEMPTS: usize = 5;

impl Store {
    /// Claims a request, or tells what became of it before.
    pub async fn claim_request(&self, request: &RequestClaim) -> Result<Claimed, Error> {
        for _ in 0..ATTEMPTS {
            if self.insert_claim(request).await? {
                return Ok(Claimed::Ours);
            }
            let Some(row) = self.request(request).await? else {
                continue;
            };
            if row.expires_at <= request.at {
                self.release_request(&RequestClaim {
                    claim: row.claim,
                    ..request.clone()
                })
                .await?;
                continue;
            }
            if row.fingerprint != request.fingerprint {
                return Ok(Claimed::OtherRequest);
            }
            if let Some(status) = row.status {
                return Ok(Claimed::Answered(StoredAnswer {
                    status: u16::try_from(status).unwrap_or(200),
                    content_type: row.content_type,
                    location: row.location,
                    body: row.body.unwrap_or_default(),
                }));
            }
            if row.claimed_until > request.at {
                return Ok(Claimed::InProgress);
            }
            if self.take_over(request, row.claim).await? {
                return Ok(Claimed::Ours);
            }
        }
        Ok(Claimed::InProgress)
    }

    async fn insert_claim(&self, request: &RequestClaim) -> Result<bool, Error> {
        let inserted = on_pool!(self, pool => sqlx::query(
            "INSERT INTO idempotency_keys \
             (client_id, key, fingerprint, claim, claimed_until, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (client_id, key) DO NOTHING",
        )
        .bind(request.client.0)
        .bind(request.key.to_vec())
        .bind(request.fingerprint.to_vec())
        .bind(request.claim)
        .bind(request.claimed_until)
        .bind(request.expires_at)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(inserted == 1)
    }

    async fn request(&self, request: &RequestClaim) -> Result<Option<RequestRow>, Error> {
        Ok(on_pool!(self, pool => sqlx::query_as(
            "SELECT fingerprint, claim, claimed_until, status, content_type, location, body, \
             expires_at FROM idempotency_keys WHERE client_id = $1 AND key = $2",
        )
        .bind(request.client.0)
        .bind(request.key.to_vec())
        .fetch_optional(pool).await)?)
    }

    async fn take_over(&self, request: &RequestClaim, dead: Uuid) -> Result<bool, Error> {
        let taken = on_pool!(self, pool => sqlx::query(
            "UPDATE idempotency_keys SET claim = $4, claimed_until = $5 \
             WHERE client_id = $1 AND key = $2 AND claim = $3 AND status IS NULL",
        )
        .bind(request.client.0)
        .bind(request.key.to_vec())
        .bind(dead)
        .bind(request.claim)
        .bind(request.claimed_until)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(taken == 1)
    }

    /// Keeps the answer to a claimed request; `false` if the claim was taken over.
    pub async fn store_answer(
        &self,
        request: &RequestClaim,
        answer: &StoredAnswer,
    ) -> Result<bool, Error> {
        let stored = on_pool!(self, pool => sqlx::query(
            "UPDATE idempotency_keys SET status = $4, content_type = $5, location = $6, body = $7 \
             WHERE client_id = $1 AND key = $2 AND claim = $3 AND status IS NULL",
        )
        .bind(request.client.0)
        .bind(request.key.to_vec())
        .bind(request.claim)
        .bind(i64::from(answer.status))
        .bind(answer.content_type.as_deref())
        .bind(answer.location.as_deref())
        .bind(answer.body.as_slice())
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(stored == 1)
    }

    /// Gives a claim up: the next attempt carries the request out.
    pub async fn release_request(&self, request: &RequestClaim) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query(
            "DELETE FROM idempotency_keys WHERE client_id = $1 AND key = $2 AND claim = $3",
        )
        .bind(request.client.0)
        .bind(request.key.to_vec())
        .bind(request.claim)
        .execute(pool).await.map(drop))?;
        Ok(())
    }

    /// Deletes what is kept of requests longer than promised: how many.
    pub async fn delete_old_answers(&self, at: DateTime<Utc>) -> Result<u64, Error> {
        Ok(
            on_pool!(self, pool => sqlx::query("DELETE FROM idempotency_keys WHERE expires_at <= $1")
            .bind(at)
            .execute(pool).await.map(|done| done.rows_affected()))?,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::ClientId;
    use crate::store::Client;
    use crate::store::fixtures::{OPERATOR, at, on_each};

    async fn request(store: &Store) -> RequestClaim {
        let client = Client {
            id: ClientId(Uuid::now_v7()),
            name: "crous".parse().unwrap(),
            scopes: "clients".parse().unwrap(),
            requests_per_minute: None,
            created_at: at(0),
            disabled_at: None,
        };
        assert!(store.add_client(&client, OPERATOR).await.unwrap());
        RequestClaim {
            client: client.id,
            key: [1; 32],
            fingerprint: [2; 32],
            claim: Uuid::new_v4(),
            at: at(0),
            claimed_until: at(1),
            expires_at: at(60),
        }
    }

    /// The same request, sent again in this minute.
    fn again(request: &RequestClaim, minute: i64) -> RequestClaim {
        RequestClaim {
            claim: Uuid::new_v4(),
            at: at(minute),
            claimed_until: at(minute + 1),
            expires_at: at(minute + 60),
            ..request.clone()
        }
    }

    fn answer() -> StoredAnswer {
        StoredAnswer {
            status: 201,
            content_type: Some("application/json".into()),
            location: None,
            body: b"{}".to_vec(),
        }
    }

    #[tokio::test]
    async fn of_sixteen_tasks_one_gets_the_claim() {
        on_each(async |store| {
            let first = request(&store).await;
            let attempts = (0..16).map(|_| {
                let (store, attempt) = (store.clone(), again(&first, 0));
                async move { store.claim_request(&attempt).await.unwrap() }
            });
            let outcomes = futures_util::future::join_all(attempts).await;
            let ours = |outcome: &&Claimed| **outcome == Claimed::Ours;
            assert_eq!(outcomes.iter().filter(ours).count(), 1);
            let waiting = |outcome: &&Claimed| **outcome == Claimed::InProgress;
            assert_eq!(outcomes.iter().filter(waiting).count(), 15);
        })
        .await;
    }

    #[tokio::test]
    async fn the_answer_is_given_again_to_the_same_request_only() {
        on_each(async |store| {
            let first = request(&store).await;
            assert_eq!(store.claim_request(&first).await.unwrap(), Claimed::Ours);
            assert!(store.store_answer(&first, &answer()).await.unwrap());
            let repeated = store.claim_request(&again(&first, 5)).await.unwrap();
            assert_eq!(repeated, Claimed::Answered(answer()));
            let other = RequestClaim {
                fingerprint: [3; 32],
                ..again(&first, 5)
            };
            let refused = store.claim_request(&other).await.unwrap();
            assert_eq!(refused, Claimed::OtherRequest);
            // When its time is over, the key is free.
            let late = RequestClaim {
                at: at(60),
                ..other
            };
            assert_eq!(store.claim_request(&late).await.unwrap(), Claimed::Ours);
        })
        .await;
    }

    #[tokio::test]
    async fn a_claim_whose_owner_died_is_taken_over_once() {
        on_each(async |store| {
            let dead = request(&store).await;
            assert_eq!(store.claim_request(&dead).await.unwrap(), Claimed::Ours);
            let early = store.claim_request(&again(&dead, 0)).await.unwrap();
            assert_eq!(early, Claimed::InProgress);
            let heir = again(&dead, 1);
            assert_eq!(store.claim_request(&heir).await.unwrap(), Claimed::Ours);
            let late = store.claim_request(&again(&dead, 1)).await.unwrap();
            assert_eq!(late, Claimed::InProgress);
            assert!(!store.store_answer(&dead, &answer()).await.unwrap());
            assert!(store.store_answer(&heir, &answer()).await.unwrap());
        })
        .await;
    }

    #[tokio::test]
    async fn a_released_claim_is_free_and_old_answers_are_deleted() {
        on_each(async |store| {
            let first = request(&store).await;
            assert_eq!(store.claim_request(&first).await.unwrap(), Claimed::Ours);
            // Nobody else can release it.
            store.release_request(&again(&first, 0)).await.unwrap();
            assert_eq!(
                store.claim_request(&again(&first, 0)).await.unwrap(),
                Claimed::InProgress
            );
            store.release_request(&first).await.unwrap();
            let next = again(&first, 0);
            assert_eq!(store.claim_request(&next).await.unwrap(), Claimed::Ours);
            assert_eq!(store.delete_old_answers(at(59)).await.unwrap(), 0);
            assert_eq!(store.delete_old_answers(at(60)).await.unwrap(), 1);
        })
        .await;
    }
}
