//! Links by which people open their accounts: one at a time for each account, used once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::accounts::{act, end_sessions, insert};
use super::audit;
use super::mail::{self, NewMail};
use super::{Error, KnownAccount, Store, Transaction, on_pool, written};
use crate::access::{Account, AccountId};
use crate::audit::AuditEvent;

/// A link to be made.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// What its token is made of.
    pub id: Uuid,
    /// Now.
    pub at: DateTime<Utc>,
    /// Until when it opens.
    pub until: DateTime<Utc>,
    /// The letter that brings it.
    pub letter: Option<NewMail>,
}

/// A link that opens.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The account.
    pub known: KnownAccount,
    /// Until when.
    pub until: DateTime<Utc>,
}

impl Store {
    /// Adds an account that nobody can sign in to, with the link by which its owner opens it;
    /// `false` if another one has its login.
    pub async fn add_invited_account(
        &self,
        new: &Account,
        invitation: &NewInvitation,
        operator: &str,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        if !insert(&mut transaction, new, None, operator).await? {
            return Ok(false);
        }
        invite(&mut transaction, new.id, invitation, operator).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Takes password and second factor from an account, signs the person out everywhere, and makes
    /// a link by which it is opened anew. `false` if there is no such account, it is disabled, or its
    /// owner signs in at the identity provider.
    pub async fn reset_by_invitation(
        &self,
        id: AccountId,
        invitation: &NewInvitation,
        operator: &str,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let reset = written!(
            transaction,
            sqlx::query(
                "UPDATE accounts SET password = NULL, totp_generation = totp_generation + 1, \
                 totp_step = 0 WHERE id = $1 AND subject IS NULL AND disabled_at IS NULL",
            )
            .bind(id.0)
        )?;
        if reset == 0 {
            return Ok(false);
        }
        end_sessions(&mut transaction, id).await?;
        let account = id.to_string();
        let event = AuditEvent::AccountReset { account };
        let act = act("reset_account", operator, invitation.at);
        audit::record(&mut transaction, act, None, &event).await?;
        invite(&mut transaction, id, invitation, operator).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// What a link opens at this time.
    pub async fn invitation(
        &self,
        id: Uuid,
        at: DateTime<Utc>,
    ) -> Result<Option<Invitation>, Error> {
        let found: Option<(Uuid, DateTime<Utc>)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT account_id, expires_at FROM account_invitations \
             WHERE id = $1 AND expires_at > $2",
        )
        .bind(id)
        .bind(at)
        .fetch_optional(pool).await)?;
        let Some((account, until)) = found else {
            return Ok(None);
        };
        let known = self.find_account(AccountId(account)).await?;
        Ok(known.map(|known| Invitation { known, until }))
    }

    /// The accounts that nobody can sign in to yet, with the end of the link that opens each, if it
    /// has one.
    pub async fn waiting_accounts(
        &self,
    ) -> Result<BTreeMap<AccountId, Option<DateTime<Utc>>>, Error> {
        let rows: Vec<(Uuid, Option<DateTime<Utc>>)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT accounts.id, account_invitations.expires_at FROM accounts \
             LEFT JOIN account_invitations ON account_invitations.account_id = accounts.id \
             WHERE accounts.password IS NULL AND accounts.subject IS NULL",
        )
        .fetch_all(pool).await)?;
        let rows = rows.into_iter();
        Ok(rows.map(|(id, until)| (AccountId(id), until)).collect())
    }

    /// Gives an account the password that its owner chose, once: `false` if the link was used,
    /// withdrawn or has ended.
    pub async fn accept_invitation(
        &self,
        id: Uuid,
        account: &Account,
        password: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let used = written!(
            transaction,
            sqlx::query(
                "DELETE FROM account_invitations \
                 WHERE id = $1 AND account_id = $2 AND expires_at > $3",
            )
            .bind(id)
            .bind(account.id.0)
            .bind(at)
        )?;
        let opened = written!(
            transaction,
            sqlx::query(
                "UPDATE accounts SET password = $2 \
                 WHERE id = $1 AND password IS NULL AND disabled_at IS NULL",
            )
            .bind(account.id.0)
            .bind(password)
        )?;
        if used == 0 || opened == 0 {
            return Ok(false);
        }
        let operator = account.operator();
        let event = AuditEvent::InvitationAccepted {
            account: account.id.to_string(),
        };
        let act = act("accept_invitation", &operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Deletes the links that have ended: how many.
    pub async fn delete_ended_invitations(&self, at: DateTime<Utc>) -> Result<u64, Error> {
        Ok(on_pool!(self, pool => sqlx::query(
            "DELETE FROM account_invitations WHERE expires_at <= $1",
        )
        .bind(at)
        .execute(pool).await.map(|done| done.rows_affected()))?)
    }
}

/// Makes a link in the place of any before.
async fn invite(
    transaction: &mut Transaction,
    account: AccountId,
    new: &NewInvitation,
    operator: &str,
) -> Result<(), Error> {
    withdraw(transaction, account).await?;
    written!(
        transaction,
        sqlx::query(
            "INSERT INTO account_invitations (account_id, id, created_at, expires_at) \
             VALUES ($1, $2, $3, $4)",
        )
        .bind(account.0)
        .bind(new.id)
        .bind(new.at)
        .bind(new.until)
    )?;
    if let Some(letter) = &new.letter {
        mail::write(transaction, letter, new.at).await?;
    }
    let event = AuditEvent::AccountInvited {
        account: account.to_string(),
    };
    let act = act("invite", operator, new.at);
    audit::record(transaction, act, None, &event).await
}

/// Withdraws the link that would open an account.
pub(super) async fn withdraw(transaction: &mut Transaction, id: AccountId) -> Result<(), Error> {
    written!(
        transaction,
        sqlx::query("DELETE FROM account_invitations WHERE account_id = $1").bind(id.0)
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::AccountChange;
    use crate::store::fixtures::{OPERATOR, at, on_each};

    fn account(login: &str, roles: &str, minute: i64) -> Account {
        Account {
            id: AccountId(Uuid::now_v7()),
            login: login.parse().unwrap(),
            name: "Solveig Mbarga".into(),
            roles: roles.parse().unwrap(),
            organisation: None,
            subject: None,
            created_at: at(minute),
            disabled_at: None,
        }
    }

    fn link(minute: i64) -> NewInvitation {
        NewInvitation {
            id: Uuid::now_v7(),
            at: at(minute),
            until: at(minute + 60),
            letter: None,
        }
    }

    #[tokio::test]
    async fn a_link_opens_an_account_once_and_until_its_end() {
        on_each(async |store: Store| {
            let (one, first) = (account("solveig", "issuer", 0), link(0));
            assert!(
                store
                    .add_invited_account(&one, &first, OPERATOR)
                    .await
                    .unwrap()
            );
            let taken = account("solveig", "issuer", 0);
            assert!(
                !store
                    .add_invited_account(&taken, &link(0), OPERATOR)
                    .await
                    .unwrap()
            );
            let waiting = store.waiting_accounts().await.unwrap();
            assert_eq!(waiting, BTreeMap::from([(one.id, Some(at(60)))]));
            assert!(store.invitation(first.id, at(60)).await.unwrap().is_none());
            let found = store.invitation(first.id, at(59)).await.unwrap().unwrap();
            assert_eq!(found.known.account, one);
            let accept = |id, minute| store.accept_invitation(id, &one, "hash", at(minute));
            assert!(!accept(first.id, 60).await.unwrap());
            assert!(accept(first.id, 59).await.unwrap());
            assert!(!accept(first.id, 59).await.unwrap());
            assert_eq!(store.waiting_accounts().await.unwrap(), BTreeMap::new());
        })
        .await;
    }

    #[tokio::test]
    async fn a_later_link_or_the_end_of_the_account_withdraws_the_one_before() {
        on_each(async |store: Store| {
            let (one, first, second) = (account("solveig", "issuer", 0), link(0), link(1));
            store
                .add_invited_account(&one, &first, OPERATOR)
                .await
                .unwrap();
            let generation = async || {
                let known = store.find_account(one.id).await.unwrap().unwrap();
                known.totp_generation
            };
            let before = generation().await;
            assert!(
                store
                    .reset_by_invitation(one.id, &second, OPERATOR)
                    .await
                    .unwrap()
            );
            assert_eq!(generation().await, before + 1);
            assert!(store.invitation(first.id, at(2)).await.unwrap().is_none());
            assert!(store.invitation(second.id, at(2)).await.unwrap().is_some());
            store
                .disable_account(one.id, OPERATOR, at(3))
                .await
                .unwrap();
            assert!(store.invitation(second.id, at(4)).await.unwrap().is_none());
            assert!(
                !store
                    .reset_by_invitation(one.id, &link(4), OPERATOR)
                    .await
                    .unwrap()
            );
            assert_eq!(store.delete_ended_invitations(at(999)).await.unwrap(), 0);
        })
        .await;
    }

    #[tokio::test]
    async fn the_last_administrator_who_can_sign_in_stays() {
        on_each(async |store: Store| {
            let (boss, other) = (
                account("boss", "administrator", 0),
                account("omar", "issuer", 1),
            );
            assert!(
                store
                    .add_account(&boss, Some("hash"), OPERATOR)
                    .await
                    .unwrap()
            );
            assert!(
                store
                    .add_account(&other, Some("hash"), OPERATOR)
                    .await
                    .unwrap()
            );
            // Who was invited and never came administers nothing.
            let invited = account("solveig", "auditor administrator", 2);
            store
                .add_invited_account(&invited, &link(2), OPERATOR)
                .await
                .unwrap();
            let last = AccountChange::LastAdministrator;
            let ended = store.disable_account(boss.id, OPERATOR, at(3)).await;
            assert_eq!(ended.unwrap(), last);
            let roles = "issuer".parse().unwrap();
            let changed = store.set_roles(boss.id, &roles, OPERATOR, at(3)).await;
            assert_eq!(changed.unwrap(), last);
            let known = store.find_account(boss.id).await.unwrap().unwrap();
            assert_eq!(known.account, boss);
            let ended = store.disable_account(other.id, OPERATOR, at(3)).await;
            assert_eq!(ended.unwrap(), AccountChange::Done);
            let roles = "administrator".parse().unwrap();
            store
                .enable_account(other.id, OPERATOR, at(4))
                .await
                .unwrap();
            store
                .set_roles(other.id, &roles, OPERATOR, at(4))
                .await
                .unwrap();
            let ended = store.disable_account(boss.id, OPERATOR, at(5)).await;
            assert_eq!(ended.unwrap(), AccountChange::Done);
        })
        .await;
    }
}
