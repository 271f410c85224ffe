//! What the public would see after an act, told by the verification itself.

use crate::credential::RevocationReason;
use crate::service::Service;
use crate::store::{Certificate, Force, Refusal, State};
use crate::verification::{self, Verification};

/// What can be done to a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Put it finally out of force.
    Revoke(RevocationReason),
    /// Put it reversibly out of force.
    Suspend(RevocationReason),
    /// End its suspension.
    Reinstate,
    /// Replace it by a corrected one.
    Supersede,
}

/// What a look-up by code would answer, were the act done now.
pub fn foresee(service: &Service, certificate: &Certificate, act: Act) -> Verification {
    let now = service.clock.now();
    let mut after = certificate.clone();
    match act {
        Act::Revoke(reason) => {
            after.revoked_at = Some(now);
            after.revocation_reason = Some(reason);
        }
        Act::Suspend(reason) => {
            after.suspended_at = Some(now);
            after.suspension_reason = Some(reason);
        }
        Act::Reinstate => {
            after.suspended_at = None;
            after.suspension_reason = None;
        }
        Act::Supersede => after.superseded_at = Some(now),
    }
    verification::foresee(&service.verifier(), after, now)
}

/// Why an act does not fit the certificate's state; nobody is offered what would be refused.
pub fn stands_against(certificate: &Certificate, act: Act) -> Option<Refusal> {
    if certificate.state != State::Issued {
        return Some(Refusal::NotIssued);
    }
    match (act, certificate.force()) {
        (_, Force::Revoked) => Some(Refusal::AlreadyRevoked),
        (Act::Revoke(_), _)
        | (Act::Suspend(_), Force::InForce)
        | (Act::Reinstate, Force::Suspended)
        | (Act::Supersede, Force::InForce | Force::Suspended) => None,
        (_, Force::Superseded) => Some(Refusal::AlreadySuperseded),
        (Act::Suspend(_), Force::Suspended) => Some(Refusal::AlreadySuspended),
        (Act::Reinstate, Force::InForce) => Some(Refusal::NotSuspended),
    }
}
