//! The last two characters of the code, typed again: the right certificate is in hand.

use crate::store::Certificate;

/// `7K2M-••••-••••-HR`: enough to know which one it is, not enough to look it up.
pub(super) fn masked(certificate: &Certificate) -> String {
    let grouped = certificate.code.grouped();
    let (first, last) = (grouped.get(..4), grouped.get(15..));
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    format!("{first}-••••-••••-{last}")
}

/// Whether these are the last two characters, as people type them.
pub(super) fn confirms(certificate: &Certificate, typed: &str) -> bool {
    let typed: String = typed
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .map(|sign| match sign.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    typed.chars().count() == 2 && certificate.code.as_str().ends_with(&typed)
}
