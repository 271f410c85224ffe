//! The check before signing. One named rule a defect, each with its source; all findings together.
//!
//! What passes becomes [`LintedFacts`], the only thing that can be signed.

mod dates;
mod form;
mod names;
mod result;

use std::fmt;

use chrono::NaiveDate;

use super::claims::SealClaims;
use super::{CertificateFacts, GlyphCoverage};
use crate::framework::Framework;
use crate::i18n::{self, FluentValue, Language};
use crate::results::ResultColumn;

/// What facts are held against.
#[derive(Debug, Clone, Copy)]
pub struct LintContext<'a> {
    /// The framework that the facts name.
    pub framework: &'a Framework,
    /// What the fonts can draw.
    pub coverage: &'a GlyphCoverage,
    /// Today at the issuer.
    pub today: NaiveDate,
}

/// A broken rule. Its name is its id in the message files: `credential-lint-<rule>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintFinding {
    /// The rule.
    pub rule: &'static str,
    /// Where the rule comes from.
    pub citation: &'static str,
    /// Values that the sentence names.
    pub values: Vec<(&'static str, String)>,
}

/// Every rule that the facts break; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintReport {
    /// What is wrong.
    pub findings: Vec<LintFinding>,
}

/// Facts that broke no rule: the permission to sign them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintedFacts {
    facts: CertificateFacts,
}

/// A rule with its source.
struct Rule {
    name: &'static str,
    citation: &'static str,
    check: fn(&CertificateFacts, &LintContext<'_>) -> Broken,
}

/// One entry a defect: the values that the rule's sentence names.
type Broken = Vec<Vec<(&'static str, String)>>;

/// A rule is kept: nothing to say.
const KEPT: Broken = Vec::new();

/// Holds facts against every rule.
pub fn lint(facts: CertificateFacts, against: &LintContext<'_>) -> Result<LintedFacts, LintReport> {
    let findings: Vec<LintFinding> = rules()
        .flat_map(|rule| {
            (rule.check)(&facts, against)
                .into_iter()
                .map(|values| LintFinding {
                    rule: rule.name,
                    citation: rule.citation,
                    values,
                })
        })
        .collect();
    if findings.is_empty() {
        Ok(LintedFacts { facts })
    } else {
        Err(LintReport { findings })
    }
}

fn rules() -> impl Iterator<Item = &'static Rule> {
    names::RULES
        .iter()
        .chain(dates::RULES)
        .chain(result::RULES)
        .chain(form::RULES)
}

impl LintedFacts {
    /// What will be signed, in full.
    pub fn facts(&self) -> &CertificateFacts {
        &self.facts
    }

    /// The deterministic CBOR that the seal signs.
    pub fn claims(&self) -> Vec<u8> {
        SealClaims::from_facts(&self.facts).encode()
    }

    pub(super) fn into_facts(self) -> CertificateFacts {
        self.facts
    }
}

impl LintFinding {
    /// One of the values that the sentence names.
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut values = self.values.iter();
        values
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The column of a file of results that the defect comes from, if it comes from one.
    pub fn column(&self, language: Language) -> Option<String> {
        let column = match (self.rule, self.value("field")) {
            (_, Some("last_name")) => ResultColumn::LastName,
            (_, Some("first_name")) => ResultColumn::FirstName,
            (_, Some("birth_place")) => ResultColumn::BirthPlace,
            (_, Some("centre")) => ResultColumn::Centre,
            ("birth-date-implausible", _) => ResultColumn::BirthDate,
            ("exam-before-framework" | "exam-after-delivery", _) => ResultColumn::ExamDate,
            ("score-out-of-range" | "score-zero", _) => ResultColumn::Score,
            _ => return None,
        };
        Some(column.header(language).to_owned())
    }

    /// What is wrong and what to do, for the person who must mend it.
    pub fn message(&self, language: Language) -> String {
        let values: Vec<(&str, FluentValue<'_>)> = self
            .values
            .iter()
            .map(|(name, value)| match (*name, self.column(language)) {
                ("field", Some(column)) => ("field", column.into()),
                (name, _) => (name, value.clone().into()),
            })
            .collect();
        i18n::text_with(language, &format!("credential-lint-{}", self.rule), &values)
    }
}

impl LintReport {
    /// All findings, one sentence each.
    pub fn message(&self, language: Language) -> String {
        let sentences: Vec<String> = self
            .findings
            .iter()
            .map(|finding| finding.message(language))
            .collect();
        sentences.join(" ")
    }
}

impl fmt::Display for LintReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules: Vec<&str> = self.findings.iter().map(|finding| finding.rule).collect();
        write!(f, "the facts break the rules {}", rules.join(", "))
    }
}

/// One defect if the condition holds.
fn broken_if(condition: bool, values: impl FnOnce() -> Vec<(&'static str, String)>) -> Broken {
    if condition { vec![values()] } else { KEPT }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::fixtures::{context, facts};
    use super::*;

    /// Breaks one rule.
    type Spoil = fn(&mut CertificateFacts);

    /// A bad example of every rule.
    const BAD: &[(&str, Spoil)] = &[
        ("name-missing", |f| f.holder.first_name = " ".into()),
        ("name-not-nfc", |f| {
            f.holder.first_name = "Mae\u{308}lle".into();
        }),
        ("name-too-long", |f| f.holder.last_name = "x".repeat(121)),
        ("name-control-character", |f| {
            f.holder.last_name = "Abc\u{202e}def".into();
        }),
        ("undrawable-character", |f| f.holder.last_name = "李".into()),
        ("birth-date-implausible", |f| {
            f.holder.birth_date = "1850-01-01".parse().unwrap();
        }),
        ("exam-before-framework", |f| {
            f.exam_date = "1999-01-01".parse().unwrap();
            f.holder.birth_date = "1980-01-01".parse().unwrap();
        }),
        ("exam-after-delivery", |f| {
            f.exam_date = "2026-06-10".parse().unwrap();
        }),
        ("delivery-in-future", |f| {
            f.delivery_date = "2026-06-10".parse().unwrap();
        }),
        ("framework-differs", |f| f.framework_version += 1),
        ("levels-count", |f| {
            f.levels.pop();
        }),
        ("level-out-of-scale", |f| f.levels[3] = 8),
        ("score-out-of-range", |f| {
            (f.score, f.global_level) = (896, None);
        }),
        ("score-zero", |f| (f.score, f.global_level) = (0, None)),
        ("global-level-differs", |f| f.global_level = Some(5)),
        ("status-out-of-list", |f| f.status.index = 1 << 17),
        ("issuer-incomplete", |f| f.issuer.signatory = String::new()),
        ("verify-url-form", |f| {
            f.verify_url = "https://sceau.example/v".into();
        }),
        ("seal-too-large", |f| {
            f.holder.last_name = "é".repeat(120);
            f.holder.first_name = "é".repeat(120);
        }),
    ];

    #[test]
    fn every_rule_finds_its_bad_example_and_passes_the_good_one() {
        assert_eq!(lint(facts(), &context()).map(|_| ()), Ok(()));
        for (rule, spoil) in BAD {
            let mut bad = facts();
            spoil(&mut bad);
            let report = lint(bad, &context()).unwrap_err();
            let broken: BTreeSet<&str> = report.findings.iter().map(|found| found.rule).collect();
            assert_eq!(broken, BTreeSet::from([*rule]));
        }
    }

    #[test]
    fn every_rule_has_a_bad_example_and_a_source() {
        let bad: BTreeSet<&str> = BAD.iter().map(|(rule, _)| *rule).collect();
        let all: BTreeSet<&str> = rules().map(|rule| rule.name).collect();
        assert_eq!(bad, all);
        assert!(rules().all(|rule| !rule.citation.is_empty()));
    }

    #[test]
    fn every_rule_speaks_both_languages() {
        for (rule, spoil) in BAD {
            let mut bad = facts();
            spoil(&mut bad);
            let report = lint(bad, &context()).unwrap_err();
            for language in Language::ALL {
                let message = report.message(language);
                assert!(
                    !message.contains("[credential") && !message.contains('{'),
                    "{rule}: {message}"
                );
            }
        }
    }

    #[test]
    fn characters_that_no_font_draws_are_named() {
        let mut bad = facts();
        bad.holder.last_name = "李小龍".into();
        let report = lint(bad, &context()).unwrap_err();
        let message = report.message(Language::English);
        assert!(
            message.contains("小") && message.contains("李") && message.contains("龍"),
            "{message}"
        );
    }

    #[test]
    fn below_the_first_level_there_is_none_and_that_is_right() {
        let low = CertificateFacts {
            score: 63,
            global_level: None,
            ..facts()
        };
        assert_eq!(lint(low, &context()).map(|_| ()), Ok(()));
        let wrong = CertificateFacts {
            score: 63,
            global_level: Some(1),
            ..facts()
        };
        assert!(lint(wrong, &context()).is_err());
    }
}
