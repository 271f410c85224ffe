//! The private listener that Prometheus asks: never the public one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use chrono::{DateTime, Utc};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::health;
use crate::service::Service;
use crate::store::{self, JobCount, JobState};
use crate::telemetry::{self, FOLDED_EVERY, Meters};

/// Longest wait for the register, so that what is measured without it is always told.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Clone)]
struct Collected {
    services: watch::Receiver<Arc<Service>>,
    meters: Meters,
    /// Kinds of jobs that were ever in the queue.
    kinds: Arc<Mutex<BTreeSet<String>>>,
}

/// Answers `/metrics` and `/healthz` on a listener of its own, until dropped.
pub async fn serve_metrics(
    services: watch::Receiver<Arc<Service>>,
    meters: Meters,
    listener: TcpListener,
) -> std::io::Result<()> {
    let folded = meters.clone();
    let collected = Collected {
        services,
        meters,
        kinds: Arc::default(),
    };
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(health::alive))
        .with_state(collected);
    let fold = async move {
        loop {
            tokio::time::sleep(FOLDED_EVERY).await;
            folded.fold();
        }
    };
    tokio::select! {
        served = axum::serve(listener, router).into_future() => served,
        () = fold => Ok(()),
    }
}

async fn metrics(State(collected): State<Collected>) -> impl IntoResponse {
    let service = Arc::clone(&collected.services.borrow());
    telemetry::set(
        "sceau_build_info",
        &[("version", env!("CARGO_PKG_VERSION").to_owned())],
        1,
    );
    let answers = match tokio::time::timeout(PATIENCE, look(&service, &collected)).await {
        Ok(Ok(())) => 1,
        Ok(Err(_)) | Err(_) => 0,
    };
    telemetry::set("sceau_register_answers", &[], answers);
    let kind = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, collected.meters.text())
}

/// What the register tells now.
async fn look(service: &Service, collected: &Collected) -> Result<(), store::Error> {
    let now = service.clock.now();
    let store = &service.store;
    let connections = store.connections();
    for (state, number) in [("busy", connections.busy), ("idle", connections.idle)] {
        let labels = [("state", state.to_owned())];
        telemetry::set("sceau_database_connections", &labels, number.into());
    }
    telemetry::set(
        "sceau_database_connections_max",
        &[],
        connections.most.into(),
    );
    let frozen = store.freeze_in_force().await?.is_some();
    telemetry::set("sceau_frozen", &[], frozen.into());
    for list in store.publications().await? {
        let labels = [("list", list.list.to_string())];
        let age = age(list.valid_from, now);
        telemetry::set("sceau_status_list_age_seconds", &labels, age);
        let left = (list.valid_until - now).num_seconds();
        telemetry::set("sceau_status_list_remaining_seconds", &labels, left);
    }
    tell_queue(&store.job_counts().await?, collected, now);
    if let Some(last) = store.last_self_check().await? {
        telemetry::set("sceau_selfcheck_age_seconds", &[], age(last.at, now));
        telemetry::set("sceau_selfcheck_checked", &[], counted(last.checked));
        telemetry::set("sceau_selfcheck_bad", &[], counted(last.bad));
    }
    Ok(())
}

/// The queue by kind and state; what was there before and is not any more is zero now.
fn tell_queue(counts: &[JobCount], collected: &Collected, now: DateTime<Utc>) {
    let mut kinds = collected
        .kinds
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    kinds.extend(counts.iter().map(|count| count.kind.clone()));
    for kind in kinds.iter() {
        let of = |state| {
            counts
                .iter()
                .find(|it| it.kind == *kind && it.state == state)
        };
        for state in [JobState::Queued, JobState::Leased, JobState::Dead] {
            let labels = [("kind", kind.clone()), ("state", state.name().to_owned())];
            telemetry::set(
                "sceau_jobs",
                &labels,
                of(state).map_or(0, |it| counted(it.count)),
            );
        }
        let oldest = of(JobState::Queued).map_or(0, |it| age(it.since, now));
        let labels = [("kind", kind.clone())];
        telemetry::set("sceau_job_oldest_seconds", &labels, oldest);
    }
}

fn counted(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn age(since: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (now - since).num_seconds().max(0)
}
