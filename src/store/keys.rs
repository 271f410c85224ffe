//! What the register knows about keys: what they signed, and what was done with them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::audit::{self, Act};
use super::{AuditEntry, Error, Store, on_pool};
use crate::audit::AuditEvent;
use crate::credential::{CertificateId, KeyId};

/// Name of the transaction.
const KEY_CHANGE: &str = "record_key_change";

impl Store {
    /// The certificates whose seal or document this key signed with a date after `since`, the
    /// earliest first.
    // Reads the whole table: asked on the few days on which a key ends.
    pub async fn signed_since(
        &self,
        key: &KeyId,
        since: DateTime<Utc>,
    ) -> Result<Vec<CertificateId>, Error> {
        let ids: Vec<Uuid> = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT id FROM certificates WHERE state = 'issued' AND prepared_at >= $2 \
             AND (credential_key = $1 OR document_key = $1) ORDER BY prepared_at, id",
        )
        .bind(&key.0)
        .bind(since)
        .fetch_all(pool).await)?;
        Ok(ids.into_iter().map(CertificateId).collect())
    }

    /// Everything that was done with keys, first act first.
    pub async fn key_trail(&self) -> Result<Vec<AuditEntry>, Error> {
        audit::trail_of_act(self, KEY_CHANGE).await
    }

    /// Records what was done with a key. The key folder was changed before: the register can't
    /// undo it.
    pub async fn record_key_change(
        &self,
        event: &AuditEvent,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let act = Act {
            name: KEY_CHANGE,
            operator,
            at,
        };
        audit::record(&mut transaction, act, None, event).await?;
        transaction.commit().await?;
        Ok(())
    }
}
