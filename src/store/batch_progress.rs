//! How far a batch is beyond its rows: when its certificates were issued, and its letters.

use chrono::{DateTime, Utc};

use super::{BatchId, Error, Store, on_pool};

/// When the certificates of a batch were issued, and what became of the letters about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BatchProgress {
    /// When the first certificate was issued.
    pub first_at: Option<DateTime<Utc>>,
    /// When the last one was.
    pub last_at: Option<DateTime<Utc>>,
    /// Letters to candidates that wait to be sent.
    pub letters_waiting: u64,
    /// Letters to candidates that the mail server took.
    pub letters_sent: u64,
    /// Letters to candidates that it refused.
    pub letters_refused: u64,
}

impl Store {
    /// How far a batch is that began at a time: what it found issued before is left out.
    pub async fn batch_progress(
        &self,
        id: BatchId,
        started_at: DateTime<Utc>,
    ) -> Result<BatchProgress, Error> {
        let (first_at, last_at): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) = on_pool!(self, pool => sqlx::query_as(
                "SELECT MIN(issued_at), MAX(issued_at) FROM batch_rows \
                 JOIN certificates ON certificates.id = batch_rows.certificate_id \
                 WHERE batch_id = $1 AND issued_at >= $2",
            )
            .bind(id.0)
            .bind(started_at)
            .fetch_one(pool).await)?;
        let letters: Vec<(String, i64)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT mail.state, COUNT(*) FROM batch_rows \
             JOIN mail ON mail.certificate_id = batch_rows.certificate_id \
             WHERE batch_id = $1 AND mail.kind = 'candidate_link' AND mail.written_at >= $2 \
             GROUP BY mail.state",
        )
        .bind(id.0)
        .bind(started_at)
        .fetch_all(pool).await)?;
        let count = |wanted: &str| {
            let found = letters.iter().find(|(state, _)| state == wanted);
            found.map_or(0, |(_, count)| u64::try_from(*count).unwrap_or(0))
        };
        Ok(BatchProgress {
            first_at,
            last_at,
            letters_waiting: count("waiting"),
            letters_sent: count("sent"),
            letters_refused: count("refused"),
        })
    }
}
