//! The issuer's keys, in one folder that `keyring.toml` describes.
//!
//! Owns private halves and never shows them: what leaves this room can sign, or is public. A key
//! that does not verify its own signature, or does not match its certificate, is not loaded.
//! Retired keys stay published, since what they signed stays authentic.

mod authority;
mod change;
mod create;
mod crl;
mod dates;
mod did;
mod edit;
mod end;
mod entry;
mod error;
mod half;
mod halves;
mod jwks;
mod keyring;
mod link;
mod load;
mod place;
mod profile;
mod rotate;
#[cfg(test)]
mod tests;
mod token;
mod trial;

pub use create::{NewKeyring, create, create_for_token};
pub use dates::{KeyAdvice, KeyDates, KeyStanding};
pub use did::{DidDocument, did_document};
pub use end::{Compromise, Compromised, compromise, retire};
pub use entry::Purpose;
pub use error::Error;
pub use halves::NewToken;
pub use jwks::{JwksError, TrustedKeys};
pub use keyring::{KeyDescription, Keyring};
pub use place::Place;
pub use profile::{PublishedProfile, issuer_profile};
pub use rotate::{Authority, Rotated, Rotation, rotate};
pub use token::Fault;
pub use trial::{Trial, try_tokens};
