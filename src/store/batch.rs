//! What the register holds of a batch, and what it is given.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Digest;
use crate::credential::CertificateId;
use crate::i18n::Language;

/// Id of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BatchId(pub Uuid);

impl std::fmt::Display for BatchId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How far a batch went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum BatchState {
    /// Judged; nothing is issued.
    Draft,
    /// Its rows are being issued.
    Running,
    /// No row is left to issue.
    Done,
    /// No further row is issued.
    Cancelled,
}

impl BatchState {
    const ALL: [Self; 4] = [Self::Draft, Self::Running, Self::Done, Self::Cancelled];

    /// Its name in the database and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing will happen to the batch any more.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }
}

/// What was decided about a row when its file was uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// A certificate is due.
    Awarded,
    /// The certificate existed already.
    AlreadyIssued,
    /// The rules give no certificate.
    Withheld,
    /// The row can't be used.
    Refused,
    /// Worth knowing; another row says what becomes of the line.
    Warning,
}

impl Ruling {
    const ALL: [Self; 5] = [
        Self::Awarded,
        Self::AlreadyIssued,
        Self::Withheld,
        Self::Refused,
        Self::Warning,
    ];

    /// Its name in the database and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Awarded => "awarded",
            Self::AlreadyIssued => "already_issued",
            Self::Withheld => "withheld",
            Self::Refused => "refused",
            Self::Warning => "warning",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ruling| ruling.name() == name)
    }
}

/// How far the issuance of a row went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RowState {
    /// There is nothing to issue.
    Idle,
    /// To be issued when the batch is started.
    Pending,
    /// Its certificate exists.
    Issued,
    /// It could not be issued.
    Failed,
    /// The batch was cancelled before its turn.
    Cancelled,
}

impl RowState {
    const ALL: [Self; 5] = [
        Self::Idle,
        Self::Pending,
        Self::Issued,
        Self::Failed,
        Self::Cancelled,
    ];

    /// Its name in the database and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Pending => "pending",
            Self::Issued => "issued",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A judged file, to be recorded.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// Drawn by the caller.
    pub id: BatchId,
    /// Framework that the results were judged by.
    pub framework: String,
    /// Language of the documents unless a row asks for one.
    pub language: Language,
    /// Civil date of delivery, unless it is to be the day of the start.
    pub delivery_date: Option<NaiveDate>,
    /// SHA-256 of the file.
    pub file_digest: Digest,
    /// Its name, if it has one.
    pub file_name: Option<String>,
    /// How it was understood, as JSON.
    pub reading: Vec<u8>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who.
    pub created_by: String,
    /// Every row of the report, in its order.
    pub rows: Vec<NewBatchRow>,
}

/// A row of a judged file.
#[derive(Debug, Clone)]
pub struct NewBatchRow {
    /// Line in the file.
    pub line: u32,
    /// What was decided.
    pub ruling: Ruling,
    /// The result as JSON, when there is something to issue.
    pub result: Option<Vec<u8>>,
    /// What is said of the row, as JSON.
    pub report: Vec<u8>,
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// How far it went.
    pub state: BatchState,
    /// Rows of the report.
    pub rows: u32,
    /// Framework that the results were judged by.
    pub framework: String,
    /// Language of the documents unless a row asks for one.
    pub language: Language,
    /// Civil date of delivery, once it is known.
    pub delivery_date: Option<NaiveDate>,
    /// SHA-256 of the file.
    pub file_digest: Digest,
    /// Name of the file; `None` if it had none or is forgotten.
    pub file_name: Option<String>,
    /// How the file was understood, as JSON; `None` once it is forgotten.
    pub reading: Option<Vec<u8>>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// Who uploaded it.
    pub created_by: String,
    /// When issuing began.
    pub started_at: Option<DateTime<Utc>>,
    /// Who started it.
    pub started_by: Option<String>,
    /// When it was done or cancelled.
    pub ended_at: Option<DateTime<Utc>>,
    /// When what the file held was deleted.
    pub forgotten_at: Option<DateTime<Utc>>,
    /// Who sent it back to the uploader and why, if somebody did: it is then cancelled.
    pub refused: Option<BatchRefusal>,
}

/// A second person's no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchRefusal {
    /// Who.
    pub by: String,
    /// Why, in that person's words; absent once the file is forgotten.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// Who begins to issue a batch.
#[derive(Debug, Clone, Copy)]
pub struct BatchStart<'a> {
    /// Who.
    pub operator: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// The day of delivery, unless the upload names one.
    pub today: NaiveDate,
    /// How many certificates a person approved, if a person did.
    pub approved: Option<u64>,
}

/// A row of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Place in the report, from 1.
    pub position: u32,
    /// Line in the file.
    pub line: u32,
    /// What was decided.
    pub ruling: Ruling,
    /// How far its issuance went.
    pub state: RowState,
    /// Its certificate, once issued.
    pub certificate: Option<CertificateId>,
    /// The result as JSON; `None` if there is nothing to issue or it is forgotten.
    pub result: Option<Vec<u8>>,
    /// What is said of the row, as JSON; `None` once it is forgotten.
    pub report: Option<Vec<u8>>,
}

/// How many rows of a batch were decided and issued how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct BatchCounts {
    /// Results that give a certificate, existing ones included.
    pub awarded: u64,
    /// Of these, results that had their certificate before.
    pub already_issued: u64,
    /// Results that the rules give no certificate.
    pub withheld: u64,
    /// Rows that can't be used.
    pub refused: u64,
    /// Things worth knowing about rows that are counted elsewhere.
    pub warnings: u64,
    /// Still to be issued.
    pub pending: u64,
    /// Issued, or found again.
    pub issued: u64,
    /// Could not be issued.
    pub failed: u64,
    /// Not issued because the batch was cancelled.
    pub cancelled: u64,
}

impl BatchCounts {
    pub(super) fn add(&mut self, ruling: Ruling, state: RowState, rows: u64) {
        match ruling {
            Ruling::Awarded => self.awarded += rows,
            Ruling::AlreadyIssued => {
                self.awarded += rows;
                self.already_issued += rows;
            }
            Ruling::Withheld => self.withheld += rows,
            Ruling::Refused => self.refused += rows,
            Ruling::Warning => self.warnings += rows,
        }
        match state {
            RowState::Idle => {}
            RowState::Pending => self.pending += rows,
            RowState::Issued => self.issued += rows,
            RowState::Failed => self.failed += rows,
            RowState::Cancelled => self.cancelled += rows,
        }
    }
}
