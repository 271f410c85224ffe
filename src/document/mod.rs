//! The PDF: rendered by typst, signed by an incremental update, read back for verification.

mod attachments;
mod badge;
mod booklet;
mod chain;
mod cms;
mod crown;
mod data;
mod dss;
mod examination;
mod examine;
mod field;
mod file;
mod fonts;
mod key;
mod object;
mod paper;
mod qr;
mod receipt;
mod render;
mod renew;
mod session_papers;
mod sign;
mod stamp;
mod template;
#[cfg(test)]
mod test_facts;
#[cfg(test)]
mod tests;
mod update;
mod world;

pub use attachments::{CREDENTIAL, RECEIPT, SEAL, credential_in};
pub use badge::{Badge, BadgeError};
pub use booklet::{Booklet, Copied, MOST_COPIES, draw_booklet};
pub use chain::ChainFault;
pub use examination::{
    AlterationFault, Examination, SignatureFault, Signed, SigningTime, Unreadable,
};
pub use examine::examine;
pub use fonts::coverage;
pub use key::{DocumentKey, TrustedDocumentKey};
pub use qr::qr_picture;
pub use receipt::{ReceiptPage, render_receipt};
pub use render::{RenderError, RenderedPdf, render};
pub use renew::{Unrenewed, prepare_renewal};
pub use session_papers::{
    PrintedCandidate, PrintedRoom, PrintedSession, SessionPaper, draw_session_paper,
};
pub use sign::{
    SignError, SignatureNote, SignedPdf, StampPlan, Unstamped, prepare_signature, sign_pdf,
};
pub use stamp::{
    AnswerFault, Evidence, Query, Stamp, StampFault, Token, TrustedAuthorities, crl_addresses,
    is_certificate, is_current_list, is_list,
};
pub use template::{Error, Template};
