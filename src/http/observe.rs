//! The request's number, who sent it, and the access log, which never holds an address's own text:
//! only the route that matched.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use uuid::Uuid;

use super::router::App;
use crate::config::Network;
use crate::telemetry;

/// Names a request in answers and logs, so that a person can ask about it.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// The address that a request comes from, as far as our own proxies vouch for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClientAddress(pub(super) IpAddr);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Longest number that is taken over from a proxy.
const LONGEST_ID: usize = 64;

pub(super) async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let proxies = &app.service.config.http.trusted_proxies;
    let id = request_id(peer, request.headers(), proxies);
    let address = client(peer, request.headers(), proxies);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(ClientAddress(address));
    // An error's span, so that no filter that lets an error through takes its request's number away.
    let span = tracing::error_span!("request", request_id = %id, %method, %route);
    let mut response = next.run(request).instrument(span).await;
    let took = started.elapsed();
    telemetry::request(method.as_str(), &route, response.status().as_u16(), took);
    tracing::info!(
        request_id = %id,
        method = %method,
        route = %route,
        status = response.status().as_u16(),
        milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "request"
    );
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn trusted(proxies: &[Network], address: IpAddr) -> bool {
    proxies.iter().any(|proxy| proxy.contains(address))
}

/// The number that a proxy of ours gave, else a new one: others could make two requests look like
/// one in the log.
fn request_id(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> String {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    headers
        .get(REQUEST_ID)
        .filter(|_| trusted(proxies, peer))
        .and_then(|value| value.to_str().ok())
        .filter(|id| (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(known))
        .map_or_else(|| Uuid::now_v7().to_string(), str::to_owned)
}

/// Who asks. Each proxy appends the address it was asked by to `X-Forwarded-For`, so the last entry
/// that is no proxy of ours is the client; what stands before it is the client's own invention.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let mut client = peer;
    let seen = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let seen: Vec<&str> = seen.collect();
    for entry in seen.into_iter().rev() {
        if !trusted(proxies, client) {
            break;
        }
        let Some(address) = address(entry.trim()) else {
            break;
        };
        client = address;
    }
    client
}

/// An address, perhaps with a port.
fn address(entry: &str) -> Option<IpAddr> {
    let bare = entry.trim_start_matches('[').trim_end_matches(']');
    bare.parse()
        .ok()
        .or_else(|| entry.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        headers
    }

    fn proxies(networks: &[&str]) -> Vec<Network> {
        networks.iter().map(|one| one.parse().unwrap()).collect()
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        let seen = |value: &'static str, networks: &[&str]| {
            client(PEER, &headers(FORWARDED_FOR, value), &proxies(networks)).to_string()
        };
        let value = "203.0.113.9, 198.51.100.7, 198.51.100.8";
        assert_eq!(seen(value, &[]), "192.0.2.1");
        assert_eq!(seen(value, &["10.0.0.0/8"]), "192.0.2.1");
        assert_eq!(seen(value, &["192.0.2.0/24"]), "198.51.100.8");
        let two = ["192.0.2.1", "198.51.100.8/32"];
        assert_eq!(seen(value, &two), "198.51.100.7");
        assert_eq!(seen(value, &["0.0.0.0/0"]), "203.0.113.9");
        assert_eq!(seen("nonsense", &two), "192.0.2.1");
        assert_eq!(
            seen("1.2.3.4, nonsense, 198.51.100.8", &two),
            "198.51.100.8"
        );
        assert_eq!(seen("198.51.100.9:4711", &two), "198.51.100.9");
        assert_eq!(seen("[2001:db8::1]:4711", &two), "2001:db8::1");
        assert_eq!(client(PEER, &HeaderMap::new(), &proxies(&two)), PEER);
    }

    #[test]
    fn entries_of_several_headers_count_together() {
        let mut headers = headers(FORWARDED_FOR, "203.0.113.9");
        headers.append(FORWARDED_FOR, HeaderValue::from_static("192.0.2.2"));
        let ours = proxies(&["192.0.2.0/24"]);
        assert_eq!(client(PEER, &headers, &ours).to_string(), "203.0.113.9");
    }

    #[test]
    fn a_number_is_taken_over_from_our_own_proxies_only() {
        let given = |value, networks: &[&str]| {
            request_id(PEER, &headers(REQUEST_ID, value), &proxies(networks))
        };
        assert_eq!(given("edge-7.1_a", &["192.0.2.0/24"]), "edge-7.1_a");
        for (value, networks) in [
            ("edge-7", &[] as &[&str]),
            ("edge-7", &["10.0.0.0/8"]),
            ("two words", &["192.0.2.0/24"]),
            ("", &["192.0.2.0/24"]),
        ] {
            let made = Uuid::parse_str(&given(value, networks)).unwrap();
            assert_eq!(made.get_version_num(), 7, "{value}");
        }
    }
}
