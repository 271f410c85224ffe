//! The same result, or the same person, twice in one file.

use std::collections::{BTreeSet, HashMap};

use super::report::{ImportReport, Problem};
use super::{FinalizedResult, RuleId};

/// Keeps each result once. An exact repeat is left out; where two rows contradict each other,
/// both are refused, because nothing tells which is right.
pub(super) fn settle(
    results: Vec<FinalizedResult>,
    report: &mut ImportReport,
) -> Vec<FinalizedResult> {
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut by_person: HashMap<_, usize> = HashMap::new();
    let mut dropped = BTreeSet::new();
    for (place, result) in results.iter().enumerate() {
        let (rule, first) = match by_key.get(&result.key()) {
            Some(&first) if results[first].digest() == result.digest() => {
                (RuleId::REPEATED_ROW, first)
            }
            Some(&first) => (RuleId::CONTRADICTING_ROW, first),
            None => {
                by_key.insert(result.key(), place);
                let person = (result.identity.person_digest(), result.exam_date);
                match by_person.get(&person) {
                    Some(&first) if !are_different_people(&results[first], result) => {
                        (RuleId::SAME_PERSON, first)
                    }
                    Some(_) => continue,
                    None => {
                        by_person.insert(person, place);
                        continue;
                    }
                }
            }
        };
        let mut problem = Problem::new(rule)
            .line(result.line)
            .arg("first", &results[first].line);
        if rule == RuleId::REPEATED_ROW {
            problem = problem.warning();
        } else {
            dropped.insert(first);
        }
        dropped.insert(place);
        report.push(problem);
    }
    results
        .into_iter()
        .enumerate()
        .filter(|(place, _)| !dropped.contains(place))
        .map(|(_, result)| result)
        .collect()
}

/// Two people can share name and birth date, but not the national number.
fn are_different_people(one: &FinalizedResult, other: &FinalizedResult) -> bool {
    match (&one.identity.ine, &other.identity.ine) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}
