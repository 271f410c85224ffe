//! Documents with time stamps: what is stamped and renewed is accepted, and whatever is done to it
//! afterwards is noticed.

use std::path::Path;

use chrono::{DateTime, Duration, TimeZone, Utc};

use super::super::update::Update;
use super::super::*;
use crate::credential::KeyRefusal;
use crate::keys::Keyring;

/// What the vectors were made with.
const ROOM: usize = 4096;

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn vector(name: &str) -> Vec<u8> {
    std::fs::read(folder().join("tests/vectors/timestamp").join(name)).unwrap()
}

fn keyring() -> Keyring {
    Keyring::load(&folder().join("keys.example")).unwrap()
}

fn key() -> TrustedDocumentKey {
    keyring().trusted().documents.remove(0)
}

fn authorities() -> TrustedAuthorities {
    TrustedAuthorities {
        roots: vec![vector("root.cer")],
        crls: Vec::new(),
    }
}

fn evidence() -> Evidence {
    let keyring = keyring();
    let mut certificates = keyring.document_key().chain.clone();
    certificates.extend([vector("tsa.cer"), vector("issuing.cer"), vector("root.cer")]);
    Evidence {
        certificates,
        crls: vec![
            keyring.crl().to_vec(),
            vector("root.crl"),
            vector("issuing.crl"),
        ],
    }
}

fn claimed() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 9, 8, 30, 0).unwrap()
}

fn unstamped(plan: &StampPlan) -> Unstamped {
    let pdf = std::fs::read(folder().join("tests/vectors/pdf/unsigned.pdf")).unwrap();
    let note = SignatureNote {
        name: "Institut des savoirs numériques".to_owned(),
        reason: "Délivrance du certificat".to_owned(),
    };
    let pdf = RenderedPdf::from_worker(pdf);
    prepare_signature(&pdf, keyring().document_key(), claimed(), &note, plan).unwrap()
}

fn plan() -> StampPlan {
    StampPlan {
        room: ROOM,
        evidence: Some(evidence()),
    }
}

fn token(answer: &str, imprint: [u8; 32]) -> Token {
    Query::new(imprint, [9; 16])
        .open(&vector(answer), &evidence(), &authorities())
        .unwrap()
}

fn examined(bytes: &[u8]) -> Examination {
    examine(bytes, &[key()], &authorities()).unwrap()
}

/// Whether it says as much as this one. Of a token a few bytes are not signed, none of which means
/// anything: how its algorithm is written that has no parameters, say.
fn says_the_same(bytes: &[u8], original: &Examination) -> bool {
    let examination = examined(bytes);
    examination.signature == original.signature
        && examination.unaltered.is_ok()
        && examination.renewed == original.renewed
}

fn accepted(bytes: &[u8]) -> bool {
    let examination = examined(bytes);
    examination.signature.is_ok() && examination.unaltered.is_ok()
}

fn stamp(examination: &Examination) -> &Stamp {
    match &examination.signature.as_ref().unwrap().time {
        SigningTime::Stamped(stamp) => stamp,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_same_key_evidence_and_tokens_give_the_same_files_as_ever() {
    let unstamped = unstamped(&plan());
    let token_of_signature = token("signature.tsr", unstamped.imprint());
    let stamped = unstamped.finish(Some(&token_of_signature)).unwrap();
    assert!(stamped.as_bytes() == vector("valid_stamped.pdf"));
    let unrenewed = prepare_renewal(stamped.as_bytes(), &evidence(), ROOM).unwrap();
    let token = token("renewal.tsr", unrenewed.imprint());
    let renewed = unrenewed.finish(&token).unwrap();
    assert!(renewed == vector("valid_renewed.pdf"));
}

#[test]
fn a_stamped_document_is_one_revision_with_its_evidence() {
    let bytes = vector("valid_stamped.pdf");
    let examination = examined(&bytes);
    assert_eq!(examination.unaltered, Ok(()));
    assert_eq!(examination.renewed, []);
    let stamp = stamp(&examination);
    assert!(stamp.unrevoked);
    assert_eq!(stamp.authority, "CN=tsa,O=Test time-stamp authority");
    // Typst's own and the one that signs.
    let ends = bytes.windows(5).filter(|window| window == b"%%EOF").count();
    assert_eq!(ends, 2);
    let size = bytes.len();
    assert!((70_000..90_000).contains(&size), "{size}");
}

#[test]
fn without_a_trusted_authority_a_stamp_is_left_unjudged() {
    let bytes = vector("valid_stamped.pdf");
    let none = TrustedAuthorities::default();
    let signed = examine(&bytes, &[key()], &none).unwrap().signature.unwrap();
    assert_eq!(signed.time, SigningTime::Unjudged);
    let other = TrustedAuthorities {
        roots: vec![vector("tsa.cer")],
        crls: Vec::new(),
    };
    let signature = examine(&bytes, &[key()], &other).unwrap().signature;
    assert_eq!(signature, Err(SignatureFault::Stamp(StampFault::Untrusted)));
}

#[test]
fn a_list_that_comes_to_be_known_later_can_undo_a_stamp() {
    for (list, fault) in [
        ("superseded_later.crl", None),
        (
            "compromised_later.crl",
            Some(SignatureFault::Stamp(StampFault::Revoked)),
        ),
    ] {
        let later = TrustedAuthorities {
            crls: vec![vector(list)],
            ..authorities()
        };
        let examination = examine(&vector("valid_stamped.pdf"), &[key()], &later).unwrap();
        assert_eq!(examination.signature.err(), fault, "{list}");
    }
}

#[test]
fn key_and_chain_must_have_counted_when_the_authority_saw_the_signature() {
    let bytes = vector("valid_stamped.pdf");
    let at = stamp(&examined(&bytes)).at;
    let with = |change: &dyn Fn(&mut TrustedDocumentKey)| {
        let mut key = key();
        change(&mut key);
        examine(&bytes, &[key], &authorities())
            .unwrap()
            .signature
            .err()
    };
    // The claim is months older than the stamp: whoever stole the key could have written it.
    let between = claimed() + Duration::days(1);
    let compromised = |since| with(&|key| key.compromised_at = Some(since));
    assert_eq!(
        compromised(between),
        Some(SignatureFault::Key(KeyRefusal::Compromised(between)))
    );
    assert_eq!(
        compromised(at),
        Some(SignatureFault::Key(KeyRefusal::Compromised(at)))
    );
    assert_eq!(compromised(at + Duration::seconds(1)), None);
    let retired = |until| with(&|key| key.retired_at = Some(until));
    assert_eq!(
        retired(between),
        Some(SignatureFault::Key(KeyRefusal::Retired(between)))
    );
    // Signed a moment before, stamped a moment after.
    assert_eq!(retired(at - Duration::minutes(1)), None);
}

#[test]
fn a_token_is_used_only_for_what_it_is_over_and_where_it_fits() {
    let answer = token("valid_p256.tsr", [7; 32]);
    let other_bytes = unstamped(&plan()).finish(Some(&answer));
    assert!(matches!(
        other_bytes,
        Err(SignError::Stamp(StampFault::OtherBytes))
    ));
    // The signature is over the room as well, so these have no token of their own.
    let fits = |plan: &StampPlan| {
        let unstamped = unstamped(plan);
        let mut token = token("signature.tsr", self::unstamped(&self::plan()).imprint());
        token.digest = unstamped.imprint();
        unstamped.finish(Some(&token)).map(|_| ())
    };
    let narrow = StampPlan {
        room: 100,
        ..plan()
    };
    assert!(matches!(fits(&narrow), Err(SignError::Room { needed }) if needed > 2000));
    let mut unknown = plan();
    if let Some(evidence) = &mut unknown.evidence {
        evidence.certificates.pop();
    }
    assert!(matches!(fits(&unknown), Err(SignError::UnknownAuthority)));
}

#[test]
fn every_changed_digit_of_signature_token_and_padding_is_noticed_or_means_nothing() {
    let original = vector("valid_stamped.pdf");
    let start = find(&original, b"/Contents<") + 10;
    let end = start + find(&original[start..], b">");
    let examination = examined(&original);
    // Both digits of a byte come up.
    for place in (start..end).step_by(41) {
        let mut bytes = original.clone();
        bytes[place] = if bytes[place] == b'a' { b'b' } else { b'a' };
        assert!(
            !accepted(&bytes) || says_the_same(&bytes, &examination),
            "digit at {place}"
        );
    }
}

#[test]
fn a_renewed_document_is_accepted_and_is_still_the_one_that_was_issued() {
    let (stamped, renewed) = (vector("valid_stamped.pdf"), vector("valid_renewed.pdf"));
    let examination = examined(&renewed);
    assert_eq!(examination.unaltered, Ok(()));
    assert_eq!(examination.issued, examined(&stamped).issued);
    assert_eq!(examination.attachments, examined(&stamped).attachments);
    assert_eq!(examination.renewed.len(), 1);
    assert!(examination.renewed[0].unrevoked);
    assert!(stamp(&examination).at <= examination.renewed[0].at);
}

#[test]
fn a_document_is_renewed_as_often_as_needed() {
    let unrenewed = prepare_renewal(&vector("valid_renewed.pdf"), &evidence(), ROOM).unwrap();
    let token = token("renewal_again.tsr", unrenewed.imprint());
    let examination = examined(&unrenewed.finish(&token).unwrap());
    assert_eq!(examination.unaltered, Ok(()));
    assert_eq!(examination.renewed.len(), 2);
    assert_eq!(
        examination.issued,
        examined(&vector("valid_stamped.pdf")).issued
    );
}

#[test]
fn every_changed_byte_of_a_renewal_is_noticed_or_means_nothing() {
    let original = vector("valid_renewed.pdf");
    let from = vector("valid_stamped.pdf").len();
    let examination = examined(&original);
    for place in (from..original.len()).step_by(17) {
        let mut bytes = original.clone();
        bytes[place] ^= 1;
        assert!(
            !accepted(&bytes) || says_the_same(&bytes, &examination),
            "byte {place}"
        );
    }
    for end in (from + 1..original.len()).step_by(97) {
        assert!(!accepted(&original[..end]), "cut at {end}");
    }
}

#[test]
fn whatever_else_is_appended_to_a_stamped_or_renewed_document_is_noticed() {
    for name in ["valid_stamped.pdf", "valid_renewed.pdf"] {
        let bytes = vector(name);
        let comment = [&bytes[..], b"%hello\n"].concat();
        let file = file::File::open(&bytes).unwrap();
        // The catalog once more, word for word, and with evidence but without a time stamp.
        let again = |with: &dyn Fn(&mut Update<'_>, &mut object::Dictionary)| {
            let (number, mut catalog) = file.root().unwrap();
            let mut update = Update::new(&file).unwrap();
            with(&mut update, &mut catalog);
            update.put(number, &object::Object::Dictionary(catalog));
            update.append().unwrap()
        };
        let same = again(&|_, _| {});
        let evidence = again(&|update, catalog| {
            let old = dss::dictionary(catalog).unwrap();
            let store = dss::write(update, &old, &evidence()).unwrap();
            field::set(catalog, "DSS", store);
        });
        let empty = prepare_renewal(&bytes, &Evidence::default(), ROOM).unwrap();
        for appended in [comment, same, evidence, empty.bytes] {
            let unaltered = examined(&appended).unaltered;
            assert!(unaltered.is_err(), "{name}: {unaltered:?}");
        }
    }
}

#[test]
fn a_renewal_by_an_authority_that_does_not_count_is_refused() {
    let renewed = vector("valid_renewed.pdf");
    let none = TrustedAuthorities::default();
    assert_eq!(
        examine(&renewed, &[key()], &none).unwrap().unaltered,
        Err(AlterationFault::Renewal(StampFault::Untrusted))
    );
    let unrenewed = prepare_renewal(&vector("valid_stamped.pdf"), &evidence(), ROOM).unwrap();
    let other = token("valid_p256.tsr", [7; 32]);
    assert!(matches!(
        unrenewed.finish(&other),
        Err(SignError::Stamp(StampFault::OtherBytes))
    ));
}

fn find(bytes: &[u8], word: &[u8]) -> usize {
    let found = bytes.windows(word.len()).position(|window| window == word);
    found.unwrap()
}
