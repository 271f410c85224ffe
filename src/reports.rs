//! Takes reports of suspicious documents: bounded in length and number, told to operators, erased by
//! time. A report changes nothing about a certificate.

use chrono::Duration;
use uuid::Uuid;

use crate::service::Service;
use crate::store::{self, DocumentReport};

/// Longest text of each part, in characters.
const MOST_WHAT: usize = 4000;
const MOST_ORIGIN: usize = 1000;
const MOST_CONTACT: usize = 200;
const MOST_CODE: usize = 80;

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

/// Keeps a report for the operators.
pub async fn take(service: &Service, written: &Written) -> Result<Taken, store::Error> {
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
        code: given(&written.code),
        handled_at: None,
        handled_by: None,
    };
    let since = now - Duration::days(1);
    let kept = service.store.add_report(&report, since, MOST_A_DAY).await?;
    Ok(if kept { Taken::Kept } else { Taken::TooMany })
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
