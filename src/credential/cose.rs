//! The parts of a `COSE_Sign1` message (RFC 9052 §4.2): what is signed, and how it is put together.

use minicbor::data::Tag;

use super::cbor;

/// Tag of a `COSE_Sign1` message.
pub(crate) const SIGN1: u64 = 18;

/// `Sig_structure` (RFC 9052 §4.4).
pub(crate) fn to_be_signed(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    cbor::encode(|e| {
        e.array(4)?
            .str("Signature1")?
            .bytes(protected)?
            .bytes(&[])?
            .bytes(payload)?;
        Ok(())
    })
}

/// Puts a message together; nothing stands in its unprotected header.
pub(crate) fn assemble(protected: &[u8], payload: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    cbor::encode(|e| {
        e.tag(Tag::new(SIGN1))?
            .array(4)?
            .bytes(protected)?
            .map(0)?
            .bytes(payload)?;
        e.bytes(signature)?;
        Ok(())
    })
}
