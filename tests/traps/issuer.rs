//! An issuer with one certificate, and a verifier that has its keys and neither register nor
//! network.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use sceau::credential::proof::{self, Cryptosuite};
use sceau::credential::{
    self, CertificateFacts, CertificateId, GlyphCoverage, IssuerKey, IssuerProfile, KeyId,
    LintContext, LintReport, LintedFacts, SignedCredential, StatusReference, TrustedKey,
    VerificationCode,
};
use sceau::framework::Framework;
use sceau::i18n::Language;
use sceau::keys::TrustedKeys;
use sceau::results::Identity;
use sceau::verification::{
    Asked, CheckName, Input, Outcome, Verdict, Verification, Verifier, verify,
};
use serde_json::Value;

pub(super) const METHOD: &str = "did:web:sceau.example#c1";

pub(super) fn issued_at() -> DateTime<Utc> {
    "2026-06-09T08:00:00Z".parse().unwrap()
}

pub(super) fn framework() -> Framework {
    Framework::embedded("crcn").unwrap().unwrap()
}

pub(super) fn key_named(id: &str, seed: u8) -> IssuerKey {
    let key = SigningKey::from_bytes(&[seed; 32]);
    IssuerKey {
        id: KeyId(id.into()),
        verifying_key: key.verifying_key(),
        signer: Arc::new(key),
    }
}

pub(super) fn key() -> IssuerKey {
    key_named("c1", 42)
}

pub(super) fn trusted() -> TrustedKey {
    TrustedKey {
        id: key().id,
        key: key().verifying_key,
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        retired_at: None,
        compromised_at: None,
        specimen: false,
    }
}

pub(super) fn facts() -> CertificateFacts {
    CertificateFacts {
        id: CertificateId(uuid::Uuid::from_bytes([7; 16])),
        code: VerificationCode::from_random([7; 9]),
        framework: "crcn".into(),
        framework_version: framework().version,
        language: Language::French,
        holder: Identity {
            last_name: "Kervadec-Oduya".into(),
            first_name: "Maëlle".into(),
            birth_date: "1998-03-14".parse().unwrap(),
            birth_place: "Quimper".into(),
            local_id: None,
            ine: None,
        },
        centre: "Lycée des Dunes".into(),
        exam_date: "2026-05-21".parse().unwrap(),
        delivery_date: "2026-06-09".parse().unwrap(),
        issued_at: issued_at(),
        score: 487,
        degraded: false,
        levels: vec![3; 16],
        global_level: Some(4),
        status: StatusReference { list: 1, index: 7 },
        issuer: IssuerProfile {
            name: "Institut".into(),
            signatory: "Hortense Lavigerie-Sow".into(),
            role: "Directrice".into(),
        },
        verify_url: "HTTPS://SCEAU.EXAMPLE/V".into(),
        specimen: false,
    }
}

pub(super) fn lint(facts: CertificateFacts) -> Result<LintedFacts, LintReport> {
    let coverage: GlyphCoverage = (' '..='ſ').collect();
    let context = LintContext {
        framework: &framework(),
        coverage: &coverage,
        today: "2026-06-10".parse().unwrap(),
    };
    credential::lint(facts, &context)
}

pub(super) fn signed() -> SignedCredential {
    credential::sign(lint(facts()).unwrap(), &framework(), &key()).unwrap()
}

pub(super) fn document() -> Value {
    serde_json::from_slice(signed().badge().as_bytes()).unwrap()
}

/// Changed, then rightly signed again by the issuer's key: only the form can tell.
pub(super) fn resigned(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = document();
    document.as_object_mut().unwrap().remove("proof");
    change(&mut document);
    let prove = |suite| proof::sign(&document, suite, issued_at(), METHOD.into(), &key()).unwrap();
    let proofs = [Cryptosuite::Rdfc, Cryptosuite::Jcs].map(prove);
    document["proof"] = serde_json::to_value(proofs).unwrap();
    document
}

pub(super) fn verifier() -> Verifier {
    Verifier {
        store: None,
        trusted: TrustedKeys {
            seals: vec![trusted()],
            ..TrustedKeys::default()
        },
        frameworks: vec![Arc::new(framework())],
        issuer: "Institut".into(),
        image_pixels: 50_000_000,
        reader: sceau::reading::Reader::Here,
    }
}

pub(super) async fn ask(input: Input) -> Verification {
    let at = "2026-06-10T09:00:00Z".parse().unwrap();
    verify(&verifier(), input, &Asked::default(), at)
        .await
        .unwrap()
}

/// The verdict about what somebody presents as a file.
pub(super) async fn presented(bytes: impl Into<Vec<u8>>) -> Verification {
    ask(Input::sniff(bytes.into())).await
}

/// Why a check failed or was not performed.
pub(super) fn reason(verification: &Verification, name: CheckName) -> &'static str {
    let mut checks = verification.checks.iter();
    match &checks.find(|check| check.name == name).unwrap().outcome {
        Outcome::Passed => "passed",
        Outcome::Failed { reason } | Outcome::NotPerformed { reason } => reason.id,
    }
}

/// Not authentic, for this reason, and nothing of the content shown.
pub(super) async fn assert_refused(bytes: impl Into<Vec<u8>>, expected: &str) {
    let answer = presented(bytes).await;
    assert_eq!(answer.verdict, Verdict::NotAuthentic, "{answer:?}");
    assert_eq!(reason(&answer, CheckName::CredentialSignature), expected);
    assert_eq!(answer.certificate, None);
}
