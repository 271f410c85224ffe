//! What the templates read: the framework and its labels in one language, and one certificate.
//!
//! Both are JSON. The first is the same for every certificate, which lets typst remember what it
//! made of it; so nothing of a certificate may ever go in there.

use chrono::{Datelike, NaiveDate};
use fluent_bundle::FluentValue;
use serde_json::{Value, json};

use super::badge::Said;
use crate::credential::CertificateFacts;
use crate::framework::{Competence, Domain, Framework, GlobalLevel};
use crate::i18n::{Language, text, text_with};

/// The labels that a template may print, as the message files name them after `document-`.
const LABELS: [&str; 23] = [
    "awarded",
    "centre",
    "exam-date",
    "delivery-date",
    "score",
    "out-of",
    "global-level",
    "no-level",
    "meaning",
    "profile",
    "caption",
    "competence",
    "level",
    "code",
    "verify",
    "scan",
    "seal",
    "seal-file",
    "credential-file",
    "grid",
    "can-do",
    "nothing",
    "specimen",
];

/// `/data/framework-<language>.json`.
pub(super) fn framework(framework: &Framework, language: Language) -> Value {
    let first = framework.global_levels.first();
    let values = [
        ("first", first.map_or(0, |level| level.from_score).into()),
        ("max-level", framework.max_level.into()),
        ("max-score", framework.max_score.into()),
    ];
    let labels: serde_json::Map<String, Value> = LABELS
        .iter()
        .map(|name| {
            let label = text_with(language, &format!("document-{name}"), &values);
            ((*name).to_owned(), label.into())
        })
        .collect();
    let steps = framework.scale.iter();
    json!({
        "title": framework.title.get(language),
        "name": framework.name.get(language),
        "maxLevel": framework.max_level,
        "maxScore": framework.max_score,
        "labels": labels,
        "domains": framework.domains.iter().map(|it| domain(it, language)).collect::<Vec<_>>(),
        "scale": steps.map(|step| json!({
            "levels": step.levels,
            "meaning": step.meaning.get(language),
        })).collect::<Vec<_>>(),
        "globalLevels": framework.global_levels.iter()
            .map(|level| global_level(level, language))
            .collect::<Vec<_>>(),
    })
}

fn domain(domain: &Domain, language: Language) -> Value {
    let competence = |it: &Competence| {
        json!({
            "code": it.code,
            "name": it.name.get(language),
            "canDo": it.can_do.iter().map(|level| level.get(language)).collect::<Vec<_>>(),
        })
    };
    json!({
        "code": domain.code,
        "name": domain.name.get(language),
        "competences": domain.competences.iter().map(competence).collect::<Vec<_>>(),
    })
}

/// A certificate speaks about its holder, so it takes the third party's voice.
fn global_level(level: &GlobalLevel, language: Language) -> Value {
    json!({
        "number": level.number,
        "from": level.from_score,
        "to": level.to_score,
        "label": level.label.get(language),
        "summary": level.summary.third_party.get(language),
        "description": level.description.third_party.get(language),
    })
}

/// `/data/certificate.json`.
pub(super) fn certificate(facts: &CertificateFacts, framework: &Framework) -> Value {
    let language = facts.language;
    let code = &*facts.code.grouped();
    let pages = pages(facts);
    let verify_link = facts.verify_url.to_lowercase();
    let verify_at = verify_link
        .split_once("://")
        .map_or(&*verify_link, |(_, at)| at);
    let born = [
        ("date", day(facts.holder.birth_date, language).into()),
        ("place", FluentValue::from(&*facts.holder.birth_place)),
    ];
    json!({
        "lang": language.tag(),
        "specimen": facts.specimen,
        "code": code,
        "holder": {"first": facts.holder.first_name, "last": facts.holder.last_name},
        "born": text_with(language, "document-born", &born),
        "centre": facts.centre,
        "examDate": day(facts.exam_date, language),
        "deliveryDate": day(facts.delivery_date, language),
        "score": facts.score,
        "levels": facts.levels,
        "globalLevel": facts.global_level,
        "issuer": facts.issuer,
        "verifyAt": verify_at,
        "verifyLink": verify_link,
        "pages": (1..=pages).map(|page| page_label(language, code, page, pages)).collect::<Vec<_>>(),
        "qrAlt": text_with(language, "document-qr-alt", &[("code", code.into())]),
        "scaleAlt": text_with(language, "document-scale-alt", &[
            ("max-score", framework.max_score.into()),
            ("score", facts.score.into()),
        ]),
        "figureAlt": figure_alt(facts, framework),
    })
}

/// What stands on the badge. It names nobody: badges are shown around.
pub(super) fn badge(facts: &CertificateFacts, framework: &Framework) -> Said {
    let language = facts.language;
    let reached = facts.global_level.and_then(|number| {
        let mut levels = framework.global_levels.iter();
        levels.find(|level| level.number == number)
    });
    let (label, value) = match reached {
        Some(level) => ("global-level", level.label.get(language).to_owned()),
        None => ("score", facts.score.to_string()),
    };
    Said {
        title: framework.title.get(language).to_owned(),
        label: text(language, &format!("document-{label}")),
        value,
        date: day(facts.delivery_date, language),
        issuer: facts.issuer.name.clone(),
        specimen: if facts.specimen {
            text(language, "document-specimen")
        } else {
            String::new()
        },
    }
}

/// A score below the first global level has no reading grid.
pub(super) fn pages(facts: &CertificateFacts) -> usize {
    if facts.global_level.is_some() { 2 } else { 1 }
}

/// The document's title, for readers that show it and for people who hear it.
pub(super) fn title(facts: &CertificateFacts, framework: &Framework) -> String {
    let holder = &facts.holder;
    let title = framework.title.get(facts.language);
    format!("{title} – {} {}", holder.first_name, holder.last_name)
}

fn page_label(language: Language, code: &str, page: usize, pages: usize) -> String {
    let values = [
        ("code", code.into()),
        ("page", page.into()),
        ("pages", pages.into()),
    ];
    text_with(language, "document-page", &values)
}

/// Every level in words, for people who can't see the figure.
fn figure_alt(facts: &CertificateFacts, framework: &Framework) -> String {
    let levels: Vec<String> = framework
        .competences()
        .zip(&facts.levels)
        .map(|(competence, level)| format!("{} : {level}", competence.code))
        .collect();
    let values = [
        ("max-level", framework.max_level.into()),
        ("levels", levels.join(", ").into()),
    ];
    text_with(facts.language, "document-figure-alt", &values)
}

/// `1er mars 2026`, `1 March 2026`.
pub(super) fn day(date: NaiveDate, language: Language) -> String {
    let values = [
        ("day", date.day().into()),
        ("month", date.month().into()),
        // As text: a number would be free to group its thousands.
        ("year", date.year().to_string().into()),
    ];
    text_with(language, "document-date", &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        let first = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let last = NaiveDate::from_ymd_opt(1998, 12, 31).unwrap();
        assert_eq!(day(first, Language::French), "1er mars 2026");
        assert_eq!(day(last, Language::French), "31 décembre 1998");
        assert_eq!(day(first, Language::English), "1 March 2026");
    }

    #[test]
    fn every_label_has_its_sentence_in_both_languages() {
        for language in Language::ALL {
            for name in LABELS {
                let label = text(language, &format!("document-{name}"));
                assert!(!label.starts_with('['), "{language} {name}");
            }
        }
    }
}
