//! The verification code that a person types.
//!
//! Thirteen symbols of Crockford's base 32 carry 65 random bits; the fourteenth makes the weighted
//! sum over GF(32) zero. The weights are consecutive powers of a primitive element, all different:
//! every single wrong symbol and every swap of two symbols changes the sum.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random symbols and the check symbol.
const LENGTH: usize = 14;
/// x⁵ + x² + 1, primitive over GF(2): x has order 31.
const POLYNOMIAL: u8 = 0b10_0101;

/// Fourteen symbols, the last of which checks the others. Held without separators, upper case.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct VerificationCode(String);

/// What is wrong with a typed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not fourteen symbols.
    #[error("a code has 14 letters and digits, this has {0}")]
    Length(usize),
    /// A sign that no code has.
    #[error("no code contains `{0}`")]
    Symbol(char),
    /// Fourteen possible symbols that don't belong together.
    #[error("the code contains a typing error")]
    CheckSymbol,
}

impl VerificationCode {
    /// Draws a new code from the operating system's randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 9];
        getrandom::fill(&mut bytes)?;
        Ok(Self::from_random(bytes))
    }

    /// The code of 65 random bits: the last 65 of these 72.
    pub fn from_random(bytes: [u8; 9]) -> Self {
        let number = bytes
            .into_iter()
            .fold(0_u128, |number, byte| number << 8 | u128::from(byte));
        let mut symbols = [0; LENGTH];
        for (place, symbol) in symbols.iter_mut().take(LENGTH - 1).enumerate() {
            *symbol = (number >> (5 * place) & 31) as u8;
        }
        // The check symbol's own weight is 1, so it equals the sum of the others.
        symbols[LENGTH - 1] = weighted_sum(&symbols);
        Self(
            symbols
                .iter()
                .map(|symbol| char::from(ALPHABET[usize::from(*symbol)]))
                .collect(),
        )
    }

    /// Reads a code as people type it: any case, spaces and dashes anywhere, O for 0, I and L for 1.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let mut symbols = Vec::with_capacity(LENGTH);
        for sign in text.chars().filter(|sign| !is_separator(*sign)) {
            symbols.push(symbol(sign).ok_or(CodeError::Symbol(sign))?);
            if symbols.len() > 4 * LENGTH {
                break;
            }
        }
        let symbols: [u8; LENGTH] = symbols
            .try_into()
            .map_err(|other: Vec<u8>| CodeError::Length(other.len()))?;
        if weighted_sum(&symbols) != 0 {
            return Err(CodeError::CheckSymbol);
        }
        Ok(Self(
            symbols
                .iter()
                .map(|symbol| char::from(ALPHABET[usize::from(*symbol)]))
                .collect(),
        ))
    }

    /// The fourteen symbols without separators: the form that is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The printed form: `XXXX-XXXX-XXXX-XX`.
    pub fn grouped(&self) -> String {
        let mut text = String::with_capacity(LENGTH + 3);
        for (place, symbol) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        text
    }
}

/// A code opens a certificate's facts: it never reaches a log through `{:?}`.
impl fmt::Debug for VerificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerificationCode(…)")
    }
}

impl<'de> Deserialize<'de> for VerificationCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

fn is_separator(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(
            sign,
            '-' | '_' | '.' | '\u{00ad}' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{feff}' | '\u{200b}'
        )
}

fn symbol(sign: char) -> Option<u8> {
    let sign = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET
        .iter()
        .position(|known| char::from(*known) == sign)?;
    u8::try_from(place).ok()
}

/// Σ xⁿ⁻¹⁻ⁱ·sᵢ by Horner's rule; zero for a right code.
fn weighted_sum(symbols: &[u8; LENGTH]) -> u8 {
    symbols.iter().fold(0, |sum, symbol| double(sum) ^ symbol)
}

/// Multiplication by x.
fn double(element: u8) -> u8 {
    let shifted = element << 1;
    if shifted & 32 == 0 {
        shifted
    } else {
        shifted ^ POLYNOMIAL
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn symbols(code: &VerificationCode) -> Vec<char> {
        code.0.chars().collect()
    }

    #[test]
    fn every_single_wrong_symbol_is_caught() {
        for seed in 0..40_u8 {
            let code = VerificationCode::from_random([seed.wrapping_mul(37); 9]);
            for place in 0..LENGTH {
                for wrong in ALPHABET {
                    let mut typed = symbols(&code);
                    if typed[place] == char::from(*wrong) {
                        continue;
                    }
                    typed[place] = char::from(*wrong);
                    let typed: String = typed.into_iter().collect();
                    assert_eq!(VerificationCode::parse(&typed), Err(CodeError::CheckSymbol));
                }
            }
        }
    }

    /// The difference that a swap makes depends only on the two symbols and their places, so all
    /// pairs of symbols at all pairs of places prove it for every code.
    #[test]
    fn every_swap_of_two_symbols_is_caught() {
        for first in 0..LENGTH {
            for second in first + 1..LENGTH {
                for (a, b) in (0..32).flat_map(|a| (0..32).map(move |b| (a, b))) {
                    if a == b {
                        continue;
                    }
                    let mut one = [0; LENGTH];
                    (one[first], one[second]) = (a, b);
                    let mut other = [0; LENGTH];
                    (other[first], other[second]) = (b, a);
                    assert_ne!(weighted_sum(&one), weighted_sum(&other), "{first} {second}");
                }
            }
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = VerificationCode::from_random([0; 9]);
        assert_eq!(code.grouped(), "0000-0000-0000-00");
        for typed in [
            "0000-0000-0000-00",
            "oooo oooo OOOO oo",
            " 0000–0000—0000‑00\n",
            "00000000000000",
        ] {
            assert_eq!(
                VerificationCode::parse(typed).as_ref(),
                Ok(&code),
                "{typed}"
            );
        }
        assert_eq!(
            VerificationCode::parse("0000-0000-0000-0"),
            Err(CodeError::Length(13))
        );
        assert_eq!(
            VerificationCode::parse("0000-0000-0000-0U"),
            Err(CodeError::Symbol('U'))
        );
        assert_eq!(
            VerificationCode::parse("0000-0000-0000-01"),
            Err(CodeError::CheckSymbol)
        );
        assert_eq!(VerificationCode::parse(""), Err(CodeError::Length(0)));
    }

    /// The script of the pages is held to the same vectors (`tests/browser/scripts`).
    #[test]
    fn the_vectors_are_read_as_they_say() {
        let vectors = include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/vectors/code/typed.json"
        ));
        let vectors: Vec<serde_json::Value> = serde_json::from_str(vectors).unwrap();
        assert!(vectors.len() > 10);
        for vector in vectors {
            let read = VerificationCode::parse(vector["typed"].as_str().unwrap());
            let fault = match &read {
                Ok(code) => {
                    assert_eq!(code.as_str(), vector["code"], "{vector}");
                    continue;
                }
                Err(CodeError::Length(_)) => "length",
                Err(CodeError::Symbol(_)) => "symbol",
                Err(CodeError::CheckSymbol) => "typo",
            };
            assert_eq!(vector["fault"], fault, "{vector}");
        }
    }

    #[test]
    fn a_code_never_shows_itself_in_a_log() {
        let code = VerificationCode::from_random([7; 9]);
        assert!(!format!("{code:?}").contains(code.as_str()));
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_as_the_same(bytes: [u8; 9]) {
            let code = VerificationCode::from_random(bytes);
            prop_assert_eq!(VerificationCode::parse(&code.grouped()), Ok(code.clone()));
            prop_assert_eq!(VerificationCode::parse(&code.grouped().to_lowercase()), Ok(code));
        }

        #[test]
        fn nothing_that_is_typed_makes_it_fail_otherwise_than_by_an_error(text: String) {
            let _ = VerificationCode::parse(&text);
        }
    }
}
