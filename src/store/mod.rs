//! The register: the only SQL of the house.

mod certificate;

pub use certificate::{Certificate, Digest, State};
