//! The register: the only SQL of the house.
//!
//! Owns the certificates' rows, the places in the status lists, the published lists and the audit
//! trail. Every write is one named transaction that also writes its audit event. State changes are
//! compare-and-swap: whoever comes second is told so. The SQL keeps to what SQLite and PostgreSQL
//! share; times, ids and states come from the caller. Nothing here signs, renders or judges.

mod accesses;
mod accounts;
mod audit;
mod backup;
mod batch;
mod batch_changes;
mod batch_progress;
mod batch_row;
mod batches;
mod certificate;
mod certificates;
mod chain;
mod changes;
mod clients;
mod copy;
mod corrections;
mod database;
mod deliveries;
mod error;
#[cfg(test)]
pub(crate) mod fixtures;
mod freeze;
mod idempotency;
mod invitations;
mod job;
mod job_list;
mod jobs;
mod keys;
mod known;
mod limits;
mod listing;
mod mail;
mod notes;
mod open;
mod partners;
mod published;
mod recorded;
mod renewals;
mod reports;
mod results_links;
mod row;
mod selfchecks;
mod session;
mod session_changes;
mod session_drafts;
mod sessions;
mod shares;
mod sign_ins;
mod status;
#[cfg(test)]
mod status_tests;
mod tables;
#[cfg(test)]
mod tests;
mod verifications;
mod webhook;
mod webhooks;

use database::{Database, Transaction, in_transaction, on_pool, written};

pub use accesses::{Access, NewAccess, Way};
pub use accounts::{AccountChange, KnownAccount};
pub use audit::{AuditEntry, AuditFilter, AuditRecord, AuditStep};
pub use batch::{
    Batch, BatchCounts, BatchId, BatchRefusal, BatchRow, BatchStart, BatchState, NewBatch,
    NewBatchRow, RowState, Ruling,
};
pub use batch_changes::BatchChange;
pub use batch_progress::BatchProgress;
pub use certificate::{
    Certificate, Counts, Digest, IssuedParts, NewCertificate, PersonCertificate, Prepared,
    Standing, State,
};
pub use chain::{AuditHead, AuditLink};
pub use changes::{Change, Refusal};
pub use clients::{Client, ClientKey, NewToken};
pub use copy::CopiedTable;
pub use corrections::{
    Correction, CorrectionFile, CorrectionKept, CorrectionState, FileKind, NewCorrection, Part,
};
pub use error::Error;
pub use freeze::{Brake, Freeze};
pub use idempotency::{Claimed, RequestClaim, StoredAnswer};
pub use invitations::{Invitation, NewInvitation};
pub use job::{Expired, Failure, Job, JobCount, JobEntry, JobState, Lease, NewJob, Priority};
pub use known::KnownCertificate;
pub use listing::{CertificateFilter, Force};
pub use mail::{Mail, MailContent, NewMail};
pub use notes::By;
pub use open::Connections;
pub use partners::{SearchEntry, SearchHit};
pub use published::{Publication, PublishedForm, PublishedStatusList};
pub use recorded::Recorded;
pub use renewals::Renewal;
pub use reports::{
    DocumentReport, Handled, REPORT_CONTACT_DAYS, REPORT_DAYS, ReportOutcome, WhichReports,
};
pub use results_links::{ResultsLink, Told};
pub use selfchecks::LastSelfCheck;
pub use session::{
    Centre, CentreId, CentreKind, Changed, Changing, ListDraft, ListedCandidate, NewExam, NewList,
    Room, Session, SessionId, Stored,
};
pub use session_drafts::LIST_DRAFT_HOURS;
pub use shares::{NewShare, Share, ShareAdded, Shown};
pub use sign_ins::NewSession;
pub use status::Decoy;
pub use verifications::{Finished, VerificationBatch, VerificationState};
pub use webhook::{Attempt, Delivery, DeliveryState, Disabled, Notice, Then, Webhook};

/// The register. Cheap to clone: clones share the same connections.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
}
