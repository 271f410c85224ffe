//! The public lists that tell which certificates are out of force: written, signed and read again.
//!
//! One state of the register becomes six signed forms: for each purpose a W3C Bitstring Status List
//! as JSON-LD and as JWT, and for both together an IETF Token Status List as JWT and as CWT. What
//! goes out is read back first. What comes in is read strictly, in bounded time and memory, and
//! counts only if a trusted key signed it. The offline bundle ([`bundle`]) carries the lists to
//! where there is no network.

mod address;
mod bits;
pub mod bundle;
mod cwt;
mod document;
mod entries;
mod error;
#[cfg(test)]
pub(crate) mod fixtures;
mod form;
mod packed;
mod read;
mod sign;
#[cfg(test)]
mod tests;
mod token;
mod tree;

use std::time::Duration;

pub use address::{aggregation, aggregation_url, list_url, token_list_url};
pub use bits::BitsError;
pub use entries::{PlaceState, StatusEntries, StatusPurpose};
pub use error::{ListError, SignError};
pub use form::Form;
pub use read::{Reader, StatusList, TokenList, published_entries, published_signer};
pub use sign::{NewList, SignedList};
pub use tree::{INDEX, PublicFile, aggregation_file, context_files, index_entry, list_files};

/// Places in one list: the least that W3C Bitstring Status List v1.0 §2.2 allows.
pub const LIST_CAPACITY: u32 = 131_072;

/// How long a list may be relied on.
pub const VALIDITY: Duration = Duration::from_hours(7 * 24);

/// How long a verifier may keep a list before it asks again.
pub const TIME_TO_LIVE: Duration = Duration::from_hours(1);

/// Longest signed list that is looked at: twice what 2^17 random places take in the longest form.
pub const MAX_LIST_BYTES: usize = 128 << 10;
