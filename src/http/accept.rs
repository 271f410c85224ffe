//! Which of several media types an `Accept` header wants (RFC 9110 §12.5.1).

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

/// Ranges of a header that are looked at.
const MAX_RANGES: usize = 50;

/// The place of the best of the offered types, the first among equals; `None` if none of them is
/// acceptable. Who asks for nothing in particular gets the first.
pub(super) fn best(headers: &HeaderMap, offered: &[&str]) -> Option<usize> {
    let values: Vec<&str> = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    let text = values.join(",");
    if text.trim().is_empty() {
        return Some(0);
    }
    let ranges: Vec<Range<'_>> = text
        .split(',')
        .take(MAX_RANGES)
        .filter_map(Range::read)
        .collect();
    let mut best: Option<(f32, usize)> = None;
    for (place, kind) in offered.iter().enumerate() {
        let weight = weight(&ranges, kind);
        if weight > best.map_or(0.0, |(weight, _)| weight) {
            best = Some((weight, place));
        }
    }
    best.map(|(_, place)| place)
}

/// One media range, without its parameters but the weight.
struct Range<'a> {
    kind: &'a str,
    weight: f32,
}

impl<'a> Range<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';');
        let kind = parts.next()?.trim();
        let weight = parts
            .find_map(|part| {
                let (name, value) = part.split_once('=')?;
                name.trim()
                    .eq_ignore_ascii_case("q")
                    .then(|| value.trim().parse::<f32>().ok())?
            })
            .unwrap_or(1.0);
        (!kind.is_empty() && (0.0..=1.0).contains(&weight)).then_some(Self { kind, weight })
    }

    /// How precisely the range names a type; `None` if it does not.
    fn precision(&self, kind: &str) -> Option<u8> {
        if self.kind.eq_ignore_ascii_case(kind) {
            return Some(2);
        }
        let group = kind.split('/').next().unwrap_or_default();
        match self.kind.strip_suffix("/*") {
            Some("*") => Some(0),
            Some(wanted) if wanted.eq_ignore_ascii_case(group) => Some(1),
            _ => None,
        }
    }
}

/// The weight that the most precise range gives a type.
fn weight(ranges: &[Range<'_>], kind: &str) -> f32 {
    ranges
        .iter()
        .filter_map(|range| Some((range.precision(kind)?, range.weight)))
        .max_by_key(|(precision, _)| *precision)
        .map_or(0.0, |(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const OFFERED: [&str; 2] = ["application/vc", "application/vc+jwt"];

    fn asked(accept: &str) -> Option<usize> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_str(accept).unwrap());
        best(&headers, &OFFERED)
    }

    #[test]
    fn who_asks_for_nothing_in_particular_gets_the_first() {
        assert_eq!(best(&HeaderMap::new(), &OFFERED), Some(0));
        for accept in ["", "*/*", "application/*", "text/html, */*;q=0.1"] {
            assert_eq!(asked(accept), Some(0), "{accept}");
        }
    }

    #[test]
    fn the_heaviest_wish_wins_and_the_most_precise_range_weighs_it() {
        assert_eq!(asked("application/vc+jwt"), Some(1));
        assert_eq!(asked("Application/VC+JWT;q=0.5, text/html"), Some(1));
        assert_eq!(
            asked("application/vc;q=0.4, application/vc+jwt;q=0.5"),
            Some(1)
        );
        assert_eq!(asked("*/*, application/vc;q=0"), Some(1));
        assert_eq!(asked("application/vc+jwt, application/vc"), Some(0));
    }

    #[test]
    fn what_is_not_wanted_is_not_sent() {
        for accept in [
            "text/csv",
            "application/vc;q=0",
            "text/*",
            "application/vc;q=2",
            ",",
        ] {
            assert_eq!(asked(accept), None, "{accept}");
        }
    }

    #[test]
    fn an_endless_header_ends() {
        let long = "text/csv,".repeat(100_000);
        assert_eq!(asked(&format!("{long}application/vc")), None);
    }
}
