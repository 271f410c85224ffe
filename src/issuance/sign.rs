//! Step 7 of issuance: the document is signed, and stamped if an authority is configured.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Error;
use crate::clock::Clock;
use crate::credential::CertificateFacts;
use crate::document::{
    self, DocumentKey, Evidence, RenderedPdf, SignError, SignatureNote, SignedPdf,
};
use crate::i18n;
use crate::service::Service;
use crate::timestamp::Stamper;

/// The first attempt learns what the authority signs with; one more when it just changed.
const MOST_ATTEMPTS: usize = 4;

/// All that signing needs, to be taken into a thread.
pub(super) struct Work {
    key: DocumentKey,
    stamper: Arc<Stamper>,
    own: Evidence,
    note: SignatureNote,
    at: DateTime<Utc>,
    clock: Clock,
}

impl Work {
    pub(super) fn new(service: &Service, facts: &CertificateFacts) -> Self {
        let key = service.keyring.document_key().clone();
        Self {
            own: Evidence {
                certificates: key.chain.clone(),
                crls: vec![service.keyring.crl().to_vec()],
            },
            key,
            stamper: Arc::clone(&service.stamper),
            note: SignatureNote {
                name: facts.issuer.name.clone(),
                reason: i18n::text(facts.language, "document-signature-reason"),
            },
            at: facts.issued_at,
            clock: service.clock,
        }
    }

    /// Signs. Blocks while an authority is asked; nothing is kept of an attempt that fails.
    pub(super) fn sign(&self, pages: RenderedPdf) -> Result<SignedPdf, Error> {
        if !self.stamper.is_configured() {
            return Ok(document::sign_pdf(pages, &self.key, self.at, &self.note)?);
        }
        for _ in 0..MOST_ATTEMPTS {
            let now = self.clock.now();
            let plan = self.stamper.plan(&self.own, now);
            let unstamped =
                document::prepare_signature(&pages, &self.key, self.at, &self.note, &plan)?;
            let token = self.stamper.stamp(unstamped.imprint(), now)?;
            match unstamped.finish(Some(&token)) {
                Err(SignError::Room { .. } | SignError::UnknownAuthority) => {}
                finished => return Ok(finished?),
            }
        }
        Err(Error::Unsettled)
    }
}
