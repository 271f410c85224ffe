//! A PostgreSQL for tests, when there is one.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

/// The address of a schema in which nothing is yet, on the server that `TEST_DATABASE_URL` names.
/// Without one the test is skipped, loudly, and fails where CI runs it.
pub(crate) fn fresh() -> Option<String> {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
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
