//! What operators note about their acts, for colleagues only. Beside the trail: its events never
//! change, and a note may name somebody.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::audit::{self, Act};
use super::{Error, Store, Transaction, on_pool, written};
use crate::audit::AuditEvent;
use crate::credential::CertificateId;

/// Who does an act on a certificate, what they note about it, and where its holder is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By<'a> {
    /// Who.
    pub operator: &'a str,
    /// What colleagues should know; never published.
    pub note: Option<&'a str>,
    /// The holder's address: the letter is written in the transaction of the act.
    pub tell: Option<&'a str>,
}

impl<'a> From<&'a str> for By<'a> {
    fn from(operator: &'a str) -> Self {
        Self {
            operator,
            note: None,
            tell: None,
        }
    }
}

impl<'a> From<&'a String> for By<'a> {
    fn from(operator: &'a String) -> Self {
        operator.as_str().into()
    }
}

/// Keeps a note beside the newest event of a certificate, within the transaction that wrote it.
pub(super) async fn keep(
    transaction: &mut Transaction,
    certificate: CertificateId,
    by: By<'_>,
) -> Result<(), Error> {
    let Some(note) = by.note.map(str::trim).filter(|note| !note.is_empty()) else {
        return Ok(());
    };
    written!(
        transaction,
        sqlx::query(
            "INSERT INTO act_notes (certificate_id, step, note) \
             SELECT certificate_id, MAX(step), $2 FROM audit_events \
             WHERE certificate_id = $1 GROUP BY certificate_id",
        )
        .bind(certificate.0)
        .bind(note)
    )?;
    Ok(())
}

impl Store {
    /// Records that an operator looked at the whole code.
    pub async fn record_code_shown(
        &self,
        certificate: CertificateId,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let act = Act {
            name: "show_code",
            operator,
            at,
        };
        let event = AuditEvent::CodeShown;
        audit::record(&mut transaction, act, Some(certificate), &event).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The notes about a certificate's acts, by the act's place in its trail, from 1.
    pub async fn act_notes(
        &self,
        certificate: CertificateId,
    ) -> Result<BTreeMap<i64, String>, Error> {
        let notes: Vec<(i64, String)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT step, note FROM act_notes WHERE certificate_id = $1",
        )
        .bind(certificate.0)
        .fetch_all(pool).await)?;
        Ok(notes.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::RevocationReason;
    use crate::store::fixtures::{OPERATOR, at, done, issued, on_each};

    #[tokio::test]
    async fn a_note_stands_beside_its_act_and_an_act_that_was_refused_leaves_none() {
        on_each(async |store| {
            let id = issued(&store, 1).await.id;
            let with = |note| By {
                operator: OPERATOR,
                note: Some(note),
                tell: None,
            };
            let why = RevocationReason::UnderInquiry;
            done(
                store
                    .suspend(id, why, with(" call 12 "), at(2))
                    .await
                    .unwrap(),
            );
            store.suspend(id, why, with("again"), at(3)).await.unwrap();
            done(store.reinstate(id, with("  "), at(4)).await.unwrap());
            done(
                store
                    .revoke(id, RevocationReason::Fraud, OPERATOR, at(5))
                    .await
                    .unwrap(),
            );
            let trail = store.audit_trail(id).await.unwrap();
            let suspended = trail
                .iter()
                .position(|entry| entry.act == "suspend")
                .unwrap();
            let step = i64::try_from(suspended).unwrap() + 1;
            let notes = store.act_notes(id).await.unwrap();
            assert_eq!(notes, BTreeMap::from([(step, "call 12".to_owned())]));
        })
        .await;
    }
}
