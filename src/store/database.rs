//! The two databases that a register can be in, and one way to run a statement on either.
//!
//! Every statement has one text for both. `on_pool!` runs it by itself, `in_transaction!` and
//! `written!` within a transaction; the body is compiled once for each database.

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};

use super::{Error, Store};

/// Connections to the database.
#[derive(Debug, Clone)]
pub(super) enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A write transaction: rolled back unless committed.
#[derive(Debug)]
pub(super) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// Runs a statement outside of a transaction, on whichever database is in use.
macro_rules! on_pool {
    ($store:expr, $pool:ident => $body:expr) => {
        match &$store.database {
            $crate::store::database::Database::Sqlite($pool) => $body,
            $crate::store::database::Database::Postgres($pool) => $body,
        }
    };
}

/// Runs a statement within a transaction, on whichever database it is of.
macro_rules! in_transaction {
    ($transaction:expr, $connection:ident => $body:expr) => {
        match $transaction.borrowed() {
            $crate::store::database::Transaction::Sqlite(connection) => {
                let $connection = &mut **connection;
                $body
            }
            $crate::store::database::Transaction::Postgres(connection) => {
                let $connection = &mut **connection;
                $body
            }
        }
    };
}

/// Runs a statement that writes within a transaction: how many rows it wrote.
macro_rules! written {
    ($transaction:expr, $statement:expr) => {
        $crate::store::database::in_transaction!($transaction, connection => $statement
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))
    };
}

/// The query for the rows of a table in whose column one of the values stands.
macro_rules! among {
    ($start:expr, $values:expr, $row:ty, $pool:ident) => {{
        let mut query = sqlx::QueryBuilder::new($start);
        let mut list = query.separated(", ");
        for value in $values {
            list.push_bind(value);
        }
        query.push(")");
        query.build_query_as::<$row>().fetch_all($pool).await
    }};
}

pub(super) use {among, in_transaction, on_pool, written};

impl Store {
    /// Begins a write transaction.
    // SQLite takes the write lock at once: a transaction that reads first and writes later would
    // be refused when another one wrote in between. PostgreSQL locks the rows that are written.
    pub(super) async fn begin(&self) -> Result<Transaction, Error> {
        Ok(match &self.database {
            Database::Sqlite(pool) => {
                Transaction::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?)
            }
            Database::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// Waits for running statements and closes the connections.
    pub async fn close(&self) {
        on_pool!(self, pool => pool.close().await);
    }
}

impl Transaction {
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
    }

    /// Itself, whether one has it or only borrows it.
    pub(super) fn borrowed(&mut self) -> &mut Self {
        self
    }
}
