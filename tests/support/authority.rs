//! The time-stamp authority of `conformance/tsa`, shared by all tests of this process.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use super::project;

/// A running authority. It ends with this process: then its standard input is closed.
pub(crate) struct Authority {
    folder: TempDir,
    url: String,
    _process: Child,
}

impl Authority {
    /// The authority, or nothing, said loudly, where OpenSSL or Python is missing. In CI both must
    /// be there.
    pub(crate) fn running() -> Option<&'static Self> {
        static RUNNING: OnceLock<Option<Authority>> = OnceLock::new();
        let running = RUNNING.get_or_init(|| {
            let missing = ["openssl", "python3"]
                .into_iter()
                .find(|program| !answers(program));
            match missing {
                None => Some(Self::start()),
                Some(program) => {
                    assert!(
                        std::env::var_os("CI").is_none_or(|ci| ci != "true"),
                        "{program} is missing: scripts/setup installs it"
                    );
                    None
                }
            }
        });
        if running.is_none() {
            eprintln!("SKIPPED: no time-stamp authority without openssl and python3");
        }
        running.as_ref()
    }

    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new("python3")
            .arg(project("conformance/tsa"))
            .arg(folder.path())
            .arg("0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = process.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("ready ").unwrap().to_owned();
        Self {
            folder,
            url,
            _process: process,
        }
    }

    /// The address where it answers in this way; see `conformance/tsa`.
    pub(crate) fn url(&self, case: &str) -> String {
        format!("{}{case}", self.url)
    }

    /// The root that vouches for it.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("root.pem")
    }
}

fn answers(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg(if program == "openssl" {
        "version"
    } else {
        "--version"
    });
    command.output().is_ok_and(|output| output.status.success())
}
