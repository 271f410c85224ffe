//! What the register holds about many codes at once.

use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{FutureExt, StreamExt};
use uuid::Uuid;

use super::database::Database;
use super::row::inconsistent;
use super::{Error, Standing, Store};
use crate::credential::{CertificateId, VerificationCode};

/// How often rows that are being read are taken: a millisecond is what the timer can tell apart.
const GULP: Duration = Duration::from_millis(1);

// One question for all codes: a question for each would cost twenty times as much. SQLite's driver
// copies each value into memory under a lock that both threads wait for, so what few certificates
// have is one value: the JSON of a standing, null for those in force.

/// SQLite takes the codes as a JSON array; the join begins with them, so that each is one step down
/// the index.
const IN_SQLITE: &str = "SELECT certificates.code, certificates.id, certificates.seal, \
    CASE WHEN coalesce(revoked_at, suspended_at, superseded_at) IS NOT NULL \
        THEN json_object( \
            'revoked_at', revoked_at, 'revocation_reason', revocation_reason, \
            'suspended_at', suspended_at, 'suspension_reason', suspension_reason, \
            'superseded_at', superseded_at) END \
    FROM json_each($1) AS asked CROSS JOIN certificates ON certificates.code = asked.value \
    WHERE certificates.state = 'issued'";

/// PostgreSQL takes them as an array.
const IN_POSTGRES: &str = "SELECT code, id, seal, \
    CASE WHEN coalesce(revoked_at, suspended_at, superseded_at) IS NOT NULL \
        THEN json_build_object( \
            'revoked_at', revoked_at, 'revocation_reason', revocation_reason, \
            'suspended_at', suspended_at, 'suspension_reason', suspension_reason, \
            'superseded_at', superseded_at)::TEXT END \
    FROM certificates WHERE code = ANY($1) AND state = 'issued'";

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

/// Code, id, seal, and the JSON of its [`Standing`] if it is out of force.
type Row = (String, Uuid, Vec<u8>, Option<String>);

impl Store {
    /// The issued certificates among these codes, which are sorted, each once; so is the answer.
    pub async fn recorded(&self, codes: &[&VerificationCode]) -> Result<Vec<Recorded>, Error> {
        let texts: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
        let rows: Vec<Row> = match &self.database {
            Database::Sqlite(pool) => {
                let texts = serde_json::json!(texts).to_string();
                in_gulps(sqlx::query_as(IN_SQLITE).bind(texts).fetch(pool)).await?
            }
            // Not kept: PostgreSQL would come to plan it without knowing how many codes there are,
            // which takes twice as long.
            Database::Postgres(pool) => {
                sqlx::query_as(IN_POSTGRES)
                    .persistent(false)
                    .bind(texts)
                    .fetch_all(pool)
                    .await?
            }
        };
        let mut recorded = rows
            .into_iter()
            .map(|row| recorded(row, codes))
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

fn recorded(row: Row, asked: &[&VerificationCode]) -> Result<Recorded, Error> {
    let (code, id, seal, out_of_force) = row;
    let bad = |column| inconsistent("certificates", column, id);
    let place = asked.binary_search_by(|asked| asked.as_str().cmp(&code));
    let standing = match &out_of_force {
        None => Standing::default(),
        Some(json) => serde_json::from_str(json).map_err(|_| bad("revocation_reason"))?,
    };
    Ok(Recorded {
        id: CertificateId(id),
        code: asked[place.map_err(|_| bad("code"))?].clone(),
        seal,
        standing,
    })
}
