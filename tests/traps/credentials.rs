//! Traps of credentials, presented as a stranger would.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sceau::credential::badge::{self, to_jwt};
use sceau::credential::jws;
use sceau::verification::{CheckName, Input, Presented, Verdict};
use serde_json::{Value, json};

use super::issuer::{
    METHOD, ask, assert_refused, document, facts, issued_at, key, key_named, lint, presented,
    reason, resigned, signed,
};

#[tokio::test]
async fn a_credential_is_authentic_in_all_its_forms() {
    let signed = signed();
    let json = signed.badge().as_bytes().to_vec();
    let text = String::from_utf8(json.clone()).unwrap();
    let token = to_jwt(signed.badge(), &key(), issued_at()).unwrap();
    let svg = badge::bake_svg(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>",
        &text,
    );
    let forms: [Vec<u8>; 4] = [
        json.clone(),
        token.into_bytes(),
        badge::bake_png(&picture(), &json).unwrap(),
        svg.unwrap().into_bytes(),
    ];
    for (place, form) in forms.into_iter().enumerate() {
        let answer = presented(form).await;
        assert_eq!(answer.presented, Presented::Credential, "form {place}");
        assert_eq!(
            answer.verdict,
            Verdict::AuthenticStatusUnknown,
            "form {place}: {answer:?}"
        );
        assert_eq!(answer.certificate.unwrap().score, 487);
    }
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::new(4, 4);
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn trap_1_unsigned_members_are_injected() {
    // Into the document, with signatures that an RDF verifier would find right.
    let mut injected = document();
    injected["honours"] = "summa cum laude".into();
    assert_refused(injected.to_string(), "credential-malformed").await;
    let mut deep = document();
    deep["credentialSubject"]["achievement"]["honours"] = "summa cum laude".into();
    assert_refused(deep.to_string(), "credential-malformed").await;
    // With a context of the forger's own that makes nothing of the member.
    let mut unused = document();
    let contexts = unused["@context"].as_array_mut().unwrap();
    contexts.push(json!({"honours": "@json"}));
    unused["honours"] = "summa cum laude".into();
    assert_refused(unused.to_string(), "credential-malformed").await;
    let mut unused = document();
    let contexts = unused["@context"].as_array_mut().unwrap();
    contexts.push("https://example.org/empty.json".into());
    assert_refused(unused.to_string(), "credential-contexts").await;
    // Even if the issuer's own key had signed it so.
    let signed_so = resigned(|document| {
        let contexts = document["@context"].as_array_mut().unwrap();
        contexts.swap(0, 1);
    });
    assert_refused(signed_so.to_string(), "credential-contexts").await;
}

#[tokio::test]
async fn trap_1_one_proof_of_the_two_is_dropped() {
    for kept in [0, 1] {
        let mut document = document();
        let proof = document["proof"][kept].clone();
        document["proof"] = json!([proof]);
        assert_refused(document.to_string(), "credential-proofs").await;
    }
    let mut swapped = document();
    swapped["proof"].as_array_mut().unwrap().reverse();
    assert_refused(swapped.to_string(), "credential-proofs").await;
    let mut bare = document();
    bare.as_object_mut().unwrap().remove("proof");
    assert_refused(bare.to_string(), "credential-proofs").await;
}

#[test]
fn trap_2_the_form_is_the_one_of_the_schema() {
    let document = document();
    assert!(document["proof"].is_array());
    assert!(document["credentialStatus"].is_object());
    for result in document["credentialSubject"]["result"].as_array().unwrap() {
        assert!(result["value"].is_string(), "{result}");
        let described = result["resultDescription"].as_str().unwrap();
        assert!(described.starts_with("https://"), "{described}");
        let level = &result["achievedLevel"];
        assert!(
            level.is_null() || level.as_str().unwrap().starts_with("https://"),
            "{level}"
        );
    }
}

#[test]
fn trap_4_the_place_in_the_list_is_a_string() {
    let status = &document()["credentialStatus"];
    assert_eq!(status["statusListIndex"], "7");
}

#[tokio::test]
async fn trap_4_a_place_written_as_a_number_is_refused() {
    let forged = resigned(|document| {
        document["credentialStatus"]["statusListIndex"] = 7.into();
    });
    assert_refused(forged.to_string(), "credential-malformed").await;
}

#[tokio::test]
async fn trap_8_the_signing_key_is_not_controlled_by_the_issuer() {
    // A key of another issuer, which signed rightly.
    let mut foreign = document();
    for place in [0, 1] {
        foreign["proof"][place]["verificationMethod"] = "did:web:example.org#c1".into();
    }
    let answer = presented(foreign.to_string()).await;
    assert_eq!(answer.verdict, Verdict::UnknownKey);
    assert_eq!(reason(&answer, CheckName::IssuerKey), "unknown-key");
    assert_eq!(answer.certificate, None);
    // The issuer's key in a credential that names another issuer.
    let foreign = resigned(|document| document["issuer"]["id"] = "did:web:example.org".into());
    assert_eq!(
        presented(foreign.to_string()).await.verdict,
        Verdict::UnknownKey
    );
    // A token whose key is somebody else's.
    let stranger = key_named("c1", 9);
    let token = to_jwt(signed().badge(), &stranger, issued_at()).unwrap();
    assert_refused(token, "credential-bad-signature").await;
    let unnamed = key_named("c2", 42);
    let token = to_jwt(signed().badge(), &unnamed, issued_at()).unwrap();
    assert_eq!(presented(token).await.verdict, Verdict::UnknownKey);
}

fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn with_claims(change: impl FnOnce(&mut Value)) -> String {
    let token = to_jwt(signed().badge(), &key(), issued_at()).unwrap();
    let mut claims = claims(&token);
    change(&mut claims);
    let header = json!({"typ": "JWT", "kid": METHOD});
    jws::sign_compact(header, claims.to_string().as_bytes(), &key()).unwrap()
}

#[tokio::test]
async fn trap_9_the_claims_of_a_token_differ_by_standard() {
    let token = to_jwt(signed().badge(), &key(), issued_at()).unwrap();
    let said = claims(&token);
    assert!(said["vc"].is_null(), "a form of the first data model");
    for due in ["iss", "jti", "nbf", "sub"] {
        assert!(!said[due].is_null(), "Open Badges requires {due}");
    }
    let changes: [fn(&mut Value); 4] = [
        |it| it["vc"] = json!({}),
        |it| it["sub"] = "urn:uuid:00000000-0000-0000-0000-000000000000".into(),
        |it| it["nbf"] = 0.into(),
        |it| it["iss"] = "did:web:example.org".into(),
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let answer = presented(with_claims(change)).await;
        assert!(
            answer.verdict >= Verdict::UnknownKey,
            "change {place}: {answer:?}"
        );
        assert_eq!(answer.certificate, None);
    }
    assert_eq!(
        presented(with_claims(|_| ())).await.verdict,
        Verdict::AuthenticStatusUnknown
    );
}

#[tokio::test]
async fn trap_12_members_are_repeated_and_numbers_rounded() {
    let text = document().to_string();
    for (once, twice) in [
        ("{\"@context\":", "{\"id\":\"urn:uuid:0\",\"@context\":"),
        ("\"value\":\"487\"", "\"value\":\"895\",\"value\":\"487\""),
        ("\"value\":\"487\"", "\"value\":487"),
        (
            "\"value\":\"487\"",
            "\"value\":\"487\",\"points\":9007199254740993",
        ),
    ] {
        assert!(text.contains(once), "{once}");
        let forged = text.replacen(once, twice, 1);
        assert_refused(forged, "credential-malformed").await;
    }
    // Another number in the one form that numbers have.
    for other in ["0487", "+487", "487 ", "4.87e2"] {
        let forged = resigned(|document| {
            document["credentialSubject"]["result"][0]["value"] = other.into();
        });
        assert_refused(forged.to_string(), "credential-malformed").await;
    }
}

#[test]
fn trap_12_a_name_is_signed_only_in_its_composed_form() {
    let mut decomposed = facts();
    decomposed.holder.first_name = "Mae\u{308}lle".into();
    let findings = lint(decomposed).unwrap_err().findings;
    assert!(
        findings
            .iter()
            .any(|finding| finding.rule == "name-not-nfc"),
        "{findings:?}"
    );
}

#[tokio::test]
async fn trap_13_a_poison_graph_costs_nothing() {
    // Unnamed nodes that all point at one another: canonicalising them takes factorial time.
    let nodes: Vec<Value> = (0..300)
        .map(|node| {
            let others: Vec<Value> = (0..300)
                .map(|other| json!({"id": format!("_:b{other}")}))
                .collect();
            json!({"id": format!("_:b{node}"), "type": ["Related"], "related": others})
        })
        .collect();
    let mut poisoned = document();
    poisoned["credentialSubject"]["achievement"]["related"] = nodes.into();
    let answer = presented(poisoned.to_string()).await;
    assert!(
        matches!(answer.verdict, Verdict::NotAuthentic | Verdict::Unreadable),
        "{answer:?}"
    );
    // As many members as there is room for, and as deep as a reader might follow.
    let deep = format!("{}{}", "{\"a\":".repeat(40_000), "}".repeat(40_000));
    assert_eq!(presented(deep).await.verdict, Verdict::Unreadable);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let answer = presented(format!("{{\"type\":{deep}}}")).await;
    assert_eq!(answer.verdict, Verdict::Unreadable);
}

#[tokio::test]
async fn trap_15_contexts_and_lists_are_never_fetched() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let mut named = document();
    named["@context"] = json!([format!("{address}/context")]);
    presented(named.to_string()).await;
    let listed = resigned(|document| {
        let status = &mut document["credentialStatus"];
        status["statusListCredential"] = format!("{address}/status/revocation/1").into();
        status["id"] = format!("{address}/status/revocation/1#7").into();
    });
    assert_refused(listed.to_string(), "credential-malformed").await;
    let asked = listener.accept();
    assert!(asked.is_err(), "somebody called: {asked:?}");
}

#[tokio::test]
async fn trap_16_the_holder_is_hashed_and_not_shown() {
    let answer = presented(document().to_string()).await;
    let told = serde_json::to_string(&answer).unwrap() + &document().to_string();
    for secret in ["Kervadec", "Maëlle", "1998", "Quimper", "@"] {
        let told = told.replace("@context", "").replace("@language", "");
        let told = told.replace("@value", "");
        assert!(!told.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn trap_17_bombs_are_refused_in_bounded_memory() {
    let long = format!("{{\"type\":[\"{}\"]}}", "a".repeat(1 << 20));
    let answer = presented(long).await;
    assert_eq!(answer.verdict, Verdict::Unreadable);
    assert_eq!(reason(&answer, CheckName::Readable), "credential-too-long");
    let long = format!("eyJ{}.e30.AA", "a".repeat(4 << 20));
    assert_eq!(presented(long).await.verdict, Verdict::Unreadable);
}

#[test]
fn trap_18_the_code_takes_the_smallest_alphabets() {
    let text = signed().qr_text();
    let (address, digits) = text.split_once('#').unwrap();
    assert_eq!(address, address.to_uppercase());
    assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
}

#[test]
fn trap_19_personal_data_stands_behind_the_hash_of_the_address() {
    let text = signed().qr_text();
    let (address, _) = text.split_once('#').unwrap();
    assert_eq!(address, "HTTPS://SCEAU.EXAMPLE/V");
}

#[tokio::test]
async fn trap_20_a_right_signature_is_not_said_to_be_in_force() {
    for input in [
        Input::SealText(signed().qr_text()),
        Input::Credential(signed().badge().as_bytes().to_vec()),
    ] {
        let answer = ask(input).await;
        assert_eq!(answer.verdict, Verdict::AuthenticStatusUnknown);
        assert_eq!(reason(&answer, CheckName::InForce), "offline");
    }
}

#[tokio::test]
async fn trap_22_the_instant_of_issuance_is_the_issuers_word() {
    // The proofs say when they were made, and that is when the credential says it is valid from.
    let mut backdated = document();
    for place in [0, 1] {
        backdated["proof"][place]["created"] = "2026-05-01T08:00:00Z".into();
    }
    assert_refused(backdated.to_string(), "credential-malformed").await;
    let mut backdated = document();
    for place in [0, 1] {
        backdated["proof"][place]["created"] = "2026-05-01T08:00:00Z".into();
    }
    backdated["validFrom"] = "2026-05-01T08:00:00Z".into();
    assert_refused(backdated.to_string(), "credential-bad-signature").await;
}

#[tokio::test]
async fn trap_23_a_presentation_proves_nothing_by_itself() {
    let presentation = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [document()],
    });
    let answer = presented(presentation.to_string()).await;
    assert_eq!(answer.verdict, Verdict::Unreadable);
    assert_eq!(reason(&answer, CheckName::Readable), "not-a-credential");
}

#[tokio::test]
async fn trap_24_the_algorithm_is_taken_from_the_token() {
    let token = to_jwt(signed().badge(), &key(), issued_at()).unwrap();
    let (_, rest) = token.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    for algorithm in ["none", "None", "HS256", "ES256", "RS256", "EdDSA2"] {
        let header = json!({"alg": algorithm, "typ": "JWT", "kid": METHOD}).to_string();
        let header = URL_SAFE_NO_PAD.encode(header);
        for signature in [signature, ""] {
            let forged = format!("{header}.{claims}.{signature}");
            let answer = presented(forged).await;
            assert!(
                matches!(answer.verdict, Verdict::NotAuthentic | Verdict::UnknownKey),
                "{algorithm}: {answer:?}"
            );
            assert_eq!(answer.certificate, None, "{algorithm}");
        }
    }
}

#[tokio::test]
async fn every_changed_character_is_noticed() {
    let text = document().to_string();
    let answer = presented(text.clone()).await;
    assert_eq!(answer.verdict, Verdict::AuthenticStatusUnknown);
    let places: Vec<usize> = text
        .char_indices()
        .filter(|(_, sign)| sign.is_ascii_alphanumeric())
        .map(|(place, _)| place)
        .step_by(97)
        .collect();
    for place in places {
        let mut forged = text.clone().into_bytes();
        forged[place] = if forged[place] == b'1' { b'2' } else { b'1' };
        let answer = presented(forged).await;
        assert!(answer.verdict >= Verdict::UnknownKey, "{place}: {answer:?}");
        assert_eq!(answer.certificate, None, "{place}");
    }
    for length in (0..text.len()).step_by(211) {
        if text.is_char_boundary(length) {
            let answer = presented(&text.as_bytes()[..length]).await;
            assert!(answer.verdict >= Verdict::UnknownKey, "{length}");
        }
    }
}
