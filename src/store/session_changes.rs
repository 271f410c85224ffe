//! Centres and sessions changed after they were made. Each change names the version it was made from:
//! whoever comes second is told so, and nothing of his is stored.

use std::collections::BTreeSet;

use super::audit::{self, Act};
use super::database::among;
use super::row::inconsistent;
use super::sessions::{TIME, results_of};
use super::{
    Centre, CentreId, Changing, Error, NewExam, Session, SessionId, Store, Stored, Transaction,
    in_transaction, on_pool, written,
};
use crate::audit::AuditEvent;
use crate::results::{normalise, session_scope};

impl Store {
    /// Gives a centre another name, kind or address.
    pub async fn change_centre(
        &self,
        centre: &Centre,
        fields: &str,
        changing: Changing<'_>,
    ) -> Result<Stored, Error> {
        let mut transaction = self.begin().await?;
        let key = normalise(&centre.name);
        let taken: Option<i64> = in_transaction!(transaction, connection => sqlx::query_scalar(
            "SELECT version FROM centres WHERE name_key = $1 AND id <> $2",
        )
        .bind(key.as_str())
        .bind(centre.id.0)
        .fetch_optional(connection)
        .await)?;
        if taken.is_some() {
            return Ok(Stored::Taken);
        }
        let swapped = written!(
            transaction,
            sqlx::query(
                "UPDATE centres SET name = $2, name_key = $3, kind = $4, address = $5, \
                 version = version + 1, changed_at = $6, changed_by = $7 \
                 WHERE id = $1 AND version = $8",
            )
            .bind(centre.id.0)
            .bind(centre.name.as_str())
            .bind(key.as_str())
            .bind(centre.kind.name())
            .bind(centre.address.as_deref())
            .bind(changing.at)
            .bind(changing.operator)
            .bind(i64::from(changing.version))
        )?;
        let event = AuditEvent::CentreChanged {
            centre: centre.id.to_string(),
            fields: fields.to_owned(),
        };
        finish(transaction, swapped, ("change_centre", changing), &event).await
    }

    /// Deletes a centre that has no session.
    pub async fn remove_centre(
        &self,
        centre: &Centre,
        changing: Changing<'_>,
    ) -> Result<Stored, Error> {
        let mut transaction = self.begin().await?;
        let removed = written!(
            transaction,
            sqlx::query(
                "DELETE FROM centres WHERE id = $1 AND version = $2 AND NOT EXISTS \
                 (SELECT 1 FROM exam_sessions WHERE centre_id = $1)",
            )
            .bind(centre.id.0)
            .bind(i64::from(changing.version))
        )?;
        let event = AuditEvent::CentreRemoved {
            centre: centre.id.to_string(),
            name: centre.name.clone(),
        };
        finish(transaction, removed, ("remove_centre", changing), &event).await
    }

    /// Whether a centre has a session, whatever became of it.
    pub async fn has_sessions(&self, centre: CentreId) -> Result<bool, Error> {
        let one: Option<i64> = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT version FROM exam_sessions WHERE centre_id = $1 LIMIT 1",
        )
        .bind(centre.0)
        .fetch_optional(pool).await)?;
        Ok(one.is_some())
    }

    /// How many sessions of a centre have candidates whose list was read by its kind's rules.
    pub async fn sessions_with_candidates(&self, centre: &Centre) -> Result<i64, Error> {
        Ok(on_pool!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM exam_sessions WHERE centre_id = $1 AND candidate_count > 0 \
             AND forgotten_at IS NULL",
        )
        .bind(centre.id.0)
        .fetch_one(pool).await)?)
    }

    /// Gives a session another number, day, place or whatever else it has but its candidates.
    pub async fn change_session(
        &self,
        session: &NewExam,
        fields: &str,
        changing: Changing<'_>,
    ) -> Result<Stored, Error> {
        let rooms = serde_json::to_string(&session.rooms)
            .map_err(|_| inconsistent("exam_sessions", "rooms", session.id))?;
        let mut transaction = self.begin().await?;
        let scope = session_scope(&session.number);
        let taken: Option<i64> = in_transaction!(transaction, connection => sqlx::query_scalar(
            "SELECT version FROM exam_sessions WHERE scope = $1 AND id <> $2",
        )
        .bind(scope.as_str())
        .bind(session.id.0)
        .fetch_optional(connection)
        .await)?;
        if taken.is_some() {
            return Ok(Stored::Taken);
        }
        let swapped = written!(
            transaction,
            sqlx::query(
                "UPDATE exam_sessions SET number = $2, scope = $3, centre_id = $4, \
                 framework = $5, site = $6, exam_date = $7, starts_at = $8, minutes = $9, \
                 rooms = $10, notes = $11, version = version + 1, changed_at = $12, \
                 changed_by = $13 WHERE id = $1 AND version = $14 AND cancelled_at IS NULL",
            )
            .bind(session.id.0)
            .bind(session.number.as_str())
            .bind(scope.as_str())
            .bind(session.centre.0)
            .bind(session.framework.as_str())
            .bind(session.site.as_deref())
            .bind(session.exam_date)
            .bind(session.starts_at.format(TIME).to_string())
            .bind(session.minutes.map(i64::from))
            .bind(rooms.as_str())
            .bind(session.notes.as_deref())
            .bind(changing.at)
            .bind(changing.operator)
            .bind(i64::from(changing.version))
        )?;
        let event = AuditEvent::SessionChanged {
            session: session.id.to_string(),
            fields: fields.to_owned(),
        };
        finish(transaction, swapped, ("change_session", changing), &event).await
    }

    /// Says that a session is not to take place.
    pub async fn cancel_session(
        &self,
        session: &Session,
        changing: Changing<'_>,
    ) -> Result<Stored, Error> {
        let mut transaction = self.begin().await?;
        let swapped = written!(
            transaction,
            sqlx::query(
                "UPDATE exam_sessions SET cancelled_at = $2, version = version + 1, \
                 changed_at = $2, changed_by = $3 \
                 WHERE id = $1 AND version = $4 AND cancelled_at IS NULL AND NOT EXISTS \
                 (SELECT 1 FROM certificates WHERE result_key LIKE $5 ESCAPE '\\')",
            )
            .bind(session.id.0)
            .bind(changing.at)
            .bind(changing.operator)
            .bind(i64::from(changing.version))
            .bind(results_of(&session.number))
        )?;
        let event = AuditEvent::SessionCancelled {
            session: session.id.to_string(),
        };
        finish(transaction, swapped, ("cancel_session", changing), &event).await
    }

    /// Says that a cancelled session takes place after all.
    pub async fn resume_session(
        &self,
        session: SessionId,
        changing: Changing<'_>,
    ) -> Result<Stored, Error> {
        let mut transaction = self.begin().await?;
        let swapped = written!(
            transaction,
            sqlx::query(
                "UPDATE exam_sessions SET cancelled_at = NULL, version = version + 1, \
                 changed_at = $2, changed_by = $3 \
                 WHERE id = $1 AND version = $4 AND cancelled_at IS NOT NULL",
            )
            .bind(session.0)
            .bind(changing.at)
            .bind(changing.operator)
            .bind(i64::from(changing.version))
        )?;
        let event = AuditEvent::SessionResumed {
            session: session.to_string(),
        };
        finish(transaction, swapped, ("resume_session", changing), &event).await
    }

    /// Deletes a session and its candidates, if no certificate was made from its results.
    pub async fn remove_session(
        &self,
        session: &Session,
        changing: Changing<'_>,
    ) -> Result<Stored, Error> {
        let mut transaction = self.begin().await?;
        for table in [
            "DELETE FROM session_candidates WHERE session_id = $1",
            "DELETE FROM session_drafts WHERE session_id = $1",
        ] {
            written!(transaction, sqlx::query(table).bind(session.id.0))?;
        }
        let removed = written!(
            transaction,
            sqlx::query(
                "DELETE FROM exam_sessions WHERE id = $1 AND version = $2 AND NOT EXISTS \
                 (SELECT 1 FROM certificates WHERE result_key LIKE $3 ESCAPE '\\')",
            )
            .bind(session.id.0)
            .bind(i64::from(changing.version))
            .bind(results_of(&session.number))
        )?;
        let event = AuditEvent::SessionRemoved {
            session: session.id.to_string(),
            number: session.number.clone(),
        };
        finish(transaction, removed, ("remove_session", changing), &event).await
    }

    /// Whether a certificate was made from the results of a session, or is being made.
    pub async fn has_certificates(&self, number: &str) -> Result<bool, Error> {
        let count: i64 = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM certificates WHERE result_key LIKE $1 ESCAPE '\\'",
        )
        .bind(results_of(number))
        .fetch_one(pool).await)?;
        Ok(count > 0)
    }

    /// Those of these sessions, each by its scope, that are called off. No more than 500 at once.
    pub async fn cancelled_sessions(
        &self,
        scopes: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, Error> {
        let cancelled: Vec<(String,)> = on_pool!(self, pool => among!(
            "SELECT scope FROM exam_sessions WHERE cancelled_at IS NOT NULL AND scope IN (",
            scopes,
            (String,),
            pool
        ))?;
        Ok(cancelled.into_iter().map(|(scope,)| scope).collect())
    }

    /// Adds a candidate behind the others.
    pub async fn add_candidate(
        &self,
        session: SessionId,
        content: &[u8],
        changing: Changing<'_>,
    ) -> Result<Stored, Error> {
        let mut transaction = self.begin().await?;
        let swapped = touch(&mut transaction, session, changing).await?;
        let last: i64 = in_transaction!(transaction, connection => sqlx::query_scalar(
            "SELECT COALESCE(MAX(position), 0) FROM session_candidates WHERE session_id = $1",
        )
        .bind(session.0)
        .fetch_one(connection)
        .await)?;
        let place = last + 1;
        written!(
            transaction,
            sqlx::query(
                "INSERT INTO session_candidates (session_id, position, content) VALUES ($1, $2, $3)",
            )
            .bind(session.0)
            .bind(place)
            .bind(content)
        )?;
        count(&mut transaction, session).await?;
        let event = AuditEvent::CandidateAdded {
            session: session.to_string(),
            place: u32::try_from(place).unwrap_or(u32::MAX),
        };
        finish(transaction, swapped, ("add_candidate", changing), &event).await
    }

    /// Says something else of a candidate.
    pub async fn change_candidate(
        &self,
        (session, place): (SessionId, u32),
        content: &[u8],
        fields: &str,
        changing: Changing<'_>,
    ) -> Result<Stored, Error> {
        let mut transaction = self.begin().await?;
        let swapped = touch(&mut transaction, session, changing).await?;
        let there = written!(
            transaction,
            sqlx::query(
                "UPDATE session_candidates SET content = $3 \
                 WHERE session_id = $1 AND position = $2",
            )
            .bind(session.0)
            .bind(i64::from(place))
            .bind(content)
        )?;
        let event = AuditEvent::CandidateChanged {
            session: session.to_string(),
            place,
            fields: fields.to_owned(),
        };
        let swapped = swapped.min(there);
        finish(transaction, swapped, ("change_candidate", changing), &event).await
    }

    /// Takes a candidate out of the list.
    pub async fn remove_candidate(
        &self,
        (session, place): (SessionId, u32),
        changing: Changing<'_>,
    ) -> Result<Stored, Error> {
        let mut transaction = self.begin().await?;
        let swapped = touch(&mut transaction, session, changing).await?;
        let there = written!(
            transaction,
            sqlx::query("DELETE FROM session_candidates WHERE session_id = $1 AND position = $2")
                .bind(session.0)
                .bind(i64::from(place))
        )?;
        count(&mut transaction, session).await?;
        let event = AuditEvent::CandidateRemoved {
            session: session.to_string(),
            place,
        };
        let swapped = swapped.min(there);
        finish(transaction, swapped, ("remove_candidate", changing), &event).await
    }
}

/// Takes the next version of a session for a change of its candidates. First, so that two changes
/// come one after the other.
async fn touch(
    transaction: &mut Transaction,
    session: SessionId,
    changing: Changing<'_>,
) -> Result<u64, Error> {
    Ok(written!(
        transaction,
        sqlx::query(
            "UPDATE exam_sessions SET version = version + 1, changed_at = $2, changed_by = $3, \
             candidates_at = $2, forgotten_at = NULL \
             WHERE id = $1 AND version = $4 AND cancelled_at IS NULL",
        )
        .bind(session.0)
        .bind(changing.at)
        .bind(changing.operator)
        .bind(i64::from(changing.version))
    )?)
}

async fn count(transaction: &mut Transaction, session: SessionId) -> Result<(), Error> {
    written!(
        transaction,
        sqlx::query(
            "UPDATE exam_sessions SET candidate_count = \
             (SELECT COUNT(*) FROM session_candidates WHERE session_id = $1) WHERE id = $1",
        )
        .bind(session.0)
    )?;
    Ok(())
}

/// Keeps what was changed from the version that was seen, with its event; nothing otherwise.
async fn finish(
    mut transaction: Transaction,
    swapped: u64,
    (name, changing): (&'static str, Changing<'_>),
    event: &AuditEvent,
) -> Result<Stored, Error> {
    if swapped == 0 {
        return Ok(Stored::Outdated);
    }
    let act = Act {
        name,
        operator: changing.operator,
        at: changing.at,
    };
    audit::record(&mut transaction, act, None, event).await?;
    transaction.commit().await?;
    Ok(Stored::Done)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{OPERATOR, at, centre, issued, list, on_each, session, tamper};
    use super::*;
    use crate::store::CentreKind;

    fn seen(version: u32) -> Changing<'static> {
        Changing {
            version,
            operator: OPERATOR,
            at: at(9),
        }
    }

    async fn with_session(store: &Store, number: &str, candidates: &[&str]) -> Session {
        let centre = centre();
        store.add_centre(&centre, OPERATOR).await.unwrap();
        let new = session(number, centre.id, "2026-06-01");
        let lists = [list(new.id, candidates)];
        let lists = if candidates.is_empty() {
            &[][..]
        } else {
            &lists[..]
        };
        let stored = store
            .add_sessions(std::slice::from_ref(&new), lists, OPERATOR, at(1))
            .await;
        assert_eq!(stored.unwrap(), Stored::Done);
        store.find_session(new.id).await.unwrap().unwrap()
    }

    fn as_new(session: &Session) -> NewExam {
        NewExam {
            id: session.id,
            number: session.number.clone(),
            centre: session.centre.id,
            framework: session.framework.clone(),
            site: session.site.clone(),
            exam_date: session.exam_date,
            starts_at: session.starts_at,
            minutes: session.minutes,
            rooms: session.rooms.clone(),
            notes: session.notes.clone(),
        }
    }

    #[tokio::test]
    async fn a_session_is_known_as_called_off_while_it_is_and_a_centre_goes_with_none() {
        on_each(async |store: Store| {
            let session = with_session(&store, "S 1", &[]).await;
            let scopes = || ["s1", "S 1", "S2"].map(session_scope).into_iter().collect();
            let of = async || store.cancelled_sessions(scopes()).await.unwrap();
            assert_eq!(of().await, BTreeSet::new());
            let done = store.cancel_session(&session, seen(1)).await.unwrap();
            assert_eq!(done, Stored::Done);
            assert_eq!(of().await, BTreeSet::from([session_scope("S 1")]));
            let done = store.resume_session(session.id, seen(2)).await.unwrap();
            assert_eq!(done, Stored::Done);
            assert_eq!(of().await, BTreeSet::new());

            let centre = &session.centre;
            assert!(store.has_sessions(centre.id).await.unwrap());
            let kept = store.remove_centre(centre, seen(1)).await.unwrap();
            assert_eq!(kept, Stored::Outdated);
            let done = store.remove_session(&session, seen(3)).await.unwrap();
            assert_eq!(done, Stored::Done);
            assert!(!store.has_sessions(centre.id).await.unwrap());
            let stale = store.remove_centre(centre, seen(2)).await.unwrap();
            assert_eq!(stale, Stored::Outdated);
            let gone = store.remove_centre(centre, seen(1)).await.unwrap();
            assert_eq!(gone, Stored::Done);
            assert_eq!(store.centres().await.unwrap(), []);
        })
        .await;
    }

    #[tokio::test]
    async fn of_two_changes_made_from_one_version_the_second_is_told_and_stores_nothing() {
        on_each(async |store: Store| {
            let session = with_session(&store, "1", &[]).await;
            let later = NewExam {
                number: "1 bis".to_owned(),
                notes: Some("Bring a pen.".to_owned()),
                ..as_new(&session)
            };
            let first = store.change_session(&later, "number notes", seen(1)).await;
            assert_eq!(first.unwrap(), Stored::Done);
            let other = NewExam {
                minutes: None,
                ..as_new(&session)
            };
            let second = store.change_session(&other, "minutes", seen(1)).await;
            assert_eq!(second.unwrap(), Stored::Outdated);
            let found = store.find_session_numbered("1-BIS").await.unwrap().unwrap();
            assert_eq!((found.version, found.minutes), (2, Some(105)));
            assert_eq!(found.notes.as_deref(), Some("Bring a pen."));
            assert_eq!(found.changed.unwrap().by, OPERATOR);

            let centre = Centre {
                kind: CentreKind::Other,
                ..session.centre.clone()
            };
            let first = store.change_centre(&centre, "kind", seen(1)).await.unwrap();
            assert_eq!(first, Stored::Done);
            let second = store.change_centre(&centre, "kind", seen(1)).await.unwrap();
            assert_eq!(second, Stored::Outdated);
        })
        .await;
    }

    #[tokio::test]
    async fn no_change_takes_the_number_or_the_name_of_another() {
        on_each(async |store: Store| {
            let one = with_session(&store, "1", &[]).await;
            let two = session("2", one.centre.id, "2026-06-02");
            let added = store.add_sessions(&[two], &[], OPERATOR, at(1)).await;
            assert_eq!(added.unwrap(), Stored::Done);
            let same = NewExam {
                number: "2".to_owned(),
                ..as_new(&one)
            };
            let refused = store.change_session(&same, "number", seen(1)).await;
            assert_eq!(refused.unwrap(), Stored::Taken);
            let other = Centre {
                id: super::super::CentreId(uuid::Uuid::now_v7()),
                name: "CDI".to_owned(),
                ..centre()
            };
            store.add_centre(&other, OPERATOR).await.unwrap();
            let same = Centre {
                name: "cdi".to_owned(),
                ..one.centre
            };
            let refused = store.change_centre(&same, "name", seen(1)).await.unwrap();
            assert_eq!(refused, Stored::Taken);
        })
        .await;
    }

    #[tokio::test]
    async fn candidates_come_change_and_go_one_by_one_and_keep_their_places() {
        on_each(async |store: Store| {
            let session = with_session(&store, "1", &["a", "b"]).await;
            let id = session.id;
            assert_eq!(session.version, 2);
            let done = store.remove_candidate((id, 1), seen(2)).await.unwrap();
            assert_eq!(done, Stored::Done);
            let done = store.add_candidate(id, b"c", seen(3)).await.unwrap();
            assert_eq!(done, Stored::Done);
            let change = store.change_candidate((id, 2), b"B", "class", seen(4));
            assert_eq!(change.await.unwrap(), Stored::Done);
            for (place, version) in [(2, 4), (1, 5)] {
                let late = store.change_candidate((id, place), b"x", "class", seen(version));
                assert_eq!(late.await.unwrap(), Stored::Outdated, "{place}");
            }
            let late = store.add_candidate(id, b"x", seen(4)).await.unwrap();
            assert_eq!(late, Stored::Outdated);
            let left = store.session_candidates(id).await.unwrap();
            let left: Vec<_> = left
                .iter()
                .map(|one| (one.place, one.content.as_slice()))
                .collect();
            assert_eq!(left, [(2, &b"B"[..]), (3, &b"c"[..])]);
            let found = store.find_session(id).await.unwrap().unwrap();
            assert_eq!((found.candidates, found.version), (2, 5));
        })
        .await;
    }

    #[tokio::test]
    async fn a_candidate_who_was_added_by_himself_is_forgotten_too() {
        on_each(async |store: Store| {
            let session = with_session(&store, "1", &[]).await;
            let done = store.add_candidate(session.id, b"a", seen(1)).await;
            assert_eq!(done.unwrap(), Stored::Done);
            let before = "2026-06-02".parse().unwrap();
            let forgotten = store.forget_candidates(before, at(10), at(11)).await;
            assert_eq!(forgotten.unwrap(), 1);
        })
        .await;
    }

    #[tokio::test]
    async fn a_cancelled_session_changes_no_more_until_it_takes_place_again() {
        on_each(async |store: Store| {
            let session = with_session(&store, "1", &["a"]).await;
            let done = store.cancel_session(&session, seen(2)).await.unwrap();
            assert_eq!(done, Stored::Done);
            let same = as_new(&session);
            let change = store.change_session(&same, "time", seen(3)).await;
            assert_eq!(change.unwrap(), Stored::Outdated);
            let add = store.add_candidate(session.id, b"b", seen(3)).await;
            assert_eq!(add.unwrap(), Stored::Outdated);
            let done = store.resume_session(session.id, seen(3)).await.unwrap();
            assert_eq!(done, Stored::Done);
            let found = store.find_session(session.id).await.unwrap().unwrap();
            assert_eq!((found.cancelled_at, found.candidates), (None, 1));
        })
        .await;
    }

    #[tokio::test]
    async fn a_session_with_certificates_is_neither_cancelled_nor_removed() {
        on_each(async |store: Store| {
            let session = with_session(&store, "Session 12", &["a"]).await;
            issued(&store, 1).await;
            tamper(
                &store,
                "UPDATE certificates SET result_key = '10:session 12' || substr(result_key, 11)",
            )
            .await
            .unwrap();
            assert!(store.has_certificates("session 12").await.unwrap());
            let refused = store.remove_session(&session, seen(2)).await.unwrap();
            assert_eq!(refused, Stored::Outdated);
            let refused = store.cancel_session(&session, seen(2)).await.unwrap();
            assert_eq!(refused, Stored::Outdated);
            assert_eq!(store.session_candidates(session.id).await.unwrap().len(), 1);
        })
        .await;
    }

    #[tokio::test]
    async fn a_removed_session_leaves_its_number_to_others() {
        on_each(async |store: Store| {
            let session = with_session(&store, "1", &["a"]).await;
            let late = store.remove_session(&session, seen(1)).await.unwrap();
            assert_eq!(late, Stored::Outdated);
            assert_eq!(store.session_candidates(session.id).await.unwrap().len(), 1);
            let done = store.remove_session(&session, seen(2)).await.unwrap();
            assert_eq!(done, Stored::Done);
            assert_eq!(store.find_session(session.id).await.unwrap(), None);
            let again = super::super::fixtures::session("1", session.centre.id, "2026-06-03");
            let added = store.add_sessions(&[again], &[], OPERATOR, at(10)).await;
            assert_eq!(added.unwrap(), Stored::Done);
        })
        .await;
    }
}
