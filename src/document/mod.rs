//! The PDF: rendered by typst, signed by an incremental update, read back for verification.

mod key;

pub use key::{DocumentKey, TrustedDocumentKey};
