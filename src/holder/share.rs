//! Links by which a holder shows a part of a certificate to somebody, for a time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use secrecy::SecretString;
use sha2::Digest as _;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::history::{self, Asker};
use super::{Error, History};
use crate::service::Service;
use crate::store::{Certificate, Digest, NewShare, Share, ShareAdded, Shown, State};
use crate::verification::{self, Asked, AttestedFacts, Input, Verification};

const SECRET_BYTES: usize = 32;
/// No link opens for longer.
const LONGEST_DAYS: u64 = 366;

/// Until when a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// For so many days.
    After(u16),
    /// To the end of this day.
    On(NaiveDate),
}

impl End {
    /// The instant from which on it does not open; `None` if that is past or too far.
    pub fn at(self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let latest = now.checked_add_days(Days::new(LONGEST_DAYS))?;
        let end = match self {
            Self::After(days) => now + Duration::days(days.into()),
            Self::On(day) => {
                let next = day.succ_opt()?.and_time(NaiveTime::MIN);
                zone.from_local_datetime(&next)
                    .earliest()?
                    .with_timezone(&Utc)
            }
        };
        (now < end && end <= latest).then_some(end)
    }
}

/// What a holder wants to show.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Drawn with the form: sent twice, it makes one link.
    pub id: Uuid,
    /// What for; whoever opens the link reads it too.
    pub purpose: String,
    /// What is shown.
    pub shows: Shown,
    /// Whether a birth date may be compared.
    pub asks_birth_date: bool,
    /// From when on it does not open.
    pub expires_at: DateTime<Utc>,
}

/// What came of a wish.
pub enum Made {
    /// The secret part of the link, which is told this once.
    Link(SecretString),
    /// The same form made it before: its secret is gone.
    Before,
    /// The certificate has as many links as it may have.
    TooMany,
}

/// Makes a link.
pub async fn make_share(
    service: &Service,
    certificate: &Certificate,
    wish: Wish,
) -> Result<Made, Error> {
    // 1. A secret that nobody guesses.
    let mut secret = Zeroizing::new([0; SECRET_BYTES]);
    getrandom::fill(&mut *secret).map_err(Error::Randomness)?;
    // 2. Only its digest is kept.
    let new = NewShare {
        id: wish.id,
        certificate: certificate.id,
        digest: digest(&*secret),
        link_generation: certificate.link_generation,
        purpose: wish.purpose,
        shows: wish.shows,
        asks_birth_date: wish.asks_birth_date,
        created_at: service.clock.now(),
        expires_at: wish.expires_at,
    };
    Ok(match service.store.add_share(&new, "holder").await? {
        ShareAdded::Now => Made::Link(URL_SAFE_NO_PAD.encode(*secret).into()),
        ShareAdded::Before => Made::Before,
        ShareAdded::TooMany => Made::TooMany,
    })
}

/// What a link shows at this moment.
pub struct OpenedShare {
    /// The link.
    pub share: Share,
    /// The certificate as it is now.
    pub verification: Verification,
    /// Whether the least that the link asks about is reached; nothing if it asks about none, or the
    /// certificate is not in force.
    pub reached: Option<bool>,
}

/// Opens a link. Unknown, ended and withdrawn are one.
pub async fn open_share(
    service: &Service,
    history: &History,
    secret: &str,
    birth_date: Option<NaiveDate>,
) -> Result<Option<OpenedShare>, Error> {
    // 1. The link, if it still opens.
    let secret = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).unwrap_or_default());
    if secret.len() != SECRET_BYTES {
        return Ok(None);
    }
    let store = &service.store;
    let Some(share) = store.share_by_digest(&digest(&secret)).await? else {
        return Ok(None);
    };
    let now = service.clock.now();
    let certificate = store.find(share.certificate).await?;
    let certificate = certificate.filter(|certificate| {
        certificate.state == State::Issued && share.is_open(certificate.link_generation, now)
    });
    let Some(certificate) = certificate else {
        return Ok(None);
    };
    // 2. The certificate as it is now.
    let asked = Asked {
        birth_date: birth_date.filter(|_| share.asks_birth_date),
    };
    let code = Input::Code(certificate.code.as_str().to_owned());
    let verification = verification::verify(&service.verifier(), code, &asked, now).await?;
    // 3. Its holder is told, if that is possible.
    if let Err(error) = store.count_share_opened(share.id).await {
        tracing::warn!(share = %share.id, %error, "an opened link is not counted");
    }
    history.note(history::checked(&verification, Asker::Share(share.id)));
    let facts = verification.certificate.as_ref();
    let in_force = facts.filter(|_| verification.verdict == verification::Verdict::Authentic);
    let reached = in_force.and_then(|facts| reached(share.shows, facts));
    Ok(Some(OpenedShare {
        share,
        verification,
        reached,
    }))
}

fn reached(shown: Shown, facts: &AttestedFacts) -> Option<bool> {
    match shown {
        Shown::Score | Shown::Levels => None,
        Shown::LeastLevel(least) => Some(facts.global_level.is_some_and(|level| level >= least)),
        Shown::LeastScore(least) => Some(facts.score >= least),
    }
}

fn digest(secret: &[u8]) -> Digest {
    // The secret has 256 bits of chance: nobody finds it by trying, however fast the digest is.
    Digest(sha2::Sha256::digest(secret).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_ends_after_days_or_at_the_end_of_a_day_where_the_centre_is() {
        let now: DateTime<Utc> = "2026-11-21T09:42:07Z".parse().unwrap();
        let zone = chrono_tz::Europe::Paris;
        let ends = |end: End| end.at(now, zone).map(|at| at.to_rfc3339());
        assert_eq!(ends(End::After(30)).unwrap(), "2026-12-21T09:42:07+00:00");
        let day = |text: &str| End::On(text.parse().unwrap());
        assert_eq!(
            ends(day("2026-12-31")).unwrap(),
            "2026-12-31T23:00:00+00:00"
        );
        assert_eq!(
            ends(day("2026-11-21")).unwrap(),
            "2026-11-21T23:00:00+00:00"
        );
        for no in [day("2026-11-20"), day("2027-12-01"), End::After(0)] {
            assert_eq!(ends(no), None, "{no:?}");
        }
    }
}
