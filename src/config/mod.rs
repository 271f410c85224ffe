//! The configuration: one struct a section, loaded once.
//!
//! Every field has a default, and the defaults start a service on this machine's loopback. A file
//! (TOML) overrides the defaults and environment variables `SCEAU__SECTION__FIELD` override the
//! file. A field that does not exist is an error, never ignored. Relative paths start at the
//! configuration file's folder. Private keys live in the key
//! folder; the few other secrets are [`Secret`]s, never shown.

mod accounts;
mod archive;
mod batches;
mod check;
mod folders;
mod jobs;
mod load;
mod location;
mod mail;
mod network;
mod partners;
mod secret;
mod sections;
mod sessions;
mod show;
mod time_zone;
mod verification;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decision::Policies;

pub use accounts::{Accounts, Oidc};
pub use archive::Archive;
pub use batches::{Approvals, Batches};
pub use check::Problem;
pub use jobs::Jobs;
pub use load::Error;
pub use location::Location;
pub use mail::{Mail, MailTls};
pub use network::{Network, NotANetwork};
pub use partners::Partners;
pub use secret::Secret;
pub use sections::{
    FrameworkChoice, Http, Issuer, Keys, Limits, LogFormat, Register, Service, StampLevel,
    Telemetry, Timestamp,
};
pub use sessions::Sessions;
pub use show::Origin;
pub use verification::Verification;

/// The effective configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the service is and under which address the public reaches it.
    pub service: Service,
    /// Who issues, as printed on every certificate.
    pub issuer: Issuer,
    /// The register.
    pub store: Register,
    /// The finished documents.
    pub archive: Archive,
    /// The signing keys.
    pub keys: Keys,
    /// Who attests when a document was signed.
    pub timestamp: Timestamp,
    /// What is certified.
    pub framework: FrameworkChoice,
    /// What is checked of every result besides the rules of award.
    pub policy: Policies,
    /// How much a request may ask for.
    pub limits: Limits,
    /// How the service is reached.
    pub http: Http,
    /// Work that outlives a request.
    pub jobs: Jobs,
    /// Files of results that are uploaded and issued together.
    pub batches: Batches,
    /// Exam sessions and their candidate lists.
    pub sessions: Sessions,
    /// Files and streams of many codes.
    pub verification: Verification,
    /// Platforms that search for certificates, and their webhooks.
    pub partners: Partners,
    /// Letters to candidates, prescribers and the operator.
    pub mail: Mail,
    /// How people sign in.
    pub accounts: Accounts,
    /// What the program says about its own work.
    pub telemetry: Telemetry,
    /// Where each field that is not a default comes from, by `section.field`.
    #[serde(skip)]
    origins: BTreeMap<String, Origin>,
}

impl Config {
    /// The address that a certificate's QR code opens, without the fragment:
    /// `HTTPS://SCEAU.EXAMPLE/V`. Upper case, because QR codes hold that in fewer modules.
    pub fn verify_url(&self) -> String {
        format!("{}/V", self.service.public_url.to_ascii_uppercase())
    }

    /// The name under which the public knows this service: the host of its address.
    pub fn host(&self) -> &str {
        let url = &self.service.public_url;
        let authority = url.rsplit("://").next().unwrap_or_default();
        authority.split(':').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_is_known_by_the_host_of_its_address() {
        let mut config = Config::default();
        assert_eq!(config.host(), "127.0.0.1");
        config.service.public_url = "https://sceau.example".into();
        assert_eq!(config.host(), "sceau.example");
    }
}
