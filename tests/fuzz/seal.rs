//! Fuzz target: the text of a QR code, down to the opened seal.
#![no_main]
