//! The receipt of a verification: had from the page, presented to the command line and to the page.

use crate::support::{GOOD, Server, Workspace};

#[test]
fn a_receipt_is_recognised_by_the_command_line_with_the_published_keys_alone() {
    let workspace = Workspace::new();
    let results = workspace.results("results.csv", &[GOOD]);
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
    let line = workspace.issued("out").remove(0);
    let server = Server::start(&workspace);
    let page = server.post_form("/en/verify", &[("code", line.code.as_str())]);
    let (_, rest) = page.text().split_once("name=\"draft\" value=\"").unwrap();
    let (draft, _) = rest.split_once('"').unwrap();
    let keys = server.get("/.well-known/jwks.json");
    std::fs::write(workspace.path("jwks.json"), &keys.body).unwrap();
    for form in ["json", "pdf"] {
        let receipt = server.post_form(&format!("/en/receipt/{form}"), &[("draft", draft)]);
        assert_eq!(receipt.status, 200, "{receipt:?}");
        let path = workspace.path(&format!("receipt.{form}"));
        std::fs::write(&path, &receipt.body).unwrap();
        let path = path.to_str().unwrap();
        // A receipt is not a certificate: whoever asks for one gets no success.
        let told = workspace.json(5, &["verify", path, "--offline", "--keys", "jwks.json"]);
        let told = &told["receipt"];
        assert_eq!(told["authentic"], true, "{told}");
        assert_eq!(told["says"]["verdict"], "authentic");
        assert_eq!(told["says"]["certificate"]["last_name"], "Kervadec-Oduya");
        let told = workspace.json(5, &["verify", path]);
        assert_eq!(told["receipt"]["says"]["presented"], "code");
    }
    let altered = String::from_utf8(std::fs::read(workspace.path("receipt.json")).unwrap());
    let altered = altered
        .unwrap()
        .replacen("\"payload\": \"ey", "\"payload\": \"fy", 1);
    std::fs::write(workspace.path("altered.json"), altered).unwrap();
    let path = workspace.path("altered.json");
    let told = workspace.json(4, &["verify", path.to_str().unwrap()]);
    assert_eq!(told["receipt"]["authentic"], false, "{told}");
}
