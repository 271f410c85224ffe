//! Letters through a real mail server: links that open, and nothing of them kept or logged.

use std::fmt::Write as _;
use std::fs::File;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::smtp::{Letter, PASSWORD, Smtp};
use crate::support::{GOOD, HEADER, Server, Workspace};

/// `sceau worker` with its log in a file; ended by its number.
struct Working {
    process: Child,
}

impl Working {
    fn start(workspace: &Workspace) -> Self {
        let log = File::create(workspace.path("worker.log")).unwrap();
        let process = workspace
            .command(&["worker"])
            .env("SCEAU__TELEMETRY__FILTER", "debug")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        Self { process }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn workspace(smtp: &Smtp, tls: &str) -> Workspace {
    let mut workspace = Workspace::new();
    let path = workspace.path("sceau.toml");
    let config = std::fs::read_to_string(&path).unwrap() + &smtp.section(tls);
    std::fs::write(&path, config).unwrap();
    if tls == "starttls" {
        workspace.set("SCEAU__MAIL__PASSWORD", PASSWORD);
    }
    workspace
}

/// A results file with addresses of candidate and prescriber.
fn issue(workspace: &Workspace, rows: &[(&str, &str, &str)]) {
    let mut text = format!("{HEADER};E-mail du candidat;E-mail du prescripteur\n");
    for (index, (name, candidate, prescriber)) in rows.iter().enumerate() {
        let row = GOOD
            .replace(";101;", &format!(";{};", 101 + index))
            .replace("Kervadec-Oduya", name);
        writeln!(text, "{row};{candidate};{prescriber}").unwrap();
    }
    let path = workspace.path("mail.csv");
    std::fs::write(&path, text).unwrap();
    workspace.ok(&["issue", path.to_str().unwrap(), "--out", "out"]);
}

fn to<'a>(letters: &'a [Letter], address: &str) -> Vec<&'a Letter> {
    let letters = letters.iter();
    letters
        .filter(|letter| letter.header("To").contains(address))
        .collect()
}

/// The token of the link that the letter shows.
fn token(letter: &Letter, page: &str) -> String {
    let (_, rest) = letter.parts[0].split_once(&format!("{page}#")).unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// Waits until the register holds nothing of any letter, and says what is left when it does not.
fn nothing_is_kept(workspace: &Workspace, secrets: &[&str]) {
    let started = Instant::now();
    loop {
        let jobs = workspace.json(0, &["jobs", "list"]);
        let waiting = jobs.to_string().contains("send_mail");
        if !waiting {
            break;
        }
        assert!(started.elapsed() < Duration::from_mins(1), "{jobs}");
        std::thread::sleep(Duration::from_millis(200));
    }
    let log = std::fs::read_to_string(workspace.path("worker.log")).unwrap();
    assert!(!log.is_empty());
    for secret in secrets {
        assert!(!log.contains(secret), "the log tells `{secret}`");
    }
}

#[test]
fn a_candidate_gets_the_private_link_over_starttls_and_no_log_tells_it() {
    let Some(smtp) = Smtp::start() else { return };
    let workspace = workspace(&smtp, "starttls");
    assert!(workspace.ok(&["doctor"]).contains("localhost"));
    issue(&workspace, &[("Aubrac", "candidate@example.org", "")]);
    let server = Server::start(&workspace);
    let _working = Working::start(&workspace);
    let letters = smtp.taken(2);

    let letter = to(&letters, "candidate@example.org")[0];
    let text = &letter.parts[0];
    assert!(text.contains("Bonjour Maëlle,"), "{text}");
    assert!(!letter.headers.contains("Aubrac") && !letter.headers.contains("Maëlle"));
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    assert!(
        letter
            .header("From")
            .contains("<certificats@sceau.example>")
    );
    let link = token(letter, "/fr/c");
    assert!(letter.parts[1].contains("<html lang=\"fr\">") && letter.parts[1].contains(&link));
    let page = server.post_form("/fr/c", &[("token", &link)]);
    assert!(page.text().contains("Aubrac"), "{page:?}");

    let report = to(&letters, "exploitation@sceau.example")[0];
    assert!(
        report.parts[0].contains("Certificats émis\u{a0}: 1."),
        "{report:?}"
    );
    nothing_is_kept(
        &workspace,
        &[&link, "candidate@example.org", PASSWORD, "Aubrac"],
    );
    // Issuing the same again writes nobody: only the operator.
    issue(&workspace, &[("Aubrac", "candidate@example.org", "")]);
    let letters = smtp.taken(3);
    assert_eq!(to(&letters, "candidate@example.org").len(), 1);
}

#[test]
fn a_letter_that_was_refused_for_now_comes_later_under_the_same_number() {
    let Some(smtp) = Smtp::start() else { return };
    let workspace = workspace(&smtp, "none");
    issue(&workspace, &[("Aubrac", "busy@example.org", "")]);
    let _working = Working::start(&workspace);
    let refused = smtp.refused(2);
    let letters = smtp.taken(2);
    let letter = to(&letters, "busy@example.org")[0];
    let id = letter.header("Message-ID");
    assert!(id.ends_with("@sceau.example>"), "{id}");
    for refused in &refused {
        assert_eq!(refused.header("Message-ID"), id);
        assert_eq!(refused.header("Date"), letter.header("Date"));
    }
    nothing_is_kept(&workspace, &["busy@example.org"]);
}

#[test]
fn a_letter_that_was_refused_for_good_is_told_to_the_operator_and_not_tried_again() {
    let Some(smtp) = Smtp::start() else { return };
    let workspace = workspace(&smtp, "tls");
    issue(
        &workspace,
        &[
            ("Aubrac", "unknown@example.org", ""),
            ("Bellac", "crowded@example.org", ""),
        ],
    );
    let _working = Working::start(&workspace);
    // The batch, and both letters.
    let letters = smtp.taken(3);
    let told = |address: &str, code: &str| {
        letters
            .iter()
            .any(|letter| letter.parts[0].contains(address) && letter.parts[0].contains(code))
    };
    assert!(told("unknown@example.org", "550"), "{letters:?}");
    assert!(told("crowded@example.org", "554"), "{letters:?}");
    assert_eq!(smtp.refused(1).len(), 1);
    let log = std::fs::read_to_string(workspace.path("worker.log")).unwrap();
    assert!(!log.contains("example.org"), "{log}");
}

#[test]
fn a_prescriber_gets_one_letter_whose_link_shows_all_own_candidates() {
    let Some(smtp) = Smtp::start() else { return };
    let workspace = workspace(&smtp, "starttls");
    issue(
        &workspace,
        &[
            ("=Aubrac", "", "Prof@lycee.example"),
            ("Bellac", "", "prof@Lycee.example"),
            ("Cassel", "", "other@lycee.example"),
        ],
    );
    let server = Server::start(&workspace);
    let _working = Working::start(&workspace);
    let letters = smtp.taken(3);
    let to_prof = to(&letters, "rof@lycee.example");
    assert_eq!(to_prof.len(), 1, "{letters:?}");
    assert!(to_prof[0].parts[0].contains("2 candidats"), "{to_prof:?}");
    let link = token(to_prof[0], "/fr/r");
    nothing_is_kept(&workspace, &[&link, "lycee.example"]);

    let page = server.post_form("/en/r", &[("token", &link)]);
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.text().contains("=Aubrac") && page.text().contains("Bellac"));
    assert!(!page.text().contains("Cassel"));
    let table = server.post_form("/fr/r/results.csv", &[("token", &link)]);
    assert_eq!(table.content_type, "text/csv; charset=utf-8");
    let text = table.text().trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with("\"Nom\";\"Prénom\";\"Date de naissance\""));
    assert!(lines[1].starts_with("\"'=Aubrac\";\"Maëlle\";\"1998-03-14\";\"2026-05-21\";\"487\""));
    assert!(lines[1].ends_with("\"en vigueur\""), "{text}");

    // A link of another kind, a changed one, and none.
    for wrong in [&link[..42], "", "A"] {
        let page = server.post_form("/fr/r", &[("token", wrong)]);
        assert_eq!(page.status, 404);
        assert!(!page.text().contains("Bellac"));
        let table = server.post_form("/fr/r/results.csv", &[("token", wrong)]);
        assert_eq!(table.status, 404);
    }
    assert_eq!(server.get("/fr/r").status, 200);
}

#[test]
fn an_account_that_is_refused_shows_in_the_doctor_and_loses_no_letter() {
    let Some(smtp) = Smtp::start() else { return };
    let mut workspace = workspace(&smtp, "starttls");
    workspace.set("SCEAU__MAIL__PASSWORD", "another password");
    let told = workspace.exits(1, &["doctor"]);
    assert!(told.contains("(reply 535)"), "{told}");
    issue(&workspace, &[("Aubrac", "candidate@example.org", "")]);
    {
        let _working = Working::start(&workspace);
        let started = Instant::now();
        while !std::fs::read_to_string(workspace.path("worker.log"))
            .unwrap()
            .contains("535")
        {
            assert!(started.elapsed() < Duration::from_mins(1));
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    workspace.set("SCEAU__MAIL__PASSWORD", PASSWORD);
    let _working = Working::start(&workspace);
    let letters = smtp.taken(2);
    assert_eq!(to(&letters, "candidate@example.org").len(), 1);
}

#[test]
fn a_holder_is_told_of_every_act_in_the_language_of_the_certificate_and_no_letter_holds_a_link() {
    let Some(smtp) = Smtp::start() else { return };
    let workspace = workspace(&smtp, "none");
    let scopes = "batches:read,batches:write,certificates:revoke";
    workspace.ok(&["clients", "add", "rectorat", "--scope", scopes]);
    let issued = workspace.json(0, &["clients", "key", "issue", "rectorat"]);
    let key = issued["key"].as_str().unwrap();
    let server = Server::start(&workspace);
    let _working = Working::start(&workspace);
    let file = format!("{HEADER};E-mail du candidat\n{GOOD};ada@example.org\n");
    let path = "/api/v1/batches?language=en";
    let draft = server.post_by(key, path, "text/csv", file.as_bytes());
    assert_eq!(draft.status, 201, "{draft:?}");
    let batch = format!("/api/v1/batches/{}", draft.json()["id"].as_str().unwrap());
    server.post_by(key, &format!("{batch}/start"), "application/json", b"null");
    // The private link, and the report to the operator.
    smtp.taken(2);
    let rows = server.get_by(key, &format!("{batch}/rows")).json();
    let id = rows["items"][0]["certificate_id"].as_str().unwrap();

    workspace.ok(&["suspend", id, "--reason", "under-inquiry"]);
    smtp.taken(3);
    workspace.ok(&["reinstate", id]);
    smtp.taken(4);
    let revoke = format!("/api/v1/certificates/{id}/revoke");
    let reason = br#"{"reason":"fraud"}"#;
    let revoked = server.post_by(key, &revoke, "application/json", reason);
    assert_eq!(revoked.status, 200, "{revoked:?}");
    let letters = smtp.taken(5);
    let mine = to(&letters, "ada@example.org");
    assert_eq!(mine.len(), 4, "{letters:?}");
    let link = token(mine[0], "/en/c");
    for (letter, said) in mine[1..].iter().zip([
        "suspended the certificate",
        "ended the suspension",
        "revoked the certificate",
    ]) {
        let text = &letter.parts[0];
        assert!(text.contains(said), "{text}");
        assert!(text.contains("Hello Maëlle,"), "{text}");
        assert!(!text.contains("http") && !text.contains(&link), "{text}");
        assert!(!letter.headers.contains("Maëlle"), "{letter:?}");
    }
    assert!(mine[3].parts[0].contains("raud"), "{:?}", mine[3]);
    nothing_is_kept(&workspace, &["ada@example.org", "Kervadec", &link]);
}
