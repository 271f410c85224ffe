//! `[verification]`: files and streams of many codes.

use serde::{Deserialize, Serialize};

/// `[verification]`: files and streams of many codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Verification {
    /// Largest file of codes, in bytes; a worker holds one in memory. Default: `134217728`
    /// (128 MiB).
    pub batch_bytes: usize,
    /// Answers are kept for so many days; the file itself goes when it is answered. Default: `30`.
    pub keep_days: u32,
}

impl Default for Verification {
    fn default() -> Self {
        Self {
            batch_bytes: 128 << 20,
            keep_days: 30,
        }
    }
}
