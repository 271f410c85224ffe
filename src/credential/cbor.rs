//! Reading and writing CBOR (RFC 8949) in its one deterministic form (§4.2.1).
//!
//! The reader doesn't look for the deterministic form: whoever decodes encodes again and compares.

use minicbor::data::Type;
use minicbor::decode::{Decoder, Error};

pub(crate) type Encoder = minicbor::Encoder<Vec<u8>>;

/// Writes with an encoder whose writer can't fail.
pub(crate) fn encode(
    write: impl FnOnce(&mut Encoder) -> Result<(), minicbor::encode::Error<std::convert::Infallible>>,
) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    match write(&mut encoder) {
        Ok(()) => encoder.into_writer(),
        // A `Vec` takes everything, and the types written here have no error of their own.
        Err(_) => Vec::new(),
    }
}

/// The next key of a map must be this one: deterministic maps are sorted, so keys come in order.
pub(crate) fn key(decoder: &mut Decoder<'_>, expected: i64) -> Result<(), Error> {
    if decoder.i64()? == expected {
        Ok(())
    } else {
        Err(Error::message("unexpected key"))
    }
}

/// A map of exactly this many entries.
pub(crate) fn map(decoder: &mut Decoder<'_>, entries: u64) -> Result<(), Error> {
    if decoder.map()? == Some(entries) {
        Ok(())
    } else {
        Err(Error::message("unexpected map"))
    }
}

/// An array of exactly this many items.
pub(crate) fn array(decoder: &mut Decoder<'_>, items: u64) -> Result<(), Error> {
    if decoder.array()? == Some(items) {
        Ok(())
    } else {
        Err(Error::message("unexpected array"))
    }
}

/// A text of definite length within bounds.
pub(crate) fn text(decoder: &mut Decoder<'_>, max_bytes: usize) -> Result<String, Error> {
    if decoder.datatype()? != Type::String {
        return Err(Error::message("text expected"));
    }
    let text = decoder.str()?;
    if text.len() > max_bytes {
        return Err(Error::message("text too long"));
    }
    Ok(text.to_owned())
}

/// A byte string of definite length.
pub(crate) fn bytes<'b>(decoder: &mut Decoder<'b>) -> Result<&'b [u8], Error> {
    if decoder.datatype()? != Type::Bytes {
        return Err(Error::message("bytes expected"));
    }
    decoder.bytes()
}

/// Nothing may follow.
pub(crate) fn end(decoder: &Decoder<'_>) -> Result<(), Error> {
    if decoder.position() == decoder.input().len() {
        Ok(())
    } else {
        Err(Error::message("something follows"))
    }
}
