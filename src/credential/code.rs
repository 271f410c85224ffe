//! The verification code that a person types.

use serde::{Deserialize, Serialize};

/// Fourteen symbols: 65 random bits and a check symbol. Held without separators, upper case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VerificationCode(String);

/// What is wrong with a typed code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not fourteen symbols.
    #[error("a code has 14 letters and digits, this has {0}")]
    Length(usize),
}
