//! Writes anew what certificates are found by: for those from before there was a search, and after
//! the key folder's `link.key` was replaced.

use std::collections::BTreeMap;

use super::Error;
use crate::credential::{CertificateFacts, CertificateId};
use crate::service::Service;
use crate::store::{Certificate, Digest, SearchEntry};

/// Certificates in one step.
const STEP: u32 = 500;

/// Goes through the whole register: how many certificates can now be found. Safe to repeat, and to
/// run beside a running service.
pub async fn reindex(service: &Service) -> Result<u64, Error> {
    let (mut after, mut count) = (None, 0);
    loop {
        let page = service.store.page(after, STEP).await?;
        let Some(last) = page.last() else {
            return Ok(count);
        };
        after = Some(last.id);
        let ids: Vec<CertificateId> = page.iter().map(|certificate| certificate.id).collect();
        let known: BTreeMap<CertificateId, SearchEntry> = service
            .store
            .search_entries(&ids)
            .await?
            .into_iter()
            .collect();
        let entries: Vec<(CertificateId, SearchEntry)> = page
            .iter()
            .filter_map(|certificate| {
                let entry = entry(service, certificate, known.get(&certificate.id))?;
                Some((certificate.id, entry))
            })
            .collect();
        service.store.renew_search_entries(&entries).await?;
        count += u64::try_from(entries.len()).unwrap_or(u64::MAX);
    }
}

/// The number stands in the facts, the school only in the entry itself.
fn entry(
    service: &Service,
    certificate: &Certificate,
    known: Option<&SearchEntry>,
) -> Option<SearchEntry> {
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts).ok()?;
    let ine = facts.holder.ine.as_deref();
    let ine = ine.map(|number| service.keyring.ine_digest(number));
    let organization_uai = known.and_then(|known| known.organization_uai.clone());
    if ine.is_none() && organization_uai.is_none() {
        return None;
    }
    let uai = organization_uai.as_deref();
    let code = certificate.code.as_str();
    let proof = service
        .keyring
        .search_proof(certificate.id, code, uai, ine.as_ref());
    Some(SearchEntry {
        ine: ine.map(Digest),
        proof: Digest(proof),
        organization_uai,
    })
}
