//! Codes, seals and pictures against a register with one certificate in it.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use image::{GrayImage, ImageFormat, Luma};
use qrcodegen::{QrCode, QrCodeEcc};

use super::evidence::{DocumentEvidence, Evidence, RegisterEvidence, SealEvidence};
use super::*;
use crate::credential::badge::{BadgeError, OpenedBadge};
use crate::credential::{
    self, CertificateFacts, CertificateId, GlyphCoverage, IssuerKey, IssuerProfile, KeyId,
    LintContext, RevocationReason, SealedBytes, SignedCredential, StatusReference, TrustedKey,
    VerificationCode,
};
use crate::document::{AlterationFault, Examination, SignatureFault, Signed, SigningTime};
use crate::i18n::Language;
use crate::results::Identity;
use crate::store::{Change, Digest, IssuedParts, NewCertificate};

const OPERATOR: &str = "test";
const DOCUMENT: Digest = Digest([3; 32]);

fn at() -> DateTime<Utc> {
    "2026-06-10T09:00:00Z".parse().unwrap()
}

fn framework() -> Framework {
    Framework::embedded("crcn").unwrap().unwrap()
}

fn key() -> IssuerKey {
    let key = SigningKey::from_bytes(&[42; 32]);
    IssuerKey {
        id: KeyId("c1".into()),
        verifying_key: key.verifying_key(),
        signer: Arc::new(key),
    }
}

fn trusted() -> TrustedKey {
    TrustedKey {
        id: key().id,
        key: key().verifying_key,
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        retired_at: None,
        compromised_at: None,
        specimen: false,
    }
}

fn facts(number: u8) -> CertificateFacts {
    CertificateFacts {
        id: CertificateId(uuid::Uuid::from_bytes([number; 16])),
        code: VerificationCode::from_random([number; 9]),
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
        issued_at: "2026-06-09T08:00:00Z".parse().unwrap(),
        score: 487,
        degraded: false,
        levels: vec![3; 16],
        global_level: Some(4),
        status: StatusReference {
            list: 1,
            index: number.into(),
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

fn signed(number: u8) -> SignedCredential {
    let coverage: GlyphCoverage = (' '..='ſ').collect();
    let context = LintContext {
        framework: &framework(),
        coverage: &coverage,
        today: at().date_naive(),
    };
    let linted = credential::lint(facts(number), &context).unwrap();
    credential::sign(linted, &framework(), &key()).unwrap()
}

/// A register with certificate 7 issued and certificate 8 only prepared.
async fn register() -> (tempfile::TempDir, Verifier) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::migrate(folder.path().join("register.db").as_path())
        .await
        .unwrap();
    // Opens the first status lists, of which `facts` names one.
    store.next_status_reference(at()).await.unwrap();
    for number in [7, 8] {
        let facts = facts(number);
        let new = NewCertificate {
            id: facts.id,
            code: facts.code.clone(),
            result_key: format!("session 1/{number}"),
            result_digest: Digest([number; 32]),
            person: Digest([number; 32]),
            exam_date: facts.exam_date,
            facts: serde_json::to_vec(&facts).unwrap(),
            claims: Vec::new(),
            status: facts.status,
            prepared_at: facts.issued_at,
            supersedes: None,
            search: None,
        };
        store.prepare(&new, OPERATOR).await.unwrap();
    }
    issue(&store, 7, signed(7).seal().0.clone()).await;
    (folder, verifier(Some(store)))
}

async fn issue(store: &Store, number: u8, seal: Vec<u8>) {
    let parts = IssuedParts {
        seal,
        credential_key: key().id,
        document_key: KeyId("d1".into()),
        document: Digest([number; 32]),
    };
    let issued_at = facts(number).issued_at;
    store
        .mark_issued(facts(number).id, &parts, OPERATOR, issued_at)
        .await
        .unwrap();
}

fn verifier(store: Option<Store>) -> Verifier {
    Verifier {
        store,
        trusted: TrustedKeys {
            seals: vec![trusted()],
            ..TrustedKeys::default()
        },
        frameworks: vec![Arc::new(framework())],
        issuer: "Institut".into(),
        image_pixels: 50_000_000,
        reader: crate::reading::Reader::Here,
    }
}

async fn ask(verifier: &Verifier, input: Input) -> Verification {
    verify(verifier, input, &Asked::default(), at())
        .await
        .unwrap()
}

fn code(number: u8) -> Input {
    Input::Code(facts(number).code.grouped())
}

fn seal(number: u8) -> Input {
    Input::SealText(signed(number).qr_text())
}

fn outcome(verification: &Verification, name: CheckName) -> &Outcome {
    let found = verification.checks.iter().find(|check| check.name == name);
    &found.unwrap().outcome
}

fn reason(verification: &Verification, name: CheckName) -> &'static str {
    match outcome(verification, name) {
        Outcome::Passed => "passed",
        Outcome::Failed { reason } | Outcome::NotPerformed { reason } => reason.id,
    }
}

#[tokio::test]
async fn an_issued_certificate_is_authentic_by_code_and_by_seal() {
    let (_folder, verifier) = register().await;
    let by_code = ask(&verifier, code(7)).await;
    assert_eq!(by_code.verdict, Verdict::Authentic);
    let shown = by_code.certificate.unwrap();
    assert_eq!(shown.last_name.as_deref(), Some("Kervadec-Oduya"));
    assert_eq!(shown.birth_date, None, "a code tells no birth date");
    let by_seal = ask(&verifier, seal(7)).await;
    assert_eq!(by_seal.verdict, Verdict::Authentic);
    let shown = by_seal.certificate.unwrap();
    assert_eq!(shown.birth_date, Some(facts(7).holder.birth_date));
}

#[tokio::test]
async fn unknown_and_unpublished_codes_answer_alike() {
    let (_folder, verifier) = register().await;
    let unknown = ask(&verifier, code(9)).await;
    let unpublished = ask(&verifier, code(8)).await;
    assert_eq!(unknown, unpublished);
    assert_eq!(unknown.verdict, Verdict::NotFound);
    assert_eq!(unknown.certificate, None);
}

#[tokio::test]
async fn a_mistyped_code_is_told_from_one_that_does_not_exist() {
    let (_folder, verifier) = register().await;
    for (typed, expected) in [
        ("0000-0000-0000-01", "code-typo"),
        ("0000-0000", "code-length"),
        ("0000-0000-0000-0U", "code-symbol"),
    ] {
        let answer = ask(&verifier, Input::Code(typed.into())).await;
        assert_eq!(answer.verdict, Verdict::Unreadable);
        assert_eq!(reason(&answer, CheckName::Readable), expected);
    }
}

#[tokio::test]
async fn offline_a_seal_is_authentic_as_far_as_can_be_known_and_a_code_says_nothing() {
    let verifier = verifier(None);
    let answer = ask(&verifier, seal(7)).await;
    assert_eq!(answer.verdict, Verdict::AuthenticStatusUnknown);
    assert_eq!(reason(&answer, CheckName::Registered), "offline");
    assert_eq!(reason(&answer, CheckName::InForce), "offline");
    assert!(answer.certificate.is_some());
    let answer = ask(&verifier, code(7)).await;
    assert_eq!(answer.verdict, Verdict::Unreadable);
    assert_eq!(reason(&answer, CheckName::Readable), "code-needs-register");
}

#[tokio::test]
async fn suspension_supersession_and_revocation_are_told_with_date_and_reason() {
    let (_folder, verifier) = register().await;
    let store = verifier.store.clone().unwrap();
    let id = facts(7).id;
    let inquiry = RevocationReason::UnderInquiry;
    let changed = store.suspend(id, inquiry, OPERATOR, at()).await.unwrap();
    assert!(matches!(changed, Change::Done(_)), "{changed:?}");
    let answer = ask(&verifier, code(7)).await;
    assert_eq!(answer.verdict, Verdict::Suspended);
    let Outcome::Failed { reason } = outcome(&answer, CheckName::InForce) else {
        panic!("a suspended certificate is in force: {answer:?}")
    };
    assert_eq!(reason.values["reason"], "under-inquiry");
    assert_eq!(reason.values["date"], "2026-06-10");
    store.reinstate(id, OPERATOR, at()).await.unwrap();
    assert_eq!(ask(&verifier, code(7)).await.verdict, Verdict::Authentic);
    let fraud = RevocationReason::Fraud;
    store.revoke(id, fraud, OPERATOR, at()).await.unwrap();
    for input in [code(7), seal(7)] {
        let answer = ask(&verifier, input).await;
        assert_eq!(answer.verdict, Verdict::Revoked);
        assert!(
            answer.certificate.is_some(),
            "it was issued, and that is shown"
        );
    }
}

#[tokio::test]
async fn a_register_that_was_tampered_with_makes_certificates_fail() {
    let (_folder, verifier) = register().await;
    // The row of one certificate holds the seal of another.
    issue(
        verifier.store.as_ref().unwrap(),
        8,
        signed(7).seal().0.clone(),
    )
    .await;
    let answer = ask(&verifier, code(8)).await;
    assert_eq!(answer.verdict, Verdict::NotAuthentic);
    assert_eq!(reason(&answer, CheckName::Agreement), "disagrees");
    assert_eq!(answer.certificate, None);
}

#[tokio::test]
async fn a_key_that_does_not_count_is_named_and_nothing_is_shown() {
    let (_folder, mut verifier) = register().await;
    let hour = chrono::TimeDelta::hours(1);
    let issued_at = facts(7).issued_at;
    let limits: [(TrustedKey, &str); 4] = [
        (
            TrustedKey {
                id: KeyId("c2".into()),
                ..trusted()
            },
            "unknown-key",
        ),
        (
            TrustedKey {
                not_before: issued_at + hour,
                ..trusted()
            },
            "key-not-yet-valid",
        ),
        (
            TrustedKey {
                retired_at: Some(issued_at - hour),
                ..trusted()
            },
            "key-retired",
        ),
        (
            TrustedKey {
                compromised_at: Some(issued_at),
                ..trusted()
            },
            "key-compromised",
        ),
    ];
    for (key, expected) in limits {
        verifier.trusted.seals = vec![key];
        for input in [code(7), seal(7)] {
            let answer = ask(&verifier, input).await;
            let verdict = match expected {
                "key-compromised" => Verdict::NotAuthentic,
                _ => Verdict::UnknownKey,
            };
            assert_eq!(answer.verdict, verdict, "{expected}");
            assert_eq!(reason(&answer, CheckName::IssuerKey), expected);
            assert_eq!(answer.certificate, None);
        }
    }
}

#[tokio::test]
async fn a_changed_seal_is_not_authentic() {
    let (_folder, verifier) = register().await;
    let mut forged = signed(7).seal().clone();
    let place = forged.0.len() - 100;
    forged.0[place] ^= 1;
    let answer = ask(&verifier, Input::SealText(forged.to_qr_text("HTTPS://X/V"))).await;
    assert_eq!(answer.verdict, Verdict::NotAuthentic);
    assert_eq!(answer.certificate, None);
}

#[tokio::test]
async fn a_birth_date_is_only_compared_and_never_told() {
    let (_folder, verifier) = register().await;
    for (date, expected) in [
        ("1998-03-14", "passed"),
        ("1998-03-15", "birth-date-differs"),
    ] {
        let asked = Asked {
            birth_date: date.parse().ok(),
        };
        let answer = verify(&verifier, code(7), &asked, at()).await.unwrap();
        assert_eq!(answer.verdict, Verdict::Authentic);
        assert_eq!(reason(&answer, CheckName::BirthDate), expected);
        let json = serde_json::to_string(&answer).unwrap();
        assert!(!json.contains("1998-03-14"), "{json}");
    }
}

#[tokio::test]
async fn a_credential_is_compared_with_what_the_register_keeps() {
    let (_folder, verifier) = register().await;
    let presented = |number| Input::Credential(signed(number).badge().as_bytes().to_vec());
    let answer = ask(&verifier, presented(7)).await;
    assert_eq!(answer.verdict, Verdict::Authentic);
    assert_eq!(reason(&answer, CheckName::Agreement), "passed");
    assert_eq!(answer.certificate.unwrap().holder(), None, "it is hashed");
    // Signed, but never issued.
    assert_eq!(
        ask(&verifier, presented(8)).await.verdict,
        Verdict::NotFound
    );
    // The row holds the seal of another certificate.
    let other = signed(7).seal().0.clone();
    issue(verifier.store.as_ref().unwrap(), 8, other).await;
    let answer = ask(&verifier, presented(8)).await;
    assert_eq!(answer.verdict, Verdict::NotAuthentic);
    assert_eq!(reason(&answer, CheckName::Agreement), "disagrees");
    assert_eq!(answer.certificate, None);
}

#[tokio::test]
async fn the_birth_date_is_compared_with_a_credential_only_by_the_register() {
    let (_folder, verifier) = register().await;
    let presented = || Input::Credential(signed(7).badge().as_bytes().to_vec());
    let asked = Asked {
        birth_date: "1998-03-14".parse().ok(),
    };
    let answer = verify(&verifier, presented(), &asked, at()).await.unwrap();
    assert_eq!(reason(&answer, CheckName::BirthDate), "passed");
    let offline = self::verifier(None);
    let answer = verify(&offline, presented(), &asked, at()).await.unwrap();
    assert_eq!(reason(&answer, CheckName::BirthDate), "birth-date-hidden");
}

#[tokio::test]
async fn a_photograph_of_the_code_is_read() {
    let (_folder, verifier) = register().await;
    let code = QrCode::encode_text(&signed(7).qr_text(), QrCodeEcc::Medium).unwrap();
    let side = u32::try_from(code.size()).unwrap() + 8;
    let picture = GrayImage::from_fn(side * 5, side * 5, |x, y| {
        let module = |place: u32| i32::try_from(place / 5).unwrap() - 4;
        Luma([if code.get_module(module(x), module(y)) {
            30
        } else {
            220
        }])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    let input = Input::sniff(bytes.into_inner());
    let answer = ask(&verifier, input).await;
    assert_eq!(answer.presented, Presented::Image);
    assert_eq!(answer.verdict, Verdict::Authentic);
}

/// A document whose parts are all right, with the register's row.
async fn document_evidence(verifier: &Verifier) -> Evidence {
    let store = verifier.store.as_ref().unwrap();
    let mut row = store.find(facts(7).id).await.unwrap().unwrap();
    row.document = Some(DOCUMENT);
    let bytes = signed(7).seal().clone();
    let opened = credential::open(&bytes, &[trusted()]);
    Evidence {
        presented: Presented::Document,
        unreadable: None,
        seal: Some(SealEvidence { bytes, opened }),
        document: Some(DocumentEvidence {
            examination: Examination {
                signature: Ok(Signed {
                    key: KeyId("d1".into()),
                    at: at(),
                    time: SigningTime::Claimed,
                    specimen: false,
                }),
                unaltered: Ok(()),
                attachments: BTreeMap::new(),
                issued: DOCUMENT.0,
                renewed: Vec::new(),
            },
            digest: DOCUMENT,
        }),
        credential: None,
        receipt: None,
        register: RegisterEvidence::Known(Box::new(row)),
    }
}

fn badge(number: u8) -> Result<OpenedBadge, BadgeError> {
    credential::badge::open(signed(number).badge().as_bytes(), &[trusted()])
}

#[tokio::test]
async fn a_document_must_agree_with_its_seal_and_with_the_register() {
    type Spoil = fn(&mut Evidence);
    let (_folder, verifier) = register().await;
    let table: [(Spoil, Verdict); 14] = [
        (|_| (), Verdict::Authentic),
        (
            |e| e.document.as_mut().unwrap().examination.signature = Err(SignatureFault::Broken),
            Verdict::NotAuthentic,
        ),
        (
            |e| {
                e.document.as_mut().unwrap().examination.signature =
                    Err(SignatureFault::UnknownKey);
            },
            Verdict::UnknownKey,
        ),
        (
            |e| {
                e.document.as_mut().unwrap().examination.unaltered = Err(AlterationFault::Appended);
            },
            Verdict::NotAuthentic,
        ),
        (
            |e| e.document.as_mut().unwrap().digest = Digest([4; 32]),
            Verdict::NotAuthentic,
        ),
        (|e| e.seal = None, Verdict::NotAuthentic),
        (
            |e| {
                let bytes = SealedBytes(signed(9).seal().0.clone());
                let opened = credential::open(&bytes, &[trusted()]);
                e.seal = Some(SealEvidence { bytes, opened });
            },
            Verdict::NotAuthentic,
        ),
        (|e| e.credential = Some(badge(7)), Verdict::Authentic),
        // Rightly signed, of somebody else: also where there is no register.
        (|e| e.credential = Some(badge(9)), Verdict::NotAuthentic),
        (
            |e| {
                e.credential = Some(badge(9));
                e.register = RegisterEvidence::Offline;
            },
            Verdict::NotAuthentic,
        ),
        (
            |e| e.credential = Some(Err(BadgeError::BadSignature)),
            Verdict::NotAuthentic,
        ),
        (
            |e| e.credential = Some(Err(BadgeError::UnknownKey("did:web:x#c1".into()))),
            Verdict::UnknownKey,
        ),
        (
            |e| e.register = RegisterEvidence::Unknown,
            Verdict::NotFound,
        ),
        (
            |e| e.register = RegisterEvidence::Offline,
            Verdict::AuthenticStatusUnknown,
        ),
    ];
    for (place, (spoil, expected)) in table.into_iter().enumerate() {
        let mut evidence = document_evidence(&verifier).await;
        spoil(&mut evidence);
        let answer = judge::judge(&verifier, &evidence, Asked::default(), at());
        assert_eq!(answer.verdict, expected, "case {place}: {answer:?}");
        let may_show = expected < Verdict::UnknownKey;
        assert_eq!(answer.certificate.is_some(), may_show, "case {place}");
    }
}

#[tokio::test]
async fn an_issued_row_without_a_seal_proves_nothing() {
    let (_folder, verifier) = register().await;
    let mut evidence = document_evidence(&verifier).await;
    evidence.presented = Presented::Code;
    evidence.document = None;
    evidence.seal = None;
    let answer = judge::judge(&verifier, &evidence, Asked::default(), at());
    assert_eq!(answer.verdict, Verdict::NotAuthentic);
    assert_eq!(reason(&answer, CheckName::SealSignature), "seal-missing");
}
