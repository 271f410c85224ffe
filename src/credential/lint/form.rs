//! What the formats ask for: status lists, QR code, issuer's line.

use super::{Broken, LintContext, Rule, broken_if};
use crate::credential::CertificateFacts;
use crate::credential::claims::SealClaims;

/// Entries of a status list (W3C Bitstring Status List 1.0 §2.2: at least 131,072).
const LIST_ENTRIES: u32 = 1 << 17;
/// Data bits of a code of version 17-M (ISO/IEC 18004 Table 7), whose modules are still 0.4 mm wide
/// at 35 mm. Names of usual length take version 10 or 11; only the longest come near.
const MAX_BITS: usize = 504 * 8;
/// What a seal holds besides the claims: signature, headers and the longest usual key id.
const ENVELOPE_BYTES: usize = 2 + 24 + 1 + 3 + 66;
/// Signs of the alphanumeric mode (ISO/IEC 18004 §7.3.4).
const ALPHANUMERIC: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "status-out-of-list",
        citation: "W3C Bitstring Status List 1.0 §2.2: 131,072 entries",
        check: status,
    },
    Rule {
        name: "issuer-incomplete",
        citation: "the document names issuer, signatory and role",
        check: issuer,
    },
    Rule {
        name: "verify-url-form",
        citation: "docs/seal-format.md §1; ISO/IEC 18004 §7.3.4: alphanumeric mode",
        check: verify_url,
    },
    Rule {
        name: "seal-too-large",
        citation: "ISO/IEC 18004 Table 7: capacity of version 17-M",
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
    let size = ENVELOPE_BYTES + SealClaims::from_facts(facts).encode().len();
    let max = max_seal_bytes(facts.verify_url.len());
    broken_if(size > max, || {
        vec![("size", size.to_string()), ("max", max.to_string())]
    })
}

/// What fits beside an address: an alphanumeric segment, one byte for `#` and a numeric segment
/// (ISO/IEC 18004 §7.4), their heads as long as versions 10 to 26 have them.
fn max_seal_bytes(address: usize) -> usize {
    let alphanumeric = 4 + 11 + 11 * (address / 2) + 6 * (address % 2);
    let fragment_sign = 4 + 16 + 8;
    let numeric = MAX_BITS.saturating_sub(alphanumeric + fragment_sign + 4 + 12);
    // Ten bits hold three digits, 29 digits hold twelve bytes.
    let digits = numeric / 10 * 3;
    digits / 29 * 12
}

#[cfg(test)]
mod tests {
    use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

    use super::*;
    use crate::credential::SealedBytes;
    use crate::credential::fixtures::{FRAMEWORK, context, facts, issuer_key, linted};
    use crate::credential::sign;

    fn version(text: &str) -> u8 {
        let (address, digits) = text.split_once('#').unwrap();
        let segments = [
            QrSegment::make_alphanumeric(address),
            QrSegment::make_bytes(b"#"),
            QrSegment::make_numeric(digits),
        ];
        let (min, max) = (Version::MIN, Version::MAX);
        QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, min, max, None, false)
            .unwrap()
            .version()
            .value()
    }

    #[test]
    fn the_largest_seal_still_fits_version_17_beside_any_address() {
        for length in 9..200 {
            let address = "A".repeat(length);
            let seal = SealedBytes(vec![255; max_seal_bytes(length)]);
            assert!(version(&seal.to_qr_text(&address)) <= 17, "{length}");
            let larger = SealedBytes(vec![255; max_seal_bytes(length) + 24]);
            assert!(version(&larger.to_qr_text(&address)) > 17, "{length}");
        }
    }

    #[test]
    fn usual_names_take_version_11_and_120_latin_letters_version_13_at_most() {
        let usual = sign(linted(), &FRAMEWORK, &issuer_key()).unwrap();
        assert!(version(&usual.qr_text()) <= 11);
        let mut long = facts();
        long.holder.last_name = "É".repeat(10) + &"a".repeat(50);
        long.holder.first_name = "Zoé ".repeat(15).trim().to_owned();
        let long = crate::credential::lint(long, &context()).unwrap();
        let long = sign(long, &FRAMEWORK, &issuer_key()).unwrap();
        assert!(version(&long.qr_text()) <= 13);
    }

    #[test]
    fn the_size_is_never_below_that_of_the_seal() {
        let claims = linted().claims().len();
        let seal = sign(linted(), &FRAMEWORK, &issuer_key())
            .unwrap()
            .seal()
            .0
            .len();
        assert!((seal..seal + 20).contains(&(ENVELOPE_BYTES + claims)));
    }
}
