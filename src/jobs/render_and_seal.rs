//! Issues some rows of a batch.

use super::{Context, JobError};
use crate::issuance::{self, Attempt, Part};

/// A result that has its certificate keeps it: whatever is begun again, it stays the only one.
pub(super) async fn run(context: &Context, part: Part) -> Result<(), JobError> {
    let attempt = if context.last {
        Attempt::Last
    } else {
        Attempt::OneOfMany
    };
    issuance::issue_part(&context.service, &context.renderer, part, attempt)
        .await
        .map_err(|error| JobError::again("rows of a batch could not be issued", error))
}
