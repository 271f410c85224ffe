//! What partners may ask, and how they are told of changes.

use serde::{Deserialize, Serialize};

/// `[partners]`: platforms that search for certificates, and their webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Partners {
    /// Whoever asked about a certificate is told of its changes for so many days. Default: `400`.
    pub interest_days: u32,
    /// Searches in one request. Default: `1000`.
    pub searches_at_once: usize,
    /// What was sent to webhooks is listed for so many days. Default: `30`.
    pub deliveries_days: u32,
    /// Allows webhooks without encryption to this machine itself, for trials. Default: `false`.
    pub loopback_webhooks: bool,
}

impl Default for Partners {
    fn default() -> Self {
        Self {
            interest_days: 400,
            searches_at_once: 1000,
            deliveries_days: 30,
            loopback_webhooks: false,
        }
    }
}
