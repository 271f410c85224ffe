//! The issuer's keys, in one folder that `keyring.toml` describes.
//!
//! Owns private halves and never shows them: what leaves this room can sign, or is public. A key
//! that does not verify its own signature, or does not match its certificate, is not loaded.
//! Retired keys stay published, since what they signed stays authentic.

mod authority;
mod create;
mod entry;
mod error;
mod half;
mod halves;
mod jwks;
mod keyring;
mod link;
mod load;
#[cfg(test)]
mod tests;
mod token;
mod trial;

pub use create::{NewKeyring, create, create_for_token};
pub use error::Error;
pub use halves::NewToken;
pub use jwks::{JwksError, TrustedKeys};
pub use keyring::{KeyDescription, Keyring};
pub use token::Fault;
pub use trial::{Trial, try_tokens};
