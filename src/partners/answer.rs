//! What a platform is told, under the names that it knows; and whether it is in force.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::credential::{RevocationReason, SealClaims};
use crate::framework::Framework;
use crate::service::Service;
use crate::store::{Certificate, Force};

/// A person's certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Certification {
    /// National number of the holder's school; absent when searched by code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub organization_uai: Option<String>,
    /// National student number; absent when searched by code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ine: Option<String>,
    /// Last name, as certified.
    pub last_name: String,
    /// First name, as certified.
    pub first_name: String,
    /// Date of birth.
    pub birthdate: NaiveDate,
    /// Whether it is in force.
    pub status: Status,
    /// Score; null unless in force.
    pub pix_score: Option<u32>,
    /// Global level in French; null below the first, and unless in force.
    pub global_level: Option<String>,
    /// Day of the exam.
    pub certification_date: NaiveDate,
    /// Level of each competence; none unless in force.
    pub competences: Vec<CompetenceLevel>,
    /// Permanent identifier.
    pub certification_id: Uuid,
    /// The code printed on the certificate.
    pub certification_code_verification: String,
    /// When it was issued.
    pub certification_issued_at: DateTime<Utc>,
    /// Highest score that could be reached.
    pub max_reachable_pix_score: u32,
    /// Why it is not in force; null if it is.
    pub revocation: Option<Revocation>,
}

/// The level in one competence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompetenceLevel {
    /// `1.1`.
    pub code: String,
    /// Name in French.
    pub name: String,
    /// Level.
    pub level: u8,
    /// Name of the domain in French.
    pub area_name: String,
}

/// Whether a certificate is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is.
    Validated,
    /// Finally not.
    Revoked,
    /// Not now.
    Suspended,
    /// Another one replaces it.
    Superseded,
}

/// Why a certificate is not in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Revocation {
    /// The public reason; null for one that was replaced.
    pub reason: Option<RevocationReason>,
    /// Since when.
    pub date: DateTime<Utc>,
    /// The certificate that replaces it.
    pub superseded_by: Option<Uuid>,
}

/// Number and school, where the question was about them.
#[derive(Debug, Default)]
pub(super) struct Subject {
    pub(super) organization_uai: Option<String>,
    pub(super) ine: Option<String>,
}

/// What is signed, and the state as it is now. A program that does not know that certificates can be
/// revoked finds no score in one that is not in force.
pub(super) fn answer(
    service: &Service,
    subject: Subject,
    claims: &SealClaims,
    now: &Certificate,
) -> Certification {
    let framework = service.frameworks.iter().find(|framework| {
        framework.id == claims.framework && framework.version == claims.framework_version
    });
    let framework = framework.map(AsRef::as_ref);
    let (status, revocation) = state(now);
    let valid = status == Status::Validated;
    let level = framework.and_then(|framework| framework.global_level(claims.score));
    Certification {
        organization_uai: subject.organization_uai,
        ine: subject.ine,
        last_name: claims.last_name.clone(),
        first_name: claims.first_name.clone(),
        birthdate: claims.birth_date,
        status,
        pix_score: valid.then_some(claims.score),
        global_level: level.filter(|_| valid).map(|level| level.label.fr.clone()),
        certification_date: claims.exam_date,
        competences: if valid {
            competences(framework, &claims.levels)
        } else {
            Vec::new()
        },
        certification_id: claims.id.0,
        certification_code_verification: now.code.grouped(),
        certification_issued_at: claims.issued_at,
        max_reachable_pix_score: framework.map_or(0, |framework| framework.max_score),
        revocation,
    }
}

fn state(now: &Certificate) -> (Status, Option<Revocation>) {
    let why = |reason, date: Option<DateTime<Utc>>| {
        date.map(|date| Revocation {
            reason,
            date,
            superseded_by: now.superseded_by.map(|id| id.0),
        })
    };
    match now.force() {
        Force::InForce => (Status::Validated, None),
        Force::Revoked => (Status::Revoked, why(now.revocation_reason, now.revoked_at)),
        Force::Suspended => (
            Status::Suspended,
            why(now.suspension_reason, now.suspended_at),
        ),
        Force::Superseded => (Status::Superseded, why(None, now.superseded_at)),
    }
}

/// By the framework that the certificate names; if that is not installed, by number.
fn competences(framework: Option<&Framework>, levels: &[u8]) -> Vec<CompetenceLevel> {
    let Some(framework) = framework else {
        let numbered = levels.iter().zip(1..);
        return numbered
            .map(|(level, number): (&u8, u32)| CompetenceLevel {
                code: number.to_string(),
                name: String::new(),
                level: *level,
                area_name: String::new(),
            })
            .collect();
    };
    let competences = framework.domains.iter().flat_map(|domain| {
        let competences = domain.competences.iter();
        competences.map(move |competence| (domain, competence))
    });
    competences
        .zip(levels)
        .map(|((domain, competence), level)| CompetenceLevel {
            code: competence.code.clone(),
            name: competence.name.fr.clone(),
            level: *level,
            area_name: domain.name.fr.clone(),
        })
        .collect()
}
