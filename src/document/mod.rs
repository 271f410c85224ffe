//! The PDF: rendered by typst, signed by an incremental update, read back for verification.

mod chain;
mod data;
mod fonts;
mod key;
mod qr;
mod render;
mod template;
#[cfg(test)]
mod test_facts;
mod world;

pub use chain::ChainFault;
pub use key::{DocumentKey, TrustedDocumentKey};
pub use render::{RenderError, RenderedPdf};
pub use template::{Error, Template};
