//! What the README says is true.

use std::process::Command;

use crate::support::{Workspace, project};

#[test]
fn the_configuration_that_the_readme_shows_is_the_default() {
    let readme = std::fs::read_to_string(project("README.md")).unwrap();
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (shown, _) = rest.split_once("```").unwrap();
    let workspace = Workspace::new();
    std::fs::write(workspace.path("shown.toml"), shown).unwrap();
    std::fs::write(workspace.path("empty.toml"), "").unwrap();
    let config = |file: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_sceau"))
            .arg("--config")
            .arg(workspace.path(file))
            .args(["--json", "config", "show"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    assert_eq!(config("shown.toml"), config("empty.toml"));
}

#[test]
fn every_command_that_the_readme_names_exists() {
    let readme = std::fs::read_to_string(project("README.md")).unwrap();
    let workspace = Workspace::new();
    let help = workspace.ok(&["--help"]);
    for line in readme
        .lines()
        .filter_map(|line| line.strip_prefix("sceau "))
    {
        let command = line.split_whitespace().next().unwrap();
        assert!(help.contains(&format!("  {command}")), "sceau {line}");
    }
}
