//! `SoftHSM2`: a token in software, each in a folder of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where Debian, Fedora and Homebrew put the module.
const MODULES: [&str; 5] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
];
/// `OpenSC`'s module that writes down every call to another, in the same places.
const SPIES: [&str; 4] = [
    "/usr/lib/x86_64-linux-gnu/pkcs11-spy.so",
    "/usr/lib/aarch64-linux-gnu/pkcs11-spy.so",
    "/usr/lib64/pkcs11-spy.so",
    "/opt/homebrew/lib/pkcs11-spy.so",
];
/// What opens the tokens of tests.
pub(crate) const PIN: &str = "4711";

/// The software that makes tokens.
pub(crate) struct SoftHsm {
    module: PathBuf,
    spy: PathBuf,
}

/// `SoftHSM2` and the tool that makes keys in it, if they are installed. Where they are not, the
/// test can only say so; on the machines that guard the project they must be.
pub(crate) fn softhsm() -> Option<SoftHsm> {
    let find = |places: &[&str]| places.iter().map(PathBuf::from).find(|path| path.exists());
    let runs = |tool: &str| Command::new(tool).arg("--help").output().is_ok();
    if let (Some(module), Some(spy)) = (find(&MODULES), find(&SPIES))
        && runs("softhsm2-util")
        && runs("pkcs11-tool")
    {
        return Some(SoftHsm { module, spy });
    }
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let missing = "softhsm2 and opensc are not installed (scripts/setup does it)";
    assert!(
        std::env::var_os("CI").is_none_or(|ci| ci != "true"),
        "{test}: {missing}"
    );
    // Not by `eprintln!`: what it prints in a test that passes is not shown.
    let mut terminal = std::io::stderr();
    writeln!(terminal, "!! SKIPPED: {test}: {missing}").unwrap();
    None
}

impl SoftHsm {
    /// The PKCS#11 module.
    pub(crate) fn module(&self) -> &Path {
        &self.module
    }

    /// A module that writes every call to the one in `PKCS11SPY` into the file `PKCS11SPY_OUTPUT`.
    pub(crate) fn spy(&self) -> &Path {
        &self.spy
    }

    /// Makes a folder with a token `sceau` that holds both keys, and a file with its PIN. Gives the
    /// environment in which it is found.
    pub(crate) fn prepare(&self, folder: &Path) -> Vec<(&'static str, PathBuf)> {
        std::fs::create_dir_all(folder.join("tokens")).unwrap();
        let settings = folder.join("softhsm2.conf");
        let tokens = folder.join("tokens");
        let text = format!(
            "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
            tokens.display()
        );
        std::fs::write(&settings, text).unwrap();
        std::fs::write(folder.join("pin"), format!("{PIN}\n")).unwrap();
        Self::make_token(folder, "sceau");
        self.make_key(folder, "EC:edwards25519", "sceau-credential", "01");
        self.make_key(folder, "EC:prime256v1", "sceau-document", "02");
        vec![("SOFTHSM2_CONF", settings)]
    }

    /// Makes an empty token.
    pub(crate) fn make_token(folder: &Path, label: &str) {
        let [so_pin, pin] = ["--so-pin", "--pin"];
        let mut tool = Command::new("softhsm2-util");
        tool.args(["--init-token", "--free", "--label", label]);
        tool.args([so_pin, "12345678", pin, PIN]);
        run(tool, folder);
    }

    /// Makes a key pair in the token `sceau`.
    pub(crate) fn make_key(&self, folder: &Path, kind: &str, label: &str, id: &str) {
        let make = ["--keypairgen", "--key-type", kind, "--label", label];
        self.tool(folder, &[&make[..], &["--id", id]].concat());
    }

    /// Runs `pkcs11-tool` with the token `sceau` opened.
    pub(crate) fn tool(&self, folder: &Path, arguments: &[&str]) {
        let mut tool = Command::new("pkcs11-tool");
        tool.arg("--module").arg(&self.module);
        tool.args(["--token-label", "sceau", "--login", "--pin", PIN]);
        tool.args(arguments);
        run(tool, folder);
    }
}

fn run(mut tool: Command, folder: &Path) {
    tool.env("SOFTHSM2_CONF", folder.join("softhsm2.conf"));
    let output = tool.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool:?}: {said}");
}
