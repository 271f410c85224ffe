//! Why a certificate can be out of force, in words that the public is shown.

use serde::{Deserialize, Serialize};

/// The public reason of a revocation or suspension. Its name is its id in the message files:
/// `revocation-<name>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RevocationReason {
    /// The certificate should not have been issued.
    IssuedInError,
    /// Fraud was established after issuance.
    Fraud,
    /// Holder's name, birth date or birth place was wrong.
    IdentityError,
    /// The result was cancelled or changed by the jury after issuance.
    ResultChanged,
    /// The holder asked for it.
    HolderRequest,
    /// The signing key may be in other hands.
    KeyCompromise,
    /// An inquiry is under way (suspension).
    UnderInquiry,
}

impl RevocationReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::IssuedInError,
        Self::Fraud,
        Self::IdentityError,
        Self::ResultChanged,
        Self::HolderRequest,
        Self::KeyCompromise,
        Self::UnderInquiry,
    ];

    /// The name in commands, databases and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::IssuedInError => "issued-in-error",
            Self::Fraud => "fraud",
            Self::IdentityError => "identity-error",
            Self::ResultChanged => "result-changed",
            Self::HolderRequest => "holder-request",
            Self::KeyCompromise => "key-compromise",
            Self::UnderInquiry => "under-inquiry",
        }
    }

    /// The reason with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}
