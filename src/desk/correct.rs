//! A corrected certificate replaces one that was wrong.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::credential::CertificateFacts;
use crate::decision::{self, Award, Decision};
use crate::framework::Framework;
use crate::i18n::{Language, text};
use crate::issuance::{self, Issued, Order, Renderer, Terms};
use crate::results::{self, FinalizedResult, Format, ResultColumn, Severity};
use crate::revocation;
use crate::service::{self, Service};
use crate::store::{By, Certificate};

/// Why nothing is corrected.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// The corrected result breaks rules.
    #[error("the corrected result breaks {} rules", .0.len())]
    Faults(Vec<Fault>),
    /// The recorded facts can't be read back.
    #[error("the recorded facts can't be read")]
    Facts(#[from] serde_json::Error),
    /// The corrected certificate was not issued.
    #[error(transparent)]
    Issuance(#[from] issuance::Error),
    /// The wrong one was not put out of force.
    #[error(transparent)]
    Revocation(#[from] revocation::Error),
    /// The framework is not installed.
    #[error(transparent)]
    Service(#[from] service::Error),
}

/// A part of a corrected result that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Header of the column, if one is meant.
    pub column: Option<String>,
    /// Name of the rule.
    pub rule: String,
    french: String,
    english: String,
}

impl Fault {
    fn new(column: Option<String>, rule: &str, explain: impl Fn(Language) -> String) -> Self {
        Self {
            column,
            rule: rule.to_owned(),
            french: explain(Language::French),
            english: explain(Language::English),
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, language: Language) -> &str {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }
}

/// One thing that the corrected certificate says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub about: About,
    /// As the wrong certificate has it.
    pub before: String,
    /// As the corrected one will.
    pub after: String,
}

/// What a difference is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A column of the results.
    Column(ResultColumn),
    /// The global level.
    GlobalLevel,
    /// The level of the competence with this code.
    Competence(String),
}

/// A correction that was read and decided, and not yet issued.
#[derive(Debug, Clone)]
pub struct Correction {
    wrong: Certificate,
    facts: CertificateFacts,
    award: Award,
    delivery_date: NaiveDate,
}

impl Correction {
    /// Decides whether a corrected result may replace a certificate. Before anything is signed: what
    /// is out of force for good can't be replaced, and what the lint refuses is told by column.
    pub fn new(
        service: &Service,
        wrong: Certificate,
        result: FinalizedResult,
        delivery_date: Option<NaiveDate>,
    ) -> Result<Self, CorrectionError> {
        let facts: CertificateFacts = serde_json::from_slice(&wrong.facts)?;
        revocation::check_supersedable(&wrong)?;
        let framework = service.framework_named(&facts.framework)?;
        let award =
            award(framework, result).map_err(|fault| CorrectionError::Faults(vec![fault]))?;
        let terms = Terms::now(service, delivery_date);
        let found = issuance::lint_award(service, framework, &award, terms);
        if !found.is_empty() {
            let faults = found.iter().map(|finding| {
                let column = finding.column(Language::French);
                Fault::new(column, finding.rule, |language| finding.message(language))
            });
            return Err(CorrectionError::Faults(faults.collect()));
        }
        Ok(Self {
            wrong,
            facts,
            award,
            delivery_date: terms.delivery_date,
        })
    }

    /// What the corrected certificate would say otherwise; nothing if it would say the same.
    pub fn differences(
        &self,
        framework: &Framework,
        language: Language,
        day: impl Fn(NaiveDate) -> String,
    ) -> Vec<Difference> {
        let (before, after) = (&self.facts, self.award.result());
        let (was, is) = (&before.holder, &after.identity);
        let level = |score| {
            let level = framework.global_level(score);
            level.map_or_else(String::new, |it| it.label.get(language).to_owned())
        };
        let texts = [
            (
                ResultColumn::LastName,
                was.last_name.clone(),
                is.last_name.clone(),
            ),
            (
                ResultColumn::FirstName,
                was.first_name.clone(),
                is.first_name.clone(),
            ),
            (
                ResultColumn::BirthDate,
                day(was.birth_date),
                day(is.birth_date),
            ),
            (
                ResultColumn::BirthPlace,
                was.birth_place.clone(),
                is.birth_place.clone(),
            ),
            (
                ResultColumn::Centre,
                before.centre.clone(),
                after.centre.clone(),
            ),
            (
                ResultColumn::ExamDate,
                day(before.exam_date),
                day(after.exam_date),
            ),
            (
                ResultColumn::Score,
                before.score.to_string(),
                after.score.to_string(),
            ),
        ];
        let texts = texts.map(|(column, before, after)| (About::Column(column), before, after));
        let global = (About::GlobalLevel, level(before.score), level(after.score));
        let levels = framework
            .competences()
            .enumerate()
            .map(|(place, competence)| {
                let at = |levels: &[u8]| levels.get(place).map_or_else(String::new, u8::to_string);
                let about = About::Competence(competence.code.clone());
                (about, at(&before.levels), at(&after.levels))
            });
        texts
            .into_iter()
            .chain([global])
            .chain(levels)
            .filter(|(_, before, after)| before != after)
            .map(|(about, before, after)| Difference {
                about,
                before,
                after,
            })
            .collect()
    }

    /// Whether the score is lowered because the test was not completed.
    pub fn degraded(&self) -> bool {
        self.award.degraded()
    }
}

/// Issues the corrected certificate, then puts the wrong one out of force. Safe to repeat: it goes on
/// where the first attempt was stopped.
pub async fn correct(
    service: &Service,
    correction: Correction,
    by: By<'_>,
) -> Result<Issued, CorrectionError> {
    let Correction { wrong, facts, .. } = correction;
    // 1. The corrected certificate is issued.
    let order = Order {
        award: correction.award,
        framework: facts.framework,
        language: facts.language,
        delivery_date: correction.delivery_date,
        supersedes: Some(wrong.id),
        operator: by.operator.to_owned(),
    };
    let issued = issuance::issue(service, &Renderer::Here, order).await?;
    // 2. The wrong one is put out of force, and the world is told.
    let new = issued.certificate.id;
    revocation::supersede(&service.office(), wrong.id, new, by).await?;
    Ok(issued)
}

/// A corrected result, with the columns of a results file as names, as the results room reads it.
pub fn read_result(
    framework: &Framework,
    columns: &Map<String, Value>,
) -> Result<FinalizedResult, Vec<Fault>> {
    let unread = || {
        let said = |language| text(language, "problem-rule-wrong-value");
        Fault::new(None, "wrong-value", said)
    };
    let Ok(bytes) = serde_json::to_vec(&json!([columns])) else {
        return Err(vec![unread()]);
    };
    let input = results::Input {
        file_name: "result",
        bytes: &bytes,
        format: Some(Format::Json),
    };
    let mut import = results::parse(&input, framework);
    let problems = import.report.problems.iter();
    let mut faults: Vec<Fault> = problems
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| {
            Fault::new(
                problem.column.clone(),
                &problem.rule.to_string(),
                |language| format!("{} {}", problem.message(language), problem.remedy(language)),
            )
        })
        .collect();
    match import.results.pop() {
        Some(result) if faults.is_empty() => Ok(result),
        _ => {
            if faults.is_empty() {
                faults.push(unread());
            }
            Err(faults)
        }
    }
}

/// The rules of award on a corrected result: only what is awarded can be issued.
pub fn award(framework: &Framework, result: FinalizedResult) -> Result<Award, Fault> {
    match decision::decide(framework, result) {
        Ok(Decision::Award(award)) => Ok(award),
        Ok(Decision::Withhold(withheld)) => Err(Fault::new(None, "withheld", |language| {
            withheld.rule.explain(language, framework, &withheld.result)
        })),
        Err(error) => Err(Fault::new(None, "undecided", |language| {
            error.explain(language)
        })),
    }
}
