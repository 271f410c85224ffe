//! Names and other free texts: what is signed must be what is printed and what people read.

use unicode_normalization::is_nfc;

use super::{Broken, KEPT, LintContext, Rule, broken_if};
use crate::credential::CertificateFacts;

/// Longest text that still looks right on the page.
const MAX_CHARACTERS: usize = 120;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "name-missing",
        citation: "DESIGN §3.4",
        check: missing,
    },
    Rule {
        name: "name-not-nfc",
        citation: "Unicode UAX #15; DESIGN §3.4",
        check: not_nfc,
    },
    Rule {
        name: "name-too-long",
        citation: "DESIGN §3.9",
        check: too_long,
    },
    Rule {
        name: "name-control-character",
        citation: "Unicode UTR #36 §2.5 (bidirectional overrides)",
        check: control,
    },
    Rule {
        name: "undrawable-character",
        citation: "DESIGN §3.9",
        check: undrawable,
    },
];

/// The texts that come from outside, with the field's name.
fn texts(facts: &CertificateFacts) -> [(&'static str, &str); 7] {
    [
        ("last_name", &facts.holder.last_name),
        ("first_name", &facts.holder.first_name),
        ("birth_place", &facts.holder.birth_place),
        ("centre", &facts.centre),
        ("issuer", &facts.issuer.name),
        ("signatory", &facts.issuer.signatory),
        ("role", &facts.issuer.role),
    ]
}

fn each(facts: &CertificateFacts, wrong: impl Fn(&str) -> bool) -> Broken {
    texts(facts)
        .into_iter()
        .filter(|(_, text)| wrong(text))
        .map(|(field, _)| vec![("field", field.to_owned())])
        .collect()
}

fn missing(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    let empty = [
        ("last_name", &facts.holder.last_name),
        ("first_name", &facts.holder.first_name),
    ]
    .into_iter()
    .find(|(_, name)| name.trim().is_empty());
    empty.map_or(KEPT, |(field, _)| vec![vec![("field", field.to_owned())]])
}

fn not_nfc(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    each(facts, |text| !is_nfc(text))
}

fn too_long(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    each(facts, |text| text.chars().count() > MAX_CHARACTERS)
}

/// Signs that change how other signs are read, or have no meaning of their own.
fn control(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    each(facts, |text| {
        text.chars().any(|sign| {
            sign.is_control()
                || matches!(
                    sign,
                    '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
                )
                || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
                || matches!(sign, '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}')
        })
    })
}

fn undrawable(facts: &CertificateFacts, against: &LintContext<'_>) -> Broken {
    texts(facts)
        .into_iter()
        .flat_map(|(field, text)| {
            let missing = against.coverage.missing(text);
            broken_if(!missing.is_empty(), || {
                let named: Vec<String> = missing
                    .iter()
                    .map(|sign| format!("{sign} (U+{:04X})", u32::from(*sign)))
                    .collect();
                vec![
                    ("field", field.to_owned()),
                    ("characters", named.join(", ")),
                ]
            })
        })
        .collect()
}
