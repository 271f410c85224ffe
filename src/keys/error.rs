//! Why a key folder can't be made or used.

use std::io;
use std::path::PathBuf;

use super::token::Fault;

/// What is wrong with a key folder. Each message names the file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file can't be read.
    #[error("can't read `{}`; `sceau keys new` makes a complete key folder", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file or folder can't be written.
    #[error("can't write `{}`", .path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Keys are never overwritten.
    #[error("`{}` already exists; keys are never overwritten: choose another folder", .0.display())]
    Exists(PathBuf),
    /// `keyring.toml` is not what it should be.
    #[error("`{}` can't be understood", .path.display())]
    Keyring {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// An entry of `keyring.toml` contradicts itself or another.
    #[error("`{}`, key `{key}`: {problem}", .path.display())]
    Entry {
        /// The file.
        path: PathBuf,
        /// The key's id.
        key: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// No key may sign.
    #[error(
        "`{}` has {found} active keys with the purpose `{purpose}`: at least one must have neither \
         `retired_at` nor `compromised_at`", .path.display()
    )]
    Active {
        /// The file.
        path: PathBuf,
        /// `credential` or `document`.
        purpose: &'static str,
        /// How many.
        found: usize,
    },
    /// A file does not hold what its entry says.
    #[error("`{}`: {problem}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A `[[token]]` entry of `keyring.toml` contradicts itself, or its PIN can't be had.
    #[error("`{}`, token `{token}`: {problem}", .path.display())]
    TokenEntry {
        /// The file.
        path: PathBuf,
        /// Name of the token.
        token: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A key in a token does not sign.
    #[error("`{}`, key `{key}`: its token can't be used", .path.display())]
    Token {
        /// The file.
        path: PathBuf,
        /// The key's id.
        key: String,
        /// Why.
        #[source]
        source: Box<Fault>,
    },
    /// A change that would do harm; nothing was changed.
    #[error("nothing was changed: {0}")]
    Refused(String),
    /// Somebody else changes the folder right now.
    #[error("another `sceau keys` command is changing `{}`; try again", .0.display())]
    Busy(PathBuf),
    /// The text is written in a way that only people can change.
    #[error(
        "`{}` is written in a way that this command can't change; nothing was changed: write one \
         `[[key]]` table a key", .0.display()
    )]
    Edit(PathBuf),
    /// The system has no randomness.
    #[error("the system gives no randomness")]
    Random(#[from] getrandom::Error),
    /// Making a key or a certificate failed.
    #[error("making the {what} failed: {reason}")]
    Make {
        /// "document certificate", …
        what: &'static str,
        /// Why.
        reason: String,
    },
}

impl Error {
    /// Whether a token is at fault, or how it is described: the public halves can still be read.
    pub fn is_of_token(&self) -> bool {
        matches!(self, Self::Token { .. } | Self::TokenEntry { .. })
    }

    /// Id of the sentence that says what to do, where the message does not say it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Token { source, .. } => Some(source.hint()),
            _ => None,
        }
    }

    pub(super) fn make<E: std::fmt::Display>(what: &'static str) -> impl FnOnce(E) -> Self {
        move |error| Self::Make {
            what,
            reason: error.to_string(),
        }
    }
}
