//! Which column of an asker's file holds what: found out from French or English headers, or told.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::Row;
use crate::i18n::{self, FluentValue, Language};
use crate::results::{PersonColumn, normalise, person_column};
use crate::verification::Reason;

/// What is asked about in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Verification code.
    Code,
    /// Last name.
    LastName,
    /// First name.
    FirstName,
    /// Birth date.
    BirthDate,
    /// What the certificate has to attest.
    Requirement,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 5] = [
        Self::Code,
        Self::LastName,
        Self::FirstName,
        Self::BirthDate,
        Self::Requirement,
    ];

    /// The name in commands and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::LastName => "last_name",
            Self::FirstName => "first_name",
            Self::BirthDate => "birth_date",
            Self::Requirement => "requirement",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, UnknownField> {
        let wanted = text.trim().replace('-', "_");
        let mut all = Self::ALL.into_iter();
        all.find(|field| field.name() == wanted).ok_or(UnknownField)
    }
}

/// Not the name of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a column is `code`, `last_name`, `first_name`, `birth_date` or `requirement`")]
pub struct UnknownField;

/// Headers that mean a code, in French and English.
const CODE: [&str; 8] = [
    "Code de vérification",
    "Code",
    "Code de certification",
    "Code du certificat",
    "Code certificat",
    "Verification code",
    "Certificate code",
    "Certification code",
];
/// Headers that mean a requirement.
const REQUIREMENT: [&str; 4] = ["Exigence", "Condition", "Requirement", "Required"];

/// A header, and what it was understood as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ColumnReading {
    /// As the file gives it.
    pub header: String,
    /// What it holds; `None` if it is passed through unread.
    pub understood: Option<Field>,
}

/// A column that somebody says counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Told {
    /// The one at this place, from 0: headers need not tell it apart.
    Place(usize),
    /// The first with this header; an empty one means that the file has no such column.
    Header(String),
}

impl From<&str> for Told {
    fn from(header: &str) -> Self {
        Self::Header(header.to_owned())
    }
}

/// What a spreadsheet calls the column at a place, from 0: A to Z, then AA.
pub fn letters(place: usize) -> String {
    let mut letters = Vec::new();
    let mut left = place + 1;
    while left > 0 {
        letters.push(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0));
        left = (left - 1) / 26;
    }
    letters.iter().rev().copied().map(char::from).collect()
}

/// Why the columns of a file can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// No column holds a code.
    #[error("no column holds the code; the headers are: {}", quoted(.0))]
    NoCode(Vec<String>),
    /// A column that was told is not there.
    #[error(
        "there is no column `{given}` for `{field}`; the headers are: {}",
        quoted(headers)
    )]
    NoSuchColumn {
        /// What it should hold.
        field: Field,
        /// The header that was told.
        given: String,
        /// The headers of the file.
        headers: Vec<String>,
    },
    /// Two columns mean the same, and which one counts was not told.
    #[error(
        "the columns {} and {} both mean `{field}`: say which one counts",
        lettered(first),
        lettered(second)
    )]
    Twice {
        /// What both mean.
        field: Field,
        /// Place, from 0, and header of one.
        first: (usize, String),
        /// Those of the other.
        second: (usize, String),
    },
}

impl ColumnsError {
    /// The same for people.
    pub fn message(&self, language: Language) -> String {
        let (id, values) = match self {
            Self::NoCode(headers) => ("bulk-no-code", vec![("headers", quoted(headers))]),
            Self::NoSuchColumn {
                field,
                given,
                headers,
            } => (
                "bulk-no-such-column",
                vec![
                    ("field", field.to_string()),
                    ("given", quoted(std::slice::from_ref(given))),
                    ("headers", quoted(headers)),
                ],
            ),
            Self::Twice {
                field,
                first,
                second,
            } => (
                "bulk-column-twice",
                vec![
                    ("field", field.to_string()),
                    ("first", lettered(first)),
                    ("second", lettered(second)),
                ],
            ),
        };
        let values: Vec<(&str, FluentValue<'_>)> = values
            .into_iter()
            .map(|(name, value)| (name, value.into()))
            .collect();
        i18n::text_with(language, id, &values)
    }
}

/// A column by its letters and its header.
fn lettered((place, header): &(usize, String)) -> String {
    let header = quoted(std::slice::from_ref(header));
    format!("{} {header}", letters(*place))
}

/// Headers in quotes, shortened so that a foreign file can't flood a message.
fn quoted(headers: &[String]) -> String {
    let quoted = |header: &String| {
        let short: String = header
            .trim()
            .chars()
            .filter(|c| !c.is_control())
            .take(40)
            .collect();
        format!("`{short}`")
    };
    let all: Vec<String> = headers.iter().map(quoted).collect();
    all.join(", ")
}

/// The columns of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    count: usize,
    places: BTreeMap<Field, usize>,
}

impl Columns {
    /// Finds the columns by their headers. `told` names columns that count instead.
    pub fn understand(
        headers: &[String],
        told: &BTreeMap<Field, Told>,
    ) -> Result<Self, ColumnsError> {
        let mut places: BTreeMap<Field, usize> = BTreeMap::new();
        for (&field, told) in told {
            if let Some(place) = place_of(headers, field, told)? {
                places.insert(field, place);
            }
        }
        for (place, header) in headers.iter().enumerate() {
            let Some(field) = meaning(header).filter(|field| !told.contains_key(field)) else {
                continue;
            };
            if places.values().any(|taken| *taken == place) {
                continue;
            }
            if let Some(first) = places.insert(field, place) {
                return Err(ColumnsError::Twice {
                    field,
                    first: (first, headers[first].clone()),
                    second: (place, header.clone()),
                });
            }
        }
        if !places.contains_key(&Field::Code) {
            return Err(ColumnsError::NoCode(headers.to_vec()));
        }
        Ok(Self {
            count: headers.len(),
            places,
        })
    }

    /// Every header and what it was understood as.
    pub fn readings(&self, headers: &[String]) -> Vec<ColumnReading> {
        let field_at = |place: usize| {
            let mut all = self.places.iter();
            all.find(|(_, at)| **at == place).map(|(field, _)| *field)
        };
        headers
            .iter()
            .enumerate()
            .map(|(place, header)| ColumnReading {
                header: header.clone(),
                understood: field_at(place),
            })
            .collect()
    }

    /// What a line asks.
    pub(super) fn row(&self, cells: &[String]) -> Row {
        let cell = |field: Field| {
            let place = self.places.get(&field);
            place
                .and_then(|place| cells.get(*place))
                .cloned()
                .unwrap_or_default()
        };
        // With more cells than headers, nobody knows which belongs to which.
        let fault = (cells.len() > self.count).then(|| {
            Reason::new("row-length")
                .with("cells", cells.len())
                .with("columns", self.count)
        });
        Row {
            code: cell(Field::Code),
            last_name: cell(Field::LastName),
            first_name: cell(Field::FirstName),
            birth_date: cell(Field::BirthDate),
            requirement: cell(Field::Requirement),
            fault,
        }
    }
}

/// Where the column is that somebody named; `None` if the file is said to have none.
fn place_of(headers: &[String], field: Field, told: &Told) -> Result<Option<usize>, ColumnsError> {
    let (place, given) = match told {
        Told::Header(given) if given.trim().is_empty() => return Ok(None),
        Told::Header(given) => {
            let exact = headers.iter().position(|it| it.trim() == given.trim());
            let wanted = normalise(given);
            let alike = || headers.iter().position(|it| normalise(it) == wanted);
            (exact.or_else(alike), given.clone())
        }
        Told::Place(place) => (
            Some(*place).filter(|place| *place < headers.len()),
            letters(*place),
        ),
    };
    let missing = || ColumnsError::NoSuchColumn {
        field,
        given,
        headers: headers.to_vec(),
    };
    place.map(Some).ok_or_else(missing)
}

/// What each header means by itself; of two that mean the same, the first.
pub fn guessed(headers: &[String]) -> Vec<Option<Field>> {
    let mut taken = BTreeSet::new();
    headers
        .iter()
        .map(|header| meaning(header).filter(|field| taken.insert(*field)))
        .collect()
}

fn meaning(header: &str) -> Option<Field> {
    let wanted = normalise(header.trim().trim_start_matches('*'));
    let is_one_of = |names: &[&str]| names.iter().any(|name| normalise(name) == wanted);
    if is_one_of(&CODE) {
        return Some(Field::Code);
    }
    if is_one_of(&REQUIREMENT) {
        return Some(Field::Requirement);
    }
    person_column(header).map(|column| match column {
        PersonColumn::LastName => Field::LastName,
        PersonColumn::FirstName => Field::FirstName,
        PersonColumn::BirthDate => Field::BirthDate,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn told(columns: &[(Field, &str)]) -> BTreeMap<Field, Told> {
        let owned = columns
            .iter()
            .map(|(field, name)| (*field, Told::from(*name)));
        owned.collect()
    }

    #[test]
    fn headers_are_understood_in_french_and_english() {
        for given in [
            [
                "Code de vérification",
                "Nom",
                "Prénom",
                "Né(e) le",
                "Exigence",
            ],
            [
                "VERIFICATION CODE",
                "surname",
                "First name",
                "Date of birth",
                "requirement",
            ],
            [
                " code ",
                "NOM DE NAISSANCE",
                "prenoms",
                "Birth date",
                "Condition",
            ],
        ] {
            let columns = Columns::understand(&headers(&given), &BTreeMap::new()).unwrap();
            let understood: Vec<_> = columns
                .readings(&headers(&given))
                .into_iter()
                .filter_map(|reading| reading.understood)
                .collect();
            assert_eq!(understood, Field::ALL);
        }
    }

    #[test]
    fn a_file_without_code_is_refused_with_the_headers_that_were_seen() {
        let given = headers(&["Nom", "Dossier"]);
        let error = Columns::understand(&given, &BTreeMap::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no column holds the code; the headers are: `Nom`, `Dossier`"
        );
        let columns = told(&[(Field::Code, "dossier")]);
        let columns = Columns::understand(&given, &columns).unwrap();
        let row = columns.row(&headers(&["Kervadec", "7K2M"]));
        assert_eq!(
            (row.code.as_str(), row.last_name.as_str()),
            ("7K2M", "Kervadec")
        );
        let missing = told(&[(Field::Code, "Kode")]);
        let error = Columns::understand(&given, &missing).unwrap_err();
        assert!(matches!(error, ColumnsError::NoSuchColumn { .. }));
    }

    #[test]
    fn two_columns_of_one_meaning_need_a_word_about_which_counts() {
        let given = headers(&["Code", "Nom", "Nom de famille"]);
        let error = Columns::understand(&given, &BTreeMap::new()).unwrap_err();
        assert!(matches!(
            error,
            ColumnsError::Twice {
                field: Field::LastName,
                ..
            }
        ));
        for (chosen, expected) in [("Nom de famille", "b"), ("", "")] {
            let columns = told(&[(Field::LastName, chosen)]);
            let columns = Columns::understand(&given, &columns).unwrap();
            assert_eq!(columns.row(&headers(&["1", "a", "b"])).last_name, expected);
        }
    }

    #[test]
    fn of_two_columns_with_one_header_either_can_be_told_by_its_place() {
        let given = headers(&["Nom", "Code", "Nom"]);
        let error = Columns::understand(&given, &BTreeMap::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the columns A `Nom` and C `Nom` both mean `last_name`: say which one counts"
        );
        for (place, expected) in [(0, "a"), (2, "c")] {
            let columns = BTreeMap::from([(Field::LastName, Told::Place(place))]);
            let columns = Columns::understand(&given, &columns).unwrap();
            assert_eq!(columns.row(&headers(&["a", "1", "c"])).last_name, expected);
            let read = columns.readings(&given);
            assert_eq!(read[place].understood, Some(Field::LastName));
            assert_eq!(read[2 - place].understood, None);
        }
        let beyond = BTreeMap::from([(Field::LastName, Told::Place(3))]);
        let error = Columns::understand(&given, &beyond).unwrap_err();
        assert!(error.to_string().contains("no column `D`"), "{error}");
    }

    #[test]
    fn columns_are_lettered_as_in_spreadsheets() {
        let all = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(all, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_line_with_more_cells_than_headers_is_not_guessed_at() {
        let columns = Columns::understand(&headers(&["Code", "Nom"]), &BTreeMap::new()).unwrap();
        assert!(columns.row(&headers(&["7K2M", "a", "b"])).fault.is_some());
        assert!(columns.row(&headers(&["7K2M"])).fault.is_none());
    }
}
