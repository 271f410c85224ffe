//! What the formats ask for: status lists, QR code, issuer's line.

use super::{Broken, LintContext, Rule, broken_if};
use crate::credential::CertificateFacts;
use crate::credential::claims::SealClaims;

/// Entries of a status list (W3C Bitstring Status List 1.0 §2.2: at least 131,072).
const LIST_ENTRIES: u32 = 1 << 17;
/// Longest claims: with signature and headers below 480 bytes, a code of version 17-M, whose
/// modules are still 0.37 mm wide at 35 mm.
const MAX_CLAIMS_BYTES: usize = 380;
/// Signs of the alphanumeric mode (ISO/IEC 18004 §7.3.4).
const ALPHANUMERIC: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "status-out-of-list",
        citation: "W3C Bitstring Status List 1.0 §2.2",
        check: status,
    },
    Rule {
        name: "issuer-incomplete",
        citation: "DESIGN §1",
        check: issuer,
    },
    Rule {
        name: "verify-url-form",
        citation: "DESIGN §4 (seal)",
        check: verify_url,
    },
    Rule {
        name: "seal-too-large",
        citation: "DESIGN §4 (seal)",
        check: seal_size,
    },
];

fn status(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    broken_if(facts.status.index >= LIST_ENTRIES, || {
        vec![("index", facts.status.index.to_string())]
    })
}

fn issuer(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    let issuer = &facts.issuer;
    let empty = [&issuer.name, &issuer.signatory, &issuer.role]
        .into_iter()
        .any(|text| text.trim().is_empty());
    broken_if(empty, Vec::new)
}

fn verify_url(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    let url = &facts.verify_url;
    let address = url
        .strip_prefix("HTTPS://")
        .or_else(|| url.strip_prefix("HTTP://"));
    let fits = address.is_some_and(|rest| {
        rest.len() > 2
            && rest.ends_with("/V")
            && url.chars().all(|sign| ALPHANUMERIC.contains(sign))
    });
    broken_if(!fits, || vec![("url", url.clone())])
}

fn seal_size(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    let size = SealClaims::from_facts(facts).encode().len();
    broken_if(size > MAX_CLAIMS_BYTES, || {
        vec![
            ("size", size.to_string()),
            ("max", MAX_CLAIMS_BYTES.to_string()),
        ]
    })
}
