//! From the certificate that stamped to a trusted root (RFC 5280 §6).

use chrono::{DateTime, Utc};

use super::x509::{Paper, Revocations};
use super::{Evidence, Stamp, StampFault, TrustedAuthorities};

/// The one that stamps, three issuers, the root.
const MOST_CERTIFICATES: usize = 5;
/// Certificates and lists looked at, as many as token and document hold at most; bounds what a
/// hostile file can make us verify.
const MOST_KNOWN: usize = 80;

/// The chain of the certificate that stamped at this instant, and whether lists leave it in force.
pub(super) fn build(
    signer: Paper,
    at: DateTime<Utc>,
    known: &Evidence,
    trusted: &TrustedAuthorities,
) -> Result<Stamp, StampFault> {
    signer.stamps()?;
    let roots: Vec<Paper> = papers(&trusted.roots);
    let known_papers: Vec<Paper> = papers(&known.certificates);
    let mut chain = vec![signer];
    loop {
        let Some(last) = chain.last() else {
            return Err(StampFault::Malformed);
        };
        let signs =
            |issuer: &&Paper| last.is_issued_by(issuer) && last.is_signed_by(issuer).is_ok();
        if let Some(root) = roots.iter().find(signs) {
            chain.extend(Paper::read(&root.der));
            break;
        }
        let next = known_papers.iter().find(signs).filter(|next| {
            chain.len() + 1 < MOST_CERTIFICATES && chain.iter().all(|other| other.der != next.der)
        });
        let next = next.and_then(|next| Paper::read(&next.der));
        chain.push(next.ok_or(StampFault::Untrusted)?);
    }
    for (below, issuer) in chain.iter().skip(1).enumerate() {
        issuer.issues(below)?;
    }
    if !chain.iter().all(|paper| paper.is_valid(at)) {
        return Err(StampFault::Expired);
    }
    let unrevoked = unrevoked(&chain, at, known.crls.iter().chain(&trusted.crls))?;
    let first = chain.first().ok_or(StampFault::Malformed)?;
    Ok(Stamp {
        at,
        authority: first.subject(),
        until: first.until(),
        unrevoked,
        chain: chain.into_iter().map(|paper| paper.der).collect(),
    })
}

fn papers(certificates: &[Vec<u8>]) -> Vec<Paper> {
    let known = certificates.iter().take(MOST_KNOWN);
    known.filter_map(|der| Paper::read(der)).collect()
}

/// Whether every certificate but the root is known to be in force; a revoked one is a fault.
fn unrevoked<'a>(
    chain: &[Paper],
    at: DateTime<Utc>,
    lists: impl Iterator<Item = &'a Vec<u8>>,
) -> Result<bool, StampFault> {
    let lists: Vec<Revocations> = lists
        .take(MOST_KNOWN)
        .filter_map(|der| Revocations::read(der))
        .collect();
    let mut all_known = true;
    for pair in chain.windows(2) {
        let [paper, issuer] = pair else { continue };
        let said: Vec<bool> = lists
            .iter()
            .filter_map(|list| list.leaves(paper, issuer, at))
            .collect();
        if said.contains(&false) {
            return Err(StampFault::Revoked);
        }
        all_known &= !said.is_empty();
    }
    Ok(all_known)
}

/// Whether one of the lists revoked one of these certificates for what was signed at this instant.
pub(in crate::document) fn is_revoked(
    chain: &[Vec<u8>],
    at: DateTime<Utc>,
    lists: &[Vec<u8>],
) -> bool {
    unrevoked(&papers(chain), at, lists.iter()).is_err()
}
