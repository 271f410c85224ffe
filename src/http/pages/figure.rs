//! The levels drawn as on the printed certificate: one ray per competence, one crown per level.

use std::f64::consts::PI;
use std::fmt::Write as _;

use crate::framework::Framework;
use crate::http::assets;

// All lengths are in millimetres, as on the document.
const CENTRE: f64 = 38.5;
const HEART: f64 = 9.0;
const RIM: f64 = 32.1;
const CODES: f64 = 34.6;
const ARCS: f64 = 38.5;
/// Half the distance between two rays.
const HALF_GAP: f64 = 0.375;
/// Between two domains, and at the top, where the scale is written.
const DOMAIN_GAP: f64 = 6.0;
const SCALE_GAP: f64 = 26.0;

/// The figure, with its label for those who do not see it.
pub(super) fn rose(framework: &Framework, levels: &[u8], label: &str, void: bool) -> String {
    let class = if void { "rose void" } else { "rose" };
    let label = escaped(label);
    format!(
        "<svg class=\"{class}\" viewBox=\"-2.5 -2.5 82 82\" role=\"img\" aria-label=\"{label}\">\
         {}</svg>",
        wheel(framework, levels)
    )
}

/// What the figure is drawn of, in millimetres; 38.5 is its middle.
pub(super) fn wheel(framework: &Framework, levels: &[u8]) -> String {
    let rays = Rays::of(framework);
    let step = step(framework);
    let (off, on) = petals(framework, levels);
    let mut codes = String::new();
    let competences = framework.competences().zip(levels);
    for ((competence, _), (from, to)) in competences.zip(rays.rays()) {
        let (x, y) = point(f64::midpoint(from, to), CODES);
        let _ = write!(
            codes,
            "<text x=\"{x:.2}\" y=\"{:.2}\">{}</text>",
            y + 0.95,
            escaped(&competence.code)
        );
    }
    let (mut rings, mut scale) = (String::new(), String::new());
    for level in 1..=framework.max_level {
        let radius = HEART + step * f64::from(level);
        if level < framework.max_level {
            let _ = write!(
                rings,
                "<circle class=\"ring\" cx=\"{CENTRE}\" cy=\"{CENTRE}\" r=\"{radius:.2}\"/>"
            );
        }
        let y = CENTRE - radius + step / 2.0 + 0.9;
        let _ = write!(
            scale,
            "<text class=\"sc\" x=\"{CENTRE}\" y=\"{y:.2}\">{level}</text>"
        );
    }
    let arcs = rays.arcs(framework);
    let heart = assets::inline("heart.txt").trim();
    format!(
        "<path class=\"off\" d=\"{off}\"/><path class=\"on\" d=\"{on}\"/>{rings}\
         {arcs}<path class=\"heart\" d=\"{heart}\"/>{codes}{scale}"
    )
}

/// The rays to the rim, and as far as the levels reach, each as a path.
fn petals(framework: &Framework, levels: &[u8]) -> (String, String) {
    let step = step(framework);
    let (mut off, mut on) = (String::new(), String::new());
    for (level, (from, to)) in levels.iter().zip(Rays::of(framework).rays()) {
        off.push_str(&ray(from, to, RIM));
        if *level > 0 {
            on.push_str(&ray(from, to, HEART + step * f64::from(*level)));
        }
    }
    (off, on)
}

/// From one crown to the next.
fn step(framework: &Framework) -> f64 {
    (RIM - HEART) / f64::from(framework.max_level.max(1))
}

/// How the circle is shared.
struct Rays {
    domains: Vec<usize>,
    width: f64,
}

impl Rays {
    fn of(framework: &Framework) -> Self {
        let domains: Vec<usize> = framework
            .domains
            .iter()
            .map(|domain| domain.competences.len())
            .collect();
        let gaps = small(domains.len().saturating_sub(1)) * DOMAIN_GAP + SCALE_GAP;
        let count = small(domains.iter().sum::<usize>().max(1));
        let width = (360.0 - gaps) / count;
        Self { domains, width }
    }

    /// First and last angle of each ray, in degrees clockwise from the top.
    fn rays(&self) -> Vec<(f64, f64)> {
        let mut at = SCALE_GAP / 2.0;
        let mut rays = Vec::new();
        for count in &self.domains {
            for _ in 0..*count {
                rays.push((at, at + self.width));
                at += self.width;
            }
            at += DOMAIN_GAP;
        }
        rays
    }
}

impl Rays {
    /// One arc around each domain, broken by its number.
    fn arcs(&self, framework: &Framework) -> String {
        /// Degrees that the number takes on either side, and that the arc stays short of its ends.
        const NUMBER: f64 = 3.45;
        const SHORT: f64 = 1.0;
        let (mut arcs, mut numbers) = (String::new(), String::new());
        let mut from = SCALE_GAP / 2.0;
        for (domain, count) in framework.domains.iter().zip(&self.domains) {
            let to = from + small(*count) * self.width;
            let middle = f64::midpoint(from, to);
            for (start, end) in [
                (from + SHORT, middle - NUMBER),
                (middle + NUMBER, to - SHORT),
            ] {
                let ((x1, y1), (x2, y2)) = (point(start, ARCS), point(end, ARCS));
                let _ = write!(arcs, "M{x1:.2} {y1:.2}A{ARCS} {ARCS} 0 0 1 {x2:.2} {y2:.2}");
            }
            // A little outside, clear of the competences' codes.
            let (x, y) = point(middle, ARCS + 1.0);
            let _ = write!(
                numbers,
                "<text class=\"dom\" x=\"{x:.2}\" y=\"{:.2}\">{}</text>",
                y + 1.4,
                escaped(&domain.code)
            );
            from = to + DOMAIN_GAP;
        }
        format!("<path class=\"arc\" d=\"{arcs}\"/>{numbers}")
    }
}

/// One ray from the heart to a radius; its sides keep their distance from its neighbours'.
fn ray(from: f64, to: f64, radius: f64) -> String {
    let aside = |radius: f64| (HALF_GAP / radius).asin() * 180.0 / PI;
    let corner = |angle: f64, radius: f64| {
        let (x, y) = point(angle, radius);
        format!("{x:.2} {y:.2}")
    };
    let inner = (from + aside(HEART), to - aside(HEART));
    let outer = (from + aside(radius), to - aside(radius));
    format!(
        "M{}L{}A{radius:.2} {radius:.2} 0 0 1 {}L{}A{HEART} {HEART} 0 0 0 {}Z",
        corner(inner.0, HEART),
        corner(outer.0, radius),
        corner(outer.1, radius),
        corner(inner.1, HEART),
        corner(inner.0, HEART),
    )
}

fn point(degrees: f64, radius: f64) -> (f64, f64) {
    let angle = degrees * PI / 180.0;
    (CENTRE + radius * angle.sin(), CENTRE - radius * angle.cos())
}

/// The score on a bar that is parted at the global levels.
pub(super) fn scale(framework: &Framework, score: u32) -> String {
    const WIDTH: f64 = 340.0;
    let max = f64::from(framework.max_score.max(1));
    let at = |score: u32| f64::from(score.min(framework.max_score)) * WIDTH / max;
    let mut bar = String::new();
    let mut bounds: Vec<u32> = framework
        .global_levels
        .iter()
        .map(|level| level.from_score)
        .collect();
    bounds.insert(0, 0);
    bounds.push(framework.max_score);
    bounds.dedup();
    for pair in bounds.windows(2) {
        let [from, to] = pair else { continue };
        let (left, right) = (at(*from), at(*to) - 1.5);
        let _ = write!(
            bar,
            "<path class=\"off\" d=\"M{left:.2} 14H{right:.2}v9H{left:.2}z\"/>"
        );
        let reached = at(score).min(right);
        if reached > left {
            let _ = write!(
                bar,
                "<path class=\"on\" d=\"M{left:.2} 14H{reached:.2}v9H{left:.2}z\"/>"
            );
        }
    }
    let pin = at(score);
    let _ = write!(
        bar,
        "<path class=\"pin\" d=\"M{:.2} 2h11l-5.5 9z\"/>",
        pin - 5.5
    );
    let _ = write!(
        bar,
        "<text x=\"0\" y=\"38\" text-anchor=\"start\">0</text>\
         <text x=\"340\" y=\"38\" text-anchor=\"end\">{}</text>",
        framework.max_score
    );
    format!("<svg class=\"scale\" viewBox=\"0 0 340 40\" aria-hidden=\"true\">{bar}</svg>")
}

/// One competence's level as a row of squares.
pub(super) fn squares(level: u8, max: u8) -> String {
    let mut row = String::new();
    for square in 0..max {
        let class = if square < level { "" } else { " class=\"off\"" };
        let _ = write!(
            row,
            "<path{class} d=\"M{} 0h9v10h-9z\"/>",
            u32::from(square) * 11
        );
    }
    let width = u32::from(max.max(1)) * 11 - 2;
    format!("<svg aria-hidden=\"true\" class=\"lvl\" viewBox=\"0 0 {width} 10\">{row}</svg>")
}

/// Counts of domains and competences are tiny.
fn small(count: usize) -> f64 {
    f64::from(u16::try_from(count).unwrap_or(u16::MAX))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crcn() -> Framework {
        Framework::embedded("crcn").unwrap().unwrap()
    }

    #[test]
    fn the_rays_fill_the_circle_but_for_the_gaps() {
        let rays = Rays::of(&crcn()).rays();
        assert_eq!(rays.len(), 16);
        let last = rays.last().unwrap().1;
        assert!((last - (360.0 - SCALE_GAP / 2.0)).abs() < 1e-9);
    }

    #[test]
    fn a_level_of_zero_draws_no_ray() {
        let all_zero = rose(&crcn(), &[0; 16], "label", false);
        assert!(all_zero.contains("class=\"on\" d=\"\""));
        let all_one = rose(&crcn(), &[1; 16], "label", false);
        let drawn = |figure: &str| figure.matches('Z').count();
        assert_eq!(drawn(&all_one) - drawn(&all_zero), 16);
    }

    /// The same files hold the script that draws without the service to these drawings.
    #[test]
    fn the_drawings_are_those_of_the_vectors() {
        let file = include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/vectors/figure/drawn.json"
        ));
        let vectors: Vec<serde_json::Value> = serde_json::from_str(file).unwrap();
        assert!(vectors.len() >= 3);
        for vector in vectors {
            let id = vector["framework"].as_str().unwrap();
            let framework = Framework::embedded(id).unwrap().unwrap();
            let number =
                |value: &serde_json::Value| u32::try_from(value.as_u64().unwrap()).unwrap();
            let levels: Vec<u8> = vector["levels"]
                .as_array()
                .unwrap()
                .iter()
                .map(|level| u8::try_from(number(level)).unwrap())
                .collect();
            assert_eq!(number(&vector["max_level"]), u32::from(framework.max_level));
            assert_eq!(number(&vector["max_score"]), framework.max_score);
            assert_eq!(rose(&framework, &levels, "", false), vector["rose"]);
            assert_eq!(scale(&framework, number(&vector["score"])), vector["scale"]);
        }
    }

    #[test]
    fn the_label_cannot_leave_its_attribute() {
        let drawn = rose(&crcn(), &[1; 16], "\"><script>", false);
        assert!(!drawn.contains("<script>"));
    }

    #[test]
    fn every_level_shows_as_many_squares_as_it_counts() {
        let drawn = squares(5, 7);
        assert_eq!(drawn.matches("<path").count(), 7);
        assert_eq!(drawn.matches("class=\"off\"").count(), 2);
    }
}
