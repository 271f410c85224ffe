//! Two people where the configuration asks for them, on the command line and in the API.

use crate::support::{GOOD, Workspace};

#[test]
fn where_two_people_are_asked_for_the_command_line_needs_the_second_one_by_name() {
    for workspace in Workspace::on_each() {
        workspace.configure("\n[batches]\napprovals = \"two-people\"\n");
        let results = workspace.results("results.csv", &[GOOD]);
        let results = results.to_str().unwrap();
        let issue = ["issue", results, "--out", "out", "--operator", "ada"];
        // A dry run issues nothing and asks nobody.
        workspace.ok(&[&issue[..], &["--dry-run"]].concat());
        for refused in [&issue[..], &[&issue[..], &["--approver", "ada"]].concat()] {
            workspace.exits(1, refused);
            assert!(!workspace.path("out").exists());
        }
        let approved = workspace.ok(&[&issue[..], &["--approver", "grace"]].concat());
        assert!(approved.contains("Approved by grace."), "{approved}");
        assert_eq!(workspace.issued("out").len(), 1);
        workspace.check_invariants();
    }
}

#[test]
fn a_name_that_no_font_draws_is_refused_by_the_dry_run_with_line_column_and_rule() {
    let workspace = Workspace::new();
    let undrawable = GOOD.replace("Maëlle", "小龍");
    let results = workspace.results("results.csv", &[&undrawable]);
    let results = results.to_str().unwrap();
    let report = workspace.json(3, &["issue", results, "--dry-run"]);
    assert_eq!(report["counts"]["refused"], 1, "{report}");
    let row = &report["rows"][0];
    assert_eq!(row["line"], 2);
    assert_eq!(row["outcome"], "refused");
    let reason = &row["reasons"][0];
    assert_eq!(reason["rule"], "undrawable-character");
    assert_eq!(reason["column"], "First name");
}
