//! From a certificate's facts to the credential that is signed.

use chrono::{DateTime, NaiveDate, SecondsFormat, SubsecRound, Utc};
use serde_json::Value;

use super::address;
use super::form::{
    Achievement, Alignment, CONTEXTS, Criteria, Form, Outcome, Profile, Related, ResultDescription,
    RubricLevel, Status, Subject, TYPES, Text, types,
};
use super::identity::{Person, identities, subject_id};
use crate::credential::proof::ProofError;
use crate::credential::{CertificateFacts, did_web};
use crate::framework::{Competence, Framework, GlobalLevel, Localized};
use crate::i18n::{self, FluentValue, Language};

/// The credential without its proofs. The facts have been linted against the framework.
pub(super) fn unsigned(facts: &CertificateFacts, framework: &Framework) -> Form {
    let public_url = address::public_url(facts);
    Form {
        contexts: CONTEXTS.map(str::to_owned).into(),
        id: format!("urn:uuid:{}", facts.id),
        types: TYPES.map(str::to_owned).into(),
        name: name(facts, framework),
        issuer: Profile {
            id: did_web(&public_url),
            types: types("Profile"),
            name: facts.issuer.name.clone(),
            url: public_url.clone(),
        },
        valid_from: timestamp(facts.issued_at),
        awarded_date: midnight(facts.delivery_date),
        credential_subject: Subject {
            id: subject_id(facts.id),
            types: types("AchievementSubject"),
            activity_end_date: midnight(facts.exam_date),
            identifier: identities(
                facts.id,
                Person {
                    first_name: &facts.holder.first_name,
                    last_name: &facts.holder.last_name,
                    birth_date: facts.holder.birth_date,
                },
            ),
            achievement: achievement(&public_url, framework, facts.language),
            result: outcomes(&public_url, facts, framework),
        },
        credential_status: status(&public_url, facts),
        proof: None,
    }
}

fn name(facts: &CertificateFacts, framework: &Framework) -> String {
    let title = framework.title.get(facts.language);
    if facts.specimen {
        let values = [("title", FluentValue::from(title))];
        i18n::text_with(facts.language, "credential-badge-specimen", &values)
    } else {
        title.to_owned()
    }
}

/// Bit lists know one purpose each, and the schema allows one entry: the final one. Suspension
/// stands at the same place of the suspension list, and in the IETF's list of both.
fn status(public_url: &str, facts: &CertificateFacts) -> Status {
    let list = status_list(public_url, facts.status.list);
    Status {
        id: format!("{list}#{}", facts.status.index),
        kind: "BitstringStatusListEntry".into(),
        status_purpose: "revocation".into(),
        status_list_index: facts.status.index.to_string(),
        status_list_credential: list,
    }
}

/// The address of a revocation list.
pub(super) fn status_list(public_url: &str, list: u32) -> String {
    format!("{public_url}/status/revocation/{list}")
}

/// What a framework's credentials say can be achieved, by itself: the document at the address that
/// they name.
pub fn achievement_document(
    public_url: &str,
    framework: &Framework,
    language: Language,
) -> Result<Value, ProofError> {
    let public_url = public_url.to_lowercase();
    let achievement = achievement(&public_url, framework, language);
    let mut document = serde_json::to_value(achievement).map_err(ProofError::Encoding)?;
    document["@context"] = CONTEXTS.into();
    Ok(document)
}

fn achievement(public_url: &str, framework: &Framework, language: Language) -> Achievement {
    let id = address::achievement(public_url, &framework.id, framework.version, language);
    let name = framework.name.get(language);
    let related = address::translations(public_url, framework, language);
    let mut result_description = vec![score(&id, framework, language)];
    result_description.push(global_levels(&id, framework, language));
    let competences = framework.competences();
    result_description.extend(competences.map(|it| competence(&id, it, framework, language)));
    Achievement {
        types: types("Achievement"),
        achievement_type: "Certification".into(),
        in_language: language.tag().into(),
        name: framework.title.get(language).into(),
        description: i18n::text_with(
            language,
            "credential-badge-description",
            &[("framework", FluentValue::from(name))],
        ),
        criteria: Criteria {
            id: format!("{id}#criteria"),
            name: Text::all(&framework.title),
            narrative: i18n::text(language, "credential-badge-criteria"),
        },
        related: related
            .map(|(id, language)| Related {
                id,
                types: types("Related"),
                in_language: language.tag().into(),
            })
            .collect(),
        result_description,
        id,
    }
}

fn score(achievement: &str, framework: &Framework, language: Language) -> ResultDescription {
    let step = |name: &str, text: &str| RubricLevel {
        id: format!("{achievement}#{name}"),
        types: types("RubricCriterionLevel"),
        name: i18n::text(language, text),
        description: None,
        level: name.into(),
        points: None,
    };
    ResultDescription {
        id: format!("{achievement}#{}", address::SCORE),
        types: types("ResultDescription"),
        name: i18n::text(language, "credential-badge-score"),
        result_type: "RawScore".into(),
        value_min: Some("0".into()),
        value_max: Some(framework.max_score.to_string()),
        alignment: None,
        rubric_criterion_level: Some(vec![
            step(address::COMPLETE, "credential-badge-complete"),
            step(address::DEGRADED, "credential-badge-degraded"),
        ]),
    }
}

/// The reading grid as a rubric.
fn global_levels(
    achievement: &str,
    framework: &Framework,
    language: Language,
) -> ResultDescription {
    let levels = framework.global_levels.iter();
    ResultDescription {
        id: format!("{achievement}#{}", address::GLOBAL_LEVEL),
        types: types("ResultDescription"),
        name: i18n::text(language, "credential-badge-global-level"),
        result_type: "RubricCriterionLevel".into(),
        value_min: None,
        value_max: None,
        alignment: None,
        rubric_criterion_level: Some(
            levels
                .map(|level| RubricLevel {
                    id: format!("{achievement}#{}", address::global_level(level.number)),
                    types: types("RubricCriterionLevel"),
                    name: level.label.get(language).into(),
                    description: Some(level.description.third_party.get(language).into()),
                    level: level.number.to_string(),
                    points: Some(level.from_score.to_string()),
                })
                .collect(),
        ),
    }
}

fn competence(
    achievement: &str,
    competence: &Competence,
    framework: &Framework,
    language: Language,
) -> ResultDescription {
    let place = address::competence(&competence.code);
    let name = competence.name.get(language);
    ResultDescription {
        id: format!("{achievement}#{place}"),
        types: types("ResultDescription"),
        name: format!("{} {name}", competence.code),
        result_type: "PerformanceLevel".into(),
        value_min: Some("0".into()),
        value_max: Some(framework.max_level.to_string()),
        alignment: framework.url.as_ref().map(|url| {
            vec![Alignment {
                id: format!("{achievement}#alignment-{place}"),
                types: types("Alignment"),
                target_name: name.into(),
                target_url: url.clone(),
                target_framework: framework.name.get(language).into(),
                target_code: competence.code.clone(),
            }]
        }),
        rubric_criterion_level: None,
    }
}

/// Score, global level if one is reached, then every competence in the framework's order.
fn outcomes(public_url: &str, facts: &CertificateFacts, framework: &Framework) -> Vec<Outcome> {
    let achievement =
        address::achievement(public_url, &framework.id, framework.version, facts.language);
    let outcome = |place: &str, value: String, name: &Localized| Outcome {
        id: format!("urn:uuid:{}#{place}", facts.id),
        types: types("Result"),
        result_description: format!("{achievement}#{place}"),
        value,
        achieved_level: None,
        name: Text::all(name),
        description: None,
    };
    let level = |place: &str| Some(format!("{achievement}#{place}"));

    let completion = if facts.degraded {
        (address::DEGRADED, "credential-badge-degraded")
    } else {
        (address::COMPLETE, "credential-badge-complete")
    };
    let mut outcomes = vec![Outcome {
        achieved_level: level(completion.0),
        description: Some(Text::all(&said(completion.1))),
        ..outcome(
            address::SCORE,
            facts.score.to_string(),
            &said("credential-badge-score"),
        )
    }];
    if let Some(reached) = reached(facts, framework) {
        outcomes.push(Outcome {
            achieved_level: level(&address::global_level(reached.number)),
            description: Some(Text::all(&reached.summary.third_party)),
            ..outcome(
                address::GLOBAL_LEVEL,
                reached.number.to_string(),
                &reached.label,
            )
        });
    }
    let competences = framework.competences().zip(&facts.levels);
    outcomes.extend(competences.map(|(competence, level)| {
        let can_do = usize::from(*level)
            .checked_sub(1)
            .and_then(|place| competence.can_do.get(place));
        Outcome {
            description: can_do.map(Text::all),
            ..outcome(
                &address::competence(&competence.code),
                level.to_string(),
                &competence.name,
            )
        }
    }));
    outcomes
}

fn reached<'f>(facts: &CertificateFacts, framework: &'f Framework) -> Option<&'f GlobalLevel> {
    let number = facts.global_level?;
    let mut levels = framework.global_levels.iter();
    levels.find(|level| level.number == number)
}

/// A sentence in every language.
fn said(id: &str) -> Localized {
    Localized {
        fr: i18n::text(Language::French, id),
        en: i18n::text(Language::English, id),
    }
}

/// Instants are whole seconds, as in the seal.
pub(super) fn timestamp(at: DateTime<Utc>) -> String {
    at.trunc_subsecs(0)
        .to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The schema wants an instant where we have a civil date.
fn midnight(date: NaiveDate) -> String {
    format!("{date}T00:00:00Z")
}
