//! How often somebody asked in a minute, counted for all processes together.

use super::{Error, Store, on_pool};

impl Store {
    /// Sets `permits` requests of a subject aside in this minute: how many are then used up by all
    /// processes together.
    pub async fn reserve_requests(
        &self,
        subject: &[u8; 32],
        minute: i64,
        permits: u32,
    ) -> Result<u64, Error> {
        let used: i64 = on_pool!(self, pool => sqlx::query_scalar(
            "INSERT INTO request_counts (subject, minute, used) VALUES ($1, $2, $3) \
             ON CONFLICT (subject, minute) \
             DO UPDATE SET used = request_counts.used + excluded.used \
             RETURNING used",
        )
        .bind(subject.to_vec())
        .bind(minute)
        .bind(i64::from(permits))
        .fetch_one(pool).await)?;
        Ok(u64::try_from(used).unwrap_or(0))
    }

    /// Forgets what a subject asked for in this minute.
    pub async fn forget_requests(&self, subject: &[u8; 32], minute: i64) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query(
            "DELETE FROM request_counts WHERE subject = $1 AND minute = $2",
        )
        .bind(subject.to_vec())
        .bind(minute)
        .execute(pool).await.map(|_| ()))?;
        Ok(())
    }

    /// Deletes the counts of the minutes before this one: how many.
    pub async fn delete_old_counts(&self, before_minute: i64) -> Result<u64, Error> {
        Ok(
            on_pool!(self, pool => sqlx::query("DELETE FROM request_counts WHERE minute < $1")
            .bind(before_minute)
            .execute(pool).await.map(|done| done.rows_affected()))?,
        )
    }

    /// Whether other processes on other machines may be counting too.
    pub fn is_shared(&self) -> bool {
        matches!(self.database, super::database::Database::Postgres(_))
    }
}
