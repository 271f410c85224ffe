//! The issuance of a batch in parts, by whoever has time: each part may be begun again anywhere.

use std::sync::Arc;

use futures_util::{StreamExt, stream};

use super::draft::KeptReport;
use super::issue::{self, Order, issue};
use super::renderer::{self, Renderer};
use super::{Reason, Refusal};
use crate::decision::{self, Decision, Withheld};
use crate::framework::Framework;
use crate::i18n::Language;
use crate::results::FinalizedResult;
use crate::service::Service;
use crate::store::{self, Batch, BatchId, BatchRow, BatchState, Job, RowState, State};

/// Rows that are issued in one go: a second or so of work.
const ROWS: u32 = 32;

/// Parts that are asked for in one transaction.
const PARTS: usize = 200;

/// Some rows of a batch, by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The batch.
    pub batch: BatchId,
    /// Position of the first row.
    pub first: u32,
    /// Position of the last row.
    pub last: u32,
}

/// Whether a part is begun again if it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// What fails now is tried again.
    OneOfMany,
    /// What fails now has failed.
    Last,
}

/// Why a part is not done; it can be begun again.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// Some rows could not be issued now.
    #[error("{rows} rows could not be issued now")]
    Rows {
        /// How many.
        rows: usize,
        /// Why the first could not.
        #[source]
        first: Box<issue::Error>,
    },
    /// What the register keeps of a row can't be read.
    #[error("what is kept of a row can't be read")]
    Kept(#[from] serde_json::Error),
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
}

/// Asks for every part of a batch that holds rows to be issued; ends a batch that has none.
pub async fn plan_batch(service: &Service, batch: BatchId) -> Result<(), store::Error> {
    let now = service.clock.now();
    let parts = service.store.pending_parts(batch, ROWS).await?;
    for parts in parts.chunks(PARTS) {
        let jobs: Vec<_> = parts
            .iter()
            .map(|number| {
                let first = number * ROWS;
                let last = first + ROWS - 1;
                let part = Part { batch, first, last };
                // Begun again, this asks for the same jobs, which then exist.
                Job::RenderAndSeal { batch, first, last }
                    .at(now)
                    .once(format!("render_and_seal/{batch}/{}", part.first))
            })
            .collect();
        service.store.enqueue_all(&jobs).await?;
    }
    finish(service, batch).await?;
    Ok(())
}

/// Ends a batch that has no row left to issue. Who ends it tells the operator.
async fn finish(service: &Service, batch: BatchId) -> Result<(), store::Error> {
    let mail = &service.config.mail;
    let operator = mail.operator.as_deref().filter(|_| mail.is_on());
    let now = service.clock.now();
    service.store.finish_batch(batch, operator, now).await?;
    Ok(())
}

/// Issues the rows of a part that are still to be issued. Who finishes the last row ends the batch.
pub async fn issue_part(
    service: &Service,
    renderer: &Renderer,
    part: Part,
    attempt: Attempt,
) -> Result<(), PartError> {
    let Some(batch) = service.store.find_batch(part.batch).await? else {
        return Ok(());
    };
    let span = (part.first, part.last);
    // 1. Of a cancelled batch nothing is issued; what was issued on the way is told.
    match batch.state {
        BatchState::Running => {}
        BatchState::Cancelled => return tell_issued(service, &batch, span).await,
        BatchState::Draft | BatchState::Done => return Ok(()),
    }
    // 2. Each row is issued by itself.
    let rows = service
        .store
        .batch_rows_in(batch.id, RowState::Pending, span)
        .await?;
    let batch = &batch;
    let mut ends = stream::iter(rows)
        .map(|row| async move { issue_row(service, renderer, batch, &row, attempt).await })
        .buffer_unordered(renderer.at_once());
    let mut failures = Vec::new();
    while let Some(end) = ends.next().await {
        failures.extend(end?);
    }
    // 3. What could not be issued now is tried again.
    let rows = failures.len();
    failures.sort_by_key(|error| !matches!(error, issue::Error::Frozen(_)));
    if let Some(first) = failures.into_iter().next() {
        let first = Box::new(first);
        return Err(PartError::Rows { rows, first });
    }
    // 4. The last one ends the batch.
    finish(service, batch.id).await?;
    Ok(())
}

/// What speaks against issuing a row.
enum Against {
    /// Something in the register.
    Refused(Refusal),
    /// The rules, which may have changed since it was judged.
    Withheld(Box<Withheld>, Arc<Framework>),
    /// It was tried.
    Failed(issue::Error),
}

impl Against {
    fn explain(&self, language: Language) -> Reason {
        match self {
            Self::Refused(refusal) => Reason::refusal(refusal, language),
            Self::Withheld(withheld, framework) => Reason::withheld(withheld, framework, language),
            Self::Failed(error) => Reason::failure(error, language),
        }
    }

    /// What may be gone when it is tried again.
    fn passing(self) -> Result<issue::Error, Self> {
        match self {
            Self::Failed(error) if !is_lasting(&error) => Ok(error),
            lasting => Err(lasting),
        }
    }
}

/// Issues one row and records how it ended: an error if it is to be tried again.
async fn issue_row(
    service: &Service,
    renderer: &Renderer,
    batch: &Batch,
    row: &BatchRow,
    attempt: Attempt,
) -> Result<Option<issue::Error>, PartError> {
    let store = &service.store;
    // The batch may have been cancelled since.
    if !store.is_row_pending(batch.id, row.position).await? {
        return Ok(None);
    }
    let issued = match order(service, batch, row).await? {
        Ok(order) => issue(service, renderer, order)
            .await
            .map_err(Against::Failed),
        Err(against) => Err(against),
    };
    let against = match issued {
        Ok(issued) => {
            let id = issued.certificate.id;
            store.record_row_issued(batch.id, row.position, id).await?;
            return Ok(None);
        }
        // A freeze lasts as long as it lasts: no row is given up for it.
        Err(Against::Failed(error @ issue::Error::Frozen(_))) => return Ok(Some(error)),
        Err(against) if attempt == Attempt::Last => against,
        Err(against) => match against.passing() {
            Ok(error) => return Ok(Some(error)),
            Err(lasting) => lasting,
        },
    };
    let report: KeptReport = serde_json::from_slice(row.report.as_deref().unwrap_or_default())?;
    let report = report.because(|language| against.explain(language));
    let report = serde_json::to_vec(&report)?;
    store
        .record_row_failed(batch.id, row.position, &report)
        .await?;
    Ok(None)
}

/// The order for a row, unless something speaks against it that was not so when it was judged. The
/// rules are applied again: nothing but a decision permits an issuance.
async fn order(
    service: &Service,
    batch: &Batch,
    row: &BatchRow,
) -> Result<Result<Order, Against>, PartError> {
    let result: FinalizedResult =
        serde_json::from_slice(row.result.as_deref().unwrap_or_default())?;
    if let Some(refusal) = issued_since(service, batch, &result).await? {
        return Ok(Err(Against::Refused(refusal)));
    }
    let framework = match service.framework_named(&batch.framework) {
        Ok(framework) => framework,
        Err(error) => return Ok(Err(Against::Failed(error.into()))),
    };
    let award = match decision::decide(framework, result) {
        Ok(Decision::Award(award)) => award,
        Ok(Decision::Withhold(withheld)) => {
            let framework = Arc::clone(framework);
            return Ok(Err(Against::Withheld(Box::new(withheld), framework)));
        }
        Err(error) => return Ok(Err(Against::Refused(Refusal::Undecidable(error)))),
    };
    let today = || service.clock.today(service.config.service.time_zone);
    Ok(Ok(Order {
        award,
        framework: batch.framework.clone(),
        language: batch.language,
        delivery_date: batch.delivery_date.unwrap_or_else(today),
        supersedes: None,
        operator: batch.started_by.clone().unwrap_or_default(),
    }))
}

/// Whether the person was given a certificate for the same day between the upload and the start.
/// What the batch itself issues does not count, so that the order of its rows changes nothing.
async fn issued_since(
    service: &Service,
    batch: &Batch,
    result: &FinalizedResult,
) -> Result<Option<Refusal>, store::Error> {
    let key = result.key();
    let person = store::Digest(result.identity.person_digest());
    let known = service.store.person_certificates(&person).await?;
    // It may be the one that an earlier attempt began.
    if known.iter().any(|other| other.result_key == key) {
        return Ok(None);
    }
    let since = known.iter().find(|other| {
        !other.void
            && other.exam_date == result.exam_date
            && batch
                .started_at
                .is_none_or(|start| other.prepared_at < start)
    });
    Ok(since.map(|other| Refusal::Duplicate(other.id)))
}

/// Whether the same attempt would always end like this.
fn is_lasting(error: &issue::Error) -> bool {
    matches!(
        error,
        issue::Error::ResultChanged(_)
            | issue::Error::Lint(_)
            | issue::Error::Facts(..)
            | issue::Error::Render(renderer::Error::Render(_) | renderer::Error::Refused(_))
    )
}

/// Records the certificates that an attempt issued just before the batch was cancelled.
async fn tell_issued(service: &Service, batch: &Batch, span: (u32, u32)) -> Result<(), PartError> {
    let store = &service.store;
    for row in store
        .batch_rows_in(batch.id, RowState::Cancelled, span)
        .await?
    {
        let Some(result) = &row.result else { continue };
        let result: FinalizedResult = serde_json::from_slice(result)?;
        if let Some(certificate) = store.find_by_result(&result.key()).await?
            && certificate.state == State::Issued
            && certificate.issued_at >= batch.started_at
        {
            let id = certificate.id;
            store.record_row_issued(batch.id, row.position, id).await?;
        }
    }
    Ok(())
}
