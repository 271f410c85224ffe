//! Many Ed25519 signatures verified by one equation: either all are good, or at least one is not.
//!
//! RFC 8032 §5.1.7 asks of each signature (R, s) that s·B = R + k·A. The sum of these equations, each
//! multiplied by a weight that nobody can foresee, holds by chance once in 2^128 if one of them does
//! not (Bernstein et al., High-speed high-security signatures, §5). Seals have few keys, so the
//! summands of one key are added first: half the points remain to be multiplied.

use std::collections::BTreeMap;

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};
use ed25519_dalek::VerifyingKey;
use sha2::{Digest, Sha512};

/// Bytes of a weight.
const WEIGHT: usize = 16;

/// A message, its signature, and the key that is said to have made it.
pub(super) struct Signed<'a> {
    pub(super) message: &'a [u8],
    pub(super) signature: &'a [u8; 64],
    pub(super) key: &'a VerifyingKey,
}

/// Whether every signature is good. Keys of small order are the caller's to refuse.
pub(super) fn all_verify(signed: &[Signed<'_>]) -> bool {
    let mut chance = vec![0; WEIGHT * signed.len()];
    if getrandom::fill(&mut chance).is_err() {
        return false;
    }
    let weights = chance.chunks_exact(WEIGHT).map(|bytes| {
        let mut wide = [0; 32];
        wide[..WEIGHT].copy_from_slice(bytes);
        Scalar::from_bytes_mod_order(wide)
    });
    let mut of_base = Scalar::ZERO;
    let mut of_keys: BTreeMap<[u8; 32], (EdwardsPoint, Scalar)> = BTreeMap::new();
    let mut scalars = Vec::with_capacity(signed.len() + 2);
    let mut nonces = Vec::with_capacity(signed.len() + 2);
    for (signed, weight) in signed.iter().zip(weights) {
        let (nonce, response) = signed.signature.split_at(32);
        let (Ok(nonce), Ok(response)) = (nonce.try_into(), response.try_into()) else {
            return false;
        };
        // "If … s is not in the range 0 <= s < L … the signature is invalid."
        let Some(response) = Option::<Scalar>::from(Scalar::from_canonical_bytes(response)) else {
            return false;
        };
        let challenge = challenge(&nonce, signed);
        of_base -= weight * response;
        let of_key = of_keys.entry(signed.key.to_bytes());
        of_key
            .or_insert_with(|| (signed.key.to_edwards(), Scalar::ZERO))
            .1 += weight * challenge;
        scalars.push(weight);
        nonces.push(CompressedEdwardsY(nonce).decompress());
    }
    let (keys, of_keys): (Vec<_>, Vec<_>) = of_keys.into_values().unzip();
    scalars.extend(of_keys);
    scalars.push(of_base);
    let points = nonces
        .into_iter()
        .chain(keys.into_iter().map(Some))
        .chain([Some(ED25519_BASEPOINT_POINT)]);
    EdwardsPoint::optional_multiscalar_mul(scalars, points).is_some_and(|sum| sum.is_identity())
}

/// k = SHA-512(R || A || M) modulo the order of the group.
fn challenge(nonce: &[u8; 32], signed: &Signed<'_>) -> Scalar {
    let mut hash = Sha512::new();
    hash.update(nonce);
    hash.update(signed.key.as_bytes());
    hash.update(signed.message);
    Scalar::from_bytes_mod_order_wide(&hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};
    use proptest::prelude::*;

    use super::*;

    /// Messages of three keys in turn, with their signatures.
    fn some(count: u8) -> Vec<(Vec<u8>, [u8; 64], VerifyingKey)> {
        (0..count)
            .map(|number| {
                let key = SigningKey::from_bytes(&[number % 3 + 1; 32]);
                let message = vec![number; usize::from(number)];
                let signature = key.sign(&message).to_bytes();
                (message, signature, key.verifying_key())
            })
            .collect()
    }

    fn verify(signed: &[(Vec<u8>, [u8; 64], VerifyingKey)]) -> bool {
        let signed: Vec<Signed<'_>> = signed
            .iter()
            .map(|(message, signature, key)| Signed {
                message,
                signature,
                key,
            })
            .collect();
        all_verify(&signed)
    }

    #[test]
    fn good_signatures_of_several_keys_verify_however_many_they_are() {
        for count in [0, 1, 2, 7, 200, 255] {
            assert!(verify(&some(count)), "{count}");
        }
    }

    #[test]
    fn two_wrongs_that_cancel_out_without_weights_are_refused() {
        let mut signed = some(9);
        // Their sum is what it was.
        let moved = |bytes: &[u8; 64], by: Scalar| {
            let response: [u8; 32] = bytes[32..].try_into().unwrap();
            let response = Scalar::from_canonical_bytes(response).unwrap() + by;
            let mut moved = *bytes;
            moved[32..].copy_from_slice(response.as_bytes());
            moved
        };
        signed[0].1 = moved(&signed[0].1, Scalar::ONE);
        signed[3].1 = moved(&signed[3].1, -Scalar::ONE);
        assert!(!verify(&signed));
    }

    #[test]
    fn a_response_beyond_the_order_is_refused() {
        let mut signed = some(3);
        // s + L is the same scalar, written otherwise.
        let order = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut carry = 0_u16;
        for (byte, of_order) in signed[1].1[32..].iter_mut().zip(order) {
            carry += u16::from(*byte) + of_order;
            *byte = u8::try_from(carry & 0xff).unwrap();
            carry >>= 8;
        }
        assert!(!verify(&signed));
    }

    #[test]
    fn a_signature_of_another_message_or_key_is_refused() {
        let mut swapped = some(9);
        let first = swapped[1].1;
        swapped[1].1 = swapped[4].1;
        swapped[4].1 = first;
        assert!(!verify(&swapped));
        let mut other = some(9);
        other[1].2 = other[2].2;
        assert!(!verify(&other));
    }

    proptest! {
        #[test]
        fn one_changed_bit_anywhere_is_refused(place in 0_usize..20, bit in 0_usize..512) {
            let mut signed = some(20);
            signed[place].1[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!verify(&signed));
        }
    }
}
