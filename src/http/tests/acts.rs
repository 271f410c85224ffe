//! Acts through the API: the same as on the command line, in the client's name.

use super::*;

impl House {
    async fn act(&self, key: &str, act: &str, body: Value) -> Answer {
        let path = format!("/api/v1/certificates/{}/{act}", self.certificate.id);
        self.post_with(key, &path, body).await
    }

    async fn verdict(&self) -> Value {
        let code = self.code();
        self.ask_api(json!({ "code": code })).await.json()["verdict"].clone()
    }
}

fn rule(answer: &Answer) -> String {
    let problem = answer.json();
    assert_eq!(answer.header("content-type"), "application/problem+json");
    problem["errors"][0]["rule"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_revocation_is_audited_and_published_as_on_the_command_line() {
    let house = House::open().await;
    let key = house.key("rectorat", "certificates:revoke").await;
    let list = format!("/status/revocation/{}", house.certificate.status.list);
    let before = house.get(&list).await.body;
    let answer = house
        .act(&key, "revoke", json!({ "reason": "fraud" }))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let now = answer.json();
    assert_eq!(
        (&now["state"], &now["reason"]),
        (&json!("revoked"), &json!("fraud"))
    );
    assert_eq!(house.verdict().await, "revoked");
    assert_ne!(house.get(&list).await.body, before);
    let trail = house.service.store.audit_trail(house.certificate.id).await;
    let newest = trail.unwrap().pop().unwrap();
    assert_eq!(newest.operator, "client:rectorat");
    let again = house
        .act(&key, "revoke", json!({ "reason": "fraud" }))
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(rule(&again), "already-revoked");
}

#[tokio::test]
async fn a_suspension_can_be_ended() {
    let house = House::open().await;
    let key = house.key("rectorat", "certificates:revoke").await;
    let early = house.act(&key, "reinstate", json!({})).await;
    assert_eq!(
        (early.status, rule(&early)),
        (StatusCode::CONFLICT, "not-suspended".into())
    );
    let why = json!({ "reason": "under-inquiry" });
    let suspended = house.act(&key, "suspend", why.clone()).await.json();
    assert_eq!(suspended["state"], "suspended");
    assert_eq!(house.verdict().await, "suspended");
    let twice = house.act(&key, "suspend", why).await;
    assert_eq!(rule(&twice), "already-suspended");
    let reinstated = house.act(&key, "reinstate", json!({})).await.json();
    assert_eq!(reinstated["state"], "in_force");
    assert_eq!(house.verdict().await, "authentic");
}

#[tokio::test]
async fn an_act_without_a_good_reason_is_refused_and_changes_nothing() {
    let house = House::open().await;
    let key = house.key("rectorat", "certificates:revoke").await;
    for (body, wrong) in [
        (json!({}), "missing-field"),
        (json!({ "reason": "whim" }), "unknown-value"),
        (json!({ "reason": 3 }), "wrong-type"),
        (
            json!({ "reason": "fraud", "operator": "me" }),
            "unknown-field",
        ),
    ] {
        let refused = house.act(&key, "revoke", body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(rule(&refused), wrong);
    }
    let path = format!("/api/v1/certificates/{}/revoke", house.certificate.id);
    for (kind, body, status) in [
        ("application/json", "{", StatusCode::BAD_REQUEST),
        ("text/plain", "fraud", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let request = Request::post(&path)
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", kind);
        let answer = house.ask(request.body(body.into()).unwrap()).await;
        assert_eq!(answer.status, status);
    }
    assert_eq!(house.verdict().await, "authentic");
}

/// The house's own result, with other values for some columns.
fn corrected(changes: &[(&str, &str)]) -> Value {
    let mut lines = SESSION.lines().map(|line| line.split(';'));
    let (names, values) = (lines.next().unwrap(), lines.next().unwrap());
    let mut result: serde_json::Map<String, Value> = names
        .map(str::to_owned)
        .zip(values.map(|value| json!(value)))
        .collect();
    for (name, value) in changes {
        result.insert((*name).to_owned(), json!(value));
    }
    json!({ "result": result })
}

#[tokio::test]
async fn a_corrected_certificate_takes_the_place_of_the_wrong_one() {
    let house = House::open().await;
    let key = house
        .key("centre", "certificates:issue certificates:read")
        .await;
    let correction = corrected(&[("Nom", "Moreau-Petit")]);
    let answer = house.act(&key, "supersede", correction.clone()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let new = answer.json();
    assert_eq!(new["state"], "in_force");
    assert_eq!(new["supersedes"], house.certificate.id.to_string());
    assert_eq!(house.verdict().await, "superseded");
    let path = format!("/api/v1/certificates/{}", new["id"].as_str().unwrap());
    let shown = house.get_with(&key, &path).await.json();
    assert_eq!(shown["content"]["holder"]["last_name"], "Moreau-Petit");
    let again = house.act(&key, "supersede", correction).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(rule(&again), "already-superseded");
}

#[tokio::test]
async fn a_correction_that_can_not_be_certified_is_refused_with_column_and_rule() {
    let house = House::open().await;
    let key = house.key("centre", "certificates:issue").await;
    let faulty = corrected(&[("Score", "abc")]);
    let refused = house.act(&key, "supersede", faulty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json()["errors"][0]["pointer"], "/result/Score");
    let cancelled = corrected(&[("Annulée par le jury", "oui")]);
    let withheld = house.act(&key, "supersede", cancelled).await;
    assert_eq!(withheld.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(rule(&withheld), "withheld");
    let counts = house.service.store.counts().await.unwrap();
    assert_eq!((counts.prepared, counts.issued), (0, 1));
}
