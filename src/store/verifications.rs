//! Files of codes that are verified in bulk, and their answers: kept in parts, so that neither is
//! ever whole in memory, and until they expire.
//!
//! Every run writes parts under an id of its own; the first that finishes decides which count. A
//! run that a slow or dead worker left behind changes nothing.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::row::inconsistent;
use super::{Error, NewJob, Store, Transaction, jobs, on_pool, written};

const TABLE: &str = "verification_batches";

/// The run of the asker's own file.
const ASKED: Uuid = Uuid::nil();

/// How far a verification batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerificationState {
    /// Its file is being received.
    Receiving,
    /// It waits for a worker.
    Waiting,
    /// A worker answers it.
    Running,
    /// It is answered.
    Done,
    /// Its file can't be answered.
    Failed,
}

impl VerificationState {
    const ALL: [Self; 5] = [
        Self::Receiving,
        Self::Waiting,
        Self::Running,
        Self::Done,
        Self::Failed,
    ];

    /// The name in the database and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// A file to be verified. Texts are JSON of the room that reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationBatch {
    /// UUID version 7.
    pub id: Uuid,
    /// The client that asked.
    pub client: Uuid,
    /// How far it is.
    pub state: VerificationState,
    /// What was asked about the file.
    pub question: String,
    /// How the file was understood.
    pub understood: Option<String>,
    /// How many rows had which outcome, so far or in the end.
    pub summary: Option<String>,
    /// Why it failed.
    pub fault: Option<String>,
    /// The run whose answers count.
    pub run: Option<Uuid>,
    /// When it was begun to be received.
    pub created_at: DateTime<Utc>,
    /// When it was done or failed.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it is deleted.
    pub expires_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct BatchRow {
    id: Uuid,
    client: Uuid,
    state: String,
    question: String,
    understood: Option<String>,
    summary: Option<String>,
    fault: Option<String>,
    run: Option<Uuid>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
}

impl TryFrom<BatchRow> for VerificationBatch {
    type Error = Error;

    fn try_from(row: BatchRow) -> Result<Self, Error> {
        let state = VerificationState::ALL
            .into_iter()
            .find(|state| state.name() == row.state)
            .ok_or_else(|| inconsistent(TABLE, "state", row.id))?;
        Ok(Self {
            id: row.id,
            client: row.client,
            state,
            question: row.question,
            understood: row.understood,
            summary: row.summary,
            fault: row.fault,
            run: row.run,
            created_at: row.created_at,
            finished_at: row.finished_at,
            expires_at: row.expires_at,
        })
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished<'a> {
    /// The run.
    pub run: Uuid,
    /// Its summary, or why the file can't be answered.
    pub outcome: Result<&'a str, &'a str>,
    /// When.
    pub at: DateTime<Utc>,
    /// Until when the answers are kept.
    pub expires_at: DateTime<Utc>,
}

impl Store {
    /// Begins to receive a file. What is not whole by `expires_at` is deleted.
    pub async fn receive_verification_batch(
        &self,
        (id, client): (Uuid, Uuid),
        question: &str,
        at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query(
            "INSERT INTO verification_batches \
             (id, client, state, question, created_at, expires_at) \
             VALUES ($1, $2, 'receiving', $3, $4, $5)",
        )
        .bind(id)
        .bind(client)
        .bind(question)
        .bind(at)
        .bind(expires_at)
        .execute(pool).await.map(drop))?;
        Ok(())
    }

    /// Adds the next part of a file that is being received.
    pub async fn add_asked_part(&self, id: Uuid, number: u32, bytes: &[u8]) -> Result<(), Error> {
        self.add_part(id, ASKED, number, bytes).await
    }

    /// Adds the next part of a run's answers.
    pub async fn add_answered_part(
        &self,
        id: Uuid,
        run: Uuid,
        number: u32,
        bytes: &[u8],
    ) -> Result<(), Error> {
        self.add_part(id, run, number, bytes).await
    }

    async fn add_part(&self, id: Uuid, run: Uuid, number: u32, bytes: &[u8]) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query(
            "INSERT INTO verification_parts (batch_id, run, number, bytes) VALUES ($1, $2, $3, $4)",
        )
        .bind(id)
        .bind(run)
        .bind(i64::from(number))
        .bind(bytes)
        .execute(pool).await.map(drop))?;
        Ok(())
    }

    /// The file is whole and waits for its owner until then, with what is asked about it. `false`:
    /// there is no such file, or it was queued.
    pub async fn hold_verification_batch(
        &self,
        id: Uuid,
        question: &str,
        until: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let held = on_pool!(self, pool => sqlx::query(
            "UPDATE verification_batches SET question = $2, expires_at = $3 \
             WHERE id = $1 AND state = 'receiving'",
        )
        .bind(id)
        .bind(question)
        .bind(until)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(held > 0)
    }

    /// A client's files, the newest first, those that are being received included.
    pub async fn verification_batches_of(
        &self,
        client: Uuid,
        before: Option<Uuid>,
        at_most: u32,
    ) -> Result<Vec<VerificationBatch>, Error> {
        let rows: Vec<BatchRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, client, state, question, understood, summary, fault, run, created_at, \
             finished_at, expires_at FROM verification_batches \
             WHERE client = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        )
        .bind(client)
        .bind(before.unwrap_or(Uuid::max()))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The file is whole: queues its job. `false`: there is no such file, or it was whole before.
    pub async fn submit_verification_batch(
        &self,
        id: Uuid,
        question: &str,
        job: &NewJob,
        expires_at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let submitted = written!(
            transaction,
            sqlx::query(
                "UPDATE verification_batches SET state = 'waiting', question = $2, \
                 expires_at = $3 WHERE id = $1 AND state = 'receiving'",
            )
            .bind(id)
            .bind(question)
            .bind(expires_at)
        )?;
        if submitted == 0 {
            return Ok(false);
        }
        jobs::enqueue(&mut transaction, job).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// A batch.
    pub async fn verification_batch(&self, id: Uuid) -> Result<Option<VerificationBatch>, Error> {
        let row: Option<BatchRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, client, state, question, understood, summary, fault, run, created_at, \
             finished_at, expires_at FROM verification_batches WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// A part of the asker's file, or of a run's answers.
    pub async fn verification_part(
        &self,
        id: Uuid,
        run: Option<Uuid>,
        number: u32,
    ) -> Result<Option<Vec<u8>>, Error> {
        Ok(on_pool!(self, pool => sqlx::query_scalar(
            "SELECT bytes FROM verification_parts WHERE batch_id = $1 AND run = $2 AND number = $3",
        )
        .bind(id)
        .bind(run.unwrap_or(ASKED))
        .bind(i64::from(number))
        .fetch_optional(pool).await)?)
    }

    /// Says how the file was understood and how far it is answered. `false`: it is finished, or
    /// gone.
    pub async fn note_verification_progress(
        &self,
        id: Uuid,
        understood: &str,
        summary: &str,
    ) -> Result<bool, Error> {
        let noted = on_pool!(self, pool => sqlx::query(
            "UPDATE verification_batches SET state = 'running', understood = $2, summary = $3 \
             WHERE id = $1 AND state IN ('waiting', 'running')",
        )
        .bind(id)
        .bind(understood)
        .bind(summary)
        .execute(pool).await.map(|done| done.rows_affected()))?;
        Ok(noted > 0)
    }

    /// A run has come to its end: its parts are the answers, and the asker's file goes with all
    /// other parts. `false`: another run was first, or the batch is gone.
    pub async fn finish_verification_batch(
        &self,
        id: Uuid,
        finished: &Finished<'_>,
    ) -> Result<bool, Error> {
        let (state, summary, fault) = match finished.outcome {
            Ok(summary) => (VerificationState::Done, Some(summary), None),
            Err(fault) => (VerificationState::Failed, None, Some(fault)),
        };
        let mut transaction = self.begin().await?;
        let first = written!(
            transaction,
            sqlx::query(
                "UPDATE verification_batches SET state = $2, summary = $3, fault = $4, run = $5, \
                 finished_at = $6, expires_at = $7 WHERE id = $1 \
                 AND state IN ('waiting', 'running')",
            )
            .bind(id)
            .bind(state.name())
            .bind(summary)
            .bind(fault)
            .bind(finished.run)
            .bind(finished.at)
            .bind(finished.expires_at)
        )?;
        if first == 0 {
            return Ok(false);
        }
        written!(
            transaction,
            sqlx::query("DELETE FROM verification_parts WHERE batch_id = $1 AND run <> $2")
                .bind(id)
                .bind(finished.run)
        )?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Deletes what a run that was not the first has written.
    pub async fn forget_verification_run(&self, id: Uuid, run: Uuid) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query(
            "DELETE FROM verification_parts WHERE batch_id = $1 AND run = $2 AND NOT EXISTS \
             (SELECT 1 FROM verification_batches WHERE id = $1 AND run = $2)",
        )
        .bind(id)
        .bind(run)
        .execute(pool).await.map(drop))?;
        Ok(())
    }

    /// Deletes a batch with its file and its answers. `false`: there is none.
    pub async fn delete_verification_batch(&self, id: Uuid) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let deleted = delete(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(deleted)
    }

    /// Deletes all that expired: how many.
    pub async fn prune_verification_batches(&self, at: DateTime<Utc>) -> Result<u64, Error> {
        let expired: Vec<Uuid> = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT id FROM verification_batches WHERE expires_at <= $1 ORDER BY id",
        )
        .bind(at)
        .fetch_all(pool).await)?;
        let mut count = 0;
        for id in expired {
            count += u64::from(self.delete_verification_batch(id).await?);
        }
        Ok(count)
    }
}

async fn delete(transaction: &mut Transaction, id: Uuid) -> Result<bool, Error> {
    written!(
        transaction,
        sqlx::query("DELETE FROM verification_parts WHERE batch_id = $1").bind(id)
    )?;
    let deleted = written!(
        transaction,
        sqlx::query("DELETE FROM verification_batches WHERE id = $1").bind(id)
    )?;
    Ok(deleted > 0)
}

#[cfg(test)]
mod tests {
    use super::super::Job;
    use super::super::fixtures::{at, on_each};
    use super::*;

    const CLIENT: Uuid = Uuid::from_u128(7);

    async fn submitted(store: &Store) -> Uuid {
        let id = Uuid::now_v7();
        let received = store.receive_verification_batch((id, CLIENT), "{}", at(0), at(60));
        received.await.unwrap();
        store.add_asked_part(id, 0, b"Code\n").await.unwrap();
        store.add_asked_part(id, 1, b"7K2M\n").await.unwrap();
        let job = Job::VerifyBatch { batch: id }.at(at(0));
        let submit = store.submit_verification_batch(id, "{\"a\":1}", &job, at(90));
        assert!(submit.await.unwrap());
        let again = store.submit_verification_batch(id, "{}", &job, at(90));
        assert!(!again.await.unwrap());
        id
    }

    fn finished(run: Uuid) -> Finished<'static> {
        Finished {
            run,
            outcome: Ok("{\"rows\":1}"),
            at: at(5),
            expires_at: at(100),
        }
    }

    #[tokio::test]
    async fn the_first_run_that_finishes_decides_and_the_asked_file_goes() {
        on_each(async |store: Store| {
            let id = submitted(&store).await;
            let asked = store.verification_part(id, None, 1).await.unwrap();
            assert_eq!(asked.as_deref(), Some(&b"7K2M\n"[..]));
            let (slow, fast) = (Uuid::from_u128(1), Uuid::from_u128(2));
            for run in [slow, fast] {
                let bytes = run.as_bytes();
                store.add_answered_part(id, run, 0, bytes).await.unwrap();
                assert!(
                    store
                        .note_verification_progress(id, "{}", "{}")
                        .await
                        .unwrap()
                );
            }
            assert!(
                store
                    .finish_verification_batch(id, &finished(fast))
                    .await
                    .unwrap()
            );
            assert!(
                !store
                    .finish_verification_batch(id, &finished(slow))
                    .await
                    .unwrap()
            );
            assert!(
                !store
                    .note_verification_progress(id, "{}", "{}")
                    .await
                    .unwrap()
            );
            // A worker that does not know yet goes on writing, then forgets it.
            store.add_answered_part(id, slow, 1, b"late").await.unwrap();
            for run in [slow, fast] {
                store.forget_verification_run(id, run).await.unwrap();
            }
            let batch = store.verification_batch(id).await.unwrap().unwrap();
            assert_eq!(batch.state, VerificationState::Done);
            assert_eq!((batch.client, batch.run), (CLIENT, Some(fast)));
            assert_eq!(batch.question, "{\"a\":1}");
            assert_eq!(batch.summary.as_deref(), Some("{\"rows\":1}"));
            for (run, number, left) in [
                (None, 0, false),
                (Some(slow), 1, false),
                (Some(fast), 0, true),
            ] {
                let part = store.verification_part(id, run, number).await.unwrap();
                assert_eq!(part.is_some(), left, "{run:?}");
            }
        })
        .await;
    }

    #[tokio::test]
    async fn a_file_waits_for_its_owner_until_it_is_queued_and_is_listed_for_nobody_else() {
        on_each(async |store: Store| {
            let mut ids = Vec::new();
            for _ in 0..3 {
                let id = Uuid::now_v7();
                let received = store.receive_verification_batch((id, CLIENT), "{}", at(0), at(60));
                received.await.unwrap();
                ids.push(id);
            }
            let hold = async |id| {
                let held = store.hold_verification_batch(id, "{\"a\":1}", at(70));
                held.await.unwrap()
            };
            assert!(hold(ids[0]).await && hold(ids[0]).await);
            let found = store.verification_batch(ids[0]).await.unwrap().unwrap();
            assert_eq!(
                (found.question.as_str(), found.expires_at),
                ("{\"a\":1}", at(70))
            );
            let job = Job::VerifyBatch { batch: ids[0] }.at(at(0));
            let submit = store.submit_verification_batch(ids[0], "{}", &job, at(90));
            assert!(submit.await.unwrap());
            assert!(!hold(ids[0]).await);
            let listed = async |client, before| {
                let listed = store.verification_batches_of(client, before, 2);
                let listed = listed.await.unwrap();
                listed.iter().map(|batch| batch.id).collect::<Vec<_>>()
            };
            assert_eq!(listed(CLIENT, None).await, [ids[2], ids[1]]);
            assert_eq!(listed(CLIENT, Some(ids[1])).await, [ids[0]]);
            assert!(listed(Uuid::from_u128(8), None).await.is_empty());
        })
        .await;
    }

    #[tokio::test]
    async fn what_expired_and_what_never_became_whole_is_deleted() {
        on_each(async |store: Store| {
            let kept = submitted(&store).await;
            let failed = submitted(&store).await;
            let failure = Finished {
                outcome: Err("{}"),
                expires_at: at(70),
                ..finished(Uuid::from_u128(1))
            };
            assert!(
                store
                    .finish_verification_batch(failed, &failure)
                    .await
                    .unwrap()
            );
            let torn = Uuid::now_v7();
            let received = store.receive_verification_batch((torn, CLIENT), "{}", at(0), at(60));
            received.await.unwrap();
            store.add_asked_part(torn, 0, b"Co").await.unwrap();
            assert_eq!(store.prune_verification_batches(at(59)).await.unwrap(), 0);
            assert_eq!(store.prune_verification_batches(at(80)).await.unwrap(), 2);
            assert!(store.verification_batch(torn).await.unwrap().is_none());
            assert!(
                store
                    .verification_part(torn, None, 0)
                    .await
                    .unwrap()
                    .is_none()
            );
            assert!(store.verification_batch(kept).await.unwrap().is_some());
            assert!(store.delete_verification_batch(kept).await.unwrap());
            assert!(!store.delete_verification_batch(kept).await.unwrap());
        })
        .await;
    }
}
