//! An account from the command line to the console, with an authenticator app of our own.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::support::{Answer, Server, Workspace};

/// The code that an app shows now: written once more, from RFC 6238 alone.
fn app_shows(secret: &str, steps_later: u64) -> String {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<bool> = secret
        .chars()
        .flat_map(|c| {
            let value = alphabet.find(c).unwrap();
            (0..5).rev().map(move |place| value >> place & 1 == 1)
        })
        .collect();
    let key: Vec<u8> = bits
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | u8::from(*bit)))
        .collect();
    let since = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(since / 30 + steps_later).to_be_bytes());
    let mac = mac.finalize().into_bytes();
    let at = usize::from(mac[19] & 15);
    let number = u32::from_be_bytes(mac[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

struct Person {
    password: String,
    secret: String,
}

fn handed(answer: &serde_json::Value) -> Person {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    Person {
        password: text(&answer["password"]),
        secret: text(&answer["second_factor"]["secret"]),
    }
}

fn sign_in(server: &Server, person: &Person, steps_later: u64) -> Answer {
    let code = app_shows(&person.secret, steps_later);
    server.post_form_and_stay(
        "/en/sign-in",
        &[
            ("login", "solveig"),
            ("password", &person.password),
            ("code", &code),
        ],
    )
}

/// What a command says that can't be done.
fn refusal(workspace: &Workspace, arguments: &[&str]) -> String {
    let output = workspace.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn an_account_is_made_used_reset_and_closed() {
    for workspace in Workspace::on_each() {
        let add = ["accounts", "add", "solveig", "--name", "Solveig Mbarga"];
        let added = workspace.json(0, &[&add[..], &["--role", "issuer,auditor"]].concat());
        let person = handed(&added);
        assert_eq!(person.password.len(), 23);
        assert_eq!(person.secret.len(), 32);
        let again = refusal(&workspace, &[&add[..], &["--role", "issuer"]].concat());
        assert!(again.contains("there is an account `solveig`"), "{again}");
        let member = ["accounts", "add", "gwen", "--name", "Gwen"];
        let refused = refusal(&workspace, &[&member[..], &["--role", "member"]].concat());
        assert!(refused.contains("--client"), "{refused}");

        let server = Server::start(&workspace);
        let wrong =
            server.post_form_and_stay("/en/sign-in", &[("login", "solveig"), ("password", "x")]);
        assert_eq!(wrong.status, 422);
        let answer = sign_in(&server, &person, 0);
        assert_eq!(answer.header("location"), "/en/console");
        assert!(answer.header("set-cookie").starts_with("sceau-session="));
        assert_eq!(
            sign_in(&server, &person, 0).status,
            422,
            "the code was used"
        );

        // Another password and another secret: neither of the old ones is good for anything.
        let reset = handed(&workspace.json(0, &["accounts", "reset", "solveig"]));
        assert_ne!(reset.secret, person.secret);
        assert_eq!(sign_in(&server, &person, 1).status, 422);
        assert_eq!(sign_in(&server, &reset, 0).status, 303);
        workspace.ok(&["accounts", "disable", "solveig"]);
        assert_eq!(sign_in(&server, &reset, 1).status, 422);
        workspace.ok(&["accounts", "enable", "solveig"]);
        assert_eq!(sign_in(&server, &reset, 1).status, 303);
        workspace.ok(&["accounts", "roles", "solveig", "--role", "revoker"]);
        let listed = workspace.json(0, &["accounts", "list"]);
        assert_eq!(listed[0]["roles"], serde_json::json!(["revoker"]));

        let trail = workspace.ok(&["audit", "list"]);
        assert!(
            !trail.contains("solveig") && !trail.contains("Solveig"),
            "{trail}"
        );
        for event in [
            "account_added",
            "signed_in",
            "sign_in_refused",
            "account_reset",
        ] {
            assert!(trail.contains(event), "{event}: {trail}");
        }
        workspace.ok(&["audit", "verify"]);
    }
}

#[test]
fn people_read_the_second_factor_from_the_terminal() {
    let workspace = Workspace::new();
    let told = workspace.ok(&[
        "--lang", "fr", "accounts", "add", "omar", "--name", "Omar", "--role", "auditor",
    ]);
    assert!(told.contains("otpauth://totp/"), "{told}");
    assert!(told.contains("Mot de passe\u{a0}:"), "{told}");
    assert!(told.contains('▀'), "{told}");
}
