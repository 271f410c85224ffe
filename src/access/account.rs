//! People who sign in, and what each may do.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

use super::ClientId;

/// Longest login, in characters.
const LONGEST: usize = 64;

/// Id of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub Uuid);

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Upload results, approve and issue.
    Issuer,
    /// Put certificates out of force and back.
    Revoker,
    /// Read everything, change nothing.
    Auditor,
    /// Manage accounts, jobs and the brake.
    Administrator,
    /// Act for one organisation, and see nothing else.
    Member,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Issuer,
        Self::Revoker,
        Self::Auditor,
        Self::Administrator,
        Self::Member,
    ];

    /// As commands and the register write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Revoker => "revoker",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
            Self::Member => "member",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role: issuer, revoker, auditor, administrator or member")]
pub struct NotARole(pub String);

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(word: &str) -> Result<Self, NotARole> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == word)
            .ok_or_else(|| NotARole(word.to_owned()))
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Several roles, each once, in the order of [`Role::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Roles(BTreeSet<Role>);

impl Roles {
    /// Whether this role is among them.
    pub fn contains(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each role, in order.
    pub fn iter(&self) -> impl Iterator<Item = Role> {
        self.0.iter().copied()
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<T: IntoIterator<Item = Role>>(roles: T) -> Self {
        Self(roles.into_iter().collect())
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, role) in self.0.iter().enumerate() {
            let space = if number == 0 { "" } else { " " };
            write!(f, "{space}{role}")?;
        }
        Ok(())
    }
}

impl FromStr for Roles {
    type Err = NotARole;

    fn from_str(words: &str) -> Result<Self, NotARole> {
        words.split_whitespace().map(Role::from_str).collect()
    }
}

/// What a person types to say who they are: small letters, digits and `.-_@`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Login(String);

impl Login {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Text that can't be a login.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a login: 1 to {LONGEST} of a-z, 0-9 and `.-_@`, beginning with a letter")]
pub struct NotALogin(pub String);

impl FromStr for Login {
    type Err = NotALogin;

    /// Capitals and spaces around it are forgiven: telephones type them by themselves.
    fn from_str(text: &str) -> Result<Self, NotALogin> {
        let login = text.trim().to_ascii_lowercase();
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@".contains(c);
        let good = login.len() <= LONGEST
            && login.starts_with(|first: char| first.is_ascii_lowercase())
            && login.chars().all(known);
        if good {
            Ok(Self(login))
        } else {
            Err(NotALogin(text.to_owned()))
        }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person who signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What the person types.
    pub login: Login,
    /// What pages call the person.
    pub name: String,
    /// What the person may do.
    pub roles: Roles,
    /// The organisation that a member acts for.
    pub organisation: Option<ClientId>,
    /// Who the person is at the identity provider, for who signs in there.
    pub subject: Option<String>,
    /// Since when there is the account.
    pub created_at: DateTime<Utc>,
    /// Since when the person may not sign in.
    pub disabled_at: Option<DateTime<Utc>>,
}

impl Account {
    /// Who it is in the audit trail: never a name or a login.
    pub fn operator(&self) -> String {
        format!("account:{}", self.id)
    }

    /// Whether the person may do this.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(role)
    }

    /// Whether the person belongs to the house rather than to an organisation.
    pub fn is_operator(&self) -> bool {
        self.roles.iter().any(|role| role != Role::Member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_back_as_they_are_written() {
        let all: Roles = Role::ALL.into_iter().collect();
        assert_eq!(all.to_string().parse(), Ok(all.clone()));
        assert_eq!("king".parse::<Roles>(), Err(NotARole("king".into())));
    }

    #[test]
    fn a_login_is_typed_as_telephones_type_it() {
        let login = " Solveig.Mbarga@sceau.example ".parse::<Login>().unwrap();
        assert_eq!(login.as_str(), "solveig.mbarga@sceau.example");
        let long = "a".repeat(LONGEST + 1);
        for bad in ["", "7up", "a b", "é", "a:b", &long] {
            assert_eq!(bad.parse::<Login>(), Err(NotALogin(bad.into())));
        }
    }
}
