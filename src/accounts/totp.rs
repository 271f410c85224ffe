//! The second factor: codes of six digits that change every thirty seconds (RFC 6238, RFC 4226).

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::SecretString;
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// Bytes of the secret: as many as SHA-1 gives (RFC 4226 §4, R6).
const SECRET_BYTES: usize = 20;
const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;

/// The time step whose code this is, if it is one that was not used: the current one, the one
/// before or the one after it (RFC 6238 §5.2), for clocks that differ.
pub(super) fn step_of(secret: &[u8; 32], typed: &str, used: u64, at: DateTime<Utc>) -> Option<u64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let now = u64::try_from(at.timestamp().div_euclid(STEP_SECONDS)).ok()?;
    let mut found = None;
    for step in [now.saturating_sub(1), now, now + 1] {
        let same: bool = code(secret, step)
            .as_bytes()
            .ct_eq(digits.as_bytes())
            .into();
        if same && step > used {
            found = Some(step);
        }
    }
    found
}

/// The code of a time step.
pub(crate) fn code(secret: &[u8; 32], step: u64) -> String {
    let (key, _) = secret.split_at(SECRET_BYTES);
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(&step.to_be_bytes());
    let mac: [u8; 20] = mac.finalize().into_bytes().into();
    // RFC 4226 §5.3: the last four bits say where the number is.
    let offset = usize::from(mac.last().copied().unwrap_or(0) & 0x0f);
    let number = mac
        .get(offset..offset + 4)
        .and_then(|bytes| <[u8; 4]>::try_from(bytes).ok())
        .map_or(0, u32::from_be_bytes);
    let code = (number & 0x7fff_ffff) % 1_000_000;
    format!("{code:0DIGITS$}")
}

/// What an authenticator app is told once. Can't be printed.
pub struct Enrolment {
    /// The secret in base32, for typing.
    pub secret: SecretString,
    /// The same as a link for a QR code (Key URI Format).
    pub link: SecretString,
}

impl Enrolment {
    /// For the account of this login at this service.
    pub(super) fn new(secret: &[u8; 32], issuer: &str, login: &str) -> Self {
        let (key, _) = secret.split_at(SECRET_BYTES);
        let written = base32(key);
        let (issuer, login) = (percent(issuer), percent(login));
        let link = format!(
            "otpauth://totp/{issuer}:{login}?secret={written}&issuer={issuer}\
             &algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}"
        );
        Self {
            secret: written.into(),
            link: link.into(),
        }
    }
}

/// RFC 4648 §6, without padding: twenty bytes need none.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            let symbol = ALPHABET.get((bits >> held) as usize & 31).copied();
            text.push(char::from(symbol.unwrap_or(b'A')));
        }
        bits &= (1 << held) - 1;
    }
    text
}

/// RFC 3986 §2.1.
fn percent(text: &str) -> String {
    let mut written = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            let upper = hex::encode_upper([byte]);
            written.push('%');
            written.push_str(&upper);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    /// RFC 6238, Appendix B; the key is the first twenty bytes.
    const SECRET: &[u8; 32] = b"12345678901234567890............";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (time, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, time / 30), expected, "{time}");
        }
    }

    #[test]
    fn a_code_counts_one_step_early_or_late_and_once() {
        let code = "081804";
        let step = 1_111_111_109 / 30;
        let found = |code, used, time| step_of(SECRET, code, used, at(time));
        assert_eq!(found(code, 0, 1_111_111_109), Some(step));
        assert_eq!(found("081 804", 0, 1_111_111_109 + 30), Some(step));
        assert_eq!(found(code, 0, 1_111_111_109 - 30), Some(step));
        assert_eq!(found(code, 0, 1_111_111_109 + 60), None);
        assert_eq!(found(code, 0, 1_111_111_109 - 60), None);
        assert_eq!(found(code, step - 1, 1_111_111_109), Some(step));
        assert_eq!(found(code, step, 1_111_111_109), None);
        assert_eq!(found("81804", 0, 1_111_111_109), None);
        assert_eq!(found("", 0, 1_111_111_109), None);
    }

    #[test]
    fn an_app_reads_the_link() {
        let enrolment = Enrolment::new(SECRET, "Institut d'exemple", "solveig@sceau.example");
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(enrolment.secret.expose_secret(), secret);
        assert_eq!(
            enrolment.link.expose_secret(),
            "otpauth://totp/Institut%20d%27exemple:solveig%40sceau.example?\
             secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Institut%20d%27exemple\
             &algorithm=SHA1&digits=6&period=30"
        );
    }
}
