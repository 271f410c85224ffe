//! Who may come in, and who is in already.

use chrono::{DateTime, Duration, Utc};
use secrecy::SecretString;
use uuid::Uuid;

use super::{Account, Error, Login, password, totp};
use crate::access::{SecretDigest, SessionSecret};
use crate::config::Accounts;
use crate::service::Service;
use crate::store::{KnownAccount, NewSession};

/// Minutes in which attempts are counted together.
const WINDOW: i64 = 15;

/// What somebody shows who wants to come in.
pub struct Attempt<'a> {
    /// The login, as it was typed.
    pub login: &'a str,
    /// The password.
    pub password: &'a SecretString,
    /// The second factor's code, as it was typed.
    pub code: &'a str,
    /// Where the attempt comes from: the part of an address that one subscriber has.
    pub subscriber: &'a [u8],
    /// The session that the browser has already: it ends.
    pub before: Option<SecretDigest>,
}

/// What became of it.
pub enum SignIn {
    /// Come in.
    Welcome {
        /// For the cookie.
        secret: SessionSecret,
        /// Who it is.
        account: Account,
    },
    /// Login, password or code is wrong; which of them is not told.
    Refused,
    /// Too many attempts.
    Locked {
        /// Seconds until there are attempts again.
        seconds: u64,
    },
}

/// A person who is signed in.
#[derive(Debug)]
pub struct Who {
    /// The account.
    pub account: Account,
    /// What every form of the session carries.
    pub form_token: String,
    /// What is kept of the session's cookie.
    pub session: SecretDigest,
}

/// Lets somebody in with a password and a code.
pub async fn sign_in(service: &Service, attempt: &Attempt<'_>) -> Result<SignIn, Error> {
    let at = service.clock.now();
    // 1. Attempts are counted before anything is compared, for all machines together.
    let login = attempt.login.parse::<Login>().ok();
    let counted = count(service, attempt, at).await?;
    let known = match &login {
        Some(login) => service.store.find_account_by_login(login).await?,
        None => None,
    };
    if let Some(locked) = counted {
        if locked.first {
            let id = known.as_ref().map(|known| known.account.id);
            service
                .store
                .record_refused_sign_in(id, "locked", at)
                .await?;
        }
        let seconds = locked.seconds;
        return Ok(SignIn::Locked { seconds });
    }
    // 2. Password and code are both looked at, whether or not there is such an account.
    let step = checked(service, attempt, known.as_ref(), at).await?;
    // 3. The session is opened, unless somebody else used the code meanwhile.
    if let (Some(known), Some(step)) = (&known, step)
        && let Some(secret) = open(service, &known.account, Some(step), attempt.before, at).await?
    {
        let subject = subject_of_login(service, attempt.login);
        service
            .store
            .forget_requests(&subject, window_end(at))
            .await?;
        let account = known.account.clone();
        return Ok(SignIn::Welcome { secret, account });
    }
    let disabled = known
        .as_ref()
        .is_some_and(|known| known.account.disabled_at.is_some());
    let why = if disabled { "disabled" } else { "wrong" };
    let id = known.map(|known| known.account.id);
    service.store.record_refused_sign_in(id, why, at).await?;
    Ok(SignIn::Refused)
}

/// The time step of the code, if password and code are the account's.
async fn checked(
    service: &Service,
    attempt: &Attempt<'_>,
    known: Option<&KnownAccount>,
    at: DateTime<Utc>,
) -> Result<Option<u64>, Error> {
    let kept = known.and_then(|known| known.password.as_deref());
    let right = password::matches(attempt.password, kept).await?;
    let (id, generation, used) = known.map_or((Uuid::nil(), 0, 0), |known| {
        let id = known.account.id.0;
        (id, known.totp_generation, known.totp_step)
    });
    let secret = service.keyring.totp_secret(id, generation);
    let step = totp::step_of(&secret, attempt.code, used, at);
    Ok(step.filter(|_| right))
}

/// Opens a session; none if the code was used or the account disabled.
pub(super) async fn open(
    service: &Service,
    account: &Account,
    totp_step: Option<u64>,
    replaces: Option<SecretDigest>,
    at: DateTime<Utc>,
) -> Result<Option<SessionSecret>, Error> {
    let secret = SessionSecret::generate()?;
    let hours = service.config.accounts.session_hours;
    let new = NewSession {
        account,
        totp_step,
        digest: secret.digest(),
        replaces,
        at,
        ends_at: at + Duration::hours(hours.into()),
    };
    Ok(service.store.open_session(&new).await?.then_some(secret))
}

/// Who is signed in with this cookie.
pub async fn who(service: &Service, secret: &SessionSecret) -> Result<Option<Who>, Error> {
    let digest = secret.digest();
    let at = service.clock.now();
    let idle = idle(&service.config.accounts);
    let account = service.store.use_session(&digest, idle, at).await?;
    Ok(account.map(|account| Who {
        account,
        form_token: secret.form_token(),
        session: digest,
    }))
}

/// How long a session may be unused.
pub fn idle(config: &Accounts) -> Duration {
    Duration::minutes(config.idle_minutes.into())
}

/// Lets an account try again at once, however often it was tried.
pub async fn forgive(service: &Service, login: &Login) -> Result<(), Error> {
    let subject = subject_of_login(service, login.as_str());
    let end = window_end(service.clock.now());
    Ok(service.store.forget_requests(&subject, end).await?)
}

/// There were too many attempts.
pub(super) struct Locked {
    seconds: u64,
    /// It is the first one too many.
    first: bool,
}

/// Counts an attempt of a subscriber that names no login.
#[cfg(feature = "oidc")]
pub(super) async fn count_address(
    service: &Service,
    subscriber: &[u8],
    at: DateTime<Utc>,
) -> Result<Option<Locked>, Error> {
    let end = window_end(at);
    let address = service.keyring.counted(b"sign-in address", subscriber);
    let used = service.store.reserve_requests(&address, end, 1).await?;
    let most = u64::from(service.config.accounts.attempts_per_address);
    Ok(locked(&[(used, most)], end, at))
}

fn locked(most: &[(u64, u64)], end: i64, at: DateTime<Utc>) -> Option<Locked> {
    if most.iter().all(|(used, most)| used <= most) {
        return None;
    }
    Some(Locked {
        seconds: u64::try_from(end * 60 - at.timestamp()).unwrap_or(1).max(1),
        first: most.iter().any(|(used, most)| *used == most + 1),
    })
}

async fn count(
    service: &Service,
    attempt: &Attempt<'_>,
    at: DateTime<Utc>,
) -> Result<Option<Locked>, Error> {
    let limits = &service.config.accounts;
    let end = window_end(at);
    let address = service
        .keyring
        .counted(b"sign-in address", attempt.subscriber);
    let login = subject_of_login(service, attempt.login);
    let of_address = service.store.reserve_requests(&address, end, 1).await?;
    let of_login = service.store.reserve_requests(&login, end, 1).await?;
    let most = [
        (of_address, u64::from(limits.attempts_per_address)),
        (of_login, u64::from(limits.attempts)),
    ];
    Ok(locked(&most, end, at))
}

/// Counts an attempt at a login: whether it is one too many.
pub(super) async fn is_locked(
    service: &Service,
    login: &str,
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    let subject = subject_of_login(service, login);
    let used = service.store.reserve_requests(&subject, window_end(at), 1);
    Ok(used.await? > u64::from(service.config.accounts.attempts))
}

/// Attempts at a login are counted whether or not somebody has it.
fn subject_of_login(service: &Service, login: &str) -> [u8; 32] {
    let login = login.trim().to_ascii_lowercase();
    service.keyring.counted(b"sign-in login", login.as_bytes())
}

/// The minute in which the current count ends: old counts are deleted by their minute.
fn window_end(at: DateTime<Utc>) -> i64 {
    let minute = at.timestamp().div_euclid(60);
    (minute.div_euclid(WINDOW) + 1) * WINDOW
}
