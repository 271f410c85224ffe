//! Keys in a token: the same certificates, and a clear word and nothing half signed when it fails.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{GOOD, IssuedLine, SoftHsm, Workspace, softhsm};

/// The results of this many people.
fn rows(count: u32) -> Vec<String> {
    let row = |number: u32| {
        let named = format!(";{};Kervadec-{};", 200 + number, name(number));
        GOOD.replace(";101;Kervadec-Oduya;", &named)
    };
    (0..count).map(row).collect()
}

/// A name is made of letters.
fn name(number: u32) -> String {
    let letter = |digit: u32| char::from_digit(10 + digit, 36).unwrap();
    let (first, second) = (letter(number / 26), letter(number % 26));
    format!("{}{second}", first.to_uppercase())
}

fn results(workspace: &Workspace, count: u32) -> String {
    let rows = rows(count);
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let path = workspace.results("results.csv", &rows);
    path.to_str().unwrap().to_owned()
}

fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    format!("{out}\n{err}")
}

fn register(workspace: &Workspace) -> (u64, u64) {
    let register = workspace.json_of(&["doctor"])["register"].clone();
    let count = |state: &str| register[state].as_u64().unwrap();
    (count("issued"), count("prepared"))
}

fn verdict(workspace: &Workspace, arguments: &[&str]) -> String {
    let all = [&["verify"], arguments].concat();
    let verdict = workspace.json_of(&all)["verdict"].clone();
    verdict.as_str().unwrap().to_owned()
}

fn is_authentic(workspace: &Workspace, line: &IssuedLine) {
    let document = line.document.to_str().unwrap();
    assert_eq!(verdict(workspace, &[&line.code]), "authentic");
    assert_eq!(verdict(workspace, &[document]), "authentic");
}

/// Changes `keyring.toml`.
fn rewrite(workspace: &Workspace, from: &str, to: &str) {
    let path = workspace.path("keys/keyring.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn draw(workspace: &Workspace) {
    fs::rename(workspace.path("hsm/tokens"), workspace.path("hsm/drawn")).unwrap();
    fs::create_dir(workspace.path("hsm/tokens")).unwrap();
}

fn put_back(workspace: &Workspace) {
    fs::remove_dir_all(workspace.path("hsm/tokens")).unwrap();
    fs::rename(workspace.path("hsm/drawn"), workspace.path("hsm/tokens")).unwrap();
}

/// `sceau issue` fails with these words, and nothing was recorded.
fn refuses(workspace: &Workspace, parts: &[&str]) {
    let results = results(workspace, 1);
    let output = workspace.run(&["issue", &results, "--out", "out"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in parts {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    assert_eq!(register(workspace), (0, 0), "{said}");
    assert!(!workspace.path("out").join("issued.csv").exists());
}

/// `sceau issue` works, and issues one certificate.
fn works(workspace: &Workspace) {
    let line = workspace.issue(GOOD, "out");
    assert_eq!(register(workspace), (1, 0));
    is_authentic(workspace, &line);
    workspace.check_invariants();
}

#[test]
fn what_a_token_signs_is_a_certificate_like_any_other() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    // No private half is in the folder but the authority's, which goes offline.
    let files = fs::read_dir(workspace.path("keys")).unwrap();
    let mut secret: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with("key.pem"))
        .collect();
    secret.sort();
    assert_eq!(secret, ["ca.key.pem"]);

    let lines = workspace.json(0, &["keys", "list"]);
    for key in lines.as_array().unwrap() {
        assert_eq!(
            (&key["token"], &key["answers"]),
            (&"hsm".into(), &true.into())
        );
    }
    let doctor = workspace.ok(&["doctor"]);
    assert!(doctor.contains("in token hsm, signs in"), "{doctor}");

    works(&workspace);
    let line = workspace.issued("out").remove(0);
    let keys = workspace.ok(&["keys", "public"]);
    fs::write(workspace.path("jwks.json"), keys).unwrap();
    let document = line.document.to_str().unwrap();
    let offline = [document, "--offline", "--keys", "jwks.json"];
    assert_eq!(verdict(&workspace, &offline), "authentic_status_unknown");
    // So are the standard credential as a token and the status lists.
    workspace.ok(&["show", &line.code, "--credential", "badge.jwt"]);
    draw(&workspace);
    let badge = ["show", &line.code, "--credential", "again.jwt"];
    let refused = workspace.run(&badge);
    assert!(
        said(&refused).contains("no token with the label"),
        "{}",
        said(&refused)
    );
    assert!(!workspace.path("again.jwt").exists());
    put_back(&workspace);
    workspace.ok(&["revoke", &line.code, "--reason", "fraud"]);
    assert_eq!(verdict(&workspace, &[&line.code]), "revoked");
    workspace.check_invariants();
}

#[test]
fn who_only_reads_needs_no_token() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let line = workspace.issue(GOOD, "out");
    draw(&workspace);
    fs::remove_file(workspace.path("hsm/pin")).unwrap();
    is_authentic(&workspace, &line);
    workspace.ok(&["show", &line.code]);
    workspace.ok(&["keys", "public"]);
    workspace.ok(&["renew-link", &line.code]);
    // Listing says what is wrong.
    let listed = workspace.json(1, &["keys", "list"]);
    let problem = listed[0]["problem"].as_str().unwrap();
    assert!(problem.contains("of `pin_file` can't be read"), "{problem}");
    assert_eq!(listed[0]["answers"], false);
}

#[test]
fn a_wrong_pin_is_tried_once_and_never_shown() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    fs::write(workspace.path("hsm/pin"), "90210\n").unwrap();
    let [module, spy] = [hsm.module(), hsm.spy()].map(|path| path.to_str().unwrap());
    let log = workspace.path("calls.log");
    rewrite(&workspace, module, spy);
    for command in ["list", "doctor", "issue"] {
        let _ = fs::remove_file(&log);
        let results = results(&workspace, 3);
        let arguments: &[&str] = match command {
            "list" => &["keys", "list"],
            "doctor" => &["doctor"],
            _ => &["issue", &results, "--out", "out"],
        };
        let mut process = workspace.command(arguments);
        process
            .env("PKCS11SPY", module)
            .env("PKCS11SPY_OUTPUT", &log);
        let output = process.output().unwrap();
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains("refused the PIN") && !said.contains("90210"),
            "{said}"
        );
        let calls = fs::read(&log).unwrap();
        let calls = String::from_utf8_lossy(&calls);
        assert_eq!(calls.matches("C_Login\n").count(), 1, "{command}: {calls}");
    }
    rewrite(&workspace, spy, module);
    assert_eq!(register(&workspace), (0, 0));
    fs::write(workspace.path("hsm/pin"), "4711\n").unwrap();
    works(&workspace);
}

#[test]
fn the_pin_may_come_from_the_environment() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let file = workspace.path("hsm/pin");
    let written = format!("pin_file = \"{}\"", file.display());
    rewrite(&workspace, &written, "pin_env = \"HSM_PIN\"");
    refuses(
        &workspace,
        &["the environment variable `HSM_PIN` of `pin_env` is not set"],
    );
    let mut process = workspace.command(&["keys", "list"]);
    let output = process.env("HSM_PIN", "4711").output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn a_token_or_module_that_is_missing_is_named() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let module = hsm.module().to_str().unwrap();

    draw(&workspace);
    refuses(&workspace, &["no token with the label `sceau`", "hint:"]);
    put_back(&workspace);

    rewrite(&workspace, "label = \"sceau\"", "label = \"other\"");
    refuses(
        &workspace,
        &["no token with the label `other`", "`sceau` ("],
    );
    rewrite(&workspace, "label = \"other\"", "label = \"sceau\"");

    rewrite(&workspace, module, "/no/such/module.so");
    refuses(
        &workspace,
        &["the PKCS#11 module `/no/such/module.so` can't be started"],
    );
    // A file that is no library at all.
    let text = workspace.path("sceau.toml");
    rewrite(&workspace, "/no/such/module.so", text.to_str().unwrap());
    refuses(&workspace, &["sceau.toml` can't be started"]);
    rewrite(&workspace, text.to_str().unwrap(), module);
    works(&workspace);
}

#[test]
fn a_key_that_is_missing_ambiguous_or_another_is_named() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let folder = workspace.path("hsm");

    rewrite(&workspace, "\"sceau-document\"", "\"documents\"");
    refuses(
        &workspace,
        &[
            "has no private key with the label `documents`",
            "`sceau-document`",
        ],
    );
    rewrite(&workspace, "\"documents\"", "\"sceau-credential\"");
    refuses(&workspace, &["is Ed25519, not P-256"]);
    hsm.make_key(&folder, "EC:secp384r1", "large", "0a");
    rewrite(
        &workspace,
        "token_key = \"sceau-credential\"\nchain",
        "token_key = \"large\"\nchain",
    );
    refuses(&workspace, &["is P-384, not P-256"]);
    // The right kind, and not the key that the certificate is for.
    hsm.make_key(&folder, "EC:prime256v1", "next", "03");
    rewrite(&workspace, "\"large\"", "\"next\"");
    refuses(&workspace, &["does not belong to the public key on record"]);

    rewrite(&workspace, "\"next\"", "\"sceau-document\"");
    hsm.make_key(&folder, "EC:prime256v1", "sceau-document", "04");
    refuses(&workspace, &["has 2 P-256 private keys with the label"]);
    let both = "\"sceau-document\"\ntoken_key_id = \"02\"";
    rewrite(&workspace, "\"sceau-document\"", both);
    works(&workspace);
}

#[test]
fn of_two_tokens_with_one_label_neither_is_guessed() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let folder = workspace.path("hsm");
    let key = serial(&workspace);
    SoftHsm::make_token(&folder, "sceau");
    refuses(&workspace, &["2 tokens have the label `sceau`", &key]);
    let by_serial = format!("serial = \"{key}\"");
    rewrite(&workspace, "label = \"sceau\"", &by_serial);
    works(&workspace);
}

/// The serial number of the only token.
fn serial(workspace: &Workspace) -> String {
    rewrite(workspace, "label = \"sceau\"", "label = \"other\"");
    let output = workspace.run(&["issue", &results(workspace, 1), "--out", "out"]);
    rewrite(workspace, "label = \"other\"", "label = \"sceau\"");
    let said = said(&output);
    let from = said.find("`sceau` (").unwrap() + "`sceau` (".len();
    said[from..].split(')').next().unwrap().to_owned()
}

#[test]
fn a_token_that_dies_in_a_batch_leaves_nothing_half_signed() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let many = 60;
    let results = results(&workspace, many);
    let arguments = ["issue", &results, "--out", "out"];
    let process = workspace
        .command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for_a_document(&workspace);
    draw(&workspace);
    let output = process.wait_with_output().unwrap();
    let said = said(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    // The rows that failed say why and what to do.
    assert!(
        said.contains("does not sign: ") || said.contains("could not sign: "),
        "{said}"
    );
    assert!(
        said.contains("then repeat the command") || said.contains("check the token"),
        "{said}"
    );
    let counts = workspace.issued("out").len();
    assert!(counts >= 1 && counts < many as usize, "{said}");
    workspace.check_invariants();
    for line in workspace.issued("out") {
        is_authentic(&workspace, &line);
    }

    put_back(&workspace);
    workspace.ok(&arguments);
    assert_eq!(register(&workspace), (u64::from(many), 0));
    assert_eq!(workspace.issued("out").len(), many as usize);
    workspace.check_invariants();
    // Once more changes nothing.
    workspace.ok(&arguments);
    assert_eq!(register(&workspace), (u64::from(many), 0));
}

fn wait_for_a_document(workspace: &Workspace) {
    let started = Instant::now();
    let is_document = |entry: fs::DirEntry| entry.path().extension().is_some_and(|e| e == "pdf");
    while !fs::read_dir(workspace.path("out"))
        .is_ok_and(|mut files| files.any(|file| is_document(file.unwrap())))
    {
        assert!(started.elapsed() < Duration::from_mins(1), "no document");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn killed_between_signature_and_register_there_is_one_certificate() {
    let Some(hsm) = softhsm() else { return };
    // A token never signs a document twice the same.
    for step in [5, 7, 8] {
        let workspace = Workspace::with_token(&hsm);
        let results = results(&workspace, 1);
        let arguments = ["issue", &results, "--out", "out"];
        workspace.kill_after(step, &arguments);
        assert_eq!(register(&workspace), (0, 1));
        workspace.ok(&arguments);
        assert_eq!(register(&workspace), (1, 0));
        is_authentic(&workspace, &workspace.issued("out")[0]);
        workspace.check_invariants();
    }
}

#[test]
fn two_runs_at_the_same_time_give_each_result_one_document() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let many = 24;
    let results = results(&workspace, many);
    let start = |out: &str| {
        let mut command = workspace.command(&["issue", &results, "--out", out]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    for process in [start("one"), start("two")] {
        let output = process.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
    assert_eq!(register(&workspace), (u64::from(many), 0));
    let [mut one, mut two] = ["one", "two"].map(|out| workspace.issued(out));
    assert_eq!(one.len(), many as usize);
    one.sort_by(|a, b| a.code.cmp(&b.code));
    two.sort_by(|a, b| a.code.cmp(&b.code));
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one.code, two.code);
        let same = fs::read(&one.document).unwrap() == fs::read(&two.document).unwrap();
        assert!(same, "{} has two documents", one.code);
    }
    is_authentic(&workspace, &one[0]);
    workspace.check_invariants();
}

/// Id of the key that signs for this purpose.
fn signing(workspace: &Workspace, purpose: &str) -> Value {
    let keys = workspace.json_of(&["keys", "list"]);
    let mut keys = keys.as_array().unwrap().iter();
    let signs = |key: &&Value| {
        key["purpose"] == purpose && key["state"].as_str().unwrap().starts_with("active")
    };
    keys.find(signs).unwrap().clone()
}

#[test]
fn keys_in_a_token_are_followed_by_keys_in_it() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let first = workspace.issue(GOOD, "first");
    let before = fs::read_to_string(workspace.path("keys/keyring.toml")).unwrap();
    let refused = |arguments: &[&str], part: &str| {
        let output = workspace.run(&[&["keys", "rotate"], arguments].concat());
        let said = said(&output);
        assert!(!output.status.success() && said.contains(part), "{said}");
        let now = fs::read_to_string(workspace.path("keys/keyring.toml")).unwrap();
        assert_eq!(now, before);
    };
    refused(&[], "is in the token `hsm`: make the next key pair there");
    refused(&["--token-key", "sceau-credential"], "is the key `c-");
    refused(
        &["--token-key", "none"],
        "no private key with the label `none`",
    );
    refused(
        &["--token-key", "x", "--token", "y"],
        "name one of the [[token]] tables",
    );
    let document = ["--purpose", "document", "--token-key", "sceau-document"];
    refused(&document, "is the key `d-");

    let folder = workspace.path("hsm");
    hsm.make_key(&folder, "EC:edwards25519", "credential-2", "05");
    hsm.make_key(&folder, "EC:prime256v1", "document-2", "06");
    for (purpose, label) in [("credential", "credential-2"), ("document", "document-2")] {
        let old = signing(&workspace, purpose)["id"].clone();
        let rotate = ["keys", "rotate", "--purpose", purpose, "--token-key", label];
        assert_eq!(workspace.json(0, &rotate)["replaced"], old);
        let new = signing(&workspace, purpose);
        assert!(new["id"] != old && new["answers"] == true, "{new}");
        workspace.ok(&["keys", "retire", old.as_str().unwrap()]);
    }
    let second = workspace.issue(&rows(1)[0], "second");
    for line in [&first, &second] {
        is_authentic(&workspace, line);
    }
    workspace.check_invariants();
}

#[test]
fn each_key_answers_for_itself() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    rewrite(&workspace, "\"sceau-credential\"", "\"seals\"");
    workspace.exits(1, &["keys", "list"]);
    let problem = signing(&workspace, "credential")["problem"].clone();
    assert!(problem.as_str().unwrap().contains("`seals`"), "{problem}");
    assert_eq!(signing(&workspace, "document")["answers"], true);
}

#[test]
fn keys_in_files_are_followed_by_keys_in_a_token() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let keyring = fs::read_to_string(workspace.path("keys/keyring.toml")).unwrap();
    let token = keyring.find("[[token]]").unwrap();
    let token = &keyring[token..token + keyring[token..].find("\n\n").unwrap()];
    fs::remove_dir_all(workspace.path("keys")).unwrap();
    workspace.ok(&["keys", "new"]);
    let first = workspace.issue(GOOD, "first");
    let rotate = |purpose, label| ["keys", "rotate", "--purpose", purpose, "--token-key", label];
    let document = rotate("document", "sceau-document");
    let refused = said(&workspace.run(&document));
    assert!(refused.contains("there: none"), "{refused}");
    rewrite(&workspace, "\n\n", &format!("\n\n{token}\n\n"));
    workspace.ok(&document);
    // One in a file, one in a token; then both in the token.
    let second = workspace.issue(&rows(1)[0], "second");
    workspace.ok(&rotate("credential", "sceau-credential"));
    let third = workspace.issue(&rows(2)[1], "third");
    for line in [&first, &second, &third] {
        is_authentic(&workspace, line);
    }
    assert_eq!(signing(&workspace, "credential")["token"], "hsm");
    workspace.check_invariants();
}

#[test]
fn who_lost_the_token_can_say_so_and_go_on_with_files() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    let line = workspace.issue(GOOD, "first");
    let [credential, document] = ["credential", "document"].map(|purpose| {
        signing(&workspace, purpose)["id"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    draw(&workspace);
    let since = "2020-01-01T00:00:00Z";
    let why = "the token was stolen";
    for key in [&credential, &document] {
        let compromise = ["keys", "compromise", key, "--at", since, "--reason", why];
        let refused = workspace.run(&compromise);
        assert!(said(&refused).contains("--as-file"), "{}", said(&refused));
        workspace.ok(&[&compromise[..], &["--as-file"]].concat());
    }
    assert_eq!(verdict(&workspace, &[&line.code]), "not_authentic");
    for purpose in ["credential", "document"] {
        assert_eq!(signing(&workspace, purpose)["token"], Value::Null);
    }
    let next = workspace.issue(&rows(1)[0], "second");
    is_authentic(&workspace, &next);
}

#[test]
fn a_folder_for_keys_that_do_not_work_is_not_made() {
    let Some(hsm) = softhsm() else { return };
    let workspace = Workspace::with_token(&hsm);
    fs::remove_dir_all(workspace.path("keys")).unwrap();
    let pin = workspace.path("hsm/pin");
    let new = |more: &[&str]| {
        let module = hsm.module().to_str().unwrap();
        let new = ["keys", "new", "--token", "sceau", "--module", module];
        workspace.run(&[&new[..], &["--pin-file", pin.to_str().unwrap()], more].concat())
    };
    for (more, part) in [
        (
            ["--document-key", "none"],
            "no private key with the label `none`",
        ),
        (
            ["--document-key", "sceau-credential"],
            "is Ed25519, not P-256",
        ),
        (
            ["--credential-key", "sceau-document"],
            "is P-256, not Ed25519",
        ),
    ] {
        let output = new(&more);
        let said = said(&output);
        assert!(!output.status.success() && said.contains(part), "{said}");
        assert!(!workspace.path("keys").exists());
    }
    // Without the public half nobody knows what the key would sign for.
    let folder = workspace.path("hsm");
    remove_public(&hsm, &folder);
    let output = new(&[]);
    assert!(
        said(&output).contains("no readable P-256 public key"),
        "{}",
        said(&output)
    );
    assert!(!workspace.path("keys").exists());
}

fn remove_public(hsm: &SoftHsm, folder: &Path) {
    let delete = [
        "--delete-object",
        "--type",
        "pubkey",
        "--label",
        "sceau-document",
    ];
    hsm.tool(folder, &delete);
}
