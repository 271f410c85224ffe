//! The PDF: rendered by typst, signed by an incremental update, read back for verification.

mod attachments;
mod badge;
mod chain;
mod cms;
mod crown;
mod data;
mod examine;
mod file;
mod fonts;
mod key;
mod object;
mod qr;
mod render;
mod sign;
mod template;
#[cfg(test)]
mod test_facts;
#[cfg(test)]
mod tests;
mod update;
mod world;

pub use attachments::credential_in;
pub use badge::{Badge, BadgeError};
pub use chain::ChainFault;
pub use examine::{AlterationFault, Examination, SignatureFault, Signed, Unreadable, examine};
pub use fonts::coverage;
pub use key::{DocumentKey, TrustedDocumentKey};
pub use render::{RenderError, RenderedPdf, render};
pub use sign::{SignError, SignatureNote, SignedPdf, sign_pdf};
pub use template::{Error, Template};
