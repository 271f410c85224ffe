//! One candidate typed into a form: the rules of a list's line, each problem beside its field.

use std::collections::BTreeMap;

use super::Against;
use super::columns::{COMPLEMENTARY, Column, Headers};
use super::line::Line;
use super::problem::{Problem, Rule};
use crate::i18n::Language;
use crate::results::TextLine;
use crate::sessions::candidate::{Billing, Candidate, Sex};

/// The fields of a candidate in the order of forms, with the columns whose rules they have.
const FIELDS: [(Column, &str); 15] = [
    (Column::LastName, "last_name"),
    (Column::FirstName, "first_name"),
    (Column::BirthDate, "birth_date"),
    (Column::Sex, "sex"),
    (Column::Country, "country"),
    (Column::Insee, "insee"),
    (Column::PostalCode, "postal_code"),
    (Column::Commune, "commune"),
    (Column::Class, "class"),
    (Column::LocalId, "local_id"),
    (Column::ExtraTime, "extra_time"),
    (Column::ConvocationMail, "convocation_mail"),
    (Column::ResultsMail, "results_mail"),
    (Column::Billing, "billing"),
    (Column::PrepaymentCode, "prepayment_code"),
];

/// The one field that is no column: lists have a column for each further certification.
const CERTIFICATION: &str = "complementary";

/// A candidate as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    values: BTreeMap<&'static str, String>,
}

/// A field that can't be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFault {
    /// The field.
    pub field: &'static str,
    problem: Problem,
}

impl EntryFault {
    /// What is wrong and how to mend it.
    pub fn message(&self, language: Language) -> String {
        let (message, remedy) = (
            self.problem.message(language),
            self.problem.remedy(language),
        );
        format!("{message} {remedy}")
    }

    /// Name of the rule.
    pub fn rule(&self) -> String {
        self.problem.rule()
    }
}

impl Entry {
    /// The names of the fields.
    pub fn fields() -> impl Iterator<Item = &'static str> {
        let fields = FIELDS.iter().map(|(_, field)| *field);
        fields.chain([CERTIFICATION])
    }

    /// The further certifications that can be asked for.
    pub fn certifications() -> &'static [&'static str] {
        &COMPLEMENTARY
    }

    /// What was typed into a field.
    pub fn get(&self, field: &str) -> &str {
        self.values.get(field).map_or("", String::as_str)
    }

    /// Types something into a field. `false`: there is no such field.
    pub fn set(&mut self, field: &str, value: String) -> bool {
        let known = Self::fields().find(|known| *known == field);
        known
            .map(|known| self.values.insert(known, value))
            .is_some()
    }

    /// What has to be typed to get a candidate again.
    pub fn of(candidate: &Candidate) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let place = &candidate.birth_place;
        let values = [
            ("last_name", candidate.last_name.clone()),
            ("first_name", candidate.first_name.clone()),
            ("birth_date", candidate.birth_date.to_string()),
            ("sex", sex(candidate.sex).to_owned()),
            ("country", place.country.clone()),
            ("insee", text(&place.insee)),
            ("postal_code", text(&place.postal_code)),
            ("commune", text(&place.commune)),
            ("class", text(&candidate.class)),
            ("local_id", text(&candidate.local_id)),
            (
                "extra_time",
                candidate
                    .extra_time
                    .map_or_else(String::new, |percent| format!("{percent}%")),
            ),
            ("convocation_mail", text(&candidate.convocation_mail)),
            ("results_mail", text(&candidate.results_mail)),
            ("billing", candidate.billing.map_or("", billing).to_owned()),
            ("prepayment_code", text(&candidate.prepayment_code)),
            (CERTIFICATION, text(&candidate.complementary)),
        ];
        Self {
            values: values.into(),
        }
    }
}

fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::F => "F",
        Sex::M => "M",
    }
}

fn billing(billing: Billing) -> &'static str {
    match billing {
        Billing::Free => "Gratuite",
        Billing::Paid => "Payante",
        Billing::Prepaid => "Prépayée",
    }
}

/// The candidate that was typed. `before`: who stood there, whose certification may stay whatever it
/// is called.
pub(in crate::sessions) fn read_entry(
    entry: &Entry,
    before: Option<&Candidate>,
    against: &Against<'_>,
) -> Result<Candidate, Vec<EntryFault>> {
    let headers = Headers::of(&FIELDS);
    let given = TextLine {
        number: before.map_or(0, |before| before.line),
        cells: FIELDS
            .iter()
            .map(|(_, field)| entry.get(field).to_owned())
            .collect(),
    };
    let mut line = Line::new(&given, &headers, against.coverage);
    let candidate = line.candidate(against.exam_date, against.school);
    let mut faults: Vec<EntryFault> = line.into_problems().into_iter().map(beside).collect();
    let asked = Some(entry.get(CERTIFICATION).trim()).filter(|asked| !asked.is_empty());
    let kept = before.and_then(|before| before.complementary.as_deref());
    if asked.is_some_and(|asked| !COMPLEMENTARY.contains(&asked) && kept != Some(asked)) {
        faults.push(fault(CERTIFICATION, Rule::CertificationUnknown));
    }
    match candidate {
        Some(candidate) if faults.is_empty() => Ok(Candidate {
            place: before.map_or(0, |before| before.place),
            complementary: asked.map(str::to_owned),
            ..candidate
        }),
        _ => Err(faults),
    }
}

/// What is wrong with somebody who is in the list.
pub(in crate::sessions) fn already_listed() -> EntryFault {
    fault("last_name", Rule::AlreadyListed)
}

fn fault(field: &'static str, rule: Rule) -> EntryFault {
    let problem = Problem::new(rule);
    EntryFault { field, problem }
}

fn beside(problem: Problem) -> EntryFault {
    let field = FIELDS.iter().map(|(_, field)| *field);
    let mut field = field.filter(|field| problem.column.as_deref() == Some(field));
    EntryFault {
        field: field.next().unwrap_or("last_name"),
        problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    fn typed(values: &[(&str, &str)]) -> Entry {
        let mut entry = Entry::default();
        for (field, value) in values {
            assert!(entry.set(field, (*value).to_owned()), "{field}");
        }
        entry
    }

    fn read(entry: &Entry, school: bool) -> Result<Candidate, Vec<(&'static str, String)>> {
        let coverage = document::coverage();
        let against = Against {
            exam_date: chrono::NaiveDate::from_ymd_opt(2026, 5, 21),
            school,
            coverage: &coverage,
        };
        read_entry(entry, None, &against).map_err(|faults| {
            let faults = faults.iter();
            faults.map(|fault| (fault.field, fault.rule())).collect()
        })
    }

    const GOOD: [(&str, &str); 9] = [
        ("last_name", " Kervadec "),
        ("first_name", "Maëlle"),
        ("birth_date", "2008-03-01"),
        ("sex", "f"),
        ("country", "France"),
        ("insee", "29232"),
        ("extra_time", "33"),
        ("class", "T1"),
        ("complementary", "Pix+ Droit"),
    ];

    #[test]
    fn what_was_typed_gives_the_candidate_that_gives_it_again() {
        let candidate = read(&typed(&GOOD), true).unwrap();
        assert_eq!(candidate.last_name, "Kervadec");
        assert_eq!(candidate.extra_time, Some(33));
        assert_eq!(candidate.complementary.as_deref(), Some("Pix+ Droit"));
        let again = read(&Entry::of(&candidate), true).unwrap();
        assert_eq!(again, candidate);
    }

    #[test]
    fn each_fault_stands_beside_its_field_and_all_are_told() {
        let mut entry = typed(&GOOD);
        for (field, value) in [
            ("last_name", ""),
            ("birth_date", "31/02/2008"),
            ("sex", "x"),
            ("insee", "99"),
            ("results_mail", "x@"),
            ("billing", "Gratuite"),
            ("complementary", "Autre"),
        ] {
            entry.set(field, value.to_owned());
        }
        let faults = read(&entry, true).unwrap_err();
        let faults: Vec<(&str, &str)> = faults
            .iter()
            .map(|(field, rule)| (*field, rule.as_str()))
            .collect();
        assert_eq!(
            faults,
            [
                ("last_name", "missing"),
                ("birth_date", "bad-date"),
                ("sex", "bad-sex"),
                ("insee", "bad-insee"),
                ("results_mail", "bad-mail"),
                ("billing", "billing-in-school"),
                ("complementary", "certification-unknown"),
            ]
        );
    }

    #[test]
    fn there_are_no_other_fields() {
        assert!(!Entry::default().set("password", String::new()));
    }
}
