//! The life of a certificate: issued, presented in every form, suspended, superseded, revoked.

use crate::support::{GOOD, Workspace, project};

fn verdict(workspace: &Workspace, code: i32, arguments: &[&str]) -> String {
    let mut all = vec!["verify"];
    all.extend(arguments);
    workspace.json(code, &all)["verdict"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A workspace with one certificate issued.
fn issued() -> (Workspace, crate::support::IssuedLine) {
    let workspace = Workspace::new();
    let results = workspace.results("results.csv", &[GOOD]);
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
    let line = workspace.issued("out").remove(0);
    (workspace, line)
}

#[test]
fn a_certificate_is_authentic_by_code_and_by_document() {
    let (workspace, line) = issued();
    assert_eq!(verdict(&workspace, 0, &[&line.code]), "authentic");
    assert_eq!(
        verdict(
            &workspace,
            0,
            &[&line.code.to_lowercase().replace('-', " ")]
        ),
        "authentic"
    );
    assert_eq!(
        verdict(&workspace, 0, &[line.document.to_str().unwrap()]),
        "authentic"
    );
}

#[test]
fn without_register_the_document_is_authentic_and_its_status_unknown() {
    let (workspace, line) = issued();
    let jwks = workspace.ok(&["keys", "public"]);
    std::fs::write(workspace.path("jwks.json"), jwks).unwrap();
    let answer = workspace.json(
        0,
        &[
            "verify",
            line.document.to_str().unwrap(),
            "--offline",
            "--keys",
            "jwks.json",
        ],
    );
    assert_eq!(answer["verdict"], "authentic_status_unknown");
    assert_eq!(answer["certificate"]["last_name"], "Kervadec-Oduya");
}

#[test]
fn a_changed_document_is_not_authentic_and_shows_nothing() {
    let (workspace, line) = issued();
    let mut bytes = std::fs::read(&line.document).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 1;
    let forged = workspace.path("forged.pdf");
    std::fs::write(&forged, bytes).unwrap();
    let answer = workspace.json(4, &["verify", forged.to_str().unwrap()]);
    assert_eq!(answer["verdict"], "not_authentic");
    assert!(answer.get("certificate").is_none(), "{answer}");
}

#[test]
fn a_suspended_certificate_can_be_reinstated_and_a_revoked_one_cannot() {
    let (workspace, line) = issued();
    workspace.ok(&["suspend", &line.code, "--reason", "under-inquiry"]);
    assert_eq!(verdict(&workspace, 4, &[&line.code]), "suspended");
    workspace.ok(&["reinstate", &line.code]);
    assert_eq!(verdict(&workspace, 0, &[&line.code]), "authentic");
    workspace.ok(&["revoke", &line.code, "--reason", "fraud"]);
    assert_eq!(verdict(&workspace, 4, &[&line.code]), "revoked");
    assert_eq!(
        verdict(&workspace, 4, &[line.document.to_str().unwrap()]),
        "revoked"
    );
    workspace.exits(1, &["reinstate", &line.code]);
    workspace.exits(1, &["suspend", &line.code, "--reason", "under-inquiry"]);
    assert_eq!(verdict(&workspace, 4, &[&line.code]), "revoked");
    let audit = workspace.json(0, &["show", &line.code])["audit"].clone();
    let events: Vec<&str> = audit
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["event"]["event"].as_str().unwrap())
        .collect();
    assert_eq!(
        events,
        ["prepared", "issued", "suspended", "reinstated", "revoked"]
    );
}

#[test]
fn a_correction_supersedes_and_the_corrected_certificate_is_authentic() {
    let (workspace, line) = issued();
    let corrected = workspace.results("corrected.csv", &[&GOOD.replace("Maëlle", "Maël")]);
    workspace.exits(3, &["issue", corrected.to_str().unwrap(), "--out", "out2"]);
    workspace.ok(&[
        "supersede",
        &line.code,
        corrected.to_str().unwrap(),
        "--out",
        "out3",
    ]);
    assert_eq!(verdict(&workspace, 4, &[&line.code]), "superseded");
    let by = workspace.json(0, &["show", &line.code])["superseded_by"]
        .as_str()
        .unwrap()
        .to_owned();
    let code = workspace.json(0, &["show", &by])["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = workspace.json(0, &["verify", &code]);
    assert_eq!(answer["certificate"]["first_name"], "Maël");
}

#[test]
fn issuing_twice_returns_the_same_certificate() {
    let (workspace, line) = issued();
    let before = std::fs::read(&line.document).unwrap();
    let results = workspace.path("results.csv");
    let report = workspace.json(0, &["issue", results.to_str().unwrap(), "--out", "again"]);
    assert_eq!(report["counts"]["issued"], 0);
    assert_eq!(report["counts"]["repeated"], 1);
    let again = workspace.issued("again").remove(0);
    assert_eq!(again.code, line.code);
    assert_eq!(again.link, line.link);
    assert_eq!(std::fs::read(&again.document).unwrap(), before);
}

#[test]
fn an_unknown_code_and_a_mistyped_code_are_told_apart() {
    let (workspace, line) = issued();
    let mut typo: Vec<char> = line.code.chars().collect();
    typo[0] = if typo[0] == '7' { '8' } else { '7' };
    let typo: String = typo.into_iter().collect();
    assert_eq!(verdict(&workspace, 5, &[&typo]), "unreadable");
}

#[test]
fn the_birth_date_is_a_question_and_never_an_answer() {
    let (workspace, line) = issued();
    let right = workspace.json(0, &["verify", &line.code, "--birth-date", "1998-03-14"]);
    assert!(right["certificate"].get("birth_date").is_none(), "{right}");
    let wrong = workspace.json(4, &["verify", &line.code, "--birth-date", "1998-03-15"]);
    assert!(wrong["certificate"].get("birth_date").is_none(), "{wrong}");
}

#[test]
fn all_or_nothing_issues_nothing_when_a_row_is_refused() {
    let workspace = Workspace::new();
    let bad = GOOD
        .replace("101;", "102;")
        .replace("1998-03-14", "1998-13-14");
    let results = workspace.results("results.csv", &[GOOD, &bad]);
    let path = results.to_str().unwrap();
    workspace.exits(1, &["issue", path, "--out", "out", "--all-or-nothing"]);
    assert!(!workspace.path("out").exists());
    let report = workspace.json(3, &["issue", path, "--out", "out"]);
    assert_eq!(report["counts"]["issued"], 1);
    assert_eq!(report["counts"]["refused"], 1);
}

#[test]
fn the_example_session_meets_awards_withholdings_and_refusals() {
    let workspace = Workspace::new();
    let session = project("examples/session.csv");
    let report = workspace.json(3, &["issue", session.to_str().unwrap(), "--out", "out"]);
    for count in ["issued", "withheld", "refused"] {
        assert!(
            report["counts"][count].as_u64().unwrap() > 0,
            "{count}: {report}"
        );
    }
    for line in workspace.issued("out") {
        assert_eq!(
            verdict(&workspace, 0, &[&line.code]),
            "authentic",
            "{}",
            line.last_name
        );
        assert!(line.document.is_file());
    }
}
