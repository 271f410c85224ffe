//! A candidate of a session, as read from the centre's list.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::results::{normalise, person_digest};

/// Who is to sit the exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// Place in the list that the register keeps, which names the candidate in addresses; 0 before.
    #[serde(skip)]
    pub place: u32,
    /// Line in the file; 0 of who was added by himself.
    pub line: u32,
    /// Birth name, NFC.
    pub last_name: String,
    /// First name or names, NFC.
    pub first_name: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Sex as the list has it.
    pub sex: Sex,
    /// Place of birth.
    pub birth_place: BirthPlace,
    /// Identifier at the centre.
    pub local_id: Option<String>,
    /// Class, in schools.
    pub class: Option<String>,
    /// Extra time in percent of the exam's.
    pub extra_time: Option<u16>,
    /// Where the convocation goes.
    pub convocation_mail: Option<String>,
    /// Who is told the results besides the candidate.
    pub results_mail: Option<String>,
    /// The further certification that is taken in the same exam, by its label.
    pub complementary: Option<String>,
    /// Who pays, outside of schools.
    pub billing: Option<Billing>,
    /// Code of what was paid before.
    pub prepayment_code: Option<String>,
}

/// Sex as identity papers have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sex {
    /// Female.
    F,
    /// Male.
    M,
}

/// Place of birth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BirthPlace {
    /// Commune or town.
    pub commune: Option<String>,
    /// Postal code, in France.
    pub postal_code: Option<String>,
    /// The commune's official code, in France.
    pub insee: Option<String>,
    /// Country as the list names it.
    pub country: String,
}

/// Who pays for the exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    /// Nobody.
    Free,
    /// The centre, after the exam.
    Paid,
    /// Somebody did before.
    Prepaid,
}

impl Candidate {
    /// The order of every paper: names without case and accents, then the birth date.
    pub(super) fn order(&self) -> (String, String, NaiveDate, u32, u32) {
        let last = normalise(&self.last_name);
        (
            last,
            normalise(&self.first_name),
            self.birth_date,
            self.line,
            self.place,
        )
    }

    /// Tells whether a certificate is this person's.
    pub(super) fn person(&self) -> [u8; 32] {
        person_digest(&self.last_name, &self.first_name, self.birth_date)
    }
}
