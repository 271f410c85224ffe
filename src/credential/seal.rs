//! The seal: a `COSE_Sign1` (RFC 9052) over the claims, and its text in the QR code.

use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::data::Tag;
use minicbor::decode::{Decoder, Error};

use super::cbor;
use super::claims::SealClaims;
use super::cose;
pub(super) use super::cose::to_be_signed;
use super::digits;
use super::{KeyId, KeyRefusal, TrustedKey};

/// COSE header parameter `alg` and the only algorithm accepted, `EdDSA` (RFC 9053 §2.2).
const ALGORITHM: (i64, i64) = (1, -8);
/// COSE header parameter `kid`.
const KEY_ID: i64 = 4;
/// Longest key id.
const MAX_KEY_ID_BYTES: usize = 64;
/// Longest seal that is looked at.
const MAX_SEAL_BYTES: usize = 1024;

/// `COSE_Sign1` bytes, signed or at least presented as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBytes(pub Vec<u8>);

/// What a seal says, once a key that counts has signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What is claimed.
    pub claims: SealClaims,
    /// Who signed.
    pub key: KeyId,
    /// Signed with an example key that anybody has.
    pub specimen: bool,
}

/// Why a seal can't be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not a seal of this format.
    #[error("not a seal: {0}")]
    Malformed(String),
    /// Signed in the name of a key that is not the issuer's.
    #[error("the key `{0}` is unknown")]
    UnknownKey(KeyId),
    /// The signature is not the named key's.
    #[error("the signature does not verify")]
    BadSignature,
    /// The key did not count when the certificate was issued.
    #[error(transparent)]
    Key(#[from] KeyRefusal),
}

impl SealedBytes {
    /// The QR's text: the address in upper case, and the bytes as digits in its fragment, which no
    /// server ever sees.
    pub fn to_qr_text(&self, verify_url: &str) -> String {
        format!("{verify_url}#{}", digits::encode(&self.0))
    }

    /// Reads the QR's text: an address in any case with the digits as its fragment, or the digits
    /// alone.
    pub fn from_qr_text(text: &str) -> Result<Self, SealError> {
        let text = text.trim();
        let digits = match text.split_once('#') {
            Some((address, fragment)) if is_address(address) => fragment,
            Some(_) => return Err(malformed("not an address")),
            None => text,
        };
        if digits.len() > MAX_SEAL_BYTES * 3 {
            return Err(malformed("too long"));
        }
        digits::decode(digits)
            .map(Self)
            .ok_or_else(|| malformed("not digits of this form"))
    }
}

fn is_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        let web = ["http", "https"];
        web.iter().any(|web| scheme.eq_ignore_ascii_case(web)) && !rest.is_empty()
    })
}

fn malformed(what: &str) -> SealError {
    SealError::Malformed(what.to_owned())
}

impl From<Error> for SealError {
    fn from(error: Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// The four parts of a `COSE_Sign1` message.
pub(super) struct Parts<'a> {
    pub(super) protected: &'a [u8],
    pub(super) key: KeyId,
    pub(super) payload: &'a [u8],
    pub(super) signature: [u8; 64],
}

/// Verifies a seal against the issuer's published keys and gives what it claims.
pub fn open(seal: &SealedBytes, trusted: &[TrustedKey]) -> Result<Opened, SealError> {
    let parts = take_apart(&seal.0)?;
    let claims = SealClaims::decode(parts.payload)?;
    // Key ids are short and may collide: every key of that name is tried.
    let mut named = trusted.iter().filter(|key| key.id == parts.key).peekable();
    if named.peek().is_none() {
        return Err(SealError::UnknownKey(parts.key));
    }
    let key = named
        .find(|key| verifies(&parts, &key.key))
        .ok_or(SealError::BadSignature)?;
    key.judge(claims.issued_at)?;
    Ok(Opened {
        claims,
        key: key.id.clone(),
        specimen: key.specimen,
    })
}

/// Verifies a seal against one key, whatever its dates.
pub(super) fn open_with(
    seal: &SealedBytes,
    key: &VerifyingKey,
) -> Result<(SealClaims, KeyId), SealError> {
    let parts = take_apart(&seal.0)?;
    let claims = SealClaims::decode(parts.payload)?;
    if verifies(&parts, key) {
        Ok((claims, parts.key))
    } else {
        Err(SealError::BadSignature)
    }
}

fn verifies(parts: &Parts<'_>, key: &VerifyingKey) -> bool {
    let message = to_be_signed(parts.protected, parts.payload);
    key.verify_strict(&message, &Signature::from_bytes(&parts.signature))
        .is_ok()
}

/// The protected header: algorithm and key id.
pub(super) fn protected(key: &KeyId) -> Vec<u8> {
    cbor::encode(|e| {
        e.map(2)?
            .i64(ALGORITHM.0)?
            .i64(ALGORITHM.1)?
            .i64(KEY_ID)?
            .bytes(key.0.as_bytes())?;
        Ok(())
    })
}

/// Puts a seal together.
pub(super) fn assemble(protected: &[u8], payload: &[u8], signature: &[u8; 64]) -> SealedBytes {
    SealedBytes(cose::assemble(protected, payload, signature))
}

pub(super) fn take_apart(bytes: &[u8]) -> Result<Parts<'_>, SealError> {
    if bytes.len() > MAX_SEAL_BYTES {
        return Err(malformed("too long"));
    }
    let mut d = Decoder::new(bytes);
    if d.tag()? != Tag::new(cose::SIGN1) {
        return Err(malformed("not a COSE_Sign1 message"));
    }
    cbor::array(&mut d, 4)?;
    let protected = cbor::bytes(&mut d)?;
    cbor::map(&mut d, 0)?;
    let payload = cbor::bytes(&mut d)?;
    let signature = cbor::bytes(&mut d)?
        .try_into()
        .map_err(|_| malformed("an Ed25519 signature has 64 bytes"))?;
    cbor::end(&d)?;
    let key = key_id(protected)?;
    let parts = Parts {
        protected,
        key,
        payload,
        signature,
    };
    // One form only: the same seal can't be written in two ways.
    if cose::assemble(parts.protected, parts.payload, &parts.signature) != bytes {
        return Err(malformed("not deterministic"));
    }
    Ok(parts)
}

fn key_id(header: &[u8]) -> Result<KeyId, SealError> {
    let mut d = Decoder::new(header);
    cbor::map(&mut d, 2)?;
    cbor::key(&mut d, ALGORITHM.0)?;
    // The algorithm is ours to choose, never the message's.
    if d.i64()? != ALGORITHM.1 {
        return Err(malformed("the algorithm must be EdDSA"));
    }
    cbor::key(&mut d, KEY_ID)?;
    let id = cbor::bytes(&mut d)?;
    cbor::end(&d)?;
    // It is shown and logged: printable and short.
    let printable = id.iter().all(u8::is_ascii_graphic);
    if !(1..=MAX_KEY_ID_BYTES).contains(&id.len()) || !printable {
        return Err(malformed("key id"));
    }
    let id = KeyId(String::from_utf8_lossy(id).into_owned());
    if protected(&id) != header {
        return Err(malformed("not deterministic"));
    }
    Ok(id)
}
