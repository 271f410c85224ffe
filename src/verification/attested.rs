//! What the signed bytes say, for whoever may see it.

use chrono::{DateTime, NaiveDate, Utc};

use super::evidence::Evidence;
use super::judge::opened;
use super::{AttestedFacts, Presented, Verifier};
use crate::credential::badge::OpenedBadge;
use crate::credential::{CertificateId, Opened};
use crate::framework::Framework;
use crate::i18n::Language;

/// The facts of the seal, or of the standard credential if that was presented: who has one need not
/// know the other.
pub(super) fn attested(verifier: &Verifier, evidence: &Evidence) -> Option<AttestedFacts> {
    if evidence.presented == Presented::Credential {
        let badge = evidence.credential.as_ref()?.as_ref().ok()?;
        return Some(told(verifier, &Told::by_badge(badge)));
    }
    let opened = opened(evidence)?;
    let claims = &opened.claims;
    let facts = told(verifier, &Told::by_seal(opened));
    Some(AttestedFacts {
        last_name: Some(claims.last_name.clone()),
        first_name: Some(claims.first_name.clone()),
        // A code is only a pointer: who knows it need not know the birth date.
        birth_date: (evidence.presented != Presented::Code).then_some(claims.birth_date),
        ..facts
    })
}

/// What seal and credential have in common.
struct Told<'a> {
    id: CertificateId,
    framework: &'a str,
    framework_version: u32,
    score: u32,
    degraded: bool,
    levels: &'a [u8],
    exam_date: NaiveDate,
    issued_at: DateTime<Utc>,
    language: Language,
    specimen: bool,
}

impl<'a> Told<'a> {
    fn by_seal(opened: &'a Opened) -> Self {
        let claims = &opened.claims;
        Self {
            id: claims.id,
            framework: &claims.framework,
            framework_version: claims.framework_version,
            score: claims.score,
            degraded: claims.degraded,
            levels: &claims.levels,
            exam_date: claims.exam_date,
            issued_at: claims.issued_at,
            language: claims.language,
            specimen: opened.specimen,
        }
    }

    fn by_badge(badge: &'a OpenedBadge) -> Self {
        Self {
            id: badge.id,
            framework: &badge.framework,
            framework_version: badge.framework_version,
            score: badge.score,
            degraded: badge.degraded,
            levels: &badge.levels,
            exam_date: badge.exam_date,
            issued_at: badge.issued_at,
            language: badge.language,
            specimen: badge.specimen,
        }
    }
}

/// Without the holder.
fn told(verifier: &Verifier, told: &Told<'_>) -> AttestedFacts {
    let mut frameworks = verifier.frameworks.iter();
    let framework = frameworks.find(|framework| {
        framework.id == told.framework && framework.version == told.framework_version
    });
    let framework = framework.map(AsRef::as_ref);
    AttestedFacts {
        certificate_id: told.id.to_string(),
        last_name: None,
        first_name: None,
        birth_date: None,
        framework: told.framework.to_owned(),
        framework_version: told.framework_version,
        score: told.score,
        max_score: framework.map_or(0, |framework| framework.max_score),
        global_level: framework
            .and_then(|framework| framework.global_level(told.score))
            .map(|level| level.number),
        degraded: told.degraded,
        levels: levels(framework, told.levels),
        exam_date: told.exam_date,
        issued_at: told.issued_at,
        language: told.language,
        issuer: verifier.issuer.clone(),
        specimen: told.specimen,
    }
}

/// Competence code and level; numbers for the codes of a framework that is not known here.
fn levels(framework: Option<&Framework>, levels: &[u8]) -> Vec<(String, u8)> {
    let numbers = (1..=levels.len()).map(|place| place.to_string());
    let codes: Vec<String> = match framework {
        Some(framework) => framework.competences().map(|it| it.code.clone()).collect(),
        None => numbers.collect(),
    };
    codes.into_iter().zip(levels.iter().copied()).collect()
}
