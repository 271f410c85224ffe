//! Renewed copies of archived documents.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::audit::{self, Act};
use super::row::inconsistent;
use super::{Digest, Error, Store, on_pool, written};
use crate::audit::AuditEvent;
use crate::credential::CertificateId;

/// A copy of a certificate's document with later evidence and a later time stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// Its place among the renewals of the same certificate, from 1.
    pub number: u32,
    /// SHA-256 of the copy.
    pub document: Digest,
    /// When it was stamped.
    pub stamped_at: DateTime<Utc>,
    /// Until when the certificate of the authority that stamped is valid.
    pub valid_until: DateTime<Utc>,
}

#[derive(FromRow)]
struct RenewalRow {
    number: i64,
    document: Vec<u8>,
    stamped_at: DateTime<Utc>,
    valid_until: DateTime<Utc>,
}

impl TryFrom<RenewalRow> for Renewal {
    type Error = Error;

    fn try_from(row: RenewalRow) -> Result<Self, Error> {
        let wrong = |column| inconsistent("document_renewals", column, row.number);
        Ok(Self {
            number: u32::try_from(row.number).map_err(|_| wrong("number"))?,
            document: Digest(
                <[u8; 32]>::try_from(&row.document[..]).map_err(|_| wrong("document"))?,
            ),
            stamped_at: row.stamped_at,
            valid_until: row.valid_until,
        })
    }
}

impl Store {
    /// The last renewal of a certificate's document.
    pub async fn last_renewal(&self, id: CertificateId) -> Result<Option<Renewal>, Error> {
        let row: Option<RenewalRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT number, document, stamped_at, valid_until FROM document_renewals \
             WHERE certificate_id = $1 ORDER BY number DESC LIMIT 1",
        )
        .bind(id.0)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Records a renewed copy that is in the archive. `false` if this renewal was recorded
    /// meanwhile by somebody else: theirs counts.
    pub async fn record_renewal(
        &self,
        id: CertificateId,
        renewal: &Renewal,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let done = written!(
            transaction,
            sqlx::query(
                "INSERT INTO document_renewals \
             (certificate_id, number, document, stamped_at, valid_until) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (certificate_id, number) DO NOTHING",
            )
            .bind(id.0)
            .bind(i64::from(renewal.number))
            .bind(renewal.document.0.as_slice())
            .bind(renewal.stamped_at)
            .bind(renewal.valid_until)
        )?;
        if done == 0 {
            return Ok(false);
        }
        let act = Act {
            name: "record_renewal",
            operator,
            at,
        };
        let event = AuditEvent::DocumentRenewed {
            document: renewal.document.to_string(),
            stamped_at: renewal.stamped_at,
            valid_until: renewal.valid_until,
        };
        audit::record(&mut transaction, act, Some(id), &event).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
