//! Writes on a drawing, in the faces of the document, however long a text is.

use std::fmt::Write as _;

/// How a text looks; sheets give the fonts and colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// A heading, in the face of titles.
    Title,
    /// The same, paler.
    Soft,
    /// The score.
    Score,
    /// What is told.
    Text,
    /// The same, bold.
    Bold,
    /// What it is called.
    Label,
    /// The global level on the scale.
    Reached,
    /// Across the page.
    Mark,
}

impl Face {
    fn class(self) -> &'static str {
        match self {
            Self::Title => "",
            Self::Soft => " class=\"soft\"",
            Self::Score => " class=\"score\"",
            Self::Text => " class=\"t\"",
            Self::Bold => " class=\"t b\"",
            Self::Label => " class=\"t l\"",
            Self::Reached => " class=\"t b score\"",
            Self::Mark => " class=\"over\"",
        }
    }

    /// Width of a sign as a part of its size, about: the system's fonts differ.
    fn sign(self) -> f64 {
        match self {
            Self::Title | Self::Soft | Self::Score | Self::Mark => 0.46,
            Self::Text | Self::Label => 0.53,
            Self::Bold | Self::Reached => 0.6,
        }
    }
}

/// What is drawn so far.
pub(super) struct Pen(String);

impl Pen {
    pub(super) fn new() -> Self {
        Self(String::new())
    }

    pub(super) fn drawn(&self) -> &str {
        &self.0
    }

    pub(super) fn add(&mut self, element: &str) {
        self.0.push_str(element);
    }

    /// A text, with more attributes.
    pub(super) fn write(
        &mut self,
        face: Face,
        (x, y): (f64, f64),
        size: f64,
        more: &str,
        text: &str,
    ) {
        // Writing to a String can't fail.
        let _ = write!(
            self.0,
            "<text{} x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\"{more}>{}</text>",
            face.class(),
            escaped(text)
        );
    }

    /// A text that is pressed together rather than wider than that.
    pub(super) fn fitted(&mut self, face: Face, at: (f64, f64), size: f64, most: f64, text: &str) {
        self.write(face, at, size, &pressed(face, size, most, text), text);
    }

    /// The same, its middle there.
    pub(super) fn middle(&mut self, face: Face, at: (f64, f64), size: f64, most: f64, text: &str) {
        let more = format!(" text-anchor=\"middle\"{}", pressed(face, size, most, text));
        self.write(face, at, size, &more, text);
    }

    /// Lines below each other, each at its height.
    pub(super) fn column(
        &mut self,
        face: Face,
        x: f64,
        size: f64,
        most: f64,
        lines: &[(f64, String)],
    ) {
        let _ = write!(self.0, "<text{} font-size=\"{size:.1}\">", face.class());
        for (y, text) in lines {
            let _ = write!(
                self.0,
                "<tspan x=\"{x:.1}\" y=\"{y:.1}\"{}>{}</tspan>",
                pressed(face, size, most, text),
                escaped(text)
            );
        }
        self.0.push_str("</text>");
    }

    /// A text that ends there.
    pub(super) fn ending(&mut self, face: Face, at: (f64, f64), size: f64, text: &str) {
        self.write(face, at, size, " text-anchor=\"end\"", text);
    }

    /// A line of a name: given names, and family names in small capitals.
    pub(super) fn name(&mut self, (x, y): (f64, f64), size: f64, given: &str, family: &str) {
        // What is in capitals already has small capitals only.
        let class = if family.chars().any(char::is_lowercase) {
            "caps"
        } else {
            "caps all"
        };
        let _ = write!(
            self.0,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\">{}<tspan class=\"{class}\">{}\
             </tspan></text>",
            escaped(given),
            escaped(family)
        );
    }

    /// A line across.
    pub(super) fn line(&mut self, (x, y): (f64, f64), width: f64, class: &str) {
        let _ = write!(self.0, "<path class=\"{class}\" d=\"M{x} {y}h{width}\"/>");
    }
}

/// What keeps a text within a width.
fn pressed(face: Face, size: f64, most: f64, text: &str) -> String {
    if signs(text) * size * face.sign() <= most {
        return String::new();
    }
    format!(" textLength=\"{most:.1}\" lengthAdjust=\"spacingAndGlyphs\"")
}

pub(super) fn signs(text: &str) -> f64 {
    small(text.chars().count())
}

/// Counts on a page are small.
pub(super) fn small(count: usize) -> f64 {
    f64::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// A text in lines of so many signs, the last one cut if there are too many.
pub(super) fn wrapped(text: &str, most: usize, lines: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in text.split_whitespace() {
        let length = all.last().map_or(0, |line| line.chars().count());
        let fits = length + word.chars().count() < most;
        if length > 0 && !fits && all.len() < lines {
            all.push(String::new());
        }
        if let Some(line) = all.last_mut() {
            let space = if line.is_empty() { "" } else { " " };
            let _ = write!(line, "{space}{word}");
        }
    }
    all.into_iter().map(|line| cut(&line, most)).collect()
}

/// A text of so many signs at most.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// A drawing whose numbers have one decimal: what is as small as here shows no more.
pub(super) fn tenths(drawing: &str) -> String {
    let mut short = String::with_capacity(drawing.len());
    let mut rest = drawing;
    let mut in_tag = false;
    while let Some(c) = rest.chars().next() {
        let length = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let (number, after) = rest.split_at(length);
        match number.parse::<f64>() {
            // What people read stays as it is.
            Ok(value) if in_tag && number.contains('.') => {
                let tenths = format!("{value:.1}");
                short.push_str(tenths.trim_end_matches(".0"));
                rest = after;
            }
            _ if length > 0 => {
                short.push_str(number);
                rest = after;
            }
            _ => {
                in_tag = if in_tag { c != '>' } else { c == '<' };
                short.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    short
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_wrapped_at_words_and_cut_at_the_end() {
        assert_eq!(wrapped("one two three", 8, 3), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 8, 1), ["one two…"]);
        assert_eq!(wrapped("", 8, 3), [""]);
        assert_eq!(cut("éàü", 3), "éàü");
    }

    #[test]
    fn numbers_lose_decimals_and_words_do_not() {
        assert_eq!(
            tenths("<path d=\"M40.89 29.96L-4.04 .5\"/><text x=\"1.25\">1.10 é</text>"),
            "<path d=\"M40.9 30L-4 0.5\"/><text x=\"1.2\">1.10 é</text>"
        );
    }

    #[test]
    fn a_long_text_is_pressed_together_and_a_short_one_is_not() {
        let mut pen = Pen::new();
        pen.fitted(Face::Text, (1.0, 2.0), 3.0, 10.0, "abc");
        assert!(!pen.drawn().contains("textLength"));
        pen.fitted(Face::Text, (1.0, 2.0), 3.0, 10.0, "a long \"text\" & more");
        assert!(pen.drawn().contains("textLength=\"10.0\""));
        assert!(pen.drawn().contains("&quot;text&quot; &amp; more"));
    }
}
