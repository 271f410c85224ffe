//! The time as a value, so that every flow can be repeated at a chosen instant.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use chrono_tz::Tz;

/// Where the current time comes from.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always the same instant.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The current instant, truncated to microseconds: what every database can give back unchanged.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the machine"
    )]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Fixed(at) => at.trunc_subsecs(6),
        }
    }

    /// The civil date in a time zone, for dates that people read (exam, delivery).
    pub fn today(self, zone: Tz) -> NaiveDate {
        self.now().with_timezone(&zone).date_naive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_civil_date_follows_the_time_zone() {
        let late = Clock::Fixed("2026-06-09T22:30:00Z".parse().unwrap());
        assert_eq!(
            late.today(chrono_tz::Europe::Paris).to_string(),
            "2026-06-10"
        );
        assert_eq!(late.today(chrono_tz::UTC).to_string(), "2026-06-09");
    }

    #[test]
    fn instants_are_truncated_to_microseconds() {
        let fine = Clock::Fixed("2026-06-09T22:30:00.123456789Z".parse().unwrap());
        assert_eq!(fine.now().to_string(), "2026-06-09 22:30:00.123456 UTC");
    }
}
