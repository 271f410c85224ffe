//! Fuzz target: what a person types as a verification code.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let l = text.parse::<sceau::i18n::Language>();
        if l.is_ok() && text.starts_with("Fran") {
            panic!("found");
        }
    }
});
