//! House rules that the compiler does not keep: who may call whom, what belongs in which room, how
//! long a file may be. Each test answers with every place that breaks its rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{SourceFile, files, root, sources};

/// Who may call whom. A room may always call itself. The order is the flow of the data: ground,
/// pure rooms, edges, conductors, the running service, doors.
const EDGES: &[(&str, &str)] = &[
    // Ground calls nothing above, but the configuration: it carries the policies of the decision
    // rules and checks that the framework it names exists.
    ("audit", ""),
    ("clock", ""),
    ("config", "clock decision framework i18n telemetry"),
    ("i18n", ""),
    ("telemetry", "config"),
    // Another process of this program: pipes and frames.
    ("subprocess", ""),
    // Pure rooms: leftwards only.
    ("access", ""),
    ("framework", "i18n"),
    ("results", "framework i18n"),
    ("decision", "framework results i18n"),
    ("credential", "framework results decision i18n"),
    ("document", "framework results decision credential i18n"),
    ("status", "credential"),
    // Edges: types of the pure rooms, and ground.
    (
        "store",
        "access framework results decision credential status audit clock config i18n",
    ),
    ("archive", "store config"),
    ("keys", "credential document clock config i18n"),
    ("timestamp", "document config"),
    ("reading", "results credential document subprocess"),
    ("webhook", ""),
    ("mail", "config i18n"),
    // Conductors: pure rooms, edges, ground; not each other.
    (
        "verification",
        "framework results decision credential document status store archive keys audit clock config i18n reading",
    ),
    (
        "issuance",
        "framework results decision credential document status store archive keys timestamp service audit clock config i18n subprocess telemetry reading",
    ),
    (
        "revocation",
        "framework results decision credential document status store archive keys service audit clock config i18n",
    ),
    // What every door and conductor is handed: the parts of the running program.
    (
        "service",
        "framework results decision credential document status store archive keys timestamp verification revocation audit clock config i18n reading",
    ),
    (
        "receipts",
        "framework credential document keys verification store service i18n",
    ),
    ("reports", "credential store verification service clock"),
    (
        "partners",
        "access framework results credential store keys webhook service clock config",
    ),
    // Of one's own certificates: asks the verification itself.
    (
        "holder",
        "access framework results credential store keys verification service audit clock config i18n",
    ),
    ("accounts", "access store keys service clock config i18n"),
    (
        "sessions",
        "framework results credential document store service audit clock config i18n reading",
    ),
    // Looks at all of it, and asks the verification itself.
    (
        "operations",
        "framework results decision credential document status store archive keys verification service audit clock config i18n",
    ),
    // What operators do with one certificate or batch: calls the conductors that change them.
    (
        "desk",
        "framework results decision credential store verification issuance revocation service i18n",
    ),
    // Work that outlives a request: calls conductors, and nobody but doors calls it.
    (
        "jobs",
        "access framework results decision credential document status store archive keys timestamp webhook verification issuance revocation partners holder accounts service audit clock config i18n mail",
    ),
    // Doors: the web knows nothing of the command line, which starts it.
    (
        "http",
        "access accounts framework results decision credential document status store archive keys timestamp verification issuance revocation service desk audit clock config i18n jobs reading webhook partners holder operations receipts reports telemetry sessions",
    ),
    (
        "cli",
        "access accounts framework results decision credential document status store archive keys timestamp verification issuance revocation service desk http audit clock config i18n telemetry jobs reading webhook partners operations receipts mail sessions",
    ),
];

/// Libraries that one room hides from all others, or two for different ends.
const HIDDEN: &[(&str, &str)] = &[
    ("sqlx", "store"),
    ("axum", "http"),
    ("askama", "http"),
    ("typst", "document"),
    ("typst_pdf", "document"),
    ("typst_layout", "document"),
    ("cms", "document"),
    ("ring", "document"),
    ("ureq", "timestamp webhook accounts"),
    ("object_store", "archive"),
    ("lettre", "mail"),
    ("argon2", "accounts"),
    ("openidconnect", "accounts"),
    ("resvg", "document"),
    ("opentelemetry", "telemetry"),
    ("opentelemetry_sdk", "telemetry"),
    ("opentelemetry_otlp", "telemetry"),
    ("tracing_opentelemetry", "telemetry"),
    ("metrics", "telemetry"),
    ("metrics_exporter_prometheus", "telemetry"),
    ("clap", "cli"),
    ("cryptoki", "keys"),
    ("rust_xlsxwriter", "verification"),
    ("oxjsonld", "credential"),
    ("oxrdf", "credential"),
];

/// Rooms whose code is values in, values out.
const PURE: &[&str] = &[
    "access",
    "framework",
    "results",
    "decision",
    "credential",
    "document",
    "status",
];

/// What a pure room never does: time, chance of its own making, files, network, waiting.
const IMPURE: &[&str] = &[
    "crate::clock",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "tokio",
    "async fn",
    "SystemTime",
    "Instant::now",
];

const LONGEST_FILE: usize = 500;

#[test]
fn rooms_call_only_the_rooms_that_stand_before_them() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> = EDGES
        .iter()
        .map(|(room, may)| (*room, may.split_whitespace().collect()))
        .collect();
    let mut broken = Vec::new();
    for file in sources() {
        let Some(room) = file.room() else { continue };
        let Some(may) = allowed.get(room) else {
            broken.push(format!(
                "{}: `{room}` is not in the table of rooms",
                file.path
            ));
            continue;
        };
        for called in called_rooms(&file, &allowed) {
            if called != room && !may.contains(called.as_str()) {
                broken.push(format!("{}: `{room}` must not call `{called}`", file.path));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn every_room_of_the_table_exists() {
    let rooms: BTreeSet<String> = sources()
        .iter()
        .filter_map(|file| file.room().map(str::to_owned))
        .collect();
    let missing: Vec<String> = EDGES
        .iter()
        .filter(|(room, _)| !rooms.contains(*room))
        .map(|(room, _)| format!("`{room}` is in the table but not in src/"))
        .collect();
    assert_none(&missing);
}

#[test]
fn a_library_is_used_in_the_room_that_hides_it() {
    let mut broken = Vec::new();
    for file in sources() {
        for (library, home) in HIDDEN {
            let at_home = file
                .room()
                .is_some_and(|room| home.split(' ').any(|home| home == room));
            if !at_home && uses(&file.code, &format!("{library}::")) {
                broken.push(format!("{}: `{library}` belongs in `{home}`", file.path));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn pure_rooms_touch_neither_files_nor_time_nor_the_network() {
    let mut broken = Vec::new();
    for file in sources() {
        if file.room().is_some_and(|room| PURE.contains(&room)) {
            for word in IMPURE.iter().filter(|word| uses(&file.code, word)) {
                broken.push(format!("{}: `{word}` in a pure room", file.path));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn only_the_clock_asks_for_the_time() {
    let asks = ["Utc::now", "Local::now", "SystemTime::now"];
    let broken: Vec<String> = sources()
        .iter()
        .filter(|file| file.path != "src/clock.rs")
        .flat_map(|file| {
            asks.iter()
                .filter(|ask| uses(&file.code, ask))
                .map(|ask| format!("{}: `{ask}`", file.path))
        })
        .collect();
    assert_none(&broken);
}

/// A new variant of a room's error must force a decision about what the public is told.
#[test]
fn the_mapping_of_errors_to_answers_has_no_catch_all() {
    let mapping = sources()
        .into_iter()
        .find(|file| file.path == "src/http/error.rs")
        .expect("src/http/error.rs maps every room's error to an answer");
    assert!(!uses(&mapping.code, "_ =>"), "src/http/error.rs: `_ =>`");
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|file| file.lines() > LONGEST_FILE)
        .map(|file| {
            format!(
                "{}: {} lines without tests, {LONGEST_FILE} at most",
                file.path,
                file.lines()
            )
        })
        .collect();
    assert_none(&long);
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let silent: Vec<String> = ["src", "tests", "benches"]
        .iter()
        .filter(|folder| root().join(folder).is_dir())
        .flat_map(|folder| files(folder, ".rs"))
        .filter(|path| !std::fs::read_to_string(path).unwrap().starts_with("//! "))
        .map(|path| format!("{}: does not start with `//! `", path.display()))
        .collect();
    assert_none(&silent);
}

#[test]
fn no_room_is_a_lumber_room() {
    let names = [
        "utils", "util", "helpers", "common", "manager", "misc", "types",
    ];
    let broken: Vec<String> = sources()
        .iter()
        .filter(|file| {
            file.path
                .split(['/', '.'])
                .any(|part| names.contains(&part))
        })
        .map(|file| format!("{}: a name that says nothing", file.path))
        .collect();
    assert_none(&broken);
}

#[test]
fn nothing_is_left_for_later_without_an_issue_number() {
    let broken: Vec<String> = sources().iter().flat_map(unnumbered_notes).collect();
    assert_none(&broken);
}

fn unnumbered_notes(file: &SourceFile) -> Vec<String> {
    let note =
        |line: &&str| line.contains("FIXME") || (line.contains("TODO") && !line.contains("TODO(#"));
    file.text
        .lines()
        .filter(note)
        .map(|line| format!("{}: {}", file.path, line.trim()))
        .collect()
}

/// The rooms named by `crate::room`, `crate::{room, other::Thing}` and, in a room's own `mod.rs`,
/// `super::room`.
fn called_rooms(file: &SourceFile, rooms: &BTreeMap<&str, BTreeSet<&str>>) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    let at_the_top = file.path.matches('/').count() == 1
        || (file.path.matches('/').count() == 2 && file.path.ends_with("/mod.rs"));
    let paths: &[&str] = if at_the_top {
        &["crate::", "super::"]
    } else {
        &["crate::"]
    };
    for path in paths {
        for (at, _) in file.code.match_indices(path) {
            let rest = &file.code[at + path.len()..];
            match rest.strip_prefix('{') {
                Some(group) => called.extend(names_in_group(group)),
                None => called.extend(first_name(rest)),
            }
        }
    }
    called.retain(|name| rooms.contains_key(name.as_str()));
    called
}

fn first_name(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// The names that stand at the first level of `a, b::{c, d}}`.
fn names_in_group(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.extend(first_name(group[start..at].trim()));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.extend(first_name(group[start..at].trim()));
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

/// Whether `word` stands in the code as a word of its own.
fn uses(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        !code[..at].ends_with(joins)
            && (word.ends_with(':') || !code[at + word.len()..].starts_with(joins))
    })
}

#[track_caller]
fn assert_none(broken: &[String]) {
    assert!(broken.is_empty(), "\n  {}\n", broken.join("\n  "));
}

#[test]
fn edges_are_seen_in_every_way_of_writing_them() {
    let rooms = EDGES
        .iter()
        .map(|(room, _)| (*room, BTreeSet::new()))
        .collect();
    let code =
        "use crate::{store::{Store, State}, keys}; let a = crate::http::serve(); super::cli::run()";
    let file = SourceFile {
        path: "src/config/mod.rs".to_owned(),
        text: String::new(),
        code: code.to_owned(),
        strings: Vec::new(),
    };
    let seen: Vec<String> = called_rooms(&file, &rooms).into_iter().collect();
    assert_eq!(seen, ["cli", "http", "keys", "store"]);
    assert!(uses("sqlx::query()", "sqlx::") && !uses("my_sqlx::query()", "sqlx::"));
}
