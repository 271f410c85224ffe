//! Batches through the API: uploaded, started, followed, cancelled and taken away.

use std::time::Duration;

use tokio::sync::{oneshot, watch};

use super::*;
use crate::jobs::Worker;

const BATCHES: &str = "/api/v1/batches";
const BOTH: &str = "batches:read batches:write";

impl House {
    async fn upload(&self, key: &str, query: &str, file: &str) -> Answer {
        let request = Request::post(format!("{BATCHES}{query}"))
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "text/csv");
        self.ask(request.body(file.to_owned().into()).unwrap())
            .await
    }

    /// Does the jobs that wait until the batch has ended.
    async fn work(&self, key: &str, batch: &str) -> Value {
        let (_sender, services) = watch::channel(Arc::clone(&self.service));
        let (stop, stopped) = oneshot::channel::<()>();
        let worker = Worker::new(services);
        let working = worker.run(async {
            let _ = stopped.await;
        });
        let waiting = async {
            for _ in 0..240 {
                let batch = self.get_with(key, batch).await.json();
                if batch["ended_at"].is_string() {
                    stop.send(()).unwrap();
                    return batch;
                }
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            panic!("the batch never ends");
        };
        tokio::join!(working, waiting).1
    }
}

/// The header and some lines of the example session.
fn session(lines: &[usize]) -> String {
    let all: Vec<&str> = SESSION.lines().collect();
    let lines = lines.iter().map(|line| all[*line]);
    let file: Vec<&str> = std::iter::once(all[0]).chain(lines).collect();
    file.join("\n")
}

#[tokio::test]
async fn a_batch_goes_from_the_upload_to_the_archive_of_documents() {
    let house = House::open().await;
    let key = house.key("rectorat", BOTH).await;
    let draft = house.upload(&key, "?language=en", SESSION).await;
    assert_eq!(draft.status, StatusCode::CREATED, "{}", draft.text());
    let batch = draft.header("location").to_owned();
    let draft = draft.json();
    assert_eq!(draft["state"], "draft");
    assert_eq!(draft["created_by"], "client:rectorat");
    let awarded = draft["counts"]["awarded"].as_u64().unwrap();
    assert!(awarded > 1, "{draft}");
    assert_eq!(draft["counts"]["pending"], awarded);
    assert_eq!(draft["counts"]["already_issued"], 1);

    let rows = house.get_with(&key, &format!("{batch}/rows?limit=2")).await;
    let page = rows.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    assert!(page["items"][0]["reasons"][0]["message"].is_string());
    let next = house.get_with(&key, page["next"].as_str().unwrap()).await;
    assert!(next.json()["items"][0]["line"].as_u64() > page["items"][1]["line"].as_u64());

    for _ in 0..2 {
        let start = format!("{batch}/start");
        let started = house.post_with(&key, &start, Value::Null).await;
        assert_eq!(started.status, StatusCode::ACCEPTED);
        assert_eq!(started.json()["state"], "running");
    }
    let done = house.work(&key, &batch).await;
    assert_eq!(done["state"], "done", "{done}");
    let issued = awarded;
    assert_eq!(done["counts"]["issued"], issued, "{done}");
    assert_eq!(done["counts"]["failed"], 0, "{done}");

    let list = house.get_with(&key, &format!("{batch}/issued.csv")).await;
    assert_eq!(list.header("cache-control"), "no-store");
    assert_eq!(list.text().lines().count() as u64, issued + 1);
    let zip = house
        .get_with(&key, &format!("{batch}/documents.zip"))
        .await;
    assert_eq!(zip.header("content-type"), "application/zip");
    let zip = zip::ZipArchive::new(std::io::Cursor::new(zip.body)).unwrap();
    assert_eq!(zip.len() as u64, issued);

    let cancel = format!("{batch}/cancel");
    let late = house.post_with(&key, &cancel, Value::Null).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let all = house.get_with(&key, BATCHES).await.json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
    let events = house.get_with(&key, &format!("{batch}/events")).await;
    assert_eq!(events.header("content-type"), "text/event-stream");
    assert!(
        events.text().contains("event: progress"),
        "{}",
        events.text()
    );
    assert!(events.text().contains(r#""state":"done""#));
}

#[tokio::test]
async fn a_file_that_is_refused_leaves_nothing_and_names_line_column_and_rule() {
    let house = House::open().await;
    let key = house.key("rectorat", BOTH).await;
    let broken = session(&[2]);
    let birth_date = broken.rsplit('\n').next().unwrap().split(';').nth(4);
    let broken = broken.replace(birth_date.unwrap(), "1998-13-14");
    let answer = house.upload(&key, "?all_or_nothing=true", &broken).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = &answer.json()["errors"][0];
    let pointer = wrong["pointer"].as_str().unwrap();
    assert!(pointer.starts_with("/lines/2/"), "{wrong}");
    assert!(!wrong["rule"].as_str().unwrap().is_empty(), "{wrong}");
    for (query, parameter) in [
        ("?framework=nothing", "framework"),
        ("?language=latin", "language"),
        ("?delivery_date=soon", "delivery_date"),
        ("?all_or_nothing=perhaps", "all_or_nothing"),
        ("?other=1", "other"),
    ] {
        let answer = house.upload(&key, query, SESSION).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(answer.json()["errors"][0]["pointer"], parameter);
    }
    let empty = house.upload(&key, "", "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let all = house.get_with(&key, BATCHES).await.json();
    assert_eq!(all["items"], json!([]));
}

#[tokio::test]
async fn a_form_carries_the_file_with_its_name_and_options() {
    let house = House::open().await;
    let key = house.key("rectorat", BOTH).await;
    let file = session(&[1]);
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"delivery_date\"\r\n\r\n2026-12-01\r\n\
         --x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"s.csv\"\r\n\r\n\
         {file}\r\n--x--\r\n"
    );
    let request = Request::post(BATCHES)
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "multipart/form-data; boundary=x");
    let answer = house.ask(request.body(body.into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let batch = answer.json();
    assert_eq!(batch["file_name"], "s.csv");
    assert_eq!(batch["delivery_date"], "2026-12-01");
}

#[tokio::test]
async fn what_is_cancelled_is_not_issued() {
    let house = House::open().await;
    let key = house.key("rectorat", BOTH).await;
    let batch = house.upload(&key, "", SESSION).await;
    let batch = batch.header("location").to_owned();
    for _ in 0..2 {
        let cancel = format!("{batch}/cancel");
        let answer = house.post_with(&key, &cancel, Value::Null).await;
        assert_eq!(answer.json()["state"], "cancelled");
        assert_eq!(answer.json()["counts"]["pending"], 0);
    }
    let start = format!("{batch}/start");
    let late = house.post_with(&key, &start, Value::Null).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(late.json()["errors"][0]["rule"], "batch-cancelled");
}

#[tokio::test]
async fn who_may_only_read_changes_nothing_and_strangers_see_nothing() {
    let house = House::open().await;
    let reader = house.key("lecteur", "batches:read").await;
    let answer = house.upload(&reader, "", SESSION).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get(BATCHES).await.status, StatusCode::UNAUTHORIZED);
    let writer = house.key("centre", "batches:write").await;
    let answer = house.get_with(&writer, BATCHES).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let unknown = format!("{BATCHES}/{}", Uuid::now_v7());
    let answer = house.get_with(&reader, &unknown).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
