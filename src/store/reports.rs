//! Reports of suspicious documents: anybody writes them, operators read them, time erases them.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::audit::{self, Act};
use super::row::inconsistent;
use super::{Error, Store, on_pool, written};
use crate::audit::AuditEvent;

/// How long it is kept how a reporter can be reached, and the code on the document, in days.
pub const REPORT_CONTACT_DAYS: i64 = 90;
/// How long a report is kept, in days.
pub const REPORT_DAYS: i64 = 365;

/// Who reports, for the audit trail: nobody in particular.
const PUBLIC: &str = "public";

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportOutcome {
    /// The document is what it should be.
    Genuine,
    /// The document was forged or altered.
    Forged,
    /// The certificate was put out of force, or corrected.
    Acted,
    /// What was written is not enough to go on.
    Unclear,
}

impl ReportOutcome {
    /// Every one, as people are asked.
    pub const ALL: [Self; 4] = [Self::Genuine, Self::Forged, Self::Acted, Self::Unclear];

    /// The name in the database, in the trail and in message ids. It never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Forged => "forged",
            Self::Acted => "acted",
            Self::Unclear => "unclear",
        }
    }

    /// The outcome of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// What somebody reports.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// What a look-up of the code answered when the report came, by the verdict's name.
    pub verdict: Option<String>,
    /// How it was dealt with.
    pub handled: Option<Handled>,
}

/// How an operator dealt with a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// What became of it, if that was said.
    pub outcome: Option<ReportOutcome>,
    /// What colleagues should know.
    pub note: Option<String>,
}

/// Which reports are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichReports {
    /// Those that nobody dealt with.
    Open,
    /// Those that somebody dealt with.
    Handled,
}

#[derive(FromRow)]
struct ReportRow {
    id: Uuid,
    at: DateTime<Utc>,
    what: String,
    origin: String,
    contact: Option<String>,
    code: Option<String>,
    verdict: Option<String>,
    handled_at: Option<DateTime<Utc>>,
    handled_by: Option<String>,
    outcome: Option<String>,
    note: Option<String>,
}

impl TryFrom<ReportRow> for DocumentReport {
    type Error = Error;

    fn try_from(row: ReportRow) -> Result<Self, Error> {
        let outcome = row.outcome.map(|name| {
            let known = ReportOutcome::from_name(&name);
            known.ok_or_else(|| inconsistent("document_reports", "outcome", row.id))
        });
        let outcome = outcome.transpose()?;
        let handled = row.handled_at.map(|at| Handled {
            at,
            by: row.handled_by.unwrap_or_default(),
            outcome,
            note: row.note,
        });
        Ok(Self {
            id: row.id,
            at: row.at,
            what: row.what,
            origin: row.origin,
            contact: row.contact,
            code: row.code,
            verdict: row.verdict,
            handled,
        })
    }
}

/// The columns of [`ReportRow`], of the reports that the rest of the statement names.
macro_rules! select_reports {
    ($rest:literal) => {
        concat!(
            "SELECT id, at, what, origin, contact, code, verdict, handled_at, handled_by, \
             outcome, note FROM document_reports ",
            $rest
        )
    };
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
                "INSERT INTO document_reports (id, at, what, origin, contact, code, verdict) \
                 SELECT $1, $2, $3, $4, $5, $6, $7 \
                 WHERE (SELECT COUNT(*) FROM document_reports WHERE at >= $8) < $9",
            )
            .bind(report.id)
            .bind(report.at)
            .bind(&report.what)
            .bind(&report.origin)
            .bind(&report.contact)
            .bind(&report.code)
            .bind(&report.verdict)
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

    /// Reports, newest first; the next page begins before an id.
    pub async fn reports(
        &self,
        which: WhichReports,
        before: Option<Uuid>,
        at_most: u32,
    ) -> Result<Vec<DocumentReport>, Error> {
        let rows: Vec<ReportRow> = on_pool!(self, pool => sqlx::query_as(select_reports!(
            "WHERE id < $1 AND (handled_at IS NULL) = ($2 = 1) ORDER BY id DESC LIMIT $3"
        ))
        .bind(before.unwrap_or(Uuid::max()))
        .bind(i64::from(which == WhichReports::Open))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The report with this id.
    pub async fn report(&self, id: Uuid) -> Result<Option<DocumentReport>, Error> {
        let row: Option<ReportRow> = on_pool!(self, pool => sqlx::query_as(select_reports!(
            "WHERE id = $1"
        ))
        .bind(id)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// How many reports nobody dealt with.
    pub async fn count_open_reports(&self) -> Result<u64, Error> {
        let count: i64 = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM document_reports WHERE handled_at IS NULL",
        )
        .fetch_one(pool).await)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Records how an operator dealt with a report. `false` if somebody already did, or there is no
    /// such report. The note is not in the trail, which never forgets.
    pub async fn handle_report(&self, id: Uuid, handled: &Handled) -> Result<bool, Error> {
        let outcome = handled.outcome.map(ReportOutcome::name);
        let mut transaction = self.begin().await?;
        let rows = written!(
            transaction,
            sqlx::query(
                "UPDATE document_reports \
                 SET handled_at = $2, handled_by = $3, outcome = $4, note = $5 \
                 WHERE id = $1 AND handled_at IS NULL",
            )
            .bind(id)
            .bind(handled.at)
            .bind(&handled.by)
            .bind(outcome)
            .bind(&handled.note)
        )?;
        if rows == 0 {
            return Ok(false);
        }
        let act = Act {
            name: "handle_report",
            operator: &handled.by,
            at: handled.at,
        };
        let event = AuditEvent::ReportHandled {
            report: id.to_string(),
            outcome: outcome.map(str::to_owned),
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
            verdict: Some("revoked".into()),
            handled: None,
        }
    }

    #[tokio::test]
    async fn a_report_is_kept_handled_once_and_leaves_a_trace_without_its_words() {
        fixtures::on_each(async |store| {
            let (one, other) = (report(1, at()), report(2, at()));
            assert!(store.add_report(&one, at(), 10).await.unwrap());
            assert!(store.add_report(&other, at(), 10).await.unwrap());
            let (open, done) = (WhichReports::Open, WhichReports::Handled);
            let all = store.reports(open, None, 10).await.unwrap();
            assert_eq!(all, [other.clone(), one.clone()]);
            let page = store.reports(open, Some(other.id), 10).await.unwrap();
            assert_eq!(page, std::slice::from_ref(&one));
            let handled = |by: &str| Handled {
                at: at(),
                by: by.into(),
                outcome: Some(ReportOutcome::Forged),
                note: Some("Le score est celui de Nadège".into()),
            };
            let first = handled("hortense");
            assert!(store.handle_report(one.id, &first).await.unwrap());
            let second = handled("marius");
            assert!(!store.handle_report(one.id, &second).await.unwrap());
            assert_eq!(store.reports(open, None, 10).await.unwrap(), [other]);
            assert_eq!(store.count_open_reports().await.unwrap(), 1);
            let kept = store.reports(done, None, 10).await.unwrap();
            assert_eq!(kept.len(), 1);
            assert_eq!(kept[0].handled.as_ref(), Some(&first));
            let found = store.report(one.id).await.unwrap();
            assert_eq!(found.as_ref(), kept.first());
            let trail = store.audit_recent(None, 10).await.unwrap();
            let told = serde_json::to_string(&trail).unwrap();
            assert!(told.contains("document_reported") && told.contains("report_handled"));
            assert!(!told.contains("gratté") && !told.contains("Nadège"));
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
            assert_eq!(store.count_open_reports().await.unwrap(), 2);
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
            let left = store.reports(WhichReports::Open, None, 10).await.unwrap();
            assert_eq!((&left[0].contact, &left[0].code), (&None, &None));
            assert_eq!(store.delete_reports(later).await.unwrap(), 1);
            assert_eq!(store.count_open_reports().await.unwrap(), 0);
        })
        .await;
    }
}
