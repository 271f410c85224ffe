//! Finds who asked about a certificate that changed, and puts a message on its way to each.

use chrono::{DateTime, Utc};

use super::{Context, JobError};
use crate::credential::CertificateId;
use crate::store::Notice;

/// The job's id names the announcement: begun again, it tells nobody twice.
pub(super) async fn run(
    context: &Context,
    certificate: CertificateId,
    notice: Notice,
    at: DateTime<Utc>,
) -> Result<(), JobError> {
    let store = &context.service.store;
    let told = store.announce(context.job, certificate, notice, at).await?;
    if told > 0 {
        tracing::info!(%certificate, notice = notice.name(), told, "partners are told of a change");
    }
    Ok(())
}
