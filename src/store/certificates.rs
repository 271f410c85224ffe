//! Recording certificates before they are signed, and finding them again.

use super::audit::{self, Act};
use super::partners::write_entry;
use super::row::{CertificateRow, PersonRow, certificates_where, state_name};
use super::{
    Certificate, Counts, Digest, Error, NewCertificate, PersonCertificate, Prepared, State, Store,
    Transaction, in_transaction, on_pool, written,
};
use crate::audit::AuditEvent;
use crate::credential::{CertificateId, VerificationCode};

impl Store {
    /// Records what will be signed for a result. Safe to repeat: a result that already has a
    /// certificate keeps it, and the existing row is given back with `fresh: false`.
    ///
    /// [`Error::CodeTaken`] and [`Error::PlaceTaken`] mean that nothing was recorded and that the
    /// caller draws again.
    pub async fn prepare(&self, new: &NewCertificate, operator: &str) -> Result<Prepared, Error> {
        let mut transaction = self.begin().await?;
        if let Some(certificate) = by_result(&mut transaction, &new.result_key).await? {
            return Ok(Prepared {
                certificate,
                fresh: false,
            });
        }
        if !insert_certificate(&mut transaction, new).await? {
            // Another process recorded it between the two statements (PostgreSQL only).
            let certificate = by_result(&mut transaction, &new.result_key).await?;
            let certificate = certificate.ok_or(Error::CodeTaken)?;
            return Ok(Prepared {
                certificate,
                fresh: false,
            });
        }
        insert_place(&mut transaction, new).await?;
        if let Some(entry) = &new.search {
            write_entry(&mut transaction, new.id, entry).await?;
        }
        let act = Act {
            name: "prepare",
            operator,
            at: new.prepared_at,
        };
        audit::record(&mut transaction, act, Some(new.id), &AuditEvent::Prepared).await?;
        let certificate = by_id(&mut transaction, new.id).await?;
        transaction.commit().await?;
        Ok(Prepared {
            certificate,
            fresh: true,
        })
    }

    /// The certificate with this id.
    pub async fn find(&self, id: CertificateId) -> Result<Option<Certificate>, Error> {
        let row: Option<CertificateRow> = on_pool!(self, pool => sqlx::query_as(certificates_where("id = $1"))
            .bind(id.0)
            .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The certificate with this printed code, prepared ones included.
    pub async fn find_by_code(
        &self,
        code: &VerificationCode,
    ) -> Result<Option<Certificate>, Error> {
        let row: Option<CertificateRow> = on_pool!(self, pool => sqlx::query_as(certificates_where("code = $1"))
            .bind(code.as_str())
            .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The certificate of a finalized result.
    pub async fn find_by_result(&self, result_key: &str) -> Result<Option<Certificate>, Error> {
        let row: Option<CertificateRow> = on_pool!(self, pool => sqlx::query_as(certificates_where("result_key = $1"))
            .bind(result_key)
            .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The certificate whose archived document has this digest.
    pub async fn find_by_document(&self, document: &Digest) -> Result<Option<Certificate>, Error> {
        let row: Option<CertificateRow> = on_pool!(self, pool => sqlx::query_as(certificates_where("document = $1"))
            .bind(document.0.as_slice())
            .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// A person's certificates by exam date, prepared and void ones included.
    pub async fn person_certificates(
        &self,
        person: &Digest,
    ) -> Result<Vec<PersonCertificate>, Error> {
        let rows: Vec<PersonRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, result_key, exam_date, state, prepared_at, revoked_at, superseded_at \
             FROM certificates WHERE person = $1 ORDER BY exam_date, id",
        )
        .bind(person.0.as_slice())
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Certificates that were recorded but not issued, oldest first: what an interrupted run left.
    pub async fn unfinished(&self, at_most: u32) -> Result<Vec<Certificate>, Error> {
        let rows: Vec<CertificateRow> = on_pool!(self, pool => sqlx::query_as(certificates_where(
            "state = 'prepared' ORDER BY prepared_at, id LIMIT $1",
        ))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The next certificates after `after` by id, for walking through the whole register.
    pub async fn page(
        &self,
        after: Option<CertificateId>,
        at_most: u32,
    ) -> Result<Vec<Certificate>, Error> {
        let after = after.map_or(uuid::Uuid::nil(), |id| id.0);
        let rows: Vec<CertificateRow> = on_pool!(self, pool => sqlx::query_as(certificates_where("id > $1 ORDER BY id LIMIT $2"))
                .bind(after)
                .bind(i64::from(at_most))
                .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// How many certificates are in which state.
    pub async fn counts(&self) -> Result<Counts, Error> {
        let (all, issued, revoked, suspended, superseded): (i64, i64, i64, i64, i64) = on_pool!(self, pool => sqlx::query_as(
                "SELECT COUNT(*), COUNT(issued_at), COUNT(revoked_at), COUNT(suspended_at), \
                 COUNT(superseded_at) FROM certificates",
            )
            .fetch_one(pool).await)?;
        Ok(Counts {
            prepared: all.saturating_sub(issued).unsigned_abs(),
            issued: issued.unsigned_abs(),
            revoked: revoked.unsigned_abs(),
            suspended: suspended.unsigned_abs(),
            superseded: superseded.unsigned_abs(),
        })
    }
}

/// The certificate with this id, within a transaction.
pub(super) async fn by_id(
    transaction: &mut Transaction,
    id: CertificateId,
) -> Result<Certificate, Error> {
    let row: Option<CertificateRow> = in_transaction!(transaction, connection => sqlx::query_as(certificates_where("id = $1"))
        .bind(id.0)
        .fetch_optional(connection).await)?;
    row.ok_or(Error::NoSuchCertificate(id))?.try_into()
}

async fn by_result(
    transaction: &mut Transaction,
    result_key: &str,
) -> Result<Option<Certificate>, Error> {
    let row: Option<CertificateRow> = in_transaction!(transaction, connection => sqlx::query_as(certificates_where("result_key = $1"))
        .bind(result_key)
        .fetch_optional(connection).await)?;
    row.map(TryInto::try_into).transpose()
}

/// Inserts the row; `false` if the result has one already.
async fn insert_certificate(
    transaction: &mut Transaction,
    new: &NewCertificate,
) -> Result<bool, Error> {
    let written = written!(transaction, sqlx::query(
        "INSERT INTO certificates (id, code, result_key, result_digest, person, exam_date, state, \
         facts, claims, status_list, status_index, link_generation, prepared_at, supersedes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13) \
         ON CONFLICT (result_key) DO NOTHING",
    )
    .bind(new.id.0)
    .bind(new.code.as_str())
    .bind(&new.result_key)
    .bind(new.result_digest.0.as_slice())
    .bind(new.person.0.as_slice())
    .bind(new.exam_date)
    .bind(state_name(State::Prepared))
    .bind(&new.facts)
    .bind(&new.claims)
    .bind(i64::from(new.status.list))
    .bind(i64::from(new.status.index))
    .bind(new.prepared_at)
    .bind(new.supersedes.map(|id| id.0))
    );
    match written {
        Ok(rows) => Ok(rows == 1),
        // The code, or against all odds the id: both were drawn by the caller.
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Err(Error::CodeTaken),
        Err(error) => match (new.supersedes, is_foreign_key_violation(&error)) {
            (Some(corrected), true) => Err(Error::NoSuchCertificate(corrected)),
            _ => Err(error.into()),
        },
    }
}

/// Takes the place in the status list.
async fn insert_place(transaction: &mut Transaction, new: &NewCertificate) -> Result<(), Error> {
    let written = written!(
        transaction,
        sqlx::query(
            "INSERT INTO status_places (list, position, certificate_id) VALUES ($1, $2, $3) \
         ON CONFLICT (list, position) DO NOTHING",
        )
        .bind(i64::from(new.status.list))
        .bind(i64::from(new.status.index))
        .bind(new.id.0)
    );
    match written {
        Ok(1) => Ok(()),
        Ok(_) => Err(Error::PlaceTaken),
        Err(error) if is_foreign_key_violation(&error) => Err(Error::NoSuchList(new.status.list)),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn is_foreign_key_violation(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_foreign_key_violation())
}
