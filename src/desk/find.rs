//! Finding certificates by what an operator has in hand.

use crate::credential::VerificationCode;
use chrono::NaiveDate;

use crate::results::person_digest;
use crate::service::Service;
use crate::store::{self, Certificate, Digest, State};

/// What an operator has in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A printed code.
    Code(VerificationCode),
    /// A person, however the name is spelled.
    Person {
        /// Family name.
        last_name: String,
        /// First name or names.
        first_name: String,
        /// Date of birth.
        birth_date: NaiveDate,
    },
    /// A national student number (INE).
    Ine(String),
}

/// The issued certificates, the youngest exam first.
pub async fn find(service: &Service, wanted: &Wanted) -> Result<Vec<Certificate>, store::Error> {
    let store = &service.store;
    let mut found = match wanted {
        Wanted::Code(code) => store.find_by_code(code).await?.into_iter().collect(),
        Wanted::Person {
            last_name,
            first_name,
            birth_date,
        } => {
            let person = Digest(person_digest(last_name, first_name, *birth_date));
            let known = store.known_persons(&[person]).await?;
            let ids: Vec<_> = known.iter().map(|certificate| certificate.id).collect();
            store.certificates_by_ids(&ids).await?
        }
        Wanted::Ine(number) => {
            let digest = Digest(service.keyring.ine_digest(number));
            let hits = store.search_by_ine(&[digest]).await?;
            hits.into_iter().map(|hit| hit.certificate).collect()
        }
    };
    found.retain(|certificate: &Certificate| certificate.state == State::Issued);
    found.sort_by_key(|certificate| std::cmp::Reverse((certificate.issued_at, certificate.id)));
    Ok(found)
}
