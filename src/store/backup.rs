//! Copies of a register in a file while it is in use, and what a restored one must do first.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::audit::{self, Act};
use super::database::Database;
use super::{Error, Store, in_transaction, written};
use crate::audit::AuditEvent;

/// Numbers of status lists that are left out after a restore: those that may have been opened
/// between the backup and the loss.
const LEFT_OUT: i64 = 1000;

impl Store {
    /// Writes a whole copy of a register in a file, as it is at one instant, to a file that must not
    /// exist. Readers and writers go on meanwhile.
    pub async fn back_up(&self, to: &Path) -> Result<(), Error> {
        let Database::Sqlite(pool) = &self.database else {
            return Err(Error::BackUpOnServer);
        };
        // Its owner's only, before anything is in it; SQLite accepts an empty file.
        create_new(to).map_err(|source| Error::Create {
            path: to.to_owned(),
            source,
        })?;
        sqlx::query("VACUUM INTO $1")
            .bind(to.to_string_lossy().into_owned())
            .execute(pool)
            .await?;
        Ok(())
    }

    /// To be done once when a register was restored from a backup, before it is used: what was given
    /// out between the backup and the loss is unknown to it and is not given out again. New places
    /// come from new status lists only, and signing is stopped until somebody looked.
    pub async fn mark_restored(&self, operator: &str, at: DateTime<Utc>) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        written!(
            transaction,
            sqlx::query("UPDATE status_lists SET closed_at = $1 WHERE closed_at IS NULL").bind(at)
        )?;
        let newest: i64 = in_transaction!(transaction, connection => sqlx::query_scalar(
            "SELECT COALESCE(MAX(list), 0) FROM status_lists",
        )
        .fetch_one(connection).await)?;
        written!(
            transaction,
            sqlx::query(
                "INSERT INTO status_lists (list, opened_at, closed_at) VALUES ($1, $2, $2)"
            )
            .bind(newest + LEFT_OUT)
            .bind(at)
        )?;
        written!(
            transaction,
            sqlx::query(
                "INSERT INTO signing_freeze (id, since, operator, reason) VALUES (1, $1, $2, $3) \
                 ON CONFLICT (id) DO NOTHING",
            )
            .bind(at)
            .bind(operator)
            .bind("restored from a backup")
        )?;
        let act = Act {
            name: "mark_restored",
            operator,
            at,
        };
        audit::record(&mut transaction, act, None, &AuditEvent::Restored).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Makes an empty file that nobody else can read.
fn create_new(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixtures::{OPERATOR, at, issued, on_each, store};

    #[tokio::test]
    async fn a_copy_made_while_the_register_is_in_use_is_a_whole_register() {
        let (folder, store) = store().await;
        let certificate = issued(&store, 1).await;
        let copy = folder.path().join("copy.db");
        store.back_up(&copy).await.unwrap();
        issued(&store, 2).await;
        let copied = Store::open(copy.as_path()).await.unwrap();
        assert_eq!(copied.counts().await.unwrap().issued, 1);
        assert_eq!(
            copied.find(certificate.id).await.unwrap(),
            Some(certificate)
        );
        assert_eq!(copied.audit_heads().await.unwrap().len(), 17);
        // A file that is there is never written over.
        assert!(store.back_up(&copy).await.is_err());
        assert_eq!(copied.counts().await.unwrap().issued, 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&copy).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn a_restored_register_gives_no_place_that_it_may_have_given_before() {
        on_each(async |store: Store| {
            issued(&store, 1).await;
            let before = store.status_lists().await.unwrap();
            store.mark_restored(OPERATOR, at(5)).await.unwrap();
            let newest = before.last().unwrap();
            for _ in 0..20 {
                let place = store.next_status_reference(at(6)).await.unwrap();
                assert!(place.list > newest + 1000, "{place:?}");
            }
            assert!(store.freeze_in_force().await.unwrap().is_some());
        })
        .await;
    }
}
