//! Who made a request, once the register has recognised what it showed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ClientName, Scope, Scopes};

/// Id of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(pub Uuid);

impl std::fmt::Display for ClientId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A client that showed a valid API key or access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: ClientName,
    /// What this key or token allows.
    pub scopes: Scopes,
    /// The client's own limit, if it has one.
    pub requests_per_minute: Option<u32>,
}

/// The caller may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the scope `{0}` is missing")]
pub struct MissingScope(pub Scope);

impl Caller {
    /// Goes on only if the caller may do this.
    pub fn require(&self, scope: Scope) -> Result<(), MissingScope> {
        if self.scopes.contains(scope) {
            Ok(())
        } else {
            Err(MissingScope(scope))
        }
    }

    /// Goes on only if the caller itself may do all of this: nobody hands out more than he has.
    pub fn require_all(&self, scopes: &Scopes) -> Result<(), MissingScope> {
        scopes.iter().try_for_each(|scope| self.require(scope))
    }

    /// Who it is in the audit trail.
    pub fn operator(&self) -> String {
        format!("client:{}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_may_do_what_its_scopes_say_and_nothing_else() {
        let caller = Caller {
            client: ClientId(Uuid::nil()),
            name: "crous".parse().unwrap(),
            scopes: "audit batches:read".parse().unwrap(),
            requests_per_minute: None,
        };
        assert_eq!(caller.operator(), "client:crous");
        assert_eq!(caller.require(Scope::Audit), Ok(()));
        let missing = MissingScope(Scope::BatchesWrite);
        assert_eq!(caller.require(Scope::BatchesWrite), Err(missing));
        let both = "audit batches:write".parse().unwrap();
        assert_eq!(caller.require_all(&both), Err(missing));
    }
}
