//! What the register knows already of the results and the people of a file, many at once.

use chrono::NaiveDate;
use sqlx::FromRow;
use uuid::Uuid;

use super::database::among;
use super::row::{inconsistent, state};
use super::{Digest, Error, State, Store, on_pool};
use crate::credential::CertificateId;

/// Values in one statement: below what either database takes.
const AT_ONCE: usize = 500;

/// A certificate as far as judging a result asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCertificate {
    /// Permanent identifier.
    pub id: CertificateId,
    /// Identity of the finalized result.
    pub result_key: String,
    /// SHA-256 of the result's content.
    pub result_digest: Digest,
    /// SHA-256 of the holder's normalised name and birth date.
    pub person: Digest,
    /// Civil date of the exam.
    pub exam_date: NaiveDate,
    /// How far issuance went.
    pub state: State,
    /// Whether it is revoked or superseded.
    pub void: bool,
}

#[derive(FromRow)]
struct KnownRow {
    id: Uuid,
    result_key: String,
    result_digest: Vec<u8>,
    person: Vec<u8>,
    exam_date: NaiveDate,
    state: String,
    void: bool,
}

impl TryFrom<KnownRow> for KnownCertificate {
    type Error = Error;

    fn try_from(row: KnownRow) -> Result<Self, Error> {
        let bad = |column| inconsistent("certificates", column, row.id);
        let digest = |column, bytes: Vec<u8>| bytes.try_into().map(Digest).map_err(|_| bad(column));
        Ok(Self {
            id: CertificateId(row.id),
            result_key: row.result_key,
            result_digest: digest("result_digest", row.result_digest)?,
            person: digest("person", row.person)?,
            exam_date: row.exam_date,
            state: state(&row.state).ok_or_else(|| bad("state"))?,
            void: row.void,
        })
    }
}

/// The columns of [`KnownRow`] of the certificates in whose column one of the values stands.
macro_rules! known_where {
    ($column:literal) => {
        concat!(
            "SELECT id, result_key, result_digest, person, exam_date, state, \
             (revoked_at IS NOT NULL OR superseded_at IS NOT NULL) AS void \
             FROM certificates WHERE ",
            $column,
            " IN ("
        )
    };
}

impl Store {
    /// The certificates of these results, in any order.
    pub async fn known_results(&self, keys: &[&str]) -> Result<Vec<KnownCertificate>, Error> {
        let mut known = Vec::new();
        for keys in keys.chunks(AT_ONCE) {
            let rows = on_pool!(self, pool => {
                let values = keys.iter().copied();
                among!(known_where!("result_key"), values, KnownRow, pool)
            })?;
            known.extend(read(rows)?);
        }
        Ok(known)
    }

    /// The certificates of these persons by exam date, prepared and void ones included.
    pub async fn known_persons(&self, persons: &[Digest]) -> Result<Vec<KnownCertificate>, Error> {
        let mut known = Vec::new();
        for persons in persons.chunks(AT_ONCE) {
            let rows = on_pool!(self, pool => {
                let values = persons.iter().map(|person| person.0.to_vec());
                among!(known_where!("person"), values, KnownRow, pool)
            })?;
            known.extend(read(rows)?);
        }
        known.sort_by_key(|certificate| (certificate.exam_date, certificate.id));
        Ok(known)
    }
}

fn read(rows: Vec<KnownRow>) -> Result<Vec<KnownCertificate>, Error> {
    rows.into_iter().map(TryInto::try_into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::RevocationReason;
    use crate::store::fixtures::{OPERATOR, at, issued, on_each, prepared};

    #[tokio::test]
    async fn results_and_persons_are_found_by_the_hundred() {
        on_each(async |store| {
            let valid = issued(&store, 1).await;
            let void = issued(&store, 2).await;
            let why = RevocationReason::Fraud;
            store.revoke(void.id, why, OPERATOR, at(3)).await.unwrap();
            let unfinished = prepared(&store, 3).await;
            let mut keys: Vec<String> = (0..AT_ONCE).map(|it| format!("other/{it}")).collect();
            keys.extend([&valid, &void, &unfinished].map(|it| it.result_key.clone()));
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let mut found = store.known_results(&keys).await.unwrap();
            found.sort_by_key(|it| it.id);
            let told: Vec<_> = found.iter().map(|it| (it.id, it.state, it.void)).collect();
            let expected = [
                (valid.id, State::Issued, false),
                (void.id, State::Issued, true),
                (unfinished.id, State::Prepared, false),
            ];
            assert_eq!(told, expected);
            assert_eq!(found[0].result_digest, valid.result_digest);

            // Every invented certificate is of the same person.
            let mut persons: Vec<Digest> = vec![Digest([1; 32]); AT_ONCE];
            persons.push(valid.person);
            assert_eq!(store.known_persons(&persons).await.unwrap(), found);
            assert_eq!(store.known_persons(&[Digest([1; 32])]).await.unwrap(), []);
        })
        .await;
    }
}
