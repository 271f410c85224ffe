//! What a corrected list changes: who comes, who goes, and what is said otherwise of whom.

use std::collections::BTreeMap;

use super::candidate::Candidate;
use super::list::Entry;
use crate::results::normalise;

/// What becomes of a session's candidates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Who is new, by name.
    pub added: Vec<Candidate>,
    /// Of whom something else is said, by name.
    pub changed: Vec<ChangedCandidate>,
    /// Who is no longer there, by name.
    pub removed: Vec<Candidate>,
    /// Of how many the same is said.
    pub same: usize,
}

/// A candidate of whom something else is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCandidate {
    /// As the session has him.
    pub before: Candidate,
    /// As the list has him.
    pub after: Candidate,
    /// What differs.
    pub fields: Vec<FieldChange>,
}

/// One field of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name in forms.
    pub field: &'static str,
    /// What the session has.
    pub before: String,
    /// What the list has.
    pub after: String,
}

impl Difference {
    /// Whether the list says what the session has.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// What differs between two descriptions of a candidate.
pub(super) fn field_changes(before: &Candidate, after: &Candidate) -> Vec<FieldChange> {
    let (before, after) = (Entry::of(before), Entry::of(after));
    Entry::fields()
        .filter(|field| before.get(field) != after.get(field))
        .map(|field| FieldChange {
            field,
            before: before.get(field).to_owned(),
            after: after.get(field).to_owned(),
        })
        .collect()
}

/// What tells that two descriptions are of one person although they differ.
type Key = fn(&Candidate) -> Option<String>;

/// The surest first: the person; the identifier at the centre; two of name, first name and birth date.
const KEYS: [Key; 5] = [
    |one| Some(hex::encode(one.person())),
    |one| one.local_id.as_deref().map(normalise),
    |one| Some(format!("{}/{}", normalise(&one.last_name), one.birth_date)),
    |one| Some(format!("{}/{}", normalise(&one.first_name), one.birth_date)),
    |one| {
        let (last, first) = (normalise(&one.last_name), normalise(&one.first_name));
        Some(format!("{last}/{first}"))
    },
];

/// Compares a session's candidates with a list that is to take their place. Two descriptions are taken
/// for one person only where nobody else could be meant.
pub(super) fn difference(before: Vec<Candidate>, after: Vec<Candidate>) -> Difference {
    let mut left: Vec<Option<Candidate>> = before.into_iter().map(Some).collect();
    let mut right: Vec<Option<Candidate>> = after.into_iter().map(Some).collect();
    let mut difference = Difference::default();
    for key in KEYS {
        let theirs = alone(&right, key);
        for (value, place) in alone(&left, key) {
            let pair = theirs
                .get(&value)
                .and_then(|other| Some((left.get_mut(place)?, right.get_mut(*other)?)));
            let Some((Some(before), Some(after))) =
                pair.map(|(before, after)| (before.take(), after.take()))
            else {
                continue;
            };
            let fields = field_changes(&before, &after);
            if fields.is_empty() {
                difference.same += 1;
            } else {
                difference.changed.push(ChangedCandidate {
                    before,
                    after,
                    fields,
                });
            }
        }
    }
    difference.removed = left.into_iter().flatten().collect();
    difference.added = right.into_iter().flatten().collect();
    difference.removed.sort_by_cached_key(Candidate::order);
    difference.added.sort_by_cached_key(Candidate::order);
    let by_name = |one: &ChangedCandidate| one.after.order();
    difference.changed.sort_by_cached_key(by_name);
    difference
}

/// The places of those whose key nobody else has.
fn alone(candidates: &[Option<Candidate>], key: Key) -> BTreeMap<String, usize> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, candidate) in candidates.iter().enumerate() {
        if let Some(value) = candidate.as_ref().and_then(key) {
            places.entry(value).or_default().push(place);
        }
    }
    let single = |(value, places): (String, Vec<usize>)| match places[..] {
        [place] => Some((value, place)),
        _ => None,
    };
    places.into_iter().filter_map(single).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::candidate;
    use super::*;

    fn names(candidates: &[Candidate]) -> Vec<&str> {
        let names = candidates.iter();
        names.map(|one| one.last_name.as_str()).collect()
    }

    #[test]
    fn who_comes_goes_and_changes_is_told_apart() {
        let before = vec![
            candidate(2, "Alba", "Ana"),
            candidate(3, "Petit", "Lina"),
            candidate(4, "Wu", "Li"),
            candidate(5, "Zola", "Émile"),
        ];
        let mut misspelt = candidate(3, "Petite", "Lina");
        misspelt.extra_time = Some(33);
        let after = vec![
            candidate(2, "Zola", "Émile"),
            candidate(4, "Sow", "Hortense"),
            misspelt,
            candidate(9, "Alba", "Ana"),
        ];
        let difference = difference(before, after);
        assert_eq!(difference.same, 2);
        assert_eq!(names(&difference.added), ["Sow"]);
        assert_eq!(names(&difference.removed), ["Wu"]);
        let [changed] = &difference.changed[..] else {
            panic!("{difference:?}");
        };
        let fields: Vec<_> = changed
            .fields
            .iter()
            .map(|change| {
                let (before, after) = (change.before.as_str(), change.after.as_str());
                (change.field, before, after)
            })
            .collect();
        assert_eq!(
            fields,
            [("last_name", "Petit", "Petite"), ("extra_time", "", "33%")]
        );
        assert!(!difference.is_empty());
    }

    #[test]
    fn where_two_could_be_meant_nobody_is_taken_for_another() {
        // Twins: born on one day, with one name, and one of them is spelt otherwise now.
        let before = vec![candidate(2, "Petit", "Lina"), candidate(3, "Petit", "Lena")];
        let after = vec![candidate(2, "Petit", "Luna"), candidate(3, "Petit", "Lona")];
        let difference = difference(before, after);
        assert_eq!((difference.added.len(), difference.removed.len()), (2, 2));
        assert_eq!(difference.changed, []);
    }

    #[test]
    fn the_same_list_in_another_order_changes_nothing() {
        let one = vec![candidate(2, "Alba", "Ana"), candidate(3, "Wu", "Li")];
        let other = vec![candidate(2, "WU", "Li"), candidate(3, "Alba", "Ana")];
        let difference = difference(one, other);
        assert_eq!((difference.same, difference.changed.len()), (1, 1));
    }
}
