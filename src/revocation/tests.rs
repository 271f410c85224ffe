//! What the world is told, and what it is never told.

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use tempfile::TempDir;

use super::list::NewList;
use super::*;
use crate::credential::{KeyId, RevocationReason, TrustedKey};
use crate::store::fixtures::{OPERATOR, at, issued, new_certificate, parts, prepared, store};
use crate::store::{Certificate, PublishedStatusList};

const URL: &str = "https://sceau.example";

const REASON: RevocationReason = RevocationReason::IssuedInError;

struct House {
    _folder: TempDir,
    store: Store,
    key: IssuerKey,
    earlier_keys: Vec<KeyId>,
    clock: Clock,
}

impl House {
    async fn new() -> Self {
        let (folder, store) = store().await;
        Self {
            _folder: folder,
            store,
            key: key(),
            earlier_keys: Vec::new(),
            clock: Clock::Fixed(at(5)),
        }
    }

    fn office(&self) -> Office<'_> {
        Office {
            store: &self.store,
            key: &self.key,
            earlier_keys: &self.earlier_keys,
            public_url: URL,
            clock: self.clock,
        }
    }

    async fn published(&self, list: u32, purpose: StatusPurpose) -> PublishedStatusList {
        self.store
            .published_status_list(list, purpose)
            .await
            .unwrap()
            .unwrap()
    }

    /// The published bit of a certificate, by the eyes of a verifier.
    async fn bit(&self, certificate: &Certificate, purpose: StatusPurpose) -> bool {
        let list = certificate.status.list;
        let bytes = self.published(list, purpose).await.document;
        let list = StatusList::verify(&bytes, URL, (purpose, list), &[trusted()], self.clock.now());
        list.unwrap().is_set(certificate.status.index).unwrap()
    }
}

fn key() -> IssuerKey {
    let signer = SigningKey::from_bytes(&[7; 32]);
    IssuerKey {
        id: KeyId("c-2026-1".into()),
        verifying_key: signer.verifying_key(),
        signer: Arc::new(signer),
    }
}

fn trusted() -> TrustedKey {
    TrustedKey {
        id: KeyId("c-2026-1".into()),
        key: key().verifying_key,
        not_before: at(-1000),
        retired_at: None,
        compromised_at: None,
        specimen: false,
    }
}

fn signed(set: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let set = set.into_iter().collect();
    let purpose = StatusPurpose::Revocation;
    let new = NewList {
        public_url: URL,
        list: 1,
        purpose,
        set: &set,
        at: at(0),
    };
    new.sign(&key()).unwrap().document
}

fn verify(bytes: &[u8]) -> Result<StatusList, ListError> {
    StatusList::verify(
        bytes,
        URL,
        (StatusPurpose::Revocation, 1),
        &[trusted()],
        at(1),
    )
}

#[tokio::test]
async fn a_revocation_is_published_at_once() {
    let house = House::new().await;
    let (revoked, other) = (issued(&house.store, 1).await, issued(&house.store, 2).await);
    publish_all(&house.office()).await.unwrap();
    assert!(!house.bit(&revoked, StatusPurpose::Revocation).await);
    let now = revoke(&house.office(), revoked.id, REASON, OPERATOR)
        .await
        .unwrap();
    assert_eq!(now.revoked_at, Some(at(5)));
    assert!(house.bit(&revoked, StatusPurpose::Revocation).await);
    assert!(!house.bit(&other, StatusPurpose::Revocation).await);
    assert!(!house.bit(&revoked, StatusPurpose::Suspension).await);
}

#[tokio::test]
async fn a_suspension_comes_and_goes() {
    let house = House::new().await;
    let certificate = issued(&house.store, 1).await;
    suspend(&house.office(), certificate.id, REASON, OPERATOR)
        .await
        .unwrap();
    assert!(house.bit(&certificate, StatusPurpose::Suspension).await);
    reinstate(&house.office(), certificate.id, OPERATOR)
        .await
        .unwrap();
    assert!(!house.bit(&certificate, StatusPurpose::Suspension).await);
}

#[tokio::test]
async fn a_superseded_certificate_is_published_as_revoked_and_its_correction_is_not() {
    let house = House::new().await;
    let wrong = issued(&house.store, 1).await;
    check_supersedable(&wrong).unwrap();
    let mut new = new_certificate(&house.store, 2).await;
    new.supersedes = Some(wrong.id);
    house.store.prepare(&new, OPERATOR).await.unwrap();
    let correction = house
        .store
        .mark_issued(new.id, &parts(2), OPERATOR, at(1))
        .await
        .unwrap();
    for _ in 0..2 {
        let now = supersede(&house.office(), wrong.id, new.id, OPERATOR)
            .await
            .unwrap();
        assert_eq!(now.superseded_by, Some(new.id));
        assert!(matches!(
            check_supersedable(&now),
            Err(Error::Refused {
                refusal: Refusal::AlreadySuperseded,
                ..
            })
        ));
    }
    publish_all(&house.office()).await.unwrap();
    assert!(house.bit(&wrong, StatusPurpose::Revocation).await);
    assert!(!house.bit(&correction, StatusPurpose::Revocation).await);
}

#[tokio::test]
async fn an_act_that_does_not_fit_is_refused_with_a_hint() {
    let house = House::new().await;
    let office = house.office();
    let unfinished = prepared(&house.store, 1).await.id;
    let id = issued(&house.store, 2).await.id;
    let errors = [
        revoke(&office, unfinished, REASON, OPERATOR)
            .await
            .unwrap_err(),
        reinstate(&office, id, OPERATOR).await.unwrap_err(),
        supersede(&office, id, unfinished, OPERATOR)
            .await
            .unwrap_err(),
        revoke(&office, id, REASON, "  ").await.unwrap_err(),
        {
            suspend(&office, id, REASON, OPERATOR).await.unwrap();
            suspend(&office, id, REASON, OPERATOR).await.unwrap_err()
        },
        {
            revoke(&office, id, REASON, OPERATOR).await.unwrap();
            revoke(&office, id, REASON, OPERATOR).await.unwrap_err()
        },
    ];
    let hints: Vec<_> = errors.iter().map(|error| error.hint().unwrap()).collect();
    assert_eq!(
        hints,
        [
            "revocation-hint-not-issued",
            "revocation-hint-not-suspended",
            "revocation-hint-not-its-correction",
            "revocation-hint-no-operator",
            "revocation-hint-already-suspended",
            "revocation-hint-already-revoked",
        ]
    );
    for hint in hints {
        for language in crate::i18n::Language::ALL {
            assert!(
                !crate::i18n::text(language, hint).starts_with('['),
                "{hint}"
            );
        }
    }
}

#[tokio::test]
async fn what_a_crash_left_unpublished_is_published_by_the_timer() {
    let house = House::new().await;
    let certificate = issued(&house.store, 1).await;
    publish_all(&house.office()).await.unwrap();
    // The process died after the commit.
    house
        .store
        .revoke(certificate.id, REASON, OPERATOR, at(5))
        .await
        .unwrap();
    assert!(!house.bit(&certificate, StatusPurpose::Revocation).await);
    publish_all(&house.office()).await.unwrap();
    assert!(house.bit(&certificate, StatusPurpose::Revocation).await);
}

#[tokio::test]
async fn repeating_a_revocation_that_was_not_published_publishes_it() {
    let house = House::new().await;
    let certificate = issued(&house.store, 1).await;
    publish_all(&house.office()).await.unwrap();
    house
        .store
        .revoke(certificate.id, REASON, OPERATOR, at(5))
        .await
        .unwrap();
    let again = revoke(&house.office(), certificate.id, REASON, OPERATOR).await;
    assert!(matches!(
        again,
        Err(Error::Refused {
            refusal: Refusal::AlreadyRevoked,
            ..
        })
    ));
    assert!(house.bit(&certificate, StatusPurpose::Revocation).await);
}

#[tokio::test]
async fn a_list_is_signed_anew_when_half_of_its_time_is_over_and_not_before() {
    let mut house = House::new().await;
    issued(&house.store, 1).await;
    publish_all(&house.office()).await.unwrap();
    let first = house.published(1, StatusPurpose::Revocation).await;
    assert_eq!(first.version, 1);
    let half = i64::try_from(list::VALIDITY.as_secs() / 60 / 2).unwrap();
    for (minutes, version) in [(1, 1), (half - 1, 1), (half + 1, 2), (half + 2, 2)] {
        house.clock = Clock::Fixed(at(5 + minutes));
        publish_all(&house.office()).await.unwrap();
        let now = house.published(1, StatusPurpose::Revocation).await;
        assert_eq!(now.version, version, "after {minutes} minutes");
    }
}

#[tokio::test]
async fn a_revocation_that_was_edited_away_is_never_published() {
    let house = House::new().await;
    let certificate = issued(&house.store, 1).await;
    let list = certificate.status.list;
    // What an earlier list said of a place that the register calls in force.
    let set = [certificate.status.index].into();
    let purpose = StatusPurpose::Revocation;
    let new = NewList {
        public_url: URL,
        list,
        purpose,
        set: &set,
        at: at(0),
    };
    let signed = new.sign(&house.key).unwrap();
    let published = PublishedStatusList {
        list,
        purpose,
        version: 1,
        valid_from: signed.valid_from,
        valid_until: signed.valid_until,
        document: signed.document,
    };
    house
        .store
        .put_status_list(&published, OPERATOR)
        .await
        .unwrap();
    let error = publish(&house.office(), list, purpose, OPERATOR)
        .await
        .unwrap_err();
    let index = certificate.status.index;
    assert!(
        matches!(error, Error::RevocationUndone { index: undone, .. } if undone == index),
        "{error}"
    );
    assert_eq!(house.published(list, purpose).await, published);
}

#[tokio::test]
async fn a_clock_that_went_back_publishes_nothing() {
    let mut house = House::new().await;
    issued(&house.store, 1).await;
    publish_all(&house.office()).await.unwrap();
    house.clock = Clock::Fixed(at(-60));
    let error = publish(&house.office(), 1, StatusPurpose::Revocation, OPERATOR).await;
    assert!(matches!(error, Err(Error::ClockBehind { list: 1 })));
}

#[tokio::test]
async fn the_number_of_set_places_does_not_tell_the_number_of_revocations() {
    let house = House::new().await;
    let certificate = issued(&house.store, 1).await;
    revoke(&house.office(), certificate.id, REASON, OPERATOR)
        .await
        .unwrap();
    let list = certificate.status.list;
    let entries = house.store.status_entries(list).await.unwrap();
    assert!(entries.revoked.len() > 30, "{}", entries.revoked.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_operators_who_revoke_at_once_are_all_published() {
    let house = House::new().await;
    let mut certificates = Vec::new();
    for number in 1..=8 {
        certificates.push(issued(&house.store, number).await);
    }
    let mut tasks = tokio::task::JoinSet::new();
    for certificate in &certificates {
        let (store, key, id, clock) = (
            house.store.clone(),
            house.key.clone(),
            certificate.id,
            house.clock,
        );
        tasks.spawn(async move {
            let office = Office {
                store: &store,
                key: &key,
                earlier_keys: &[],
                public_url: URL,
                clock,
            };
            revoke(&office, id, REASON, OPERATOR).await.map(drop)
        });
    }
    for result in tasks.join_all().await {
        // A publication may lose its race five times; the timer then makes up for it.
        assert!(
            matches!(result, Ok(()) | Err(Error::NotPublished { .. })),
            "{result:?}"
        );
    }
    publish_all(&house.office()).await.unwrap();
    for certificate in &certificates {
        assert!(house.bit(certificate, StatusPurpose::Revocation).await);
    }
}

#[test]
fn the_same_content_gives_the_same_bytes_as_ever() {
    let golden = include_str!("golden/status-list.json");
    let document = String::from_utf8(signed([0, 42, 131_071])).unwrap();
    assert_eq!(
        document,
        golden.trim_end(),
        "if the format changed on purpose, keep both"
    );
    let list = verify(golden.as_bytes()).unwrap();
    for (index, set) in [(0, true), (1, false), (42, true), (131_071, true)] {
        assert_eq!(list.is_set(index), Ok(set), "{index}");
    }
    assert_eq!(list.is_set(131_072), Err(BitsError::Range(131_072)));
}

#[test]
fn any_change_of_the_document_is_noticed() {
    let document = String::from_utf8(signed([42])).unwrap();
    let other = String::from_utf8(signed([])).unwrap();
    let bits = |text: &str| {
        let text = &text[text.find("\"encodedList\"").unwrap()..];
        text.split('"').nth(3).unwrap().to_owned()
    };
    let changes = [
        (bits(&document), bits(&other)),
        ("2026-06-16T08".into(), "2036-06-16T08".into()),
        ("\"ttl\": 3600000".into(), "\"ttl\": 3600001".into()),
        (
            "\"created\": \"2026-06-09T08:00:00Z\"".into(),
            "\"created\": \"2026-06-09T08:00:01Z\"".into(),
        ),
    ];
    for (from, to) in changes {
        assert!(document.contains(&from), "{from}");
        let forged = document.replace(&from, &to);
        assert_eq!(
            verify(forged.as_bytes()),
            Err(ListError::BadSignature),
            "{from}"
        );
    }
    let added = document.replacen('{', "{\"name\": \"more\",", 1);
    assert_eq!(
        verify(added.as_bytes()),
        Err(ListError::Malformed("document"))
    );
    let twice = document.replacen('{', "{\"validFrom\": \"2026-06-09T08:00:00Z\",", 1);
    assert_eq!(
        verify(twice.as_bytes()),
        Err(ListError::Malformed("document"))
    );
    let other_suite = document.replace("eddsa-jcs-2022", "eddsa-rdfc-2022");
    assert_eq!(
        verify(other_suite.as_bytes()),
        Err(ListError::Malformed("proof"))
    );
}

#[test]
fn a_list_is_good_for_its_place_its_time_and_its_key_only() {
    let document = signed([42]);
    let ask = |url, purpose, list, key: &TrustedKey, minute| {
        StatusList::verify(
            &document,
            url,
            (purpose, list),
            std::slice::from_ref(key),
            at(minute),
        )
    };
    let (revocation, suspension) = (StatusPurpose::Revocation, StatusPurpose::Suspension);
    let key = trusted();
    assert!(ask(URL, revocation, 1, &key, 1).is_ok());
    for result in [
        ask(URL, suspension, 1, &key, 1),
        ask(URL, revocation, 2, &key, 1),
        ask("https://other.example", revocation, 1, &key, 1),
    ] {
        assert!(
            matches!(result, Err(ListError::AnotherList(_))),
            "{result:?}"
        );
    }
    for minute in [-1, 8 * 24 * 60] {
        let result = ask(URL, revocation, 1, &key, minute);
        assert!(
            matches!(result, Err(ListError::OutOfDate { .. })),
            "{result:?}"
        );
    }
    let untrusted = [
        TrustedKey {
            id: KeyId("c-2025-1".into()),
            ..key.clone()
        },
        TrustedKey {
            not_before: at(10),
            ..key.clone()
        },
        TrustedKey {
            retired_at: Some(at(-10)),
            ..key.clone()
        },
        TrustedKey {
            compromised_at: Some(at(-10)),
            ..key.clone()
        },
    ];
    for key in untrusted {
        let result = ask(URL, revocation, 1, &key, 1);
        assert!(
            matches!(result, Err(ListError::UntrustedKey(_))),
            "{result:?}"
        );
    }
    let stranger = SigningKey::from_bytes(&[8; 32]).verifying_key();
    let result = ask(
        URL,
        revocation,
        1,
        &TrustedKey {
            key: stranger,
            ..key
        },
        1,
    );
    assert_eq!(result, Err(ListError::BadSignature));
}

#[tokio::test]
async fn a_list_of_a_key_that_no_longer_signs_is_signed_anew_by_who_knows_its_successor() {
    let mut house = House::new().await;
    issued(&house.store, 1).await;
    publish_all(&house.office()).await.unwrap();
    let before = house.published(1, StatusPurpose::Revocation).await;
    let old = house.key.clone();
    let signer = SigningKey::from_bytes(&[8; 32]);
    house.key = IssuerKey {
        id: KeyId("c-2026-2".into()),
        verifying_key: signer.verifying_key(),
        signer: Arc::new(signer),
    };
    house.earlier_keys = vec![old.id.clone()];
    publish_all(&house.office()).await.unwrap();
    let after = house.published(1, StatusPurpose::Revocation).await;
    assert_eq!(after.version, before.version + 1);
    let text = String::from_utf8(after.document.clone()).unwrap();
    assert!(text.contains("#c-2026-2\""), "{text}");

    // Neither it nor a process that still has the old keys signs it once more.
    publish_all(&house.office()).await.unwrap();
    house.key = old;
    house.earlier_keys = Vec::new();
    publish_all(&house.office()).await.unwrap();
    assert_eq!(house.published(1, StatusPurpose::Revocation).await, after);
}
