//! Deliveries of webhooks: whom to tell is found by a job that the change itself enqueued, and every
//! attempt is noted once.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::audit::{self, Act};
use super::jobs::enqueue;
use super::partners::follow_correction;
use super::row::inconsistent;
use super::webhook::{Attempt, Delivery, DeliveryState, Disabled, Notice, Then};
use super::{Error, Job, Store, Transaction, in_transaction, on_pool, written};
use crate::audit::AuditEvent;
use crate::credential::CertificateId;

#[derive(FromRow)]
struct DeliveryRow {
    id: Uuid,
    webhook_id: Uuid,
    event: String,
    certificate_id: Option<Uuid>,
    at: DateTime<Utc>,
    state: String,
    attempts: i64,
    outcome: Option<String>,
    attempted_at: Option<DateTime<Utc>>,
    next_at: Option<DateTime<Utc>>,
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = Error;

    fn try_from(row: DeliveryRow) -> Result<Self, Error> {
        let bad = |column| inconsistent("webhook_deliveries", column, row.id);
        Ok(Self {
            id: row.id,
            webhook: row.webhook_id,
            notice: Notice::from_name(&row.event).ok_or_else(|| bad("event"))?,
            certificate: row.certificate_id.map(CertificateId),
            at: row.at,
            state: DeliveryState::from_name(&row.state).ok_or_else(|| bad("state"))?,
            attempts: u32::try_from(row.attempts).map_err(|_| bad("attempts"))?,
            outcome: row.outcome,
            attempted_at: row.attempted_at,
            next_at: row.next_at,
        })
    }
}

impl Store {
    /// Has a trial sent to a webhook: the id of its delivery.
    pub async fn ping_webhook(&self, webhook: Uuid, at: DateTime<Utc>) -> Result<Uuid, Error> {
        let mut transaction = self.begin().await?;
        let message = Told {
            notice: Notice::Ping,
            certificate: None,
            announcement: Uuid::now_v7(),
            at,
        };
        let delivery = tell(&mut transaction, webhook, &message).await?;
        transaction.commit().await?;
        delivery.ok_or_else(|| inconsistent("webhook_deliveries", "announcement", webhook))
    }

    /// Has everybody told who asked about a certificate. Repeating it with the same announcement
    /// tells nobody twice. How many are told.
    // Run after the change was committed: whoever noted an interest too late to be seen here reads
    // the certificate's state after the change.
    pub async fn announce(
        &self,
        announcement: Uuid,
        certificate: CertificateId,
        notice: Notice,
        at: DateTime<Utc>,
    ) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        let webhooks: Vec<Uuid> = in_transaction!(transaction, connection => sqlx::query_scalar(
            "SELECT webhooks.id FROM certificate_interests AS interest \
             JOIN webhooks ON webhooks.client_id = interest.client_id \
             JOIN clients ON clients.id = interest.client_id \
             WHERE interest.certificate_id = $1 AND interest.until > $2 \
             AND webhooks.disabled_at IS NULL AND clients.disabled_at IS NULL \
             ORDER BY webhooks.id",
        )
        .bind(certificate.0)
        .bind(at)
        .fetch_all(connection).await)?;
        let message = Told {
            notice,
            certificate: Some(certificate),
            announcement,
            at,
        };
        let mut told = 0;
        for webhook in webhooks {
            let delivery = tell(&mut transaction, webhook, &message).await?;
            told += u64::from(delivery.is_some());
        }
        if notice == Notice::Superseded {
            follow_correction(&mut transaction, certificate).await?;
        }
        transaction.commit().await?;
        Ok(told)
    }

    /// The delivery with this id.
    pub async fn delivery(&self, id: Uuid) -> Result<Option<Delivery>, Error> {
        let row: Option<DeliveryRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, webhook_id, event, certificate_id, at, state, attempts, outcome, \
             attempted_at, next_at FROM webhook_deliveries WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// A webhook's next deliveries before `before`, the newest first.
    pub async fn deliveries(
        &self,
        webhook: Uuid,
        before: Option<Uuid>,
        at_most: u32,
    ) -> Result<Vec<Delivery>, Error> {
        let rows: Vec<DeliveryRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, webhook_id, event, certificate_id, at, state, attempts, outcome, \
             attempted_at, next_at FROM webhook_deliveries \
             WHERE webhook_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        )
        .bind(webhook)
        .bind(before.unwrap_or(Uuid::max()))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Notes how an attempt went, and enqueues the next one. `false`: somebody else noted it
    /// meanwhile, and nothing is changed.
    pub async fn note_attempt(
        &self,
        delivery: &Delivery,
        attempt: &Attempt,
    ) -> Result<bool, Error> {
        let (state, next_at) = match attempt.then {
            Then::Arrived => (DeliveryState::Delivered, None),
            Then::Again(next) => (DeliveryState::Pending, Some(next)),
            Then::GivenUp | Then::Disable(_) => (DeliveryState::Failed, None),
        };
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE webhook_deliveries SET attempts = attempts + 1, outcome = $3, \
                 attempted_at = $4, state = $5, next_at = $6 \
                 WHERE id = $1 AND state = 'pending' AND attempts = $2",
            )
            .bind(delivery.id)
            .bind(i64::from(delivery.attempts))
            .bind(&attempt.outcome)
            .bind(attempt.at)
            .bind(state.name())
            .bind(next_at)
        )?;
        if changed == 0 {
            return Ok(false);
        }
        note_failing(&mut transaction, delivery.webhook, attempt).await?;
        if let Some(next) = next_at {
            send_at(&mut transaction, delivery.id, next).await?;
        }
        if let Then::Disable(why) = attempt.then {
            disable(&mut transaction, delivery.webhook, why, attempt.at).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Sends a message once more that has arrived or was given up; `false` if it is still being
    /// sent.
    pub async fn redeliver(&self, delivery: Uuid, at: DateTime<Utc>) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_at = $2 \
                 WHERE id = $1 AND state <> 'pending'",
            )
            .bind(delivery)
            .bind(at)
        )?;
        if changed > 0 {
            send_at(&mut transaction, delivery, at).await?;
        }
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Deletes what happened before and is no longer being sent: how many.
    pub async fn prune_deliveries(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        let gone = written!(
            transaction,
            sqlx::query("DELETE FROM webhook_deliveries WHERE at < $1 AND state <> 'pending'")
                .bind(before)
        )?;
        transaction.commit().await?;
        Ok(gone)
    }
}

/// Has a change told, once the transaction that makes it is committed.
pub(super) async fn announce_later(
    transaction: &mut Transaction,
    certificate: CertificateId,
    event: &AuditEvent,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let Some(notice) = notice_of(event) else {
        return Ok(());
    };
    let job = Job::AnnounceChange {
        certificate,
        notice,
        at,
    };
    enqueue(transaction, &job.at(at)).await?;
    Ok(())
}

/// What an event is to those who are told of it.
pub(super) fn notice_of(event: &AuditEvent) -> Option<Notice> {
    match event {
        AuditEvent::Revoked { .. } => Some(Notice::Revoked),
        AuditEvent::Suspended { .. } => Some(Notice::Suspended),
        AuditEvent::Reinstated => Some(Notice::Reinstated),
        AuditEvent::Superseded { .. } => Some(Notice::Superseded),
        _ => None,
    }
}

/// What happened, to be told.
struct Told {
    notice: Notice,
    certificate: Option<CertificateId>,
    announcement: Uuid,
    at: DateTime<Utc>,
}

/// Puts a message on its way; `None` if it was put before.
async fn tell(
    transaction: &mut Transaction,
    webhook: Uuid,
    told: &Told,
) -> Result<Option<Uuid>, Error> {
    let id = Uuid::now_v7();
    let written = written!(
        transaction,
        sqlx::query(
            "INSERT INTO webhook_deliveries (id, webhook_id, announcement, event, certificate_id, \
             at, state, attempts, next_at) VALUES ($1, $2, $3, $4, $5, $6, 'pending', 0, $6) \
             ON CONFLICT (webhook_id, announcement) DO NOTHING",
        )
        .bind(id)
        .bind(webhook)
        .bind(told.announcement)
        .bind(told.notice.name())
        .bind(told.certificate.map(|id| id.0))
        .bind(told.at)
    )?;
    if written == 0 {
        return Ok(None);
    }
    send_at(transaction, id, told.at).await?;
    Ok(Some(id))
}

async fn send_at(
    transaction: &mut Transaction,
    delivery: Uuid,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    enqueue(transaction, &Job::DeliverWebhook { delivery }.at(at)).await?;
    Ok(())
}

async fn note_failing(
    transaction: &mut Transaction,
    webhook: Uuid,
    attempt: &Attempt,
) -> Result<(), Error> {
    if attempt.then == Then::Arrived {
        written!(
            transaction,
            sqlx::query(
                "UPDATE webhooks SET failing_since = NULL \
                 WHERE id = $1 AND failing_since IS NOT NULL",
            )
            .bind(webhook)
        )?;
    } else {
        written!(
            transaction,
            sqlx::query(
                "UPDATE webhooks SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL",
            )
            .bind(webhook)
            .bind(attempt.at)
        )?;
    }
    Ok(())
}

/// Gives a receiver up, and all that was still to be sent there.
async fn disable(
    transaction: &mut Transaction,
    webhook: Uuid,
    why: Disabled,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let changed = written!(
        transaction,
        sqlx::query(
            "UPDATE webhooks SET disabled_at = $2, disabled_why = $3 \
             WHERE id = $1 AND disabled_at IS NULL",
        )
        .bind(webhook)
        .bind(at)
        .bind(why.name())
    )?;
    if changed == 0 {
        return Ok(());
    }
    written!(
        transaction,
        sqlx::query(
            "UPDATE webhook_deliveries SET state = 'failed', next_at = NULL, outcome = 'disabled' \
             WHERE webhook_id = $1 AND state = 'pending'",
        )
        .bind(webhook)
    )?;
    let event = AuditEvent::WebhookDisabled {
        webhook: webhook.to_string(),
        why: why.name().to_owned(),
    };
    let act = Act {
        name: "disable_webhook",
        operator: "service",
        at,
    };
    audit::record(transaction, act, None, &event).await
}
