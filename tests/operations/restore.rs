//! A back-up, restored on an empty machine, verifies everything; and what was used stays used.

use std::collections::BTreeSet;
use std::path::Path;

use super::people;
use crate::support::{IssuedLine, Workspace, database};

fn issue(workspace: &Workspace, rows: &[String], out: &str) -> Vec<IssuedLine> {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let results = workspace.results(&format!("{out}.csv"), &rows);
    workspace.ok(&["issue", results.to_str().unwrap(), "--out", out]);
    workspace.issued(out)
}

fn places(workspace: &Workspace, lines: &[IssuedLine]) -> BTreeSet<(u64, u64)> {
    lines
        .iter()
        .map(|line| {
            let shown = workspace.json(0, &["show", &line.code]);
            let number = |name: &str| shown[name].as_u64().unwrap();
            (number("status_list"), number("status_index"))
        })
        .collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// What docs/operations.md says, in its order: register, archive, keys and configuration.
fn restored_verifies_everything(
    old: &Workspace,
    new: &Workspace,
    back_up: impl FnOnce(&Workspace),
    restore: impl FnOnce(&Workspace),
) {
    let saved = issue(old, &people(3), "saved");
    old.ok(&["revoke", &saved[2].code, "--reason", "fraud"]);
    back_up(old);
    // What happens between the back-up and the loss is unknown to what is restored.
    let lost = issue(old, &people(5)[3..], "lost");

    copy(&old.path("archive"), &new.path("archive"));
    std::fs::remove_dir_all(new.path("keys")).unwrap();
    copy(&old.path("keys"), &new.path("keys"));
    restore(new);
    new.ok(&["db", "restored", "--operator", "hortense"]);
    new.ok(&["audit", "verify"]);
    let checked = new.json(0, &["selfcheck", "--sample", "100%"]);
    assert_eq!(checked["checked"], 3);
    for (line, code) in saved.iter().zip([0, 0, 4]) {
        new.json(code, &["verify", line.document.to_str().unwrap()]);
        new.json(code, &["verify", &line.code]);
    }

    // Signing waits for somebody who looked.
    let rows = people(5);
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let results = new.results("again.csv", &rows);
    let again = ["issue", results.to_str().unwrap(), "--out", "again"];
    new.json(3, &again);
    new.ok(&["thaw", "--operator", "hortense"]);
    new.ok(&again);
    let again = new.issued("again");
    assert_eq!(again.len(), 5);
    // The results of the back-up keep their certificates …
    for line in &saved {
        assert!(again.iter().any(|other| other.code == line.code));
    }
    // … and nothing that was given out since is given out again, to anybody.
    let codes: BTreeSet<&str> = again.iter().map(|line| line.code.as_str()).collect();
    assert!(lost.iter().all(|line| !codes.contains(line.code.as_str())));
    let used = places(old, &[saved, lost].concat());
    let fresh: Vec<IssuedLine> = again
        .into_iter()
        .filter(|line| !used_by(old, line))
        .collect();
    assert_eq!(fresh.len(), 2);
    assert!(places(new, &fresh).is_disjoint(&used));
    new.check_invariants();
}

fn used_by(workspace: &Workspace, line: &IssuedLine) -> bool {
    workspace.run(&["show", &line.code]).status.success()
}

#[test]
fn a_register_in_a_file_is_restored_on_an_empty_machine() {
    let (old, new) = (Workspace::new(), Workspace::without_register());
    let copied = old.path("backup.db");
    restored_verifies_everything(
        &old,
        &new,
        |old| {
            old.ok(&["db", "backup", "--to", "backup.db"]);
        },
        |new| {
            std::fs::copy(&copied, new.path("sceau.db")).unwrap();
        },
    );
}

#[test]
fn a_register_on_a_server_is_restored_in_an_empty_database() {
    let (Some(before), Some(after)) = (database::fresh_database(), database::fresh_database())
    else {
        return;
    };
    let (old, new) = (Workspace::without_register(), Workspace::without_register());
    for (workspace, database) in [(&old, &before), (&new, &after)] {
        workspace.configure(&format!("\n[store]\nurl = \"{database}\"\n"));
    }
    old.ok(&["migrate"]);
    let dump = old.path("register.dump");
    restored_verifies_everything(
        &old,
        &new,
        |_| database::dump(&before, &dump),
        |_| database::restore(&after, &dump),
    );
}
