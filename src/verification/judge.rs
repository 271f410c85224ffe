//! From evidence to checks, from checks to the verdict. Pure.

use chrono::{DateTime, NaiveDate, Utc};

use super::evidence::{DocumentEvidence, Evidence, RegisterEvidence, SealEvidence};
use super::{
    Asked, Check, CheckName, Outcome, Reason, Verdict, Verification, Verifier, attested, credential,
};
use crate::credential::{KeyRefusal, Opened, SealError, badge};
use crate::document::{AlterationFault, Examination, SignatureFault, SigningTime, StampFault};
use crate::status::PlaceState;
use crate::store::Standing;

pub(super) fn judge(
    verifier: &Verifier,
    evidence: &Evidence,
    asked: Asked,
    at: DateTime<Utc>,
) -> Verification {
    let checks = checks(evidence, asked);
    let verdict = headline(&checks);
    let certificate = content_may_be_shown(verdict)
        .then(|| attested::attested(verifier, evidence))
        .flatten();
    Verification {
        verdict,
        presented: evidence.presented,
        checked_at: at,
        status_as_of: match evidence.register {
            RegisterEvidence::Listed { at, .. } => Some(at),
            _ => None,
        },
        checks,
        certificate,
        receipt: evidence.receipt.clone(),
    }
}

/// The verdict is the most serious of what the checks say. Whatever else passed, nothing is called
/// issued unless the signature of a seal or of a standard credential was verified.
pub(super) fn headline(checks: &[Check]) -> Verdict {
    let verdict = checks.iter().map(says).max().unwrap_or(Verdict::Unreadable);
    let signatures = [CheckName::SealSignature, CheckName::CredentialSignature];
    let signed = checks
        .iter()
        .any(|check| signatures.contains(&check.name) && check.outcome == Outcome::Passed);
    if signed || verdict >= Verdict::UnknownKey {
        verdict
    } else {
        Verdict::NotAuthentic
    }
}

/// What one check says about the whole, on its own.
fn says(check: &Check) -> Verdict {
    match (&check.outcome, check.name) {
        // Whether it is in force must be known for "authentic", by the register or a signed list;
        // so must everything before it, but what keeps those from being performed is itself a
        // failed check.
        (Outcome::NotPerformed { .. }, CheckName::InForce) => Verdict::AuthenticStatusUnknown,
        // The asker's question about the holder says nothing about the certificate.
        (Outcome::Passed | Outcome::NotPerformed { .. }, _)
        | (Outcome::Failed { .. }, CheckName::BirthDate) => Verdict::Authentic,
        (Outcome::Failed { .. }, CheckName::Readable) => Verdict::Unreadable,
        (Outcome::Failed { .. }, CheckName::Registered) => Verdict::NotFound,
        // The key is known, and what it signs may be anybody's.
        (Outcome::Failed { reason }, CheckName::IssuerKey | CheckName::DocumentSignature)
            if reason.id == "key-compromised" =>
        {
            Verdict::NotAuthentic
        }
        (Outcome::Failed { .. }, CheckName::IssuerKey) => Verdict::UnknownKey,
        (Outcome::Failed { reason }, CheckName::DocumentSignature)
            if reason.id != "document-bad-signature" =>
        {
            Verdict::UnknownKey
        }
        (
            Outcome::Failed { .. },
            CheckName::SealSignature
            | CheckName::CredentialSignature
            | CheckName::DocumentSignature
            | CheckName::DocumentUnaltered
            | CheckName::TimeStamp
            | CheckName::Agreement,
        ) => Verdict::NotAuthentic,
        (Outcome::Failed { reason }, CheckName::InForce) => match reason.id {
            "suspended" | "listed-suspended" => Verdict::Suspended,
            "superseded" => Verdict::Superseded,
            _ => Verdict::Revoked,
        },
    }
}

/// If a signature fails, or the register knows nothing, none of the content is shown.
fn content_may_be_shown(verdict: Verdict) -> bool {
    verdict < Verdict::UnknownKey
}

fn checks(evidence: &Evidence, asked: Asked) -> Vec<Check> {
    let mut checks = vec![check(
        CheckName::Readable,
        match &evidence.unreadable {
            Some(reason) => failed(reason.clone()),
            None => Outcome::Passed,
        },
    )];
    if evidence.unreadable.is_some() {
        return checks;
    }
    if let Some(document) = &evidence.document {
        checks.extend(document_checks(document));
    }
    checks.extend(signature_checks(evidence));
    checks.push(check(CheckName::Registered, registered(evidence)));
    checks.push(check(CheckName::Agreement, agreement(evidence)));
    checks.push(check(CheckName::InForce, in_force(evidence)));
    checks.push(check(
        CheckName::BirthDate,
        birth_date(evidence, asked.birth_date),
    ));
    checks
}

fn document_checks(document: &DocumentEvidence) -> [Check; 3] {
    let signature = match &document.examination.signature {
        Ok(_) => Outcome::Passed,
        Err(fault) => failed(document_fault(fault)),
    };
    let unaltered = match &document.examination.unaltered {
        Ok(()) => Outcome::Passed,
        Err(fault) => failed(Reason::new("document-altered").with("fault", fault)),
    };
    [
        check(CheckName::DocumentSignature, signature),
        check(CheckName::DocumentUnaltered, unaltered),
        check(CheckName::TimeStamp, time_stamp(&document.examination)),
    ]
}

/// The time stamp of the signature, and those of renewals.
fn time_stamp(examination: &Examination) -> Outcome {
    let refused =
        |fault: &StampFault| failed(Reason::new("time-stamp").with("fault", fault.name()));
    if let Err(AlterationFault::Renewal(fault)) = &examination.unaltered {
        return refused(fault);
    }
    let own = match &examination.signature {
        Err(SignatureFault::Stamp(fault)) => return refused(fault),
        Err(_) => return not_performed("not-reached"),
        Ok(signed) => match &signed.time {
            SigningTime::Unjudged => return not_performed("time-stamp-unjudged"),
            SigningTime::Claimed => None,
            SigningTime::Stamped(stamp) => Some(&**stamp),
        },
    };
    let mut stamps = own.into_iter().chain(&examination.renewed).peekable();
    if stamps.peek().is_none() {
        not_performed("no-time-stamp")
    } else if stamps.all(|stamp| stamp.unrevoked) {
        Outcome::Passed
    } else {
        not_performed("time-stamp-unrevoked-unknown")
    }
}

/// A key that does not count is told from a signature that does not verify.
fn document_fault(fault: &SignatureFault) -> Reason {
    match fault {
        SignatureFault::UnknownKey => Reason::new("document-unknown-key"),
        SignatureFault::Key(refusal) => refused(*refusal),
        SignatureFault::Missing
        | SignatureFault::OtherKind
        | SignatureFault::Malformed
        | SignatureFault::Broken
        | SignatureFault::Certificate(_)
        | SignatureFault::Stamp(_) => Reason::new("document-bad-signature").with("fault", fault),
    }
}

/// One key check for both: each signature names its own key.
fn signature_checks(evidence: &Evidence) -> Vec<Check> {
    let (seal, seal_key) = seal_outcomes(evidence);
    let Some((credential, key)) = credential::outcomes(evidence) else {
        return vec![
            check(CheckName::SealSignature, seal),
            check(CheckName::IssuerKey, seal_key),
        ];
    };
    let key = match (seal_key, key) {
        (failed @ Outcome::Failed { .. }, _) | (_, failed @ Outcome::Failed { .. }) => failed,
        (Outcome::Passed, _) | (_, Outcome::Passed) => Outcome::Passed,
        (neither, _) => neither,
    };
    vec![
        check(CheckName::CredentialSignature, credential),
        check(CheckName::SealSignature, seal),
        check(CheckName::IssuerKey, key),
    ]
}

/// Does the seal's signature verify, and does its key count?
fn seal_outcomes(evidence: &Evidence) -> (Outcome, Outcome) {
    let not_reached = || not_performed("not-reached");
    let Some(SealEvidence { opened, .. }) = &evidence.seal else {
        // Every document carries its seal, and the register keeps the seal of all that is issued.
        let due =
            evidence.document.is_some() || matches!(evidence.register, RegisterEvidence::Known(_));
        return match evidence.register {
            _ if due => (failed(Reason::new("seal-missing")), not_reached()),
            RegisterEvidence::Offline | RegisterEvidence::Listed { .. } => {
                (not_performed("offline"), not_performed("offline"))
            }
            _ => (not_reached(), not_reached()),
        };
    };
    match opened {
        Ok(_) => (Outcome::Passed, Outcome::Passed),
        Err(error) => {
            let fault = failed(seal_fault(error));
            match error {
                SealError::Malformed(_) | SealError::BadSignature => (fault, not_reached()),
                SealError::UnknownKey(_) => (not_reached(), fault),
                SealError::Key(_) => (Outcome::Passed, fault),
            }
        }
    }
}

/// Why a seal can't be relied on.
pub(super) fn seal_fault(error: &SealError) -> Reason {
    match error {
        SealError::Malformed(_) => Reason::new("seal-malformed"),
        SealError::UnknownKey(_) => Reason::new("unknown-key"),
        SealError::BadSignature => Reason::new("seal-bad-signature"),
        SealError::Key(refusal) => refused(*refusal),
    }
}

fn registered(evidence: &Evidence) -> Outcome {
    match &evidence.register {
        RegisterEvidence::Known(_) => Outcome::Passed,
        RegisterEvidence::Unknown => failed(Reason::new("not-registered")),
        RegisterEvidence::Offline | RegisterEvidence::Listed { .. } => not_performed("offline"),
        RegisterEvidence::NotAsked => not_performed("not-reached"),
    }
}

/// The register, the seal, the document and the standard credential are about the same certificate:
/// byte for byte, or as far as the credential says it.
fn agreement(evidence: &Evidence) -> Outcome {
    let Some(opened) = opened(evidence) else {
        return match evidence.register {
            RegisterEvidence::Offline | RegisterEvidence::Listed { .. } => not_performed("offline"),
            _ => not_performed("not-reached"),
        };
    };
    let credential_agrees = match &evidence.credential {
        Some(Ok(badge)) => badge::agrees_with(badge, &opened.claims),
        // Why it can't be relied on is told by the check of its signatures.
        Some(Err(_)) | None => true,
    };
    if !credential_agrees {
        return failed(Reason::new("disagrees"));
    }
    // Offline, a document and what is inside it still have one signer's word each: the attachments
    // are part of the bytes that the document's signature covers.
    let RegisterEvidence::Known(row) = &evidence.register else {
        return match evidence.register {
            RegisterEvidence::Offline | RegisterEvidence::Listed { .. } => not_performed("offline"),
            _ => not_performed("not-reached"),
        };
    };
    let seal_agrees = evidence.seal.as_ref().is_some_and(|seal| {
        row.seal.as_deref() == Some(&seal.bytes.0[..]) && opened.claims.id == row.id
    });
    let document_agrees = evidence
        .document
        .as_ref()
        .is_none_or(|document| row.document == Some(document.digest));
    if seal_agrees && document_agrees {
        Outcome::Passed
    } else {
        failed(Reason::new("disagrees"))
    }
}

fn in_force(evidence: &Evidence) -> Outcome {
    match &evidence.register {
        RegisterEvidence::Known(row) => match out_of_force(&row.standing()) {
            Some((_, reason)) => failed(reason),
            None => Outcome::Passed,
        },
        RegisterEvidence::Listed { told, at } => listed(*told, at),
        RegisterEvidence::Offline => not_performed("offline"),
        RegisterEvidence::Unknown | RegisterEvidence::NotAsked => not_performed("not-reached"),
    }
}

/// What a signed list says. It tells neither a reason nor since when.
fn listed(told: Option<PlaceState>, at: &DateTime<Utc>) -> Outcome {
    let reason = |id| failed(Reason::new(id).with("date", at.date_naive()));
    match told {
        Some(PlaceState::InForce) => Outcome::Passed,
        Some(PlaceState::Revoked) => reason("listed-revoked"),
        Some(PlaceState::Suspended) => reason("listed-suspended"),
        None => not_performed("list-missing"),
    }
}

/// Why a certificate is out of force, if it is, and what that makes of the verdict.
pub(super) fn out_of_force(standing: &Standing) -> Option<(Verdict, Reason)> {
    let reason = |id, at: DateTime<Utc>| Reason::new(id).with("date", at.date_naive());
    if let Some(at) = standing.revoked_at {
        let why = standing.revocation_reason.map_or("", |why| why.name());
        let reason = reason("revoked", at).with("reason", why);
        return Some((Verdict::Revoked, reason));
    }
    if let Some(at) = standing.superseded_at {
        return Some((Verdict::Superseded, reason("superseded", at)));
    }
    let at = standing.suspended_at?;
    let why = standing.suspension_reason.map_or("", |why| why.name());
    let reason = reason("suspended", at).with("reason", why);
    Some((Verdict::Suspended, reason))
}

fn birth_date(evidence: &Evidence, asked: Option<NaiveDate>) -> Outcome {
    match (opened(evidence), asked) {
        (_, None) => not_performed("birth-date-not-asked"),
        (None, Some(_)) if matches!(evidence.credential, Some(Ok(_))) => {
            not_performed("birth-date-hidden")
        }
        (None, Some(_)) => not_performed("not-reached"),
        (Some(opened), Some(date)) if opened.claims.birth_date == date => Outcome::Passed,
        (Some(_), Some(_)) => failed(Reason::new("birth-date-differs")),
    }
}

/// The claims, if a key that counts signed them.
pub(super) fn opened(evidence: &Evidence) -> Option<&Opened> {
    evidence.seal.as_ref()?.opened.as_ref().ok()
}

fn check(name: CheckName, outcome: Outcome) -> Check {
    Check { name, outcome }
}

/// Why a key proves nothing about the instant of a signature.
pub(super) fn refused(refusal: KeyRefusal) -> Reason {
    let (id, date) = match refusal {
        KeyRefusal::NotYetValid(date) => ("key-not-yet-valid", date),
        KeyRefusal::Retired(date) => ("key-retired", date),
        KeyRefusal::Compromised(date) => ("key-compromised", date),
    };
    Reason::new(id).with("date", date.date_naive())
}

pub(super) fn failed(reason: Reason) -> Outcome {
    Outcome::Failed { reason }
}

pub(super) fn not_performed(id: &'static str) -> Outcome {
    Outcome::NotPerformed {
        reason: Reason::new(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every check passed but those that the case changes.
    fn verdict(changed: &[(CheckName, Outcome)]) -> Verdict {
        let all = [
            CheckName::Readable,
            CheckName::DocumentSignature,
            CheckName::DocumentUnaltered,
            CheckName::TimeStamp,
            CheckName::CredentialSignature,
            CheckName::SealSignature,
            CheckName::IssuerKey,
            CheckName::Registered,
            CheckName::Agreement,
            CheckName::InForce,
            CheckName::BirthDate,
        ];
        let checks: Vec<Check> = all
            .into_iter()
            .map(|name| {
                let outcome = changed
                    .iter()
                    .find(|(other, _)| *other == name)
                    .map_or(Outcome::Passed, |(_, outcome)| outcome.clone());
                check(name, outcome)
            })
            .collect();
        headline(&checks)
    }

    fn fails(id: &'static str) -> Outcome {
        failed(Reason::new(id))
    }

    #[test]
    fn the_verdict_is_the_most_serious_of_what_the_checks_say() {
        use CheckName as C;
        let skipped = || not_performed("offline");
        let table: Vec<(Vec<(C, Outcome)>, Verdict)> = vec![
            (vec![], Verdict::Authentic),
            (
                vec![(C::BirthDate, fails("birth-date-differs"))],
                Verdict::Authentic,
            ),
            (
                vec![(C::BirthDate, not_performed("birth-date-not-asked"))],
                Verdict::Authentic,
            ),
            (
                vec![
                    (C::Registered, skipped()),
                    (C::Agreement, skipped()),
                    (C::InForce, skipped()),
                ],
                Verdict::AuthenticStatusUnknown,
            ),
            (vec![(C::InForce, fails("suspended"))], Verdict::Suspended),
            (vec![(C::InForce, fails("superseded"))], Verdict::Superseded),
            (vec![(C::InForce, fails("revoked"))], Verdict::Revoked),
            (
                vec![(C::IssuerKey, fails("unknown-key"))],
                Verdict::UnknownKey,
            ),
            (
                vec![(C::IssuerKey, fails("key-retired"))],
                Verdict::UnknownKey,
            ),
            (
                vec![(C::IssuerKey, fails("key-compromised"))],
                Verdict::NotAuthentic,
            ),
            (
                vec![(C::DocumentSignature, fails("document-unknown-key"))],
                Verdict::UnknownKey,
            ),
            (
                vec![(C::DocumentSignature, fails("key-compromised"))],
                Verdict::NotAuthentic,
            ),
            (
                vec![(C::SealSignature, fails("seal-bad-signature"))],
                Verdict::NotAuthentic,
            ),
            (
                vec![(C::CredentialSignature, fails("credential-bad-signature"))],
                Verdict::NotAuthentic,
            ),
            (
                vec![(C::DocumentSignature, fails("document-bad-signature"))],
                Verdict::NotAuthentic,
            ),
            (
                vec![(C::DocumentUnaltered, fails("document-altered"))],
                Verdict::NotAuthentic,
            ),
            (
                vec![(C::TimeStamp, fails("time-stamp"))],
                Verdict::NotAuthentic,
            ),
            (
                vec![(C::TimeStamp, not_performed("no-time-stamp"))],
                Verdict::Authentic,
            ),
            (
                vec![(C::Agreement, fails("disagrees"))],
                Verdict::NotAuthentic,
            ),
            (
                vec![(C::Registered, fails("not-registered"))],
                Verdict::NotFound,
            ),
            (
                vec![(C::Readable, fails("not-a-seal"))],
                Verdict::Unreadable,
            ),
            (
                vec![
                    (C::InForce, fails("revoked")),
                    (C::Agreement, fails("disagrees")),
                ],
                Verdict::NotAuthentic,
            ),
            (
                vec![
                    (C::IssuerKey, fails("unknown-key")),
                    (C::InForce, skipped()),
                ],
                Verdict::UnknownKey,
            ),
        ];
        for (changed, expected) in table {
            assert_eq!(verdict(&changed), expected, "{changed:?}");
        }
    }

    #[test]
    fn a_signed_list_tells_what_an_absent_register_would_have_told() {
        for (in_force, expected) in [
            (Outcome::Passed, Verdict::Authentic),
            (fails("listed-suspended"), Verdict::Suspended),
            (fails("listed-revoked"), Verdict::Revoked),
            (
                not_performed("list-missing"),
                Verdict::AuthenticStatusUnknown,
            ),
        ] {
            let checks = [
                (CheckName::Registered, not_performed("offline")),
                (CheckName::Agreement, not_performed("offline")),
                (CheckName::InForce, in_force),
            ];
            assert_eq!(verdict(&checks), expected, "{checks:?}");
        }
    }

    #[test]
    fn no_content_is_shown_once_a_signature_fails_or_the_register_knows_nothing() {
        for verdict in [
            Verdict::UnknownKey,
            Verdict::NotAuthentic,
            Verdict::NotFound,
            Verdict::Unreadable,
        ] {
            assert!(!content_may_be_shown(verdict), "{verdict:?}");
        }
        for verdict in [
            Verdict::Authentic,
            Verdict::AuthenticStatusUnknown,
            Verdict::Suspended,
            Verdict::Superseded,
            Verdict::Revoked,
        ] {
            assert!(content_may_be_shown(verdict), "{verdict:?}");
        }
    }
}
