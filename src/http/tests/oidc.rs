//! Sign-in at an identity provider that this test runs on loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Answer, House};
use crate::accounts::{self, NewAccount, Role};

const SUBJECT: &str = "248289761001";

/// What the provider was told when it was asked to let somebody in, and what it will say.
#[derive(Clone, Default)]
struct Attempt {
    challenge: String,
    nonce: String,
    subject: String,
    audience: String,
    /// Seconds since 1970.
    expires: i64,
}

/// An identity provider: description, key and token.
struct Provider {
    issuer: String,
    attempt: Arc<Mutex<Attempt>>,
}

impl Provider {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let attempt = Arc::<Mutex<Attempt>>::default();
        let (url, shared) = (issuer.clone(), Arc::clone(&attempt));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(&stream.unwrap(), &url, &shared.lock().unwrap().clone());
            }
        });
        Self { issuer, attempt }
    }
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn answer(mut stream: &TcpStream, issuer: &str, attempt: &Attempt) {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let path = first.split(' ').nth(1).unwrap();
    let (status, told) = match path {
        "/.well-known/openid-configuration" => (
            200,
            json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/jwks"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["EdDSA"],
            }),
        ),
        "/jwks" => {
            let x = URL_SAFE_NO_PAD.encode(key().verifying_key().as_bytes());
            let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "k", "use": "sig", "alg": "EdDSA"});
            (200, json!({"keys": [jwk]}))
        }
        "/token" => token(issuer, &String::from_utf8(body).unwrap(), attempt),
        _ => (404, json!({})),
    };
    let told = told.to_string();
    let _gone = write!(
        stream,
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{told}",
        told.len()
    );
}

/// Gives a token to whoever knows the verifier that the challenge was made of (RFC 7636 §4.6).
fn token(issuer: &str, form: &str, attempt: &Attempt) -> (u16, Value) {
    let field = |name: &str| {
        let mut pairs = form.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let verifier = field("code_verifier").unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    if field("code") != Some("good") || challenge != attempt.challenge {
        return (400, json!({"error": "invalid_grant"}));
    }
    let claims = json!({
        "iss": issuer,
        "sub": attempt.subject,
        "aud": attempt.audience,
        "nonce": attempt.nonce,
        "iat": attempt.expires - 60,
        "exp": attempt.expires,
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!(
        "{}.{}",
        part(&json!({"alg": "EdDSA", "kid": "k"})),
        part(&claims)
    );
    let signature = URL_SAFE_NO_PAD.encode(key().sign(signed.as_bytes()).to_bytes());
    let told = json!({
        "access_token": "a",
        "token_type": "Bearer",
        "id_token": format!("{signed}.{signature}"),
    });
    (200, told)
}

struct Trip {
    house: House,
    provider: Provider,
}

impl Trip {
    async fn open() -> Self {
        let provider = Provider::start();
        let issuer = provider.issuer.clone();
        let house = House::open_with(move |config| {
            config.accounts.oidc.issuer = Some(issuer);
            config.accounts.oidc.client_id = Some("sceau".into());
            config.accounts.oidc.client_secret = Some("known to both".into());
        })
        .await;
        let new = NewAccount {
            login: "omar".parse().unwrap(),
            name: "Omar Haddad".to_owned(),
            roles: [Role::Auditor].into_iter().collect(),
            organisation: None,
            subject: Some(SUBJECT.to_owned()),
        };
        let added = accounts::add(&house.service, new, "test").await.unwrap();
        assert!(added.unwrap().1.is_none(), "no password");
        Self { house, provider }
    }

    /// Goes to the provider: the cookie, and the state to bring back.
    async fn depart(&self) -> (String, String) {
        let request = Request::get("/en/sign-in/provider");
        let answer = self.house.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let address = answer.header("location");
        assert!(address.starts_with(&format!("{}/authorize?", self.provider.issuer)));
        assert!(address.contains("response_type=code"));
        assert!(address.contains("code_challenge_method=S256"));
        let field = |name: &str| {
            let (_, rest) = address.split_once(&format!("{name}=")).unwrap();
            rest.split('&').next().unwrap().to_owned()
        };
        *self.provider.attempt.lock().unwrap() = Attempt {
            challenge: field("code_challenge"),
            nonce: field("nonce"),
            subject: SUBJECT.to_owned(),
            audience: "sceau".to_owned(),
            expires: self.house.service.clock.now().timestamp() + 60,
        };
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap().to_owned();
        (cookie, field("state"))
    }

    async fn come_back(&self, cookie: &str, code: &str, state: &str) -> Answer {
        let path = format!("/sign-in/provider/back?code={code}&state={state}");
        self.house.page(&path, cookie).await
    }

    fn says(&self, change: impl FnOnce(&mut Attempt)) {
        change(&mut self.provider.attempt.lock().unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_provider_names_and_an_account_knows_comes_in() {
    let trip = Trip::open().await;
    let page = trip.house.page("/en/sign-in", "").await.text();
    assert!(page.contains("href=\"/en/sign-in/provider\""), "{page}");
    let (cookie, state) = trip.depart().await;
    let answer = trip.come_back(&cookie, "good", &state).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let cookies: Vec<&str> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().unwrap())
        .collect();
    assert!(cookies[0].starts_with("sceau-session="), "{cookies:?}");
    assert!(cookies[1].starts_with("sceau-provider=; "), "{cookies:?}");
    let session = cookies[0].split(';').next().unwrap();
    let home = trip.house.page("/en/console", session).await;
    assert!(home.text().contains("Hello, Omar Haddad"));
    // He has no password to try.
    let answer = trip.house.try_in("omar", "", "000000").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_comes_in() {
    let trip = Trip::open().await;
    let refused = async |cookie: &str, code: &str, state: &str, why: &str| {
        let answer = trip.come_back(cookie, code, state).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        let text = answer.text();
        assert!(text.contains("n’a pas confirmé qui vous êtes"), "{text}");
        let cookies = answer.headers.get_all("set-cookie").iter();
        for cookie in cookies {
            assert!(
                !cookie.to_str().unwrap().starts_with("sceau-session"),
                "{why}"
            );
        }
    };
    let (cookie, state) = trip.depart().await;
    refused("", "good", &state, "another browser").await;
    refused(&cookie, "good", "0000", "another state").await;
    refused(&cookie, "bad", &state, "a code that is not good").await;
    trip.says(|attempt| attempt.nonce = "0000".into());
    refused(&cookie, "good", &state, "another nonce").await;
    let (cookie, state) = trip.depart().await;
    trip.says(|attempt| attempt.challenge = "0000".into());
    refused(&cookie, "good", &state, "another verifier").await;
    let (cookie, state) = trip.depart().await;
    trip.says(|attempt| attempt.audience = "another".into());
    refused(&cookie, "good", &state, "a token for somebody else").await;
    let (cookie, state) = trip.depart().await;
    trip.says(|attempt| attempt.expires -= 120);
    refused(&cookie, "good", &state, "a token that has ended").await;
    let (cookie, state) = trip.depart().await;
    trip.says(|attempt| attempt.subject = "stranger".into());
    refused(&cookie, "good", &state, "nobody's account").await;
    let store = &trip.house.service.store;
    let known = store.find_account_by_subject(SUBJECT).await.unwrap();
    let id = known.unwrap().account.id;
    let now = trip.house.service.clock.now();
    store.disable_account(id, "test", now).await.unwrap();
    let (cookie, state) = trip.depart().await;
    refused(&cookie, "good", &state, "a closed account").await;
}
