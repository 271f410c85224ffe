//! Issuance is killed after every numbered step, then repeated: there is one certificate, never
//! none and never two.

use crate::support::{GOOD, Workspace};

fn kill_after(step: u8) {
    for workspace in Workspace::on_each() {
        kill_in(&workspace, step);
    }
}

fn kill_in(workspace: &Workspace, step: u8) {
    let results = workspace.results("results.csv", &[GOOD]);
    let arguments = ["issue", results.to_str().unwrap(), "--out", "out"];

    workspace.kill_after(step, &arguments);
    workspace.ok(&arguments);
    let issued = workspace.issued("out");
    assert_eq!(issued.len(), 1);
    let shown = workspace.json(0, &["show", &issued[0].code]);
    let events: Vec<&str> = shown["audit"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["event"]["event"].as_str().unwrap())
        .collect();
    assert_eq!(events, ["prepared", "issued"], "killed after step {step}");
    let register = workspace.json(0, &["doctor"])["register"].clone();
    assert_eq!(register["issued"], 1, "killed after step {step}");
    assert_eq!(register["prepared"], 0, "killed after step {step}");
    let answer = workspace.json(0, &["verify", issued[0].document.to_str().unwrap()]);
    assert_eq!(answer["verdict"], "authentic", "killed after step {step}");
    workspace.check_invariants();
}

#[test]
fn killed_after_the_look_up_there_is_one_certificate() {
    kill_after(1);
}

#[test]
fn killed_after_the_allocation_there_is_one_certificate() {
    kill_after(2);
}

#[test]
fn killed_after_the_lint_there_is_one_certificate() {
    kill_after(3);
}

#[test]
fn killed_after_the_recording_there_is_one_certificate() {
    kill_after(4);
}

#[test]
fn killed_after_the_seal_there_is_one_certificate() {
    kill_after(5);
}

#[test]
fn killed_after_the_drawing_there_is_one_certificate() {
    kill_after(6);
}

#[test]
fn killed_after_the_signature_there_is_one_certificate() {
    kill_after(7);
}

#[test]
fn killed_after_the_archive_there_is_one_certificate() {
    kill_after(8);
}

#[test]
fn killed_after_the_register_there_is_one_certificate() {
    kill_after(9);
}
