//! Deletes what was kept long enough: one step for each kind of thing.

use chrono::Duration;

use super::{Context, JobError};
use crate::accounts;
use crate::store::{LIST_DRAFT_HOURS, REPORT_CONTACT_DAYS, REPORT_DAYS};

/// How long the addresses of refused letters are kept.
pub const REFUSED_MAIL_DAYS: i64 = 30;
/// How long holders are shown who checked their certificates.
pub const ACCESS_DAYS: i64 = 365;
/// How long what a holder wrote is kept after the answer.
pub const CORRECTION_DAYS: i64 = 30;

/// Deleting what is gone does nothing.
pub(super) async fn run(context: &Context) -> Result<(), JobError> {
    jobs(context).await?;
    partners(context).await?;
    requests(context).await?;
    batches(context).await?;
    candidates(context).await?;
    verification_batches(context).await?;
    mail(context).await?;
    holders(context).await?;
    reports(context).await?;
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

/// What was sent to webhooks, and what partners asked about too long ago to be told of it.
async fn partners(context: &Context) -> Result<(), JobError> {
    let service = &context.service;
    let now = service.clock.now();
    let interests = service.store.prune_interests(now).await?;
    let kept = Duration::days(service.config.partners.deliveries_days.into());
    let deliveries = service.store.prune_deliveries(now - kept).await?;
    if interests + deliveries > 0 {
        tracing::info!(
            interests,
            deliveries,
            "deleted what partners need no longer"
        );
    }
    Ok(())
}

/// Tokens and sessions that have ended, answers to requests that nobody repeats any more, and counts of requests.
async fn requests(context: &Context) -> Result<(), JobError> {
    let store = &context.service.store;
    let now = context.service.clock.now();
    store.delete_ended_tokens(now).await?;
    store.delete_old_answers(now).await?;
    let idle = accounts::idle(&context.service.config.accounts);
    store.delete_ended_sessions(now - idle, now).await?;
    store.delete_ended_invitations(now).await?;
    // An hour for clocks that differ.
    let minute = now.timestamp().div_euclid(60) - 60;
    store.delete_old_counts(minute).await?;
    Ok(())
}

/// What uploaded files said of people. The certificates stay.
async fn batches(context: &Context) -> Result<(), JobError> {
    let service = &context.service;
    let kept = Duration::days(service.config.batches.keep_days.into());
    let now = service.clock.now();
    let count = service.store.forget_batches(now - kept, now).await?;
    if count > 0 {
        tracing::info!(count, "deleted the rows of old batches");
    }
    Ok(())
}

/// What candidate lists said of people, so long after the exam. The sessions stay.
async fn candidates(context: &Context) -> Result<(), JobError> {
    let service = &context.service;
    let today = service.clock.today(service.config.service.time_zone);
    let kept = Duration::days(service.config.sessions.keep_days.into());
    let before = today
        .checked_sub_signed(kept)
        .unwrap_or(chrono::NaiveDate::MIN);
    let now = service.clock.now();
    let store = &service.store;
    let waiting = Duration::hours(LIST_DRAFT_HOURS);
    store.forget_drafts(now - waiting).await?;
    let count = store.forget_candidates(before, now - kept, now).await?;
    if count > 0 {
        tracing::info!(count, "deleted the candidates of old sessions");
    }
    Ok(())
}

/// Answers to files of codes, and files that never became whole.
async fn verification_batches(context: &Context) -> Result<(), JobError> {
    let service = &context.service;
    let now = service.clock.now();
    let count = service.store.prune_verification_batches(now).await?;
    if count > 0 {
        tracing::info!(count, "deleted expired verification batches");
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

/// Old checks, links that ended, and what was written in requests that were answered.
async fn holders(context: &Context) -> Result<(), JobError> {
    let service = &context.service;
    let now = service.clock.now();
    let before = now - Duration::days(ACCESS_DAYS);
    let accesses = service.store.prune_accesses(before).await?;
    let answered = now - Duration::days(CORRECTION_DAYS);
    let corrections = service.store.forget_corrections(answered).await?;
    if accesses + corrections > 0 {
        tracing::info!(accesses, corrections, "deleted what holders need no longer");
    }
    Ok(())
}

/// How those who reported a document can be reached, then the reports themselves.
async fn reports(context: &Context) -> Result<(), JobError> {
    let store = &context.service.store;
    let now = context.service.clock.now();
    let contacts = store
        .forget_reporters(now - Duration::days(REPORT_CONTACT_DAYS))
        .await?;
    let reports = store
        .delete_reports(now - Duration::days(REPORT_DAYS))
        .await?;
    if contacts + reports > 0 {
        tracing::info!(contacts, reports, "deleted what was reported long ago");
    }
    Ok(())
}
