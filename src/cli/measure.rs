//! The metrics of a process that stays: measured only when somebody may collect them.

use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::http;
use crate::service::{self, Service};
use crate::telemetry::Meters;

/// What is measured, and where Prometheus asks for it.
pub(super) type Measured = Option<(Meters, TcpListener)>;

/// Begins to measure, if the configuration names a place where to ask.
pub(super) async fn start(service: &Service) -> anyhow::Result<Measured> {
    let Some(address) = service.config.telemetry.metrics_listen else {
        return Ok(None);
    };
    let problems = service.config.check_metrics();
    if !problems.is_empty() {
        return Err(service::Error::Configuration(problems).into());
    }
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("listening on {address} for metrics"))?;
    Ok(Some((Meters::start()?, listener)))
}

/// Answers Prometheus, if it was begun; else never ends.
pub(super) async fn serve(
    measured: Measured,
    services: watch::Receiver<Arc<Service>>,
) -> std::io::Result<()> {
    match measured {
        Some((meters, listener)) => http::serve_metrics(services, meters, listener).await,
        None => std::future::pending().await,
    }
}
