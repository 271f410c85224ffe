//! The queue as an operator sees it: what waits, failed or was given up, and trying it again.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::audit::{self, Act};
use super::job::{JobCount, JobEntry, JobState};
use super::jobs::number;
use super::row::inconsistent;
use super::{Error, Store, Transaction, on_pool, written};
use crate::audit::AuditEvent;

#[derive(FromRow)]
struct EntryRow {
    id: Uuid,
    kind: String,
    state: String,
    run_at: DateTime<Utc>,
    attempts: i64,
    lease_token: i64,
    last_error: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct CountRow {
    kind: String,
    state: String,
    count: i64,
    since: DateTime<Utc>,
}

impl Store {
    /// The first `limit` jobs in a state, the one whose turn is next first.
    pub async fn jobs(&self, state: JobState, limit: usize) -> Result<Vec<JobEntry>, Error> {
        let rows: Vec<EntryRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, kind, state, run_at, attempts, lease_token, last_error, finished_at \
             FROM jobs WHERE state = $1 ORDER BY priority, run_at, id LIMIT $2",
        )
        .bind(state.name())
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(pool).await)?;
        rows.into_iter().map(JobEntry::try_from).collect()
    }

    /// The first `limit` jobs that failed and wait for their next attempt, the next one first.
    pub async fn failed_jobs(
        &self,
        at: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<JobEntry>, Error> {
        let rows: Vec<EntryRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, kind, state, run_at, attempts, lease_token, last_error, finished_at \
             FROM jobs WHERE state = 'queued' AND attempts > 0 AND run_at > $1 \
             ORDER BY run_at, id LIMIT $2",
        )
        .bind(at)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(pool).await)?;
        rows.into_iter().map(JobEntry::try_from).collect()
    }

    /// Has a job that failed tried now instead of at its next time. `false`: there is none with this
    /// id that waits. Its attempts count on.
    pub async fn hasten_job(
        &self,
        id: Uuid,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let waiting = "UPDATE jobs SET run_at = $2 \
             WHERE id = $1 AND state = 'queued' AND attempts > 0 AND run_at > $2";
        self.try_again(waiting, id, operator, at).await
    }

    /// Queues a job anew that was given up. `false`: there is none with this id.
    pub async fn retry_job(
        &self,
        id: Uuid,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let given_up = "UPDATE jobs SET state = 'queued', run_at = $2, attempts = 0, \
             finished_at = NULL WHERE id = $1 AND state = 'dead'";
        self.try_again(given_up, id, operator, at).await
    }

    async fn try_again(
        &self,
        update: &'static str,
        id: Uuid,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let done = written!(transaction, sqlx::query(update).bind(id).bind(at))?;
        record_retry(transaction, done, operator, at).await?;
        Ok(done > 0)
    }

    /// Queues anew every job that was given up: how many.
    pub async fn retry_dead_jobs(&self, operator: &str, at: DateTime<Utc>) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        let done = written!(
            transaction,
            sqlx::query(
                "UPDATE jobs SET state = 'queued', run_at = $1, attempts = 0, finished_at = NULL \
                 WHERE state = 'dead'",
            )
            .bind(at)
        )?;
        record_retry(transaction, done, operator, at).await?;
        Ok(done)
    }

    /// The unfinished jobs by kind and state, with the age of the oldest.
    pub async fn job_counts(&self) -> Result<Vec<JobCount>, Error> {
        let rows: Vec<CountRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT kind, state, COUNT(*) AS count, MIN(run_at) AS since FROM jobs \
             WHERE state IN ('queued', 'leased', 'dead') GROUP BY kind, state",
        )
        .fetch_all(pool).await)?;
        let mut counts = rows
            .into_iter()
            .map(JobCount::try_from)
            .collect::<Result<Vec<_>, Error>>()?;
        counts.sort_by(|a, b| (&a.kind, a.state).cmp(&(&b.kind, b.state)));
        Ok(counts)
    }

    /// Deletes the jobs that were done before `before`: how many. What was given up stays.
    pub async fn prune_jobs(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        let done = on_pool!(self, pool => sqlx::query(
            "DELETE FROM jobs WHERE state = 'done' AND finished_at < $1",
        )
        .bind(before)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(done)
    }
}

/// Records that jobs were queued anew, if any was.
async fn record_retry(
    mut transaction: Transaction,
    count: u64,
    operator: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    if count > 0 {
        let act = Act {
            name: "retry_jobs",
            operator,
            at,
        };
        let event = AuditEvent::JobsRetried { count };
        audit::record(&mut transaction, act, None, &event).await?;
    }
    Ok(transaction.commit().await?)
}

fn state(name: &str, id: impl std::fmt::Display) -> Result<JobState, Error> {
    JobState::from_name(name).ok_or_else(|| inconsistent("jobs", "state", id))
}

impl TryFrom<EntryRow> for JobEntry {
    type Error = Error;

    fn try_from(row: EntryRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            state: state(&row.state, row.id)?,
            attempts: number(row.attempts, "attempts", row.id)?,
            leases: number(row.lease_token, "lease_token", row.id)?,
            kind: row.kind,
            run_at: row.run_at,
            last_error: row.last_error,
            finished_at: row.finished_at,
        })
    }
}

impl TryFrom<CountRow> for JobCount {
    type Error = Error;

    fn try_from(row: CountRow) -> Result<Self, Error> {
        Ok(Self {
            state: state(&row.state, &row.kind)?,
            count: u64::try_from(row.count)
                .map_err(|_| inconsistent("jobs", "count", &row.kind))?,
            kind: row.kind,
            since: row.since,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixtures::{at, claimed, on_each, queued};

    #[tokio::test]
    async fn counts_tell_how_many_wait_and_since_when_and_pruning_deletes_what_is_done() {
        on_each(async |store| {
            for minute in [3, 2, 8] {
                queued(&store, minute).await;
            }
            let lease = claimed(&store, Uuid::new_v4(), 5).await;
            let count = |state, count, minute| JobCount {
                kind: "publish_status".to_owned(),
                state,
                count,
                since: at(minute),
            };
            let counts = [count(JobState::Queued, 2, 3), count(JobState::Leased, 1, 2)];
            assert_eq!(store.job_counts().await.unwrap(), counts);

            assert!(store.complete_job(&lease, at(5)).await.unwrap());
            assert_eq!(store.job_counts().await.unwrap(), counts[..1]);
            assert_eq!(store.prune_jobs(at(5)).await.unwrap(), 0);
            assert_eq!(store.prune_jobs(at(6)).await.unwrap(), 1);
            assert_eq!(store.jobs(JobState::Done, 9).await.unwrap(), []);
            assert_eq!(store.job_counts().await.unwrap(), counts[..1]);
        })
        .await;
    }
}
