//! Files and streams of codes through the whole router, with a worker beside it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use futures_util::stream;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::sync::{oneshot, watch};
use uuid::Uuid;

use super::tests::{Answer, House};
use crate::access::{Bearer, BearerKind, ClientId};
use crate::jobs::Worker;
use crate::store::Client;

const BOUNDARY: &str = "a-boundary";

/// A client's key with these scopes.
async fn key(house: &House, name: &str, scopes: &str) -> String {
    let at = house.service.clock.now();
    let client = Client {
        id: ClientId(Uuid::now_v7()),
        name: name.parse().unwrap(),
        scopes: scopes.parse().unwrap(),
        requests_per_minute: None,
        created_at: at,
        disabled_at: None,
    };
    let key = Bearer::generate(BearerKind::Key).unwrap();
    let store = &house.service.store;
    assert!(store.add_client(&client, "test").await.unwrap());
    assert!(
        store
            .add_key(&client, &key, None, "test", at)
            .await
            .unwrap()
    );
    key.reveal().expose_secret().to_owned()
}

async fn send(
    house: &House,
    request: axum::http::request::Builder,
    key: &str,
    body: Body,
) -> Answer {
    let request = request.header("authorization", format!("Bearer {key}"));
    house.ask(request.body(body).unwrap()).await
}

async fn get(house: &House, path: &str, key: &str) -> Answer {
    send(house, Request::get(path), key, Body::empty()).await
}

fn form(fields: &[(&str, &str)]) -> Body {
    let mut body = String::new();
    for (name, value) in fields {
        let file = if *name == "file" {
            "; filename=\"codes.csv\""
        } else {
            ""
        };
        body.extend([
            "--",
            BOUNDARY,
            "\r\nContent-Disposition: form-data; name=\"",
            name,
            "\"",
            file,
            "\r\n\r\n",
            value,
            "\r\n",
        ]);
    }
    Body::from(format!("{body}--{BOUNDARY}--\r\n"))
}

async fn upload(house: &House, key: &str, fields: &[(&str, &str)]) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Request::post("/api/v1/verification-batches").header("content-type", kind);
    send(house, request, key, form(fields)).await
}

/// Has a worker do what is queued until this file is finished.
async fn finished(house: &House, place: &str, key: &str) -> Value {
    let (_sender, services) = watch::channel(Arc::clone(&house.service));
    let worker = Worker::new(services);
    let (stop, stopped) = oneshot::channel::<()>();
    let work = worker.run(async {
        let _ = stopped.await;
    });
    let look = async {
        for _ in 0..200 {
            let batch = get(house, place, key).await.json();
            if batch["finished_at"].is_string() {
                stop.send(()).unwrap();
                return batch;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the worker did not finish");
    };
    futures_util::future::join(work, look).await.1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_uploaded_answered_by_a_worker_fetched_and_deleted() {
    let house = House::open().await;
    let key = key(&house, "crous", "verifications:batch").await;
    let file = format!("Code;Nom;Note\n{};;=1\nXYZ;;2\n", house.code());
    let fields = [
        ("file", file.as_str()),
        ("language", "en"),
        ("requirement", "score >= 1"),
    ];
    let received = upload(&house, &key, &fields).await;
    assert_eq!(received.status, StatusCode::ACCEPTED, "{}", received.text());
    assert_eq!(received.json()["state"], "waiting");
    let place = received.header("location").to_owned();
    let early = get(&house, &format!("{place}/result"), &key).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert_eq!(early.json()["errors"][0]["rule"], "unanswered");

    let batch = finished(&house, &place, &key).await;
    assert_eq!(batch["state"], "done", "{batch}");
    let columns = &batch["understood"]["columns"];
    assert_eq!(columns[0], json!({"header": "Code", "understood": "code"}));
    assert_eq!(columns[2], json!({"header": "Note", "understood": null}));
    assert_eq!(
        batch["summary"]["outcomes"],
        json!({"authentic": 1, "invalid_input": 1})
    );
    assert_eq!(batch["summary"]["requirements"], json!({"yes": 1}));

    let answers = get(&house, &format!("{place}/result"), &key).await;
    assert!(answers.header("content-type").starts_with("text/csv"));
    let text = answers.text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[1].starts_with(&format!("{};;'=1;authentic;", house.code())),
        "{text}"
    );
    assert!(lines[2].starts_with("XYZ;;2;invalid_input;"), "{text}");
    // The file went when it was answered.
    let id = Uuid::parse_str(batch["id"].as_str().unwrap()).unwrap();
    let asked = house
        .service
        .store
        .verification_part(id, None, 0)
        .await
        .unwrap();
    assert!(asked.is_none());

    let other = self::key(&house, "other", "verifications:batch").await;
    for path in [place.clone(), format!("{place}/result")] {
        assert_eq!(
            get(&house, &path, &other).await.status,
            StatusCode::NOT_FOUND
        );
    }
    let gone = send(&house, Request::delete(&place), &key, Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(
        get(&house, &place, &key).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_codes_fails_with_the_headers_that_were_seen() {
    let house = House::open().await;
    let key = key(&house, "crous", "verifications:batch").await;
    let fields = [("file", "Nom;Dossier\nX;1\n"), ("language", "fr")];
    let received = upload(&house, &key, &fields).await;
    let batch = finished(&house, received.header("location"), &key).await;
    assert_eq!(
        (&batch["state"], &batch["fault"]["code"]),
        (&json!("failed"), &json!("columns"))
    );
    let message = batch["fault"]["message"].as_str().unwrap();
    assert!(message.contains("`Nom`, `Dossier`"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_upload_names_its_field_and_leaves_nothing() {
    let house = House::open().await;
    let good = key(&house, "crous", "verifications:batch").await;
    for (fields, pointer) in [
        (
            vec![("file", "Code\nX\n"), ("requirement", "score 3")],
            "/requirement",
        ),
        (vec![("file", "Code\nX\n"), ("output", "pdf")], "/output"),
        (vec![("file", "Code\nX\n"), ("kolumn", "x")], "/kolumn"),
        (vec![("requirement", "score >= 3")], "/file"),
        (vec![("file", "")], "/file"),
    ] {
        let refused = upload(&house, &good, &fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{pointer}"
        );
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
        let words = refused.json()["errors"][0]["detail"].to_string();
        assert!(
            !words.contains("problem-rule-") && !words.contains("reason-"),
            "{words}"
        );
    }
    let at = house.service.clock.now() + chrono::Duration::days(365);
    assert_eq!(
        house
            .service
            .store
            .prune_verification_batches(at)
            .await
            .unwrap(),
        0
    );
    let poor = key(&house, "poor", "audit").await;
    let refused = upload(&house, &poor, &[("file", "Code\nX\n")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_answered_one_by_one_in_their_order() {
    let house = House::open().await;
    let key = key(&house, "crous", "verifications:batch").await;
    let line = |value: Value| value.to_string() + "\n";
    let text = [
        line(json!({"code": house.code(), "reference": "first"})),
        "\n".to_owned(),
        line(json!({"code": "XYZ"})),
        "nonsense\n".to_owned(),
        line(json!({"code": house.code(), "last_name": "Nobody", "birth_date": "1900-01-01"})),
    ]
    .concat();
    let pieces: Vec<Result<Bytes, std::convert::Infallible>> = text
        .as_bytes()
        .chunks(7)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    let path = "/api/v1/verifications/batch?lang=en&requirement=score%20%3E%3D%201";
    let request = Request::post(path).header("content-type", "application/x-ndjson");
    let answer = send(
        &house,
        request,
        &key,
        Body::from_stream(stream::iter(pieces)),
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let lines: Vec<Value> = answer
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<(u64, &str)> = lines
        .iter()
        .map(|line| {
            (
                line["line"].as_u64().unwrap(),
                line["outcome"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        (1, "authentic"),
        (3, "invalid_input"),
        (4, "invalid_input"),
        (5, "name_differs"),
    ];
    assert_eq!(told, expected);
    assert_eq!(
        (&lines[0]["reference"], &lines[0]["requirement"]),
        (&json!("first"), &json!("yes"))
    );
    assert!(!answer.text().contains("score\":"));

    let request = Request::post("/api/v1/verifications/batch").header("content-type", "text/csv");
    let refused = send(&house, request, &key, Body::from("x")).await;
    assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
