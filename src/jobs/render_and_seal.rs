//! Issues some rows of a batch.

use chrono::TimeDelta;

use super::{Context, JobError};
use crate::issuance::{self, Attempt, Part, PartError};

/// How soon a part that a freeze stopped is begun again.
const LOOKS_AGAIN_AFTER: TimeDelta = TimeDelta::seconds(10);

/// A result that has its certificate keeps it: whatever is begun again, it stays the only one.
pub(super) async fn run(context: &Context, part: Part) -> Result<(), JobError> {
    let attempt = if context.last {
        Attempt::Last
    } else {
        Attempt::OneOfMany
    };
    issuance::issue_part(&context.service, &context.renderer, part, attempt)
        .await
        .map_err(|error| match error {
            // Not counted as an attempt: nobody knows how long it lasts.
            PartError::Rows { first, .. } if matches!(*first, issuance::Error::Frozen(_)) => {
                JobError::Planned {
                    reason: "signing is stopped (sceau thaw lets it go on)",
                    at: context.service.clock.now() + LOOKS_AGAIN_AFTER,
                }
            }
            error => JobError::again("rows of a batch could not be issued", error),
        })
}
