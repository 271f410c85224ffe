//! The seals of `tests/vectors/seal`, which a program of another language wrote from
//! `docs/seal-format.md`: this room must agree with it on every one.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use include_dir::{Dir, include_dir};

use super::fixtures::{FRAMEWORK, issuer_key, linted, trusted};
use super::{KeyId, KeyRefusal, SealClaims, SealError, SealedBytes, TrustedKey, open, sign};

static VECTORS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/tests/vectors/seal");

fn text(file: &str) -> &'static str {
    VECTORS.get_file(file).unwrap().contents_utf8().unwrap()
}

fn keys() -> Vec<TrustedKey> {
    let set: serde_json::Value = serde_json::from_str(text("keys.json")).unwrap();
    let keys = set["keys"].as_array().unwrap();
    let instant = |seconds: &serde_json::Value| -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(seconds.as_i64()?, 0)
    };
    keys.iter()
        .map(|key| TrustedKey {
            id: KeyId(key["kid"].as_str().unwrap().to_owned()),
            not_before: instant(&key["nbf"]).unwrap(),
            retired_at: instant(&key["retired_at"]),
            compromised_at: instant(&key["compromised_at"]),
            ..trusted()
        })
        .collect()
}

fn claims(name: &str) -> SealClaims {
    read(text(&format!("{name}.txt"))).unwrap()
}

fn read(text: &str) -> Result<SealClaims, SealError> {
    let seal = SealedBytes::from_qr_text(text)?;
    Ok(open(&seal, &keys())?.claims)
}

/// What is wrong with the vectors that are not malformed.
fn fault(name: &str) -> &'static str {
    match name {
        "fail_signature_changed" | "fail_name_changed" | "fail_signed_by_a_stranger" => "signature",
        "fail_unknown_key" => "unknown",
        "fail_key_not_yet_valid" => "early",
        "fail_key_retired" => "retired",
        "fail_key_compromised" => "compromised",
        _ => "malformed",
    }
}

fn kind(error: &SealError) -> &'static str {
    match error {
        SealError::Malformed(_) => "malformed",
        SealError::UnknownKey(_) => "unknown",
        SealError::BadSignature => "signature",
        SealError::Key(KeyRefusal::NotYetValid(_)) => "early",
        SealError::Key(KeyRefusal::Retired(_)) => "retired",
        SealError::Key(KeyRefusal::Compromised(_)) => "compromised",
    }
}

#[test]
fn every_vector_is_answered_as_its_name_says() {
    let mut counts: BTreeMap<bool, u32> = BTreeMap::new();
    for file in VECTORS.files() {
        let name = file.path().file_stem().unwrap().to_str().unwrap();
        if file.path().extension().is_none_or(|kind| kind != "txt") {
            continue;
        }
        let answer = read(file.contents_utf8().unwrap());
        match &answer {
            Ok(_) => assert!(name.starts_with("valid_"), "{name}: {answer:?}"),
            Err(error) => {
                assert!(name.starts_with("fail_"), "{name}: {error}");
                assert_eq!(kind(error), fault(name), "{name}: {error}");
            }
        }
        *counts.entry(answer.is_ok()).or_default() += 1;
    }
    assert!(counts[&true] >= 6 && counts[&false] >= 30, "{counts:?}");
}

#[test]
fn the_same_facts_make_the_same_bytes_in_both_programs() {
    let signed = sign(linted(), &FRAMEWORK, &issuer_key()).unwrap();
    assert_eq!(signed.qr_text(), text("valid_certificate.txt").trim());
}

#[test]
fn the_claims_are_those_that_the_other_program_wrote() {
    let usual = claims("valid_certificate");
    assert_eq!(claims("valid_bare_digits"), usual);
    assert_eq!(claims("valid_address_in_lower_case"), usual);
    let odd = claims("valid_odd_number_of_levels");
    assert_eq!(
        (odd.framework.as_str(), &odd.levels[..]),
        ("atelier", &[3, 2, 1][..])
    );
    let greek = claims("valid_greek_name_in_english");
    assert_eq!(greek.last_name, "Παπαδοπούλου");
    assert_eq!(greek.language.tag(), "en");
    let old = claims("valid_born_before_1970");
    assert_eq!(old.birth_date.to_string(), "1951-11-30");
    assert!(old.degraded && !usual.degraded);
}
