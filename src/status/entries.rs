//! What the lists say of their places.

use std::collections::BTreeSet;

/// What a set bit of a list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPurpose {
    /// Finally out of force: revoked, or replaced by a corrected certificate.
    Revocation,
    /// Reversibly out of force.
    Suspension,
}

impl StatusPurpose {
    /// Both purposes.
    pub const ALL: [Self; 2] = [Self::Revocation, Self::Suspension];

    /// The name in addresses and lists (the standard's words).
    pub fn name(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }

    /// The purpose with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// What the lists say of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceState {
    /// Nothing against it.
    InForce,
    /// Finally out of force: revoked, or replaced by a corrected certificate.
    Revoked,
    /// Reversibly out of force.
    Suspended,
}

/// The set places of a list, decoys included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusEntries {
    /// Finally out of force.
    pub revoked: BTreeSet<u32>,
    /// Reversibly out of force.
    pub suspended: BTreeSet<u32>,
}

impl StatusEntries {
    /// The set places of one purpose.
    pub fn of(&self, purpose: StatusPurpose) -> &BTreeSet<u32> {
        match purpose {
            StatusPurpose::Revocation => &self.revoked,
            StatusPurpose::Suspension => &self.suspended,
        }
    }

    /// The state of a place: what is final counts more than what is reversible.
    pub fn state(&self, index: u32) -> PlaceState {
        if self.revoked.contains(&index) {
            PlaceState::Revoked
        } else if self.suspended.contains(&index) {
            PlaceState::Suspended
        } else {
            PlaceState::InForce
        }
    }
}
