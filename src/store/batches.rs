//! Batches: recorded whole or not at all, started and cancelled by compare-and-swap, and what became
//! of each row.
//!
//! A row that is issued stays so whatever comes later: its certificate exists. All other ends only
//! follow on `pending`.

use chrono::{DateTime, Utc};

use super::audit::{self, Act};
use super::batch_row::{BatchLine, BatchRecord, CountLine};
use super::jobs::enqueue;
use super::row::{CertificateRow, certificates_where};
use super::{
    Batch, BatchCounts, BatchId, BatchRow, Certificate, Error, MailContent, NewBatch, NewBatchRow,
    NewJob, NewMail, RowState, Ruling, Store, Transaction, in_transaction, mail, on_pool, written,
};
use crate::audit::AuditEvent;
use crate::credential::CertificateId;

/// Rows that one statement inserts: eight values each, and SQLite takes 32,766 of them.
const ROWS_AT_ONCE: usize = 500;

/// How many rows of a batch are in which state.
const COUNT_ROWS: &str = "SELECT ruling, state, COUNT(*) AS rows FROM batch_rows \
     WHERE batch_id = $1 GROUP BY ruling, state";

impl Store {
    /// Records a judged file with all its rows, as a draft.
    pub async fn create_batch(&self, new: &NewBatch) -> Result<Batch, Error> {
        let mut transaction = self.begin().await?;
        let count = i64::try_from(new.rows.len()).unwrap_or(i64::MAX);
        written!(
            transaction,
            sqlx::query(
                "INSERT INTO batches (id, state, row_count, framework, language, delivery_date, \
                 file_digest, file_name, reading, created_at, created_by) \
                 VALUES ($1, 'draft', $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(new.id.0)
            .bind(count)
            .bind(new.framework.as_str())
            .bind(new.language.tag())
            .bind(new.delivery_date)
            .bind(new.file_digest.0.as_slice())
            .bind(new.file_name.as_deref())
            .bind(new.reading.as_slice())
            .bind(new.created_at)
            .bind(new.created_by.as_str())
        )?;
        for (number, rows) in new.rows.chunks(ROWS_AT_ONCE).enumerate() {
            insert_rows(&mut transaction, new.id, number * ROWS_AT_ONCE, rows).await?;
        }
        let act = Act {
            name: "create_batch",
            operator: &new.created_by,
            at: new.created_at,
        };
        let event = AuditEvent::BatchUploaded {
            batch: new.id.to_string(),
            file: new.file_digest.to_string(),
        };
        audit::record(&mut transaction, act, None, &event).await?;
        let batch = by_id(&mut transaction, new.id).await?;
        transaction.commit().await?;
        batch.ok_or_else(|| super::row::inconsistent("batches", "id", new.id))
    }

    /// The batch with this id.
    pub async fn find_batch(&self, id: BatchId) -> Result<Option<Batch>, Error> {
        let record: Option<BatchRecord> = on_pool!(self, pool => sqlx::query_as(
            BatchRecord::SELECT_BY_ID,
        )
        .bind(id.0)
        .fetch_optional(pool).await)?;
        record.map(TryInto::try_into).transpose()
    }

    /// The batches younger than `after`, or all; the oldest first.
    pub async fn batches(&self, after: Option<BatchId>, at_most: u32) -> Result<Vec<Batch>, Error> {
        let after = after.map_or(uuid::Uuid::nil(), |id| id.0);
        let records: Vec<BatchRecord> = on_pool!(self, pool => sqlx::query_as(
            BatchRecord::SELECT_YOUNGER,
        )
        .bind(after)
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        records.into_iter().map(TryInto::try_into).collect()
    }

    /// The batches older than `before`, or all; the youngest first.
    pub async fn older_batches(
        &self,
        before: Option<BatchId>,
        at_most: u32,
    ) -> Result<Vec<Batch>, Error> {
        let before = before.map_or(uuid::Uuid::max(), |id| id.0);
        let records: Vec<BatchRecord> = on_pool!(self, pool => sqlx::query_as(
            BatchRecord::SELECT_OLDER,
        )
        .bind(before)
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        records.into_iter().map(TryInto::try_into).collect()
    }

    /// How many batches were judged and not started.
    pub async fn count_drafts(&self) -> Result<u64, Error> {
        let count: i64 = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM batches WHERE state = 'draft' AND forgotten_at IS NULL",
        )
        .fetch_one(pool).await)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// How many of a batch's rows were decided and issued how.
    pub async fn batch_counts(&self, id: BatchId) -> Result<BatchCounts, Error> {
        let lines: Vec<CountLine> = on_pool!(self, pool => sqlx::query_as(COUNT_ROWS)
            .bind(id.0)
            .fetch_all(pool).await)?;
        add_up(lines, id)
    }

    /// The rows of a batch behind position `after`, in order.
    pub async fn batch_rows(
        &self,
        id: BatchId,
        after: u32,
        at_most: u32,
    ) -> Result<Vec<BatchRow>, Error> {
        let lines: Vec<BatchLine> = on_pool!(self, pool => sqlx::query_as(
            "SELECT position, line, ruling, state, certificate_id, result, report \
             FROM batch_rows WHERE batch_id = $1 AND position > $2 ORDER BY position LIMIT $3",
        )
        .bind(id.0)
        .bind(i64::from(after))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        lines.into_iter().map(|line| line.read(id)).collect()
    }

    /// The rows of a batch behind position `after` that were ruled so and have this state.
    pub async fn batch_rows_ruled(
        &self,
        id: BatchId,
        (ruling, state): (Ruling, RowState),
        after: u32,
        at_most: u32,
    ) -> Result<Vec<BatchRow>, Error> {
        let lines: Vec<BatchLine> = on_pool!(self, pool => sqlx::query_as(
            "SELECT position, line, ruling, state, certificate_id, result, report \
             FROM batch_rows WHERE batch_id = $1 AND state = $2 AND ruling = $3 AND position > $4 \
             ORDER BY position LIMIT $5",
        )
        .bind(id.0)
        .bind(state.name())
        .bind(ruling.name())
        .bind(i64::from(after))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        lines.into_iter().map(|line| line.read(id)).collect()
    }

    /// One row of a batch.
    pub async fn batch_row(&self, id: BatchId, position: u32) -> Result<Option<BatchRow>, Error> {
        let before = position.saturating_sub(1);
        let rows = self.batch_rows(id, before, 1).await?;
        Ok(rows.into_iter().find(|row| row.position == position))
    }

    /// The row that a certificate was issued for, if a batch issued it; the newest of several.
    pub async fn row_of_certificate(
        &self,
        certificate: CertificateId,
    ) -> Result<Option<(BatchId, BatchRow)>, Error> {
        let place: Option<(uuid::Uuid, i64)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT batch_id, position FROM batch_rows WHERE certificate_id = $1 \
             ORDER BY batch_id DESC LIMIT 1",
        )
        .bind(certificate.0)
        .fetch_optional(pool).await)?;
        let Some((batch, position)) = place else {
            return Ok(None);
        };
        let batch = BatchId(batch);
        let position = u32::try_from(position)
            .map_err(|_| super::row::inconsistent("batch_rows", "position", batch))?;
        let row = self.batch_row(batch, position).await?;
        Ok(row.map(|row| (batch, row)))
    }

    /// The rows of a batch that have this state, from position `first` to `last`.
    pub async fn batch_rows_in(
        &self,
        id: BatchId,
        state: RowState,
        (first, last): (u32, u32),
    ) -> Result<Vec<BatchRow>, Error> {
        let lines: Vec<BatchLine> = on_pool!(self, pool => sqlx::query_as(
            "SELECT position, line, ruling, state, certificate_id, result, report \
             FROM batch_rows WHERE batch_id = $1 AND state = $2 \
             AND position >= $3 AND position <= $4 ORDER BY position",
        )
        .bind(id.0)
        .bind(state.name())
        .bind(i64::from(first))
        .bind(i64::from(last))
        .fetch_all(pool).await)?;
        lines.into_iter().map(|line| line.read(id)).collect()
    }

    /// The certificates of a batch's rows behind position `after` up to `last`, in no order.
    pub async fn batch_certificates(
        &self,
        id: BatchId,
        (after, last): (u32, u32),
    ) -> Result<Vec<Certificate>, Error> {
        let rows: Vec<CertificateRow> = on_pool!(self, pool => sqlx::query_as(certificates_where(
            "id IN (SELECT certificate_id FROM batch_rows \
             WHERE batch_id = $1 AND state = 'issued' AND position > $2 AND position <= $3)",
        ))
        .bind(id.0)
        .bind(i64::from(after))
        .bind(i64::from(last))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Which parts of `size` positions hold rows that are to be issued, counted from 0.
    pub async fn pending_parts(&self, id: BatchId, size: u32) -> Result<Vec<u32>, Error> {
        let parts: Vec<i64> = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT DISTINCT position / $2 FROM batch_rows \
             WHERE batch_id = $1 AND state = 'pending'",
        )
        .bind(id.0)
        .bind(i64::from(size.max(1)))
        .fetch_all(pool).await)?;
        let mut parts: Vec<u32> = parts
            .into_iter()
            .map(|part| {
                u32::try_from(part)
                    .map_err(|_| super::row::inconsistent("batch_rows", "position", id))
            })
            .collect::<Result<_, _>>()?;
        parts.sort_unstable();
        Ok(parts)
    }

    /// Puts several jobs into the queue: all or none.
    pub async fn enqueue_all(&self, jobs: &[NewJob]) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        for job in jobs {
            enqueue(&mut transaction, job).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Whether a row is still to be issued.
    pub async fn is_row_pending(&self, id: BatchId, position: u32) -> Result<bool, Error> {
        let found: Option<i64> = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT position FROM batch_rows \
             WHERE batch_id = $1 AND position = $2 AND state = 'pending'",
        )
        .bind(id.0)
        .bind(i64::from(position))
        .fetch_optional(pool).await)?;
        Ok(found.is_some())
    }

    /// Records that a row has its certificate.
    pub async fn record_row_issued(
        &self,
        id: BatchId,
        position: u32,
        certificate: CertificateId,
    ) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query(
            "UPDATE batch_rows SET state = 'issued', certificate_id = $3 \
             WHERE batch_id = $1 AND position = $2 AND state <> 'issued'",
        )
        .bind(id.0)
        .bind(i64::from(position))
        .bind(certificate.0)
        .execute(pool).await.map(|_| ()))?;
        Ok(())
    }

    /// Records that a row could not be issued, and why.
    pub async fn record_row_failed(
        &self,
        id: BatchId,
        position: u32,
        report: &[u8],
    ) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query(
            "UPDATE batch_rows SET state = 'failed', report = $3 \
             WHERE batch_id = $1 AND position = $2 AND state = 'pending'",
        )
        .bind(id.0)
        .bind(i64::from(position))
        .bind(report)
        .execute(pool).await.map(|_| ()))?;
        Ok(())
    }

    /// Ends a batch that has no row left to issue, and tells the operator at this address, if any;
    /// `true` for who ended it.
    pub async fn finish_batch(
        &self,
        id: BatchId,
        operator: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE batches SET state = 'done', ended_at = $2 \
                 WHERE id = $1 AND state = 'running' AND NOT EXISTS \
                 (SELECT 1 FROM batch_rows WHERE batch_id = $1 AND state = 'pending')",
            )
            .bind(id.0)
            .bind(at)
        )?;
        if changed == 0 {
            return Ok(false);
        }
        if let Some(operator) = operator {
            let letter = report(&mut transaction, id, operator).await?;
            mail::write(&mut transaction, &letter, at).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Deletes what the files of batches that were uploaded before a time said: results, reasons
    /// and names. Drafts can't be started any more; what is being issued is left alone; which rows
    /// gave which certificates stays.
    pub async fn forget_batches(
        &self,
        before: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        written!(
            transaction,
            sqlx::query(
                "UPDATE batch_rows SET result = NULL, report = NULL, \
                 state = CASE state WHEN 'pending' THEN 'cancelled' ELSE state END \
                 WHERE batch_id IN (SELECT id FROM batches \
                 WHERE created_at < $1 AND forgotten_at IS NULL AND state <> 'running')",
            )
            .bind(before)
        )?;
        let forgotten = written!(
            transaction,
            sqlx::query(
                "UPDATE batches SET file_name = NULL, reading = NULL, refusal_reason = NULL, \
                 forgotten_at = $2, \
                 ended_at = COALESCE(ended_at, $2), \
                 state = CASE state WHEN 'draft' THEN 'cancelled' ELSE state END \
                 WHERE created_at < $1 AND forgotten_at IS NULL AND state <> 'running'",
            )
            .bind(before)
            .bind(at)
        )?;
        transaction.commit().await?;
        Ok(forgotten)
    }
}

pub(super) async fn by_id(
    transaction: &mut Transaction,
    id: BatchId,
) -> Result<Option<Batch>, Error> {
    let record: Option<BatchRecord> = in_transaction!(transaction, connection => sqlx::query_as(
        BatchRecord::SELECT_BY_ID,
    )
    .bind(id.0)
    .fetch_optional(connection).await)?;
    record.map(TryInto::try_into).transpose()
}

fn add_up(lines: Vec<CountLine>, id: BatchId) -> Result<BatchCounts, Error> {
    let mut counts = BatchCounts::default();
    for line in lines {
        line.add_to(&mut counts, id)?;
    }
    Ok(counts)
}

/// What the operator is told of a batch that is done.
async fn report(
    transaction: &mut Transaction,
    id: BatchId,
    operator: &str,
) -> Result<NewMail, Error> {
    let batch = by_id(transaction, id).await?;
    let lines: Vec<CountLine> = in_transaction!(transaction, connection => sqlx::query_as(COUNT_ROWS)
        .bind(id.0)
        .fetch_all(connection).await)?;
    let counts = add_up(lines, id)?;
    let rows = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let content = MailContent::BatchReport {
        name: batch
            .and_then(|batch| batch.file_name)
            .unwrap_or_else(|| id.to_string()),
        issued: rows(counts.issued.saturating_sub(counts.already_issued)),
        repeated: rows(counts.already_issued),
        withheld: rows(counts.withheld),
        refused: rows(counts.refused + counts.failed),
    };
    Ok(NewMail::new(operator.to_owned(), content))
}

async fn insert_rows(
    transaction: &mut Transaction,
    id: BatchId,
    before: usize,
    rows: &[NewBatchRow],
) -> Result<(), Error> {
    let rows: Vec<_> = (before + 1..)
        .zip(rows)
        .map(|(position, row)| (i64::try_from(position).unwrap_or(i64::MAX), row))
        .collect();
    in_transaction!(transaction, connection => {
        let mut insert = sqlx::QueryBuilder::new(
            "INSERT INTO batch_rows (batch_id, position, line, ruling, state, result, report) ",
        );
        insert.push_values(rows, |mut values, (position, row)| {
            let state = match row.result {
                Some(_) => RowState::Pending,
                None => RowState::Idle,
            };
            values
                .push_bind(id.0)
                .push_bind(position)
                .push_bind(i64::from(row.line))
                .push_bind(row.ruling.name())
                .push_bind(state.name())
                .push_bind(row.result.clone())
                .push_bind(row.report.clone());
        });
        insert.build().execute(connection).await.map(|_| ())
    })?;
    Ok(())
}
