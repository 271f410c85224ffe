//! Where a candidate was born: in France an INSEE code, or a commune with its postal code; abroad a
//! town. Whether a code is that of a commune that exists is not checked: we have no list of them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::columns::Column;
use super::line::Line;
use super::problem::Rule;
use crate::results::normalise;
use crate::sessions::candidate::BirthPlace;

/// Names of countries in French and English, normalised.
static COUNTRIES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    include_str!("countries.txt")
        .lines()
        .flat_map(|line| line.split(';'))
        .map(normalise)
        .collect()
});

/// What the INSEE column says of somebody born abroad.
const ABROAD: &str = "99";

pub(super) fn read(line: &mut Line<'_>) -> Option<BirthPlace> {
    let commune = line.optional(Column::Commune);
    let postal_code = line.optional(Column::PostalCode).map(|code| padded(&code));
    let insee = line
        .optional(Column::Insee)
        .map(|code| padded(&code.to_uppercase()));
    let Some(country) = line.optional(Column::Country) else {
        let nothing = commune.is_none() && postal_code.is_none() && insee.is_none();
        let rule = if nothing {
            Rule::BirthPlaceMissing
        } else {
            Rule::Missing
        };
        line.fault(Column::Country, rule);
        return None;
    };
    let named = normalise(&country);
    if !COUNTRIES.contains(&named) {
        line.fault(Column::Country, Rule::CountryUnknown);
        return None;
    }
    let place = BirthPlace {
        commune,
        postal_code,
        insee,
        country,
    };
    let faults = if named == "france" {
        in_france(&place)
    } else {
        abroad(&place)
    };
    for (column, rule) in &faults {
        line.fault(*column, *rule);
    }
    faults.is_empty().then_some(place)
}

fn in_france(place: &BirthPlace) -> Vec<(Column, Rule)> {
    let mut faults = Vec::new();
    match (&place.insee, &place.postal_code, &place.commune) {
        (Some(code), None, None) => {
            if !is_insee(code) {
                faults.push((Column::Insee, Rule::BadInsee));
            }
        }
        (Some(_), _, _) => faults.push((Column::Insee, Rule::InseeAndCommune)),
        (None, Some(code), commune) => {
            if !is_postal_code(code) {
                faults.push((Column::PostalCode, Rule::BadPostalCode));
            }
            if commune.is_none() {
                faults.push((Column::Commune, Rule::CommuneMissing));
            }
        }
        (None, None, Some(_)) => faults.push((Column::PostalCode, Rule::PostalCodeMissing)),
        (None, None, None) => faults.push((Column::Insee, Rule::BirthPlaceMissing)),
    }
    faults
}

fn abroad(place: &BirthPlace) -> Vec<(Column, Rule)> {
    let mut faults = Vec::new();
    if place.commune.is_none() {
        faults.push((Column::Commune, Rule::TownMissing));
    }
    if place.postal_code.is_some() {
        faults.push((Column::PostalCode, Rule::PostalCodeAbroad));
    }
    if place.insee.as_deref().is_some_and(|code| code != ABROAD) {
        faults.push((Column::Insee, Rule::InseeAbroad));
    }
    faults
}

/// A spreadsheet takes the leading zero of `01004` for nothing.
fn padded(code: &str) -> String {
    let four = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
    if four {
        format!("0{code}")
    } else {
        code.to_owned()
    }
}

/// Five digits that begin with a department, or with 97 or 98 for what lies overseas.
fn is_postal_code(code: &str) -> bool {
    let digits = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
    digits && !matches!(code.get(..2), Some("00" | "96" | ABROAD) | None)
}

/// Five digits, or `2A` or `2B` and three of them. `99` begins the codes of other countries; 97 and 98
/// have a third digit for the territory.
fn is_insee(code: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let overseas = |commune: &str, known: &str| commune.starts_with(|digit| known.contains(digit));
    match code.split_at_checked(2) {
        Some(("2A" | "2B", commune)) => commune.len() == 3 && digits(commune),
        Some(("00" | "96" | ABROAD, _)) | None => false,
        Some((department, commune)) if commune.len() == 3 && digits(code) => match department {
            "97" => overseas(commune, "12345678"),
            "98" => overseas(commune, "46789"),
            _ => true,
        },
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(insee: &str, postal_code: &str, commune: &str) -> BirthPlace {
        let given = |text: &str| (!text.is_empty()).then(|| padded(text));
        BirthPlace {
            commune: given(commune),
            postal_code: given(postal_code),
            insee: given(insee),
            country: String::new(),
        }
    }

    fn rules(faults: Vec<(Column, Rule)>) -> Vec<Rule> {
        faults.into_iter().map(|(_, rule)| rule).collect()
    }

    #[test]
    fn in_france_a_place_is_one_code_or_a_commune_with_its_postal_code() {
        for (insee, postal_code, commune, broken) in [
            ("29232", "", "", vec![]),
            ("1004", "", "", vec![]),
            ("2A004", "", "", vec![]),
            ("", "29000", "Quimper", vec![]),
            ("", "1000", "Bourg-en-Bresse", vec![]),
            ("97411", "", "", vec![]),
            ("98818", "", "", vec![]),
            ("97011", "", "", vec![Rule::BadInsee]),
            ("96001", "", "", vec![Rule::BadInsee]),
            ("", "97400", "Saint-Denis", vec![]),
            ("", "99123", "Quimper", vec![Rule::BadPostalCode]),
            ("99", "", "", vec![Rule::BadInsee]),
            ("99123", "", "", vec![Rule::BadInsee]),
            ("29232", "29000", "", vec![Rule::InseeAndCommune]),
            ("29232", "", "Quimper", vec![Rule::InseeAndCommune]),
            ("", "2900", "", vec![Rule::CommuneMissing]),
            ("", "AB", "Quimper", vec![Rule::BadPostalCode]),
            ("", "", "Quimper", vec![Rule::PostalCodeMissing]),
            ("", "", "", vec![Rule::BirthPlaceMissing]),
        ] {
            let found = rules(in_france(&place(insee, postal_code, commune)));
            assert_eq!(found, broken, "{insee} {postal_code} {commune}");
        }
    }

    #[test]
    fn abroad_a_place_is_a_town() {
        for (insee, postal_code, town, broken) in [
            ("", "", "Galway", vec![]),
            ("99", "", "Galway", vec![]),
            ("", "", "", vec![Rule::TownMissing]),
            (
                "29232",
                "29000",
                "Galway",
                vec![Rule::PostalCodeAbroad, Rule::InseeAbroad],
            ),
        ] {
            assert_eq!(
                rules(abroad(&place(insee, postal_code, town))),
                broken,
                "{town}"
            );
        }
    }

    #[test]
    fn countries_are_known_however_they_are_spelt() {
        for country in [
            "FRANCE",
            "Cote d'ivoire",
            "Viêt Nam",
            "united kingdom",
            "Türkiye",
        ] {
            assert!(COUNTRIES.contains(&normalise(country)), "{country}");
        }
        assert!(!COUNTRIES.contains(&normalise("Franse")));
    }
}
