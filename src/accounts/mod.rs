//! People sign in here: with a password and a second factor, or at an identity provider.
//!
//! A password is kept as Argon2id, the second factor's secret nowhere (it is derived from the key
//! folder), a session as the digest of its cookie. Whoever reads the register alone can sign in as
//! nobody. Whether a login exists is told by no answer and by no answer's time.

mod change;
mod error;
mod invite;
#[cfg(feature = "oidc")]
pub mod oidc;
mod password;
mod sign_in;
mod totp;

pub use crate::access::{Account, AccountId, Login, Role, Roles};
pub use change::{
    Change, Denied, Handed, NewAccount, Rejected, add, change, choose_password, reset,
};
pub use error::Error;
pub use invite::{
    Delivery, Invited, NotOpened, Opening, accept, invitation_link, invite, invite_anew, opening,
};
pub use sign_in::{Attempt, SignIn, Who, forgive, idle, sign_in, who};
pub use totp::Enrolment;
#[cfg(test)]
pub(crate) use totp::code;
