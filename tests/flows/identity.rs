//! The issuer as others see it: its keys and its profile, and that the running service follows a
//! change of its keys.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{GOOD, Server, Workspace};

const DID: &str = "did:web:127.0.0.1%3A8080";

/// Ids of the credential keys in the published set, without those under their absolute names.
fn published(server: &Server) -> Vec<String> {
    let set = server.get("/.well-known/jwks.json").json();
    let keys = set["keys"].as_array().unwrap().iter();
    let seals = keys.filter(|key| key["alg"] == "EdDSA");
    let ids = seals.map(|key| key["kid"].as_str().unwrap().to_owned());
    ids.filter(|id| !id.contains(':')).collect()
}

/// Waits for something that the service does by itself.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(40), "never: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn the_issuer_is_published_in_every_form_for_everybody() {
    let workspace = Workspace::with_own_keys();
    workspace.ok(&["keys", "rotate"]);
    let server = Server::start(&workspace);
    for (path, kind, form) in [
        ("/.well-known/jwks.json", "application/jwk-set+json", "jwks"),
        ("/.well-known/did.json", "application/json", "did"),
        ("/.well-known/issuer.json", "application/ld+json", "profile"),
    ] {
        let answer = server.get(path);
        assert_eq!(
            (answer.status, &*answer.content_type),
            (200, kind),
            "{path}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=300",
            "{path}"
        );
        let tag = answer.header("etag");
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        let again = server.get_with(path, ("if-none-match", tag));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), tag, "{path}");
        let other = server.get_with(path, ("if-none-match", "W/\"0\""));
        assert_eq!(other.status, 200, "{path}");
        // The same can be published by hand.
        let printed: Value =
            serde_json::from_str(&workspace.ok(&["keys", "public", "--as", form])).unwrap();
        assert_eq!(answer.json(), printed, "{path}");
    }
    let profile = server.get("/.well-known/issuer.json").json();
    assert_eq!(profile["id"], DID);
    assert_eq!(profile["type"], json!(["Profile"]));
    assert_eq!(profile["name"], "Institut des savoirs numériques");
    assert_eq!(profile["url"], "http://127.0.0.1:8080");
}

#[test]
fn the_did_document_holds_each_key_as_multikey_and_as_json_web_key() {
    let workspace = Workspace::with_own_keys();
    let rotated = workspace.json(0, &["keys", "rotate"]);
    let server = Server::start(&workspace);
    let asked = server.get_as("/.well-known/did.json", "application/did+ld+json");
    assert_eq!(asked.content_type, "application/did+ld+json");
    assert!(asked.header("vary").contains("accept"));
    let did = asked.json();
    assert_eq!(did["id"], DID);
    let (new, old) = (
        rotated["id"].as_str().unwrap(),
        rotated["replaced"].as_str().unwrap(),
    );
    let expected: Vec<String> = [new, old]
        .iter()
        .flat_map(|id| [format!("{DID}#{id}"), format!("{DID}#{id}-jwk")])
        .collect();
    assert_eq!(did["assertionMethod"], json!(expected));
    let set = server.get("/.well-known/jwks.json").json();
    for (method, id) in did["verificationMethod"]
        .as_array()
        .unwrap()
        .iter()
        .zip(&expected)
    {
        assert_eq!(method["id"], **id);
        assert_eq!(method["controller"], DID);
        let name = id.split_once('#').unwrap().1.trim_end_matches("-jwk");
        let mut keys = set["keys"].as_array().unwrap().iter();
        let key = keys.find(|key| key["kid"] == *name).unwrap();
        if id.ends_with("-jwk") {
            assert_eq!(method["type"], "JsonWebKey");
            assert_eq!(method["publicKeyJwk"]["x"], key["x"]);
        } else {
            assert_eq!(method["type"], "Multikey");
            let multikey = method["publicKeyMultibase"].as_str().unwrap();
            assert!(multikey.starts_with("z6Mk"), "{multikey}");
        }
    }
}

#[test]
fn the_running_service_follows_changed_keys_and_survives_broken_ones() {
    let workspace = Workspace::with_own_keys();
    let line = workspace.issue(GOOD, "out");
    let server = Server::start(&workspace);
    let first = published(&server);
    assert_eq!(first.len(), 1);

    // By itself.
    let rotated = workspace.json(0, &["keys", "rotate"]);
    let second = vec![first[0].clone(), rotated["id"].as_str().unwrap().to_owned()];
    until("the new key is published", || published(&server) == second);

    // A folder that can't be used changes nothing; at once, when told.
    let keyring = workspace.path("keys/keyring.toml");
    let good = fs::read(&keyring).unwrap();
    fs::write(&keyring, "issuer = ").unwrap();
    server.hang_up();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(published(&server), second);
    fs::write(&keyring, good).unwrap();

    let compromise = [
        "keys",
        "compromise",
        &first[0],
        "--at",
        "2026-01-01T00:00:00Z",
    ];
    workspace.ok(&[&compromise[..], &["--reason", "a copy was found"]].concat());
    server.hang_up();
    let asked = json!({ "code": line.code }).to_string();
    until("the certificate is no longer authentic", || {
        let path = "/api/v1/verifications";
        let answer = server
            .post(path, "application/json", asked.as_bytes())
            .json();
        answer["verdict"] == "not_authentic"
    });
    let did = server.get("/.well-known/did.json").json();
    let methods = did["verificationMethod"].as_array().unwrap();
    for method in methods {
        let is_first = method["id"].as_str().unwrap().contains(&first[0]);
        assert_eq!(method.get("revoked").is_some(), is_first, "{method}");
    }
}

#[test]
fn lists_are_signed_by_the_key_that_signs_now() {
    let workspace = Workspace::with_own_keys();
    let line = workspace.issue(GOOD, "out");
    let server = Server::start(&workspace);
    let list = workspace.json(0, &["show", &line.code])["status_list"].clone();
    let path = format!("/status/revocation/{list}");
    let signer = || server.get(&path).json()["proof"]["verificationMethod"].clone();
    let [first] = &published(&server)[..] else {
        panic!("one key");
    };
    assert_eq!(signer(), format!("{DID}#{first}"));
    let done = workspace.json(0, &["keys", "rotate"]);
    assert_eq!(done["status_lists_signed"], true);
    assert_eq!(signer(), format!("{DID}#{}", done["id"].as_str().unwrap()));
}

#[cfg(unix)]
#[test]
fn the_service_s_lists_of_revoked_x509_certificates_are_where_these_say() {
    let workspace = Workspace::with_own_keys();
    let server = Server::start(&workspace);
    let crl = |name: &str| fs::read(workspace.path("keys").join(name)).unwrap();
    let path = "/.well-known/sceau.crl";
    let first = server.get(path);
    assert_eq!(first.content_type, "application/pkix-crl");
    assert_eq!(first.body, crl("crl.der"));

    let new = ["keys", "rotate", "--purpose", "document", "--new-authority"];
    let id = workspace.json(0, &new)["id"].as_str().unwrap().to_owned();
    server.hang_up();
    let next = format!("/.well-known/crl/{id}.crl");
    until("the new authority's list is published", || {
        server.get(&next).status == 200
    });
    assert_eq!(server.get(&next).body, crl(&format!("{id}.crl.der")));
    assert_eq!(server.get(path).body, first.body, "the old one stays");
    assert_eq!(server.get("/.well-known/crl/nothing.crl").status, 404);
}
