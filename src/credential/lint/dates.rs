//! Dates: in an order that can have happened.

use chrono::Datelike;

use super::{Broken, LintContext, Rule, broken_if};
use crate::credential::CertificateFacts;

/// Ages at which people sit an exam.
const AGES: std::ops::RangeInclusive<i32> = 5..=120;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "birth-date-implausible",
        citation: "aged 5 to 120 in the year of the exam",
        check: birth,
    },
    Rule {
        name: "exam-before-framework",
        citation: "framework.toml: the regimes and their dates",
        check: before_regime,
    },
    Rule {
        name: "exam-after-delivery",
        citation: "a certificate is delivered after its exam",
        check: exam_after_delivery,
    },
    Rule {
        name: "delivery-in-future",
        citation: "a certificate is not delivered before it is made",
        check: delivery_in_future,
    },
];

fn birth(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    let years = facts.exam_date.year() - facts.holder.birth_date.year();
    broken_if(!AGES.contains(&years), || {
        vec![("date", facts.holder.birth_date.to_string())]
    })
}

fn before_regime(facts: &CertificateFacts, against: &LintContext<'_>) -> Broken {
    broken_if(
        against.framework.regime_on(facts.exam_date).is_none(),
        || vec![("date", facts.exam_date.to_string())],
    )
}

fn exam_after_delivery(facts: &CertificateFacts, _: &LintContext<'_>) -> Broken {
    broken_if(facts.exam_date > facts.delivery_date, || {
        vec![
            ("exam", facts.exam_date.to_string()),
            ("delivery", facts.delivery_date.to_string()),
        ]
    })
}

fn delivery_in_future(facts: &CertificateFacts, against: &LintContext<'_>) -> Broken {
    broken_if(facts.delivery_date > against.today, || {
        vec![("date", facts.delivery_date.to_string())]
    })
}
