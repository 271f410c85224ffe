//! What can be typed to keep watch over the service.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use super::args::Operator;
use crate::operations::Share;

#[derive(Debug, Subcommand)]
pub(super) enum JobsCommand {
    /// List jobs: what was given up, what is under way, what waits
    List {
        /// Only these: queued, leased, done or dead
        #[arg(long)]
        state: Option<String>,
        /// How many at most
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// Queue again what was given up
    Retry {
        /// Ids, from `sceau jobs list`
        #[arg(value_name = "ID", required_unless_present = "all")]
        ids: Vec<uuid::Uuid>,
        /// Everything that was given up
        #[arg(long, conflicts_with = "ids")]
        all: bool,
        #[command(flatten)]
        operator: Operator,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Verify the whole audit trail: names every event that was changed, removed or moved, and every
    /// certificate whose state its events do not explain
    Verify {
        /// A checkpoint that was kept elsewhere (from `sceau audit checkpoint`)
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
    /// Print the signed heads of the audit trail, to be kept elsewhere
    Checkpoint {
        /// Write it to this file instead
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// List what was done last, newest first
    List {
        /// How many events
        #[arg(long, short = 'n', default_value_t = 50)]
        count: u32,
    },
}

#[derive(Debug, Args)]
pub(super) struct Freeze {
    /// Why, for the audit trail and for whoever is refused: no names
    #[arg(long, default_value = "")]
    pub reason: String,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct Thaw {
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct SelfCheck {
    /// Share of all certificates that is drawn at random
    #[arg(long, value_name = "PERCENT", default_value = "3%")]
    pub sample: Share,
    /// Check everything issued after this instant (2027-01-31T12:00:00Z); without it: since the last
    /// self-check, the first time everything
    #[arg(long, value_name = "INSTANT")]
    pub since: Option<DateTime<Utc>>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct Bench {
    /// How many certificates
    #[arg(long, short = 'n', default_value_t = 200)]
    pub count: usize,
    /// How many drawing processes to compare with one; 0 means one a core
    #[arg(long, short, default_value_t = 0)]
    pub jobs: usize,
}
