//! The numbers that Prometheus collects. Labels are names that this program gives: routes,
//! methods, stages, states; never what somebody asked for.

use std::time::{Duration, Instant};

use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the histograms' buckets, in seconds.
const BUCKETS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// How often histograms are folded, so that they take no memory when nobody collects.
pub const FOLDED_EVERY: Duration = Duration::from_secs(5);

/// What is collected, as text.
#[derive(Clone)]
pub struct Meters {
    handle: PrometheusHandle,
}

/// Why nothing is measured.
#[derive(Debug, thiserror::Error)]
pub enum MetersError {
    /// The buckets.
    #[error("the metrics can't be set up")]
    Buckets(#[from] BuildError),
    /// Something else in this process measures already.
    #[error("the metrics are set up already")]
    Twice,
}

impl Meters {
    /// Measures from now on. Without it, everything below does nothing.
    pub fn start() -> Result<Self, MetersError> {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)?
            .build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).map_err(|_| MetersError::Twice)?;
        Ok(Self { handle })
    }

    /// Everything measured, in Prometheus' text format.
    pub fn text(&self) -> String {
        self.handle.render()
    }

    /// Folds what was measured since the last time.
    pub fn fold(&self) {
        self.handle.run_upkeep();
    }
}

/// A request that was answered: by the route that matched, never by its address.
pub fn request(method: &str, route: &str, status: u16, took: Duration) {
    // Anybody can invent a method, and each would be a series of its own.
    let method = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]
        .into_iter()
        .find(|known| *known == method)
        .unwrap_or("other");
    let class = match status {
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
        _ => "1xx",
    };
    let route = route.to_owned();
    counter!("sceau_http_requests_total", "method" => method, "route" => route.clone(), "status" => class)
        .increment(1);
    histogram!("sceau_http_request_seconds", "method" => method, "route" => route)
        .record(took.as_secs_f64());
}

/// A stage of issuance under way.
#[must_use = "a stage that is not ended is not measured"]
pub struct Stage {
    name: &'static str,
    started: Instant,
}

/// Begins a stage of issuance: `decide`, `lint`, `seal`, `render`, `sign`, `archive`, `record`.
pub fn stage(name: &'static str) -> Stage {
    Stage {
        name,
        started: Instant::now(),
    }
}

impl Stage {
    /// The stage came to its end; one that failed is not counted.
    pub fn end(self) {
        histogram!("sceau_issuance_stage_seconds", "stage" => self.name)
            .record(self.started.elapsed().as_secs_f64());
    }
}

/// A number as it is now.
#[expect(
    clippy::cast_precision_loss,
    reason = "exact up to 2^53, and nobody counts so far"
)]
pub fn set(name: &'static str, labels: &[(&'static str, String)], value: i64) {
    let labels: Vec<metrics::Label> = labels
        .iter()
        .map(|(key, value)| metrics::Label::new(*key, value.clone()))
        .collect();
    gauge!(name, labels).set(value as f64);
}
