//! Nothing personal and no code is ever in what the service writes about its own work.

use std::io::Write;
use std::net::TcpStream;

use crate::support::{GOOD, Server, Workspace};

/// As much as it can say.
const EVERYTHING: &str = "\n[telemetry]\nfilter = \"trace\"\nformat = \"json\"\n";

#[test]
fn a_name_a_code_a_birth_date_or_a_link_is_in_no_log_however_much_is_logged() {
    let workspace = Workspace::new();
    workspace.configure(EVERYTHING);
    let line = workspace.issue(GOOD, "out");
    let log = workspace.path("serve.log");
    let (_, token) = line.link.rsplit_once('#').unwrap();
    {
        let server = Server::start_logging(&workspace, &log);
        let code = line.code.as_str();
        server.post_form(
            "/en/verify",
            &[("code", code), ("birth_date", "1998-03-14")],
        );
        server.post_form("/en/verify", &[("code", "AAAA-BBBB-CCCC")]);
        server.post_form("/en/c", &[("token", token)]);
        server.post_form("/en/c/document", &[("token", token)]);
        let document = std::fs::read(&line.document).unwrap();
        server.post("/api/v1/verifications", "application/pdf", &document);
        let question = serde_json::json!({ "code": code, "birth_date": "1998-03-14" });
        let question = question.to_string();
        server.post(
            "/api/v1/verifications",
            "application/json",
            question.as_bytes(),
        );
        server.post(
            "/api/v1/verifications",
            "application/json",
            &question.as_bytes()[..9],
        );
        // People paste what they have into the address.
        server.get(&format!("/verify?code={code}&name=Kervadec-Oduya"));
        server.get(&format!("/{code}"));
        let mut raw = TcpStream::connect(server.address()).unwrap();
        raw.write_all(format!("GET /{code} HTP/9\r\n\r\n").as_bytes())
            .unwrap();
    }
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.lines().count() > 20, "nothing is logged:\n{text}");
    assert!(text.contains("\"route\":\"/en/verify\""), "{text}");
    let bare = line.code.replace('-', "");
    for canary in [
        line.code.as_str(),
        &bare,
        "Kervadec",
        "Maëlle",
        "1998-03-14",
        "Quimper",
        token,
        "AAAA-BBBB-CCCC",
    ] {
        let said = text.lines().find(|line| line.contains(canary));
        assert_eq!(said, None, "`{canary}` is logged");
    }
}

#[test]
fn a_command_names_nobody_in_its_log() {
    let workspace = Workspace::new();
    workspace.configure(EVERYTHING);
    let results = workspace.results("results.csv", &[GOOD]);
    let issued = workspace.run(&["issue", results.to_str().unwrap(), "--out", "out"]);
    let code = &workspace.issued("out")[0].code;
    let checked = workspace.run(&["selfcheck"]);
    let verified = workspace.run(&["audit", "verify"]);
    for output in [issued, checked, verified] {
        let log = String::from_utf8_lossy(&output.stderr);
        for canary in ["Kervadec", "Maëlle", "1998-03-14", "Quimper", code] {
            assert!(!log.contains(canary), "`{canary}` is logged:\n{log}");
        }
    }
}
