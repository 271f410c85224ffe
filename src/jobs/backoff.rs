//! How long to wait before a job that failed is tried again.

use std::time::Duration;

/// Wait after the first failure.
const FIRST: Duration = Duration::from_secs(2);

/// Longest wait.
const LONGEST: Duration = Duration::from_hours(1);

/// The wait after this attempt: doubled each time, and between half of that and all of it by
/// chance, so that what failed together is not tried again together.
pub(super) fn wait(attempt: u32, chance: u32) -> Duration {
    let doublings = attempt.saturating_sub(1).min(31);
    let whole = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    whole / 2 + (whole / 2).mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour() {
        let longest: Vec<u64> = (1..=4)
            .map(|attempt| wait(attempt, u32::MAX).as_secs())
            .collect();
        assert_eq!(longest, [2, 4, 8, 16]);
        for attempt in [12, 40, u32::MAX] {
            assert_eq!(wait(attempt, u32::MAX), LONGEST);
        }
    }

    #[test]
    fn chance_takes_off_up_to_half() {
        assert_eq!(wait(3, 0), Duration::from_secs(4));
        assert!(wait(3, u32::MAX / 2) < Duration::from_secs(7));
        assert_eq!(wait(0, 0), Duration::from_secs(1));
    }
}
