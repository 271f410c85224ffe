//! Changes of a certificate's state. Each is one compare-and-swap and one audit event.

use chrono::{DateTime, Utc};

use super::audit::{self, Act};
use super::certificates::by_id;
use super::deliveries::{announce_later, notice_of};
use super::mail::{self, MailContent, NewMail};
use super::notes::{self, By};
use super::results_links::{self, Told};
use super::{Certificate, Error, IssuedParts, State, Store, Transaction, written};
use crate::audit::AuditEvent;
use crate::credential::{CertificateId, RevocationReason};

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Done; the row as it is now.
    Done(Box<Certificate>),
    /// Not done, and why; the row as it stands.
    Refused(Refusal, Box<Certificate>),
}

/// Why a change does not fit the certificate's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It was never issued, so there is nothing to put out of force.
    NotIssued,
    /// It is finally revoked.
    AlreadyRevoked,
    /// It is suspended already.
    AlreadySuspended,
    /// It is not suspended.
    NotSuspended,
    /// It was replaced already (by another certificate, if superseding was asked).
    AlreadySuperseded,
    /// The other certificate is not issued, or was not made to correct this one.
    NotItsCorrection,
}

impl Store {
    /// Records that the document is signed and archived: the certificate is in force.
    /// Repeating it with the same parts changes nothing; other parts are refused with
    /// [`Error::IssuedDifferently`].
    pub async fn mark_issued(
        &self,
        id: CertificateId,
        parts: &IssuedParts,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<Certificate, Error> {
        self.mark_issued_and_tell(id, parts, &Told::default(), operator, at)
            .await
    }

    /// The same, and the letters that tell it are written in the same transaction.
    pub async fn mark_issued_and_tell(
        &self,
        id: CertificateId,
        parts: &IssuedParts,
        told: &Told,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<Certificate, Error> {
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE certificates SET state = 'issued', seal = $2, credential_key = $3, \
             document_key = $4, document = $5, issued_at = $6 \
             WHERE id = $1 AND state = 'prepared'",
            )
            .bind(id.0)
            .bind(&parts.seal)
            .bind(&parts.credential_key.0)
            .bind(&parts.document_key.0)
            .bind(parts.document.0.as_slice())
            .bind(at)
        )?;
        let certificate = by_id(&mut transaction, id).await?;
        if changed == 0 {
            return if certificate.has(parts) {
                Ok(certificate)
            } else {
                Err(Error::IssuedDifferently(id))
            };
        }
        let act = Act {
            name: "mark_issued",
            operator,
            at,
        };
        let event = AuditEvent::Issued {
            credential_key: parts.credential_key.to_string(),
            document_key: parts.document_key.to_string(),
            document: parts.document.to_string(),
        };
        audit::record(&mut transaction, act, Some(id), &event).await?;
        results_links::tell(&mut transaction, id, told, at).await?;
        transaction.commit().await?;
        Ok(certificate)
    }

    /// Puts a certificate finally out of force. A superseded or suspended one can still be revoked.
    pub async fn revoke<'a>(
        &self,
        id: CertificateId,
        reason: RevocationReason,
        by: impl Into<By<'a>>,
        at: DateTime<Utc>,
    ) -> Result<Change, Error> {
        let by = by.into();
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE certificates SET revoked_at = $2, revocation_reason = $3 \
             WHERE id = $1 AND state = 'issued' AND revoked_at IS NULL",
            )
            .bind(id.0)
            .bind(at)
            .bind(reason.name())
        )?;
        let event = AuditEvent::Revoked {
            reason: reason.name().to_owned(),
        };
        let act = Act {
            name: "revoke",
            operator: by.operator,
            at,
        };
        // If it was issued and the swap failed, only an earlier revocation can be why.
        settle(transaction, id, changed, (act, by), &event, |_| {
            Refusal::AlreadyRevoked
        })
        .await
    }

    /// Puts a certificate reversibly out of force.
    pub async fn suspend<'a>(
        &self,
        id: CertificateId,
        reason: RevocationReason,
        by: impl Into<By<'a>>,
        at: DateTime<Utc>,
    ) -> Result<Change, Error> {
        let by = by.into();
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE certificates SET suspended_at = $2, suspension_reason = $3 \
             WHERE id = $1 AND state = 'issued' AND revoked_at IS NULL \
             AND superseded_at IS NULL AND suspended_at IS NULL",
            )
            .bind(id.0)
            .bind(at)
            .bind(reason.name())
        )?;
        let event = AuditEvent::Suspended {
            reason: reason.name().to_owned(),
        };
        let act = Act {
            name: "suspend",
            operator: by.operator,
            at,
        };
        settle(transaction, id, changed, (act, by), &event, |now| {
            now.finality().unwrap_or(Refusal::AlreadySuspended)
        })
        .await
    }

    /// Ends a suspension.
    pub async fn reinstate<'a>(
        &self,
        id: CertificateId,
        by: impl Into<By<'a>>,
        at: DateTime<Utc>,
    ) -> Result<Change, Error> {
        let by = by.into();
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE certificates SET suspended_at = NULL, suspension_reason = NULL \
             WHERE id = $1 AND state = 'issued' AND revoked_at IS NULL \
             AND superseded_at IS NULL AND suspended_at IS NOT NULL",
            )
            .bind(id.0)
        )?;
        let act = Act {
            name: "reinstate",
            operator: by.operator,
            at,
        };
        settle(
            transaction,
            id,
            changed,
            (act, by),
            &AuditEvent::Reinstated,
            |now| now.finality().unwrap_or(Refusal::NotSuspended),
        )
        .await
    }

    /// Records that `correction` replaces the certificate. The correction must be issued and must
    /// name this certificate as the one it corrects. Repeating it with the same correction is done
    /// already, and no second event is written.
    pub async fn supersede<'a>(
        &self,
        id: CertificateId,
        correction: CertificateId,
        by: impl Into<By<'a>>,
        at: DateTime<Utc>,
    ) -> Result<Change, Error> {
        let by = by.into();
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE certificates SET superseded_at = $3, superseded_by = $2 \
             WHERE id = $1 AND state = 'issued' AND revoked_at IS NULL AND superseded_at IS NULL \
             AND EXISTS (SELECT 1 FROM certificates AS correction WHERE correction.id = $2 \
             AND correction.supersedes = $1 AND correction.state = 'issued')",
            )
            .bind(id.0)
            .bind(correction.0)
            .bind(at)
        )?;
        let event = AuditEvent::Superseded {
            by: correction.to_string(),
        };
        let act = Act {
            name: "supersede",
            operator: by.operator,
            at,
        };
        let change = settle(transaction, id, changed, (act, by), &event, |now| {
            now.finality().unwrap_or(Refusal::NotItsCorrection)
        })
        .await?;
        Ok(match change {
            Change::Refused(Refusal::AlreadySuperseded, now)
                if now.superseded_by == Some(correction) =>
            {
                Change::Done(now)
            }
            other => other,
        })
    }

    /// Withdraws the holder's private link; the number returned is the generation of the new one.
    pub async fn renew_link(
        &self,
        id: CertificateId,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<u32, Error> {
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE certificates SET link_generation = link_generation + 1 \
             WHERE id = $1 AND state = 'issued'",
            )
            .bind(id.0)
        )?;
        let act = Act {
            name: "renew_link",
            operator,
            at,
        };
        let change = settle(
            transaction,
            id,
            changed,
            (act, operator.into()),
            &AuditEvent::LinkRenewed,
            |_| Refusal::NotIssued,
        )
        .await?;
        match change {
            Change::Done(certificate) => Ok(certificate.link_generation),
            // A link exists only for what was issued.
            Change::Refused(..) => Err(Error::NoSuchCertificate(id)),
        }
    }
}

/// Ends a compare-and-swap: writes its event if a row was changed. Otherwise `why` says what
/// stands in the way of an issued certificate.
async fn settle(
    mut transaction: Transaction,
    id: CertificateId,
    changed: u64,
    (act, by): (Act<'_>, By<'_>),
    event: &AuditEvent,
    why: impl FnOnce(&Certificate) -> Refusal,
) -> Result<Change, Error> {
    let certificate = Box::new(by_id(&mut transaction, id).await?);
    if changed == 0 {
        let refusal = match certificate.state {
            State::Prepared => Refusal::NotIssued,
            State::Issued => why(&certificate),
        };
        return Ok(Change::Refused(refusal, certificate));
    }
    audit::record(&mut transaction, act, Some(id), event).await?;
    notes::keep(&mut transaction, id, by).await?;
    announce_later(&mut transaction, id, event, act.at).await?;
    if let Some(letter) = by.tell.and_then(|address| letter(id, event, address)) {
        mail::write(&mut transaction, &letter, act.at).await?;
    }
    transaction.commit().await?;
    Ok(Change::Done(certificate))
}

/// What the holder is told.
fn letter(id: CertificateId, event: &AuditEvent, address: &str) -> Option<NewMail> {
    let content = MailContent::CertificateChanged {
        certificate: id.0,
        notice: notice_of(event)?,
        reason: match event {
            AuditEvent::Revoked { reason } | AuditEvent::Suspended { reason } => {
                Some(reason.clone())
            }
            _ => None,
        },
    };
    Some(NewMail::new(address.to_owned(), content))
}

impl Certificate {
    /// Whether it was issued with exactly these parts.
    fn has(&self, parts: &IssuedParts) -> bool {
        self.seal.as_ref() == Some(&parts.seal)
            && self.credential_key.as_ref() == Some(&parts.credential_key)
            && self.document_key.as_ref() == Some(&parts.document_key)
            && self.document == Some(parts.document)
    }

    /// What puts it out of force for good.
    fn finality(&self) -> Option<Refusal> {
        if self.revoked_at.is_some() {
            Some(Refusal::AlreadyRevoked)
        } else if self.superseded_at.is_some() {
            Some(Refusal::AlreadySuperseded)
        } else {
            None
        }
    }
}
