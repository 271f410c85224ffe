//! Clients, their API keys and access tokens: who may call, and whether what is shown is good.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use super::audit::{self, Act};
use super::row::inconsistent;
use super::{Error, Store, on_pool, written};
use crate::access::{
    Bearer, BearerId, BearerKind, Caller, ClientId, ClientName, Scopes, SecretDigest,
};
use crate::audit::AuditEvent;

/// A client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// Its name.
    pub name: ClientName,
    /// What it may do.
    pub scopes: Scopes,
    /// Its own limit, if it has one.
    pub requests_per_minute: Option<u32>,
    /// Since when it may call.
    pub created_at: DateTime<Utc>,
    /// Since when it may no longer.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// What is known of an API key: all but its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClientKey {
    /// Its public part.
    pub id: BearerId,
    /// Since when it is good.
    pub created_at: DateTime<Utc>,
    /// Until when, if it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// Since when it is no longer good.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The last day (UTC) on which it was shown.
    pub last_used_on: Option<NaiveDate>,
}

/// An access token to be kept.
#[derive(Debug)]
pub struct NewToken<'a> {
    /// Its public part.
    pub id: &'a BearerId,
    /// The key it is given for.
    pub key: &'a BearerId,
    /// What is kept of its secret.
    pub digest: SecretDigest,
    /// What it allows.
    pub scopes: &'a Scopes,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct ClientRow {
    id: Uuid,
    name: String,
    scopes: String,
    requests_per_minute: Option<i64>,
    created_at: DateTime<Utc>,
    disabled_at: Option<DateTime<Utc>>,
}

impl TryFrom<ClientRow> for Client {
    type Error = Error;

    fn try_from(row: ClientRow) -> Result<Self, Error> {
        let (name, scopes) = named(row.id, row.name, &row.scopes)?;
        Ok(Self {
            id: ClientId(row.id),
            name,
            scopes,
            requests_per_minute: limit(row.requests_per_minute),
            created_at: row.created_at,
            disabled_at: row.disabled_at,
        })
    }
}

fn named(id: Uuid, name: String, scopes: &str) -> Result<(ClientName, Scopes), Error> {
    let name = ClientName::try_from(name).map_err(|_| inconsistent("clients", "name", id))?;
    let scopes = scopes
        .parse()
        .map_err(|_| inconsistent("clients", "scopes", id))?;
    Ok((name, scopes))
}

fn limit(requests_per_minute: Option<i64>) -> Option<u32> {
    requests_per_minute.and_then(|number| u32::try_from(number).ok())
}

#[derive(FromRow)]
struct KeyRow {
    id: String,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    last_used_on: Option<NaiveDate>,
}

impl TryFrom<KeyRow> for ClientKey {
    type Error = Error;

    fn try_from(row: KeyRow) -> Result<Self, Error> {
        let id = BearerId::parse(&row.id).ok_or_else(|| inconsistent("api_keys", "id", &row.id))?;
        Ok(Self {
            id,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_on: row.last_used_on,
        })
    }
}

/// A key or token with all that decides whether it is good.
#[derive(FromRow)]
struct KnownRow {
    client_id: Uuid,
    name: String,
    scopes: String,
    requests_per_minute: Option<i64>,
    digest: Vec<u8>,
    expires_at: Option<DateTime<Utc>>,
    key_id: String,
    key_expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    disabled_at: Option<DateTime<Utc>>,
    last_used_on: Option<NaiveDate>,
}

impl KnownRow {
    fn is_good(&self, shown: &Bearer, at: DateTime<Utc>) -> bool {
        let ended = |end: Option<DateTime<Utc>>| end.is_some_and(|end| end <= at);
        let digest = <[u8; 32]>::try_from(self.digest.as_slice()).map(SecretDigest);
        digest.is_ok_and(|digest| digest.matches(&shown.digest()))
            && self.revoked_at.is_none()
            && self.disabled_at.is_none()
            && !ended(self.expires_at)
            && !ended(self.key_expires_at)
    }
}

impl Store {
    /// Adds a client; `false` if another one has its name.
    pub async fn add_client(&self, new: &Client, operator: &str) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let added = written!(
            transaction,
            sqlx::query(
                "INSERT INTO clients (id, name, scopes, requests_per_minute, created_at) \
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING",
            )
            .bind(new.id.0)
            .bind(new.name.as_str())
            .bind(new.scopes.to_string())
            .bind(new.requests_per_minute.map(i64::from))
            .bind(new.created_at)
        )?;
        if added == 0 {
            return Ok(false);
        }
        let event = AuditEvent::ClientAdded {
            client: new.name.to_string(),
            scopes: new.scopes.to_string(),
        };
        let act = act("add_client", operator, new.created_at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Every client, the oldest first.
    pub async fn clients(&self) -> Result<Vec<Client>, Error> {
        let rows: Vec<ClientRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, name, scopes, requests_per_minute, created_at, disabled_at \
             FROM clients ORDER BY created_at, id",
        )
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The client with this id.
    pub async fn find_client(&self, id: ClientId) -> Result<Option<Client>, Error> {
        let row: Option<ClientRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, name, scopes, requests_per_minute, created_at, disabled_at \
             FROM clients WHERE id = $1",
        )
        .bind(id.0)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The client with this name.
    pub async fn find_client_named(&self, name: &ClientName) -> Result<Option<Client>, Error> {
        let row: Option<ClientRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, name, scopes, requests_per_minute, created_at, disabled_at \
             FROM clients WHERE name = $1",
        )
        .bind(name.as_str())
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Ends a client with all its keys and tokens; `false` if it had ended.
    pub async fn disable_client(
        &self,
        client: &Client,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let ended = written!(
            transaction,
            sqlx::query(
                "UPDATE clients SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL"
            )
            .bind(client.id.0)
            .bind(at)
        )?;
        if ended == 0 {
            return Ok(false);
        }
        let event = AuditEvent::ClientDisabled {
            client: client.name.to_string(),
        };
        let act = act("disable_client", operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// A client's keys, the oldest first.
    pub async fn keys_of(&self, client: ClientId) -> Result<Vec<ClientKey>, Error> {
        let rows: Vec<KeyRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, created_at, expires_at, revoked_at, last_used_on \
             FROM api_keys WHERE client_id = $1 ORDER BY created_at, id",
        )
        .bind(client.0)
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Keeps a new key of a client; `false` if the client is disabled.
    pub async fn add_key(
        &self,
        client: &Client,
        key: &Bearer,
        expires_at: Option<DateTime<Utc>>,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let added = written!(
            transaction,
            sqlx::query(
                "INSERT INTO api_keys (id, client_id, digest, created_at, expires_at) \
                 SELECT $1, id, $3, $4, $5 FROM clients WHERE id = $2 AND disabled_at IS NULL",
            )
            .bind(key.id().as_str())
            .bind(client.id.0)
            .bind(key.digest().0.to_vec())
            .bind(at)
            .bind(expires_at)
        )?;
        if added == 0 {
            return Ok(false);
        }
        let event = AuditEvent::ApiKeyIssued {
            client: client.name.to_string(),
            key: key.id().to_string(),
            expires_at,
        };
        let act = act("add_key", operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends a key and the tokens given for it; `false` if the client has no such key that is good.
    pub async fn revoke_key(
        &self,
        client: &Client,
        key: &BearerId,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let ended = written!(
            transaction,
            sqlx::query(
                "UPDATE api_keys SET revoked_at = $3 \
                 WHERE id = $1 AND client_id = $2 AND revoked_at IS NULL",
            )
            .bind(key.as_str())
            .bind(client.id.0)
            .bind(at)
        )?;
        if ended == 0 {
            return Ok(false);
        }
        let event = AuditEvent::ApiKeyRevoked {
            client: client.name.to_string(),
            key: key.to_string(),
        };
        let act = act("revoke_key", operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Whose key this is, if there is such a key.
    pub async fn owner_of_key(&self, key: &BearerId) -> Result<Option<Client>, Error> {
        let row: Option<ClientRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT c.id, c.name, c.scopes, c.requests_per_minute, c.created_at, c.disabled_at \
             FROM api_keys k JOIN clients c ON c.id = k.client_id WHERE k.id = $1",
        )
        .bind(key.as_str())
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Keeps an access token.
    // Not in the audit trail: a client asks every hour, and what it does with it is recorded.
    pub async fn add_token(&self, new: &NewToken<'_>) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query(
            "INSERT INTO access_tokens (id, key_id, digest, scopes, expires_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(new.id.as_str())
        .bind(new.key.as_str())
        .bind(new.digest.0.to_vec())
        .bind(new.scopes.to_string())
        .bind(new.expires_at)
        .execute(pool).await.map(drop))?;
        Ok(())
    }

    /// Who shows this key or token; `None` for one that is unknown, wrong, over or revoked, and for
    /// one of a client that is disabled.
    pub async fn recognise(
        &self,
        shown: &Bearer,
        at: DateTime<Utc>,
    ) -> Result<Option<Caller>, Error> {
        let found: Option<KnownRow> = on_pool!(self, pool => sqlx::query_as(match shown.kind() {
            BearerKind::Key => KEY,
            BearerKind::Token => TOKEN,
        })
        .bind(shown.id().as_str())
        .fetch_optional(pool).await)?;
        let Some(row) = found.filter(|row| row.is_good(shown, at)) else {
            return Ok(None);
        };
        let today = at.date_naive();
        if row.last_used_on.is_none_or(|day| day < today) {
            self.note_use(&row.key_id, today).await?;
        }
        let (name, scopes) = named(row.client_id, row.name, &row.scopes)?;
        Ok(Some(Caller {
            client: ClientId(row.client_id),
            name,
            scopes,
            requests_per_minute: limit(row.requests_per_minute),
        }))
    }

    async fn note_use(&self, key: &str, day: NaiveDate) -> Result<(), Error> {
        on_pool!(self, pool => sqlx::query(
            "UPDATE api_keys SET last_used_on = $2 \
             WHERE id = $1 AND (last_used_on IS NULL OR last_used_on < $2)",
        )
        .bind(key)
        .bind(day)
        .execute(pool).await.map(drop))?;
        Ok(())
    }

    /// Deletes the access tokens that have ended: how many.
    pub async fn delete_ended_tokens(&self, at: DateTime<Utc>) -> Result<u64, Error> {
        Ok(
            on_pool!(self, pool => sqlx::query("DELETE FROM access_tokens WHERE expires_at <= $1")
            .bind(at)
            .execute(pool).await.map(|done| done.rows_affected()))?,
        )
    }
}

const KEY: &str = "SELECT c.id AS client_id, c.name, c.scopes, c.requests_per_minute, k.digest, \
    k.expires_at, k.id AS key_id, k.expires_at AS key_expires_at, k.revoked_at, c.disabled_at, \
    k.last_used_on \
    FROM api_keys k JOIN clients c ON c.id = k.client_id WHERE k.id = $1";

const TOKEN: &str = "SELECT c.id AS client_id, c.name, t.scopes, c.requests_per_minute, t.digest, \
    t.expires_at, k.id AS key_id, k.expires_at AS key_expires_at, k.revoked_at, c.disabled_at, \
    k.last_used_on \
    FROM access_tokens t JOIN api_keys k ON k.id = t.key_id JOIN clients c ON c.id = k.client_id \
    WHERE t.id = $1";

fn act<'a>(name: &'static str, operator: &'a str, at: DateTime<Utc>) -> Act<'a> {
    Act { name, operator, at }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::access::Scope;
    use crate::store::fixtures::{OPERATOR, at, on_each};

    async fn client(store: &Store, name: &str) -> Client {
        let client = Client {
            id: ClientId(Uuid::now_v7()),
            name: name.parse().unwrap(),
            scopes: "batches:read audit".parse().unwrap(),
            requests_per_minute: Some(7),
            created_at: at(0),
            disabled_at: None,
        };
        assert!(store.add_client(&client, OPERATOR).await.unwrap());
        client
    }

    async fn key(store: &Store, client: &Client, end: Option<DateTime<Utc>>) -> Bearer {
        let key = Bearer::generate(BearerKind::Key).unwrap();
        let added = store.add_key(client, &key, end, OPERATOR, at(0)).await;
        assert!(added.unwrap());
        key
    }

    async fn token(store: &Store, key: &Bearer, end: DateTime<Utc>) -> Bearer {
        let token = Bearer::generate(BearerKind::Token).unwrap();
        let new = NewToken {
            id: token.id(),
            key: key.id(),
            digest: token.digest(),
            scopes: &[Scope::Audit].into_iter().collect(),
            expires_at: end,
        };
        store.add_token(&new).await.unwrap();
        token
    }

    async fn knows(store: &Store, shown: &Bearer, minute: i64) -> bool {
        store.recognise(shown, at(minute)).await.unwrap().is_some()
    }

    #[tokio::test]
    async fn a_client_is_found_by_id_and_name_and_its_name_is_taken() {
        on_each(async |store| {
            let client = client(&store, "crous").await;
            let name = &client.name;
            assert_eq!(
                store.find_client(client.id).await.unwrap().as_ref(),
                Some(&client)
            );
            assert_eq!(
                store.find_client_named(name).await.unwrap().as_ref(),
                Some(&client)
            );
            assert_eq!(store.clients().await.unwrap(), [client.clone()]);
            let namesake = Client {
                id: ClientId(Uuid::now_v7()),
                ..client
            };
            assert!(!store.add_client(&namesake, OPERATOR).await.unwrap());
            assert_eq!(store.clients().await.unwrap().len(), 1);
        })
        .await;
    }

    #[tokio::test]
    async fn a_key_is_known_by_its_secret_until_it_ends() {
        on_each(async |store| {
            let client = client(&store, "crous").await;
            let key = key(&store, &client, Some(at(60))).await;
            let caller = store.recognise(&key, at(59)).await.unwrap().unwrap();
            assert_eq!((caller.client, &caller.name), (client.id, &client.name));
            assert_eq!(caller.scopes, client.scopes);
            assert_eq!(caller.requests_per_minute, Some(7));
            assert!(!knows(&store, &key, 60).await);
            let owner = store.owner_of_key(key.id()).await.unwrap();
            assert_eq!(owner.as_ref(), Some(&client));
            // The same id with another secret.
            let whole = key.reveal().expose_secret().to_owned();
            let last = if whole.ends_with('0') { "1" } else { "0" };
            let forged = format!("{}{last}", &whole[..whole.len() - 1]);
            assert!(!knows(&store, &Bearer::parse(&forged).unwrap(), 1).await);
            let unknown = Bearer::generate(BearerKind::Key).unwrap();
            assert!(!knows(&store, &unknown, 1).await);
        })
        .await;
    }

    #[tokio::test]
    async fn the_last_use_is_noted_by_the_day() {
        on_each(async |store| {
            let client = client(&store, "crous").await;
            let key = key(&store, &client, None).await;
            let used = async || store.keys_of(client.id).await.unwrap()[0].last_used_on;
            assert_eq!(used().await, None);
            assert!(knows(&store, &key, 1).await);
            assert_eq!(used().await, Some(at(1).date_naive()));
            assert!(knows(&store, &key, 3 * 24 * 60).await);
            assert!(knows(&store, &key, 2).await);
            assert_eq!(used().await, Some(at(3 * 24 * 60).date_naive()));
        })
        .await;
    }

    #[tokio::test]
    async fn a_token_ends_with_its_hour_its_key_or_its_client() {
        on_each(async |store| {
            let client = client(&store, "crous").await;
            let one = key(&store, &client, None).await;
            let of_one = token(&store, &one, at(60)).await;
            let caller = store.recognise(&of_one, at(1)).await.unwrap().unwrap();
            assert_eq!(caller.scopes, [Scope::Audit].into_iter().collect());
            assert!(!knows(&store, &of_one, 60).await);

            let revoked = async || store.revoke_key(&client, one.id(), OPERATOR, at(2)).await;
            assert!(revoked().await.unwrap());
            assert!(!revoked().await.unwrap());
            assert!(!knows(&store, &one, 3).await);
            assert!(!knows(&store, &of_one, 3).await);

            let short = key(&store, &client, Some(at(10))).await;
            let of_short = token(&store, &short, at(60)).await;
            assert!(knows(&store, &of_short, 9).await);
            assert!(!knows(&store, &of_short, 10).await);

            let other = key(&store, &client, None).await;
            let of_other = token(&store, &other, at(60)).await;
            let disabled = async || store.disable_client(&client, OPERATOR, at(4)).await;
            assert!(disabled().await.unwrap());
            assert!(!disabled().await.unwrap());
            for shown in [&other, &of_other] {
                assert!(!knows(&store, shown, 5).await);
            }
            let late = Bearer::generate(BearerKind::Key).unwrap();
            let added = store.add_key(&client, &late, None, OPERATOR, at(5)).await;
            assert!(!added.unwrap());
        })
        .await;
    }

    #[tokio::test]
    async fn tokens_that_have_ended_are_deleted() {
        on_each(async |store| {
            let client = client(&store, "crous").await;
            let key = key(&store, &client, None).await;
            token(&store, &key, at(60)).await;
            let later = token(&store, &key, at(90)).await;
            assert_eq!(store.delete_ended_tokens(at(60)).await.unwrap(), 1);
            assert!(knows(&store, &later, 70).await);
        })
        .await;
    }

    #[tokio::test]
    async fn whoever_lets_a_program_in_or_out_is_in_the_audit_trail() {
        on_each(async |store| {
            let client = client(&store, "crous").await;
            let key = key(&store, &client, None).await;
            store
                .revoke_key(&client, key.id(), "client:keeper", at(1))
                .await
                .unwrap();
            store
                .disable_client(&client, OPERATOR, at(2))
                .await
                .unwrap();
            let (name, id) = ("crous".to_owned(), key.id().to_string());
            for (act, operator, event) in [
                (
                    "add_client",
                    OPERATOR,
                    AuditEvent::ClientAdded {
                        client: name.clone(),
                        scopes: "batches:read audit".into(),
                    },
                ),
                (
                    "add_key",
                    OPERATOR,
                    AuditEvent::ApiKeyIssued {
                        client: name.clone(),
                        key: id.clone(),
                        expires_at: None,
                    },
                ),
                (
                    "revoke_key",
                    "client:keeper",
                    AuditEvent::ApiKeyRevoked {
                        client: name.clone(),
                        key: id.clone(),
                    },
                ),
                (
                    "disable_client",
                    OPERATOR,
                    AuditEvent::ClientDisabled {
                        client: name.clone(),
                    },
                ),
            ] {
                let trail = audit::trail_of_act(&store, act).await.unwrap();
                assert_eq!(trail.len(), 1, "{act}");
                assert_eq!(
                    (trail[0].operator.as_str(), &trail[0].event),
                    (operator, &event)
                );
            }
        })
        .await;
    }
}
