//! Gathers what is known about something presented, without judging it.

use chrono::{DateTime, Utc};

use super::credential::{self, Opening};
use super::presented::Input;
use super::{Error, Presented, PresentedReceipt, Reason, Verifier};
use crate::credential::{
    CodeError, Opened, SealError, SealedBytes, TrustedKey, VerificationCode, badge, receipt,
};
use crate::document::{self, Examination};
use crate::reading::{self, Picture, Trust};
use crate::status::PlaceState;
use crate::status::bundle::{Bundle, BundleError};
use crate::store::{Certificate, Digest, State, Store};

/// Everything known, none of it judged.
pub(super) struct Evidence {
    pub presented: Presented,
    /// Why it could not be read; nothing else is known then.
    pub unreadable: Option<Reason>,
    /// The seal presented, attached, or recorded for the code presented.
    pub seal: Option<SealEvidence>,
    /// The PDF's own signature.
    pub document: Option<DocumentEvidence>,
    /// The standard credential presented or attached.
    pub credential: Option<Opening>,
    pub register: RegisterEvidence,
    /// A receipt, in the place of a certificate.
    pub receipt: Option<PresentedReceipt>,
}

pub(super) struct SealEvidence {
    pub bytes: SealedBytes,
    pub opened: Result<Opened, SealError>,
}

pub(super) struct DocumentEvidence {
    pub examination: Examination,
    /// Of the file as it was issued: renewals append to a copy.
    pub digest: Digest,
}

pub(super) enum RegisterEvidence {
    /// There is no register here.
    Offline,
    /// There is no register here, but signed lists.
    Listed {
        /// What they say; `None` if the list that the certificate names is not among them.
        told: Option<PlaceState>,
        /// As of when.
        at: DateTime<Utc>,
    },
    /// Nothing trustworthy to ask about.
    NotAsked,
    /// The register has no issued certificate like this. Unknown, unpublished and erased are one.
    Unknown,
    Known(Box<Certificate>),
}

impl Evidence {
    /// Asks signed lists instead of the register that is not here.
    pub(super) fn ask_lists(
        &mut self,
        bundle: &Bundle,
        trusted: &[TrustedKey],
        now: DateTime<Utc>,
    ) -> Result<(), BundleError> {
        if let Some(document) = &self.document
            && !is_intact(&document.examination)
        {
            return Ok(());
        }
        let seal = self
            .seal
            .as_ref()
            .and_then(|seal| seal.opened.as_ref().ok());
        let credential = self
            .credential
            .as_ref()
            .and_then(|badge| badge.as_ref().ok());
        let place = seal
            .map(|opened| opened.claims.status)
            .or(credential.map(|badge| badge.status));
        if let Some(place) = place {
            self.register = RegisterEvidence::Listed {
                told: bundle.state(place, trusted, now)?,
                at: bundle.made_at,
            };
        }
        Ok(())
    }

    fn of(presented: Presented, seal: Option<SealEvidence>, register: RegisterEvidence) -> Self {
        Self {
            presented,
            unreadable: None,
            seal,
            document: None,
            credential: None,
            register,
            receipt: None,
        }
    }

    fn receipt(presented: Presented, receipt: PresentedReceipt) -> Self {
        Self {
            receipt: Some(receipt),
            ..Self::unreadable(presented, Reason::new("receipt"))
        }
    }

    fn unreadable(presented: Presented, reason: Reason) -> Self {
        Self {
            unreadable: Some(reason),
            ..Self::of(presented, None, RegisterEvidence::NotAsked)
        }
    }
}

pub(super) async fn gather(verifier: &Verifier, input: Input) -> Result<Evidence, Error> {
    match input {
        Input::Code(text) => about_code(verifier, &text).await,
        Input::SealText(text) => about_seal(verifier, &text, Presented::Seal).await,
        Input::Image(bytes) => about_image(verifier, bytes).await,
        Input::Document(bytes) => about_document(verifier, bytes).await,
        Input::Credential(bytes) => about_credential(verifier, bytes).await,
    }
}

async fn about_code(verifier: &Verifier, text: &str) -> Result<Evidence, Error> {
    // A typing error is caught before any look-up.
    let code = match VerificationCode::parse(text) {
        Ok(code) => code,
        Err(error) => return Ok(Evidence::unreadable(Presented::Code, code_fault(&error))),
    };
    // A code only points into the register: without it, nothing signed can be found.
    let Some(store) = &verifier.store else {
        return Ok(Evidence::unreadable(
            Presented::Code,
            Reason::new("code-needs-register"),
        ));
    };
    let register = known(store.find_by_code(&code).await?);
    let seal = recorded_seal(verifier, &register);
    Ok(Evidence::of(Presented::Code, seal, register))
}

/// As if the register held this row.
pub(super) fn of_row(verifier: &Verifier, certificate: Certificate) -> Evidence {
    let register = known(Some(certificate));
    let seal = recorded_seal(verifier, &register);
    Evidence::of(Presented::Code, seal, register)
}

async fn about_seal(
    verifier: &Verifier,
    text: &str,
    presented: Presented,
) -> Result<Evidence, Error> {
    let Ok(bytes) = SealedBytes::from_qr_text(text) else {
        return Ok(Evidence::unreadable(presented, Reason::new("not-a-seal")));
    };
    let seal = open(verifier, bytes);
    let register = about_opened(verifier.store.as_ref(), Some(&seal)).await?;
    Ok(Evidence::of(presented, Some(seal), register))
}

async fn about_image(verifier: &Verifier, bytes: Vec<u8>) -> Result<Evidence, Error> {
    let unreadable = |id| Evidence::unreadable(Presented::Image, Reason::new(id));
    let picture = verifier.reader.picture(bytes, verifier.image_pixels).await;
    Ok(match picture {
        Ok(Picture::Credential(found)) => about_credential(verifier, found).await?,
        Ok(Picture::Several) => {
            Evidence::unreadable(Presented::Credential, Reason::new("credential-several"))
        }
        Ok(Picture::Codes(texts)) => match texts.first() {
            Some(text) => about_seal(verifier, text, Presented::Image).await?,
            None => unreadable("no-qr"),
        },
        Ok(Picture::NoCode) => unreadable("no-qr"),
        Ok(Picture::Undecodable) => unreadable("bad-picture"),
        Err(reading::Error::TooMuch) => unreadable("too-much"),
        Err(error) => return Err(error.into()),
    })
}

async fn about_credential(verifier: &Verifier, bytes: Vec<u8>) -> Result<Evidence, Error> {
    if let Some(token) = receipt::presented(&bytes) {
        let receipt = PresentedReceipt {
            token,
            document_intact: None,
        };
        return Ok(Evidence::receipt(Presented::Credential, receipt));
    }
    let opening = match credential::open(verifier, bytes).await? {
        Ok(opening) => opening,
        Err(reason) => return Ok(Evidence::unreadable(Presented::Credential, reason)),
    };
    let register = match (&verifier.store, &opening) {
        (None, _) => RegisterEvidence::Offline,
        (Some(_), Err(_)) => RegisterEvidence::NotAsked,
        (Some(store), Ok(badge)) => known(store.find(badge.id).await?),
    };
    let seal = recorded_seal(verifier, &register);
    Ok(Evidence {
        credential: Some(opening),
        ..Evidence::of(Presented::Credential, seal, register)
    })
}

async fn about_document(verifier: &Verifier, bytes: Vec<u8>) -> Result<Evidence, Error> {
    let trust = Trust {
        documents: verifier.trusted.documents.clone(),
        authorities: verifier.trusted.authorities.clone(),
    };
    let unreadable = |id| Ok(Evidence::unreadable(Presented::Document, Reason::new(id)));
    let examination = match verifier.reader.document(bytes, &trust).await {
        Ok(Ok(examination)) => examination,
        Ok(Err(_)) => return unreadable("not-a-document"),
        Err(reading::Error::TooMuch) => return unreadable("too-much"),
        Err(error) => return Err(error.into()),
    };
    let attached = examination.attachments.get(document::RECEIPT);
    if let Some(token) = attached.and_then(|bytes| receipt::presented(bytes)) {
        let receipt = PresentedReceipt {
            token,
            document_intact: Some(is_intact(&examination)),
        };
        return Ok(Evidence::receipt(Presented::Document, receipt));
    }
    let seal = examination
        .attachments
        .get(document::SEAL)
        .map(|bytes| open(verifier, SealedBytes(bytes.clone())));
    let credential = credential_attached(verifier, &examination).await?;
    let asked = seal.as_ref().filter(|_| is_intact(&examination));
    let register = about_opened(verifier.store.as_ref(), asked).await?;
    Ok(Evidence {
        document: Some(DocumentEvidence {
            digest: Digest(examination.issued),
            examination,
        }),
        credential,
        ..Evidence::of(Presented::Document, seal, register)
    })
}

/// What an altered file claims to be is nothing to ask the register or the lists about.
fn is_intact(examination: &Examination) -> bool {
    examination.signature.is_ok() && examination.unaltered.is_ok()
}

async fn credential_attached(
    verifier: &Verifier,
    examination: &Examination,
) -> Result<Option<Opening>, Error> {
    let Some(bytes) = examination.attachments.get(document::CREDENTIAL) else {
        return Ok(None);
    };
    let (bytes, trusted) = (bytes.clone(), verifier.trusted.seals.clone());
    let opened = tokio::task::spawn_blocking(move || badge::open(&bytes, &trusted));
    let opened = opened
        .await
        .map_err(|error| Error::Thread(error.to_string()))?;
    Ok(Some(opened))
}

async fn about_opened(
    store: Option<&Store>,
    seal: Option<&SealEvidence>,
) -> Result<RegisterEvidence, Error> {
    let Some(store) = store else {
        return Ok(RegisterEvidence::Offline);
    };
    let Some(Ok(opened)) = seal.map(|seal| &seal.opened) else {
        return Ok(RegisterEvidence::NotAsked);
    };
    Ok(known(store.find(opened.claims.id).await?))
}

fn recorded_seal(verifier: &Verifier, register: &RegisterEvidence) -> Option<SealEvidence> {
    let RegisterEvidence::Known(certificate) = register else {
        return None;
    };
    let bytes = certificate.seal.clone()?;
    Some(open(verifier, SealedBytes(bytes)))
}

fn open(verifier: &Verifier, bytes: SealedBytes) -> SealEvidence {
    let opened = crate::credential::open(&bytes, &verifier.trusted.seals);
    SealEvidence { bytes, opened }
}

fn known(found: Option<Certificate>) -> RegisterEvidence {
    found
        .filter(|certificate| certificate.state == State::Issued)
        .map_or(RegisterEvidence::Unknown, |certificate| {
            RegisterEvidence::Known(Box::new(certificate))
        })
}

pub(super) fn code_fault(error: &CodeError) -> Reason {
    match error {
        CodeError::Length(_) => Reason::new("code-length"),
        CodeError::Symbol(_) => Reason::new("code-symbol"),
        CodeError::CheckSymbol => Reason::new("code-typo"),
    }
}
