//! Deletes what was kept long enough: one step for each kind of thing.

use chrono::Duration;

use super::{Context, JobError};

/// Deleting what is gone does nothing.
pub(super) async fn run(context: &Context) -> Result<(), JobError> {
    jobs(context).await?;
    Ok(())
}

/// Jobs that were done. What was given up stays until somebody retries it.
async fn jobs(context: &Context) -> Result<(), JobError> {
    let service = &context.service;
    let kept = Duration::days(service.config.jobs.keep_days.into());
    let before = service.clock.now() - kept;
    let count = service.store.prune_jobs(before).await?;
    if count > 0 {
        tracing::info!(count, "deleted finished jobs");
    }
    Ok(())
}
