//! The standard credential of an issued certificate, in the forms that its holder takes away.
//!
//! It is read out of the archived document and never made anew: whatever happened to keys, texts
//! and framework since, it stays what was issued. Only the token is signed on the day it is asked
//! for, by the key of that day, and only for a credential that still counts.

use crate::archive;
use crate::credential::badge::{self, BadgeError, BakeError, SignedBadge};
use crate::credential::jws::JwsError;
use crate::credential::{CertificateFacts, CertificateId};
use crate::document::{self, Badge};
use crate::service::{self, Service};
use crate::store::{Certificate, Digest};

/// How a credential is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialForm {
    /// JSON-LD with its proofs, as issued.
    Json,
    /// Open Badges' token: a compact JWS.
    Jwt,
    /// A picture of the badge that holds the JSON.
    Png,
    /// A drawing of the badge that holds the JSON.
    Svg,
}

impl CredentialForm {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Json, Self::Jwt, Self::Png, Self::Svg];

    /// The form whose files have this extension.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|form| form.extension() == extension)
    }

    /// What its files' names end in.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jwt => "jwt",
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }

    /// Its media type (VCDM 2.0 §C.1, RFC 7519 §10.3.1).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/vc",
            Self::Jwt => "application/jwt",
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// Why a credential can't be handed out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Nothing was issued yet.
    #[error("certificate {0} is not issued yet")]
    NotIssued(CertificateId),
    /// The certificate is older than standard credentials.
    #[error("certificate {0} has no standard credential: it was issued without one")]
    None(CertificateId),
    /// The credential does not count any more, so nobody signs it again.
    #[error("the standard credential can't be relied on")]
    Refused(#[from] BadgeError),
    /// The archive has no document, or a damaged one.
    #[error("the archive")]
    Archive(#[from] archive::Error),
    /// An issued certificate's document is not in the archive.
    #[error("the archive has no document {document} of certificate {id}")]
    Lost {
        /// The certificate.
        id: CertificateId,
        /// Digest of the missing document.
        document: Digest,
    },
    /// The recorded facts can't be read back.
    #[error("the recorded facts of certificate {0} can't be read")]
    Facts(CertificateId, #[source] serde_json::Error),
    /// The credential key ended while this process went on: nothing is signed with it any more.
    #[error("the credential key has ended; the service follows its key folder within seconds")]
    KeyEnded,
    /// The token could not be signed.
    #[error("the token could not be signed")]
    Token(#[from] JwsError),
    /// The picture could not be drawn.
    #[error("the badge could not be drawn")]
    Picture(#[from] document::BadgeError),
    /// The credential could not be put into the picture.
    #[error("the credential does not fit into the picture")]
    Bake(#[from] BakeError),
    /// The framework is not installed.
    #[error(transparent)]
    Service(#[from] service::Error),
    /// A worker thread died.
    #[error("a thread stopped: {0}")]
    Thread(String),
}

/// Writes the credential of an issued certificate in one form.
pub async fn export(
    service: &Service,
    certificate: &Certificate,
    form: CredentialForm,
) -> Result<Vec<u8>, ExportError> {
    let id = certificate.id;
    let document = certificate.document.ok_or(ExportError::NotIssued(id))?;
    let pdf = service.archive.get(&document).await?;
    let pdf = pdf.ok_or(ExportError::Lost { id, document })?;
    let credential =
        in_thread(move || document::credential_in(&pdf).ok_or(ExportError::None(id))).await?;
    match form {
        CredentialForm::Json => Ok(credential),
        CredentialForm::Jwt => token(service, credential).await,
        CredentialForm::Png | CredentialForm::Svg => {
            picture(service, certificate, credential, form).await
        }
    }
}

async fn token(service: &Service, credential: Vec<u8>) -> Result<Vec<u8>, ExportError> {
    if !service.keyring.may_sign() {
        return Err(ExportError::KeyEnded);
    }
    let badge = SignedBadge::take_up(credential, &service.keyring.trusted().seals)?;
    let (key, at) = (service.keyring.issuer_key().clone(), service.clock.now());
    // A key in a token may be slow.
    in_thread(move || Ok(badge::to_jwt(&badge, &key, at)?.into_bytes())).await
}

async fn picture(
    service: &Service,
    certificate: &Certificate,
    credential: Vec<u8>,
    form: CredentialForm,
) -> Result<Vec<u8>, ExportError> {
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts)
        .map_err(|source| ExportError::Facts(certificate.id, source))?;
    let template = service
        .templates
        .get(&facts.framework)
        .ok_or_else(|| service::Error::NoSuchFramework(facts.framework.clone()))?
        .clone();
    in_thread(move || {
        let badge = Badge::draw(&facts, &template)?;
        if form == CredentialForm::Png {
            return Ok(badge::bake_png(&badge.png()?, &credential)?);
        }
        let text = std::str::from_utf8(&credential).map_err(|_| BakeError::Malformed)?;
        Ok(badge::bake_svg(&badge.svg(), text)?.into_bytes())
    })
    .await
}

async fn in_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ExportError> + Send + 'static,
) -> Result<T, ExportError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| ExportError::Thread(error.to_string()))?
}
