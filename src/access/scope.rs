//! What a client may do, in words that a token request can name (RFC 6749 §3.3).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// One thing that a client may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Read batches and what they gave.
    BatchesRead,
    /// Upload, start and cancel batches.
    BatchesWrite,
    /// Read certificates and their documents.
    CertificatesRead,
    /// Revoke, suspend and reinstate certificates.
    CertificatesRevoke,
    /// Issue certificates that replace others.
    CertificatesIssue,
    /// Verify many certificates at once.
    VerificationsBatch,
    /// Search certificates as a platform for admissions does.
    Parcoursup,
    /// Have revocations told to addresses of one's own.
    Webhooks,
    /// Make clients and their keys, and take them away.
    Clients,
    /// Read the audit trail.
    Audit,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 10] = [
        Self::BatchesRead,
        Self::BatchesWrite,
        Self::CertificatesRead,
        Self::CertificatesRevoke,
        Self::CertificatesIssue,
        Self::VerificationsBatch,
        Self::Parcoursup,
        Self::Webhooks,
        Self::Clients,
        Self::Audit,
    ];

    /// As requests and the register write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::BatchesRead => "batches:read",
            Self::BatchesWrite => "batches:write",
            Self::CertificatesRead => "certificates:read",
            Self::CertificatesRevoke => "certificates:revoke",
            Self::CertificatesIssue => "certificates:issue",
            Self::VerificationsBatch => "verifications:batch",
            Self::Parcoursup => "parcoursup",
            Self::Webhooks => "webhooks",
            Self::Clients => "clients",
            Self::Audit => "audit",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a scope")]
pub struct NotAScope(pub String);

impl FromStr for Scope {
    type Err = NotAScope;

    fn from_str(word: &str) -> Result<Self, NotAScope> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.name() == word)
            .ok_or_else(|| NotAScope(word.to_owned()))
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        word.parse().map_err(serde::de::Error::custom)
    }
}

/// Several scopes, each once, in the order of [`Scope::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Whether this scope is among them.
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether all of `others` are among them.
    pub fn contain(&self, others: &Self) -> bool {
        others.0.is_subset(&self.0)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each scope, in order.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<T: IntoIterator<Item = Scope>>(scopes: T) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl fmt::Display for Scopes {
    /// Separated by spaces, as RFC 6749 §3.3 writes them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, scope) in self.0.iter().enumerate() {
            let space = if number == 0 { "" } else { " " };
            write!(f, "{space}{scope}")?;
        }
        Ok(())
    }
}

impl FromStr for Scopes {
    type Err = NotAScope;

    fn from_str(words: &str) -> Result<Self, NotAScope> {
        words.split_whitespace().map(Scope::from_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let all: Scopes = Scope::ALL.into_iter().collect();
        assert_eq!(all.to_string().parse(), Ok(all.clone()));
        let json = serde_json::to_string(&all).unwrap();
        assert!(json.starts_with(r#"["batches:read","#), "{json}");
        assert_eq!(serde_json::from_str::<Scopes>(&json).unwrap(), all);
    }

    #[test]
    fn a_word_that_is_no_scope_is_named() {
        let refused = "audit Audit".parse::<Scopes>();
        assert_eq!(refused, Err(NotAScope("Audit".into())));
        assert!("".parse::<Scopes>().unwrap().is_empty());
    }

    #[test]
    fn fewer_scopes_are_contained_in_more() {
        let more: Scopes = "batches:read batches:write audit".parse().unwrap();
        let fewer: Scopes = "audit batches:read".parse().unwrap();
        assert!(more.contain(&fewer));
        assert!(!fewer.contain(&more));
        assert_eq!(fewer.to_string(), "batches:read audit");
    }
}
