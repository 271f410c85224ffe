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
