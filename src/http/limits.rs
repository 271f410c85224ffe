//! How much one address or client may ask for: requests in a minute, and time per request.
//!
//! Processes that share a database count together. Each sets a tenth of a share aside at a time, so
//! that most requests cost no write; without the database each counts for itself.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};

use super::access::Shown;
use super::error::{ApiError, causes};
use super::observe::ClientAddress;
use super::router::App;
use crate::store::Store;

const MINUTE: i64 = 60;
/// Addresses and clients remembered at once; see [`forget`].
const MOST_SUBJECTS: usize = 50_000;
/// Part of a share that is set aside at once.
const PART: u32 = 10;
/// Longest wait for the shared count.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long the shared count is left alone after it failed.
const PAUSE: TimeDelta = TimeDelta::seconds(5);

/// Who is counted, as a keyed digest: no address is kept in clear, here or in the database.
type Subject = [u8; 32];

/// Counts requests in whole minutes.
pub(super) struct Limiter {
    /// Whether other processes count with this one.
    shared: bool,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    minute: i64,
    subjects: BTreeMap<Subject, Count>,
    /// When the shared count is asked again after it failed.
    alone_until: Option<DateTime<Utc>>,
}

/// What one subject did in the current minute.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    /// Requests that this process may grant.
    held: u64,
    /// Requests that it has granted.
    spent: u64,
    /// Requests that others hold.
    elsewhere: u64,
    /// There is no more to be had in this minute.
    exhausted: bool,
}

impl Count {
    fn spend(&mut self) -> bool {
        let granted = self.spent < self.held;
        self.spent += u64::from(granted);
        granted
    }

    fn share(&self, granted: bool, most: u32, now: DateTime<Utc>) -> Share {
        let left = u64::from(most).saturating_sub(self.elsewhere + self.spent);
        Share {
            granted,
            left: if self.exhausted {
                self.held - self.spent
            } else {
                left
            },
            resets: u64::try_from(MINUTE - now.timestamp().rem_euclid(MINUTE)).unwrap_or(1),
        }
    }
}

/// What is left of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Share {
    granted: bool,
    left: u64,
    /// Seconds until the share is whole again.
    resets: u64,
}

/// Forgets the subjects that have asked least: whoever asks from very many addresses fills no
/// memory, and who has spent his share waits.
fn forget(subjects: &mut BTreeMap<Subject, Count>) {
    let mut spent: Vec<u64> = subjects.values().map(|count| count.spent).collect();
    spent.sort_unstable();
    let bound = spent.get(spent.len() / 2).copied().unwrap_or(0);
    subjects.retain(|_, count| count.spent > bound);
}

impl Limiter {
    pub(super) fn new(shared: bool) -> Self {
        Self {
            shared,
            counts: Mutex::default(),
        }
    }

    /// Takes one request from the subject's share of `most` a minute.
    async fn take(&self, store: &Store, subject: Subject, most: u32, now: DateTime<Utc>) -> Share {
        if let Some(share) = self.take_held(subject, most, now) {
            return share;
        }
        let part = (most / PART).max(1);
        let minute = now.timestamp().div_euclid(MINUTE);
        let asked = store.reserve_requests(&subject, minute, part);
        let used = match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(used)) => Some(used),
            Ok(Err(error)) => {
                let causes = causes(&error);
                tracing::warn!(%error, ?causes, "requests are counted by this process alone");
                None
            }
            Err(_) => {
                tracing::warn!("requests are counted by this process alone: no answer in time");
                None
            }
        };
        let mut counts = self.counts(now);
        let Some(used) = used else {
            counts.alone_until = Some(now + PAUSE);
            return counts.take_alone(subject, most, now);
        };
        let count = counts.subjects.entry(subject).or_default();
        let before = used.saturating_sub(u64::from(part)).min(u64::from(most));
        let got = u64::from(part).min(u64::from(most) - before);
        count.elsewhere = before.saturating_sub(count.held);
        count.held += got;
        count.exhausted = got < u64::from(part);
        let granted = count.spend();
        count.share(granted, most, now)
    }

    /// What can be said without the shared count; nothing if more must be set aside.
    fn take_held(&self, subject: Subject, most: u32, now: DateTime<Utc>) -> Option<Share> {
        let mut counts = self.counts(now);
        if !self.shared || counts.alone_until.is_some_and(|until| now < until) {
            return Some(counts.take_alone(subject, most, now));
        }
        let count = counts.subjects.entry(subject).or_default();
        let granted = count.spend();
        (granted || count.exhausted).then(|| count.share(granted, most, now))
    }

    /// The counts of the current minute, within their bounds.
    fn counts(&self, now: DateTime<Utc>) -> std::sync::MutexGuard<'_, Counts> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.timestamp().div_euclid(MINUTE);
        // A request that took a while may still belong to the minute before.
        if !(counts.minute - 1..=counts.minute).contains(&minute) {
            counts.minute = minute;
            counts.subjects.clear();
        }
        if counts.subjects.len() >= MOST_SUBJECTS {
            forget(&mut counts.subjects);
        }
        counts
    }
}

impl Counts {
    fn take_alone(&mut self, subject: Subject, most: u32, now: DateTime<Utc>) -> Share {
        let count = self.subjects.entry(subject).or_default();
        count.held = count.held.max(u64::from(most));
        let granted = count.spend();
        count.share(granted, most, now)
    }
}

/// A share that is counted.
struct Policy {
    name: &'static str,
    subject: Subject,
    per_minute: u32,
}

/// Counts requests: a client's by client, look-ups and attempts to be a client by address. Refuses
/// those beyond the share.
pub(super) async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(policy) = policy(&app, &request) else {
        return next.run(request).await;
    };
    let now = app.service.clock.now();
    let store = &app.service.store;
    let share = app
        .limiter
        .take(store, policy.subject, policy.per_minute, now)
        .await;
    let mut response = if share.granted {
        next.run(request).await
    } else {
        let retry_after = share.resets.max(1);
        ApiError::TooManyRequests { retry_after }.into_response()
    };
    // draft-ietf-httpapi-ratelimit-headers
    let Policy {
        name, per_minute, ..
    } = policy;
    let Share { left, resets, .. } = share;
    for (header, value) in [
        (
            "ratelimit-policy",
            format!("\"{name}\";q={per_minute};w={MINUTE}"),
        ),
        ("ratelimit", format!("\"{name}\";r={left};t={resets}")),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(header), value);
        }
    }
    response
}

/// Reports of suspicious documents that one address may send, per minute.
const REPORTS_PER_MINUTE: u32 = 3;

/// Takes one report from an address's share, which is smaller than that of look-ups.
pub(super) async fn take_report(app: &App, address: IpAddr) -> Result<(), ApiError> {
    let subject = app
        .service
        .keyring
        .counted(b"report", &subscriber_octets(address));
    let (store, now) = (&app.service.store, app.service.clock.now());
    let share = app
        .limiter
        .take(store, subject, REPORTS_PER_MINUTE, now)
        .await;
    if share.granted {
        return Ok(());
    }
    let retry_after = share.resets.max(1);
    Err(ApiError::TooManyRequests { retry_after })
}

fn policy(app: &App, request: &Request) -> Option<Policy> {
    let limits = &app.service.config.limits;
    let keyring = &app.service.keyring;
    if let Some(Shown::Good(caller)) = request.extensions().get::<Shown>() {
        let own = caller.requests_per_minute;
        return Some(Policy {
            name: "client",
            subject: keyring.counted(b"client", caller.client.0.as_bytes()),
            per_minute: own.unwrap_or(limits.client_requests_per_minute).max(1),
        });
    }
    // Opening a page asks nothing about a certificate.
    if request.method() != Method::POST && !request.uri().path().starts_with("/api/") {
        return None;
    }
    let address = request.extensions().get::<ClientAddress>()?.0;
    Some(Policy {
        name: "look-ups",
        subject: keyring.counted(b"address", &subscriber_octets(address)),
        per_minute: limits.requests_per_minute.max(1),
    })
}

/// The part of an address that one subscriber has.
pub(super) fn subscriber_octets(address: IpAddr) -> Vec<u8> {
    match subscriber(address) {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

/// One subscriber has a whole /64 of IPv6.
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) >> 64 << 64)),
        address @ IpAddr::V4(_) => address,
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
    use crate::store::fixtures;

    const SUBJECT: Subject = [1; 32];

    fn subject(number: u32) -> Subject {
        let mut subject = [2; 32];
        subject[..4].copy_from_slice(&number.to_be_bytes());
        subject
    }

    fn at(second: i64) -> DateTime<Utc> {
        let start: DateTime<Utc> = "2026-11-21T10:00:00Z".parse().unwrap();
        start + TimeDelta::seconds(second)
    }

    #[tokio::test]
    async fn a_share_is_spent_and_whole_again_in_the_next_minute() {
        let (_folder, store) = fixtures::store().await;
        let limiter = Limiter::new(false);
        let take = async |second| limiter.take(&store, SUBJECT, 2, at(second)).await;
        assert!(take(10).await.granted);
        assert!(take(11).await.granted);
        let refused = take(12).await;
        let expected = Share {
            granted: false,
            left: 0,
            resets: 48,
        };
        assert_eq!(refused, expected);
        assert!(!take(59).await.granted);
        assert!(take(60).await.granted);
    }

    #[tokio::test]
    async fn two_processes_grant_one_share_together() {
        fixtures::on_each(async |store| {
            let (one, other) = (Limiter::new(true), Limiter::new(true));
            let mut granted = 0;
            for _ in 0..100 {
                for limiter in [&one, &other] {
                    granted += u32::from(limiter.take(&store, SUBJECT, 60, at(0)).await.granted);
                }
            }
            assert_eq!(granted, 60);
            assert!(one.take(&store, subject(1), 60, at(0)).await.granted);
            assert!(one.take(&store, SUBJECT, 60, at(60)).await.granted);
        })
        .await;
    }

    #[tokio::test]
    async fn most_requests_cost_no_write() {
        fixtures::on_each(async |store| {
            let limiter = Limiter::new(true);
            for _ in 0..200 {
                limiter.take(&store, SUBJECT, 60, at(0)).await;
            }
            // Ten parts of six, one that came too late, and this one.
            let minute = at(0).timestamp() / MINUTE;
            assert_eq!(
                store.reserve_requests(&SUBJECT, minute, 0).await.unwrap(),
                66
            );
            assert_eq!(store.delete_old_counts(minute + 1).await.unwrap(), 1);
        })
        .await;
    }

    #[tokio::test]
    async fn without_the_database_each_process_counts_alone() {
        fixtures::on_each(async |store| {
            let limiter = Limiter::new(true);
            assert!(limiter.take(&store, SUBJECT, 20, at(0)).await.granted);
            store.close().await;
            let mut granted = 1;
            for _ in 0..50 {
                granted += u32::from(limiter.take(&store, SUBJECT, 20, at(1)).await.granted);
            }
            assert_eq!(granted, 20);
        })
        .await;
    }

    #[tokio::test]
    async fn memory_is_bounded_and_who_has_spent_the_share_is_not_forgotten() {
        let (_folder, store) = fixtures::store().await;
        let limiter = Limiter::new(false);
        for _ in 0..2 {
            limiter.take(&store, SUBJECT, 2, at(0)).await;
        }
        for number in 0..u32::try_from(2 * MOST_SUBJECTS).unwrap() {
            limiter.take(&store, subject(number), 2, at(0)).await;
        }
        assert!(limiter.counts.lock().unwrap().subjects.len() <= MOST_SUBJECTS);
        assert!(!limiter.take(&store, SUBJECT, 2, at(0)).await.granted);
    }

    #[test]
    fn a_subscriber_of_ipv6_is_one_client() {
        let one = subscriber("2001:db8:1:2:aaaa::1".parse().unwrap());
        assert_eq!(one, subscriber("2001:db8:1:2:bbbb::2".parse().unwrap()));
        assert_ne!(one, subscriber("2001:db8:1:3::1".parse().unwrap()));
    }
}
