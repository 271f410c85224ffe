//! Signatures of foreign certificate authorities: RSA and ECDSA, with a hash of the SHA-2 family.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ID_EC_PUBLIC_KEY, ID_SHA_256, ID_SHA_384, ID_SHA_512,
    RSA_ENCRYPTION, SECP_256_R_1, SECP_384_R_1, SHA_256_WITH_RSA_ENCRYPTION,
    SHA_384_WITH_RSA_ENCRYPTION, SHA_512_WITH_RSA_ENCRYPTION,
};
use ring::signature::{self as ring_signature, UnparsedPublicKey, VerificationAlgorithm};
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::StampFault;

/// The digest by an algorithm that counts.
pub(super) fn digest(algorithm: ObjectIdentifier, bytes: &[u8]) -> Result<Vec<u8>, StampFault> {
    match algorithm {
        ID_SHA_256 => Ok(Sha256::digest(bytes).to_vec()),
        ID_SHA_384 => Ok(Sha384::digest(bytes).to_vec()),
        ID_SHA_512 => Ok(Sha512::digest(bytes).to_vec()),
        _ => Err(StampFault::Algorithm),
    }
}

/// Whether this key signed the message. `hash` is named beside the signature where the signature's
/// own algorithm does not tell it, as CMS permits for RSA (RFC 3370 §3.2).
pub(super) fn verify(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: ObjectIdentifier,
    hash: Option<ObjectIdentifier>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), StampFault> {
    let chosen = match (key.algorithm.oid, algorithm) {
        (RSA_ENCRYPTION, _) => rsa(algorithm, hash),
        (ID_EC_PUBLIC_KEY, _) => ecdsa(&key.algorithm, algorithm),
        _ => None,
    };
    let public = key.subject_public_key.as_bytes();
    let (chosen, public) = chosen.zip(public).ok_or(StampFault::Algorithm)?;
    UnparsedPublicKey::new(chosen, public)
        .verify(message, signature)
        .map_err(|_| StampFault::Broken)
}

/// 2048 to 8192 bits: less is not safe, more takes too long.
fn rsa(
    algorithm: ObjectIdentifier,
    hash: Option<ObjectIdentifier>,
) -> Option<&'static dyn VerificationAlgorithm> {
    match (algorithm, hash) {
        (SHA_256_WITH_RSA_ENCRYPTION, _) | (RSA_ENCRYPTION, Some(ID_SHA_256)) => {
            Some(&ring_signature::RSA_PKCS1_2048_8192_SHA256)
        }
        (SHA_384_WITH_RSA_ENCRYPTION, _) | (RSA_ENCRYPTION, Some(ID_SHA_384)) => {
            Some(&ring_signature::RSA_PKCS1_2048_8192_SHA384)
        }
        (SHA_512_WITH_RSA_ENCRYPTION, _) | (RSA_ENCRYPTION, Some(ID_SHA_512)) => {
            Some(&ring_signature::RSA_PKCS1_2048_8192_SHA512)
        }
        _ => None,
    }
}

fn ecdsa(
    key: &AlgorithmIdentifierOwned,
    algorithm: ObjectIdentifier,
) -> Option<&'static dyn VerificationAlgorithm> {
    let curve: ObjectIdentifier = key.parameters.as_ref()?.decode_as().ok()?;
    match (curve, algorithm) {
        (SECP_256_R_1, ECDSA_WITH_SHA_256) => Some(&ring_signature::ECDSA_P256_SHA256_ASN1),
        (SECP_256_R_1, ECDSA_WITH_SHA_384) => Some(&ring_signature::ECDSA_P256_SHA384_ASN1),
        (SECP_384_R_1, ECDSA_WITH_SHA_256) => Some(&ring_signature::ECDSA_P384_SHA256_ASN1),
        (SECP_384_R_1, ECDSA_WITH_SHA_384) => Some(&ring_signature::ECDSA_P384_SHA384_ASN1),
        _ => None,
    }
}
