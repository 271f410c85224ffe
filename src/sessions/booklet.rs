//! Booklets of copies: which certificates, in which order, and whether the register still says of them
//! what was signed.

use chrono::Datelike;

use super::{Error, candidates, in_thread};
use crate::credential::{self, CertificateFacts, SealClaims, SealedBytes};
use crate::document::{Booklet, Copied, MOST_COPIES, draw_booklet};
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::results::normalise;
use crate::service::{self, Service};
use crate::store::{Batch, Certificate, Force, Session};

/// Rows of a batch that are read at once.
const PAGE: u32 = 100;

/// Whose certificates a booklet copies.
#[derive(Debug, Clone, PartialEq)]
pub enum BookletOf {
    /// Those issued from the results of a session.
    Session(Box<Session>),
    /// Of these, those of the candidates of a class.
    Class(Box<Session>, String),
    /// Those that a batch issued.
    Batch(Box<Batch>),
}

/// The booklet as PDF, by name. What is no longer in force is left out and counted.
pub async fn booklet(
    service: &Service,
    of: &BookletOf,
    language: Language,
) -> Result<Vec<u8>, Error> {
    // 1. Which certificates, and which of them are in force.
    let all = certificates(service, of).await?;
    let (in_force, left_out): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|certificate| certificate.force() == Force::InForce);
    if in_force.is_empty() {
        return Err(Error::NothingToCopy);
    }
    let count = in_force.len();
    if count > MOST_COPIES {
        return Err(Error::TooManyToCopy { count });
    }
    // 2. A copy says what was signed, whatever the register says now.
    let trusted = service.trusted();
    let mut copies = Vec::with_capacity(count);
    for certificate in &in_force {
        copies.push(as_signed(certificate, &trusted.seals)?);
    }
    copies.sort_by_cached_key(|copy| {
        let holder = &copy.facts.holder;
        (
            normalise(&holder.last_name),
            normalise(&holder.first_name),
            copy.facts.id.0,
        )
    });
    // 3. Drawn by the template of the certificates.
    let framework = copies
        .first()
        .map(|copy| copy.facts.framework.clone())
        .unwrap_or_default();
    if copies.iter().any(|copy| copy.facts.framework != framework) {
        return Err(Error::SeveralFrameworks);
    }
    let template = service.templates.get(&framework).cloned();
    let template = template.ok_or(service::Error::NoSuchFramework(framework))?;
    let booklet = cover(service, of, left_out.len(), language);
    let drawn = in_thread(move || draw_booklet(&booklet, &copies, &template)).await?;
    Ok(drawn?)
}

/// The certificate as its seal has it.
fn as_signed(
    certificate: &Certificate,
    trusted: &[credential::TrustedKey],
) -> Result<Copied, Error> {
    let not_as_signed = || Error::NotAsSigned(certificate.id);
    let facts: CertificateFacts =
        serde_json::from_slice(&certificate.facts).map_err(|_| not_as_signed())?;
    let seal = SealedBytes(certificate.seal.clone().ok_or_else(not_as_signed)?);
    let opened = credential::open(&seal, trusted).map_err(|_| not_as_signed())?;
    if opened.claims != SealClaims::from_facts(&facts) || facts.code != certificate.code {
        return Err(not_as_signed());
    }
    Ok(Copied { facts, seal })
}

async fn certificates(service: &Service, of: &BookletOf) -> Result<Vec<Certificate>, Error> {
    let store = &service.store;
    match of {
        BookletOf::Session(session) => Ok(store.certificates_of_session(&session.number).await?),
        BookletOf::Class(session, class) => {
            let class = normalise(class);
            let candidates = candidates(service, session).await?;
            let persons: Vec<[u8; 32]> = candidates
                .iter()
                .filter(|one| one.class.as_deref().map(normalise).as_ref() == Some(&class))
                .map(super::Candidate::person)
                .collect();
            let mut all = store.certificates_of_session(&session.number).await?;
            all.retain(|certificate| persons.contains(&certificate.person.0));
            Ok(all)
        }
        BookletOf::Batch(batch) => {
            let mut all = Vec::new();
            let mut after = 0;
            loop {
                let rows = store.batch_rows(batch.id, after, PAGE).await?;
                let Some(last) = rows.last().map(|row| row.position) else {
                    return Ok(all);
                };
                all.extend(store.batch_certificates(batch.id, (after, last)).await?);
                if all.len() > 2 * MOST_COPIES {
                    let count = all.len();
                    return Err(Error::TooManyToCopy { count });
                }
                after = last;
            }
        }
    }
}

fn cover(service: &Service, of: &BookletOf, left_out: usize, language: Language) -> Booklet {
    let session_of = |session: &Session| {
        format!(
            "{} {}",
            text(language, "papers-session-number"),
            session.number
        )
    };
    let about = |session: &Session| vec![session.centre.name.clone(), written(session, language)];
    let (title, about) = match of {
        BookletOf::Session(session) => (session_of(session), about(session)),
        BookletOf::Class(session, class) => {
            let values = [("class", FluentValue::from(class.as_str()))];
            let class = text_with(language, "papers-booklet-class", &values);
            (format!("{class} – {}", session_of(session)), about(session))
        }
        BookletOf::Batch(batch) => {
            let id = batch.id.to_string();
            let short = id.rsplit('-').next().unwrap_or_default();
            let title = format!("{} {short}", text(language, "papers-booklet-batch"));
            (title, Vec::new())
        }
    };
    let verify = service.config.verify_url().to_lowercase();
    let verify_at = verify.split_once("://").map_or(&*verify, |(_, at)| at);
    Booklet {
        issuer: service.config.issuer.name.clone(),
        of: title,
        about,
        verify_at: verify_at.to_owned(),
        left_out,
        language,
        at: service.clock.now(),
    }
}

/// `21 mai 2026`
fn written(session: &Session, language: Language) -> String {
    let date = session.exam_date;
    let values = [
        ("day", date.day().into()),
        ("month", date.month().into()),
        // As text: a number would be free to group its thousands.
        ("year", date.year().to_string().into()),
    ];
    text_with(language, "document-date", &values)
}
