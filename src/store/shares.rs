//! Links by which holders show a part of their certificates: of each secret only the digest is kept.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::audit::{self, Act};
use super::row::inconsistent;
use super::{Digest, Error, Store, in_transaction, on_pool, written};
use crate::audit::AuditEvent;
use crate::credential::CertificateId;

/// Links of one certificate that open at the same time.
const MOST_OPEN: i64 = 8;

/// What a link shows besides the holder's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Global level and score.
    Score,
    /// The level of each competence too.
    Levels,
    /// Only whether the global level is at least this one.
    LeastLevel(u8),
    /// Only whether the score is at least this.
    LeastScore(u32),
}

impl Shown {
    fn stored(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Score => ("score", None),
            Self::Levels => ("levels", None),
            Self::LeastLevel(level) => ("least_level", Some(level.into())),
            Self::LeastScore(score) => ("least_score", Some(score.into())),
        }
    }

    fn read(name: &str, least: Option<i64>) -> Option<Self> {
        match (name, least) {
            ("score", None) => Some(Self::Score),
            ("levels", None) => Some(Self::Levels),
            ("least_level", Some(level)) => level.try_into().ok().map(Self::LeastLevel),
            ("least_score", Some(score)) => score.try_into().ok().map(Self::LeastScore),
            _ => None,
        }
    }
}

/// A link to be kept.
#[derive(Debug, Clone)]
pub struct NewShare {
    /// Drawn by the form that makes it.
    pub id: Uuid,
    /// The certificate.
    pub certificate: CertificateId,
    /// Digest of its secret.
    pub digest: Digest,
    /// Generation of the private link that it is made with.
    pub link_generation: u32,
    /// What for, in the holder's words.
    pub purpose: String,
    /// What it shows.
    pub shows: Shown,
    /// Whether a birth date may be compared.
    pub asks_birth_date: bool,
    /// When it is made.
    pub created_at: DateTime<Utc>,
    /// From when on it does not open.
    pub expires_at: DateTime<Utc>,
}

/// A link as the register knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its id.
    pub id: Uuid,
    /// The certificate.
    pub certificate: CertificateId,
    /// Generation of the private link that it was made with.
    pub link_generation: u32,
    /// What for, in the holder's words.
    pub purpose: String,
    /// What it shows.
    pub shows: Shown,
    /// Whether a birth date may be compared.
    pub asks_birth_date: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it does not open.
    pub expires_at: DateTime<Utc>,
    /// When the holder withdrew it.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// How often it was opened.
    pub opened: u64,
}

impl Share {
    /// Whether it opens now, for a certificate whose private link has this generation.
    pub fn is_open(&self, link_generation: u32, now: DateTime<Utc>) -> bool {
        self.withdrawn_at.is_none()
            && now < self.expires_at
            && self.link_generation == link_generation
    }
}

/// What came of keeping a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareAdded {
    /// It is kept.
    Now,
    /// The same form made it before.
    Before,
    /// The certificate has as many open links as it may have.
    TooMany,
}

#[derive(FromRow)]
struct ShareRow {
    id: Uuid,
    certificate_id: Uuid,
    link_generation: i64,
    purpose: String,
    shows: String,
    least: Option<i64>,
    asks_birth_date: i64,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    withdrawn_at: Option<DateTime<Utc>>,
    opened: i64,
}

impl TryFrom<ShareRow> for Share {
    type Error = Error;

    fn try_from(row: ShareRow) -> Result<Self, Error> {
        let bad = |column| inconsistent("shares", column, row.id);
        Ok(Self {
            id: row.id,
            certificate: CertificateId(row.certificate_id),
            link_generation: u32::try_from(row.link_generation)
                .map_err(|_| bad("link_generation"))?,
            shows: Shown::read(&row.shows, row.least).ok_or_else(|| bad("shows"))?,
            asks_birth_date: row.asks_birth_date != 0,
            purpose: row.purpose,
            created_at: row.created_at,
            expires_at: row.expires_at,
            withdrawn_at: row.withdrawn_at,
            opened: row.opened.unsigned_abs(),
        })
    }
}

fn shares_where(condition: &'static str) -> AssertSqlSafe<String> {
    // Unwrapped text is safe here: the condition is part of the program.
    AssertSqlSafe(format!(
        "SELECT id, certificate_id, link_generation, purpose, shows, least, asks_birth_date, \
         created_at, expires_at, withdrawn_at, opened FROM shares WHERE {condition}"
    ))
}

impl Store {
    /// Keeps a link that its holder made.
    pub async fn add_share(&self, new: &NewShare, operator: &str) -> Result<ShareAdded, Error> {
        let mut transaction = self.begin().await?;
        let open: i64 = in_transaction!(transaction, connection => sqlx::query_scalar(
            "SELECT COUNT(*) FROM shares WHERE certificate_id = $1 AND withdrawn_at IS NULL \
             AND expires_at > $2 AND id <> $3",
        )
        .bind(new.certificate.0)
        .bind(new.created_at)
        .bind(new.id)
        .fetch_one(connection).await)?;
        if open >= MOST_OPEN {
            return Ok(ShareAdded::TooMany);
        }
        let (shows, least) = new.shows.stored();
        let added = written!(
            transaction,
            sqlx::query(
                "INSERT INTO shares (id, certificate_id, digest, link_generation, purpose, shows, \
                 least, asks_birth_date, created_at, expires_at, opened) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0) ON CONFLICT (id) DO NOTHING",
            )
            .bind(new.id)
            .bind(new.certificate.0)
            .bind(new.digest.0.as_slice())
            .bind(i64::from(new.link_generation))
            .bind(&new.purpose)
            .bind(shows)
            .bind(least)
            .bind(i64::from(new.asks_birth_date))
            .bind(new.created_at)
            .bind(new.expires_at)
        )?;
        if added == 0 {
            return Ok(ShareAdded::Before);
        }
        let act = Act {
            name: "add_share",
            operator,
            at: new.created_at,
        };
        let event = AuditEvent::ShareMade {
            share: new.id.to_string(),
        };
        audit::record(&mut transaction, act, Some(new.certificate), &event).await?;
        transaction.commit().await?;
        Ok(ShareAdded::Now)
    }

    /// A certificate's links, the newest first, those that ended included.
    pub async fn shares_of(&self, certificate: CertificateId) -> Result<Vec<Share>, Error> {
        let rows: Vec<ShareRow> = on_pool!(self, pool => sqlx::query_as(shares_where(
            "certificate_id = $1 ORDER BY created_at DESC, id",
        ))
        .bind(certificate.0)
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The link whose secret has this digest.
    pub async fn share_by_digest(&self, digest: &Digest) -> Result<Option<Share>, Error> {
        let row: Option<ShareRow> = on_pool!(self, pool => sqlx::query_as(shares_where("digest = $1"))
            .bind(digest.0.as_slice())
            .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Ends a link of this certificate at once; `false` if it has no such link that is not withdrawn.
    pub async fn withdraw_share(
        &self,
        certificate: CertificateId,
        id: Uuid,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let withdrawn = written!(
            transaction,
            sqlx::query(
                "UPDATE shares SET withdrawn_at = $3 \
                 WHERE id = $1 AND certificate_id = $2 AND withdrawn_at IS NULL",
            )
            .bind(id)
            .bind(certificate.0)
            .bind(at)
        )?;
        if withdrawn == 0 {
            return Ok(false);
        }
        let act = Act {
            name: "withdraw_share",
            operator,
            at,
        };
        let event = AuditEvent::ShareWithdrawn {
            share: id.to_string(),
        };
        audit::record(&mut transaction, act, Some(certificate), &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Counts that a link was opened.
    pub async fn count_share_opened(&self, id: Uuid) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query("UPDATE shares SET opened = opened + 1 WHERE id = $1")
            .bind(id)
            .execute(pool).await.map(drop))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{OPERATOR, at, issued, on_each};
    use super::*;

    fn share(certificate: CertificateId, number: u8, shows: Shown) -> NewShare {
        NewShare {
            id: Uuid::from_u128(number.into()),
            certificate,
            digest: Digest([number; 32]),
            link_generation: 0,
            purpose: "Dossier de master".into(),
            shows,
            asks_birth_date: number.is_multiple_of(2),
            created_at: at(2),
            expires_at: at(100),
        }
    }

    #[tokio::test]
    async fn a_link_is_found_by_its_secret_until_it_is_withdrawn_and_every_act_is_told() {
        on_each(async |store: Store| {
            let id = issued(&store, 1).await.id;
            for (number, shows) in [
                (1, Shown::Score),
                (2, Shown::Levels),
                (3, Shown::LeastLevel(5)),
                (4, Shown::LeastScore(512)),
            ] {
                let new = share(id, number, shows);
                let added = store.add_share(&new, OPERATOR).await.unwrap();
                assert_eq!(added, ShareAdded::Now);
                let again = store.add_share(&new, OPERATOR).await.unwrap();
                assert_eq!(again, ShareAdded::Before);
                let found = store.share_by_digest(&new.digest).await.unwrap().unwrap();
                assert_eq!((found.id, found.shows), (new.id, shows));
                assert_eq!(found.asks_birth_date, new.asks_birth_date);
                assert!(found.is_open(0, at(99)) && !found.is_open(0, at(100)));
                assert!(!found.is_open(1, at(99)));
            }
            let first = Uuid::from_u128(1);
            store.count_share_opened(first).await.unwrap();
            let other = issued(&store, 2).await.id;
            let withdraw = async |certificate| {
                let done = store.withdraw_share(certificate, first, OPERATOR, at(5));
                done.await.unwrap()
            };
            assert!(!withdraw(other).await);
            assert!(withdraw(id).await);
            assert!(!withdraw(id).await);
            let found = store.share_by_digest(&Digest([1; 32])).await.unwrap();
            let found = found.unwrap();
            assert_eq!((found.opened, found.withdrawn_at), (1, Some(at(5))));
            assert!(!found.is_open(0, at(6)));
            assert_eq!(store.shares_of(id).await.unwrap().len(), 4);
            assert_eq!(store.shares_of(other).await.unwrap(), []);
            let acts = store.audit_trail(id).await.unwrap();
            let told = |name: &str| acts.iter().filter(|entry| entry.act == name).count();
            assert_eq!((told("add_share"), told("withdraw_share")), (4, 1));
        })
        .await;
    }

    #[tokio::test]
    async fn a_certificate_has_only_so_many_open_links() {
        on_each(async |store: Store| {
            let id = issued(&store, 1).await.id;
            for number in 0..8 {
                let new = share(id, number, Shown::Score);
                let added = store.add_share(&new, OPERATOR).await.unwrap();
                assert_eq!(added, ShareAdded::Now);
            }
            let one_more = share(id, 8, Shown::Score);
            let added = store.add_share(&one_more, OPERATOR).await.unwrap();
            assert_eq!(added, ShareAdded::TooMany);
            let first = Uuid::from_u128(0);
            assert!(
                store
                    .withdraw_share(id, first, OPERATOR, at(3))
                    .await
                    .unwrap()
            );
            let added = store.add_share(&one_more, OPERATOR).await.unwrap();
            assert_eq!(added, ShareAdded::Now);
        })
        .await;
    }
}
