//! Work that outlives a request: leased from the register, done at least once, by any process.
//!
//! A job is put into the register's queue, where it can be in the same transaction as what it is
//! about ([`crate::store::NewJob`]). Any number of processes look for work ([`Worker`]): `sceau
//! serve` is one unless configured otherwise, `sceau worker` is nothing else. A job is leased for
//! some seconds, and the lease is held while its handler runs. A process that dies, hangs or loses
//! the database loses the lease, and the job is begun again elsewhere. **So every handler may be
//! begun more than once, also at the same time, and must leave the same behind as one run.**
//!
//! What fails is tried again after growing waits and given up in the end; `sceau jobs list` shows
//! what was given up and why, `sceau jobs retry` queues it again. Workers look twice a second;
//! there is no notification to miss, and connection pools that drop them do no harm.
//!
//! # A new kind of job
//!
//! 1. A variant of [`crate::store::Job`] (`src/store/job.rs`) with ids as its fields, its name in
//!    `Job::kind`, and `Job::priority` if a crowd of them must keep nobody else waiting.
//! 2. A file `src/jobs/<kind>.rs` with
//!    `pub(super) async fn run(context: &Context, …fields…) -> Result<(), JobError>`.
//! 3. A line in `dispatch` below.
//!
//! What is to be done again and again is one line of `schedule.rs`; what is to be deleted some
//! day, one line of `prune.rs`.

mod announce_change;
mod backoff;
mod deliver_webhook;
mod error;
mod issue_batch;
mod prune;
mod publish_status;
mod render_and_seal;
mod schedule;
mod send_mail;
mod stall;
#[cfg(test)]
mod tests;
mod verify_batch;
mod worker;

use std::sync::Arc;

use uuid::Uuid;

pub use error::JobError;
pub use prune::{ACCESS_DAYS, CORRECTION_DAYS, REFUSED_MAIL_DAYS};
pub use worker::Worker;

pub use crate::store::Job;

use crate::issuance::{Part, Renderer};
use crate::service::Service;

/// What a handler is given besides its job.
#[derive(Clone)]
pub struct Context {
    /// The opened house, as it was when the job was begun.
    pub service: Arc<Service>,
    /// Who draws pages, shared by all jobs of the process.
    pub renderer: Arc<Renderer>,
    /// Id of the job: the same in each attempt.
    pub job: Uuid,
    /// 1 when it is begun for the first time.
    pub attempt: u32,
    /// Whether another failure is the end.
    pub last: bool,
}

/// Does a job once.
async fn dispatch(context: &Context, job: Job) -> Result<(), JobError> {
    match job {
        Job::IssueBatch { batch } => issue_batch::run(context, batch).await,
        Job::RenderAndSeal { batch, first, last } => {
            render_and_seal::run(context, Part { batch, first, last }).await
        }
        Job::PublishStatus => publish_status::run(context).await,
        Job::VerifyBatch { batch } => verify_batch::run(context, batch).await,
        Job::Prune => prune::run(context).await,
        Job::AnnounceChange {
            certificate,
            notice,
            at,
        } => announce_change::run(context, certificate, notice, at).await,
        Job::DeliverWebhook { delivery } => deliver_webhook::run(context, delivery).await,
        Job::SendMail { mail } => send_mail::run(context, mail).await,
    }
}
