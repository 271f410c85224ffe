//! Fuzz target: the text of a QR code, down to the claims of the seal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sceau::credential::{self, SealedBytes};

fuzz_target!(|bytes: &[u8]| {
    // The bytes as they would stand in the digits, so that the CBOR is reached too …
    let sealed = SealedBytes(bytes.to_vec());
    let _ = credential::open(&sealed, &[]);
    // … and as the text that a camera read.
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(sealed) = SealedBytes::from_qr_text(text) {
        let again = SealedBytes::from_qr_text(&sealed.to_qr_text("HTTPS://EXAMPLE.ORG/V"));
        assert_eq!(again, Ok(sealed.clone()));
        let _ = credential::open(&sealed, &[]);
    }
});
