//! The picture of a badge: an SVG template filled with what a certificate says, drawn with the
//! project's fonts only.
//!
//! Texts become outlines and nothing is loaded from anywhere, so that the picture looks the same
//! wherever it is shown and tells no server who looks at it.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{
    Error, FontResolver, ImageHrefResolver, Indent, Options, Tree, WriteOptions, fontdb,
};

use super::crown::Ring;
use super::data;
use super::fonts::FILES;
use super::template::Template;
use crate::credential::CertificateFacts;
use crate::framework::Framework;

/// Longest template.
const MAX_BYTES: usize = 256 << 10;
/// Size at which texts are measured.
const MEASURED: f32 = 100.0;
/// Longest side, in pixels.
const MAX_SIDE: f32 = 2_000.0;

/// Why a badge can't be drawn.
#[derive(Debug, thiserror::Error)]
pub enum BadgeError {
    /// The template is larger than any picture needs.
    #[error("it is larger than {} KB", MAX_BYTES >> 10)]
    TooLarge,
    /// A placeholder that nothing fills.
    #[error("`{{{0}}}` is no placeholder")]
    Placeholder(String),
    /// Not an SVG picture, or not one that can be drawn.
    #[error("{0}")]
    Svg(#[from] Error),
    /// The sides are not between 1 and 2,000 pixels.
    #[error("its sides must be between 1 and {MAX_SIDE} pixels")]
    Side,
    /// The picture could not be written as PNG.
    #[error("it can't be written as PNG: {0}")]
    Png(String),
}

/// A badge, drawn.
#[derive(Debug)]
pub struct Badge {
    tree: Tree,
    name: String,
}

impl Badge {
    /// Draws the badge of a certificate. The same facts and template give the same picture.
    pub fn draw(facts: &CertificateFacts, template: &Template) -> Result<Self, BadgeError> {
        let said = data::badge(facts, &template.framework);
        draw(&template.badge, &said, &template.framework, &facts.levels)
    }

    /// As SVG, without references to anything outside, with its name for those who hear it.
    pub fn svg(&self) -> String {
        let options = WriteOptions {
            coordinates_precision: 2,
            transforms_precision: 4,
            indent: Indent::None,
            ..WriteOptions::default()
        };
        let svg = self.tree.to_string(&options);
        let name = escaped(&self.name);
        match svg.split_once('>') {
            Some((root, rest)) => format!("{root} role=\"img\"><title>{name}</title>{rest}"),
            None => svg,
        }
    }

    /// As PNG, in the template's size.
    pub fn png(&self) -> Result<Vec<u8>, BadgeError> {
        let size = self.tree.size().to_int_size();
        let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(BadgeError::Side)?;
        resvg::render(&self.tree, Transform::default(), &mut pixels.as_mut());
        pixels
            .encode_png()
            .map_err(|error| BadgeError::Png(error.to_string()))
    }
}

/// Whether a template can be filled and drawn, found out before anything is issued with it.
pub(super) fn check(template: &str, framework: &Framework) -> Result<(), BadgeError> {
    let said = Said {
        title: "A".into(),
        label: "A".into(),
        value: "A".into(),
        date: "A".into(),
        issuer: "A".into(),
        specimen: "A".into(),
    };
    let levels = vec![framework.max_level; framework.competences().count()];
    draw(template, &said, framework, &levels).map(|_| ())
}

/// The texts on a badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// What is certified.
    pub(super) title: String,
    /// What the value is: "Niveau global".
    pub(super) label: String,
    /// The global level, or the score where there is none.
    pub(super) value: String,
    /// Day of delivery.
    pub(super) date: String,
    /// Who issues.
    pub(super) issuer: String,
    /// Empty, or the word that no real certificate bears.
    pub(super) specimen: String,
}

impl Said {
    fn get(&self, name: &str) -> Option<&str> {
        Some(match name {
            "title" => &self.title,
            "label" => &self.label,
            "value" => &self.value,
            "date" => &self.date,
            "issuer" => &self.issuer,
            "specimen" => &self.specimen,
            _ => return None,
        })
    }
}

fn draw(
    template: &str,
    said: &Said,
    framework: &Framework,
    levels: &[u8],
) -> Result<Badge, BadgeError> {
    if template.len() > MAX_BYTES {
        return Err(BadgeError::TooLarge);
    }
    let filled = fill(template, said, framework, levels)?;
    let tree = Tree::from_str(&filled, &options())?;
    let side = tree.size().width().max(tree.size().height());
    if !(1.0..=MAX_SIDE).contains(&side) {
        return Err(BadgeError::Side);
    }
    let name = format!("{} – {}", said.title, said.value);
    Ok(Badge { tree, name })
}

/// Neither the system's fonts nor files beside the template.
fn options() -> Options<'static> {
    static KNOWN: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut database = fontdb::Database::new();
        for file in FILES.files() {
            database.load_font_data(file.contents().to_vec());
        }
        Arc::new(database)
    });
    Options {
        fontdb: Arc::clone(&KNOWN),
        font_resolver: FontResolver::default(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// Replaces `{name}` by a text, `{name:size:room}` by the size at which that text fits its room, and
/// `{empty:centre:inner:outer}`, `{reached:…}` and `{steps:…}` by paths of the holder's figure.
fn fill(
    template: &str,
    said: &Said,
    framework: &Framework,
    levels: &[u8],
) -> Result<String, BadgeError> {
    let mut filled = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let unknown = || BadgeError::Placeholder(after.chars().take(40).collect());
        let (inside, behind) = after.split_once('}').ok_or_else(unknown)?;
        filled.push_str(before);
        let mut parts = inside.split(':');
        let name = parts.next().unwrap_or_default();
        let numbers: Option<Vec<f64>> = parts.map(number).collect();
        let text = match (said.get(name), numbers.as_deref()) {
            (Some(text), Some([])) => Some(escaped(text)),
            (Some(text), Some(&[best, room])) => Some(format!("{:.2}", fitting(text, best, room))),
            (None, Some(&[centre, inner, outer])) => {
                let ring = Ring {
                    centre,
                    inner,
                    outer,
                };
                match name {
                    "empty" => Some(ring.empty(framework)),
                    "reached" => Some(ring.rays(framework, levels)),
                    "steps" => Some(ring.steps(framework)),
                    _ => None,
                }
            }
            _ => None,
        };
        filled.push_str(&text.ok_or_else(|| BadgeError::Placeholder(inside.to_owned()))?);
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn number(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    (1.0..=10_000.0).contains(&number).then_some(number)
}

/// The largest size up to `best` at which a text is at most as wide as `room`.
fn fitting(text: &str, best: f64, room: f64) -> f64 {
    let width = f64::from(width(text)) * best / f64::from(MEASURED);
    if width <= room {
        best
    } else {
        best * room / width
    }
}

/// How wide a text is at the size of [`MEASURED`].
fn width(text: &str) -> f32 {
    let text = escaped(text);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><text font-family=\"EB Garamond\" \
         font-weight=\"500\" font-size=\"{MEASURED}\">{text}</text></svg>"
    );
    // Without a width, nothing of the text is drawn.
    Tree::from_str(&svg, &options()).map_or(0.0, |tree| tree.root().abs_bounding_box().width())
}

/// A text inside of an element. What XML can't hold is left out.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_control())
        .map(|sign| match sign {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            sign => sign.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::test_facts::{facts, template};
    use crate::i18n::Language;

    fn svg(facts: &CertificateFacts, template: &Template) -> String {
        Badge::draw(facts, template).unwrap().svg()
    }

    fn picture(facts: &CertificateFacts, template: &Template) -> image::RgbaImage {
        let png = Badge::draw(facts, template).unwrap().png().unwrap();
        image::load_from_memory(&png).unwrap().to_rgba8()
    }

    #[test]
    fn the_same_facts_give_the_same_picture_and_other_levels_another() {
        let template = template("crcn");
        let one = facts(&template);
        let draw = |facts| Badge::draw(facts, &template).unwrap();
        assert_eq!(draw(&one).svg(), draw(&one).svg());
        assert_eq!(draw(&one).png().unwrap(), draw(&one).png().unwrap());
        let mut other = one.clone();
        other.levels[0] += 1;
        assert_ne!(draw(&one).svg(), draw(&other).svg());
    }

    #[test]
    fn nothing_in_the_picture_refers_to_anything_outside_or_needs_a_font() {
        let template = template("crcn");
        let mut svg = svg(&facts(&template), &template);
        // Names, not addresses that anything is loaded from.
        for name in ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"] {
            svg = svg.replace(name, "");
        }
        for word in [
            "href", "http", "<text", "font", "<image", "<style", "<script", "url(",
        ] {
            assert!(!svg.contains(word), "{word}");
        }
        assert!(
            svg.contains("<title>Certificat de compétences numériques – Indépendant 2</title>")
        );
        assert!((5_000..120_000).contains(&svg.len()), "{}", svg.len());
    }

    #[test]
    fn every_framework_has_a_picture_with_and_without_a_global_level() {
        for name in ["crcn", "atelier"] {
            let template = template(name);
            for language in Language::ALL {
                let mut facts = facts(&template);
                facts.language = language;
                for level in [facts.global_level, None] {
                    facts.global_level = level;
                    let picture = picture(&facts, &template);
                    assert_eq!((picture.width(), picture.height()), (600, 600));
                    // The corners stay clear, the middle does not.
                    assert_eq!(picture.get_pixel(3, 3).0[3], 0);
                    assert_eq!(picture.get_pixel(300, 260).0[3], 255);
                }
            }
        }
    }

    #[test]
    fn a_long_name_of_the_issuer_is_set_smaller_and_stays_inside() {
        let template = template("crcn");
        let mut facts = facts(&template);
        facts.issuer.name = "Établissement public d’enseignement & de recherche <Ouest> ".repeat(3);
        let drawn = Badge::draw(&facts, &template).unwrap();
        assert!(drawn.png().unwrap().len() > 10_000);
        assert!(fitting(&facts.issuer.name, 17.0, 360.0) < 6.0);
        assert!((fitting("Sceau", 17.0, 360.0) - 17.0).abs() < f64::EPSILON);
    }

    #[test]
    fn every_text_is_drawn_in_every_script_that_the_fonts_have() {
        let framework = template("crcn").framework().clone();
        let source = template("crcn").badge;
        let said = |text: &str| Said {
            title: text.into(),
            label: text.into(),
            value: text.into(),
            date: text.into(),
            issuer: text.into(),
            specimen: text.into(),
        };
        let length = |said| {
            let drawn = draw(&source, &said, &framework, &[]).unwrap();
            drawn.svg().len()
        };
        for word in ["A", "Ж", "Ω", "ש", "ب"] {
            let empty = length(said(""));
            let changes: [fn(&mut Said); 6] = [
                |it| it.title.clear(),
                |it| it.label.clear(),
                |it| it.value.clear(),
                |it| it.date.clear(),
                |it| it.issuer.clear(),
                |it| it.specimen.clear(),
            ];
            let all = length(said(word));
            for (place, change) in changes.into_iter().enumerate() {
                let mut less = said(word);
                change(&mut less);
                let less = length(less);
                assert!(empty < less && less < all, "{word} {place}");
            }
        }
    }

    #[test]
    fn a_specimen_is_marked() {
        let template = template("crcn");
        let real = facts(&template);
        let specimen = CertificateFacts {
            specimen: true,
            ..real.clone()
        };
        assert_ne!(svg(&real, &template), svg(&specimen, &template));
    }

    #[test]
    fn a_template_that_can_not_be_drawn_is_told_before_it_is_used() {
        let framework = template("crcn").framework().clone();
        let refused = |template: &str| check(template, &framework).unwrap_err().to_string();
        let svg = |inside: &str| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{inside}</svg>"
            )
        };
        assert!(
            check(
                &svg("<text font-size=\"{title:5:9}\">{title}</text>"),
                &framework
            )
            .is_ok()
        );
        assert_eq!(refused(&svg("{name}")), "`{name}` is no placeholder");
        assert_eq!(
            refused(&svg("{title:0:9}")),
            "`{title:0:9}` is no placeholder"
        );
        assert_eq!(refused(&svg("{empty:1}")), "`{empty:1}` is no placeholder");
        assert!(refused(&svg("{title")).ends_with("is no placeholder"));
        assert!(!refused("{title}").is_empty());
        assert_eq!(
            refused(&svg("").replace("\"9\"", "\"9000\"")),
            "its sides must be between 1 and 2000 pixels"
        );
        assert_eq!(
            refused(&" ".repeat(MAX_BYTES + 1)),
            "it is larger than 256 KB"
        );
    }

    #[test]
    fn files_beside_the_template_are_not_read_into_the_picture() {
        let framework = template("crcn").framework().clone();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http/assets/favicon.svg");
        let template = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\
             <image href=\"{file}\" width=\"9\" height=\"9\"/></svg>"
        );
        let said = data::badge(&facts(&self::template("crcn")), &framework);
        let badge = draw(&template, &said, &framework, &[]).unwrap();
        assert!(!badge.svg().contains("<image") && !badge.svg().contains("<path"));
    }

    #[test]
    fn texts_can_not_become_markup() {
        assert_eq!(escaped("a<b>&\"\u{0}c"), "a&lt;b&gt;&amp;&quot;c");
    }
}
