//! Deletes what was kept long enough: one step for each kind of thing.

use chrono::Duration;

use super::{Context, JobError};

/// How long the addresses of refused letters are kept.
const REFUSED_MAIL_DAYS: i64 = 30;

/// Deleting what is gone does nothing.
pub(super) async fn run(context: &Context) -> Result<(), JobError> {
    jobs(context).await?;
    mail(context).await?;
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

/// Letters that the mail server refused, and that nobody had sent again.
async fn mail(context: &Context) -> Result<(), JobError> {
    let service = &context.service;
    let before = service.clock.now() - Duration::days(REFUSED_MAIL_DAYS);
    let count = service.store.forget_refused_mail(before).await?;
    if count > 0 {
        tracing::info!(count, "forgot letters that were refused");
    }
    Ok(())
}
