//! Importing a candidate list: read and checked whole, then stored whole or not at all.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::candidate::Candidate;
use super::change::done;
use super::difference::{Difference, difference};
use super::draft::people;
use super::list::{Against, Listed, PlannedSession, When, read, session_refused, unknown_session};
use super::{Error, ListReport, candidates, in_thread};
use crate::results::{self, Input, session_scope};
use crate::service::Service;
use crate::store::{Centre, CentreKind, Digest, NewExam, NewList, Room, Session, SessionId};

/// A candidate list.
#[derive(Debug, Clone)]
pub struct Import {
    /// The session it is of; a list that describes sessions needs none.
    pub session: Option<Session>,
    /// The centre whose list it is.
    pub centre: Centre,
    /// Name of the file.
    pub file_name: String,
    /// Its content: CSV, ODS or XLSX.
    pub bytes: Vec<u8>,
    /// Whether to read and check only.
    pub dry_run: bool,
    /// Who imports, for the audit trail.
    pub operator: String,
}

/// What an import stored, or would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Sessions that got candidates, in the order of the list: number and count.
    pub sessions: Vec<(String, usize)>,
    /// How many of them are new.
    pub new: usize,
    /// What the list changes in a session that had candidates.
    pub difference: Option<Difference>,
    /// Warnings about the list.
    pub report: ListReport,
}

/// What an import is to store.
#[derive(Default)]
struct Plan {
    sessions: Vec<NewExam>,
    lists: Vec<NewList>,
    named: Vec<(String, usize)>,
    difference: Option<Difference>,
}

impl Plan {
    fn add(
        &mut self,
        (session, version): (SessionId, u32),
        number: String,
        file: Digest,
        candidates: &[Candidate],
    ) -> Result<(), Error> {
        self.named.push((number, candidates.len()));
        self.lists.push(NewList {
            session,
            version,
            file,
            candidates: contents(candidates)?,
        });
        Ok(())
    }
}

/// Candidates as the register keeps them.
pub(super) fn contents(candidates: &[Candidate]) -> Result<Vec<Vec<u8>>, Error> {
    let contents = candidates.iter().map(serde_json::to_vec);
    contents.collect::<Result<_, _>>().map_err(Error::Candidate)
}

pub(super) fn digest(import: &Import) -> Digest {
    Digest(Sha256::digest(&import.bytes).into())
}

/// Imports a list, in the place of the candidates that its session had. A list of several sessions
/// replaces nobody.
pub async fn import(service: &Service, import: Import) -> Result<Imported, Error> {
    let (listed, report) = read_list(service, &import).await?;
    store(service, &import, listed, report).await
}

/// Stores what was read.
pub(super) async fn store(
    service: &Service,
    import: &Import,
    listed: Option<Listed>,
    mut report: ListReport,
) -> Result<Imported, Error> {
    let file = digest(import);
    let mut plan = Plan::default();
    match (listed, &import.session) {
        (None, _) => return Err(Error::Refused(Box::new(report))),
        (Some(Listed::Candidates(_)), Some(session)) if session.cancelled_at.is_some() => {
            return Err(Error::Cancelled);
        }
        (Some(Listed::Candidates(after)), Some(session)) => {
            let before = candidates(service, session).await?;
            plan.add(
                (session.id, session.version),
                session.number.clone(),
                file,
                &after,
            )?;
            plan.difference = (!before.is_empty()).then(|| difference(before, after));
        }
        (Some(Listed::Candidates(_)), None) => {
            report.problems.push(unknown_session(0, ""));
            return Err(Error::Refused(Box::new(report)));
        }
        (Some(Listed::Sessions(planned)), _) => {
            plan = several(service, import, planned, &mut report).await?;
        }
    }
    if !import.dry_run {
        let at = service.clock.now();
        let stored = service
            .store
            .add_sessions(&plan.sessions, &plan.lists, &import.operator, at)
            .await?;
        // A number that is taken: somebody else was faster in this moment.
        done(stored, "number")?;
    }
    Ok(Imported {
        sessions: plan.named,
        new: plan.sessions.len(),
        difference: plan.difference,
        report,
    })
}

async fn several(
    service: &Service,
    import: &Import,
    planned: Vec<PlannedSession>,
    report: &mut ListReport,
) -> Result<Plan, Error> {
    let file = digest(import);
    let mut plan = Plan::default();
    let mut numbers = Numbers::default();
    for planned in planned {
        let candidates = planned.candidates.clone();
        match existing(service, &planned, &import.centre).await? {
            Found::Session(session) => {
                let cancelled = session.cancelled_at.is_some();
                let listed = session.candidates > 0 && session.forgotten_at.is_none();
                if cancelled || listed {
                    let problem = session_refused(planned.line, &session.number, cancelled);
                    report.problems.push(problem);
                }
                plan.add(
                    (session.id, session.version),
                    session.number,
                    file,
                    &candidates,
                )?;
            }
            Found::Missing(number) => {
                report.problems.push(unknown_session(planned.line, &number));
            }
            Found::ToBeMade => {
                let session = numbers.make(service, planned, &import.centre).await?;
                plan.add((session.id, 1), session.number.clone(), file, &candidates)?;
                plan.sessions.push(session);
            }
        }
    }
    if report.is_refused() {
        return Err(Error::Refused(Box::new(std::mem::take(report))));
    }
    Ok(plan)
}

/// Reading takes seconds for the largest files. A workbook is taken apart where the service reads
/// what strangers send.
pub(super) async fn read_list(
    service: &Service,
    import: &Import,
) -> Result<(Option<Listed>, ListReport), Error> {
    let (name, bytes) = (import.file_name.clone(), import.bytes.clone());
    let lines = if results::is_workbook(&bytes) {
        let workbook = service.reader.workbook(bytes).await?;
        in_thread(move || results::lines_of_workbook(workbook)).await?
    } else {
        in_thread(move || {
            results::lines(&Input {
                file_name: &name,
                bytes: &bytes,
                format: None,
            })
        })
        .await?
    };
    let exam_date = import.session.as_ref().map(|session| session.exam_date);
    let school = import.centre.kind == CentreKind::School;
    let (name, coverage) = (import.file_name.clone(), service.coverage.clone());
    in_thread(move || {
        let against = Against {
            exam_date,
            school,
            coverage: &coverage,
        };
        read(&name, lines, &against)
    })
    .await
}

enum Found {
    Session(Box<Session>),
    Missing(String),
    ToBeMade,
}

/// The session that a line names: one of the same centre.
async fn existing(
    service: &Service,
    plan: &PlannedSession,
    centre: &Centre,
) -> Result<Found, Error> {
    let When::Existing(number) = &plan.when else {
        return Ok(Found::ToBeMade);
    };
    let session = service.store.find_session_numbered(number).await?;
    let session = session.filter(|session| session.centre.id == centre.id);
    Ok(match session {
        Some(session) => Found::Session(Box::new(session)),
        None => Found::Missing(number.clone()),
    })
}

/// Numbers for sessions that come without.
#[derive(Default)]
struct Numbers {
    given: Vec<String>,
}

impl Numbers {
    async fn make(
        &mut self,
        service: &Service,
        plan: PlannedSession,
        centre: &Centre,
    ) -> Result<NewExam, Error> {
        let When::New {
            site,
            room,
            date,
            time,
            invigilators,
            notes,
        } = plan.when
        else {
            return Err(Error::NoCandidates);
        };
        let begins = format!("{}-{}", date.format("%Y%m%d"), time.format("%H%M"));
        let mut next = 1;
        let number = loop {
            let number = format!("{begins}-{next}");
            let known = self.given.contains(&session_scope(&number));
            if !known
                && service
                    .store
                    .find_session_numbered(&number)
                    .await?
                    .is_none()
            {
                break number;
            }
            next += 1;
        };
        self.given.push(session_scope(&number));
        Ok(NewExam {
            id: SessionId(Uuid::now_v7()),
            number,
            centre: centre.id,
            framework: service.framework()?.id.clone(),
            site: Some(site),
            exam_date: date,
            starts_at: time,
            minutes: None,
            rooms: vec![Room {
                name: room,
                invigilators: people(&invigilators),
                places: None,
            }],
            notes,
        })
    }
}
