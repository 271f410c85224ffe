//! A register full of certificates that verify, for benchmarks of asking it.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use sceau::credential::{
    self, CertificateFacts, CertificateId, GlyphCoverage, IssuerKey, IssuerProfile, KeyId,
    LintContext, StatusReference, TrustedKey, VerificationCode,
};
use sceau::framework::Framework;
use sceau::i18n::Language;
use sceau::keys::TrustedKeys;
use sceau::results::Identity;
use sceau::store::Store;
use sceau::verification::Verifier;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use uuid::Uuid;

pub(crate) fn key() -> IssuerKey {
    let key = SigningKey::from_bytes(&[7; 32]);
    IssuerKey {
        id: KeyId("c-2026-1".into()),
        verifying_key: key.verifying_key(),
        signer: Arc::new(key),
    }
}

pub(crate) fn code(number: u32) -> VerificationCode {
    // Scattered over the index like codes drawn by chance.
    let mut bytes = [0; 9];
    let scattered = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bytes[..8].copy_from_slice(&scattered.to_be_bytes());
    VerificationCode::from_random(bytes)
}

pub(crate) fn facts(number: u32, framework: &Framework) -> CertificateFacts {
    CertificateFacts {
        id: CertificateId(Uuid::from_u128(u128::from(number) << 64 | 7)),
        code: code(number),
        framework: framework.id.clone(),
        framework_version: framework.version,
        language: Language::French,
        holder: Identity {
            last_name: format!(
                "Kervadec-{}",
                ["Oduya", "Le Goff", "Moreau"][number as usize % 3]
            ),
            first_name: ["Maëlle", "Yann", "Zoé", "Ismaël"][number as usize % 4].into(),
            birth_date: "2007-03-14".parse().unwrap(),
            birth_place: "Quimper".into(),
            local_id: None,
            ine: None,
        },
        centre: "Lycée des Dunes".into(),
        exam_date: "2026-05-21".parse().unwrap(),
        delivery_date: "2026-06-09".parse().unwrap(),
        issued_at: "2026-06-09T08:00:00Z".parse().unwrap(),
        score: 487,
        degraded: false,
        levels: vec![3; 16],
        global_level: Some(4),
        status: StatusReference {
            list: 1 + number / 131_072,
            index: number % 131_072,
        },
        issuer: IssuerProfile {
            name: "Institut".into(),
            signatory: "Hortense Lavigerie-Sow".into(),
            role: "Directrice".into(),
        },
        verify_url: "HTTPS://SCEAU.EXAMPLE/V".into(),
        specimen: false,
    }
}

/// Fills the register in one transaction: the service's own way takes two for each certificate.
pub(crate) async fn fill(path: &Path, framework: &Framework, key: &IssuerKey, numbers: Range<u32>) {
    let mut connection: SqliteConnection = SqliteConnectOptions::new()
        .filename(path)
        .connect()
        .await
        .unwrap();
    let mut transaction = connection.begin().await.unwrap();
    let coverage: GlyphCoverage = (' '..='ſ').collect();
    let context = LintContext {
        framework,
        coverage: &coverage,
        today: "2026-06-09".parse().unwrap(),
    };
    for number in numbers {
        let facts = facts(number, framework);
        let (id, code, status) = (facts.id.0, facts.code.clone(), facts.status);
        let json = serde_json::to_vec(&facts).unwrap();
        let linted = credential::lint(facts, &context).unwrap();
        let seal = credential::sign_seal(&linted, key).unwrap();
        sqlx::query(
            "INSERT INTO certificates (id, code, result_key, result_digest, person, exam_date, \
             state, facts, claims, seal, credential_key, document_key, document, status_list, \
             status_index, link_generation, prepared_at, issued_at) VALUES ($1, $2, $3, $4, $4, \
             '2026-05-21', 'issued', $5, x'00', $6, $9, 'd', $4, $7, $8, 0, \
             '2026-06-09T08:00:00+00:00', '2026-06-09T08:00:00+00:00')",
        )
        .bind(id)
        .bind(code.as_str())
        .bind(number.to_string())
        .bind(id.as_bytes().repeat(2))
        .bind(json)
        .bind(seal.0)
        .bind(i64::from(status.list))
        .bind(i64::from(status.index))
        .bind(key.id.0.as_str())
        .execute(&mut *transaction)
        .await
        .unwrap();
    }
    transaction.commit().await.unwrap();
}

/// What asks this register, with the one key that signed all of it.
pub(crate) fn verifier(store: Store, framework: &Framework) -> Verifier {
    let trusted = TrustedKey {
        id: key().id,
        key: key().verifying_key,
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        retired_at: None,
        compromised_at: None,
        specimen: false,
    };
    Verifier {
        store: Some(store),
        trusted: TrustedKeys {
            seals: vec![trusted],
            ..TrustedKeys::default()
        },
        frameworks: vec![Arc::new(framework.clone())],
        issuer: String::new(),
        image_pixels: 0,
        reader: sceau::reading::Reader::Here,
    }
}
