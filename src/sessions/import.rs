//! Importing a candidate list: read and checked whole, then stored whole or not at all.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::candidate::Candidate;
use super::draft::people;
use super::list::{Against, Listed, PlannedSession, When, read, unknown_session};
use super::{Error, ListReport, in_thread};
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
    /// Warnings about the list.
    pub report: ListReport,
}

/// Imports a list, in the place of the candidates that its sessions had.
pub async fn import(service: &Service, import: Import) -> Result<Imported, Error> {
    let digest = Digest(Sha256::digest(&import.bytes).into());
    let (listed, mut report) = read_list(service, &import).await?;
    let Some(listed) = listed else {
        return Err(Error::Refused(Box::new(report)));
    };
    let store = &service.store;
    let mut new = Vec::new();
    let mut lists = Vec::new();
    let mut named = Vec::new();
    let mut add = |id: SessionId, number: String, candidates: &[Candidate]| {
        named.push((number, candidates.len()));
        let contents = candidates.iter().map(serde_json::to_vec);
        let candidates = contents
            .collect::<Result<_, _>>()
            .map_err(Error::Candidate)?;
        lists.push(NewList {
            session: id,
            file: digest,
            candidates,
        });
        Ok::<_, Error>(())
    };
    match (listed, &import.session) {
        (Listed::Candidates(candidates), Some(session)) => {
            add(session.id, session.number.clone(), &candidates)?;
        }
        (Listed::Candidates(_), None) => {
            report.problems.push(unknown_session(0, ""));
            return Err(Error::Refused(Box::new(report)));
        }
        (Listed::Sessions(planned), _) => {
            let mut numbers = Numbers::default();
            for plan in planned {
                let candidates = plan.candidates.clone();
                match existing(service, &plan, &import.centre).await? {
                    Found::Session(session) => add(session.id, session.number, &candidates)?,
                    Found::Missing(number) => {
                        report.problems.push(unknown_session(plan.line, &number));
                    }
                    Found::ToBeMade => {
                        let session = numbers.make(service, plan, &import.centre).await?;
                        add(session.id, session.number.clone(), &candidates)?;
                        new.push(session);
                    }
                }
            }
            if report.is_refused() {
                return Err(Error::Refused(Box::new(report)));
            }
        }
    }
    if !import.dry_run {
        let at = service.clock.now();
        let taken = store
            .add_sessions(&new, &lists, &import.operator, at)
            .await?;
        if let Some(number) = taken {
            // Somebody else took it in this moment.
            let fault = super::Fault {
                field: "number",
                rule: "taken",
            };
            tracing::info!(number, "the number of a new session was taken");
            return Err(Error::Invalid(vec![fault]));
        }
    }
    Ok(Imported {
        sessions: named,
        new: new.len(),
        report,
    })
}

/// Reading takes seconds for the largest files. A workbook is taken apart where the service reads
/// what strangers send.
async fn read_list(
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
