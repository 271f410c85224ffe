//! `[batches]`: files of results that are uploaded and issued together.

use serde::{Deserialize, Serialize};

/// `[batches]`: files of results that are uploaded and issued together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Batches {
    /// Processes that draw the pages of batches; `1` draws them in the process that does the job,
    /// `0` starts as many as there are processors. Default: `0`.
    pub drawing_processes: usize,
    /// Who lets an uploaded file be issued: `none` (whoever uploads may) or `two-people` (a second
    /// person has to approve it, in the console or with `sceau issue --approver`). Default: `none`.
    pub approvals: Approvals,
    /// What an uploaded file says of people is deleted after so many days; the certificates stay.
    /// Default: `365`.
    pub keep_days: u32,
}

impl Default for Batches {
    fn default() -> Self {
        Self {
            drawing_processes: 0,
            approvals: Approvals::None,
            keep_days: 365,
        }
    }
}

/// Who lets an uploaded file be issued.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Approvals {
    /// Whoever may issue, uploader or not.
    #[default]
    #[serde(rename = "none")]
    None,
    /// A person, and never the one who uploaded it.
    #[serde(rename = "two-people")]
    TwoPeople,
}
