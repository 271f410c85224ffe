//! When what was issued was last checked again.

use chrono::{DateTime, Utc};

use super::audit::{self, Act};
use super::{Error, Store};
use crate::audit::AuditEvent;

/// Name of the transaction.
const SELF_CHECK: &str = "record_self_check";

/// The last self-check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastSelfCheck {
    /// When it began.
    pub at: DateTime<Utc>,
    /// Certificates checked.
    pub checked: u64,
    /// Those with a defect.
    pub bad: u64,
}

impl Store {
    /// Records that what was issued was checked again.
    pub async fn record_self_check(
        &self,
        checked: u64,
        bad: u64,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let act = Act {
            name: SELF_CHECK,
            operator,
            at,
        };
        let event = AuditEvent::SelfChecked { checked, bad };
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The last self-check that came to its end.
    pub async fn last_self_check(&self) -> Result<Option<LastSelfCheck>, Error> {
        let trail = audit::trail_of_act(self, SELF_CHECK).await?;
        Ok(trail.last().and_then(|entry| match entry.event {
            AuditEvent::SelfChecked { checked, bad } => Some(LastSelfCheck {
                at: entry.at,
                checked,
                bad,
            }),
            _ => None,
        }))
    }
}
