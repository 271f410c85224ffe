//! Who issues, as an Open Badges 3.0 profile (§B.1.22): what stands in every credential, for those
//! who look the issuer up.

use serde::Serialize;

use crate::credential::{self, IssuerProfile};

const CONTEXTS: [&str; 2] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];

/// What is published at `/.well-known/issuer.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishedProfile {
    #[serde(rename = "@context")]
    context: [&'static str; 2],
    id: String,
    #[serde(rename = "type")]
    kind: [&'static str; 1],
    name: String,
    url: String,
    /// Who stands for the organisation.
    official: String,
}

/// The profile of the issuer at this address.
pub fn issuer_profile(issuer: &IssuerProfile, public_url: &str) -> PublishedProfile {
    PublishedProfile {
        context: CONTEXTS,
        id: credential::did_web(public_url),
        kind: ["Profile"],
        name: issuer.name.clone(),
        url: public_url.to_owned(),
        official: issuer.signatory.clone(),
    }
}
