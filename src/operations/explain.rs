//! Whether a certificate's row is what its events made of it.

use crate::audit::AuditEvent;
use crate::credential::RevocationReason;
use crate::store::{AuditStep, Certificate, State};

/// What the events make of a certificate.
#[derive(Default)]
struct Told<'a> {
    prepared: u32,
    issued: u32,
    revoked: Option<&'a AuditStep>,
    suspended: Option<&'a AuditStep>,
    superseded: Option<&'a AuditStep>,
    links: u32,
}

/// The first column of the row that its events do not explain; `events` when one of them is missing
/// or there is none. Acts that change no column of the certificate are passed over.
pub(super) fn unexplained(certificate: &Certificate, trail: &[AuditStep]) -> Option<&'static str> {
    let mut told = Told::default();
    for (step, place) in trail.iter().zip(1..) {
        if step.step != place {
            return Some("events");
        }
        match &step.entry.event {
            AuditEvent::Prepared => told.prepared += 1,
            AuditEvent::Issued {
                credential_key,
                document_key,
                document,
            } => {
                told.issued += 1;
                let key = certificate.credential_key.as_ref().map(|key| &key.0);
                if key != Some(credential_key) {
                    return Some("credential_key");
                }
                if certificate.document_key.as_ref().map(|key| &key.0) != Some(document_key) {
                    return Some("document_key");
                }
                if certificate
                    .document
                    .map(|digest| digest.to_string())
                    .as_ref()
                    != Some(document)
                {
                    return Some("document");
                }
                if certificate.issued_at != Some(step.entry.at) {
                    return Some("issued_at");
                }
            }
            AuditEvent::Revoked { .. } => told.revoked = Some(step),
            AuditEvent::Suspended { .. } => told.suspended = Some(step),
            AuditEvent::Reinstated => told.suspended = None,
            AuditEvent::Superseded { .. } => told.superseded = Some(step),
            AuditEvent::LinkRenewed => told.links += 1,
            _ => {}
        }
    }
    told.differs(certificate)
}

impl Told<'_> {
    fn differs(&self, certificate: &Certificate) -> Option<&'static str> {
        if self.prepared != 1 {
            return Some("events");
        }
        if self.issued != u32::from(certificate.state == State::Issued) {
            return Some("state");
        }
        if at(self.revoked) != certificate.revoked_at {
            return Some("revoked_at");
        }
        if let Some(AuditEvent::Revoked { reason }) = event(self.revoked)
            && certificate.revocation_reason.map(RevocationReason::name) != Some(reason)
        {
            return Some("revocation_reason");
        }
        if at(self.suspended) != certificate.suspended_at {
            return Some("suspended_at");
        }
        if let Some(AuditEvent::Suspended { reason }) = event(self.suspended)
            && certificate.suspension_reason.map(RevocationReason::name) != Some(reason)
        {
            return Some("suspension_reason");
        }
        if at(self.superseded) != certificate.superseded_at {
            return Some("superseded_at");
        }
        if let Some(AuditEvent::Superseded { by }) = event(self.superseded)
            && certificate.superseded_by.map(|id| id.to_string()).as_ref() != Some(by)
        {
            return Some("superseded_by");
        }
        (self.links != certificate.link_generation).then_some("link_generation")
    }
}

fn at(step: Option<&AuditStep>) -> Option<chrono::DateTime<chrono::Utc>> {
    step.map(|step| step.entry.at)
}

fn event(step: Option<&AuditStep>) -> Option<&AuditEvent> {
    step.map(|step| &step.entry.event)
}
