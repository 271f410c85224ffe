//! How answers are printed: text in the reader's language, or JSON; colours only on a terminal.

use std::io::Write as _;
use std::process::ExitCode;

use console::{Style, style};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::Exit;
use crate::archive;
use crate::config;
use crate::i18n::{self, FluentValue, Language};
use crate::issuance;
use crate::keys;
use crate::mail;
use crate::revocation;
use crate::status::bundle::BundleError;
use crate::store;
use crate::timestamp;

/// Where and how a command's answer goes.
pub(super) struct Output {
    /// Language of sentences.
    pub language: Language,
    /// JSON instead of sentences.
    pub json: bool,
}

impl Output {
    pub(super) fn new(language: Language, json: bool) -> Self {
        Self { language, json }
    }

    /// A sentence of the message files.
    pub(super) fn text(&self, id: &str) -> String {
        i18n::text(self.language, id)
    }

    /// A sentence with values.
    pub(super) fn text_with(&self, id: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        i18n::text_with(self.language, id, values)
    }

    /// Prints a line for people; nothing in JSON mode.
    pub(super) fn line(&self, line: impl std::fmt::Display) {
        if !self.json {
            say(line);
        }
    }

    /// Prints a heading for people; nothing in JSON mode.
    pub(super) fn heading(&self, text: impl std::fmt::Display) {
        self.line(format_args!("\n{}", style(text).bold()));
    }

    /// Prints one JSON document in JSON mode; nothing for people.
    pub(super) fn json(&self, value: &impl Serialize) -> anyhow::Result<()> {
        if self.json {
            say(serde_json::to_string_pretty(value)?);
        }
        Ok(())
    }

    /// A progress bar on standard error; hidden when that is no terminal.
    pub(super) fn progress(&self, length: usize, label: &str) -> ProgressBar {
        if self.json {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(length as u64).with_message(label.to_owned());
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}  {eta}") {
            bar.set_style(style);
        }
        bar
    }

    /// Prints `error:`, its causes and, where one is known, a hint; in JSON mode as an object.
    pub(super) fn failure(&self, error: &anyhow::Error) -> ExitCode {
        let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
        if self.json {
            say(serde_json::json!({ "error": error.to_string(), "causes": causes }));
        } else {
            eprintln!(
                "{} {error}",
                Style::new().for_stderr().red().bold().apply_to("error:")
            );
            for cause in causes {
                eprintln!("  caused by: {cause}");
            }
            if let Some(hint) = self.hint(error) {
                eprintln!(
                    "{} {hint}",
                    Style::new().for_stderr().bold().apply_to("hint:")
                );
            }
        }
        ExitCode::from(Exit::Failure as u8)
    }
}

/// Prints a line. A reader that went away (`sceau … | head`) is no error of the command's.
pub(super) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// An error with its causes. One that its effect repeats is said once.
pub(super) fn full(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.ends_with(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}

impl Output {
    /// What to do about it, from the first cause that knows.
    fn hint(&self, error: &anyhow::Error) -> Option<String> {
        error.chain().find_map(|cause| {
            if let Some(hinted) = cause.downcast_ref::<Hinted>() {
                return Some(hinted.hint.clone());
            }
            let id = if let Some(error) = cause.downcast_ref::<store::Error>() {
                error.hint()
            } else if let Some(error) = cause.downcast_ref::<keys::Error>() {
                error.hint()
            } else if let Some(fault) = cause.downcast_ref::<keys::Fault>() {
                Some(fault.hint())
            } else if let Some(error) = cause.downcast_ref::<config::Error>() {
                Some(error.hint())
            } else if let Some(error) = cause.downcast_ref::<revocation::Error>() {
                error.hint()
            } else if let Some(error) = cause.downcast_ref::<issuance::Error>() {
                error.hint()
            } else if let Some(error) = cause.downcast_ref::<BundleError>() {
                Some(error.hint())
            } else if let Some(error) = cause.downcast_ref::<mail::Error>() {
                Some(error.hint())
            } else if let Some(error) = cause.downcast_ref::<timestamp::Error>() {
                Some(error.hint())
            } else {
                cause
                    .downcast_ref::<archive::Error>()
                    .map(archive::Error::hint)
            };
            id.map(|id| self.text(id))
        })
    }
}

/// An error with what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Hinted {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}
