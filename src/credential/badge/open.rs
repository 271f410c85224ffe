//! Reads a presented credential: closed types and exact contexts first, then both proofs.
//!
//! A proof by RDF alone would let anyone add members that no context defines, and a proof by JCS
//! alone is one that certified Open Badges verifiers don't look at. Ours carry both, so both are
//! asked for: dropping one is a change too.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::address;
use super::build::{status_list, timestamp};
use super::form::{CONTEXTS, Form, Identity, Outcome, Status, TYPES};
use super::identity::{Person, are_of};
use super::lines::lines;
use super::sign::value;
use crate::credential::did::key_of_method;
use crate::credential::proof::{Cryptosuite, Proof, ProofError, lines_digest};
use crate::credential::{
    CertificateId, KeyId, KeyRefusal, SealClaims, StatusReference, TrustedKey, did_web,
};
use crate::i18n::Language;

/// Longest credential that is looked at; ours have some 30 kB.
pub(super) const MAX_BYTES: usize = 256 << 10;
/// Most competences, as in the seal.
const MAX_LEVELS: usize = 64;

/// What a credential says, once keys that count have signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedBadge {
    /// Permanent identifier of the certificate.
    pub id: CertificateId,
    /// Who issues, as a did:web identifier.
    pub issuer: String,
    /// The issuer's public address.
    pub public_url: String,
    /// The issuer's name.
    pub issuer_name: String,
    /// Framework id.
    pub framework: String,
    /// Framework version.
    pub framework_version: u32,
    /// Language of the credential.
    pub language: Language,
    /// Instant of issuance, in whole seconds.
    pub issued_at: DateTime<Utc>,
    /// Civil date of the exam.
    pub exam_date: NaiveDate,
    /// Civil date of delivery.
    pub delivery_date: NaiveDate,
    /// Score.
    pub score: u32,
    /// Whether the score was lowered because the test was not completed.
    pub degraded: bool,
    /// Level of every competence in the framework's order.
    pub levels: Vec<u8>,
    /// Number of the global level; `None` below the first.
    pub global_level: Option<u8>,
    /// Place of the revocation state.
    pub status: StatusReference,
    /// The published list that tells it.
    pub status_list: String,
    /// Who signed.
    pub key: KeyId,
    /// Signed with an example key that anybody has.
    pub specimen: bool,
    identities: Vec<Identity>,
}

/// Why a credential can't be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadgeError {
    /// Longer than what is looked at.
    #[error("the credential is too long")]
    TooLong,
    /// Not a credential of our form; the part that is wrong.
    #[error("not a credential of this form: {0}")]
    Malformed(&'static str),
    /// Other contexts than ours give the words another meaning.
    #[error("other contexts than those of an Open Badge of this service")]
    Contexts,
    /// One of the two proofs is missing, or there are others.
    #[error("the credential does not carry exactly its two proofs")]
    Proofs,
    /// Signed in the name of a key that is not the issuer's.
    #[error("the key `{0}` is unknown")]
    UnknownKey(String),
    /// A signature is not the named key's.
    #[error("the signature does not verify")]
    BadSignature,
    /// The key did not count at the time.
    #[error(transparent)]
    Key(#[from] KeyRefusal),
    /// A token around the credential is wrong.
    #[error("the token is not of this form: {0}")]
    Token(&'static str),
    /// The algorithm is not accepted.
    #[error("the algorithm `{0}` is not accepted")]
    Algorithm(String),
}

/// Verifies a credential against the issuer's published keys and gives what it says. Whether it was
/// revoked since is told by the list it names.
pub fn open(bytes: &[u8], trusted: &[TrustedKey]) -> Result<OpenedBadge, BadgeError> {
    if bytes.len() > MAX_BYTES {
        return Err(BadgeError::TooLong);
    }
    let mut form = read(bytes)?;
    let proofs = form.proof.take().ok_or(BadgeError::Proofs)?;
    let key = both_proofs(&form, &proofs, trusted)?;
    opened(form, key)
}

/// Whether a credential and a seal are about the same certificate and say the same of it.
pub fn agrees_with(badge: &OpenedBadge, claims: &SealClaims) -> bool {
    let person = Person {
        first_name: &claims.first_name,
        last_name: &claims.last_name,
        birth_date: claims.birth_date,
    };
    badge.id == claims.id
        && badge.issued_at == claims.issued_at
        && badge.framework == claims.framework
        && badge.framework_version == claims.framework_version
        && badge.language == claims.language
        && badge.score == claims.score
        && badge.degraded == claims.degraded
        && badge.levels == claims.levels
        && badge.exam_date == claims.exam_date
        && badge.status == claims.status
        && are_of(&badge.identities, badge.id, person)
}

/// Into the closed type. What is hashed later is written anew from it, so it must be all there is:
/// the reader refuses unknown and repeated members, and nothing may have been lost on the way.
pub(super) fn read(bytes: &[u8]) -> Result<Form, BadgeError> {
    let form: Form =
        serde_json::from_slice(bytes).map_err(|_| BadgeError::Malformed("its members"))?;
    let all: Value =
        serde_json::from_slice(bytes).map_err(|_| BadgeError::Malformed("its members"))?;
    if value(&form).ok() != Some(all) {
        return Err(BadgeError::Malformed("its members"));
    }
    if form.contexts != CONTEXTS {
        return Err(BadgeError::Contexts);
    }
    if form.types != TYPES {
        return Err(BadgeError::Malformed("type"));
    }
    Ok(form)
}

/// Both proofs by one key of the issuer, made when the credential was.
fn both_proofs<'k>(
    form: &Form,
    proofs: &[Proof],
    trusted: &'k [TrustedKey],
) -> Result<&'k TrustedKey, BadgeError> {
    let [first, second] = proofs else {
        return Err(BadgeError::Proofs);
    };
    let suites = (first.cryptosuite(), second.cryptosuite());
    if suites != (Cryptosuite::Rdfc, Cryptosuite::Jcs)
        || first.verification_method() != second.verification_method()
    {
        return Err(BadgeError::Proofs);
    }
    let created = first.created().ok_or(BadgeError::Malformed("created"))?;
    let instants = [first, second].map(Proof::created);
    if instants != [Some(created); 2] || timestamp(created) != form.valid_from {
        return Err(BadgeError::Malformed("created"));
    }
    let method = first.verification_method();
    let unknown = || BadgeError::UnknownKey(method.to_owned());
    let id = key_of_method(method, &form.issuer.id).ok_or_else(unknown)?;
    let mut named = trusted.iter().filter(|key| key.id == id).peekable();
    named.peek().ok_or_else(unknown)?;
    let document = value(form).map_err(|_| BadgeError::Malformed("its members"))?;
    // JCS first: it costs little and covers everything, so nothing forged is ever expanded.
    let key = named
        .find(|key| second.verify(&document, &key.key).is_ok())
        .ok_or(BadgeError::BadSignature)?;
    by_lines(form, first, key).or_else(|_| first.verify(&document, &key.key))?;
    key.judge(created)?;
    Ok(key)
}

/// Verifies the proof by RDF over the lines that are written for such a form when it is signed,
/// which takes a tenth of the time. Whatever was signed in another way, by another version of the
/// template, is left to the processor.
fn by_lines(form: &Form, proof: &Proof, key: &TrustedKey) -> Result<(), ProofError> {
    let contexts: Vec<&str> = form.contexts.iter().map(String::as_str).collect();
    let digest = || Ok(lines_digest(&lines(form)?));
    proof.verify_digest(&contexts, digest, &key.key)
}

impl From<ProofError> for BadgeError {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::BadSignature => Self::BadSignature,
            ProofError::Malformed(part) => Self::Malformed(part),
            _ => Self::Malformed("its form as RDF"),
        }
    }
}

/// What a credential says whose signatures hold.
pub(super) fn opened(form: Form, key: &TrustedKey) -> Result<OpenedBadge, BadgeError> {
    let public_url = form.issuer.url;
    if did_web(&public_url) != form.issuer.id {
        return Err(BadgeError::Malformed("issuer"));
    }
    let subject = form.credential_subject;
    let named = named_achievement(&subject.achievement.id, &public_url)
        .filter(|named| named.language.tag() == subject.achievement.in_language)
        .ok_or(BadgeError::Malformed("achievement"))?;
    let results = Results::of(&subject.result, &subject.achievement.id)?;
    Ok(OpenedBadge {
        id: certificate_id(&form.id).ok_or(BadgeError::Malformed("id"))?,
        issuer: form.issuer.id,
        issuer_name: form.issuer.name,
        framework: named.framework,
        framework_version: named.version,
        language: named.language,
        issued_at: instant(&form.valid_from).ok_or(BadgeError::Malformed("validFrom"))?,
        exam_date: midnight(&subject.activity_end_date)
            .ok_or(BadgeError::Malformed("activityEndDate"))?,
        delivery_date: midnight(&form.awarded_date).ok_or(BadgeError::Malformed("awardedDate"))?,
        score: results.score,
        degraded: results.degraded,
        levels: results.levels,
        global_level: results.global_level,
        status: status_reference(&form.credential_status, &public_url)
            .ok_or(BadgeError::Malformed("credentialStatus"))?,
        status_list: form.credential_status.status_list_credential,
        public_url,
        key: key.id.clone(),
        specimen: key.specimen,
        identities: subject.identifier,
    })
}

struct Named {
    framework: String,
    version: u32,
    language: Language,
}

/// The framework that the achievement's address names.
fn named_achievement(id: &str, public_url: &str) -> Option<Named> {
    let mut parts = id.strip_prefix(public_url)?.split('/').skip(2);
    let (framework, version, language) = (parts.next()?, parts.next()?, parts.next()?);
    let named = Named {
        framework: address::unescaped(framework)?,
        version: version.parse().ok()?,
        language: Language::ALL.into_iter().find(|it| it.tag() == language)?,
    };
    let same =
        address::achievement(public_url, &named.framework, named.version, named.language) == id;
    same.then_some(named)
}

struct Results {
    score: u32,
    degraded: bool,
    global_level: Option<u8>,
    levels: Vec<u8>,
}

impl Results {
    /// Score, global level if one is reached, then the competences.
    fn of(outcomes: &[Outcome], achievement: &str) -> Result<Self, BadgeError> {
        const WRONG: BadgeError = BadgeError::Malformed("result");
        let (score, rest) = outcomes.split_first().ok_or(WRONG)?;
        let place = |outcome: &Outcome| {
            let place = outcome.result_description.strip_prefix(achievement)?;
            place.strip_prefix('#').map(str::to_owned)
        };
        let level = |outcome: &Outcome| {
            let level = outcome.achieved_level.as_ref()?;
            let level = level.strip_prefix(achievement)?.strip_prefix('#')?;
            Some(level.to_owned())
        };
        if place(score).as_deref() != Some(address::SCORE) {
            return Err(WRONG);
        }
        let degraded = match level(score).as_deref() {
            Some(address::COMPLETE) => false,
            Some(address::DEGRADED) => true,
            _ => return Err(WRONG),
        };
        let global = rest
            .first()
            .filter(|first| place(first).as_deref() == Some(address::GLOBAL_LEVEL));
        let global_level = match global {
            Some(outcome) => {
                let number = number(&outcome.value).ok_or(WRONG)?;
                if level(outcome) != Some(address::global_level(number)) {
                    return Err(WRONG);
                }
                Some(number)
            }
            None => None,
        };
        let competences = &rest[usize::from(global.is_some())..];
        if competences.len() > MAX_LEVELS
            || competences
                .iter()
                .any(|it| !place(it).is_some_and(|place| place.starts_with("competence-")))
        {
            return Err(WRONG);
        }
        let levels = competences.iter().map(|outcome| number(&outcome.value));
        Ok(Self {
            score: number(&score.value).ok_or(WRONG)?,
            degraded,
            global_level,
            levels: levels.collect::<Option<_>>().ok_or(WRONG)?,
        })
    }
}

/// A number in its one decimal form.
fn number<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
    let number: T = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn certificate_id(id: &str) -> Option<CertificateId> {
    let id = Uuid::parse_str(id.strip_prefix("urn:uuid:")?).ok()?;
    Some(CertificateId(id))
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    (timestamp(at) == text).then_some(at)
}

fn midnight(text: &str) -> Option<NaiveDate> {
    text.strip_suffix("T00:00:00Z")?.parse().ok()
}

/// One entry of one kind, in a list of the issuer's own.
fn status_reference(status: &Status, public_url: &str) -> Option<StatusReference> {
    if status.kind != "BitstringStatusListEntry" || status.status_purpose != "revocation" {
        return None;
    }
    let list = &status.status_list_credential;
    let (_, list_number) = list.rsplit_once('/')?;
    let reference = StatusReference {
        list: number(list_number)?,
        index: number(&status.status_list_index)?,
    };
    let same = status_list(public_url, reference.list) == *list
        && format!("{list}#{}", reference.index) == status.id;
    same.then_some(reference)
}
