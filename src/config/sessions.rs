//! `[sessions]`: exam sessions and their candidate lists.

use serde::{Deserialize, Serialize};

/// `[sessions]`: exam sessions and their candidate lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// What a candidate list says of people is deleted so many days after the exam, or after it was
    /// imported if that is later; the session stays. Default: `90`.
    pub keep_days: u32,
}

impl Default for Sessions {
    fn default() -> Self {
        Self { keep_days: 90 }
    }
}
