//! When each key began and ends, and what is to be done about it.

use chrono::{DateTime, Duration, Utc};
use der::Decode;
use x509_cert::Certificate;
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::CertificateList;
use x509_cert::time::Time;

use super::Keyring;
use crate::credential::KeyId;

/// So long before its certificate ends a key should be rotated.
const NOTICE: Duration = Duration::days(90);

/// A key's dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDates {
    /// Key id.
    pub id: KeyId,
    /// `credential` or `document`.
    pub purpose: &'static str,
    /// How it stands.
    pub standing: KeyStanding,
    /// Since when it may sign.
    pub not_before: DateTime<Utc>,
    /// When its certificate ends, or one that vouches for it; keys for seals have none.
    pub ends_at: Option<DateTime<Utc>>,
    /// Name of the token that holds the private half, where it is not a file.
    pub token: Option<String>,
    /// An example key that anyone has.
    pub specimen: bool,
}

/// How a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStanding {
    /// The service signs with it.
    Signs,
    /// It is trusted, but another one signs.
    Replaced,
    /// It ended.
    Retired(DateTime<Utc>),
    /// Somebody else may have it.
    Compromised(DateTime<Utc>),
}

/// What is to be done about a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAdvice {
    /// Nothing.
    Nothing,
    /// Anyone has it: make keys of one's own.
    ReplaceExample,
    /// Rotate it before its certificate ends.
    RotateSoon,
    /// Its certificate has ended: rotate it.
    RotateNow,
    /// Retire it: another one signs.
    Retire,
}

impl KeyDates {
    /// What is to be done at this time.
    pub fn advice(&self, now: DateTime<Utc>) -> KeyAdvice {
        match self.standing {
            KeyStanding::Retired(_) | KeyStanding::Compromised(_) => KeyAdvice::Nothing,
            KeyStanding::Replaced => KeyAdvice::Retire,
            KeyStanding::Signs if self.specimen => KeyAdvice::ReplaceExample,
            KeyStanding::Signs => match self.ends_at {
                Some(end) if end <= now => KeyAdvice::RotateNow,
                Some(end) if end <= now + NOTICE => KeyAdvice::RotateSoon,
                Some(_) | None => KeyAdvice::Nothing,
            },
        }
    }
}

impl Keyring {
    /// Every key's dates: those for seals first, each kind in the order of `keyring.toml`.
    pub fn dates(&self) -> Vec<KeyDates> {
        let trusted = self.trusted();
        let descriptions = self.describe();
        let token = |id: &KeyId| {
            let described = descriptions.iter().find(|key| key.id == id.0);
            described.and_then(|key| key.token.clone())
        };
        let seals = trusted.seals.iter().map(|key| KeyDates {
            id: key.id.clone(),
            purpose: "credential",
            standing: standing(
                key.id == self.issuer_key().id,
                key.retired_at,
                key.compromised_at,
            ),
            not_before: key.not_before,
            ends_at: None,
            token: token(&key.id),
            specimen: key.specimen,
        });
        let documents = trusted.documents.iter().map(|key| KeyDates {
            id: key.id.clone(),
            purpose: "document",
            standing: standing(
                key.id == self.document_key().id,
                key.retired_at,
                key.compromised_at,
            ),
            not_before: key.not_before,
            ends_at: key.chain.iter().filter_map(|der| end(der)).min(),
            token: token(&key.id),
            specimen: key.specimen,
        });
        seals.chain(documents).collect()
    }

    /// Until when the revocation list of the key that signs documents may be relied on.
    pub fn crl_until(&self) -> Option<DateTime<Utc>> {
        let list = CertificateList::<Rfc5280>::from_der(self.crl()).ok()?;
        list.tbs_cert_list.next_update.and_then(instant)
    }
}

fn standing(
    signs: bool,
    retired: Option<DateTime<Utc>>,
    compromised: Option<DateTime<Utc>>,
) -> KeyStanding {
    match (compromised, retired) {
        (Some(at), _) => KeyStanding::Compromised(at),
        (None, Some(at)) => KeyStanding::Retired(at),
        (None, None) if signs => KeyStanding::Signs,
        (None, None) => KeyStanding::Replaced,
    }
}

/// When a certificate ends.
fn end(der: &[u8]) -> Option<DateTime<Utc>> {
    let certificate = Certificate::from_der(der).ok()?;
    instant(certificate.tbs_certificate().validity().not_after)
}

fn instant(time: Time) -> Option<DateTime<Utc>> {
    let seconds = time.to_unix_duration().as_secs();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(standing: KeyStanding, days: Option<i64>, specimen: bool) -> KeyAdvice {
        let now: DateTime<Utc> = "2026-11-21T00:00:00Z".parse().unwrap();
        let dates = KeyDates {
            id: KeyId("d-1".into()),
            purpose: "document",
            standing,
            not_before: now,
            ends_at: days.map(|days| now + Duration::days(days)),
            token: None,
            specimen,
        };
        dates.advice(now)
    }

    #[test]
    fn a_key_is_rotated_before_its_certificate_ends_and_retired_after_that() {
        let signs = KeyStanding::Signs;
        assert_eq!(key(signs, Some(91), false), KeyAdvice::Nothing);
        assert_eq!(key(signs, Some(90), false), KeyAdvice::RotateSoon);
        assert_eq!(key(signs, Some(0), false), KeyAdvice::RotateNow);
        assert_eq!(key(signs, None, false), KeyAdvice::Nothing);
        assert_eq!(key(signs, None, true), KeyAdvice::ReplaceExample);
        assert_eq!(key(KeyStanding::Replaced, None, false), KeyAdvice::Retire);
        let retired = KeyStanding::Retired(DateTime::UNIX_EPOCH);
        assert_eq!(key(retired, Some(0), false), KeyAdvice::Nothing);
    }

    #[test]
    fn the_example_keys_have_dates_and_their_list_an_end() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/keys.example");
        let keyring = Keyring::load(folder.as_ref()).unwrap();
        let dates = keyring.dates();
        let signing = dates
            .iter()
            .filter(|key| key.standing == KeyStanding::Signs);
        assert_eq!(signing.count(), 2);
        let document = dates.iter().find(|key| key.purpose == "document").unwrap();
        assert!(document.ends_at.unwrap() > document.not_before);
        assert!(keyring.crl_until().is_some());
    }
}
