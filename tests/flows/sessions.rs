//! Exam sessions: their lists, what is printed for them, and copies that are never originals.

use std::path::Path;
use std::process::Command;

use crate::support::{GOOD, Workspace, project};

/// A school with a session of two rooms on the day of the example results.
fn with_session(number: &str) -> Workspace {
    let workspace = Workspace::new();
    prepare(&workspace, number);
    workspace
}

fn prepare(workspace: &Workspace, number: &str) {
    workspace.ok(&[
        "session",
        "centre",
        "Lycée des Dunes",
        "--kind",
        "school",
        "--address",
        "12 rue du Phare",
        "--address",
        "29100 Douarnenez",
    ]);
    workspace.ok(&[
        "session",
        "new",
        number,
        "--centre",
        "lycee des dunes",
        "--date",
        "2026-06-09",
        "--time",
        "9:30",
        "--minutes",
        "105",
        "--room",
        "Salle 101 = 24: Ana Beltrán",
        "--room",
        "CDI",
    ]);
}

fn import(workspace: &Workspace, file: &Path, number: &str) {
    let file = file.to_str().unwrap();
    workspace.ok(&["session", "import", file, "--session", number]);
}

fn candidates(workspace: &Workspace) -> u64 {
    let sessions = workspace.json(0, &["session", "list"]);
    sessions[0]["candidates"].as_u64().unwrap()
}

/// How many pages a PDF has, by the tool that everybody has.
fn pages(pdf: &Path) -> usize {
    let output = Command::new("pdfinfo").arg(pdf).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("Pages:"));
    line.unwrap().trim().parse().unwrap()
}

fn words(pdf: &Path) -> String {
    let output = Command::new("pdftotext")
        .arg("-layout")
        .arg(pdf)
        .arg("-")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_list_is_imported_in_every_form_and_all_its_papers_are_printed() {
    for workspace in Workspace::on_each() {
        prepare(&workspace, "S-2026-0142");
        import(
            &workspace,
            &project("examples/candidates.csv"),
            "S-2026-0142",
        );
        assert_eq!(candidates(&workspace), 42);
        import(
            &workspace,
            &project("examples/candidates.ods"),
            "s 2026 0142",
        );
        assert_eq!(candidates(&workspace), 42);
        workspace.ok(&["session", "documents", "S-2026-0142", "--out", "papers"]);
        assert_eq!(pages(&workspace.path("papers/convocations.pdf")), 42);
        assert_eq!(pages(&workspace.path("papers/incidents.pdf")), 4);
        let sheet = words(&workspace.path("papers/attendance.pdf"));
        let place = |name: &str| sheet.find(name).unwrap();
        assert!(place("Bernard") < place("Dvořáková") && place("Dvořáková") < place("Zéro"));
        assert!(
            sheet.contains("Page 1 sur 2") && sheet.contains("Salle 101"),
            "{sheet}"
        );
        let zip = std::fs::File::open(workspace.path("papers/convocations.zip")).unwrap();
        let mut zip = zip::ZipArchive::new(zip).unwrap();
        assert_eq!(zip.len(), 42);
        let mut first = zip.by_index(0).unwrap();
        assert!(first.name().unwrap().starts_with("0001_BERNARD"));
        let mut begin = [0; 5];
        std::io::Read::read_exact(&mut first, &mut begin).unwrap();
        assert_eq!(&begin, b"%PDF-");
    }
}

#[test]
fn a_bad_list_stores_nothing_and_names_file_line_column_and_rule() {
    let workspace = with_session("S1");
    import(&workspace, &project("examples/candidates.csv"), "S1");
    let good = std::fs::read_to_string(project("examples/candidates.csv")).unwrap();
    let bad = good.replacen("14/03/2007", "31/02/2007", 1);
    std::fs::write(workspace.path("bad.csv"), bad).unwrap();
    let bad = workspace.path("bad.csv");
    let told = workspace.exits(
        1,
        &[
            "session",
            "import",
            bad.to_str().unwrap(),
            "--session",
            "S1",
        ],
    );
    let place = format!("{}:2: * Date de naissance", bad.display());
    assert!(
        told.contains(&place) && told.contains("[bad-date]"),
        "{told}"
    );
    assert_eq!(candidates(&workspace), 42);
    // A workbook of results is no list of candidates.
    let other = project("examples/session.xlsx");
    let told = workspace.exits(
        1,
        &[
            "session",
            "import",
            other.to_str().unwrap(),
            "--session",
            "S1",
        ],
    );
    assert!(told.contains("[missing-column]"), "{told}");
}

#[test]
fn a_list_of_sessions_makes_them_with_their_candidates() {
    let workspace = with_session("S1");
    let list = project("examples/sessions.csv");
    let list = list.to_str().unwrap();
    let arguments = ["session", "import", list, "--centre", "Lycée des Dunes"];
    let dry = [&arguments[..], &["--dry-run"]].concat();
    workspace.ok(&dry);
    assert_eq!(
        workspace
            .json(0, &["session", "list"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let imported = workspace.json(0, &arguments);
    assert_eq!(imported["new"], 2);
    assert_eq!(
        imported["sessions"][0],
        serde_json::json!(["20260915-1400-1", 6])
    );
    let sessions = workspace.json(0, &["session", "list"]);
    assert_eq!(sessions.as_array().unwrap().len(), 3);
    assert_eq!(sessions[0]["site"], "Annexe des Tilleuls");
    // The same again makes two more, numbered on: a list without numbers says nothing of the first.
    let again = workspace.json(0, &arguments);
    assert_eq!(again["sessions"][1][0], "20260915-1400-4");
}

#[test]
fn a_session_without_candidates_has_an_incident_report_only() {
    let workspace = with_session("S1");
    let output = workspace.run(&["session", "documents", "S1"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("import their list"), "{told}");
}

#[test]
fn a_booklet_copies_what_is_in_force_and_is_never_taken_for_an_original() {
    let workspace = with_session("S-2026-0142");
    import(
        &workspace,
        &project("examples/candidates.csv"),
        "S-2026-0142",
    );
    let empty = workspace.run(&["session", "booklet", "S-2026-0142"]);
    assert_eq!(empty.status.code(), Some(1));
    let rows = [
        "S-2026-0142;101;Moreau;Camille;2007-03-14;Poitiers;Lycée des Dunes;2026-06-09;487;32;terminé;5;4;3;5;4;6;3;4;3;5;2;4;5;3;3;2",
        "S-2026-0142;102;Lefèvre;Noé;2006-11-02;Niort;Lycée des Dunes;2026-06-09;487;32;terminé;5;4;3;5;4;6;3;4;3;5;2;4;5;3;3;2",
        "S-2026-0142;103;D’Aubigné;Maëlys;2007-01-30;Niort;Lycée des Dunes;2026-06-09;487;32;terminé;5;4;3;5;4;6;3;4;3;5;2;4;5;3;3;2",
        GOOD,
    ];
    let results = workspace.results("results.csv", &rows);
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", "out"]);
    let issued = workspace.issued("out");
    let code_of = |name: &str| {
        &issued
            .iter()
            .find(|one| one.last_name == name)
            .unwrap()
            .code
    };
    workspace.ok(&[
        "revoke",
        code_of("D’Aubigné"),
        "--reason",
        "issued-in-error",
    ]);

    workspace.ok(&["session", "booklet", "S-2026-0142", "--out", "all.pdf"]);
    let booklet = workspace.path("all.pdf");
    assert_eq!(pages(&booklet), 1 + 2 * 2);
    let said = words(&booklet);
    assert!(
        said.contains("Recueil de copies") && said.contains("COPIE SANS SIGNATURE"),
        "{said}"
    );
    assert!(said.find(code_of("Lefèvre").as_str()) < said.find(code_of("Moreau").as_str()));
    assert!(!said.contains(code_of("D’Aubigné").as_str()));
    assert!(!said.contains(code_of("Kervadec-Oduya").as_str()));

    let class = [
        "session",
        "booklet",
        "S-2026-0142",
        "--class",
        "bts sio 2",
        "--out",
        "two.pdf",
    ];
    workspace.ok(&class);
    assert_eq!(pages(&workspace.path("two.pdf")), 1 + 2);

    // As a document it is no certificate, online and offline, whole or a page of it.
    let one = workspace.path("one.pdf");
    let separate = Command::new("pdfseparate")
        .args(["-f", "2", "-l", "2"])
        .args([&booklet, &one])
        .status()
        .unwrap();
    assert!(separate.success());
    for copy in [&booklet, &one] {
        let verdict = workspace.json_of(&["verify", copy.to_str().unwrap()]);
        assert_ne!(verdict["verdict"], "authentic", "{verdict}");
        assert_ne!(verdict["verdict"], "Authentic", "{verdict}");
        let code = workspace
            .run(&["verify", copy.to_str().unwrap()])
            .status
            .code();
        assert!(matches!(code, Some(4 | 5)), "{code:?}");
    }
    // Its codes lead to the originals.
    workspace.ok(&["verify", code_of("Moreau")]);
}

#[test]
fn what_the_register_says_otherwise_than_was_signed_is_not_copied() {
    let Some(workspace) = Workspace::on_server() else {
        return;
    };
    prepare(&workspace, "S1");
    workspace.issue(GOOD, "out");
    workspace.ok(&["session", "booklet", "S1"]);
    workspace.on_register(
        "UPDATE certificates SET facts = convert_to(replace(convert_from(facts, 'UTF8'), \
         '\"score\":487', '\"score\":800'), 'UTF8')",
    );
    let output = workspace.run(&["session", "booklet", "S1"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("what was signed"), "{told}");
}

const ADDED: [&str; 6] = [
    "last_name=Petit",
    "first_name=Lina",
    "birth_date=2008-02-11",
    "sex=F",
    "country=France",
    "insee=29232",
];

#[test]
fn of_two_changes_of_a_session_the_second_is_told_and_stores_nothing() {
    for workspace in Workspace::on_each() {
        prepare(&workspace, "S1");
        let change = ["session", "change", "S1"];
        let first = ["--time", "14:00", "--room", "Gymnase = 60"];
        let changed = workspace.json(0, &[&change[..], &first].concat());
        assert_eq!(changed["version"], 2);
        assert_eq!(changed["rooms"][0]["name"], "Gymnase");
        let late = ["--time", "16:00", "--if-version", "1"];
        let output = workspace.run(&[&change[..], &late].concat());
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("Nothing was stored"), "{told}");
        let sessions = workspace.json(0, &["session", "list"]);
        assert_eq!(sessions[0]["starts_at"], "14:00:00");
        let centre = ["session", "change-centre", "lycee des dunes"];
        let renamed = ["--rename", "Lycée du Phare"];
        workspace.ok(&[&centre[..], &renamed].concat());
        let sessions = workspace.json(0, &["session", "list"]);
        assert_eq!(sessions[0]["centre"]["name"], "Lycée du Phare");
        workspace.check_invariants();
    }
}

#[test]
fn a_session_whose_results_gave_certificates_is_neither_cancelled_nor_deleted() {
    let workspace = with_session("S1");
    workspace.issue(GOOD, "out");
    for act in ["cancel", "remove"] {
        let output = workspace.run(&["session", act, "S1"]);
        assert_eq!(output.status.code(), Some(1), "{act}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("neither cancelled nor deleted"), "{told}");
    }
    let output = workspace.run(&["session", "change", "S1", "--rename", "S2"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("no longer change"), "{told}");
    // Where and when of the day may still be mended.
    workspace.ok(&["session", "change", "S1", "--room", "Gymnase"]);
}

#[test]
fn a_cancelled_session_prints_nothing_and_can_be_taken_up_again_or_deleted() {
    let workspace = with_session("S1");
    import(&workspace, &project("examples/candidates.csv"), "S1");
    workspace.ok(&["session", "cancel", "S1"]);
    let output = workspace.run(&["session", "documents", "S1"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("is cancelled"), "{told}");
    workspace.ok(&["session", "resume", "S1"]);
    assert_eq!(candidates(&workspace), 42);
    workspace.ok(&["session", "remove", "S1"]);
    let left = workspace.json(0, &["session", "list"]);
    assert_eq!(left.as_array().unwrap().len(), 0);
}

#[test]
fn candidates_are_added_changed_and_taken_out_one_by_one_by_the_rules_of_lists() {
    let workspace = with_session("S1");
    let add = [&["session", "candidate", "S1"][..], &ADDED].concat();
    workspace.ok(&add);
    // The same person once more, and a place of birth that is none.
    let output = workspace.run(&add);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("last_name") && told.contains("already"),
        "{told}"
    );
    let wrong = ["session", "candidate", "S1", "--place", "1", "insee=99"];
    let output = workspace.run(&wrong);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("insee:"), "{told}");
    workspace.ok(&[
        "session",
        "candidate",
        "S1",
        "--place",
        "1",
        "extra_time=33",
    ]);
    let listed = workspace.json(0, &["session", "candidates", "S1"]);
    assert_eq!(listed["candidates"][0]["candidate"]["extra_time"], 33);
    assert_eq!(listed["version"], 3);
    workspace.ok(&["session", "candidate", "S1", "--place", "1", "--remove"]);
    assert_eq!(candidates(&workspace), 0);
}

#[test]
fn a_corrected_list_says_what_it_changes() {
    let workspace = with_session("S1");
    import(&workspace, &project("examples/candidates.csv"), "S1");
    let list = std::fs::read_to_string(project("examples/candidates.csv")).unwrap();
    let lines: Vec<&str> = list.lines().collect();
    let corrected = [&lines[..lines.len() - 1], &[""]].concat().join("\n");
    let corrected = corrected.replacen("14/03/2007", "15/03/2007", 1);
    std::fs::write(workspace.path("corrected.csv"), corrected).unwrap();
    let file = workspace.path("corrected.csv");
    let arguments = [
        "session",
        "import",
        file.to_str().unwrap(),
        "--session",
        "S1",
    ];
    let dry = workspace.json(0, &[&arguments[..], &["--dry-run"]].concat());
    let expected = serde_json::json!({"added": 0, "changed": 1, "removed": 1, "same": 40});
    assert_eq!(dry["difference"], expected);
    assert_eq!(candidates(&workspace), 42);
    assert_eq!(workspace.json(0, &arguments)["difference"], expected);
    assert_eq!(candidates(&workspace), 41);
}

#[test]
fn a_template_is_written_in_each_form() {
    let workspace = Workspace::new();
    for name in ["candidates-school.ods", "candidates.csv", "sessions.ods"] {
        let path = workspace.path(name);
        workspace.ok(&["session", "template", path.to_str().unwrap()]);
        assert!(path.metadata().unwrap().len() > 200, "{name}");
    }
    workspace.exits(1, &["session", "template", "list.xlsx"]);
}
