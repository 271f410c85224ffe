//! A PostgreSQL for tests, when there is one.

use std::path::Path;
use std::process::Command;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use uuid::Uuid;

/// The address of a schema in which nothing is yet, on the server that `TEST_DATABASE_URL` names.
/// Without one the test is skipped, loudly, and fails where CI runs it.
pub(crate) fn fresh() -> Option<String> {
    let Some(server) = server() else {
        assert!(
            std::env::var_os("CI").is_none(),
            "TEST_DATABASE_URL is not set: nothing would be tested on PostgreSQL"
        );
        eprintln!("!! SKIPPED on PostgreSQL: TEST_DATABASE_URL is not set (scripts/test sets it)");
        return None;
    };
    let schema = format!("test_{}", Uuid::new_v4().simple());
    execute(&server, format!("CREATE SCHEMA {schema}"));
    Some(format!("{server}?options[search_path]={schema}"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "which server tests run on is no configuration of the service"
)]
fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok()
}

/// Runs one statement.
pub(crate) fn execute(url: &str, statement: impl Into<String>) {
    let statement = AssertSqlSafe(statement.into());
    let done = async {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query(statement)
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    };
    tokio::runtime::Runtime::new().unwrap().block_on(done);
}

/// Runs a statement on the register in a file; the number of rows changed.
pub(crate) fn execute_in_file(path: &Path, statement: &str) -> u64 {
    let url = format!("sqlite://{}", path.display());
    let statement = AssertSqlSafe(statement.to_owned());
    let done = async {
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        let done = sqlx::query(statement).execute(&mut connection).await;
        connection.close().await.unwrap();
        done.unwrap().rows_affected()
    };
    tokio::runtime::Runtime::new().unwrap().block_on(done)
}

/// The address of an empty database on the test server, for what `pg_restore` makes anew.
pub(crate) fn fresh_database() -> Option<String> {
    // Says loudly what is skipped when there is no server.
    fresh()?;
    let server = server()?;
    let name = format!("test_{}", Uuid::new_v4().simple());
    execute(&server, format!("CREATE DATABASE {name}"));
    let (server, _) = server.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}"))
}

/// `pg_dump` of a database to a file.
pub(crate) fn dump(url: &str, to: &Path) {
    let mut dump = Command::new("pg_dump");
    dump.args(["--format=custom", "--file"]).arg(to).arg(url);
    assert!(dump.status().unwrap().success());
}

/// `pg_restore` from a file into an empty database.
pub(crate) fn restore(url: &str, from: &Path) {
    let mut restore = Command::new("pg_restore");
    restore.args(["--no-owner", "--exit-on-error", "--dbname", url]);
    assert!(restore.arg(from).status().unwrap().success());
}
