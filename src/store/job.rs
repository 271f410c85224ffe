//! What can be asked of a worker, and how it stands in the queue.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{BatchId, Notice};
use crate::credential::CertificateId;

/// A piece of work. The payload holds ids and settings: names, birth dates and codes stay in the
/// tables that they belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Ask for the parts of a batch that is to be issued.
    IssueBatch {
        /// The batch.
        batch: BatchId,
    },
    /// Issue some rows of a batch.
    RenderAndSeal {
        /// The batch.
        batch: BatchId,
        /// Position of the first row.
        first: u32,
        /// Position of the last row.
        last: u32,
    },
    /// Sign and publish the status lists that do not tell what the register holds, or are old.
    PublishStatus,
    /// Answer a file of codes.
    VerifyBatch {
        /// Its id.
        batch: Uuid,
    },
    /// Delete what was kept long enough.
    Prune,
    /// Tell the webhooks of whoever asked about a certificate that it changed.
    AnnounceChange {
        /// The certificate.
        certificate: CertificateId,
        /// What happened.
        notice: Notice,
        /// When.
        at: DateTime<Utc>,
    },
    /// Send a webhook's message once.
    DeliverWebhook {
        /// Which message to whom.
        delivery: Uuid,
    },
    /// Send a letter.
    SendMail {
        /// The letter.
        mail: Uuid,
    },
}

impl Job {
    /// The kind's name in the database, in metrics and in lists. It never changes.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::IssueBatch { .. } => "issue_batch",
            Self::RenderAndSeal { .. } => "render_and_seal",
            Self::PublishStatus => "publish_status",
            Self::VerifyBatch { .. } => "verify_batch",
            Self::Prune => "prune",
            Self::AnnounceChange { .. } => "announce_change",
            Self::DeliverWebhook { .. } => "deliver_webhook",
            Self::SendMail { .. } => "send_mail",
        }
    }

    /// Whether it may wait for others.
    pub fn priority(&self) -> Priority {
        match self {
            Self::IssueBatch { .. }
            | Self::PublishStatus
            | Self::VerifyBatch { .. }
            | Self::Prune
            | Self::AnnounceChange { .. } => Priority::Soon,
            // A receiver that keeps us waiting must keep nobody else waiting.
            Self::RenderAndSeal { .. } | Self::DeliverWebhook { .. } | Self::SendMail { .. } => {
                Priority::Bulk
            }
        }
    }

    /// The job as it is put into the queue, not to be begun before `run_at`.
    pub fn at(self, run_at: DateTime<Utc>) -> NewJob {
        NewJob {
            id: Uuid::now_v7(),
            job: self,
            run_at,
            unique_key: None,
        }
    }
}

/// Which of the jobs that are due is done first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Before all that can wait.
    Soon,
    /// The many: a batch of ten thousand keeps nobody else waiting.
    Bulk,
}

/// A job to be put into the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Drawn by whoever asks.
    pub id: Uuid,
    /// The work.
    pub job: Job,
    /// Not to be begun before.
    pub run_at: DateTime<Utc>,
    /// A name that only one job ever has, while it is kept: asking for it again does nothing.
    pub unique_key: Option<String>,
}

impl NewJob {
    /// The same under a name that only one job has.
    pub fn once(self, unique_key: String) -> Self {
        Self {
            unique_key: Some(unique_key),
            ..self
        }
    }
}

/// A worker's right to do a job, until it runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job: Uuid,
    /// Raised by one with each lease of the job: whoever has an older one can no longer say
    /// anything about it.
    pub token: i64,
    /// Name of the kind.
    pub kind: String,
    /// The job as JSON.
    pub payload: Vec<u8>,
    /// 1 when it is begun for the first time.
    pub attempt: u32,
}

/// What becomes of a job that failed. The reason is the program's own words, so that no data of a
/// person gets into the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Tried again at this time; the attempt counts.
    Again(DateTime<Utc>),
    /// Continued at this time by plan; attempts are counted anew.
    Planned(DateTime<Utc>),
    /// Given up: kept, visible, and retried when somebody says so.
    Dead,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Waits for its time or for a worker.
    Queued,
    /// One worker does it.
    Leased,
    /// Done.
    Done,
    /// Given up.
    Dead,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Leased, Self::Done, Self::Dead];

    /// Its name in the database and in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Leased => "leased",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }

    /// The state with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A job as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JobEntry {
    /// Its id.
    pub id: Uuid,
    /// Name of the kind.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// Not begun before.
    pub run_at: DateTime<Utc>,
    /// Times it was begun since it was queued or retried.
    pub attempts: u32,
    /// Times it was begun at all.
    pub leases: u32,
    /// Why it last failed.
    pub last_error: Option<String>,
    /// When it was done or given up.
    pub finished_at: Option<DateTime<Utc>>,
}

/// How many jobs of a kind are unfinished in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JobCount {
    /// Name of the kind.
    pub kind: String,
    /// Where they stand.
    pub state: JobState,
    /// How many.
    pub count: u64,
    /// The earliest time at which one of them was to be begun: the age of the queue.
    pub since: DateTime<Utc>,
}

/// What became of leases that ran out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expired {
    /// Back in the queue.
    pub requeued: u64,
    /// Begun too often: given up.
    pub dead: u64,
}
