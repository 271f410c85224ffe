//! How a certificate of a batch would look, before anything is issued: a SPECIMEN that proves
//! nothing, signed by a key that exists for this one drawing.

use std::sync::Arc;

use ed25519_dalek::SigningKey;

use super::intake::stand_in;
use super::issue::in_thread;
use super::renderer::{self, Renderer};
use super::{Error, Terms};
use crate::credential::{self, IssuerKey, KeyId, LintContext, LintReport};
use crate::decision::{self, Decision};
use crate::results::FinalizedResult;
use crate::service::{self, Service};
use crate::store::{Batch, BatchRow};

/// Why nothing can be shown.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// The row gives no certificate, or the file is forgotten.
    #[error("there is no certificate to show")]
    Nothing,
    /// What the register keeps of the row can't be read.
    #[error("what is kept of a row can't be read")]
    Kept(#[from] serde_json::Error),
    /// A rule that guards signing is broken.
    #[error("{0}")]
    Lint(LintReport),
    /// The stand-in seal could not be made.
    #[error("the seal of the specimen")]
    Seal(#[from] credential::SignError),
    /// The page could not be drawn.
    #[error(transparent)]
    Render(#[from] renderer::Error),
    /// The framework is not installed.
    #[error(transparent)]
    Service(#[from] service::Error),
    /// The operating system gave no randomness.
    #[error("no randomness from the operating system: {0}")]
    Randomness(String),
    /// A worker thread died.
    #[error("a thread stopped")]
    Stopped(#[source] Error),
}

/// Draws a row's certificate as an unsigned PDF marked SPECIMEN. Its code is all zeros, and its seal
/// is by a key that nobody published: whoever checks it learns that it is no certificate.
pub async fn preview(
    service: &Service,
    batch: &Batch,
    row: &BatchRow,
) -> Result<Vec<u8>, PreviewError> {
    let framework = service.framework_named(&batch.framework)?;
    let bytes = row.result.as_deref().ok_or(PreviewError::Nothing)?;
    let result: FinalizedResult = serde_json::from_slice(bytes)?;
    let award = match decision::decide(framework, result) {
        Ok(Decision::Award(award)) => award,
        Ok(Decision::Withhold(_)) | Err(_) => return Err(PreviewError::Nothing),
    };
    let terms = Terms::later(service, batch.delivery_date);
    let mut facts = stand_in(service, framework, &award, terms.delivery_date);
    facts.specimen = true;
    facts.language = award.result().language.unwrap_or(batch.language);
    let context = LintContext {
        framework,
        coverage: &service.coverage,
        today: terms.not_before,
    };
    let linted = credential::lint(facts, &context).map_err(PreviewError::Lint)?;
    let (key, framework) = (passing_key()?, Arc::clone(framework));
    let signed = in_thread(move || credential::sign(linted, &framework, &key)).await;
    let signed = signed.map_err(PreviewError::Stopped)??;
    let pages = Renderer::Here.render(service, &signed).await?;
    Ok(pages.into_bytes())
}

/// A key that is forgotten with the drawing.
fn passing_key() -> Result<IssuerKey, PreviewError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| PreviewError::Randomness(error.to_string()))?;
    let key = SigningKey::from_bytes(&secret);
    Ok(IssuerKey {
        id: KeyId("specimen".into()),
        verifying_key: key.verifying_key(),
        signer: Arc::new(key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;
    use crate::issuance::draft;
    use crate::issuance::tests::{good, in_houses_with, upload, withheld};
    use crate::verification::{Asked, Input, Verdict, verify};

    #[tokio::test]
    async fn a_preview_is_a_specimen_that_proves_nothing() {
        in_houses_with(
            |_| {},
            async |service| {
                let file = upload(&[good(1), withheld(2)]);
                let batch = draft(&service, file).await.unwrap();
                let rows = service.store.batch_rows(batch.id, 0, 10).await.unwrap();
                let pdf = preview(&service, &batch, &rows[0]).await.unwrap();
                assert!(pdf.starts_with(b"%PDF-"));
                assert!(
                    document::credential_in(&pdf).is_some(),
                    "drawn as it will be"
                );
                let nothing = preview(&service, &batch, &rows[1]).await;
                assert!(matches!(nothing, Err(PreviewError::Nothing)), "{nothing:?}");
                let presented = Input::Document(pdf);
                let at = service.clock.now();
                let asked = Asked::default();
                let told = verify(&service.verifier(), presented, &asked, at)
                    .await
                    .unwrap();
                assert!(told.verdict >= Verdict::UnknownKey, "{:?}", told.verdict);
                assert_eq!(service.store.counts().await.unwrap().prepared, 0);
            },
        )
        .await;
    }
}
