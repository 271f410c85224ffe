//! What a client is called in lists, in the audit trail and in token requests.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest name, in characters.
const LONGEST: usize = 64;

/// A client's name: small letters without accents, digits and hyphens, beginning with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClientName(String);

impl ClientName {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Text that can't be a client's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a client's name: 1 to {LONGEST} of a-z, 0-9 and hyphens, beginning with a letter"
)]
pub struct NotAName(pub String);

impl FromStr for ClientName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for ClientName {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, NotAName> {
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good = text.len() <= LONGEST
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(known);
        if good {
            Ok(Self(text))
        } else {
            Err(NotAName(text))
        }
    }
}

impl From<ClientName> for String {
    fn from(name: ClientName) -> Self {
        name.0
    }
}

impl fmt::Display for ClientName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_into_an_audit_trail_and_a_token_request() {
        for good in ["parcoursup", "crous-2026", "a"] {
            assert_eq!(good.parse::<ClientName>().unwrap().as_str(), good);
        }
        let long = "a".repeat(LONGEST + 1);
        for bad in ["", "Parcoursup", "2026", "a b", "a:b", "é", "-a", &long] {
            assert_eq!(bad.parse::<ClientName>(), Err(NotAName(bad.into())));
        }
    }
}
