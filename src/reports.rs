//! Takes reports of suspicious documents: bounded in length and number, told to operators, dealt with
//! once, erased by time. A report changes nothing about a certificate.

use chrono::Duration;
use uuid::Uuid;

use crate::credential::VerificationCode;
use crate::service::Service;
use crate::store::{self, DocumentReport, Handled, ReportOutcome};
use crate::verification::{self, Asked, Input, Verdict};

/// Longest text of each part, in characters.
const MOST_WHAT: usize = 4000;
const MOST_ORIGIN: usize = 1000;
const MOST_CONTACT: usize = 200;
const MOST_CODE: usize = 80;

/// Longest note of an operator, in characters.
pub const MOST_NOTE: usize = 2000;

/// Reports that are kept of one day.
const MOST_A_DAY: u32 = 500;

/// What somebody wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// What is suspicious.
    pub what: String,
    /// Where the document came from.
    pub origin: String,
    /// How to reach the writer; empty if they don't say.
    pub contact: String,
    /// The code on the document; empty if they don't say.
    pub code: String,
}

/// A part of a report, and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing says what is suspicious.
    NoWhat,
    /// Nothing says where the document came from.
    NoOrigin,
    /// A part is too long.
    TooLong(Part),
}

/// A part of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What is suspicious.
    What,
    /// Where the document came from.
    Origin,
    /// How to reach the writer.
    Contact,
    /// The code on the document.
    Code,
}

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is kept.
    Kept,
    /// Parts of it break rules; nothing is kept.
    Faulty(Vec<Fault>),
    /// Too many came today; nothing is kept.
    TooMany,
}

impl Part {
    /// Its longest text, in characters.
    pub fn most(self) -> usize {
        match self {
            Self::What => MOST_WHAT,
            Self::Origin => MOST_ORIGIN,
            Self::Contact => MOST_CONTACT,
            Self::Code => MOST_CODE,
        }
    }
}

impl Written {
    /// Everything that is wrong with it, in the order of the form.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.what.trim().is_empty() {
            faults.push(Fault::NoWhat);
        }
        if self.origin.trim().is_empty() {
            faults.push(Fault::NoOrigin);
        }
        let parts = [
            (Part::What, &self.what),
            (Part::Origin, &self.origin),
            (Part::Contact, &self.contact),
            (Part::Code, &self.code),
        ];
        let long = parts
            .into_iter()
            .filter(|(part, text)| text.trim().chars().count() > part.most());
        faults.extend(long.map(|(part, _)| Fault::TooLong(part)));
        faults
    }
}

/// Why a report could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// The code that was named could not be looked up.
    #[error(transparent)]
    Verification(#[from] verification::Error),
}

/// Keeps a report for the operators, with what a look-up of its code answers now: it may be otherwise
/// when they read it.
pub async fn take(service: &Service, written: &Written) -> Result<Taken, Error> {
    let faults = written.faults();
    if !faults.is_empty() {
        return Ok(Taken::Faulty(faults));
    }
    let now = service.clock.now();
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let report = DocumentReport {
        id: Uuid::now_v7(),
        at: now,
        what: written.what.trim().to_owned(),
        origin: written.origin.trim().to_owned(),
        contact: given(&written.contact),
        verdict: match VerificationCode::parse(&written.code) {
            Ok(code) => Some(verdict(service, &code).await?.name().to_owned()),
            Err(_) => None,
        },
        code: given(&written.code),
        handled: None,
    };
    let since = now - Duration::days(1);
    let kept = service.store.add_report(&report, since, MOST_A_DAY).await?;
    Ok(if kept { Taken::Kept } else { Taken::TooMany })
}

/// What a look-up of a code answers now.
pub async fn verdict(service: &Service, code: &VerificationCode) -> Result<Verdict, Error> {
    let input = Input::Code(code.as_str().to_owned());
    let (verifier, now) = (service.verifier(), service.clock.now());
    let told = verification::verify(&verifier, input, &Asked::default(), now).await?;
    Ok(told.verdict)
}

/// Records how an operator dealt with a report. `false` if somebody already did.
pub async fn handle(
    service: &Service,
    id: Uuid,
    outcome: ReportOutcome,
    note: &str,
    operator: &str,
) -> Result<bool, store::Error> {
    let handled = Handled {
        at: service.clock.now(),
        by: operator.to_owned(),
        outcome: Some(outcome),
        note: Some(note.trim().to_owned()).filter(|note| !note.is_empty()),
    };
    service.store.handle_report(id, &handled).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_too_long_is_named() {
        let empty = Written::default();
        assert_eq!(empty.faults(), [Fault::NoWhat, Fault::NoOrigin]);
        let good = Written {
            what: "Le score a été gratté.".into(),
            origin: "é".repeat(MOST_ORIGIN),
            ..Written::default()
        };
        assert_eq!(good.faults(), []);
        let long = Written {
            code: "7".repeat(MOST_CODE + 1),
            ..good
        };
        assert_eq!(long.faults(), [Fault::TooLong(Part::Code)]);
    }
}
