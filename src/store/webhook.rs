//! Whom to tell, what is told, and what became of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::ClientId;
use crate::credential::CertificateId;

/// What a webhook tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Notice {
    /// Finally out of force.
    #[serde(rename = "certificate.revoked")]
    Revoked,
    /// Reversibly out of force.
    #[serde(rename = "certificate.suspended")]
    Suspended,
    /// In force again.
    #[serde(rename = "certificate.reinstated")]
    Reinstated,
    /// Replaced by a corrected certificate.
    #[serde(rename = "certificate.superseded")]
    Superseded,
    /// Nothing happened: a trial.
    #[serde(rename = "webhook.ping")]
    Ping,
}

impl Notice {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::Revoked,
        Self::Suspended,
        Self::Reinstated,
        Self::Superseded,
        Self::Ping,
    ];

    /// As messages and the register write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Revoked => "certificate.revoked",
            Self::Suspended => "certificate.suspended",
            Self::Reinstated => "certificate.reinstated",
            Self::Superseded => "certificate.superseded",
            Self::Ping => "webhook.ping",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }
}

/// Why nothing is sent any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Disabled {
    /// The receiver answered that it wants no more (410).
    Gone,
    /// It was not reached for days.
    Failing,
}

impl Disabled {
    /// As the register and the audit trail write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Gone, Self::Failing]
            .into_iter()
            .find(|why| why.name() == name)
    }
}

/// An address that a client has itself told at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub client: ClientId,
    /// Where messages are sent.
    pub url: String,
    /// Number of its signing key.
    pub generation: u32,
    /// Until when the key before signs too.
    pub earlier_key_until: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when no message has arrived.
    pub failing_since: Option<DateTime<Utc>>,
    /// Since when nothing is sent any more, and why.
    pub disabled: Option<(DateTime<Utc>, Disabled)>,
}

impl Webhook {
    /// The numbers of the keys that sign now, the newest first.
    pub fn generations(&self, now: DateTime<Utc>) -> Vec<u32> {
        let earlier = self
            .earlier_key_until
            .filter(|until| *until > now)
            .and_then(|_| self.generation.checked_sub(1));
        [Some(self.generation), earlier]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// How far a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It will be sent, or sent again.
    Pending,
    /// The receiver has it.
    Delivered,
    /// Given up.
    Failed,
}

impl DeliveryState {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Pending, Self::Delivered, Self::Failed]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// One message to one receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The message's id at every attempt.
    pub id: Uuid,
    /// The receiver.
    pub webhook: Uuid,
    /// What is told.
    pub notice: Notice,
    /// The certificate it is about.
    pub certificate: Option<CertificateId>,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// How far it went.
    pub state: DeliveryState,
    /// Attempts made.
    pub attempts: u32,
    /// How the last one went, in a word.
    pub outcome: Option<String>,
    /// When the last one was made.
    pub attempted_at: Option<DateTime<Utc>>,
    /// When the next one is due.
    pub next_at: Option<DateTime<Utc>>,
}

/// How an attempt went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// In a word: `status-204`, `timeout`.
    pub outcome: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// What becomes of the message.
    pub then: Then,
}

/// What becomes of a message after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It has arrived.
    Arrived,
    /// It is sent again.
    Again(DateTime<Utc>),
    /// It is given up.
    GivenUp,
    /// It is given up, and so is the receiver.
    Disable(Disabled),
}
