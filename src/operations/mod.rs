//! Keeps watch over the house: whether the audit trail is whole, whether what is archived is still
//! what was signed, and whether the service is fit to be asked.
//!
//! Nothing here changes a certificate, and nothing here signs but the heads of the audit trail.

mod checkpoint;
mod explain;
mod finding;
mod overview;
mod ready;
mod sample;
mod selfcheck;
#[cfg(test)]
mod tests;
mod trail;

pub use checkpoint::{
    Checkpoint, CheckpointError, CheckpointHead, open_checkpoint, sign_checkpoint,
};
pub use overview::{Overview, dead_jobs, failed_jobs, overview, retry};
pub use ready::{Check, Readiness, readiness};
pub use sample::{Share, ShareError};
pub use selfcheck::{Defect, Fault, Plan, SelfCheck, SelfCheckError, selfcheck};
pub use trail::{Finding, TrailReport, verify_trail};
