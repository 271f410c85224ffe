//! Searches of platforms that take applications: one person's last certificate, by what the
//! applicant wrote into a form.
//!
//! Answers come from signed bytes. What is searched by stands beside the certificate under a keyed
//! proof: whoever edits the register makes certificates unfindable, never findable as another's.
//! Who gets an answer is noted, so that changes can be told.

mod answer;
mod choice;
mod question;
mod reindex;
mod webhooks;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveTime, Utc};

pub use answer::{Certification, CompetenceLevel, Revocation, Status};
pub use question::{Fault, Question};
pub use reindex::reindex;
pub use webhooks::{AddedWebhook, add_webhook};

use crate::access::ClientId;
use crate::credential::{self, CertificateId, SealClaims, SealedBytes, TrustedKey};
use crate::keys::Keyring;
use crate::results::person_digest;
use crate::service::Service;
use crate::store::{self, Certificate, Digest, SearchEntry, SearchHit, State};
use answer::Subject;
use choice::{Candidate, Choice};

/// What a search ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One person's certificate.
    One(Box<Certification>),
    /// No certificate.
    None,
    /// Certificates of several persons.
    Several,
}

/// Why no search could be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// A worker thread died.
    #[error("a search thread stopped: {0}")]
    Thread(String),
}

/// A certificate whose seal was verified.
struct Known {
    certificate: Certificate,
    claims: SealClaims,
    /// Proven to belong to it.
    entry: Option<SearchEntry>,
}

/// Answers a client's questions, each on its own, in their order.
pub async fn search(
    service: &Service,
    client: ClientId,
    questions: &[Question],
) -> Result<Vec<Found>, Error> {
    // 1. Everything that may be meant, in a few statements, however many the questions.
    let known = gather(service, questions).await?;
    // 2. One certificate for each question, at most.
    let index = Index::new(&service.keyring, &known);
    let choices: Vec<Choice> = questions
        .iter()
        .map(|question| choice::choose(index.candidates(question)))
        .collect();
    let chosen: Vec<CertificateId> = choices.iter().filter_map(Choice::one).collect();
    // 3. That the client asks is noted before the state is read: what changes from now on is told,
    //    what changed before is in the answer.
    let until = end_of_interest(service.clock.now(), service.config.partners.interest_days);
    service.store.note_interests(client, &chosen, until).await?;
    let now: BTreeMap<CertificateId, Certificate> = service
        .store
        .certificates_by_ids(&chosen)
        .await?
        .into_iter()
        .map(|certificate| (certificate.id, certificate))
        .collect();
    // 4. The answers.
    let answers = questions.iter().zip(choices).map(|(question, choice)| {
        let id = match choice {
            Choice::None => return Found::None,
            Choice::Several => return Found::Several,
            Choice::One(id) => id,
        };
        match (index.known.get(&id), now.get(&id)) {
            (Some(known), Some(now)) => {
                let subject = index.subject(question, known);
                Found::One(Box::new(answer::answer(
                    service,
                    subject,
                    &known.claims,
                    now,
                )))
            }
            _ => Found::None,
        }
    });
    Ok(answers.collect())
}

/// What a client asked about before, by its id: an answer only as long as it is told of changes.
pub async fn look_again(
    service: &Service,
    client: ClientId,
    certificate: CertificateId,
) -> Result<Found, Error> {
    let now = service.clock.now();
    if !service
        .store
        .is_interested(client, certificate, now)
        .await?
    {
        return Ok(Found::None);
    }
    let found = search(service, client, &[Question::Certificate(certificate)]).await?;
    Ok(found.into_iter().next().unwrap_or(Found::None))
}

/// The end of a day: asking twice on one day writes once.
fn end_of_interest(now: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    let day = now
        .date_naive()
        .checked_add_days(Days::new(u64::from(days) + 1));
    day.map_or(DateTime::<Utc>::MAX_UTC, |day| {
        day.and_time(NaiveTime::MIN).and_utc()
    })
}

async fn gather(service: &Service, questions: &[Question]) -> Result<Vec<Known>, Error> {
    let (store, keyring) = (&service.store, &service.keyring);
    let (mut numbers, mut persons) = (BTreeSet::new(), BTreeSet::new());
    let (mut codes, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for question in questions {
        match question {
            Question::Ine(number) => {
                numbers.insert(keyring.ine_digest(number));
            }
            Question::Pupil { .. } => persons.extend(question.person()),
            Question::Code(code) => {
                codes.insert(code.clone());
            }
            Question::Certificate(id) => {
                ids.insert(*id);
            }
        }
    }
    let digests = |set: BTreeSet<[u8; 32]>| set.into_iter().map(Digest).collect::<Vec<_>>();
    let listed = |set: BTreeSet<_>| set.into_iter().collect::<Vec<_>>();
    let mut hits = store.search_by_ine(&digests(numbers)).await?;
    hits.extend(store.search_by_person(&digests(persons)).await?);
    let mut found: Vec<(Certificate, Option<SearchEntry>)> = hits
        .into_iter()
        .filter(|hit| is_proven(keyring, hit))
        .map(|hit| (hit.certificate, Some(hit.entry)))
        .collect();
    let by_code = store
        .certificates_by_codes(&codes.into_iter().collect::<Vec<_>>())
        .await?;
    let by_id = store.certificates_by_ids(&listed(ids)).await?;
    found.extend(by_code.into_iter().chain(by_id).map(|it| (it, None)));
    found.retain(|(certificate, _)| certificate.state == State::Issued);
    let trusted = service.trusted().seals;
    let opened = tokio::task::spawn_blocking(move || {
        let mut known = Vec::with_capacity(found.len());
        for (certificate, entry) in found {
            if let Some(claims) = open(&certificate, &trusted) {
                known.push(Known {
                    certificate,
                    claims,
                    entry,
                });
            }
        }
        known
    });
    opened
        .await
        .map_err(|error| Error::Thread(error.to_string()))
}

/// What the seal says, if a key of ours signed it for this certificate.
fn open(certificate: &Certificate, trusted: &[TrustedKey]) -> Option<SealClaims> {
    let seal = SealedBytes(certificate.seal.clone()?);
    match credential::open(&seal, trusted) {
        Ok(opened) if opened.claims.id == certificate.id => Some(opened.claims),
        Ok(_) => {
            tracing::error!(certificate = %certificate.id, "the register has another one's seal");
            None
        }
        Err(error) => {
            tracing::error!(certificate = %certificate.id, %error, "a recorded seal does not count");
            None
        }
    }
}

fn is_proven(keyring: &Keyring, hit: &SearchHit) -> bool {
    let (certificate, entry) = (&hit.certificate, &hit.entry);
    let uai = entry.organization_uai.as_deref();
    let ine = entry.ine.map(|digest| digest.0);
    let code = certificate.code.as_str();
    let proven = keyring.search_proof(certificate.id, code, uai, ine.as_ref()) == entry.proof.0;
    if !proven {
        tracing::error!(certificate = %certificate.id, "what it is found by is not what we wrote");
    }
    proven
}

/// What was gathered, by what is asked for.
struct Index<'a> {
    keyring: &'a Keyring,
    known: BTreeMap<CertificateId, &'a Known>,
    by_ine: BTreeMap<[u8; 32], Vec<CertificateId>>,
    by_pupil: BTreeMap<(&'a str, [u8; 32]), Vec<CertificateId>>,
    by_code: BTreeMap<&'a str, CertificateId>,
}

impl<'a> Index<'a> {
    fn new(keyring: &'a Keyring, gathered: &'a [Known]) -> Self {
        let mut index = Self {
            keyring,
            known: BTreeMap::new(),
            by_ine: BTreeMap::new(),
            by_pupil: BTreeMap::new(),
            by_code: BTreeMap::new(),
        };
        for known in gathered {
            let id = known.certificate.id;
            let before = index.known.insert(id, known);
            index.by_code.insert(known.certificate.code.as_str(), id);
            // Found in two ways: the entry counts, wherever it came from.
            let Some(entry) = &known.entry else {
                if before.is_some_and(|before| before.entry.is_some()) {
                    index.known.extend(before.map(|before| (id, before)));
                }
                continue;
            };
            if before.is_some_and(|before| before.entry.is_some()) {
                continue;
            }
            if let Some(ine) = entry.ine {
                index.by_ine.entry(ine.0).or_default().push(id);
            }
            if let Some(uai) = &entry.organization_uai {
                let pupil = (uai.as_str(), person(&known.claims));
                index.by_pupil.entry(pupil).or_default().push(id);
            }
        }
        index
    }

    fn candidates(&self, question: &Question) -> Vec<Candidate> {
        let one;
        let ids: &[CertificateId] = match question {
            Question::Ine(number) => {
                let found = self.by_ine.get(&self.keyring.ine_digest(number));
                found.map_or(&[], Vec::as_slice)
            }
            Question::Pupil {
                organization_uai, ..
            } => {
                let found = question
                    .person()
                    .and_then(|person| self.by_pupil.get(&(organization_uai.as_str(), person)));
                found.map_or(&[], Vec::as_slice)
            }
            Question::Code(code) => {
                one = self.by_code.get(code.as_str()).copied();
                one.as_slice()
            }
            Question::Certificate(id) => {
                one = self.known.contains_key(id).then_some(*id);
                one.as_slice()
            }
        };
        let known = ids.iter().filter_map(|id| self.known.get(id));
        known
            .map(|known| Candidate {
                id: known.certificate.id,
                person: person(&known.claims),
                exam_date: known.claims.exam_date,
                issued_at: known.claims.issued_at,
                force: known.certificate.force(),
            })
            .collect()
    }

    /// What the answer tells of number and school: by a code alone, neither.
    fn subject(&self, question: &Question, known: &Known) -> Subject {
        let by_form = matches!(question, Question::Ine(_) | Question::Pupil { .. });
        let Some(entry) = known.entry.as_ref().filter(|_| by_form) else {
            return Subject::default();
        };
        let ine = match question {
            Question::Ine(number) => Some(number.clone()),
            _ => recorded_ine(&known.certificate).filter(|number| {
                let digest = self.keyring.ine_digest(number);
                entry.ine.is_some_and(|proven| proven.0 == digest)
            }),
        };
        Subject {
            organization_uai: entry.organization_uai.clone(),
            ine,
        }
    }
}

/// The number in the recorded facts, which nobody signed.
fn recorded_ine(certificate: &Certificate) -> Option<String> {
    let facts: credential::CertificateFacts = serde_json::from_slice(&certificate.facts).ok()?;
    facts.holder.ine
}

fn person(claims: &SealClaims) -> [u8; 32] {
    person_digest(&claims.last_name, &claims.first_name, claims.birth_date)
}
