//! What operators do at their desk with one certificate or one batch: find it, see what the public
//! would see after an act, correct it, send links again.
//!
//! Calls the conductors that change certificates, and changes none by itself.

mod correct;
mod correction_form;
mod find;
mod foresee;
mod letters;

pub use correct::{
    About, Correction, CorrectionError, Difference, Fault, award, correct, read_result,
};
pub use correction_form::{CorrectionForm, Field};
pub use find::{Wanted, find};
pub use foresee::{Act, foresee, stands_against};
pub use letters::{LettersError, addresses, known_address, renew_link, send_links};
