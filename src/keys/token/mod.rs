//! Keys whose private halves never leave a token: a hardware security module behind PKCS#11
//! (OASIS PKCS#11 2.40 and 3.x).
//!
//! What leaves this folder signs like a file key. Everything that is asked of a module is asked by
//! one thread, and nobody waits for it for ever.

mod entry;
mod fault;
mod kind;
mod library;
mod line;
mod module;
mod signer;

pub(super) use entry::TokenEntry;
pub use fault::Fault;
pub(super) use kind::KeyName;
pub(super) use library::Address;
pub(super) use signer::{CredentialSigner, DocumentSigner, TokenKey};
