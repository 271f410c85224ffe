//! What holders do with their certificates: open them by a private link, find all of their own
//! together, show a part by a link, see who checked, ask for a correction.
//!
//! Everything that is shown of a certificate was verified first. Whoever has a private link has all
//! of this; whoever has a share link has what its holder chose, until it ends.

mod correction;
mod history;
mod share;

use crate::credential::{self, CertificateFacts, CertificateId, SealClaims, SealedBytes};
use crate::results::normalise;
use crate::service::Service;
use crate::store::{self, Certificate, SearchEntry, State};
use crate::verification;

pub use correction::{MOST_PROOF_BYTES, ProofFault, Request, ask_correction, proof};
pub use history::{Asker, Checks, History, checked, checked_in_file, looked_up};
pub use share::{End, Made, OpenedShare, Wish, make_share, open_share};

/// Why something of a holder's could not be done: nothing that the holder can cause.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// Verification itself.
    #[error("verification")]
    Verification(#[from] verification::Error),
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    Randomness(#[source] getrandom::Error),
}

/// The issued certificate that a private link opens, or the one of the same person that is chosen
/// besides. Unknown, withdrawn, unpublished and another person's are one.
pub async fn open_link(
    service: &Service,
    token: &str,
    chosen: Option<CertificateId>,
) -> Result<Option<Certificate>, Error> {
    let Some((id, generation)) = service.keyring.open_link(token) else {
        return Ok(None);
    };
    let certificate = service.store.find(id).await?.filter(|certificate| {
        certificate.state == State::Issued && certificate.link_generation == generation
    });
    let (Some(certificate), Some(chosen)) = (&certificate, chosen) else {
        return Ok(certificate);
    };
    if chosen == certificate.id {
        return Ok(Some(certificate.clone()));
    }
    let own = own_certificates(service, certificate).await?;
    let own = own.into_iter().find(|own| own.certificate.id == chosen);
    Ok(own.map(|own| own.certificate))
}

/// One of a person's certificates, and what its seal says.
pub struct OwnCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// What its seal says.
    pub claims: SealClaims,
}

/// Every issued certificate of the person whom this one names, by exam date.
///
/// The same person is: the same names but for their spelling and the same birth date, both by the
/// seals; the same place of birth as recorded; and no two different student numbers. A name alone
/// joins nothing.
pub async fn own_certificates(
    service: &Service,
    certificate: &Certificate,
) -> Result<Vec<OwnCertificate>, Error> {
    let store = &service.store;
    let known = store.person_certificates(&certificate.person).await?;
    let ids: Vec<CertificateId> = known.iter().map(|known| known.id).collect();
    let entries = store.search_entries(&ids).await?;
    let trusted = service.trusted().seals;
    let mut own: Vec<OwnCertificate> = store
        .certificates_by_ids(&ids)
        .await?
        .into_iter()
        .filter(|other| other.state == State::Issued)
        .filter_map(|certificate| {
            let seal = SealedBytes(certificate.seal.clone()?);
            let claims = credential::open(&seal, &trusted).ok()?.claims;
            let own = claims.id == certificate.id;
            own.then_some(OwnCertificate {
                certificate,
                claims,
            })
        })
        .collect();
    let Some(first) = own.iter().find(|own| own.certificate.id == certificate.id) else {
        return Ok(Vec::new());
    };
    let person = Person::of(first, &entries);
    own.retain(|other| person.is(&Person::of(other, &entries)));
    own.sort_by_key(|own| (own.claims.exam_date, own.certificate.id));
    Ok(own)
}

/// Who a certificate is about, as far as the register tells.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    /// Of names and birth date.
    digest: [u8; 32],
    birth_place: Option<String>,
    /// Keyed digest of the national student number.
    number: Option<[u8; 32]>,
}

impl Person {
    fn of(own: &OwnCertificate, entries: &[(CertificateId, SearchEntry)]) -> Self {
        let claims = &own.claims;
        let facts = serde_json::from_slice::<CertificateFacts>(&own.certificate.facts).ok();
        let entry = entries.iter().find(|(id, _)| *id == own.certificate.id);
        let names = (&claims.last_name, &claims.first_name);
        Self {
            digest: crate::results::person_digest(names.0, names.1, claims.birth_date),
            birth_place: facts.map(|facts| normalise(&facts.holder.birth_place)),
            number: entry.and_then(|(_, entry)| entry.ine.map(|digest| digest.0)),
        }
    }

    fn is(&self, other: &Self) -> bool {
        let numbers_differ = match (self.number, other.number) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        };
        self.digest == other.digest && self.birth_place == other.birth_place && !numbers_differ
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_by_more_than_a_name() {
        let one = Person {
            digest: [1; 32],
            birth_place: Some("quimper".into()),
            number: None,
        };
        let with_number = |number| Person {
            number: Some([number; 32]),
            ..one.clone()
        };
        assert!(one.is(&one) && one.is(&with_number(1)) && with_number(1).is(&one));
        assert!(!with_number(1).is(&with_number(2)));
        let elsewhere = Person {
            birth_place: Some("brest".into()),
            ..one.clone()
        };
        assert!(!one.is(&elsewhere));
        let another = Person {
            digest: [2; 32],
            ..one.clone()
        };
        assert!(!one.is(&another));
    }
}
