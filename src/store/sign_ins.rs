//! Who is signed in: sessions of accounts, and what became of attempts.

use chrono::{DateTime, Duration, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::accounts::end_sessions;
use super::audit::{self, Act};
use super::{Error, Store, on_pool, written};
use crate::access::{Account, AccountId, SecretDigest};
use crate::audit::AuditEvent;

/// A sign-in that is good but for what another process may have done meanwhile.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// Who signs in.
    pub account: &'a Account,
    /// The time step of the code that was typed; none for who was vouched for elsewhere.
    pub totp_step: Option<u64>,
    /// What is kept of the cookie.
    pub digest: SecretDigest,
    /// The session that the browser had before: it ends.
    pub replaces: Option<SecretDigest>,
    /// Since when.
    pub at: DateTime<Utc>,
    /// The latest end.
    pub ends_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct SessionRow {
    account_id: Uuid,
    seen_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

impl Store {
    /// Opens a session; `false` if the code was used already or the account was disabled.
    pub async fn open_session(&self, new: &NewSession<'_>) -> Result<bool, Error> {
        let id = new.account.id;
        let mut transaction = self.begin().await?;
        let step = new
            .totp_step
            .map(|step| i64::try_from(step).unwrap_or(i64::MAX));
        let good = written!(
            transaction,
            sqlx::query(
                "UPDATE accounts SET totp_step = COALESCE($2, totp_step) \
                 WHERE id = $1 AND disabled_at IS NULL AND ($2 IS NULL OR totp_step < $2)",
            )
            .bind(id.0)
            .bind(step)
        )?;
        if good == 0 {
            return Ok(false);
        }
        if let Some(before) = &new.replaces {
            written!(
                transaction,
                sqlx::query("DELETE FROM account_sessions WHERE digest = $1")
                    .bind(before.0.to_vec())
            )?;
        }
        written!(
            transaction,
            sqlx::query(
                "INSERT INTO account_sessions (digest, account_id, created_at, seen_at, ends_at) \
                 VALUES ($1, $2, $3, $3, $4)",
            )
            .bind(new.digest.0.to_vec())
            .bind(id.0)
            .bind(new.at)
            .bind(new.ends_at)
        )?;
        let how = if new.totp_step.is_some() {
            "password"
        } else {
            "oidc"
        };
        let event = AuditEvent::SignedIn {
            account: id.to_string(),
            how: how.to_owned(),
        };
        let operator = new.account.operator();
        let act = act("sign_in", &operator, new.at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Records that somebody was not let in; of a login that nobody has, nothing more.
    pub async fn record_refused_sign_in(
        &self,
        account: Option<AccountId>,
        why: &'static str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let event = AuditEvent::SignInRefused {
            account: account.map(|id| id.to_string()),
            why: why.to_owned(),
        };
        let mut transaction = self.begin().await?;
        let act = act("refuse_sign_in", "nobody", at);
        audit::record(&mut transaction, act, None, &event).await?;
        Ok(transaction.commit().await?)
    }

    /// Whose session this is, if it goes on: not longer unused than `idle`. That it is used is
    /// written down once a minute.
    pub async fn use_session(
        &self,
        digest: &SecretDigest,
        idle: Duration,
        at: DateTime<Utc>,
    ) -> Result<Option<Account>, Error> {
        let row: Option<SessionRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT account_id, seen_at, ends_at FROM account_sessions WHERE digest = $1",
        )
        .bind(digest.0.to_vec())
        .fetch_optional(pool).await)?;
        let Some(row) = row.filter(|row| at < row.ends_at && at < row.seen_at + idle) else {
            return Ok(None);
        };
        let known = self.find_account(AccountId(row.account_id)).await?;
        let account = known.map(|known| known.account);
        let account = account.filter(|account| account.disabled_at.is_none());
        if account.is_some() && row.seen_at + Duration::minutes(1) <= at {
            on_pool!(self, pool => sqlx::query(
                "UPDATE account_sessions SET seen_at = $2 WHERE digest = $1 AND seen_at < $2",
            )
            .bind(digest.0.to_vec())
            .bind(at)
            .execute(pool).await.map(|_| ()))?;
        }
        Ok(account)
    }

    /// Ends a session; `false` if it had ended.
    pub async fn close_session(
        &self,
        digest: &SecretDigest,
        account: &Account,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let ended = written!(
            transaction,
            sqlx::query("DELETE FROM account_sessions WHERE digest = $1").bind(digest.0.to_vec())
        )?;
        if ended == 0 {
            return Ok(false);
        }
        let event = AuditEvent::SignedOut {
            account: account.id.to_string(),
        };
        let operator = account.operator();
        let act = act("sign_out", &operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends every session of a person: how many.
    pub async fn close_sessions(&self, account: &Account, at: DateTime<Utc>) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        let ended = end_sessions(&mut transaction, account.id).await?;
        let event = AuditEvent::SignedOut {
            account: account.id.to_string(),
        };
        let operator = account.operator();
        let act = act("sign_out", &operator, at);
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(ended)
    }

    /// Deletes the sessions that have ended: how many.
    pub async fn delete_ended_sessions(
        &self,
        unused_since: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<u64, Error> {
        Ok(on_pool!(self, pool => sqlx::query(
            "DELETE FROM account_sessions WHERE ends_at <= $1 OR seen_at <= $2",
        )
        .bind(at)
        .bind(unused_since)
        .execute(pool).await.map(|done| done.rows_affected()))?)
    }
}

fn act<'a>(name: &'static str, operator: &'a str, at: DateTime<Utc>) -> Act<'a> {
    Act { name, operator, at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Login, Roles};
    use crate::store::AccountChange;
    use crate::store::fixtures::{OPERATOR, at, on_each};

    const IDLE: Duration = Duration::minutes(30);

    async fn account(store: &Store, login: &str, subject: Option<&str>) -> Account {
        let account = Account {
            id: AccountId(Uuid::now_v7()),
            login: login.parse().unwrap(),
            name: "Solveig".to_owned(),
            roles: "issuer".parse().unwrap(),
            organisation: None,
            subject: subject.map(str::to_owned),
            created_at: at(0),
            disabled_at: None,
        };
        let hash = subject.is_none().then_some("hash");
        assert!(store.add_account(&account, hash, OPERATOR).await.unwrap());
        account
    }

    fn new(account: &Account, step: u64, digest: u8) -> NewSession<'_> {
        NewSession {
            account,
            totp_step: Some(step),
            digest: SecretDigest([digest; 32]),
            replaces: None,
            at: at(0),
            ends_at: at(0) + Duration::hours(12),
        }
    }

    async fn is_in(store: &Store, digest: u8, when: DateTime<Utc>) -> bool {
        let digest = SecretDigest([digest; 32]);
        store
            .use_session(&digest, IDLE, when)
            .await
            .unwrap()
            .is_some()
    }

    #[tokio::test]
    async fn a_session_ends_when_it_is_not_used_and_when_its_time_is_over() {
        on_each(async |store: Store| {
            let account = account(&store, "solveig", None).await;
            assert!(store.open_session(&new(&account, 5, 1)).await.unwrap());
            let minute = |minutes| at(0) + Duration::minutes(minutes);
            assert!(is_in(&store, 1, minute(29)).await);
            assert!(is_in(&store, 1, minute(58)).await);
            assert!(!is_in(&store, 1, minute(58 + 30)).await);
            assert!(!is_in(&store, 2, minute(1)).await);
            for part in 2..=24 {
                is_in(&store, 1, minute(29 * part)).await;
            }
            assert!(is_in(&store, 1, minute(12 * 60 - 1)).await);
            assert!(!is_in(&store, 1, minute(12 * 60)).await);
            let gone = store.delete_ended_sessions(minute(0), minute(12 * 60));
            assert_eq!(gone.await.unwrap(), 1);
        })
        .await;
    }

    #[tokio::test]
    async fn a_code_opens_one_session_and_none_of_a_closed_account() {
        on_each(async |store: Store| {
            let account = account(&store, "solveig", None).await;
            assert!(store.open_session(&new(&account, 5, 1)).await.unwrap());
            assert!(!store.open_session(&new(&account, 5, 2)).await.unwrap());
            assert!(!store.open_session(&new(&account, 4, 2)).await.unwrap());
            let mut again = new(&account, 6, 2);
            again.replaces = Some(SecretDigest([1; 32]));
            assert!(store.open_session(&again).await.unwrap());
            assert!(!is_in(&store, 1, at(1)).await);
            assert!(is_in(&store, 2, at(1)).await);
            let id = account.id;
            for change in [AccountChange::Done, AccountChange::Same] {
                let ended = store.disable_account(id, OPERATOR, at(2)).await.unwrap();
                assert_eq!(ended, change);
            }
            assert!(!is_in(&store, 2, at(3)).await);
            assert!(!store.open_session(&new(&account, 7, 3)).await.unwrap());
            assert!(store.enable_account(id, OPERATOR, at(4)).await.unwrap());
            assert!(!is_in(&store, 2, at(5)).await);
            assert!(store.open_session(&new(&account, 7, 3)).await.unwrap());
        })
        .await;
    }

    #[tokio::test]
    async fn a_new_password_signs_out_everywhere() {
        on_each(async |store: Store| {
            let account = account(&store, "solveig", None).await;
            let id = account.id;
            let known = store.find_account(id).await.unwrap().unwrap();
            store.open_session(&new(&account, 5, 1)).await.unwrap();
            assert!(
                store
                    .change_password(&known, "mine", 6, at(1))
                    .await
                    .unwrap()
            );
            assert!(!is_in(&store, 1, at(2)).await);
            // The password that was compared is no longer the account's.
            assert!(
                !store
                    .change_password(&known, "other", 7, at(1))
                    .await
                    .unwrap()
            );
            store.open_session(&new(&account, 7, 2)).await.unwrap();
            assert!(
                store
                    .reset_account(id, "reset", OPERATOR, at(3))
                    .await
                    .unwrap()
            );
            assert!(!is_in(&store, 2, at(4)).await);
            let known = store.find_account(id).await.unwrap().unwrap();
            assert_eq!(known.password.as_deref(), Some("reset"));
            assert_eq!((known.totp_generation, known.totp_step), (2, 0));
            store.open_session(&new(&account, 1, 3)).await.unwrap();
            store.open_session(&new(&account, 2, 4)).await.unwrap();
            assert_eq!(store.close_sessions(&account, at(5)).await.unwrap(), 2);
            assert!(!is_in(&store, 3, at(6)).await);
        })
        .await;
    }

    #[tokio::test]
    async fn accounts_are_found_by_login_and_by_subject_and_are_made_once() {
        on_each(async |store: Store| {
            let one = account(&store, "solveig", None).await;
            let other = account(&store, "omar", Some("248289761001")).await;
            let mut third = one.clone();
            third.id = AccountId(Uuid::now_v7());
            assert!(
                !store
                    .add_account(&third, Some("hash"), OPERATOR)
                    .await
                    .unwrap()
            );
            assert_eq!(
                store.accounts().await.unwrap(),
                [one.clone(), other.clone()]
            );
            let login: Login = "solveig".parse().unwrap();
            let known = store.find_account_by_login(&login).await.unwrap().unwrap();
            assert_eq!(known.account, one);
            let known = store.find_account_by_subject("248289761001").await.unwrap();
            assert_eq!(known.unwrap().account, other);
            assert!(store.find_account_by_subject("2").await.unwrap().is_none());
            let roles: Roles = "auditor administrator".parse().unwrap();
            for change in [AccountChange::Done, AccountChange::Same] {
                let set = store.set_roles(one.id, &roles, OPERATOR, at(1)).await;
                assert_eq!(set.unwrap(), change);
            }
            let known = store.find_account(one.id).await.unwrap().unwrap();
            assert_eq!(known.account.roles, roles);
        })
        .await;
    }

    #[tokio::test]
    async fn who_came_in_and_who_did_not_is_on_record_without_names() {
        on_each(async |store: Store| {
            let account = account(&store, "solveig", None).await;
            let id = account.id.to_string();
            let mut session = new(&account, 5, 1);
            session.at = at(1);
            store.open_session(&session).await.unwrap();
            let refused = store.record_refused_sign_in(None, "wrong", at(2));
            refused.await.unwrap();
            let digest = SecretDigest([1; 32]);
            assert!(store.close_session(&digest, &account, at(3)).await.unwrap());
            assert!(!store.close_session(&digest, &account, at(3)).await.unwrap());
            let trail = store.audit_page(None, 10).await.unwrap();
            let told: Vec<String> = trail
                .iter()
                .map(|record| serde_json::to_string(&record.entry).unwrap())
                .collect();
            assert_eq!(told.len(), 4);
            assert!(told[1].contains(&format!("account:{id}")), "{}", told[1]);
            assert!(told[2].contains("\"operator\":\"nobody\""), "{}", told[2]);
            assert!(told.iter().all(|entry| !entry.contains("olveig")));
        })
        .await;
    }

    #[tokio::test]
    async fn attempts_that_are_forgiven_are_counted_anew() {
        on_each(async |store: Store| {
            let subject = [7; 32];
            assert_eq!(store.reserve_requests(&subject, 15, 1).await.unwrap(), 1);
            assert_eq!(store.reserve_requests(&subject, 15, 1).await.unwrap(), 2);
            store.forget_requests(&subject, 15).await.unwrap();
            assert_eq!(store.reserve_requests(&subject, 15, 1).await.unwrap(), 1);
        })
        .await;
    }
}
