//! What must hold of register, archive and published lists after whatever happened.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use sceau::archive::Archive;
use sceau::audit::AuditEvent;
use sceau::config::Config;
use sceau::credential::{self, CertificateFacts, SealedBytes};
use sceau::keys::Keyring;
use sceau::status::{Form, PlaceState, Reader, StatusList, TokenList};
use sceau::store::{Certificate, State, Store};

/// Fails, naming the certificate, if one of the invariants does not hold.
pub(crate) async fn check(config: &Path) {
    let config = Config::load(Some(config)).unwrap();
    let store = Store::open(config.store.location()).await.unwrap();
    let archive = Archive::open(&config.archive).unwrap();
    let keyring = Keyring::load_without_signing(&config.keys.folder).unwrap();

    let mut places = BTreeSet::new();
    let mut in_force: BTreeMap<String, _> = BTreeMap::new();
    let mut last = None;
    loop {
        let page = store.page(last, 100).await.unwrap();
        let Some(end) = page.last() else { break };
        last = Some(end.id);
        for certificate in page {
            let id = certificate.id;
            let place = (certificate.status.list, certificate.status.index);
            assert!(places.insert(place), "{id}: its place {place:?} is shared");
            if certificate.state == State::Prepared {
                assert!(
                    certificate.seal.is_none() && certificate.document.is_none(),
                    "{id}"
                );
                continue;
            }
            is_whole(&certificate, &archive, &keyring).await;
            is_audited(&certificate, &store).await;
            is_renewed_beside(&certificate, &store, &archive).await;
            if certificate.revoked_at.is_none() && certificate.superseded_at.is_none() {
                // A correction is made for the same result: its key goes on after the separator.
                let result = certificate
                    .result_key
                    .split('\u{1f}')
                    .next()
                    .unwrap()
                    .to_owned();
                let other = in_force.insert(result, id);
                assert!(
                    other.is_none(),
                    "{id} and {other:?} are for the same result"
                );
            }
        }
    }
    lists_tell_the_register(&store, &keyring, &config.service.public_url).await;
}

/// The document is archived, and the seal is authentic and says what was recorded.
async fn is_whole(certificate: &Certificate, archive: &Archive, keyring: &Keyring) {
    let id = certificate.id;
    let document = certificate.document.unwrap();
    assert!(
        archive.get(&document).await.unwrap().is_some(),
        "{id}: {document} is not archived"
    );
    let seal = SealedBytes(certificate.seal.clone().unwrap());
    credential::open(&seal, &keyring.trusted().seals).unwrap();
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts).unwrap();
    assert_eq!(facts.id, id);
    assert_eq!(facts.code, certificate.code, "{id}");
    assert_eq!(facts.status, certificate.status, "{id}");
}

/// Every state the certificate is in was written down with its act.
async fn is_audited(certificate: &Certificate, store: &Store) {
    let id = certificate.id;
    let trail = store.audit_trail(id).await.unwrap();
    let events: Vec<&AuditEvent> = trail.iter().map(|entry| &entry.event).collect();
    assert_eq!(events[0], &AuditEvent::Prepared, "{id}");
    let count =
        |wanted: fn(&AuditEvent) -> bool| events.iter().filter(|event| wanted(event)).count();
    let issued = count(|event| matches!(event, AuditEvent::Issued { .. }));
    assert_eq!(issued, 1, "{id}");
    let revoked = count(|event| matches!(event, AuditEvent::Revoked { .. }));
    assert_eq!(
        revoked,
        usize::from(certificate.revoked_at.is_some()),
        "{id}"
    );
    let superseded = count(|event| matches!(event, AuditEvent::Superseded { .. }));
    assert_eq!(
        superseded,
        usize::from(certificate.superseded_at.is_some()),
        "{id}"
    );
    let suspended = count(|event| matches!(event, AuditEvent::Suspended { .. }));
    let reinstated = count(|event| matches!(event, AuditEvent::Reinstated));
    let now = usize::from(certificate.suspended_at.is_some());
    assert_eq!(suspended - reinstated, now, "{id}");
}

/// Renewed copies are archived beside the document that was issued, and each was written down.
async fn is_renewed_beside(certificate: &Certificate, store: &Store, archive: &Archive) {
    let id = certificate.id;
    let trail = store.audit_trail(id).await.unwrap();
    let renewals = trail
        .iter()
        .filter(|entry| matches!(entry.event, AuditEvent::DocumentRenewed { .. }))
        .count();
    let last = store.last_renewal(id).await.unwrap();
    let number = last.as_ref().map_or(0, |renewal| renewal.number);
    assert_eq!(usize::try_from(number), Ok(renewals), "{id}");
    if let Some(renewal) = last {
        assert_ne!(Some(renewal.document), certificate.document, "{id}");
        assert!(
            archive.get(&renewal.document).await.unwrap().is_some(),
            "{id}"
        );
    }
}

/// Each list that was published is authentic and shows, in every form, the states that the
/// register holds. A running service may just be about to publish them: it is waited for.
async fn lists_tell_the_register(store: &Store, keyring: &Keyring, public_url: &str) {
    let begun = Instant::now();
    loop {
        let untold = untold(store, keyring, public_url).await;
        if untold.is_empty() {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{untold:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Places whose state a published form does not show.
async fn untold(store: &Store, keyring: &Keyring, public_url: &str) -> Vec<String> {
    let mut untold = Vec::new();
    for list in store.status_lists().await.unwrap() {
        let Some(published) = store.published_status_list(list).await.unwrap() else {
            continue;
        };
        assert_eq!(published.forms.len(), Form::ALL.len(), "list {list}");
        let seals = keyring.trusted().seals;
        let reader = Reader {
            public_url,
            trusted: &seals,
            at: published.publication.valid_from,
        };
        let entries = store.status_entries(list).await.unwrap();
        for (form, bytes) in &published.forms {
            let hidden: Vec<u32> = match form {
                Form::Document(purpose) | Form::Jwt(purpose) => {
                    let read = StatusList::read(bytes, (*purpose, list), &reader).unwrap();
                    let set = entries.of(*purpose).iter().copied();
                    set.filter(|index| read.is_set(*index) != Ok(true))
                        .collect()
                }
                Form::TokenJwt | Form::TokenCwt => {
                    let read = TokenList::read(bytes, list, &reader).unwrap();
                    let revoked = entries.revoked.iter().copied();
                    revoked
                        .filter(|index| read.state(*index) != Ok(PlaceState::Revoked))
                        .collect()
                }
            };
            untold.extend(
                hidden
                    .iter()
                    .map(|index| format!("{form:?} {list}: {index}")),
            );
        }
    }
    untold
}
