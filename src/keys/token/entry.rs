//! `[[token]]` in `keyring.toml`: where a token is and where its PIN comes from.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

use super::library::{Address, Wanted};

/// No token takes a longer PIN.
const LONGEST_PIN: usize = 255;

/// One token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::keys) struct TokenEntry {
    /// What `[[key]]` entries call it.
    pub(in crate::keys) name: String,
    /// Shared library of the PKCS#11 module.
    module: PathBuf,
    /// The token's label …
    label: Option<String>,
    /// … or its serial number, where two have one label.
    serial: Option<String>,
    /// Environment variable that holds the PIN …
    pin_env: Option<String>,
    /// … or the file that does.
    pin_file: Option<PathBuf>,
    /// Whether somebody wrote the PIN itself into the file; its value is never kept.
    #[serde(default, deserialize_with = "written")]
    pin: bool,
}

/// Swallows the value: not even an error may repeat a PIN.
fn written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    serde::de::IgnoredAny::deserialize(deserializer).map(|_| true)
}

impl TokenEntry {
    /// A token that is named on the command line.
    pub(in crate::keys) fn with_label(
        name: &str,
        module: PathBuf,
        label: String,
        pin_env: Option<String>,
        pin_file: Option<PathBuf>,
    ) -> Self {
        Self {
            name: name.to_owned(),
            module,
            label: Some(label),
            serial: None,
            pin_env,
            pin_file,
            pin: false,
        }
    }

    /// As `keyring.toml` names it.
    pub(in crate::keys) fn to_toml(&self) -> String {
        let text = |text: &str| toml::Value::String(text.to_owned());
        let path = |path: &Path| text(&path.to_string_lossy());
        let fields = [
            ("name", Some(text(&self.name))),
            ("module", Some(path(&self.module))),
            ("label", self.label.as_deref().map(text)),
            ("serial", self.serial.as_deref().map(text)),
            ("pin_env", self.pin_env.as_deref().map(text)),
            ("pin_file", self.pin_file.as_deref().map(path)),
        ];
        let lines = fields
            .into_iter()
            .filter_map(|(field, value)| value.map(|value| format!("{field} = {value}\n")));
        format!("[[token]]\n{}", lines.collect::<String>())
    }

    /// What is wrong with the entry itself, field named.
    pub(in crate::keys) fn check(&self) -> Result<(), &'static str> {
        if self.pin {
            return Err(
                "`pin` does not belong in this file: name the environment variable that \
                 holds it in `pin_env`, or a file in `pin_file`, and change the PIN",
            );
        }
        if !self.module.is_absolute() {
            return Err("`module` must be the whole path of the PKCS#11 module");
        }
        let wanted = self.label.as_ref().or(self.serial.as_ref());
        match (wanted, self.label.is_some() && self.serial.is_some()) {
            (Some(value), false) if !value.is_empty() => {}
            _ => return Err("name the token by either `label` or `serial`"),
        }
        match (&self.pin_env, &self.pin_file) {
            // The value might be the PIN itself: it is not repeated.
            (Some(name), None) if !is_variable(name) => {
                Err("`pin_env` must be the name of an environment variable, not the PIN")
            }
            (Some(_), None) | (None, Some(_)) => Ok(()),
            _ => Err("say where the PIN comes from, by either `pin_env` or `pin_file`"),
        }
    }

    /// Where the token is, with the PIN that opens it. Paths are relative to the key folder.
    pub(in crate::keys) fn address(&self, folder: &Path) -> Result<Address, String> {
        let wanted = match (&self.label, &self.serial) {
            (Some(label), _) => Wanted::Label(label.clone()),
            (None, serial) => Wanted::Serial(serial.clone().unwrap_or_default()),
        };
        Ok(Address {
            module: self.module.clone(),
            wanted,
            pin: self.read_pin(folder)?,
        })
    }

    fn read_pin(&self, folder: &Path) -> Result<SecretString, String> {
        let (text, place) = match (&self.pin_env, &self.pin_file) {
            (Some(name), _) => {
                let place = format!("the environment variable `{name}` of `pin_env`");
                (
                    pin_of_environment(name).ok_or(format!("{place} is not set"))?,
                    place,
                )
            }
            (None, file) => {
                let path = folder.join(file.as_deref().unwrap_or(Path::new("")));
                let place = format!("the file `{}` of `pin_file`", path.display());
                let text = pin_of_file(&path)
                    .map_err(|error| format!("{place} can't be read: {error}"))?;
                (text, place)
            }
        };
        let pin = text.strip_suffix('\n').unwrap_or(&text);
        let pin = pin.strip_suffix('\r').unwrap_or(pin);
        if pin.is_empty() || pin.len() > LONGEST_PIN || pin.contains(['\n', '\0']) {
            return Err(format!(
                "{place} must hold the PIN on one line, of {LONGEST_PIN} bytes at most"
            ));
        }
        Ok(SecretString::from(pin))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "which variable holds the PIN is configured; the configuration never holds the PIN"
)]
fn pin_of_environment(name: &str) -> Option<Zeroizing<String>> {
    std::env::var(name).ok().map(Zeroizing::new)
}

fn pin_of_file(path: &Path) -> std::io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    let most = u64::try_from(LONGEST_PIN + 3).unwrap_or(u64::MAX);
    File::open(path)?.take(most).read_to_string(&mut text)?;
    Ok(text)
}

/// POSIX.1-2017 §8.1, with lower-case letters as shells allow them.
fn is_variable(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const GOOD: &str =
        "name = \"hsm\"\nmodule = \"/m.so\"\nlabel = \"sceau\"\npin_file = \"pin\"\n";

    fn entry(text: &str) -> TokenEntry {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn an_entry_names_module_token_and_source_of_the_pin() {
        entry(GOOD).check().unwrap();
        for (from, to, part) in [
            ("\"/m.so\"", "\"m.so\"", "`module` must be the whole path"),
            ("label = \"sceau\"\n", "", "either `label` or `serial`"),
            (
                "label = \"sceau\"",
                "label = \"\"",
                "either `label` or `serial`",
            ),
            (
                "label = ",
                "serial = \"1\"\nlabel = ",
                "either `label` or `serial`",
            ),
            ("pin_file = \"pin\"\n", "", "either `pin_env` or `pin_file`"),
            (
                "pin_file = ",
                "pin_env = \"PIN\"\npin_file = ",
                "either `pin_env`",
            ),
            ("pin_file = \"pin\"", "pin_env = \"1234\"", "not the PIN"),
            (
                "pin_file",
                "pin = \"1234\"\npin_file",
                "`pin` does not belong in this file",
            ),
        ] {
            let problem = entry(&GOOD.replace(from, to)).check().unwrap_err();
            assert!(problem.contains(part), "{to}: {problem}");
            assert!(!problem.contains("1234"), "{problem}");
        }
    }

    #[test]
    fn a_pin_written_into_the_file_is_not_kept() {
        for pin in ["\"s3cr3t\"", "123456"] {
            let entry = entry(&format!("{GOOD}pin = {pin}\n"));
            let shown = format!("{entry:?}");
            assert!(
                !shown.contains("s3cr3t") && !shown.contains("123456"),
                "{shown}"
            );
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let entry = entry(&GOOD.replace("sceau", "scéau \\\"1\\\""));
        let text = entry.to_toml();
        assert_eq!(
            toml::from_str::<TokenEntry>(&text.replace("[[token]]\n", "")).unwrap(),
            entry
        );
    }

    #[test]
    fn the_pin_comes_from_a_file_without_its_line_end() {
        let folder = tempfile::tempdir().unwrap();
        let pin = |text: &str| {
            std::fs::write(folder.path().join("pin"), text).unwrap();
            entry(GOOD)
                .address(folder.path())
                .map(|address| address.pin.expose_secret().to_owned())
        };
        assert_eq!(pin("12 34\n").unwrap(), "12 34");
        assert_eq!(pin("1234\r\n").unwrap(), "1234");
        assert_eq!(pin(&"9".repeat(255)).unwrap().len(), 255);
        for wrong in [
            "",
            "\n",
            "1234\n5678\n",
            &"9".repeat(256),
            &"9".repeat(4000),
        ] {
            let problem = pin(wrong).unwrap_err();
            assert!(problem.contains("the PIN on one line"), "{problem}");
            assert!(
                !problem.contains("1234") && !problem.contains("99"),
                "{problem}"
            );
        }
        std::fs::remove_file(folder.path().join("pin")).unwrap();
        let problem = entry(GOOD).address(folder.path()).err().unwrap();
        assert!(problem.contains("of `pin_file` can't be read"), "{problem}");
    }

    #[test]
    fn a_variable_that_is_not_set_is_named() {
        let entry = entry(&GOOD.replace("pin_file = \"pin\"", "pin_env = \"SCEAU_NO_SUCH_PIN\""));
        entry.check().unwrap();
        let problem = entry.address(Path::new("")).err().unwrap();
        let expected = "the environment variable `SCEAU_NO_SUCH_PIN` of `pin_env` is not set";
        assert_eq!(problem, expected);
    }
}
