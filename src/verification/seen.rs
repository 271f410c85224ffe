//! Finds a seal in what a camera sees. Nothing is judged: whoever asked verifies what is handed back.

use super::{Error, Verifier};
use crate::credential::SealedBytes;
use crate::reading::{self, Picture};

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The text of a QR code that has the form of a seal.
    Seal(String),
    /// Something that can be read and is no seal.
    Other,
    /// Nothing that could be read.
    Nothing,
}

/// Looks for a seal in a picture (PNG, JPEG).
pub async fn seen(verifier: &Verifier, picture: Vec<u8>) -> Result<Seen, Error> {
    let picture = verifier.reader.picture(picture, verifier.image_pixels);
    match picture.await {
        Ok(Picture::Codes(texts)) => {
            let mut texts = texts.into_iter();
            let seal = texts.find(|text| SealedBytes::from_qr_text(text).is_ok());
            Ok(seal.map_or(Seen::Other, Seen::Seal))
        }
        Ok(Picture::Credential(_) | Picture::Several) => Ok(Seen::Other),
        Ok(Picture::NoCode | Picture::Undecodable) | Err(reading::Error::TooMuch) => {
            Ok(Seen::Nothing)
        }
        Err(error) => Err(error.into()),
    }
}
