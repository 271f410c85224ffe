//! What the register holds about many codes at once.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use futures_util::{FutureExt, StreamExt};
use sqlx::FromRow;
use uuid::Uuid;

use super::database::Database;
use super::row::{inconsistent, reason};
use super::{Error, Standing, Store};
use crate::credential::{CertificateId, VerificationCode};

/// How often rows that are being read are taken: a millisecond is what the timer can tell apart.
const GULP: Duration = Duration::from_millis(1);

// One question for all codes: a question for each would cost twenty times as much.

/// SQLite takes the codes as a JSON array; the join begins with them, so that each is one step down
/// the index.
const IN_SQLITE: &str = "SELECT certificates.id, certificates.code, certificates.seal, \
    certificates.revoked_at, certificates.revocation_reason, certificates.suspended_at, \
    certificates.suspension_reason, certificates.superseded_at \
    FROM json_each($1) AS asked CROSS JOIN certificates ON certificates.code = asked.value \
    WHERE certificates.state = 'issued'";

/// PostgreSQL takes them as an array.
const IN_POSTGRES: &str = "SELECT id, code, seal, revoked_at, revocation_reason, suspended_at, \
    suspension_reason, superseded_at FROM certificates \
    WHERE code = ANY($1) AND state = 'issued'";

/// An issued certificate as far as bulk verification asks. Who and what it is about stands in its
/// seal alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Permanent identifier.
    pub id: CertificateId,
    /// Printed code.
    pub code: VerificationCode,
    /// The `COSE_Sign1` bytes of the seal.
    pub seal: Vec<u8>,
    /// Whether it is in force.
    pub standing: Standing,
}

#[derive(FromRow)]
struct RecordedRow {
    id: Uuid,
    code: String,
    seal: Vec<u8>,
    revoked_at: Option<DateTime<Utc>>,
    revocation_reason: Option<String>,
    suspended_at: Option<DateTime<Utc>>,
    suspension_reason: Option<String>,
    superseded_at: Option<DateTime<Utc>>,
}

impl Store {
    /// The issued certificates among these codes, by code. Sorted codes are found faster.
    pub async fn recorded(&self, codes: &[&VerificationCode]) -> Result<Vec<Recorded>, Error> {
        let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
        let rows: Vec<RecordedRow> = match &self.database {
            Database::Sqlite(pool) => {
                let codes = serde_json::json!(codes).to_string();
                in_gulps(sqlx::query_as(IN_SQLITE).bind(codes).fetch(pool)).await?
            }
            // Not kept: PostgreSQL would come to plan it without knowing how many codes there are,
            // which takes twice as long.
            Database::Postgres(pool) => {
                sqlx::query_as(IN_POSTGRES)
                    .persistent(false)
                    .bind(codes)
                    .fetch_all(pool)
                    .await?
            }
        };
        let mut recorded = rows
            .into_iter()
            .map(Recorded::try_from)
            .collect::<Result<Vec<_>, _>>()?;
        recorded.sort_unstable_by(|one, other| one.code.cmp(&other.code));
        Ok(recorded)
    }
}

/// Takes the rows of a stream that another thread fills, looking now and then.
///
/// Waiting for each row would let that thread wake this one for each, which takes longer than
/// reading it.
async fn in_gulps<T>(mut rows: BoxStream<'_, sqlx::Result<T>>) -> sqlx::Result<Vec<T>> {
    let mut taken = Vec::new();
    loop {
        while let Some(next) = rows.next().now_or_never() {
            match next {
                Some(row) => taken.push(row?),
                None => return Ok(taken),
            }
        }
        tokio::time::sleep(GULP).await;
    }
}

impl TryFrom<RecordedRow> for Recorded {
    type Error = Error;

    fn try_from(row: RecordedRow) -> Result<Self, Error> {
        let bad = |column| inconsistent("certificates", column, row.id);
        let reason = |column, name: Option<String>| reason(name).map_err(|()| bad(column));
        Ok(Self {
            id: CertificateId(row.id),
            code: super::row::code(row.code).ok_or_else(|| bad("code"))?,
            seal: row.seal,
            standing: Standing {
                revoked_at: row.revoked_at,
                revocation_reason: reason("revocation_reason", row.revocation_reason)?,
                suspended_at: row.suspended_at,
                suspension_reason: reason("suspension_reason", row.suspension_reason)?,
                superseded_at: row.superseded_at,
            },
        })
    }
}
