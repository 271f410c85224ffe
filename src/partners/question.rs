//! The forms that a search can have, and what can be wrong with one: all of it is named.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::credential::{CertificateId, VerificationCode};
use crate::results::{ine, person_digest, uai};

/// Longest name.
const MOST_CHARACTERS: usize = 500;
/// Every field that a search can have.
const FIELDS: [&str; 6] = [
    "ine",
    "organizationUai",
    "lastName",
    "firstName",
    "birthdate",
    "verificationCode",
];

/// Who is meant.
#[derive(Clone, PartialEq, Eq)]
pub enum Question {
    /// The holder of a national student number, in capitals.
    Ine(String),
    /// A pupil of a school.
    Pupil {
        /// The school's number, in capitals.
        organization_uai: String,
        /// Last name, in any spelling.
        last_name: String,
        /// First name, in any spelling.
        first_name: String,
        /// Date of birth.
        birth_date: NaiveDate,
    },
    /// Whoever shows this code.
    Code(VerificationCode),
    /// A certificate that was asked about before.
    Certificate(CertificateId),
}

/// A question is about a person: it never reaches a log through `{:?}`.
impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ine(_) => "Question::Ine(…)",
            Self::Pupil { .. } => "Question::Pupil(…)",
            Self::Code(_) => "Question::Code(…)",
            Self::Certificate(_) => "Question::Certificate(…)",
        })
    }
}

/// One thing that is wrong with a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The field; empty for the whole.
    pub field: &'static str,
    /// The rule that it breaks.
    pub rule: &'static str,
}

impl Question {
    /// Reads a search: exactly one of `{ine}`, `{organizationUai, lastName, firstName, birthdate}` and
    /// `{verificationCode}`.
    pub fn read(value: &Value) -> Result<Self, Vec<Fault>> {
        let Value::Object(given) = value else {
            return Err(vec![fault("", "wrong-type")]);
        };
        if given.keys().any(|key| !FIELDS.contains(&key.as_str())) {
            return Err(vec![fault("", "unknown-field")]);
        }
        let has = |field: &str| given.contains_key(field);
        let by_pupil = FIELDS[1..5].iter().any(|field| has(field));
        match (has("ine"), by_pupil, has("verificationCode")) {
            (true, false, false) => Ok(Self::Ine(field(given, "ine", "ine", ine)?)),
            (false, true, false) => Self::pupil(given),
            (false, false, true) => {
                let read = |text: &str| VerificationCode::parse(text).ok();
                Ok(Self::Code(field(given, FIELDS[5], "code", read)?))
            }
            _ => Err(vec![fault("", "one-form")]),
        }
    }

    fn pupil(given: &Map<String, Value>) -> Result<Self, Vec<Fault>> {
        let school = field(given, "organizationUai", "uai", uai);
        let last = field(given, "lastName", "name", name);
        let first = field(given, "firstName", "name", name);
        let birth = field(given, "birthdate", "date", date);
        match (school, last, first, birth) {
            (Ok(organization_uai), Ok(last_name), Ok(first_name), Ok(birth_date)) => {
                Ok(Self::Pupil {
                    organization_uai,
                    last_name,
                    first_name,
                    birth_date,
                })
            }
            (school, last, first, birth) => {
                let faults = [school.err(), last.err(), first.err(), birth.err()];
                Err(faults.into_iter().flatten().flatten().collect())
            }
        }
    }

    /// The person's digest, where names and birth date say who is meant.
    pub(super) fn person(&self) -> Option<[u8; 32]> {
        match self {
            Self::Pupil {
                last_name,
                first_name,
                birth_date,
                ..
            } => Some(person_digest(last_name, first_name, *birth_date)),
            Self::Ine(_) | Self::Code(_) | Self::Certificate(_) => None,
        }
    }
}

fn fault(field: &'static str, rule: &'static str) -> Fault {
    Fault { field, rule }
}

fn field<T>(
    given: &Map<String, Value>,
    name: &'static str,
    rule: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Vec<Fault>> {
    let rule = match given.get(name) {
        None => "missing-field",
        Some(Value::String(text)) => match read(text.trim()) {
            Some(value) => return Ok(value),
            None => rule,
        },
        Some(_) => "wrong-type",
    };
    Err(vec![fault(name, rule)])
}

fn name(text: &str) -> Option<String> {
    let long = text.chars().nth(MOST_CHARACTERS).is_some();
    (!text.is_empty() && !long).then(|| text.to_owned())
}

/// `YYYY-MM-DD` and nothing else.
fn date(text: &str) -> Option<NaiveDate> {
    let date: NaiveDate = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(value: &Value) -> Vec<(&'static str, &'static str)> {
        let faults = Question::read(value).unwrap_err();
        faults.iter().map(|it| (it.field, it.rule)).collect()
    }

    #[test]
    fn each_of_the_three_forms_is_read() {
        let ine = Question::read(&json!({"ine": " 123456789ab "}));
        assert_eq!(ine, Ok(Question::Ine("123456789AB".into())));
        let ina = Question::read(&json!({"ine": "0123456789Z"}));
        assert_eq!(ina, Ok(Question::Ine("0123456789Z".into())));
        let pupil = json!({
            "organizationUai": "0290123k", "lastName": "Kervadec", "firstName": "Maëlle",
            "birthdate": "1998-03-14",
        });
        let read = Question::read(&pupil).unwrap();
        let same = json!({
            "organizationUai": "0290123K", "lastName": "KERVADEC", "firstName": "maelle",
            "birthdate": "1998-03-14",
        });
        assert_eq!(read.person(), Question::read(&same).unwrap().person());
        let code = VerificationCode::from_random([7; 9]);
        for text in [code.grouped(), code.as_str().to_lowercase()] {
            let read = Question::read(&json!({"verificationCode": text}));
            assert_eq!(read, Ok(Question::Code(code.clone())));
        }
    }

    #[test]
    fn exactly_one_form_is_asked_for() {
        for value in [
            json!({}),
            json!({"ine": "123456789AB", "verificationCode": "7K2M-9QXT-4BWF-HR"}),
            json!({"ine": "123456789AB", "lastName": "Kervadec"}),
        ] {
            assert_eq!(faults(&value), [("", "one-form")], "{value}");
        }
        assert_eq!(
            faults(&json!({"ine": "123456789AB", "code": 1})),
            [("", "unknown-field")]
        );
        for value in [json!([]), json!(null), json!("123456789AB")] {
            assert_eq!(faults(&value), [("", "wrong-type")], "{value}");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_named() {
        let all = json!({"organizationUai": "29", "lastName": "", "birthdate": "14/03/1998"});
        let expected = [
            ("organizationUai", "uai"),
            ("lastName", "name"),
            ("firstName", "missing-field"),
            ("birthdate", "date"),
        ];
        assert_eq!(faults(&all), expected);
        assert_eq!(faults(&json!({"ine": "12345"})), [("ine", "ine")]);
        assert_eq!(faults(&json!({"ine": 12345})), [("ine", "wrong-type")]);
        let theirs = json!({"verificationCode": "P-12345678"});
        assert_eq!(faults(&theirs), [("verificationCode", "code")]);
        for text in ["1998-3-14", "1998-02-30", "98-03-14", "+1998-03-14"] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(name(&"a".repeat(501)), None);
    }

    #[test]
    fn a_question_shows_nobody_in_a_log() {
        let pupil = Question::Ine("123456789AB".into());
        assert!(!format!("{pupil:?}").contains("123"));
    }
}
