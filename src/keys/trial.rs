//! Whether the tokens answer: every key in one signs something, each by itself.

use std::path::Path;
use std::time::{Duration, Instant};

use super::Error;
use super::entry::Purpose;
use super::half;
use super::load::Folder;
use crate::credential::KeyId;

/// How a key in a token answered.
#[derive(Debug)]
pub struct Trial {
    /// The key.
    pub key: KeyId,
    /// Name of its token.
    pub token: String,
    /// How long one signature took, or why there was none.
    pub answer: Result<Duration, Error>,
}

/// Has each key that signs, and is in a token, sign something. Keys in files are not touched.
pub fn try_tokens(folder: &Path) -> Result<Vec<Trial>, Error> {
    let folder = Folder {
        path: folder,
        signs: true,
    };
    let file = folder.parse(&folder.text()?)?;
    folder.check_tokens(&file)?;
    let mut trials = Vec::new();
    for entry in file.key.iter().filter(|entry| entry.signs) {
        if let Some(token) = half::token_name(entry, &file.token) {
            let attempt = || match entry.purpose {
                Purpose::Credential => folder.credential_key(entry, &file.token).map(drop),
                Purpose::Document => folder.document_key(entry, &file.token).map(drop),
            };
            trials.push(Trial {
                key: entry.id.clone(),
                token,
                answer: timed(attempt),
            });
        }
    }
    Ok(trials)
}

/// The second of two: the first opens the token.
fn timed(attempt: impl Fn() -> Result<(), Error>) -> Result<Duration, Error> {
    attempt()?;
    let start = Instant::now();
    attempt()?;
    Ok(start.elapsed())
}
