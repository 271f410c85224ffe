//! What is said of every row of a file: awarded, withheld and why, refused and why. The command
//! line prints it, the API answers it, and a batch keeps it.

use std::error::Error as _;

use serde::{Deserialize, Serialize};

use super::issue;
use super::{Judged, Refusal};
use crate::credential::{CertificateId, LintFinding};
use crate::decision::{Finding, Withheld};
use crate::framework::Framework;
use crate::i18n::{self, FluentValue, Language};
use crate::keys;
use crate::results::{FinalizedResult, ImportReport, Severity};
use crate::store::Ruling;

/// One row of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowReport {
    /// Line in the file; 0 when the file as a whole is meant.
    pub line: u32,
    /// Whose result it is, when the row could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// What becomes of the row.
    pub outcome: Ruling,
    /// Why, one sentence each.
    pub reasons: Vec<Reason>,
}

/// A sentence with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    /// Name of the rule that is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Header of the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The faulty value, shortened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong.
    #[serde(rename = "message")]
    pub sentence: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl RowReport {
    /// The rows that the reader refused or warns about, each with everything that is wrong with it.
    pub fn of_reading(report: &ImportReport, language: Language) -> Vec<Self> {
        let mut rows: Vec<Self> = Vec::new();
        for problem in &report.problems {
            let outcome = match problem.severity {
                Severity::Error => Ruling::Refused,
                Severity::Warning => Ruling::Warning,
            };
            let reason = Reason {
                rule: Some(problem.rule.to_string()),
                column: problem.column.clone(),
                value: problem.value.clone(),
                sentence: problem.message(language),
                remedy: Some(problem.remedy(language)),
            };
            // The problems come by line: only the last rows can be this one's.
            let same_line = |row: &&mut Self| row.line == problem.line;
            let mut last = rows.iter_mut().rev().take_while(same_line);
            match last.find(|row| row.outcome == outcome) {
                Some(row) => row.reasons.push(reason),
                None => rows.push(Self {
                    line: problem.line,
                    holder: None,
                    outcome,
                    reasons: vec![reason],
                }),
            }
        }
        rows
    }

    /// The row of a result that was read.
    pub fn of(judged: &Judged, framework: &Framework, language: Language) -> Self {
        let (result, outcome, reasons) = match judged {
            Judged::Award {
                award, existing, ..
            } => {
                let outcome = match existing {
                    Some(_) => Ruling::AlreadyIssued,
                    None => Ruling::Awarded,
                };
                let why = award.rule().explain(language, framework, award.result());
                (award.result(), outcome, vec![Reason::plain(why)])
            }
            Judged::Withheld(withheld) => {
                let why = Reason::withheld(withheld, framework, language);
                (&withheld.result, Ruling::Withheld, vec![why])
            }
            Judged::Refused { result, refusals } => {
                let reasons = refusals.iter().map(|one| Reason::refusal(one, language));
                (result, Ruling::Refused, reasons.collect())
            }
        };
        Self {
            line: result.line,
            holder: Some(holder(result)),
            outcome,
            reasons,
        }
    }

    /// What the operator should know of a result that is awarded all the same.
    pub fn of_warnings(judged: &Judged, language: Language) -> Option<Self> {
        let Judged::Award {
            award, warnings, ..
        } = judged
        else {
            return None;
        };
        let reasons: Vec<Reason> = warnings
            .iter()
            .map(|one| Reason::policy(one, language))
            .collect();
        (!reasons.is_empty()).then(|| Self {
            line: award.result().line,
            holder: Some(holder(award.result())),
            outcome: Ruling::Warning,
            reasons,
        })
    }

    /// The row of an award that could not be issued.
    pub fn failed(
        line: u32,
        holder: Option<String>,
        error: &issue::Error,
        language: Language,
    ) -> Self {
        Self {
            line,
            holder,
            outcome: Ruling::Refused,
            reasons: vec![Reason::failure(error, language)],
        }
    }
}

impl Reason {
    /// Why an award could not be issued.
    pub fn failure(error: &issue::Error, language: Language) -> Self {
        let sentence = match error {
            issue::Error::Lint(report) => report.message(language),
            other => full(other),
        };
        // A key in a token may have been lost on the way.
        let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
        let fault = causes.find_map(|cause| cause.downcast_ref::<keys::Fault>());
        let values = [("error", FluentValue::from(sentence))];
        Self {
            remedy: fault
                .map(keys::Fault::hint)
                .or(error.hint())
                .map(|id| i18n::text(language, id)),
            ..Self::plain(i18n::text_with(language, "issuance-failed", &values))
        }
    }

    /// Why the rules give no certificate.
    pub fn withheld(withheld: &Withheld, framework: &Framework, language: Language) -> Self {
        let result = &withheld.result;
        Self::plain(withheld.rule.explain(language, framework, result))
    }

    /// Why a row is refused.
    pub fn refusal(refusal: &Refusal, language: Language) -> Self {
        let with_id = |id: &str, certificate: &CertificateId| {
            let values = [("id", FluentValue::from(certificate.to_string()))];
            Self {
                remedy: Some(i18n::text_with(language, &format!("{id}-remedy"), &values)),
                ..Self::plain(i18n::text_with(language, id, &values))
            }
        };
        match refusal {
            Refusal::Policy(finding) => Self::policy(finding, language),
            Refusal::Undecidable(error) => Self::plain(error.explain(language)),
            Refusal::Changed(id) => with_id("issuance-changed", id),
            Refusal::Duplicate(id) => with_id("issuance-duplicate", id),
            Refusal::Lint(finding) => Self::lint(finding, language),
        }
    }

    fn policy(finding: &Finding, language: Language) -> Self {
        Self {
            rule: Some(finding.id.to_owned()),
            ..Self::plain(finding.message(language))
        }
    }

    fn lint(finding: &LintFinding, language: Language) -> Self {
        Self {
            rule: Some(finding.rule.to_owned()),
            column: finding.column(language),
            value: finding.value("characters").map(str::to_owned),
            ..Self::plain(finding.message(language))
        }
    }

    fn plain(sentence: String) -> Self {
        Self {
            rule: None,
            column: None,
            value: None,
            sentence,
            remedy: None,
        }
    }
}

fn holder(result: &FinalizedResult) -> String {
    format!(
        "{} {}",
        result.identity.last_name, result.identity.first_name
    )
}

/// The error with its causes; a cause that is already told is not told twice.
fn full(error: &issue::Error) -> String {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |told, cause| {
        let cause = cause.to_string();
        if told.ends_with(&cause) {
            told
        } else {
            format!("{told}: {cause}")
        }
    })
}
