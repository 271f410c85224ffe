//! The canonical N-Quads of a credential, written without a JSON-LD processor.
//!
//! Expanding JSON-LD takes most of the time of an RDF proof. What all certificates of a framework
//! and language share, the achievement and the issuer, is expanded once and remembered; what a
//! certificate adds is written here, term by term. The tests hold the result against the
//! processor's for any facts.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use oxrdf::{LiteralRef, NamedNodeRef};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::form::{Form, Identity, Outcome, Status, Subject, Text};
use crate::credential::proof::{ProofError, canonical_lines};

/// How many shared parts are remembered: frameworks times languages, with room for more.
const MOST_REMEMBERED: usize = 32;

const CREDENTIALS: &str = "https://www.w3.org/2018/credentials#";
const STATUS: &str = "https://www.w3.org/ns/credentials/status#";
const BADGES: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
const SCHEMA: &str = "https://schema.org/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// As the Open Badges context writes it.
const XSD_OF_BADGES: &str = "https://www.w3.org/2001/XMLSchema#";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// The sorted lines of a credential without its proofs.
pub(super) fn lines(form: &Form) -> Result<Vec<String>, ProofError> {
    let shared = shared(form)?;
    let mut own = Own::default();
    own.credential(form)?;
    let mut lines = own.lines;
    lines.extend(shared.iter().cloned());
    lines.sort_unstable();
    // RDF is a set.
    lines.dedup();
    Ok(lines)
}

/// Shared lines by the digest of what they were expanded from.
type Remembered = HashMap<[u8; 32], Arc<Vec<String>>>;

/// The lines about achievement and issuer, which have an id in every node.
fn shared(form: &Form) -> Result<Arc<Vec<String>>, ProofError> {
    static REMEMBERED: LazyLock<Mutex<Remembered>> = LazyLock::new(Mutex::default);

    let achievement = &form.credential_subject.achievement;
    let text = serde_json::to_vec(&(achievement, &form.issuer)).map_err(ProofError::Encoding)?;
    let content: [u8; 32] = Sha256::digest(text).into();
    let remembered = REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(lines) = remembered.get(&content) {
        return Ok(Arc::clone(lines));
    }
    drop(remembered);

    let mut lines = expanded(form, achievement)?;
    lines.extend(expanded(form, &form.issuer)?);
    let lines = Arc::new(lines);
    let mut remembered = REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner);
    if remembered.len() >= MOST_REMEMBERED {
        remembered.clear();
    }
    remembered.insert(content, Arc::clone(&lines));
    Ok(lines)
}

/// A part of the credential expanded by itself: types bring their own context, wherever they stand.
fn expanded(form: &Form, part: &impl Serialize) -> Result<Vec<String>, ProofError> {
    let mut part = serde_json::to_value(part).map_err(ProofError::Encoding)?;
    part["@context"] = form.contexts.clone().into();
    canonical_lines(&part)
}

/// The lines that a certificate adds.
#[derive(Default)]
struct Own {
    lines: Vec<String>,
}

impl Own {
    fn credential(&mut self, form: &Form) -> Result<(), ProofError> {
        let (subject, status) = (&form.credential_subject, &form.credential_status);
        let id = node(&form.id)?;
        self.add(&id, TYPE, node(&term(CREDENTIALS, "VerifiableCredential"))?);
        self.add(&id, TYPE, node(&term(BADGES, "OpenBadgeCredential"))?);
        self.add(&id, &term(SCHEMA, "name"), literal(&form.name));
        self.add(&id, &term(CREDENTIALS, "issuer"), node(&form.issuer.id)?);
        self.add(
            &id,
            &term(CREDENTIALS, "validFrom"),
            typed(&form.valid_from, &term(XSD, "dateTime")),
        );
        self.add(
            &id,
            &term(BADGES, "awardedDate"),
            // The context uses a prefix that it does not define.
            typed(&form.awarded_date, "xsd:dateTime"),
        );
        self.add(
            &id,
            &term(CREDENTIALS, "credentialSubject"),
            node(&subject.id)?,
        );
        self.add(
            &id,
            &term(CREDENTIALS, "credentialStatus"),
            node(&status.id)?,
        );
        self.subject(subject)?;
        self.status(status)
    }

    fn subject(&mut self, subject: &Subject) -> Result<(), ProofError> {
        let id = node(&subject.id)?;
        self.add(&id, TYPE, node(&term(BADGES, "AchievementSubject"))?);
        self.add(
            &id,
            &term(BADGES, "activityEndDate"),
            typed(&subject.activity_end_date, &term(XSD_OF_BADGES, "date")),
        );
        self.add(
            &id,
            &term(BADGES, "achievement"),
            node(&subject.achievement.id)?,
        );
        for outcome in &subject.result {
            self.add(&id, &term(BADGES, "result"), node(&outcome.id)?);
            self.outcome(outcome)?;
        }
        self.identities(&id, &subject.identifier);
        Ok(())
    }

    fn outcome(&mut self, outcome: &Outcome) -> Result<(), ProofError> {
        let id = node(&outcome.id)?;
        let address = term(XSD_OF_BADGES, "anyURI");
        self.add(&id, TYPE, node(&term(BADGES, "Result"))?);
        self.add(
            &id,
            &term(BADGES, "resultDescription"),
            typed(&outcome.result_description, &address),
        );
        self.add(&id, &term(SCHEMA, "value"), literal(&outcome.value));
        if let Some(level) = &outcome.achieved_level {
            self.add(&id, &term(BADGES, "achievedLevel"), typed(level, &address));
        }
        self.texts(&id, &term(SCHEMA, "name"), &outcome.name);
        if let Some(texts) = &outcome.description {
            self.texts(&id, &term(SCHEMA, "description"), texts);
        }
        Ok(())
    }

    fn status(&mut self, status: &Status) -> Result<(), ProofError> {
        let id = node(&status.id)?;
        self.add(&id, TYPE, node(&term(STATUS, &status.kind))?);
        self.add(
            &id,
            &term(STATUS, "statusPurpose"),
            literal(&status.status_purpose),
        );
        self.add(
            &id,
            &term(STATUS, "statusListIndex"),
            literal(&status.status_list_index),
        );
        self.add(
            &id,
            &term(STATUS, "statusListCredential"),
            node(&status.status_list_credential)?,
        );
        Ok(())
    }

    /// The only nodes without a name. They are numbered in the order of their digests
    /// (RDFC-1.0 §4.4.3, §4.6.3), which differ because their kinds do.
    fn identities(&mut self, subject: &impl Display, identities: &[Identity]) {
        let mut ordered: Vec<(String, &Identity)> = identities
            .iter()
            .map(|identity| {
                let mut alone = Self::default();
                alone.identity(subject, "_:a", identity);
                alone.lines.sort_unstable();
                (hex::encode(Sha256::digest(alone.lines.concat())), identity)
            })
            .collect();
        ordered.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        for (number, (_, identity)) in ordered.into_iter().enumerate() {
            self.identity(subject, &format!("_:c14n{number}"), identity);
        }
    }

    fn identity(&mut self, subject: &impl Display, id: &str, identity: &Identity) {
        self.add(subject, &term(BADGES, "identifier"), id);
        self.add(&id, TYPE, format!("<{BADGES}{}>", identity.kind));
        self.add(
            &id,
            &term(BADGES, "hashed"),
            typed(
                if identity.hashed { "true" } else { "false" },
                &term(XSD_OF_BADGES, "boolean"),
            ),
        );
        for (name, value) in [
            ("identityType", &identity.identity_type),
            ("salt", &identity.salt),
            ("identityHash", &identity.identity_hash),
        ] {
            self.add(&id, &term(BADGES, name), literal(value));
        }
    }

    fn texts(&mut self, subject: &impl Display, predicate: &str, texts: &[Text]) {
        for text in texts {
            let tag = text.language.tag();
            let tagged = LiteralRef::new_language_tagged_literal_unchecked(&text.value, tag);
            self.add(subject, predicate, tagged);
        }
    }

    fn add(&mut self, subject: &impl Display, predicate: &str, object: impl Display) {
        self.lines
            .push(format!("{subject} <{predicate}> {object} .\n"));
    }
}

fn node(address: &str) -> Result<NamedNodeRef<'_>, ProofError> {
    NamedNodeRef::new(address).map_err(|_| ProofError::Malformed("an address"))
}

fn literal(text: &str) -> LiteralRef<'_> {
    LiteralRef::new_simple_literal(text)
}

fn typed<'a>(text: &'a str, datatype: &'a str) -> LiteralRef<'a> {
    LiteralRef::new_typed_literal(text, NamedNodeRef::new_unchecked(datatype))
}

fn term(vocabulary: &str, name: &str) -> String {
    format!("{vocabulary}{name}")
}
