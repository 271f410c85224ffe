//! Webhooks out: signed messages to addresses that strangers name.
//!
//! A message follows Standard Webhooks: id, time and body are signed with Ed25519 (`v1a`), each
//! receiver has a key of its own. Who names an address must not make us ask our own network: an
//! address is resolved once, every answer must be public, and the connection goes to what was
//! checked. Knows no certificate, register or queue.

mod address;
mod message;
mod schedule;
mod send;

pub use address::{Names, Policy, Refusal, SystemNames, Target, is_public};
pub use message::{Key, Message};
pub use schedule::{ATTEMPTS, wait_after};
pub use send::{Failure, deliver};
