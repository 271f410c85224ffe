//! What the status lists are made of, on both databases.

use std::collections::{BTreeMap, BTreeSet};

use super::fixtures::{
    OPERATOR, at, done, issued, new_certificate, on_each, parts, prepared, tamper,
};
use super::*;
use crate::credential::{RevocationReason, StatusReference};
use crate::status::{Form, LIST_CAPACITY, StatusEntries, StatusPurpose};

#[tokio::test]
async fn the_status_entries_are_the_certificates_out_of_force_and_the_decoys() {
    on_each(async |store: Store| {
        let certificates = [
            issued(&store, 1).await,
            issued(&store, 2).await,
            issued(&store, 3).await,
            prepared(&store, 4).await,
        ];
        done(
            store
                .revoke(certificates[0].id, RevocationReason::Fraud, OPERATOR, at(2))
                .await
                .unwrap(),
        );
        done(
            store
                .suspend(certificates[1].id, RevocationReason::Fraud, OPERATOR, at(2))
                .await
                .unwrap(),
        );
        for list in store.status_lists().await.unwrap() {
            let entries = store.status_entries(list).await.unwrap();
            let expected = |certificate: &Certificate| {
                let StatusReference { list: its, index } = certificate.status;
                (its == list)
                    .then_some(index)
                    .into_iter()
                    .collect::<BTreeSet<u32>>()
            };
            assert_eq!(entries.revoked, expected(&certificates[0]));
            assert_eq!(entries.suspended, expected(&certificates[1]));
        }
    })
    .await;
}

#[tokio::test]
async fn a_superseded_certificate_counts_as_revoked_in_the_list() {
    on_each(async |store: Store| {
        let wrong = issued(&store, 1).await;
        let mut new = new_certificate(&store, 2).await;
        new.supersedes = Some(wrong.id);
        store.prepare(&new, OPERATOR).await.unwrap();
        store
            .mark_issued(new.id, &parts(2), OPERATOR, at(1))
            .await
            .unwrap();
        done(
            store
                .supersede(wrong.id, new.id, OPERATOR, at(2))
                .await
                .unwrap(),
        );
        let entries = store.status_entries(wrong.status.list).await.unwrap();
        assert!(
            entries
                .of(StatusPurpose::Revocation)
                .contains(&wrong.status.index)
        );
    })
    .await;
}

#[tokio::test]
async fn decoys_change_but_a_revoked_one_stays_and_certificates_are_left_alone() {
    on_each(async |store: Store| {
        let certificate = issued(&store, 1).await;
        let list = certificate.status.list;
        let index = (certificate.status.index + 1) % LIST_CAPACITY;
        let set = async |decoy| store.set_decoys(list, &[(index, decoy)]).await.unwrap();
        assert_eq!(set(Decoy::Suspended).await, 1);
        assert_eq!(
            store.status_entries(list).await.unwrap().suspended,
            BTreeSet::from([index])
        );
        assert_eq!(set(Decoy::Idle).await, 1);
        assert_eq!(
            store.status_entries(list).await.unwrap(),
            StatusEntries::default()
        );
        assert_eq!(set(Decoy::Revoked).await, 1);
        assert_eq!(set(Decoy::Idle).await, 0);
        assert_eq!(store.decoys(list).await.unwrap(), [(index, Decoy::Revoked)]);

        let own = [(certificate.status.index, Decoy::Revoked)];
        assert_eq!(store.set_decoys(list, &own).await.unwrap(), 0);
        assert_eq!(
            store.status_entries(list).await.unwrap().revoked,
            BTreeSet::from([index])
        );
    })
    .await;
}

#[tokio::test]
async fn places_are_spread_over_several_lists_and_free() {
    on_each(async |store: Store| {
        let mut lists = BTreeSet::new();
        let mut places = std::collections::HashSet::new();
        for number in 0..60 {
            let certificate = prepared(&store, number).await;
            lists.insert(certificate.status.list);
            assert!(certificate.status.index < LIST_CAPACITY);
            assert!(places.insert(certificate.status));
        }
        assert_eq!(store.status_lists().await.unwrap(), [1, 2, 3, 4]);
        assert!(lists.len() > 1, "60 certificates in one list");
    })
    .await;
}

#[tokio::test]
async fn full_lists_make_new_ones_open() {
    on_each(async |store: Store| {
        store.next_status_reference(at(0)).await.unwrap();
        // Every place of the first four lists is a decoy's.
        assert_eq!(LIST_CAPACITY, 131_072);
        tamper(
            &store,
            "WITH RECURSIVE places (position) AS (SELECT CAST(0 AS BIGINT) UNION ALL \
         SELECT position + 1 FROM places WHERE position < 131071) \
         INSERT INTO status_places (list, position, decoy) \
         SELECT list, position, 'idle' FROM status_lists, places",
        )
        .await
        .unwrap();
        let place = store.next_status_reference(at(0)).await.unwrap();
        assert!((5..=8).contains(&place.list), "{place:?}");
    })
    .await;
}

#[tokio::test]
async fn a_list_is_published_version_by_version_in_every_form() {
    on_each(async |store: Store| {
        store.next_status_reference(at(0)).await.unwrap();
        let version = |version, text: &str| PublishedStatusList {
            publication: Publication {
                list: 1,
                version,
                valid_from: at(0),
                valid_until: at(60),
            },
            forms: BTreeMap::from(Form::ALL.map(|form| (form, text.as_bytes().to_vec()))),
        };
        let first = version(1, "{ \"signed\": 1.0 }");
        assert_eq!(store.published_status_list(1).await.unwrap(), None);
        store.put_status_list(&first, OPERATOR).await.unwrap();
        let again = store.put_status_list(&first, OPERATOR).await.unwrap_err();
        assert!(
            matches!(again, Error::PublishedMeanwhile { list: 1 }),
            "{again}"
        );
        let second = version(2, "newer");
        store.put_status_list(&second, OPERATOR).await.unwrap();
        for form in Form::ALL {
            let one = store.published_form(1, form).await.unwrap().unwrap();
            assert_eq!(one.publication, second.publication);
            assert_eq!(one.document, b"newer");
            assert_eq!(store.published_form(2, form).await.unwrap(), None);
        }
        assert_eq!(store.publications().await.unwrap(), [second.publication]);
        assert_eq!(store.published_status_list(1).await.unwrap(), Some(second));

        let mut unknown = first;
        unknown.publication.list = 99;
        let error = store.put_status_list(&unknown, OPERATOR).await.unwrap_err();
        assert!(matches!(error, Error::NoSuchList(99)), "{error}");
    })
    .await;
}
