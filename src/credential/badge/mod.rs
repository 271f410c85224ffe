//! The standard credential: an Open Badges 3.0 `OpenBadgeCredential` with two Data Integrity
//! proofs, made for a certificate's facts and read again.
//!
//! Written for mass issuance: what all certificates of a framework share is worked out once.
//! Read for suspicion ([`open()`]): closed types, exact contexts, both proofs.

mod address;
mod bake;
mod build;
mod form;
mod identity;
mod jwt;
mod lines;
mod open;
mod sign;
#[cfg(test)]
mod tests;

pub use bake::{BakeError, bake_png, bake_svg, unbake};
pub use build::achievement_document;
pub use jwt::{open_jwt, to_jwt};
pub use open::{BadgeError, OpenedBadge, agrees_with, open};
pub use sign::SignedBadge;
pub(super) use sign::{restore, sign};
