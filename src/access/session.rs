//! The secret in a signed-in browser's cookie: 256 bits of chance, of which only the digest is kept.

use secrecy::{ExposeSecret, SecretBox, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::SecretDigest;

const BYTES: usize = 32;
/// Keeps the token of forms apart from the digest that is kept.
const FORMS: &[u8] = b"sceau forms of a session 1";

/// What the cookie of a session holds. Can't be printed.
pub struct SessionSecret(SecretBox<[u8; BYTES]>);

impl SessionSecret {
    /// Draws a new one.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = Box::new([0; BYTES]);
        getrandom::fill(&mut *bytes)?;
        Ok(Self(SecretBox::new(bytes)))
    }

    /// Reads a cookie; `None` for what can't be ours.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = Box::new([0; BYTES]);
        hex::decode_to_slice(text, &mut *bytes).ok()?;
        Some(Self(SecretBox::new(bytes)))
    }

    /// What is kept of it.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest(Sha256::digest(self.0.expose_secret()).into())
    }

    /// What every form of this session carries: nobody has it who has not the cookie.
    pub fn form_token(&self) -> String {
        self.derived(FORMS)
    }

    /// Another secret, for one purpose, that nobody finds who has not this one.
    pub fn derived(&self, purpose: &[u8]) -> String {
        let mut hash = Sha256::new();
        hash.update(purpose);
        hash.update(self.0.expose_secret());
        hex::encode(hash.finalize())
    }

    /// The whole, for the cookie.
    pub fn reveal(&self) -> SecretString {
        hex::encode(self.0.expose_secret()).into()
    }
}

/// Whether two texts are the same, in a time that does not tell how much of them is.
pub fn same_secret(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_recognised_by_its_digest_and_forms_by_another() {
        let made = SessionSecret::generate().unwrap();
        let cookie = made.reveal();
        let read = SessionSecret::parse(cookie.expose_secret()).unwrap();
        assert!(read.digest().matches(&made.digest()));
        assert!(same_secret(&read.form_token(), &made.form_token()));
        assert_ne!(made.form_token(), hex::encode(made.digest().0));
        assert_ne!(made.form_token(), cookie.expose_secret());
        let other = SessionSecret::generate().unwrap();
        assert!(!same_secret(&other.form_token(), &made.form_token()));
        assert!(!same_secret("", &made.form_token()));
    }

    #[test]
    fn what_is_no_cookie_of_ours_is_not_read() {
        for text in ["", "ab", "zz", &"a".repeat(63), &"g".repeat(64)] {
            assert!(SessionSecret::parse(text).is_none(), "{text}");
        }
    }
}
