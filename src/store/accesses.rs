//! When certificates were checked, and by what kind of asker: what their holders are shown.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use super::row::inconsistent;
use super::{Error, Store, in_transaction, on_pool, written};
use crate::access::ClientId;
use crate::credential::CertificateId;

/// Rows in one statement: below what either database takes.
const AT_ONCE: usize = 500;

/// How a certificate was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// On the public page.
    Page,
    /// By a program.
    Program,
    /// In a file of many.
    File,
    /// By a link that its holder made.
    Share,
}

impl Way {
    const ALL: [Self; 4] = [Self::Page, Self::Program, Self::File, Self::Share];

    /// The name in the database and in message ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Program => "program",
            Self::File => "file",
            Self::Share => "share",
        }
    }
}

/// One check to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccess {
    /// Made from what it is about: noting it twice notes it once.
    pub id: Uuid,
    /// The certificate.
    pub certificate: CertificateId,
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub way: Way,
    /// The client that asked, if it showed who it is.
    pub client: Option<ClientId>,
    /// The link that was opened.
    pub share: Option<Uuid>,
    /// What was answered, in a word.
    pub answer: &'static str,
}

/// One check, as its holder is shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub way: Way,
    /// Name of the client that asked.
    pub client: Option<String>,
    /// What the link was for that was opened.
    pub purpose: Option<String>,
    /// What was answered, in a word.
    pub answer: String,
}

#[derive(FromRow)]
struct AccessRow {
    id: Uuid,
    at: DateTime<Utc>,
    way: String,
    name: Option<String>,
    purpose: Option<String>,
    answer: String,
}

impl TryFrom<AccessRow> for Access {
    type Error = Error;

    fn try_from(row: AccessRow) -> Result<Self, Error> {
        let mut ways = Way::ALL.into_iter();
        let way = ways.find(|way| way.name() == row.way);
        Ok(Self {
            at: row.at,
            way: way.ok_or_else(|| inconsistent("accesses", "way", row.id))?,
            client: row.name,
            purpose: row.purpose,
            answer: row.answer,
        })
    }
}

impl Store {
    /// Notes checks: all or none.
    pub async fn note_accesses(&self, accesses: &[NewAccess]) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        for some in accesses.chunks(AT_ONCE) {
            in_transaction!(transaction, connection => {
                let mut query = QueryBuilder::new(
                    "INSERT INTO accesses (id, certificate_id, at, way, client_id, share_id, answer) ",
                );
                query.push_values(some, |mut row, access| {
                    row.push_bind(access.id)
                        .push_bind(access.certificate.0)
                        .push_bind(access.at)
                        .push_bind(access.way.name())
                        .push_bind(access.client.map(|client| client.0))
                        .push_bind(access.share)
                        .push_bind(access.answer);
                });
                query.push(" ON CONFLICT (id) DO NOTHING");
                query.build().execute(connection).await.map(|_| ())
            })?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The last checks of a certificate since then, the newest first, and how many there were.
    pub async fn accesses_of(
        &self,
        certificate: CertificateId,
        since: DateTime<Utc>,
        at_most: u32,
    ) -> Result<(Vec<Access>, u64), Error> {
        // Counted first: what is noted meanwhile is listed and not yet counted, never the reverse.
        let count: i64 = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM accesses WHERE certificate_id = $1 AND at > $2",
        )
        .bind(certificate.0)
        .bind(since)
        .fetch_one(pool).await)?;
        let rows: Vec<AccessRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT a.id, a.at, a.way, c.name, s.purpose, a.answer FROM accesses a \
             LEFT JOIN clients c ON c.id = a.client_id LEFT JOIN shares s ON s.id = a.share_id \
             WHERE a.certificate_id = $1 AND a.at > $2 ORDER BY a.at DESC, a.id LIMIT $3",
        )
        .bind(certificate.0)
        .bind(since)
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        let rows: Result<Vec<Access>, Error> = rows.into_iter().map(TryInto::try_into).collect();
        Ok((rows?, count.unsigned_abs()))
    }

    /// How many certificates a client checked since then, by day (UTC) and way, the last day first.
    pub async fn accesses_by_day(
        &self,
        client: ClientId,
        since: DateTime<Utc>,
    ) -> Result<Vec<(NaiveDate, Way, u64)>, Error> {
        // Instants begin with their day, as text in both databases.
        let rows: Vec<(String, String, i64)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT SUBSTR(CAST(at AS TEXT), 1, 10), way, COUNT(*) FROM accesses \
             WHERE client_id = $1 AND at > $2 GROUP BY 1, 2 ORDER BY 1 DESC, 2",
        )
        .bind(client.0)
        .bind(since)
        .fetch_all(pool).await)?;
        rows.into_iter()
            .map(|(day, way, count)| {
                let bad = |column| inconsistent("accesses", column, client);
                let mut ways = Way::ALL.into_iter();
                let known = ways.find(|known| known.name() == way);
                Ok((
                    day.parse().map_err(|_| bad("at"))?,
                    known.ok_or_else(|| bad("way"))?,
                    count.unsigned_abs(),
                ))
            })
            .collect()
    }

    /// Forgets checks from before, and the links that ended before: how many of both.
    pub async fn prune_accesses(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        let accesses = written!(
            transaction,
            sqlx::query("DELETE FROM accesses WHERE at < $1").bind(before)
        )?;
        let shares = written!(
            transaction,
            sqlx::query(
                "DELETE FROM shares WHERE expires_at < $1 \
                 AND NOT EXISTS (SELECT 1 FROM accesses WHERE accesses.share_id = shares.id)",
            )
            .bind(before)
        )?;
        transaction.commit().await?;
        Ok(accesses + shares)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{OPERATOR, at, issued, on_each};
    use super::super::{Client, Digest, NewShare, Shown};
    use super::*;

    fn access(certificate: CertificateId, number: u128, way: Way) -> NewAccess {
        NewAccess {
            id: Uuid::from_u128(number),
            certificate,
            at: at(i64::try_from(number).unwrap()),
            way,
            client: None,
            share: None,
            answer: "authentic",
        }
    }

    async fn client(store: &Store) -> ClientId {
        let client = Client {
            id: ClientId(Uuid::from_u128(70)),
            name: "universite".parse().unwrap(),
            scopes: "verifications:batch".parse().unwrap(),
            requests_per_minute: None,
            created_at: at(0),
            disabled_at: None,
        };
        assert!(store.add_client(&client, OPERATOR).await.unwrap());
        client.id
    }

    #[tokio::test]
    async fn checks_are_shown_the_newest_first_with_who_asked_and_each_once() {
        on_each(async |store: Store| {
            let id = issued(&store, 1).await.id;
            let other = issued(&store, 2).await.id;
            let share = NewShare {
                id: Uuid::from_u128(80),
                certificate: id,
                digest: Digest([8; 32]),
                link_generation: 0,
                purpose: "Bourse".into(),
                shows: Shown::Score,
                asks_birth_date: false,
                created_at: at(0),
                expires_at: at(9),
            };
            store.add_share(&share, OPERATOR).await.unwrap();
            let client = client(&store).await;
            let noted = [
                access(id, 1, Way::Page),
                NewAccess {
                    client: Some(client),
                    answer: "revoked",
                    ..access(id, 3, Way::File)
                },
                NewAccess {
                    share: Some(share.id),
                    ..access(id, 2, Way::Share)
                },
                access(other, 4, Way::Program),
            ];
            for _ in 0..2 {
                store.note_accesses(&noted).await.unwrap();
            }
            let (shown, count) = store.accesses_of(id, at(0), 2).await.unwrap();
            assert_eq!(count, 3);
            assert_eq!(shown.len(), 2);
            assert_eq!(shown[0].client.as_deref(), Some("universite"));
            assert_eq!(
                (shown[0].way, shown[0].answer.as_str()),
                (Way::File, "revoked")
            );
            assert_eq!(shown[1].purpose.as_deref(), Some("Bourse"));
            let (shown, count) = store.accesses_of(id, at(2), 9).await.unwrap();
            assert_eq!((shown.len(), count), (1, 1));
            let by_day = store.accesses_by_day(client, at(0)).await.unwrap();
            assert_eq!(by_day, [("2026-06-09".parse().unwrap(), Way::File, 1)]);
            assert_eq!(store.accesses_by_day(client, at(3)).await.unwrap(), []);
        })
        .await;
    }

    #[tokio::test]
    async fn what_is_old_is_forgotten_and_a_link_stays_as_long_as_its_checks() {
        on_each(async |store: Store| {
            let id = issued(&store, 1).await.id;
            let share = NewShare {
                id: Uuid::from_u128(80),
                certificate: id,
                digest: Digest([8; 32]),
                link_generation: 0,
                purpose: "Bourse".into(),
                shows: Shown::Score,
                asks_birth_date: false,
                created_at: at(0),
                expires_at: at(3),
            };
            store.add_share(&share, OPERATOR).await.unwrap();
            let opened = NewAccess {
                share: Some(share.id),
                ..access(id, 5, Way::Share)
            };
            let noted = [access(id, 1, Way::Page), opened];
            store.note_accesses(&noted).await.unwrap();
            assert_eq!(store.prune_accesses(at(4)).await.unwrap(), 1);
            assert_eq!(store.shares_of(id).await.unwrap().len(), 1);
            assert_eq!(store.prune_accesses(at(6)).await.unwrap(), 2);
            assert_eq!(store.shares_of(id).await.unwrap(), []);
        })
        .await;
    }
}
