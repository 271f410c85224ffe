//! How the house stands, for the people who run it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::keys::KeyDates;
use crate::service::Service;
use crate::store::{self, Freeze, JobEntry, JobState, LastSelfCheck};

/// Jobs that were given up and are told one by one.
const MOST_DEAD: usize = 100;

/// How the house stands at one time.
#[derive(Debug, Clone)]
pub struct Overview {
    /// When that was.
    pub at: DateTime<Utc>,
    /// The freeze in force.
    pub freeze: Option<Freeze>,
    /// Files of results that nobody started yet.
    pub drafts: u64,
    /// Requests for corrections that nobody answered yet.
    pub corrections: u64,
    /// Reports of suspicious documents that nobody dealt with yet.
    pub reports: u64,
    /// Jobs that wait.
    pub queued: u64,
    /// Jobs under way.
    pub leased: u64,
    /// Jobs that were given up.
    pub dead: u64,
    /// When the job was due that waits longest, if one is overdue.
    pub oldest: Option<DateTime<Utc>>,
    /// Since when and until when the status list counts that ends first.
    pub lists: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// The last self-check.
    pub self_check: Option<LastSelfCheck>,
    /// Every key's dates.
    pub keys: Vec<KeyDates>,
    /// Until when the revocation list of the document key counts.
    pub crl_until: Option<DateTime<Utc>>,
}

/// Asks the register and the key folder how things stand.
pub async fn overview(service: &Service) -> Result<Overview, store::Error> {
    let store = &service.store;
    let at = service.clock.now();
    let counts = store.job_counts().await?;
    let count = |state| {
        let of_state = counts.iter().filter(|count| count.state == state);
        of_state.map(|count| count.count).sum()
    };
    let waiting = counts
        .iter()
        .filter(|count| count.state == JobState::Queued && count.since <= at);
    let lists = store.publications().await?;
    let first = lists.iter().min_by_key(|list| list.valid_until);
    Ok(Overview {
        at,
        freeze: store.freeze_in_force().await?,
        drafts: store.count_drafts().await?,
        corrections: store.count_open_corrections().await?,
        reports: store.count_open_reports().await?,
        queued: count(JobState::Queued),
        leased: count(JobState::Leased),
        dead: count(JobState::Dead),
        oldest: waiting.map(|count| count.since).min(),
        lists: first.map(|list| (list.valid_from, list.valid_until)),
        self_check: store.last_self_check().await?,
        keys: service.keyring.dates(),
        crl_until: service.keyring.crl_until(),
    })
}

/// What failed and is tried again by itself, the next ones.
pub async fn failed_jobs(service: &Service) -> Result<Vec<JobEntry>, store::Error> {
    let now = service.clock.now();
    service.store.failed_jobs(now, MOST_DEAD).await
}

/// Has a job tried now: one that was given up, or one that waits for its next attempt. What somebody
/// else did meanwhile is as good.
pub async fn retry(service: &Service, job: Uuid, operator: &str) -> Result<(), store::Error> {
    let (store, now) = (&service.store, service.clock.now());
    if !store.retry_job(job, operator, now).await? {
        store.hasten_job(job, operator, now).await?;
    }
    Ok(())
}

/// What was given up, the first ones.
pub async fn dead_jobs(service: &Service) -> Result<Vec<JobEntry>, store::Error> {
    service.store.jobs(JobState::Dead, MOST_DEAD).await
}
