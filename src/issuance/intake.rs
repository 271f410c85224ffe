//! Judging a file's results one by one against the rules, the policies and the register, before
//! anything is issued.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::credential::CertificateId;
use crate::decision::{self, Award, Decision, Finding, Withheld};
use crate::framework::Framework;
use crate::results::{FinalizedResult, Severity};
use crate::service::Service;
use crate::store::{self, Digest};
use crate::telemetry::stage;

/// What becomes of one result.
#[derive(Debug, Clone)]
pub enum Judged {
    /// A certificate is due, or already exists and is found again.
    Award {
        /// What the rules awarded.
        award: Award,
        /// Things the operator should know.
        warnings: Vec<Finding>,
        /// The certificate that this same result already has.
        existing: Option<CertificateId>,
    },
    /// The rules give no certificate.
    Withheld(Withheld),
    /// The row can't be decided or must not be issued.
    Refused {
        /// The result as read.
        result: FinalizedResult,
        /// Why.
        refusals: Vec<Refusal>,
    },
}

/// Why a row is refused.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// A policy that is set to refuse.
    Policy(Finding),
    /// The rules can't be applied.
    Undecidable(decision::Error),
    /// This result was issued before with other content: a correction supersedes.
    Changed(CertificateId),
    /// The same person already has a certificate for an exam on the same day.
    Duplicate(CertificateId),
}

/// Every result of a file, judged, in the order of the file.
#[derive(Debug, Clone)]
pub struct Intake {
    /// One entry a result.
    pub rows: Vec<Judged>,
}

/// Judges every result. Reads the register, changes nothing.
pub async fn judge(
    service: &Service,
    framework: &Framework,
    results: Vec<FinalizedResult>,
) -> Result<Intake, store::Error> {
    let today = service.clock.today(service.config.service.time_zone);
    let mut exams: HashMap<[u8; 32], Vec<(NaiveDate, String)>> = HashMap::new();
    for result in &results {
        exams
            .entry(result.identity.person_digest())
            .or_default()
            .push((result.exam_date, result.key()));
    }
    let mut rows = Vec::with_capacity(results.len());
    for result in results {
        rows.push(judge_one(service, framework, result, &exams, today).await?);
    }
    Ok(Intake { rows })
}

async fn judge_one(
    service: &Service,
    framework: &Framework,
    result: FinalizedResult,
    exams: &HashMap<[u8; 32], Vec<(NaiveDate, String)>>,
    today: NaiveDate,
) -> Result<Judged, store::Error> {
    let key = result.key();
    let person = result.identity.person_digest();
    let known = service.store.person_certificates(&Digest(person)).await?;
    let existing = service.store.find_by_result(&key).await?;

    let mut refusals = Vec::new();
    if let Some(existing) = &existing
        && existing.result_digest.0 != result.digest()
    {
        refusals.push(Refusal::Changed(existing.id));
    }
    if existing.is_none()
        && let Some(same) = known
            .iter()
            .find(|other| other.exam_date == result.exam_date && !other.void)
    {
        refusals.push(Refusal::Duplicate(same.id));
    }

    let earlier: Vec<NaiveDate> = known
        .iter()
        .filter(|other| other.result_key != key)
        .map(|other| other.exam_date)
        .chain(
            exams[&person]
                .iter()
                .filter(|(_, other)| *other != key)
                .map(|(date, _)| *date),
        )
        .filter(|date| *date < result.exam_date)
        .collect();
    let measured = stage("decide");
    let findings = decision::check(&service.config.policy, framework, &result, &earlier, today);
    let (errors, warnings): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .partition(|finding| finding.severity == Severity::Error);

    let line = result.clone();
    let decided = decision::decide(framework, result);
    measured.end();
    match decided {
        // What the rules withhold needs no policy: nothing would be issued anyway.
        Ok(Decision::Withhold(withheld)) => return Ok(Judged::Withheld(withheld)),
        Ok(Decision::Award(award)) if refusals.is_empty() && errors.is_empty() => {
            let existing = existing.map(|certificate| certificate.id);
            return Ok(Judged::Award {
                award,
                warnings,
                existing,
            });
        }
        Ok(Decision::Award(_)) => {}
        Err(error) => refusals.push(Refusal::Undecidable(error)),
    }
    refusals.extend(errors.into_iter().map(Refusal::Policy));
    Ok(Judged::Refused {
        result: line,
        refusals,
    })
}
