//! Compares the name that an asker gives with the certified one.

use serde::Serialize;
use utoipa::ToSchema;

use crate::results::normalise;

/// How a given name relates to the certified one. Case, accents, hyphens and apostrophes never
/// count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NameMatch {
    /// The same name.
    Same,
    /// Near: first name and last name stand in each other's place.
    NearSwapped,
    /// Near: one letter more, less or different, two neighbours swapped, or spaces elsewhere.
    NearSpelling,
    /// Near: words are missing or added: a particle, a second first name, a married name beside the
    /// birth name.
    NearPart,
    /// Near: another last name with the same first name and birth date: perhaps a married name.
    NearOtherLastName,
    /// Another name.
    Differs,
}

impl NameMatch {
    /// The name in files: `near_swapped`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::NearSwapped => "near_swapped",
            Self::NearSpelling => "near_spelling",
            Self::NearPart => "near_part",
            Self::NearOtherLastName => "near_other_last_name",
            Self::Differs => "differs",
        }
    }

    /// Whether a person should look at it: neither the same nor plainly another.
    pub fn is_near(self) -> bool {
        !matches!(self, Self::Same | Self::Differs)
    }
}

/// A person's name in two parts; an empty part was not given and is not compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) last: &'a str,
    pub(super) first: &'a str,
}

/// Compares a name; `None` if none is given.
pub(super) fn compare(
    given: Name<'_>,
    certified: Name<'_>,
    same_birth_date: bool,
) -> Option<NameMatch> {
    // What is written alike needs no normalising, which costs more than all the rest.
    let alike = |given: &str, certified: &str| {
        let given = given.trim();
        given.is_empty() || given.eq_ignore_ascii_case(certified) || given == certified
    };
    if given.last.trim().is_empty() && given.first.trim().is_empty() {
        return None;
    }
    if alike(given.last, certified.last) && alike(given.first, certified.first) {
        return Some(NameMatch::Same);
    }
    let parts = [
        Part::of(given.last, certified.last),
        Part::of(given.first, certified.first),
    ];
    Some(compare_parts(&parts, same_birth_date))
}

/// One part of a name as given and as certified, normalised.
struct Part {
    given: String,
    certified: String,
}

impl Part {
    fn of(given: &str, certified: &str) -> Self {
        Self {
            given: normalise(given),
            certified: normalise(certified),
        }
    }

    fn is_given(&self) -> bool {
        !self.given.is_empty()
    }

    fn is_same(&self) -> bool {
        !self.is_given() || self.given == self.certified
    }

    /// One edit, where the name is long enough that another name is not meant.
    fn edits(&self) -> usize {
        let (given, certified) = (joined(&self.given), joined(&self.certified));
        if self.is_same() || given == certified {
            0
        } else if given.len().max(certified.len()) >= 4 && is_one_edit(&given, &certified) {
            1
        } else {
            usize::MAX
        }
    }

    /// All words of the one are among those of the other.
    fn is_part(&self) -> bool {
        let (given, certified) = (words(&self.given), words(&self.certified));
        let within = |some: &[&str], all: &[&str]| some.iter().all(|word| all.contains(word));
        !self.is_given() || within(&given, &certified) || within(&certified, &given)
    }
}

fn compare_parts(parts: &[Part; 2], same_birth_date: bool) -> NameMatch {
    let [last, first] = parts;
    if last.is_same() && first.is_same() {
        return NameMatch::Same;
    }
    if last.is_given() && last.given == first.certified && first.given == last.certified {
        return NameMatch::NearSwapped;
    }
    if last.edits().saturating_add(first.edits()) <= 1 {
        return NameMatch::NearSpelling;
    }
    if last.is_part() && first.is_part() {
        return NameMatch::NearPart;
    }
    if same_birth_date && first.is_given() && first.is_same() {
        return NameMatch::NearOtherLastName;
    }
    NameMatch::Differs
}

fn words(name: &str) -> Vec<&str> {
    name.split(' ').collect()
}

fn joined(name: &str) -> Vec<char> {
    name.chars().filter(|c| *c != ' ').collect()
}

/// One letter more, less or different, or two neighbours swapped.
fn is_one_edit(one: &[char], other: &[char]) -> bool {
    let same_start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same_start..], &other[same_start..]);
    match (one, other) {
        ([_, rest @ ..], longer) if rest == longer => true,
        (shorter, [_, rest @ ..]) if rest == shorter => true,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([a, b, one @ ..], [c, d, other @ ..]) => a == d && b == c && one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name<'a>(last: &'a str, first: &'a str) -> Name<'a> {
        Name { last, first }
    }

    #[test]
    fn each_way_of_writing_a_name_is_told_apart() {
        use NameMatch::{Differs, NearOtherLastName, NearPart, NearSpelling, NearSwapped, Same};
        let certified = name("de la Tour-Kervadec", "Maëlle Anaïs");
        for (last, first, expected) in [
            ("DE LA TOUR KERVADEC", "maelle anais", Same),
            (" De La Tour Kervadec ", "", Same),
            ("", "Maelle-Anaïs", Same),
            ("Maëlle Anaïs", "De la Tour Kervadec", NearSwapped),
            ("de la Tour-Kervadek", "Maëlle Anaïs", NearSpelling),
            ("de la Tour-Kervadec", "Maëlle Anaïss", NearSpelling),
            ("de la Tour-Kervadec", "Mëalle Anaïs", NearSpelling),
            ("Delatour Kervadec", "Maëlle Anaïs", NearSpelling),
            ("Tour Kervadec", "Maëlle Anaïs", NearPart),
            ("de la Tour", "Maëlle", NearPart),
            ("de la Tour-Kervadec Oduya", "Maëlle Anaïs", NearPart),
            ("Oduya", "Maëlle Anaïs", NearOtherLastName),
            ("Oduya", "", Differs),
            ("Oduya", "Gwenaël", Differs),
            ("de la Tour-Kervadec", "Gwenaël", Differs),
        ] {
            let given = name(last, first);
            assert_eq!(
                compare(given, certified, true),
                Some(expected),
                "{last} {first}"
            );
        }
        assert_eq!(compare(name("", " "), certified, true), None);
        let other = name("Oduya", "Maëlle Anaïs");
        assert_eq!(compare(other, certified, false), Some(Differs));
    }

    #[test]
    fn short_names_are_not_near_each_other() {
        let certified = name("Li", "Bo");
        assert_eq!(
            compare(name("Le", "Bo"), certified, false),
            Some(NameMatch::Differs)
        );
    }

    #[test]
    fn two_edits_are_not_one() {
        let certified = name("Kervadec", "Maëlle");
        assert_eq!(
            compare(name("Kervedac", "Maëlle"), certified, false),
            Some(NameMatch::Differs)
        );
        assert_eq!(
            compare(name("Kervadek", "Maëllo"), certified, false),
            Some(NameMatch::Differs)
        );
    }

    proptest::proptest! {
        #[test]
        fn one_edit_is_the_same_in_both_directions(one in "[ab]{0,5}", other in "[ab]{0,5}") {
            let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
            proptest::prop_assert_eq!(is_one_edit(&one, &other), is_one_edit(&other, &one));
        }
    }
}
