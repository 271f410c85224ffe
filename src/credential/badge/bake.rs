//! Puts a credential into a picture and finds it there again (Open Badges 3.0 §5.3, "baking").

use std::io::Read;

use flate2::Crc;
use flate2::read::ZlibDecoder;

use super::open::MAX_BYTES;

/// Largest picture that is looked at.
const MAX_PICTURE_BYTES: usize = 8 << 20;
/// Most chunks of a PNG that are looked at.
const MAX_CHUNKS: usize = 10_000;

/// PNG §5.2.
const PNG: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// Length, type and content of the header chunk with its checksum, and the signature before it.
const AFTER_HEADER: usize = 8 + 4 + 4 + 13 + 4;
const TEXT: &[u8; 4] = b"iTXt";
/// Of the international text chunk (PNG §11.3.3.4).
const KEYWORD: &[u8] = b"openbadgecredential";

const SVG_OPEN: &str = "<openbadges:credential";
const SVG_CLOSE: &str = "</openbadges:credential>";
const SVG_NAMESPACE: &str = "xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\"";
const CDATA_OPEN: &str = "<![CDATA[";
const CDATA_CLOSE: &str = "]]>";

/// Why a picture holds no credential, or can't be given one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BakeError {
    /// Larger than what is looked at.
    #[error("the picture is too large")]
    TooLarge,
    /// Neither PNG nor SVG, or broken.
    #[error("not a picture that can hold a credential")]
    Malformed,
    /// A picture like any other.
    #[error("the picture holds no credential")]
    Nothing,
    /// Two answers to one question.
    #[error("the picture holds several credentials")]
    Several,
}

/// Puts a credential, JSON or token, into a PNG that holds none.
pub fn bake_png(png: &[u8], credential: &[u8]) -> Result<Vec<u8>, BakeError> {
    if !png.starts_with(&PNG) || png.len() < AFTER_HEADER {
        return Err(BakeError::Malformed);
    }
    // Uncompressed, without language and translated keyword.
    let content = [KEYWORD, &[0, 0, 0, 0, 0], credential].concat();
    let length = u32::try_from(content.len()).map_err(|_| BakeError::TooLarge)?;
    let mut baked = Vec::with_capacity(png.len() + content.len() + 12);
    baked.extend(&png[..AFTER_HEADER]);
    baked.extend(length.to_be_bytes());
    baked.extend(TEXT);
    baked.extend(&content);
    baked.extend(checksum(TEXT, &content).to_be_bytes());
    baked.extend(&png[AFTER_HEADER..]);
    Ok(baked)
}

/// Puts a credential in JSON into an SVG that holds none: as the first child of its root.
pub fn bake_svg(svg: &str, credential: &str) -> Result<String, BakeError> {
    let root = svg.find("<svg").ok_or(BakeError::Malformed)?;
    let end = root + svg[root..].find('>').ok_or(BakeError::Malformed)?;
    if svg[..end].ends_with('/') || svg.contains(SVG_OPEN) {
        return Err(BakeError::Malformed);
    }
    // JSON can say `]]>` in another way.
    let credential = credential.replace(CDATA_CLOSE, "]]\\u003e");
    Ok(format!(
        "{} {SVG_NAMESPACE}>{SVG_OPEN}>{CDATA_OPEN}{credential}{CDATA_CLOSE}{SVG_CLOSE}{}",
        &svg[..end],
        &svg[end + 1..]
    ))
}

/// The credential in a picture, JSON or token, as it was put there: nobody has verified it.
pub fn unbake(picture: &[u8]) -> Result<Vec<u8>, BakeError> {
    if picture.len() > MAX_PICTURE_BYTES {
        return Err(BakeError::TooLarge);
    }
    if picture.starts_with(&PNG) {
        return from_png(picture);
    }
    let text = std::str::from_utf8(picture).map_err(|_| BakeError::Malformed)?;
    if text.contains("<svg") {
        from_svg(text)
    } else {
        Err(BakeError::Malformed)
    }
}

fn from_png(png: &[u8]) -> Result<Vec<u8>, BakeError> {
    let mut rest = &png[PNG.len()..];
    let mut found = None;
    for _ in 0..MAX_CHUNKS {
        let Some((kind, content, next)) = chunk(rest) else {
            return Err(BakeError::Malformed);
        };
        rest = next;
        if kind == TEXT
            && let Some(content) = content.strip_prefix(KEYWORD)
            && let Some(content) = content.strip_prefix(&[0])
            && found.replace(text_of(content)?).is_some()
        {
            return Err(BakeError::Several);
        }
        if kind == b"IEND" {
            return found.ok_or(BakeError::Nothing);
        }
    }
    Err(BakeError::TooLarge)
}

/// Type and content of a chunk with a right checksum, and what follows (PNG §5.3).
fn chunk(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (content, rest) = rest.split_at_checked(length)?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    (checksum(kind, content) == u32::from_be_bytes(*sum)).then_some((kind, content, rest))
}

fn checksum(kind: &[u8], content: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(content);
    crc.sum()
}

/// The text behind the keyword: compression, language and translated keyword come first.
fn text_of(content: &[u8]) -> Result<Vec<u8>, BakeError> {
    let [compressed, method, rest @ ..] = content else {
        return Err(BakeError::Malformed);
    };
    let mut parts = rest.splitn(3, |byte| *byte == 0);
    let text = parts.nth(2).ok_or(BakeError::Malformed)?;
    match (compressed, method) {
        (0, _) => bounded(text.to_vec()),
        (1, 0) => {
            let mut inflated = Vec::new();
            // One byte more than allowed tells a bomb from a credential.
            ZlibDecoder::new(text)
                .take(2 * MAX_BYTES as u64 + 1)
                .read_to_end(&mut inflated)
                .map_err(|_| BakeError::Malformed)?;
            bounded(inflated)
        }
        _ => Err(BakeError::Malformed),
    }
}

fn from_svg(svg: &str) -> Result<Vec<u8>, BakeError> {
    let (_, rest) = svg.split_once(SVG_OPEN).ok_or(BakeError::Nothing)?;
    if rest.contains(SVG_OPEN) {
        return Err(BakeError::Several);
    }
    let (attributes, rest) = rest.split_once('>').ok_or(BakeError::Malformed)?;
    if let Some((_, token)) = attributes.split_once("verify=\"") {
        // A token stands in an attribute and needs no escapes.
        let (token, _) = token.split_once('"').ok_or(BakeError::Malformed)?;
        return bounded(token.as_bytes().to_vec());
    }
    let (body, _) = rest.split_once(SVG_CLOSE).ok_or(BakeError::Malformed)?;
    let body = body.trim();
    let text = match body.strip_prefix(CDATA_OPEN) {
        Some(text) => text
            .strip_suffix(CDATA_CLOSE)
            .filter(|text| !text.contains(CDATA_CLOSE))
            .ok_or(BakeError::Malformed)?
            .to_owned(),
        None => unescaped(body)?,
    };
    bounded(text.into_bytes())
}

/// XML's five names for signs; no others are needed for JSON.
fn unescaped(text: &str) -> Result<String, BakeError> {
    if text.contains('<') {
        return Err(BakeError::Malformed);
    }
    // `&amp;` last: what it makes must not be read again.
    let names = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    Ok(names
        .into_iter()
        .fold(text.to_owned(), |text, (name, sign)| {
            text.replace(name, sign)
        }))
}

fn bounded(text: Vec<u8>) -> Result<Vec<u8>, BakeError> {
    if text.len() > 2 * MAX_BYTES {
        Err(BakeError::TooLarge)
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use proptest::prelude::*;

    use super::*;

    const SVG: &str = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
                       width=\"9\"><g/></svg>";
    const CREDENTIAL: &str = "{\"name\":\"é ]]> <&\"}";

    /// The smallest picture: one black pixel.
    fn png() -> Vec<u8> {
        let mut bytes = Vec::new();
        image::GrayImage::new(1, 1)
            .write_to(
                &mut std::io::Cursor::new(&mut bytes),
                image::ImageFormat::Png,
            )
            .unwrap();
        bytes
    }

    fn with_chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
        let mut bytes = png();
        let mut chunk = u32::try_from(content.len()).unwrap().to_be_bytes().to_vec();
        chunk.extend(kind);
        chunk.extend(content);
        chunk.extend(checksum(&kind, content).to_be_bytes());
        bytes.splice(AFTER_HEADER..AFTER_HEADER, chunk);
        bytes
    }

    #[test]
    fn what_is_baked_into_a_png_is_found_and_the_picture_still_opens() {
        let baked = bake_png(&png(), CREDENTIAL.as_bytes()).unwrap();
        assert_eq!(unbake(&baked).unwrap(), CREDENTIAL.as_bytes());
        let picture = image::load_from_memory(&baked).unwrap();
        assert_eq!((picture.width(), picture.height()), (1, 1));
        assert_eq!(unbake(&png()), Err(BakeError::Nothing));
    }

    #[test]
    fn what_is_baked_into_an_svg_means_the_same_json() {
        let baked = bake_svg(SVG, CREDENTIAL).unwrap();
        let found = unbake(baked.as_bytes()).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&found).unwrap();
        assert_eq!(
            json,
            serde_json::from_str::<serde_json::Value>(CREDENTIAL).unwrap()
        );
        assert!(resvg::usvg::Tree::from_str(&baked, &resvg::usvg::Options::default()).is_ok());
        assert_eq!(unbake(SVG.as_bytes()), Err(BakeError::Nothing));
        assert_eq!(bake_svg(&baked, CREDENTIAL), Err(BakeError::Malformed));
    }

    #[test]
    fn other_peoples_ways_of_baking_are_read() {
        let svg = |inside: &str| format!("<svg {SVG_NAMESPACE}>{inside}</svg>");
        let token = svg("<openbadges:credential verify=\"e30.e30.AA\"></openbadges:credential>");
        assert_eq!(unbake(token.as_bytes()).unwrap(), b"e30.e30.AA");
        let escaped = svg(
            "<openbadges:credential>{&quot;a&quot;:&quot;&amp;lt;&quot;}</openbadges:credential>",
        );
        assert_eq!(unbake(escaped.as_bytes()).unwrap(), br#"{"a":"&lt;"}"#);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(CREDENTIAL.as_bytes()).unwrap();
        let content = [KEYWORD, &[0, 1, 0, 0, 0], &zlib.finish().unwrap()].concat();
        assert_eq!(
            unbake(&with_chunk(*TEXT, &content)).unwrap(),
            CREDENTIAL.as_bytes()
        );
    }

    #[test]
    fn compression_bombs_in_pictures_are_refused_in_bounded_memory() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(&vec![b' '; 256 << 20]).unwrap();
        let content = [KEYWORD, &[0, 1, 0, 0, 0], &zlib.finish().unwrap()].concat();
        assert_eq!(
            unbake(&with_chunk(*TEXT, &content)),
            Err(BakeError::TooLarge)
        );
        let long = bake_png(&png(), &vec![b' '; 2 * MAX_BYTES + 1]).unwrap();
        assert_eq!(unbake(&long), Err(BakeError::TooLarge));
        assert_eq!(
            unbake(&vec![0x20; MAX_PICTURE_BYTES + 1]),
            Err(BakeError::TooLarge)
        );
    }

    #[test]
    fn two_credentials_in_one_picture_are_two_answers() {
        let once = bake_png(&png(), b"1").unwrap();
        assert_eq!(
            unbake(&bake_png(&once, b"2").unwrap()),
            Err(BakeError::Several)
        );
        let twice = SVG.replace(
            "<g/>",
            "<openbadges:credential>1</openbadges:credential>\
             <openbadges:credential>2</openbadges:credential>",
        );
        assert_eq!(unbake(twice.as_bytes()), Err(BakeError::Several));
    }

    #[test]
    fn every_cut_of_a_baked_picture_ends_in_an_error() {
        let png = bake_png(&png(), CREDENTIAL.as_bytes()).unwrap();
        for length in 0..png.len() {
            assert!(unbake(&png[..length]).is_err(), "{length}");
        }
        let mut forged = png.clone();
        forged[AFTER_HEADER + 40] ^= 1;
        assert_eq!(unbake(&forged), Err(BakeError::Malformed));
        let svg = bake_svg(SVG, "{}").unwrap();
        let end = svg.find(SVG_CLOSE).unwrap();
        for length in 0..end {
            assert!(unbake(&svg.as_bytes()[..length]).is_err(), "{length}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_presented_unbaking_ends_in_an_answer(
            bytes: Vec<u8>,
            text in "\\PC{0,80}",
        ) {
            let _ = unbake(&bytes);
            let _ = unbake(&[&PNG[..], &bytes].concat());
            let _ = unbake(format!("<svg><openbadges:credential{text}").as_bytes());
            let _ = unbake(format!("<svg><openbadges:credential>{text}</svg>").as_bytes());
        }
    }
}
