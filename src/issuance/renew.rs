//! The renewal of an archived document: later evidence and a later time stamp on a copy, so that it
//! can still be verified when the certificates that it relies on have ended.
//!
//! The document that was issued stays as it is and stays the one that people download.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::issue::{Error, in_thread};
use crate::clock::Clock;
use crate::credential::CertificateId;
use crate::document::{
    self, Evidence, Examination, SignError, SigningTime, Stamp, TrustedDocumentKey, Unrenewed,
};
use crate::service::Service;
use crate::store::{Certificate, Digest, Renewal, State};
use crate::timestamp::Stamper;

/// The first attempt learns what the authority signs with; one more when it just changed.
const MOST_ATTEMPTS: usize = 4;

/// Whether a document must be renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// It never was, or the certificate of its last time stamp ends soon.
    Now,
    /// Not before this instant.
    From(DateTime<Utc>),
}

/// Where the newest copy of a certificate's document stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The copy: the last renewed one, or the one that was issued.
    pub document: Digest,
    /// How often it was renewed.
    pub renewals: u32,
    /// Whether it must be renewed.
    pub due: Due,
}

/// Where a certificate's document stands; `None` if it was never issued.
pub async fn standing(
    service: &Service,
    certificate: &Certificate,
) -> Result<Option<Standing>, Error> {
    let issued = certificate.document;
    let Some(issued) = issued.filter(|_| certificate.state == State::Issued) else {
        return Ok(None);
    };
    let last = service.store.last_renewal(certificate.id).await?;
    let ahead = TimeDelta::days(service.config.timestamp.renew_days.into());
    Ok(Some(match last {
        None => Standing {
            document: issued,
            renewals: 0,
            due: Due::Now,
        },
        Some(last) => Standing {
            document: last.document,
            renewals: last.number,
            due: match last.valid_until - ahead {
                from if from <= service.clock.now() => Due::Now,
                from => Due::From(from),
            },
        },
    }))
}

/// Renews the newest copy. Safe to repeat: an attempt that was stopped leaves at most an object in
/// the archive that nothing names.
pub async fn renew(
    service: &Service,
    certificate: &Certificate,
    standing: &Standing,
    operator: &str,
) -> Result<Renewal, Error> {
    let id = certificate.id;
    // 1. The newest copy, as it is in the archive.
    let document = standing.document;
    let bytes = service.archive.get(&document).await?;
    let bytes = bytes.ok_or(Error::Lost { id, document })?;
    // 2–3. Only what is authentic is renewed; and it must be authentic afterwards.
    let work = Work::new(service);
    let (bytes, stamp) = in_thread(move || work.renew(id, &bytes)).await??;
    // 4. It goes to the archive before the register speaks of it.
    let document = service.archive.put(&bytes).await?;
    // 5. The register says so, in one transaction with the audit event.
    let renewal = Renewal {
        number: standing.renewals + 1,
        document,
        stamped_at: stamp.at,
        valid_until: stamp.until,
    };
    let now = service.clock.now();
    let store = &service.store;
    if store.record_renewal(id, &renewal, operator, now).await? {
        return Ok(renewal);
    }
    // Somebody else was faster: theirs counts.
    let recorded = store.last_renewal(id).await?;
    Ok(recorded.unwrap_or(renewal))
}

/// All that a renewal needs, to be taken into a thread.
struct Work {
    stamper: Arc<Stamper>,
    trusted: Vec<TrustedDocumentKey>,
    crl: Vec<u8>,
    clock: Clock,
}

impl Work {
    fn new(service: &Service) -> Self {
        Self {
            stamper: Arc::clone(&service.stamper),
            trusted: service.trusted().documents,
            crl: service.keyring.crl().to_vec(),
            clock: service.clock,
        }
    }

    fn renew(&self, id: CertificateId, document: &[u8]) -> Result<(Vec<u8>, Stamp), Error> {
        let examination = self.examined(id, document)?;
        let own = self.own_evidence(&examination);
        for _ in 0..MOST_ATTEMPTS {
            let now = self.clock.now();
            let plan = self.stamper.plan_renewal(&own, now);
            let evidence = plan.evidence.unwrap_or_default();
            let unrenewed = document::prepare_renewal(document, &evidence, plan.room)?;
            match self.stamped(unrenewed, now) {
                Err(Error::Document(SignError::Room { .. } | SignError::UnknownAuthority)) => {}
                Err(error) => return Err(error),
                Ok((bytes, stamp)) => {
                    self.examined(id, &bytes)?;
                    return Ok((bytes, stamp));
                }
            }
        }
        Err(Error::Unsettled)
    }

    fn stamped(&self, unrenewed: Unrenewed, now: DateTime<Utc>) -> Result<(Vec<u8>, Stamp), Error> {
        let token = self.stamper.renew(unrenewed.imprint(), now)?;
        let stamp = token.stamp().clone();
        Ok((unrenewed.finish(&token)?, stamp))
    }

    fn examined(&self, id: CertificateId, document: &[u8]) -> Result<Examination, Error> {
        let authorities = self.stamper.authorities();
        let examination = document::examine(document, &self.trusted, authorities)
            .map_err(|error| Error::NotRenewable(id, error.to_string()))?;
        let faults = [
            examination
                .signature
                .as_ref()
                .err()
                .map(ToString::to_string),
            examination
                .unaltered
                .as_ref()
                .err()
                .map(ToString::to_string),
        ];
        match faults.into_iter().flatten().next() {
            None => Ok(examination),
            Some(fault) => Err(Error::NotRenewable(id, fault)),
        }
    }

    /// What shows that the signature and the stamps so far were good.
    fn own_evidence(&self, examination: &Examination) -> Evidence {
        let mut evidence = Evidence {
            certificates: Vec::new(),
            crls: vec![self.crl.clone()],
        };
        let now = self.clock.now();
        let Ok(signed) = &examination.signature else {
            return evidence;
        };
        let key = self.trusted.iter().find(|key| key.id == signed.key);
        evidence.certificates = key.map(|key| key.chain.clone()).unwrap_or_default();
        let stamp = match &signed.time {
            SigningTime::Stamped(stamp) => Some(&**stamp),
            SigningTime::Claimed | SigningTime::Unjudged => None,
        };
        for stamp in stamp.into_iter().chain(&examination.renewed) {
            evidence.extend(&self.stamper.evidence_for(&stamp.chain, now));
        }
        evidence
    }
}
