//! People's accounts: who there is, with what they sign in, and what each may do.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::audit::{self, Act};
use super::row::inconsistent;
use super::{Error, Store, Transaction, in_transaction, invitations, on_pool, written};
use crate::access::{Account, AccountId, ClientId, Login, Roles};
use crate::audit::AuditEvent;

/// An account with what its sign-in is checked against.
#[derive(Debug, Clone)]
pub struct KnownAccount {
    /// The account.
    pub account: Account,
    /// Argon2id of the password (PHC string); none for who signs in elsewhere.
    pub password: Option<String>,
    /// Number of the second factor's secret.
    pub totp_generation: u32,
    /// The last time step whose code was used.
    pub totp_step: u64,
}

/// What became of a change to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountChange {
    /// Done.
    Done,
    /// There is no such account, or it was so already.
    Same,
    /// Not done: nobody who can sign in would be an administrator.
    LastAdministrator,
}

#[derive(FromRow)]
struct AccountRow {
    id: Uuid,
    login: String,
    name: String,
    roles: String,
    client_id: Option<Uuid>,
    password: Option<String>,
    totp_generation: i64,
    totp_step: i64,
    subject: Option<String>,
    created_at: DateTime<Utc>,
    disabled_at: Option<DateTime<Utc>>,
}

impl TryFrom<AccountRow> for KnownAccount {
    type Error = Error;

    fn try_from(row: AccountRow) -> Result<Self, Error> {
        let wrong = |column| inconsistent("accounts", column, row.id);
        Ok(Self {
            account: Account {
                id: AccountId(row.id),
                login: row.login.parse().map_err(|_| wrong("login"))?,
                name: row.name,
                roles: row.roles.parse().map_err(|_| wrong("roles"))?,
                organisation: row.client_id.map(ClientId),
                subject: row.subject,
                created_at: row.created_at,
                disabled_at: row.disabled_at,
            },
            password: row.password,
            totp_generation: u32::try_from(row.totp_generation)
                .map_err(|_| wrong("totp_generation"))?,
            totp_step: u64::try_from(row.totp_step).map_err(|_| wrong("totp_step"))?,
        })
    }
}

/// The columns of [`AccountRow`], of the accounts that the rest of the statement names.
macro_rules! select_accounts {
    ($rest:literal) => {
        concat!(
            "SELECT id, login, name, roles, client_id, password, totp_generation, totp_step, \
             subject, created_at, disabled_at FROM accounts ",
            $rest
        )
    };
}

impl Store {
    /// Adds an account; `false` if another one has its login or its subject.
    pub async fn add_account(
        &self,
        new: &Account,
        password: Option<&str>,
        operator: &str,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        if !insert(&mut transaction, new, password, operator).await? {
            return Ok(false);
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Every account, the oldest first.
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let rows: Vec<AccountRow> = on_pool!(self, pool => sqlx::query_as(
            select_accounts!("ORDER BY created_at, id"),
        )
        .fetch_all(pool).await)?;
        let known = rows.into_iter().map(KnownAccount::try_from);
        known.map(|known| Ok(known?.account)).collect()
    }

    /// The account with this id.
    pub async fn find_account(&self, id: AccountId) -> Result<Option<KnownAccount>, Error> {
        let row: Option<AccountRow> = on_pool!(self, pool => sqlx::query_as(
            select_accounts!("WHERE id = $1"),
        )
        .bind(id.0)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The account with this login.
    pub async fn find_account_by_login(
        &self,
        login: &Login,
    ) -> Result<Option<KnownAccount>, Error> {
        let row: Option<AccountRow> = on_pool!(self, pool => sqlx::query_as(
            select_accounts!("WHERE login = $1"),
        )
        .bind(login.as_str())
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The account of whom the identity provider calls so.
    pub async fn find_account_by_subject(
        &self,
        subject: &str,
    ) -> Result<Option<KnownAccount>, Error> {
        let row: Option<AccountRow> = on_pool!(self, pool => sqlx::query_as(
            select_accounts!("WHERE subject = $1"),
        )
        .bind(subject)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Ends an account, signs the person out everywhere and withdraws a link that would open it.
    pub async fn disable_account(
        &self,
        id: AccountId,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<AccountChange, Error> {
        let mut transaction = self.begin().await?;
        let administers = is_administrator(&mut transaction, id).await?;
        let ended = written!(
            transaction,
            sqlx::query(
                "UPDATE accounts SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL"
            )
            .bind(id.0)
            .bind(at)
        )?;
        if ended == 0 {
            return Ok(AccountChange::Same);
        }
        end_sessions(&mut transaction, id).await?;
        invitations::withdraw(&mut transaction, id).await?;
        let account = id.to_string();
        let event = AuditEvent::AccountDisabled { account };
        let act = act("disable_account", operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        unless_last(transaction, administers).await
    }

    /// Lets a person sign in again; `false` if nothing forbade it.
    pub async fn enable_account(
        &self,
        id: AccountId,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let enabled = written!(
            transaction,
            sqlx::query(
                "UPDATE accounts SET disabled_at = NULL \
                 WHERE id = $1 AND disabled_at IS NOT NULL"
            )
            .bind(id.0)
        )?;
        if enabled == 0 {
            return Ok(false);
        }
        let account = id.to_string();
        let event = AuditEvent::AccountEnabled { account };
        let act = act("enable_account", operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Gives a person other roles.
    pub async fn set_roles(
        &self,
        id: AccountId,
        roles: &Roles,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<AccountChange, Error> {
        let mut transaction = self.begin().await?;
        let administers = is_administrator(&mut transaction, id).await?;
        let changed = written!(
            transaction,
            sqlx::query("UPDATE accounts SET roles = $2 WHERE id = $1 AND roles <> $2")
                .bind(id.0)
                .bind(roles.to_string())
        )?;
        if changed == 0 {
            return Ok(AccountChange::Same);
        }
        let event = AuditEvent::AccountRolesChanged {
            account: id.to_string(),
            roles: roles.to_string(),
        };
        let act = act("set_roles", operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        unless_last(transaction, administers).await
    }

    /// Gives an account another password and a new second factor, and signs the person out
    /// everywhere; `false` if there is no such account.
    pub async fn reset_account(
        &self,
        id: AccountId,
        password: &str,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let reset = written!(
            transaction,
            sqlx::query(
                "UPDATE accounts SET password = $2, totp_generation = totp_generation + 1, \
                 totp_step = 0 WHERE id = $1"
            )
            .bind(id.0)
            .bind(password)
        )?;
        if reset == 0 {
            return Ok(false);
        }
        end_sessions(&mut transaction, id).await?;
        invitations::withdraw(&mut transaction, id).await?;
        let account = id.to_string();
        let event = AuditEvent::AccountReset { account };
        let act = act("reset_account", operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Gives an account the password that its owner chose in the place of another, and signs him
    /// out everywhere; `false` if the other is no longer the account's, or the code's step was used.
    pub async fn change_password(
        &self,
        known: &KnownAccount,
        password: &str,
        totp_step: u64,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let id = known.account.id;
        let step = i64::try_from(totp_step).unwrap_or(i64::MAX);
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE accounts SET password = $2, totp_step = $4 \
                 WHERE id = $1 AND password = $3 AND totp_step < $4 AND disabled_at IS NULL"
            )
            .bind(id.0)
            .bind(password)
            .bind(known.password.as_deref())
            .bind(step)
        )?;
        if changed == 0 {
            return Ok(false);
        }
        end_sessions(&mut transaction, id).await?;
        let account = id.to_string();
        let event = AuditEvent::PasswordChanged { account };
        let operator = known.account.operator();
        let act = act("change_password", &operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Adds an account with its event; `false` if another one has its login or its subject.
pub(super) async fn insert(
    transaction: &mut Transaction,
    new: &Account,
    password: Option<&str>,
    operator: &str,
) -> Result<bool, Error> {
    let added = written!(
        transaction,
        sqlx::query(
            "INSERT INTO accounts (id, login, name, roles, client_id, password, \
             totp_generation, totp_step, subject, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 1, 0, $7, $8) ON CONFLICT DO NOTHING",
        )
        .bind(new.id.0)
        .bind(new.login.as_str())
        .bind(&new.name)
        .bind(new.roles.to_string())
        .bind(new.organisation.map(|client| client.0))
        .bind(password)
        .bind(new.subject.as_deref())
        .bind(new.created_at)
    )?;
    if added == 0 {
        return Ok(false);
    }
    let event = AuditEvent::AccountAdded {
        account: new.id.to_string(),
        roles: new.roles.to_string(),
    };
    let act = act("add_account", operator, new.created_at);
    audit::record(transaction, act, None, &event).await?;
    Ok(true)
}

/// How many can sign in and administer: the account with this id, or all of them.
async fn administrators(transaction: &mut Transaction, id: Option<Uuid>) -> Result<i64, Error> {
    Ok(
        in_transaction!(transaction, connection => sqlx::query_scalar(
            "SELECT COUNT(*) FROM accounts WHERE disabled_at IS NULL \
             AND (password IS NOT NULL OR subject IS NOT NULL) \
             AND ' ' || roles || ' ' LIKE '% administrator %' AND id = COALESCE($1, id)",
        )
        .bind(id)
        .fetch_one(connection).await)?,
    )
}

async fn is_administrator(transaction: &mut Transaction, id: AccountId) -> Result<bool, Error> {
    Ok(administrators(transaction, Some(id.0)).await? > 0)
}

/// Commits a change, unless it takes the last administrator. Asked after the event was recorded: who
/// records waits for whoever recorded before, so two changes at once see each other.
async fn unless_last(
    mut transaction: Transaction,
    administered: bool,
) -> Result<AccountChange, Error> {
    if administered && administrators(&mut transaction, None).await? == 0 {
        return Ok(AccountChange::LastAdministrator);
    }
    transaction.commit().await?;
    Ok(AccountChange::Done)
}

/// Signs a person out everywhere.
pub(super) async fn end_sessions(
    transaction: &mut Transaction,
    id: AccountId,
) -> Result<u64, Error> {
    Ok(written!(
        transaction,
        sqlx::query("DELETE FROM account_sessions WHERE account_id = $1").bind(id.0)
    )?)
}

pub(super) fn act<'a>(name: &'static str, operator: &'a str, at: DateTime<Utc>) -> Act<'a> {
    Act { name, operator, at }
}
