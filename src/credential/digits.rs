//! Bytes as decimal digits: the densest text that survives every QR reader and address bar.
//!
//! Twelve bytes become 29 digits, read as one big-endian number; the last group is shorter.

use std::fmt::Write;

/// Bytes in a full group.
const GROUP: usize = 12;
/// Digits that a group of so many bytes takes: the fewest that hold its largest number.
const DIGITS: [usize; GROUP + 1] = [0, 3, 5, 8, 10, 13, 15, 17, 20, 22, 25, 27, 29];

pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 29 / 12 + 3);
    for group in bytes.chunks(GROUP) {
        let number = group
            .iter()
            .fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        // Writing to a `String` can't fail.
        let _ = write!(text, "{number:0width$}", width = DIGITS[group.len()]);
    }
    text
}

/// `None` for anything that [`encode`] does not write.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() * 12 / 29 + 1);
    let mut rest = text;
    while !rest.is_empty() {
        let (group, after) = rest.split_at(rest.len().min(DIGITS[GROUP]));
        let length = DIGITS.iter().position(|digits| *digits == group.len())?;
        let number: u128 = group.parse().ok()?;
        // A group may hold a number that its bytes can't.
        if number >> (8 * length) != 0 {
            return None;
        }
        bytes.extend_from_slice(&number.to_be_bytes()[16 - length..]);
        rest = after;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_length_takes_the_fewest_digits_that_hold_it() {
        for (bytes, digits) in DIGITS.iter().enumerate().skip(1) {
            let largest = u128::MAX >> (128 - 8 * bytes);
            assert_eq!(largest.to_string().len(), *digits, "{bytes} bytes");
        }
    }

    #[test]
    fn what_was_never_written_is_not_read() {
        assert_eq!(decode("255"), Some(vec![255]));
        for wrong in [
            "", "256", "1", "12", "1234", "12a", "٣٣٣", " 255", "-55", "+55",
        ] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn bytes_survive_the_round_trip(bytes: Vec<u8>) {
            prop_assume!(!bytes.is_empty());
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn what_is_read_is_written_the_same(text in "[0-9]{1,90}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
