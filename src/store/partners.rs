//! What partners search by, and which certificates they asked about.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use super::database::among;
use super::row::{CertificateRow, certificates_where, inconsistent};
use super::{Certificate, Digest, Error, Store, Transaction, in_transaction, on_pool, written};
use crate::access::ClientId;
use crate::credential::{CertificateId, VerificationCode};

/// Values in one statement: below what either database takes.
const AT_ONCE: usize = 500;

/// What a certificate is found by besides its code and its holder's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchEntry {
    /// National number of the holder's school (UAI).
    pub organization_uai: Option<String>,
    /// Keyed digest of the holder's national student number.
    pub ine: Option<Digest>,
    /// Keyed digest of all this, the certificate's id and its code.
    pub proof: Digest,
}

/// A certificate with what it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The certificate.
    pub certificate: Certificate,
    /// What is recorded to find it by.
    pub entry: SearchEntry,
}

#[derive(FromRow)]
struct EntryRow {
    certificate_id: Uuid,
    organization_uai: Option<String>,
    ine: Option<Vec<u8>>,
    proof: Vec<u8>,
}

impl TryFrom<EntryRow> for (CertificateId, SearchEntry) {
    type Error = Error;

    fn try_from(row: EntryRow) -> Result<Self, Error> {
        let id = row.certificate_id;
        let digest = |column, bytes: Vec<u8>| match bytes.try_into() {
            Ok(bytes) => Ok(Digest(bytes)),
            Err(_) => Err(inconsistent("search_entries", column, id)),
        };
        let entry = SearchEntry {
            organization_uai: row.organization_uai,
            ine: row.ine.map(|bytes| digest("ine", bytes)).transpose()?,
            proof: digest("proof", row.proof)?,
        };
        Ok((CertificateId(id), entry))
    }
}

impl Store {
    /// Certificates by the keyed digests of their holders' student numbers, prepared ones included.
    pub async fn search_by_ine(&self, numbers: &[Digest]) -> Result<Vec<SearchHit>, Error> {
        let start = "SELECT certificate_id, organization_uai, ine, proof FROM search_entries \
             WHERE ine IN (";
        let mut hits = Vec::new();
        for numbers in numbers.chunks(AT_ONCE) {
            let rows = on_pool!(self, pool => {
                let values = numbers.iter().map(|number| number.0.to_vec());
                among!(start, values, EntryRow, pool)
            })?;
            let entries = read_entries(rows)?;
            let ids: Vec<CertificateId> = entries.iter().map(|(id, _)| *id).collect();
            hits.extend(joined(self.certificates_by_ids(&ids).await?, entries));
        }
        Ok(hits)
    }

    /// Certificates of persons whose results named a school, prepared ones included.
    pub async fn search_by_person(&self, persons: &[Digest]) -> Result<Vec<SearchHit>, Error> {
        let mut hits = Vec::new();
        for persons in persons.chunks(AT_ONCE) {
            let rows: Vec<CertificateRow> = on_pool!(self, pool => {
                let values = persons.iter().map(|person| person.0.to_vec());
                among!(certificates_where("person IN (").0, values, CertificateRow, pool)
            })?;
            let certificates = read_certificates(rows)?;
            let ids: Vec<CertificateId> = certificates.iter().map(|found| found.id).collect();
            let entries = self.search_entries(&ids).await?;
            hits.extend(joined(certificates, entries));
        }
        Ok(hits)
    }

    /// Certificates by their codes, prepared ones included, in any order.
    pub async fn certificates_by_codes(
        &self,
        codes: &[VerificationCode],
    ) -> Result<Vec<Certificate>, Error> {
        let mut certificates = Vec::new();
        for codes in codes.chunks(AT_ONCE) {
            let rows: Vec<CertificateRow> = on_pool!(self, pool => {
                let values = codes.iter().map(VerificationCode::as_str);
                among!(certificates_where("code IN (").0, values, CertificateRow, pool)
            })?;
            certificates.extend(read_certificates(rows)?);
        }
        Ok(certificates)
    }

    /// Certificates by their ids, in any order.
    pub async fn certificates_by_ids(
        &self,
        ids: &[CertificateId],
    ) -> Result<Vec<Certificate>, Error> {
        let mut certificates = Vec::new();
        for ids in ids.chunks(AT_ONCE) {
            let rows: Vec<CertificateRow> = on_pool!(self, pool => {
                let values = ids.iter().map(|id| id.0);
                among!(certificates_where("id IN (").0, values, CertificateRow, pool)
            })?;
            certificates.extend(read_certificates(rows)?);
        }
        Ok(certificates)
    }

    /// What is recorded to find these certificates by.
    pub async fn search_entries(
        &self,
        ids: &[CertificateId],
    ) -> Result<Vec<(CertificateId, SearchEntry)>, Error> {
        let start = "SELECT certificate_id, organization_uai, ine, proof FROM search_entries \
             WHERE certificate_id IN (";
        let mut entries = Vec::new();
        for ids in ids.chunks(AT_ONCE) {
            let rows = on_pool!(self, pool => {
                let values = ids.iter().map(|id| id.0);
                among!(start, values, EntryRow, pool)
            })?;
            entries.extend(read_entries(rows)?);
        }
        Ok(entries)
    }

    /// Writes anew what certificates are found by.
    pub async fn renew_search_entries(
        &self,
        entries: &[(CertificateId, SearchEntry)],
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        for (id, entry) in entries {
            write_entry(&mut transaction, *id, entry).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Notes that a client asked about certificates: it is told of their changes until then.
    pub async fn note_interests(
        &self,
        client: ClientId,
        certificates: &[CertificateId],
        until: DateTime<Utc>,
    ) -> Result<(), Error> {
        // In one order for all, so that two who note the same never wait for each other; and each
        // once, as PostgreSQL asks.
        let mut certificates = certificates.to_vec();
        certificates.sort_unstable();
        certificates.dedup();
        let mut transaction = self.begin().await?;
        for some in certificates.chunks(AT_ONCE) {
            in_transaction!(transaction, connection => {
                let mut query = QueryBuilder::new(
                    "INSERT INTO certificate_interests (certificate_id, client_id, until) ",
                );
                query.push_values(some, |mut row, certificate| {
                    row.push_bind(certificate.0)
                        .push_bind(client.0)
                        .push_bind(until);
                });
                query.push(
                    " ON CONFLICT (certificate_id, client_id) DO UPDATE SET until = excluded.until \
                     WHERE certificate_interests.until < excluded.until",
                );
                query.build().execute(connection).await.map(|_| ())
            })?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Whether a client asked about a certificate and is still told of it.
    pub async fn is_interested(
        &self,
        client: ClientId,
        certificate: CertificateId,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let noted: i64 = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM certificate_interests \
             WHERE certificate_id = $1 AND client_id = $2 AND until > $3",
        )
        .bind(certificate.0)
        .bind(client.0)
        .bind(at)
        .fetch_one(pool).await)?;
        Ok(noted > 0)
    }

    /// Deletes what ended before: how many.
    pub async fn prune_interests(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        let gone = written!(
            transaction,
            sqlx::query("DELETE FROM certificate_interests WHERE until < $1").bind(before)
        )?;
        transaction.commit().await?;
        Ok(gone)
    }
}

/// Records what a certificate is found by, within the transaction that records the certificate.
pub(super) async fn write_entry(
    transaction: &mut Transaction,
    id: CertificateId,
    entry: &SearchEntry,
) -> Result<(), Error> {
    written!(
        transaction,
        sqlx::query(
            "INSERT INTO search_entries (certificate_id, organization_uai, ine, proof) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (certificate_id) DO UPDATE SET \
             organization_uai = excluded.organization_uai, ine = excluded.ine, \
             proof = excluded.proof",
        )
        .bind(id.0)
        .bind(entry.organization_uai.as_deref())
        .bind(entry.ine.map(|digest| digest.0.to_vec()))
        .bind(entry.proof.0.to_vec())
    )?;
    Ok(())
}

/// Whoever asked about a certificate is interested in the one that replaced it too.
pub(super) async fn follow_correction(
    transaction: &mut Transaction,
    certificate: CertificateId,
) -> Result<(), Error> {
    written!(
        transaction,
        sqlx::query(
            "INSERT INTO certificate_interests (certificate_id, client_id, until) \
             SELECT replaced.superseded_by, interest.client_id, interest.until \
             FROM certificates AS replaced JOIN certificate_interests AS interest \
             ON interest.certificate_id = replaced.id \
             WHERE replaced.id = $1 AND replaced.superseded_by IS NOT NULL \
             ON CONFLICT (certificate_id, client_id) DO NOTHING",
        )
        .bind(certificate.0)
    )?;
    Ok(())
}

fn read_certificates(rows: Vec<CertificateRow>) -> Result<Vec<Certificate>, Error> {
    rows.into_iter().map(TryInto::try_into).collect()
}

fn read_entries(rows: Vec<EntryRow>) -> Result<Vec<(CertificateId, SearchEntry)>, Error> {
    rows.into_iter().map(TryInto::try_into).collect()
}

fn joined(
    certificates: Vec<Certificate>,
    entries: Vec<(CertificateId, SearchEntry)>,
) -> Vec<SearchHit> {
    let mut entries: std::collections::BTreeMap<_, _> = entries.into_iter().collect();
    certificates
        .into_iter()
        .filter_map(|certificate| {
            let entry = entries.remove(&certificate.id)?;
            Some(SearchHit { certificate, entry })
        })
        .collect()
}
