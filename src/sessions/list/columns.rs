//! The columns of candidate lists: of one session, or of several with their candidates.

use std::collections::BTreeMap;

use super::Layout;
use super::problem::{ListReport, Problem, Rule, shortened};
use crate::results::normalise;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    LastName,
    FirstName,
    BirthDate,
    Sex,
    Commune,
    PostalCode,
    Insee,
    Country,
    LocalId,
    Class,
    ExtraTime,
    ConvocationMail,
    ResultsMail,
    Billing,
    PrepaymentCode,
    SessionNumber,
    Site,
    Room,
    Date,
    Time,
    Invigilators,
    Notes,
    /// A further certification, by its place among the file's columns.
    Complementary(usize),
}

/// A column's names: the first is the one of the lists that centres fill, the last the English one
/// that messages use.
#[rustfmt::skip]
const NAMES: &[(Column, &[&str])] = &[
    (Column::LastName, &["Nom de naissance", "Nom", "Nom de famille", "Last name", "Birth name"]),
    (Column::FirstName, &["Prénom", "Prénoms", "Given name", "First name"]),
    (Column::BirthDate, &["Date de naissance", "Date of birth", "Birth date"]),
    (Column::Sex, &["Sexe", "Gender", "Sex"]),
    (Column::Commune, &["Nom de la commune", "Nom de la commune de naissance", "Birth city", "Commune"]),
    (Column::PostalCode, &["Code postal", "Code postal de la commune de naissance", "Postcode", "Postal code"]),
    (Column::Insee, &["Code Insee", "Code INSEE de la commune de naissance", "INSEE code"]),
    (Column::Country, &["Pays", "Pays de naissance", "Birth country", "Country"]),
    (Column::LocalId, &["Identifiant local", "Identifiant externe", "External id", "Local id"]),
    (Column::Class, &["Classe", "Division", "Class"]),
    (Column::ExtraTime, &["Temps majoré", "Extra time"]),
    (Column::ConvocationMail, &["E-mail de convocation", "Convocation e-mail"]),
    (Column::ResultsMail, &["E-mail du destinataire des résultats", "Results e-mail"]),
    (Column::Billing, &["Tarification part Pix", "Tarification", "Pricing"]),
    (Column::PrepaymentCode, &["Code de prépaiement", "Prepayment code"]),
    (Column::SessionNumber, &["Numéro de session préexistante", "Existing session number"]),
    (Column::Site, &["Nom du site", "Site name"]),
    (Column::Room, &["Nom de la salle", "Room name"]),
    (Column::Date, &["Date de début", "Start date"]),
    (Column::Time, &["Heure de début", "Start time"]),
    (Column::Invigilators, &["Surveillant(s)", "Surveillants", "Invigilator(s)", "Invigilators"]),
    (Column::Notes, &["Observations", "Notes"]),
];

/// The further certifications that templates and forms offer.
pub(super) const COMPLEMENTARY: [&str; 5] = [
    "CléA Numérique",
    "Pix+ Droit",
    "Pix+ Édu 1er degré",
    "Pix+ Édu 2nd degré",
    "Pix+ Professionnels de santé",
];

const REQUIRED: [Column; 5] = [
    Column::LastName,
    Column::FirstName,
    Column::BirthDate,
    Column::Sex,
    Column::Country,
];
const REQUIRED_OF_SESSIONS: [Column; 5] = [
    Column::Site,
    Column::Room,
    Column::Date,
    Column::Time,
    Column::Invigilators,
];

/// How the headers of a list were understood.
pub(super) struct Headers {
    places: BTreeMap<Column, usize>,
    given: Vec<String>,
}

impl Headers {
    /// Finds each column; what is missing or doubled stops the list.
    pub(super) fn understand(
        given: &[String],
        layout: Layout,
        report: &mut ListReport,
    ) -> Option<Self> {
        let mut places = BTreeMap::new();
        let mut usable = true;
        for (place, header) in given.iter().enumerate() {
            if header.trim().is_empty() {
                continue;
            }
            let Some(column) = column_of(header, place, layout) else {
                let problem = Problem::new(Rule::UnknownColumn).column(header);
                report.problems.push(problem.warning());
                continue;
            };
            if places.insert(column, place).is_some() {
                usable = false;
                let problem = Problem::new(Rule::DuplicateColumn).column(header);
                report.problems.push(problem);
            }
        }
        let of_sessions: &[Column] = match layout {
            Layout::Candidates => &[],
            Layout::Sessions => &REQUIRED_OF_SESSIONS,
        };
        for column in REQUIRED.iter().chain(of_sessions) {
            if !places.contains_key(column) {
                usable = false;
                let (french, english) = names(*column);
                report.problems.push(
                    Problem::new(Rule::MissingColumn)
                        .column(french)
                        .arg("french", french)
                        .arg("english", english)
                        .arg("alike", if french == english { "yes" } else { "no" }),
                );
            }
        }
        let given = given.to_vec();
        usable.then_some(Self { places, given })
    }

    /// Columns that are known beforehand, by the names that reports are to use.
    pub(super) fn of(columns: &[(Column, &str)]) -> Self {
        let places = columns.iter().enumerate();
        Self {
            places: places
                .map(|(place, (column, _))| (*column, place))
                .collect(),
            given: columns.iter().map(|(_, name)| (*name).to_owned()).collect(),
        }
    }

    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places.get(&column).copied()
    }

    /// Where a header as reports show it stands; the end for one that is not there.
    pub(super) fn place_of(&self, shown: &str) -> usize {
        let is = |given: &String| shortened(given.trim()) == shown;
        self.given.iter().position(is).unwrap_or(self.given.len())
    }

    /// How many cells a line has.
    pub(super) fn count(&self) -> usize {
        self.given.len()
    }

    /// A column as the file calls it, or would.
    pub(super) fn name(&self, column: Column) -> &str {
        let given = self.place(column).and_then(|place| self.given.get(place));
        given.map_or_else(|| names(column).0, |name| name.trim())
    }

    /// Every column that was understood, with its place.
    pub(super) fn known(&self) -> impl Iterator<Item = (Column, usize)> {
        self.places.iter().map(|(column, place)| (*column, *place))
    }

    /// The columns of further certifications, with their labels.
    pub(super) fn complementary(&self) -> impl Iterator<Item = (Column, &str)> {
        self.places.keys().filter_map(|column| match column {
            Column::Complementary(place) => Some((*column, label(self.given.get(*place)?))),
            _ => None,
        })
    }
}

fn names(column: Column) -> (&'static str, &'static str) {
    let names = NAMES.iter().find(|(known, _)| *known == column);
    let names = names.map_or(&[][..], |(_, names)| names);
    let name = |name: Option<&&'static str>| name.copied().unwrap_or_default();
    (name(names.first()), name(names.last()))
}

/// What stands before a header's explanation in brackets.
fn label(header: &str) -> &str {
    let label = header
        .split_once(['(', '\n'])
        .map_or(header, |(label, _)| label);
    label.trim().trim_start_matches('*').trim()
}

fn column_of(header: &str, place: usize, layout: Layout) -> Option<Column> {
    let whole = normalise(header.trim_start_matches('*'));
    // `CléA Numérique ("oui" ou laisser vide)`
    if whole.contains("ou laisser vide") || whole.contains("or leave empty") {
        return Some(Column::Complementary(place));
    }
    let short = normalise(label(header).trim_end_matches(['?', ' ', '\u{a0}', '\u{202f}']));
    let is = |name: &&str| normalise(name) == whole || normalise(name) == short;
    let (column, _) = NAMES.iter().find(|(_, names)| names.iter().any(is))?;
    let of_sessions = *column >= Column::SessionNumber;
    (layout == Layout::Sessions || !of_sessions).then_some(*column)
}

/// Whether these are the headers of a list, as nobody's names are.
pub(super) fn are_headers(cells: &[String]) -> bool {
    let has = |wanted| {
        let mut columns = cells.iter().enumerate();
        columns.any(|(place, cell)| column_of(cell, place, Layout::Candidates) == Some(wanted))
    };
    has(Column::LastName) && has(Column::FirstName)
}

/// Whether a file with these headers describes sessions too.
pub(super) fn describes_sessions(given: &[String]) -> bool {
    let has = |wanted| {
        let column = |(place, header): (usize, &String)| column_of(header, place, Layout::Sessions);
        given
            .iter()
            .enumerate()
            .filter_map(column)
            .any(|column| column == wanted)
    };
    has(Column::Room) && has(Column::Date)
}
