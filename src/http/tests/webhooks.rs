//! Webhooks from the change of a certificate to the receiver, on both databases.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, VerifyingKey};
use tokio::sync::watch;

use super::partners::{SEARCH, houses};
use super::*;
use crate::jobs::Worker;

const WEBHOOKS: &str = "/api/v1/webhooks";

/// A receiver on this machine that gives each connection the next answer.
struct Receiver {
    url: String,
    heard: std::sync::mpsc::Receiver<Message>,
}

struct Message {
    id: String,
    timestamp: String,
    signature: String,
    body: String,
}

impl Receiver {
    fn start(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = Vec::new();
                let mut buffer = [0; 4096];
                while !request.ends_with(b"}") {
                    match stream.read(&mut buffer).unwrap() {
                        0 => break,
                        read => request.extend_from_slice(&buffer[..read]),
                    }
                }
                let request = String::from_utf8(request).unwrap();
                let (head, body) = request.split_once("\r\n\r\n").unwrap();
                let header = |name: &str| {
                    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
                    let found = lines.find(|(known, _)| known.eq_ignore_ascii_case(name));
                    found.unwrap().1.to_owned()
                };
                tell.send(Message {
                    id: header("webhook-id"),
                    timestamp: header("webhook-timestamp"),
                    signature: header("webhook-signature"),
                    body: body.to_owned(),
                })
                .unwrap();
                write!(stream, "HTTP/1.1 {answer}\r\ncontent-length: 0\r\n\r\n").unwrap();
            }
        });
        Self { url, heard: told }
    }

    fn next(&self) -> Message {
        self.heard.recv_timeout(Duration::from_secs(20)).unwrap()
    }
}

impl Message {
    /// Whether one of the signatures is by this key.
    fn is_signed_by(&self, public: &[u8]) -> bool {
        let key = VerifyingKey::from_bytes(public.try_into().unwrap()).unwrap();
        let signed = format!("{}.{}.{}", self.id, self.timestamp, self.body);
        self.signature.split(' ').any(|signature| {
            let bytes = signature.strip_prefix("v1a,").unwrap();
            let bytes = STANDARD.decode(bytes).unwrap();
            let signature = Signature::from_bytes(&bytes.try_into().unwrap());
            key.verify_strict(signed.as_bytes(), &signature).is_ok()
        })
    }
}

async fn trial_houses() -> Vec<House> {
    houses(|config| config.partners.loopback_webhooks = true).await
}

fn public(key: &Value) -> Vec<u8> {
    let text = key.as_str().unwrap().strip_prefix("whpk_").unwrap();
    STANDARD.decode(text).unwrap()
}

async fn created(house: &House, key: &str, url: &str) -> Value {
    let answer = house.post_with(key, WEBHOOKS, json!({"url": url})).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()
}

fn at(webhook: &Value, rest: &str) -> String {
    format!("{WEBHOOKS}/{}{rest}", webhook["id"].as_str().unwrap())
}

/// Does jobs until the newest delivery is in this state.
async fn work_until(house: &House, key: &str, webhook: &Value, state: &str) -> Value {
    let (_keep, services) = watch::channel(Arc::clone(&house.service));
    let worker = Worker::new(services);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let list = at(webhook, "/deliveries");
    let watched = async {
        let start = Instant::now();
        let newest = loop {
            let newest = house.get_with(key, &list).await.json()["items"][0].clone();
            if newest["state"] == state && newest["attempts"] != 0 {
                break newest;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "{newest}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        stop.send(()).unwrap();
        newest
    };
    let ended = async {
        let _told = stopped.await;
    };
    tokio::join!(watched, worker.run(ended)).0
}

async fn ask(house: &House, key: &str) {
    let code = json!({"verificationCode": house.code()});
    let answer = house.post_with(key, SEARCH, code).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_about_a_certificate_is_told_of_its_revocation() {
    for house in trial_houses().await {
        let receiver = Receiver::start(&["204 No Content"]);
        let key = house.key("platform", "parcoursup webhooks").await;
        let silent = house.key("silent", "parcoursup webhooks").await;
        let webhook = created(&house, &key, &receiver.url).await;
        let other = created(&house, &silent, &receiver.url).await;
        ask(&house, &key).await;
        house.revoke().await;
        let delivery = work_until(&house, &key, &webhook, "delivered").await;
        assert_eq!(delivery["event"], "certificate.revoked");
        assert_eq!(delivery["outcome"], "status-204");
        let message = receiver.next();
        assert!(message.is_signed_by(&public(&webhook["public_keys"][0])));
        assert!(!message.is_signed_by(&public(&other["public_keys"][0])));
        let plain = delivery["id"].as_str().unwrap().replace('-', "");
        assert_eq!(message.id, format!("msg_{plain}"));
        // Nothing of the holder, and an address where the client may ask.
        let body: Value = serde_json::from_str(&message.body).unwrap();
        let id = house.certificate.id.to_string();
        let path = format!("/api/application/parcoursup/certification/{id}");
        let url = format!("{}{path}", house.service.config.service.public_url);
        let expected = json!({
            "type": "certificate.revoked", "timestamp": "2026-11-21T09:42:07.000000Z",
            "data": {"certificate": id, "url": url},
        });
        assert_eq!(body, expected);
        let now = house.get_with(&key, &path).await.json();
        assert_eq!(now["status"], "revoked");
        // Who did not ask is told nothing.
        let untold = house.get_with(&silent, &at(&other, "/deliveries")).await;
        assert_eq!(untold.json()["items"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_wants_no_more_is_left_alone_until_it_is_enabled() {
    for house in trial_houses().await {
        let receiver = Receiver::start(&["410 Gone", "200 OK"]);
        let key = house.key("platform", "parcoursup webhooks").await;
        let webhook = created(&house, &key, &receiver.url).await;
        ask(&house, &key).await;
        house.revoke().await;
        let failed = work_until(&house, &key, &webhook, "failed").await;
        assert_eq!(failed["outcome"], "status-410");
        let shown = house.get_with(&key, &at(&webhook, "")).await.json();
        assert_eq!(shown["disabled_why"], "gone");
        let again = format!("/deliveries/{}/redeliver", failed["id"].as_str().unwrap());
        let refused = house
            .post_with(&key, &at(&webhook, &again), Value::Null)
            .await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        let ping = house
            .post_with(&key, &at(&webhook, "/ping"), Value::Null)
            .await;
        assert_eq!(ping.status, StatusCode::CONFLICT);
        let enabled = house
            .post_with(&key, &at(&webhook, "/enable"), Value::Null)
            .await;
        assert_eq!(enabled.json()["disabled_at"], Value::Null);
        let sent = house
            .post_with(&key, &at(&webhook, &again), Value::Null)
            .await;
        assert_eq!(sent.status, StatusCode::ACCEPTED, "{}", sent.text());
        let delivered = work_until(&house, &key, &webhook, "delivered").await;
        assert_eq!(delivered["id"], failed["id"]);
        assert_eq!(
            receiver.next().id,
            receiver.next().id,
            "one message, sent twice"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_key_is_replaced_messages_carry_both_signatures() {
    for house in trial_houses().await {
        let receiver = Receiver::start(&["200 OK"]);
        let key = house.key("platform", "webhooks").await;
        let before = created(&house, &key, &receiver.url).await;
        let rotated = house
            .post_with(&key, &at(&before, "/rotate"), Value::Null)
            .await;
        let rotated = rotated.json();
        let keys = rotated["public_keys"].as_array().unwrap();
        assert_eq!(keys.len(), 2);
        assert_eq!(keys[1], before["public_keys"][0]);
        let ping = house
            .post_with(&key, &at(&before, "/ping"), Value::Null)
            .await;
        assert_eq!(ping.status, StatusCode::ACCEPTED);
        work_until(&house, &key, &before, "delivered").await;
        let message = receiver.next();
        for key in keys {
            assert!(message.is_signed_by(&public(key)));
        }
        let path = format!("/.well-known/webhooks/{}", before["id"].as_str().unwrap());
        let set = house.get(&path).await.json();
        for (jwk, key) in set["keys"].as_array().unwrap().iter().zip(keys) {
            let x = URL_SAFE_NO_PAD.decode(jwk["x"].as_str().unwrap()).unwrap();
            assert_eq!(x, public(key));
            assert!(jwk.get("d").is_none());
        }
    }
}

#[tokio::test]
async fn only_public_addresses_are_accepted_and_only_one_s_own_webhooks_are_seen() {
    let house = House::open().await;
    let key = house.key("platform", "webhooks").await;
    let other = house.key("other", "webhooks").await;
    for (url, rule) in [
        ("http://receiver.example/", "not-https"),
        ("http://127.0.0.1/", "not-https"),
        ("https://127.0.0.1/", "not-public"),
        ("https://[::1]/", "not-public"),
        ("https://10.0.0.1:8443/", "not-public"),
        ("https://receiver.example:22/", "port"),
        ("https://user:word@receiver.example/", "user-info"),
        ("nonsense", "malformed"),
    ] {
        let answer = house.post_with(&key, WEBHOOKS, json!({"url": url})).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
        assert_eq!(answer.json()["errors"][0]["rule"], rule, "{url}");
    }
    let webhook = created(&house, &key, "https://receiver.example/hooks").await;
    for rest in ["", "/deliveries"] {
        let foreign = house.get_with(&other, &at(&webhook, rest)).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{rest}");
    }
    let listed = house.get_with(&other, WEBHOOKS).await.json();
    assert_eq!(listed["items"], json!([]));
    let stranger = house.key("stranger", "audit").await;
    let forbidden = house.get_with(&stranger, WEBHOOKS).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    let delete = Request::delete(at(&webhook, "")).header("authorization", format!("Bearer {key}"));
    let gone = house.ask(delete.body(Body::empty()).unwrap()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let missing = house.get_with(&key, &at(&webhook, "")).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_client_has_ten_webhooks_at_most() {
    let house = House::open().await;
    let key = house.key("platform", "webhooks").await;
    for number in 0..10 {
        created(&house, &key, &format!("https://receiver.example/{number}")).await;
    }
    let url = json!({"url": "https://receiver.example/11"});
    let refused = house.post_with(&key, WEBHOOKS, url).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(refused.json()["errors"][0]["rule"], "too-many-webhooks");
}
