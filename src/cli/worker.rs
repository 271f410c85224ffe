//! `sceau worker`: does jobs until told to stop, on any machine that reaches register and archive.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

use super::Exit;
use super::measure;
use super::output::Output;
use super::serve::{follow_keys, keep_published, stopped};
use crate::issuance::Renderer;
use crate::jobs::Worker;
use crate::reading::Reader;
use crate::service::Service;

pub(super) async fn run(
    mut service: Service,
    config: Option<&Path>,
    output: &Output,
) -> anyhow::Result<Exit> {
    let _telemetry = crate::telemetry::start(&service.config.telemetry);
    // Workbooks of clients are read where they can do no harm.
    service.reader = Reader::apart();
    let renderer = Renderer::start(service.config.batches.drawing_processes, config)?;
    let metrics = measure::start(&service).await?;
    let (sender, services) = watch::channel(Arc::new(service));
    let worker = Worker::new(services.clone()).drawing_with(renderer);
    output.line(output.text("jobs-working"));
    tokio::select! {
        collected = measure::serve(metrics, services.clone()) => collected?,
        () = worker.run(stopped()) => {}
        never = keep_published(services) => match never {},
        never = follow_keys(sender, None) => match never {},
    }
    Ok(Exit::Success)
}
