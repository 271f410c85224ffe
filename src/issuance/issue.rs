//! The issuance of one certificate.

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::renderer::{self, Renderer};
use super::{sign, stall};
use crate::archive;
use crate::credential::{
    self, CertificateFacts, CertificateId, Frame, LintContext, LintReport, LintedFacts,
    SignedCredential, VerificationCode,
};
use crate::decision::Award;
use crate::document;
use crate::framework::Framework;
use crate::i18n::Language;
use crate::service::{self, Service};
use crate::store::{
    self, Certificate, Digest, IssuedParts, NewCertificate, SearchEntry, State, Told,
};
use crate::telemetry::stage;
use crate::timestamp;

/// One award to be turned into a certificate.
#[derive(Debug, Clone)]
pub struct Order {
    /// What the rules awarded.
    pub award: Award,
    /// Framework id.
    pub framework: String,
    /// Language of the document unless the result asks for one.
    pub language: Language,
    /// Civil date of delivery.
    pub delivery_date: NaiveDate,
    /// The certificate that this one corrects.
    pub supersedes: Option<CertificateId>,
    /// Who issues, for the audit trail.
    pub operator: String,
}

/// A certificate that exists, with its document.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The row.
    pub certificate: Certificate,
    /// What it says.
    pub facts: CertificateFacts,
    /// The signed PDF.
    pub document: Vec<u8>,
    /// Whether this call issued it; `false` for a repeat.
    pub fresh: bool,
}

/// Why no certificate was issued.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The same result was issued before with other content.
    #[error("certificate {0} was already issued for this result with other content")]
    ResultChanged(CertificateId),
    /// A rule that guards signing is broken.
    #[error("{0}")]
    Lint(LintReport),
    /// The recorded facts can't be read back.
    #[error("the recorded facts of certificate {0} can't be read")]
    Facts(CertificateId, #[source] serde_json::Error),
    /// The seal could not be signed.
    #[error("the seal could not be signed")]
    Seal(#[from] credential::SignError),
    /// The page could not be drawn.
    #[error(transparent)]
    Render(#[from] renderer::Error),
    /// Nobody would believe what is signed now.
    #[error(
        "a key ended since this run began: run it again, it goes on with the key that signs now"
    )]
    KeyEnded,
    /// An operator stopped signing.
    #[error("signing is stopped since {} by {}: {}", .0.since, .0.operator, .0.reason)]
    Frozen(store::Freeze),
    /// The document could not be signed.
    #[error("the document could not be signed")]
    Document(#[from] document::SignError),
    /// No authority stamped the time.
    #[error(transparent)]
    TimeStamp(#[from] timestamp::Error),
    /// The archived document is not as it was issued, or can't be verified any more.
    #[error("the document of certificate {0} can't be renewed: {1}")]
    NotRenewable(CertificateId, String),
    /// The authorities' certificates or revocation lists changed with every attempt.
    #[error("the time-stamp authorities answer differently each time: nothing was signed")]
    Unsettled,
    /// The archive refused the document or lost it.
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
    /// The register calls it issued and knows no document.
    #[error("certificate {0} is issued without a document: the register is inconsistent")]
    Unfinished(CertificateId),
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// The framework is not installed.
    #[error(transparent)]
    Service(#[from] service::Error),
    /// The operating system gave no randomness.
    #[error("no randomness from the operating system: {0}")]
    Randomness(String),
    /// A worker thread died.
    #[error("a signing thread stopped: {0}")]
    Thread(String),
}

impl Error {
    /// Id of the sentence that says what to do about it, when there is something to do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Frozen(_) => Some("operations-hint-frozen"),
            _ => None,
        }
    }
}

/// Issues the certificate for one award. Safe to repeat: the same result always ends in the same
/// single certificate, whatever step an earlier attempt was stopped at.
pub async fn issue(service: &Service, renderer: &Renderer, order: Order) -> Result<Issued, Error> {
    let framework = service.framework_named(&order.framework)?;
    let key = result_key(&order);
    let result_digest = Digest(order.award.result().digest());

    // 1. One result has at most one certificate; a repeat continues where the last attempt stopped.
    let recorded = service.store.find_by_result(&key).await?;
    stall::after(1);
    let started = match recorded {
        Some(certificate) => resume(service, framework, certificate, result_digest)?,
        // 2–4. Allocate, lint, record.
        None => prepare(service, framework, &order, &key, result_digest).await?,
    };
    let (certificate, linted) = match started {
        Started::Issued(certificate, facts) => {
            return found(service, *certificate, *facts).await;
        }
        Started::Prepared(certificate, linted) => (certificate, *linted),
    };
    stall::after(4);

    // 5. Seal and standard credential are signed with the credential key, unless a key ended while
    // this run went on or signing was stopped.
    permitted(service).await?;
    let measured = stage("seal");
    let signed = sign(service, framework, linted).await?;
    measured.end();
    stall::after(5);
    // 6. The document is drawn around it.
    let measured = stage("render");
    let pages = renderer.render(service, &signed).await?;
    measured.end();
    stall::after(6);
    // 7. The document key signs the document, and an authority, if there is one, stamps the time;
    // drawing may have waited long.
    permitted(service).await?;
    let measured = stage("sign");
    let work = sign::Work::new(service, signed.facts());
    let pdf = in_thread(move || work.sign(pages)).await??;
    measured.end();
    stall::after(7);
    // 8. It goes to the archive before the register speaks of it.
    let measured = stage("archive");
    let document = pdf.into_bytes();
    let digest = service.archive.put(&document).await?;
    measured.end();
    stall::after(8);
    // 9. The register says so, in one transaction with the audit event.
    let parts = IssuedParts {
        seal: signed.seal().0.clone(),
        credential_key: signed.key_id().clone(),
        document_key: service.keyring.document_key().id.clone(),
        document: digest,
    };
    let facts = signed.facts().clone();
    let (id, now) = (certificate.id, service.clock.now());
    let measured = stage("record");
    let marked = service
        .store
        .mark_issued_and_tell(id, &parts, &told(service, &order), &order.operator, now)
        .await;
    let certificate = match marked {
        // Another process was faster, and a key in a token never signs twice the same: what is
        // issued counts, and what was signed here is given to nobody.
        Err(store::Error::IssuedDifferently(_)) => {
            let issued = service.store.find_by_result(&key).await?;
            let issued = issued.ok_or(Error::Unfinished(id))?;
            return found(service, issued, facts).await;
        }
        marked => marked?,
    };
    measured.end();
    stall::after(9);
    Ok(Issued {
        certificate,
        facts,
        document,
        fresh: true,
    })
}

/// Whether anything may be signed now.
async fn permitted(service: &Service) -> Result<(), Error> {
    if !service.keyring.may_sign() {
        return Err(Error::KeyEnded);
    }
    match service.brake.look().await? {
        None => Ok(()),
        Some(freeze) => Err(Error::Frozen(freeze)),
    }
}

/// Whom the certificate is told by letter, if letters are written at all.
fn told(service: &Service, order: &Order) -> Told {
    if !service.config.mail.is_on() {
        return Told::default();
    }
    let result = order.award.result();
    let prescriber = result.contact.prescriber.clone();
    Told {
        candidate: result.contact.candidate.clone(),
        prescriber: prescriber.map(|address| (address, result.session.clone())),
    }
}

/// A corrected certificate is made for the same result as the one it replaces, so its key names both.
fn result_key(order: &Order) -> String {
    let key = order.award.result().key();
    match order.supersedes {
        Some(replaced) => format!("{key}\u{1f}{replaced}"),
        None => key,
    }
}

/// What the register holds once a certificate is recorded.
enum Started {
    /// An earlier attempt came to its end.
    Issued(Box<Certificate>, Box<CertificateFacts>),
    /// Recorded, by this attempt or an earlier one, and to be signed.
    Prepared(Box<Certificate>, Box<LintedFacts>),
}

/// Goes on with what an earlier attempt recorded: its facts are never changed, and linted anew
/// unless they are signed already.
fn resume(
    service: &Service,
    framework: &Framework,
    certificate: Certificate,
    result_digest: Digest,
) -> Result<Started, Error> {
    if certificate.result_digest != result_digest {
        return Err(Error::ResultChanged(certificate.id));
    }
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts)
        .map_err(|source| Error::Facts(certificate.id, source))?;
    Ok(match certificate.state {
        State::Issued => Started::Issued(Box::new(certificate), Box::new(facts)),
        State::Prepared => Started::Prepared(
            Box::new(certificate),
            Box::new(lint(service, framework, facts)?),
        ),
    })
}

async fn prepare(
    service: &Service,
    framework: &Framework,
    order: &Order,
    key: &str,
    result_digest: Digest,
) -> Result<Started, Error> {
    loop {
        // 2. Identifier, code and place in the status list are drawn from the system's randomness.
        let facts = allocate(service, framework, order).await?;
        stall::after(2);
        // 3. Nothing is signed that did not pass every lint.
        let linted = lint(service, framework, facts)?;
        stall::after(3);
        // 4. What will be signed is on disk before it is signed.
        let new = new_certificate(service, order, key, result_digest, &linted)?;
        match service.store.prepare(&new, &order.operator).await {
            Ok(prepared) if prepared.fresh => {
                return Ok(Started::Prepared(
                    Box::new(prepared.certificate),
                    Box::new(linted),
                ));
            }
            // Another process was faster: its facts count.
            Ok(prepared) => return resume(service, framework, prepared.certificate, result_digest),
            // Somebody else drew the same: draw again.
            Err(store::Error::CodeTaken | store::Error::PlaceTaken) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

async fn allocate(
    service: &Service,
    framework: &Framework,
    order: &Order,
) -> Result<CertificateFacts, Error> {
    let code =
        VerificationCode::generate().map_err(|error| Error::Randomness(error.to_string()))?;
    let issued_at = service.clock.now();
    Ok(credential::facts(
        &order.award,
        Frame {
            id: CertificateId(Uuid::now_v7()),
            code,
            status: service.store.next_status_reference(issued_at).await?,
            language: order.award.result().language.unwrap_or(order.language),
            issuer: service.issuer(),
            verify_url: service.config.verify_url(),
            delivery_date: order.delivery_date,
            issued_at,
            framework,
            specimen: service.keyring.is_example(),
        },
    ))
}

fn lint(
    service: &Service,
    framework: &Framework,
    facts: CertificateFacts,
) -> Result<LintedFacts, Error> {
    let context = LintContext {
        framework,
        coverage: &service.coverage,
        today: service.clock.today(service.config.service.time_zone),
    };
    let measured = stage("lint");
    let linted = credential::lint(facts, &context).map_err(Error::Lint)?;
    measured.end();
    Ok(linted)
}

fn new_certificate(
    service: &Service,
    order: &Order,
    key: &str,
    result_digest: Digest,
    linted: &LintedFacts,
) -> Result<NewCertificate, Error> {
    let facts = linted.facts();
    Ok(NewCertificate {
        id: facts.id,
        code: facts.code.clone(),
        result_key: key.to_owned(),
        result_digest,
        person: Digest(facts.holder.person_digest()),
        facts: serde_json::to_vec(facts).map_err(|source| Error::Facts(facts.id, source))?,
        claims: linted.claims(),
        status: facts.status,
        supersedes: order.supersedes,
        exam_date: facts.exam_date,
        prepared_at: facts.issued_at,
        search: search_entry(service, order, facts),
    })
}

/// What partners find the certificate by; `None` if the result gave nothing.
fn search_entry(service: &Service, order: &Order, facts: &CertificateFacts) -> Option<SearchEntry> {
    let organization_uai = order.award.result().organization_uai.clone();
    let ine = facts.holder.ine.as_deref();
    let ine = ine.map(|number| service.keyring.ine_digest(number));
    if organization_uai.is_none() && ine.is_none() {
        return None;
    }
    let uai = organization_uai.as_deref();
    let keyring = &service.keyring;
    let proof = keyring.search_proof(facts.id, facts.code.as_str(), uai, ine.as_ref());
    Some(SearchEntry {
        ine: ine.map(Digest),
        proof: Digest(proof),
        organization_uai,
    })
}

async fn sign(
    service: &Service,
    framework: &Arc<Framework>,
    linted: LintedFacts,
) -> Result<SignedCredential, Error> {
    let key = service.keyring.issuer_key().clone();
    let framework = Arc::clone(framework);
    Ok(in_thread(move || credential::sign(linted, &framework, &key)).await??)
}

/// A key in a token may be slow: signing never blocks the other tasks.
pub(super) async fn in_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Thread(error.to_string()))
}

/// The certificate that an earlier attempt issued, with its document.
async fn found(
    service: &Service,
    certificate: Certificate,
    facts: CertificateFacts,
) -> Result<Issued, Error> {
    let id = certificate.id;
    let document = certificate.document.ok_or(Error::Unfinished(id))?;
    let bytes = service.archive.get(&document).await?;
    let document = bytes.ok_or(Error::Lost { id, document })?;
    Ok(Issued {
        certificate,
        facts,
        document,
        fresh: false,
    })
}
