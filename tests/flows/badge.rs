//! The standard credential as its holder and its issuer take it away, and as others open it.

use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use sceau::clock::Clock;
use sceau::credential::TrustedKey;
use sceau::credential::badge::{self, BadgeError, OpenedBadge};
use sceau::keys::TrustedKeys;

use crate::support::{GOOD, IssuedLine, Server, Workspace};

const FORMS: [&str; 4] = ["json", "jwt", "png", "svg"];

fn issued() -> (Workspace, IssuedLine) {
    let workspace = Workspace::new();
    let results = workspace.results("results.csv", &[GOOD]);
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
    let line = workspace.issued("out").remove(0);
    (workspace, line)
}

/// What the issuer publishes of its keys.
fn published(workspace: &Workspace) -> Vec<TrustedKey> {
    let jwks = workspace.ok(&["keys", "public"]);
    TrustedKeys::from_jwks(&jwks).unwrap().seals
}

fn open(form: &str, bytes: &[u8], trusted: &[TrustedKey]) -> Result<OpenedBadge, BadgeError> {
    match form {
        "jwt" => badge::open_jwt(std::str::from_utf8(bytes).unwrap(), trusted),
        "json" => badge::open(bytes, trusted),
        _ => badge::open(&badge::unbake(bytes).unwrap(), trusted),
    }
}

/// Writes the credential in every form by the command line.
fn written(workspace: &Workspace, line: &IssuedLine) -> Vec<(&'static str, Vec<u8>)> {
    let files = FORMS.map(|form| format!("badge.{form}"));
    let mut arguments = vec!["show", &line.code];
    for file in &files {
        arguments.extend(["--credential", file]);
    }
    workspace.ok(&arguments);
    let read = |form: &'static str| {
        let bytes = std::fs::read(workspace.path(&format!("badge.{form}"))).unwrap();
        (form, bytes)
    };
    FORMS.map(read).into()
}

#[test]
fn the_holder_takes_the_credential_away_in_every_form() {
    let (workspace, line) = issued();
    let server = Server::start(&workspace);
    let trusted = published(&workspace);
    let (_, token) = line.link.rsplit_once('#').unwrap();
    let shown = workspace.json(0, &["show", &line.code]);
    for (form, kind) in FORMS.into_iter().zip([
        "application/vc",
        "application/jwt",
        "image/png",
        "image/svg+xml",
    ]) {
        let path = format!("/fr/c/credential/{form}");
        let answer = server.post_form(&path, &[("token", token)]);
        assert_eq!((answer.status, answer.content_type.as_str()), (200, kind));
        let opened = open(form, &answer.body, &trusted).unwrap();
        assert_eq!(opened.id.to_string(), shown["certificate_id"]);
        assert_eq!((opened.score, opened.global_level), (487, Some(4)));
        assert!(opened.specimen, "the example keys make specimens");
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        for secret in ["Kervadec", "Maëlle", "1998", "Quimper", token] {
            assert!(!text.contains(secret), "{form}: {secret}");
        }
    }
    workspace.ok(&["renew-link", &line.code]);
    let answer = server.post_form("/fr/c/credential/json", &[("token", token)]);
    assert_eq!(answer.status, 404);
}

#[test]
fn the_operator_writes_the_same_credential_by_command() {
    let (workspace, line) = issued();
    let trusted = published(&workspace);
    let files = written(&workspace, &line);
    let ids: Vec<_> = files
        .iter()
        .map(|(form, bytes)| open(form, bytes, &trusted).unwrap().id)
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    // What is attached to the document is what is handed out.
    let pdf = std::fs::read(&line.document).unwrap();
    assert_eq!(
        sceau::document::credential_in(&pdf),
        Some(files[0].1.clone())
    );
    // Baked into the picture is the same text.
    assert_eq!(badge::unbake(&files[2].1).unwrap(), files[0].1);

    workspace.exits(1, &["show", &line.code, "--credential", "badge.exe"]);
    assert!(!workspace.path("badge.exe").exists());
}

#[test]
fn a_credential_outlives_the_key_that_signed_it() {
    let (workspace, line) = issued();
    let before = written(&workspace, &line);
    replace_credential_key(&workspace, "retired_at", Clock::System.now());
    let trusted = published(&workspace);
    let after = written(&workspace, &line);
    for ((form, old), (_, new)) in before.iter().zip(&after) {
        if *form == "jwt" {
            assert_ne!(old, new, "a token is signed by the key of the day");
        } else {
            assert_eq!(old, new, "{form}");
        }
        assert!(open(form, old, &trusted).is_ok(), "{form}");
        assert!(open(form, new, &trusted).is_ok(), "{form}");
    }
}

#[test]
fn nobody_signs_a_credential_again_whose_key_was_in_other_hands() {
    let (workspace, line) = issued();
    let long_ago = "2021-01-01T00:00:00Z".parse().unwrap();
    replace_credential_key(&workspace, "compromised_at", long_ago);
    workspace.exits(1, &["show", &line.code, "--credential", "badge.jwt"]);
    workspace.ok(&["show", &line.code, "--credential", "badge.json"]);
    let bytes = std::fs::read(workspace.path("badge.json")).unwrap();
    assert!(matches!(
        badge::open(&bytes, &published(&workspace)),
        Err(BadgeError::Key(_))
    ));
}

/// Puts another key in the place of the one that signs credentials, and dates the old one.
fn replace_credential_key(workspace: &Workspace, date: &str, at: DateTime<Utc>) {
    let key = SigningKey::from_bytes(&[7; 32]);
    let pem = key.to_pkcs8_pem(LineEnding::LF).unwrap();
    std::fs::write(workspace.path("keys/next.key.pem"), pem.as_bytes()).unwrap();
    let public = hex::encode(key.verifying_key().as_bytes());
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let path = workspace.path("keys/keyring.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let old = "id = \"c-example\"\n";
    assert!(text.contains(old));
    let text = text.replace(old, &format!("{old}{date} = {at}\n"));
    let next = format!(
        "\n[[key]]\nid = \"c-next\"\npurpose = \"credential\"\nalgorithm = \"Ed25519\"\n\
         file = \"next.key.pem\"\npublic_key = \"{public}\"\n\
         not_before = 2020-01-01T00:00:00Z\nspecimen = true\n"
    );
    std::fs::write(&path, text + &next).unwrap();
}
