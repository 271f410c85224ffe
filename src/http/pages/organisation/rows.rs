//! The rows of answered files, and what is counted of them, in words.

use crate::i18n::{FluentValue, Language, number, text, text_with};
use crate::verification::bulk::{APPENDED, AnsweredRow, Met, Outcome, Summary, Understood, Wanted};

/// Columns of the file that are shown beside the answer.
const COLUMNS: usize = 6;

/// A count with what it is made of.
pub(super) struct Group {
    pub(super) class: &'static str,
    pub(super) label: String,
    pub(super) count: String,
    pub(super) detail: String,
}

/// A link that shows the rows of one outcome.
pub(super) struct Filter {
    pub(super) key: &'static str,
    pub(super) class: &'static str,
    pub(super) label: String,
    pub(super) count: String,
    pub(super) current: bool,
}

/// A row of the file.
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) cells: Vec<String>,
    pub(super) class: &'static str,
    pub(super) outcome: String,
    pub(super) explanation: String,
    pub(super) requirement: Option<String>,
}

/// How an outcome is shown.
fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Authentic => "ok",
        Outcome::NameDiffers
        | Outcome::BirthDateDiffers
        | Outcome::Suspended
        | Outcome::Superseded => "warn",
        Outcome::Revoked | Outcome::NotAuthentic => "bad",
        Outcome::NotFound | Outcome::Ambiguous | Outcome::InvalidInput => "none",
    }
}

fn label(outcome: Outcome, language: Language) -> String {
    let id = format!("organisation-outcome-{}", outcome.name().replace('_', "-"));
    text(language, &id)
}

/// The rows that a name asks for, and that name.
pub(super) fn wanted(asked: &str) -> (&'static str, Wanted) {
    match asked {
        "unmet" => return ("unmet", Wanted::Unmet),
        "all" => return ("all", Wanted::All),
        _ => {}
    }
    let mut outcomes = Outcome::ALL.into_iter();
    match outcomes.find(|outcome| outcome.name() == asked) {
        Some(outcome) => (outcome.name(), Wanted::Outcome(outcome)),
        None => ("", Wanted::ToLookAt),
    }
}

pub(super) fn count(summary: &Summary, wanted: Wanted) -> u64 {
    let of = |outcome: Outcome| summary.outcomes.get(&outcome).copied().unwrap_or(0);
    let met = |met: Met| summary.requirements.get(&met).copied().unwrap_or(0);
    match wanted {
        Wanted::All => summary.rows,
        Wanted::ToLookAt => summary.rows.saturating_sub(of(Outcome::Authentic)),
        Wanted::Outcome(outcome) => of(outcome),
        Wanted::Unmet => met(Met::No) + met(Met::NotApplicable),
    }
}

/// The columns that were read, and before them those that tell which row it is.
pub(super) fn shown_columns(understood: &Understood, headers: &[String]) -> Vec<usize> {
    // What the file had of an earlier answer was written anew.
    let columns = understood.columns.iter();
    let kept: Vec<bool> = columns
        .filter(|reading| !APPENDED.contains(&reading.header.trim()))
        .map(|reading| reading.understood.is_some())
        .collect();
    let is_read = |place: &usize| kept.get(*place).copied().unwrap_or(false);
    let places = 0..headers.len();
    let read: Vec<usize> = places.clone().filter(is_read).collect();
    let room = COLUMNS.saturating_sub(read.len());
    let others = places.filter(|place| !read.contains(place)).take(room);
    let mut shown: Vec<usize> = others.chain(read.iter().copied()).collect();
    shown.sort_unstable();
    shown
}

pub(super) fn row(answered: AnsweredRow, shown: &[usize], language: Language) -> Row {
    let requirement = match answered.requirement.as_str() {
        "yes" => Some("organisation-requirement-yes"),
        "no" => Some("organisation-requirement-no"),
        "not_applicable" => Some("organisation-requirement-not-applicable"),
        _ => None,
    };
    let cell = |place: &usize| answered.cells.get(*place).cloned().unwrap_or_default();
    Row {
        number: answered.number,
        cells: shown.iter().map(cell).collect(),
        class: class(answered.outcome),
        outcome: label(answered.outcome, language),
        explanation: if answered.outcome == Outcome::Authentic {
            String::new()
        } else {
            answered.explanation
        },
        requirement: requirement.map(|id| text(language, id)),
    }
}

pub(super) fn groups(summary: &Summary, language: Language) -> Vec<Group> {
    let kinds = [
        ("ok", "organisation-group-good"),
        ("warn", "organisation-group-doubtful"),
        ("bad", "organisation-group-bad"),
        ("none", "organisation-group-none"),
    ];
    kinds
        .into_iter()
        .map(|(kind, id)| {
            let members = Outcome::ALL.into_iter().filter(|it| class(*it) == kind);
            let counted: Vec<(Outcome, u64)> = members
                .map(|outcome| (outcome, count(summary, Wanted::Outcome(outcome))))
                .filter(|(_, count)| *count > 0)
                .collect();
            let parts: Vec<String> = counted
                .iter()
                .map(|(outcome, count)| {
                    format!(
                        "{} ({})",
                        label(*outcome, language),
                        number(language, *count)
                    )
                })
                .collect();
            Group {
                class: kind,
                label: text(language, id),
                count: number(language, counted.iter().map(|(_, count)| count).sum()),
                detail: if kind == "ok" {
                    String::new()
                } else {
                    parts.join(", ")
                },
            }
        })
        .collect()
}

/// How many met what was required, if anything was.
pub(super) fn requirement_words(summary: &Summary, language: Language) -> Option<String> {
    if summary.requirements.is_empty() {
        return None;
    }
    let of = |met: Met| summary.requirements.get(&met).copied().unwrap_or(0);
    let values = [
        ("yes", FluentValue::from(of(Met::Yes))),
        ("no", of(Met::No).into()),
        ("other", of(Met::NotApplicable).into()),
    ];
    Some(text_with(language, "organisation-requirements", &values))
}

pub(super) fn filters(summary: &Summary, current: &str, language: Language) -> Vec<Filter> {
    let filter = |key, class, label, wanted| Filter {
        key,
        class,
        label,
        count: number(language, count(summary, wanted)),
        current: key == current,
    };
    let to_look_at = text(language, "organisation-filter-to-look-at");
    let all = text(language, "organisation-filter-all");
    let mut filters = vec![
        filter("", "", to_look_at, Wanted::ToLookAt),
        filter("all", "", all, Wanted::All),
    ];
    for outcome in Outcome::ALL {
        let wanted = Wanted::Outcome(outcome);
        if count(summary, wanted) > 0 || outcome.name() == current {
            let label = label(outcome, language);
            filters.push(filter(outcome.name(), class(outcome), label, wanted));
        }
    }
    if count(summary, Wanted::Unmet) > 0 || current == "unmet" {
        let label = text(language, "organisation-filter-unmet");
        filters.push(filter("unmet", "warn", label, Wanted::Unmet));
    }
    filters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Format;
    use crate::verification::bulk::{ColumnReading, Field, OutputFormat};

    #[test]
    fn columns_that_were_read_are_shown_even_behind_many_others_of_the_same_header() {
        let headers = ["Nom", "1", "2", "3", "sceau_name", "4", "5", "Nom", "Code"];
        let read = [(7, Field::LastName), (8, Field::Code)];
        let field = |place| read.iter().find(|(at, _)| *at == place).map(|it| it.1);
        let understood = Understood {
            format: Format::Csv,
            encoding: None,
            delimiter: None,
            output: OutputFormat::Csv,
            columns: (0..)
                .zip(headers)
                .map(|(place, header)| ColumnReading {
                    header: header.to_owned(),
                    understood: field(place),
                })
                .collect(),
        };
        let kept = headers.map(str::to_owned).to_vec();
        let kept: Vec<String> = kept.into_iter().filter(|it| it != "sceau_name").collect();
        assert_eq!(shown_columns(&understood, &kept), [0, 1, 2, 3, 6, 7]);
    }
}
