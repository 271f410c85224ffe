//! One example of every verdict, for those who learn to read them. Judged like real ones from what
//! their checks say, and nobody's: invented facts, marked as specimens, recorded nowhere.

use chrono::{DateTime, Days, Utc};

use super::judge::{failed, headline, not_performed};
use super::{AttestedFacts, Check, CheckName, Outcome, Presented, Reason, Verdict, Verification};
use crate::framework::Framework;
use crate::i18n::Language;

use CheckName::{
    Agreement, BirthDate, CredentialSignature, DocumentSignature, DocumentUnaltered, InForce,
    IssuerKey, Readable, Registered, SealSignature, TimeStamp,
};

/// A check and how it went.
type Answered = (CheckName, Outcome);

/// One example of every verdict, from best to worst, as of an instant.
pub fn specimens(framework: &Framework, issuer: &str, at: DateTime<Utc>) -> Vec<Verification> {
    let facts = facts(framework, issuer, at);
    let date = (at.date_naive() - Days::new(12)).to_string();
    let examples = [
        (Presented::Code, asked_by_code(Outcome::Passed)),
        (Presented::Seal, offline()),
        (
            Presented::Code,
            asked_by_code(failed(
                Reason::new("suspended")
                    .with("date", &date)
                    .with("reason", "under-inquiry"),
            )),
        ),
        (
            Presented::Code,
            asked_by_code(failed(Reason::new("superseded").with("date", &date))),
        ),
        (
            Presented::Code,
            asked_by_code(failed(
                Reason::new("revoked")
                    .with("date", &date)
                    .with("reason", "issued-in-error"),
            )),
        ),
        (Presented::Seal, strange_key()),
        (Presented::Document, altered()),
        (Presented::Code, unknown()),
        (
            Presented::Image,
            vec![(Readable, failed(Reason::new("no-qr")))],
        ),
    ];
    examples
        .into_iter()
        .map(|(presented, answered)| of(presented, answered, &facts, at))
        .collect()
}

fn of(
    presented: Presented,
    answered: Vec<Answered>,
    facts: &AttestedFacts,
    at: DateTime<Utc>,
) -> Verification {
    let checks: Vec<Check> = answered
        .into_iter()
        .map(|(name, outcome)| Check { name, outcome })
        .collect();
    let verdict = headline(&checks);
    Verification {
        verdict,
        presented,
        checked_at: at,
        status_as_of: None,
        checks,
        certificate: (verdict < Verdict::UnknownKey).then(|| AttestedFacts {
            birth_date: facts.birth_date.filter(|_| presented != Presented::Code),
            ..facts.clone()
        }),
        receipt: None,
    }
}

fn not_asked() -> Answered {
    (BirthDate, not_performed("birth-date-not-asked"))
}

fn asked_by_code(in_force: Outcome) -> Vec<Answered> {
    vec![
        (Readable, Outcome::Passed),
        (SealSignature, Outcome::Passed),
        (IssuerKey, Outcome::Passed),
        (Registered, Outcome::Passed),
        (Agreement, Outcome::Passed),
        (InForce, in_force),
        not_asked(),
    ]
}

fn offline() -> Vec<Answered> {
    vec![
        (Readable, Outcome::Passed),
        (SealSignature, Outcome::Passed),
        (IssuerKey, Outcome::Passed),
        (Registered, not_performed("offline")),
        (Agreement, not_performed("offline")),
        (InForce, not_performed("offline")),
        not_asked(),
    ]
}

fn strange_key() -> Vec<Answered> {
    let mut answered = vec![
        (Readable, Outcome::Passed),
        (SealSignature, not_performed("not-reached")),
        (IssuerKey, failed(Reason::new("unknown-key"))),
    ];
    answered.extend(nothing_further());
    answered
}

fn altered() -> Vec<Answered> {
    let altered = Reason::new("document-altered").with("fault", "appended");
    let mut answered = vec![
        (Readable, Outcome::Passed),
        (DocumentSignature, Outcome::Passed),
        (DocumentUnaltered, failed(altered)),
        (TimeStamp, not_performed("no-time-stamp")),
        (CredentialSignature, Outcome::Passed),
        (SealSignature, Outcome::Passed),
        (IssuerKey, Outcome::Passed),
    ];
    answered.extend(nothing_further());
    answered
}

fn unknown() -> Vec<Answered> {
    let mut answered = vec![
        (Readable, Outcome::Passed),
        (SealSignature, not_performed("not-reached")),
        (IssuerKey, not_performed("not-reached")),
    ];
    answered.extend(nothing_further());
    for (name, outcome) in &mut answered {
        if *name == Registered {
            *outcome = failed(Reason::new("not-registered"));
        }
    }
    answered
}

fn nothing_further() -> [Answered; 4] {
    [
        (Registered, not_performed("not-reached")),
        (Agreement, not_performed("not-reached")),
        (InForce, not_performed("not-reached")),
        not_asked(),
    ]
}

fn facts(framework: &Framework, issuer: &str, at: DateTime<Utc>) -> AttestedFacts {
    let competences = framework.competences().enumerate();
    // Uneven, as real profiles are, and within the scale of whatever framework.
    let most = usize::from(framework.max_level);
    let level = |place: usize| u8::try_from(most.saturating_sub(1 + place * 5 % 4).max(1));
    let score = framework.max_score * 55 / 100;
    AttestedFacts {
        certificate_id: "00000000-0000-7000-8000-000000000000".to_owned(),
        last_name: Some("Spécimen".to_owned()),
        first_name: Some("Camille".to_owned()),
        birth_date: at.date_naive().checked_sub_days(Days::new(7_300)),
        framework: framework.id.clone(),
        framework_version: framework.version,
        score,
        max_score: framework.max_score,
        global_level: framework.global_level(score).map(|level| level.number),
        degraded: false,
        levels: competences
            .map(|(place, it)| (it.code.clone(), level(place).unwrap_or(1)))
            .collect(),
        exam_date: at.date_naive() - Days::new(40),
        issued_at: at - Days::new(30),
        stamped_at: None,
        language: Language::French,
        issuer: issuer.to_owned(),
        specimen: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_of_every_verdict_from_best_to_worst() {
        let framework = Framework::embedded("crcn").unwrap().unwrap();
        let at = "2026-06-10T09:00:00Z".parse().unwrap();
        let specimens = specimens(&framework, "Institut", at);
        let verdicts: Vec<Verdict> = specimens.iter().map(|it| it.verdict).collect();
        let all = [
            Verdict::Authentic,
            Verdict::AuthenticStatusUnknown,
            Verdict::Suspended,
            Verdict::Superseded,
            Verdict::Revoked,
            Verdict::UnknownKey,
            Verdict::NotAuthentic,
            Verdict::NotFound,
            Verdict::Unreadable,
        ];
        assert_eq!(verdicts, all);
        for specimen in &specimens {
            let shown = specimen.certificate.as_ref();
            assert_eq!(shown.is_some(), specimen.verdict < Verdict::UnknownKey);
            assert!(shown.is_none_or(|facts| facts.specimen && facts.levels.len() == 16));
        }
    }

    #[test]
    fn every_framework_has_specimens_within_its_scale() {
        let framework = Framework::embedded("atelier").unwrap().unwrap();
        let at = "2026-06-10T09:00:00Z".parse().unwrap();
        let specimens = specimens(&framework, "Institut", at);
        let facts = specimens[0].certificate.as_ref().unwrap();
        let levels = facts.levels.iter().map(|(_, level)| *level);
        assert!(levels.max() <= Some(framework.max_level));
    }
}
