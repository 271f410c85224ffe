//! The brake works on processes that are at work, and lets everything else go on.

use std::process::Stdio;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::people;
use crate::support::{Server, Workspace};

/// How long a running process may still sign.
const FELT_WITHIN: TimeDelta = TimeDelta::seconds(5);

/// How many are issued, and how many are begun.
fn counts(workspace: &Workspace) -> (u64, u64) {
    let register = workspace.json_of(&["doctor"])["register"].clone();
    let count = |name: &str| register[name].as_u64().unwrap();
    (count("issued"), count("prepared"))
}

fn stops_a_process_that_is_issuing(workspace: &Workspace) {
    let rows = people(200);
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let results = workspace.results("results.csv", &rows);
    let issue = [
        "issue",
        results.to_str().unwrap(),
        "--out",
        "out",
        "--jobs",
        "1",
    ];
    let mut issuing = workspace
        .command(&issue)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while counts(workspace).0 < 2 {
        assert!(
            started.elapsed() < Duration::from_secs(90),
            "nothing is issued"
        );
        assert_eq!(
            issuing.try_wait().unwrap(),
            None,
            "it ended before it was stopped"
        );
    }

    let said = workspace.json(
        0,
        &[
            "freeze",
            "--reason",
            "wrong thresholds",
            "--operator",
            "hortense",
        ],
    );
    let since: DateTime<Utc> = said["frozen"]["since"].as_str().unwrap().parse().unwrap();
    assert_eq!(
        issuing.wait().unwrap().code(),
        Some(3),
        "the rows left are refused"
    );
    let (stopped_at, _) = counts(workspace);
    assert!(stopped_at < 200, "it was not stopped");
    let events = workspace.json(0, &["audit", "list", "-n", "1000"]);
    for event in events.as_array().unwrap() {
        if event["event"]["event"] == "issued" {
            let at: DateTime<Utc> = event["at"].as_str().unwrap().parse().unwrap();
            assert!(
                at < since + FELT_WITHIN,
                "issued at {at}, frozen since {since}"
            );
        }
    }

    // A new process is stopped before it signs, and says what to do.
    let report = workspace.json(3, &issue);
    let refused = |row: &&Value| row["outcome"] == "refused";
    let row = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(refused)
        .unwrap();
    let told = row["reasons"][0].to_string();
    assert!(
        told.contains("wrong thresholds") && told.contains("sceau thaw"),
        "{told}"
    );
    assert_eq!(counts(workspace).0, stopped_at);

    workspace.json(0, &["thaw", "--operator", "hortense"]);
    workspace.ok(&issue);
    assert_eq!(counts(workspace), (200, 0));
    workspace.check_invariants();
}

#[test]
fn freeze_stops_a_process_that_is_issuing_and_thaw_lets_it_go_on() {
    stops_a_process_that_is_issuing(&Workspace::new());
}

#[test]
fn freeze_stops_a_process_that_is_issuing_on_postgresql() {
    if let Some(workspace) = Workspace::on_server() {
        stops_a_process_that_is_issuing(&workspace);
    }
}

#[test]
fn a_frozen_service_still_verifies_revokes_and_signs_its_lists() {
    let (workspace, line) = super::issued();
    let server = Server::start(&workspace);
    workspace.ok(&["freeze", "--reason", "drill"]);
    let again = workspace.ok(&["freeze"]);
    assert!(again.contains("stopped already"), "{again}");

    let page = server.post_form("/en/verify", &[("code", &line.code)]);
    assert!(page.text().contains("<h1>Authentic certificate</h1>"));
    workspace.ok(&["revoke", &line.code, "--reason", "fraud"]);
    let page = server.post_form("/en/verify", &[("code", &line.code)]);
    assert!(
        page.text().contains("<h1>Revoked certificate</h1>"),
        "{}",
        page.text()
    );
    workspace.check_invariants();

    // It is told, and is no reason to ask another replica.
    std::thread::sleep(Duration::from_millis(1100));
    let ready = server.get("/readyz");
    assert_eq!(ready.status, 200, "{ready:?}");
    assert!(ready.json()["frozen_since"].is_string());
    let checks = workspace.json(1, &["doctor"])["checks"].clone();
    let signing = checks
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["name"] == "signing");
    assert!(
        signing.unwrap()["detail"]
            .as_str()
            .unwrap()
            .contains("drill")
    );
    workspace.ok(&["thaw"]);
    assert!(workspace.ok(&["thaw"]).contains("was not stopped"));
    let trail = workspace.json(0, &["audit", "list", "-n", "2"]);
    assert_eq!(trail[0]["event"]["event"], "thawed");
    workspace.ok(&["audit", "verify"]);
}
