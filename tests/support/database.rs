//! A workspace's register, touched behind the program's back, and registers on the test server.

use std::path::Path;
use std::process::Command;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::Workspace;

/// A database of the test server that nobody else uses.
#[derive(Debug, Clone)]
pub(crate) struct Postgres {
    server: String,
    name: String,
}

impl Postgres {
    /// A fresh one, if `TEST_DATABASE_URL` names a server; where CI runs it must.
    pub(crate) fn fresh() -> Option<Self> {
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
            assert!(
                std::env::var_os("CI").is_none(),
                "TEST_DATABASE_URL is not set: nothing would be tested on PostgreSQL"
            );
            eprintln!(
                "!! SKIPPED on PostgreSQL: TEST_DATABASE_URL is not set (scripts/test sets it)"
            );
            return None;
        };
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        let statement = format!("CREATE DATABASE {name}");
        block_on(async {
            let mut connection = PgConnection::connect(&server).await.unwrap();
            let created = sqlx::query(AssertSqlSafe(statement));
            created.execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        });
        Some(Self { server, name })
    }

    pub(crate) fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').unwrap();
        format!("{server}/{}", self.name)
    }

    /// `pg_dump` to a file.
    pub(crate) fn dump(&self, to: &Path) {
        let mut dump = Command::new("pg_dump");
        dump.args(["--format=custom", "--file"]).arg(to);
        let status = dump.arg(self.url()).status().unwrap();
        assert!(status.success());
    }

    /// `pg_restore` from a file.
    pub(crate) fn restore(&self, from: &Path) {
        let mut restore = Command::new("pg_restore");
        restore.args(["--no-owner", "--exit-on-error", "--dbname", &self.url()]);
        assert!(restore.arg(from).status().unwrap().success());
    }
}

impl Workspace {
    /// Changes the register's file as no command would; the number of rows changed.
    pub(crate) fn sql(&self, statement: &str) -> u64 {
        let url = format!("sqlite://{}", self.path("sceau.db").display());
        let statement = statement.to_owned();
        block_on(async {
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            let changed = sqlx::query(AssertSqlSafe(statement));
            let done = changed.execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            done.rows_affected()
        })
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}
