//! From linted facts to signed bytes.

use ed25519_dalek::{Signature, VerifyingKey};

use super::badge::{self, SignedBadge};
use super::claims::SealClaims;
use super::proof::ProofError;
use super::seal::{self, SealError, SealedBytes};
use super::{CertificateFacts, IssuerKey, KeyId, LintedFacts};
use crate::framework::Framework;

/// Facts with the seal and the standard credential that a key of the issuer made over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCredential {
    facts: CertificateFacts,
    seal: SealedBytes,
    badge: SignedBadge,
    key: KeyId,
}

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The key did not sign: a token may be gone.
    #[error("the key `{key}` does not sign")]
    Key {
        /// Which.
        key: KeyId,
        /// What it said.
        #[source]
        source: signature::Error,
    },
    /// What came back is no signature of that key.
    #[error("the key `{0}` signed wrongly")]
    Wrong(KeyId),
    /// The facts were linted against another framework.
    #[error("the certificate is for `{asked}`, the framework is `{given}`")]
    OtherFramework {
        /// `crcn 1`, as the facts say.
        asked: String,
        /// What was given.
        given: String,
    },
    /// The standard credential has no form that could be signed.
    #[error("the standard credential can't be made")]
    Badge(#[source] ProofError),
}

/// Why what is presented as a signed credential is none.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The seal.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The standard credential.
    #[error("the standard credential: {0}")]
    Badge(#[from] ProofError),
}

/// Signs the seal and the standard credential. Ed25519 is deterministic: the same facts, framework
/// and key give the same bytes.
pub fn sign(
    linted: LintedFacts,
    framework: &Framework,
    key: &IssuerKey,
) -> Result<SignedCredential, SignError> {
    let facts = linted.facts();
    if (&facts.framework, facts.framework_version) != (&framework.id, framework.version) {
        return Err(SignError::OtherFramework {
            asked: format!("{} {}", facts.framework, facts.framework_version),
            given: format!("{} {}", framework.id, framework.version),
        });
    }
    let seal = sign_seal(&linted, key)?;
    let badge = badge::sign(facts, framework, key).map_err(|error| match error {
        ProofError::Signing(source) => SignError::Key {
            key: key.id.clone(),
            source,
        },
        ProofError::Wrong => SignError::Wrong(key.id.clone()),
        other => SignError::Badge(other),
    })?;
    Ok(SignedCredential {
        facts: linted.into_facts(),
        seal,
        badge,
        key: key.id.clone(),
    })
}

/// Signs the seal alone.
pub fn sign_seal(linted: &LintedFacts, key: &IssuerKey) -> Result<SealedBytes, SignError> {
    let protected = seal::protected(&key.id);
    let payload = linted.claims();
    let message = seal::to_be_signed(&protected, &payload);
    let signature: Signature = key
        .signer
        .try_sign(&message)
        .map_err(|source| SignError::Key {
            key: key.id.clone(),
            source,
        })?;
    // A failing token must never put a bad seal on paper.
    key.verifying_key
        .verify_strict(&message, &signature)
        .map_err(|_| SignError::Wrong(key.id.clone()))?;
    Ok(seal::assemble(&protected, &payload, &signature.to_bytes()))
}

impl SignedCredential {
    /// What it says.
    pub fn facts(&self) -> &CertificateFacts {
        &self.facts
    }

    /// The signed bytes.
    pub fn seal(&self) -> &SealedBytes {
        &self.seal
    }

    /// The standard credential.
    pub fn badge(&self) -> &SignedBadge {
        &self.badge
    }

    /// Who signed.
    pub fn key_id(&self) -> &KeyId {
        &self.key
    }

    /// The text of the QR code.
    pub fn qr_text(&self) -> String {
        self.seal.to_qr_text(&self.facts.verify_url)
    }

    /// Takes up a credential that was signed before: the signatures must be this key's, and seal
    /// and standard credential about these facts.
    pub fn restore(
        facts: CertificateFacts,
        framework: &Framework,
        seal: SealedBytes,
        badge: Vec<u8>,
        key: &VerifyingKey,
    ) -> Result<Self, RestoreError> {
        let (claims, key_id) = seal::open_with(&seal, key)?;
        if claims != SealClaims::from_facts(&facts) {
            return Err(SealError::Malformed("the seal is about other facts".into()).into());
        }
        let badge = badge::restore(badge, &facts, framework, key)?;
        Ok(Self {
            facts,
            seal,
            badge,
            key: key_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;

    use super::super::fixtures::context;
    use super::super::fixtures::{FRAMEWORK, facts, issuer_key, linted, trusted};
    use super::super::{KeyRefusal, SealedBytes, TrustedKey, lint, open};
    use super::*;

    fn signed() -> SignedCredential {
        sign(linted(), &FRAMEWORK, &issuer_key()).unwrap()
    }

    #[test]
    fn a_seal_says_what_the_facts_say() {
        let signed = signed();
        let opened = open(signed.seal(), &[trusted()]).unwrap();
        assert_eq!(opened.claims, SealClaims::from_facts(&facts()));
        assert_eq!(opened.key, issuer_key().id);
    }

    #[test]
    fn a_seal_is_small_enough_for_a_code_that_cameras_read() {
        let length = signed().seal().0.len();
        assert!(length <= 200, "{length} bytes");
    }

    #[test]
    fn the_same_facts_give_the_same_seal() {
        assert_eq!(signed(), signed());
    }

    #[test]
    fn the_text_of_the_code_gives_the_seal_back_in_any_case() {
        let signed = signed();
        let text = signed.qr_text();
        assert!(text.starts_with("HTTPS://SCEAU.EXAMPLE/V#"));
        for text in [
            text.clone(),
            text.to_lowercase(),
            text.split_once('#').unwrap().1.to_owned(),
        ] {
            assert_eq!(SealedBytes::from_qr_text(&text).as_ref(), Ok(signed.seal()));
        }
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let seal = signed().seal().clone();
        for place in 0..seal.0.len() {
            for flip in [1, 0x80] {
                let mut forged = seal.clone();
                forged.0[place] ^= flip;
                assert!(open(&forged, &[trusted()]).is_err(), "byte {place}");
            }
        }
        for length in 0..seal.0.len() {
            assert!(open(&SealedBytes(seal.0[..length].to_vec()), &[trusted()]).is_err());
        }
        let longer = SealedBytes([&seal.0[..], &[0]].concat());
        assert!(open(&longer, &[trusted()]).is_err());
    }

    #[test]
    fn a_key_that_is_not_the_issuers_is_unknown() {
        assert_eq!(
            open(signed().seal(), &[]),
            Err(SealError::UnknownKey(issuer_key().id))
        );
    }

    #[test]
    fn another_key_of_the_same_name_signs_nothing() {
        let stranger = ed25519_dalek::SigningKey::from_bytes(&[9; 32]).verifying_key();
        let impostor = TrustedKey {
            key: stranger,
            ..trusted()
        };
        assert_eq!(
            open(signed().seal(), std::slice::from_ref(&impostor)),
            Err(SealError::BadSignature)
        );
        // Names may collide: the right one of two is found.
        assert!(open(signed().seal(), &[impostor, trusted()]).is_ok());
    }

    #[test]
    fn the_dates_of_the_key_limit_what_it_proves() {
        let seal = signed().seal().clone();
        let issued = facts().issued_at;
        let hour = chrono::Duration::hours(1);
        let with = |not_before: DateTime<Utc>, retired_at, compromised_at| {
            open(
                &seal,
                &[TrustedKey {
                    not_before,
                    retired_at,
                    compromised_at,
                    ..trusted()
                }],
            )
            .map(|_| ())
        };
        assert_eq!(with(issued, None, None), Ok(()));
        assert_eq!(
            with(issued + hour, None, None),
            Err(SealError::Key(KeyRefusal::NotYetValid(issued + hour)))
        );
        assert_eq!(with(issued - hour, Some(issued + hour), None), Ok(()));
        assert_eq!(
            with(issued - hour * 2, Some(issued - hour), None),
            Err(SealError::Key(KeyRefusal::Retired(issued - hour)))
        );
        assert_eq!(with(issued - hour, None, Some(issued + hour)), Ok(()));
        assert_eq!(
            with(issued - hour, None, Some(issued)),
            Err(SealError::Key(KeyRefusal::Compromised(issued)))
        );
    }

    #[test]
    fn a_seal_is_restored_only_with_its_own_facts() {
        let signed = signed();
        let key = issuer_key().verifying_key;
        let restore = |facts, badge: &[u8]| {
            let seal = signed.seal().clone();
            SignedCredential::restore(facts, &FRAMEWORK, seal, badge.to_vec(), &key)
        };
        let badge = signed.badge().as_bytes();
        assert_eq!(restore(facts(), badge).unwrap(), signed);
        let other = CertificateFacts {
            score: 488,
            ..facts()
        };
        assert!(restore(other, badge).is_err());
    }

    #[test]
    fn a_seal_is_restored_only_with_the_standard_credential_of_the_same_facts() {
        let signed = signed();
        let restore = |badge: &[u8], key: &IssuerKey| {
            let seal = signed.seal().clone();
            let key = &key.verifying_key;
            SignedCredential::restore(facts(), &FRAMEWORK, seal, badge.to_vec(), key)
        };
        // What the seal doesn't say, the credential does: other facts, rightly signed.
        let other = CertificateFacts {
            delivery_date: facts().exam_date,
            ..facts()
        };
        let other = lint(other, &context()).unwrap();
        let other = sign(other, &FRAMEWORK, &issuer_key()).unwrap();
        assert!(matches!(
            restore(other.badge().as_bytes(), &issuer_key()),
            Err(RestoreError::Badge(_))
        ));
        let text = std::str::from_utf8(signed.badge().as_bytes()).unwrap();
        let (before, value) = text.rsplit_once("\"z").unwrap();
        let forged = format!("{before}\"z1{}", &value[1..]);
        assert!(restore(forged.as_bytes(), &issuer_key()).is_err());
        assert!(restore(b"{}", &issuer_key()).is_err());
    }

    #[test]
    fn a_credential_is_signed_only_with_the_framework_it_was_linted_against() {
        let atelier = crate::framework::Framework::embedded("atelier")
            .unwrap()
            .unwrap();
        assert!(matches!(
            sign(linted(), &atelier, &issuer_key()),
            Err(SignError::OtherFramework { .. })
        ));
    }

    proptest! {
        #[test]
        fn whatever_is_presented_opening_ends_in_an_answer(bytes: Vec<u8>) {
            let _ = open(&SealedBytes(bytes), &[trusted()]);
        }

        #[test]
        fn claims_survive_the_round_trip(
            last in "\\PC{0,60}",
            first in "\\PC{0,60}",
            levels in proptest::collection::vec(0_u8..15, 0..20),
            score in 0_u32..900,
            birth in -40_000_i64..40_000,
        ) {
            let claims = SealClaims {
                last_name: last,
                first_name: first,
                levels,
                score,
                birth_date: chrono::NaiveDate::default() + chrono::Duration::days(birth),
                ..SealClaims::from_facts(&facts())
            };
            prop_assert_eq!(SealClaims::decode(&claims.encode()).unwrap(), claims);
        }
    }
}
