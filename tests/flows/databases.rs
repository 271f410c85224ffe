//! A register moves from SQLite to PostgreSQL and back, and nobody notices.

use crate::support::{GOOD, Workspace};

#[test]
fn a_register_moves_to_a_server_with_everything_in_it() {
    let Some(server) = Workspace::on_server() else {
        return;
    };
    let file = Workspace::new();
    let results = file.results("results.csv", &[GOOD]);
    let issue = ["issue", results.to_str().unwrap(), "--out", "out"];
    file.ok(&issue);
    let code = file.issued("out").remove(0).code;
    file.ok(&["suspend", &code, "--reason", "under-inquiry"]);
    let before = file.json(0, &["show", &code]);

    let to = server.register_url();
    let copy = ["db", "copy", "--from", "sqlite:sceau.db", "--to", &to];
    let copied = file.json(0, &copy);
    let tables = copied["tables"].as_array().unwrap();
    let rows = |name: &str| {
        let table = tables.iter().find(|table| table["table"] == name);
        table.unwrap()["rows"].clone()
    };
    assert_eq!(rows("certificates"), 1);
    assert!(rows("audit_events").as_u64().unwrap() >= 3);

    // A second copy would mix two registers.
    let again = file.run(&copy);
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8_lossy(&again.stderr);
    assert!(said.contains("not empty"), "{said}");

    // The house goes on there: same answers, and the same result is not issued twice.
    file.configure(&format!("\n[store]\nurl = \"{to}\"\n"));
    std::fs::remove_file(file.path("sceau.db")).unwrap();
    assert_eq!(file.json(0, &["show", &code]), before);
    assert_eq!(file.json(4, &["verify", &code])["verdict"], "suspended");
    file.ok(&["reinstate", &code]);
    file.ok(&issue);
    assert_eq!(file.issued("out").remove(0).code, code);
    assert_eq!(file.json(0, &["doctor"])["register"]["issued"], 1);
    file.check_invariants();
}

#[test]
fn a_schema_that_the_program_does_not_know_is_refused_at_the_start() {
    let Some(server) = Workspace::on_server() else {
        return;
    };
    let results = server.results("results.csv", &[GOOD]);
    let issue = ["issue", results.to_str().unwrap(), "--out", "out"];
    server.ok(&issue);
    server.on_register("UPDATE _sqlx_migrations SET version = 999 WHERE version = 1");
    let refused = server.run(&issue);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("999"), "{said}");
}
