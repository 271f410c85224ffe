//! What is published about certificates, as others fetch it: from the service, from static files
//! and from a bundle without any network.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use sceau::clock::Clock;
use sceau::keys::TrustedKeys;
use sceau::status::{PlaceState, Reader, StatusList, StatusPurpose, TokenList};

use crate::support::{GOOD, IssuedLine, Server, Workspace};

const PUBLIC_URL: &str = "http://127.0.0.1:8080";

fn issued() -> (Workspace, IssuedLine) {
    let workspace = Workspace::new();
    let results = workspace.results("results.csv", &[GOOD]);
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
    let line = workspace.issued("out").remove(0);
    (workspace, line)
}

/// The list and the place in it of a certificate.
fn place(workspace: &Workspace, code: &str) -> (u32, u32) {
    let shown = workspace.json(0, &["show", code]);
    let number = |name: &str| u32::try_from(shown[name].as_u64().unwrap()).unwrap();
    (number("status_list"), number("status_index"))
}

/// The state that each form gives a place, by the eyes of a verifier who has these keys.
fn states(
    (list, index): (u32, u32),
    jwks: &str,
    fetch: impl Fn(&str, &str) -> Vec<u8>,
) -> BTreeMap<&'static str, PlaceState> {
    let trusted = TrustedKeys::from_jwks(jwks).unwrap().seals;
    let reader = Reader {
        public_url: PUBLIC_URL,
        trusted: &trusted,
        at: Clock::System.now(),
    };
    let mut states = BTreeMap::new();
    for (kind, suffix) in [("application/vc", ""), ("application/vc+jwt", ".jwt")] {
        let set = |purpose: StatusPurpose| {
            let bytes = fetch(&format!("/status/{}/{list}{suffix}", purpose.name()), kind);
            let list = StatusList::read(&bytes, (purpose, list), &reader).unwrap();
            list.is_set(index).unwrap()
        };
        let state = match (
            set(StatusPurpose::Revocation),
            set(StatusPurpose::Suspension),
        ) {
            (true, _) => PlaceState::Revoked,
            (false, true) => PlaceState::Suspended,
            (false, false) => PlaceState::InForce,
        };
        states.insert(kind, state);
    }
    for (kind, suffix) in [
        ("application/statuslist+jwt", ""),
        ("application/statuslist+cwt", ".cwt"),
    ] {
        let bytes = fetch(&format!("/tsl/{list}{suffix}"), kind);
        let list = TokenList::read(&bytes, list, &reader).unwrap();
        states.insert(kind, list.state(index).unwrap());
    }
    states
}

fn all(state: PlaceState) -> BTreeMap<&'static str, PlaceState> {
    [
        "application/vc",
        "application/vc+jwt",
        "application/statuslist+jwt",
        "application/statuslist+cwt",
    ]
    .map(|kind| (kind, state))
    .into()
}

#[test]
fn each_form_of_the_list_follows_what_happens_to_a_certificate() {
    let (workspace, line) = issued();
    let server = Server::start(&workspace);
    let place = place(&workspace, &line.code);
    let jwks = server.get("/.well-known/jwks.json");
    let told = || {
        states(place, jwks.text(), |path, kind| {
            // One address a list: the form is what is accepted.
            let path = path.trim_end_matches(".jwt").trim_end_matches(".cwt");
            let answer = server.get_as(path, kind);
            assert_eq!(answer.status, 200, "{answer:?}");
            assert_eq!(answer.content_type, kind);
            answer.body
        })
    };
    assert_eq!(told(), all(PlaceState::InForce));
    workspace.ok(&["suspend", &line.code, "--reason", "under-inquiry"]);
    assert_eq!(told(), all(PlaceState::Suspended));
    workspace.ok(&["reinstate", &line.code]);
    assert_eq!(told(), all(PlaceState::InForce));
    workspace.ok(&["revoke", &line.code, "--reason", "fraud"]);
    assert_eq!(told(), all(PlaceState::Revoked));
    workspace.check_invariants();
}

#[test]
fn a_list_is_sent_compressed_and_only_when_it_changed() {
    let (workspace, line) = issued();
    let server = Server::start(&workspace);
    let (list, _) = place(&workspace, &line.code);
    for path in [format!("/status/revocation/{list}"), format!("/tsl/{list}")] {
        let plain = server.get(&path);
        let packed = server.get_with(&path, ("accept-encoding", "gzip"));
        assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(packed.body.as_slice())
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, plain.body, "{path}");
        assert_eq!(plain.header("access-control-allow-origin"), "*");
        let vary: Vec<_> = packed.headers.get_all("vary").iter().collect();
        assert_eq!(vary, ["accept", "accept-encoding"], "{path}");
        let tag = plain.header("etag");
        let again = server.get_with(&path, ("if-none-match", tag));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), tag);
    }
    let path = format!("/status/revocation/{list}");
    let tag = server.get(&path).header("etag").to_owned();
    workspace.ok(&["revoke", &line.code, "--reason", "fraud"]);
    let changed = server.get_with(&path, ("if-none-match", &tag));
    assert_eq!(changed.status, 200);
    let refused = server.get_as(&path, "text/csv");
    assert_eq!(refused.status, 406);
    assert_eq!(refused.content_type, "application/problem+json");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn static_files_are_what_the_service_sends_and_only_changed_ones_are_written() {
    let (workspace, line) = issued();
    let place = place(&workspace, &line.code);
    let publish = || {
        let done = workspace.json(0, &["status", "publish", "--to", "public"]);
        (done["written"].as_u64(), done["unchanged"].as_u64())
    };
    let (written, unchanged) = publish();
    assert_eq!(unchanged, Some(0));
    assert_eq!(publish(), (Some(0), written));

    let public = workspace.path("public");
    let read = |path: &str| std::fs::read(public.join(path)).unwrap();
    let index: serde_json::Value = serde_json::from_slice(&read("files.json")).unwrap();
    let listed = index["files"].as_array().unwrap();
    assert_eq!(files_below(&public).len(), listed.len() + 1);
    let server = Server::start(&workspace);
    for file in listed {
        let path = file["path"].as_str().unwrap();
        // Contexts have other addresses at their authors'.
        if path.starts_with("contexts/") {
            continue;
        }
        let sent = server.get(&format!("/{path}"));
        assert_eq!(sent.status, 200, "{path}");
        assert_eq!(sent.content_type, file["type"].as_str().unwrap(), "{path}");
        assert!(sent.body == read(path), "{path}");
    }

    let jwks = String::from_utf8(read(".well-known/jwks.json")).unwrap();
    let told = || states(place, &jwks, |path, _| read(path.trim_start_matches('/')));
    assert_eq!(told(), all(PlaceState::InForce));
    workspace.ok(&["revoke", &line.code, "--reason", "fraud"]);
    // The six forms of one list, and the index.
    assert_eq!(publish().0, Some(7));
    assert_eq!(told(), all(PlaceState::Revoked));
}

#[test]
fn a_bundle_tells_without_network_what_was_out_of_force_when_it_was_made() {
    let (workspace, line) = issued();
    let keys = workspace.path("jwks.json");
    std::fs::write(&keys, workspace.ok(&["keys", "public"])).unwrap();
    let (document, keys) = (line.document.to_str().unwrap(), keys.to_str().unwrap());
    let verdict = |code, bundle: &str| {
        let arguments = [
            "verify",
            document,
            "--offline",
            "--keys",
            keys,
            "--bundle",
            bundle,
        ];
        let verification = workspace.json(code, &arguments);
        assert!(verification["status_as_of"].is_string());
        verification["verdict"].as_str().unwrap().to_owned()
    };
    let make = |name: &str| workspace.ok(&["status", "bundle", "--to", name]);
    make("first.zip");
    assert_eq!(verdict(0, "first.zip"), "authentic");
    workspace.ok(&["suspend", &line.code, "--reason", "under-inquiry"]);
    make("second.zip");
    assert_eq!(verdict(4, "second.zip"), "suspended");
    workspace.ok(&["revoke", &line.code, "--reason", "fraud"]);
    make("third.zip");
    assert_eq!(verdict(4, "third.zip"), "revoked");
    // The standard credential names the same place.
    workspace.ok(&["show", &line.code, "--credential", "credential.json"]);
    let arguments = [
        "verify",
        "credential.json",
        "--offline",
        "--keys",
        keys,
        "--bundle",
        "third.zip",
    ];
    assert_eq!(workspace.json(4, &arguments)["verdict"], "revoked");
    // Each tells its own time.
    assert_eq!(verdict(0, "first.zip"), "authentic");
    let shown = workspace.exits(
        4,
        &[
            "verify",
            document,
            "--offline",
            "--keys",
            keys,
            "--bundle",
            "third.zip",
        ],
    );
    assert!(shown.contains("Status as of 20"), "{shown}");
}

#[test]
fn a_bundle_that_is_not_the_issuers_is_refused_with_a_reason() {
    let (workspace, line) = issued();
    let keys = workspace.path("jwks.json");
    std::fs::write(&keys, workspace.ok(&["keys", "public"])).unwrap();
    workspace.ok(&["status", "bundle", "--to", "good.zip"]);
    let good = std::fs::read(workspace.path("good.zip")).unwrap();

    let mut altered = good.clone();
    let tail = altered.windows(4).position(|bytes| bytes == b"PK\x01\x02");
    altered[tail.unwrap() - 20] ^= 1;
    std::fs::write(workspace.path("altered.zip"), altered).unwrap();
    std::fs::write(workspace.path("cut.zip"), &good[..good.len() / 2]).unwrap();
    let sparse = std::fs::File::create(workspace.path("huge.zip")).unwrap();
    sparse.set_len(10 << 30).unwrap();
    workspace.ok(&["keys", "new", "--folder", "others", "--issuer", "Others"]);
    let others = sceau::keys::Keyring::load(&workspace.path("others")).unwrap();
    let others = others.trusted().to_jwks().to_string();
    std::fs::write(workspace.path("others.json"), others).unwrap();

    let document = line.document.to_str().unwrap();
    for (bundle, keys, said) in [
        (
            "altered.zip",
            "jwks.json",
            "is not what the signed manifest says",
        ),
        ("cut.zip", "jwks.json", "not a whole ZIP file"),
        ("huge.zip", "jwks.json", "too large"),
        ("missing.zip", "jwks.json", "reading the bundle"),
        ("good.zip", "others.json", "can't be relied on"),
    ] {
        let arguments = [
            "verify",
            document,
            "--offline",
            "--keys",
            keys,
            "--bundle",
            bundle,
        ];
        let output = workspace.run(&arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{bundle}: {error}");
        assert!(error.contains(said), "{bundle}: {error}");
    }
    // A bundle is for where there is neither register nor network.
    workspace.exits(2, &["verify", document, "--bundle", "good.zip"]);
}
