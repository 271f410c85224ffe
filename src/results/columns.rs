//! The set of columns, and how headers are understood: French or English, whatever the case and
//! the accents. Competence columns carry the framework's own codes.

use std::collections::BTreeMap;

use super::identity::normalise;
use super::report::{HeaderReading, ImportReport, Problem};
use super::table::Table;
use super::{Layout, RuleId};
use crate::framework::Framework;
use crate::i18n::Language;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Session,
    Number,
    LastName,
    FirstName,
    BirthDate,
    BirthPlace,
    LocalId,
    Ine,
    OrganizationUai,
    Centre,
    ExamDate,
    Score,
    Answered,
    Correct,
    End,
    Cancelled,
    Fraud,
    GlobalLevel,
    Certifiable,
    Language,
    CandidateMail,
    PrescriberMail,
    /// The competence at this place of the framework.
    Competence(usize),
    /// Pix export: which certification.
    Certification,
    /// Pix export: what the jury pronounced.
    Status,
    /// Pix export: global level and score in one cell.
    Result,
    /// Pix export: known, and not needed.
    Ignored,
}

/// A column's names: the first of each language is the one that messages use.
struct Names {
    column: Column,
    french: &'static [&'static str],
    english: &'static [&'static str],
}

#[rustfmt::skip]
const NAMES: &[Names] = &[
    names(Column::Session, &["Session", "Numéro de session"], &["Session", "Session number"]),
    names(Column::Number, &["Numéro de certification"], &["Certification number"]),
    names(Column::LastName, &["Nom", "Nom de naissance", "Nom de famille"], &["Last name", "Family name", "Surname"]),
    names(Column::FirstName, &["Prénom", "Prénoms"], &["First name", "Given name", "Given names"]),
    names(Column::BirthDate, &["Date de naissance", "Né(e) le"], &["Birth date", "Date of birth"]),
    names(Column::BirthPlace, &["Lieu de naissance", "Commune de naissance"], &["Birth place", "Place of birth"]),
    names(Column::LocalId, &["Identifiant local", "Identifiant externe"], &["Local id", "External id"]),
    names(Column::Ine, &["INE"], &["INE", "National student number"]),
    names(Column::OrganizationUai, &["UAI", "UAI de l’établissement", "Code UAI"], &["UAI", "School UAI"]),
    names(Column::Centre, &["Centre de certification", "Centre"], &["Certification centre", "Certification center", "Centre", "Center"]),
    names(Column::ExamDate, &["Date de passage", "Date de passage de la certification", "Date d'examen"], &["Exam date", "Date of exam"]),
    names(Column::Score, &["Score", "Nombre de Pix"], &["Score"]),
    names(Column::Answered, &["Questions traitées", "Réponses"], &["Answered", "Questions answered"]),
    names(Column::Correct, &["Réponses correctes"], &["Correct", "Correct answers"]),
    names(Column::End, &["Fin du test"], &["End of test"]),
    names(Column::Cancelled, &["Annulée par le jury"], &["Cancelled by the jury", "Cancelled"]),
    names(Column::Fraud, &["Fraude"], &["Fraud"]),
    names(Column::GlobalLevel, &["Niveau global"], &["Global level"]),
    names(Column::Certifiable, &["Compétences certifiables"], &["Certifiable competences"]),
    names(Column::Language, &["Langue"], &["Language"]),
    names(Column::CandidateMail, &["E-mail du candidat", "Courriel du candidat", "E-mail de convocation"], &["Candidate e-mail", "Candidate email"]),
    names(Column::PrescriberMail, &["E-mail du prescripteur", "Courriel du prescripteur", "E-mail du destinataire des résultats"], &["Prescriber e-mail", "Prescriber email"]),
    names(Column::Certification, &["Type de certification"], &["Certification type"]),
    names(Column::Status, &["Statut"], &["Status"]),
    names(Column::Result, &["Résultat"], &["Result"]),
    names(Column::Ignored, &["Commentaire jury pour l’organisation", "Commentaire jury"], &[]),
];

const fn names(
    column: Column,
    french: &'static [&'static str],
    english: &'static [&'static str],
) -> Names {
    Names {
        column,
        french,
        english,
    }
}

impl Names {
    /// Whether one of them is this normalised header.
    fn are(&self, wanted: &str) -> bool {
        let mut all = self.french.iter().chain(self.english);
        all.any(|name| normalise(name) == wanted)
    }
}

/// Columns without which a file of ours can't be read.
const REQUIRED: &[Column] = &[
    Column::Session,
    Column::LastName,
    Column::FirstName,
    Column::BirthDate,
    Column::BirthPlace,
    Column::Centre,
    Column::ExamDate,
    Column::Score,
    Column::Answered,
    Column::End,
];

/// Columns without which a Pix export can't be read. The score stands in `Résultat`, or in
/// `Nombre de Pix` in the older form.
const REQUIRED_OF_PIX: &[Column] = &[
    Column::Number,
    Column::FirstName,
    Column::LastName,
    Column::BirthDate,
    Column::BirthPlace,
    Column::Status,
    Column::Session,
    Column::Centre,
    Column::ExamDate,
];

/// A column that tells a person from others, in any file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonColumn {
    /// Family name.
    LastName,
    /// First name or names.
    FirstName,
    /// Date of birth.
    BirthDate,
}

/// What a header of a file of people means, by the names that files of results use.
pub fn person_column(given: &str) -> Option<PersonColumn> {
    let wanted = normalise(given.trim().trim_start_matches('*'));
    let names = NAMES.iter().find(|names| names.are(&wanted))?;
    match names.column {
        Column::LastName => Some(PersonColumn::LastName),
        Column::FirstName => Some(PersonColumn::FirstName),
        Column::BirthDate => Some(PersonColumn::BirthDate),
        _ => None,
    }
}

/// A column of one person's result, as an operator corrects it by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResultColumn {
    /// Session.
    Session,
    /// The result's number in the session.
    Number,
    /// Family name.
    LastName,
    /// First name or names.
    FirstName,
    /// Date of birth.
    BirthDate,
    /// Place of birth.
    BirthPlace,
    /// Identifier at the school or centre.
    LocalId,
    /// National student number (INE).
    Ine,
    /// National number of the school (UAI).
    OrganizationUai,
    /// Certification centre.
    Centre,
    /// Date of the exam.
    ExamDate,
    /// Score.
    Score,
    /// Questions answered.
    Answered,
    /// Of these, correct answers.
    Correct,
    /// Why the test ended.
    End,
    /// The candidate's address.
    CandidateMail,
}

impl ResultColumn {
    /// Every such column, in the order in which people fill them in.
    pub const ALL: [Self; 16] = [
        Self::Session,
        Self::Number,
        Self::LastName,
        Self::FirstName,
        Self::BirthDate,
        Self::BirthPlace,
        Self::LocalId,
        Self::Ine,
        Self::OrganizationUai,
        Self::Centre,
        Self::ExamDate,
        Self::Score,
        Self::Answered,
        Self::Correct,
        Self::End,
        Self::CandidateMail,
    ];

    /// The header that messages use.
    pub fn header(self, language: Language) -> &'static str {
        let names = NAMES.iter().find(|names| names.column == self.column());
        let names = names.map(|names| match language {
            Language::French => names.french,
            Language::English => names.english,
        });
        names
            .and_then(|names| names.first())
            .copied()
            .unwrap_or_default()
    }

    /// A name for forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Number => "number",
            Self::LastName => "last-name",
            Self::FirstName => "first-name",
            Self::BirthDate => "birth-date",
            Self::BirthPlace => "birth-place",
            Self::LocalId => "local-id",
            Self::Ine => "ine",
            Self::OrganizationUai => "uai",
            Self::Centre => "centre",
            Self::ExamDate => "exam-date",
            Self::Score => "score",
            Self::Answered => "answered",
            Self::Correct => "correct",
            Self::End => "end",
            Self::CandidateMail => "candidate-mail",
        }
    }

    fn column(self) -> Column {
        match self {
            Self::Session => Column::Session,
            Self::Number => Column::Number,
            Self::LastName => Column::LastName,
            Self::FirstName => Column::FirstName,
            Self::BirthDate => Column::BirthDate,
            Self::BirthPlace => Column::BirthPlace,
            Self::LocalId => Column::LocalId,
            Self::Ine => Column::Ine,
            Self::OrganizationUai => Column::OrganizationUai,
            Self::Centre => Column::Centre,
            Self::ExamDate => Column::ExamDate,
            Self::Score => Column::Score,
            Self::Answered => Column::Answered,
            Self::Correct => Column::Correct,
            Self::End => Column::End,
            Self::CandidateMail => Column::CandidateMail,
        }
    }
}

/// The headers of a file with their places.
#[derive(Debug)]
pub(super) struct Headers {
    pub(super) layout: Layout,
    pub(super) count: usize,
    places: BTreeMap<Column, usize>,
    given: Vec<String>,
}

impl Headers {
    /// Understands the headers of a file; `None` if required ones are missing. All of them are
    /// reported, not the first.
    pub(super) fn understand(
        table: &Table,
        framework: &Framework,
        report: &mut ImportReport,
    ) -> Option<Self> {
        let mut places = BTreeMap::new();
        let mut usable = true;
        for (place, given) in table.headers.iter().enumerate() {
            let column = column_of(given, framework);
            report.headers.push(HeaderReading {
                given: given.clone(),
                understood: column.map(|column| english_name(column, framework)),
            });
            let at = Problem::new(RuleId::UNKNOWN_HEADER)
                .line(table.header_line)
                .column(given);
            match column {
                None if given.trim().is_empty() => {}
                None => report.push(at.warning()),
                Some(Column::Ignored) => {}
                Some(column) => {
                    if places.insert(column, place).is_some() {
                        usable = false;
                        report.push(
                            Problem::new(RuleId::DUPLICATE_HEADER)
                                .column(given)
                                .arg("french", &french_name(column, framework))
                                .arg("english", &english_name(column, framework)),
                        );
                    }
                }
            }
        }
        let layout = layout_of(&places);
        report.layout = Some(layout);
        for column in required(layout, framework) {
            let older_score = column == Column::Result && places.contains_key(&Column::Score);
            if !places.contains_key(&column) && !older_score {
                usable = false;
                let french = french_name(column, framework);
                let english = english_name(column, framework);
                report.push(
                    Problem::new(RuleId::MISSING_HEADER)
                        .arg("french", &french)
                        .arg("english", &english)
                        .arg("alike", if french == english { "yes" } else { "no" })
                        .column(french),
                );
            }
        }
        usable.then(|| Self {
            layout,
            count: table.headers.len(),
            places,
            given: table.headers.clone(),
        })
    }

    /// Where a column stands in a line.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places.get(&column).copied()
    }

    /// Where a header as given stands; the end for one that is not there.
    pub(super) fn place_of_given(&self, given: Option<&str>) -> usize {
        let place = |given| self.given.iter().position(|header| header.trim() == given);
        given.and_then(place).unwrap_or(self.count)
    }

    /// The header at a place, as given.
    pub(super) fn given(&self, place: usize) -> &str {
        self.given.get(place).map_or("", String::as_str)
    }
}

/// The Pix export pronounces a status for numbered certifications and counts no answers.
fn layout_of(places: &BTreeMap<Column, usize>) -> Layout {
    let has = |column| places.contains_key(&column);
    if has(Column::Status) && !has(Column::End) && !has(Column::Answered) {
        Layout::PixExport
    } else {
        Layout::Sceau
    }
}

fn required(layout: Layout, framework: &Framework) -> Vec<Column> {
    let mut columns = match layout {
        Layout::Sceau => REQUIRED.to_vec(),
        Layout::PixExport => {
            let mut columns = REQUIRED_OF_PIX.to_vec();
            columns.push(Column::Result);
            columns
        }
    };
    columns.extend((0..framework.competences().count()).map(Column::Competence));
    columns
}

/// Every column that can carry a value.
pub(super) fn all(framework: &Framework) -> impl Iterator<Item = Column> {
    let competences = (0..framework.competences().count()).map(Column::Competence);
    NAMES.iter().map(|names| names.column).chain(competences)
}

fn column_of(given: &str, framework: &Framework) -> Option<Column> {
    // A French spreadsheet may have made the number 1,1 of the code 1.1.
    let code = given.trim().replace(',', ".");
    if let Some(place) = framework.competences().position(|c| c.code == code) {
        return Some(Column::Competence(place));
    }
    let wanted = normalise(given.trim().trim_start_matches('*'));
    // `Certification CléA numérique…`: a result of another certification, not ours to read.
    if wanted.starts_with("certification clea") {
        return Some(Column::Ignored);
    }
    NAMES
        .iter()
        .find(|names| names.are(&wanted))
        .map(|names| names.column)
}

pub(super) fn french_name(column: Column, framework: &Framework) -> String {
    name(column, framework, |names| names.french)
}

pub(super) fn english_name(column: Column, framework: &Framework) -> String {
    name(column, framework, |names| {
        if names.english.is_empty() {
            names.french
        } else {
            names.english
        }
    })
}

fn name(
    column: Column,
    framework: &Framework,
    of: fn(&Names) -> &'static [&'static str],
) -> String {
    if let Column::Competence(place) = column {
        return framework
            .competences()
            .nth(place)
            .map(|competence| competence.code.clone())
            .unwrap_or_default();
    }
    NAMES
        .iter()
        .find(|names| names.column == column)
        .and_then(|names| of(names).first())
        .map_or_else(String::new, |name| (*name).to_owned())
}
