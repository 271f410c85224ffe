//! Publishes the status lists that do not tell what the register holds, or are old.

use super::{Context, JobError};
use crate::revocation;

/// Publishing what is published already does nothing.
pub(super) async fn run(context: &Context) -> Result<(), JobError> {
    revocation::publish_all(&context.service.office())
        .await
        .map_err(|error| JobError::again("the status lists could not be published", error))
}
