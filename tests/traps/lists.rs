//! Traps of status lists and of the issuer's published keys.

use std::collections::BTreeSet;
use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::GzEncoder;
use sceau::credential::proof::{Cryptosuite, Proof};
use sceau::credential::{KeyId, RevocationReason, TrustedKey};
use sceau::keys::{TrustedKeys, did_document};
use sceau::status::{
    Form, NewList, Reader, SignedList, StatusEntries, StatusList, StatusPurpose, TokenList,
};
use sceau::store::{Digest, IssuedParts, NewCertificate, Store};
use sceau::verification::{Asked, Input, Verdict, verify};
use serde_json::Value;

use super::issuer::{ask, document, facts, issued_at, key, key_named, signed, trusted, verifier};

const PUBLIC_URL: &str = "https://sceau.example";
const REVOCATION: Form = Form::Document(StatusPurpose::Revocation);

/// Places 0 and 9 are revoked, place 2 is suspended.
fn list() -> SignedList {
    let entries = StatusEntries {
        revoked: BTreeSet::from([0, 9]),
        suspended: BTreeSet::from([2]),
    };
    let new = NewList {
        public_url: PUBLIC_URL,
        list: 1,
        entries: &entries,
        at: issued_at(),
    };
    new.sign(&key()).unwrap()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

fn claims(token: &[u8]) -> Value {
    let token = std::str::from_utf8(token).unwrap();
    let part = token.split('.').nth(1).unwrap();
    json(&URL_SAFE_NO_PAD.decode(part).unwrap())
}

#[test]
fn trap_3_the_two_kinds_of_list_count_bits_from_opposite_ends() {
    let list = list();
    let document = json(&list.forms[&REVOCATION]);
    let encoded = document["credentialSubject"]["encodedList"].as_str();
    let packed = encoded.unwrap().strip_prefix('u').unwrap();
    let mut bits = Vec::new();
    GzDecoder::new(&*URL_SAFE_NO_PAD.decode(packed).unwrap())
        .read_to_end(&mut bits)
        .unwrap();
    assert_eq!(bits[..2], [0b1000_0000, 0b0100_0000]);
    assert_eq!(bits.len(), 131_072 / 8);

    let said = claims(&list.forms[&Form::TokenJwt]);
    assert_eq!(said["status_list"]["bits"], 2);
    let packed = said["status_list"]["lst"].as_str().unwrap();
    let mut statuses = Vec::new();
    ZlibDecoder::new(&*URL_SAFE_NO_PAD.decode(packed).unwrap())
        .read_to_end(&mut statuses)
        .unwrap();
    // Two bits a place: 1 is revoked, 2 is suspended.
    assert_eq!(statuses[..3], [0b0010_0001, 0, 0b0000_0100]);
    assert_eq!(statuses.len(), 131_072 / 4);
}

#[test]
fn trap_3_one_standard_counts_milliseconds_and_the_other_seconds() {
    let list = list();
    let document = json(&list.forms[&REVOCATION]);
    assert_eq!(document["credentialSubject"]["ttl"], 3_600_000);
    assert_eq!(claims(&list.forms[&Form::TokenJwt])["ttl"], 3_600);
}

async fn register() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::migrate(folder.path().join("register.db").as_path())
        .await
        .unwrap();
    (folder, store)
}

#[tokio::test]
async fn trap_4_and_25_places_are_scattered_over_several_lists() {
    let (_folder, store) = register().await;
    let mut places = Vec::new();
    for _ in 0..200 {
        let place = store.next_status_reference(issued_at()).await.unwrap();
        places.push((place.list, place.index));
    }
    let lists: BTreeSet<u32> = places.iter().map(|(list, _)| *list).collect();
    assert!(lists.len() > 1, "{lists:?}");
    let follows =
        |pair: &[(u32, u32)]| pair[0].0 == pair[1].0 && pair[0].1.abs_diff(pair[1].1) == 1;
    let neighbours = places.windows(2).filter(|pair| follows(pair)).count();
    assert!(neighbours < 3, "{neighbours} places follow one another");
    let middle = places.iter().filter(|(_, index)| *index > 65_536).count();
    assert!((40..160).contains(&middle), "{middle} of 200");
}

#[test]
fn trap_5_every_reader_finds_its_form() {
    let list = list();
    let keys = [trusted()];
    let reader = Reader {
        public_url: PUBLIC_URL,
        trusted: &keys,
        at: issued_at(),
    };
    for (form, bytes) in &list.forms {
        match form {
            Form::Document(purpose) | Form::Jwt(purpose) => {
                let read = StatusList::read(bytes, (*purpose, 1), &reader).unwrap();
                assert_eq!(read.is_set(9), Ok(*purpose == StatusPurpose::Revocation));
            }
            Form::TokenJwt | Form::TokenCwt => {
                TokenList::read(bytes, 1, &reader).unwrap();
            }
        }
    }
    let kinds: BTreeSet<&str> = Form::ALL.into_iter().map(Form::media_type).collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        [
            "application/statuslist+cwt",
            "application/statuslist+jwt",
            "application/vc",
            "application/vc+jwt"
        ]
    );
}

#[test]
fn trap_6_a_list_that_nobody_signed_again_is_no_answer() {
    let list = list();
    let keys = [trusted()];
    for (at, relied_on) in [
        (list.valid_until - TimeDelta::seconds(1), true),
        (list.valid_until + TimeDelta::seconds(1), false),
        (list.valid_from - TimeDelta::seconds(1), false),
    ] {
        let reader = Reader {
            public_url: PUBLIC_URL,
            trusted: &keys,
            at,
        };
        let read = StatusList::read(
            &list.forms[&REVOCATION],
            (StatusPurpose::Revocation, 1),
            &reader,
        );
        assert_eq!(read.is_ok(), relied_on, "{at}: {read:?}");
        let read = TokenList::read(&list.forms[&Form::TokenCwt], 1, &reader);
        assert_eq!(read.is_ok(), relied_on, "{at}: {read:?}");
    }
}

#[tokio::test]
async fn trap_7_revoked_suspended_unknown_and_not_checked_are_four_answers() {
    let (_folder, store) = register().await;
    let facts = facts();
    let code = || Input::Code(facts.code.grouped());
    let badge = || Input::Credential(signed().badge().as_bytes().to_vec());
    let online = sceau::verification::Verifier {
        store: Some(store.clone()),
        ..verifier()
    };
    let asked = Asked::default();
    let at: DateTime<Utc> = issued_at() + TimeDelta::hours(1);
    let verdict = async |input| verify(&online, input, &asked, at).await.unwrap().verdict;

    assert_eq!(ask(badge()).await.verdict, Verdict::AuthenticStatusUnknown);
    assert_eq!(verdict(code()).await, Verdict::NotFound);
    assert_eq!(verdict(badge()).await, Verdict::NotFound);
    issue(&store).await;
    for input in [code(), badge()] {
        assert_eq!(verdict(input).await, Verdict::Authentic);
    }
    let inquiry = RevocationReason::UnderInquiry;
    store.suspend(facts.id, inquiry, "test", at).await.unwrap();
    for input in [code(), badge()] {
        assert_eq!(verdict(input).await, Verdict::Suspended);
    }
    let fraud = RevocationReason::Fraud;
    store.revoke(facts.id, fraud, "test", at).await.unwrap();
    for input in [code(), badge()] {
        assert_eq!(verdict(input).await, Verdict::Revoked);
    }
}

async fn issue(store: &Store) {
    let facts = facts();
    store.next_status_reference(issued_at()).await.unwrap();
    let new = NewCertificate {
        id: facts.id,
        code: facts.code.clone(),
        result_key: "session 1/7".into(),
        result_digest: Digest([7; 32]),
        person: Digest([7; 32]),
        exam_date: facts.exam_date,
        facts: serde_json::to_vec(&facts).unwrap(),
        claims: Vec::new(),
        status: facts.status,
        prepared_at: facts.issued_at,
        supersedes: None,
        search: None,
    };
    store.prepare(&new, "test").await.unwrap();
    let parts = IssuedParts {
        seal: signed().seal().0.clone(),
        credential_key: key().id,
        document_key: KeyId("d1".into()),
        document: Digest([7; 32]),
    };
    store
        .mark_issued(facts.id, &parts, "test", issued_at())
        .await
        .unwrap();
}

#[test]
fn trap_10_no_key_that_ever_signed_leaves_the_published_documents() {
    let named = |id: &str, seed| TrustedKey {
        id: KeyId(id.into()),
        key: key_named(id, seed).verifying_key,
        ..trusted()
    };
    let ended = issued_at();
    let keys = TrustedKeys {
        seals: vec![
            TrustedKey {
                retired_at: Some(ended),
                ..named("c1", 1)
            },
            TrustedKey {
                compromised_at: Some(ended),
                ..named("c2", 2)
            },
            named("c3", 3),
        ],
        ..TrustedKeys::default()
    };
    let document = serde_json::to_value(did_document(&keys, PUBLIC_URL)).unwrap();
    let methods = document["verificationMethod"].as_array().unwrap();
    let asserting = document["assertionMethod"].as_array().unwrap();
    for id in ["c1", "c2", "c3"] {
        let method = format!("did:web:sceau.example#{id}");
        let mut of_key = methods.iter().filter(|it| it["id"] == *method);
        let found = of_key.next().unwrap();
        assert!(asserting.contains(&method.clone().into()), "{method}");
        // An end here would make verifiers refuse all that the key ever signed.
        assert_eq!(found["revoked"].is_string(), id == "c2", "{found}");
    }
    let published = TrustedKeys::from_jwks(&keys.to_jwks().to_string()).unwrap();
    assert_eq!(published.seals, keys.seals);
}

#[test]
fn trap_14_what_is_signed_by_template_is_what_a_processor_finds() {
    let mut document = document();
    let proofs = document.as_object_mut().unwrap().remove("proof").unwrap();
    let proofs: Vec<Proof> = serde_json::from_value(proofs).unwrap();
    assert_eq!(proofs[0].cryptosuite(), Cryptosuite::Rdfc);
    let key = key().verifying_key;
    assert!(proofs[0].verify(&document, &key).is_ok());
    document["awardedDate"] = "2026-06-10T00:00:00Z".into();
    assert!(proofs[0].verify(&document, &key).is_err());
}

#[test]
fn trap_17_a_list_that_unpacks_to_too_much_is_refused() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..64 {
        bomb.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = format!("u{}", URL_SAFE_NO_PAD.encode(bomb.finish().unwrap()));
    let mut document = json(&list().forms[&REVOCATION]);
    document["credentialSubject"]["encodedList"] = bomb.into();
    let keys = [trusted()];
    let reader = Reader {
        public_url: PUBLIC_URL,
        trusted: &keys,
        at: issued_at(),
    };
    let place = (StatusPurpose::Revocation, 1);
    let bytes = document.to_string().into_bytes();
    assert!(StatusList::read(&bytes, place, &reader).is_err());
    let long = vec![b'{'; 64 << 20];
    assert!(StatusList::read(&long, place, &reader).is_err());
    assert!(TokenList::read(&long, 1, &reader).is_err());
}
