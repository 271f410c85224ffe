//! Lists, sessions and papers together, on a register of each kind where it matters.

use chrono::NaiveDate;

use super::candidate::{BirthPlace, Candidate, Sex};

pub(super) fn candidate(line: u32, last_name: &str, first_name: &str) -> Candidate {
    Candidate {
        place: 0,
        line,
        last_name: last_name.to_owned(),
        first_name: first_name.to_owned(),
        birth_date: NaiveDate::from_ymd_opt(2008, 3, 1).unwrap(),
        sex: Sex::F,
        birth_place: BirthPlace {
            commune: None,
            postal_code: None,
            insee: Some("29232".to_owned()),
            country: "FRANCE".to_owned(),
        },
        local_id: None,
        class: None,
        extra_time: None,
        convocation_mail: None,
        results_mail: None,
        complementary: None,
        billing: None,
        prepayment_code: None,
    }
}

#[test]
fn papers_are_in_the_order_of_the_alphabet_whatever_case_and_accents() {
    let mut candidates = [
        candidate(1, "Zola", "Émile"),
        candidate(2, "émeric", "Zoé"),
        candidate(3, "EMERIC", "Alba"),
        candidate(4, "d’Estrées", "Ana"),
    ];
    candidates.sort_by_cached_key(Candidate::order);
    let lines: Vec<u32> = candidates.iter().map(|one| one.line).collect();
    assert_eq!(lines, [4, 3, 2, 1]);
}
