//! What the program says about its own work: messages on standard error, and numbers for
//! Prometheus.
//!
//! Messages name certificates by id, never by name, birth date or code: logs are read by people
//! and programs that have no business with holders.

mod meters;

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::{LogFormat, Telemetry};

pub use meters::{FOLDED_EVERY, Meters, MetersError, Stage, request, set, stage};

/// Starts writing messages. Only the first call counts; a filter that can't be read, which
/// `config check` reports, falls back to `info`.
pub fn start(section: &Telemetry) {
    let filter = EnvFilter::try_new(&section.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let terminal = std::io::stderr().is_terminal();
    let messages = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(terminal)
        .with_writer(std::io::stderr);
    let human = match section.format {
        LogFormat::Auto => terminal,
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    // A second start, in tests or in one process with several commands, changes nothing.
    let _ = if human {
        messages.with_target(false).try_init()
    } else {
        messages.json().flatten_event(true).try_init()
    };
}

/// Says what is wrong with a filter.
pub fn check_filter(filter: &str) -> Result<(), ParseError> {
    EnvFilter::try_new(filter).map(drop)
}
