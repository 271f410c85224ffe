//! A workspace with the real binary, example keys and a register of its own.

mod authority;
pub(crate) mod bucket;
pub(crate) mod database;
mod invariants;
mod server;
pub(crate) mod smtp;
mod softhsm;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use sceau::decision::{self, Decision};
use sceau::i18n::Language;
use sceau::issuance::Order;
use sceau::results;
use sceau::service::Service;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) use authority::Authority;
pub(crate) use server::{Answer, Server, free_address};
pub(crate) use softhsm::{SoftHsm, softhsm};

/// A folder in which `sceau` is set up with the example keys.
pub(crate) struct Workspace {
    folder: TempDir,
    /// What commands find in their environment.
    variables: Vec<(&'static str, PathBuf)>,
}

/// A line of `issued.csv`.
#[derive(Debug, Clone)]
pub(crate) struct IssuedLine {
    pub(crate) last_name: String,
    pub(crate) code: String,
    pub(crate) document: PathBuf,
    pub(crate) link: String,
}

impl Workspace {
    /// Keys, configuration and an empty register.
    pub(crate) fn new() -> Self {
        let workspace = Self::without_register();
        workspace.ok(&["migrate"]);
        workspace
    }

    /// The same with the register in PostgreSQL, if there is a server for tests.
    pub(crate) fn on_server() -> Option<Self> {
        let url = database::fresh()?;
        let workspace = Self::without_register();
        workspace.configure(&format!("\n[store]\nurl = \"{url}\"\n"));
        workspace.ok(&["migrate"]);
        Some(workspace)
    }

    /// One with each kind of register.
    pub(crate) fn on_each() -> impl Iterator<Item = Self> {
        std::iter::once(Self::new()).chain(std::iter::once_with(Self::on_server).flatten())
    }

    /// The address of the register on the server.
    pub(crate) fn register_url(&self) -> String {
        let text = std::fs::read_to_string(self.path("sceau.toml")).unwrap();
        let (_, rest) = text.split_once("url = \"postgres").unwrap();
        format!("postgres{}", rest.split_once('"').unwrap().0)
    }

    /// Does to the register on the server what the program never would.
    pub(crate) fn on_register(&self, statement: &'static str) {
        database::execute(&self.register_url(), statement);
    }

    /// Adds to the configuration.
    pub(crate) fn configure(&self, more: &str) {
        let path = self.path("sceau.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text + more).unwrap();
    }

    /// Keys and configuration, as on a machine that was set up a minute ago.
    pub(crate) fn without_register() -> Self {
        let workspace = Self {
            folder: tempfile::tempdir().unwrap(),
            variables: Vec::new(),
        };
        copy_folder(&project("keys.example"), &workspace.path("keys"));
        std::fs::write(
            workspace.path("sceau.toml"),
            "[service]\npublic_url = \"http://127.0.0.1:8080\"\n\n[issuer]\nname = \"Institut des savoirs numériques\"\nsignatory = \"Hortense Lavigerie-Sow\"\nrole = \"Directrice de la certification\"\n",
        )
        .unwrap();
        workspace
    }

    /// The same with keys that nobody else has.
    pub(crate) fn with_own_keys() -> Self {
        let workspace = Self::new();
        std::fs::remove_dir_all(workspace.path("keys")).unwrap();
        workspace.ok(&["keys", "new"]);
        workspace
    }

    /// The same with both keys in a token.
    pub(crate) fn with_token(hsm: &SoftHsm) -> Self {
        let mut workspace = Self::new();
        std::fs::remove_dir_all(workspace.path("keys")).unwrap();
        workspace.variables = hsm.prepare(&workspace.path("hsm"));
        workspace.make_token_keys(hsm, &[]);
        workspace
    }

    /// `sceau keys new` for the token, with more arguments.
    pub(crate) fn make_token_keys(&self, hsm: &SoftHsm, more: &[&str]) {
        let [module, pin] =
            [hsm.module(), &self.path("hsm/pin")].map(|path| path.to_str().unwrap().to_owned());
        let mut arguments = vec![
            "keys",
            "new",
            "--token",
            "sceau",
            "--module",
            &module,
            "--pin-file",
            &pin,
        ];
        arguments.extend(more);
        self.ok(&arguments);
    }

    /// Puts a variable into the environment of later commands.
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<PathBuf>) {
        self.variables.push((name, value.into()));
    }

    /// Issues this row, its files under `out`.
    pub(crate) fn issue(&self, row: &str, out: &str) -> IssuedLine {
        let results = self.results(&format!("{out}.csv"), &[row]);
        self.ok(&["issue", results.to_str().unwrap(), "--out", out]);
        self.issued(out).remove(0)
    }

    /// A path in the workspace.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command, not yet run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sceau"));
        command
            .current_dir(self.folder.path())
            .arg("--config")
            .arg(self.path("sceau.toml"))
            .args(arguments)
            .env("NO_COLOR", "1")
            .env_remove("SCEAU_LANG")
            .envs(self.variables.iter().cloned())
            .stdin(Stdio::null());
        command
    }

    /// Runs the command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that must succeed; gives its standard output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        self.exits(0, arguments)
    }

    /// Runs a command that must end with this exit code; gives its standard output.
    pub(crate) fn exits(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let (out, err) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        assert_eq!(
            output.status.code(),
            Some(code),
            "sceau {arguments:?}\n{out}\n{err}"
        );
        out.into_owned()
    }

    /// Runs a command in JSON mode that must end with this exit code.
    pub(crate) fn json(&self, code: i32, arguments: &[&str]) -> Value {
        let mut all = vec!["--json"];
        all.extend(arguments);
        serde_json::from_str(&self.exits(code, &all)).unwrap()
    }

    /// What a command says in JSON, however it ends.
    pub(crate) fn json_of(&self, arguments: &[&str]) -> Value {
        let all = [&["--json"], arguments].concat();
        serde_json::from_slice(&self.run(&all).stdout).unwrap()
    }

    /// Fails if register, archive, audit trail and published lists do not agree.
    pub(crate) fn check_invariants(&self) {
        let config = self.path("sceau.toml");
        let check = invariants::check(&config);
        tokio::runtime::Runtime::new().unwrap().block_on(check);
    }

    /// Runs an issuance, and kills it after this numbered step.
    pub(crate) fn kill_after(&self, step: u8, arguments: &[&str]) {
        let mut process = self
            .command(arguments)
            .env("SCEAU_STALL_AFTER", step.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let reached = BufReader::new(process.stdout.take().unwrap())
            .lines()
            .any(|line| line.unwrap() == format!("stalled after step {step}"));
        // SIGKILL: no destructor and no signal handler runs.
        process.kill().unwrap();
        process.wait().unwrap();
        assert!(reached, "issuance never reached step {step}");
    }

    /// Writes a results file with these rows under [`HEADER`].
    pub(crate) fn results(&self, name: &str, rows: &[&str]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
        path
    }

    /// What `issue` listed in this folder.
    pub(crate) fn issued(&self, folder: &str) -> Vec<IssuedLine> {
        let out = self.path(folder);
        let text = std::fs::read_to_string(out.join("issued.csv")).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        reader
            .records()
            .map(|record| {
                let record = record.unwrap();
                IssuedLine {
                    last_name: record[1].to_owned(),
                    code: record[6].to_owned(),
                    document: out.join(&record[8]),
                    link: record[10].to_owned(),
                }
            })
            .collect()
    }
}

/// The columns of the rows of tests.
pub(crate) const HEADER: &str = "Session;Numéro de certification;Nom;Prénom;Date de naissance;Lieu de naissance;Centre de certification;Date de passage;Score;Questions traitées;Fin du test;1.1;1.2;1.3;2.1;2.2;2.3;2.4;3.1;3.2;3.3;3.4;4.1;4.2;4.3;5.1;5.2";

/// A result that is awarded "Indépendant 2".
pub(crate) const GOOD: &str = "S1;101;Kervadec-Oduya;Maëlle;1998-03-14;Quimper;Lycée des Dunes;2026-05-21;487;32;terminé;5;4;3;5;4;6;3;4;3;5;2;4;5;3;3;2";

/// The order of a certificate for this row, which must be awarded.
pub(crate) fn order(service: &Service, row: &str, language: Language) -> Order {
    let framework = service.framework().unwrap();
    let text = format!("{HEADER}\n{row}\n");
    let input = results::Input {
        file_name: "results.csv",
        bytes: text.as_bytes(),
        format: None,
    };
    let result = results::parse(&input, framework).results.remove(0);
    let award = match decision::decide(framework, result).unwrap() {
        Decision::Award(award) => Some(award),
        Decision::Withhold(_) => None,
    };
    Order {
        award: award.unwrap(),
        framework: framework.id.clone(),
        language,
        delivery_date: service.clock.today(chrono_tz::Europe::Paris),
        supersedes: None,
        operator: "test".to_owned(),
    }
}

/// A file or folder of the project.
pub(crate) fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
