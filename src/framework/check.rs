//! The rules that `framework.toml` has to keep by itself: codes, scale, scores, regimes, names.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::defect::Rule;
use super::form::{Outline, RegimeForm, RuleForm};
use super::log::{Log, limit};
use super::parse::{OUTLINE, date};

/// A seal holds each level in four bits.
const HIGHEST_LEVEL: u8 = 15;

/// Checks all of `framework.toml`.
pub(super) fn check(outline: &Outline, folder: &str, log: &mut Log) {
    if outline.id != folder {
        let (id, folder) = (outline.id.clone(), folder.to_owned());
        log.outline("id", Rule::IdIsNotFolder { id, folder });
    }
    let (max_level, highest) = (outline.max_level, HIGHEST_LEVEL);
    if !(max_level..=highest).contains(&outline.reserved_level) {
        log.outline("reserved_level", Rule::ReservedLevel { max_level, highest });
    }
    for (key, number) in [
        ("version", outline.version),
        ("max_level", u32::from(max_level)),
        ("max_score", outline.max_score),
    ] {
        if number == 0 {
            log.outline(key, Rule::NotPositive);
        }
    }
    log.pair("title", &outline.title, limit::TITLE);
    log.pair("name", &outline.name, limit::NAME);
    if let Some(url) = outline.url.as_ref().filter(|url| !is_address(url)) {
        log.outline("url", Rule::NotAnAddress(url.clone()));
    }
    scale(outline, log);
    domains(outline, log);
    regimes(&outline.regimes, log);
    global_levels(outline, log);
}

/// Plain enough to stand in a credential as it is (RFC 3986).
fn is_address(url: &str) -> bool {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(sign);
    url.strip_prefix("https://")
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(plain))
}

fn scale(outline: &Outline, log: &mut Log) {
    let steps = outline.scale.iter();
    let ranges: Vec<_> = steps
        .map(|step| (step.from.into(), step.to.into()))
        .collect();
    joined("scale", &ranges, Some(0), outline.max_level.into(), log);
    for (index, step) in outline.scale.iter().enumerate() {
        log.pair(
            &format!("scale[{}].meaning", index + 1),
            &step.meaning,
            limit::MEANING,
        );
    }
}

fn domains(outline: &Outline, log: &mut Log) {
    if outline.domains.is_empty() {
        log.outline("domains", Rule::Empty);
    }
    let mut domain_codes = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for (index, domain) in outline.domains.iter().enumerate() {
        let key = format!("domains[{}]", index + 1);
        log.text(OUTLINE, &format!("{key}.code"), &domain.code, limit::CODE);
        if !domain_codes.insert(&domain.code) {
            log.outline(format!("{key}.code"), Rule::Repeated(domain.code.clone()));
        }
        log.pair(&format!("{key}.name"), &domain.name, limit::NAME);
        if domain.competences.is_empty() {
            log.outline(format!("{key}.competences"), Rule::Empty);
        }
        for (index, competence) in domain.competences.iter().enumerate() {
            let key = format!("{key}.competences[{}]", index + 1);
            let code = &competence.code;
            log.text(OUTLINE, &format!("{key}.code"), code, limit::CODE);
            if !codes.insert(code) {
                log.outline(format!("{key}.code"), Rule::Repeated(code.clone()));
            }
            if code.len() <= domain.code.len() || !code.starts_with(&domain.code) {
                let (code, domain) = (code.clone(), domain.code.clone());
                log.outline(
                    format!("{key}.code"),
                    Rule::CodeOutsideDomain { code, domain },
                );
            }
            log.pair(&format!("{key}.name"), &competence.name, limit::NAME);
        }
    }
}

fn regimes(regimes: &[RegimeForm], log: &mut Log) {
    if regimes.is_empty() {
        log.outline("regimes", Rule::Empty);
    }
    let mut ids = BTreeSet::new();
    let mut before: Option<(&str, Option<NaiveDate>)> = None;
    for (index, regime) in regimes.iter().enumerate() {
        let key = format!("regimes[{}]", index + 1);
        log.text(OUTLINE, &format!("{key}.id"), &regime.id, limit::LABEL);
        if !ids.insert(&regime.id) {
            log.outline(format!("{key}.id"), Rule::Repeated(regime.id.clone()));
        }
        possible(&key, regime.rule, log);
        let from = date(&regime.from);
        let until = regime.until.as_ref().map(date);
        for (name, day, given) in [
            ("from", Some(from), Some(&regime.from)),
            ("until", until, regime.until.as_ref()),
        ] {
            if let (Some(None), Some(given)) = (day, given) {
                log.outline(format!("{key}.{name}"), Rule::NotADate(given.to_string()));
            }
        }
        let (Some(from), until) = (from, until.flatten()) else {
            continue;
        };
        if let Some(until) = until.filter(|until| *until < from) {
            let (from, to) = (from.to_string(), until.to_string());
            log.outline(key.clone(), Rule::Reversed { from, to });
        }
        if let Some((before, until)) = before
            && until.is_none_or(|until| from <= until)
        {
            let before = before.to_owned();
            log.outline(
                key,
                Rule::RegimesOverlap {
                    from,
                    before,
                    until,
                },
            );
        }
        before = Some((&regime.id, until));
    }
}

fn possible(key: &str, rule: RuleForm, log: &mut Log) {
    let key = format!("{key}.rule");
    match rule {
        RuleForm::Answers { questions, minimum } => {
            if minimum == 0 || minimum > questions {
                log.outline(key, Rule::ImpossibleAnswers { minimum, questions });
            }
        }
        RuleForm::CorrectShare { more_than_percent } => {
            if more_than_percent >= 100 {
                log.outline(key, Rule::ImpossibleShare(more_than_percent));
            }
        }
    }
}

fn global_levels(outline: &Outline, log: &mut Log) {
    let levels = &outline.global_levels;
    let ranges: Vec<_> = levels
        .iter()
        .map(|level| (level.from_score, level.to_score))
        .collect();
    joined("global_levels", &ranges, None, outline.max_score, log);
    if levels.first().is_some_and(|level| level.from_score == 0) {
        log.outline("global_levels[1]", Rule::LevelAtZero);
    }
    let mut labels = BTreeSet::new();
    for (index, level) in levels.iter().enumerate() {
        let key = format!("global_levels[{}]", index + 1);
        let (found, expected) = (level.number, index + 1);
        if usize::from(found) != expected {
            log.outline(
                format!("{key}.number"),
                Rule::WrongNumber { found, expected },
            );
        }
        log.pair(&format!("{key}.label"), &level.label, limit::LABEL);
        for (language, label) in [("fr", &level.label.fr), ("en", &level.label.en)] {
            if !label.is_empty() && !labels.insert((language, label)) {
                log.outline(
                    format!("{key}.label.{language}"),
                    Rule::Repeated(label.clone()),
                );
            }
        }
    }
}

/// Checks that ranges run upwards and join, each beginning right after the one before it.
fn joined(key: &str, ranges: &[(u32, u32)], first: Option<u32>, maximum: u32, log: &mut Log) {
    let Some(&(_, end)) = ranges.last() else {
        log.outline(key, Rule::Empty);
        return;
    };
    let mut next = first;
    for (index, &(from, to)) in ranges.iter().enumerate() {
        let key = format!("{key}[{}]", index + 1);
        match next {
            Some(expected) if from > expected => {
                log.outline(key.clone(), Rule::Gap { from, expected });
            }
            Some(expected) if from < expected => {
                log.outline(key.clone(), Rule::Overlap { from, expected });
            }
            _ => {}
        }
        if to < from {
            let (from, to) = (from.to_string(), to.to_string());
            log.outline(key, Rule::Reversed { from, to });
        }
        next = Some(to.max(from).saturating_add(1));
    }
    if end != maximum {
        log.outline(key, Rule::WrongEnd { to: end, maximum });
    }
}
