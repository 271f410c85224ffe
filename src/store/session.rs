//! Centres and exam sessions as the register knows them.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Digest;

/// Permanent identifier of a centre: UUID version 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CentreId(pub Uuid);

/// Permanent identifier of a session: UUID version 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SessionId(pub Uuid);

impl std::fmt::Display for CentreId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Display for SessionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Who holds sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Centre {
    /// Its id.
    pub id: CentreId,
    /// Its name as printed.
    pub name: String,
    /// The rules of payment that it has.
    pub kind: CentreKind,
    /// Where it is, as printed.
    pub address: Option<String>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// Grows with every change.
    pub version: u32,
    /// The last change, if there was one.
    pub changed: Option<Changed>,
}

/// Who changed something last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
}

/// What kind of centre it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CentreKind {
    /// A school: nobody pays, and candidates have a class.
    School,
    /// Any other.
    Other,
}

impl CentreKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::School, Self::Other];

    /// The name in the database, in JSON and in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Other => "other",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A room of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Its name as printed.
    pub name: String,
    /// Who watches there.
    pub invigilators: Vec<String>,
    /// How many candidates it takes; as many as there are without it.
    pub places: Option<u32>,
}

/// An exam session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Its number, as the results carry it.
    pub number: String,
    /// The centre that holds it.
    pub centre: Centre,
    /// What is examined.
    pub framework: String,
    /// Where, when that is not the centre's address.
    pub site: Option<String>,
    /// Civil date at the centre.
    pub exam_date: NaiveDate,
    /// Local time of the beginning.
    pub starts_at: NaiveTime,
    /// How long it takes without extra time.
    pub minutes: Option<u32>,
    /// Its rooms, at least one.
    pub rooms: Vec<Room>,
    /// What else the centre wrote down.
    pub notes: Option<String>,
    /// How many candidates its list has.
    pub candidates: u32,
    /// When the list was imported.
    pub imported_at: Option<DateTime<Utc>>,
    /// When the candidates were deleted.
    pub forgotten_at: Option<DateTime<Utc>>,
    /// Since when it is not to take place.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
    /// Grows with every change of the session or its candidates.
    pub version: u32,
    /// The last change, if there was one.
    pub changed: Option<Changed>,
}

/// A session to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExam {
    /// Drawn by whoever makes it.
    pub id: SessionId,
    /// Its number, as the results will carry it.
    pub number: String,
    /// The centre that holds it.
    pub centre: CentreId,
    /// What is examined.
    pub framework: String,
    /// Where, when that is not the centre's address.
    pub site: Option<String>,
    /// Civil date at the centre.
    pub exam_date: NaiveDate,
    /// Local time of the beginning.
    pub starts_at: NaiveTime,
    /// How long it takes without extra time.
    pub minutes: Option<u32>,
    /// Its rooms.
    pub rooms: Vec<Room>,
    /// What else is to be known.
    pub notes: Option<String>,
}

/// The candidates of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewList {
    /// The session.
    pub session: SessionId,
    /// The version of it that whoever stores them saw; 1 of one that is made with them.
    pub version: u32,
    /// The file they were read from.
    pub file: Digest,
    /// What the list says of each, as JSON.
    pub candidates: Vec<Vec<u8>>,
}

/// A candidate as the register keeps him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCandidate {
    /// Place in the session's list, from 1; stays as long as the list does.
    pub place: u32,
    /// What the list says, as JSON.
    pub content: Vec<u8>,
}

/// A list that was read and waits for somebody who looked at what it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDraft {
    /// UUID version 7.
    pub id: Uuid,
    /// The session whose candidates it is to replace.
    pub session: SessionId,
    /// The file.
    pub file: Digest,
    /// The candidates, as JSON.
    pub content: Vec<u8>,
    /// When it was read.
    pub made_at: DateTime<Utc>,
}

/// What became of a change that others may have come before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Stored {
    /// It is stored.
    Done,
    /// A session or a centre has this number or name already.
    Taken,
    /// The session or the centre is no longer as it was seen, or certificates forbid it.
    Outdated,
}

/// Who changes what he saw.
#[derive(Debug, Clone, Copy)]
pub struct Changing<'a> {
    /// The version that was seen.
    pub version: u32,
    /// Who.
    pub operator: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}
