//! Faults, limits, languages, and what is published.

use super::*;

#[tokio::test]
async fn problems_are_written_as_rfc_9457_asks() {
    let house = House::open().await;
    let request = Request::post("/api/v1/verifications")
        .header("content-type", "application/json")
        .header("accept-language", "en");
    let answer = house.ask(request.body(Body::from("{")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let mut problem = answer.json();
    assert_eq!(problem["request_id"], answer.header("x-request-id"));
    assert_eq!(
        problem["instance"],
        format!("/requests/{}", answer.header("x-request-id"))
    );
    problem["request_id"] = "…".into();
    problem["instance"] = "…".into();
    insta::assert_json_snapshot!(problem);
    let explained = house.get("/problems/malformed").await;
    assert_eq!(explained.status, StatusCode::OK);
}

#[tokio::test]
async fn each_kind_of_fault_has_its_status() {
    let house = House::open().await;
    let kind = "application/json";
    let api = "/api/v1/verifications";
    assert_eq!(house.get(api).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(house.get("/nothing").await.status, StatusCode::NOT_FOUND);
    let sent = async |kind: &str, body: &'static str| house.post(api, kind, body).await.status;
    assert_eq!(sent(kind, "{}").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        sent(kind, "{\"cod\":\"\"}").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        sent("text/plain", "").await,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let house = House::open_with(|config| config.limits.upload_bytes = 1000).await;
    let large = vec![b'%'; 70_000];
    let answer = house
        .post("/api/v1/verifications", "application/pdf", large)
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn look_ups_beyond_the_share_wait() {
    let house = House::open_with(|config| config.limits.requests_per_minute = 1).await;
    let first = house.ask_api(json!({ "code": house.code() })).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.header("ratelimit").starts_with("\"look-ups\";r=0;t="));
    let second = house.ask_api(json!({ "code": house.code() })).await;
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(second.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(house.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let house = House::open().await;
    let request = Request::post("/verify")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .header("accept", "text/html");
    let body = Body::from(format!("code={}", house.code()));
    let answer = house.ask(request.body(body).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn keys_and_lists_are_public_and_not_sent_twice() {
    let house = House::open().await;
    for path in ["/.well-known/jwks.json", "/.well-known/sceau.crl"] {
        let answer = house.get(path).await;
        assert_eq!(answer.header("cache-control"), "public, max-age=300");
        house.is_public_and_not_sent_twice(path, answer).await;
    }
    let list = house.certificate.status.list;
    for path in [
        format!("/status/revocation/{list}"),
        format!("/status/suspension/{list}.jwt"),
        format!("/tsl/{list}"),
        format!("/tsl/{list}.cwt"),
        "/tsl/lists.json".to_owned(),
    ] {
        let answer = house.get(&path).await;
        let kept = "public, max-age=300, stale-if-error=86400";
        assert_eq!(answer.header("cache-control"), kept, "{path}");
        house.is_public_and_not_sent_twice(&path, answer).await;
    }
    assert_eq!(
        house.get("/healthz").await.json(),
        json!({ "status": "ok" })
    );
}

#[tokio::test]
async fn a_list_is_sent_in_the_form_that_is_accepted() {
    let house = House::open().await;
    let list = house.certificate.status.list;
    let (bitstring, token) = (format!("/status/revocation/{list}"), format!("/tsl/{list}"));
    for (path, accept, kind) in [
        (&bitstring, "*/*", "application/vc"),
        (&bitstring, "application/ld+json", "application/ld+json"),
        (&bitstring, "application/json", "application/json"),
        (&bitstring, "application/vc+jwt", "application/vc+jwt"),
        (
            &bitstring,
            "application/vc;q=0.1, application/vc+jwt",
            "application/vc+jwt",
        ),
        (&token, "*/*", "application/statuslist+jwt"),
        (
            &token,
            "application/statuslist+cwt",
            "application/statuslist+cwt",
        ),
    ] {
        let answer = house.get_as(path, accept).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {accept}");
        assert_eq!(answer.header("content-type"), kind, "{path} {accept}");
        assert_eq!(answer.header("vary"), "accept", "{path} {accept}");
    }
    // Both ways to a form lead to the same bytes.
    for (path, accept, own) in [
        (&bitstring, "application/vc+jwt", format!("{bitstring}.jwt")),
        (&token, "application/statuslist+cwt", format!("{token}.cwt")),
    ] {
        let (asked, own) = (house.get_as(path, accept).await, house.get(&own).await);
        assert_eq!(asked.body, own.body);
        assert_eq!(asked.header("etag"), own.header("etag"));
    }
    for (path, accept) in [
        (&bitstring, "application/statuslist+jwt"),
        (&token, "application/vc"),
        (&token, "text/csv"),
    ] {
        let refused = house.get_as(path, accept).await;
        assert_eq!(refused.status, StatusCode::NOT_ACCEPTABLE, "{accept}");
        assert_eq!(refused.header("content-type"), "application/problem+json");
        let kind = refused.json()["type"].as_str().unwrap().to_owned();
        assert!(kind.ends_with("/problems/not-acceptable"), "{kind}");
    }
}

#[tokio::test]
async fn lists_that_do_not_exist_and_lists_of_the_past_are_not_found() {
    let house = House::open().await;
    let list = house.certificate.status.list;
    for path in [
        "/status/nothing/1".to_owned(),
        "/status/revocation/99".to_owned(),
        "/status/revocation/01".to_owned(),
        format!("/status/revocation/{list}.cwt"),
        format!("/status/revocation/{list}?timestamp=2026-01-01T00:00:00Z"),
        "/tsl/99".to_owned(),
        "/tsl/-1".to_owned(),
        format!("/tsl/{list}.json"),
        format!("/tsl/{list}?time=1767225600"),
    ] {
        let answer = house.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_page_speaks_the_language_of_the_browser_or_the_address() {
    let house = House::open().await;
    let asked = Request::get("/").header("accept-language", "en-GB,fr;q=0.5");
    let page = house.ask(asked.body(Body::empty()).unwrap()).await.text();
    assert!(page.contains("<html lang=\"en\">") && page.contains("Verify a certificate"));
    let page = house.get("/fr").await.text();
    assert!(page.contains("<html lang=\"fr\">") && page.contains("Vérifier un certificat"));
}

/// What is logged while this lives, by this thread.
#[derive(Clone, Default)]
struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_fault_of_ours_is_logged_under_the_number_that_the_asker_is_given() {
    let house = House::open().await;
    std::fs::remove_dir_all(&house.service.config.archive.folder).unwrap();
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || writer.clone())
        .finish();
    let token = house.token();
    // The first time, a place that logs asks who listens: not while somebody begins to.
    house.form("/fr/c/document", format!("token={token}")).await;
    let answer = {
        let _listening = tracing::subscriber::set_default(subscriber);
        house.form("/fr/c/document", format!("token={token}")).await
    };
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let problem = answer.json();
    assert_eq!(problem["request_id"], answer.header("x-request-id"));
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let cause = logged
        .lines()
        .find(|line| line.contains("missing from the archive"))
        .unwrap();
    assert!(cause.contains(answer.header("x-request-id")), "{cause}");
    assert!(logged.contains("/fr/c/document"), "{logged}");
    assert!(!logged.contains(&token) && !logged.contains(house.certificate.code.as_str()));
    assert!(!answer.text().contains("archive"));
}

#[tokio::test]
async fn problems_speak_both_languages_and_say_what_is_allowed() {
    let house = House::open().await;
    for (language, title) in [
        ("fr", "Ce fichier est trop lourd"),
        ("en", "This file is too large"),
    ] {
        let request = Request::post("/api/v1/verifications")
            .header("content-type", "application/pdf")
            .header("accept-language", language);
        let large = Body::from(vec![b'%'; 11 << 20]);
        let problem = house.ask(request.body(large).unwrap()).await.json();
        assert_eq!(problem["title"], title);
        assert_eq!(problem["status"], 413);
    }
    let wrong = house.get("/api/v1/verifications").await;
    assert_eq!(wrong.header("allow"), "POST");
    assert_eq!(wrong.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_code_that_was_never_issued_is_an_answer_and_no_error() {
    let house = House::open().await;
    let code = crate::credential::VerificationCode::from_random([7; 9]).grouped();
    let answer = house.ask_api(json!({ "code": code })).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["verdict"], "not_found");
    assert!(answer.json().get("certificate").is_none());
}
