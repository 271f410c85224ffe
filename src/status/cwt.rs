//! A list as an IETF Token Status List in a CWT (draft-ietf-oauth-status-list-21 §5.2): a tagged
//! `COSE_Sign1` (RFC 9052), in the one deterministic form of RFC 8949 §4.2.1.

use ed25519_dalek::Signature;
use minicbor::data::Tag;
use minicbor::decode::{Decoder, Error};

use super::token::Claims;
use super::{ListError, SignError};
use crate::credential::{IssuerKey, TrustedKey, cbor, cose, verification_method};

/// The header parameter `alg` and the only algorithm accepted, `EdDSA` (RFC 9053 §2.2).
const ALGORITHM: (i64, i64) = (1, -8);
/// The header parameter `kid`.
const KEY_ID: i64 = 4;
/// The header parameter `typ` (RFC 9596).
const TYPE: (i64, &str) = (16, "application/statuslist+cwt");

/// CWT claims (RFC 8392 §3.1; draft-ietf-oauth-status-list-21 §14.3).
const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;
const EXPIRES_AT: i64 = 4;
const ISSUED_AT: i64 = 6;
const STATUS_LIST: i64 = 65_533;
const TIME_TO_LIVE: i64 = 65_534;

/// Longest address or key id.
const MAX_TEXT_BYTES: usize = 512;

impl Claims {
    /// The form as CWT.
    pub(super) fn to_cwt(&self, key: &IssuerKey) -> Result<Vec<u8>, SignError> {
        let protected = protected(&verification_method(&self.issuer, &key.id));
        let payload = self.to_cbor();
        let message = cose::to_be_signed(&protected, &payload);
        let signature = key.signer.try_sign(&message).map_err(SignError::Signing)?;
        Ok(cose::assemble(&protected, &payload, &signature.to_bytes()))
    }

    /// Reads the form as CWT.
    pub(super) fn open_cwt<'k>(
        bytes: &[u8],
        did: &str,
        trusted: &'k [TrustedKey],
    ) -> Result<(Self, &'k TrustedKey), ListError> {
        let parts = take_apart(bytes).map_err(|_| ListError::Malformed("COSE_Sign1"))?;
        let method = key_id(parts.protected).map_err(|_| ListError::Malformed("header"))?;
        let key = trusted
            .iter()
            .find(|key| verification_method(did, &key.id) == method)
            .ok_or(ListError::UnknownKey(method))?;
        let message = cose::to_be_signed(parts.protected, parts.payload);
        key.key
            .verify_strict(&message, &Signature::from_bytes(&parts.signature))
            .map_err(|_| ListError::BadSignature)?;
        Ok((Self::from_cbor(parts.payload)?, key))
    }

    /// Reads the claims of a CWT that this service published itself, whatever its signature.
    pub(super) fn published_cwt(bytes: &[u8]) -> Result<Self, ListError> {
        let parts = take_apart(bytes).map_err(|_| ListError::Malformed("COSE_Sign1"))?;
        Self::from_cbor(parts.payload)
    }

    /// Keys in the bytewise order of their encoding.
    fn to_cbor(&self) -> Vec<u8> {
        cbor::encode(|e| {
            e.map(6)?;
            e.i64(ISSUER)?.str(&self.issuer)?;
            e.i64(SUBJECT)?.str(&self.subject)?;
            e.i64(EXPIRES_AT)?.i64(self.expires_at)?;
            e.i64(ISSUED_AT)?.i64(self.issued_at)?;
            e.i64(STATUS_LIST)?.map(3)?;
            e.str("lst")?.bytes(&self.compressed)?;
            e.str("bits")?.u8(self.bits)?;
            e.str("aggregation_uri")?.str(&self.aggregation)?;
            e.i64(TIME_TO_LIVE)?.u64(self.time_to_live)?;
            Ok(())
        })
    }

    fn from_cbor(payload: &[u8]) -> Result<Self, ListError> {
        read(&mut Decoder::new(payload))
            .ok()
            // One form only: the same claims can't be written in two ways.
            .filter(|claims| claims.to_cbor() == payload)
            .ok_or(ListError::Malformed("claims"))
    }
}

fn read(d: &mut Decoder<'_>) -> Result<Claims, Error> {
    cbor::map(d, 6)?;
    cbor::key(d, ISSUER)?;
    let issuer = cbor::text(d, MAX_TEXT_BYTES)?;
    cbor::key(d, SUBJECT)?;
    let subject = cbor::text(d, MAX_TEXT_BYTES)?;
    cbor::key(d, EXPIRES_AT)?;
    let expires_at = d.i64()?;
    cbor::key(d, ISSUED_AT)?;
    let issued_at = d.i64()?;
    cbor::key(d, STATUS_LIST)?;
    cbor::map(d, 3)?;
    name(d, "lst")?;
    let compressed = cbor::bytes(d)?.to_vec();
    name(d, "bits")?;
    let bits = d.u8()?;
    name(d, "aggregation_uri")?;
    let aggregation = cbor::text(d, MAX_TEXT_BYTES)?;
    cbor::key(d, TIME_TO_LIVE)?;
    let time_to_live = d.u64()?;
    cbor::end(d)?;
    Ok(Claims {
        issuer,
        subject,
        issued_at,
        expires_at,
        time_to_live,
        bits,
        compressed,
        aggregation,
    })
}

fn name(d: &mut Decoder<'_>, expected: &str) -> Result<(), Error> {
    if cbor::text(d, MAX_TEXT_BYTES)? == expected {
        Ok(())
    } else {
        Err(Error::message("unexpected name"))
    }
}

fn protected(method: &str) -> Vec<u8> {
    cbor::encode(|e| {
        e.map(3)?;
        e.i64(ALGORITHM.0)?.i64(ALGORITHM.1)?;
        e.i64(KEY_ID)?.bytes(method.as_bytes())?;
        e.i64(TYPE.0)?.str(TYPE.1)?;
        Ok(())
    })
}

/// The algorithm is ours to choose, never the message's.
fn key_id(header: &[u8]) -> Result<String, Error> {
    let mut d = Decoder::new(header);
    cbor::map(&mut d, 3)?;
    cbor::key(&mut d, ALGORITHM.0)?;
    cbor::key(&mut d, ALGORITHM.1)?;
    cbor::key(&mut d, KEY_ID)?;
    let id =
        String::from_utf8(cbor::bytes(&mut d)?.to_vec()).map_err(|_| Error::message("key id"))?;
    if id.len() > MAX_TEXT_BYTES || protected(&id) != header {
        return Err(Error::message("not the header of a list of ours"));
    }
    Ok(id)
}

struct Parts<'a> {
    protected: &'a [u8],
    payload: &'a [u8],
    signature: [u8; Signature::BYTE_SIZE],
}

fn take_apart(bytes: &[u8]) -> Result<Parts<'_>, Error> {
    let mut d = Decoder::new(bytes);
    if d.tag()? != Tag::new(cose::SIGN1) {
        return Err(Error::message("not a COSE_Sign1 message"));
    }
    cbor::array(&mut d, 4)?;
    let protected = cbor::bytes(&mut d)?;
    cbor::map(&mut d, 0)?;
    let payload = cbor::bytes(&mut d)?;
    let signature = cbor::bytes(&mut d)?
        .try_into()
        .map_err(|_| Error::message("an Ed25519 signature has 64 bytes"))?;
    cbor::end(&d)?;
    if cose::assemble(protected, payload, &signature) != bytes {
        return Err(Error::message("not deterministic"));
    }
    Ok(Parts {
        protected,
        payload,
        signature,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claims_stand_under_the_numbers_of_the_draft() {
        // draft-ietf-oauth-status-list-21 §5.2, its example: signed with a key that it does not
        // give, so only the structure can be compared.
        let example = hex::decode(
            "d2845820a2012610781a6170706c69636174696f6e2f7374617475736c6973742b637774a1044231325850\
             a502782168747470733a2f2f6578616d706c652e636f6d2f7374617475736c697374732f31061a648c5bea\
             041a8898dfea19fffe19a8c019fffda2646269747301636c73744a78dadbb918000217015d584093fa4d01\
             032b18c35e2fe1101b77fd6cc9440022caa4694450c4e4e9feab4e99d1fa6d9772ce2bf3a12e0323ded7c9\
             82c5e101a5e67f0cbc1e2b6f57ce99c279",
        )
        .unwrap();
        let mut d = Decoder::new(&example);
        assert_eq!(d.tag().unwrap(), Tag::new(cose::SIGN1));
        assert_eq!(d.array().unwrap(), Some(4));
        let mut header = Decoder::new(d.bytes().unwrap());
        assert_eq!(header.map().unwrap(), Some(2));
        assert_eq!(header.i64().unwrap(), ALGORITHM.0);
        header.skip().unwrap();
        assert_eq!((header.i64().unwrap(), header.str().unwrap()), TYPE);
        assert_eq!(d.map().unwrap(), Some(1));
        assert_eq!(d.i64().unwrap(), KEY_ID);
        d.skip().unwrap();
        let mut claims = Decoder::new(d.bytes().unwrap());
        assert_eq!(claims.map().unwrap(), Some(5));
        let mut numbers = Vec::new();
        for _ in 0..5 {
            numbers.push(claims.i64().unwrap());
            claims.skip().unwrap();
        }
        assert_eq!(
            numbers,
            [SUBJECT, ISSUED_AT, EXPIRES_AT, TIME_TO_LIVE, STATUS_LIST]
        );
        // It has no issuer and another order: well made, but not a list of ours.
        assert_eq!(
            Claims::published_cwt(&example),
            Err(ListError::Malformed("COSE_Sign1"))
        );
    }
}
