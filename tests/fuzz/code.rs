//! Fuzz target: what a person types as a verification code.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sceau::credential::VerificationCode;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(code) = VerificationCode::parse(text) {
        // Whatever was typed, what is printed is read as the same code.
        assert_eq!(VerificationCode::parse(&code.grouped()), Ok(code));
    }
});
