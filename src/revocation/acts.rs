//! The acts of an operator: each is recorded, then published.

use super::publish::publish_changed;
use super::{Error, Office, letters};
use crate::credential::{CertificateId, RevocationReason};
use crate::store::{By, Certificate, Change, Refusal, State};

/// Puts a certificate finally out of force, with a public reason.
pub async fn revoke<'a>(
    office: &Office<'_>,
    id: CertificateId,
    reason: RevocationReason,
    by: impl Into<By<'a>>,
) -> Result<Certificate, Error> {
    // 1. An act has an author.
    let by = by.into();
    named(by.operator)?;
    // 2. The register says so, in one transaction with the audit event and the holder's letter.
    let address = letters::address_for(office, id).await?;
    let by = told_to(by, address.as_deref());
    let at = office.clock.now();
    let change = office.store.revoke(id, reason, by, at).await?;
    // 3. The world is told.
    told(office, change, by.operator).await
}

/// Puts a certificate reversibly out of force, with a public reason.
pub async fn suspend<'a>(
    office: &Office<'_>,
    id: CertificateId,
    reason: RevocationReason,
    by: impl Into<By<'a>>,
) -> Result<Certificate, Error> {
    // 1. An act has an author.
    let by = by.into();
    named(by.operator)?;
    // 2. The register says so, in one transaction with the audit event and the holder's letter.
    let address = letters::address_for(office, id).await?;
    let by = told_to(by, address.as_deref());
    let at = office.clock.now();
    let change = office.store.suspend(id, reason, by, at).await?;
    // 3. The world is told.
    told(office, change, by.operator).await
}

/// Ends a suspension.
pub async fn reinstate<'a>(
    office: &Office<'_>,
    id: CertificateId,
    by: impl Into<By<'a>>,
) -> Result<Certificate, Error> {
    // 1. An act has an author.
    let by = by.into();
    named(by.operator)?;
    // 2. The register says so, in one transaction with the audit event and the holder's letter.
    let address = letters::address_for(office, id).await?;
    let by = told_to(by, address.as_deref());
    let change = office.store.reinstate(id, by, office.clock.now()).await?;
    // 3. The world is told.
    told(office, change, by.operator).await
}

/// Declares that the issued `correction` replaces a certificate. Safe to repeat.
pub async fn supersede<'a>(
    office: &Office<'_>,
    id: CertificateId,
    correction: CertificateId,
    by: impl Into<By<'a>>,
) -> Result<Certificate, Error> {
    // 1. An act has an author.
    let by = by.into();
    named(by.operator)?;
    // 2. The register says so, in one transaction with the audit event and the holder's letter.
    let address = letters::address_for(office, id).await?;
    let by = told_to(by, address.as_deref());
    let at = office.clock.now();
    let change = office.store.supersede(id, correction, by, at).await?;
    // 3. The world is told: in the lists, a replaced certificate is a revoked one.
    told(office, change, by.operator).await
}

/// Withdraws the holder's private link; the number returned is the generation of the new one.
pub async fn renew_link(
    office: &Office<'_>,
    id: CertificateId,
    operator: &str,
) -> Result<u32, Error> {
    named(operator)?;
    Ok(office
        .store
        .renew_link(id, operator, office.clock.now())
        .await?)
}

/// Says beforehand whether a certificate can be superseded: what is out of force for good, or was
/// never in force, can't. A certificate that some correction replaced already can't either.
pub fn check_supersedable(certificate: &Certificate) -> Result<(), Error> {
    let refusal = if certificate.state != State::Issued {
        Refusal::NotIssued
    } else if certificate.revoked_at.is_some() {
        Refusal::AlreadyRevoked
    } else if certificate.superseded_at.is_some() {
        Refusal::AlreadySuperseded
    } else {
        return Ok(());
    };
    Err(Error::Refused {
        id: certificate.id,
        refusal,
    })
}

/// The same act, told to the holder.
fn told_to<'a>(by: By<'a>, address: Option<&'a str>) -> By<'a> {
    By {
        tell: by.tell.or(address),
        ..by
    }
}

fn named(operator: &str) -> Result<(), Error> {
    if operator.trim().is_empty() {
        Err(Error::NoOperator)
    } else {
        Ok(())
    }
}

/// Publishes the list that shows the change. A refused act is published too: the one that came
/// before it may have stopped halfway.
async fn told(office: &Office<'_>, change: Change, operator: &str) -> Result<Certificate, Error> {
    let (certificate, refusal) = match change {
        Change::Done(certificate) => (certificate, None),
        Change::Refused(refusal, certificate) => (certificate, Some(refusal)),
    };
    let list = certificate.status.list;
    let published = publish_changed(office, list, operator).await;
    if let Some(refusal) = refusal {
        return Err(Error::Refused {
            id: certificate.id,
            refusal,
        });
    }
    published.map_err(|source| Error::NotPublished {
        list,
        source: Box::new(source),
    })?;
    Ok(*certificate)
}
