//! Page 1 of a certificate as a drawing, from what its seal says: same places, same figure, same QR
//! code, few words. The signed PDF is the document; this shows which one it is.

use std::fmt::Write as _;

use crate::framework::Framework;
use crate::http::pages::{day, figure};
use crate::i18n::{Language, text};
use crate::verification::AttestedFacts;

/// Millimetres of the bar of the score.
const BAR: f64 = 170.0;
/// Signs that fit into a line of competence.
const LONGEST_LINE: usize = 44;

/// What is drawn.
pub(super) struct Sheet<'a> {
    pub(super) attested: &'a AttestedFacts,
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
    let class = if sheet.void { "cert void" } else { "cert" };
    format!(
        "<svg class=\"{class}\" viewBox=\"0 0 210 297\" role=\"img\" aria-label=\"{}\" lang=\"{}\">\
         {}{}{}{}</svg>",
        escaped(sheet.label),
        language.tag(),
        heading(sheet, language),
        result(sheet, language),
        competences(sheet, language),
        foot(sheet, language),
    )
}

fn heading(sheet: &Sheet<'_>, language: Language) -> String {
    let attested = sheet.attested;
    let mut out = String::new();
    line(&mut out, "s", (20.0, 19.0), &attested.issuer);
    line(
        &mut out,
        "",
        (20.0, 30.0),
        sheet.framework.title.get(language),
    );
    let awarded = text(language, "document-awarded");
    line(&mut out, "s", (20.0, 38.0), &awarded);
    let name = attested.holder().unwrap_or_default();
    let (class, lines) = fitted(&name);
    for (place, part) in (0_u8..).zip(lines) {
        line(
            &mut out,
            class,
            (20.0, 54.0 + f64::from(place) * 8.5),
            &part,
        );
    }
    let exam = text(language, "document-exam-date");
    line(&mut out, "s", (145.0, 72.0), &exam);
    line(
        &mut out,
        "t",
        (145.0, 77.5),
        &day(language, attested.exam_date),
    );
    // Birth date and place, centre.
    out.push_str("<path class=\"line\" d=\"M20 70h54v2.4h-54zM20 76h44v2.4h-44z\"/>");
    out
}

/// A long name is written smaller, a very long one in two lines.
fn fitted(name: &str) -> (&'static str, Vec<String>) {
    let length = name.chars().count();
    if length <= 24 {
        return ("b", vec![name.to_owned()]);
    }
    if length <= 42 {
        return ("", vec![name.to_owned()]);
    }
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let last = lines.last().map_or(0, |line| line.chars().count());
        if last > 0 && last + word.chars().count() > 60 && lines.len() < 2 {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            let space = if line.is_empty() { "" } else { " " };
            let _ = write!(line, "{space}{word}");
        }
    }
    let short = |line: String| cut(&line, 64);
    ("n", lines.into_iter().map(short).collect())
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

fn result(sheet: &Sheet<'_>, language: Language) -> String {
    let attested = sheet.attested;
    let level = sheet.framework.global_level(attested.score);
    let mut out = String::new();
    line(
        &mut out,
        "s",
        (20.0, 88.0),
        &text(language, "document-score"),
    );
    line(&mut out, "b", (20.0, 103.0), &attested.score.to_string());
    if let Some(level) = level {
        let global = text(language, "document-global-level");
        line(&mut out, "s", (62.0, 88.0), &global);
        line(&mut out, "b", (62.0, 103.0), level.label.get(language));
    }
    let most = f64::from(attested.max_score.max(1));
    let reached = f64::from(attested.score.min(attested.max_score)) * BAR / most;
    let _ = write!(
        out,
        "<path class=\"line\" d=\"M20 116h{BAR}v2.4h-{BAR}z\"/>\
         <path class=\"wax\" d=\"M20 116h{reached:.1}v2.4h-{reached:.1}z\"/>"
    );
    out
}

fn competences(sheet: &Sheet<'_>, language: Language) -> String {
    let levels: Vec<u8> = sheet
        .attested
        .levels
        .iter()
        .map(|(_, level)| *level)
        .collect();
    let (off, on) = figure::petals(sheet.framework, &levels);
    let mut out = format!(
        "<g transform=\"translate(20 142)\"><path class=\"line\" d=\"{off}\"/>\
         <path class=\"wax\" d=\"{on}\"/></g><g class=\"t\">"
    );
    let mut y = 144.0;
    // As many as the page has room for.
    for (competence, level) in sheet.framework.competences().zip(&levels).take(18) {
        line(&mut out, "", (106.0, y), &competence.code);
        let name = cut(competence.name.get(language), LONGEST_LINE);
        line(&mut out, "", (114.0, y), &name);
        line(&mut out, "", (187.0, y), &level.to_string());
        y += 5.5;
    }
    out.push_str("</g>");
    out
}

fn foot(sheet: &Sheet<'_>, language: Language) -> String {
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
    let mut out = qr;
    let code = text(language, "document-code");
    line(&mut out, "s", (61.0, 251.0), &code);
    line(&mut out, "m", (61.0, 260.0), sheet.code);
    out.push_str(
        "<path class=\"line\" d=\"M61 268h62v2.4h-62zM61 274h48v2.4h-48z\"/>\
         <circle class=\"seal\" cx=\"175\" cy=\"264\" r=\"15\"/>\
         <circle class=\"wax\" cx=\"175\" cy=\"264\" r=\"6\"/>",
    );
    out
}

fn line(out: &mut String, class: &str, (x, y): (f64, f64), text: &str) {
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    // Writing to a String can't fail.
    let _ = write!(
        out,
        "<text{class} x=\"{x}\" y=\"{y}\">{}</text>",
        escaped(text)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
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
        assert!(
            drawing.contains("Maëlle &lt;b>Kervadec&lt;/b>"),
            "{drawing}"
        );
        assert!(drawing.contains("Institut &amp; Co") && drawing.contains("7K2M-9QXT-4BWF-HR"));
        assert!(drawing.contains("class=\"qr\" x=\"20\"") && !drawing.contains("xmlns"));
    }

    #[test]
    fn a_name_of_any_length_stays_on_the_page() {
        for length in [1, 24, 25, 42, 43, 120, 500] {
            let name = "Kervadec ".repeat(length / 9 + 1);
            let (_, lines) = fitted(&name.chars().take(length).collect::<String>());
            assert!(lines.len() <= 2 && lines.iter().all(|line| line.chars().count() <= 64));
        }
    }
}
