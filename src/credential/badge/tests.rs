//! The credential as a whole: its form, its two proofs, its token, and what must not pass.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::fixtures::{FRAMEWORK, context, facts, issuer_key, linted, trusted};
use super::super::proof::{Cryptosuite, Proof, canonical_lines, sign as prove};
use super::super::{
    CertificateFacts, CertificateId, IssuerKey, KeyId, KeyRefusal, SealClaims, SignedCredential,
    StatusReference, TrustedKey, sign as sign_all,
};
use super::build::unsigned;
use super::form::Form;
use super::lines::lines;
use super::open::MAX_BYTES;
use super::sign::value;
use super::*;
use crate::framework::{Framework, Localized};
use crate::i18n::Language;

const METHOD: &str = "did:web:sceau.example#c1";

fn signed() -> SignedCredential {
    sign_all(linted(), &FRAMEWORK, &issuer_key()).unwrap()
}

fn document() -> Value {
    serde_json::from_slice(signed().badge().as_bytes()).unwrap()
}

fn opened(document: &Value) -> Result<OpenedBadge, BadgeError> {
    open(document.to_string().as_bytes(), &[trusted()])
}

/// A document changed in one place and then rightly signed by the issuer's key: what only the form
/// can refuse.
fn resigned(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = document();
    document.as_object_mut().unwrap().remove("proof");
    change(&mut document);
    let at = facts().issued_at;
    let proofs = [Cryptosuite::Rdfc, Cryptosuite::Jcs]
        .map(|suite| prove(&document, suite, at, METHOD.into(), &issuer_key()).unwrap());
    document["proof"] = serde_json::to_value(proofs).unwrap();
    document
}

fn later() -> DateTime<Utc> {
    facts().issued_at + chrono::Duration::days(400)
}

#[test]
fn a_credential_is_written_like_this() {
    let document: Value = serde_json::from_slice(signed().badge().as_bytes()).unwrap();
    insta::assert_json_snapshot!(document);
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    assert_eq!(signed().badge(), signed().badge());
}

#[test]
fn sixteen_competences_take_less_than_thirty_two_kilobytes() {
    let mut longest = facts();
    longest.levels = vec![FRAMEWORK.max_level; 16];
    for language in Language::ALL {
        longest.language = language;
        let badge = super::sign(&longest, &FRAMEWORK, &issuer_key()).unwrap();
        let length = badge.as_bytes().len();
        assert!((8_000..32_000).contains(&length), "{length}");
    }
}

#[test]
fn what_was_signed_is_opened_and_agrees_with_its_seal() {
    let signed = signed();
    let badge = open(signed.badge().as_bytes(), &[trusted()]).unwrap();
    let facts = facts();
    assert_eq!(badge.id, facts.id);
    assert_eq!(badge.issuer, "did:web:sceau.example");
    assert_eq!(badge.public_url, "https://sceau.example");
    assert_eq!(badge.issuer_name, facts.issuer.name);
    assert_eq!(
        (badge.exam_date, badge.delivery_date),
        (facts.exam_date, facts.delivery_date)
    );
    assert_eq!((badge.score, badge.global_level), (487, Some(4)));
    assert_eq!(badge.levels, facts.levels);
    assert_eq!(badge.status, facts.status);
    assert_eq!(
        badge.status_list,
        "https://sceau.example/status/revocation/1"
    );
    assert!(agrees_with(&badge, &SealClaims::from_facts(&facts)));
}

#[test]
fn a_credential_does_not_agree_with_the_seal_of_another_holder_or_result() {
    let badge = open(signed().badge().as_bytes(), &[trusted()]).unwrap();
    let claims = || SealClaims::from_facts(&facts());
    let others: [fn(&mut SealClaims); 9] = [
        |it| it.first_name.push('s'),
        |it| it.last_name.clear(),
        |it| it.birth_date = it.birth_date.succ_opt().unwrap(),
        |it| it.score += 1,
        |it| it.levels[3] = 1,
        |it| it.degraded = true,
        |it| it.status.index += 1,
        |it| it.exam_date = it.exam_date.pred_opt().unwrap(),
        |it| it.id = CertificateId(uuid::Uuid::nil()),
    ];
    for (place, change) in others.into_iter().enumerate() {
        let mut other = claims();
        change(&mut other);
        assert!(!agrees_with(&badge, &other), "change {place}");
    }
}

#[test]
fn nothing_of_the_holder_can_be_read() {
    let text = document().to_string();
    let holder = facts().holder;
    for secret in [
        &holder.first_name,
        &holder.last_name,
        &holder.birth_place,
        &facts().centre,
        "1998",
        facts().code.as_str(),
        &facts().code.grouped(),
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn two_certificates_of_one_person_share_no_name_for_the_holder() {
    let one = unsigned(&facts(), &FRAMEWORK).credential_subject;
    let other = CertificateFacts {
        id: CertificateId("0197a3c2-5f00-7abc-8def-0123456789ac".parse().unwrap()),
        ..facts()
    };
    let other = unsigned(&other, &FRAMEWORK).credential_subject;
    assert_ne!(one.id, other.id);
    for (one, other) in one.identifier.iter().zip(&other.identifier) {
        assert_ne!(one.salt, other.salt);
        assert_ne!(one.identity_hash, other.identity_hash);
    }
}

#[test]
fn below_the_first_global_level_no_level_is_claimed() {
    let mut low = facts();
    (low.score, low.global_level) = (41, None);
    let badge = super::sign(&low, &FRAMEWORK, &issuer_key()).unwrap();
    let badge = open(badge.as_bytes(), &[trusted()]).unwrap();
    assert_eq!((badge.score, badge.global_level), (41, None));
    assert_eq!(badge.levels, low.levels);
}

#[test]
fn a_specimen_says_so_in_its_name() {
    let name = |language, specimen| {
        let facts = CertificateFacts {
            language,
            specimen,
            ..facts()
        };
        unsigned(&facts, &FRAMEWORK).name
    };
    let french = "SPÉCIMEN – Certificat de compétences numériques";
    assert_eq!(name(Language::French, true), french);
    let english = "SPECIMEN – Certificate of Digital Skills";
    assert_eq!(name(Language::English, true), english);
    assert_eq!(
        name(Language::English, false),
        "Certificate of Digital Skills"
    );
}

/// Trap 1: RDF drops what no context defines, so a proof by RDF alone would still hold.
#[test]
fn an_injected_member_is_refused_wherever_it_stands() {
    let injected = |place: &str| {
        let mut document = document();
        document.pointer_mut(place).unwrap()["honours"] = "summa cum laude".into();
        document
    };
    for place in [
        "",
        "/issuer",
        "/credentialSubject",
        "/credentialSubject/achievement",
        "/credentialSubject/result/0",
        "/credentialSubject/identifier/0",
        "/credentialStatus",
        "/proof/0",
    ] {
        let refusal = opened(&injected(place)).unwrap_err();
        assert_eq!(refusal, BadgeError::Malformed("its members"), "{place}");
    }
}

#[test]
fn a_member_that_is_written_twice_or_null_is_refused() {
    let text = document().to_string();
    let twice = text.replacen("\"name\":", "\"name\":\"x\",\"name\":", 1);
    let null = text.replacen("{\"@context\"", "{\"proof\":null,\"@context\"", 1);
    for text in [twice, null] {
        let refusal = open(text.as_bytes(), &[trusted()]).unwrap_err();
        assert_eq!(refusal, BadgeError::Malformed("its members"));
    }
}

/// Trap 1, second half: an inline context that no member uses changes no RDF.
#[test]
fn other_contexts_are_refused_even_if_nothing_uses_them() {
    for contexts in [
        json!(["https://www.w3.org/ns/credentials/v2"]),
        json!([
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://www.w3.org/ns/credentials/v2"
        ]),
        json!([
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://attacker.example/context.json"
        ]),
    ] {
        let mut document = document();
        document["@context"] = contexts;
        assert_eq!(opened(&document), Err(BadgeError::Contexts));
    }
    let mut document = document();
    let contexts = document["@context"].as_array_mut().unwrap();
    contexts.push(json!({"honours": "@json"}));
    assert_eq!(opened(&document), Err(BadgeError::Malformed("its members")));
}

#[test]
fn both_proofs_are_asked_for_in_their_order() {
    let proofs = document()["proof"].clone();
    let (rdfc, jcs) = (&proofs[0], &proofs[1]);
    for wrong in [
        json!([]),
        json!([rdfc]),
        json!([jcs]),
        json!([jcs, rdfc]),
        json!([jcs, jcs]),
        json!([rdfc, jcs, jcs]),
    ] {
        let mut document = document();
        document["proof"] = wrong;
        assert_eq!(opened(&document), Err(BadgeError::Proofs));
    }
    let mut document = document();
    document.as_object_mut().unwrap().remove("proof");
    assert_eq!(opened(&document), Err(BadgeError::Proofs));
}

#[test]
fn each_of_the_two_proofs_must_hold() {
    let stranger = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let stranger = IssuerKey {
        id: KeyId("c1".into()),
        verifying_key: stranger.verifying_key(),
        signer: std::sync::Arc::new(stranger),
    };
    let mut unsigned = document();
    unsigned.as_object_mut().unwrap().remove("proof");
    for (place, suite) in [Cryptosuite::Rdfc, Cryptosuite::Jcs]
        .into_iter()
        .enumerate()
    {
        let at = facts().issued_at;
        let proof = prove(&unsigned, suite, at, METHOD.into(), &stranger).unwrap();
        let mut document = document();
        document["proof"][place] = serde_json::to_value(proof).unwrap();
        assert_eq!(
            opened(&document),
            Err(BadgeError::BadSignature),
            "{suite:?}"
        );
    }
}

#[test]
fn any_changed_text_is_noticed() {
    fn texts(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::String(_) | Value::Bool(_) => found.push(path.to_owned()),
            Value::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    texts(item, &format!("{path}/{place}"), found);
                }
            }
            Value::Object(members) => {
                for (name, item) in members {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    texts(item, &format!("{path}/{name}"), found);
                }
            }
            _ => panic!("{path}: neither text nor truth"),
        }
    }
    let document = document();
    let mut paths = Vec::new();
    texts(&document, "", &mut paths);
    assert!(paths.len() > 300, "{}", paths.len());
    for path in paths {
        let mut forged = document.clone();
        let place = forged.pointer_mut(&path).unwrap();
        *place = match &*place {
            Value::Bool(truth) => Value::Bool(!*truth),
            other => format!("{}x", other.as_str().unwrap()).into(),
        };
        assert!(opened(&forged).is_err(), "{path}");
    }
}

#[test]
fn what_the_issuer_never_writes_is_refused_although_it_is_rightly_signed() {
    let changes: [(&str, Value, BadgeError); 9] = [
        ("/id", json!("urn:uuid:0"), BadgeError::Malformed("id")),
        (
            "/issuer/url",
            json!("https://other.example"),
            BadgeError::Malformed("issuer"),
        ),
        (
            "/validFrom",
            json!("2026-06-09T10:00:00+02:00"),
            BadgeError::Malformed("created"),
        ),
        (
            "/awardedDate",
            json!("2026-06-09T12:00:00Z"),
            BadgeError::Malformed("awardedDate"),
        ),
        (
            "/credentialSubject/achievement/id",
            json!("https://other.example/achievements/crcn/1/fr"),
            BadgeError::Malformed("achievement"),
        ),
        (
            "/credentialSubject/result/0/value",
            json!("0487"),
            BadgeError::Malformed("result"),
        ),
        (
            "/credentialSubject/result/5/value",
            json!("300"),
            BadgeError::Malformed("result"),
        ),
        (
            "/credentialStatus/statusPurpose",
            json!("message"),
            BadgeError::Malformed("credentialStatus"),
        ),
        (
            "/credentialStatus/statusListCredential",
            json!("https://other.example/status/revocation/1"),
            BadgeError::Malformed("credentialStatus"),
        ),
    ];
    assert!(opened(&resigned(|_| {})).is_ok());
    for (path, new, refusal) in changes {
        let document = resigned(|document| *document.pointer_mut(path).unwrap() = new);
        assert_eq!(opened(&document), Err(refusal), "{path}");
    }
}

/// Trap 8: whose key it is follows from the issuer, never from the proof.
#[test]
fn a_key_that_the_issuer_does_not_control_is_unknown() {
    let method = "did:web:attacker.example#c1";
    let mut document = document();
    for place in 0..2 {
        document["proof"][place]["verificationMethod"] = method.into();
    }
    assert_eq!(
        opened(&document),
        Err(BadgeError::UnknownKey(method.to_owned()))
    );
    let bytes = signed().badge().as_bytes().to_vec();
    assert_eq!(
        open(&bytes, &[]),
        Err(BadgeError::UnknownKey(METHOD.to_owned()))
    );
}

#[test]
fn the_dates_of_the_key_limit_what_it_proves() {
    let badge = signed().badge().clone();
    let issued = facts().issued_at;
    let hour = chrono::Duration::hours(1);
    let with = |retired_at, compromised_at| {
        let key = TrustedKey {
            retired_at,
            compromised_at,
            ..trusted()
        };
        open(badge.as_bytes(), &[key]).map(|_| ())
    };
    assert_eq!(with(Some(issued + hour), None), Ok(()));
    assert_eq!(
        with(Some(issued - hour), None),
        Err(BadgeError::Key(KeyRefusal::Retired(issued - hour)))
    );
    assert_eq!(with(None, Some(issued + hour)), Ok(()));
    assert_eq!(
        with(None, Some(issued)),
        Err(BadgeError::Key(KeyRefusal::Compromised(issued)))
    );
}

#[test]
fn a_token_says_the_same_as_the_credential() {
    let signed = signed();
    let token = to_jwt(signed.badge(), &issuer_key(), later()).unwrap();
    let badge = open(signed.badge().as_bytes(), &[trusted()]).unwrap();
    assert_eq!(open_jwt(&token, &[trusted()]).unwrap(), badge);
    assert!(!token.contains('='), "compact JWS has no padding");
    assert!(token.len() < 48_000, "{}", token.len());
}

/// A key in wrong hands could sign a token about any day of the past.
#[test]
fn a_token_counts_by_the_instant_it_was_signed_and_not_by_the_credentials() {
    let token = to_jwt(signed().badge(), &issuer_key(), later()).unwrap();
    let at = later() - chrono::Duration::days(1);
    let key = TrustedKey {
        compromised_at: Some(at),
        ..trusted()
    };
    assert_eq!(
        open_jwt(&token, &[key]),
        Err(BadgeError::Key(KeyRefusal::Compromised(at)))
    );
}

fn token_with(change: impl FnOnce(&mut Value, &mut Value)) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    let token = to_jwt(signed().badge(), &issuer_key(), later()).unwrap();
    let mut parts = token
        .split('.')
        .take(2)
        .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap());
    let (mut header, mut payload) = (parts.next().unwrap(), parts.next().unwrap());
    change(&mut header, &mut payload);
    super::super::jws::sign_compact(header, payload.to_string().as_bytes(), &issuer_key()).unwrap()
}

/// Trap 9: the claims of Open Badges' token, neither fewer nor those of another form.
#[test]
fn a_token_whose_claims_differ_from_its_members_is_refused() {
    assert!(open_jwt(&token_with(|_, _| {}), &[trusted()]).is_ok());
    let differs = BadgeError::Token("claims that differ from the members");
    for (claim, new, refusal) in [
        ("iss", json!("did:web:other.example"), differs.clone()),
        ("sub", json!("urn:uuid:0"), differs.clone()),
        ("jti", json!("urn:uuid:0"), differs.clone()),
        ("nbf", json!(0), differs.clone()),
        ("nbf", Value::Null, differs),
        ("iat", json!("now"), BadgeError::Token("iat")),
        ("vc", json!({}), BadgeError::Malformed("its members")),
        (
            "exp",
            json!(4_102_444_800_u32),
            BadgeError::Malformed("its members"),
        ),
    ] {
        let token = token_with(|_, payload| payload[claim] = new);
        assert_eq!(open_jwt(&token, &[trusted()]), Err(refusal), "{claim}");
    }
    let other = token_with(|header, _| header["typ"] = "vc+jwt".into());
    assert_eq!(
        open_jwt(&other, &[trusted()]),
        Err(BadgeError::Token("typ"))
    );
}

#[test]
fn a_picture_gives_back_the_credential_that_was_baked_into_it() {
    let badge = signed().badge().clone();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>";
    let text = std::str::from_utf8(badge.as_bytes()).unwrap();
    let baked = bake_svg(svg, text).unwrap();
    let found = unbake(baked.as_bytes()).unwrap();
    assert!(open(&found, &[trusted()]).is_ok());
}

#[test]
fn what_is_too_long_is_not_looked_at() {
    let spaces = vec![b' '; MAX_BYTES + 1];
    assert_eq!(open(&spaces, &[trusted()]), Err(BadgeError::TooLong));
    let token = "a".repeat(2 * MAX_BYTES + 1);
    assert_eq!(open_jwt(&token, &[trusted()]), Err(BadgeError::TooLong));
    let deep = "[".repeat(MAX_BYTES);
    assert!(open(deep.as_bytes(), &[trusted()]).is_err());
}

#[test]
fn a_credential_that_was_cut_off_is_refused() {
    let bytes = signed().badge().as_bytes().to_vec();
    for length in (0..bytes.len()).step_by(97) {
        assert!(open(&bytes[..length], &[trusted()]).is_err(), "{length}");
    }
}

/// What the processor makes of the same credential.
fn expanded(form: &Form) -> Vec<String> {
    canonical_lines(&value(form).unwrap()).unwrap()
}

fn atelier() -> Framework {
    Framework::embedded("atelier").unwrap().unwrap()
}

prop_compose! {
    /// Any facts that could pass the lint, and many that could not, about either framework.
    fn any_facts()(
        crcn: bool,
        english: bool,
        id in any::<[u8; 16]>(),
        last in "\\PC{1,60}",
        first in "\\PC{1,60}",
        issuer in "\\PC{1,60}",
        birth in 0_i64..20_000,
        score in 0_u32..896,
        no_level: bool,
        degraded: bool,
        specimen: bool,
        levels in proptest::collection::vec(0_u8..8, 16),
        list: u32,
        index in 0_u32..131_072,
        port in proptest::option::of(1_u16..),
        issued in 1_700_000_000_i64..2_000_000_000,
    ) -> (Framework, CertificateFacts) {
        let framework = if crcn { FRAMEWORK.clone() } else { atelier() };
        let count = framework.competences().count();
        let port = port.map_or(String::new(), |port| format!(":{port}"));
        let mut facts = CertificateFacts {
            id: CertificateId(uuid::Uuid::from_bytes(id)),
            framework: framework.id.clone(),
            framework_version: framework.version,
            language: if english { Language::English } else { Language::French },
            issued_at: DateTime::from_timestamp(issued, 0).unwrap(),
            score,
            degraded,
            specimen,
            levels: levels.iter().cycle().take(count)
                .map(|level| level % (framework.max_level + 1)).collect(),
            status: StatusReference { list, index },
            verify_url: format!("HTTPS://SCEAU.EXAMPLE{port}/V"),
            ..facts()
        };
        facts.holder.last_name = last;
        facts.holder.first_name = first;
        facts.holder.birth_date =
            chrono::NaiveDate::default() + chrono::Duration::days(birth);
        facts.issuer.name = issuer;
        facts.global_level = framework.global_level(score).map(|level| level.number);
        if no_level {
            facts.global_level = None;
        }
        (framework, facts)
    }
}

proptest! {
    // The processor takes most of the time.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_lines_are_those_of_a_json_ld_processor((framework, facts) in any_facts()) {
        let form = unsigned(&facts, &framework);
        prop_assert_eq!(lines(&form).unwrap(), expanded(&form));
    }

    #[test]
    fn whatever_a_frameworks_texts_hold_the_lines_are_the_processors(
        title in "\\PC{1,40}[\\x00-\\x7f]{1,20}",
        name in "[\\x00-\\u{ffff}]{1,60}",
        can_do in "[\"\\\\\\n\\r\\t\\x7f\\u{85}\\u{2028}a]{1,20}",
    ) {
        let both = |text: &str| Localized { fr: text.into(), en: format!("{text}!") };
        let mut framework = FRAMEWORK.clone();
        framework.title = both(&title);
        let competence = &mut framework.domains[0].competences[0];
        competence.name = both(&name);
        competence.can_do[4] = both(&can_do);
        let form = unsigned(&facts(), &framework);
        prop_assert_eq!(lines(&form).unwrap(), expanded(&form));
    }

    #[test]
    fn what_is_signed_by_lines_verifies_by_the_processor((framework, facts) in any_facts()) {
        let badge = super::sign(&facts, &framework, &issuer_key()).unwrap();
        let mut document: Value = serde_json::from_slice(badge.as_bytes()).unwrap();
        let proofs = document.as_object_mut().unwrap().remove("proof").unwrap();
        let proofs: Vec<Proof> = serde_json::from_value(proofs).unwrap();
        for proof in &proofs {
            prop_assert!(proof.verify(&document, &issuer_key().verifying_key).is_ok());
        }
        let key = TrustedKey { not_before: DateTime::UNIX_EPOCH, ..trusted() };
        let opened = open(badge.as_bytes(), &[key]);
        prop_assert_eq!(opened.map(|it| it.levels), Ok(facts.levels));
    }

    #[test]
    fn whatever_is_presented_opening_ends_in_an_answer(bytes: Vec<u8>, text in "\\PC{0,200}") {
        prop_assert!(open(&bytes, &[trusted()]).is_err());
        prop_assert!(open_jwt(&text, &[trusted()]).is_err());
        let _ = unbake(&bytes);
    }
}

#[test]
fn the_facts_of_these_tests_pass_the_lint() {
    assert!(super::super::lint(facts(), &context()).is_ok());
}
