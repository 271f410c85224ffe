//! `sceau serve`: the pages and the API, until told to stop.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Exit;
use super::args::Serve;
use super::output::Output;
use crate::http;
use crate::i18n::FluentValue;
use crate::revocation;
use crate::service::{self, Service};
use crate::telemetry::Meters;

/// How often the key folder is looked at.
pub(super) const LOOKS_EVERY: Duration = Duration::from_secs(10);

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

/// Serves until interrupted; the revocation lists are signed anew before they run out, and a
/// changed key folder is taken over.
pub(super) async fn serve(
    service: Arc<Service>,
    listener: TcpListener,
    output: &Output,
) -> anyhow::Result<Exit> {
    crate::telemetry::start(&service.config.telemetry);
    revocation::publish_all(&service.office()).await?;
    let url = service.config.service.public_url.clone();
    output.line(output.text_with("cli-serving", &[("url", FluentValue::from(url))]));
    let address = listener.local_addr()?;
    let metrics = metrics(&service).await?;
    let (sender, services) = watch::channel(service);
    tokio::select! {
        collected = serve_metrics(metrics, services.clone()) => collected?,
        served = http::serve(services.clone(), listener, stopped()) => served?,
        never = keep_published(services) => match never {},
        never = follow_keys(sender, address) => match never {},
    }
    Ok(Exit::Success)
}

/// What is measured and where Prometheus asks for it, if the configuration names a place.
async fn metrics(service: &Service) -> anyhow::Result<Option<(Meters, TcpListener)>> {
    let Some(address) = service.config.telemetry.metrics_listen else {
        return Ok(None);
    };
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("listening on {address} for metrics"))?;
    Ok(Some((Meters::start()?, listener)))
}

async fn serve_metrics(
    metrics: Option<(Meters, TcpListener)>,
    services: watch::Receiver<Arc<Service>>,
) -> std::io::Result<()> {
    match metrics {
        Some((meters, listener)) => http::serve_metrics(services, meters, listener).await,
        None => std::future::pending().await,
    }
}

/// Keeps the lists signed, with new keys as soon as there are any.
async fn keep_published(mut services: watch::Receiver<Arc<Service>>) -> Infallible {
    loop {
        let service = Arc::clone(&services.borrow_and_update());
        let office = service.office();
        tokio::select! {
            never = revocation::keep_published(&office) => match never {},
            changed = services.changed() => if changed.is_err() {
                std::future::pending::<()>().await;
            },
        }
        let service = Arc::clone(&services.borrow());
        if let Err(error) = revocation::publish_all(&service.office()).await {
            let error: &dyn std::error::Error = &error;
            tracing::error!(error, "the status lists could not be published");
        }
    }
}

/// Takes over the key folder whenever it changed. One that can't be used is logged once, and the
/// keys that were loaded stay: a service that stops answers nobody.
async fn follow_keys(services: watch::Sender<Arc<Service>>, address: SocketAddr) -> Infallible {
    let mut told = None;
    let mut hangups = Hangups::new();
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOKS_EVERY) => {}
            () = hangups.next() => told = None,
        }
        let service = Arc::clone(&services.borrow());
        // Reading files and trying keys blocks.
        let reloaded = tokio::task::spawn_blocking(move || reload(&service, address));
        match reloaded.await {
            Ok(Ok(None)) => {}
            Ok(Ok(Some(service))) => {
                told = None;
                let key = &service.keyring.issuer_key().id;
                tracing::info!(%key, "the key folder changed: its keys are in use");
                services.send_replace(Arc::new(service));
            }
            Ok(Err(error)) => {
                let problem = full(&error);
                if told.as_ref() != Some(&problem) {
                    tracing::error!(
                        problem,
                        "the changed key folder can't be used: the keys that were loaded stay in use"
                    );
                    told = Some(problem);
                }
            }
            Err(error) => tracing::error!(%error, "the key folder could not be looked at"),
        }
    }
}

/// The service with changed keys, if they may be used at this address.
fn reload(service: &Service, address: SocketAddr) -> Result<Option<Service>, service::Error> {
    let Some(service) = service.reloaded()? else {
        return Ok(None);
    };
    let example = service.keyring.is_example();
    let problems = service.config.check_listen(address, example);
    if problems.is_empty() {
        Ok(Some(service))
    } else {
        Err(service::Error::Configuration(problems))
    }
}

fn full(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let causes: Vec<String> = causes.map(ToString::to_string).collect();
    causes.join(": ")
}

/// SIGHUP, the old way to say: look again.
struct Hangups {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    fn new() -> Self {
        Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
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
