//! Finalized results: what the examination delivered, read from operators' files.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::i18n::Language;

/// One person's finalized result in one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalizedResult {
    /// Where it was read.
    pub line: u32,
    /// The session's number or name at the examination: part of the result's identity.
    pub session: String,
    /// The result's number in the session, when the file has one ("Numéro de certification").
    pub number: Option<String>,
    /// Who sat the exam.
    pub identity: Identity,
    /// Name of the certification centre.
    pub centre: String,
    /// Civil date of the exam at the centre.
    pub exam_date: NaiveDate,
    /// Score, already degraded by the scoring where that applies.
    pub score: u32,
    /// Level of every competence in the framework's order; empty if the file gives none because
    /// nothing is awarded.
    pub levels: Vec<u8>,
    /// How the test went, or what the jury already pronounced.
    pub outcome: Outcome,
    /// Cancelled by the jury.
    pub cancelled: bool,
    /// Fraud established.
    pub fraud: bool,
    /// The global level as the file gives it, to be compared with the one the score implies.
    pub given_global_level: Option<String>,
    /// Number of competences at level ≥ 1 in the candidate's profile before the exam, when supplied.
    pub certifiable_competences: Option<u32>,
    /// Language of the certificate, when the row asks for one.
    pub language: Option<Language>,
}

/// Who sat the exam, as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Family name, NFC.
    pub last_name: String,
    /// First name or names, NFC.
    pub first_name: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Commune, or town and country.
    pub birth_place: String,
    /// Identifier at the school or centre.
    pub local_id: Option<String>,
    /// National student number (INE).
    pub ine: Option<String>,
}

/// How the test went, or what was already pronounced about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// The examination counted answers.
    Measured {
        /// Questions answered.
        answered: u32,
        /// Of these, correct ones: needed by the 2021 regime only.
        correct: Option<u32>,
        /// Why the test ended.
        end: End,
    },
    /// The file only says what the examination's own jury decided (session results export).
    Pronounced(Pronounced),
}

/// Why a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Every question was answered.
    Completed,
    /// The candidate stopped.
    Candidate,
    /// Time ran out.
    Time,
    /// A technical problem stopped the test.
    Technical,
}

/// A decision already taken by the examination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pronounced {
    /// "Validée".
    Validated,
    /// "Non obtenue", "Rejetée".
    Rejected,
    /// "Annulée".
    Cancelled,
}
