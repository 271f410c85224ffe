//! The service as its visitors meet it: pages, the API, and what is published for everybody.

use crate::support::{GOOD, IssuedLine, Server, Workspace};

fn served() -> (Workspace, IssuedLine, Server) {
    let workspace = Workspace::new();
    let results = workspace.results("results.csv", &[GOOD]);
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
    let line = workspace.issued("out").remove(0);
    let server = Server::start(&workspace);
    (workspace, line, server)
}

#[test]
fn a_typed_code_is_authentic_until_the_certificate_is_revoked() {
    let (workspace, line, server) = served();
    let code = [("code", line.code.as_str())];
    let page = server.post_form("/en/verify", &code);
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.text().contains("Kervadec-Oduya"));
    assert!(page.text().contains("<h1>Authentic certificate</h1>"));
    workspace.ok(&["revoke", &line.code, "--reason", "fraud"]);
    let page = server.post_form("/fr/verify", &code);
    assert!(page.text().contains("<h1>Certificat révoqué</h1>"));
}

#[test]
fn the_api_answers_about_a_code_and_about_a_document() {
    let (_workspace, line, server) = served();
    let question = serde_json::json!({ "code": line.code, "birth_date": "1998-03-14" });
    let api = "/api/v1/verifications";
    let answer = server.post(api, "application/json", question.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json()["verdict"], "authentic");

    let document = std::fs::read(&line.document).unwrap();
    let answer = server.post(api, "application/pdf", &document);
    assert_eq!(answer.json()["verdict"], "authentic");
    assert_eq!(answer.json()["certificate"]["score"], 487);

    let problem = server.post(api, "application/json", b"{}");
    assert_eq!(problem.status, 422);
    assert_eq!(problem.content_type, "application/problem+json");
}

#[test]
fn the_private_link_gives_the_document_until_it_is_renewed() {
    let (workspace, line, server) = served();
    let (_, token) = line.link.rsplit_once('#').unwrap();
    let page = server.post_form("/en/c", &[("token", token)]);
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.text().contains("Kervadec-Oduya"));
    let document = server.post_form("/en/c/document", &[("token", token)]);
    assert_eq!(document.content_type, "application/pdf");
    assert_eq!(document.body, std::fs::read(&line.document).unwrap());

    workspace.ok(&["renew-link", &line.code]);
    let page = server.post_form("/en/c", &[("token", token)]);
    assert_eq!(page.status, 404);
    assert!(!page.text().contains("Kervadec-Oduya"));
}

#[test]
fn what_everybody_needs_is_published() {
    let (workspace, line, server) = served();
    let keys = server.get("/.well-known/jwks.json");
    assert_eq!(keys.content_type, "application/jwk-set+json");
    std::fs::write(workspace.path("jwks.json"), &keys.body).unwrap();
    let document = line.document.to_str().unwrap();
    let answer = workspace.json(0, &["verify", document, "--offline", "--keys", "jwks.json"]);
    assert_eq!(answer["verdict"], "authentic_status_unknown");

    let shown = workspace.json(0, &["show", &line.code]);
    let list = shown["status_list"].as_u64().unwrap();
    let list = server.get(&format!("/status/revocation/{list}"));
    assert_eq!(list.status, 200, "{list:?}");
    assert_eq!(
        list.json()["credentialSubject"]["statusPurpose"],
        "revocation"
    );
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/nothing-here").status, 404);
}
