//! What the page that reads seals may have to say by itself: each answer in words, icon and colour, and
//! how every check went. The page's script and the gallery of examples show the same.

use crate::http::pages::verdict::{Headline, Line, count_of};
use crate::i18n::{Language, text, text_with};

/// An answer that is given in the browser.
pub(super) struct Local {
    /// What page and script call it.
    pub(super) name: &'static str,
    pub(super) class: &'static str,
    pub(super) icon: &'static str,
    pub(super) title: &'static str,
    pub(super) explained: &'static str,
    pub(super) ask: Asks,
    pub(super) shows: Shows,
    pub(super) checks: &'static [Went],
}

/// What the service may be asked besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    Nothing,
    /// Whether the certificate is in force: all else is known.
    State,
    All,
}

/// How much of what the seal says is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    Nothing,
    /// Grey and folded: it is no longer in force.
    Former,
    Whole,
}

/// A check, how it went, and the message that says why; there, `{ $date }` is the list's.
pub(super) type Went = (&'static str, &'static str, &'static str);

const READ: Went = ("check-readable", "ok", "pages-reason-passed");
const SIGNED: Went = ("check-seal-signature", "ok", "pages-reason-passed");
const TRUSTED: Went = ("check-issuer-key", "ok", "pages-reason-passed");
const REGISTER: Went = ("check-registered", "none", "reason-offline");
const BORN: Went = ("check-birth-date", "none", "public-local-why-birth");

/// What a good signature leaves to be known.
const fn good(class: &'static str, reason: &'static str) -> [Went; 6] {
    [
        READ,
        SIGNED,
        TRUSTED,
        ("check-in-force", class, reason),
        REGISTER,
        BORN,
    ]
}

/// What a bad signature leaves unknown.
const fn bad(signature: Went, key: Went) -> [Went; 5] {
    [
        READ,
        signature,
        key,
        ("check-in-force", "none", "reason-not-reached"),
        ("check-registered", "none", "reason-not-reached"),
    ]
}

const IN_FORCE: [Went; 6] = good("ok", "public-local-why-listed");
const NO_LIST: [Went; 6] = good("none", "public-local-why-no-list");
const OLD_LIST: [Went; 6] = good("none", "public-local-why-old-list");
const REVOKED: [Went; 6] = good("bad", "reason-listed-revoked");
const SUSPENDED: [Went; 6] = good("bad", "reason-listed-suspended");
const ALTERED: [Went; 5] = bad(
    ("check-seal-signature", "bad", "reason-seal-bad-signature"),
    ("check-issuer-key", "none", "reason-not-reached"),
);
const STRANGE_KEY: [Went; 5] = bad(
    ("check-seal-signature", "none", "reason-not-reached"),
    ("check-issuer-key", "bad", "reason-unknown-key"),
);
const KEY_REFUSED: [Went; 5] = bad(
    SIGNED,
    (
        "check-issuer-key",
        "bad",
        "public-local-key-refused-explained",
    ),
);

const fn answer(
    (name, class, icon): (&'static str, &'static str, &'static str),
    (title, explained): (&'static str, &'static str),
    ask: Asks,
    shows: Shows,
    checks: &'static [Went],
) -> Local {
    Local {
        name,
        class,
        icon,
        title,
        explained,
        ask,
        shows,
        checks,
    }
}

/// Every answer, from best to worst.
pub(super) const ANSWERS: [Local; 12] = [
    answer(
        ("asking", "warn", "v-offline"),
        ("public-local-asking", "public-local-asking-explained"),
        Asks::Nothing,
        Shows::Whole,
        &[],
    ),
    answer(
        ("in-force", "ok", "v-ok"),
        ("public-local-in-force", "public-local-in-force-explained"),
        Asks::State,
        Shows::Whole,
        &IN_FORCE,
    ),
    answer(
        ("not-checked", "warn", "v-offline"),
        (
            "public-local-not-checked",
            "public-local-not-checked-explained",
        ),
        Asks::State,
        Shows::Whole,
        &NO_LIST,
    ),
    answer(
        ("list-over", "warn", "v-offline"),
        (
            "public-local-not-checked",
            "public-local-list-over-explained",
        ),
        Asks::State,
        Shows::Whole,
        &OLD_LIST,
    ),
    answer(
        ("listed-suspended", "warn", "v-suspended"),
        ("public-local-suspended", "public-local-suspended-explained"),
        Asks::State,
        Shows::Former,
        &SUSPENDED,
    ),
    answer(
        ("listed-revoked", "bad", "v-revoked"),
        ("public-local-revoked", "public-local-revoked-explained"),
        Asks::State,
        Shows::Former,
        &REVOKED,
    ),
    answer(
        ("unknown-key", "none", "v-key"),
        ("verdict-unknown-key", "public-local-unknown-key-explained"),
        Asks::All,
        Shows::Nothing,
        &STRANGE_KEY,
    ),
    answer(
        ("key-refused", "bad", "v-altered"),
        (
            "verdict-not-authentic",
            "public-local-key-refused-explained",
        ),
        Asks::All,
        Shows::Nothing,
        &KEY_REFUSED,
    ),
    answer(
        ("altered", "bad", "v-altered"),
        ("verdict-not-authentic", "public-local-altered-explained"),
        Asks::All,
        Shows::Nothing,
        &ALTERED,
    ),
    answer(
        ("malformed", "none", "v-unreadable"),
        ("verdict-unreadable", "reason-not-a-seal"),
        Asks::Nothing,
        Shows::Nothing,
        &[],
    ),
    answer(
        ("no-keys", "none", "v-unreadable"),
        ("public-local-no-keys", "public-local-no-keys-explained"),
        Asks::All,
        Shows::Nothing,
        &[],
    ),
    answer(
        ("unable", "none", "v-unreadable"),
        ("public-local-unable", "public-local-unable-explained"),
        Asks::All,
        Shows::Nothing,
        &[],
    ),
];

impl Local {
    pub(super) fn headline(&self, language: Language) -> Headline {
        Headline {
            class: self.class,
            icon: self.icon,
            tag: self.class,
            title: text(language, self.title),
            explained: text(language, self.explained),
            reason: None,
        }
    }

    /// The checks, with a list of this date.
    pub(super) fn lines(&self, date: &str, language: Language) -> Vec<Line> {
        let checks = self.checks.iter();
        checks
            .map(|(name, class, reason)| Line {
                name: text(language, name),
                class,
                outcome: text(language, outcome(class)),
                reason: text_with(language, reason, &[("date", date.into())]),
                open: *class != "ok",
            })
            .collect()
    }

    pub(super) fn count(&self, language: Language) -> String {
        let number = |wanted| self.checks.iter().filter(|it| it.1 == wanted).count();
        count_of(number("ok"), number("bad"), number("none"), language)
    }
}

/// The message of an outcome, by its sign.
pub(super) fn outcome(class: &str) -> &'static str {
    match class {
        "ok" => "pages-outcome-passed",
        "bad" => "pages-outcome-failed",
        _ => "pages-outcome-not-performed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_is_green_unless_every_check_that_matters_passed() {
        for answer in &ANSWERS {
            let passed = |name| answer.checks.iter().any(|it| it.0 == name && it.1 == "ok");
            let all = ["check-seal-signature", "check-issuer-key", "check-in-force"];
            let green = answer.class == "ok";
            assert_eq!(green, all.into_iter().all(passed), "{}", answer.name);
        }
    }

    #[test]
    fn nothing_of_a_seal_is_shown_whose_signature_or_key_does_not_count() {
        for answer in ANSWERS.iter().filter(|it| it.shows != Shows::Nothing) {
            for name in ["check-seal-signature", "check-issuer-key"] {
                let failed = |it: &&Went| it.0 == name && it.1 != "ok";
                assert!(
                    !answer.checks.iter().any(|it| failed(&it)),
                    "{}",
                    answer.name
                );
            }
        }
    }
}
