//! Webhooks: where clients have themselves told.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::audit::{self, Act};
use super::row::inconsistent;
use super::webhook::{Disabled, Webhook};
use super::{Error, Store, Transaction, in_transaction, on_pool, written};
use crate::access::ClientId;
use crate::audit::AuditEvent;

/// Webhooks of one client.
const MOST_PER_CLIENT: i64 = 10;

#[derive(FromRow)]
struct WebhookRow {
    id: Uuid,
    client_id: Uuid,
    url: String,
    generation: i64,
    earlier_key_until: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    failing_since: Option<DateTime<Utc>>,
    disabled_at: Option<DateTime<Utc>>,
    disabled_why: Option<String>,
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = Error;

    fn try_from(row: WebhookRow) -> Result<Self, Error> {
        let bad = |column| inconsistent("webhooks", column, row.id);
        let why = match row.disabled_why {
            None => None,
            Some(name) => Some(Disabled::from_name(&name).ok_or_else(|| bad("disabled_why"))?),
        };
        Ok(Self {
            id: row.id,
            client: ClientId(row.client_id),
            url: row.url,
            generation: u32::try_from(row.generation).map_err(|_| bad("generation"))?,
            earlier_key_until: row.earlier_key_until,
            created_at: row.created_at,
            failing_since: row.failing_since,
            disabled: row.disabled_at.zip(why),
        })
    }
}

impl Store {
    /// Adds a webhook; `false` if the client has as many as it may have.
    pub async fn add_webhook(
        &self,
        id: Uuid,
        client: ClientId,
        url: &str,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let count: i64 = in_transaction!(transaction, connection => sqlx::query_scalar(
            "SELECT COUNT(*) FROM webhooks WHERE client_id = $1",
        )
        .bind(client.0)
        .fetch_one(connection).await)?;
        if count >= MOST_PER_CLIENT {
            return Ok(false);
        }
        written!(
            transaction,
            sqlx::query(
                "INSERT INTO webhooks (id, client_id, url, generation, created_at) \
                 VALUES ($1, $2, $3, 1, $4)",
            )
            .bind(id)
            .bind(client.0)
            .bind(url)
            .bind(at)
        )?;
        let event = AuditEvent::WebhookAdded {
            webhook: id.to_string(),
            client: client.to_string(),
        };
        let act = act("add_webhook", operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// A client's webhooks, the oldest first.
    pub async fn webhooks(&self, client: ClientId) -> Result<Vec<Webhook>, Error> {
        let rows: Vec<WebhookRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, client_id, url, generation, earlier_key_until, created_at, failing_since, \
             disabled_at, disabled_why FROM webhooks WHERE client_id = $1 ORDER BY id",
        )
        .bind(client.0)
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The webhook with this id.
    pub async fn webhook(&self, id: Uuid) -> Result<Option<Webhook>, Error> {
        let row: Option<WebhookRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, client_id, url, generation, earlier_key_until, created_at, failing_since, \
             disabled_at, disabled_why FROM webhooks WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Forgets a webhook and all that was sent there; `false` if there is none.
    pub async fn remove_webhook(
        &self,
        id: Uuid,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        written!(
            transaction,
            sqlx::query("DELETE FROM webhook_deliveries WHERE webhook_id = $1").bind(id)
        )?;
        let gone = written!(
            transaction,
            sqlx::query("DELETE FROM webhooks WHERE id = $1").bind(id)
        )?;
        let event = AuditEvent::WebhookRemoved {
            webhook: id.to_string(),
        };
        finish(
            transaction,
            gone,
            act("remove_webhook", operator, at),
            &event,
        )
        .await
    }

    /// Gives a webhook its next signing key; the one before signs too until then. `false`: another
    /// process did so meanwhile, or there is no such webhook.
    pub async fn rotate_webhook_key(
        &self,
        webhook: &Webhook,
        earlier_key_until: DateTime<Utc>,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let generation = webhook.generation.saturating_add(1);
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE webhooks SET generation = $3, earlier_key_until = $4 \
                 WHERE id = $1 AND generation = $2",
            )
            .bind(webhook.id)
            .bind(i64::from(webhook.generation))
            .bind(i64::from(generation))
            .bind(earlier_key_until)
        )?;
        let event = AuditEvent::WebhookKeyRotated {
            webhook: webhook.id.to_string(),
            generation,
        };
        let act = act("rotate_webhook_key", operator, at);
        finish(transaction, changed, act, &event).await
    }

    /// Has messages sent again to a webhook that was given up; `false` if it was not.
    pub async fn enable_webhook(
        &self,
        id: Uuid,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE webhooks SET disabled_at = NULL, disabled_why = NULL, failing_since = NULL \
                 WHERE id = $1 AND disabled_at IS NOT NULL",
            )
            .bind(id)
        )?;
        let event = AuditEvent::WebhookEnabled {
            webhook: id.to_string(),
        };
        let act = act("enable_webhook", operator, at);
        finish(transaction, changed, act, &event).await
    }
}

fn act<'a>(name: &'static str, operator: &'a str, at: DateTime<Utc>) -> Act<'a> {
    Act { name, operator, at }
}

/// Ends a transaction that changed a webhook, or none.
async fn finish(
    mut transaction: Transaction,
    changed: u64,
    act: Act<'_>,
    event: &AuditEvent,
) -> Result<bool, Error> {
    if changed == 0 {
        return Ok(false);
    }
    audit::record(&mut transaction, act, None, event).await?;
    transaction.commit().await?;
    Ok(true)
}
