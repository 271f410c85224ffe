//! The life of a key: it signs, is followed by another, is retired, or turns out to be in other
//! hands; and what becomes of the certificates that it signed.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, SubsecRound, TimeDelta, Utc};
use der::Decode;
use sceau::clock::Clock;
use sceau::config::Config;
use sceau::i18n::Language;
use sceau::issuance::{self, Renderer};
use sceau::service::Service;
use serde_json::Value;
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::CertificateList;

use crate::support::{GOOD, IssuedLine, Workspace, order};

/// The same result of another person.
fn another(number: u32, name: &str) -> String {
    GOOD.replace(";101;Kervadec-Oduya;", &format!(";{number};{name};"))
}

/// Id of the key that signs for this purpose.
fn signing(workspace: &Workspace, purpose: &str) -> String {
    let keys = workspace.json(0, &["keys", "list"]);
    let mut keys = keys.as_array().unwrap().iter();
    let signs = |key: &&Value| {
        key["purpose"] == purpose && key["state"].as_str().unwrap().starts_with("active")
    };
    keys.find(signs).unwrap()["id"].as_str().unwrap().to_owned()
}

/// What was recorded about keys: event and key.
fn history(workspace: &Workspace) -> Vec<(String, String)> {
    let trail = workspace.json(0, &["keys", "history"]);
    let text = |entry: &Value, member: &str| entry["event"][member].as_str().unwrap().to_owned();
    let entries = trail.as_array().unwrap().iter();
    entries
        .map(|entry| (text(entry, "event"), text(entry, "key")))
        .collect()
}

/// The verdicts about code, document, and document without the register.
fn verdicts(workspace: &Workspace, line: &IssuedLine) -> [String; 3] {
    let jwks = workspace.ok(&["keys", "public"]);
    fs::write(workspace.path("jwks.json"), jwks).unwrap();
    let document = line.document.to_str().unwrap();
    [
        vec!["verify", &line.code],
        vec!["verify", document],
        vec!["verify", document, "--offline", "--keys", "jwks.json"],
    ]
    .map(|arguments| {
        verdict(workspace, &arguments)["verdict"]
            .as_str()
            .unwrap()
            .to_owned()
    })
}

fn verdict(workspace: &Workspace, arguments: &[&str]) -> Value {
    let mut all = vec!["--json"];
    all.extend(arguments);
    serde_json::from_slice(&workspace.run(&all).stdout).unwrap()
}

const AUTHENTIC: [&str; 3] = ["authentic", "authentic", "authentic_status_unknown"];

/// An instant after this certificate was signed and before anything is signed from now on.
fn an_instant_after(workspace: &Workspace, line: &IssuedLine) -> DateTime<Utc> {
    let issued = workspace.json(0, &["show", &line.code])["facts"]["issued_at"].clone();
    let issued: DateTime<Utc> = serde_json::from_value(issued).unwrap();
    a_second_passes();
    issued.trunc_subsecs(0) + TimeDelta::seconds(1)
}

/// What is signed names whole seconds.
fn a_second_passes() {
    std::thread::sleep(Duration::from_millis(1100));
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `sceau keys compromise`
fn compromise<'a>(key: &'a str, at: &'a str) -> [&'a str; 7] {
    let [keys, act, since, why] = ["keys", "compromise", "--at", "--reason"];
    [keys, act, key, since, at, why, "a copy was found"]
}

#[test]
fn what_was_signed_before_a_rotation_and_a_retirement_stays_authentic() {
    let workspace = Workspace::with_own_keys();
    let old = ["credential", "document"].map(|purpose| signing(&workspace, purpose));
    let first = workspace.issue(GOOD, "first");
    fs::write(
        workspace.path("old.json"),
        workspace.ok(&["keys", "public"]),
    )
    .unwrap();

    let mut new = Vec::new();
    for (purpose, old) in ["credential", "document"].into_iter().zip(&old) {
        let rotated = workspace.json(0, &["keys", "rotate", "--purpose", purpose]);
        assert_eq!(rotated["replaced"], **old);
        new.push(rotated["id"].as_str().unwrap().to_owned());
        assert_eq!(signing(&workspace, purpose), new[new.len() - 1]);
    }
    let second = workspace.issue(&another(102, "Nobre"), "second");
    for line in [&first, &second] {
        assert_eq!(verdicts(&workspace, line), AUTHENTIC);
    }
    let signed = workspace.json(0, &["show", &second.code])["audit"][1]["event"].clone();
    assert_eq!(signed["credential_key"], *new[0]);
    assert_eq!(signed["document_key"], *new[1]);
    // Who has not heard of the new keys does not believe them.
    let document = second.document.to_str().unwrap();
    let unheard = ["verify", document, "--offline", "--keys", "old.json"];
    assert_eq!(verdict(&workspace, &unheard)["verdict"], "unknown_key");

    for key in &old {
        workspace.ok(&["keys", "retire", key, "--operator", "H. Lavigerie"]);
    }
    for line in [&first, &second] {
        assert_eq!(verdicts(&workspace, line), AUTHENTIC);
    }
    let expected = [
        ("key_rotated", &new[0]),
        ("key_rotated", &new[1]),
        ("key_retired", &old[0]),
        ("key_retired", &old[1]),
    ];
    let expected = expected.map(|(event, key)| (event.to_owned(), key.clone()));
    assert_eq!(history(&workspace), expected);
    assert!(workspace.ok(&["keys", "history"]).contains("H. Lavigerie"));
    workspace.check_invariants();
}

#[test]
fn a_compromised_credential_key_takes_what_it_signed_since_and_nothing_else() {
    let workspace = Workspace::with_own_keys();
    let key = signing(&workspace, "credential");
    let before = workspace.issue(GOOD, "before");
    let since = written(an_instant_after(&workspace, &before));
    let after = workspace.issue(&another(102, "Nobre"), "after");
    assert_eq!(verdicts(&workspace, &after), AUTHENTIC);

    let done = workspace.json(0, &compromise(&key, &since));
    let id = workspace.json(0, &["show", &after.code])["certificate_id"].clone();
    assert_eq!(done["affected"], serde_json::json!([id]));
    assert_eq!(done["status_lists_signed"], true);
    let next = signing(&workspace, "credential");
    assert_eq!(done["rotated"]["id"], *next);
    assert_ne!(next, key);

    assert_eq!(verdicts(&workspace, &before), AUTHENTIC);
    assert_eq!(verdicts(&workspace, &after), ["not_authentic"; 3]);
    let answer = verdict(&workspace, &["verify", &after.code]);
    assert!(answer.get("certificate").is_none(), "{answer}");
    assert!(answer.to_string().contains("key-compromised"), "{answer}");
    let events: BTreeMap<_, _> = history(&workspace).into_iter().collect();
    assert_eq!(events["key_compromised"], key);
    assert_eq!(events["key_rotated"], next);

    // The holder gets a certificate that counts.
    let results = workspace.path("after.csv");
    let results = results.to_str().unwrap();
    workspace.ok(&["supersede", &after.code, results, "--out", "again"]);
    let list = fs::read_dir(workspace.path("again")).unwrap();
    let mut documents = list.map(|file| file.unwrap().path());
    let document = documents.find(|path| path.extension().is_some_and(|kind| kind == "pdf"));
    let document = document.unwrap();
    let answer = verdict(&workspace, &["verify", document.to_str().unwrap()]);
    assert_eq!(answer["verdict"], "authentic", "{answer}");
    assert_eq!(answer["certificate"]["last_name"], "Nobre");
}

#[test]
fn a_compromised_document_key_takes_the_documents_and_leaves_the_seals() {
    let workspace = Workspace::with_own_keys();
    let key = signing(&workspace, "document");
    let before = workspace.issue(GOOD, "before");
    let since = written(an_instant_after(&workspace, &before));
    let after = workspace.issue(&another(102, "Nobre"), "after");
    let done = workspace.json(0, &compromise(&key, &since));
    assert_eq!(done["revoked"], true, "{done}");
    assert!(done.get("status_lists_signed").is_none(), "{done}");

    assert_eq!(verdicts(&workspace, &before), AUTHENTIC);
    let [code, document, offline] = verdicts(&workspace, &after);
    assert_eq!(code, "authentic", "the seal is by another key");
    assert_eq!([document, offline], ["not_authentic"; 2]);
    let third = workspace.issue(&another(103, "Ferrand"), "third");
    assert_eq!(verdicts(&workspace, &third), AUTHENTIC);

    let list = fs::read(workspace.path("keys/crl-2.der")).unwrap();
    let list = CertificateList::<Rfc5280>::from_der(&list).unwrap();
    let revoked = list.tbs_cert_list.revoked_certificates.unwrap();
    let extensions = revoked[0].crl_entry_extensions.as_ref().unwrap();
    // RFC 5280 §5.3.1: keyCompromise (1).
    assert_eq!(extensions[0].extn_value.as_bytes(), [10, 1, 1]);
    workspace.check_invariants();
}

#[test]
fn a_compromise_found_later_may_reach_back_but_never_forward() {
    let workspace = Workspace::with_own_keys();
    let key = signing(&workspace, "credential");
    let first = workspace.issue(GOOD, "first");
    let since = an_instant_after(&workspace, &first);
    workspace.ok(&compromise(&key, &written(since)));
    assert_eq!(verdicts(&workspace, &first), AUTHENTIC);
    a_second_passes();
    let later = written(since + TimeDelta::seconds(1));
    workspace.exits(1, &compromise(&key, &later));
    workspace.ok(&compromise(&key, "2020-01-01T00:00:00Z"));
    assert_eq!(verdicts(&workspace, &first), ["not_authentic"; 3]);
    workspace.exits(1, &compromise(&key, &written(since)));
    assert_eq!(verdicts(&workspace, &first), ["not_authentic"; 3]);
}

/// Every file of the key folder, but the lock.
fn folder(workspace: &Workspace) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(workspace.path("keys")).unwrap();
    files
        .map(|file| file.unwrap())
        .map(|file| (file.file_name().into_string().unwrap(), file.path()))
        .filter(|(name, _)| name != "keyring.lock")
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect()
}

#[test]
fn wrong_uses_say_what_is_wrong_and_change_nothing() {
    let workspace = Workspace::with_own_keys();
    let old = signing(&workspace, "credential");
    workspace.issue(GOOD, "first");
    workspace.ok(&["keys", "rotate"]);
    let credential = signing(&workspace, "credential");
    let document = signing(&workspace, "document");
    let safe = workspace.path("safe.pem");
    fs::rename(workspace.path("keys/ca.key.pem"), &safe).unwrap();
    let (folder_before, history_before) = (folder(&workspace), history(&workspace));

    let table: Vec<(i32, Vec<&str>, &str)> = vec![
        (
            1,
            vec!["keys", "retire", &credential],
            "rotate --purpose credential",
        ),
        (
            1,
            vec!["keys", "retire", &document],
            "rotate --purpose document",
        ),
        (
            1,
            vec!["keys", "retire", "c-1999-9"],
            "there is no key `c-1999-9`",
        ),
        (
            1,
            vec!["keys", "retire", &old, "--at", "2026-01-01T00:00:00Z"],
            "signed 1 certificates after",
        ),
        (
            1,
            vec!["keys", "retire", &old, "--at", "2999-01-01T00:00:00Z"],
            "not later",
        ),
        (2, vec!["keys", "retire", &old, "--at", "yesterday"], "--at"),
        (
            1,
            compromise(&old, "2999-01-01T00:00:00Z").to_vec(),
            "has not come",
        ),
        (
            1,
            compromise("nobody", "2026-01-01T00:00:00Z").to_vec(),
            "there is no key `nobody`",
        ),
        (2, vec!["keys", "compromise", &old], "--at"),
        (
            1,
            vec![
                "keys",
                "compromise",
                &old,
                "--at",
                "2026-01-01T00:00:00Z",
                "--reason",
                " ",
            ],
            "the reason is one line",
        ),
        (
            1,
            vec!["keys", "rotate", "--new-id", &old],
            "ids are never used twice",
        ),
        (
            1,
            vec!["keys", "rotate", "--new-id", "../c"],
            "can't be a key's id",
        ),
        (2, vec!["keys", "rotate", "--purpose", "seal"], "credential"),
        (
            1,
            vec!["keys", "rotate", "--purpose", "document"],
            "--authority-key",
        ),
        (
            1,
            vec![
                "keys",
                "rotate",
                "--purpose",
                "document",
                "--authority-key",
                "nowhere.pem",
            ],
            "there is no file `nowhere.pem`",
        ),
        (1, vec!["keys", "new"], "already exists"),
    ];
    for (code, arguments, part) in table {
        let output = workspace.run(&arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(part), "{arguments:?}: {said}");
        assert_eq!(folder(&workspace), folder_before, "{arguments:?}");
        assert_eq!(history(&workspace), history_before, "{arguments:?}");
    }
    let named = ["--authority-key", safe.to_str().unwrap()];
    workspace.ok(&[&["keys", "rotate", "--purpose", "document"][..], &named].concat());
}

#[test]
fn example_keys_are_not_made_into_real_ones() {
    let workspace = Workspace::new();
    let before = folder(&workspace);
    let output = workspace.run(&["keys", "rotate"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("sceau keys new"), "{said}");
    assert_eq!(folder(&workspace), before);
}

#[test]
fn a_machine_without_register_keeps_keys_and_says_that_nothing_is_recorded() {
    let workspace = Workspace::with_own_keys();
    let register = workspace.path("sceau.db");
    assert!(register.exists());
    fs::remove_file(&register).unwrap();
    let said = workspace.ok(&["keys", "rotate"]);
    assert!(said.contains("no register here"), "{said}");
    assert!(!register.exists());
}

/// A run that began before a key ended: what it would sign now, nobody would believe.
#[tokio::test]
async fn an_issuance_under_way_stops_when_its_key_ends_and_goes_on_with_the_next() {
    let workspace = Workspace::with_own_keys();
    let config = Config::load(Some(&workspace.path("sceau.toml"))).unwrap();
    let service = Service::open(config, Clock::System).await.unwrap();
    let results = workspace.results("results.csv", &[GOOD]);
    let order = order(&service, GOOD, Language::French);

    let old = signing(&workspace, "credential");
    workspace.ok(&["keys", "rotate"]);
    workspace.ok(&["keys", "retire", &old]);
    let refused = issuance::issue(&service, &Renderer::Here, order).await;
    assert!(
        matches!(refused, Err(issuance::Error::KeyEnded)),
        "{refused:?}"
    );
    let row = workspace.json(0, &["doctor"])["register"].clone();
    assert_eq!((&row["issued"], &row["prepared"]), (&0.into(), &1.into()));

    // The recorded row, which is older than the retirement, is signed by the key that signs now.
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
    let line = workspace.issued("out").remove(0);
    assert_eq!(verdicts(&workspace, &line), AUTHENTIC);
}

#[test]
fn what_was_recorded_before_its_keys_ended_is_signed_by_their_successors() {
    let workspace = Workspace::with_own_keys();
    let results = workspace.results("results.csv", &[GOOD]);
    let arguments = ["issue", results.to_str().unwrap(), "--out", "out"];
    workspace.kill_after(4, &arguments);
    a_second_passes();
    for purpose in ["credential", "document"] {
        let old = signing(&workspace, purpose);
        workspace.ok(&["keys", "rotate", "--purpose", purpose]);
        workspace.ok(&["keys", "retire", &old]);
    }
    workspace.ok(&arguments);
    let line = workspace.issued("out").remove(0);
    assert_eq!(verdicts(&workspace, &line), AUTHENTIC);
    workspace.check_invariants();
}
