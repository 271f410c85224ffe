//! In which language a request is answered: the address says, else `Accept-Language`.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};

use super::router::language_of_path;
use crate::i18n::Language;

/// The language to answer in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speaks(pub(super) Language);

impl<S: Sync> FromRequestParts<S> for Speaks {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(language(&parts.uri, &parts.headers)))
    }
}

/// The language of a request.
pub(super) fn language(uri: &Uri, headers: &HeaderMap) -> Language {
    language_of_path(uri.path())
        .or_else(|| {
            let wishes = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
            preferred(wishes)
        })
        .unwrap_or_default()
}

/// The best of our languages in an `Accept-Language` list (RFC 9110 §12.5.4); the first of equals.
fn preferred(wishes: &str) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for wish in wishes.split(',').take(20) {
        let mut parts = wish.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_lowercase();
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok())
            .unwrap_or(1.0);
        let primary = tag.split('-').next().unwrap_or_default();
        let Some(language) = Language::ALL.into_iter().find(|it| it.tag() == primary) else {
            continue;
        };
        if weight > best.map_or(0.0, |(weight, _)| weight) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_wish_that_we_speak_wins() {
        assert_eq!(preferred("en-GB,fr;q=0.8"), Some(Language::English));
        assert_eq!(preferred("de, fr;q=0.5, en;q=0.7"), Some(Language::English));
        assert_eq!(preferred("fr-CA"), Some(Language::French));
        assert_eq!(preferred("en;q=0, de"), None);
        assert_eq!(preferred("frisian"), None);
    }

    #[test]
    fn the_address_is_stronger_than_the_browser() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, "en".parse().unwrap());
        assert_eq!(
            language(&"/fr/c".parse().unwrap(), &headers),
            Language::French
        );
        assert_eq!(
            language(&"/c".parse().unwrap(), &headers),
            Language::English
        );
    }
}
