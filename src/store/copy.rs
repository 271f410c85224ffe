//! Copying a whole register into an empty one, of the other kind of database or of the same.

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::query_builder::Separated;
use sqlx::{AssertSqlSafe, ColumnIndex, Database, Decode, Encode, QueryBuilder, Row, Type};
use uuid::Uuid;

use super::database::{self, Transaction};
use super::tables::{Kind, TABLES, Table};
use super::{Error, Store, in_transaction};

/// Values that one statement writes at most: SQLite binds 32 766, PostgreSQL 65 535.
const VALUES: usize = 30_000;

/// A table that was copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CopiedTable {
    /// Its name.
    pub table: &'static str,
    /// How many rows it has, in both registers.
    pub rows: u64,
    /// The sum of the SHA-256 of its rows, in both registers.
    pub digest: String,
}

impl Store {
    /// Copies everything into `target`, which must be empty, as it is at one instant. It is all
    /// there or nothing is: one transaction, committed when what can be read back has the counts
    /// and digests of what was read here.
    pub async fn copy_to(&self, target: &Self) -> Result<Vec<CopiedTable>, Error> {
        let mut source = self.snapshot().await?;
        let mut writing = target.begin().await?;
        defer_references(&mut writing).await?;
        let mut copied = Vec::new();
        for table in TABLES {
            if count(&mut writing, table).await? > 0 {
                return Err(Error::NotEmpty { table: table.name });
            }
        }
        for table in TABLES {
            let read = copy_table(&mut source, &mut writing, table).await?;
            let written = sum(&mut writing, table).await?;
            if read != written {
                return Err(Error::CopyDiffers { table: table.name });
            }
            copied.push(CopiedTable {
                table: table.name,
                rows: read.rows,
                digest: read.digest(),
            });
        }
        writing.commit().await?;
        Ok(copied)
    }

    /// A transaction that only reads, and sees everything as it is now.
    async fn snapshot(&self) -> Result<Transaction, Error> {
        Ok(match &self.database {
            database::Database::Sqlite(pool) => Transaction::Sqlite(pool.begin().await?),
            database::Database::Postgres(pool) => Transaction::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }
}

/// A certificate may refer to a later one: references are checked when all rows are there.
async fn defer_references(transaction: &mut Transaction) -> Result<(), Error> {
    match transaction {
        Transaction::Sqlite(connection) => {
            sqlx::query("PRAGMA defer_foreign_keys = ON")
                .execute(&mut **connection)
                .await?;
        }
        Transaction::Postgres(connection) => {
            sqlx::query("SET CONSTRAINTS ALL DEFERRED")
                .execute(&mut **connection)
                .await?;
        }
    }
    Ok(())
}

async fn count(transaction: &mut Transaction, table: &Table) -> Result<i64, Error> {
    let query = AssertSqlSafe(format!("SELECT COUNT(*) FROM {}", table.name));
    Ok(in_transaction!(transaction, connection => {
        sqlx::query_scalar(query).fetch_one(connection).await?
    }))
}

/// Reads a table row by row and writes it in large statements.
async fn copy_table(
    source: &mut Transaction,
    target: &mut Transaction,
    table: &Table,
) -> Result<Sum, Error> {
    let at_once = VALUES.checked_div(table.columns.len()).unwrap_or(1);
    let mut sum = Sum::default();
    let mut waiting = Vec::new();
    in_transaction!(source, connection => {
        let mut rows = sqlx::query(select(table)).fetch(connection);
        while let Some(row) = rows.try_next().await? {
            let values = read(&row, table)?;
            sum.add(&values);
            waiting.push(values);
            if waiting.len() == at_once {
                write(target, table, std::mem::take(&mut waiting)).await?;
            }
        }
    });
    write(target, table, waiting).await?;
    Ok(sum)
}

async fn write(
    transaction: &mut Transaction,
    table: &Table,
    rows: Vec<Vec<Value>>,
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    in_transaction!(transaction, connection => {
        let mut query = QueryBuilder::new(format!("INSERT INTO {} ({}) ", table.name, table.names()));
        query.push_values(rows, |mut row, values| {
            for value in values {
                value.bind(&mut row);
            }
        });
        query.build().execute(connection).await?;
    });
    Ok(())
}

/// Number and digests of the rows as they can be read now.
async fn sum(transaction: &mut Transaction, table: &Table) -> Result<Sum, Error> {
    let mut sum = Sum::default();
    in_transaction!(transaction, connection => {
        let mut rows = sqlx::query(select(table)).fetch(connection);
        while let Some(row) = rows.try_next().await? {
            sum.add(&read(&row, table)?);
        }
    });
    Ok(sum)
}

// Table and column names are part of the program.
fn select(table: &Table) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("SELECT {} FROM {}", table.names(), table.name))
}

/// A value of either database.
#[derive(Debug)]
enum Value {
    Bytes(Option<Vec<u8>>),
    Date(Option<NaiveDate>),
    Instant(Option<DateTime<Utc>>),
    Integer(Option<i64>),
    Text(Option<String>),
    Uuid(Option<Uuid>),
}

fn read<R: Row>(row: &R, table: &Table) -> Result<Vec<Value>, sqlx::Error>
where
    usize: ColumnIndex<R>,
    for<'r> Option<Vec<u8>>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<NaiveDate>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<DateTime<Utc>>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<Uuid>: Decode<'r, R::Database> + Type<R::Database>,
{
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(at, (_, kind))| {
            Ok(match kind {
                Kind::Bytes => Value::Bytes(row.try_get(at)?),
                Kind::Date => Value::Date(row.try_get(at)?),
                Kind::Instant => Value::Instant(row.try_get(at)?),
                Kind::Integer => Value::Integer(row.try_get(at)?),
                Kind::Text => Value::Text(row.try_get(at)?),
                Kind::Uuid => Value::Uuid(row.try_get(at)?),
            })
        })
        .collect()
}

impl Value {
    fn bind<D: Database>(self, row: &mut Separated<'_, D, &'static str>)
    where
        for<'q> Option<Vec<u8>>: Encode<'q, D> + Type<D>,
        for<'q> Option<NaiveDate>: Encode<'q, D> + Type<D>,
        for<'q> Option<DateTime<Utc>>: Encode<'q, D> + Type<D>,
        for<'q> Option<i64>: Encode<'q, D> + Type<D>,
        for<'q> Option<String>: Encode<'q, D> + Type<D>,
        for<'q> Option<Uuid>: Encode<'q, D> + Type<D>,
    {
        match self {
            Self::Bytes(value) => row.push_bind(value),
            Self::Date(value) => row.push_bind(value),
            Self::Instant(value) => row.push_bind(value),
            Self::Integer(value) => row.push_bind(value),
            Self::Text(value) => row.push_bind(value),
            Self::Uuid(value) => row.push_bind(value),
        };
    }

    /// Bytes that are the same for the same value in both databases; nothing for null.
    fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Bytes(value) => value.clone(),
            Self::Date(value) => value.map(|date| date.to_string().into_bytes()),
            Self::Instant(value) => value.map(|at| at.timestamp_micros().to_be_bytes().to_vec()),
            Self::Integer(value) => value.map(|number| number.to_be_bytes().to_vec()),
            Self::Text(value) => value.clone().map(String::into_bytes),
            Self::Uuid(value) => value.map(|id| id.as_bytes().to_vec()),
        }
    }
}

/// Rows counted, and their digests added up: in whatever order they come, the sum is the same.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    rows: u64,
    lanes: [u64; 4],
}

impl Sum {
    fn add(&mut self, values: &[Value]) {
        let mut hasher = Sha256::new();
        for value in values {
            match value.bytes() {
                None => hasher.update([0]),
                Some(bytes) => {
                    hasher.update([1]);
                    hasher.update(bytes.len().to_be_bytes());
                    hasher.update(bytes);
                }
            }
        }
        let digest: [u8; 32] = hasher.finalize().into();
        let (parts, _) = digest.as_chunks::<8>();
        for (lane, part) in self.lanes.iter_mut().zip(parts) {
            *lane = lane.wrapping_add(u64::from_be_bytes(*part));
        }
        self.rows += 1;
    }

    fn digest(&self) -> String {
        let bytes: Vec<u8> = self
            .lanes
            .iter()
            .flat_map(|lane| lane.to_be_bytes())
            .collect();
        hex::encode(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::fixtures::{self, OPERATOR, at, issued, new_certificate, parts};
    use super::*;
    use crate::credential::RevocationReason;

    #[tokio::test]
    async fn every_column_of_every_table_is_copied() {
        fixtures::on_each(async |store: Store| {
            let named: BTreeSet<String> = TABLES
                .iter()
                .flat_map(|table| {
                    let columns = table.columns.iter();
                    columns.map(|(column, _)| format!("{}.{column}", table.name))
                })
                .collect();
            assert_eq!(named, fixtures::columns(&store).await);
        })
        .await;
    }

    #[tokio::test]
    async fn a_copy_in_either_direction_has_everything() {
        let folder = tempfile::tempdir().unwrap();
        let (_folder, file) = fixtures::store().await;
        let first = issued(&file, 1).await;
        let mut correction = new_certificate(&file, 2).await;
        correction.supersedes = Some(first.id);
        file.prepare(&correction, OPERATOR).await.unwrap();
        file.mark_issued(correction.id, &parts(2), OPERATOR, at(2))
            .await
            .unwrap();
        file.supersede(first.id, correction.id, OPERATOR, at(3))
            .await
            .unwrap();
        file.revoke(first.id, RevocationReason::Fraud, OPERATOR, at(4))
            .await
            .unwrap();
        let Some(server) = fixtures::postgres().await else {
            return;
        };
        let there = file.copy_to(&server).await.unwrap();
        let again = Store::migrate(folder.path().join("again.db").as_path())
            .await
            .unwrap();
        let back = server.copy_to(&again).await.unwrap();
        assert_eq!(there, back);
        assert_eq!(there[0].rows, 2);
        for store in [&server, &again] {
            assert_eq!(
                store.find(first.id).await.unwrap(),
                file.find(first.id).await.unwrap()
            );
            assert_eq!(
                store.audit_trail(first.id).await.unwrap(),
                file.audit_trail(first.id).await.unwrap()
            );
        }
    }

    #[tokio::test]
    async fn a_register_that_is_not_empty_is_not_written_over() {
        let (_folder, source) = fixtures::store().await;
        issued(&source, 1).await;
        fixtures::on_each(async |target: Store| {
            let there = issued(&target, 2).await;
            let error = source.copy_to(&target).await.unwrap_err();
            assert!(matches!(error, Error::NotEmpty { .. }), "{error}");
            assert_eq!(target.counts().await.unwrap().issued, 1);
            assert!(target.find(there.id).await.unwrap().is_some());
        })
        .await;
    }

    #[test]
    fn the_sum_does_not_depend_on_the_order_but_on_every_value() {
        let row = |number, text: Option<&str>| {
            vec![
                Value::Integer(Some(number)),
                Value::Text(text.map(str::to_owned)),
            ]
        };
        let sum = |rows: &[Vec<Value>]| {
            let mut sum = Sum::default();
            for row in rows {
                sum.add(row);
            }
            sum
        };
        let both = sum(&[row(1, Some("a")), row(2, None)]);
        assert_eq!(both, sum(&[row(2, None), row(1, Some("a"))]));
        assert_ne!(both, sum(&[row(1, Some("a")), row(2, Some(""))]));
        assert_ne!(both, sum(&[row(1, Some("a"))]));
    }
}
