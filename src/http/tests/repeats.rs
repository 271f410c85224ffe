//! Requests that are sent more than once.

use std::collections::BTreeSet;

use super::super::idempotency::CHANGES;
use super::*;

/// What is asked by `POST`, because the question holds what must be in no address.
const ASKS: &[&str] = &[
    "/api/application/parcoursup/certification/search",
    "/api/application/parcoursup/certification/search/batch",
    "/api/v1/certificates/search",
    "/api/v1/token",
    "/api/v1/verifications",
    "/api/v1/verifications/batch",
];

const CLIENTS: &str = "/api/v1/clients";

fn request(key: &str, path: &str, repeat: &str, body: &Value) -> Request<Body> {
    Request::post(path)
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "application/json")
        .header("idempotency-key", repeat)
        .body(body.to_string().into())
        .unwrap()
}

async fn names(house: &House, key: &str) -> Vec<String> {
    let clients = house.get_with(key, CLIENTS).await.json();
    let items = clients["items"].as_array().unwrap();
    let name = |item: &Value| item["name"].as_str().unwrap().to_owned();
    items.iter().map(name).collect()
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer() {
    let house = House::open().await;
    let key = house.key("keeper", "clients").await;
    let new = json!({ "name": "crous", "scopes": ["clients"] });
    let first = house.ask(request(&key, CLIENTS, "\"one\"", &new)).await;
    assert_eq!(first.status, StatusCode::CREATED);
    assert_eq!(first.header("idempotent-replayed"), "");
    let again = house.ask(request(&key, CLIENTS, "one", &new)).await;
    assert_eq!(again.status, StatusCode::CREATED);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.body, first.body);
    for name in ["content-type", "location"] {
        assert_eq!(again.header(name), first.header(name));
    }
    // Without the key it is another request.
    let anew = house.post_with(&key, CLIENTS, new).await;
    assert_eq!(anew.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_key_stands_for_one_request_of_one_client() {
    let house = House::open().await;
    let key = house.key("keeper", "clients").await;
    let other = house.key("other", "clients").await;
    let new = |name: &str| json!({ "name": name, "scopes": ["clients"] });
    let made = house.ask(request(&key, CLIENTS, "one", &new("a"))).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let reused = house.ask(request(&key, CLIENTS, "one", &new("b"))).await;
    assert_eq!(reused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kind = reused.json()["type"].as_str().unwrap().to_owned();
    assert!(kind.ends_with("/problems/idempotency-key-reused"), "{kind}");
    let others = house.ask(request(&other, CLIENTS, "one", &new("b"))).await;
    assert_eq!(others.status, StatusCode::CREATED);
    let malformed = house.ask(request(&key, CLIENTS, "\"\"", &new("c"))).await;
    assert_eq!(malformed.status, StatusCode::BAD_REQUEST);
    assert_eq!(names(&house, &key).await, ["keeper", "other", "a", "b"]);
}

#[tokio::test]
async fn a_refused_request_is_looked_at_anew() {
    let house = House::open().await;
    let key = house.key("keeper", "clients").await;
    let wrong = json!({ "name": "Crous", "scopes": ["clients"] });
    let refused = house.ask(request(&key, CLIENTS, "one", &wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = json!({ "name": "crous", "scopes": ["clients"] });
    let made = house.ask(request(&key, CLIENTS, "one", &right)).await;
    assert_eq!(made.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_secret_is_not_kept_for_repetitions() {
    let house = House::open().await;
    let key = house.key("keeper", "clients").await;
    let clients = house.get_with(&key, CLIENTS).await.json();
    let keys = format!(
        "{CLIENTS}/{}/keys",
        clients["items"][0]["id"].as_str().unwrap()
    );
    let first = house
        .ask(request(&key, &keys, "one", &json!({})))
        .await
        .json();
    assert!(first["key"].is_string());
    let again = house.ask(request(&key, &keys, "one", &json!({}))).await;
    assert_eq!(again.status, StatusCode::CREATED);
    let again = again.json();
    assert_eq!(again.get("key"), None);
    assert_eq!(again["id"], first["id"]);
    let secret = first["key"].as_str().unwrap().rsplit('_').next().unwrap();
    for end in ["", "-wal"] {
        let path = format!("{}{end}", house.service.config.store.path.display());
        let file = std::fs::read(path).unwrap();
        let is_secret = |part: &[u8]| part == secret.as_bytes();
        assert!(!file.windows(secret.len()).any(is_secret), "{end}");
    }
}

#[tokio::test]
async fn of_sixteen_requests_at_once_one_is_carried_out() {
    let house = House::open().await;
    let key = house.key("keeper", "clients").await;
    let new = json!({ "name": "crous", "scopes": ["clients"] });
    let attempts = (0..16).map(|_| house.ask(request(&key, CLIENTS, "one", &new)));
    let answers = futures_util::future::join_all(attempts).await;
    let first: Vec<&Answer> = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::CREATED)
        .filter(|answer| answer.header("idempotent-replayed").is_empty())
        .collect();
    assert_eq!(first.len(), 1);
    for answer in &answers {
        match answer.status {
            StatusCode::CREATED => assert_eq!(answer.body, first[0].body),
            StatusCode::CONFLICT => {
                let kind = answer.json()["type"].as_str().unwrap().to_owned();
                assert!(kind.ends_with("/problems/in-progress"), "{kind}");
                assert_eq!(answer.header("retry-after"), "1");
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(names(&house, &key).await, ["keeper", "crous"]);
}

/// A `POST` that is in neither list would be carried out twice when a client repeats it, or its
/// answer about a person would be kept.
#[test]
fn for_every_post_of_the_api_it_is_decided_whether_it_changes_something() {
    let description: Value = serde_json::from_str(&crate::http::description().unwrap()).unwrap();
    let posts: BTreeSet<&str> = description["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, item)| item.get("post").is_some())
        .map(|(path, _)| path.as_str())
        .collect();
    let decided: BTreeSet<&str> = CHANGES.iter().chain(ASKS).copied().collect();
    assert_eq!(posts, decided);
}

fn file_of_codes(key: &str, rows: usize) -> Request<Body> {
    let codes = "code\n".to_owned() + &"8XZ6-4EBF-6RDQ-CP\n".repeat(rows);
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{codes}\r\n--x--\r\n"
    );
    Request::post("/api/v1/verification-batches")
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "multipart/form-data; boundary=x")
        .header("content-length", body.len())
        .header("idempotency-key", "one")
        .body(body.into())
        .unwrap()
}

#[tokio::test]
async fn a_file_of_codes_that_is_sent_again_is_not_queued_again() {
    let house = House::open().await;
    let key = house.key("university", "verifications:batch").await;
    let first = house.ask(file_of_codes(&key, 2)).await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.text());
    let again = house.ask(file_of_codes(&key, 2)).await;
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.json()["id"], first.json()["id"]);
    let other = house.ask(file_of_codes(&key, 3)).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
}
