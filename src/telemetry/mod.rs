//! What the program says about its own work: messages on standard error, and numbers for
//! Prometheus.
//!
//! Messages name certificates by id, never by name, birth date or code: logs are read by people
//! and programs that have no business with holders.

mod meters;
#[cfg(feature = "otlp")]
mod spans;

use std::io::IsTerminal;

use tracing_subscriber::filter::ParseError;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::{LogFormat, Telemetry};

pub use meters::{FOLDED_EVERY, Meters, MetersError, Stage, request, set, stage};

/// What ends with the process: spans that are not delivered yet are then.
#[must_use = "spans are delivered at the end of its life"]
#[derive(Default)]
pub struct Started {
    #[cfg(feature = "otlp")]
    _spans: Option<spans::Exporter>,
}

/// Starts writing messages. Only the first call counts; a filter that can't be read, which
/// `config check` reports, falls back to `info`.
pub fn start(section: &Telemetry) -> Started {
    let filter = EnvFilter::try_new(&section.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let terminal = std::io::stderr().is_terminal();
    let messages = tracing_subscriber::fmt::layer()
        .with_ansi(terminal)
        .with_writer(std::io::stderr);
    let human = match section.format {
        LogFormat::Auto => terminal,
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    let messages = if human {
        messages.with_target(false).boxed()
    } else {
        messages.json().flatten_event(true).boxed()
    };
    let subscriber = tracing_subscriber::registry().with(messages);
    #[cfg(feature = "otlp")]
    if let Some((layer, exporter)) = section.otlp_endpoint.as_deref().and_then(spans::export) {
        // A second start, in tests or in one process with several commands, changes nothing.
        let _ = subscriber.with(layer).with(filter).try_init();
        return Started {
            _spans: Some(exporter),
        };
    }
    let _ = subscriber.with(filter).try_init();
    Started::default()
}

/// Says what is wrong with a filter.
pub fn check_filter(filter: &str) -> Result<(), ParseError> {
    EnvFilter::try_new(filter).map(drop)
}
