//! Passwords: Argon2id (RFC 9106) with 19 MiB and two passes, as OWASP advises; new ones by chance.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use super::Error;

/// Shortest password that a person may choose, in characters.
pub(super) const SHORTEST: usize = 12;
/// Longest that is looked at, in bytes.
pub(super) const LONGEST: usize = 256;

/// Letters and digits that nobody mistakes for others: five bits each.
const SYMBOLS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
/// Symbols of a new password: 100 bits of chance.
const DRAWN: usize = 20;

/// Hashing takes much memory: so many at once, the others wait.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Stands in for the password of who does not exist, so that refusing takes the same time.
static NOBODY: LazyLock<Option<String>> =
    LazyLock::new(|| hashed(&SecretString::from("nobody's password")).ok());

/// What is kept of a password.
pub(super) async fn hash(password: &SecretString) -> Result<String, Error> {
    let password = password.clone();
    let _turn = AT_ONCE.acquire().await;
    tokio::task::spawn_blocking(move || hashed(&password)).await?
}

fn hashed(password: &SecretString) -> Result<String, Error> {
    let hash: PasswordHash = Argon2::default()
        .hash_password(password.expose_secret().as_bytes())
        .map_err(|error| Error::Hash(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether it is the password that this was made of. Without one it is not, in the same time.
pub(super) async fn matches(password: &SecretString, kept: Option<&str>) -> Result<bool, Error> {
    let password = password.clone();
    let kept = kept.map(str::to_owned);
    let _turn = AT_ONCE.acquire().await;
    let matches = tokio::task::spawn_blocking(move || {
        let exists = kept.is_some() && password.expose_secret().len() <= LONGEST;
        let kept = kept.or_else(|| NOBODY.clone()).unwrap_or_default();
        let same = PasswordHash::new(&kept).is_ok_and(|kept| {
            let typed = password.expose_secret().as_bytes();
            let typed = typed.get(..LONGEST).unwrap_or(typed);
            Argon2::default().verify_password(typed, &kept).is_ok()
        });
        same && exists
    });
    Ok(matches.await?)
}

/// A new password: `k7m2p-…`, four groups of five.
pub(super) fn draw() -> Result<SecretString, Error> {
    let mut bytes = [0; DRAWN];
    getrandom::fill(&mut bytes)?;
    let mut password = String::with_capacity(DRAWN + 3);
    for (place, byte) in bytes.into_iter().enumerate() {
        if place > 0 && place % 5 == 0 {
            password.push('-');
        }
        // 256 is a multiple of 32: each symbol is as likely as any other.
        let symbol = SYMBOLS.get(usize::from(byte % 32)).copied();
        password.push(char::from(symbol.unwrap_or(b'a')));
    }
    Ok(password.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_what_is_kept_of_it_and_nothing_else() {
        let password = draw().unwrap();
        let kept = hash(&password).await.unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(matches(&password, Some(&kept)).await.unwrap());
        let other = SecretString::from("another");
        assert!(!matches(&other, Some(&kept)).await.unwrap());
        assert!(!matches(&password, None).await.unwrap());
        assert!(!matches(&"nobody's password".into(), None).await.unwrap());
        assert_ne!(hash(&password).await.unwrap(), kept);
    }

    #[test]
    fn new_passwords_are_of_a_hundred_bits_and_differ() {
        let (one, other) = (draw().unwrap(), draw().unwrap());
        assert_ne!(one.expose_secret(), other.expose_secret());
        let groups: Vec<&str> = one.expose_secret().split('-').collect();
        assert_eq!(groups.len(), 4);
        assert!(groups.iter().all(|group| group.len() == 5));
    }
}
