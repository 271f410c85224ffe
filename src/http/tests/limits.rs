//! Shares of addresses and clients, as the headers tell them; and numbers of requests.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;

use super::*;

const CLIENTS: &str = "/api/v1/clients";

fn from_peer(mut request: Request<Body>) -> Request<Body> {
    let peer: SocketAddr = "192.0.2.1:4711".parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

#[tokio::test]
async fn a_client_has_its_own_share_whatever_its_address_does() {
    let house = House::open_with(|config| {
        config.limits.requests_per_minute = 2;
        config.limits.client_requests_per_minute = 3;
    })
    .await;
    let key = house.key("keeper", "clients").await;
    for left in [2, 1, 0] {
        let answer = house.get_with(&key, CLIENTS).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("ratelimit-policy"), "\"client\";q=3;w=60");
        assert_eq!(
            answer.header("ratelimit"),
            format!("\"client\";r={left};t=53")
        );
    }
    let refused = house.get_with(&key, CLIENTS).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "53");
    assert_eq!(refused.json()["retry_after"], 53);
    // Its address has still asked nothing.
    let answer = house.ask_api(json!({ "code": house.code() })).await;
    assert_eq!(answer.header("ratelimit"), "\"look-ups\";r=1;t=53");
}

#[tokio::test]
async fn who_tries_keys_spends_the_share_of_the_address() {
    let house = House::open_with(|config| config.limits.requests_per_minute = 2).await;
    for _ in 0..2 {
        let answer = house.get_with("nonsense", CLIENTS).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let answer = house.get_with("nonsense", CLIENTS).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn addresses_behind_our_proxy_are_counted_apart_and_invented_ones_are_not() {
    let house = House::open_with(|config| {
        config.limits.requests_per_minute = 1;
        config.http.trusted_proxies = vec!["192.0.2.0/24".parse().unwrap()];
    })
    .await;
    let ask = async |forwarded: &str| {
        let request = Request::post("/api/v1/verifications")
            .header("content-type", "application/json")
            .header("x-forwarded-for", forwarded);
        let body = json!({ "code": house.code() }).to_string();
        house
            .ask(from_peer(request.body(body.into()).unwrap()))
            .await
            .status
    };
    assert_eq!(ask("203.0.113.1").await, StatusCode::OK);
    assert_eq!(ask("203.0.113.2").await, StatusCode::OK);
    let invented = ask("198.51.100.1, 203.0.113.1").await;
    assert_eq!(invented, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_new_router_for_new_keys_goes_on_counting() {
    let house = House::open_with(|config| config.limits.requests_per_minute = 1).await;
    let limiter = Arc::new(super::super::limits::Limiter::new(false));
    let ask = async || {
        let router = super::super::router_with(Arc::clone(&house.service), Arc::clone(&limiter));
        let request = Request::post("/api/v1/verifications").body(Body::empty());
        router.oneshot(request.unwrap()).await.unwrap().status()
    };
    assert_eq!(ask().await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(ask().await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_requests_number_is_ours_or_our_proxys() {
    let house = House::open_with(|config| {
        config.http.trusted_proxies = vec!["192.0.2.1".parse().unwrap()];
    })
    .await;
    let ask = || Request::get("/nothing").header("x-request-id", "edge-7");
    let given = house
        .ask(from_peer(ask().body(Body::empty()).unwrap()))
        .await;
    assert_eq!(given.header("x-request-id"), "edge-7");
    assert_eq!(given.json()["request_id"], "edge-7");
    let made = house.ask(ask().body(Body::empty()).unwrap()).await;
    let number = Uuid::parse_str(made.header("x-request-id")).unwrap();
    assert_eq!(number.get_version_num(), 7);
}
