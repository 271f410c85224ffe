//! The one integration binary. Each module is a file or folder beside this one.
#![expect(
    clippy::unwrap_used,
    reason = "a test that can't read its own files has to fail"
)]

mod flows;
mod golden;
mod i18n;
mod operations;
mod readme;
mod source;
mod support;
mod tidy;
mod traps;
