//! What the document's fonts can draw.

use std::collections::BTreeSet;

/// The characters for which some font has a glyph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GlyphCoverage(BTreeSet<char>);

impl GlyphCoverage {
    /// The characters of a text that can't be drawn, each once, in order.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let missing: BTreeSet<char> = text.chars().filter(|sign| !self.0.contains(sign)).collect();
        missing.into_iter().collect()
    }
}

impl FromIterator<char> for GlyphCoverage {
    fn from_iter<I: IntoIterator<Item = char>>(signs: I) -> Self {
        Self(signs.into_iter().collect())
    }
}
