//! Which answers of an authority count.

use chrono::{Duration, TimeZone, Utc};

use super::*;

fn vector(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/timestamp");
    std::fs::read(format!("{folder}/{name}")).unwrap()
}

fn trusted() -> TrustedAuthorities {
    TrustedAuthorities {
        roots: vec![vector("root.cer")],
        crls: Vec::new(),
    }
}

fn lists(names: &[&str]) -> Evidence {
    Evidence {
        certificates: Vec::new(),
        crls: names.iter().map(|name| vector(name)).collect(),
    }
}

fn query() -> Query {
    Query::new([7; 32], [9; 16])
}

/// What the answer of this name says, with these lists at hand.
fn opened(name: &str, names: &[&str]) -> Result<Stamp, AnswerFault> {
    let token = query().open(&vector(name), &lists(names), &trusted())?;
    Ok(token.stamp)
}

const BOTH: [&str; 2] = ["root.crl", "issuing.crl"];

#[test]
fn a_stamp_by_an_elliptic_or_an_rsa_key_counts() {
    for (name, authority) in [("valid_p256.tsr", "CN=tsa"), ("valid_rsa.tsr", "CN=rsa")] {
        let stamp = opened(name, &BOTH).unwrap();
        assert_eq!(
            stamp.authority,
            format!("{authority},O=Test time-stamp authority")
        );
        assert!(stamp.unrevoked);
        assert_eq!(
            stamp.until,
            Utc.with_ymd_and_hms(2050, 1, 1, 0, 0, 0).unwrap()
        );
        assert_eq!(stamp.at.date_naive().to_string(), "2026-11-21");
        // Its own certificate, the one that issued it, the root.
        assert_eq!(
            stamp.chain[1..],
            [vector("issuing.cer"), vector("root.cer")]
        );
    }
}

#[test]
fn an_answer_that_does_not_count_is_refused_for_what_is_wrong_with_it() {
    for (name, fault) in [
        ("fail_wrong_nonce.tsr", StampFault::OtherRequest),
        ("fail_other_bytes.tsr", StampFault::OtherBytes),
        ("fail_expired.tsr", StampFault::Expired),
        ("fail_wrong_eku.tsr", StampFault::Usage),
        ("fail_lax_eku.tsr", StampFault::Usage),
        ("fail_more_eku.tsr", StampFault::Usage),
        ("fail_revoked.tsr", StampFault::Revoked),
        ("fail_superseded.tsr", StampFault::Revoked),
    ] {
        assert_eq!(
            opened(name, &BOTH),
            Err(AnswerFault::Stamp(fault)),
            "{name}"
        );
    }
    let refused = opened("fail_reject.tsr", &BOTH).unwrap_err();
    assert!(matches!(refused, AnswerFault::Refused(said) if said.contains("badAlg")));
}

#[test]
fn another_root_vouches_for_nobody_here() {
    let other = TrustedAuthorities {
        // It issued the certificate that stamped, and is not trusted itself under any root.
        roots: vec![vector("tsa.cer")],
        crls: Vec::new(),
    };
    for trusted in [other, TrustedAuthorities::default()] {
        let answer = vector("valid_p256.tsr");
        let opened = query().open(&answer, &Evidence::default(), &trusted);
        assert_eq!(opened, Err(AnswerFault::Stamp(StampFault::Untrusted)));
    }
}

#[test]
fn revocation_is_known_only_by_lists_of_each_issuer_that_are_not_too_old() {
    for (names, known) in [
        (&BOTH[..], true),
        (&[], false),
        (&["root.crl"], false),
        (&["issuing.crl"], false),
        (&["root.crl", "old.crl"], false),
    ] {
        let stamp = opened("valid_p256.tsr", names).unwrap();
        assert_eq!(stamp.unrevoked, known, "{names:?}");
    }
}

#[test]
fn a_key_in_other_hands_undoes_earlier_stamps_and_a_replaced_one_does_not() {
    let later = |name| opened("valid_p256.tsr", &["root.crl", name]);
    assert!(later("superseded_later.crl").unwrap().unrevoked);
    assert_eq!(
        later("compromised_later.crl"),
        Err(AnswerFault::Stamp(StampFault::Revoked))
    );
    // A list that is older and knows nothing of it changes nothing.
    let both = ["root.crl", "issuing.crl", "compromised_later.crl"];
    assert_eq!(
        opened("valid_p256.tsr", &both),
        Err(AnswerFault::Stamp(StampFault::Revoked))
    );
}

#[test]
fn whatever_byte_of_an_answer_is_changed_it_never_says_something_else() {
    let answer = vector("valid_p256.tsr");
    let lists = lists(&BOTH);
    let stamp = query().open(&answer, &lists, &trusted()).unwrap().stamp;
    for place in 0..answer.len() {
        let mut changed = answer.clone();
        changed[place] ^= 1;
        // Some bytes are not signed: the chain may be sent along or not.
        if let Ok(token) = query().open(&changed, &lists, &trusted()) {
            assert_eq!(token.stamp, stamp, "byte {place}");
        }
        assert!(
            query().open(&answer[..place], &lists, &trusted()).is_err(),
            "cut at {place}"
        );
    }
}

#[test]
fn addresses_of_lists_are_read_from_certificates() {
    assert_eq!(
        crl_addresses(&vector("tsa.cer")),
        ["http://127.0.0.1:9481/issuing.crl"]
    );
    assert_eq!(crl_addresses(&vector("root.cer")), [""; 0]);
    assert_eq!(crl_addresses(b"no certificate"), [""; 0]);
}

#[test]
fn a_list_is_current_until_it_says_that_the_next_one_is_due() {
    let at = Utc.with_ymd_and_hms(2021, 12, 31, 0, 0, 0).unwrap();
    assert!(is_current_list(&vector("old.crl"), at));
    assert!(!is_current_list(&vector("old.crl"), at + Duration::days(2)));
    assert!(!is_current_list(&vector("tsa.cer"), at));
}

#[test]
fn a_certificate_that_was_not_known_beforehand_is_not_let_in_with_the_token() {
    let open = |names: &[&str]| {
        let known = Evidence {
            certificates: names.iter().map(|name| vector(name)).collect(),
            ..lists(&BOTH)
        };
        let token = query().open(&vector("valid_p256.tsr"), &known, &trusted());
        token.map(|token| token.certificates().len())
    };
    assert_eq!(open(&["root.cer", "issuing.cer", "tsa.cer"]), Ok(3));
    assert_eq!(
        open(&["issuing.cer", "tsa.cer"]),
        Err(AnswerFault::Stamp(StampFault::Malformed))
    );
}
