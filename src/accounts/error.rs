//! Why nobody could be signed in, or no account changed.

use crate::store;

/// What went wrong, besides a wrong password.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    Randomness(#[from] getrandom::Error),
    /// Argon2 refused its own parameters, or there is no memory for it.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
    /// A thread died.
    #[error("a thread stopped")]
    Thread(#[from] tokio::task::JoinError),
    /// The identity provider did not answer as it should.
    #[cfg(feature = "oidc")]
    #[error("the identity provider: {0}")]
    Provider(String),
}
