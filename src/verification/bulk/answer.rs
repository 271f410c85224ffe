//! What is asked about each row, and what is answered.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::NameMatch;
use super::requirement::Met;
use crate::credential::CertificateId;
use crate::i18n::{self, Language};
use crate::verification::Reason;

/// One row as the asker gives it, empty where nothing is given. Holds personal data: it can't be
/// printed.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Row {
    /// Verification code as typed.
    pub code: String,
    /// Last name to compare.
    pub last_name: String,
    /// First name to compare.
    pub first_name: String,
    /// Birth date to compare: `YYYY-MM-DD` or `DD/MM/YYYY`.
    pub birth_date: String,
    /// What the certificate has to attest: `score ≥ 512`.
    pub requirement: String,
    /// Why the row can't be read at all.
    #[serde(skip)]
    pub fault: Option<Reason>,
}

/// What came of a row. The names are part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Signed by the issuer, in force, and about the person named, as far as one is.
    Authentic,
    /// In force, but about somebody with another name; `name` tells whether it is near.
    NameDiffers,
    /// In force and of that name, but born on another day.
    BirthDateDiffers,
    /// Finally out of force.
    Revoked,
    /// Reversibly out of force.
    Suspended,
    /// Replaced by a corrected certificate.
    Superseded,
    /// No issued certificate has this code.
    NotFound,
    /// The row names several certificates.
    Ambiguous,
    /// The row can't be read.
    InvalidInput,
    /// What the register holds is not what the issuer signed.
    NotAuthentic,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 10] = [
        Self::Authentic,
        Self::NameDiffers,
        Self::BirthDateDiffers,
        Self::Revoked,
        Self::Suspended,
        Self::Superseded,
        Self::NotFound,
        Self::Ambiguous,
        Self::InvalidInput,
        Self::NotAuthentic,
    ];

    /// The name in files: `name_differs`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Authentic => "authentic",
            Self::NameDiffers => "name_differs",
            Self::BirthDateDiffers => "birth_date_differs",
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::Superseded => "superseded",
            Self::NotFound => "not_found",
            Self::Ambiguous => "ambiguous",
            Self::InvalidInput => "invalid_input",
            Self::NotAuthentic => "not_authentic",
        }
    }
}

/// Whether the birth date given is the certified one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateMatch {
    /// It is.
    Same,
    /// It is not.
    Differs,
}

impl DateMatch {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "differs",
        }
    }
}

/// The answer to one row. It tells neither score nor levels, only whether what was asked is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Answer {
    /// What came of it.
    pub outcome: Outcome,
    /// Why it is not authentic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How the name compares, if one was given and the signature verifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<NameMatch>,
    /// How the birth date compares, if one was given and the signature verifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<DateMatch>,
    /// Whether the requirement is met: told of authentic certificates, and of those whose name is
    /// near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<Met>,
    /// Which certificate, if its signature verifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub certificate_id: Option<CertificateId>,
    /// Civil date of the exam, if the signature verifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exam_date: Option<NaiveDate>,
}

impl Answer {
    pub(super) fn of(outcome: Outcome, reason: Reason) -> Self {
        Self {
            outcome,
            reason: Some(reason),
            name: None,
            birth_date: None,
            requirement: None,
            certificate_id: None,
            exam_date: None,
        }
    }

    /// The outcome in one sentence.
    pub fn sentence(&self, language: Language) -> String {
        match &self.reason {
            Some(reason) => reason.sentence(language),
            None => i18n::text(language, "verdict-authentic-explained"),
        }
    }
}

/// How many rows had which outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Summary {
    /// Rows with something in them.
    pub rows: u64,
    /// Rows by outcome.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Rows whose name is near the certified one.
    pub near_names: u64,
    /// Rows by answer to their requirement.
    pub requirements: BTreeMap<Met, u64>,
}

impl Summary {
    /// Counts one more row.
    pub fn count(&mut self, answer: &Answer) {
        self.rows += 1;
        *self.outcomes.entry(answer.outcome).or_default() += 1;
        self.near_names += u64::from(answer.name.is_some_and(NameMatch::is_near));
        if let Some(met) = answer.requirement {
            *self.requirements.entry(met).or_default() += 1;
        }
    }

    /// Whether every row is authentic and meets what is required of it.
    pub fn all_good(&self) -> bool {
        self.outcomes.keys().all(|it| *it == Outcome::Authentic)
            && self.requirements.keys().all(|it| *it == Met::Yes)
    }
}
