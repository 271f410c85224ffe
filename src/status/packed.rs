//! Statuses of several bits packed into bytes: Token Status List §4.1.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::{BitsError, LIST_CAPACITY, PlaceState, StatusEntries};

/// Bits of one status, so that three of the four values have a meaning.
pub(super) const BITS: u8 = 2;

/// Token Status List §7.1.
const VALID: u8 = 0;
const INVALID: u8 = 1;
const SUSPENDED: u8 = 2;

/// Packed statuses. Status 0 is in the *least* significant bits of the first byte; a Bitstring
/// Status List begins at the most significant bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packed {
    bits: u8,
    bytes: Vec<u8>,
}

impl Packed {
    /// As many places as our lists have, each with the state that the entries give it.
    pub(super) fn of(entries: &StatusEntries) -> Result<Self, BitsError> {
        let mut packed = Self::empty(BITS, LIST_CAPACITY);
        for index in &entries.suspended {
            packed.set(*index, SUSPENDED)?;
        }
        // A revocation is final: it is told even if a suspension stands beside it.
        for index in &entries.revoked {
            packed.set(*index, INVALID)?;
        }
        Ok(packed)
    }

    fn empty(bits: u8, places: u32) -> Self {
        let bytes = places as usize * usize::from(bits) / 8;
        Self {
            bits,
            bytes: vec![0; bytes],
        }
    }

    /// Byte, shift and mask of a place.
    fn locate(&self, index: u32) -> (usize, u32, u8) {
        let per_byte = u32::from(8 / self.bits);
        let shift = index % per_byte * u32::from(self.bits);
        ((index / per_byte) as usize, shift, 0xff >> (8 - self.bits))
    }

    fn set(&mut self, index: u32, status: u8) -> Result<(), BitsError> {
        let (byte, shift, mask) = self.locate(index);
        let byte = self.bytes.get_mut(byte).ok_or(BitsError::Range(index))?;
        *byte = *byte & !(mask << shift) | (status & mask) << shift;
        Ok(())
    }

    /// The status at a place.
    pub(super) fn status(&self, index: u32) -> Result<u8, BitsError> {
        let (byte, shift, mask) = self.locate(index);
        let byte = self.bytes.get(byte).ok_or(BitsError::Range(index))?;
        Ok(byte >> shift & mask)
    }

    /// What a place says. Values that we never publish are not read as anything.
    pub(super) fn state(&self, index: u32) -> Result<PlaceState, BitsError> {
        match self.status(index)? {
            VALID => Ok(PlaceState::InForce),
            INVALID => Ok(PlaceState::Revoked),
            SUSPENDED => Ok(PlaceState::Suspended),
            _ => Err(BitsError::Malformed),
        }
    }

    /// Every place that says something.
    pub(super) fn entries(&self) -> Result<StatusEntries, BitsError> {
        let mut entries = StatusEntries::default();
        for index in 0..LIST_CAPACITY {
            match self.state(index)? {
                PlaceState::InForce => {}
                PlaceState::Revoked => {
                    entries.revoked.insert(index);
                }
                PlaceState::Suspended => {
                    entries.suspended.insert(index);
                }
            }
        }
        Ok(entries)
    }

    /// The same statuses give the same bytes.
    pub(super) fn encode(&self) -> io::Result<Vec<u8>> {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(&self.bytes)?;
        zlib.finish()
    }

    /// Reads a list of ours: two bits a place, as many places as our lists have.
    pub(super) fn decode(bits: u8, compressed: &[u8]) -> Result<Self, BitsError> {
        if bits != BITS {
            return Err(BitsError::Malformed);
        }
        Self::inflate(bits, LIST_CAPACITY, compressed)
    }

    fn inflate(bits: u8, places: u32, compressed: &[u8]) -> Result<Self, BitsError> {
        let length = places as usize * usize::from(bits) / 8;
        let mut bytes = Vec::with_capacity(length);
        // Bounded: a kilobyte of zlib can hold a megabyte of zeros.
        ZlibDecoder::new(compressed)
            .take(length as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| BitsError::Malformed)?;
        if bytes.len() == length {
            Ok(Self { bits, bytes })
        } else {
            Err(BitsError::Length)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Vector {
        bits: u8,
        places: u32,
        lst: String,
        statuses: BTreeMap<u32, u8>,
    }

    #[test]
    fn the_vectors_of_the_draft_are_read_and_written() {
        // draft-ietf-oauth-status-list-21 §4.2 (16 and 12 places) and Appendix C (2^20 places).
        let vectors: Vec<Vector> =
            serde_json::from_str(include_str!("vectors/token-status-list.json")).unwrap();
        assert_eq!(vectors.len(), 6);
        for vector in vectors {
            let compressed = URL_SAFE_NO_PAD.decode(&vector.lst).unwrap();
            let packed = Packed::inflate(vector.bits, vector.places, &compressed).unwrap();
            for index in 0..vector.places {
                let expected = vector.statuses.get(&index).copied().unwrap_or(0);
                assert_eq!(
                    packed.status(index),
                    Ok(expected),
                    "{index} of {}",
                    vector.bits
                );
            }
            let mut ours = Packed::empty(vector.bits, vector.places);
            for (index, status) in &vector.statuses {
                ours.set(*index, *status).unwrap();
            }
            assert_eq!(ours, packed);
            // Compressors differ, the content must not.
            let again = Packed::inflate(vector.bits, vector.places, &ours.encode().unwrap());
            assert_eq!(again, Ok(packed));
        }
    }

    #[test]
    fn the_first_place_is_in_the_least_significant_bits() {
        let entries = StatusEntries {
            revoked: [0, 5].into(),
            suspended: [1, 5].into(),
        };
        let packed = Packed::of(&entries).unwrap();
        assert_eq!(packed.bytes[0], 0b0000_1001);
        assert_eq!(
            packed.bytes[1], 0b0000_0100,
            "a revocation hides a suspension"
        );
        assert_eq!(packed.bytes.len(), 32_768);
    }

    #[test]
    fn what_is_not_a_list_of_ours_is_refused() {
        let zlib = |bytes: &[u8]| {
            let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
            zlib.write_all(bytes).unwrap();
            zlib.finish().unwrap()
        };
        let whole = vec![0; 32_768];
        assert!(Packed::decode(2, &zlib(&whole)).is_ok());
        assert_eq!(Packed::decode(1, &zlib(&whole)), Err(BitsError::Malformed));
        assert_eq!(Packed::decode(2, &whole), Err(BitsError::Malformed));
        assert_eq!(Packed::decode(2, &zlib(&[0; 100])), Err(BitsError::Length));
        // A bomb: 256 MB of zeros.
        let bomb = zlib(&vec![0; 256 << 20]);
        assert_eq!(Packed::decode(2, &bomb), Err(BitsError::Length));
        // A value that has no meaning here is no state.
        let odd = Packed::decode(2, &zlib(&vec![0xff; 32_768])).unwrap();
        assert_eq!(odd.state(0), Err(BitsError::Malformed));
        assert_eq!(
            odd.status(LIST_CAPACITY),
            Err(BitsError::Range(LIST_CAPACITY))
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn decoding_gives_back_what_was_encoded(
            revoked in proptest::collection::btree_set(0..LIST_CAPACITY, 0..200),
            suspended in proptest::collection::btree_set(0..LIST_CAPACITY, 0..200)
        ) {
            let suspended = suspended.difference(&revoked).copied().collect();
            let entries = StatusEntries { revoked, suspended };
            let bytes = Packed::of(&entries).unwrap().encode().unwrap();
            prop_assert_eq!(Packed::decode(BITS, &bytes).unwrap().entries(), Ok(entries));
        }
    }
}
