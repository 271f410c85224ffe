//! Issued certificates by what is asked about them, page by page.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::row::{CertificateRow, certificates_where};
use super::{Certificate, Error, Store, on_pool};
use crate::credential::CertificateId;

/// Whether an issued certificate is in force. What is final goes before what is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// Neither of what follows.
    InForce,
    /// Reversibly out of force.
    Suspended,
    /// Replaced by a corrected certificate.
    Superseded,
    /// Finally out of force.
    Revoked,
}

impl Force {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::InForce,
        Self::Suspended,
        Self::Superseded,
        Self::Revoked,
    ];

    /// The name in JSON and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Suspended => "suspended",
            Self::Superseded => "superseded",
            Self::Revoked => "revoked",
        }
    }

    /// The state with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|force| force.name() == name)
    }
}

impl Certificate {
    /// Whether it is in force.
    pub fn force(&self) -> Force {
        if self.revoked_at.is_some() {
            Force::Revoked
        } else if self.superseded_at.is_some() {
            Force::Superseded
        } else if self.suspended_at.is_some() {
            Force::Suspended
        } else {
            Force::InForce
        }
    }
}

/// Which certificates a list holds; without any wish, all that were issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CertificateFilter {
    /// Only those in this state.
    pub force: Option<Force>,
    /// Only exams on this day or later.
    pub exam_from: Option<NaiveDate>,
    /// Only exams on this day or earlier.
    pub exam_to: Option<NaiveDate>,
}

/// The rest of the condition is the same for every state.
macro_rules! condition {
    ($state:literal) => {
        concat!(
            "id > $1 AND exam_date >= $2 AND exam_date <= $3 AND state = 'issued'",
            $state,
            " ORDER BY id LIMIT $4"
        )
    };
}

fn condition(force: Option<Force>) -> &'static str {
    match force {
        None => condition!(""),
        Some(Force::InForce) => {
            condition!(" AND revoked_at IS NULL AND superseded_at IS NULL AND suspended_at IS NULL")
        }
        Some(Force::Suspended) => condition!(
            " AND revoked_at IS NULL AND superseded_at IS NULL AND suspended_at IS NOT NULL"
        ),
        Some(Force::Superseded) => {
            condition!(" AND revoked_at IS NULL AND superseded_at IS NOT NULL")
        }
        Some(Force::Revoked) => condition!(" AND revoked_at IS NOT NULL"),
    }
}

impl Store {
    /// The next issued certificates after `after` by id that the filter lets through.
    pub async fn list(
        &self,
        filter: &CertificateFilter,
        after: Option<CertificateId>,
        at_most: u32,
    ) -> Result<Vec<Certificate>, Error> {
        let first = filter.exam_from.or(NaiveDate::from_ymd_opt(1, 1, 1));
        let last = filter.exam_to.or(NaiveDate::from_ymd_opt(9999, 12, 31));
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let rows: Vec<CertificateRow> = on_pool!(self, pool => sqlx::query_as(certificates_where(condition(filter.force)))
                .bind(after)
                .bind(first)
                .bind(last)
                .bind(i64::from(at_most))
                .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::RevocationReason;
    use crate::store::fixtures::{OPERATOR, at, issued, new_certificate, on_each, prepared};

    async fn ids(store: &Store, filter: CertificateFilter) -> Vec<CertificateId> {
        let found = store.list(&filter, None, 100).await.unwrap();
        found.iter().map(|certificate| certificate.id).collect()
    }

    fn only(force: Force) -> CertificateFilter {
        CertificateFilter {
            force: Some(force),
            ..CertificateFilter::default()
        }
    }

    #[tokio::test]
    async fn a_list_holds_the_issued_certificates_in_the_state_that_is_asked_for() {
        on_each(async |store| {
            let valid = issued(&store, 1).await.id;
            let suspended = issued(&store, 2).await.id;
            let revoked = issued(&store, 3).await.id;
            let wrong = issued(&store, 4).await.id;
            let _not_issued = prepared(&store, 5).await;
            let mut correction = new_certificate(&store, 6).await;
            correction.supersedes = Some(wrong);
            let correction = store.prepare(&correction, OPERATOR).await.unwrap();
            let correction = correction.certificate.id;
            let parts = crate::store::fixtures::parts(6);
            store
                .mark_issued(correction, &parts, OPERATOR, at(2))
                .await
                .unwrap();
            let why = RevocationReason::Fraud;
            // A suspension that ended in a revocation counts as the revocation.
            for id in [suspended, revoked] {
                store.suspend(id, why, OPERATOR, at(3)).await.unwrap();
            }
            store.revoke(revoked, why, OPERATOR, at(4)).await.unwrap();
            store
                .supersede(wrong, correction, OPERATOR, at(5))
                .await
                .unwrap();
            assert_eq!(ids(&store, only(Force::InForce)).await, [valid, correction]);
            assert_eq!(ids(&store, only(Force::Suspended)).await, [suspended]);
            assert_eq!(ids(&store, only(Force::Superseded)).await, [wrong]);
            assert_eq!(ids(&store, only(Force::Revoked)).await, [revoked]);
            let all = [valid, suspended, revoked, wrong, correction];
            assert_eq!(ids(&store, CertificateFilter::default()).await, all);
            let none = CertificateFilter::default();
            let rest = store.list(&none, Some(suspended), 2).await.unwrap();
            let rest: Vec<_> = rest.iter().map(|it| (it.id, it.force())).collect();
            assert_eq!(
                rest,
                [(revoked, Force::Revoked), (wrong, Force::Superseded)]
            );
        })
        .await;
    }

    #[tokio::test]
    async fn both_ends_of_a_span_of_exam_days_belong_to_it() {
        on_each(async |store| {
            // Every invented exam is on 1 June.
            let id = issued(&store, 1).await.id;
            for (from, to, found) in [
                (Some("2026-06-01"), Some("2026-06-01"), true),
                (Some("2026-06-02"), None, false),
                (None, Some("2026-05-31"), false),
                (None, Some("2026-06-01"), true),
            ] {
                let filter = CertificateFilter {
                    force: None,
                    exam_from: from.map(|day| day.parse().unwrap()),
                    exam_to: to.map(|day| day.parse().unwrap()),
                };
                let expected: &[CertificateId] = if found { &[id] } else { &[] };
                assert_eq!(ids(&store, filter).await, expected, "{from:?} {to:?}");
            }
        })
        .await;
    }

    #[test]
    fn every_state_is_found_by_its_name() {
        for force in Force::ALL {
            assert_eq!(Force::from_name(force.name()), Some(force));
            let written = serde_json::to_value(force).unwrap();
            assert_eq!(written, force.name());
        }
        assert_eq!(Force::from_name("prepared"), None);
    }
}
