//! The queue: who may do which job until when, and what became of it.
//!
//! Whoever takes a job gets a lease with a number that grows with each lease of the job. All that
//! is said about the job later is compare-and-swap on that number and on the lease's end: a worker
//! that was too slow, or thought dead, is refused, whatever happened to the job meanwhile.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::job::{Expired, Failure, JobState, Lease, NewJob, Priority};
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
}

pub(super) fn number(value: i64, column: &'static str, id: Uuid) -> Result<u32, Error> {
    u32::try_from(value).map_err(|_| inconsistent("jobs", column, id))
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::store::fixtures::{LEASE, OPERATOR, at, claimed, on_each, queued};
    use crate::store::{Job, JobEntry};

    async fn none_is_due(store: &Store, minute: i64) {
        let at = at(minute);
        let leases = store.claim_jobs(Uuid::new_v4(), 9, at, at + LEASE).await;
        assert_eq!(leases.unwrap(), []);
    }

    async fn only(store: &Store, state: JobState) -> JobEntry {
        let mut entries = store.jobs(state, 9).await.unwrap();
        assert_eq!(entries.len(), 1, "{entries:?}");
        entries.remove(0)
    }

    /// Contract (a).
    #[tokio::test]
    async fn a_job_exists_when_the_transaction_that_asked_for_it_is_committed() {
        on_each(async |store| {
            let new = Job::PublishStatus.at(at(0));
            let mut transaction = store.begin().await.unwrap();
            assert!(enqueue(&mut transaction, &new).await.unwrap());
            drop(transaction);
            none_is_due(&store, 1).await;

            let mut transaction = store.begin().await.unwrap();
            assert!(enqueue(&mut transaction, &new).await.unwrap());
            transaction.commit().await.unwrap();
            let lease = claimed(&store, Uuid::new_v4(), 1).await;
            assert_eq!(lease.job, new.id);
            assert_eq!(lease.kind, "publish_status");
            let job: Job = serde_json::from_slice(&lease.payload).unwrap();
            assert_eq!(job, new.job);
        })
        .await;
    }

    /// Contract (b): in every state that the job can be in meanwhile.
    #[tokio::test]
    async fn who_lost_the_lease_can_no_longer_say_anything_about_the_job() {
        on_each(async |store| {
            queued(&store, 0).await;
            // The same worker id on purpose: the number of the lease decides, not who has it.
            let worker = Uuid::new_v4();
            let old = claimed(&store, worker, 0).await;
            let is_refused = async |at| {
                let (store, lease) = (&store, &old);
                assert!(!store.extend_lease(lease, at, at + LEASE).await.unwrap());
                assert!(!store.complete_job(lease, at).await.unwrap());
                for failure in [Failure::Again(at), Failure::Planned(at), Failure::Dead] {
                    let failed = store.fail_job(lease, "too late", failure, at).await;
                    assert!(!failed.unwrap(), "{failure:?}");
                }
            };
            // The lease ran out and nobody noticed yet.
            is_refused(at(0) + LEASE).await;
            // It was noticed.
            store.expire_leases(at(1), 9).await.unwrap();
            is_refused(at(0)).await;
            // It is done again.
            let new = claimed(&store, worker, 1).await;
            assert!(new.token > old.token);
            is_refused(at(1)).await;
            assert_eq!(
                only(&store, JobState::Leased).await.last_error.as_deref(),
                Some(LEASE_RAN_OUT)
            );
            assert!(store.complete_job(&new, at(1)).await.unwrap());
            is_refused(at(1)).await;
            assert!(!store.complete_job(&new, at(1)).await.unwrap());
            let done = only(&store, JobState::Done).await;
            assert_eq!((done.attempts, done.leases, done.last_error), (2, 2, None));
        })
        .await;
    }

    #[tokio::test]
    async fn a_lease_that_is_extended_does_not_run_out() {
        on_each(async |store| {
            queued(&store, 0).await;
            let lease = claimed(&store, Uuid::new_v4(), 0).await;
            let (soon, later) = (at(0) + LEASE / 3, at(2));
            assert!(store.extend_lease(&lease, soon, later).await.unwrap());
            assert!(!store.has_expired_leases(at(1)).await.unwrap());
            let expired = store.expire_leases(at(1), 9).await.unwrap();
            assert_eq!(expired, Expired::default());
            assert!(store.complete_job(&lease, at(1)).await.unwrap());
        })
        .await;
    }

    /// Contract (c).
    #[tokio::test]
    async fn a_job_whose_worker_dies_is_done_again_and_given_up_in_the_end() {
        on_each(async |store| {
            let new = queued(&store, 0).await;
            for attempt in 1..=3 {
                let minute = i64::from(attempt);
                let lease = claimed(&store, Uuid::new_v4(), minute).await;
                assert_eq!(lease.attempt, attempt);
                none_is_due(&store, minute).await;
                let later = at(minute) + LEASE;
                assert!(store.has_expired_leases(later).await.unwrap());
                let expired = store.expire_leases(later, 3).await.unwrap();
                let is_last = u64::from(attempt == 3);
                let expected = Expired {
                    requeued: 1 - is_last,
                    dead: is_last,
                };
                assert_eq!(expired, expected, "attempt {attempt}");
            }
            none_is_due(&store, 9).await;
            let dead = only(&store, JobState::Dead).await;
            assert_eq!((dead.id, dead.attempts), (new.id, 3));
            assert_eq!(dead.last_error.as_deref(), Some(LEASE_RAN_OUT));

            assert!(store.retry_job(new.id, OPERATOR, at(9)).await.unwrap());
            assert!(!store.retry_job(new.id, OPERATOR, at(9)).await.unwrap());
            let lease = claimed(&store, Uuid::new_v4(), 9).await;
            assert_eq!((lease.attempt, lease.token), (1, 4), "the token only grows");
        })
        .await;
    }

    #[tokio::test]
    async fn what_failed_waits_goes_on_by_plan_or_is_given_up() {
        on_each(async |store| {
            let new = queued(&store, 0).await;
            let worker = Uuid::new_v4();
            let lease = claimed(&store, worker, 0).await;
            let again = Failure::Again(at(2));
            assert!(
                store
                    .fail_job(&lease, "the sea is rough", again, at(0))
                    .await
                    .unwrap()
            );
            let waiting = only(&store, JobState::Queued).await;
            assert_eq!(waiting.last_error.as_deref(), Some("the sea is rough"));
            none_is_due(&store, 1).await;
            let lease = claimed(&store, worker, 2).await;
            assert_eq!(lease.attempt, 2);
            let planned = Failure::Planned(at(3));
            assert!(
                store
                    .fail_job(&lease, "waits for the tide", planned, at(2))
                    .await
                    .unwrap()
            );
            let lease = claimed(&store, worker, 3).await;
            assert_eq!(lease.attempt, 1, "counted anew");
            assert!(
                store
                    .fail_job(&lease, "no ship", Failure::Dead, at(3))
                    .await
                    .unwrap()
            );
            none_is_due(&store, 99).await;
            let dead = only(&store, JobState::Dead).await;
            assert_eq!(dead.finished_at, Some(at(3)));
            assert_eq!(store.retry_dead_jobs(OPERATOR, at(4)).await.unwrap(), 1);
            assert_eq!(claimed(&store, worker, 4).await.job, new.id);
        })
        .await;
    }

    #[tokio::test]
    async fn what_a_worker_gives_back_counts_as_not_begun() {
        on_each(async |store| {
            let (leaving, staying) = (Uuid::new_v4(), Uuid::new_v4());
            for minute in 0..3 {
                queued(&store, minute).await;
            }
            let given_back = claimed(&store, leaving, 5).await;
            let kept = claimed(&store, staying, 5).await;
            assert_eq!(store.release_jobs(leaving).await.unwrap(), 1);
            assert!(!store.complete_job(&given_back, at(5)).await.unwrap());
            assert!(store.complete_job(&kept, at(5)).await.unwrap());
            let lease = claimed(&store, staying, 5).await;
            assert_eq!((lease.job, lease.attempt), (given_back.job, 1));
            assert!(lease.token > given_back.token);
        })
        .await;
    }

    /// Contract (g): nobody is given what somebody else has.
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn many_workers_share_many_jobs_and_each_is_leased_once() {
        on_each(async |store| {
            for _ in 0..60 {
                queued(&store, 0).await;
            }
            let mut workers = tokio::task::JoinSet::new();
            for _ in 0..6 {
                let store = store.clone();
                workers.spawn(async move {
                    let (worker, mut taken) = (Uuid::new_v4(), Vec::new());
                    loop {
                        let leases = store
                            .claim_jobs(worker, 3, at(1), at(1) + LEASE)
                            .await
                            .unwrap();
                        assert!(leases.len() <= 3);
                        // An empty hand may also mean that others are taking them right now.
                        if leases.is_empty()
                            && store.jobs(JobState::Queued, 1).await.unwrap().is_empty()
                        {
                            return taken;
                        }
                        for lease in leases {
                            assert!(store.complete_job(&lease, at(1)).await.unwrap());
                            taken.push(lease.job);
                        }
                    }
                });
            }
            let mut times: BTreeMap<Uuid, u32> = BTreeMap::new();
            for job in workers.join_all().await.into_iter().flatten() {
                *times.entry(job).or_default() += 1;
            }
            assert_eq!(times.len(), 60);
            assert!(times.values().all(|count| *count == 1), "{times:?}");
            let done = store.jobs(JobState::Done, 99).await.unwrap();
            assert!(done.iter().all(|job| job.leases == 1));
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn work_with_a_name_is_queued_once_whoever_asks() {
        on_each(async |store| {
            let mut asking = tokio::task::JoinSet::new();
            for _ in 0..8 {
                let store = store.clone();
                let new = Job::PublishStatus
                    .at(at(0))
                    .once("the list of noon".to_owned());
                asking.spawn(async move { store.enqueue(&new).await.unwrap() });
            }
            let fresh = asking.join_all().await;
            assert_eq!(fresh.iter().filter(|fresh| **fresh).count(), 1);
            // Nor when it is done.
            let lease = claimed(&store, Uuid::new_v4(), 0).await;
            assert!(store.complete_job(&lease, at(0)).await.unwrap());
            let late = Job::PublishStatus
                .at(at(1))
                .once("the list of noon".to_owned());
            assert!(!store.enqueue(&late).await.unwrap());
            let other = Job::PublishStatus
                .at(at(1))
                .once("the list of one".to_owned());
            assert!(store.enqueue(&other).await.unwrap());
        })
        .await;
    }
}
