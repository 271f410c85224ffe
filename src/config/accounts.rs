//! `[accounts]`: how people sign in, and for how long.

use serde::{Deserialize, Serialize};

use super::Secret;
use super::check::{Problem, is_encrypted_or_loopback};

/// `[accounts]`: how people sign in, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Accounts {
    /// Who did nothing for so many minutes is signed out. Default: `30`.
    pub idle_minutes: u32,
    /// Who signed in so many hours ago is signed out. Default: `12`.
    pub session_hours: u32,
    /// A link that opens an account works for so many hours. Default: `72`.
    pub invitation_hours: u32,
    /// Wrong attempts in a quarter of an hour after which an account lets nobody in for the rest
    /// of it. Default: `10`.
    pub attempts: u32,
    /// The same for one address, whatever the accounts. Default: `50`.
    pub attempts_per_address: u32,
    /// Sign-in at an identity provider, besides passwords.
    pub oidc: Oidc,
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            idle_minutes: 30,
            session_hours: 12,
            invitation_hours: 72,
            attempts: 10,
            attempts_per_address: 50,
            oidc: Oidc::default(),
        }
    }
}

/// `[accounts.oidc]`: sign-in at an identity provider (OpenID Connect). Off unless `issuer` is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Oidc {
    /// Address of the provider; its description is at `/.well-known/openid-configuration` below it.
    /// Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// What the provider calls this service. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// What this service shows to the provider; `SCEAU__ACCOUNTS__OIDC__CLIENT_SECRET` keeps it out
    /// of files. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<Secret>,
    /// What the button on the sign-in page calls the provider. Default: none, and it is the host of
    /// `issuer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Oidc {
    /// Whether people may sign in there.
    pub fn is_on(&self) -> bool {
        self.issuer.is_some()
    }

    /// What people call the provider.
    pub fn name(&self) -> &str {
        let issuer = self.issuer.as_deref().unwrap_or_default();
        let host = issuer.rsplit("://").next().unwrap_or_default();
        let host = host.split('/').next().unwrap_or_default();
        self.name.as_deref().unwrap_or(host)
    }
}

impl Accounts {
    pub(super) fn check(&self, problems: &mut Vec<Problem>) {
        for (field, value) in [
            ("accounts.idle_minutes", self.idle_minutes),
            ("accounts.session_hours", self.session_hours),
            ("accounts.invitation_hours", self.invitation_hours),
            ("accounts.attempts", self.attempts),
            ("accounts.attempts_per_address", self.attempts_per_address),
        ] {
            if value == 0 {
                problems.push(Problem::new(field, "config-zero", value));
            }
        }
        let Some(issuer) = &self.oidc.issuer else {
            return;
        };
        let field = "accounts.oidc.issuer";
        if !cfg!(feature = "oidc") {
            problems.push(Problem::new(field, "config-oidc", issuer));
        }
        if !is_encrypted_or_loopback(issuer) {
            problems.push(Problem::new(field, "config-oidc-encrypted", issuer));
        }
        if self.oidc.client_id.is_none() {
            let field = "accounts.oidc.client_id";
            problems.push(Problem::new(field, "config-oidc-client", issuer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(oidc: Oidc) -> Vec<&'static str> {
        let accounts = Accounts {
            oidc,
            ..Accounts::default()
        };
        let mut problems = Vec::new();
        accounts.check(&mut problems);
        problems.iter().map(|problem| problem.id).collect()
    }

    #[test]
    fn an_identity_provider_is_reached_over_encrypted_ways() {
        assert!(problems(Oidc::default()).is_empty());
        let mut oidc = Oidc {
            issuer: Some("http://login.example/realm".into()),
            ..Oidc::default()
        };
        assert_eq!(oidc.name(), "login.example");
        let found = problems(oidc.clone());
        assert!(found.contains(&"config-oidc-encrypted"), "{found:?}");
        assert!(found.contains(&"config-oidc-client"), "{found:?}");
        oidc.issuer = Some("https://login.example/realm".into());
        oidc.client_id = Some("sceau".into());
        let built_without = !cfg!(feature = "oidc");
        assert_eq!(problems(oidc).contains(&"config-oidc"), built_without);
    }
}
