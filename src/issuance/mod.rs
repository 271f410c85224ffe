//! From an award to a certificate in the holder's hands, in numbered steps.
//!
//! Nothing signed leaves the process before its row is committed, and every step can be repeated:
//! whoever repeats an interrupted issuance ends with the same single certificate.

mod approval;
mod batch;
mod bundle;
mod draft;
mod errors_list;
mod export;
mod intake;
mod issue;
mod issued_list;
mod part;
mod preview;
mod renderer;
mod renew;
mod report;
mod sign;
mod stall;
#[cfg(test)]
mod tests;

pub use approval::{
    ApprovalError, Direct, NotApproved, Permit, Starter, cancel, due, permit, refuse,
    second_person, start,
};
pub use batch::{RowOutcome, Run, issue_batch};
pub use bundle::{BundleError, documents_zip, issued_csv};
pub use draft::{DraftError, KeptReport, Reading, Upload, draft};
pub use errors_list::errors_csv;
pub use export::{CredentialForm, ExportError, export};
pub use intake::{Intake, Judged, Refusal, Terms, judge, lint_award};
pub use issue::{Error, Issued, Order, issue};
pub use issued_list::{IssuedList, IssuedRow};
pub use part::{Attempt, Part, PartError, issue_part, plan_batch};
pub use preview::{PreviewError, preview};
pub use renderer::{Error as RendererError, Renderer, run_worker};
pub use renew::{Due, Standing, renew, standing};
pub use report::{Reason, RowReport};
