//! API keys and access tokens: a public id that finds the row, and 256 bits of chance.
//!
//! `sceau_<id>_<secret>` is an API key and `sceau-token_<id>_<secret>` an access token, both parts in
//! hexadecimal. The beginning makes a leaked one recognisable to scanners of source code.

use std::fmt;

use secrecy::{ExposeSecret, SecretBox, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const ID_BYTES: usize = 8;
const SECRET_BYTES: usize = 32;

/// What a bearer secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BearerKind {
    /// An API key, good until it ends or is revoked.
    Key,
    /// An access token, good for an hour.
    Token,
}

impl BearerKind {
    fn prefix(self) -> &'static str {
        match self {
            Self::Key => "sceau",
            Self::Token => "sceau-token",
        }
    }
}

/// The public part of a key or token: sixteen hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(transparent)]
pub struct BearerId(String);

impl BearerId {
    /// Reads an id; `None` for what can't be one.
    pub fn parse(text: &str) -> Option<Self> {
        let known = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 2 * ID_BYTES && text.bytes().all(known)).then(|| Self(text.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BearerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 of a secret: all that is kept of it.
// The secret has 256 bits of chance, so nobody finds it by trying, however fast the digest is.
#[derive(Debug, Clone, Copy)]
pub struct SecretDigest(pub [u8; 32]);

impl SecretDigest {
    /// Whether it is the same, in a time that does not tell how much of it is.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// A key or token as a request shows it or as it is handed out. Can't be printed.
pub struct Bearer {
    kind: BearerKind,
    id: BearerId,
    secret: SecretBox<[u8; SECRET_BYTES]>,
}

/// An API key, or the secret of a client in a token request.
pub type ApiKey = Bearer;

impl Bearer {
    /// Draws a new one.
    pub fn generate(kind: BearerKind) -> Result<Self, getrandom::Error> {
        let mut id = [0; ID_BYTES];
        getrandom::fill(&mut id)?;
        let mut secret = Box::new([0; SECRET_BYTES]);
        getrandom::fill(&mut *secret)?;
        Ok(Self {
            kind,
            id: BearerId(hex::encode(id)),
            secret: SecretBox::new(secret),
        })
    }

    /// Reads what a request shows; `None` for what can't be ours.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, rest) = text.split_once('_')?;
        let kind = [BearerKind::Key, BearerKind::Token]
            .into_iter()
            .find(|kind| kind.prefix() == prefix)?;
        let (id, secret) = rest.split_once('_')?;
        let mut bytes = Box::new([0; SECRET_BYTES]);
        hex::decode_to_slice(secret, &mut *bytes).ok()?;
        Some(Self {
            kind,
            id: BearerId::parse(id)?,
            secret: SecretBox::new(bytes),
        })
    }

    /// Key or token.
    pub fn kind(&self) -> BearerKind {
        self.kind
    }

    /// The public part.
    pub fn id(&self) -> &BearerId {
        &self.id
    }

    /// What is kept of the secret.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest(Sha256::digest(self.secret.expose_secret()).into())
    }

    /// The whole, to hand it out once.
    pub fn reveal(&self) -> SecretString {
        let secret = hex::encode(self.secret.expose_secret());
        format!("{}_{}_{secret}", self.kind.prefix(), self.id).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_out_is_recognised() {
        for kind in [BearerKind::Key, BearerKind::Token] {
            let made = Bearer::generate(kind).unwrap();
            let shown = made.reveal();
            let read = Bearer::parse(shown.expose_secret()).unwrap();
            assert_eq!((read.kind(), read.id()), (kind, made.id()));
            assert!(read.digest().matches(&made.digest()));
        }
    }

    #[test]
    fn a_key_says_what_it_is_and_has_256_bits_of_secret() {
        let key = Bearer::generate(BearerKind::Key).unwrap().reveal();
        let parts: Vec<&str> = key.expose_secret().split('_').collect();
        assert_eq!(parts[0], "sceau");
        assert_eq!((parts[1].len(), parts[2].len()), (16, 64));
    }

    #[test]
    fn another_secret_does_not_match() {
        let one = Bearer::generate(BearerKind::Key).unwrap();
        let other = Bearer::generate(BearerKind::Key).unwrap();
        assert!(!one.digest().matches(&other.digest()));
    }

    #[test]
    fn what_can_not_be_ours_is_not_read() {
        let key = Bearer::generate(BearerKind::Key).unwrap().reveal();
        let key = key.expose_secret();
        let upper = key.replace("sceau", "SCEAU");
        let token = key.replace("sceau_", "sceau-other_");
        for bad in [
            "",
            "sceau",
            "sceau__",
            &key[1..],
            &key[..80],
            &upper,
            &token,
        ] {
            assert!(Bearer::parse(bad).is_none(), "{bad}");
        }
        assert!(Bearer::parse(&format!("{key}0")).is_none());
        assert!(BearerId::parse("0123456789ABCDEF").is_none());
    }
}
