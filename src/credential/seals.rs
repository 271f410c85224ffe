//! Many seals opened together: their signatures are verified in one computation, about three times
//! as fast as one by one.

use super::claims::SealClaims;
use super::combined::{self, Signed};
use super::seal::{self, Opened, SealError, SealedBytes};
use super::{TrustedKey, cose};

/// How many seals are worth verifying together: more gain nothing, and one that fails makes the
/// whole number be verified again one by one.
pub const TOGETHER: usize = 1024;

/// Opens each seal as [`super::open`] would.
///
/// Only signatures that name exactly one of the trusted keys are verified together, and only with
/// these keys of our own: a batch does not refuse weak keys as a single strict verification does.
/// If the whole does not verify, each seal is opened alone, so that exactly the wrong ones are
/// refused.
pub fn open_all(seals: &[&[u8]], trusted: &[TrustedKey]) -> Vec<Result<Opened, SealError>> {
    let known: Vec<Known<'_>> = trusted.iter().map(Known::from).collect();
    let read: Vec<Result<Read<'_>, SealError>> =
        seals.iter().map(|seal| read(seal, &known)).collect();
    let together: Vec<Signed<'_>> = read.iter().flatten().filter_map(Read::signed).collect();
    if !combined::all_verify(&together) {
        return seals.iter().map(|seal| alone(seal, trusted)).collect();
    }
    read.into_iter()
        .zip(seals)
        .map(|(read, seal)| match read {
            Err(error) => Err(error),
            Ok(Read {
                key: Some(key),
                claims,
                ..
            }) => {
                key.judge(claims.issued_at)?;
                Ok(Opened {
                    claims,
                    key: key.id.clone(),
                    specimen: key.specimen,
                })
            }
            Ok(_) => alone(seal, trusted),
        })
        .collect()
}

/// A trusted key, and whether it is weak: telling takes as long as adding up a signature.
struct Known<'a> {
    key: &'a TrustedKey,
    is_weak: bool,
}

impl<'a> From<&'a TrustedKey> for Known<'a> {
    fn from(key: &'a TrustedKey) -> Self {
        let is_weak = key.key.is_weak();
        Self { key, is_weak }
    }
}

/// A seal whose signature is still to be verified.
struct Read<'a> {
    message: Vec<u8>,
    signature: [u8; 64],
    claims: SealClaims,
    /// The key that it names; `None` if several have this id, or if it is weak.
    key: Option<&'a TrustedKey>,
}

impl Read<'_> {
    /// What can be verified together with others: made by exactly one key, which is not weak.
    fn signed(&self) -> Option<Signed<'_>> {
        Some(Signed {
            message: &self.message,
            signature: &self.signature,
            key: &self.key?.key,
        })
    }
}

fn read<'a>(bytes: &[u8], known: &[Known<'a>]) -> Result<Read<'a>, SealError> {
    let parts = seal::take_apart(bytes)?;
    let claims = SealClaims::decode(parts.payload)?;
    let mut named = known.iter().filter(|known| known.key.id == parts.key);
    let key = match (named.next(), named.next()) {
        (None, _) => return Err(SealError::UnknownKey(parts.key)),
        (Some(known), None) => Some(known.key).filter(|_| !known.is_weak),
        (Some(_), Some(_)) => None,
    };
    Ok(Read {
        message: cose::to_be_signed(parts.protected, parts.payload),
        signature: parts.signature,
        claims,
        key,
    })
}

fn alone(bytes: &[u8], trusted: &[TrustedKey]) -> Result<Opened, SealError> {
    seal::open(&SealedBytes(bytes.to_vec()), trusted)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    #[test]
    fn each_seal_of_many_is_answered_as_it_would_be_alone() {
        let (seals, trusted) = fixtures::seals(40);
        let mut bytes: Vec<Vec<u8>> = seals.into_iter().map(|seal| seal.0).collect();
        let answers = |bytes: &[Vec<u8>]| {
            let borrowed: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
            open_all(&borrowed, &trusted)
        };
        assert!(answers(&bytes).iter().all(Result::is_ok));

        // The last byte belongs to the signature, one in the middle to the claims.
        *bytes[3].last_mut().unwrap() ^= 1;
        let middle = bytes[17].len() / 2;
        bytes[17][middle] ^= 1;
        bytes[20].truncate(9);
        let mixed = answers(&bytes);
        for (place, (together, bytes)) in mixed.iter().zip(&bytes).enumerate() {
            assert_eq!(together, &alone(bytes, &trusted), "{place}");
            assert_eq!(together.is_err(), [3, 17, 20].contains(&place), "{place}");
        }
    }

    #[test]
    fn keys_with_one_id_are_each_tried_and_their_dates_count() {
        let (seals, mut trusted) = fixtures::seals(2);
        let bytes: Vec<&[u8]> = seals.iter().map(|seal| seal.0.as_slice()).collect();
        let mut namesake = trusted[0].clone();
        namesake.key = ed25519_dalek::SigningKey::from_bytes(&[9; 32]).verifying_key();
        trusted.insert(0, namesake);
        assert!(open_all(&bytes, &trusted).iter().all(Result::is_ok));
        let mut late = trusted.remove(1);
        late.not_before += chrono::Duration::days(36_500);
        let refused = open_all(&bytes, &[late]);
        assert!(
            refused
                .iter()
                .all(|one| matches!(one, Err(SealError::Key(_))))
        );
        assert!(open_all(&[], &trusted).is_empty());
    }
}
