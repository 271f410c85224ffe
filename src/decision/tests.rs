//! Every line of both tables, their order, and what must never happen.

use proptest::prelude::*;

use super::*;
use crate::i18n::Language;
use crate::results::{self, Contact, End, Identity, Outcome, Pronounced, Severity};

const RULES: [Rule; 14] = [
    Rule::CancelledByJury,
    Rule::Fraud,
    Rule::PronouncedCancelled,
    Rule::PronouncedRejected,
    Rule::TooFewAnswersTechnical,
    Rule::TooFewAnswers,
    Rule::ZeroScore,
    Rule::AwardedDegraded,
    Rule::AwardedTechnical,
    Rule::AwardedComplete,
    Rule::PronouncedValidated,
    Rule::NotFinished2021,
    Rule::TooFewCorrect2021,
    Rule::Awarded2021,
];

fn crcn() -> Framework {
    Framework::embedded("crcn").unwrap().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn result(exam_date: &str, outcome: Outcome) -> FinalizedResult {
    FinalizedResult {
        line: 2,
        session: "S".to_owned(),
        number: None,
        identity: Identity {
            last_name: "Moreau".to_owned(),
            first_name: "Camille".to_owned(),
            birth_date: day("2000-02-29"),
            birth_place: "Poitiers".to_owned(),
            local_id: None,
            ine: None,
        },
        organization_uai: None,
        centre: "Tilleuls".to_owned(),
        exam_date: day(exam_date),
        score: 327,
        levels: vec![2; 16],
        outcome,
        cancelled: false,
        fraud: false,
        given_global_level: None,
        certifiable_competences: None,
        language: None,
        contact: Contact::default(),
    }
}

fn measured(answered: u32, correct: Option<u32>, end: End) -> Outcome {
    Outcome::Measured {
        answered,
        correct,
        end,
    }
}

const NOW: &str = "2026-06-09";
const THEN: &str = "2022-05-17";
const ENDS: [End; 4] = [End::Completed, End::Candidate, End::Time, End::Technical];

fn rule_of(framework: &Framework, result: FinalizedResult) -> Result<Rule, Error> {
    decide(framework, result).map(|decision| decision.rule())
}

const CSV: &[u8] = include_bytes!("../../examples/session.csv");
const PIX: &[u8] = include_bytes!("../../examples/session-pix-export.csv");
const OLD: &[u8] = include_bytes!("../../examples/session-2021.csv");

fn read(bytes: &[u8]) -> Vec<FinalizedResult> {
    let input = results::Input {
        file_name: "example",
        bytes,
        format: None,
    };
    results::parse(&input, &crcn()).results
}

fn on(today: &str) -> Circumstances<'static> {
    Circumstances {
        earlier_exam_dates: &[],
        session_cancelled: false,
        today: day(today),
    }
}

#[test]
fn the_examples_meet_every_line_of_the_tables_and_no_policy() {
    let framework = crcn();
    let policies = Policies::default();
    let mut met: Vec<&str> = Vec::new();
    for result in [CSV, OLD, PIX].into_iter().flat_map(read) {
        let found = check(&policies, &framework, &result, on("2026-06-10"));
        assert_eq!(found, []);
        met.push(rule_of(&framework, result).unwrap().id());
    }
    met.sort_unstable();
    met.dedup();
    let mut all = RULES.map(Rule::id);
    all.sort_unstable();
    assert_eq!(met, all);
}

#[test]
fn the_pix_export_of_the_example_comes_to_the_same_conclusions() {
    let framework = crcn();
    let (pix, ours) = (read(PIX), read(CSV));
    assert_eq!((pix.len(), ours.len()), (42, 42));
    for (pix, ours) in pix.into_iter().zip(ours) {
        let pix = decide(&framework, pix).unwrap();
        let ours = decide(&framework, ours).unwrap();
        assert_eq!(pix.rule().conclusion(), ours.rule().conclusion());
        if let (Decision::Award(pix), Decision::Award(ours)) = (pix, ours) {
            assert_eq!(pix.result().score, ours.result().score);
            assert_eq!(pix.result().levels, ours.result().levels);
            assert_eq!(pix.global_level(), ours.global_level());
        }
    }
}

/// The table of 2024 written a second time, by number of answers and end of test.
fn expected_in_2024(answered: u32, end: End, score: u32) -> Option<Rule> {
    Some(match (answered, end) {
        (33.., _) | (0..=31, End::Completed) => return None,
        (0..=19, End::Technical) => Rule::TooFewAnswersTechnical,
        (0..=19, _) => Rule::TooFewAnswers,
        _ if score == 0 => Rule::ZeroScore,
        (20..=31, End::Technical) => Rule::AwardedTechnical,
        (20..=31, _) => Rule::AwardedDegraded,
        (32, _) => Rule::AwardedComplete,
    })
}

#[test]
fn every_number_of_answers_and_end_is_decided_as_the_table_of_2024_says() {
    let framework = crcn();
    for answered in 0..=34 {
        for end in ENDS {
            for score in [0, 1, 895] {
                let mut row = result(NOW, measured(answered, None, end));
                row.score = score;
                let rule = rule_of(&framework, row).ok();
                let expected = expected_in_2024(answered, end, score);
                assert_eq!(rule, expected, "{answered} {end:?} {score}");
            }
        }
    }
}

#[test]
fn the_jury_goes_first_in_both_regimes_even_over_counts_that_make_no_sense() {
    let framework = crcn();
    for date in [NOW, THEN] {
        for answered in [0, 25, 32, 99] {
            for end in ENDS {
                let mut row = result(date, measured(answered, None, end));
                row.fraud = true;
                assert_eq!(rule_of(&framework, row.clone()), Ok(Rule::Fraud));
                row.cancelled = true;
                assert_eq!(rule_of(&framework, row), Ok(Rule::CancelledByJury));
            }
        }
    }
}

#[test]
fn what_a_session_export_pronounces_stands_in_both_regimes() {
    let framework = crcn();
    for date in [NOW, THEN] {
        for (pronounced, score, rule) in [
            (Pronounced::Cancelled, 0, Rule::PronouncedCancelled),
            (Pronounced::Rejected, 0, Rule::PronouncedRejected),
            (Pronounced::Validated, 0, Rule::ZeroScore),
            (Pronounced::Validated, 327, Rule::PronouncedValidated),
        ] {
            let mut row = result(date, Outcome::Pronounced(pronounced));
            row.score = score;
            assert_eq!(rule_of(&framework, row), Ok(rule), "{date} {pronounced:?}");
        }
    }
}

#[test]
fn more_than_half_of_the_answers_must_be_correct_in_2021() {
    let framework = crcn();
    for (answered, correct, end, score, expected) in [
        (60, Some(31), End::Completed, 300, Ok(Rule::Awarded2021)),
        (
            60,
            Some(30),
            End::Completed,
            300,
            Ok(Rule::TooFewCorrect2021),
        ),
        (61, Some(31), End::Completed, 300, Ok(Rule::Awarded2021)),
        (0, Some(0), End::Completed, 300, Ok(Rule::TooFewCorrect2021)),
        (60, Some(60), End::Completed, 0, Ok(Rule::ZeroScore)),
        (60, Some(60), End::Candidate, 300, Ok(Rule::NotFinished2021)),
        (60, Some(60), End::Time, 300, Ok(Rule::NotFinished2021)),
        (60, None, End::Technical, 300, Ok(Rule::NotFinished2021)),
        (60, None, End::Completed, 300, Err(Error::CorrectMissing)),
        (
            60,
            Some(61),
            End::Completed,
            300,
            Err(Error::Contradictory { answered: 60 }),
        ),
    ] {
        let mut row = result(THEN, measured(answered, correct, end));
        row.score = score;
        assert_eq!(
            rule_of(&framework, row),
            expected,
            "{answered} {correct:?} {end:?}"
        );
    }
}

#[test]
fn the_regime_is_the_one_of_the_exam_date() {
    let framework = crcn();
    let complete = measured(32, Some(32), End::Completed);
    for (date, rule) in [
        ("2024-11-03", Ok(Rule::Awarded2021)),
        ("2024-11-04", Ok(Rule::AwardedComplete)),
        (
            "2019-06-01",
            Err(Error::NoRegime {
                exam_date: day("2019-06-01"),
            }),
        ),
    ] {
        assert_eq!(rule_of(&framework, result(date, complete)), rule, "{date}");
    }
}

#[test]
fn an_award_carries_degradation_and_global_level_and_needs_every_level() {
    let framework = crcn();
    let award = |answered, end, score| {
        let mut row = result(NOW, measured(answered, None, end));
        row.score = score;
        match decide(&framework, row).unwrap() {
            Decision::Award(award) => award,
            Decision::Withhold(withheld) => panic!("{:?}", withheld.rule),
        }
    };
    assert!(award(20, End::Time, 327).degraded());
    assert!(!award(20, End::Technical, 327).degraded());
    assert_eq!(award(32, End::Completed, 327).global_level(), Some(3));
    assert_eq!(award(32, End::Completed, 63).global_level(), None);
    let mut row = result(NOW, measured(32, None, End::Completed));
    row.levels.pop();
    let refused = decide(&framework, row);
    assert_eq!(refused, Err(Error::LevelsMissing { given: 15, due: 16 }));
}

#[test]
fn every_rule_stands_in_a_table_and_is_explained_in_both_languages_with_its_numbers() {
    let framework = crcn();
    for rule in RULES {
        assert!(table::names(rule), "{rule:?}");
        let of_2021 = rule.id().ends_with("2021");
        let outcome = measured(22, Some(9), End::Time);
        let row = result(if of_2021 { THEN } else { NOW }, outcome);
        for language in Language::ALL {
            let text = rule.explain(language, &framework, &row);
            assert!(!text.starts_with('[') && !text.contains('$'), "{text}");
        }
        assert_eq!(serde_json::to_value(rule).unwrap(), rule.id());
    }
    let row = result(NOW, measured(12, None, End::Candidate));
    let decision = decide(&framework, row).unwrap();
    insta::assert_snapshot!(decision.explain(Language::English, &framework), @"12 of 32 questions were answered; at least 20 are needed for a certificate.");
    insta::assert_snapshot!(decision.explain(Language::French, &framework), @"12 questions sur 32 ont été traitées ; il en faut au moins 20 pour obtenir le certificat.");
}

#[test]
fn every_reason_for_not_deciding_is_explained_in_both_languages() {
    for error in [
        Error::NoRegime {
            exam_date: day(THEN),
        },
        Error::CorrectMissing,
        Error::LevelsMissing { given: 1, due: 16 },
        Error::Contradictory { answered: 31 },
        Error::NoLine,
    ] {
        for language in Language::ALL {
            let text = error.explain(language);
            assert!(!text.starts_with('[') && !text.contains('$'), "{text}");
        }
    }
}

fn findings(change: fn(&mut FinalizedResult), earlier: &[&str]) -> Vec<&'static str> {
    let framework = crcn();
    let mut row = result(NOW, measured(32, None, End::Completed));
    change(&mut row);
    let earlier: Vec<NaiveDate> = earlier.iter().map(|text| day(text)).collect();
    let known = Circumstances {
        earlier_exam_dates: &earlier,
        ..on("2026-06-09")
    };
    let found = check(&Policies::default(), &framework, &row, known);
    for finding in &found {
        for language in Language::ALL {
            let text = finding.message(language);
            assert!(!text.starts_with('[') && !text.contains('$'), "{text}");
        }
    }
    found.into_iter().map(|finding| finding.id).collect()
}

#[test]
fn policies_find_what_they_are_for_and_nothing_else() {
    type Change = fn(&mut FinalizedResult);
    let cases: [(Change, &[&str], &[&str]); 15] = [
        (|_| {}, &[], &[]),
        (|row| row.certifiable_competences = Some(5), &[], &[]),
        (
            |row| row.certifiable_competences = Some(4),
            &[],
            &["certifiable-profile"],
        ),
        (|_| {}, &["2026-05-25", "2025-01-01"], &[]),
        (|_| {}, &["2026-05-26"], &["session-interval"]),
        (|_| {}, &["2026-06-23"], &["session-interval"]),
        (
            |row| row.exam_date = day("2026-06-10"),
            &[],
            &["exam-in-future"],
        ),
        (
            |row| row.identity.birth_date = day("2018-06-10"),
            &[],
            &["implausible-age"],
        ),
        (|row| row.identity.birth_date = day("2018-06-09"), &[], &[]),
        (
            |row| row.identity.birth_date = day("1910-06-09"),
            &[],
            &["implausible-age"],
        ),
        (|row| row.score = 896, &[], &["score-above-scale"]),
        (|row| row.levels[15] = 8, &[], &["level-above-scale"]),
        (
            |row| row.given_global_level = Some("INDEPENDANT 1".to_owned()),
            &[],
            &[],
        ),
        (
            |row| row.given_global_level = Some("Independent 2".to_owned()),
            &[],
            &["global-level"],
        ),
        (
            |row| {
                row.score = 63;
                row.given_global_level = Some("Novice 1".to_owned());
            },
            &[],
            &["global-level"],
        ),
    ];
    for (number, (change, earlier, expected)) in cases.into_iter().enumerate() {
        assert_eq!(findings(change, earlier), expected, "case {number}");
    }
}

#[test]
fn a_policy_is_as_strict_as_configured() {
    let framework = crcn();
    let mut row = result(NOW, measured(32, None, End::Completed));
    row.certifiable_competences = Some(0);
    for (text, expected) in [
        ("certifiable_profile = \"off\"", None),
        ("certifiable_profile = \"warning\"", Some(Severity::Warning)),
        ("certifiable_profile = \"error\"", Some(Severity::Error)),
        ("certifiable_competences = 0", None),
    ] {
        let policies: Policies = toml::from_str(text).unwrap();
        let found = check(&policies, &framework, &row, on(NOW));
        assert_eq!(
            found.first().map(|finding| finding.severity),
            expected,
            "{text}"
        );
    }
    assert!(toml::from_str::<Policies>("certifiable = \"off\"").is_err());
}

#[test]
fn results_of_a_session_that_was_called_off_are_warned_about_or_refused() {
    let framework = crcn();
    let row = result(NOW, measured(32, None, End::Completed));
    let known = Circumstances {
        session_cancelled: true,
        ..on(NOW)
    };
    let mut policies = Policies::default();
    let found = check(&policies, &framework, &row, known);
    assert_eq!(found[0].severity, Severity::Warning);
    for language in Language::ALL {
        let told = found[0].message(language);
        assert!(told.contains(&row.session) && !told.contains('$'), "{told}");
    }
    policies.cancelled_session = PolicyLevel::Error;
    let found = check(&policies, &framework, &row, known);
    assert_eq!(found[0].severity, Severity::Error);
    assert_eq!(check(&policies, &framework, &row, on(NOW)), []);
}

fn is_award(framework: &Framework, row: FinalizedResult) -> bool {
    matches!(decide(framework, row), Ok(Decision::Award(_)))
}

proptest! {
    #[test]
    fn more_answers_never_lose_a_certificate(
        answered in 0_u32..32,
        more in 0_u32..=32,
        end in prop::sample::select(&ENDS[..]),
        score in 0_u32..=895,
    ) {
        let framework = crcn();
        let more = (answered + more).min(32);
        let row = |answered| {
            // A test completed with fewer answers is a contradiction and never decided.
            let end = if answered == 32 { End::Completed } else { end };
            let mut row = result(NOW, measured(answered, None, end));
            row.score = score;
            row
        };
        prop_assert!(!is_award(&framework, row(answered)) || is_award(&framework, row(more)));
    }

    #[test]
    fn more_correct_answers_never_lose_a_certificate_in_2021(
        answered in 0_u32..100,
        correct in 0_u32..100,
        more in 0_u32..100,
        end in prop::sample::select(&ENDS[..]),
    ) {
        let framework = crcn();
        let correct = correct.min(answered);
        let fewer = result(THEN, measured(answered, Some(correct), end));
        let in_place = measured(answered, Some((correct + more).min(answered)), end);
        let added = measured(answered + more, Some(correct + more), end);
        for better in [in_place, added] {
            prop_assert!(!is_award(&framework, fewer.clone()) || is_award(&framework, result(THEN, better)));
        }
    }
}
