//! Why a token does not sign.

use std::time::Duration;

use cryptoki::error::{Error as Pkcs11Error, RvError};

/// What is wrong with a token or with a key in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The module can't be loaded or started.
    #[error("the PKCS#11 module `{module}` can't be started: {reason}")]
    Module {
        /// Path of the shared library.
        module: String,
        /// Why.
        reason: String,
    },
    /// No slot holds the token.
    #[error("no token with the {wanted} is in a slot of `{module}`; there: {}", listed(.seen))]
    NoToken {
        /// `label` or `serial number`, with its value.
        wanted: String,
        /// Path of the shared library.
        module: String,
        /// Labels and serial numbers of the tokens that are there.
        seen: Vec<String>,
    },
    /// More than one token has the label.
    #[error("{} tokens have the {wanted}: {}", .seen.len(), listed(.seen))]
    ManyTokens {
        /// `label` or `serial number`, with its value.
        wanted: String,
        /// Labels and serial numbers of these tokens.
        seen: Vec<String>,
    },
    /// The token refused the PIN, now or before; it is not tried again.
    #[error("the token `{token}` refused the PIN; {tries}. It is not tried again")]
    Pin {
        /// Label.
        token: String,
        /// What the token says about the tries that are left.
        tries: &'static str,
    },
    /// The token accepts no PIN any more, or only one more try.
    #[error("the PIN of the token `{token}` was not tried: {reason}")]
    PinNotTried {
        /// Label.
        token: String,
        /// Why.
        reason: &'static str,
    },
    /// No private key has the name.
    #[error("the token `{token}` has no private key with the {key}; it has: {}", listed(.seen))]
    NoKey {
        /// Label.
        token: String,
        /// Label, id, or both.
        key: String,
        /// Labels of its private keys.
        seen: Vec<String>,
    },
    /// More than one key has the name.
    #[error("the token `{token}` has {found} {kind} private keys with the {key}: exactly one must")]
    ManyKeys {
        /// Label.
        token: String,
        /// Label, id, or both.
        key: String,
        /// `Ed25519` or `P-256`.
        kind: &'static str,
        /// How many.
        found: usize,
    },
    /// The key is of another type or curve.
    #[error("the private key with the {key} in the token `{token}` is {found}, not {kind}")]
    Kind {
        /// Label.
        token: String,
        /// Label, id, or both.
        key: String,
        /// What it should be: `Ed25519` or `P-256`.
        kind: &'static str,
        /// What it is.
        found: String,
    },
    /// The key's attributes forbid what it is needed for.
    #[error("the private key with the {key} in the token `{token}` can't be used: {reason}")]
    Forbidden {
        /// Label.
        token: String,
        /// Label, id, or both.
        key: String,
        /// Which attribute.
        reason: &'static str,
    },
    /// The token can't do what the key is for.
    #[error("the token `{token}` does not offer {mechanism}, which {kind} keys sign with")]
    Mechanism {
        /// Label.
        token: String,
        /// `CKM_EDDSA` or `CKM_ECDSA`.
        mechanism: &'static str,
        /// `Ed25519` or `P-256`.
        kind: &'static str,
    },
    /// The token has no readable public half of the key.
    #[error("the token `{token}` has no readable {kind} public key with the {key}")]
    NoPublicKey {
        /// Label.
        token: String,
        /// Label, id, or both.
        key: String,
        /// `Ed25519` or `P-256`.
        kind: &'static str,
    },
    /// What came back is not a signature by the public key that is on record.
    #[error(
        "the private key with the {key} in the token with the {token} does not belong to the \
         public key on record: what it signed does not verify"
    )]
    OtherKey {
        /// `label` or `serial number`, with its value.
        token: String,
        /// Label, id, or both.
        key: String,
    },
    /// The module gave an error.
    #[error("the token did not do {function}: {code}")]
    Call {
        /// `C_Sign`, …
        function: String,
        /// `CKR_DEVICE_REMOVED`, …
        code: String,
        /// Whether the session, or the token behind it, is gone.
        lost: bool,
    },
    /// No answer in time.
    #[error("the module `{module}` has not answered for {} seconds", .after.as_secs())]
    Silent {
        /// Path of the shared library.
        module: String,
        /// How long somebody waited.
        after: Duration,
    },
    /// This process reads and was not to sign.
    #[error("this command does not sign: the private keys were not opened")]
    NotOpened,
}

impl Fault {
    /// Id of the sentence that says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Module { .. } => "keys-hint-module",
            Self::NoToken { .. } => "keys-hint-no-token",
            Self::ManyTokens { .. } => "keys-hint-many-tokens",
            Self::Pin { .. } => "keys-hint-pin",
            Self::PinNotTried { .. } => "keys-hint-pin-not-tried",
            Self::NoKey { .. } => "keys-hint-no-key",
            Self::ManyKeys { .. } => "keys-hint-many-keys",
            Self::Kind { .. } | Self::Forbidden { .. } => "keys-hint-kind",
            Self::Mechanism { .. } => "keys-hint-mechanism",
            Self::NoPublicKey { .. } => "keys-hint-no-public-key",
            Self::OtherKey { .. } => "keys-hint-other-key",
            Self::Call { .. } | Self::Silent { .. } => "keys-hint-lost",
            Self::NotOpened => "keys-hint-not-opened",
        }
    }

    /// Whether a new connection may help.
    pub(super) fn is_loss(&self) -> bool {
        match self {
            Self::Call { lost, .. } => *lost,
            Self::Module { .. } | Self::NoToken { .. } | Self::NoKey { .. } => true,
            _ => false,
        }
    }
}

impl From<Pkcs11Error> for Fault {
    fn from(error: Pkcs11Error) -> Self {
        let (function, code, lost) = match error {
            Pkcs11Error::Pkcs11(code, function) => {
                (format!("C_{function:?}"), code_name(code), is_loss(code))
            }
            other => ("what it was asked".to_owned(), other.to_string(), false),
        };
        Self::Call {
            function,
            code,
            lost,
        }
    }
}

/// The codes by which modules say that a session or its token is gone. The two general ones are
/// here because modules of networked tokens give them when the connection breaks.
fn is_loss(code: RvError) -> bool {
    matches!(
        code,
        RvError::SessionHandleInvalid
            | RvError::SessionClosed
            | RvError::DeviceRemoved
            | RvError::DeviceError
            | RvError::TokenNotPresent
            | RvError::TokenNotRecognized
            | RvError::SlotIdInvalid
            | RvError::UserNotLoggedIn
            | RvError::KeyHandleInvalid
            | RvError::ObjectHandleInvalid
            | RvError::CryptokiNotInitialized
            | RvError::OperationActive
            | RvError::OperationNotInitialized
            | RvError::GeneralError
            | RvError::FunctionFailed
    )
}

/// `CKR_DEVICE_REMOVED` for `DeviceRemoved`: the name in the standard and in vendors' manuals.
fn code_name(code: RvError) -> String {
    match code {
        RvError::VendorDefined(number) | RvError::UnknownErrorCode(number) => {
            format!("CKR 0x{number:08X}")
        }
        named => {
            let mut name = "CKR".to_owned();
            for character in format!("{named:?}").chars() {
                if character.is_ascii_uppercase() {
                    name.push('_');
                }
                name.push(character.to_ascii_uppercase());
            }
            name
        }
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use cryptoki::context::Function;

    use super::*;

    #[test]
    fn a_code_is_named_as_in_the_standard() {
        assert_eq!(code_name(RvError::DeviceRemoved), "CKR_DEVICE_REMOVED");
        assert_eq!(
            code_name(RvError::VendorDefined(0x8000_0001)),
            "CKR 0x80000001"
        );
        let fault = Fault::from(Pkcs11Error::Pkcs11(
            RvError::SessionHandleInvalid,
            Function::Sign,
        ));
        assert_eq!(
            fault.to_string(),
            "the token did not do C_Sign: CKR_SESSION_HANDLE_INVALID"
        );
        assert!(fault.is_loss());
    }

    #[test]
    fn a_refused_pin_is_never_a_reason_to_connect_again() {
        let fault = Fault::Pin {
            token: "t".to_owned(),
            tries: "few tries are left",
        };
        assert!(!fault.is_loss());
        for code in [
            RvError::PinIncorrect,
            RvError::PinLocked,
            RvError::MechanismInvalid,
        ] {
            assert!(!Fault::from(Pkcs11Error::Pkcs11(code, Function::Login)).is_loss());
        }
    }
}
