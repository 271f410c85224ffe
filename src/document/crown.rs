//! The holder's figure around a badge: one ray per competence, one step per level, as SVG paths.

use std::f64::consts::TAU;
use std::fmt::Write;

use crate::framework::Framework;

/// Half the distance between two rays, the same at every radius.
const HALF_GAP: f64 = 2.2;
/// What parts two domains: six degrees, as on the document.
const PAUSE: f64 = TAU / 60.0;

/// A ring around the middle of a square picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ring {
    pub(super) centre: f64,
    pub(super) inner: f64,
    pub(super) outer: f64,
}

impl Ring {
    /// Every ray to its full length.
    pub(super) fn empty(self, framework: &Framework) -> String {
        let count = framework.competences().count();
        self.rays(framework, &vec![framework.max_level; count])
    }

    /// Every ray as long as its competence's level.
    pub(super) fn rays(self, framework: &Framework, levels: &[u8]) -> String {
        let step = (self.outer - self.inner) / f64::from(framework.max_level.max(1));
        let mut path = String::new();
        for ((from, to), level) in directions(framework).into_iter().zip(levels) {
            if *level > 0 {
                self.ray(&mut path, from, to, self.inner + step * f64::from(*level));
            }
        }
        path
    }

    /// The circles between the steps.
    pub(super) fn steps(self, framework: &Framework) -> String {
        let step = (self.outer - self.inner) / f64::from(framework.max_level.max(1));
        let mut path = String::new();
        for level in 1..framework.max_level {
            let radius = self.inner + step * f64::from(level);
            let (left, right) = (self.centre - radius, self.centre + radius);
            let y = self.centre;
            // Writing to a `String` can't fail.
            let _ = write!(
                path,
                "M{left:.2} {y:.2}A{radius:.2} {radius:.2} 0 0 1 {right:.2} {y:.2}\
                 A{radius:.2} {radius:.2} 0 0 1 {left:.2} {y:.2}Z"
            );
        }
        path
    }

    fn ray(self, path: &mut String, from: f64, to: f64, outer: f64) {
        let inner = self.inner;
        let (near, far) = ((HALF_GAP / inner).asin(), (HALF_GAP / outer).asin());
        let (x0, y0) = self.point(from + near, inner);
        let (x1, y1) = self.point(from + far, outer);
        let (x2, y2) = self.point(to - far, outer);
        let (x3, y3) = self.point(to - near, inner);
        // SVG asks which of two arcs is meant; a framework may have a single competence.
        let long = u8::from(to - from > TAU / 2.0);
        let _ = write!(
            path,
            "M{x0:.2} {y0:.2}L{x1:.2} {y1:.2}A{outer:.2} {outer:.2} 0 {long} 1 {x2:.2} {y2:.2}\
             L{x3:.2} {y3:.2}A{inner:.2} {inner:.2} 0 {long} 0 {x0:.2} {y0:.2}Z"
        );
    }

    fn point(self, direction: f64, radius: f64) -> (f64, f64) {
        let (sin, cos) = direction.sin_cos();
        (self.centre + radius * sin, self.centre - radius * cos)
    }
}

/// Where every competence's ray begins and ends, clockwise from the top, where a pause is too.
fn directions(framework: &Framework) -> Vec<(f64, f64)> {
    let pauses: f64 = framework.domains.iter().map(|_| PAUSE).sum();
    let rays: f64 = framework.competences().map(|_| 1.0).sum();
    let ray = (TAU - pauses) / rays;
    let mut directions = Vec::new();
    let mut at = PAUSE / 2.0;
    for domain in &framework.domains {
        for _ in &domain.competences {
            directions.push((at, at + ray));
            at += ray;
        }
        at += PAUSE;
    }
    directions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::test_facts::{facts, template};

    const RING: Ring = Ring {
        centre: 300.0,
        inner: 190.0,
        outer: 260.0,
    };

    #[test]
    fn the_rays_go_once_round_and_never_overlap() {
        for name in ["crcn", "atelier"] {
            let template = template(name);
            let directions = directions(template.framework());
            let count = template.framework().competences().count();
            assert_eq!(directions.len(), count);
            let mut end = 0.0;
            for (from, to) in directions {
                assert!(end <= from + 1e-9 && from < to, "{end} {from} {to}");
                end = to;
            }
            assert!(end < TAU);
        }
    }

    #[test]
    fn a_level_of_zero_draws_nothing_and_the_highest_fills_its_ray() {
        let template = template("crcn");
        let framework = template.framework();
        assert_eq!(RING.rays(framework, &[0; 16]), "");
        assert_eq!(RING.rays(framework, &[7; 16]), RING.empty(framework));
        let levels = facts(&template).levels;
        let reached = levels.iter().filter(|level| **level > 0).count();
        assert_eq!(RING.rays(framework, &levels).matches('M').count(), reached);
        assert_eq!(RING.steps(framework).matches('M').count(), 6);
    }
}
