//! Fuzz target: a PDF that somebody hands in to be verified.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sceau::document::{self, TrustedAuthorities};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(examination) = document::examine(bytes, &[], &TrustedAuthorities::default()) {
        // No key is trusted here, so nothing may ever be found signed.
        assert!(examination.signature.is_err());
    }
});
