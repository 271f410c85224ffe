//! Who checked a certificate and when: noted beside the answer, never in its way.
//!
//! A check that can't be noted is answered all the same: the register may be read-only, or busy.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use uuid::{Builder, Uuid};

use super::Error;
use crate::access::ClientId;
use crate::credential::CertificateId;
use crate::service::Service;
use crate::store::{Access, NewAccess, Store, Way};
use crate::verification::bulk::Outcome;
use crate::verification::{Verdict, Verification};

/// Notes that may wait for the register at the same time.
const MOST_WAITING: usize = 32;
/// Checks that are remembered so as not to be written again.
const MOST_REMEMBERED: usize = 4096;
/// After a note that failed, none is tried for so long.
const PAUSE_SECONDS: i64 = 60;
/// How far back holders are told.
const SHOWN_DAYS: i64 = 365;

/// Who asked about one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Somebody on the public page.
    Page,
    /// A program; a client if it showed its key.
    Program(Option<ClientId>),
    /// Whoever has this link of the holder's.
    Share(Uuid),
}

/// Takes notes. Cheap to clone.
#[derive(Clone)]
pub struct History {
    store: Store,
    waiting: Arc<Semaphore>,
    remembered: Arc<Mutex<HashSet<Uuid>>>,
    /// Seconds since 1970: nothing is tried before.
    paused_until: Arc<AtomicI64>,
}

impl History {
    /// Notes in this register.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            waiting: Arc::new(Semaphore::new(MOST_WAITING)),
            remembered: Arc::default(),
            paused_until: Arc::default(),
        }
    }

    /// Notes checks while the answer goes its way.
    pub fn note(&self, checks: impl IntoIterator<Item = NewAccess>) {
        let fresh: Vec<NewAccess> = {
            let mut remembered = self
                .remembered
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if remembered.len() >= MOST_REMEMBERED {
                remembered.clear();
            }
            let checks = checks.into_iter();
            checks.filter(|check| remembered.insert(check.id)).collect()
        };
        let Some(now) = fresh.first().map(|check| check.at.timestamp()) else {
            return;
        };
        if now < self.paused_until.load(Ordering::Relaxed) {
            return;
        }
        let Ok(permit) = Arc::clone(&self.waiting).try_acquire_owned() else {
            tracing::debug!(
                checks = fresh.len(),
                "checks are not noted: too many wait for it"
            );
            return;
        };
        let history = self.clone();
        let noting = async move {
            if let Err(error) = history.store.note_accesses(&fresh).await {
                history
                    .paused_until
                    .store(now + PAUSE_SECONDS, Ordering::Relaxed);
                tracing::warn!(%error, pause_seconds = PAUSE_SECONDS, "checks can't be noted");
            }
            drop(permit);
        };
        #[expect(
            clippy::disallowed_methods,
            reason = "the answer does not wait for it; there are few at a time, and none is a loss"
        )]
        drop(tokio::spawn(noting));
    }
}

/// The note of a check; nothing if it found no certificate.
pub fn checked(verification: &Verification, asker: Asker) -> Option<NewAccess> {
    let answer = match verification.verdict {
        Verdict::Authentic => "authentic",
        Verdict::Suspended => "suspended",
        Verdict::Superseded => "superseded",
        Verdict::Revoked => "revoked",
        Verdict::AuthenticStatusUnknown
        | Verdict::UnknownKey
        | Verdict::NotAuthentic
        | Verdict::NotFound
        | Verdict::Unreadable => return None,
    };
    let facts = verification.certificate.as_ref()?;
    let id = facts.certificate_id.parse().ok()?;
    Some(noted(id, asker, answer, verification.checked_at))
}

/// The note that a certificate was looked up.
pub fn looked_up(
    certificate: CertificateId,
    asker: Asker,
    answer: &'static str,
    at: DateTime<Utc>,
) -> NewAccess {
    noted(certificate, asker, answer, at)
}

fn noted(
    certificate: CertificateId,
    asker: Asker,
    answer: &'static str,
    at: DateTime<Utc>,
) -> NewAccess {
    let (way, client, share) = match asker {
        Asker::Page => (Way::Page, None, None),
        Asker::Program(client) => (Way::Program, client, None),
        Asker::Share(share) => (Way::Share, None, Some(share)),
    };
    // Whoever asks again within the minute is told of once.
    let minute = at.timestamp().div_euclid(60).to_be_bytes();
    let whose = client.map(|client| client.0).or(share).unwrap_or_default();
    NewAccess {
        id: id(&[
            certificate.0.as_bytes(),
            way.name().as_bytes(),
            whose.as_bytes(),
            answer.as_bytes(),
            &minute,
        ]),
        certificate,
        at,
        way,
        client,
        share,
        answer,
    }
}

/// The notes of checks in a file or stream of many; `which` names it, so that reading it again
/// notes nothing twice.
pub fn checked_in_file(
    checks: impl IntoIterator<Item = (CertificateId, Outcome)>,
    client: ClientId,
    which: &[u8],
    at: DateTime<Utc>,
) -> Vec<NewAccess> {
    let note = |(certificate, outcome): (CertificateId, Outcome)| NewAccess {
        id: id(&[
            certificate.0.as_bytes(),
            Way::File.name().as_bytes(),
            client.0.as_bytes(),
            which,
        ]),
        certificate,
        at,
        way: Way::File,
        client: Some(client),
        share: None,
        answer: outcome.name(),
    };
    let mut notes: Vec<NewAccess> = checks.into_iter().map(note).collect();
    // PostgreSQL takes each once in a statement.
    notes.sort_by_key(|note| note.id);
    notes.dedup_by_key(|note| note.id);
    notes
}

/// An id made from what it is about (RFC 9562 §5.8).
fn id(parts: &[&[u8]]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// The checks of a certificate.
pub struct Checks {
    /// The last ones, the newest first.
    pub last: Vec<Access>,
    /// How many there were in a year.
    pub count: u64,
}

impl Checks {
    /// The checks of a certificate in the last year, so many at most.
    pub async fn of(
        service: &Service,
        certificate: CertificateId,
        at_most: u32,
    ) -> Result<Self, Error> {
        let since = service.clock.now() - Duration::days(SHOWN_DAYS);
        let store = &service.store;
        let (last, count) = store.accesses_of(certificate, since, at_most).await?;
        Ok(Self { last, count })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate() -> CertificateId {
        CertificateId(Uuid::from_u128(7))
    }

    #[test]
    fn a_check_repeated_within_the_minute_is_one_and_others_are_not() {
        let at = |second: i64| DateTime::from_timestamp(second, 0).unwrap();
        let note = |asker, answer, second| looked_up(certificate(), asker, answer, at(second)).id;
        let page = note(Asker::Page, "authentic", 60);
        assert_eq!(page, note(Asker::Page, "authentic", 119));
        let client = Asker::Program(Some(ClientId(Uuid::from_u128(1))));
        for other in [
            note(Asker::Page, "authentic", 120),
            note(Asker::Page, "revoked", 60),
            note(Asker::Program(None), "authentic", 60),
            note(client, "authentic", 60),
            note(Asker::Share(Uuid::from_u128(1)), "authentic", 60),
        ] {
            assert_ne!(page, other);
        }
    }

    #[test]
    fn a_file_that_names_a_certificate_twice_notes_it_once() {
        let at = DateTime::from_timestamp(60, 0).unwrap();
        let rows = [
            (certificate(), Outcome::Authentic),
            (certificate(), Outcome::NameDiffers),
        ];
        let client = ClientId(Uuid::from_u128(1));
        let notes = checked_in_file(rows, client, b"batch", at);
        assert_eq!(notes.len(), 1);
        let again = checked_in_file(rows, client, b"batch", at + Duration::days(1));
        assert_eq!(again[0].id, notes[0].id);
        let other = checked_in_file(rows, client, b"other", at);
        assert_ne!(other[0].id, notes[0].id);
    }
}
