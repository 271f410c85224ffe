//! `sceau serve`: the pages and the API, until told to stop.

use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;

use super::Exit;
use super::args::Serve;
use super::output::Output;
use crate::http;
use crate::i18n::FluentValue;
use crate::revocation;
use crate::service::{self, Service};

pub(super) async fn run(
    service: Service,
    command: &Serve,
    output: &Output,
) -> anyhow::Result<Exit> {
    let address = command.listen.unwrap_or(service.config.service.listen);
    let problems = service
        .config
        .check_listen(address, service.keyring.is_example());
    if !problems.is_empty() {
        return Err(service::Error::Configuration(problems).into());
    }
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("listening on {address}"))?;
    serve(Arc::new(service), listener, output).await
}

/// Serves until interrupted; the revocation lists are signed anew before they run out.
pub(super) async fn serve(
    service: Arc<Service>,
    listener: TcpListener,
    output: &Output,
) -> anyhow::Result<Exit> {
    crate::telemetry::start(&service.config.telemetry);
    revocation::publish_all(&service.office()).await?;
    let url = service.config.service.public_url.clone();
    output.line(output.text_with("cli-serving", &[("url", FluentValue::from(url))]));
    let office = service.office();
    let renewal = revocation::keep_published(&office);
    tokio::select! {
        served = http::serve(Arc::clone(&service), listener, stopped()) => served?,
        never = renewal => match never {},
    }
    Ok(Exit::Success)
}

/// Resolves when the process is told to stop.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
