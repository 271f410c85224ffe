//! Whole lists: what is understood, and what is said about mistakes.

use std::fmt::Write;

use super::*;
use crate::document;
use crate::i18n::Language;
use crate::results::{Input, lines};

/// The columns as centres download them.
const HEADERS: &str = "* Nom de naissance;* Prénom;Identifiant local;Temps majoré ?;\
    * Date de naissance (format : jj/mm/aaaa);Nom de la commune;Code postal;Code Insee;Pays;\
    E-mail de convocation;E-mail du destinataire des résultats (formateur, enseignant…);\
    * Sexe (M ou F);\"CléA Numérique (\"\"oui\"\" ou laisser vide)\";\
    \"Pix+ Droit (\"\"oui\"\" ou laisser vide)\";Tarification part Pix;Code de prépaiement";

fn listed(text: &str, school: bool) -> (Option<Listed>, ListReport) {
    let coverage = document::coverage();
    let against = Against {
        exam_date: NaiveDate::from_ymd_opt(2026, 5, 21),
        school,
        coverage: &coverage,
    };
    let input = Input {
        file_name: "liste.csv",
        bytes: text.as_bytes(),
        format: None,
    };
    read("liste.csv", lines(&input), &against)
}

fn rules(text: &str, school: bool) -> Vec<String> {
    let (_, report) = listed(text, school);
    report
        .problems
        .iter()
        .map(|problem| format!("{} {}", problem.line, problem.rule()))
        .collect()
}

#[test]
fn a_good_list_is_understood_in_the_columns_that_centres_fill() {
    let text = format!(
        "{HEADERS}\nKervadec;Maëlle;T1-07;33%;01/03/2008;;;29232;FRANCE;m@exemple.fr;;F;oui;;;\n\
         O’Sullivan;Aoife;;;1998-07-21;Galway;;99;Irlande;;prof@exemple.fr;f;;;;\n\
         Petit;Lina;;;11/02/2008;Quimper;29000;;France;;;F;;;;\n"
    );
    let (listed, report) = listed(&text, true);
    assert_eq!(report.problems, []);
    let Some(Listed::Candidates(candidates)) = listed else {
        panic!("{listed:?}");
    };
    assert_eq!(candidates.len(), 3);
    let first = &candidates[0];
    assert_eq!((first.line, first.last_name.as_str()), (2, "Kervadec"));
    assert_eq!(
        (first.extra_time, first.local_id.as_deref()),
        (Some(33), Some("T1-07"))
    );
    assert_eq!(first.complementary.as_deref(), Some("CléA Numérique"));
    assert_eq!(candidates[1].birth_place.commune.as_deref(), Some("Galway"));
    assert_eq!(
        candidates[2].birth_place.postal_code.as_deref(),
        Some("29000")
    );
}

#[test]
fn every_mistake_of_a_list_is_named_with_line_column_and_rule_in_both_languages() {
    let rows = [
        ";Maëlle;;;01/03/2008;;;29232;FRANCE;;;F;;;Gratuite;",
        "Kervadec;Maëlle;;1;31/02/2008;;;29232;FRANCE;x@;;X;peut-être;;Gratuite;",
        "Petit;Lina;;;01/03/2027;Quimper;;29232;France;;;F;oui;oui;Payante;ABC",
        "山田;花子;;;08/01/1994;京都;;;Japon;;;F;;;Prépayée;",
        "Wu;Li;;50;01/01/1890;;;;;;;M;;;offerte;",
        "Sow;Ana;;;02/02/2002;;75001;;Sénégal;;;F;;;;",
        "Beltrán;Ana;;;03/03/2003;Paris;;;Frnace;;;F;;;Gratuite;",
        "#REF!;Ana;;;03/03/2003;;;29232;France;;;F;;;Gratuite;",
        "Lefèvre;Noé;;;02/11/2006;;;85191;France;;;M;;;Gratuite;",
        "LEFEVRE;noe;;;02/11/2006;;;85191;France;;;M;;;Gratuite;",
        "Trop;court",
    ];
    let (listed, report) = listed(&format!("{HEADERS}\n{}\n", rows.join("\n")), false);
    assert!(listed.is_none() && report.is_refused());
    let mut told = String::new();
    for language in Language::ALL {
        for problem in &report.problems {
            let column = problem.column.as_deref().unwrap_or("-");
            let value = problem.value.as_deref().unwrap_or("-");
            let (message, remedy) = (problem.message(language), problem.remedy(language));
            assert!(
                !message.starts_with('[') && !remedy.starts_with('['),
                "{message}"
            );
            let (line, rule) = (problem.line, problem.rule());
            writeln!(
                told,
                "{line} | {column} | {value} | {rule} | {message} {remedy}"
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn in_schools_nobody_pays() {
    let row = "Petit;Lina;;;11/02/2008;;;29232;France;;;F;;;Gratuite;";
    assert_eq!(
        rules(&format!("{HEADERS}\n{row}\n"), true),
        ["2 billing-in-school"]
    );
    assert!(rules(&format!("{HEADERS}\n{row}\n"), false).is_empty());
}

#[test]
fn a_file_that_is_no_list_is_refused_as_a_whole() {
    assert_eq!(rules("", true), ["0 empty-file"]);
    assert_eq!(rules(&format!("{HEADERS}\n"), true), ["0 no-candidate"]);
    let missing = rules("Nom de naissance;Prénom\nPetit;Lina\n", true);
    assert_eq!(missing, ["0 missing-column"; 3]);
    let doubled = rules(&format!("{HEADERS};Prénom\n"), true);
    assert_eq!(doubled, ["0 duplicate-column"]);
    let row = "Petit;Lina;;;11/02/2008;;;29232;France;;;F;;;;\n";
    let long = format!("{HEADERS}\n{}", row.repeat(MOST_CANDIDATES + 1));
    assert_eq!(rules(&long, true), ["0 too-many-candidates"]);
}

#[test]
fn a_title_above_the_headers_is_no_list_and_lines_keep_their_numbers() {
    let title = "Session;4711;;\nCentre;Lycée des Dunes;;\n\nListe des candidats;;;\n";
    let good = "Petit;Lina;;;11/02/2008;;;29232;France;;;F;;;;\n";
    let bad = "Zola;Émile;;;11/02/2008;;;;France;;;F;;;;\n";
    let (listed, report) = self::listed(&format!("{title}{HEADERS}\n{good}{bad}"), true);
    assert!(listed.is_none());
    let found: Vec<_> = report
        .problems
        .iter()
        .map(|problem| (problem.line, problem.rule()))
        .collect();
    assert_eq!(found, [(7, "birth-place-missing".to_owned())]);
    let (listed, _) = self::listed(&format!("{title}{HEADERS}\n{good}"), true);
    let Some(Listed::Candidates(candidates)) = listed else {
        panic!("{listed:?}");
    };
    assert_eq!((candidates.len(), candidates[0].line), (1, 6));
}

#[test]
fn headers_in_english_and_old_encodings_are_understood() {
    let english = "* Birth name,* First name,External id,Extra time,* Date of birth,Birth city,\
        Postcode,INSEE code,* Birth country,Convocation e-mail,Results e-mail,* Sex,\
        \"Pix+ Droit (\"\"yes\"\" or leave empty)\"\n\
        Le Goff,Maël,7,33%,2008-03-01,,,29232,FRANCE,,prof@exemple.fr,m,yes\n";
    let (encoded, _, _) = encoding_rs::WINDOWS_1252.encode(english);
    let coverage = document::coverage();
    let against = Against {
        exam_date: NaiveDate::from_ymd_opt(2026, 5, 21),
        school: true,
        coverage: &coverage,
    };
    let input = Input {
        file_name: "list.csv",
        bytes: &encoded,
        format: None,
    };
    let (listed, report) = read("list.csv", lines(&input), &against);
    assert_eq!(report.errors().count(), 0, "{:?}", report.problems);
    let Some(Listed::Candidates(candidates)) = listed else {
        panic!("{listed:?}");
    };
    let first = &candidates[0];
    assert_eq!(
        (first.first_name.as_str(), first.extra_time),
        ("Maël", Some(33))
    );
    assert_eq!(first.complementary.as_deref(), Some("Pix+ Droit"));
    assert_eq!(first.results_mail.as_deref(), Some("prof@exemple.fr"));
}

#[test]
fn an_unknown_column_is_told_and_stops_nothing() {
    let text = format!("{HEADERS};Taille\nPetit;Lina;;;11/02/2008;;;29232;France;;;F;;;;;1m70\n");
    let (listed, report) = listed(&text, true);
    assert!(listed.is_some());
    assert_eq!(report.problems.len(), 1);
    assert_eq!(report.problems[0].rule(), "unknown-column");
}

/// The columns of lists that describe sessions too.
const SESSIONS: &str = "Numéro de session préexistante;* Nom du site;* Nom de la salle;\
    * Date de début (format: JJ/MM/AAAA);* Heure de début (heure locale format: HH:MM);\
    * Surveillant(s);Observations (optionnel);* Nom de naissance;* Prénom;\
    * Date de naissance (format: JJ/MM/AAAA);* Sexe (M ou F);\
    Code INSEE de la commune de naissance;Code postal de la commune de naissance;\
    Nom de la commune de naissance;* Pays de naissance;\
    E-mail du destinataire des résultats (formateur, enseignant…);E-mail de convocation;\
    Identifiant externe;Temps majoré ? (exemple format: 33%);\
    * Tarification part Pix (Gratuite, Prépayée ou Payante);\
    Code de prépaiement (si Tarification part Pix Prépayée)";

#[test]
fn a_list_of_sessions_puts_each_candidate_to_its_session() {
    let at = |room: &str, watch: &str| format!(";Annexe;{room};21/05/2026;09:30;{watch};");
    let person = |last: &str| format!("{last};Ana;01/03/2008;F;29232;;;France;;;;;Gratuite;");
    let rows = [
        format!("{};{}", at("101", "Sow"), person("Petit")),
        format!("{};{}", at("102", "Wu"), person("Petit")),
        format!("{};{}", at(" 101", "SOW"), person("Zola")),
        format!("4711;;;;;;;{}", person("Alba")),
    ];
    let (listed, report) = listed(&format!("{SESSIONS}\n{}\n", rows.join("\n")), false);
    assert_eq!(report.problems, []);
    let Some(Listed::Sessions(sessions)) = listed else {
        panic!("{listed:?}");
    };
    let counts: Vec<usize> = sessions
        .iter()
        .map(|session| session.candidates.len())
        .collect();
    assert_eq!(counts, [2, 1, 1]);
    assert_eq!(sessions[2].when, When::Existing("4711".to_owned()));
}

#[test]
fn a_list_of_sessions_that_contradicts_itself_is_refused() {
    let person = "Ana;01/03/2008;F;29232;;;France;;;;;Gratuite;";
    let rows = [
        format!(";Annexe;101;21/05/2026;09:30;Sow;;Petit;{person}"),
        format!(";Annexe;101;21/05/2026;09:30;Wu;;Zola;{person}"),
        format!("4711;Annexe;;;;;;Alba;{person}"),
        format!(";Annexe;101;21/05/2026;midi;Sow;;Petit;{person}"),
    ];
    let found = rules(&format!("{SESSIONS}\n{}\n", rows.join("\n")), false);
    assert_eq!(
        found,
        ["3 invigilators-differ", "4 session-twice", "5 bad-time"]
    );
}

proptest::proptest! {
    #[test]
    fn no_list_makes_it_panic(text in ".*") {
        let _ = listed(&format!("{HEADERS}\n{text}\n{text};{text}"), true);
        let _ = listed(&text, false);
    }
}
