//! Answers a file of codes that a client uploaded.

use std::io::Cursor;

use chrono::Duration;
use serde_json::json;
use uuid::Uuid;

use super::{Context, JobError};
use crate::access::ClientId;
use crate::credential::CertificateId;
use crate::holder;
use crate::store::{self, Finished, VerificationBatch, VerificationState};
use crate::verification::bulk::{self, Bulk, FileError, FileQuestion};

/// A part of the answers is kept from so many bytes on.
const PART_BYTES: usize = 1 << 20;

/// Each run writes under an id of its own and the first to finish counts: two at the same time, or
/// one after a crash, leave the answers of one.
pub(super) async fn run(context: &Context, batch: Uuid) -> Result<(), JobError> {
    let store = &context.service.store;
    let found = store.verification_batch(batch).await?;
    let open = [VerificationState::Waiting, VerificationState::Running];
    // Deleted by its client, or answered by another run.
    let Some(found) = found.filter(|it| open.contains(&it.state)) else {
        return Ok(());
    };
    let run = Uuid::new_v4();
    let answered = answer(context, &found, run).await;
    let config = &context.service.config.verification;
    let at = context.service.clock.now();
    let finished = |outcome| Finished {
        run,
        outcome,
        at,
        expires_at: at + Duration::days(config.keep_days.into()),
    };
    let first = match &answered {
        Ok(summary) => {
            store
                .finish_verification_batch(batch, &finished(Ok(summary)))
                .await?
        }
        Err(Stop::File(fault)) => {
            store
                .finish_verification_batch(batch, &finished(Err(fault)))
                .await?
        }
        Err(Stop::Gone | Stop::Job(_)) => false,
    };
    if !first {
        store.forget_verification_run(batch, run).await?;
    }
    match answered {
        Ok(_) | Err(Stop::File(_) | Stop::Gone) => Ok(()),
        Err(Stop::Job(error)) => Err(error),
    }
}

/// Why a run did not come to the last row.
enum Stop {
    /// The file can't be answered: why, as JSON.
    File(String),
    /// Another run was faster, or the client deleted it.
    Gone,
    /// Something of ours failed.
    Job(JobError),
}

impl From<JobError> for Stop {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Job(error.into())
    }
}

/// Answers every row; gives the summary as JSON.
async fn answer(context: &Context, batch: &VerificationBatch, run: Uuid) -> Result<String, Stop> {
    let service = &context.service;
    let store = &service.store;
    let question: FileQuestion = serde_json::from_str(&batch.question).map_err(unreadable)?;
    let stop = |error: FileError| match error {
        FileError::Verification(error) => {
            Stop::Job(JobError::again("the rows could not be verified", error))
        }
        error => Stop::File(fault(&error, &question).to_string()),
    };
    let file = bulk::received(store, batch.id).await?;
    let Some(engine) = Bulk::new(&service.verifier()) else {
        return Err(Stop::Gone);
    };
    let mut verified = bulk::verify_file(engine, Cursor::new(file), &question)
        .await
        .map_err(stop)?;
    let understood = serde_json::to_string(&verified.understood).map_err(unreadable)?;
    let (mut number, mut part) = (0, Vec::new());
    loop {
        let next = verified.next_part().await.map_err(stop)?;
        let last = next.is_none();
        note(context, batch, std::mem::take(&mut verified.checked)).await;
        part.extend(next.unwrap_or_default());
        // What a workbook gives at its end is more than one part.
        while part.len() >= PART_BYTES || (last && !part.is_empty()) {
            let rest = part.split_off(part.len().min(PART_BYTES));
            store
                .add_answered_part(batch.id, run, number, &part)
                .await?;
            number += 1;
            part = rest;
        }
        let summary = serde_json::to_string(&verified.summary).map_err(unreadable)?;
        if !store
            .note_verification_progress(batch.id, &understood, &summary)
            .await?
        {
            return Err(Stop::Gone);
        }
        if last {
            return Ok(summary);
        }
    }
}

/// Notes for the holders that their certificates were checked. The answers do not depend on it.
async fn note(
    context: &Context,
    batch: &VerificationBatch,
    checked: Vec<(CertificateId, bulk::Outcome)>,
) {
    let service = &context.service;
    let (client, at) = (ClientId(batch.client), service.clock.now());
    let notes = holder::checked_in_file(checked, client, batch.id.as_bytes(), at);
    if notes.is_empty() {
        return;
    }
    if let Err(error) = service.store.note_accesses(&notes).await {
        tracing::warn!(batch = %batch.id, %error, "the checks of a file are not noted");
    }
}

/// What the client is told: a stable name, and a sentence in its language. It may repeat headers of
/// the client's own file, and never a row.
fn fault(error: &FileError, question: &FileQuestion) -> serde_json::Value {
    let code = match error {
        FileError::Unreadable(problem) => problem.rule.as_str(),
        FileError::Columns(_) => "columns",
        FileError::Requirement(_) => "requirement",
        FileError::Export(_) => "export",
        FileError::Verification(_) => "verification",
    };
    json!({
        "code": code,
        "message": error.message(question.language),
        "remedy": error.remedy(question.language),
    })
}

fn unreadable(error: serde_json::Error) -> JobError {
    JobError::hopeless("the register holds a batch that can't be read", error)
}
