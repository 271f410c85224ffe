//! `[jobs]`: work that outlives a request.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// `[jobs]`: work that outlives a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Jobs {
    /// Whether `sceau serve` also does jobs. Without it at least one `sceau worker` must run.
    /// Default: `true`.
    pub embedded: bool,
    /// Jobs that one process does at the same time. Default: `4`.
    pub at_once: usize,
    /// A job is given to another process when its own was not heard of for so many seconds. The
    /// clocks of all machines must agree much better than this. Default: `30`.
    pub lease_seconds: u32,
    /// A job that failed so often is given up, until somebody retries it. Default: `12`.
    pub attempts: u32,
    /// How long a process that is told to stop waits for the jobs that it has begun, in seconds.
    /// Default: `20`.
    pub stop_seconds: u32,
    /// Jobs that are done are kept for so many days. Default: `7`.
    pub keep_days: u32,
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            embedded: true,
            at_once: 4,
            lease_seconds: 30,
            attempts: 12,
            stop_seconds: 20,
            keep_days: 7,
        }
    }
}

impl Jobs {
    /// How long a lease holds.
    pub fn lease(&self) -> Duration {
        Duration::from_secs(self.lease_seconds.into())
    }

    /// How long jobs under way are waited for at the end.
    pub fn stop(&self) -> Duration {
        Duration::from_secs(self.stop_seconds.into())
    }
}
