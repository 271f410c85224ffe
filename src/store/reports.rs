//! Reports of suspicious documents: anybody writes them, operators read them, time erases them.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::audit::{self, Act};
use super::{Error, Store, on_pool, written};
use crate::audit::AuditEvent;

/// How long it is kept how a reporter can be reached, and the code on the document, in days.
pub const REPORT_CONTACT_DAYS: i64 = 90;
/// How long a report is kept, in days.
pub const REPORT_DAYS: i64 = 365;

/// Who reports, for the audit trail: nobody in particular.
const PUBLIC: &str = "public";

/// What somebody reports.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DocumentReport {
    /// Its id; ids grow with time.
    pub id: Uuid,
    /// When it came.
    pub at: DateTime<Utc>,
    /// What is suspicious.
    pub what: String,
    /// Where the document came from.
    pub origin: String,
    /// How to reach the reporter; erased after [`REPORT_CONTACT_DAYS`].
    pub contact: Option<String>,
    /// The code on the document; erased with the contact.
    pub code: Option<String>,
    /// When an operator dealt with it.
    pub handled_at: Option<DateTime<Utc>>,
    /// Who did.
    pub handled_by: Option<String>,
}

impl Store {
    /// Keeps a report. `false` if as many as `most` came since an instant: then nothing is kept.
    pub async fn add_report(
        &self,
        report: &DocumentReport,
        since: DateTime<Utc>,
        most: u32,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let rows = written!(
            transaction,
            sqlx::query(
                "INSERT INTO document_reports (id, at, what, origin, contact, code) \
                 SELECT $1, $2, $3, $4, $5, $6 \
                 WHERE (SELECT COUNT(*) FROM document_reports WHERE at >= $7) < $8",
            )
            .bind(report.id)
            .bind(report.at)
            .bind(&report.what)
            .bind(&report.origin)
            .bind(&report.contact)
            .bind(&report.code)
            .bind(since)
            .bind(i64::from(most))
        )?;
        if rows == 0 {
            return Ok(false);
        }
        let act = Act {
            name: "report_document",
            operator: PUBLIC,
            at: report.at,
        };
        let event = AuditEvent::DocumentReported {
            report: report.id.to_string(),
        };
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Reports, newest first; the next page begins before an id. Only those that nobody dealt with,
    /// if asked.
    pub async fn reports(
        &self,
        only_open: bool,
        before: Option<Uuid>,
        at_most: u32,
    ) -> Result<Vec<DocumentReport>, Error> {
        Ok(on_pool!(self, pool => sqlx::query_as(
            "SELECT id, at, what, origin, contact, code, handled_at, handled_by \
             FROM document_reports WHERE id < $1 AND (handled_at IS NULL OR $2 = 0) \
             ORDER BY id DESC LIMIT $3",
        )
        .bind(before.unwrap_or(Uuid::max()))
        .bind(i64::from(only_open))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?)
    }

    /// Records that an operator dealt with a report. `false` if somebody already did, or there is no
    /// such report.
    pub async fn handle_report(
        &self,
        id: Uuid,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let rows = written!(
            transaction,
            sqlx::query(
                "UPDATE document_reports SET handled_at = $2, handled_by = $3 \
                 WHERE id = $1 AND handled_at IS NULL",
            )
            .bind(id)
            .bind(at)
            .bind(operator)
        )?;
        if rows == 0 {
            return Ok(false);
        }
        let act = Act {
            name: "handle_report",
            operator,
            at,
        };
        let event = AuditEvent::ReportHandled {
            report: id.to_string(),
        };
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Erases how reporters can be reached, and the codes, of reports that came before an instant.
    pub async fn forget_reporters(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        Ok(on_pool!(self, pool => sqlx::query(
            "UPDATE document_reports SET contact = NULL, code = NULL \
             WHERE at < $1 AND (contact IS NOT NULL OR code IS NOT NULL)",
        )
        .bind(before)
        .execute(pool).await.map(|done| done.rows_affected()))?)
    }

    /// Deletes reports that came before an instant.
    pub async fn delete_reports(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        Ok(
            on_pool!(self, pool => sqlx::query("DELETE FROM document_reports WHERE at < $1")
            .bind(before)
            .execute(pool).await.map(|done| done.rows_affected()))?,
        )
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::store::fixtures;

    fn at() -> DateTime<Utc> {
        "2026-11-21T10:00:00Z".parse().unwrap()
    }

    fn report(number: u8, at: DateTime<Utc>) -> DocumentReport {
        let mut id = [0; 16];
        id[0] = number;
        DocumentReport {
            id: Uuid::from_bytes(id),
            at,
            what: "Le score a été gratté.".into(),
            origin: "Reçu par courriel".into(),
            contact: Some("rh@entreprise.example".into()),
            code: Some("7K2M-9QXT-4BWF-HR".into()),
            handled_at: None,
            handled_by: None,
        }
    }

    #[tokio::test]
    async fn a_report_is_kept_handled_once_and_leaves_a_trace_without_its_words() {
        fixtures::on_each(async |store| {
            let (one, other) = (report(1, at()), report(2, at()));
            assert!(store.add_report(&one, at(), 10).await.unwrap());
            assert!(store.add_report(&other, at(), 10).await.unwrap());
            let all = store.reports(false, None, 10).await.unwrap();
            assert_eq!(all, [other.clone(), one.clone()]);
            let page = store.reports(false, Some(other.id), 10).await.unwrap();
            assert_eq!(page, std::slice::from_ref(&one));
            assert!(store.handle_report(one.id, "hortense", at()).await.unwrap());
            assert!(!store.handle_report(one.id, "marius", at()).await.unwrap());
            let open = store.reports(true, None, 10).await.unwrap();
            assert_eq!(open, [other]);
            let trail = store.audit_recent(None, 10).await.unwrap();
            let told = serde_json::to_string(&trail).unwrap();
            assert!(told.contains("document_reported") && told.contains("report_handled"));
            assert!(!told.contains("gratté") && !told.contains("entreprise"));
        })
        .await;
    }

    #[tokio::test]
    async fn no_more_are_kept_than_a_day_may_bring() {
        fixtures::on_each(async |store| {
            let day = at() - Duration::days(1);
            assert!(store.add_report(&report(1, at()), day, 2).await.unwrap());
            assert!(store.add_report(&report(2, at()), day, 2).await.unwrap());
            assert!(!store.add_report(&report(3, at()), day, 2).await.unwrap());
            assert_eq!(store.reports(false, None, 10).await.unwrap().len(), 2);
        })
        .await;
    }

    #[tokio::test]
    async fn contact_and_code_are_erased_first_and_the_report_later() {
        fixtures::on_each(async |store| {
            store.add_report(&report(1, at()), at(), 10).await.unwrap();
            assert_eq!(store.forget_reporters(at()).await.unwrap(), 0);
            let later = at() + Duration::seconds(1);
            assert_eq!(store.forget_reporters(later).await.unwrap(), 1);
            assert_eq!(store.forget_reporters(later).await.unwrap(), 0);
            let left = store.reports(false, None, 10).await.unwrap();
            assert_eq!((&left[0].contact, &left[0].code), (&None, &None));
            assert_eq!(store.delete_reports(later).await.unwrap(), 1);
            assert!(store.reports(false, None, 10).await.unwrap().is_empty());
        })
        .await;
    }
}
