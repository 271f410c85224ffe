//! Names and other free texts: what is signed must be what is printed and what people read.

use unicode_normalization::is_nfc;

use super::{Broken, KEPT, LintContext, Rule, broken_if};
use crate::credential::CertificateFacts;

/// Longest text that still looks right on the page.
const MAX_CHARACTERS: usize = 120;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "name-missing",
        citation: "docs/seal-format.md §2: last and first name",
        check: missing,
    },
    Rule {
        name: "name-not-nfc",
        citation: "Unicode UAX #15: Normalization Form C; docs/seal-format.md §2",
        check: not_nfc,
    },
    Rule {
        name: "name-too-long",
        citation: "certificate-templates: the layout holds 120 characters",
        check: too_long,
    },
    Rule {
        name: "name-control-character",
        citation: "Unicode UTR #36 §2.5: bidirectional overrides",
        check: control,
    },
    Rule {
        name: "undrawable-character",
        citation: "fonts/: the glyphs that the document can draw",
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

fn control(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    each(facts, |text| text.chars().any(is_invisible))
}

/// Signs that change how other signs are read, or have no meaning of their own.
fn is_invisible(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(sign, '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}')
}

/// Only of texts in normal form and of signs that can be seen: the others have their own rules.
fn undrawable(facts: &CertificateFacts, against: &LintContext<'_>) -> Broken {
    texts(facts)
        .into_iter()
        .filter(|(_, text)| is_nfc(text))
        .flat_map(|(field, text)| {
            let missing = against.coverage.missing(text);
            let named: Vec<String> = missing
                .into_iter()
                .filter(|sign| !is_invisible(*sign))
                .map(|sign| format!("{sign} (U+{:04X})", u32::from(sign)))
                .collect();
            broken_if(!named.is_empty(), || {
                vec![
                    ("field", field.to_owned()),
                    ("characters", named.join(", ")),
                ]
            })
        })
        .collect()
}
