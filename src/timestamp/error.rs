//! What can go wrong with a time stamp: every message names the authority and what it said.

use std::io;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::document::AnswerFault;

/// Why there is no time stamp.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of the configuration can't be read.
    #[error("`{}` could not be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file has no certificates.
    #[error("`{}` has no X.509 certificates in PEM", .0.display())]
    NotRoots(PathBuf),
    /// A file is no revocation list.
    #[error("`{}` is not a revocation list in DER of at most 1 MiB", .0.display())]
    NotAList(PathBuf),
    /// None of the authorities gave a stamp that counts.
    #[error("no time stamp: {}", listed(.0))]
    NoStamp(Vec<Failure>),
}

impl Error {
    /// Id of the sentence that says what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Read { .. } | Self::NotRoots(_) | Self::NotAList(_) => "timestamp-hint-file",
            Self::NoStamp(_) => "timestamp-hint-none",
        }
    }
}

/// What became of asking one authority.
#[derive(Debug)]
pub struct Failure {
    /// Its address.
    pub url: String,
    /// Why it gave no stamp that counts.
    pub problem: Problem,
}

/// Why one authority gave no stamp that counts.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It could not be reached, or did not answer in time.
    #[error("{0}")]
    Network(String),
    /// It answered with an error of HTTP.
    #[error("it answered HTTP status {0}")]
    Status(u16),
    /// It answered with something else than a stamp.
    #[error("it answered with `{0}`, which is not a time stamp")]
    OtherType(String),
    /// Its answer is longer than any stamp.
    #[error("its answer is longer than any time stamp")]
    TooLong,
    /// Its clock or ours is wrong.
    #[error("it says that it is {0}: its clock or this machine's is wrong")]
    OtherTime(DateTime<Utc>),
    /// Its answer does not count.
    #[error(transparent)]
    Answer(#[from] AnswerFault),
    /// Nobody says whether its certificates were revoked; what was tried.
    #[error(
        "no revocation list tells whether its certificates are in force{}; name one in \
         `timestamp.crls`, or set `timestamp.level` to `b-t`",
        tried(.0)
    )]
    Unchecked(Vec<String>),
    /// The request could not be written.
    #[error("the request could not be written")]
    Request(#[source] der::Error),
    /// The operating system gave no randomness.
    #[error("no randomness from the operating system: {0}")]
    Randomness(String),
}

impl Problem {
    /// Whether asking again may help.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Network(_) => true,
            Self::Status(status) => *status >= 500 || *status == 429,
            _ => false,
        }
    }
}

fn listed(failures: &[Failure]) -> String {
    let lines: Vec<String> = failures
        .iter()
        .map(|failure| format!("{}: {}", failure.url, failure.problem))
        .collect();
    lines.join("; ")
}

fn tried(addresses: &[String]) -> String {
    if addresses.is_empty() {
        String::new()
    } else {
        format!(" ({})", addresses.join("; "))
    }
}
