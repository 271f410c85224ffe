//! The API's view of what was issued: lists, look-ups, files and the audit trail.

use super::*;

const CERTIFICATES: &str = "/api/v1/certificates";

fn errors(answer: &Answer) -> Vec<(String, String)> {
    let problem = answer.json();
    let errors = problem["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| {
            assert!(!error["detail"].as_str().unwrap().is_empty());
            let part = |name: &str| error[name].as_str().unwrap().to_owned();
            (part("pointer"), part("rule"))
        })
        .collect()
}

#[tokio::test]
async fn every_address_for_clients_asks_for_a_key_with_its_scope() {
    let house = House::open().await;
    let id = house.certificate.id;
    let one = format!("{CERTIFICATES}/{id}");
    let useless = house.key("useless", "batches:read").await;
    for (method, path) in [
        ("GET", CERTIFICATES.to_owned()),
        ("GET", one.clone()),
        ("GET", format!("{one}/document")),
        ("GET", format!("{one}/credential")),
        ("GET", format!("{one}/audit")),
        ("GET", "/api/v1/audit".to_owned()),
        ("POST", format!("{CERTIFICATES}/search")),
        ("POST", format!("{one}/revoke")),
        ("POST", format!("{one}/suspend")),
        ("POST", format!("{one}/reinstate")),
        ("POST", format!("{one}/supersede")),
    ] {
        // Whatever the body is: who may not ask learns nothing from it.
        let request = || {
            Request::builder()
                .method(method)
                .uri(&path)
                .header("content-type", "application/json")
        };
        let body = r#"{"reason":"fraud"}"#;
        let anybody = house.ask(request().body(body.into()).unwrap()).await;
        assert_eq!(anybody.status, StatusCode::UNAUTHORIZED, "{method} {path}");
        assert_eq!(anybody.header("content-type"), "application/problem+json");
        let known = request().header("authorization", format!("Bearer {useless}"));
        let body = match path.rsplit('/').next().unwrap() {
            "search" => r#"{"code":"7K2M"}"#,
            "supersede" => r#"{"result":{}}"#,
            _ => body,
        };
        let refused = house.ask(known.body(body.into()).unwrap()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{method} {path}");
    }
}

#[tokio::test]
async fn a_list_is_read_page_by_page_until_there_is_no_next_one() {
    let house = House::open().await;
    let mut issued = vec![house.certificate.id.to_string()];
    for line in [2, 3] {
        let (certificate, _) = issue_line(&house.service, line).await;
        issued.push(certificate.id.to_string());
    }
    let key = house.key("reader", "certificates:read").await;
    let mut path = format!("{CERTIFICATES}?limit=2&exam_from=2026-06-09&exam_to=2026-06-09");
    let mut seen = Vec::new();
    for last in [false, true] {
        let page = house.get_with(&key, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let body = page.json();
        for item in body["items"].as_array().unwrap() {
            assert_eq!(item["state"], "in_force");
            assert!(item.get("holder").is_none() && item.get("content").is_none());
            seen.push(item["id"].as_str().unwrap().to_owned());
        }
        assert_eq!(body.get("next").is_none(), last);
        if let Some(next) = body["next"].as_str() {
            assert_eq!(page.header("link"), format!("<{next}>; rel=\"next\""));
            assert!(next.contains("exam_from=2026-06-09"), "{next}");
            path = next.to_owned();
        }
    }
    assert_eq!(seen, issued);
    for nobody in [
        "exam_from=2026-06-10",
        "exam_to=2026-06-08",
        "state=revoked",
    ] {
        let none = house
            .get_with(&key, &format!("{CERTIFICATES}?{nobody}"))
            .await;
        assert_eq!(none.json(), json!({ "items": [] }), "{nobody}");
    }
}

#[tokio::test]
async fn every_wrong_parameter_is_named_at_once() {
    let house = House::open().await;
    let key = house.key("reader", "certificates:read audit").await;
    let query = "limit=0&state=lost&exam_from=09/06/2026&cursor=AAAA&name=Moreau&exam_to=2026-01-01&exam_to=2026-01-02";
    let answer = house
        .get_with(&key, &format!("{CERTIFICATES}?{query}"))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut errors = errors(&answer);
    errors.sort();
    let expected = [
        ("cursor", "cursor"),
        ("exam_from", "date"),
        ("exam_to", "repeated"),
        ("limit", "limit"),
        ("name", "unknown-parameter"),
        ("state", "unknown-value"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(pointer, rule)| ((*pointer).to_owned(), (*rule).to_owned()))
        .collect();
    assert_eq!(errors, expected);
    // A cursor of another list leads nowhere.
    let (_, _) = issue_line(&house.service, 2).await;
    let page = house.get_with(&key, "/api/v1/audit?limit=1").await.json();
    let (_, cursor) = page["next"]
        .as_str()
        .unwrap()
        .split_once("cursor=")
        .unwrap();
    let foreign = format!("{CERTIFICATES}?cursor={cursor}");
    let foreign = house.get_with(&key, &foreign).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_certificate_is_looked_up_by_its_code_in_the_body() {
    let house = House::open().await;
    let key = house.key("reader", "certificates:read").await;
    let search = format!("{CERTIFICATES}/search");
    let code = house.code().to_lowercase();
    let found = house
        .post_with(&key, &search, json!({ "code": code }))
        .await;
    assert_eq!(found.status, StatusCode::OK);
    let found = found.json();
    assert_eq!(found["items"][0]["id"], house.certificate.id.to_string());
    let mistyped = json!({ "code": "7K2M-4QXD-9TBW-3H", "codes": [] });
    let refused = house.post_with(&key, &search, mistyped).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        errors(&refused),
        [("/codes".into(), "unknown-field".into())]
    );
    let unknown = VerificationCode::from_random([7; 9]).grouped();
    let none = house
        .post_with(&key, &search, json!({ "code": unknown }))
        .await;
    assert_eq!(none.json(), json!({ "items": [] }));
}

#[tokio::test]
async fn a_certificate_is_shown_with_what_it_says() {
    let house = House::open().await;
    let key = house.key("reader", "certificates:read").await;
    let path = format!("{CERTIFICATES}/{}", house.certificate.id);
    let shown = house.get_with(&key, &path).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.header("cache-control"), "no-store");
    let shown = shown.json();
    assert_eq!(shown["code"], house.code());
    assert_eq!(shown["content"]["holder"]["last_name"], "Moreau");
    assert_eq!(shown["content"]["score"], 327);
    assert_eq!(shown["content"]["levels"].as_array().unwrap().len(), 16);
    for nothing in ["0199d2f2-0000-7000-8000-000000000000", "7K2M", "%2e%2e"] {
        let none = house
            .get_with(&key, &format!("{CERTIFICATES}/{nothing}"))
            .await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn the_document_is_handed_out_as_issued_and_not_sent_twice() {
    let house = House::open().await;
    let key = house.key("reader", "certificates:read").await;
    let path = format!("{CERTIFICATES}/{}/document", house.certificate.id);
    let answer = house.get_with(&key, &path).await;
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    assert_eq!(answer.body, house.document);
    let again = Request::get(&path)
        .header("authorization", format!("Bearer {key}"))
        .header("if-none-match", answer.header("etag"));
    let again = house.ask(again.body(Body::empty()).unwrap()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
}

#[tokio::test]
async fn the_credential_comes_in_the_form_that_is_accepted() {
    let house = House::open().await;
    let key = house.key("reader", "certificates:read").await;
    let path = format!("{CERTIFICATES}/{}/credential", house.certificate.id);
    let asked = async |accept: &str| {
        let request = Request::get(&path)
            .header("authorization", format!("Bearer {key}"))
            .header("accept", accept);
        house.ask(request.body(Body::empty()).unwrap()).await
    };
    let usual = asked("*/*").await;
    assert_eq!(usual.header("content-type"), "application/vc");
    assert_eq!(usual.json()["type"][1], "OpenBadgeCredential");
    let token = asked("application/jwt").await;
    assert_eq!(token.header("content-type"), "application/jwt");
    assert_eq!(token.text().split('.').count(), 3);
    assert!(asked("image/png").await.body.starts_with(b"\x89PNG"));
    assert_eq!(asked("text/csv").await.status, StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn the_trail_tells_who_did_what_without_saying_whose_certificate_it_is() {
    let house = House::open().await;
    let key = house.key("auditor", "audit").await;
    let id = house.certificate.id.to_string();
    let trail = house
        .get_with(&key, &format!("{CERTIFICATES}/{id}/audit"))
        .await;
    let trail = trail.json();
    let events: Vec<&str> = trail["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["event"]["event"].as_str().unwrap())
        .collect();
    assert_eq!(events, ["prepared", "issued"]);
    let mut whole = Vec::new();
    let mut next = Some("/api/v1/audit?limit=2".to_owned());
    while let Some(path) = next {
        let page = house.get_with(&key, &path).await;
        assert!(!page.text().contains("Moreau") && !page.text().contains(&house.code()));
        let page = page.json();
        whole.extend(page["items"].as_array().unwrap().clone());
        next = page["next"].as_str().map(str::to_owned);
    }
    let ours = |item: &&Value| item["certificate_id"] == id.as_str();
    assert_eq!(whole.iter().filter(ours).count(), 2);
    let added = |item: &Value| item["operator"] == "test" && item["act"] == "add_key";
    assert!(whole.iter().any(added), "{whole:?}");
    let mut ids: Vec<&str> = whole
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
