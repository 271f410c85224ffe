//! The papers of a session: who sits where is worked out, the document room draws.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::{Stream, stream};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::candidate::Candidate;
use super::seating::{Seated, seat};
use super::{Error, candidates, in_thread};
use crate::document::{
    PrintedCandidate, PrintedRoom, PrintedSession, SessionPaper, draw_session_paper,
};
use crate::i18n::Language;
use crate::service::Service;
use crate::store::Session;

/// A paper, with the name of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Who is there, a sheet a room.
    Attendance,
    /// What went wrong, a report a room.
    Incidents,
    /// All convocations in one file.
    Convocations,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Self; 3] = [Self::Attendance, Self::Incidents, Self::Convocations];

    /// The name in addresses, commands and file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Attendance => "attendance",
            Self::Incidents => "incidents",
            Self::Convocations => "convocations",
        }
    }

    /// The paper with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.name() == name)
    }

    fn drawn_as(self) -> SessionPaper {
        match self {
            Self::Attendance => SessionPaper::Attendance,
            Self::Incidents => SessionPaper::Incidents,
            Self::Convocations => SessionPaper::Convocations,
        }
    }
}

/// How a specimen shows names of every length; nobody is called so.
const INVENTED: [(&str, &str); 3] = [
    ("Kervadec-Oduya", "Maëlle"),
    ("Lefèvre", "Noé"),
    (
        "Montgolfier-Saint-Barthélemy de la Rochefoucauld",
        "Marie-Charlotte",
    ),
];

/// A paper as it will look, with invented candidates and marked so.
pub async fn specimen(
    service: &Service,
    session: &Session,
    paper: Paper,
    language: Language,
) -> Result<Vec<u8>, Error> {
    let rooms = seat(Vec::new(), &session.rooms);
    let mut printed = printed(service, session, &rooms, language)?;
    printed.specimen = true;
    printed.rooms.truncate(1);
    for room in &mut printed.rooms {
        let candidates = INVENTED.into_iter().zip([None, Some(33), None]);
        room.candidates = candidates
            .map(|((last_name, first_name), extra_time)| PrintedCandidate {
                last_name: last_name.to_owned(),
                first_name: first_name.to_owned(),
                birth_date: chrono::NaiveDate::default(),
                mark: None,
                extra_time,
                complementary: None,
            })
            .collect();
    }
    let drawn = in_thread(move || draw_session_paper(paper.drawn_as(), &printed, language));
    Ok(drawn.await??)
}

/// A paper of a session as PDF. An incident report needs no candidates.
pub async fn paper(
    service: &Service,
    session: &Session,
    paper: Paper,
    language: Language,
) -> Result<Vec<u8>, Error> {
    let candidates = expected(service, session).await?;
    if candidates.is_empty() && paper != Paper::Incidents {
        return Err(Error::NoCandidates);
    }
    let mut rooms = seat(candidates, &session.rooms);
    if paper == Paper::Attendance {
        // Nobody signs where nobody sits.
        rooms.retain(|room| !room.candidates.is_empty());
    }
    let printed = printed(service, session, &rooms, language)?;
    let drawn = in_thread(move || draw_session_paper(paper.drawn_as(), &printed, language));
    Ok(drawn.await??)
}

/// Who is expected: nobody where nothing takes place.
async fn expected(service: &Service, session: &Session) -> Result<Vec<Candidate>, Error> {
    if session.cancelled_at.is_some() {
        return Err(Error::Cancelled);
    }
    candidates(service, session).await
}

/// What a session's papers say.
fn printed(
    service: &Service,
    session: &Session,
    rooms: &[Seated],
    language: Language,
) -> Result<PrintedSession, Error> {
    let framework = service.framework_named(&session.framework)?;
    let lines = |text: &Option<String>| -> Vec<String> {
        let lines = text.iter().flat_map(|text| text.lines());
        lines
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Ok(PrintedSession {
        issuer: service.config.issuer.name.clone(),
        exam: framework.title.get(language).to_owned(),
        number: session.number.clone(),
        centre: session.centre.name.clone(),
        address: [lines(&session.site), lines(&session.centre.address)].concat(),
        date: session.exam_date,
        time: session.starts_at,
        minutes: session.minutes,
        notes: session.notes.clone(),
        rooms: rooms.iter().map(printed_room).collect(),
        at: service.clock.now(),
        specimen: false,
    })
}

fn printed_room(seated: &Seated) -> PrintedRoom {
    PrintedRoom {
        name: seated.room.name.clone(),
        invigilators: seated.room.invigilators.clone(),
        candidates: seated.candidates.iter().map(printed_candidate).collect(),
    }
}

fn printed_candidate(candidate: &Candidate) -> PrintedCandidate {
    PrintedCandidate {
        last_name: candidate.last_name.clone(),
        first_name: candidate.first_name.clone(),
        birth_date: candidate.birth_date,
        mark: candidate
            .class
            .clone()
            .or_else(|| candidate.local_id.clone()),
        extra_time: candidate.extra_time,
        complementary: candidate.complementary.clone(),
    }
}

/// The convocations, a file each, as a ZIP archive that grows while it is sent: one convocation in
/// memory at a time.
pub async fn convocations_zip(
    service: &Service,
    session: &Session,
    language: Language,
) -> Result<impl Stream<Item = Result<Vec<u8>, Error>> + Send + use<>, Error> {
    let candidates = expected(service, session).await?;
    if candidates.is_empty() {
        return Err(Error::NoCandidates);
    }
    let rooms = seat(candidates, &session.rooms);
    let whole = printed(service, session, &rooms, language)?;
    let alone = |room: &PrintedRoom, candidate: &PrintedCandidate| PrintedSession {
        rooms: vec![PrintedRoom {
            candidates: vec![candidate.clone()],
            ..room.clone()
        }],
        ..whole.clone()
    };
    let letters = whole
        .rooms
        .iter()
        .flat_map(|room| {
            room.candidates
                .iter()
                .map(move |candidate| (room, candidate))
        })
        .map(|(room, candidate)| alone(room, candidate));
    let written = Written::default();
    let growing = Growing {
        letters: letters.enumerate().collect(),
        zip: Some(ZipWriter::new_stream(written.clone())),
        written,
        language,
    };
    Ok(stream::try_unfold(growing, |mut growing| async move {
        let bytes = growing.grow().await?;
        Ok(bytes.map(|bytes| (bytes, growing)))
    }))
}

struct Growing {
    letters: VecDeque<(usize, PrintedSession)>,
    /// Taken at the end.
    zip: Option<ZipWriter<StreamWriter<Written>>>,
    written: Written,
    language: Language,
}

impl Growing {
    /// What the next convocation, or the end, adds to the archive.
    async fn grow(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let Some(zip) = &mut self.zip else {
            return Ok(None);
        };
        if let Some((number, letter)) = self.letters.pop_front() {
            let language = self.language;
            let name = file_name(number + 1, &letter);
            let paper = SessionPaper::Convocations;
            let pdf = in_thread(move || draw_session_paper(paper, &letter, language)).await??;
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Stored)
                .unix_permissions(0o600);
            zip.start_file(name, options)?;
            zip.write_all(&pdf).map_err(ZipError::Io)?;
        } else if let Some(zip) = self.zip.take() {
            zip.finish()?;
        }
        Ok(Some(self.written.take()))
    }
}

/// Place in the alphabet and name: whoever sends the files must find the person.
fn file_name(number: usize, letter: &PrintedSession) -> String {
    let candidate = letter
        .rooms
        .first()
        .and_then(|room| room.candidates.first());
    let name = candidate.map_or_else(String::new, |candidate| {
        format!(
            "{} {}",
            candidate.last_name.to_uppercase(),
            candidate.first_name
        )
    });
    let readable: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .take(60)
        .collect();
    format!("{number:04}_{}.pdf", readable.trim_matches('-'))
}

/// What was written and not yet sent.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
