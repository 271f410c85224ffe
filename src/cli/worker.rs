//! `sceau worker`: does jobs until told to stop, on any machine that reaches register and archive.

use std::sync::Arc;

use tokio::sync::watch;

use super::Exit;
use super::output::Output;
use super::serve::{follow_keys, keep_published, stopped};
use crate::jobs::Worker;
use crate::service::Service;

pub(super) async fn run(service: Service, output: &Output) -> anyhow::Result<Exit> {
    crate::telemetry::start(&service.config.telemetry);
    let (sender, services) = watch::channel(Arc::new(service));
    output.line(output.text("jobs-working"));
    let worker = Worker::new(services.clone());
    tokio::select! {
        () = worker.run(stopped()) => {}
        never = keep_published(services) => match never {},
        never = follow_keys(sender, None) => match never {},
    }
    Ok(Exit::Success)
}
