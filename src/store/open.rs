//! Creating, migrating and opening the register's file.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use super::{Error, Store};

static MIGRATOR: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// Name of the table where sqlx records what was migrated.
const MIGRATIONS_TABLE: &str = "_sqlx_migrations";

/// Longest wait for the write lock. One write takes a few milliseconds, mostly the disk's.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Connections held at most; readers don't wait for the writer.
const CONNECTIONS: u32 = 16;

impl Store {
    /// Opens the register at `path`, which must exist and be on exactly this program's schema.
    pub async fn open(path: &Path) -> Result<Self, Error> {
        let store = Self::connect(path).await?;
        store.ensure_schema(path).await?;
        Ok(store)
    }

    /// Creates the register at `path` if there is none, brings it to this program's schema, and
    /// opens it. Repeating it changes nothing.
    pub async fn migrate(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            create_private(path).map_err(|source| Error::Create {
                path: path.to_owned(),
                source,
            })?;
        }
        let store = Self::connect(path).await?;
        MIGRATOR
            .run(&store.pool)
            .await
            .map_err(|error| match error {
                MigrateError::VersionMissing(found) => Error::SchemaNewer {
                    found,
                    needed: newest(),
                },
                MigrateError::VersionMismatch(version) => Error::SchemaForeign { version },
                other => Error::Migration(other),
            })?;
        Ok(store)
    }

    /// The schema version that this program needs.
    pub fn schema_version() -> i64 {
        newest()
    }

    async fn connect(path: &Path) -> Result<Self, Error> {
        if !path.is_file() {
            return Err(Error::Missing {
                path: path.to_owned(),
            });
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Wal)
            // A certificate that left the house must not vanish with the power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let pool: SqlitePool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(BUSY_TIMEOUT)
            .connect_with(options)
            .await
            .map_err(|source| Error::NotARegister {
                path: path.to_owned(),
                source: Some(source),
            })?;
        Ok(Self { pool })
    }

    async fn ensure_schema(&self, path: &Path) -> Result<(), Error> {
        let not_a_register = |source| Error::NotARegister {
            path: path.to_owned(),
            source,
        };
        let mut connection = self.pool.acquire().await?;
        let tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master")
            .fetch_one(&mut *connection)
            .await?;
        if tables == 0 {
            // `migrate` was interrupted right after making the file.
            return Err(Error::SchemaOlder {
                found: 0,
                needed: newest(),
            });
        }
        let applied = connection
            .list_applied_migrations(MIGRATIONS_TABLE)
            .await
            .map_err(|_| not_a_register(None))?;
        let found = applied.iter().map(|one| one.version).max().unwrap_or(0);
        let needed = newest();
        if found > needed {
            return Err(Error::SchemaNewer { found, needed });
        }
        for known in MIGRATOR.iter() {
            match applied.iter().find(|one| one.version == known.version) {
                None => return Err(Error::SchemaOlder { found, needed }),
                Some(one) if one.checksum != known.checksum => {
                    return Err(Error::SchemaForeign {
                        version: known.version,
                    });
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}

fn newest() -> i64 {
    MIGRATOR.iter().map(|one| one.version).max().unwrap_or(0)
}

/// Makes the file, readable by its owner only: it will hold names and birth dates. The database
/// gives its side files the same permissions.
fn create_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_register_that_does_not_exist_is_not_created_by_opening_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        let error = Store::open(&path).await.unwrap_err();
        assert!(matches!(error, Error::Missing { .. }), "{error}");
        assert_eq!(error.hint(), Some("store-hint-missing"));
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn migrating_twice_changes_nothing_and_opening_then_works() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/register.db");
        Store::migrate(&path).await.unwrap().close().await;
        Store::migrate(&path).await.unwrap().close().await;
        let store = Store::open(&path).await.unwrap();
        assert_eq!(store.counts().await.unwrap().issued, 0);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_its_owner_can_read_the_register() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        let _store = Store::migrate(&path).await.unwrap();
        for name in ["register.db", "register.db-wal"] {
            let mode = std::fs::metadata(folder.path().join(name))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[tokio::test]
    async fn an_empty_file_is_a_register_before_its_first_migration() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        std::fs::write(&path, b"").unwrap();
        let error = Store::open(&path).await.unwrap_err();
        assert!(
            matches!(error, Error::SchemaOlder { found: 0, .. }),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_file_of_another_kind_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        std::fs::write(&path, "Nom;Prénom\n".repeat(100)).unwrap();
        let error = Store::open(&path).await.unwrap_err();
        assert!(matches!(error, Error::NotARegister { .. }), "{error}");
    }

    #[tokio::test]
    async fn a_register_of_a_newer_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        let store = Store::migrate(&path).await.unwrap();
        sqlx::query(
            "INSERT INTO _sqlx_migrations \
             (version, description, installed_on, success, checksum, execution_time) \
             VALUES (99, 'from the future', '2030-01-01', 1, x'00', 0)",
        )
        .execute(&store.pool)
        .await
        .unwrap();
        store.close().await;
        for result in [Store::open(&path).await, Store::migrate(&path).await] {
            let error = result.unwrap_err();
            assert!(
                matches!(error, Error::SchemaNewer { found: 99, .. }),
                "{error}"
            );
        }
    }

    #[tokio::test]
    async fn a_migration_that_somebody_edited_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        let store = Store::migrate(&path).await.unwrap();
        sqlx::query("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1")
            .execute(&store.pool)
            .await
            .unwrap();
        store.close().await;
        let error = Store::open(&path).await.unwrap_err();
        assert!(
            matches!(error, Error::SchemaForeign { version: 1 }),
            "{error}"
        );
    }
}
