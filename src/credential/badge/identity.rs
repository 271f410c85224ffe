//! What the credential says of its holder: salted digests, nothing that could be read.
//!
//! Who has the name, and the birth date, can check that they are the holder's. A digest is no
//! secret: whoever has the credential can try names. The birth date is only hashed together with
//! the name, as alone it would be found among some thirty thousand at once.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::form::Identity;
use crate::credential::CertificateId;

/// What of a holder is hashed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person<'a> {
    pub(super) first_name: &'a str,
    pub(super) last_name: &'a str,
    pub(super) birth_date: chrono::NaiveDate,
}

const TYPE: &str = "IdentityObject";
const NAME: &str = "name";
const NAME_AND_BIRTH_DATE: &str = "ext:nameAndBirthDate";

impl Person<'_> {
    fn text(self, kind: &str) -> Option<String> {
        let name = format!("{} {}", self.first_name, self.last_name);
        match kind {
            NAME => Some(name),
            NAME_AND_BIRTH_DATE => Some(format!("{name} {}", self.birth_date)),
            _ => None,
        }
    }
}

/// The hashed identifiers of a certificate's holder.
pub(super) fn identities(id: CertificateId, person: Person<'_>) -> Vec<Identity> {
    [NAME, NAME_AND_BIRTH_DATE]
        .into_iter()
        .filter_map(|kind| {
            let salt = hex::encode(&derived(id, kind)[..16]);
            Some(Identity {
                kind: TYPE.into(),
                identity_type: kind.into(),
                hashed: true,
                identity_hash: hash(&person.text(kind)?, &salt),
                salt,
            })
        })
        .collect()
}

/// Whether the identifiers are the ones of this person, in the certificate with this id.
pub(super) fn are_of(identities: &[Identity], id: CertificateId, person: Person<'_>) -> bool {
    let text = |identities: &[Identity]| {
        let hashes = identities.iter().map(|it| it.identity_hash.as_str());
        hashes.collect::<Vec<_>>().join(" ")
    };
    let expected = self::identities(id, person);
    let same = text(&expected)
        .as_bytes()
        .ct_eq(text(identities).as_bytes());
    bool::from(same)
}

/// The name of the holder within this one credential. It links no two certificates of a person.
pub(super) fn subject_id(id: CertificateId) -> String {
    let digest = derived(id, "subject");
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    format!(
        "urn:uuid:{}",
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    )
}

/// Open Badges 3.0 §B.5.2: the digest of the identifier followed by the salt.
fn hash(text: &str, salt: &str) -> String {
    let digest = Sha256::new()
        .chain_update(text)
        .chain_update(salt)
        .finalize();
    format!("sha256${}", hex::encode(digest))
}

/// Derived from the certificate's id, 74 bits of which are random and drawn anew for every
/// certificate: repeating a signature after a crash gives the same bytes, and nobody can prepare a
/// table of digests beforehand. The salt is published beside the digest, so it need not be secret.
fn derived(id: CertificateId, use_for: &str) -> [u8; 32] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(Uuid::as_bytes(&id.0)) else {
        return [0; 32];
    };
    mac.update(b"sceau badge: ");
    mac.update(use_for.as_bytes());
    mac.finalize().into_bytes().into()
}
