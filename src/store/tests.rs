//! What the register promises, on a database of its own for each test.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::fixtures::{
    OPERATOR, at, code, done, issued, new_certificate, on_each, parts, prepared, refused, tamper,
};
use super::*;
use crate::audit::AuditEvent;
use crate::credential::{CertificateId, RevocationReason, StatusReference};

#[tokio::test]
async fn what_was_prepared_is_found_unchanged_by_every_path() {
    on_each(async |store: Store| {
        let new = new_certificate(&store, 7).await;
        let recorded = store.prepare(&new, OPERATOR).await.unwrap().certificate;
        assert_eq!(recorded.state, State::Prepared);
        assert_eq!(recorded.facts, new.facts);
        assert_eq!(recorded.claims, new.claims);
        assert_eq!(recorded.status, new.status);
        assert_eq!(recorded.prepared_at, at(0));
        assert_eq!(store.find(new.id).await.unwrap().unwrap(), recorded);
        assert_eq!(
            store.find_by_code(&new.code).await.unwrap().unwrap(),
            recorded
        );
        assert_eq!(
            store
                .find_by_result(&new.result_key)
                .await
                .unwrap()
                .unwrap(),
            recorded
        );
        assert_eq!(
            store.find_by_document(&parts(7).document).await.unwrap(),
            None
        );
        assert_eq!(
            store.unfinished(10).await.unwrap(),
            std::slice::from_ref(&recorded)
        );

        let now = store
            .mark_issued(new.id, &parts(7), OPERATOR, at(1))
            .await
            .unwrap();
        assert_eq!(now.seal.as_deref(), Some(parts(7).seal.as_slice()));
        assert_eq!(now.issued_at, Some(at(1)));
        assert_eq!(
            store
                .find_by_document(&parts(7).document)
                .await
                .unwrap()
                .unwrap(),
            now
        );
        assert_eq!(store.unfinished(10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_found_in_an_empty_register() {
    on_each(async |store: Store| {
        assert_eq!(
            store.find(CertificateId(Uuid::now_v7())).await.unwrap(),
            None
        );
        assert_eq!(store.find_by_code(&code(1)).await.unwrap(), None);
        assert_eq!(store.find_by_result("session 12/1").await.unwrap(), None);
        assert_eq!(
            store.person_certificates(&Digest([1; 32])).await.unwrap(),
            []
        );
        assert_eq!(store.counts().await.unwrap(), Counts::default());
    })
    .await;
}

#[tokio::test]
async fn preparing_a_result_twice_keeps_the_first_certificate() {
    on_each(async |store: Store| {
        let first = new_certificate(&store, 1).await;
        store.prepare(&first, OPERATOR).await.unwrap();
        let mut second = new_certificate(&store, 2).await;
        second.result_key.clone_from(&first.result_key);
        for again in [&first, &second] {
            let prepared = store.prepare(again, OPERATOR).await.unwrap();
            assert!(!prepared.fresh);
            let existing = prepared.certificate;
            assert_eq!(existing.id, first.id);
            // The digest is the first one's: this is how a changed result is noticed.
            assert_eq!(existing.result_digest, first.result_digest);
        }
        assert_eq!(store.counts().await.unwrap().prepared, 1);
        assert_eq!(store.audit_trail(first.id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_code_or_place_that_is_taken_records_nothing() {
    on_each(async |store: Store| {
        let first = new_certificate(&store, 1).await;
        store.prepare(&first, OPERATOR).await.unwrap();
        let fresh = new_certificate(&store, 2).await;

        let same_code = NewCertificate {
            code: first.code.clone(),
            ..fresh.clone()
        };
        let error = store.prepare(&same_code, OPERATOR).await.unwrap_err();
        assert!(matches!(error, Error::CodeTaken), "{error}");
        let same_place = NewCertificate {
            status: first.status,
            ..fresh.clone()
        };
        let error = store.prepare(&same_place, OPERATOR).await.unwrap_err();
        assert!(matches!(error, Error::PlaceTaken), "{error}");
        assert_eq!(store.counts().await.unwrap().prepared, 1);

        assert!(store.prepare(&fresh, OPERATOR).await.unwrap().fresh);
    })
    .await;
}

#[tokio::test]
async fn a_place_of_a_decoy_is_taken() {
    on_each(async |store: Store| {
        let new = new_certificate(&store, 1).await;
        let decoy = [(new.status.index, Decoy::Idle)];
        assert_eq!(store.set_decoys(new.status.list, &decoy).await.unwrap(), 1);
        let error = store.prepare(&new, OPERATOR).await.unwrap_err();
        assert!(matches!(error, Error::PlaceTaken), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_list_that_was_never_opened_is_refused() {
    on_each(async |store: Store| {
        let mut new = new_certificate(&store, 1).await;
        new.status = StatusReference { list: 77, index: 1 };
        let error = store.prepare(&new, OPERATOR).await.unwrap_err();
        assert!(matches!(error, Error::NoSuchList(77)), "{error}");
        let error = store.set_decoys(77, &[(1, Decoy::Idle)]).await.unwrap_err();
        assert!(matches!(error, Error::NoSuchList(77)), "{error}");
    })
    .await;
}

#[tokio::test]
async fn issuing_twice_with_the_same_parts_is_one_event() {
    on_each(async |store: Store| {
        let certificate = issued(&store, 1).await;
        let again = store
            .mark_issued(certificate.id, &parts(1), "somebody else", at(9))
            .await
            .unwrap();
        assert_eq!(again, certificate);
        let trail = store.audit_trail(certificate.id).await.unwrap();
        let acts: Vec<&str> = trail.iter().map(|record| record.act.as_str()).collect();
        assert_eq!(acts, ["prepare", "mark_issued"]);
        assert_eq!(
            trail[1].event,
            AuditEvent::Issued {
                credential_key: "c-1".into(),
                document_key: "d-1".into(),
                document: "02".repeat(32),
            }
        );
    })
    .await;
}

#[tokio::test]
async fn issuing_again_with_another_document_is_refused() {
    on_each(async |store: Store| {
        let certificate = issued(&store, 1).await;
        let error = store
            .mark_issued(certificate.id, &parts(2), OPERATOR, at(2))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::IssuedDifferently(id) if id == certificate.id),
            "{error}"
        );
        assert_eq!(
            store.find(certificate.id).await.unwrap().unwrap(),
            certificate
        );
    })
    .await;
}

#[tokio::test]
async fn an_unknown_certificate_can_be_neither_issued_nor_changed() {
    on_each(async |store: Store| {
        let id = CertificateId(Uuid::now_v7());
        let missing = |error: Error| matches!(error, Error::NoSuchCertificate(one) if one == id);
        assert!(missing(
            store
                .mark_issued(id, &parts(1), OPERATOR, at(1))
                .await
                .unwrap_err()
        ));
        let reason = RevocationReason::Fraud;
        assert!(missing(
            store.revoke(id, reason, OPERATOR, at(1)).await.unwrap_err()
        ));
        assert!(missing(
            store.renew_link(id, OPERATOR, at(1)).await.unwrap_err()
        ));
    })
    .await;
}

#[tokio::test]
async fn what_was_never_issued_can_not_be_put_out_of_force() {
    on_each(async |store: Store| {
        let id = prepared(&store, 1).await.id;
        let reason = RevocationReason::Fraud;
        assert_eq!(
            refused(&store.revoke(id, reason, OPERATOR, at(1)).await.unwrap()),
            Refusal::NotIssued
        );
        assert_eq!(
            refused(&store.suspend(id, reason, OPERATOR, at(1)).await.unwrap()),
            Refusal::NotIssued
        );
        assert_eq!(
            refused(&store.reinstate(id, OPERATOR, at(1)).await.unwrap()),
            Refusal::NotIssued
        );
        assert_eq!(store.audit_trail(id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_revocation_is_final_and_keeps_its_first_reason() {
    on_each(async |store: Store| {
        let id = issued(&store, 1).await.id;
        let change = store
            .revoke(id, RevocationReason::Fraud, OPERATOR, at(2))
            .await
            .unwrap();
        assert_eq!(done(change).revoked_at, Some(at(2)));
        let again = store
            .revoke(id, RevocationReason::HolderRequest, OPERATOR, at(3))
            .await
            .unwrap();
        assert_eq!(refused(&again), Refusal::AlreadyRevoked);
        let suspended = store
            .suspend(id, RevocationReason::UnderInquiry, OPERATOR, at(3))
            .await;
        assert_eq!(refused(&suspended.unwrap()), Refusal::AlreadyRevoked);
        let reinstated = store.reinstate(id, OPERATOR, at(3)).await.unwrap();
        assert_eq!(refused(&reinstated), Refusal::AlreadyRevoked);
        let now = store.find(id).await.unwrap().unwrap();
        assert_eq!(now.revocation_reason, Some(RevocationReason::Fraud));
        assert_eq!(now.revoked_at, Some(at(2)));
    })
    .await;
}

#[tokio::test]
async fn a_suspension_can_be_lifted_and_a_suspended_certificate_can_be_revoked() {
    on_each(async |store: Store| {
        let id = issued(&store, 1).await.id;
        let reason = RevocationReason::UnderInquiry;
        assert_eq!(
            refused(&store.reinstate(id, OPERATOR, at(2)).await.unwrap()),
            Refusal::NotSuspended
        );
        let suspended = done(store.suspend(id, reason, OPERATOR, at(2)).await.unwrap());
        assert_eq!(suspended.suspension_reason, Some(reason));
        let again = store.suspend(id, reason, OPERATOR, at(3)).await.unwrap();
        assert_eq!(refused(&again), Refusal::AlreadySuspended);
        let reinstated = done(store.reinstate(id, OPERATOR, at(3)).await.unwrap());
        assert_eq!(reinstated.suspended_at, None);
        done(store.suspend(id, reason, OPERATOR, at(4)).await.unwrap());
        let revoked = store
            .revoke(id, RevocationReason::Fraud, OPERATOR, at(5))
            .await
            .unwrap();
        assert_eq!(
            done(revoked).revocation_reason,
            Some(RevocationReason::Fraud)
        );
    })
    .await;
}

#[tokio::test]
async fn only_an_issued_correction_replaces_a_certificate() {
    on_each(async |store: Store| {
        let wrong = issued(&store, 1).await;
        let stranger = issued(&store, 2).await;
        let mut new = new_certificate(&store, 3).await;
        new.supersedes = Some(wrong.id);
        store.prepare(&new, OPERATOR).await.unwrap();
        for not_yet in [stranger.id, new.id] {
            let change = store
                .supersede(wrong.id, not_yet, OPERATOR, at(2))
                .await
                .unwrap();
            assert_eq!(refused(&change), Refusal::NotItsCorrection);
        }
        store
            .mark_issued(new.id, &parts(3), OPERATOR, at(3))
            .await
            .unwrap();
        let change = store
            .supersede(wrong.id, new.id, OPERATOR, at(4))
            .await
            .unwrap();
        assert_eq!(done(change).superseded_by, Some(new.id));
        // Repeating it is done already; another correction comes too late.
        let again = store
            .supersede(wrong.id, new.id, OPERATOR, at(5))
            .await
            .unwrap();
        assert_eq!(done(again).superseded_at, Some(at(4)));
        let late = store
            .supersede(wrong.id, stranger.id, OPERATOR, at(5))
            .await
            .unwrap();
        assert_eq!(refused(&late), Refusal::AlreadySuperseded);
        assert_eq!(store.audit_trail(wrong.id).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_correction_of_nothing_is_refused() {
    on_each(async |store: Store| {
        let mut new = new_certificate(&store, 1).await;
        let nobody = CertificateId(Uuid::now_v7());
        new.supersedes = Some(nobody);
        let error = store.prepare(&new, OPERATOR).await.unwrap_err();
        assert!(
            matches!(error, Error::NoSuchCertificate(id) if id == nobody),
            "{error}"
        );
    })
    .await;
}

#[tokio::test]
async fn renewing_the_link_raises_its_generation() {
    on_each(async |store: Store| {
        let id = issued(&store, 1).await.id;
        assert_eq!(store.renew_link(id, OPERATOR, at(2)).await.unwrap(), 1);
        assert_eq!(store.renew_link(id, OPERATOR, at(3)).await.unwrap(), 2);
        assert_eq!(store.find(id).await.unwrap().unwrap().link_generation, 2);
    })
    .await;
}

#[tokio::test]
async fn the_audit_trail_tells_the_acts_in_order_even_at_one_instant() {
    on_each(async |store: Store| {
        let id = prepared(&store, 1).await.id;
        store
            .mark_issued(id, &parts(1), OPERATOR, at(0))
            .await
            .unwrap();
        done(
            store
                .suspend(id, RevocationReason::UnderInquiry, "omar", at(0))
                .await
                .unwrap(),
        );
        done(store.reinstate(id, "omar", at(0)).await.unwrap());
        done(
            store
                .revoke(id, RevocationReason::Fraud, "omar", at(0))
                .await
                .unwrap(),
        );
        let trail = store.audit_trail(id).await.unwrap();
        let acts: Vec<&str> = trail.iter().map(|record| record.act.as_str()).collect();
        assert_eq!(
            acts,
            ["prepare", "mark_issued", "suspend", "reinstate", "revoke"]
        );
        assert_eq!(trail[4].operator, "omar");
        assert_eq!(
            trail[4].event,
            AuditEvent::Revoked {
                reason: "fraud".into()
            }
        );
    })
    .await;
}

#[tokio::test]
async fn a_persons_certificates_come_by_exam_date() {
    on_each(async |store: Store| {
        let mut later = new_certificate(&store, 1).await;
        later.exam_date = "2026-09-01".parse().unwrap();
        store.prepare(&later, OPERATOR).await.unwrap();
        let earlier = issued(&store, 2).await;
        let mut other = new_certificate(&store, 3).await;
        other.person = Digest([101; 32]);
        store.prepare(&other, OPERATOR).await.unwrap();
        done(
            store
                .revoke(earlier.id, RevocationReason::Fraud, OPERATOR, at(2))
                .await
                .unwrap(),
        );

        let found = store.person_certificates(&Digest([100; 32])).await.unwrap();
        let seen: Vec<_> = found
            .iter()
            .map(|one| (one.id, one.state, one.void))
            .collect();
        assert_eq!(
            seen,
            [
                (earlier.id, State::Issued, true),
                (later.id, State::Prepared, false)
            ]
        );
        assert_eq!(found[1].exam_date.to_string(), "2026-09-01");
    })
    .await;
}

#[tokio::test]
async fn walking_through_the_register_meets_everyone_once() {
    on_each(async |store: Store| {
        let mut all = BTreeSet::new();
        for number in 1..=5 {
            all.insert(prepared(&store, number).await.id);
        }
        let mut met = Vec::new();
        loop {
            let page = store.page(met.last().copied(), 2).await.unwrap();
            if page.is_empty() {
                break;
            }
            met.extend(page.iter().map(|certificate| certificate.id));
        }
        assert_eq!(met, all.into_iter().collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn the_counts_follow_the_states() {
    on_each(async |store: Store| {
        prepared(&store, 1).await;
        let revoked = issued(&store, 2).await.id;
        let suspended = issued(&store, 3).await.id;
        done(
            store
                .revoke(revoked, RevocationReason::Fraud, OPERATOR, at(2))
                .await
                .unwrap(),
        );
        done(
            store
                .suspend(suspended, RevocationReason::Fraud, OPERATOR, at(2))
                .await
                .unwrap(),
        );
        assert_eq!(
            store.counts().await.unwrap(),
            Counts {
                prepared: 1,
                issued: 2,
                revoked: 1,
                suspended: 1,
                superseded: 0
            }
        );
    })
    .await;
}

#[tokio::test]
async fn a_row_edited_by_hand_is_named() {
    on_each(async |store: Store| {
    let certificate = issued(&store, 1).await;
    for (statement, column) in [
        (
            "UPDATE certificates SET result_digest = substr(result_digest, 1, 1)",
            "result_digest",
        ),
        (
            "UPDATE certificates SET result_digest = person, status_index = -1",
            "status_index",
        ),
        (
            "UPDATE certificates SET status_index = 1, revoked_at = prepared_at, \
             revocation_reason = 'a whim'",
            "revocation_reason",
        ),
    ] {
        tamper(&store, statement).await.unwrap();
        let error = store.find(certificate.id).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "the register is inconsistent: table `certificates`, column `{column}`, row `{}`",
                certificate.id
            )
        );
    }
    }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_tasks_that_issue_the_same_results_make_one_certificate_each() {
    on_each(async |store: Store| {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let store = store.clone();
            tasks.spawn(async move {
                for number in 1..=10 {
                    let id = loop {
                        let mut new = new_certificate(&store, number).await;
                        // Each task draws its own code, as issuance does.
                        new.code = code(Uuid::new_v4().as_u128());
                        match store.prepare(&new, OPERATOR).await {
                            Ok(prepared) => break prepared.certificate.id,
                            Err(Error::CodeTaken | Error::PlaceTaken) => {}
                            Err(error) => panic!("{error}"),
                        }
                    };
                    store
                        .mark_issued(id, &parts(number), OPERATOR, at(1))
                        .await
                        .unwrap();
                }
            });
        }
        while let Some(task) = tasks.join_next().await {
            task.unwrap();
        }
        let counts = store.counts().await.unwrap();
        assert_eq!((counts.prepared, counts.issued), (0, 10));
        for certificate in store.page(None, 100).await.unwrap() {
            assert_eq!(store.audit_trail(certificate.id).await.unwrap().len(), 2);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixteen_operators_who_revoke_at_once_one_does() {
    on_each(async |store: Store| {
        let id = issued(&store, 1).await.id;
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..16 {
            let store = store.clone();
            tasks.spawn(async move {
                let operator = format!("operator {number}");
                store
                    .revoke(id, RevocationReason::Fraud, &operator, at(2))
                    .await
                    .unwrap()
            });
        }
        let changes = tasks.join_all().await;
        let did = changes
            .iter()
            .filter(|change| matches!(change, Change::Done(_)))
            .count();
        assert_eq!(did, 1);
        assert_eq!(store.audit_trail(id).await.unwrap().len(), 3);
    })
    .await;
}
