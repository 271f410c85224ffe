//! The proofs against the W3C's test vectors, and against what must not pass.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::super::contexts::{CREDENTIALS_V2, EXAMPLES, OPEN_BADGES_V3};
use super::super::fixtures::issuer_key;
use super::super::multikey;
use super::*;

const METHOD: &str = "did:web:sceau.example#c1";

fn at() -> DateTime<Utc> {
    "2026-06-09T08:00:00Z".parse().unwrap()
}

fn document() -> Value {
    json!({
        "@context": [CREDENTIALS_V2, EXAMPLES],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential"],
        "issuer": "did:web:sceau.example",
        "validFrom": "2026-06-09T08:00:00Z",
        "credentialSubject": {"id": "did:example:1", "alumniOf": "\u{8}\t\"École\"\\\n\u{7f}"},
    })
}

fn both() -> [Proof; 2] {
    [Cryptosuite::Rdfc, Cryptosuite::Jcs]
        .map(|suite| sign(&document(), suite, at(), METHOD.into(), &issuer_key()).unwrap())
}

/// The W3C's vector of one suite: the signed document without its proof, and the proof.
fn vector(suite: &str) -> (Value, Value, Proof, VerifyingKey) {
    let all: Value = serde_json::from_str(include_str!("vectors/w3c.json")).unwrap();
    let vector = all[suite].clone();
    let mut document = vector["signed"].clone();
    let proof = document.as_object_mut().unwrap().remove("proof").unwrap();
    let text = all["publicKeyMultibase"].as_str().unwrap();
    let bytes = bs58::decode(&text[1..]).into_vec().unwrap();
    let key = VerifyingKey::from_bytes(bytes[2..].try_into().unwrap()).unwrap();
    assert_eq!(multikey(&key), text);
    (
        vector,
        document,
        serde_json::from_value(proof).unwrap(),
        key,
    )
}

#[test]
fn the_w3c_vector_of_eddsa_rdfc_2022_is_reproduced_with_every_step() {
    let (vector, document, proof, key) = vector("rdfc");
    assert_eq!(
        canonical_lines(&document).unwrap().concat(),
        vector["canonicalDocument"]
    );
    assert_eq!(
        proof.canonical_options().unwrap(),
        vector["canonicalOptions"]
    );
    check_digests(&vector, &document, &proof);
    proof.verify(&document, &key).unwrap();
}

#[test]
fn the_w3c_vector_of_eddsa_jcs_2022_is_reproduced_with_every_step() {
    let (vector, document, proof, key) = vector("jcs");
    check_digests(&vector, &document, &proof);
    proof.verify(&document, &key).unwrap();
}

fn check_digests(vector: &Value, document: &Value, proof: &Proof) {
    let digest = document_digest(document, proof.cryptosuite).unwrap();
    assert_eq!(hex::encode(digest), vector["documentHash"]);
    let options = proof.options_digest().unwrap();
    assert_eq!(hex::encode(options), vector["optionsHash"]);
    let message = proof.message(digest).unwrap();
    assert_eq!(hex::encode(message), vector["combinedHash"]);
}

#[test]
fn options_written_by_hand_are_those_of_the_json_ld_processor() {
    for contexts in [
        json!([CREDENTIALS_V2]),
        json!([CREDENTIALS_V2, OPEN_BADGES_V3]),
    ] {
        let [proof, _] = both();
        let mut options = serde_json::to_value(&proof).unwrap();
        options.as_object_mut().unwrap().remove("proofValue");
        options["@context"] = contexts;
        assert_eq!(
            canonical_lines(&options).unwrap().concat(),
            proof.canonical_options().unwrap()
        );
    }
}

#[test]
fn what_was_signed_verifies_and_the_same_again_gives_the_same_proof() {
    for proof in both() {
        let key = issuer_key().verifying_key;
        proof.verify(&document(), &key).unwrap();
        assert_eq!(proof.created(), Some(at()));
        let written = serde_json::to_string(&proof).unwrap();
        let read: Proof = serde_json::from_str(&written).unwrap();
        assert_eq!(read, proof);
    }
    assert_eq!(both(), both());
}

#[test]
fn a_changed_document_or_option_is_noticed_by_both_suites() {
    let key = issuer_key().verifying_key;
    for proof in both() {
        let mut changed = document();
        changed["credentialSubject"]["alumniOf"] = json!("Elsewhere");
        assert!(matches!(
            proof.verify(&changed, &key),
            Err(ProofError::BadSignature)
        ));
        for (from, to) in [
            ("2026-06-09T08:00:00Z", "2026-06-09T08:00:01Z"),
            (METHOD, "did:web:other.example#c1"),
        ] {
            let text = serde_json::to_string(&proof).unwrap().replace(from, to);
            let forged: Proof = serde_json::from_str(&text).unwrap();
            assert!(matches!(
                forged.verify(&document(), &key),
                Err(ProofError::BadSignature)
            ));
        }
    }
}

#[test]
fn a_proof_of_another_form_is_refused_before_anything_is_computed() {
    let key = issuer_key().verifying_key;
    let changed = |change: fn(&mut Value)| {
        let [_, jcs] = both();
        let mut proof = serde_json::to_value(jcs).unwrap();
        change(&mut proof);
        serde_json::from_value::<Proof>(proof).map(|proof| proof.verify(&document(), &key))
    };
    let parsed: [fn(&mut Value); 6] = [
        |proof| proof["type"] = json!("Ed25519Signature2020"),
        |proof| proof["proofPurpose"] = json!("authentication"),
        |proof| proof["@context"] = json!([CREDENTIALS_V2]),
        |proof| proof["created"] = json!("2026-06-09T10:00:00+02:00"),
        |proof| proof["proofValue"] = json!("uAAAA"),
        |proof| proof["proofValue"] = json!("z2HnFSSPPBzR36zdDgK8PbEHeXbR"),
    ];
    for change in parsed {
        assert!(matches!(
            changed(change).unwrap(),
            Err(ProofError::Malformed(_))
        ));
    }
    let unread: [fn(&mut Value); 4] = [
        |proof| proof["cryptosuite"] = json!("eddsa-2022"),
        |proof| proof["nonce"] = json!("1"),
        |proof| proof["proofValue"] = json!(null),
        |proof| proof["@context"] = json!(null),
    ];
    for change in unread {
        assert!(changed(change).is_err());
    }
}

#[test]
fn contexts_that_are_not_compiled_in_are_never_fetched() {
    let mut document = document();
    document["@context"] = json!([CREDENTIALS_V2, "https://attacker.example/context"]);
    for suite in [Cryptosuite::Rdfc, Cryptosuite::Jcs] {
        assert!(matches!(
            sign(&document, suite, at(), METHOD.into(), &issuer_key()),
            Err(ProofError::Malformed("@context"))
        ));
    }
}

#[test]
fn poison_graphs_are_refused_in_bounded_time() {
    let mut tangled = document();
    // Every unnamed node is linked with every other: all look alike.
    let nodes: Vec<Value> = (0..12)
        .map(|node| {
            let others: Vec<Value> = (0..12)
                .filter(|other| *other != node)
                .map(|other| json!({"id": format!("_:b{other}")}))
                .collect();
            json!({"id": format!("_:b{node}"), "knows": others})
        })
        .collect();
    tangled["credentialSubject"] = json!(nodes);
    assert!(matches!(
        document_digest(&tangled, Cryptosuite::Rdfc),
        Err(ProofError::TooLarge)
    ));
    let mut wide = document();
    wide["credentialSubject"] = (0..200).map(|n| json!({"n": n.to_string()})).collect();
    assert!(matches!(
        document_digest(&wide, Cryptosuite::Rdfc),
        Err(ProofError::TooLarge)
    ));
    let mut long = document();
    long["credentialSubject"]["n"] = (0..20_000).map(|n| json!(n.to_string())).collect();
    assert!(matches!(
        document_digest(&long, Cryptosuite::Rdfc),
        Err(ProofError::TooLarge)
    ));
}

#[test]
fn the_most_entangled_graph_that_is_accepted_takes_no_time() {
    let mut tangled = document();
    let nodes: Vec<Value> = (0..5)
        .map(|node| {
            let others: Vec<Value> = (0..5)
                .filter(|other| *other != node)
                .map(|other| json!({"id": format!("_:b{other}")}))
                .collect();
            json!({"id": format!("_:b{node}"), "knows": others})
        })
        .collect();
    tangled["credentialSubject"] = json!(nodes);
    let start = std::time::Instant::now();
    document_digest(&tangled, Cryptosuite::Rdfc).unwrap();
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
}
