//! Score and levels: within the framework, and saying the same.

use super::{Broken, LintContext, Rule, broken_if};
use crate::credential::CertificateFacts;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "framework-differs",
        citation: "framework.toml: id and version",
        check: framework,
    },
    Rule {
        name: "levels-count",
        citation: "framework.toml: one level for each competence",
        check: count,
    },
    Rule {
        name: "level-out-of-scale",
        citation: "framework.toml: max_level",
        check: scale,
    },
    Rule {
        name: "score-out-of-range",
        citation: "framework.toml: max_score",
        check: range,
    },
    Rule {
        name: "score-zero",
        citation: "decision table: a score of zero is rejected",
        check: zero,
    },
    Rule {
        name: "global-level-differs",
        citation: "framework.toml: the global levels and their scores",
        check: global_level,
    },
];

fn framework(facts: &CertificateFacts, against: &LintContext<'_>) -> Broken {
    let framework = against.framework;
    let differs = facts.framework != framework.id || facts.framework_version != framework.version;
    broken_if(differs, || {
        vec![
            (
                "facts",
                format!("{} {}", facts.framework, facts.framework_version),
            ),
            (
                "framework",
                format!("{} {}", framework.id, framework.version),
            ),
        ]
    })
}

fn count(facts: &CertificateFacts, against: &LintContext<'_>) -> Broken {
    let expected = against.framework.competences().count();
    broken_if(facts.levels.len() != expected, || {
        vec![
            ("count", facts.levels.len().to_string()),
            ("expected", expected.to_string()),
        ]
    })
}

fn scale(facts: &CertificateFacts, against: &LintContext<'_>) -> Broken {
    let max = against.framework.max_level;
    against
        .framework
        .competences()
        .zip(&facts.levels)
        .filter(|(_, level)| **level > max)
        .map(|(competence, level)| {
            vec![
                ("competence", competence.code.clone()),
                ("level", level.to_string()),
                ("max", max.to_string()),
            ]
        })
        .collect()
}

fn range(facts: &CertificateFacts, against: &LintContext<'_>) -> Broken {
    let max = against.framework.max_score;
    broken_if(facts.score > max, || {
        vec![("score", facts.score.to_string()), ("max", max.to_string())]
    })
}

fn zero(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    broken_if(facts.score == 0, Vec::new)
}

fn global_level(facts: &CertificateFacts, against: &LintContext<'_>) -> Broken {
    let implied = against
        .framework
        .global_level(facts.score)
        .map(|level| level.number);
    let shown =
        |level: Option<u8>| level.map_or_else(|| "–".to_owned(), |number| number.to_string());
    broken_if(facts.global_level != implied, || {
        vec![
            ("given", shown(facts.global_level)),
            ("implied", shown(implied)),
        ]
    })
}
