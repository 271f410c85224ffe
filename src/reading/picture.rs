//! The QR in a photograph.
//!
//! Hostile pictures are bounded before they are decoded: formats, sides and memory. The search for
//! codes works on a reduced picture, because its cost grows with the area (rqrr issue 50).

use std::borrow::Cow;
use std::io::Cursor;

use image::imageops::FilterType;
use image::{GrayImage, ImageFormat, ImageReader, Limits};

use super::Picture;

/// Longest side of a picture: beyond any phone's camera.
const MAX_SIDE: u32 = 20_000;
/// Memory that decoding may take.
const MAX_BYTES: u64 = 512 << 20;
/// Sides that the search works on, the quickest first.
const SEARCHED_SIDES: [u32; 3] = [1_000, 1_800, 2_800];
/// How much a picture is softened before it is searched again: cameras speckle sharp edges.
const SOFTENED: f32 = 1.0;
/// Longest side of a picture that is softened, whose cost grows with the area too.
const SOFTENED_SIDE: u32 = 1_800;
/// Codes looked at in one picture.
const MAX_CODES: usize = 8;

/// The texts of the QR codes in a picture of at most so many pixels, best first: those that hold
/// a seal.
pub(super) fn read_codes(bytes: &[u8], max_pixels: u64) -> Picture {
    let Some(picture) = decode(bytes, max_pixels) else {
        return Picture::Undecodable;
    };
    let longest = picture.width().max(picture.height());
    for side in SEARCHED_SIDES {
        let reduced = if side >= longest {
            Cow::Borrowed(&picture)
        } else {
            let scale = f64::from(side) / f64::from(longest);
            Cow::Owned(image::imageops::resize(
                &picture,
                scaled(picture.width(), scale),
                scaled(picture.height(), scale),
                FilterType::Triangle,
            ))
        };
        let mut texts = search(&reduced);
        if texts.is_empty() && side <= SOFTENED_SIDE {
            texts = search(&image::imageops::blur(&*reduced, SOFTENED));
        }
        if !texts.is_empty() {
            texts.sort_by_key(|text| !text.contains('#'));
            return Picture::Codes(texts);
        }
        if side >= longest {
            break;
        }
    }
    Picture::NoCode
}

fn decode(bytes: &[u8], max_pixels: u64) -> Option<GrayImage> {
    let format = image::guess_format(bytes).ok()?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return None;
    }
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format)
        .into_dimensions()
        .ok()?;
    if u64::from(width) * u64::from(height) > max_pixels {
        return None;
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.decode().ok().map(|picture| picture.to_luma8())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a side times a factor in 0..=1 fits"
)]
fn scaled(side: u32, scale: f64) -> u32 {
    ((f64::from(side) * scale).round() as u32).max(1)
}

fn search(picture: &GrayImage) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        picture
            .as_raw()
            .get(y * width + x)
            .copied()
            .unwrap_or(u8::MAX)
    });
    let grids = prepared.detect_grids();
    grids
        .iter()
        .take(MAX_CODES)
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcodegen::{QrCode, QrCodeEcc};

    const PIXELS: u64 = 50_000_000;

    fn photograph(text: &str, scale: u32, format: ImageFormat) -> Vec<u8> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        let side = u32::try_from(code.size()).unwrap() + 8;
        let picture = GrayImage::from_fn(side * scale, side * scale, |x, y| {
            let module = |v: u32| i32::try_from(v / scale).unwrap() - 4;
            image::Luma([if code.get_module(module(x), module(y)) {
                20
            } else {
                235
            }])
        });
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_code_is_read_from_png_and_jpeg_small_and_large() {
        let text = format!("HTTPS://SCEAU.EXAMPLE/V#{}", "0123456789".repeat(40));
        for (scale, format) in [
            (3, ImageFormat::Png),
            (8, ImageFormat::Jpeg),
            (40, ImageFormat::Png),
        ] {
            let read = read_codes(&photograph(&text, scale, format), PIXELS);
            assert_eq!(read, Picture::Codes(vec![text.clone()]), "scale {scale}");
        }
    }

    /// What a camera made of a certificate: sharp, but with grains of noise on the edges.
    #[test]
    fn a_speckled_picture_is_read_once_it_is_softened() {
        let bytes = include_bytes!("../../tests/vectors/picture/speckled.png");
        assert!(search(&decode(bytes, PIXELS).unwrap()).is_empty());
        let Picture::Codes(texts) = read_codes(bytes, PIXELS) else {
            panic!("no code was found");
        };
        assert!(texts[0].starts_with("HTTP://127.0.0.1:"));
    }

    #[test]
    fn a_picture_without_a_code_says_so() {
        let mut bytes = Cursor::new(Vec::new());
        GrayImage::new(64, 64)
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        assert_eq!(read_codes(&bytes.into_inner(), PIXELS), Picture::NoCode);
    }

    #[test]
    fn a_header_that_claims_a_huge_picture_is_refused_before_decoding() {
        let mut bytes = photograph("x", 1, ImageFormat::Png);
        // Width and height stand at offsets 16 and 20 of the IHDR chunk.
        bytes[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert_eq!(read_codes(&bytes, PIXELS), Picture::Undecodable);
        assert_eq!(read_codes(b"GIF89a", PIXELS), Picture::Undecodable);
        assert_eq!(read_codes(&[], PIXELS), Picture::Undecodable);
    }
}
