//! A program of a partner, from the command line that lets it in to the day it is shut out.

use crate::support::{Server, Workspace};

#[test]
fn a_client_is_let_in_trades_its_key_for_a_token_and_is_shut_out() {
    let workspace = Workspace::new();
    let server = Server::start(&workspace);
    workspace.ok(&["clients", "add", "crous-lyon", "--scope", "certificates:read,audit"]);
    let taken = ["clients", "add", "crous-lyon", "--scope", "audit"];
    let refused = workspace.json(1, &taken);
    assert_eq!(refused["error"], "there is a client `crous-lyon` already");
    let issued = workspace.json(0, &["clients", "key", "issue", "crous-lyon"]);
    let key = issued["key"].as_str().unwrap();

    let wanted = [
        ("grant_type", "client_credentials"),
        ("client_id", "crous-lyon"),
        ("client_secret", key),
        ("scope", "certificates:read"),
    ];
    let given = server.post_form("/api/v1/token", &wanted);
    assert_eq!(given.status, 200, "{given:?}");
    assert_eq!(given.json()["scope"], "certificates:read");

    let shown = workspace.ok(&["clients", "show", "crous-lyon"]);
    assert!(shown.contains(issued["id"].as_str().unwrap()));
    assert!(!shown.contains(key));
    assert!(shown.contains("last used on"), "{shown}");

    let id = issued["id"].as_str().unwrap();
    workspace.ok(&["clients", "key", "revoke", id]);
    assert_eq!(server.post_form("/api/v1/token", &wanted).status, 401);
    let unknown = workspace.json(1, &["clients", "key", "revoke", "crous-lyon"]);
    assert_eq!(unknown["error"], "no client has this key");

    let next = workspace.ok(&["clients", "key", "issue", "crous-lyon"]);
    let again = [
        ("grant_type", "client_credentials"),
        ("client_id", "crous-lyon"),
        ("client_secret", next.trim()),
    ];
    assert_eq!(server.post_form("/api/v1/token", &again).status, 200);
    workspace.ok(&["clients", "disable", "crous-lyon"]);
    assert_eq!(server.post_form("/api/v1/token", &again).status, 401);
    assert!(workspace.ok(&["clients", "list"]).contains("disabled since"));
}
