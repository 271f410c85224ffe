//! Time stamps: a document is stamped by an authority, verified, refused, renewed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Authority, GOOD, IssuedLine, Server, Workspace};

/// A workspace that asks the authority at these addresses, in this order.
fn asking(authority: &Authority, cases: &[&str], more: &str) -> Workspace {
    let workspace = Workspace::new();
    ask(&workspace, authority, cases, more);
    workspace
}

fn ask(workspace: &Workspace, authority: &Authority, cases: &[&str], more: &str) {
    let path = workspace.path("sceau.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut text = text.split("\n[timestamp]").next().unwrap().to_owned();
    let urls: Vec<String> = cases
        .iter()
        .map(|case| match *case {
            // Nobody listens at this port.
            "down" => "http://127.0.0.1:9/".to_owned(),
            case => authority.url(case),
        })
        .collect();
    let root = authority.root();
    write!(
        text,
        "\n[timestamp]\nurls = {urls:?}\nroots = [\"{}\"]\ntimeout_seconds = 2\n{more}\n",
        root.display()
    )
    .unwrap();
    std::fs::write(path, text).unwrap();
}

fn results(workspace: &Workspace) -> PathBuf {
    workspace.results("results.csv", &[GOOD])
}

fn issue(workspace: &Workspace) -> IssuedLine {
    let results = results(workspace);
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
    workspace.issued("out").remove(0)
}

fn verified(workspace: &Workspace, code: i32, document: &Path) -> Value {
    workspace.json(code, &["verify", document.to_str().unwrap()])
}

/// What the verification says about the time stamp: its outcome, and the reason if it has one.
fn about_time(verification: &Value) -> (String, Option<String>) {
    let checks = verification["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == "time-stamp");
    let check = check.unwrap();
    let reason = check["reason"]["id"].as_str();
    (
        check["outcome"].as_str().unwrap().to_owned(),
        reason.map(str::to_owned),
    )
}

fn passed() -> (String, Option<String>) {
    ("passed".to_owned(), None)
}

fn not_performed(reason: &str) -> (String, Option<String>) {
    ("not_performed".to_owned(), Some(reason.to_owned()))
}

fn count(bytes: &[u8], word: &str) -> usize {
    let windows = bytes.windows(word.len());
    windows.filter(|window| *window == word.as_bytes()).count()
}

#[test]
fn a_certificate_is_stamped_with_its_evidence_in_one_revision() {
    let Some(authority) = Authority::running() else {
        return;
    };
    for case in ["", "rsa"] {
        let workspace = asking(authority, &[case], "");
        let line = issue(&workspace);
        let answer = verified(&workspace, 0, &line.document);
        assert_eq!(answer["verdict"], "authentic");
        assert_eq!(about_time(&answer), passed());
        assert!(answer["certificate"]["stamped_at"].is_string(), "{answer}");
        let bytes = std::fs::read(&line.document).unwrap();
        // The renderer's end and the signature's: nothing was appended after it.
        assert_eq!(count(&bytes, "%%EOF"), 2);
        assert_eq!(count(&bytes, "/DSS"), 2, "the entry and its type");
        workspace.check_invariants();
    }
}

#[test]
fn published_keys_alone_tell_whose_time_stamps_count() {
    let Some(authority) = Authority::running() else {
        return;
    };
    let workspace = asking(authority, &[""], "");
    let line = issue(&workspace);
    let offline = || {
        let document = line.document.to_str().unwrap();
        workspace.json(0, &["verify", document, "--offline", "--keys", "jwks.json"])
    };
    let keys = workspace.ok(&["keys", "public"]);
    std::fs::write(workspace.path("jwks.json"), &keys).unwrap();
    assert_eq!(about_time(&offline()), passed());
    let mut keys: Value = serde_json::from_str(&keys).unwrap();
    keys.as_object_mut().unwrap().remove("time_stamp_roots");
    std::fs::write(workspace.path("jwks.json"), keys.to_string()).unwrap();
    assert_eq!(about_time(&offline()), not_performed("time-stamp-unjudged"));
}

#[test]
fn without_an_authority_the_time_is_the_issuers_own_word() {
    let workspace = Workspace::new();
    let line = issue(&workspace);
    let answer = verified(&workspace, 0, &line.document);
    assert_eq!(answer["verdict"], "authentic");
    assert_eq!(about_time(&answer), not_performed("no-time-stamp"));
    workspace.exits(1, &["archive", "renew", "--all"]);
    let rows = workspace.json(0, &["archive", "renew", "--all", "--dry-run"]);
    assert_eq!(rows[0]["outcome"], "due");
}

#[test]
fn a_stamp_without_evidence_is_made_on_request() {
    let Some(authority) = Authority::running() else {
        return;
    };
    let workspace = asking(authority, &[""], "level = \"b-t\"");
    let line = issue(&workspace);
    let answer = verified(&workspace, 0, &line.document);
    assert_eq!(answer["verdict"], "authentic");
    assert_eq!(
        about_time(&answer),
        not_performed("time-stamp-unrevoked-unknown")
    );
    let bytes = std::fs::read(&line.document).unwrap();
    assert_eq!(count(&bytes, "/DSS"), 0);
}

#[test]
fn an_authority_that_is_busy_is_asked_again() {
    let Some(authority) = Authority::running() else {
        return;
    };
    // It is busy for the first one who asks, and there is no other.
    let workspace = asking(authority, &["busy-once"], "");
    let line = issue(&workspace);
    assert_eq!(
        about_time(&verified(&workspace, 0, &line.document)),
        passed()
    );
}

/// Every way in which an authority can fail, and what is said about it.
const FAILURES: [(&str, &str); 14] = [
    ("down", "refused"),
    ("busy", "HTTP status 503"),
    ("html", "`text/html`, which is not a time stamp"),
    ("huge", "longer than any time stamp"),
    ("slow", "timeout"),
    ("reject", "it refused: status 2, badAlg"),
    ("wrong-nonce", "answers another request"),
    ("other-bytes", "over other bytes"),
    ("wrong-eku", "not made for this use"),
    ("lax-eku", "not made for this use"),
    ("more-eku", "not made for this use"),
    ("expired", "not valid at the time of the stamp"),
    ("revoked", "is revoked"),
    ("superseded", "is revoked"),
];

#[test]
fn when_every_authority_fails_each_is_named_and_nothing_is_half_signed() {
    let Some(authority) = Authority::running() else {
        return;
    };
    let cases = FAILURES.map(|(case, _)| case);
    let workspace = asking(authority, &cases, "attempts = 1");
    let results = results(&workspace);
    let report = workspace.json(3, &["issue", results.to_str().unwrap(), "--out", "out"]);
    assert_eq!(report["counts"]["refused"], 1);
    let message = report["rows"][0]["reasons"][0]["message"].as_str().unwrap();
    let said: Vec<&str> = message.split("; http").collect();
    assert_eq!(said.len(), FAILURES.len(), "{message}");
    for ((case, expected), said) in FAILURES.into_iter().zip(said) {
        assert!(said.contains(expected), "{case}: {said}");
    }
    let archived = std::fs::read_dir(workspace.path("archive"))
        .unwrap()
        .count();
    assert_eq!(archived, 0);
    workspace.check_invariants();
    // The same command issues once an authority answers.
    ask(&workspace, authority, &[""], "");
    let line = issue(&workspace);
    assert_eq!(
        about_time(&verified(&workspace, 0, &line.document)),
        passed()
    );
    workspace.check_invariants();
}

#[test]
fn the_next_authority_is_asked_when_one_fails_in_whatever_way() {
    let Some(authority) = Authority::running() else {
        return;
    };
    for case in ["down", "wrong-nonce", "expired"] {
        let workspace = asking(authority, &[case, "rsa"], "");
        let line = issue(&workspace);
        assert_eq!(
            about_time(&verified(&workspace, 0, &line.document)),
            passed(),
            "{case}"
        );
    }
}

#[test]
fn a_certificate_whose_revocation_nobody_tells_is_not_relied_on_for_long() {
    let Some(authority) = Authority::running() else {
        return;
    };
    let workspace = asking(authority, &["unlisted"], "attempts = 1");
    let results = results(&workspace);
    let report = workspace.json(3, &["issue", results.to_str().unwrap(), "--out", "out"]);
    assert!(
        report.to_string().contains("no revocation list tells"),
        "{report}"
    );
    // The list can be named where the certificate does not.
    let list = authority.url("issuing.crl");
    ask(
        &workspace,
        authority,
        &["unlisted"],
        &format!("crls = [{list:?}]"),
    );
    let line = issue(&workspace);
    assert_eq!(
        about_time(&verified(&workspace, 0, &line.document)),
        passed()
    );
}

#[test]
fn a_changed_token_makes_a_document_not_authentic() {
    let Some(authority) = Authority::running() else {
        return;
    };
    let workspace = asking(authority, &[""], "");
    let line = issue(&workspace);
    let mut bytes = std::fs::read(&line.document).unwrap();
    // The token's own content type, in hexadecimal, stands before what it says.
    let word = b"060b2a864886f70d0109100104";
    let at = bytes.windows(word.len()).position(|window| window == word);
    let at = at.unwrap() + word.len() + 40;
    bytes[at] = if bytes[at] == b'a' { b'b' } else { b'a' };
    let forged = workspace.path("forged.pdf");
    std::fs::write(&forged, bytes).unwrap();
    let answer = verified(&workspace, 4, &forged);
    assert_eq!(answer["verdict"], "not_authentic");
    assert!(answer.get("certificate").is_none(), "{answer}");
}

#[test]
fn a_renewed_copy_is_authentic_and_the_issued_file_stays_the_one_people_download() {
    let Some(authority) = Authority::running() else {
        return;
    };
    let workspace = asking(authority, &[""], "");
    let line = issue(&workspace);
    let issued = std::fs::read(&line.document).unwrap();
    let digest =
        |workspace: &Workspace| workspace.json(0, &["show", &line.code])["document_sha256"].clone();
    let before = digest(&workspace);
    let rows = workspace.json(0, &["archive", "renew", "--all", "--to", "renewed"]);
    assert_eq!(rows[0]["outcome"], "renewed", "{rows}");
    assert_ne!(rows[0]["document_sha256"], before);
    let id = rows[0]["certificate_id"].as_str().unwrap();
    let copy = workspace.path("renewed").join(format!("{id}.pdf"));
    let renewed = std::fs::read(&copy).unwrap();
    // The issued file and something after it.
    assert_eq!(renewed[..issued.len()], issued);
    let answer = verified(&workspace, 0, &copy);
    assert_eq!(answer["verdict"], "authentic");
    assert_eq!(about_time(&answer), passed());
    // What people download is what was issued.
    assert_eq!(digest(&workspace), before);
    let server = Server::start(&workspace);
    let (_, token) = line.link.rsplit_once('#').unwrap();
    let download = server.post_form("/en/c/document", &[("token", token)]);
    assert!(download.body == issued);
    // The act is written down.
    let audit = workspace.json(0, &["show", &line.code])["audit"].to_string();
    assert!(audit.contains("document_renewed"), "{audit}");
    workspace.check_invariants();
}

#[test]
fn renewing_again_goes_on_where_it_stopped_and_does_nothing_twice() {
    let Some(authority) = Authority::running() else {
        return;
    };
    let workspace = asking(authority, &[""], "");
    let other = GOOD.replace("101;", "102;").replace("Maëlle", "Maël");
    let results = workspace.results("results.csv", &[GOOD, &other]);
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
    let first = workspace.issued("out").remove(0);
    let outcomes = |arguments: &[&str]| {
        let all = [&["archive", "renew"], arguments].concat();
        let rows = workspace.json(0, &all);
        let rows = rows.as_array().unwrap().clone();
        let mut all: Vec<String> = rows
            .iter()
            .map(|row| row["outcome"].as_str().unwrap().to_owned())
            .collect();
        all.sort();
        all
    };
    assert_eq!(outcomes(&[&first.code]), ["renewed"]);
    assert_eq!(outcomes(&["--all"]), ["not-due", "renewed"]);
    assert_eq!(outcomes(&["--all"]), ["not-due", "not-due"]);
    // Before the authority's certificate ends, in 2050, it is time for the next one.
    ask(&workspace, authority, &["rsa"], "renew_days = 20000");
    assert_eq!(
        outcomes(&["--all", "--to", "twice"]),
        ["renewed", "renewed"]
    );
    for entry in std::fs::read_dir(workspace.path("twice")).unwrap() {
        let answer = verified(&workspace, 0, &entry.unwrap().path());
        assert_eq!(about_time(&answer), passed());
    }
    workspace.check_invariants();
}

#[test]
fn a_renewal_that_fails_says_why_and_changes_nothing() {
    let Some(authority) = Authority::running() else {
        return;
    };
    let workspace = asking(authority, &[""], "");
    let line = issue(&workspace);
    ask(&workspace, authority, &["expired"], "attempts = 1");
    let rows = workspace.json(3, &["archive", "renew", &line.code]);
    assert_eq!(rows[0]["outcome"], "failed");
    let error = rows[0]["error"].as_str().unwrap();
    assert!(error.contains("not valid at the time"), "{error}");
    let archived = workspace.json(0, &["archive", "renew", "--all", "--dry-run"]);
    assert_eq!(archived[0]["outcome"], "due");
    workspace.check_invariants();
}

#[test]
fn only_a_renewal_may_be_appended() {
    let Some(authority) = Authority::running() else {
        return;
    };
    let workspace = asking(authority, &[""], "");
    let line = issue(&workspace);
    workspace.ok(&["archive", "renew", "--all", "--to", "renewed"]);
    let folder = std::fs::read_dir(workspace.path("renewed")).unwrap();
    let copy = folder.map(|entry| entry.unwrap().path()).next().unwrap();
    for path in [&line.document, &copy] {
        let bytes = std::fs::read(path).unwrap();
        let forged = workspace.path("forged.pdf");
        for more in [&b"%hello\n"[..], b"\0", &bytes[bytes.len() / 2..]] {
            std::fs::write(&forged, [&bytes[..], more].concat()).unwrap();
            assert_eq!(verified(&workspace, 4, &forged)["verdict"], "not_authentic");
        }
    }
}
