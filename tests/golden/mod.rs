//! What a released version signed is verified by every later one, offline, for ever: `v1/` is read,
//! never written again.

mod make;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sceau::config::Limits;
use sceau::credential::SealedBytes;
use sceau::credential::badge::{self, BadgeError, OpenedBadge};
use sceau::framework::{Folder, Framework};
use sceau::keys::TrustedKeys;
use sceau::status::{ListError, PlaceState, Reader, StatusList, StatusPurpose, TokenList};
use sceau::verification::{self, Asked, Input, Outcome, Verification, Verifier};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::project;

/// `manifest.toml`: every file of a corpus and what must be answered about it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    /// The issuer's address.
    public_url: String,
    /// Instants of the checks, as RFC 3339: when it was made, and much later.
    clocks: Vec<DateTime<Utc>>,
    /// What is presented for verification.
    presented: Vec<Presented>,
    /// Standard credentials.
    credential: Vec<Credential>,
    /// Published status lists.
    list: Vec<List>,
    /// Revocation lists of X.509 certificates.
    crl: Vec<Crl>,
    /// SHA-256 of every file.
    sha256: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Presented {
    file: String,
    verdict: String,
    /// Id of the reason of a check that fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What the answer says of the certificate; nothing where nothing may be said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    certificate: BTreeMap<String, Value>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Credential {
    file: String,
    /// Which certificate's.
    number: u32,
    /// Why it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

/// The purpose of a list that tells of both.
const TOKEN: &str = "token";

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    file: String,
    purpose: String,
    number: u32,
    /// An instant at which it may be relied on.
    at: DateTime<Utc>,
    set: Vec<u32>,
    clear: Vec<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Crl {
    file: String,
    revoked: Vec<String>,
    in_force: Vec<String>,
}

fn corpus() -> PathBuf {
    project("tests/golden/v1")
}

fn read(name: &str) -> Vec<u8> {
    fs::read(corpus().join(name)).unwrap()
}

fn json(name: &str) -> Value {
    serde_json::from_slice(&read(name)).unwrap()
}

fn manifest() -> Manifest {
    toml::from_str(std::str::from_utf8(&read("manifest.toml")).unwrap()).unwrap()
}

fn trusted() -> TrustedKeys {
    TrustedKeys::from_jwks(std::str::from_utf8(&read("jwks.json")).unwrap()).unwrap()
}

fn ask(bytes: Vec<u8>, at: DateTime<Utc>) -> Verification {
    let frameworks = Folder::embedded();
    let frameworks = frameworks
        .iter()
        .map(|folder| Arc::new(Framework::parse(folder).unwrap()));
    let trusted = trusted();
    let verifier = Verifier {
        store: None,
        issuer: trusted.issuer.clone().unwrap(),
        trusted,
        frameworks: frameworks.collect(),
        image_pixels: Limits::default().image_pixels,
        reader: sceau::reading::Reader::Here,
    };
    let asked = Asked::default();
    let answer = verification::verify(&verifier, Input::sniff(bytes), &asked, at);
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(answer)
        .unwrap()
}

fn reasons(answer: &Verification) -> Vec<&str> {
    let failed = answer
        .checks
        .iter()
        .filter_map(|check| match &check.outcome {
            Outcome::Failed { reason } => Some(reason.id),
            _ => None,
        });
    failed.collect()
}

#[test]
fn nothing_was_written_anew_added_or_taken_away() {
    let manifest = manifest();
    let listed: BTreeSet<&str> = manifest.sha256.keys().map(String::as_str).collect();
    let files: BTreeSet<String> = fs::read_dir(corpus())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "manifest.toml")
        .collect();
    assert_eq!(files, listed.into_iter().map(str::to_owned).collect());
    for (name, expected) in &manifest.sha256 {
        let digest = hex::encode(Sha256::digest(read(name)));
        assert_eq!(digest, *expected, "{name}");
    }
}

#[test]
fn every_artefact_is_answered_as_on_the_day_it_was_made() {
    let manifest = manifest();
    assert!(manifest.presented.len() >= 24);
    for at in &manifest.clocks {
        for presented in &manifest.presented {
            let name = &presented.file;
            let answer = ask(read(name), *at);
            let told = serde_json::to_value(&answer).unwrap();
            assert_eq!(told["verdict"], *presented.verdict, "{name}: {told}");
            if let Some(reason) = &presented.reason {
                assert!(reasons(&answer).contains(&&**reason), "{name}: {told}");
            }
            let says = answer.certificate.is_some();
            assert_eq!(says, !presented.certificate.is_empty(), "{name}: {told}");
            for (member, value) in &presented.certificate {
                assert_eq!(told["certificate"][member], *value, "{name}: {member}");
            }
        }
    }
}

#[test]
fn no_altered_artefact_is_believed() {
    let manifest = manifest();
    let believed = manifest
        .presented
        .iter()
        .filter(|presented| presented.verdict == "authentic_status_unknown");
    for presented in believed {
        let name = &presented.file;
        let mut bytes = read(name);
        // A QR code repairs what is changed in its picture, and nobody signs how a badge is drawn.
        if bytes.starts_with(b"\x89PNG") || name.contains(".badge.") {
            continue;
        }
        let place = bytes.len() / 2;
        // Another digit in a text, another byte in a document.
        bytes[place] ^= 1;
        let answer = ask(bytes, manifest.clocks[0]);
        let told = serde_json::to_value(&answer).unwrap();
        assert_ne!(told["verdict"], "authentic_status_unknown", "{name}");
        assert!(answer.certificate.is_none(), "{name}: {told}");
    }
}

#[test]
fn a_seal_is_the_digits_of_its_code() {
    let url = manifest().public_url.to_ascii_uppercase();
    for number in 1..=4 {
        let seal = SealedBytes(read(&format!("{number}.seal.cose")));
        let text = String::from_utf8(read(&format!("{number}.qr.txt"))).unwrap();
        assert_eq!(seal.to_qr_text(&format!("{url}/V")), text.trim_end());
    }
}

/// As JSON, as a token, and in pictures.
fn open_credential(name: &str, bytes: &[u8]) -> Result<OpenedBadge, BadgeError> {
    let keys = trusted().seals;
    match name.rsplit_once('.').unwrap().1 {
        "json" => badge::open(bytes, &keys),
        "jwt" => badge::open_jwt(std::str::from_utf8(bytes).unwrap(), &keys),
        _ => badge::open(&badge::unbake(bytes).unwrap(), &keys),
    }
}

#[test]
fn every_credential_says_what_the_seal_says() {
    let (manifest, keys) = (manifest(), trusted().seals);
    assert!(manifest.credential.len() >= 12);
    for credential in &manifest.credential {
        let name = &credential.file;
        let opened = open_credential(name, &read(name));
        if let Some(refused) = &credential.refused {
            assert_eq!(opened.unwrap_err().to_string(), *refused, "{name}");
            continue;
        }
        let seal = SealedBytes(read(&format!("{}.seal.cose", credential.number)));
        let seal = sceau::credential::open(&seal, &keys).unwrap();
        assert!(badge::agrees_with(&opened.unwrap(), &seal.claims), "{name}");
    }
}

#[test]
fn no_altered_credential_is_believed() {
    for number in [1, 2, 4] {
        let name = format!("{number}.credential.json");
        let text = String::from_utf8(read(&name)).unwrap();
        let score = if number == 2 {
            ("\"51\"", "\"52\"")
        } else {
            ("\"487\"", "\"488\"")
        };
        let forged = text.replace(score.0, score.1);
        assert_ne!(forged, text, "{name}");
        let refused = open_credential(&name, forged.as_bytes());
        assert_eq!(refused, Err(BadgeError::BadSignature), "{name}");
    }
}

/// Whether a place is out of force in the sense of a kept list, at an instant.
fn set_at(
    purpose: &str,
    (file, number): (&str, u32),
    public_url: &str,
    at: DateTime<Utc>,
    place: u32,
) -> Result<bool, ListError> {
    let (bytes, trusted) = (read(file), trusted().seals);
    let reader = Reader {
        public_url,
        trusted: &trusted,
        at,
    };
    if purpose == TOKEN {
        let list = TokenList::read(&bytes, number, &reader)?;
        return Ok(list.state(place)? == PlaceState::Revoked);
    }
    let purpose = StatusPurpose::from_name(purpose).unwrap();
    let list = StatusList::read(&bytes, (purpose, number), &reader)?;
    Ok(list.is_set(place)?)
}

#[test]
fn the_status_lists_are_read_and_say_what_they_said() {
    let manifest = manifest();
    let url = &manifest.public_url;
    assert!(manifest.list.iter().any(|list| !list.set.is_empty()));
    for list in &manifest.list {
        let name = &list.file;
        let read_at = |at, place| set_at(&list.purpose, (name, list.number), url, at, place);
        for (places, expected) in [(&list.set, true), (&list.clear, false)] {
            for place in places {
                let told = read_at(list.at, *place).unwrap();
                assert_eq!(told, expected, "{name}: {place}");
            }
        }
        read_at(list.at, 0).unwrap();
        // A list ends; the certificates in it do not.
        let late = read_at(manifest.clocks[1], 0);
        assert!(matches!(late, Err(ListError::OutOfDate { .. })), "{name}");
    }
}

#[test]
fn the_revocation_lists_name_the_certificate_of_the_compromised_key() {
    let (manifest, trusted) = (manifest(), trusted());
    assert!(!manifest.crl.is_empty());
    for crl in &manifest.crl {
        for (ids, revoked) in [(&crl.revoked, true), (&crl.in_force, false)] {
            for id in ids {
                let mut keys = trusted.documents.iter();
                let key = keys.find(|key| key.id.0 == *id).unwrap();
                assert_eq!(key.is_revoked_by(&read(&crl.file)), Some(revoked), "{id}");
            }
        }
    }
}

/// Whoever kept the DID document finds in it every key of the set, and the set is read with the
/// dates that limit its keys.
#[test]
fn the_published_keys_are_read_and_are_those_of_the_did_document() {
    let trusted = trusted();
    let dates = [
        ("2026-06-01T08:00:00Z", Some("2026-06-20T08:00:00Z"), None),
        ("2026-06-20T08:00:00Z", None, Some("2026-07-01T00:00:00Z")),
        ("2026-07-03T18:00:00Z", None, None),
    ];
    let instant = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let dates = dates.map(|(from, retired, compromised)| {
        (
            instant(from),
            retired.map(instant),
            compromised.map(instant),
        )
    });
    let seals = trusted.seals.iter();
    let seals = seals.map(|key| (key.not_before, key.retired_at, key.compromised_at));
    assert_eq!(seals.collect::<Vec<_>>(), dates);
    let documents = trusted.documents.iter();
    let documents = documents.map(|key| (key.not_before, key.retired_at, key.compromised_at));
    assert_eq!(documents.collect::<Vec<_>>(), dates);

    let did = json("did.json");
    let id = did["id"].as_str().unwrap();
    let methods = did["verificationMethod"].as_array().unwrap();
    assert_eq!(methods.len(), 2 * trusted.seals.len());
    for key in &trusted.seals {
        let method = |ending: &str| {
            let id = format!("{id}#{}{ending}", key.id);
            assert!(
                did["assertionMethod"]
                    .as_array()
                    .unwrap()
                    .contains(&Value::from(&*id))
            );
            methods.iter().find(|method| method["id"] == *id).unwrap()
        };
        let multikey = sceau::credential::multikey(&key.key);
        assert_eq!(method("")["publicKeyMultibase"], *multikey);
        assert_eq!(method("-jwk")["publicKeyJwk"]["crv"], "Ed25519");
        for ending in ["", "-jwk"] {
            let revoked = method(ending).get("revoked").is_some();
            assert_eq!(revoked, key.compromised_at.is_some(), "{}", key.id);
        }
    }
    assert_eq!(json("issuer.json")["id"], id);
}
