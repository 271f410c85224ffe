//! From file and environment to the effective configuration, with errors that name the place.

use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{Config, Origin};

/// The file that is read when none is named and it exists.
const DEFAULT_FILE: &str = "sceau.toml";

/// What the environment variables of the configuration begin with.
const PREFIX: &str = "SCEAU__";

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file can't be read.
    #[error("the configuration file `{}` could not be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file has a mistake.
    #[error("{}:{line}: {}{message}", path.display(), named(field))]
    Field {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// `section.field`, or empty if the mistake is in no field.
        field: String,
        /// What is wrong.
        message: String,
    },
    /// An environment variable has a mistake.
    #[error("environment variable `{variable}`: {message}")]
    Environment {
        /// The variable.
        variable: String,
        /// What is wrong.
        message: String,
    },
    /// The folder of frameworks can't be read.
    #[error("the framework folder `{}` could not be read", path.display())]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Error {
    /// Id of the sentence that says what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "config-hint-unreadable",
            Self::Field { .. } | Self::Environment { .. } => "config-hint-field",
            Self::Folder { .. } => "config-hint-folder",
        }
    }
}

fn named(field: &str) -> String {
    if field.is_empty() {
        String::new()
    } else {
        format!("`{field}`: ")
    }
}

impl Config {
    /// Loads the configuration: built-in defaults, overridden by the file, overridden by the
    /// environment. Without a path, `sceau.toml` in the working folder is read if it exists.
    pub fn load(path: Option<&Path>) -> Result<Self, Error> {
        // A variable whose name or value is not Unicode is none of ours.
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self::load_from(path, environment)
    }

    pub(super) fn load_from(
        path: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Error> {
        let path = match path {
            Some(path) => Some(path),
            None => Some(Path::new(DEFAULT_FILE)).filter(|path| path.is_file()),
        };
        let (mut config, mut table) = match path {
            None => (Self::default(), Table::new()),
            Some(path) => read(path)?,
        };
        let mut variables: Vec<(String, String)> = environment
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        variables.sort();
        for (variable, value) in variables {
            config = config.with_variable(&mut table, &variable, &value)?;
        }
        if let Some(folder) = path.and_then(Path::parent) {
            config.resolve(folder);
        }
        // `https://host/` and `https://host` are the same address.
        let trimmed = config.service.public_url.trim_end_matches('/').len();
        config.service.public_url.truncate(trimmed);
        // Credentials, lists and keys name each other by it, letter for letter (RFC 3986 §6.2.2.1).
        config.service.public_url.make_ascii_lowercase();
        Ok(config)
    }

    /// Overrides one field. A value is text if the field takes text, else TOML: `8`, `true`.
    fn with_variable(
        mut self,
        table: &mut Table,
        variable: &str,
        value: &str,
    ) -> Result<Self, Error> {
        let wrong = |message: String| Error::Environment {
            variable: variable.to_owned(),
            message,
        };
        let field = variable[PREFIX.len()..].to_lowercase().replace("__", ".");
        let as_text = Value::String(value.to_owned());
        let as_toml = format!("value = {value}").parse::<Table>().ok();
        let as_toml = as_toml.and_then(|mut table| table.remove("value"));
        let mut attempts = [Some(as_text), as_toml].into_iter().flatten();
        let mut first_error = None;
        let config = loop {
            let Some(attempt) = attempts.next() else {
                break None;
            };
            let mut changed = table.clone();
            if !set(&mut changed, &field, attempt) {
                return Err(wrong("expected a name like `SCEAU__SECTION__FIELD`".into()));
            }
            match changed.clone().try_into::<Self>() {
                Ok(config) => {
                    *table = changed;
                    break Some(config);
                }
                Err(error) => {
                    first_error.get_or_insert_with(|| error.message().to_owned());
                }
            }
        };
        let Some(mut config) = config else {
            return Err(wrong(first_error.unwrap_or_default()));
        };
        config.origins = std::mem::take(&mut self.origins);
        config
            .origins
            .insert(field, Origin::Environment(variable.to_owned()));
        Ok(config)
    }

    /// Makes relative paths start at the configuration file's folder.
    fn resolve(&mut self, folder: &Path) {
        let paths = [
            Some(&mut self.store.path),
            Some(&mut self.archive.folder),
            Some(&mut self.keys.folder),
            self.framework.folder.as_mut(),
            self.mail.root.as_mut(),
        ];
        let roots = self.timestamp.roots.iter_mut();
        for path in paths.into_iter().flatten().chain(roots) {
            // `join` keeps an absolute path as it is.
            *path = folder.join(&*path);
        }
        for list in &mut self.timestamp.crls {
            if !list.starts_with("http://") && !list.starts_with("https://") {
                *list = folder.join(&*list).display().to_string();
            }
        }
    }
}

fn read(path: &Path) -> Result<(Config, Table), Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let mut config: Config = toml::from_str(&text).map_err(|error| located(path, &text, &error))?;
    let table: Table = toml::from_str(&text).map_err(|error| located(path, &text, &error))?;
    for (section, fields) in &table {
        let Some(fields) = fields.as_table() else {
            continue;
        };
        for field in fields.keys() {
            let name = format!("{section}.{field}");
            let origin = Origin::File(path.to_owned());
            config.origins.insert(name, origin);
        }
    }
    Ok((config, table))
}

/// Names the line and the field of a mistake.
fn located(path: &Path, text: &str, error: &toml::de::Error) -> Error {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let section = text
        .lines()
        .take(line)
        .filter_map(|line| line.trim().strip_prefix('[')?.split(']').next())
        .last()
        .unwrap_or_default();
    let key = text
        .lines()
        .nth(line - 1)
        .and_then(|line| line.split_once('='))
        .map(|(key, _)| key.trim());
    let field = match key {
        None => String::new(),
        Some(key) if section.is_empty() => key.to_owned(),
        Some(key) => format!("{section}.{key}"),
    };
    Error::Field {
        path: path.to_owned(),
        line,
        field,
        message: error.message().to_owned(),
    }
}

/// Sets `section.field`, making the section if it is missing; `false` if the name has no section.
fn set(table: &mut Table, name: &str, value: Value) -> bool {
    let Some((section, field)) = name.split_once('.') else {
        return false;
    };
    let section = table
        .entry(section)
        .or_insert_with(|| Value::Table(Table::new()));
    let Some(section) = section.as_table_mut() else {
        return false;
    };
    if field.contains('.') {
        return set(section, field, value);
    }
    section.insert(field.to_owned(), value);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sceau.toml");
        std::fs::write(&path, text).unwrap();
        let environment = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load_from(Some(&path), environment)
    }

    fn error(text: &str, environment: &[(&str, &str)]) -> String {
        let error = load(text, environment).unwrap_err();
        let text = error.to_string();
        // Without the temporary folder.
        text[text.find("sceau.toml").unwrap()..].to_owned()
    }

    #[test]
    fn an_empty_file_gives_the_defaults_on_loopback() {
        let config = load("", &[]).unwrap();
        assert_eq!(config.service, super::super::Service::default());
        assert!(config.service.listen.ip().is_loopback());
        assert_eq!(config.verify_url(), "HTTP://127.0.0.1:8080/V");
        assert_eq!(config.check(), []);
    }

    #[test]
    fn relative_paths_start_at_the_files_folder_and_absolute_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sceau.toml");
        std::fs::write(
            &path,
            "[store]\npath = \"data/register.db\"\n[keys]\nfolder = \"/keys\"\n",
        )
        .unwrap();
        let config = Config::load(Some(&path)).unwrap();
        assert_eq!(config.store.path, folder.path().join("data/register.db"));
        assert_eq!(config.archive.folder, folder.path().join("archive"));
        assert_eq!(config.keys.folder, Path::new("/keys"));
    }

    #[test]
    fn an_unknown_field_is_named_with_file_and_line() {
        let message = error("[service]\n\npublic_uri = \"https://a.example\"\n", &[]);
        assert!(
            message.starts_with(
                "sceau.toml:3: `service.public_uri`: unknown field `public_uri`, expected one of"
            ),
            "{message}"
        );
    }

    #[test]
    fn an_unknown_section_is_named_with_file_and_line() {
        let message = error("# nothing\n[sevrice]\n", &[]);
        assert!(
            message.starts_with("sceau.toml:2: unknown field `sevrice`"),
            "{message}"
        );
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named_with_its_field() {
        let message = error("[limits]\nupload_bytes = \"much\"\n", &[]);
        assert_eq!(
            message,
            "sceau.toml:2: `limits.upload_bytes`: invalid type: string \"much\", expected usize"
        );
        let message = error("[service]\ntime_zone = \"Paris\"\n", &[]);
        assert_eq!(
            message,
            "sceau.toml:2: `service.time_zone`: `Paris` is not a time zone, \
             expected a name like `Europe/Paris`"
        );
    }

    #[test]
    fn broken_toml_is_located() {
        let message = error("[service]\nlisten = \n", &[]);
        assert!(
            message.starts_with("sceau.toml:2: `service.listen`: "),
            "{message}"
        );
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let config = load(
            "[limits]\nupload_bytes = 5\n[issuer]\nname = \"A\"\n",
            &[
                ("SCEAU__LIMITS__UPLOAD_BYTES", "7"),
                ("SCEAU__ISSUER__NAME", "2026"),
                ("SCEAU__SERVICE__INSECURE_EXAMPLE_KEYS", "true"),
                ("SCEAU__SERVICE__PUBLIC_URL", "https://Sceau.Example/"),
                ("SCEAU__ACCOUNTS__OIDC__CLIENT_ID", "sceau"),
                ("SCEAU_CONFIG", "none of the fields"),
            ],
        )
        .unwrap();
        assert_eq!(config.limits.upload_bytes, 7);
        // A number is text where the field takes text.
        assert_eq!(config.issuer.name, "2026");
        assert!(config.service.insecure_example_keys);
        assert_eq!(config.accounts.oidc.client_id.as_deref(), Some("sceau"));
        assert_eq!(config.service.public_url, "https://sceau.example");
    }

    #[test]
    fn a_mistake_in_the_environment_names_the_variable() {
        for (variable, value, expected) in [
            (
                "SCEAU__LIMITS__UPLOAD_BITES",
                "1",
                "unknown field `upload_bites`",
            ),
            (
                "SCEAU__LIMITS__UPLOAD_BYTES",
                "much",
                "invalid type: string \"much\"",
            ),
            (
                "SCEAU__LIMITS",
                "1",
                "expected a name like `SCEAU__SECTION__FIELD`",
            ),
        ] {
            let error = load("", &[(variable, value)]).unwrap_err().to_string();
            assert!(
                error.contains(variable) && error.contains(expected),
                "{error}"
            );
        }
    }

    #[test]
    fn a_file_that_is_named_must_exist() {
        let error = Config::load(Some(Path::new("/nowhere/sceau.toml"))).unwrap_err();
        assert!(matches!(error, Error::Unreadable { .. }), "{error}");
    }
}
