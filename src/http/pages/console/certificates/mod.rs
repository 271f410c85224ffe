//! One certificate at the console: found, shown with its history, put out of force and back, corrected.

mod acts;
mod confirm;
mod link;
mod preview;
mod search;
mod show;
mod supersede;

use axum::Router;

use crate::accounts::Role;
use crate::credential::{CertificateFacts, CertificateId};
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::store::{Certificate, State as Progress};

/// Who may look at certificates.
const READERS: &[Role] = &[Role::Issuer, Role::Revoker, Role::Auditor];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .merge(search::routes())
        .merge(show::routes())
        .merge(acts::routes())
        .merge(supersede::routes())
        .merge(link::routes())
}

/// The issued certificate with this id, and what it says.
async fn find(app: &App, id: &str) -> Result<(Certificate, CertificateFacts), ApiError> {
    let id: CertificateId = id.parse().map_err(|_| ApiError::NotFound)?;
    let found = app.service.store.find(id).await?;
    let certificate = found
        .filter(|certificate| certificate.state == Progress::Issued)
        .ok_or(ApiError::NotFound)?;
    let facts = serde_json::from_slice(&certificate.facts)?;
    Ok((certificate, facts))
}

/// What the holder is called.
fn holder(facts: &CertificateFacts) -> String {
    let holder = &facts.holder;
    format!("{} {}", holder.first_name, holder.last_name)
}
