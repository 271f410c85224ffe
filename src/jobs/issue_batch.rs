//! Asks for the parts of a batch that is to be issued.

use super::{Context, JobError};
use crate::issuance;
use crate::store::BatchId;

/// Asking again asks for the same parts, which exist then.
pub(super) async fn run(context: &Context, batch: BatchId) -> Result<(), JobError> {
    issuance::plan_batch(&context.service, batch).await?;
    Ok(())
}
