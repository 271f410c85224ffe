//! The effective configuration as TOML, each field with where it comes from.

use std::fmt;
use std::fmt::Write;
use std::path::PathBuf;

use serde_json::Value as Json;

use super::Config;

/// Where a field's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// The configuration file.
    File(PathBuf),
    /// An environment variable.
    Environment(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => path.display().fmt(f),
            Self::Environment(variable) => f.write_str(variable),
        }
    }
}

impl Config {
    /// The configuration in force, as a file that would give the same one.
    pub fn show(&self) -> String {
        let mut text = String::new();
        let Ok(Json::Object(sections)) = serde_json::to_value(self) else {
            return text;
        };
        for (section, fields) in sections {
            let Json::Object(fields) = fields else {
                continue;
            };
            let lines: Vec<(String, &Origin)> = fields
                .iter()
                .map(|(field, value)| {
                    let origin = self.origins.get(&format!("{section}.{field}"));
                    (line(field, value), origin.unwrap_or(&Origin::Default))
                })
                .collect();
            let width = lines.iter().map(|(line, _)| line.chars().count()).max();
            let width = width.unwrap_or(0);
            // Writing to a string does not fail.
            let _ = writeln!(text, "[{section}]");
            for (line, origin) in lines {
                let _ = writeln!(text, "{line:width$}  # {origin}");
            }
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text
    }
}

fn line(field: &str, value: &Json) -> String {
    match toml::Value::try_from(value) {
        Ok(value) => format!("{field} = {value}"),
        // TOML has no word for a value that is not there.
        Err(_) => format!("# {field} ="),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_a_file_that_gives_the_same_configuration() {
        let mut config = Config::default();
        config.service.public_url = "https://sceau.example".into();
        config.issuer.name = "Institut \"Élan\"".into();
        let shown: Config = toml::from_str(&config.show()).unwrap();
        assert_eq!(shown, config);
    }

    #[test]
    fn every_field_says_where_it_comes_from() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sceau.toml");
        std::fs::write(&path, "[issuer]\nname = \"Institut\"\n").unwrap();
        let variable = ("SCEAU__LIMITS__REQUEST_SECONDS".to_owned(), "9".to_owned());
        let config = Config::load_from(Some(&path), [variable].into_iter()).unwrap();
        let shown = config.show();
        let line = |start: &str| {
            let line = shown.lines().find(|line| line.starts_with(start)).unwrap();
            line.split_once("  # ").unwrap().1.trim().to_owned()
        };
        assert_eq!(line("name = \"Institut\""), path.display().to_string());
        assert_eq!(
            line("request_seconds = 9"),
            "SCEAU__LIMITS__REQUEST_SECONDS"
        );
        assert_eq!(line("upload_bytes = 10485760"), "default");
        assert_eq!(line("# folder ="), "default");
    }
}
