//! What programs are told when a conductor refuses an act or fails at it.

use crate::http::error::ApiError;
use crate::http::problem::Defect;
use crate::issuance::ExportError;
use crate::store::Refusal;
use crate::{issuance, revocation};

impl From<revocation::Error> for ApiError {
    fn from(error: revocation::Error) -> Self {
        match error {
            revocation::Error::Refused { refusal, .. } => {
                Self::Conflict(vec![Defect::of("", rule(refusal))])
            }
            revocation::Error::Store(error) => Self::Store(error),
            error @ revocation::Error::NotPublished { .. } => Self::NotPublished(error),
            error @ (revocation::Error::NoOperator
            | revocation::Error::RevocationUndone { .. }
            | revocation::Error::ClockBehind { .. }
            | revocation::Error::Published { .. }
            | revocation::Error::Signing { .. }
            | revocation::Error::Thread(_)
            | revocation::Error::Randomness(_)) => Self::Revocation(error),
        }
    }
}

fn rule(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotIssued => "not-issued",
        Refusal::AlreadyRevoked => "already-revoked",
        Refusal::AlreadySuspended => "already-suspended",
        Refusal::NotSuspended => "not-suspended",
        Refusal::AlreadySuperseded => "already-superseded",
        Refusal::NotItsCorrection => "not-its-correction",
    }
}

impl From<issuance::Error> for ApiError {
    fn from(error: issuance::Error) -> Self {
        match error {
            issuance::Error::ResultChanged(_) => {
                Self::Conflict(vec![Defect::of("/result", "already-certified")])
            }
            issuance::Error::Lint(report) => {
                let defect = Defect::said("/result", "lint", |language| report.message(language));
                Self::Invalid(vec![defect])
            }
            issuance::Error::Store(error) => Self::Store(error),
            error @ (issuance::Error::KeyEnded
            | issuance::Error::Frozen(_)
            | issuance::Error::TimeStamp(_)
            | issuance::Error::Unsettled) => Self::NotNow(error),
            error @ (issuance::Error::Facts(..)
            | issuance::Error::Seal(_)
            | issuance::Error::Render(_)
            | issuance::Error::Document(_)
            | issuance::Error::NotRenewable(..)
            | issuance::Error::Archive(_)
            | issuance::Error::Lost { .. }
            | issuance::Error::Unfinished(_)
            | issuance::Error::Service(_)
            | issuance::Error::Randomness(_)
            | issuance::Error::Thread(_)) => Self::Issuance(error),
        }
    }
}

impl From<ExportError> for ApiError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::NotIssued(_) | ExportError::None(_) | ExportError::Refused(_) => {
                Self::NotFound
            }
            error @ (ExportError::Archive(_)
            | ExportError::Lost { .. }
            | ExportError::Facts(..)
            | ExportError::KeyEnded
            | ExportError::Token(_)
            | ExportError::Picture(_)
            | ExportError::Bake(_)
            | ExportError::Service(_)
            | ExportError::Thread(_)) => Self::Export(error),
        }
    }
}
