//! What is packaged fits the program: commands that exist, keys as the program makes them.

use std::collections::BTreeSet;
use std::process::Command;

use crate::support::{GOOD, Workspace, project};

const UNITS: [&str; 3] = ["sceau", "sceau-worker", "sceau-selfcheck"];

fn unit(name: &str) -> String {
    std::fs::read_to_string(project(&format!("packaging/systemd/{name}.service"))).unwrap()
}

/// The values of a setting that may stand several times.
fn values<'u>(unit: &'u str, setting: &str) -> Vec<&'u str> {
    let lines = unit.lines().filter_map(|line| line.strip_prefix(setting));
    lines.filter_map(|rest| rest.strip_prefix('=')).collect()
}

fn credentials(name: &str) -> BTreeSet<String> {
    values(&unit(name), "LoadCredential")
        .into_iter()
        .map(|value| {
            let (file, path) = value.split_once(':').unwrap();
            assert_eq!(path, format!("/etc/sceau/keys/{file}"));
            file.to_owned()
        })
        .collect()
}

#[test]
fn the_units_start_commands_that_exist_and_are_shut_in() {
    let help = Workspace::without_register().ok(&["--help"]);
    for name in UNITS {
        let unit = unit(name);
        for command in values(&unit, "ExecStart") {
            let mut words = command.split(' ');
            assert_eq!(words.next(), Some("/usr/bin/sceau"), "{name}");
            let command = words.next().unwrap();
            assert!(help.contains(&format!("  {command}")), "{name}: {command}");
        }
        for setting in [
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "User=sceau",
            "MemoryMax=",
        ] {
            assert!(unit.contains(setting), "{name}: {setting}");
        }
    }
}

#[test]
fn the_units_take_the_keys_that_the_program_makes() {
    let workspace = Workspace::with_own_keys();
    let made: BTreeSet<String> = std::fs::read_dir(workspace.path("keys"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        // The authority's key goes offline.
        .filter(|name| name != "ca.key.pem" && name != "README.md")
        .collect();
    assert_eq!(credentials("sceau"), made);
    assert_eq!(credentials("sceau-worker"), made);

    // The self-check signs nothing: it works without any private half.
    workspace.issue(GOOD, "out");
    let few = workspace.path("few");
    std::fs::create_dir(&few).unwrap();
    for file in credentials("sceau-selfcheck") {
        std::fs::copy(workspace.path("keys").join(&file), few.join(&file)).unwrap();
    }
    for arguments in [&["selfcheck"][..], &["audit", "verify"]] {
        let mut command = workspace.command(arguments);
        let output = command.env("SCEAU__KEYS__FOLDER", &few).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn the_packaged_configuration_lacks_only_what_an_operator_must_say() {
    let packaged = project("packaging/sceau.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_sceau"))
        .arg("--config")
        .arg(packaged)
        .args(["--json", "config", "check"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let problems: serde_json::Value = serde_json::from_str(&said).unwrap();
    let text = problems.to_string();
    for field in ["issuer.name", "issuer.signatory", "issuer.role"] {
        assert!(text.contains(field), "{text}");
    }
    for field in ["store", "archive", "keys", "telemetry", "service.listen"] {
        assert!(!text.contains(&format!("\"{field}")), "{text}");
    }
}

#[test]
fn what_the_debian_package_holds_is_there() {
    let manifest = std::fs::read_to_string(project("Cargo.toml")).unwrap();
    let (_, deb) = manifest.split_once("[package.metadata.deb]").unwrap();
    let (deb, _) = deb.split_once("\n\n").unwrap();
    let assets: Vec<&str> = deb
        .lines()
        .filter_map(|line| line.trim().strip_prefix("[\""))
        .map(|line| line.split('"').next().unwrap())
        .collect();
    assert!(assets.len() > 5, "{assets:?}");
    for asset in assets.iter().filter(|asset| !asset.starts_with("target/")) {
        let path = project(asset.trim_end_matches('*'));
        assert!(path.exists(), "{asset}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let workspace = Workspace::without_register();
    let folder = workspace.path("man");
    workspace.ok(&["manual", folder.to_str().unwrap()]);
    let page = |name: &str| {
        let path = folder.join(format!("{name}.1"));
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let whole = page("sceau");
    assert!(
        whole.contains(".SH NAME") && whole.contains("Exit codes"),
        "{whole}"
    );
    let help = workspace.ok(&["--help"]);
    let (_, commands) = help.split_once("Commands:").unwrap();
    let commands: Vec<&str> = commands
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() > 20, "{commands:?}");
    for command in commands {
        assert!(page(&format!("sceau-{command}")).contains(".SH SYNOPSIS"));
    }
    assert!(page("sceau-keys-rotate").contains("sceau keys rotate"));
    assert!(!folder.join("sceau-read-worker.1").exists());
}
