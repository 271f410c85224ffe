//! The share of certificates that is drawn at random.

use std::str::FromStr;

/// A share between none and all, written `3%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Millionths.
    millionths: u32,
}

/// All, in millionths.
const ALL: u32 = 1_000_000;

/// The text is no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a share between 0% and 100%, like `3%` or `0.5%`")]
pub struct ShareError;

impl FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        let number = text.trim().trim_end_matches('%').trim_end();
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str| {
            let good = !text.is_empty() && text.len() <= 4;
            (good && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
        };
        digits(whole).and(digits(fraction)).ok_or(ShareError)?;
        let whole: u32 = whole.parse().map_err(|_| ShareError)?;
        let fraction: u32 = format!("{fraction:0<4}").parse().map_err(|_| ShareError)?;
        let millionths = whole * 10_000 + fraction;
        if millionths > ALL {
            return Err(ShareError);
        }
        Ok(Self { millionths })
    }
}

impl Share {
    /// Whether a draw picks: `random` is any number, each as likely as any other.
    pub(super) fn picks(self, random: u32) -> bool {
        u64::from(random) * u64::from(ALL) < u64::from(self.millionths) << 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_percentage_between_none_and_all() {
        for (text, millionths) in [
            ("3%", 30_000),
            ("3", 30_000),
            ("0.5%", 5_000),
            ("12.3456 %", 123_456),
            ("0%", 0),
            ("100%", 1_000_000),
        ] {
            assert_eq!(text.parse(), Ok(Share { millionths }), "{text}");
        }
        for text in ["", "%", "-1%", "101%", "1e3", "3.%", "1.23456%", "100.1%"] {
            assert_eq!(text.parse::<Share>(), Err(ShareError), "{text}");
        }
    }

    #[test]
    fn a_share_picks_as_often_as_it_says() {
        let picked = |text: &str| {
            let share: Share = text.parse().unwrap();
            let draws = (0..100_000_u32).map(|draw| draw.wrapping_mul(2_654_435_761));
            draws.filter(|random| share.picks(*random)).count()
        };
        assert_eq!(picked("0%"), 0);
        assert_eq!(picked("100%"), 100_000);
        assert!((2_900..3_100).contains(&picked("3%")), "{}", picked("3%"));
    }
}
