//! `sceau serve`: the pages and the API, until told to stop.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Exit;
use super::args::Serve;
use super::measure;
use super::output::Output;
use crate::http;
use crate::i18n::FluentValue;
use crate::issuance::Renderer;
use crate::jobs::Worker;
use crate::reading::Reader;
use crate::revocation;
use crate::service::{self, Service};

/// How often the key folder is looked at.
pub(super) const LOOKS_EVERY: Duration = Duration::from_secs(10);

pub(super) async fn run(
    service: Service,
    config: Option<&Path>,
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
    Box::pin(serve(service, config, listener, output)).await
}

/// Serves until interrupted; the revocation lists are signed anew before they run out, jobs are
/// done unless configured otherwise, and a changed key folder is taken over.
pub(super) async fn serve(
    mut service: Service,
    config: Option<&Path>,
    listener: TcpListener,
    output: &Output,
) -> anyhow::Result<Exit> {
    let _telemetry = crate::telemetry::start(&service.config.telemetry);
    // What strangers send is read where it can do no harm.
    service.reader = Reader::apart();
    let service = Arc::new(service);
    revocation::publish_all(&service.office()).await?;
    let url = service.config.service.public_url.clone();
    output.line(output.text_with("cli-serving", &[("url", FluentValue::from(url))]));
    let address = listener.local_addr()?;
    let renderer = Renderer::start(service.config.batches.drawing_processes, config)?;
    let metrics = measure::start(&service).await?;
    let (sender, services) = watch::channel(service);
    let worker = Worker::new(services.clone()).drawing_with(renderer);
    tokio::select! {
        collected = measure::serve(metrics, services.clone()) => collected?,
        served = serve_and_work(services.clone(), worker, listener) => served?,
        never = keep_published(services) => match never {},
        never = follow_keys(sender, Some(address)) => match never {},
    }
    Ok(Exit::Success)
}

/// Answers requests and does jobs, unless configured otherwise, until told to stop; both finish
/// what they have begun.
async fn serve_and_work(
    services: watch::Receiver<Arc<Service>>,
    worker: Worker,
    listener: TcpListener,
) -> std::io::Result<()> {
    let (stop, stopping) = watch::channel(false);
    let embedded = services.borrow().config.jobs.embedded;
    let both = async {
        let serving = async {
            let served = http::serve(services.clone(), listener, told(stopping.clone())).await;
            // Who can't serve does not stay for the jobs.
            stop.send_replace(true);
            served
        };
        let working = async {
            if embedded {
                worker.run(told(stopping.clone())).await;
            }
        };
        tokio::join!(serving, working).0
    };
    let mut both = std::pin::pin!(both);
    tokio::select! {
        // First: whoever is served before the signal is listened for would be cut off by it.
        biased;
        () = stopped() => drop(stop.send_replace(true)),
        served = &mut both => return served,
    }
    both.await
}

/// Resolves when it is said that all is to stop.
async fn told(mut stopping: watch::Receiver<bool>) {
    // Nobody left to say so is the end too.
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// Sees that the lists are signed with new keys as soon as there are any, and that they do not run
/// out even if no worker publishes them.
pub(super) async fn keep_published(mut services: watch::Receiver<Arc<Service>>) -> Infallible {
    loop {
        let service = Arc::clone(&services.borrow_and_update());
        let office = service.office();
        tokio::select! {
            never = revocation::rescue_lists(&office) => match never {},
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
pub(super) async fn follow_keys(
    services: watch::Sender<Arc<Service>>,
    address: Option<SocketAddr>,
) -> Infallible {
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

/// The service with changed keys, if they may be used at this address, should there be one.
fn reload(
    service: &Service,
    address: Option<SocketAddr>,
) -> Result<Option<Service>, service::Error> {
    let Some(service) = service.reloaded()? else {
        return Ok(None);
    };
    let example = service.keyring.is_example();
    let problems = address.map_or(Vec::new(), |address| {
        service.config.check_listen(address, example)
    });
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
pub(super) async fn stopped() {
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
