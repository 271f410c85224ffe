//! What a reader can do after an answer that is not plain "authentic".

use crate::i18n::{Language, text};
use crate::verification::{Presented, Verdict, Verification};

/// One sentence a step, the nearest first.
pub(super) fn steps(verification: &Verification, language: Language) -> Vec<String> {
    let ids: &[&str] = match (verification.verdict, verification.presented) {
        (Verdict::Authentic | Verdict::AuthenticStatusUnknown | Verdict::Revoked, _) => &[],
        (Verdict::Suspended, _) => &["pages-next-later"],
        (Verdict::Superseded, _) => &["pages-next-new"],
        (Verdict::NotFound, Presented::Code) => {
            &["pages-next-compare", "pages-next-file", "pages-next-ask"]
        }
        (Verdict::Unreadable, Presented::Document | Presented::Credential) => {
            &["pages-next-original", "pages-next-code"]
        }
        (Verdict::Unreadable, _) => &["pages-next-picture", "pages-next-file"],
        // Never an accusation: a file saved anew answers like a forged one.
        (Verdict::UnknownKey | Verdict::NotAuthentic | Verdict::NotFound, _) => &[
            "pages-next-no-fraud",
            "pages-next-original",
            "pages-next-code",
        ],
    };
    ids.iter().map(|id| text(language, id)).collect()
}
