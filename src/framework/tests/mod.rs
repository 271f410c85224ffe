//! Each rule finds its defect and names it; the frameworks that ship are whole.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Folder, Framework, Localized, RegimeRule};

mod broken;

fn embedded(name: &str) -> Folder {
    let folders = Folder::embedded();
    folders
        .into_iter()
        .find(|folder| folder.name == name)
        .unwrap()
}

fn crcn() -> Framework {
    Framework::embedded("crcn").unwrap().unwrap()
}

/// The workshop framework with one passage of one file exchanged.
fn workshop_with(file: &str, passage: &str, instead: &str) -> Folder {
    let mut folder = embedded("atelier");
    let text = String::from_utf8(folder.files[file].clone()).unwrap();
    assert!(
        text.contains(passage),
        "{file} has no `{passage}` to exchange"
    );
    let broken = text.replacen(passage, instead, 1);
    folder.files.insert(file.into(), broken.into_bytes());
    folder
}

fn defects(folder: &Folder) -> Vec<String> {
    let error = Framework::parse(folder).unwrap_err();
    error.defects.iter().map(ToString::to_string).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const OUTLINE: &str = "framework.toml";
const FRENCH: &str = "grid.fr.toml";
const ENGLISH: &str = "grid.en.toml";

#[test]
fn every_defect_is_found_and_named() {
    for (file, passage, instead, expected) in broken::BROKEN {
        let folder = workshop_with(file, passage, instead);
        assert_eq!(defects(&folder), *expected, "`{passage}` → `{instead}`");
    }
}

#[test]
fn all_defects_of_all_files_are_reported_together() {
    let mut folder = workshop_with(OUTLINE, "to_score = 74", "to_score = 80");
    folder.files.insert(FRENCH.into(), vec![0xe9, b't']);
    folder.files.remove(ENGLISH);
    assert_eq!(
        Framework::parse(&folder).unwrap_err().to_string(),
        "the framework `atelier` has 3 defects:\n  \
         framework.toml: global_levels[2]: overlaps the one before it: begins at 75, but 81 comes \
         next\n  \
         grid.fr.toml: the file is not UTF-8 text\n  \
         grid.en.toml: the file is missing"
    );
}

#[test]
fn every_list_must_have_an_entry() {
    let mut folder = Folder {
        name: "none".into(),
        ..Folder::default()
    };
    let outline = "id = \"none\"\nversion = 1\nmax_level = 0\nreserved_level = 0\nmax_score = 0\n\
                   title = { fr = \"F\", en = \"E\" }\nname = { fr = \"F\", en = \"E\" }\n";
    for (file, text) in [(OUTLINE, outline), (FRENCH, ""), (ENGLISH, "")] {
        folder.files.insert(file.into(), text.into());
    }
    assert_eq!(
        defects(&folder),
        [
            "framework.toml: max_level: must be 1 or more",
            "framework.toml: max_score: must be 1 or more",
            "framework.toml: scale: at least one is needed",
            "framework.toml: domains: at least one is needed",
            "framework.toml: regimes: at least one is needed",
            "framework.toml: global_levels: at least one is needed",
        ]
    );
}

#[test]
fn another_bodys_framework_loads_without_code() {
    let workshop = Framework::embedded("atelier").unwrap().unwrap();
    let codes: Vec<_> = workshop.competences().map(|c| c.code.as_str()).collect();
    assert_eq!(codes, ["A1", "A2", "B1"]);
    assert!(workshop.competences().all(|c| c.can_do.len() == 4));
    assert_eq!(
        (
            workshop.max_level,
            workshop.reserved_level,
            workshop.max_score
        ),
        (4, 5, 100)
    );
    let level = |score| {
        workshop
            .global_level(score)
            .map(|level| level.label.en.as_str())
    };
    assert_eq!(level(39), None);
    assert_eq!(level(40), Some("Foundation"));
    assert_eq!(level(100), Some("Trade"));
    let regime = workshop.regime_on(day("2031-05-06")).unwrap();
    let rule = RegimeRule::Answers {
        questions: 12,
        minimum: 9,
    };
    assert_eq!(regime.rule, rule);
    let scale: Vec<_> = workshop
        .scale
        .iter()
        .map(|step| step.levels.as_str())
        .collect();
    assert_eq!(scale, ["0", "1–2", "3–4"]);
    assert!(Framework::embedded("nowhere").is_none());
}

#[test]
fn every_embedded_framework_is_whole() {
    let names: Vec<_> = Folder::embedded()
        .into_iter()
        .map(|folder| folder.name)
        .collect();
    assert_eq!(names, ["atelier", "crcn"]);
    for folder in Folder::embedded() {
        let framework = Framework::parse(&folder).unwrap();
        assert_eq!(framework.id, folder.name);
    }
}

#[test]
fn crcn_has_its_five_domains_and_sixteen_competences() {
    let crcn = crcn();
    let shape: Vec<_> = crcn
        .domains
        .iter()
        .map(|domain| domain.competences.len())
        .collect();
    assert_eq!(shape, [3, 4, 4, 3, 2]);
    assert!(
        crcn.competences()
            .all(|competence| competence.can_do.len() == 7)
    );
    let watch = crcn.competences().next().unwrap();
    assert_eq!(
        watch.name.fr,
        "Mener une recherche et une veille d’information"
    );
    assert_eq!(crcn.domains[0].name.fr, "Informations et données");
    assert_eq!(
        (crcn.max_level, crcn.reserved_level, crcn.max_score),
        (7, 8, 895)
    );
}

#[test]
fn a_score_reaches_its_global_level() {
    let crcn = crcn();
    let level = |score| {
        crcn.global_level(score)
            .map(|level| level.label.fr.as_str())
    };
    for (score, expected) in [
        (0, None),
        (63, None),
        (64, Some("Novice 1")),
        (127, Some("Novice 1")),
        (128, Some("Novice 2")),
        (255, Some("Novice 2")),
        (256, Some("Indépendant 1")),
        (384, Some("Indépendant 2")),
        (512, Some("Avancé 1")),
        (640, Some("Avancé 2")),
        (767, Some("Avancé 2")),
        (768, Some("Expert 1")),
        (895, Some("Expert 1")),
        (896, None),
    ] {
        assert_eq!(level(score), expected, "score {score}");
    }
}

#[test]
fn the_exam_date_chooses_the_regime() {
    let crcn = crcn();
    let regime = |date| crcn.regime_on(day(date)).map(|regime| regime.id.as_str());
    assert_eq!(regime("2020-12-31"), None);
    assert_eq!(regime("2021-01-01"), Some("2021"));
    assert_eq!(regime("2024-11-03"), Some("2021"));
    assert_eq!(regime("2024-11-04"), Some("2024"));
    assert_eq!(regime("2040-01-01"), Some("2024"));
    let share = RegimeRule::CorrectShare {
        more_than_percent: 50,
    };
    assert_eq!(crcn.regimes[0].rule, share);
    let answers = RegimeRule::Answers {
        questions: 32,
        minimum: 20,
    };
    assert_eq!(crcn.regimes[1].rule, answers);
}

/// All that the certificate prints of a competence or of a global level.
fn printed(framework: &Framework) -> Vec<&Localized> {
    let can_do = framework
        .competences()
        .flat_map(|competence| &competence.can_do);
    let levels = framework.global_levels.iter().flat_map(|level| {
        let (summary, description) = (&level.summary, &level.description);
        [
            &summary.holder,
            &summary.third_party,
            &description.holder,
            &description.third_party,
        ]
    });
    can_do.chain(levels).collect()
}

#[test]
fn no_text_of_the_grid_is_said_twice() {
    for folder in Folder::embedded() {
        let framework = Framework::parse(&folder).unwrap();
        let mut seen = BTreeSet::new();
        for text in printed(&framework) {
            assert!(seen.insert(&text.fr), "{}: {}", framework.id, text.fr);
            assert!(seen.insert(&text.en), "{}: {}", framework.id, text.en);
        }
    }
}

#[test]
fn every_can_do_text_of_crcn_is_a_sentence_that_fits() {
    for competence in crcn().competences() {
        for text in competence
            .can_do
            .iter()
            .flat_map(|text| [&text.fr, &text.en])
        {
            let words = text.split_whitespace().count();
            assert!((12..=28).contains(&words), "{words} words: {text}");
            assert!(
                text.starts_with(char::is_uppercase) && text.ends_with('.'),
                "{text}"
            );
        }
    }
}

#[test]
fn the_texts_keep_the_typographic_rules() {
    for folder in Folder::embedded() {
        for text in printed(&Framework::parse(&folder).unwrap()) {
            for said in [&text.fr, &text.en] {
                assert!(!said.contains(['\'', '"']), "a straight quote: {said}");
                assert!(!said.contains("  "), "two blanks: {said}");
            }
            // French parts high punctuation by a narrow no-break space.
            let parted = text.fr.replace("\u{202f}:", "").replace("\u{202f};", "");
            let parted = parted.replace("\u{202f}?", "").replace("\u{202f}!", "");
            assert!(
                !parted.contains([':', ';', '?', '!']),
                "a mark without its space: {parted}"
            );
        }
    }
}
