//! What the world is told, and what it is never told.

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use tempfile::TempDir;

use super::*;
use crate::credential::RevocationReason;
use crate::status::fixtures::{URL, key, trusted};
use crate::status::{
    Form, NewList, PlaceState, Reader, StatusEntries, StatusList, StatusPurpose, TokenList,
    VALIDITY,
};
use crate::store::fixtures::{OPERATOR, at, issued, new_certificate, parts, prepared, store};
use crate::store::{Certificate, Publication, PublishedStatusList};

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
            tells_holders: false,
            clock: self.clock,
        }
    }

    async fn published(&self, list: u32) -> PublishedStatusList {
        self.store
            .published_status_list(list)
            .await
            .unwrap()
            .unwrap()
    }

    /// The state of a certificate by the eyes of a verifier, who is told the same in every form.
    async fn state(&self, certificate: &Certificate) -> PlaceState {
        let place = certificate.status;
        let published = self.published(place.list).await;
        let trusted = [trusted()];
        let reader = Reader {
            public_url: URL,
            trusted: &trusted,
            at: self.clock.now(),
        };
        let state = {
            let bytes = &published.forms[&Form::TokenCwt];
            let list = TokenList::read(bytes, place.list, &reader).unwrap();
            list.state(place.index).unwrap()
        };
        for form in Form::ALL {
            let bytes = &published.forms[&form];
            match form {
                Form::Document(purpose) | Form::Jwt(purpose) => {
                    let list = StatusList::read(bytes, (purpose, place.list), &reader).unwrap();
                    let says = match purpose {
                        StatusPurpose::Revocation => PlaceState::Revoked,
                        StatusPurpose::Suspension => PlaceState::Suspended,
                    };
                    let set = list.is_set(place.index).unwrap();
                    assert_eq!(set, state == says, "{form:?}");
                }
                Form::TokenJwt | Form::TokenCwt => {
                    let list = TokenList::read(bytes, place.list, &reader).unwrap();
                    assert_eq!(list.state(place.index), Ok(state), "{form:?}");
                }
            }
        }
        state
    }
}

#[tokio::test]
async fn a_revocation_is_published_at_once() {
    let house = House::new().await;
    let (revoked, other) = (issued(&house.store, 1).await, issued(&house.store, 2).await);
    publish_all(&house.office()).await.unwrap();
    assert_eq!(house.state(&revoked).await, PlaceState::InForce);
    let now = revoke(&house.office(), revoked.id, REASON, OPERATOR)
        .await
        .unwrap();
    assert_eq!(now.revoked_at, Some(at(5)));
    assert_eq!(house.state(&revoked).await, PlaceState::Revoked);
    assert_eq!(house.state(&other).await, PlaceState::InForce);
}

#[tokio::test]
async fn a_suspension_comes_and_goes() {
    let house = House::new().await;
    let certificate = issued(&house.store, 1).await;
    suspend(&house.office(), certificate.id, REASON, OPERATOR)
        .await
        .unwrap();
    assert_eq!(house.state(&certificate).await, PlaceState::Suspended);
    reinstate(&house.office(), certificate.id, OPERATOR)
        .await
        .unwrap();
    assert_eq!(house.state(&certificate).await, PlaceState::InForce);
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
    assert_eq!(house.state(&wrong).await, PlaceState::Revoked);
    assert_eq!(house.state(&correction).await, PlaceState::InForce);
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
async fn what_a_crash_left_unpublished_is_published_by_the_next_job() {
    let house = House::new().await;
    let certificate = issued(&house.store, 1).await;
    publish_all(&house.office()).await.unwrap();
    // The process died after the commit.
    house
        .store
        .revoke(certificate.id, REASON, OPERATOR, at(5))
        .await
        .unwrap();
    assert_eq!(house.state(&certificate).await, PlaceState::InForce);
    publish_all(&house.office()).await.unwrap();
    assert_eq!(house.state(&certificate).await, PlaceState::Revoked);
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
    assert_eq!(house.state(&certificate).await, PlaceState::Revoked);
}

#[tokio::test]
async fn a_list_is_signed_anew_when_half_of_its_time_is_over_and_not_before() {
    let mut house = House::new().await;
    issued(&house.store, 1).await;
    publish_all(&house.office()).await.unwrap();
    let first = house.published(1).await;
    assert_eq!(first.publication.version, 1);
    let half = i64::try_from(VALIDITY.as_secs() / 60 / 2).unwrap();
    for (minutes, version) in [(1, 1), (half - 1, 1), (half + 1, 2), (half + 2, 2)] {
        house.clock = Clock::Fixed(at(5 + minutes));
        publish_all(&house.office()).await.unwrap();
        let now = house.published(1).await;
        assert_eq!(now.publication.version, version, "after {minutes} minutes");
    }
}

#[test]
fn a_list_that_nobody_signs_anew_raises_the_alarm_well_before_it_ends() {
    let published = Publication {
        list: 1,
        version: 1,
        valid_from: at(0),
        valid_until: at(100),
    };
    for (minute, due, alarm) in [
        (0, false, false),
        (50, false, false),
        (51, true, false),
        (75, true, false),
        (76, true, true),
        (101, true, true),
    ] {
        assert_eq!(refresh_due(&published, at(minute)), due, "{minute}");
        assert_eq!(runs_out(&published, at(minute)), alarm, "{minute}");
    }
}

#[tokio::test]
async fn a_list_that_nobody_signs_anew_is_published_before_it_ends_and_no_sooner() {
    let mut house = House::new().await;
    let list = issued(&house.store, 1).await.status.list;
    publish_all(&house.office()).await.unwrap();
    let first = house.published(list).await.publication;
    let life = first.valid_until - first.valid_from;
    for (part, version) in [(70, 1), (80, 2)] {
        house.clock = Clock::Fixed(first.valid_from + life * part / 100);
        publish::rescue(&house.office()).await.unwrap();
        let published = house.published(list).await.publication;
        assert_eq!(published.version, version, "{part} % of its time");
    }
}

#[tokio::test]
async fn a_revocation_that_was_edited_away_is_never_published() {
    let house = House::new().await;
    let certificate = issued(&house.store, 1).await;
    let list = certificate.status.list;
    // What an earlier list said of a place that the register calls in force.
    let entries = StatusEntries {
        revoked: [certificate.status.index].into(),
        ..StatusEntries::default()
    };
    let new = NewList {
        public_url: URL,
        list,
        entries: &entries,
        at: at(0),
    };
    let signed = new.sign(&house.key).unwrap();
    let published = PublishedStatusList {
        publication: Publication {
            list,
            version: 1,
            valid_from: signed.valid_from,
            valid_until: signed.valid_until,
        },
        forms: signed.forms,
    };
    house
        .store
        .put_status_list(&published, OPERATOR)
        .await
        .unwrap();
    let error = publish(&house.office(), list, OPERATOR).await.unwrap_err();
    let index = certificate.status.index;
    assert!(
        matches!(error, Error::RevocationUndone { index: undone, .. } if undone == index),
        "{error}"
    );
    assert_eq!(house.published(list).await, published);
}

#[tokio::test]
async fn a_clock_that_went_back_publishes_nothing() {
    let mut house = House::new().await;
    issued(&house.store, 1).await;
    publish_all(&house.office()).await.unwrap();
    house.clock = Clock::Fixed(at(-60));
    let error = publish(&house.office(), 1, OPERATOR).await;
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
                tells_holders: false,
                clock,
            };
            revoke(&office, id, REASON, OPERATOR).await.map(drop)
        });
    }
    for result in tasks.join_all().await {
        // A publication may lose its race five times; the next job makes up for it.
        assert!(
            matches!(result, Ok(()) | Err(Error::NotPublished { .. })),
            "{result:?}"
        );
    }
    publish_all(&house.office()).await.unwrap();
    for certificate in &certificates {
        assert_eq!(house.state(certificate).await, PlaceState::Revoked);
    }
}

#[tokio::test]
async fn a_list_of_a_key_that_no_longer_signs_is_signed_anew_by_who_knows_its_successor() {
    let mut house = House::new().await;
    issued(&house.store, 1).await;
    publish_all(&house.office()).await.unwrap();
    let before = house.published(1).await;
    let old = house.key.clone();
    let signer = SigningKey::from_bytes(&[8; 32]);
    house.key = IssuerKey {
        id: KeyId("c-2026-2".into()),
        verifying_key: signer.verifying_key(),
        signer: Arc::new(signer),
    };
    house.earlier_keys = vec![old.id.clone()];
    publish_all(&house.office()).await.unwrap();
    let after = house.published(1).await;
    assert_eq!(after.publication.version, before.publication.version + 1);
    let text = String::from_utf8(after.forms[&Form::Document(StatusPurpose::Revocation)].clone());
    let text = text.unwrap();
    assert!(text.contains("#c-2026-2\""), "{text}");

    // Neither it nor a process that still has the old keys signs it once more.
    publish_all(&house.office()).await.unwrap();
    house.key = old;
    house.earlier_keys = Vec::new();
    publish_all(&house.office()).await.unwrap();
    assert_eq!(house.published(1).await, after);
}
