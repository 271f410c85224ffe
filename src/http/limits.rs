//! How much one client may ask for: look-ups per address, and time per request.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::ApiError;
use super::router::App;

const MINUTE: f64 = 60.0;
/// Addresses remembered at once; see [`forget`].
const MOST_ADDRESSES: usize = 50_000;

/// A bucket of tokens per address: a full minute's share at once, refilled evenly.
pub(super) struct Limiter {
    per_minute: u32,
    buckets: Mutex<BTreeMap<IpAddr, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Bucket {
    fn filled(&self, most: f64, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        (self.tokens + seconds * most / MINUTE).min(most)
    }
}

/// Forgets the addresses that have their full share, and if many are left the half that has spent
/// least: whoever asks from very many addresses fills no memory, and who has spent his share waits.
fn forget(buckets: &mut BTreeMap<IpAddr, Bucket>, most: f64, now: Instant) {
    let half = MOST_ADDRESSES / 2;
    let mut left: Vec<f64> = buckets
        .values()
        .map(|bucket| bucket.filled(most, now))
        .collect();
    left.sort_by(f64::total_cmp);
    let bound = left.get(half).copied().unwrap_or(most);
    buckets.retain(|_, bucket| bucket.filled(most, now) < bound);
}

/// What is left of an address's share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Share {
    granted: bool,
    left: u64,
    /// Seconds until the next token.
    next: u64,
}

impl Limiter {
    pub(super) fn new(per_minute: u32) -> Self {
        Self {
            per_minute: per_minute.max(1),
            buckets: Mutex::new(BTreeMap::new()),
        }
    }

    fn take(&self, address: IpAddr, now: Instant) -> Share {
        let most = f64::from(self.per_minute);
        let filled = |bucket: &Bucket| bucket.filled(most, now);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_ADDRESSES {
            forget(&mut buckets, most, now);
        }
        let mut tokens = buckets.get(&address).map_or(most, filled);
        let granted = tokens >= 1.0;
        if granted {
            tokens -= 1.0;
        }
        buckets.insert(address, Bucket { tokens, at: now });
        let missing = (1.0 - tokens).max(0.0);
        Share {
            granted,
            left: whole(tokens.floor()),
            next: whole((missing * MINUTE / most).ceil()),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never negative, and at most the configured number"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

/// Counts look-ups per address and refuses those beyond its share.
pub(super) async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let proxies = app.service.config.http.trusted_proxies;
    let address = client(peer, request.headers(), proxies);
    let share = app.limiter.take(address, Instant::now());
    let mut response = if share.granted {
        next.run(request).await
    } else {
        let retry_after = share.next.max(1);
        ApiError::TooManyRequests { retry_after }.into_response()
    };
    // draft-ietf-httpapi-ratelimit-headers
    let per_minute = app.limiter.per_minute;
    for (name, value) in [
        (
            "ratelimit-policy",
            format!("\"look-ups\";q={per_minute};w=60"),
        ),
        (
            "ratelimit",
            format!("\"look-ups\";r={};t={}", share.left, share.next),
        ),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// Who asks: the peer, or what the outermost of our own proxies saw. Each proxy appends the address
/// it was asked by, so only the last entries of `X-Forwarded-For` are believed.
fn client(peer: IpAddr, headers: &HeaderMap, trusted_proxies: u8) -> IpAddr {
    let seen: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let behind = seen
        .len()
        .checked_sub(usize::from(trusted_proxies))
        .filter(|_| trusted_proxies > 0)
        .and_then(|index| seen.get(index))
        .and_then(|entry| address(entry.trim()));
    subscriber(behind.unwrap_or(peer))
}

/// An address, perhaps with a port.
fn address(entry: &str) -> Option<IpAddr> {
    let bare = entry.trim_start_matches('[').trim_end_matches(']');
    bare.parse()
        .ok()
        .or_else(|| entry.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

/// One subscriber has a whole /64 of IPv6.
fn subscriber(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => IpAddr::V4(address),
            None => IpAddr::V6(Ipv6Addr::from(u128::from(address) >> 64 << 64)),
        },
        IpAddr::V4(_) => address,
    }
}

/// Gives up on a request after the configured time.
pub(super) async fn deadline(State(app): State<App>, request: Request, next: Next) -> Response {
    let time = Duration::from_secs(app.service.config.limits.request_seconds.max(1));
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Timeout.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    fn forwarded(value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn an_address_gets_its_share_and_then_waits() {
        let limiter = Limiter::new(2);
        let start = Instant::now();
        assert!(limiter.take(PEER, start).granted);
        assert!(limiter.take(PEER, start).granted);
        let refused = limiter.take(PEER, start);
        assert_eq!(
            (refused.granted, refused.left, refused.next),
            (false, 0, 30)
        );
        assert!(limiter.take(PEER, start + Duration::from_secs(30)).granted);
        assert!(!limiter.take(PEER, start + Duration::from_secs(31)).granted);
    }

    #[test]
    fn memory_is_bounded_and_who_has_spent_the_share_is_not_forgotten() {
        let limiter = Limiter::new(2);
        let now = Instant::now();
        limiter.take(PEER, now);
        limiter.take(PEER, now);
        for number in 0..u32::try_from(2 * MOST_ADDRESSES).unwrap() {
            limiter.take(IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + number)), now);
        }
        assert!(limiter.buckets.lock().unwrap().len() <= MOST_ADDRESSES);
        assert!(!limiter.take(PEER, now).granted);
    }

    #[test]
    fn addresses_do_not_share() {
        let limiter = Limiter::new(1);
        let start = Instant::now();
        assert!(limiter.take(PEER, start).granted);
        assert!(limiter.take("192.0.2.2".parse().unwrap(), start).granted);
        assert!(!limiter.take(PEER, start).granted);
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        let headers = forwarded("203.0.113.9, 198.51.100.7, 198.51.100.8");
        assert_eq!(client(PEER, &headers, 0), PEER);
        assert_eq!(client(PEER, &headers, 1).to_string(), "198.51.100.8");
        assert_eq!(client(PEER, &headers, 2).to_string(), "198.51.100.7");
        assert_eq!(client(PEER, &headers, 4), PEER);
        assert_eq!(client(PEER, &forwarded("nonsense"), 1), PEER);
        assert_eq!(
            client(PEER, &forwarded("198.51.100.8:4711"), 1).to_string(),
            "198.51.100.8"
        );
    }

    #[test]
    fn a_subscriber_of_ipv6_is_one_client() {
        let one = subscriber("2001:db8:1:2:aaaa::1".parse().unwrap());
        assert_eq!(one, subscriber("2001:db8:1:2:bbbb::2".parse().unwrap()));
        assert_ne!(one, subscriber("2001:db8:1:3::1".parse().unwrap()));
    }
}
