//! From rows of the database to batches; what no program of ours can have written is named.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::row::inconsistent;
use super::{
    Batch, BatchCounts, BatchId, BatchRefusal, BatchRow, BatchState, Digest, Error, RowState,
    Ruling,
};
use crate::credential::CertificateId;

/// A batch as the database gives it.
#[derive(FromRow)]
pub(super) struct BatchRecord {
    id: Uuid,
    state: String,
    row_count: i64,
    framework: String,
    language: String,
    delivery_date: Option<NaiveDate>,
    file_digest: Vec<u8>,
    file_name: Option<String>,
    reading: Option<Vec<u8>>,
    created_at: DateTime<Utc>,
    created_by: String,
    started_at: Option<DateTime<Utc>>,
    started_by: Option<String>,
    ended_at: Option<DateTime<Utc>>,
    forgotten_at: Option<DateTime<Utc>>,
    refused_by: Option<String>,
    refusal_reason: Option<String>,
}

impl BatchRecord {
    pub(super) const SELECT_BY_ID: &str = "SELECT id, state, row_count, framework, language, \
        delivery_date, file_digest, file_name, reading, created_at, created_by, started_at, \
        started_by, ended_at, forgotten_at, refused_by, refusal_reason FROM batches \
        WHERE id = $1";

    pub(super) const SELECT_YOUNGER: &str = "SELECT id, state, row_count, framework, language, \
        delivery_date, file_digest, file_name, reading, created_at, created_by, started_at, \
        started_by, ended_at, forgotten_at, refused_by, refusal_reason FROM batches WHERE id > $1 \
        ORDER BY id LIMIT $2";

    pub(super) const SELECT_OLDER: &str = "SELECT id, state, row_count, framework, language, \
        delivery_date, file_digest, file_name, reading, created_at, created_by, started_at, \
        started_by, ended_at, forgotten_at, refused_by, refusal_reason FROM batches WHERE id < $1 \
        ORDER BY id DESC LIMIT $2";
}

impl TryFrom<BatchRecord> for Batch {
    type Error = Error;

    fn try_from(row: BatchRecord) -> Result<Self, Error> {
        let bad = |column| inconsistent("batches", column, row.id);
        let digest = row.file_digest.as_slice().try_into();
        Ok(Self {
            id: BatchId(row.id),
            state: BatchState::from_name(&row.state).ok_or_else(|| bad("state"))?,
            rows: u32::try_from(row.row_count).map_err(|_| bad("row_count"))?,
            language: row.language.parse().map_err(|_| bad("language"))?,
            file_digest: digest.map(Digest).map_err(|_| bad("file_digest"))?,
            framework: row.framework,
            delivery_date: row.delivery_date,
            file_name: row.file_name,
            reading: row.reading,
            created_at: row.created_at,
            created_by: row.created_by,
            started_at: row.started_at,
            started_by: row.started_by,
            ended_at: row.ended_at,
            forgotten_at: row.forgotten_at,
            refused: row.refused_by.map(|by| BatchRefusal {
                by,
                reason: row.refusal_reason,
            }),
        })
    }
}

/// A row of a batch as the database gives it.
#[derive(FromRow)]
pub(super) struct BatchLine {
    position: i64,
    line: i64,
    ruling: String,
    state: String,
    certificate_id: Option<Uuid>,
    result: Option<Vec<u8>>,
    report: Option<Vec<u8>>,
}

impl BatchLine {
    pub(super) fn read(self, batch: BatchId) -> Result<BatchRow, Error> {
        let position = self.position;
        let bad = |column| inconsistent("batch_rows", column, format!("{batch}/{position}"));
        Ok(BatchRow {
            position: u32::try_from(position).map_err(|_| bad("position"))?,
            line: u32::try_from(self.line).map_err(|_| bad("line"))?,
            ruling: Ruling::from_name(&self.ruling).ok_or_else(|| bad("ruling"))?,
            state: RowState::from_name(&self.state).ok_or_else(|| bad("state"))?,
            certificate: self.certificate_id.map(CertificateId),
            result: self.result,
            report: self.report,
        })
    }
}

/// Rows of a batch that were decided and issued alike.
#[derive(FromRow)]
pub(super) struct CountLine {
    ruling: String,
    state: String,
    rows: i64,
}

impl CountLine {
    pub(super) fn add_to(&self, counts: &mut BatchCounts, batch: BatchId) -> Result<(), Error> {
        let bad = |column| inconsistent("batch_rows", column, batch);
        let ruling = Ruling::from_name(&self.ruling).ok_or_else(|| bad("ruling"))?;
        let state = RowState::from_name(&self.state).ok_or_else(|| bad("state"))?;
        counts.add(ruling, state, self.rows.unsigned_abs());
        Ok(())
    }
}
