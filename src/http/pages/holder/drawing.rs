//! Page 1 of a certificate as a drawing: the same parts in the same places, by what its seal says
//! and what was recorded with it. The signed PDF is the document; this shows which one it is.

use std::fmt::Write as _;

use super::pen::{Face, Pen, cut, tenths, wrapped};
use crate::credential::CertificateFacts;
use crate::framework::Framework;
use crate::http::pages::{day, figure};
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::verification::AttestedFacts;

// Millimetres of an A4 page, as on the document.
const LEFT: f64 = 20.0;
const WIDTH: f64 = 170.0;
const RIGHT: f64 = LEFT + WIDTH;
/// Where the table of competences begins, and its levels.
const TABLE: f64 = 106.0;
const DIGITS: f64 = 174.4;
const CELLS: f64 = 177.6;
/// Nothing of the table stands lower.
const TABLE_END: f64 = 238.0;

/// What is drawn.
pub(super) struct Sheet<'a> {
    pub(super) attested: &'a AttestedFacts,
    /// What is printed besides; the place of birth, the centre, who signs.
    pub(super) recorded: Option<&'a CertificateFacts>,
    pub(super) framework: &'a Framework,
    pub(super) code: &'a str,
    /// The QR code as a picture of its own.
    pub(super) qr: &'a str,
    /// For those who do not see it.
    pub(super) label: &'a str,
    /// Not in force: grey.
    pub(super) void: bool,
}

/// The drawing, an A4 page in millimetres.
pub(super) fn certificate(sheet: &Sheet<'_>) -> String {
    let language = sheet.attested.language;
    let mut pen = Pen::new();
    pen.add(&frame());
    heading(&mut pen, sheet, language);
    facts(&mut pen, sheet, language);
    result(&mut pen, sheet, language);
    competences(&mut pen, sheet, language);
    foot(&mut pen, sheet, language);
    if sheet.attested.specimen {
        let across = " transform=\"rotate(-53 106 146)\" textLength=\"222\"";
        let word = text(language, "document-specimen");
        pen.write(Face::Mark, (106.0, 160.0), 42.0, across, &word);
    }
    format!(
        "<svg class=\"page1{}\" viewBox=\"0 0 210 297\" role=\"img\" aria-label=\"{}\" \
         lang=\"{}\">{}</svg>",
        if sheet.void { " void" } else { "" },
        super::pen::escaped(sheet.label),
        language.tag(),
        pen.drawn(),
    )
}

/// Two interlaced waves round the page.
fn frame() -> String {
    const ACROSS: u8 = 21;
    const DOWN: u8 = 31;
    const SWELL: f64 = 2.6;
    let mut strand = String::from("M16.7 10");
    let sides = [
        (ACROSS, 8.41, 0.0, "a6.7 6.7 0 0 1 6.7 6.7"),
        (DOWN, 0.0, 8.5, "a6.7 6.7 0 0 1 -6.7 6.7"),
        (ACROSS, -8.41, 0.0, "a6.7 6.7 0 0 1 -6.7 -6.7"),
        (DOWN, 0.0, -8.5, "a6.7 6.7 0 0 1 6.7 -6.7"),
    ];
    for (waves, dx, dy, corner) in sides {
        // The swell stands across the way.
        let (cx, cy) = if dy == 0.0 {
            (dx / 2.0, SWELL)
        } else {
            (SWELL, dy / 2.0)
        };
        let _ = write!(strand, "q{cx:.1} {cy:.1} {dx} {dy}");
        for _ in 1..waves {
            let _ = write!(strand, "t{dx} {dy}");
        }
        strand.push_str(corner);
    }
    // Turned by half, the same strand swells the other way.
    format!(
        "<path id=\"thread\" class=\"thread\" d=\"{strand}\"/>\
         <use class=\"thread\" href=\"#thread\" transform=\"rotate(180 105 148.5)\"/>"
    )
}

fn heading(pen: &mut Pen, sheet: &Sheet<'_>, language: Language) {
    let attested = sheet.attested;
    pen.add("<use class=\"wax\" href=\"#mark\" x=\"20\" y=\"15.7\" width=\"5\" height=\"5\"/>");
    pen.fitted(Face::Bold, (26.8, 19.3), 3.1, 118.0, &attested.issuer);
    let pages = if attested.global_level.is_some() {
        2
    } else {
        1
    };
    let values = [
        ("code", FluentValue::from(sheet.code)),
        ("page", 1.into()),
        ("pages", pages.into()),
    ];
    let page = text_with(language, "document-page", &values);
    pen.ending(Face::Label, (RIGHT, 19.2), 2.4, &page);
    let title = sheet.framework.title.get(language);
    pen.fitted(Face::Title, (LEFT, 33.3), 8.8, WIDTH, title);
    let awarded = text(language, "document-awarded");
    pen.write(Face::Soft, (LEFT, 41.0), 4.4, "", &awarded);
    let first = attested.first_name.as_deref().unwrap_or_default();
    let last = attested.last_name.as_deref().unwrap_or_default();
    name(pen, first, last);
    pen.line((LEFT, 86.7), WIDTH, "hair");
    pen.line((LEFT, 242.0), WIDTH, "hair");
}

/// The name, as large as its length allows: on one line, else on two, else on as many as it takes.
fn name(pen: &mut Pen, first: &str, last: &str) {
    /// Middle of its place.
    const MIDDLE: f64 = 56.0;
    let wide = |text: &str, sign: f64| (sign * super::pen::signs(text)).max(1.0);
    let (one, other) = (wide(first, 0.47), wide(last, 0.62));
    let together = (WIDTH / (one + other + 0.3)).min(13.0);
    let apart = (WIDTH / one.max(other)).min(9.9);
    let sized: Vec<(f64, Vec<String>)> = if together >= 8.5 {
        vec![(together, vec![format!("{first} {last}")])]
    } else if apart >= 7.0 {
        vec![(apart, vec![first.to_owned(), last.to_owned()])]
    } else {
        vec![(4.6, wrapped(&format!("{first} {last}"), 66, 4))]
    };
    for (size, lines) in sized {
        let count = super::pen::small(lines.len());
        let mut y = MIDDLE + size * 0.3 - (count - 1.0) * size * 0.55;
        for line in lines {
            // The family name is what the line ends with.
            let (given, family) = line.split_at(line.len() - shared_end(&line, last));
            pen.name((LEFT, y), size, given, family);
            y += size * 1.1;
        }
    }
}

/// Bytes at the end of a line that are the end, or all, of the last name.
fn shared_end(line: &str, last: &str) -> usize {
    if line.ends_with(last) {
        return last.len();
    }
    if last.contains(line) { line.len() } else { 0 }
}

fn facts(pen: &mut Pen, sheet: &Sheet<'_>, language: Language) {
    let attested = sheet.attested;
    let exam = day(language, attested.exam_date);
    let mut shown = vec![(144.8 - 51.1, "document-exam-date", exam)];
    if let Some(recorded) = sheet.recorded {
        let born = [
            ("date", day(language, recorded.holder.birth_date).into()),
            (
                "place",
                FluentValue::from(recorded.holder.birth_place.as_str()),
            ),
        ];
        let born = text_with(language, "document-born", &born);
        pen.fitted(Face::Text, (LEFT, 70.8), 3.4, WIDTH, &born);
        shown.push((LEFT, "document-centre", recorded.centre.clone()));
        let delivered = day(language, recorded.delivery_date);
        shown.push((144.8, "document-delivery-date", delivered));
    }
    for (x, label, value) in shown {
        pen.write(Face::Label, (x, 77.5), 2.4, "", &text(language, label));
        let width = if x < 90.0 { 70.0 } else { 45.0 };
        pen.fitted(Face::Text, (x, 82.0), 3.4, width, &value);
    }
}

fn result(pen: &mut Pen, sheet: &Sheet<'_>, language: Language) {
    /// Where the global level stands.
    const LEVEL: f64 = 62.0;
    let attested = sheet.attested;
    let framework = sheet.framework;
    let score = attested.score.to_string();
    let label = text(language, "document-score");
    pen.write(Face::Label, (LEFT, 91.8), 2.4, "", &label);
    pen.write(Face::Score, (LEFT, 103.8), 12.7, "", &score);
    let values = [("max-score", FluentValue::from(attested.max_score))];
    let out_of = text_with(language, "document-out-of", &values);
    let behind = LEFT + 6.1 * super::pen::signs(&score) + 1.2;
    pen.write(Face::Label, (behind, 103.8), 3.0, "", &out_of);
    let summary = if let Some(level) = framework.global_level(attested.score) {
        let label = text(language, "document-global-level");
        pen.write(Face::Label, (LEVEL, 91.8), 2.4, "", &label);
        pen.fitted(
            Face::Title,
            (LEVEL, 103.8),
            9.5,
            128.0,
            level.label.get(language),
        );
        level.summary.third_party.get(language).to_owned()
    } else {
        let first = framework.global_levels.first();
        let first = first.map_or(0, |level| level.from_score);
        text_with(language, "document-no-level", &[("first", first.into())])
    };
    for (line, y) in wrapped(&summary, 74, 2).iter().zip([110.4, 114.5]) {
        pen.fitted(Face::Text, (LEVEL, y), 3.2, 128.0, line);
    }
    scale(pen, sheet, language);
}

/// The score on its scale, parted at the global levels.
fn scale(pen: &mut Pen, sheet: &Sheet<'_>, language: Language) {
    const TOP: f64 = 120.2;
    let attested = sheet.attested;
    let most = f64::from(attested.max_score.max(1));
    let at = |score: u32| f64::from(score.min(attested.max_score)) * WIDTH / most;
    let reached = at(attested.score);
    let mut parts = format!(
        "<path class=\"sand\" d=\"M20 {TOP}h{WIDTH}v2.1h-{WIDTH}z\"/>\
         <path class=\"wax\" d=\"M20 {TOP}h{reached:.1}v2.1h-{reached:.1}z\"/><path class=\"gap\" d=\""
    );
    let own = sheet.framework.global_level(attested.score);
    for level in &sheet.framework.global_levels {
        let (from, to) = (at(level.from_score), at(level.to_score));
        let _ = write!(parts, "M{:.1} {TOP}v2.1", LEFT + from);
        let face = if own.is_some_and(|own| own.number == level.number) {
            Face::Reached
        } else {
            Face::Label
        };
        let middle = LEFT + f64::midpoint(from, to);
        let label = level.label.get(language);
        pen.middle(face, (middle, TOP + 5.3), 2.2, to - from, label);
    }
    parts.push_str("\"/>");
    pen.add(&parts);
}

fn competences(pen: &mut Pen, sheet: &Sheet<'_>, language: Language) {
    let framework = sheet.framework;
    let levels: Vec<u8> = sheet
        .attested
        .levels
        .iter()
        .map(|(_, level)| *level)
        .collect();
    let profile = text(language, "document-profile");
    pen.write(Face::Title, (LEFT, 135.2), 4.9, "", &profile);
    // The seal of the issuer takes the same rosette, and its own colour: what is used again has
    // none of the rules that stand around the first.
    let wheel = figure::wheel(framework, &levels);
    let wheel = tenths(&wheel).replacen("class=\"heart\"", "id=\"heart\" class=\"heart\"", 1);
    pen.add(&format!(
        "<g class=\"rose\" transform=\"translate(22.8 141.5)\">{wheel}</g>"
    ));
    let caption = [("max-level", FluentValue::from(framework.max_level))];
    let caption = text_with(language, "document-caption", &caption);
    pen.middle(Face::Label, (61.3, 225.0), 2.4, 80.0, &caption);
    let heads = [(TABLE, "document-competence"), (DIGITS, "document-level")];
    for (x, head) in heads {
        pen.write(Face::Label, (x, 134.6), 2.4, "", &text(language, head));
    }
    table(pen, framework, &levels, language);
}

fn table(pen: &mut Pen, framework: &Framework, levels: &[u8], language: Language) {
    let pitch = 12.6 / f64::from(framework.max_level.max(1));
    let (mut on, mut off, mut lines) = (String::new(), String::new(), String::new());
    let mut levels = levels.iter();
    let mut y = 140.7;
    let (mut codes, mut names, mut digits) = (Vec::new(), Vec::new(), Vec::new());
    for domain in &framework.domains {
        if y > TABLE_END - 5.0 {
            break;
        }
        let name = format!("{}  {}", domain.code, domain.name.get(language));
        pen.fitted(Face::Title, (TABLE, y), 3.8, RIGHT - TABLE, &name);
        let _ = write!(lines, "M{TABLE} {:.1}h{}", y + 1.3, RIGHT - TABLE);
        y += 4.5;
        for (competence, level) in domain.competences.iter().zip(&mut levels) {
            if y > TABLE_END {
                break;
            }
            codes.push((y, competence.code.clone()));
            names.push((y, cut(competence.name.get(language), 62)));
            digits.push((y, level.to_string()));
            let (middle, reached) = (y - 1.0, f64::from(*level) * pitch);
            if *level > 0 {
                let _ = write!(on, "M{CELLS} {middle:.1}h{:.2}", reached - 0.3);
            }
            if *level < framework.max_level {
                let left = 12.6 - reached - 0.3;
                let _ = write!(off, "M{:.2} {middle:.1}h{left:.2}", CELLS + reached);
            }
            y += 4.35;
        }
        y += 1.65;
    }
    pen.column(Face::Bold, TABLE, 2.7, 6.0, &codes);
    pen.column(Face::Text, TABLE + 6.4, 2.7, 61.0, &names);
    pen.column(Face::Bold, DIGITS, 2.9, 3.0, &digits);
    let dash = format!("stroke-dasharray=\"{:.2} .3\"", pitch - 0.3);
    pen.add(&format!(
        "<path class=\"rule\" d=\"{lines}\"/><path class=\"cells\" {dash} d=\"{off}\"/>\
         <path class=\"cells on\" {dash} d=\"{on}\"/>"
    ));
}

fn foot(pen: &mut Pen, sheet: &Sheet<'_>, language: Language) {
    /// Where what stands beside the QR code begins.
    const BESIDE: f64 = 61.0;
    // Its strokes take the colour of the page's ink.
    let qr = sheet
        .qr
        .replacen(
            "<svg ",
            "<svg class=\"qr\" x=\"20\" y=\"247\" width=\"35\" height=\"35\" ",
            1,
        )
        .replace(" xmlns=\"http://www.w3.org/2000/svg\"", "")
        .replace(" stroke=\"#000\"", "");
    pen.add(&qr);
    let code = text(language, "document-code");
    pen.write(Face::Label, (BESIDE, 248.8), 2.4, "", &code);
    pen.fitted(Face::Bold, (BESIDE, 257.0), 5.6, 66.0, sheet.code);
    if let Some(recorded) = sheet.recorded {
        let address = recorded.verify_url.to_lowercase();
        let address = address.split_once("://").map_or(&*address, |(_, at)| at);
        let verify = format!("{} {address}", text(language, "document-verify"));
        pen.fitted(Face::Text, (BESIDE, 263.9), 3.0, 92.0, &verify);
        let scan = text(language, "document-scan");
        pen.fitted(Face::Text, (BESIDE, 267.8), 3.0, 92.0, &scan);
        let issuer = &recorded.issuer;
        pen.fitted(Face::Bold, (BESIDE, 278.0), 3.0, 92.0, &issuer.signatory);
        pen.fitted(Face::Text, (BESIDE, 281.9), 3.0, 92.0, &issuer.role);
    }
    for scale in [1.8, 1.28] {
        pen.add(&format!(
            "<use class=\"heart\" href=\"#heart\" transform=\"translate(174 262) scale({scale}) \
             translate(-38.5 -38.5)\"/>"
        ));
    }
    pen.add("<use class=\"wax\" href=\"#mark\" x=\"168.8\" y=\"256.8\" width=\"10.4\" height=\"10.4\"/>");
    let seal = text(language, "document-seal");
    pen.middle(Face::Label, (174.0, 282.0), 2.4, 34.0, &seal);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attested(name: &str) -> AttestedFacts {
        let framework = Framework::embedded("crcn").unwrap().unwrap();
        AttestedFacts {
            certificate_id: String::new(),
            last_name: Some(name.to_owned()),
            first_name: Some("Maëlle".to_owned()),
            birth_date: None,
            framework: "crcn".to_owned(),
            framework_version: 1,
            score: 487,
            max_score: 895,
            global_level: Some(4),
            degraded: false,
            levels: framework
                .competences()
                .map(|it| (it.code.clone(), 3))
                .collect(),
            exam_date: "2026-05-21".parse().unwrap(),
            issued_at: "2026-06-09T08:00:00Z".parse().unwrap(),
            stamped_at: None,
            language: Language::French,
            issuer: "Institut & Co".to_owned(),
            specimen: true,
        }
    }

    fn drawn(name: &str) -> String {
        let framework = Framework::embedded("crcn").unwrap().unwrap();
        certificate(&Sheet {
            attested: &attested(name),
            recorded: None,
            framework: &framework,
            code: "7K2M-9QXT-4BWF-HR",
            qr: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"></svg>",
            label: "Page 1",
            void: false,
        })
    }

    #[test]
    fn the_drawing_says_whose_certificate_it_is_and_nothing_becomes_markup() {
        let drawing = drawn("<b>Kervadec</b>");
        assert!(drawing.contains("&lt;b>Kervadec&lt;/b>"), "{drawing}");
        assert!(drawing.contains("Maëlle ") && !drawing.contains("<b>"));
        assert!(drawing.contains("Institut &amp; Co") && drawing.contains("7K2M-9QXT-4BWF-HR"));
        assert!(drawing.contains("class=\"qr\" x=\"20\"") && !drawing.contains("xmlns"));
        assert!(drawing.contains("SPÉCIMEN") && drawing.len() < 18_000);
    }

    #[test]
    fn a_name_of_any_length_stays_on_the_page() {
        for length in [0, 1, 24, 25, 42, 43, 120, 500] {
            let last: String = "Kervadec ".repeat(60).chars().take(length).collect();
            let mut pen = Pen::new();
            name(&mut pen, "Maëlle", &last);
            let drawing = pen.drawn().to_owned();
            for line in drawing.split("<text").skip(1) {
                let number = |name: &str| -> f64 {
                    let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
                    rest.split('"').next().unwrap().parse().unwrap()
                };
                let y = number(" y");
                assert!((45.0..=66.0).contains(&y), "{length}: {y}");
                let (_, shown) = line.split_once('>').unwrap();
                let shown = shown.replace("<tspan class=\"caps\">", "");
                let signs = shown.split('<').next().unwrap().chars().count();
                assert!(number("font-size") * 0.4 * super::super::pen::small(signs) < 172.0);
            }
            assert!(drawing.matches("<text").count() <= 4, "{length}");
        }
    }

    #[test]
    fn a_framework_of_any_size_stays_on_the_page() {
        let framework = Framework::embedded("crcn").unwrap().unwrap();
        let mut pen = Pen::new();
        let mut large = framework.clone();
        large.domains.extend(framework.domains.clone());
        table(&mut pen, &large, &[7; 32], Language::English);
        for y in pen.drawn().split(" y=\"").skip(1) {
            let y: f64 = y.split('"').next().unwrap().parse().unwrap();
            assert!(y < 242.0, "{y}");
        }
    }
}
