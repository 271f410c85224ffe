//! Facts and keys for the tests of this room. The key is derived from a constant: worthless.

use std::sync::{Arc, LazyLock};

use ed25519_dalek::SigningKey;

use super::{
    CertificateFacts, CertificateId, GlyphCoverage, IssuerKey, IssuerProfile, KeyId, LintContext,
    LintedFacts, SealedBytes, StatusReference, TrustedKey, VerificationCode, lint, sign_seal,
};
use crate::framework::Framework;
use crate::i18n::Language;
use crate::results::Identity;

pub(super) static FRAMEWORK: LazyLock<Framework> =
    LazyLock::new(|| Framework::embedded("crcn").unwrap().unwrap());

pub(super) static COVERAGE: LazyLock<GlyphCoverage> =
    LazyLock::new(|| (' '..='ſ').chain(['’', '\u{202f}']).collect());

pub(super) fn facts() -> CertificateFacts {
    CertificateFacts {
        id: CertificateId("0197a3c2-5f00-7abc-8def-0123456789ab".parse().unwrap()),
        code: VerificationCode::from_random([1, 2, 3, 4, 5, 6, 7, 8, 9]),
        framework: "crcn".into(),
        framework_version: FRAMEWORK.version,
        language: Language::French,
        holder: Identity {
            last_name: "Kervadec-Oduya".into(),
            first_name: "Maëlle".into(),
            birth_date: "1998-03-14".parse().unwrap(),
            birth_place: "Quimper".into(),
            local_id: None,
            ine: None,
        },
        centre: "Lycée des Dunes, Douarnenez".into(),
        exam_date: "2026-05-21".parse().unwrap(),
        delivery_date: "2026-06-09".parse().unwrap(),
        issued_at: "2026-06-09T08:00:00Z".parse().unwrap(),
        score: 487,
        degraded: false,
        levels: vec![5, 4, 3, 5, 4, 6, 3, 4, 3, 5, 2, 4, 5, 3, 3, 2],
        global_level: Some(4),
        status: StatusReference {
            list: 1,
            index: 94_567,
        },
        issuer: IssuerProfile {
            name: "Institut des savoirs numériques".into(),
            signatory: "Hortense Lavigerie-Sow".into(),
            role: "Directrice de la certification".into(),
        },
        verify_url: "HTTPS://SCEAU.EXAMPLE/V".into(),
        specimen: false,
    }
}

pub(super) fn context() -> LintContext<'static> {
    LintContext {
        framework: &FRAMEWORK,
        coverage: &COVERAGE,
        today: "2026-06-09".parse().unwrap(),
    }
}

pub(super) fn linted() -> LintedFacts {
    lint(facts(), &context()).unwrap()
}

pub(super) fn issuer_key() -> IssuerKey {
    let key = SigningKey::from_bytes(&[42; 32]);
    IssuerKey {
        id: KeyId("c1".into()),
        verifying_key: key.verifying_key(),
        signer: Arc::new(key),
    }
}

pub(super) fn trusted() -> TrustedKey {
    TrustedKey {
        id: KeyId("c1".into()),
        key: issuer_key().verifying_key,
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        retired_at: None,
        compromised_at: None,
        specimen: false,
    }
}

/// Different certificates' seals, all signed with the one key that is trusted.
pub(super) fn seals(count: u32) -> (Vec<SealedBytes>, Vec<TrustedKey>) {
    let seal = |number| {
        let mut facts = facts();
        facts.status.index = number;
        let linted = lint(facts, &context()).unwrap();
        sign_seal(&linted, &issuer_key()).unwrap()
    };
    ((0..count).map(seal).collect(), vec![trusted()])
}
