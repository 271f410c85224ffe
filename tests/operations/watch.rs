//! What tells an operator that something is wrong, and that it does.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::issued;
use crate::support::{Server, Workspace, database, free_address};

fn archived(workspace: &Workspace, code: &str) -> std::path::PathBuf {
    let shown = workspace.json(0, &["show", code]);
    let name = shown["document_sha256"].as_str().unwrap().to_owned();
    workspace
        .path("archive")
        .join(&name[..2])
        .join(&name[2..4])
        .join(&name)
}

/// Changes the register as no command would; the number of rows changed.
fn in_register(workspace: &Workspace, statement: &str) -> u64 {
    database::execute_in_file(&workspace.path("sceau.db"), statement)
}

fn overwrite(path: &std::path::Path, bytes: &[u8]) {
    std::fs::remove_file(path).unwrap();
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn the_self_check_finds_a_damaged_and_a_lost_document() {
    let (workspace, line) = issued();
    let good = workspace.json(0, &["selfcheck"]);
    assert_eq!((&good["checked"], &good["bad"]), (&1.into(), &0.into()));
    // It was checked: without a share of the old ones, nothing is new.
    let none = workspace.json(0, &["selfcheck", "--sample", "0%"]);
    assert_eq!(none["checked"], 0);

    let object = archived(&workspace, &line.code);
    let document = std::fs::read(&object).unwrap();
    let mut damaged = document.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    overwrite(&object, &damaged);
    let found = workspace.json(1, &["selfcheck", "--sample", "100%"]);
    assert_eq!(found["defects"][0]["fault"], "archive-unreadable");
    std::fs::remove_file(&object).unwrap();
    let found = workspace.json(1, &["selfcheck", "--sample", "100%"]);
    assert_eq!(found["defects"][0]["fault"], "not-archived");
    let told = workspace.exits(1, &["selfcheck", "--sample", "100%"]);
    assert!(told.contains("is not in the archive"), "{told}");
    std::fs::write(&object, &document).unwrap();
    workspace.ok(&["selfcheck", "--sample", "100%"]);
}

#[test]
fn the_self_check_finds_a_row_that_does_not_say_what_was_signed() {
    let (workspace, line) = issued();
    let changed = in_register(
        &workspace,
        "UPDATE certificates SET facts = CAST(REPLACE(CAST(facts AS TEXT), '\"score\":487', '\"score\":987') AS BLOB)",
    );
    assert_eq!(changed, 1);
    let found = workspace.json(1, &["selfcheck", "--sample", "100%"]);
    let faults: Vec<&str> = found["defects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|defect| defect["fault"].as_str().unwrap())
        .collect();
    assert!(faults.contains(&"row-disagrees"), "{faults:?}");
    // Who is asked still answers by what was signed.
    let answer = workspace.json(0, &["verify", line.document.to_str().unwrap()]);
    assert_eq!(answer["certificate"]["score"], 487);
}

#[test]
fn audit_verify_names_what_was_done_to_the_trail_and_a_checkpoint_what_was_cut_off() {
    let (workspace, line) = issued();
    workspace.ok(&["audit", "checkpoint", "--to", "checkpoint.jws"]);
    workspace.ok(&["suspend", &line.code, "--reason", "under-inquiry"]);
    let kept = ["audit", "verify", "--checkpoint", "checkpoint.jws"];
    assert!(workspace.ok(&kept).contains("whole"));
    assert_eq!(
        in_register(
            &workspace,
            "UPDATE audit_events SET operator = 'x' WHERE step = 2"
        ),
        1
    );
    let report = workspace.json(1, &["audit", "verify"]);
    let finding = &report["findings"][0];
    assert_eq!(finding["finding"], "changed");
    let shown = workspace.json(0, &["show", &line.code]);
    assert_eq!(finding["certificate"], shown["certificate_id"]);
    let told = workspace.exits(1, &["audit", "verify"]);
    assert!(told.contains("was changed or moved"), "{told}");
    assert_eq!(
        in_register(&workspace, "DELETE FROM audit_events WHERE lane > 0"),
        3
    );
    assert_eq!(
        in_register(&workspace, "DELETE FROM audit_heads WHERE lane > 0"),
        1
    );
    let report = workspace.json(1, &kept);
    let named: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["finding"].as_str().unwrap())
        .collect();
    assert!(named.contains(&"not-as-at-checkpoint"), "{report}");
    std::fs::write(workspace.path("checkpoint.jws"), "e30.e30.e30").unwrap();
    workspace.exits(1, &kept);
}

#[test]
fn the_service_says_whether_it_is_ready_and_why_not() {
    let (workspace, _) = issued();
    let server = Server::start(&workspace);
    let ready = server.get("/readyz");
    assert_eq!(ready.status, 200, "{ready:?}");
    assert_eq!(ready.json()["ready"], true);
    std::fs::rename(workspace.path("archive"), workspace.path("gone")).unwrap();
    std::thread::sleep(Duration::from_millis(1100));
    let ready = server.get("/readyz");
    assert_eq!(ready.status, 503, "{ready:?}");
    let checks = ready.json()["checks"].clone();
    let bad: Vec<&str> = checks
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["good"] == false)
        .map(|check| check["name"].as_str().unwrap())
        .collect();
    assert_eq!(bad, ["archive"]);
    assert!(!ready.text().contains(workspace.path("").to_str().unwrap()));
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn prometheus_collects_routes_and_states_and_nothing_personal() {
    let (workspace, line) = issued();
    let address = free_address();
    workspace.configure(&format!("\n[telemetry]\nmetrics_listen = \"{address}\"\n"));
    let server = Server::start(&workspace);
    server.post_form("/en/verify", &[("code", &line.code)]);
    server.get("/achievements/crcn/1/secret-in-an-address");
    server.get("/nothing/secret-in-an-address");
    let text = Server::get_from(address, "/metrics");
    for expected in [
        "sceau_http_requests_total{method=\"POST\",route=\"/en/verify\",status=\"2xx\"} 1",
        "sceau_http_request_seconds_bucket{method=\"POST\",route=\"/en/verify\",le=\"0.001\"}",
        "route=\"/achievements/{framework}/{version}/{language}\"",
        "sceau_frozen 0",
        "sceau_register_answers 1",
        "sceau_build_info{version=",
        "sceau_database_connections{state=\"idle\"}",
        "sceau_status_list_age_seconds{list=",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    for secret in ["secret-in-an-address", &line.code, "Kervadec"] {
        assert!(!text.contains(secret), "{secret}\n{text}");
    }
    workspace.ok(&["freeze"]);
    assert!(Server::get_from(address, "/metrics").contains("sceau_frozen 1"));
    // The public listener knows nothing of it.
    assert_eq!(server.get("/metrics").status, 404);
}

#[test]
fn the_metrics_listener_stays_on_this_machine_unless_told() {
    let workspace = Workspace::new();
    workspace.configure("\n[telemetry]\nmetrics_listen = \"0.0.0.0:9464\"\n");
    let told = workspace.exits(1, &["config", "check"]);
    assert!(told.contains("telemetry.metrics_listen"), "{told}");
    let refused = workspace.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(1));
}

#[test]
fn a_service_that_is_told_to_stop_answers_who_asked_before() {
    let (workspace, line) = issued();
    let mut server = Server::start(&workspace);
    let mut asking = TcpStream::connect(server.address()).unwrap();
    let body = format!("code={}", line.code);
    let head = format!(
        "POST /en/verify HTTP/1.1\r\nhost: sceau\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\
         expect: 100-continue\r\n\r\n",
        body.len()
    );
    // Half of the request is there when the signal comes.
    asking.write_all(head.as_bytes()).unwrap();
    let goes_on = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut said = vec![0; goes_on.len()];
    asking.read_exact(&mut said).unwrap();
    assert_eq!(said, goes_on);
    server.terminate();
    std::thread::sleep(Duration::from_millis(300));
    assert!(server.is_running(), "it ended before it had answered");
    asking.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    asking.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("Authentic certificate"), "{answer}");
    let told = Instant::now();
    while server.is_running() {
        assert!(told.elapsed() < Duration::from_secs(20), "it does not end");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_service_that_is_told_to_stop_does_not_wait_for_ever() {
    let workspace = Workspace::new();
    workspace.configure("\n[limits]\nshutdown_seconds = 1\n");
    let mut server = Server::start(&workspace);
    let mut asking = TcpStream::connect(server.address()).unwrap();
    asking
        .write_all(b"POST /en/verify HTTP/1.1\r\nhost: sceau\r\ncontent-length: 9\r\n\r\n")
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    server.terminate();
    let told = Instant::now();
    while server.is_running() {
        assert!(told.elapsed() < Duration::from_secs(10), "it waits");
        std::thread::sleep(Duration::from_millis(50));
    }
}
