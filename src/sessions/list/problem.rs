//! Everything that can be wrong with a candidate list, each with its place, its rule and the way to
//! mend it.

use serde::Serialize;

use crate::i18n::{self, FluentValue, Language};
use crate::results::{self, Severity, is_invisible};

/// Longest part of a faulty value that the report repeats, in characters.
const SHOWN: usize = 60;

/// How a list was understood, and everything wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListReport {
    /// Name of the file.
    pub file: String,
    /// Lines with content below the headers.
    pub lines: usize,
    /// Everything wrong, by line.
    pub problems: Vec<Problem>,
}

impl ListReport {
    /// What stops the list.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
    }

    /// Whether nothing of the list is kept.
    pub fn is_refused(&self) -> bool {
        self.errors().next().is_some()
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// Header of the column.
    pub column: Option<String>,
    /// The faulty value, shortened.
    pub value: Option<String>,
    /// Whether it stops the list.
    pub severity: Severity,
    what: What,
    args: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Broken(Rule),
    /// The file could not be read as a table.
    File(Box<results::Problem>),
}

/// The rule that a list, a line or a value breaks. `sessions-rule-<name>` explains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rule {
    /// A column that every list has is missing.
    MissingColumn,
    /// Two columns mean the same.
    DuplicateColumn,
    /// A column that is not known and was not read.
    UnknownColumn,
    /// No line below the headers.
    NoCandidate,
    /// More candidates than one session takes.
    TooManyCandidates,
    /// More or fewer cells than there are columns.
    RowLength,
    /// The error of a spreadsheet's formula.
    NotAValue,
    /// Longer than any name.
    TooLong,
    /// A character that can't be seen.
    Invisible,
    /// A character that no font of the documents has.
    Undrawable,
    /// A required value is missing.
    Missing,
    /// Not a date.
    BadDate,
    /// Born before 1900.
    BornTooEarly,
    /// Born on the day of the exam or later.
    BornAfterExam,
    /// Neither M nor F.
    BadSex,
    /// Not an e-mail address.
    BadMail,
    /// Not a share of time.
    BadExtraTime,
    /// Could be a percentage or a multiple.
    AmbiguousExtraTime,
    /// Neither oui nor empty.
    BadAnswer,
    /// More than one further certification.
    SeveralCertifications,
    /// Nothing tells where the candidate was born.
    BirthPlaceMissing,
    /// Not the name of a country.
    CountryUnknown,
    /// Not the code of a French commune.
    BadInsee,
    /// An INSEE code besides a postal code or a commune.
    InseeAndCommune,
    /// Not a French postal code.
    BadPostalCode,
    /// A postal code without commune.
    CommuneMissing,
    /// A commune without postal code.
    PostalCodeMissing,
    /// Born abroad, and no town.
    TownMissing,
    /// Born abroad, with a postal code.
    PostalCodeAbroad,
    /// Born abroad, with the code of a French commune.
    InseeAbroad,
    /// Outside of schools somebody pays.
    BillingMissing,
    /// In schools nobody does.
    BillingInSchool,
    /// None of the three ways to pay.
    BadBilling,
    /// Prepaid without code.
    PrepaymentCodeMissing,
    /// A code though nothing was prepaid.
    PrepaymentCodeNeedless,
    /// The same person twice.
    DuplicateCandidate,
    /// No session has this number.
    SessionUnknown,
    /// A number and also a new session's place or time.
    SessionTwice,
    /// Not a time.
    BadTime,
    /// The lines of one session name different invigilators.
    InvigilatorsDiffer,
    /// The session has candidates, whom a list of several sessions does not replace.
    SessionHasCandidates,
    /// The session is not to take place.
    SessionCancelled,
    /// None of the further certifications.
    CertificationUnknown,
    /// The person is in the session's list.
    AlreadyListed,
}

impl Problem {
    pub(super) fn new(rule: Rule) -> Self {
        Self {
            line: 0,
            column: None,
            value: None,
            severity: Severity::Error,
            what: What::Broken(rule),
            args: Vec::new(),
        }
    }

    /// The problem of a file that is no table.
    pub(super) fn of_file(problem: results::Problem) -> Self {
        Self {
            line: problem.line,
            column: problem.column.clone(),
            value: problem.value.clone(),
            severity: problem.severity,
            what: What::File(Box::new(problem)),
            args: Vec::new(),
        }
    }

    pub(super) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    pub(super) fn at(mut self, line: u32) -> Self {
        self.line = line;
        self
    }

    pub(super) fn column(mut self, column: &str) -> Self {
        self.column = Some(shortened(column.trim()));
        self
    }

    pub(super) fn value(mut self, value: &str) -> Self {
        self.value = (!value.is_empty()).then(|| shortened(value));
        self
    }

    pub(super) fn arg(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Name of the rule.
    pub fn rule(&self) -> String {
        match &self.what {
            What::Broken(rule) => serde_json::to_value(rule)
                .ok()
                .and_then(|name| name.as_str().map(str::to_owned))
                .unwrap_or_default(),
            What::File(problem) => problem.rule.to_string(),
        }
    }

    /// What is wrong, in one sentence.
    pub fn message(&self, language: Language) -> String {
        match &self.what {
            What::Broken(_) => self.sentence(language, &format!("sessions-rule-{}", self.rule())),
            What::File(problem) => problem.message(language),
        }
    }

    /// How to mend it, in one sentence.
    pub fn remedy(&self, language: Language) -> String {
        match &self.what {
            What::Broken(_) => {
                self.sentence(language, &format!("sessions-rule-{}-remedy", self.rule()))
            }
            What::File(problem) => problem.remedy(language),
        }
    }

    fn sentence(&self, language: Language, id: &str) -> String {
        let column = self.column.as_deref().unwrap_or_default();
        let mut values: Vec<(&str, FluentValue<'_>)> = vec![("column", column.into())];
        values.extend(
            self.args
                .iter()
                .map(|(name, value)| (*name, value.as_str().into())),
        );
        i18n::text_with(language, id, &values)
    }
}

/// A value short enough for a report, with nothing in it that could disturb a terminal.
pub(super) fn shortened(value: &str) -> String {
    let harmless = |c| if is_invisible(c) { '\u{fffd}' } else { c };
    let mut shown: String = value.chars().take(SHOWN).map(harmless).collect();
    if value.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}
