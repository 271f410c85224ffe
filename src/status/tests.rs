//! What the lists say, in every form, and what is not believed.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use proptest::prelude::*;

use super::fixtures::{URL, instant, key, trusted};
use super::*;
use crate::credential::{KeyId, TrustedKey};

const AT: &str = "2026-06-09T08:00:00Z";
const LATER: &str = "2026-06-09T08:01:00Z";

fn entries() -> StatusEntries {
    StatusEntries {
        revoked: [0, 42, 131_071].into(),
        suspended: [1, 42].into(),
    }
}

fn signed_with(entries: &StatusEntries) -> BTreeMap<Form, Vec<u8>> {
    let new = NewList {
        public_url: URL,
        list: 1,
        entries,
        at: instant(AT),
    };
    new.sign(&key()).unwrap().forms
}

fn signed() -> BTreeMap<Form, Vec<u8>> {
    signed_with(&entries())
}

/// What a form says of these places, to somebody who trusts this key at this instant.
fn asked(
    form: Form,
    bytes: &[u8],
    (url, list): (&str, u32),
    key: &TrustedKey,
    at: &str,
) -> Result<Vec<PlaceState>, ListError> {
    let reader = Reader {
        public_url: url,
        trusted: std::slice::from_ref(key),
        at: instant(at),
    };
    let places = [0, 1, 2, 42, LIST_CAPACITY - 1];
    match form {
        Form::Document(purpose) | Form::Jwt(purpose) => {
            let read = StatusList::read(bytes, (purpose, list), &reader)?;
            let set = match purpose {
                StatusPurpose::Revocation => PlaceState::Revoked,
                StatusPurpose::Suspension => PlaceState::Suspended,
            };
            let state = |index| {
                Ok(if read.is_set(index)? {
                    set
                } else {
                    PlaceState::InForce
                })
            };
            places.into_iter().map(state).collect()
        }
        Form::TokenJwt | Form::TokenCwt => {
            let read = TokenList::read(bytes, list, &reader)?;
            let state = |index| Ok(read.state(index)?);
            places.into_iter().map(state).collect()
        }
    }
}

fn read(form: Form, bytes: &[u8]) -> Result<Vec<PlaceState>, ListError> {
    asked(form, bytes, (URL, 1), &trusted(), LATER)
}

#[test]
fn every_form_says_which_places_are_set() {
    use PlaceState::{InForce, Revoked, Suspended};
    for (form, bytes) in signed() {
        let expected = match form {
            Form::Document(StatusPurpose::Revocation) | Form::Jwt(StatusPurpose::Revocation) => {
                [Revoked, InForce, InForce, Revoked, Revoked]
            }
            Form::Document(StatusPurpose::Suspension) | Form::Jwt(StatusPurpose::Suspension) => {
                [InForce, Suspended, InForce, Suspended, InForce]
            }
            // One value a place: what is final counts.
            Form::TokenJwt | Form::TokenCwt => [Revoked, Suspended, InForce, Revoked, Revoked],
        };
        assert_eq!(read(form, &bytes).unwrap(), expected, "{form:?}");
    }
}

#[test]
fn the_same_content_gives_the_same_bytes_as_ever() {
    let golden: [&[u8]; 6] = [
        include_bytes!("golden/forms/bitstring-revocation-json"),
        include_bytes!("golden/forms/bitstring-revocation-jwt"),
        include_bytes!("golden/forms/bitstring-suspension-json"),
        include_bytes!("golden/forms/bitstring-suspension-jwt"),
        include_bytes!("golden/forms/token-jwt"),
        include_bytes!("golden/forms/token-cwt"),
    ];
    let signed = signed();
    for (form, golden) in Form::ALL.into_iter().zip(golden) {
        let same = signed[&form] == golden;
        assert!(same, "{form:?}: if it changed on purpose, keep both");
        assert!(read(form, golden).is_ok(), "{form:?}");
    }
}

#[test]
fn what_the_first_version_published_is_still_read() {
    let document = include_bytes!("golden/first-form.json");
    let form = Form::Document(StatusPurpose::Revocation);
    let read = read(form, document).unwrap();
    assert_eq!(read[0], PlaceState::Revoked);
    assert_eq!(read[1], PlaceState::InForce);
    let known = published_entries(form, document).unwrap();
    assert_eq!(known.revoked, [0, 42, 131_071].into());
    let newer = signed();
    for document in [&document[..], &newer[&form]] {
        assert_eq!(published_signer(document), Ok(key().id));
    }
}

#[test]
fn what_was_published_is_read_back_from_every_form() {
    for (form, bytes) in signed() {
        let known = published_entries(form, &bytes).unwrap();
        let expected = match form {
            Form::Document(purpose) | Form::Jwt(purpose) => entries().of(purpose).clone(),
            Form::TokenJwt | Form::TokenCwt => entries().revoked,
        };
        let told = match form {
            Form::Document(StatusPurpose::Suspension) | Form::Jwt(StatusPurpose::Suspension) => {
                known.suspended
            }
            _ => known.revoked,
        };
        assert_eq!(told, expected, "{form:?}");
    }
}

#[test]
fn every_changed_byte_of_a_token_is_noticed() {
    let forms = [
        Form::Jwt(StatusPurpose::Revocation),
        Form::TokenJwt,
        Form::TokenCwt,
    ];
    let signed = signed();
    for form in forms {
        let bytes = &signed[&form];
        for place in 0..bytes.len() {
            let mut forged = bytes.clone();
            forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
            if forged != *bytes {
                assert!(read(form, &forged).is_err(), "{form:?}, byte {place}");
            }
        }
        assert!(read(form, &bytes[..bytes.len() - 1]).is_err(), "{form:?}");
        let mut longer = bytes.clone();
        longer.push(b'A');
        assert!(read(form, &longer).is_err(), "{form:?}");
    }
}

#[test]
fn any_change_of_a_document_is_noticed() {
    let form = Form::Document(StatusPurpose::Revocation);
    let text = |forms: &BTreeMap<Form, Vec<u8>>| String::from_utf8(forms[&form].clone()).unwrap();
    let (document, other) = (
        text(&signed()),
        text(&signed_with(&StatusEntries::default())),
    );
    let bits = |text: &str| {
        let text = &text[text.find("\"encodedList\"").unwrap()..];
        text.split('"').nth(3).unwrap().to_owned()
    };
    let changes = [
        (bits(&document), bits(&other)),
        ("2026-06-16T08".into(), "2036-06-16T08".into()),
        ("\"ttl\": 3600000".into(), "\"ttl\": 3600001".into()),
    ];
    for (from, to) in changes {
        assert!(document.contains(&from), "{from}");
        let forged = document.replace(&from, &to);
        let result = read(form, forged.as_bytes());
        assert_eq!(result, Err(ListError::BadSignature), "{from}");
    }
    let malformed = |forged: &str, part| {
        assert_ne!(forged, document);
        let result = read(form, forged.as_bytes());
        assert_eq!(result, Err(ListError::Malformed(part)));
    };
    // Members that RDF would not see, members twice, proofs of another time, one proof only.
    malformed(
        &document.replacen('{', "{\"name\": \"more\",", 1),
        "document",
    );
    malformed(
        &document.replacen('{', "{\"validFrom\": \"2026-06-09T08:00:00Z\",", 1),
        "document",
    );
    malformed(
        &document.replace(
            "\"created\": \"2026-06-09T08:00:00Z\"",
            "\"created\": \"2026-06-09T08:00:01Z\"",
        ),
        "proof",
    );
    malformed(
        &document.replace("eddsa-rdfc-2022", "eddsa-jcs-2022"),
        "proof",
    );
    let mut one: serde_json::Value = serde_json::from_str(&document).unwrap();
    one["proof"].as_array_mut().unwrap().pop();
    malformed(&one.to_string(), "document");
    // The one by RDF alone would not cover every member.
    one["proof"] = one["proof"][0].take();
    malformed(&one.to_string(), "proof");
    // An inline context that nothing uses leaves the RDF as it is.
    let context = "\"https://www.w3.org/ns/credentials/v2\"";
    let inline = document.replacen(
        context,
        &format!("{context}, {{\"honours\": \"@json\"}}"),
        1,
    );
    malformed(&inline, "document");
}

#[test]
fn a_list_is_good_for_its_place_its_time_and_its_key_only() {
    let key = trusted();
    for (form, bytes) in signed() {
        let ask = |place, key: &TrustedKey, at| asked(form, &bytes, place, key, at);
        assert!(ask((URL, 1), &key, LATER).is_ok(), "{form:?}");
        let elsewhere = ask((URL, 2), &key, LATER);
        assert!(
            matches!(elsewhere, Err(ListError::AnotherList(_))),
            "{elsewhere:?}"
        );
        let stranger = ask(("https://other.example", 1), &key, LATER);
        assert!(
            matches!(stranger, Err(ListError::UnknownKey(_))),
            "{stranger:?}"
        );
        for at in ["2026-06-09T07:59:59Z", "2026-06-16T08:00:01Z"] {
            let result = ask((URL, 1), &key, at);
            assert!(
                matches!(result, Err(ListError::OutOfDate { .. })),
                "{result:?}"
            );
        }
        let other_id = TrustedKey {
            id: KeyId("c-2025-1".into()),
            ..key.clone()
        };
        let result = ask((URL, 1), &other_id, LATER);
        assert!(
            matches!(result, Err(ListError::UnknownKey(_))),
            "{result:?}"
        );
        let early = instant("2026-06-09T07:00:00Z");
        let limited = [
            TrustedKey {
                not_before: instant("2026-06-09T09:00:00Z"),
                ..key.clone()
            },
            TrustedKey {
                retired_at: Some(early),
                ..key.clone()
            },
            TrustedKey {
                compromised_at: Some(early),
                ..key.clone()
            },
        ];
        for key in limited {
            let result = ask((URL, 1), &key, LATER);
            assert!(matches!(result, Err(ListError::Refused(_))), "{result:?}");
        }
        let forger = TrustedKey {
            key: SigningKey::from_bytes(&[8; 32]).verifying_key(),
            ..key.clone()
        };
        assert_eq!(ask((URL, 1), &forger, LATER), Err(ListError::BadSignature));
    }
}

#[test]
fn one_form_is_not_taken_for_another() {
    let signed = signed();
    for form in signed.keys() {
        for (other, bytes) in &signed {
            let same_kind = match (form, other) {
                (Form::Document(one) | Form::Jwt(one), Form::Document(two) | Form::Jwt(two)) => {
                    one == two
                }
                (Form::TokenJwt | Form::TokenCwt, Form::TokenJwt | Form::TokenCwt) => true,
                _ => false,
            };
            assert_eq!(read(*form, bytes).is_ok(), same_kind, "{form:?} {other:?}");
        }
    }
}

#[test]
fn what_is_too_long_is_not_looked_at() {
    let long = vec![b'{'; MAX_LIST_BYTES + 1];
    for form in Form::ALL {
        assert_eq!(read(form, &long), Err(ListError::TooLong), "{form:?}");
        assert_eq!(published_entries(form, &long), Err(ListError::TooLong));
    }
}

#[test]
fn half_a_list_of_random_places_stays_within_what_is_looked_at() {
    // Half of all places are taken when a list is closed, and here every one of them is out of
    // force, which compresses worst.
    let mut state = 1_u32;
    let mut random = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    let half = LIST_CAPACITY / 2;
    let mut all = StatusEntries::default();
    for _ in 0..half {
        all.revoked.insert(random() % LIST_CAPACITY);
        all.suspended.insert(random() % LIST_CAPACITY);
    }
    for (form, bytes) in signed_with(&all) {
        assert!(bytes.len() <= MAX_LIST_BYTES, "{form:?}: {}", bytes.len());
    }
}

#[test]
fn a_place_outside_of_the_list_is_never_signed() {
    let outside = StatusEntries {
        revoked: [LIST_CAPACITY].into(),
        ..StatusEntries::default()
    };
    let new = NewList {
        public_url: URL,
        list: 1,
        entries: &outside,
        at: instant(AT),
    };
    let error = new.sign(&key()).unwrap_err();
    assert!(matches!(
        error,
        SignError::Bits(BitsError::Range(LIST_CAPACITY))
    ));
}

proptest! {
    #[test]
    fn whatever_is_presented_reading_ends_in_an_answer(
        bytes in proptest::collection::vec(any::<u8>(), 0..300)
    ) {
        for form in Form::ALL {
            prop_assert!(read(form, &bytes).is_err());
            prop_assert!(published_entries(form, &bytes).is_err());
        }
    }
}
