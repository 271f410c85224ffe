//! Whether this process can answer and issue: what a load balancer and an operator ask.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::service::Service;
use crate::store::Store;

/// Longest wait for one answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was looked at, without names of files, addresses or secrets: anybody may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether everything is good.
    pub ready: bool,
    /// Since when signing is stopped, if it is. The service answers all the same.
    pub frozen_since: Option<DateTime<Utc>>,
    /// One by one.
    pub checks: Vec<Check>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// `register`, `schema`, `archive`, `keys`, `lists`.
    pub name: &'static str,
    /// Whether it is good.
    pub good: bool,
    /// What is wrong, in one word.
    pub detail: &'static str,
}

/// Looks at everything that an answer needs. Takes a few seconds at most.
pub async fn readiness(service: &Service) -> Readiness {
    let store = &service.store;
    let freeze = within(store.freeze_in_force()).await;
    let checks = vec![
        check("register", freeze.as_ref().err().map(|()| "unreachable")),
        check("schema", schema(store).await),
        check("archive", archive(service).await),
        check(
            "keys",
            (!service.keyring.may_sign()).then_some("a key has ended"),
        ),
        check("lists", lists(service).await),
    ];
    Readiness {
        ready: checks.iter().all(|check| check.good),
        frozen_since: freeze.ok().flatten().map(|freeze| freeze.since),
        checks,
    }
}

fn check(name: &'static str, wrong: Option<&'static str>) -> Check {
    Check {
        name,
        good: wrong.is_none(),
        detail: wrong.unwrap_or_default(),
    }
}

/// Somebody waits for the answer: no answer is one, too.
async fn within<T, E>(answer: impl Future<Output = Result<T, E>>) -> Result<T, ()> {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) | Err(_) => Err(()),
    }
}

async fn schema(store: &Store) -> Option<&'static str> {
    match within(store.schema_found()).await {
        Ok(found) if found == Store::schema_version() => None,
        Ok(found) if found > Store::schema_version() => Some("newer"),
        Ok(_) => Some("older"),
        Err(()) => Some("unreachable"),
    }
}

async fn archive(service: &Service) -> Option<&'static str> {
    match tokio::time::timeout(PATIENCE, service.archive.is_reachable()).await {
        Ok(true) => None,
        _ => Some("unreachable"),
    }
}

async fn lists(service: &Service) -> Option<&'static str> {
    let now = service.clock.now();
    match within(service.store.publications()).await {
        Ok(lists) if lists.iter().all(|list| list.valid_until > now) => None,
        Ok(_) => Some("expired"),
        Err(()) => Some("unreachable"),
    }
}
