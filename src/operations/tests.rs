//! What somebody with the database's password can do to the trail, and that it is found.

use super::*;
use crate::audit::AuditEvent;
use crate::credential::{CertificateId, RevocationReason};
use crate::keys::Keyring;
use crate::store::fixtures::{
    OPERATOR, at, chain_older, done, forge_event, forge_head, issued, on_each, prepared, tamper,
};
use crate::store::{AuditHead, Digest, Store};

/// Three certificates with their acts, and the reports before anything is done to them.
async fn lived(store: &Store) -> Vec<CertificateId> {
    let (first, second) = (issued(store, 1).await, issued(store, 2).await);
    let third = prepared(store, 3).await;
    let reason = RevocationReason::ALL[0];
    done(
        store
            .suspend(first.id, reason, OPERATOR, at(2))
            .await
            .unwrap(),
    );
    done(store.reinstate(first.id, OPERATOR, at(3)).await.unwrap());
    done(
        store
            .revoke(second.id, reason, OPERATOR, at(4))
            .await
            .unwrap(),
    );
    store.renew_link(first.id, OPERATOR, at(5)).await.unwrap();
    for minute in 6..9 {
        let event = AuditEvent::StatusListPublished { list: 1 };
        store
            .record_key_change(&event, OPERATOR, at(minute))
            .await
            .unwrap();
    }
    let report = verify_trail(store, None).await.unwrap();
    assert_eq!(report.findings, []);
    assert_eq!((report.events, report.certificates), (12, 3));
    vec![first.id, second.id, third.id]
}

async fn findings(store: &Store) -> Vec<Finding> {
    verify_trail(store, None).await.unwrap().findings
}

#[tokio::test]
async fn a_changed_event_is_found_and_named() {
    on_each(async |store: Store| {
        lived(&store).await;
        let statement = "UPDATE audit_events SET operator = 'nobody' WHERE lane = 0 AND number = 2";
        tamper(&store, statement).await.unwrap();
        let found = findings(&store).await;
        assert!(
            matches!(
                &found[..],
                [Finding::Changed {
                    lane: 0,
                    number: 2,
                    certificate: None,
                    ..
                }]
            ),
            "{found:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_removed_event_is_found_and_named() {
    on_each(async |store: Store| {
        lived(&store).await;
        tamper(
            &store,
            "DELETE FROM audit_events WHERE lane = 0 AND number = 2",
        )
        .await
        .unwrap();
        let missing = Finding::Missing {
            lane: 0,
            number: 2,
            count: 1,
        };
        assert_eq!(findings(&store).await, [missing]);
    })
    .await;
}

#[tokio::test]
async fn the_end_of_a_lane_can_not_be_cut_off() {
    on_each(async |store: Store| {
        lived(&store).await;
        tamper(
            &store,
            "DELETE FROM audit_events WHERE lane = 0 AND number > 1",
        )
        .await
        .unwrap();
        let missing = Finding::Missing {
            lane: 0,
            number: 2,
            count: 2,
        };
        assert_eq!(findings(&store).await, [missing]);
    })
    .await;
}

#[tokio::test]
async fn events_that_changed_places_are_found_and_named() {
    on_each(async |store: Store| {
        lived(&store).await;
        for statement in [
            "UPDATE audit_events SET number = 99 WHERE lane = 0 AND number = 1",
            "UPDATE audit_events SET number = 1 WHERE lane = 0 AND number = 2",
            "UPDATE audit_events SET number = 2 WHERE lane = 0 AND number = 99",
        ] {
            tamper(&store, statement).await.unwrap();
        }
        let named: Vec<(u32, u64)> = findings(&store)
            .await
            .iter()
            .filter_map(|finding| match finding {
                Finding::Changed { lane, number, .. } => Some((*lane, *number)),
                _ => None,
            })
            .collect();
        assert_eq!(named, [(0, 1), (0, 2)]);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_somebody_added_is_found_and_named() {
    on_each(async |store: Store| {
        lived(&store).await;
        let statement = "UPDATE audit_events SET lane = NULL, number = NULL \
             WHERE lane = 0 AND number = 3";
        tamper(&store, statement).await.unwrap();
        let found = findings(&store).await;
        assert!(
            matches!(
                &found[..],
                [
                    Finding::Missing {
                        lane: 0,
                        number: 3,
                        count: 1
                    },
                    Finding::Outside { .. }
                ]
            ),
            "{found:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_head_that_was_set_back_does_not_hide_what_came_after() {
    on_each(async |store: Store| {
        lived(&store).await;
        tamper(&store, "DELETE FROM audit_heads WHERE lane = 0")
            .await
            .unwrap();
        let behind = Finding::HeadBehind { lane: 0, number: 0 };
        assert_eq!(findings(&store).await, [behind]);
    })
    .await;
}

#[tokio::test]
async fn a_certificate_whose_state_no_event_explains_is_named_with_the_column() {
    on_each(async |store: Store| {
        let certificates = lived(&store).await;
        let revoked = certificates[1];
        let statement = "UPDATE certificates SET revoked_at = NULL, revocation_reason = NULL \
             WHERE revoked_at IS NOT NULL";
        assert_eq!(tamper(&store, statement).await.unwrap(), 1);
        let column = "revoked_at";
        let unexplained = Finding::Unexplained {
            certificate: revoked,
            column,
        };
        assert_eq!(findings(&store).await, [unexplained]);
    })
    .await;
}

#[tokio::test]
async fn an_event_with_a_new_hash_is_found_by_the_next_one() {
    on_each(async |store: Store| {
        lived(&store).await;
        let links = store.audit_links(0, 0, 1).await.unwrap();
        let statement = "UPDATE audit_events SET operator = 'nobody' WHERE lane = 0 AND number = 1";
        tamper(&store, statement).await.unwrap();
        let forged = store.audit_links(0, 0, 1).await.unwrap()[0].computed;
        assert_ne!(forged, links[0].hash);
        forge_event(&store, 0, 1, forged).await;
        let rewritten = Finding::Rewritten { lane: 0, number: 1 };
        assert_eq!(findings(&store).await, [rewritten]);
    })
    .await;
}

#[tokio::test]
async fn a_checkpoint_tells_when_everything_was_written_anew() {
    on_each(async |store: Store| {
        lived(&store).await;
        let heads = store.audit_heads().await.unwrap();
        let heads: Vec<CheckpointHead> = heads
            .iter()
            .map(|head: &AuditHead| CheckpointHead {
                lane: head.lane,
                number: head.number,
                hash: head.hash.0,
            })
            .collect();
        let mut checkpoint = Checkpoint {
            iss: String::new(),
            iat: 0,
            heads,
        };
        let whole = verify_trail(&store, Some(&checkpoint)).await.unwrap();
        assert!(whole.is_whole(), "{:?}", whole.findings);
        // The last event and its head are gone, and the chain itself is whole again.
        let links = store.audit_links(0, 1, 1).await.unwrap();
        tamper(
            &store,
            "DELETE FROM audit_events WHERE lane = 0 AND number = 3",
        )
        .await
        .unwrap();
        forge_head(&store, 0, 2, links[0].hash).await;
        assert_eq!(findings(&store).await, []);
        let found = verify_trail(&store, Some(&checkpoint))
            .await
            .unwrap()
            .findings;
        assert_eq!(found, [Finding::NotAsAtCheckpoint { lane: 0, number: 3 }]);
        checkpoint.heads[0] = CheckpointHead {
            lane: 0,
            number: 2,
            hash: Digest([7; 32]).0,
        };
        let found = verify_trail(&store, Some(&checkpoint))
            .await
            .unwrap()
            .findings;
        assert_eq!(found, [Finding::NotAsAtCheckpoint { lane: 0, number: 2 }]);
    })
    .await;
}

#[tokio::test]
async fn events_of_a_register_from_before_the_chain_are_chained_once() {
    on_each(async |store: Store| {
        lived(&store).await;
        for statement in [
            "UPDATE audit_events SET lane = NULL, number = NULL, previous = NULL, hash = NULL",
            "DELETE FROM audit_heads",
        ] {
            tamper(&store, statement).await.unwrap();
        }
        chain_older(&store).await;
        chain_older(&store).await;
        let report = verify_trail(&store, None).await.unwrap();
        assert_eq!(report.findings, []);
        assert_eq!(report.events, 12);
    })
    .await;
}

#[tokio::test]
async fn writers_in_many_lanes_leave_one_whole_chain() {
    on_each(async |store: Store| {
        let mut certificates = Vec::new();
        for number in 1..=20 {
            certificates.push(issued(&store, number).await.id);
        }
        let writers = certificates.into_iter().map(|id| {
            let store = store.clone();
            async move {
                for minute in 0..5 {
                    store
                        .renew_link(id, OPERATOR, at(10 + minute))
                        .await
                        .unwrap();
                }
            }
        });
        futures_util::future::join_all(writers).await;
        let report = verify_trail(&store, None).await.unwrap();
        assert_eq!(report.findings, []);
        assert_eq!(report.events, 140);
    })
    .await;
}

#[test]
fn a_checkpoint_is_believed_only_when_the_issuer_signed_it() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/keys.example");
    let keyring = Keyring::load(std::path::Path::new(folder)).unwrap();
    let (key, trusted) = (keyring.issuer_key(), keyring.trusted().seals);
    let heads: Vec<AuditHead> = AuditHead::lanes()
        .map(|head| AuditHead { number: 5, ..head })
        .collect();
    let url = "https://sceau.example";
    let token = sign_checkpoint(&heads, url, key, at(0)).unwrap();
    let opened = open_checkpoint(&format!("{token}\n"), url, &trusted).unwrap();
    assert_eq!(opened.heads.len(), 17);
    assert!(open_checkpoint(&token, "https://other.example", &trusted).is_err());
    assert!(open_checkpoint(&token, url, &[]).is_err());
    let (head, rest) = token.split_once('.').unwrap();
    let changed = format!("{head}.{}", rest.replacen(&rest[30..31], "-", 1));
    assert!(open_checkpoint(&changed, url, &trusted).is_err());
}
