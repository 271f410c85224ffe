//! When a message is sent again.

use std::time::Duration;

/// Seconds to wait before each attempt (the schedule that Standard Webhooks proposes): more than
/// three days in all, so that a receiver may be down over a week-end.
const WAITS: [u64; 10] = [
    0,
    5,
    5 * 60,
    30 * 60,
    2 * 3600,
    5 * 3600,
    10 * 3600,
    14 * 3600,
    20 * 3600,
    24 * 3600,
];

/// How often one message is sent at most.
#[expect(clippy::cast_possible_truncation, reason = "ten")]
pub const ATTEMPTS: u32 = WAITS.len() as u32;

/// How long to wait after so many attempts; `None` when that was the last. `chance` moves the
/// instant by up to a tenth, so that messages which failed together do not come back together.
pub fn wait_after(attempts: u32, chance: u32) -> Option<Duration> {
    let seconds = *WAITS.get(usize::try_from(attempts).ok()?)?;
    let permille = 900 + u64::from(chance % 201);
    Some(Duration::from_millis(seconds * permille))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_attempt_is_at_once_and_the_last_is_the_tenth() {
        assert_eq!(wait_after(0, 77), Some(Duration::ZERO));
        assert_eq!(
            wait_after(ATTEMPTS - 1, 100),
            Some(Duration::from_hours(24))
        );
        assert_eq!(wait_after(ATTEMPTS, 0), None);
    }

    #[test]
    fn chance_moves_an_attempt_by_a_tenth_at_most() {
        let whole = Duration::from_mins(30);
        for chance in [0, 100, 200, 201, u32::MAX] {
            let wait = wait_after(3, chance).unwrap();
            assert!(
                wait >= whole * 9 / 10 && wait <= whole * 11 / 10,
                "{wait:?}"
            );
        }
        assert_ne!(wait_after(3, 0), wait_after(3, 200));
    }

    #[test]
    fn all_attempts_take_more_than_three_days() {
        let all: Duration = (0..ATTEMPTS).filter_map(|done| wait_after(done, 0)).sum();
        assert!(all > Duration::from_hours(65), "{all:?}");
    }
}
