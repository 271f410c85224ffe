//! The API's description: committed, true, whole, and shown without anybody else's help.

use std::collections::BTreeSet;

use super::*;
use crate::http::error::PROBLEMS;

fn file(name: &str) -> String {
    let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap_or_default()
}

fn description() -> Value {
    serde_json::from_str(&crate::http::description().unwrap()).unwrap()
}

#[test]
fn the_committed_description_is_the_one_that_is_served() {
    let now = crate::http::description().unwrap();
    assert!(
        file("docs/openapi.json") == now,
        "docs/openapi.json is not up to date: sceau openapi > docs/openapi.json"
    );
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_what_its_problems_are() {
    let description = description();
    assert_eq!(description["openapi"], "3.1.0");
    let mut names = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            let name = operation["operationId"].as_str().unwrap().to_owned();
            assert!(names.insert(name), "{place}");
            assert!(operation["summary"].is_string(), "{place}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.contains_key("default"), "{place}");
            for (status, response) in responses {
                if status.starts_with('4') || status.starts_with('5') {
                    assert!(response["content"].is_object(), "{place} {status}");
                }
            }
            let secured = operation["security"].is_array();
            assert_eq!(secured, responses.contains_key("403"), "{place}");
        }
    }
}

#[test]
fn every_problem_is_documented() {
    let documented = file("docs/api.md");
    let missing: Vec<_> = PROBLEMS
        .into_iter()
        .filter(|id| !documented.contains(&format!("| `{id}` |")))
        .collect();
    assert!(missing.is_empty(), "docs/api.md lacks {missing:?}");
}

#[tokio::test]
async fn the_description_is_served_to_every_site() {
    let house = House::open().await;
    let path = "/api/v1/openapi.json";
    let answer = house.get(path).await;
    assert_eq!(answer.json(), description());
    house.is_public_and_not_sent_twice(path, answer).await;
}

#[tokio::test]
async fn the_page_of_the_description_runs_on_our_own_files_alone() {
    let house = House::open().await;
    let page = house.get("/api/docs").await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self';") && policy.contains("connect-src 'self';"));
    assert!(
        !policy.contains("unsafe") && !policy.contains("http"),
        "{policy}"
    );
    let text = page.text();
    assert_eq!(
        text.matches("<script").count(),
        text.matches("<script src=\"/").count()
    );
    assert!(!text.contains("style=") && !text.contains("<style"));
    let loaded: Vec<&str> = text
        .split('"')
        .filter(|part| part.starts_with('/'))
        .collect();
    assert_eq!(loaded.len(), 3, "{loaded:?}");
    for address in loaded {
        let answer = house.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(answer.body.len() > 100, "{address}");
    }
    let other = house.get("/api/docs/index.html").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}
