//! How batches begin and end: each change is one compare-and-swap and its audit events.

use chrono::{DateTime, Utc};

use super::audit::{self, Act};
use super::batches::by_id;
use super::jobs::enqueue;
use super::{
    Batch, BatchId, BatchStart, BatchState, Digest, Error, Job, NewMail, Store, Transaction, mail,
    written,
};
use crate::audit::AuditEvent;

/// Why a batch was not started or cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchChange {
    /// It was, now or before.
    Done(Batch),
    /// It came to another end first.
    TooLate(Batch),
}

impl Store {
    /// Begins issuing, and asks for the work in the same transaction. Repeating it changes nothing.
    pub async fn start_batch(
        &self,
        id: BatchId,
        start: BatchStart<'_>,
    ) -> Result<Option<BatchChange>, Error> {
        let BatchStart { operator, at, .. } = start;
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE batches SET state = 'running', started_at = $2, started_by = $3, \
                 delivery_date = COALESCE(delivery_date, $4) WHERE id = $1 AND state = 'draft'",
            )
            .bind(id.0)
            .bind(at)
            .bind(operator)
            .bind(start.today)
        )?;
        if changed > 0 {
            let job = Job::IssueBatch { batch: id }.at(at);
            enqueue(&mut transaction, &job.once(format!("issue_batch/{id}"))).await?;
            let act = Act {
                name: "start_batch",
                operator,
                at,
            };
            if let Some(certificates) = start.approved {
                let event = AuditEvent::BatchApproved {
                    batch: id.to_string(),
                    certificates,
                };
                audit::record(&mut transaction, act, None, &event).await?;
            }
            let event = AuditEvent::BatchStarted {
                batch: id.to_string(),
            };
            audit::record(&mut transaction, act, None, &event).await?;
        }
        let batch = by_id(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(batch.map(|batch| match batch.state {
            BatchState::Cancelled => BatchChange::TooLate(batch),
            BatchState::Draft | BatchState::Running | BatchState::Done => BatchChange::Done(batch),
        }))
    }

    /// Sends a draft back to its uploader: it is never issued. Repeating it changes nothing.
    pub async fn refuse_batch(
        &self,
        id: BatchId,
        reason: &str,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<BatchChange>, Error> {
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE batches SET state = 'cancelled', ended_at = $2, refused_by = $3, \
                 refusal_reason = $4 WHERE id = $1 AND state = 'draft'",
            )
            .bind(id.0)
            .bind(at)
            .bind(operator)
            .bind(reason)
        )?;
        if changed > 0 {
            drop_pending(&mut transaction, id).await?;
            let act = Act {
                name: "refuse_batch",
                operator,
                at,
            };
            let event = AuditEvent::BatchRefused {
                batch: id.to_string(),
            };
            audit::record(&mut transaction, act, None, &event).await?;
        }
        let batch = by_id(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(batch.map(|batch| match batch.refused {
            Some(_) => BatchChange::Done(batch),
            None => BatchChange::TooLate(batch),
        }))
    }

    /// Issues no further row. What is issued, or being issued, stays. Repeating it changes nothing.
    pub async fn cancel_batch(
        &self,
        id: BatchId,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<BatchChange>, Error> {
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE batches SET state = 'cancelled', ended_at = $2 \
                 WHERE id = $1 AND state IN ('draft', 'running')",
            )
            .bind(id.0)
            .bind(at)
        )?;
        if changed > 0 {
            drop_pending(&mut transaction, id).await?;
            let act = Act {
                name: "cancel_batch",
                operator,
                at,
            };
            let event = AuditEvent::BatchCancelled {
                batch: id.to_string(),
            };
            audit::record(&mut transaction, act, None, &event).await?;
        }
        let batch = by_id(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(batch.map(|batch| match batch.state {
            BatchState::Done => BatchChange::TooLate(batch),
            BatchState::Draft | BatchState::Running | BatchState::Cancelled => {
                BatchChange::Done(batch)
            }
        }))
    }

    /// Records that a second person approved what another issues without a batch: a file's digest
    /// and how many certificates it is to give.
    pub async fn record_file_approved(
        &self,
        (file, certificates): (Digest, u64),
        operator: &str,
        approver: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let act = Act {
            name: "approve_file",
            operator: approver,
            at,
        };
        let event = AuditEvent::FileApproved {
            file: file.to_string(),
            certificates,
            operator: operator.to_owned(),
        };
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Writes letters with private links to a batch's candidates.
    pub async fn write_links(
        &self,
        id: BatchId,
        letters: &[NewMail],
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        for letter in letters {
            mail::write(&mut transaction, letter, at).await?;
        }
        let act = Act {
            name: "write_links",
            operator,
            at,
        };
        let event = AuditEvent::LinksSent {
            batch: id.to_string(),
            letters: u64::try_from(letters.len()).unwrap_or(u64::MAX),
        };
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Nothing that waits is issued any more.
async fn drop_pending(transaction: &mut Transaction, id: BatchId) -> Result<(), Error> {
    written!(
        transaction,
        sqlx::query(
            "UPDATE batch_rows SET state = 'cancelled' WHERE batch_id = $1 AND state = 'pending'",
        )
        .bind(id.0)
    )?;
    Ok(())
}
