//! What prescribers are shown: the certificates of their candidates of one session.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::mail::{self, MailContent, NewMail};
use super::{Certificate, Error, Store, Transaction, in_transaction, on_pool, written};
use crate::credential::CertificateId;

/// A prescriber's link to the results of a session.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ResultsLink {
    /// Its id.
    pub id: Uuid,
    /// The session of the exam.
    pub session: String,
    /// When the last result was added.
    pub changed_at: DateTime<Utc>,
    /// Until when it opens; nothing until it was sent.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Whom the issuance of a certificate is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The candidate's address.
    pub candidate: Option<String>,
    /// The prescriber's address, and the session of the exam.
    pub prescriber: Option<(String, String)>,
}

/// Writes the letters about a certificate with the transaction that issues it.
pub(super) async fn tell(
    transaction: &mut Transaction,
    id: CertificateId,
    told: &Told,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    if let Some(candidate) = &told.candidate {
        let content = MailContent::CandidateLink { certificate: id.0 };
        mail::write(transaction, &NewMail::new(candidate.clone(), content), at).await?;
    }
    if let Some((recipient, session)) = &told.prescriber {
        add(transaction, id, recipient, session, at).await?;
    }
    Ok(())
}

/// Adds a certificate to the prescriber's link for the session. One letter waits at a time,
/// whatever the number of certificates and the case of the address.
async fn add(
    transaction: &mut Transaction,
    id: CertificateId,
    recipient: &str,
    session: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let key = recipient.to_lowercase();
    written!(
        transaction,
        sqlx::query(
            "INSERT INTO results_links (id, session, recipient, changed_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (session, recipient) DO NOTHING",
        )
        .bind(Uuid::now_v7())
        .bind(session)
        .bind(&key)
        .bind(at)
    )?;
    let link: Uuid = in_transaction!(transaction, connection => sqlx::query_scalar(
        "SELECT id FROM results_links WHERE session = $1 AND recipient = $2",
    )
    .bind(session)
    .bind(&key)
    .fetch_one(connection)
    .await)?;
    written!(
        transaction,
        sqlx::query(
            "INSERT INTO results_link_certificates (link_id, certificate_id) VALUES ($1, $2) \
             ON CONFLICT (link_id, certificate_id) DO NOTHING",
        )
        .bind(link)
        .bind(id.0)
    )?;
    written!(
        transaction,
        sqlx::query("UPDATE results_links SET changed_at = $2 WHERE id = $1")
            .bind(link)
            .bind(at)
    )?;
    let letter = NewMail::new(recipient.to_owned(), MailContent::ResultsLink { link });
    let first = written!(
        transaction,
        sqlx::query("UPDATE results_links SET mail = $2 WHERE id = $1 AND mail IS NULL")
            .bind(link)
            .bind(letter.id)
    )?;
    if first == 1 {
        mail::write(transaction, &letter, at).await?;
    }
    Ok(())
}

impl Store {
    /// A prescriber's link.
    pub async fn results_link(&self, id: Uuid) -> Result<Option<ResultsLink>, Error> {
        Ok(on_pool!(self, pool => sqlx::query_as(
            "SELECT id, session, changed_at, expires_at FROM results_links WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(pool).await)?)
    }

    /// The certificates behind a prescriber's link, as they are now, oldest first.
    pub async fn results_of_link(&self, id: Uuid) -> Result<Vec<Certificate>, Error> {
        let ids: Vec<Uuid> = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT certificate_id FROM results_link_certificates \
             WHERE link_id = $1 ORDER BY certificate_id",
        )
        .bind(id)
        .fetch_all(pool).await)?;
        let mut certificates = Vec::with_capacity(ids.len());
        for id in ids {
            certificates.extend(self.find(CertificateId(id)).await?);
        }
        Ok(certificates)
    }
}
