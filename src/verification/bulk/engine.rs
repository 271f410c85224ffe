//! The engine: chunks of rows in, answers in the same order out. One sorted look-up a chunk, every
//! signature verified, on all cores.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{Stream, StreamExt};
use rayon::prelude::*;

use super::answer::{Answer, DateMatch, Outcome, Row};
use super::names::{self, Name, NameMatch};
use super::requirement::{Requirement, RequirementError};
use crate::credential::{
    self, CodeError, Opened, SealError, TOGETHER, TrustedKey, VerificationCode,
};
use crate::framework::Framework;
use crate::reading::Reader;
use crate::results;
use crate::store::{Recorded, Store};
use crate::verification::evidence::code_fault;
use crate::verification::judge::{out_of_force, seal_fault};
use crate::verification::{Error, Reason, Verdict, Verifier};

/// Rows that are looked up with one question to the register: enough to make the question cheap,
/// few enough to keep memory flat.
pub const CHUNK: usize = 4 * TOGETHER;
/// Chunks being looked up, and as many being verified, while others wait.
const AHEAD: usize = 2;

/// Verifies many rows by the register. Cheap to clone.
#[derive(Clone)]
pub struct Bulk {
    store: Store,
    trusted: Arc<[TrustedKey]>,
    frameworks: Arc<[Arc<Framework>]>,
    requirement: Option<Arc<Requirement>>,
    /// Where workbooks are read.
    pub(super) reader: Reader,
}

impl Bulk {
    /// An engine for a verifier with a register; `None` for one without, as codes only point into
    /// a register.
    pub fn new(verifier: &Verifier) -> Option<Self> {
        Some(Self {
            store: verifier.store.clone()?,
            trusted: verifier.trusted.seals.clone().into(),
            frameworks: verifier.frameworks.clone().into(),
            requirement: None,
            reader: verifier.reader.clone(),
        })
    }

    /// With a requirement for each row that has none of its own.
    pub fn requiring(self, requirement: &str) -> Result<Self, RequirementError> {
        let requirement = Requirement::parse(requirement, &self.frameworks)?;
        Ok(Self {
            requirement: Some(Arc::new(requirement)),
            ..self
        })
    }

    /// Answers chunks of rows, each with what the caller wants back beside its answer. Rows keep
    /// their order. The register is asked about the next chunks while the last are verified; no
    /// chunk is taken before there is room for it.
    pub fn answers<T, E>(
        self,
        chunks: impl Stream<Item = Result<Vec<(T, Row)>, E>> + Send,
    ) -> impl Stream<Item = Result<Vec<(T, Answer)>, E>> + Send
    where
        T: Send + 'static,
        E: From<Error> + Send,
    {
        let (looking, judging) = (self.clone(), self);
        chunks
            .map(move |chunk| {
                let bulk = looking.clone();
                async move { Ok(bulk.look_up(chunk?).await?) }
            })
            .buffered(AHEAD)
            .map(move |found: Result<Found<T>, E>| {
                let bulk = judging.clone();
                async move {
                    let found = found?;
                    let judged = tokio::task::spawn_blocking(move || bulk.judge(found));
                    judged
                        .await
                        .map_err(|error| Error::Thread(error.to_string()).into())
                }
            })
            .buffered(AHEAD)
    }

    async fn look_up<T>(&self, rows: Vec<(T, Row)>) -> Result<Found<T>, Error> {
        let rows: Vec<(T, Row, Result<VerificationCode, Answer>)> = rows
            .into_iter()
            .map(|(own, row)| {
                let code = code_of(&row);
                (own, row, code)
            })
            .collect();
        let mut codes: Vec<&VerificationCode> = rows
            .iter()
            .filter_map(|(.., code)| code.as_ref().ok())
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let recorded = match codes.as_slice() {
            [] => Vec::new(),
            codes => self.store.recorded(codes).await?,
        };
        Ok(Found { rows, recorded })
    }

    /// Verifies every signature of a chunk, then judges its rows.
    fn judge<T: Send>(&self, found: Found<T>) -> Vec<(T, Answer)> {
        let opened: Vec<Result<Opened, SealError>> = found
            .recorded
            .par_chunks(TOGETHER)
            .flat_map_iter(|recorded| {
                let seals: Vec<&[u8]> = recorded.iter().map(|it| it.seal.as_slice()).collect();
                credential::open_all(&seals, &self.trusted)
            })
            .collect();
        let recorded = &found.recorded;
        found
            .rows
            .into_par_iter()
            .with_min_len(TOGETHER / 4)
            .map_init(
                || Requirements::new(self),
                |requirements, (own, row, code)| {
                    let certificate = code.and_then(|code| {
                        let place = recorded.binary_search_by(|it| it.code.cmp(&code));
                        let place = place.map_err(|_| {
                            Answer::of(Outcome::NotFound, Reason::new("not-registered"))
                        })?;
                        Ok((&recorded[place], &opened[place]))
                    });
                    let answer = match certificate {
                        Ok((recorded, opened)) => self.about(&row, recorded, opened, requirements),
                        Err(answer) => answer,
                    };
                    (own, answer)
                },
            )
            .collect()
    }

    /// The answer to a row whose certificate was found.
    fn about(
        &self,
        row: &Row,
        recorded: &Recorded,
        opened: &Result<Opened, SealError>,
        requirements: &mut Requirements<'_>,
    ) -> Answer {
        // 1. What is asked can be understood.
        let requirement = match requirements.of(&row.requirement) {
            Ok(requirement) => requirement,
            Err(reason) => return Answer::of(Outcome::InvalidInput, reason),
        };
        let birth_date = match row.birth_date.trim() {
            "" => None,
            given => match results::date(given) {
                Some(date) => Some(date),
                None => return invalid("birth-date-unreadable"),
            },
        };
        // 2. What is registered is what the issuer signed.
        let opened = match opened {
            Ok(opened) if opened.claims.id == recorded.id => opened,
            Ok(_) => return Answer::of(Outcome::NotAuthentic, Reason::new("disagrees")),
            Err(error) => return Answer::of(Outcome::NotAuthentic, seal_fault(error)),
        };
        // 3. Whom it is about, by the signed bytes.
        let claims = &opened.claims;
        let same_day = birth_date.map(|date| date == claims.birth_date);
        let given = Name {
            last: &row.last_name,
            first: &row.first_name,
        };
        let certified = Name {
            last: &claims.last_name,
            first: &claims.first_name,
        };
        let name = names::compare(given, certified, same_day == Some(true));
        let mut answer = Answer {
            outcome: Outcome::Authentic,
            reason: None,
            name,
            birth_date: same_day.map(|same| {
                if same {
                    DateMatch::Same
                } else {
                    DateMatch::Differs
                }
            }),
            requirement: None,
            certificate_id: Some(claims.id),
            exam_date: Some(claims.exam_date),
        };
        // 4. Whether it is in force, then whether it is about the person named.
        (answer.outcome, answer.reason) = outcome(recorded, name, same_day);
        // 5. What was required. A near name is for a person to decide, who needs to know.
        let is_near =
            answer.outcome == Outcome::NameDiffers && name.is_some_and(NameMatch::is_near);
        if answer.outcome == Outcome::Authentic || (is_near && same_day != Some(false)) {
            let framework = self.frameworks.iter().find(|framework| {
                framework.id == claims.framework && framework.version == claims.framework_version
            });
            let framework = framework.map(AsRef::as_ref);
            answer.requirement = requirement.map(|it| it.is_met(claims, framework));
        }
        answer
    }
}

/// A chunk with what the register has about it.
struct Found<T> {
    rows: Vec<(T, Row, Result<VerificationCode, Answer>)>,
    /// Sorted by code, each once.
    recorded: Vec<Recorded>,
}

/// The requirements of a chunk's rows: many rows have few different ones.
struct Requirements<'a> {
    bulk: &'a Bulk,
    read: BTreeMap<String, Result<Requirement, Reason>>,
}

impl<'a> Requirements<'a> {
    fn new(bulk: &'a Bulk) -> Self {
        Self {
            bulk,
            read: BTreeMap::new(),
        }
    }

    /// The requirement of a row, or of all rows.
    fn of(&mut self, text: &str) -> Result<Option<&Requirement>, Reason> {
        if text.trim().is_empty() {
            return Ok(self.bulk.requirement.as_deref());
        }
        let frameworks = &self.bulk.frameworks;
        let read = self.read.entry(text.to_owned()).or_insert_with(|| {
            Requirement::parse(text, frameworks).map_err(|error| error.reason())
        });
        match read {
            Ok(requirement) => Ok(Some(requirement)),
            Err(reason) => Err(reason.clone()),
        }
    }
}

fn invalid(reason: &'static str) -> Answer {
    Answer::of(Outcome::InvalidInput, Reason::new(reason))
}

/// The code of a row; or, if it has none or several, the answer.
fn code_of(row: &Row) -> Result<VerificationCode, Answer> {
    if let Some(fault) = &row.fault {
        return Err(Answer::of(Outcome::InvalidInput, fault.clone()));
    }
    if row.code.trim().is_empty() {
        return Err(invalid("code-missing"));
    }
    let error = match VerificationCode::parse(&row.code) {
        Ok(code) => return Ok(code),
        Err(error) => error,
    };
    let parts = row.code.split([',', ';', '/', '|', '&', '+']);
    let mut codes: Vec<VerificationCode> = parts
        .filter_map(|part| VerificationCode::parse(part).ok())
        .collect();
    // Two codes with white space between them are too long for one, and are read as two.
    if let CodeError::Length(_) = error {
        let words: Vec<&str> = row.code.split_whitespace().collect();
        codes.extend(
            words
                .iter()
                .filter_map(|word| VerificationCode::parse(word).ok()),
        );
    }
    codes.sort_unstable();
    codes.dedup();
    match codes.as_slice() {
        [code] => Ok(code.clone()),
        [] => Err(Answer::of(Outcome::InvalidInput, code_fault(&error))),
        [_, _, ..] => Err(Answer::of(Outcome::Ambiguous, Reason::new("several-codes"))),
    }
}

fn outcome(
    recorded: &Recorded,
    name: Option<NameMatch>,
    same_day: Option<bool>,
) -> (Outcome, Option<Reason>) {
    if let Some((verdict, reason)) = out_of_force(&recorded.standing) {
        let outcome = match verdict {
            Verdict::Suspended => Outcome::Suspended,
            Verdict::Superseded => Outcome::Superseded,
            _ => Outcome::Revoked,
        };
        return (outcome, Some(reason));
    }
    match (name, same_day) {
        (None | Some(NameMatch::Same), None | Some(true)) => (Outcome::Authentic, None),
        (None | Some(NameMatch::Same), Some(false)) => (
            Outcome::BirthDateDiffers,
            Some(Reason::new("birth-date-differs")),
        ),
        (Some(name), _) => (Outcome::NameDiffers, Some(name_reason(name))),
    }
}

fn name_reason(name: NameMatch) -> Reason {
    Reason::new(match name {
        NameMatch::NearSwapped => "name-swapped",
        NameMatch::NearSpelling => "name-spelling",
        NameMatch::NearPart => "name-part",
        NameMatch::NearOtherLastName => "name-other-last",
        NameMatch::Same | NameMatch::Differs => "name-differs",
    })
}
