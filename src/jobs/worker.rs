//! Looks for work, does it, and tells the register what became of it.

use std::error::Error;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use uuid::Uuid;

use super::schedule::Schedule;
use super::{Context, Job, JobError, backoff, dispatch, stall};
use crate::issuance::Renderer;
use crate::service::Service;
use crate::store::{self, Failure, Lease};

/// How often an idle worker looks for work.
const LOOKS_EVERY: Duration = Duration::from_millis(500);

/// How often a worker looks for leases of others that ran out.
const EXPIRES_EVERY: Duration = Duration::from_secs(1);

/// Pause before the register is told again what it could not be told.
const TELLS_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// One process's part of the work.
pub struct Worker {
    /// Drawn anew with each start: no worker is mistaken for one before it.
    id: Uuid,
    services: watch::Receiver<Arc<Service>>,
    renderer: Arc<Renderer>,
    handler: Arc<dyn Handle>,
}

/// What does a job once.
pub(super) trait Handle: Send + Sync + 'static {
    fn handle(&self, context: Context, job: Job) -> BoxFuture<'static, Result<(), JobError>>;
}

impl<F, D> Handle for F
where
    F: Fn(Context, Job) -> D + Send + Sync + 'static,
    D: Future<Output = Result<(), JobError>> + Send + 'static,
{
    fn handle(&self, context: Context, job: Job) -> BoxFuture<'static, Result<(), JobError>> {
        Box::pin(self(context, job))
    }
}

/// What a worker has under way.
#[derive(Default)]
struct Desk {
    running: JoinSet<()>,
    schedule: Schedule,
    expired_at: Option<Instant>,
}

impl Worker {
    /// A worker with the house as it is at each time: new keys are used for the next job.
    pub fn new(services: watch::Receiver<Arc<Service>>) -> Self {
        Self::with_handler(services, async |context, job| dispatch(&context, job).await)
    }

    /// A worker that does something else with its jobs.
    pub(super) fn with_handler(
        services: watch::Receiver<Arc<Service>>,
        handler: impl Handle,
    ) -> Self {
        Self {
            id: Uuid::new_v4(),
            services,
            renderer: Arc::new(Renderer::Here),
            handler: Arc::new(handler),
        }
    }

    /// The same with others to draw its pages than this process itself.
    pub fn drawing_with(self, renderer: Renderer) -> Self {
        Self {
            renderer: Arc::new(renderer),
            ..self
        }
    }

    /// Drawn anew with each start.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Works until `stop` resolves; then waits for what is under way as long as configured, and
    /// gives back what is not done by then.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut desk = Desk::default();
        tracing::info!(worker = %self.id, "looking for jobs");
        loop {
            tokio::select! {
                biased;
                () = &mut stop => break,
                looked = self.look(&mut desk) => if let Err(error) = looked {
                    tracing::error!(error = &error as &dyn Error, "no jobs can be taken");
                    // Not at once again, even when places get free.
                    tokio::select! {
                        () = &mut stop => break,
                        () = sleep(TELLS_AGAIN_AFTER) => {}
                    }
                }
            }
            tokio::select! {
                () = &mut stop => break,
                Some(_) = desk.running.join_next() => {}
                () = sleep(LOOKS_EVERY) => {}
            }
            while desk.running.try_join_next().is_some() {}
        }
        self.finish(desk).await;
    }

    fn service(&self) -> Arc<Service> {
        Arc::clone(&self.services.borrow())
    }

    /// Takes as much work as there is room for.
    async fn look(&self, desk: &mut Desk) -> Result<(), store::Error> {
        let service = self.service();
        let (store, jobs) = (&service.store, &service.config.jobs);
        // 1. What is done again and again is asked for.
        for (span, job) in desk.schedule.due(service.clock.now()) {
            store.enqueue(&job).await?;
            desk.schedule.asked(span, &job);
        }
        // 2. What others began and were not heard of again goes back into the queue.
        if desk
            .expired_at
            .is_none_or(|at| at.elapsed() >= EXPIRES_EVERY)
        {
            expire(&service).await?;
            desk.expired_at = Some(Instant::now());
        }
        // 3. Free places are filled.
        let free = jobs.at_once.saturating_sub(desk.running.len());
        if free == 0 {
            return Ok(());
        }
        let held_until = Instant::now() + jobs.lease();
        let at = service.clock.now();
        for lease in store
            .claim_jobs(self.id, free, at, at + jobs.lease())
            .await?
        {
            let task = Task {
                service: Arc::clone(&service),
                renderer: Arc::clone(&self.renderer),
                handler: Arc::clone(&self.handler),
                lease,
                held_until,
            };
            desk.running.spawn(task.run());
        }
        Ok(())
    }

    async fn finish(&self, mut desk: Desk) {
        let service = self.service();
        let count = desk.running.len();
        tracing::info!(worker = %self.id, count, "stopping: waiting for the jobs under way");
        let end = Instant::now() + service.config.jobs.stop();
        while let Ok(Some(_)) = timeout_at(end, desk.running.join_next()).await {}
        // Handlers that are not done stop where they are.
        desk.running.shutdown().await;
        match service.store.release_jobs(self.id).await {
            Ok(0) => {}
            Ok(count) => tracing::warn!(count, "gave back jobs that were not done in time"),
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn Error,
                    "jobs could not be given back: their leases will run out"
                );
            }
        }
    }
}

/// Puts jobs whose lease ran out back into the queue.
async fn expire(service: &Service) -> Result<(), store::Error> {
    let at = service.clock.now();
    if !service.store.has_expired_leases(at).await? {
        return Ok(());
    }
    let attempts = service.config.jobs.attempts;
    let expired = service.store.expire_leases(at, attempts).await?;
    if expired.requeued > 0 {
        let count = expired.requeued;
        tracing::warn!(
            count,
            "jobs whose worker was not heard of again wait for another"
        );
    }
    if expired.dead > 0 {
        let count = expired.dead;
        tracing::error!(
            count,
            "jobs were given up: their workers were not heard of again"
        );
    }
    Ok(())
}

/// A leased job.
struct Task {
    service: Arc<Service>,
    renderer: Arc<Renderer>,
    handler: Arc<dyn Handle>,
    lease: Lease,
    /// Until when the lease holds, by this machine's own measure.
    held_until: Instant,
}

impl Task {
    async fn run(mut self) {
        stall::at(&self.lease.kind, "leased");
        let mut handler = JoinSet::new();
        handler.spawn(self.attempt());
        let (job, kind) = (self.lease.job, self.lease.kind.clone());
        let Some(ended) = self.hold(&mut handler).await else {
            // Dropped with its set, the handler stops.
            tracing::warn!(%job, kind, "the lease was lost: another worker goes on");
            return;
        };
        stall::at(&self.lease.kind, "handled");
        self.tell(&ended).await;
    }

    /// Reads the job and does it once.
    fn attempt(&self) -> BoxFuture<'static, Result<(), JobError>> {
        match serde_json::from_slice(&self.lease.payload) {
            Ok(job) => self.handler.handle(self.context(), job),
            // A newer program may have asked for it: a worker of that version may come.
            Err(error) => {
                let error = JobError::again("this version knows no such job", error);
                Box::pin(async { Err(error) })
            }
        }
    }

    fn context(&self) -> Context {
        let attempt = self.lease.attempt;
        Context {
            service: Arc::clone(&self.service),
            renderer: Arc::clone(&self.renderer),
            job: self.lease.job,
            attempt,
            last: attempt >= self.service.config.jobs.attempts,
        }
    }

    /// Holds the lease while the handler runs: how it ended, or nothing if the lease is lost.
    async fn hold(
        &mut self,
        handler: &mut JoinSet<Result<(), JobError>>,
    ) -> Option<Result<(), JobError>> {
        let lease = self.service.config.jobs.lease();
        loop {
            tokio::select! {
                ended = handler.join_next() => return ended.map(flat),
                () = sleep(lease / 3) => {}
            }
            let (begun, at) = (Instant::now(), self.service.clock.now());
            let extending = self.service.store.extend_lease(&self.lease, at, at + lease);
            match timeout_at(self.held_until, extending).await {
                Ok(Ok(true)) => self.held_until = begun + lease,
                Ok(Ok(false)) | Err(_) => return None,
                // Tried again while the lease holds: the database may only be starting anew.
                Ok(Err(error)) => {
                    tracing::warn!(
                        error = &error as &dyn Error,
                        "a lease could not be extended"
                    );
                }
            }
        }
    }

    /// Tells the register how the job ended, as long as the lease holds. If it can't be told, the
    /// job is done again.
    async fn tell(&self, ended: &Result<(), JobError>) {
        let failure = ended.as_ref().err().map(|error| self.failure(error));
        self.log(ended, failure);
        loop {
            match timeout_at(self.held_until, self.tell_once(ended, failure)).await {
                Ok(Ok(true)) => return,
                Ok(Ok(false)) | Err(_) => break,
                Ok(Err(error)) => {
                    tracing::warn!(
                        error = &error as &dyn Error,
                        "how a job ended could not be recorded yet"
                    );
                    let again = Instant::now() + TELLS_AGAIN_AFTER;
                    sleep_until(again.min(self.held_until)).await;
                }
            }
        }
        let (job, kind) = (self.lease.job, &self.lease.kind);
        tracing::warn!(%job, kind, "the lease was lost before the end was recorded");
    }

    async fn tell_once(
        &self,
        ended: &Result<(), JobError>,
        failure: Option<Failure>,
    ) -> Result<bool, store::Error> {
        let (store, at) = (&self.service.store, self.service.clock.now());
        match (ended, failure) {
            (Err(error), Some(failure)) => {
                let reason = error.reason();
                store.fail_job(&self.lease, reason, failure, at).await
            }
            _ => store.complete_job(&self.lease, at).await,
        }
    }

    fn failure(&self, error: &JobError) -> Failure {
        let attempt = self.lease.attempt;
        match error {
            JobError::Again { .. } if attempt < self.service.config.jobs.attempts => {
                // Without chance all wait the longest.
                let chance = getrandom::u32().unwrap_or(u32::MAX);
                Failure::Again(self.service.clock.now() + backoff::wait(attempt, chance))
            }
            JobError::Planned { at, .. } => Failure::Planned(*at),
            JobError::Again { .. } | JobError::Hopeless { .. } => Failure::Dead,
        }
    }

    fn log(&self, ended: &Result<(), JobError>, failure: Option<Failure>) {
        let Lease {
            job, kind, attempt, ..
        } = &self.lease;
        match ended {
            Ok(()) => tracing::debug!(%job, kind, attempt, "a job is done"),
            Err(error) => {
                let error: &dyn Error = error;
                if failure == Some(Failure::Dead) {
                    tracing::error!(%job, kind, attempt, error, "a job was given up");
                } else {
                    tracing::warn!(%job, kind, attempt, error, "a job is not done yet");
                }
            }
        }
    }
}

/// A handler that panicked has failed.
fn flat(ended: Result<Result<(), JobError>, JoinError>) -> Result<(), JobError> {
    ended.unwrap_or_else(|error| Err(JobError::again("its handler stopped", error)))
}
