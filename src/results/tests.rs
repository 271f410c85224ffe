//! Whole files: the examples in every form, the file of mistakes, repeats, and any bytes at all.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;

const CSV: &[u8] = include_bytes!("../../examples/session.csv");
const JSON: &[u8] = include_bytes!("../../examples/session.json");
const XLSX: &[u8] = include_bytes!("../../examples/session.xlsx");
const ODS: &[u8] = include_bytes!("../../examples/session.ods");
const PIX: &[u8] = include_bytes!("../../examples/session-pix-export.csv");
const OLD: &[u8] = include_bytes!("../../examples/session-2021.csv");
const MISTAKES: &[u8] = include_bytes!("../../examples/mistakes.csv");

fn crcn() -> Framework {
    Framework::embedded("crcn").unwrap().unwrap()
}

fn read(bytes: &[u8]) -> Import {
    let input = Input {
        file_name: "file",
        bytes,
        format: None,
    };
    parse(&input, &crcn())
}

fn rules(import: &Import) -> Vec<&'static str> {
    let problems = &import.report.problems;
    problems
        .iter()
        .map(|problem| problem.rule.as_str())
        .collect()
}

/// A small file of ours: headers in French, then the given rows of the first columns.
fn small(rows: &[&str]) -> Vec<u8> {
    let mut text =
        "Session;Numéro de certification;Nom;Prénom;Date de naissance;Lieu de naissance;INE;\
                    Centre;Date de passage;Score;Questions traitées;Fin du test"
            .to_owned();
    for competence in crcn().competences() {
        write!(text, ";{}", competence.code).unwrap();
    }
    for row in rows {
        write!(text, "\n{row}{}", ";2".repeat(16)).unwrap();
    }
    text.into_bytes()
}

const GOOD: &str = "S;1;Moreau;Camille;2007-03-14;Poitiers;;Tilleuls;2026-06-09;327;32;terminé";

#[test]
fn the_four_forms_of_the_example_hold_the_same_results() {
    let from_csv = read(CSV);
    assert_eq!(rules(&from_csv), [""; 0]);
    assert_eq!(from_csv.results.len(), 42);
    for (bytes, format) in [
        (JSON, Format::Json),
        (XLSX, Format::Xlsx),
        (ODS, Format::Ods),
    ] {
        let import = read(bytes);
        assert_eq!(import.report.format, Some(format));
        assert_eq!(rules(&import), [""; 0], "{format:?}");
        assert_eq!(import.results.len(), from_csv.results.len());
        for (mine, other) in import.results.into_iter().zip(&from_csv.results) {
            // Only the place in the file may differ.
            let mine = FinalizedResult {
                line: other.line,
                ..mine
            };
            assert_eq!(mine, *other, "{format:?}");
        }
    }
}

#[test]
fn the_pix_export_holds_the_same_people() {
    let ours = read(CSV);
    let import = read(PIX);
    assert_eq!(rules(&import), [""; 0]);
    assert_eq!(import.report.layout, Some(Layout::PixExport));
    assert_eq!(import.report.delimiter, Some(';'));
    assert!(import.report.had_bom);
    assert_eq!(import.results.len(), ours.results.len());
    for (pix, mine) in import.results.iter().zip(&ours.results) {
        assert_eq!(pix.key(), mine.key());
        assert_eq!(pix.identity.person_digest(), mine.identity.person_digest());
        assert_eq!(pix.exam_date, mine.exam_date);
    }
    assert_eq!(rules(&read(OLD)), [""; 0]);
}

#[test]
fn every_mistake_is_reported_with_its_place_rule_and_remedy() {
    let import = read(MISTAKES);
    for language in Language::ALL {
        let mut text = String::new();
        for problem in &import.report.problems {
            let place = problem.column.as_deref().unwrap_or("–");
            let value = problem.value.as_deref().unwrap_or("–");
            writeln!(
                text,
                "{} {:?} [{place}] «{value}» {}\n  {}\n  → {}",
                problem.line,
                problem.severity,
                problem.rule,
                problem.message(language),
                problem.remedy(language)
            )
            .unwrap();
        }
        insta::assert_snapshot!(format!("mistakes_{language}"), text);
    }
    let kept: Vec<u32> = import.results.iter().map(|result| result.line).collect();
    assert_eq!(kept, [2, 23]);
}

#[test]
fn headers_are_understood_in_both_languages_whatever_case_and_accents() {
    let french = String::from_utf8(small(&[GOOD])).unwrap();
    let english = french
        .replace("Numéro de certification", "CERTIFICATION NUMBER")
        .replace("Nom;", "last name;")
        .replace("Prénom", "First Name")
        .replace("Date de naissance", "Date of birth")
        .replace("Lieu de naissance", "Birth-place")
        .replace("Date de passage", "EXAM DATE")
        .replace("Questions traitées", "answered")
        .replace("Fin du test", "end of test")
        .replace(";1.1;", "; 1,1 ;");
    let bare = french
        .replace("Prénom", "PRENOM")
        .replace("traitées", "TRAITEES");
    let expected = read(french.as_bytes()).results;
    assert_eq!(expected.len(), 1);
    for text in [english, bare] {
        let import = read(text.as_bytes());
        assert_eq!(rules(&import), [""; 0]);
        assert_eq!(import.results, expected);
    }
}

#[test]
fn every_missing_header_is_named_at_once_and_unknown_ones_only_warned_of() {
    let text = String::from_utf8(small(&[GOOD])).unwrap();
    let import = read(
        text.replace("Nom;", "Patronyme;")
            .replace(";3.4", ";X")
            .as_bytes(),
    );
    assert!(import.results.is_empty() && import.report.is_refused());
    let problems: Vec<(&str, &str)> = import
        .report
        .problems
        .iter()
        .map(|problem| (problem.rule.as_str(), problem.column.as_deref().unwrap()))
        .collect();
    assert_eq!(
        problems,
        [
            ("missing-header", "Nom"),
            ("missing-header", "3.4"),
            ("unknown-header", "Patronyme"),
            ("unknown-header", "X")
        ]
    );
    let doubled = read(text.replace("INE", "Prénoms").as_bytes());
    assert_eq!(rules(&doubled), ["duplicate-header"]);
}

#[test]
fn a_missing_header_is_named_once_where_both_languages_call_it_alike() {
    let text = String::from_utf8(small(&[GOOD])).unwrap();
    let mend = |from: &str, language| {
        let import = read(text.replacen(from, "Unknown;", 1).as_bytes());
        import.report.problems[0].remedy(language)
    };
    let alike = mend("Session;", Language::English);
    assert_eq!(alike.matches("“Session”").count(), 1, "{alike}");
    let other = mend("Nom;", Language::English);
    assert!(other.contains("or “Nom”"), "{other}");
}

#[test]
fn competence_columns_are_those_of_the_framework() {
    let mut framework = crcn();
    framework.domains.truncate(1);
    framework.domains[0].competences.truncate(2);
    framework.domains[0].competences[1].code = "B".to_owned();
    framework.max_level = 3;
    let text = format!(
        "{GOOD_HEADERS};1.1;b\n{GOOD};3;0\n{};4;0",
        GOOD.replace(";1;", ";2;").replace("Camille", "Claude")
    );
    // Codes are compared as written: a framework may tell `b` from `B`.
    for (text, expected) in [
        (text.replace(";b\n", ";B\n"), &["level-range"][..]),
        (text, &["missing-header", "unknown-header"]),
    ] {
        let input = Input {
            file_name: "f",
            bytes: text.as_bytes(),
            format: Some(Format::Csv),
        };
        let import = parse(&input, &framework);
        assert_eq!(rules(&import), expected);
        assert!(import.results.iter().all(|result| result.levels == [3, 0]));
    }
}

const GOOD_HEADERS: &str = "Session;Numéro de certification;Nom;Prénom;Date de naissance;Lieu de naissance;INE;Centre;Date de passage;Score;Questions traitées;Fin du test";

#[test]
fn names_are_trimmed_and_composed_and_otherwise_kept_as_given() {
    let row = GOOD.replace("Camille", "  Ame\u{301}lie  Rose ");
    let import = read(&small(&[&row]));
    assert_eq!(import.results[0].identity.first_name, "Amélie  Rose");
}

#[test]
fn repeats_and_contradictions_are_recognised_with_the_first_line() {
    let other_score = GOOD.replace(";327;", ";328;");
    let same_person = GOOD.replace(";1;", ";7;").replace("Camille", "CAMILLE");
    for (second, rule, kept) in [
        (GOOD.to_owned(), "repeated-row", 1),
        (other_score, "contradicting-row", 0),
        (same_person, "same-person", 0),
    ] {
        let import = read(&small(&[GOOD, &second]));
        assert_eq!(rules(&import), [rule]);
        let problem = &import.report.problems[0];
        assert_eq!(
            (problem.line, problem.args.as_slice()),
            (3, &[("first", "2".to_owned())][..])
        );
        assert_eq!(import.results.len(), kept, "{rule}");
    }
    let with_ine = GOOD.replace("Poitiers;;", "Poitiers;123456789AB;");
    let namesake = with_ine.replace("789AB", "789AC").replace(";1;", ";2;");
    assert_eq!(rules(&read(&small(&[&with_ine, &namesake]))), [""; 0]);
}

#[test]
fn a_key_is_made_of_the_best_identity_there_is() {
    let mut result = read(&small(&[GOOD])).results.remove(0);
    let numbered = result.key();
    result.identity.local_id = Some("T-1".to_owned());
    assert_eq!(result.key(), numbered);
    result.number = None;
    assert_eq!(result.key(), "1:s/local/t 1");
    result.identity.local_id = None;
    let by_person = result.key();
    assert!(!by_person.contains("moreau"), "a key holds no name");
    result.identity.last_name = "MOREAU".to_owned();
    assert_eq!(result.key(), by_person);
    result.identity.last_name = "Morel".to_owned();
    assert_ne!(result.key(), by_person);
}

#[test]
fn the_digest_depends_on_what_is_certified_and_not_on_where_it_was_read() {
    let result = read(&small(&[GOOD])).results.remove(0);
    let moved = FinalizedResult {
        line: 99,
        certifiable_competences: Some(5),
        given_global_level: Some("3".to_owned()),
        contact: Contact {
            candidate: Some("ada@example.fr".to_owned()),
            prescriber: None,
        },
        ..result.clone()
    };
    assert_eq!(moved.digest(), result.digest());
    let mut changed = result.clone();
    changed.levels[15] = 3;
    assert_ne!(changed.digest(), result.digest());
    let mut fraud = result.clone();
    fraud.fraud = true;
    assert_ne!(fraud.digest(), result.digest());
}

#[test]
fn addresses_are_read_and_a_wrong_one_names_row_column_and_rule() {
    let with_mail = |address: &str| {
        let text = String::from_utf8(small(&[GOOD])).unwrap();
        let mut lines = text.lines();
        let (headers, row) = (lines.next().unwrap(), lines.next().unwrap());
        format!(
            "{headers};E-mail du candidat;Prescriber email\n{row};{address};prof@lycee.example\n"
        )
    };
    let import = read(with_mail("ada@Example.fr").as_bytes());
    assert_eq!(rules(&import), [""; 0]);
    let contact = &import.results[0].contact;
    assert_eq!(contact.candidate.as_deref(), Some("ada@example.fr"));
    assert_eq!(contact.prescriber.as_deref(), Some("prof@lycee.example"));
    let import = read(with_mail("ada@example").as_bytes());
    assert_eq!(rules(&import), ["invalid-mail"]);
    let problem = &import.report.problems[0];
    assert_eq!(problem.column.as_deref(), Some("E-mail du candidat"));
    assert_eq!(problem.line, 2);
}

#[test]
fn a_score_may_be_blank_only_where_it_counts_for_nothing() {
    let blank = GOOD.replace(";327;", ";;");
    assert_eq!(rules(&read(&small(&[&blank]))), ["missing-value"]);
    let few = blank.replace(";32;terminé", ";12;technique");
    assert_eq!(read(&small(&[&few])).results[0].score, 0);
}

const PIX_HEADERS: &str = "Numéro de certification;Prénom;Nom;Date de naissance;Lieu de naissance;Identifiant Externe;Type de certification;Statut;Certification CléA Numérique by Pix;Résultat;1.1;1.2;1.3;2.1;2.2;2.3;2.4;3.1;3.2;3.3;3.4;4.1;4.2;4.3;5.1;5.2;Commentaire jury pour l’organisation;Session;Centre de certification;Date de passage de la certification";

fn pix(kind: &str, status: &str, result: &str, levels: &str, exam: &str) -> Import {
    let row = format!(
        "1;Camille;Moreau;14/03/2007;Poitiers;;{kind};{status};;{result}{};;S;Tilleuls;{exam}",
        format!(";{levels}").repeat(15)
    );
    // Sixteen levels: the last is given even where the others are not.
    let last = if levels == "- among others" {
        "4"
    } else {
        levels
    };
    let row = row
        .replace("- among others", "-")
        .replacen(";;S;", &format!(";{last};;S;"), 1);
    read(format!("\u{feff}{PIX_HEADERS}\n{row}\n").as_bytes())
}

const TODAY: &str = "09/06/2026";
const PIX_KIND: &str = "Certification Pix";

/// Type, status, result, levels, exam date, and the rules broken.
type PixCase = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

#[rustfmt::skip]
const PIX_CASES: &[PixCase] = &[
    (PIX_KIND, "Validée", "Indépendant 1 (327 Pix)", "2", TODAY, &[]),
    (PIX_KIND, "Rejetée", "0 Pix", "-", TODAY, &[]),
    (PIX_KIND, "Non obtenue", "0 Pix", "-", TODAY, &[]),
    (PIX_KIND, "Annulée", "-", "-", TODAY, &[]),
    (PIX_KIND, "En erreur", "-", "-", TODAY, &["not-final"]),
    (PIX_KIND, "Démarrée", "-", "-", TODAY, &["not-final"]),
    (PIX_KIND, "Publiée", "-", "-", TODAY, &["invalid-status"]),
    (PIX_KIND, "Validée", "-", "2", TODAY, &["invalid-result"]),
    (PIX_KIND, "Validée", "Expert 2 (896 Pix)", "2", TODAY, &["score-range"]),
    (PIX_KIND, "Validée", "327 Pix", "-", TODAY, &["level-missing"]),
    (PIX_KIND, "Validée", "327 Pix", "- among others", "17/05/2022", &[]),
    ("Pix+ Droit", "Annulée", "-", "-", TODAY, &["other-certification"]),
];

#[test]
fn rows_of_the_pix_export_are_final_or_refused() {
    for &(kind, status, result, levels, exam, expected) in PIX_CASES {
        let import = pix(kind, status, result, levels, exam);
        assert_eq!(import.report.layout, Some(Layout::PixExport));
        assert_eq!(rules(&import), expected, "{status} {result} {levels}");
        assert_eq!(import.results.len(), usize::from(expected.is_empty()));
    }
    let among = pix(
        "Certification Pix",
        "Validée",
        "327 Pix",
        "- among others",
        "09/06/2026",
    );
    assert_eq!(rules(&among), ["level-missing"; 15]);
    let import = pix(
        "Certification Pix",
        "Validée",
        "Indépendant 1 (327 Pix)",
        "2",
        "09/06/2026",
    );
    assert_eq!(
        import.results[0].given_global_level.as_deref(),
        Some("Indépendant 1")
    );
}

#[test]
fn the_older_pix_export_gives_the_score_alone() {
    let text = String::from_utf8(PIX.to_vec()).unwrap();
    let older = text
        .replace("\"Type de certification\",", "")
        .replace("Résultat", "Nombre de Pix");
    let import = read(older.as_bytes());
    assert_eq!(rules(&import), [""; 0]);
    assert_eq!(import.results.len(), 42);
    assert_eq!(import.results[0].score, 327);
}

#[test]
fn files_without_rows_are_refused_or_empty_and_never_guessed_at() {
    for (bytes, rule) in [
        (&b""[..], "empty-file"),
        (b" \n ;; \n", "empty-file"),
        (b"{}", "not-records"),
        (b"[1", "not-records"),
        (b"\xd0\xcf\x11\xe0", "old-spreadsheet"),
        (b"PK\x03\x04", "unreadable-spreadsheet"),
    ] {
        assert_eq!(rules(&read(bytes)), [rule], "{bytes:?}");
    }
    let import = read(&small(&[]));
    assert!(import.results.is_empty() && !import.report.is_refused());
}

/// Beginnings that send a file to one reader or another.
const STARTS: &[&[u8]] = &[
    b"",
    b"PK\x03\x04",
    b"[{",
    b"{\"results\":[",
    b"sep=;\n",
    b"\xff\xfe",
];
const EXAMPLES: &[&[u8]] = &[CSV, JSON, XLSX, ODS, PIX];

fn name() -> impl Strategy<Value = String> {
    // Letters of several scripts with what CSV makes hard: delimiters, quotes, spaces.
    "[A-Za-zÀ-ÿα-ωа-я][A-Za-zÀ-ÿα-ωа-я ;,\"'’-]{0,30}[A-Za-zÀ-ÿα-ωа-я]"
}

proptest! {
    #[test]
    fn what_is_written_as_csv_is_read_back(
        people in prop::collection::vec((name(), name(), 0_u32..=895, 0_u8..=7), 1..20),
        delimiter in prop::sample::select(&b";,\t"[..]),
        bom in any::<bool>(),
    ) {
        let headers = String::from_utf8(small(&[])).unwrap();
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(headers.split(';')).unwrap();
        for (number, (last, first, score, level)) in people.iter().enumerate() {
            let mut record: Vec<String> = GOOD.split(';').map(str::to_owned).collect();
            record[1] = number.to_string();
            record[2].clone_from(last);
            // Different people, whatever the names.
            record[3] = format!("{first} {number}");
            record[9] = score.to_string();
            record.extend(std::iter::repeat_n(level.to_string(), 16));
            writer.write_record(&record).unwrap();
        }
        let mut bytes = if bom { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
        bytes.extend(writer.into_inner().unwrap());
        let import = read(&bytes);
        prop_assert_eq!(rules(&import), [""; 0]);
        prop_assert_eq!(import.report.delimiter, Some(char::from(delimiter)));
        prop_assert_eq!(import.results.len(), people.len());
        for (number, (result, (last, first, score, level))) in import.results.iter().zip(&people).enumerate() {
            prop_assert_eq!(&result.identity.last_name, last);
            prop_assert_eq!(&result.identity.first_name, &format!("{first} {number}"));
            prop_assert_eq!(result.score, *score);
            prop_assert_eq!(&result.levels, &vec![*level; 16]);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused_without_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        start in prop::sample::select(STARTS),
    ) {
        let mut file = start.to_vec();
        file.extend(bytes);
        let import = read(&file);
        prop_assert!(import.results.is_empty());
    }

    #[test]
    fn a_damaged_example_is_read_or_refused_without_panic(
        file in prop::sample::select(EXAMPLES),
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = file.to_vec();
        for (place, value) in places {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        let import = read(&bytes);
        prop_assert!(import.results.len() <= 42);
    }
}
