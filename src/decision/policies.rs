//! What an authority checks beside the rules of award. Each policy can be off, warn, or refuse
//! the row; the decision itself never depends on them.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::framework::Framework;
use crate::i18n::{self, FluentValue, Language};
use crate::results::{FinalizedResult, Severity, normalise};

/// How strictly a policy is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyLevel {
    /// Not checked.
    Off,
    /// Reported; the row goes on.
    Warning,
    /// Reported; the row is refused.
    Error,
}

/// The policies of an issuing authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policies {
    /// The profile before the exam, when the file supplies it, must be certifiable.
    pub certifiable_profile: PolicyLevel,
    /// Competences at level 1 or above that make a profile certifiable.
    pub certifiable_competences: u32,
    /// Two sessions of one person must lie apart.
    pub session_interval: PolicyLevel,
    /// Days that must lie between two sessions of one person.
    pub session_interval_days: u32,
    /// The exam is not in the future and the candidate is of an age that can be true.
    pub plausible_dates: PolicyLevel,
    /// Youngest plausible age at the exam, in years.
    pub minimum_age_years: u32,
    /// Oldest plausible age at the exam, in years.
    pub maximum_age_years: u32,
    /// Score and levels lie within the framework's scale.
    pub within_scale: PolicyLevel,
    /// A global level given by the file is the one the score implies.
    pub global_level: PolicyLevel,
    /// The session is not one that was called off in the register.
    pub cancelled_session: PolicyLevel,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            certifiable_profile: PolicyLevel::Error,
            certifiable_competences: 5,
            session_interval: PolicyLevel::Warning,
            session_interval_days: 15,
            plausible_dates: PolicyLevel::Error,
            minimum_age_years: 8,
            maximum_age_years: 110,
            within_scale: PolicyLevel::Error,
            global_level: PolicyLevel::Error,
            cancelled_session: PolicyLevel::Warning,
        }
    }
}

/// A policy that a result does not meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Whether the row is refused.
    pub severity: Severity,
    /// Name of the finding: `session-interval`.
    pub id: &'static str,
    /// Values that the message names.
    pub args: Vec<(&'static str, String)>,
}

impl Finding {
    /// What was found, in a language.
    pub fn message(&self, language: Language) -> String {
        let values: Vec<(&str, FluentValue<'_>)> = self
            .args
            .iter()
            .map(|(name, value)| (*name, FluentValue::from(value.as_str())))
            .collect();
        i18n::text_with(language, &format!("decision-policy-{}", self.id), &values)
    }
}

/// A finding before it is known how strictly it is taken.
type Breach = (&'static str, Vec<(&'static str, String)>);

/// What is known about a result beside what it says itself.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The exam dates of the same person's other results, in the register or in the file.
    pub earlier_exam_dates: &'a [NaiveDate],
    /// Whether its session was called off in the register.
    pub session_cancelled: bool,
    /// Civil date of the check.
    pub today: NaiveDate,
}

/// Checks one result against every policy.
pub fn check(
    policies: &Policies,
    framework: &Framework,
    result: &FinalizedResult,
    known: Circumstances<'_>,
) -> Vec<Finding> {
    [
        (
            policies.certifiable_profile,
            certifiable_profile(policies, result),
        ),
        (
            policies.session_interval,
            session_interval(policies, result, known.earlier_exam_dates),
        ),
        (
            policies.plausible_dates,
            plausible_dates(policies, result, known.today),
        ),
        (policies.within_scale, within_scale(framework, result)),
        (policies.global_level, global_level(framework, result)),
        (
            policies.cancelled_session,
            cancelled_session(result, known.session_cancelled),
        ),
    ]
    .into_iter()
    .filter_map(|(level, breach)| {
        let severity = match level {
            PolicyLevel::Off => return None,
            PolicyLevel::Warning => Severity::Warning,
            PolicyLevel::Error => Severity::Error,
        };
        breach.map(|(id, args)| Finding { severity, id, args })
    })
    .collect()
}

fn certifiable_profile(policies: &Policies, result: &FinalizedResult) -> Option<Breach> {
    let given = result.certifiable_competences?;
    let due = policies.certifiable_competences;
    (given < due).then(|| {
        let args = vec![("given", given.to_string()), ("due", due.to_string())];
        ("certifiable-profile", args)
    })
}

fn session_interval(
    policies: &Policies,
    result: &FinalizedResult,
    earlier: &[NaiveDate],
) -> Option<Breach> {
    let distance = |date: &NaiveDate| (*date - result.exam_date).num_days().unsigned_abs();
    let nearest = earlier.iter().min_by_key(|date| distance(date))?;
    let days = distance(nearest);
    (days < u64::from(policies.session_interval_days)).then(|| {
        let args = vec![
            ("days", days.to_string()),
            ("due", policies.session_interval_days.to_string()),
            ("date", nearest.to_string()),
        ];
        ("session-interval", args)
    })
}

fn plausible_dates(
    policies: &Policies,
    result: &FinalizedResult,
    today: NaiveDate,
) -> Option<Breach> {
    let exam_date = result.exam_date;
    if exam_date > today {
        let args = vec![
            ("date", exam_date.to_string()),
            ("today", today.to_string()),
        ];
        return Some(("exam-in-future", args));
    }
    // `years_since` is empty if the birth lies after the exam.
    let age = exam_date.years_since(result.identity.birth_date);
    let (youngest, oldest) = (policies.minimum_age_years, policies.maximum_age_years);
    let plausible = age.is_some_and(|age| (youngest..=oldest).contains(&age));
    (!plausible).then(|| {
        let years = exam_date.year() - result.identity.birth_date.year();
        let args = vec![
            (
                "age",
                age.map_or_else(|| years.to_string(), |age| age.to_string()),
            ),
            ("youngest", youngest.to_string()),
            ("oldest", oldest.to_string()),
        ];
        ("implausible-age", args)
    })
}

fn within_scale(framework: &Framework, result: &FinalizedResult) -> Option<Breach> {
    if result.score > framework.max_score {
        let args = vec![
            ("score", result.score.to_string()),
            ("maximum", framework.max_score.to_string()),
        ];
        return Some(("score-above-scale", args));
    }
    let (competence, level) = framework
        .competences()
        .zip(&result.levels)
        .find(|&(_, &level)| level > framework.max_level)?;
    let args = vec![
        ("competence", competence.code.clone()),
        ("level", level.to_string()),
        ("maximum", framework.max_level.to_string()),
    ];
    Some(("level-above-scale", args))
}

fn cancelled_session(result: &FinalizedResult, cancelled: bool) -> Option<Breach> {
    cancelled.then(|| {
        let args = vec![("session", result.session.clone())];
        ("cancelled-session", args)
    })
}

/// The file may name the level in either language, or give its number.
fn global_level(framework: &Framework, result: &FinalizedResult) -> Option<Breach> {
    let given = result.given_global_level.as_deref()?;
    let implied = framework.global_level(result.score);
    let agrees = implied.is_some_and(|level| {
        let wanted = normalise(given);
        wanted == normalise(&level.label.fr)
            || wanted == normalise(&level.label.en)
            || wanted == level.number.to_string()
    });
    (!agrees).then(|| {
        let label = |language| {
            implied
                .map_or("—", |level| level.label.get(language))
                .to_owned()
        };
        let args = vec![
            ("given", given.to_owned()),
            ("score", result.score.to_string()),
            ("french", label(Language::French)),
            ("english", label(Language::English)),
        ];
        ("global-level", args)
    })
}
