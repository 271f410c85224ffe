//! Who may call: keys, tokens and the endpoints that hand them out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;

const TOKEN: &str = "/api/v1/token";
const CLIENTS: &str = "/api/v1/clients";

fn grant(rest: &str) -> String {
    format!("grant_type=client_credentials&{rest}")
}

#[tokio::test]
async fn without_a_key_a_client_is_told_what_to_show() {
    let house = House::open().await;
    let answer = house.get(CLIENTS).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"sceau\"");
    assert!(
        answer.json()["type"]
            .as_str()
            .unwrap()
            .ends_with("/problems/unauthorized")
    );
    let unknown = Bearer::generate(BearerKind::Key).unwrap().reveal();
    for wrong in ["nonsense", unknown.expose_secret()] {
        let answer = house.get_with(wrong, CLIENTS).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        let challenge = "Bearer realm=\"sceau\", error=\"invalid_token\"";
        assert_eq!(answer.header("www-authenticate"), challenge);
    }
}

#[tokio::test]
async fn a_key_opens_what_its_scopes_name_and_nothing_else() {
    let house = House::open().await;
    let reader = house.key("reader", "batches:read").await;
    let refused = house.get_with(&reader, CLIENTS).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(
        refused.header("www-authenticate"),
        "Bearer realm=\"sceau\", error=\"insufficient_scope\", scope=\"clients\""
    );
    let keeper = house.key("keeper", "clients").await;
    let answer = house.get_with(&keeper, CLIENTS).await;
    assert_eq!(answer.status, StatusCode::OK);
    let items = answer.json();
    assert_eq!(items["items"][0]["name"], "reader");
    assert_eq!(items["items"][0]["scopes"], json!(["batches:read"]));
}

#[tokio::test]
async fn a_key_is_handed_out_once_and_works_until_it_is_revoked() {
    let house = House::open().await;
    let keeper = house.key("keeper", "clients audit").await;
    let new = json!({ "name": "crous", "scopes": ["clients"], "requests_per_minute": 7 });
    let made = house.post_with(&keeper, CLIENTS, new.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let place = made.header("location").to_owned();
    let again = house.post_with(&keeper, CLIENTS, new).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    let issued = house
        .post_with(&keeper, &format!("{place}/keys"), json!({}))
        .await;
    assert_eq!(issued.status, StatusCode::CREATED);
    let issued = issued.json();
    let (id, key) = (
        issued["id"].as_str().unwrap(),
        issued["key"].as_str().unwrap(),
    );
    assert!(key.starts_with(&format!("sceau_{id}_")), "{issued}");
    assert_eq!(house.get_with(key, CLIENTS).await.status, StatusCode::OK);

    let shown = house.get_with(&keeper, &place).await;
    assert!(!shown.text().contains(key));
    assert_eq!(shown.json()["keys"][0]["id"], id);
    assert_eq!(shown.json()["keys"][0]["last_used_on"], "2026-11-21");
    assert_eq!(shown.json()["requests_per_minute"], 7);

    let revoke = format!("{place}/keys/{id}/revoke");
    for _ in 0..2 {
        let revoked = house.post_with(&keeper, &revoke, json!({})).await;
        assert_eq!(revoked.status, StatusCode::OK);
        assert!(revoked.json()["revoked_at"].is_string());
    }
    let refused = house.get_with(key, CLIENTS).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_disabled_client_is_refused_whatever_it_shows() {
    let house = House::open().await;
    let keeper = house.key("keeper", "clients").await;
    let crous = house.key("crous", "clients").await;
    let token = token(&house, "crous", &crous).await;
    let clients = house.get_with(&token, CLIENTS).await.json();
    let id = clients["items"][1]["id"].as_str().unwrap();
    let place = format!("{CLIENTS}/{id}");
    let disabled = house
        .post_with(&keeper, &format!("{place}/disable"), json!({}))
        .await;
    assert!(disabled.json()["disabled_at"].is_string());
    for shown in [&crous, &token] {
        let refused = house.get_with(shown, CLIENTS).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    }
    let issued = house
        .post_with(&keeper, &format!("{place}/keys"), json!({}))
        .await;
    assert_eq!(issued.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_hands_out_more_than_he_has() {
    let house = House::open().await;
    let keeper = house.key("keeper", "clients").await;
    house.key("issuer", "certificates:issue").await;
    let more = json!({ "name": "crous", "scopes": ["clients", "certificates:issue"] });
    let refused = house.post_with(&keeper, CLIENTS, more).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused
            .header("www-authenticate")
            .contains("scope=\"certificates:issue\"")
    );
    let clients = house.get_with(&keeper, CLIENTS).await.json();
    let issuer = clients["items"][1]["id"].as_str().unwrap();
    let keys = format!("{CLIENTS}/{issuer}/keys");
    let refused = house.post_with(&keeper, &keys, json!({})).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_client_that_breaks_a_rule_is_not_added() {
    let house = House::open().await;
    let keeper = house.key("keeper", "clients").await;
    for (new, pointer, rule) in [
        (
            json!({ "name": "Crous", "scopes": ["clients"] }),
            "/name",
            "client-name",
        ),
        (
            json!({ "name": "crous", "scopes": [] }),
            "/scopes",
            "no-scope",
        ),
        (
            json!({ "name": "crous", "scopes": ["clients"], "requests_per_minute": 0 }),
            "/requests_per_minute",
            "per-minute",
        ),
        (
            json!({ "name": "crous", "scopes": ["everything"] }),
            "/scopes/0",
            "wrong-value",
        ),
        (json!({ "name": "crous" }), "/scopes", "missing-field"),
    ] {
        let refused = house.post_with(&keeper, CLIENTS, new.clone()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        let error = &refused.json()["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["rule"]),
            (&json!(pointer), &json!(rule)),
            "{new}"
        );
    }
    let clients = house.get_with(&keeper, CLIENTS).await.json();
    assert_eq!(clients["items"].as_array().unwrap().len(), 1);
}

async fn token(house: &House, name: &str, key: &str) -> String {
    let body = grant(&format!("client_id={name}&client_secret={key}"));
    let answer = house.form(TOKEN, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_is_given_for_a_key_and_allows_what_was_asked_for() {
    let house = House::open().await;
    let key = house.key("keeper", "clients audit").await;
    let body = grant(&format!("client_id=keeper&client_secret={key}&scope=audit"));
    let answer = house.form(TOKEN, body).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    let given = answer.json();
    assert_eq!(given["token_type"], "Bearer");
    assert_eq!(given["expires_in"], 3600);
    assert_eq!(given["scope"], "audit");
    let narrow = given["access_token"].as_str().unwrap();
    let refused = house.get_with(narrow, CLIENTS).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let whole = token(&house, "keeper", &key).await;
    assert_eq!(house.get_with(&whole, CLIENTS).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_client_may_name_itself_by_http_basic() {
    let house = House::open().await;
    let key = house.key("keeper", "clients").await;
    let ask = async |credentials: &str, body: String| {
        let request = Request::post(TOKEN)
            .header(
                "authorization",
                format!("Basic {}", STANDARD.encode(credentials)),
            )
            .header("content-type", "application/x-www-form-urlencoded");
        house.ask(request.body(body.into()).unwrap()).await
    };
    let answer = ask(&format!("keeper:{key}"), grant("")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let twice = ask(
        &format!("keeper:{key}"),
        grant(&format!("client_secret={key}")),
    )
    .await;
    assert_eq!(twice.json()["error"], "invalid_request");
    let wrong = ask("keeper:secret", grant("")).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.header("www-authenticate").starts_with("Basic"));
}

#[tokio::test]
async fn refusals_of_tokens_are_written_as_rfc_6749_asks() {
    let house = House::open().await;
    let key = house.key("keeper", "clients").await;
    house.key("other", "audit").await;
    let own = format!("client_id=keeper&client_secret={key}");
    for (body, status, error) in [
        (own.clone(), 400, "invalid_request"),
        (
            format!("grant_type=password&{own}"),
            400,
            "unsupported_grant_type",
        ),
        (grant(&format!("{own}&scope=audit")), 400, "invalid_scope"),
        (grant(&format!("{own}&scope=nothing")), 400, "invalid_scope"),
        (
            grant(&format!("{own}&client_id=keeper")),
            400,
            "invalid_request",
        ),
        (grant("client_id=keeper"), 401, "invalid_client"),
        (
            grant(&format!("client_id=other&client_secret={key}")),
            401,
            "invalid_client",
        ),
        (
            grant("client_id=keeper&client_secret=sceau_0_0"),
            401,
            "invalid_client",
        ),
    ] {
        let answer = house.form(TOKEN, body.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{body}");
        assert_eq!(answer.header("content-type"), "application/json", "{body}");
        assert_eq!(answer.json(), json!({ "error": error }), "{body}");
    }
    // A token gives no tokens.
    let token = token(&house, "keeper", &key).await;
    let body = grant(&format!("client_id=keeper&client_secret={token}"));
    assert_eq!(
        house.form(TOKEN, body).await.json()["error"],
        "invalid_client"
    );
}
