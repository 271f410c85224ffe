//! The bits of a list: W3C Bitstring Status List v1.0 §3.3 and §3.4.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};

use super::LIST_CAPACITY;

const BYTES: usize = LIST_CAPACITY as usize / 8;

/// Multibase's mark for base64url without padding.
const MULTIBASE_BASE64URL: char = 'u';

/// Why encoded bits can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BitsError {
    /// Not in the encoding of its standard.
    #[error("the list is not compressed and encoded as its standard says")]
    Malformed,
    /// Not as many places as our lists have.
    #[error("the list does not have {LIST_CAPACITY} places")]
    Length,
    /// A place outside of the list.
    #[error("the list has no place {0}")]
    Range(u32),
}

/// A list's bits. Place 0 is the *most* significant bit of the first byte; the IETF's Token Status
/// List begins at the least significant one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits(Vec<u8>);

impl Bits {
    pub(super) fn of(set: &BTreeSet<u32>) -> Result<Self, BitsError> {
        let mut bytes = vec![0; BYTES];
        for index in set {
            let byte = bytes
                .get_mut(*index as usize / 8)
                .ok_or(BitsError::Range(*index))?;
            *byte |= mask(*index);
        }
        Ok(Self(bytes))
    }

    pub(super) fn is_set(&self, index: u32) -> Result<bool, BitsError> {
        let byte = self
            .0
            .get(index as usize / 8)
            .ok_or(BitsError::Range(index))?;
        Ok(byte & mask(index) != 0)
    }

    pub(super) fn set_places(&self) -> BTreeSet<u32> {
        (0..LIST_CAPACITY)
            .filter(|index| self.is_set(*index) == Ok(true))
            .collect()
    }

    /// The same bits give the same text.
    pub(super) fn encode(&self) -> io::Result<String> {
        // Neither a time nor a file name in the header.
        let mut gzip = GzBuilder::new()
            .mtime(0)
            .write(Vec::new(), Compression::best());
        gzip.write_all(&self.0)?;
        let mut text = String::from(MULTIBASE_BASE64URL);
        URL_SAFE_NO_PAD.encode_string(gzip.finish()?, &mut text);
        Ok(text)
    }

    pub(super) fn decode(text: &str) -> Result<Self, BitsError> {
        let text = text
            .strip_prefix(MULTIBASE_BASE64URL)
            .ok_or(BitsError::Malformed)?;
        let gzip = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| BitsError::Malformed)?;
        let mut bytes = Vec::with_capacity(BYTES);
        // Bounded: a kilobyte of GZIP can hold a gigabyte of zeros.
        GzDecoder::new(gzip.as_slice())
            .take(BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| BitsError::Malformed)?;
        if bytes.len() == BYTES {
            Ok(Self(bytes))
        } else {
            Err(BitsError::Length)
        }
    }
}

fn mask(index: u32) -> u8 {
    0x80 >> (index % 8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_place_is_the_most_significant_bit() {
        let bits = Bits::of(&BTreeSet::from([0, 9, LIST_CAPACITY - 1])).unwrap();
        assert_eq!(bits.0[0], 0b1000_0000);
        assert_eq!(bits.0[1], 0b0100_0000);
        assert_eq!(bits.0[BYTES - 1], 0b0000_0001);
    }

    #[test]
    fn an_empty_list_is_the_one_of_the_standards_example() {
        // W3C Bitstring Status List v1.0, example of §4: 131,072 zeros. Compressors differ, the
        // content must not.
        let standard = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";
        assert_eq!(
            Bits::decode(standard).unwrap(),
            Bits::of(&BTreeSet::new()).unwrap()
        );
    }

    #[test]
    fn a_place_outside_of_the_list_is_an_error() {
        let bits = Bits::of(&BTreeSet::new()).unwrap();
        assert_eq!(
            bits.is_set(LIST_CAPACITY),
            Err(BitsError::Range(LIST_CAPACITY))
        );
        let outside = BTreeSet::from([LIST_CAPACITY]);
        assert_eq!(Bits::of(&outside), Err(BitsError::Range(LIST_CAPACITY)));
    }

    #[test]
    fn what_is_not_a_list_of_ours_is_refused() {
        let gzip = |bytes: &[u8]| {
            let mut gzip = GzBuilder::new().write(Vec::new(), Compression::best());
            gzip.write_all(bytes).unwrap();
            format!("u{}", URL_SAFE_NO_PAD.encode(gzip.finish().unwrap()))
        };
        assert_eq!(Bits::decode(""), Err(BitsError::Malformed));
        assert_eq!(Bits::decode("uAAAA"), Err(BitsError::Malformed));
        assert_eq!(Bits::decode("zAAAA"), Err(BitsError::Malformed));
        assert_eq!(Bits::decode(&gzip(&[0; 100])), Err(BitsError::Length));
        // A bomb: 256 MB of zeros.
        assert_eq!(
            Bits::decode(&gzip(&vec![0; 256 << 20])),
            Err(BitsError::Length)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn decoding_gives_back_what_was_encoded(
            set in proptest::collection::btree_set(0..LIST_CAPACITY, 0..200)
        ) {
            let text = Bits::of(&set).unwrap().encode().unwrap();
            prop_assert_eq!(Bits::decode(&text).unwrap().set_places(), set);
        }
    }
}
