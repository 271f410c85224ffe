//! Creating, migrating and opening the register, in a file or on a database server.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{AppliedMigration, Migrate, MigrateError, Migrator};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgConnection, PgPool, SqlitePool};

use super::database::Database;
use super::{Error, Store, chain, on_pool};
use crate::config::Location;

static SQLITE: Migrator = sqlx::migrate!("src/store/migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("src/store/migrations/postgres");

/// Name of the table where sqlx records what was migrated.
const MIGRATIONS_TABLE: &str = "_sqlx_migrations";

/// Longest wait for the write lock or a connection. One write takes a few milliseconds, mostly the
/// disk's.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Rows that a connection to a file may read before they are taken.
const ROWS_AHEAD: usize = 4096;

/// Connections held at most; readers don't wait for the writer.
const CONNECTIONS: u32 = 16;

/// Oldest PostgreSQL that the register is tested with, as the server numbers its versions.
const OLDEST_SERVER: i32 = 150_000;

/// A server may be set to acknowledge what a crash then takes back. Here it must not: a certificate
/// that left the house is in the register. What is stricter than that stays.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false) \
     WHERE current_setting('synchronous_commit') = 'off'";

/// How the connections to the database are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Those at work.
    pub busy: u32,
    /// Those that are open and wait.
    pub idle: u32,
    /// How many there may be.
    pub most: u32,
}

impl Store {
    /// Opens the register, which must exist and be on exactly this program's schema.
    pub async fn open(location: impl Into<Location>) -> Result<Self, Error> {
        let location = location.into();
        let store = Self::connect(&location).await?;
        store.ensure_schema(&location).await?;
        Ok(store)
    }

    /// Creates the register if there is none, brings it to this program's schema, and opens it.
    /// Repeating it changes nothing. A database on a server must exist; its tables need not.
    pub async fn migrate(location: impl Into<Location>) -> Result<Self, Error> {
        let location = location.into();
        let _lock = match &location {
            Location::File(path) => Some(create_locked(path).map_err(|source| Error::Create {
                path: path.clone(),
                source,
            })?),
            // sqlx takes an advisory lock on the server.
            Location::Server(_) => None,
        };
        let store = Self::connect(&location).await?;
        let migrator = store.migrator();
        on_pool!(store, pool => migrator.run(pool).await).map_err(|error| match error {
            MigrateError::VersionMissing(found) => Error::SchemaNewer {
                found,
                needed: newest(),
            },
            MigrateError::VersionMismatch(version) => Error::SchemaForeign { version },
            other => Error::Migration(other),
        })?;
        chain::chain_older(&store).await?;
        Ok(store)
    }

    /// How the connections to the database are used now.
    pub fn connections(&self) -> Connections {
        let (open, idle) = on_pool!(self, pool => (pool.size(), pool.num_idle()));
        let idle = u32::try_from(idle).unwrap_or(u32::MAX).min(open);
        Connections {
            busy: open - idle,
            idle,
            most: CONNECTIONS,
        }
    }

    /// The schema version that the register has now.
    pub async fn schema_found(&self) -> Result<i64, Error> {
        let applied = self.applied().await.map_err(Error::Migration)?;
        Ok(applied.iter().map(|one| one.version).max().unwrap_or(0))
    }

    /// The schema version that this program needs.
    pub fn schema_version() -> i64 {
        newest()
    }

    async fn connect(location: &Location) -> Result<Self, Error> {
        let database = match location {
            Location::File(path) => Database::Sqlite(connect_file(path).await?),
            Location::Server(url) => {
                Database::Postgres(connect_server(url.expose(), location).await?)
            }
        };
        Ok(Self { database })
    }

    fn migrator(&self) -> &'static Migrator {
        match self.database {
            Database::Sqlite(_) => &SQLITE,
            Database::Postgres(_) => &POSTGRES,
        }
    }

    async fn ensure_schema(&self, location: &Location) -> Result<(), Error> {
        let needed = newest();
        if self.is_empty().await? {
            // `migrate` was never run, or was interrupted right after making the file.
            return Err(Error::SchemaOlder { found: 0, needed });
        }
        let applied = self.applied().await.map_err(|_| Error::NotARegister {
            location: location.clone(),
            source: None,
        })?;
        let found = applied.iter().map(|one| one.version).max().unwrap_or(0);
        if found > needed {
            return Err(Error::SchemaNewer { found, needed });
        }
        for known in self.migrator().iter() {
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

    /// Whether there is no table at all.
    async fn is_empty(&self) -> Result<bool, Error> {
        let tables: i64 = match &self.database {
            Database::Sqlite(pool) => {
                sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master")
                    .fetch_one(pool)
                    .await?
            }
            Database::Postgres(pool) => {
                sqlx::query_scalar(
                    "SELECT COUNT(*) FROM information_schema.tables \
                     WHERE table_schema = current_schema()",
                )
                .fetch_one(pool)
                .await?
            }
        };
        Ok(tables == 0)
    }

    async fn applied(&self) -> Result<Vec<AppliedMigration>, MigrateError> {
        on_pool!(self, pool => {
            let mut connection = pool.acquire().await.map_err(MigrateError::Execute)?;
            connection.list_applied_migrations(MIGRATIONS_TABLE).await
        })
    }
}

async fn connect_file(path: &Path) -> Result<SqlitePool, Error> {
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
        // Rows come from a thread of the driver's own: handed over one by one, each would wake us.
        .row_buffer_size(ROWS_AHEAD)
        .busy_timeout(BUSY_TIMEOUT);
    SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(BUSY_TIMEOUT)
        .connect_with(options)
        .await
        .map_err(|source| Error::NotARegister {
            location: Location::from(path),
            source: Some(source),
        })
}

async fn connect_server(url: &str, location: &Location) -> Result<PgPool, Error> {
    let unreachable = |source| Error::Unreachable {
        location: location.clone(),
        source,
    };
    // A server that refuses at the start is told at once; later, the pool waits for it to return.
    let mut connection = PgConnection::connect(url).await.map_err(unreachable)?;
    let version: i32 = sqlx::query_scalar("SELECT current_setting('server_version_num')::INTEGER")
        .fetch_one(&mut connection)
        .await
        .map_err(unreachable)?;
    connection.close().await.map_err(unreachable)?;
    if version < OLDEST_SERVER {
        return Err(Error::ServerTooOld {
            found: version.div_euclid(10_000),
            needed: OLDEST_SERVER.div_euclid(10_000),
        });
    }
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(BUSY_TIMEOUT)
        .after_connect(|connection, _| {
            Box::pin(async move { sqlx::query(DURABLE).execute(connection).await.map(drop) })
        })
        .connect_lazy(url)
        .map_err(unreachable)
}

// Both folders have the same versions: a test compares their names.
fn newest() -> i64 {
    SQLITE.iter().map(|one| one.version).max().unwrap_or(0)
}

/// Makes the file unless it is there, and keeps others from migrating it at the same time while
/// the lock is held.
// The folder is locked, not the file: SQLite has its own locks on that.
fn create_locked(path: &Path) -> std::io::Result<File> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
    std::fs::create_dir_all(&folder)?;
    let lock = File::open(&folder)?;
    lock.lock()?;
    if !path.exists() {
        create_private(path)?;
    }
    Ok(lock)
}

/// Makes the file, readable by its owner only: it will hold names and birth dates. The database
/// gives its side files the same permissions.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    #[tokio::test]
    async fn a_register_that_does_not_exist_is_not_created_by_opening_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        let error = Store::open(path.as_path()).await.unwrap_err();
        assert!(matches!(error, Error::Missing { .. }), "{error}");
        assert_eq!(error.hint(), Some("store-hint-missing"));
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_server_that_would_acknowledge_too_early_is_asked_for_better_and_a_stricter_one_kept()
    {
        let Some(Location::Server(url)) = fixtures::postgres_location().await else {
            return;
        };
        for (set, found) in [
            ("off", "on"),
            ("on", "on"),
            ("remote_apply", "remote_apply"),
        ] {
            let url = format!("{}&options[synchronous_commit]={set}", url.expose());
            let location = Location::Server(url.as_str().into());
            let store = Store::migrate(location).await.unwrap();
            let Database::Postgres(pool) = &store.database else {
                panic!("not a server");
            };
            let shown: String = sqlx::query_scalar("SHOW synchronous_commit")
                .fetch_one(pool)
                .await
                .unwrap();
            assert_eq!(shown, found, "set to {set}");
        }
    }

    #[tokio::test]
    async fn migrating_twice_changes_nothing_and_opening_then_works() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/register.db");
        Store::migrate(path.as_path()).await.unwrap().close().await;
        Store::migrate(path.as_path()).await.unwrap().close().await;
        let store = Store::open(path.as_path()).await.unwrap();
        assert_eq!(store.counts().await.unwrap().issued, 0);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_its_owner_can_read_the_register() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.db");
        let _store = Store::migrate(path.as_path()).await.unwrap();
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
        let error = Store::open(path.as_path()).await.unwrap_err();
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
        let error = Store::open(path.as_path()).await.unwrap_err();
        assert!(matches!(error, Error::NotARegister { .. }), "{error}");
    }

    #[tokio::test]
    async fn a_register_of_a_newer_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for location in fixtures::locations(&folder).await {
            let store = Store::migrate(location.clone()).await.unwrap();
            fixtures::tamper(
                &store,
                "INSERT INTO _sqlx_migrations \
                 (version, description, installed_on, success, checksum, execution_time) \
                 SELECT 99, 'from the future', installed_on, success, checksum, 0 \
                 FROM _sqlx_migrations WHERE version = 1",
            )
            .await
            .unwrap();
            store.close().await;
            for result in [
                Store::open(location.clone()).await,
                Store::migrate(location.clone()).await,
            ] {
                let error = result.unwrap_err();
                assert!(
                    matches!(error, Error::SchemaNewer { found: 99, .. }),
                    "{error}"
                );
            }
        }
    }

    #[tokio::test]
    async fn a_migration_that_somebody_edited_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        for location in fixtures::locations(&folder).await {
            let store = Store::migrate(location.clone()).await.unwrap();
            fixtures::tamper(
                &store,
                "UPDATE _sqlx_migrations SET checksum = substr(checksum, 1, 1) WHERE version = 1",
            )
            .await
            .unwrap();
            store.close().await;
            let error = Store::open(location).await.unwrap_err();
            assert!(
                matches!(error, Error::SchemaForeign { version: 1 }),
                "{error}"
            );
        }
    }

    #[test]
    fn both_databases_have_the_same_migrations() {
        let names = |migrator: &Migrator| -> Vec<String> {
            migrator
                .iter()
                .map(|one| format!("{} {}", one.version, one.description))
                .collect()
        };
        assert_eq!(names(&SQLITE), names(&POSTGRES));
    }

    #[tokio::test]
    async fn both_databases_have_the_same_tables_and_columns() {
        let folder = tempfile::tempdir().unwrap();
        let mut found = Vec::new();
        for location in fixtures::locations(&folder).await {
            let store = Store::migrate(location).await.unwrap();
            let columns = fixtures::columns(&store).await;
            assert!(columns.contains("certificates.code"));
            found.push(columns);
        }
        assert!(
            found.windows(2).all(|pair| pair[0] == pair[1]),
            "{found:#?}"
        );
    }

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_named_without_its_password() {
        let url = "postgres://sceau:hunter2@127.0.0.1:1/sceau";
        let error = Store::open(Location::Server(url.into())).await.unwrap_err();
        assert!(matches!(error, Error::Unreachable { .. }), "{error}");
        assert_eq!(
            error.to_string(),
            "the register's database `postgres://127.0.0.1:1/sceau` can't be reached"
        );
    }
}
