//! Every sentence that a person reads, in French and English.
//!
//! The sentences live in `fr/*.ftl` and `en/*.ftl` (Fluent), one file per room; the files of a
//! language are compiled into the binary and joined. `tests/i18n.rs` keeps both languages equal.
//! Numbers are written as the language groups them; a sentence counts with digits that come as text
//! by `NUMBER($cells)`.

mod dates;
mod numbers;

use std::str::FromStr;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use unic_langid::langid;

pub use dates::{day, instant, place};
pub use fluent_bundle::FluentValue;
pub use numbers::number;

/// A language that certificates, pages and reports are made in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
pub enum Language {
    /// French.
    #[default]
    #[serde(rename = "fr")]
    French,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().to_lowercase().as_str() {
            "fr" | "français" | "francais" | "french" => Ok(Self::French),
            "en" | "anglais" | "english" => Ok(Self::English),
            _ => Err(UnknownLanguage),
        }
    }
}

/// Neither French nor English.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the language must be `fr` or `en`")]
pub struct UnknownLanguage;

static FRENCH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/i18n/fr");
static ENGLISH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/i18n/en");

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| [bundle(&FRENCH), bundle(&ENGLISH)]);

fn bundle(folder: &Dir<'_>) -> Bundle {
    let french = std::ptr::eq(folder, &raw const FRENCH);
    let language = if french { langid!("fr") } else { langid!("en") };
    let mut bundle = Bundle::new_concurrent(vec![language]);
    bundle.set_formatter(Some(if french {
        numbers::in_french
    } else {
        numbers::in_english
    }));
    // The only failure is a function of that name, and there is none yet.
    let _ = bundle.add_function("NUMBER", |given, _| numbers::read(given));
    // Isolation marks would end up in CSV reports and terminals.
    bundle.set_use_isolating(false);
    for file in folder.files() {
        let source = file.contents_utf8().unwrap_or_default().to_owned();
        let resource = match FluentResource::try_new(source) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        // Duplicates and broken entries are found by `tests/i18n.rs`.
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// The sentence with this id. A missing id answers itself, visibly, in brackets.
pub fn text(language: Language, id: &str) -> String {
    text_with(language, id, &[])
}

/// The sentence with this id and the values it names.
pub fn text_with(language: Language, id: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    let [french, english] = &*BUNDLES;
    let bundle = match language {
        Language::French => french,
        Language::English => english,
    };
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return format!("[{id}]");
    };
    let args: FluentArgs<'_> = values
        .iter()
        .map(|(name, value)| (*name, value.clone()))
        .collect();
    bundle
        .format_pattern(pattern, Some(&args), &mut Vec::new())
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_sentence_is_visible() {
        assert_eq!(
            text(Language::French, "no-such-sentence"),
            "[no-such-sentence]"
        );
    }
}
