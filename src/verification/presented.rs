//! What can be presented, and how it is told apart.

/// Longest text that can be a code or a seal's address.
const MAX_TEXT_BYTES: usize = 8 << 10;

/// Something presented for verification.
#[derive(Debug, Clone)]
pub enum Input {
    /// A typed code.
    Code(String),
    /// The QR's text: an address with digits in its fragment, or the digits alone.
    SealText(String),
    /// A photograph or drawing of the QR (PNG, JPEG), or a badge's picture with its credential.
    Image(Vec<u8>),
    /// A PDF.
    Document(Vec<u8>),
    /// A standard credential: JSON, a token, or an SVG that holds one of them.
    Credential(Vec<u8>),
}

impl Input {
    /// Tells by the first bytes what a file or a pasted text is.
    pub fn sniff(bytes: Vec<u8>) -> Self {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff") {
            return Self::Image(bytes);
        }
        // ISO 32000-1 Annex H: readers accept the header within the first 1024 bytes.
        if bytes.windows(5).take(1024).any(|window| window == b"%PDF-") {
            return Self::Document(bytes);
        }
        if is_credential(&bytes) {
            return Self::Credential(bytes);
        }
        match String::from_utf8(bytes) {
            Ok(text) if text.len() <= MAX_TEXT_BYTES => Self::text(&text),
            // Neither text nor an image: the PDF reader says what it is not.
            Ok(text) => Self::Document(text.into_bytes()),
            Err(error) => Self::Document(error.into_bytes()),
        }
    }

    /// Tells a code, a seal's text and a credential apart.
    pub fn text(text: &str) -> Self {
        if is_credential(text.as_bytes()) {
            return Self::Credential(text.as_bytes().to_vec());
        }
        let text = text.trim_start_matches('\u{feff}').trim();
        let digits_only = text.len() > 40 && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits_only || text.contains('#') || text.contains("://") {
            Self::SealText(text.to_owned())
        } else {
            Self::Code(text.to_owned())
        }
    }
}

/// JSON, an SVG, or a compact token, whose header is a JSON object in base64.
fn is_credential(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    text.starts_with(b"{") || text.starts_with(b"<") || text.starts_with(b"eyJ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_addresses_are_told_apart() {
        assert!(
            matches!(Input::text(" 7k2m-9qxt-4bwf-hr\n"), Input::Code(code) if code == "7k2m-9qxt-4bwf-hr")
        );
        assert!(matches!(
            Input::text("https://sceau.example/v#123"),
            Input::SealText(_)
        ));
        assert!(matches!(Input::text(&"1".repeat(200)), Input::SealText(_)));
    }

    #[test]
    fn files_are_told_apart_by_their_first_bytes() {
        assert!(matches!(
            Input::sniff(b"\x89PNG\r\n\x1a\n...".to_vec()),
            Input::Image(_)
        ));
        assert!(matches!(
            Input::sniff(b"\xff\xd8\xff\xe0".to_vec()),
            Input::Image(_)
        ));
        assert!(matches!(
            Input::sniff(b"\n%PDF-1.7".to_vec()),
            Input::Document(_)
        ));
        assert!(matches!(
            Input::sniff(vec![0xff, 0xfe, 0x00]),
            Input::Document(_)
        ));
    }

    #[test]
    fn credentials_are_told_apart_by_their_first_sign() {
        for credential in [
            "{\"@context\": []}",
            "\u{feff}\n {\"a#b\": 1}",
            "eyJhbGciOiJFZERTQSJ9.e30.AA",
            "<?xml version=\"1.0\"?><svg/>",
        ] {
            let bytes = credential.as_bytes().to_vec();
            assert!(matches!(Input::sniff(bytes), Input::Credential(_)));
            assert!(matches!(Input::text(credential), Input::Credential(_)));
        }
    }
}
