//! Who may call the service and for what: scopes, API keys and access tokens, as values; and who
//! may sign in, with which roles.
//!
//! A client is a program of a partner. It shows an API key, or an access token that it was given for
//! one of its keys (OAuth 2.0 client credentials, RFC 6749 §4.4). Either is 256 bits of chance of which
//! only the digest is kept: whoever reads the register can call nothing. Nothing here asks the
//! register or the clock.

mod account;
mod caller;
mod name;
mod scope;
mod secret;
mod session;

pub use account::{Account, AccountId, Login, NotALogin, NotARole, Role, Roles};
pub use caller::{Caller, ClientId, MissingScope};
pub use name::{ClientName, NotAName};
pub use scope::{NotAScope, Scope, Scopes};
pub use secret::{ApiKey, Bearer, BearerId, BearerKind, SecretDigest};
pub use session::{SessionSecret, same_secret};
