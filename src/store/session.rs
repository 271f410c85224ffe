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
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
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
    /// The file they were read from.
    pub file: Digest,
    /// What the list says of each, as JSON.
    pub candidates: Vec<Vec<u8>>,
}
