//! The queue: who may do which job until when, and what became of it.
//!
//! Whoever takes a job gets a lease with a number that grows with each lease of the job. All that
//! is said about the job later is compare-and-swap on that number and on the lease's end: a worker
//! that was too slow, or thought dead, is refused, whatever happened to the job meanwhile.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::job::{Expired, Failure, JobCount, JobEntry, JobState, Lease, NewJob, Priority};
use super::row::inconsistent;
use super::{Error, Store, Transaction, in_transaction, on_pool, written};

/// Takes the next jobs. SQLite has one writer at a time: nobody else looks meanwhile.
const CLAIM_SQLITE: &str = "UPDATE jobs SET state = 'leased', lease_token = lease_token + 1, \
     attempts = attempts + 1, worker = $1, lease_until = $2 \
     WHERE id IN (SELECT id FROM jobs WHERE state = 'queued' AND run_at <= $3 \
     ORDER BY priority, run_at, id LIMIT $4) \
     RETURNING id, lease_token, kind, payload, attempts, priority, run_at";

/// Takes the next jobs. PostgreSQL has many writers: rows that another one is taking are passed
/// over. The rows are chosen in a step of their own, so that they are chosen once.
const CLAIM_POSTGRES: &str = "WITH next AS MATERIALIZED (SELECT id FROM jobs \
     WHERE state = 'queued' AND run_at <= $3 \
     ORDER BY priority, run_at, id LIMIT $4 FOR UPDATE SKIP LOCKED) \
     UPDATE jobs SET state = 'leased', lease_token = jobs.lease_token + 1, \
     attempts = jobs.attempts + 1, worker = $1, lease_until = $2 \
     FROM next WHERE jobs.id = next.id \
     RETURNING jobs.id, jobs.lease_token, jobs.kind, jobs.payload, jobs.attempts, \
     jobs.priority, jobs.run_at";

/// Why a job failed whose worker was not heard of again.
const LEASE_RAN_OUT: &str = "its worker was not heard of again";

#[derive(FromRow)]
struct LeaseRow {
    id: Uuid,
    lease_token: i64,
    kind: String,
    payload: Vec<u8>,
    attempts: i64,
    priority: i64,
    run_at: DateTime<Utc>,
}

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

/// Puts a job into the queue with the caller's transaction: it exists if that is committed.
/// `false`: a job with its unique key exists.
pub(super) async fn enqueue(transaction: &mut Transaction, new: &NewJob) -> Result<bool, Error> {
    let payload =
        serde_json::to_vec(&new.job).map_err(|_| inconsistent("jobs", "payload", new.id))?;
    let rows = written!(
        transaction,
        sqlx::query(
            "INSERT INTO jobs (id, kind, payload, priority, state, run_at, attempts, lease_token, \
             unique_key) VALUES ($1, $2, $3, $4, 'queued', $5, 0, 0, $6) \
             ON CONFLICT (unique_key) DO NOTHING",
        )
        .bind(new.id)
        .bind(new.job.kind())
        .bind(payload)
        .bind(rank(new.job.priority()))
        .bind(new.run_at)
        .bind(new.unique_key.as_deref())
    )?;
    Ok(rows > 0)
}

fn rank(priority: Priority) -> i64 {
    match priority {
        Priority::Soon => 0,
        Priority::Bulk => 1,
    }
}

impl Store {
    /// Puts a job into the queue. `false`: a job with its unique key exists.
    pub async fn enqueue(&self, new: &NewJob) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let fresh = enqueue(&mut transaction, new).await?;
        transaction.commit().await?;
        Ok(fresh)
    }

    /// Leases up to `limit` jobs that are due to a worker until `until`, the most urgent first.
    pub async fn claim_jobs(
        &self,
        worker: Uuid,
        limit: usize,
        at: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Lease>, Error> {
        // Asked often and mostly in vain: reading keeps no writer waiting.
        let due: Option<i64> = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT priority FROM jobs WHERE state = 'queued' AND run_at <= $1 LIMIT 1",
        )
        .bind(at)
        .fetch_optional(pool).await)?;
        if due.is_none() {
            return Ok(Vec::new());
        }
        let mut transaction = self.begin().await?;
        let claim = match &transaction {
            Transaction::Sqlite(_) => CLAIM_SQLITE,
            Transaction::Postgres(_) => CLAIM_POSTGRES,
        };
        let mut rows: Vec<LeaseRow> = in_transaction!(transaction, connection => sqlx::query_as(claim)
            .bind(worker)
            .bind(until)
            .bind(at)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(connection).await)?;
        transaction.commit().await?;
        rows.sort_by_key(|row| (row.priority, row.run_at, row.id));
        rows.into_iter().map(Lease::try_from).collect()
    }

    /// Holds the lease until `until`. `false`: it is lost.
    pub async fn extend_lease(
        &self,
        lease: &Lease,
        at: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let done = on_pool!(self, pool => sqlx::query(
            "UPDATE jobs SET lease_until = $4 \
             WHERE id = $1 AND state = 'leased' AND lease_token = $2 AND lease_until > $3",
        )
        .bind(lease.job)
        .bind(lease.token)
        .bind(at)
        .bind(until)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(done > 0)
    }

    /// Says that the job is done. `false`: the lease is lost, and nothing is said.
    pub async fn complete_job(&self, lease: &Lease, at: DateTime<Utc>) -> Result<bool, Error> {
        let done = on_pool!(self, pool => sqlx::query(
            "UPDATE jobs SET state = 'done', lease_until = NULL, worker = NULL, \
             last_error = NULL, finished_at = $3 \
             WHERE id = $1 AND state = 'leased' AND lease_token = $2 AND lease_until > $3",
        )
        .bind(lease.job)
        .bind(lease.token)
        .bind(at)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(done > 0)
    }

    /// Says that the job failed, why, and what becomes of it. `false`: the lease is lost, and
    /// nothing is said.
    pub async fn fail_job(
        &self,
        lease: &Lease,
        reason: &'static str,
        failure: Failure,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let (state, run_at, attempts) = match failure {
            Failure::Again(run_at) => (JobState::Queued, run_at, i64::from(lease.attempt)),
            Failure::Planned(run_at) => (JobState::Queued, run_at, 0),
            Failure::Dead => (JobState::Dead, at, i64::from(lease.attempt)),
        };
        let finished_at = (state == JobState::Dead).then_some(at);
        let done = on_pool!(self, pool => sqlx::query(
            "UPDATE jobs SET state = $4, run_at = $5, attempts = $6, last_error = $7, \
             lease_until = NULL, worker = NULL, finished_at = $8 \
             WHERE id = $1 AND state = 'leased' AND lease_token = $2 AND lease_until > $3",
        )
        .bind(lease.job)
        .bind(lease.token)
        .bind(at)
        .bind(state.name())
        .bind(run_at)
        .bind(attempts)
        .bind(reason)
        .bind(finished_at)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(done > 0)
    }

    /// Gives back all that a worker still has, as if it had not been begun: how many.
    pub async fn release_jobs(&self, worker: Uuid) -> Result<u64, Error> {
        let done = on_pool!(self, pool => sqlx::query(
            "UPDATE jobs SET state = 'queued', attempts = attempts - 1, lease_until = NULL, \
             worker = NULL WHERE state = 'leased' AND worker = $1",
        )
        .bind(worker)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(done)
    }

    /// Puts jobs whose lease ran out back into the queue; those that were begun `attempts` times
    /// are given up.
    pub async fn expire_leases(&self, at: DateTime<Utc>, attempts: u32) -> Result<Expired, Error> {
        let mut transaction = self.begin().await?;
        let dead = written!(
            transaction,
            sqlx::query(
                "UPDATE jobs SET state = 'dead', lease_until = NULL, worker = NULL, \
                 last_error = $3, finished_at = $1 \
                 WHERE state = 'leased' AND lease_until <= $1 AND attempts >= $2",
            )
            .bind(at)
            .bind(i64::from(attempts))
            .bind(LEASE_RAN_OUT)
        )?;
        let requeued = written!(
            transaction,
            sqlx::query(
                "UPDATE jobs SET state = 'queued', run_at = $1, lease_until = NULL, \
                 worker = NULL, last_error = $2 \
                 WHERE state = 'leased' AND lease_until <= $1",
            )
            .bind(at)
            .bind(LEASE_RAN_OUT)
        )?;
        transaction.commit().await?;
        Ok(Expired { requeued, dead })
    }

    /// Whether a lease ran out: what [`Store::expire_leases`] has to do.
    pub async fn has_expired_leases(&self, at: DateTime<Utc>) -> Result<bool, Error> {
        let one: Option<i64> = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT attempts FROM jobs WHERE state = 'leased' AND lease_until <= $1 LIMIT 1",
        )
        .bind(at)
        .fetch_optional(pool).await)?;
        Ok(one.is_some())
    }

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

    /// Queues a job anew that was given up. `false`: there is none with this id.
    pub async fn retry_job(&self, id: Uuid, at: DateTime<Utc>) -> Result<bool, Error> {
        let done = on_pool!(self, pool => sqlx::query(
            "UPDATE jobs SET state = 'queued', run_at = $2, attempts = 0, finished_at = NULL \
             WHERE id = $1 AND state = 'dead'",
        )
        .bind(id)
        .bind(at)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(done > 0)
    }

    /// Queues anew every job that was given up: how many.
    pub async fn retry_dead_jobs(&self, at: DateTime<Utc>) -> Result<u64, Error> {
        let done = on_pool!(self, pool => sqlx::query(
            "UPDATE jobs SET state = 'queued', run_at = $1, attempts = 0, finished_at = NULL \
             WHERE state = 'dead'",
        )
        .bind(at)
        .execute(pool).await.map(|done| done.rows_affected()))?;
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

fn number(value: i64, column: &'static str, id: Uuid) -> Result<u32, Error> {
    u32::try_from(value).map_err(|_| inconsistent("jobs", column, id))
}

fn state(name: &str, id: impl std::fmt::Display) -> Result<JobState, Error> {
    JobState::from_name(name).ok_or_else(|| inconsistent("jobs", "state", id))
}

impl TryFrom<LeaseRow> for Lease {
    type Error = Error;

    fn try_from(row: LeaseRow) -> Result<Self, Error> {
        Ok(Self {
            job: row.id,
            token: row.lease_token,
            kind: row.kind,
            payload: row.payload,
            attempt: number(row.attempts, "attempts", row.id)?,
        })
    }
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
