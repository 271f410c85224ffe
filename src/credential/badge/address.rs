//! The addresses that name the parts of a credential.

use crate::credential::CertificateFacts;
use crate::framework::Framework;
use crate::i18n::Language;

/// The service's public address: what stands before `/V` in the QR code's.
pub(super) fn public_url(facts: &CertificateFacts) -> String {
    let url = facts.verify_url.to_lowercase();
    url.strip_suffix("/v").unwrap_or(&url).to_owned()
}

/// The achievement of a framework: `https://sceau.example/achievements/crcn/1/fr`.
pub(super) fn achievement(
    public_url: &str,
    framework: &str,
    version: u32,
    language: Language,
) -> String {
    let framework = escaped(framework);
    format!("{public_url}/achievements/{framework}/{version}/{language}")
}

/// The last part of the address of a competence's result: `competence-1.1`.
pub(super) fn competence(code: &str) -> String {
    format!("competence-{}", escaped(code))
}

/// The last part of the address of a step of the global level's rubric.
pub(super) fn global_level(number: u8) -> String {
    format!("{GLOBAL_LEVEL}-{number}")
}

/// The last part of the address of the score.
pub(super) const SCORE: &str = "score";
/// The last part of the address of the global level.
pub(super) const GLOBAL_LEVEL: &str = "global-level";
/// The step of the score's rubric: the test was completed.
pub(super) const COMPLETE: &str = "score-complete";
/// The step of the score's rubric: it was not, and the score is lower for it.
pub(super) const DEGRADED: &str = "score-degraded";

/// Both languages of one achievement.
pub(super) fn translations(
    public_url: &str,
    framework: &Framework,
    language: Language,
) -> impl Iterator<Item = (String, Language)> {
    Language::ALL
        .into_iter()
        .filter(move |other| *other != language)
        .map(move |other| {
            let address = achievement(public_url, &framework.id, framework.version, other);
            (address, other)
        })
}

/// A text as part of an address: RFC 3986 §2.3 leaves these signs as they are.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push('%');
            escaped.push_str(&hex::encode_upper([byte]));
        }
    }
    escaped
}

/// The text that was escaped into a part of an address.
pub(super) fn unescaped(part: &str) -> Option<String> {
    let (first, rest) = part.split_at(part.find('%').unwrap_or(part.len()));
    let mut bytes = first.as_bytes().to_vec();
    for piece in rest.split('%').skip(1) {
        let (code, plain) = piece.split_at_checked(2)?;
        bytes.extend(hex::decode(code).ok()?);
        bytes.extend(plain.as_bytes());
    }
    String::from_utf8(bytes).ok()
}
