//! Centres and sessions as people enter them: every field is checked, every fault reported together.

use chrono::{NaiveDate, NaiveTime};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::Error;
use super::change::done;
use super::list::time_of_day;
use crate::i18n::{Language, text};
use crate::results::{is_invisible, normalise};
use crate::service::Service;
use crate::store::{Centre, CentreId, CentreKind, NewExam, Room, Session, SessionId};

/// Longest text of a line, in characters.
const LINE: usize = 200;
/// Longest text of several lines.
const TEXT: usize = 1_000;
/// Most rooms of a session.
const MOST_ROOMS: usize = 50;
/// Most invigilators in a room.
const MOST_INVIGILATORS: usize = 10;
/// An exam takes no longer.
const MOST_MINUTES: u32 = 24 * 60;

/// A field that can't be used, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The field's name in forms.
    pub field: &'static str,
    /// The rule it breaks: `sessions-fault-<rule>` explains it.
    pub rule: &'static str,
}

impl Fault {
    /// What is wrong, in one sentence.
    pub fn message(&self, language: Language) -> String {
        text(language, &format!("sessions-fault-{}", self.rule))
    }
}

/// A centre to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreDraft {
    /// Its name as printed.
    pub name: String,
    /// The rules of payment that it has.
    pub kind: CentreKind,
    /// Where it is: lines.
    pub address: String,
}

/// A session to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionDraft {
    /// Its number, as the results will carry it.
    pub number: String,
    /// The centre that holds it.
    pub centre: Option<CentreId>,
    /// What is examined; the configured framework without it.
    pub framework: Option<String>,
    /// Where, when that is not the centre's address.
    pub site: String,
    /// Civil date at the centre.
    pub exam_date: Option<NaiveDate>,
    /// Local time of the beginning.
    pub starts_at: Option<NaiveTime>,
    /// How long it takes without extra time.
    pub minutes: Option<u32>,
    /// Its rooms.
    pub rooms: Vec<Room>,
    /// What else is to be known.
    pub notes: String,
}

struct Check<'a> {
    service: &'a Service,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, field: &'static str, rule: &'static str) {
        if !self.faults.iter().any(|fault| fault.field == field) {
            self.faults.push(Fault { field, rule });
        }
    }

    /// A text in NFC that can be printed.
    fn text(&mut self, field: &'static str, given: &str, most: usize) -> String {
        let text: String = given.trim().replace("\r\n", "\n").nfc().collect();
        if text.chars().nth(most).is_some() {
            self.fault(field, "too-long");
        } else if text.chars().any(|c| c != '\n' && is_invisible(c)) {
            self.fault(field, "invisible");
        } else if !self
            .service
            .coverage
            .missing(&text.replace('\n', " "))
            .is_empty()
        {
            self.fault(field, "undrawable");
        }
        text
    }

    fn required(&mut self, field: &'static str, given: &str) -> String {
        let text = self.text(field, given, LINE);
        if normalise(&text).is_empty() {
            self.fault(field, "missing");
        }
        text
    }

    fn done(self) -> Result<(), Error> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.faults))
        }
    }
}

/// Adds a centre.
pub async fn add_centre(
    service: &Service,
    draft: CentreDraft,
    operator: &str,
) -> Result<Centre, Error> {
    let (name, address) = centre_details(service, &draft)?;
    let centre = Centre {
        id: CentreId(Uuid::now_v7()),
        name,
        kind: draft.kind,
        address,
        created_at: service.clock.now(),
        version: 1,
        changed: None,
    };
    if service.store.add_centre(&centre, operator).await? {
        Ok(centre)
    } else {
        Err(taken("name"))
    }
}

/// A centre's name and address, if they can be printed.
pub(super) fn centre_details(
    service: &Service,
    draft: &CentreDraft,
) -> Result<(String, Option<String>), Error> {
    let mut check = Check {
        service,
        faults: Vec::new(),
    };
    let name = check.required("name", &draft.name);
    let address = check.text("address", &draft.address, TEXT);
    check.done()?;
    Ok((name, (!address.is_empty()).then_some(address)))
}

/// Makes a session without candidates.
pub async fn add_session(
    service: &Service,
    draft: SessionDraft,
    operator: &str,
) -> Result<Session, Error> {
    let new = checked(service, draft, SessionId(Uuid::now_v7())).await?;
    let at = service.clock.now();
    let store = &service.store;
    let stored = store
        .add_sessions(std::slice::from_ref(&new), &[], operator, at)
        .await?;
    done(stored, "number")?;
    let session = store.find_session(new.id).await?;
    session.ok_or_else(|| taken("number"))
}

/// The session as it can be recorded under an id.
pub(super) async fn checked(
    service: &Service,
    draft: SessionDraft,
    id: SessionId,
) -> Result<NewExam, Error> {
    let mut check = Check {
        service,
        faults: Vec::new(),
    };
    let number = check.required("number", &draft.number);
    let site = check.text("site", &draft.site, LINE);
    let notes = check.text("notes", &draft.notes, TEXT);
    let framework = match draft.framework {
        Some(id) => id,
        None => service.framework()?.id.clone(),
    };
    if service.framework_named(&framework).is_err() {
        check.fault("framework", "unknown");
    }
    let centres = service.store.centres().await?;
    let centre = draft
        .centre
        .filter(|id| centres.iter().any(|centre| centre.id == *id));
    if centre.is_none() {
        check.fault("centre", "missing");
    }
    if draft.exam_date.is_none() {
        check.fault("date", "bad-date");
    }
    if draft.starts_at.is_none() {
        check.fault("time", "bad-time");
    }
    if draft
        .minutes
        .is_some_and(|minutes| !(1..=MOST_MINUTES).contains(&minutes))
    {
        check.fault("minutes", "bad-minutes");
    }
    let rooms = rooms(&mut check, draft.rooms);
    let (Some(centre), Some(exam_date), Some(starts_at)) =
        (centre, draft.exam_date, draft.starts_at)
    else {
        return Err(Error::Invalid(check.faults));
    };
    check.done()?;
    Ok(NewExam {
        id,
        number,
        centre,
        framework,
        site: (!site.is_empty()).then_some(site),
        exam_date,
        starts_at,
        minutes: draft.minutes,
        rooms,
        notes: (!notes.is_empty()).then_some(notes),
    })
}

fn rooms(check: &mut Check<'_>, given: Vec<Room>) -> Vec<Room> {
    if given.is_empty() {
        check.fault("rooms", "missing");
    }
    if given.len() > MOST_ROOMS {
        check.fault("rooms", "too-many-rooms");
    }
    let mut names = std::collections::BTreeSet::new();
    let mut rooms = Vec::new();
    for room in given.into_iter().take(MOST_ROOMS) {
        let name = check.required("rooms", &room.name);
        if !names.insert(normalise(&name)) {
            check.fault("rooms", "same-room");
        }
        if room.places == Some(0) {
            check.fault("rooms", "no-places");
        }
        if room.invigilators.len() > MOST_INVIGILATORS {
            check.fault("rooms", "too-many-invigilators");
        }
        let invigilators = room.invigilators.iter();
        let invigilators = invigilators.map(|who| check.text("rooms", who, LINE));
        rooms.push(Room {
            name,
            invigilators: invigilators.filter(|who| !who.is_empty()).collect(),
            places: room.places,
        });
    }
    rooms
}

fn taken(field: &'static str) -> Error {
    let rule = "taken";
    Error::Invalid(vec![Fault { field, rule }])
}

/// Rooms as one would type them.
pub fn write_rooms(rooms: &[Room]) -> String {
    let lines = rooms.iter().map(|room| {
        let places = room.places.map(|places| format!(" = {places}"));
        let invigilators = room.invigilators.join(", ");
        let separator = if invigilators.is_empty() { "" } else { ": " };
        let places = places.unwrap_or_default();
        format!("{}{places}{separator}{invigilators}", room.name)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Rooms as they are typed, one a line: `Salle 101 = 20 : Ana Beltrán, Hortense Sow`. Places and
/// invigilators may be left out. `None`: places that are no number.
pub fn read_rooms(typed: &str) -> Option<Vec<Room>> {
    typed
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (room, invigilators) = line.split_once(':').unwrap_or((line, ""));
            let (name, places) = match room.split_once('=') {
                Some((name, places)) => (name, Some(places.trim().parse().ok()?)),
                None => (room, None),
            };
            Some(Room {
                name: name.trim().to_owned(),
                invigilators: people(invigilators),
                places,
            })
        })
        .collect()
}

/// `Ana Beltrán, Hortense Sow` as two.
pub(super) fn people(typed: &str) -> Vec<String> {
    typed
        .split([',', ';', '\n'])
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// A time of day as people type it: `9:30`, `9 h 30`.
pub fn read_time(typed: &str) -> Option<NaiveTime> {
    time_of_day(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_typed_one_a_line() {
        let rooms = read_rooms("Salle 101 = 20 : Ana Beltrán, Hortense Sow\n\n CDI \n").unwrap();
        assert_eq!(rooms.len(), 2);
        assert_eq!(
            (rooms[0].name.as_str(), rooms[0].places),
            ("Salle 101", Some(20))
        );
        assert_eq!(rooms[0].invigilators, ["Ana Beltrán", "Hortense Sow"]);
        assert_eq!((rooms[1].name.as_str(), rooms[1].places), ("CDI", None));
        assert_eq!(read_rooms("Salle = vingt"), None);
        assert_eq!(read_rooms(&write_rooms(&rooms)), Some(rooms));
    }
}
