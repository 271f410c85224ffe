//! Centres, sessions and their candidates: recorded whole or not at all, the candidates deleted when
//! they were kept long enough.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::audit::{self, Act};
use super::row::{CertificateRow, certificates_where, inconsistent};
use super::{
    Centre, CentreId, CentreKind, Certificate, Changed, Error, ListedCandidate, NewExam, NewList,
    Session, SessionId, Store, Stored, Transaction, in_transaction, on_pool, written,
};
use crate::audit::AuditEvent;
use crate::results::{normalise, session_scope};

/// Candidates that one statement inserts: three values each.
const ROWS_AT_ONCE: usize = 500;

/// How a time of day is written down.
pub(super) const TIME: &str = "%H:%M";

/// The columns of [`SessionRow`].
macro_rules! sessions_where {
    ($condition:literal) => {
        concat!(
            "SELECT s.id, s.number, s.framework, s.site, s.exam_date, s.starts_at, s.minutes, \
             s.rooms, s.notes, s.candidate_count, s.imported_at, s.forgotten_at, s.cancelled_at, \
             s.created_at, s.created_by, s.version, s.changed_at, s.changed_by, \
             c.id AS centre_id, c.name AS centre_name, c.kind AS centre_kind, \
             c.address AS centre_address, c.created_at AS centre_created_at, \
             c.version AS centre_version, c.changed_at AS centre_changed_at, \
             c.changed_by AS centre_changed_by \
             FROM exam_sessions AS s JOIN centres AS c ON c.id = s.centre_id ",
            $condition
        )
    };
}

/// The columns of [`CentreRow`].
macro_rules! centres_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, name, kind, address, created_at, version, changed_at, changed_by \
             FROM centres ",
            $condition
        )
    };
}

#[derive(FromRow)]
struct CentreRow {
    id: Uuid,
    name: String,
    kind: String,
    address: Option<String>,
    created_at: DateTime<Utc>,
    version: i64,
    changed_at: Option<DateTime<Utc>>,
    changed_by: Option<String>,
}

impl TryFrom<CentreRow> for Centre {
    type Error = Error;

    fn try_from(row: CentreRow) -> Result<Self, Error> {
        let kind = CentreKind::from_name(&row.kind);
        Ok(Self {
            id: CentreId(row.id),
            name: row.name,
            kind: kind.ok_or_else(|| inconsistent("centres", "kind", row.id))?,
            address: row.address,
            created_at: row.created_at,
            version: u32::try_from(row.version)
                .map_err(|_| inconsistent("centres", "version", row.id))?,
            changed: changed(row.changed_at, row.changed_by),
        })
    }
}

#[derive(FromRow)]
struct SessionRow {
    id: Uuid,
    number: String,
    framework: String,
    site: Option<String>,
    exam_date: NaiveDate,
    starts_at: String,
    minutes: Option<i64>,
    rooms: String,
    notes: Option<String>,
    candidate_count: i64,
    imported_at: Option<DateTime<Utc>>,
    forgotten_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    created_by: String,
    version: i64,
    changed_at: Option<DateTime<Utc>>,
    changed_by: Option<String>,
    centre_id: Uuid,
    centre_name: String,
    centre_kind: String,
    centre_address: Option<String>,
    centre_created_at: DateTime<Utc>,
    centre_version: i64,
    centre_changed_at: Option<DateTime<Utc>>,
    centre_changed_by: Option<String>,
}

fn changed(at: Option<DateTime<Utc>>, by: Option<String>) -> Option<Changed> {
    Some(Changed { at: at?, by: by? })
}

impl TryFrom<SessionRow> for Session {
    type Error = Error;

    fn try_from(row: SessionRow) -> Result<Self, Error> {
        let bad = |column| inconsistent("exam_sessions", column, row.id);
        let centre = CentreRow {
            id: row.centre_id,
            name: row.centre_name,
            kind: row.centre_kind,
            address: row.centre_address,
            created_at: row.centre_created_at,
            version: row.centre_version,
            changed_at: row.centre_changed_at,
            changed_by: row.centre_changed_by,
        };
        Ok(Self {
            id: SessionId(row.id),
            number: row.number,
            centre: centre.try_into()?,
            framework: row.framework,
            site: row.site,
            exam_date: row.exam_date,
            starts_at: NaiveTime::parse_from_str(&row.starts_at, TIME)
                .map_err(|_| bad("starts_at"))?,
            minutes: row
                .minutes
                .map(|minutes| u32::try_from(minutes).map_err(|_| bad("minutes")))
                .transpose()?,
            rooms: serde_json::from_str(&row.rooms).map_err(|_| bad("rooms"))?,
            notes: row.notes,
            candidates: u32::try_from(row.candidate_count).map_err(|_| bad("candidate_count"))?,
            imported_at: row.imported_at,
            forgotten_at: row.forgotten_at,
            cancelled_at: row.cancelled_at,
            created_at: row.created_at,
            created_by: row.created_by,
            version: u32::try_from(row.version).map_err(|_| bad("version"))?,
            changed: changed(row.changed_at, row.changed_by),
        })
    }
}

impl Store {
    /// Adds a centre. `false`: one of this name exists.
    pub async fn add_centre(&self, centre: &Centre, operator: &str) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let added = written!(
            transaction,
            sqlx::query(
                "INSERT INTO centres (id, name, name_key, kind, address, created_at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name_key) DO NOTHING",
            )
            .bind(centre.id.0)
            .bind(centre.name.as_str())
            .bind(normalise(&centre.name))
            .bind(centre.kind.name())
            .bind(centre.address.as_deref())
            .bind(centre.created_at)
        )?;
        if added == 0 {
            return Ok(false);
        }
        let act = Act {
            name: "add_centre",
            operator,
            at: centre.created_at,
        };
        let event = AuditEvent::CentreAdded {
            centre: centre.id.to_string(),
        };
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Every centre, by name.
    pub async fn centres(&self) -> Result<Vec<Centre>, Error> {
        let rows: Vec<CentreRow> = on_pool!(self, pool => sqlx::query_as(
            centres_where!("ORDER BY name_key, id"),
        )
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The centre with this id.
    pub async fn centre(&self, id: CentreId) -> Result<Option<Centre>, Error> {
        let row: Option<CentreRow> = on_pool!(self, pool => sqlx::query_as(
            centres_where!("WHERE id = $1"),
        )
        .bind(id.0)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The centre with this name, however it is spelt.
    pub async fn find_centre(&self, name: &str) -> Result<Option<Centre>, Error> {
        let row: Option<CentreRow> = on_pool!(self, pool => sqlx::query_as(
            centres_where!("WHERE name_key = $1"),
        )
        .bind(normalise(name))
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Records sessions and the candidates of these or others, all or nothing.
    pub async fn add_sessions(
        &self,
        sessions: &[NewExam],
        lists: &[NewList],
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<Stored, Error> {
        let mut transaction = self.begin().await?;
        for session in sessions {
            if !insert(&mut transaction, session, operator, at).await? {
                return Ok(Stored::Taken);
            }
        }
        for list in lists {
            if !replace_candidates(&mut transaction, list, operator, at).await? {
                return Ok(Stored::Outdated);
            }
        }
        transaction.commit().await?;
        Ok(Stored::Done)
    }

    /// The session with this id.
    pub async fn find_session(&self, id: SessionId) -> Result<Option<Session>, Error> {
        let row: Option<SessionRow> = on_pool!(self, pool => sqlx::query_as(
            sessions_where!("WHERE s.id = $1"),
        )
        .bind(id.0)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The session with this number, however it is spelt.
    pub async fn find_session_numbered(&self, number: &str) -> Result<Option<Session>, Error> {
        let row: Option<SessionRow> = on_pool!(self, pool => sqlx::query_as(
            sessions_where!("WHERE s.scope = $1"),
        )
        .bind(session_scope(number))
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Sessions, the latest exam first.
    pub async fn sessions(&self, skip: u32, at_most: u32) -> Result<Vec<Session>, Error> {
        let rows: Vec<SessionRow> = on_pool!(self, pool => sqlx::query_as(
            sessions_where!("ORDER BY s.exam_date DESC, s.id DESC LIMIT $1 OFFSET $2"),
        )
        .bind(i64::from(at_most))
        .bind(i64::from(skip))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// What the list of a session says of each candidate, in its order.
    pub async fn session_candidates(&self, id: SessionId) -> Result<Vec<ListedCandidate>, Error> {
        let rows: Vec<(i64, Vec<u8>)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT position, content FROM session_candidates WHERE session_id = $1 \
             ORDER BY position",
        )
        .bind(id.0)
        .fetch_all(pool).await)?;
        let place = |position| {
            u32::try_from(position)
                .map_err(|_| inconsistent("session_candidates", "position", id.0))
        };
        rows.into_iter()
            .map(|(position, content)| {
                let place = place(position)?;
                Ok(ListedCandidate { place, content })
            })
            .collect()
    }

    /// The certificates that were issued from the results of a session, whatever became of them.
    pub async fn certificates_of_session(&self, number: &str) -> Result<Vec<Certificate>, Error> {
        let rows: Vec<CertificateRow> = on_pool!(self, pool => sqlx::query_as(certificates_where(
            "result_key LIKE $1 ESCAPE '\\' AND state = 'issued' ORDER BY id",
        ))
        .bind(results_of(number))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Deletes the candidates of exams before a day that were stored before an instant: of how
    /// many sessions.
    pub async fn forget_candidates(
        &self,
        before: NaiveDate,
        imported_before: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        written!(
            transaction,
            sqlx::query(
                "DELETE FROM session_candidates WHERE session_id IN \
                 (SELECT id FROM exam_sessions WHERE exam_date < $1 \
                 AND candidates_at < $2 AND forgotten_at IS NULL)",
            )
            .bind(before)
            .bind(imported_before)
        )?;
        let count = written!(
            transaction,
            sqlx::query(
                "UPDATE exam_sessions SET forgotten_at = $3 WHERE exam_date < $1 \
                 AND candidates_at < $2 AND forgotten_at IS NULL",
            )
            .bind(before)
            .bind(imported_before)
            .bind(at)
        )?;
        transaction.commit().await?;
        Ok(count)
    }
}

/// The pattern of the keys of a session's results.
pub(super) fn results_of(number: &str) -> String {
    let mut pattern = String::new();
    for c in session_scope(number).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    format!("{pattern}/%")
}

async fn insert(
    transaction: &mut Transaction,
    session: &NewExam,
    operator: &str,
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    let rooms = serde_json::to_string(&session.rooms)
        .map_err(|_| inconsistent("exam_sessions", "rooms", session.id))?;
    let added = written!(
        transaction,
        sqlx::query(
            "INSERT INTO exam_sessions (id, number, scope, centre_id, framework, site, exam_date, \
             starts_at, minutes, rooms, notes, candidate_count, created_at, created_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13) \
             ON CONFLICT (scope) DO NOTHING",
        )
        .bind(session.id.0)
        .bind(session.number.as_str())
        .bind(session_scope(&session.number))
        .bind(session.centre.0)
        .bind(session.framework.as_str())
        .bind(session.site.as_deref())
        .bind(session.exam_date)
        .bind(session.starts_at.format(TIME).to_string())
        .bind(session.minutes.map(i64::from))
        .bind(rooms.as_str())
        .bind(session.notes.as_deref())
        .bind(at)
        .bind(operator)
    )?;
    if added == 0 {
        return Ok(false);
    }
    let act = Act {
        name: "add_session",
        operator,
        at,
    };
    let event = AuditEvent::SessionAdded {
        session: session.id.to_string(),
    };
    audit::record(transaction, act, None, &event).await?;
    Ok(true)
}

async fn replace_candidates(
    transaction: &mut Transaction,
    list: &NewList,
    operator: &str,
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    let count = u32::try_from(list.candidates.len()).unwrap_or(u32::MAX);
    // First, so that two lists of one session come one after the other.
    let swapped = written!(
        transaction,
        sqlx::query(
            "UPDATE exam_sessions SET candidate_count = $2, list_digest = $3, imported_at = $4, \
             candidates_at = $4, forgotten_at = NULL, version = version + 1, changed_at = $4, \
             changed_by = $5 WHERE id = $1 AND version = $6 AND cancelled_at IS NULL",
        )
        .bind(list.session.0)
        .bind(i64::from(count))
        .bind(list.file.0.as_slice())
        .bind(at)
        .bind(operator)
        .bind(i64::from(list.version))
    )?;
    if swapped == 0 {
        return Ok(false);
    }
    written!(
        transaction,
        sqlx::query("DELETE FROM session_candidates WHERE session_id = $1").bind(list.session.0)
    )?;
    // What waits was held against candidates that are no longer there.
    written!(
        transaction,
        sqlx::query("DELETE FROM session_drafts WHERE session_id = $1").bind(list.session.0)
    )?;
    for (number, rows) in list.candidates.chunks(ROWS_AT_ONCE).enumerate() {
        insert_candidates(transaction, list.session, number * ROWS_AT_ONCE, rows).await?;
    }
    let act = Act {
        name: "import_candidates",
        operator,
        at,
    };
    let event = AuditEvent::CandidatesImported {
        session: list.session.to_string(),
        file: list.file.to_string(),
        count,
    };
    audit::record(transaction, act, None, &event).await?;
    Ok(true)
}

async fn insert_candidates(
    transaction: &mut Transaction,
    session: SessionId,
    before: usize,
    rows: &[Vec<u8>],
) -> Result<(), Error> {
    let rows: Vec<(i64, Vec<u8>)> = (before + 1..)
        .zip(rows)
        .map(|(position, row)| (i64::try_from(position).unwrap_or(i64::MAX), row.clone()))
        .collect();
    in_transaction!(transaction, connection => {
        let mut insert = sqlx::QueryBuilder::new(
            "INSERT INTO session_candidates (session_id, position, content) ",
        );
        insert.push_values(rows, |mut values, (position, content)| {
            values.push_bind(session.0).push_bind(position).push_bind(content);
        });
        insert.build().execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{OPERATOR, at, centre, issued, list, on_each, session};
    use super::*;

    #[tokio::test]
    async fn a_session_is_found_by_its_number_however_it_is_spelt() {
        on_each(async |store: Store| {
            let centre = centre();
            assert!(store.add_centre(&centre, OPERATOR).await.unwrap());
            let same = Centre {
                id: CentreId(Uuid::now_v7()),
                name: "LYCEE DES DUNES".to_owned(),
                ..centre.clone()
            };
            assert!(!store.add_centre(&same, OPERATOR).await.unwrap());
            assert_eq!(
                store.centres().await.unwrap(),
                std::slice::from_ref(&centre)
            );
            let found = store.find_centre("lycée  des dunes").await.unwrap();
            assert_eq!(found.as_ref(), Some(&centre));

            let new = session("Été 12", centre.id, "2026-06-01");
            let added = store.add_sessions(std::slice::from_ref(&new), &[], OPERATOR, at(1));
            assert_eq!(added.await.unwrap(), Stored::Done);
            let found = store
                .find_session_numbered("ETE-12")
                .await
                .unwrap()
                .unwrap();
            assert_eq!((found.id, &found.rooms), (new.id, &new.rooms));
            assert_eq!(
                (found.starts_at, found.minutes),
                (new.starts_at, new.minutes)
            );
            assert_eq!(found.centre, centre);
            assert_eq!(store.find_session(new.id).await.unwrap(), Some(found));
        })
        .await;
    }

    #[tokio::test]
    async fn sessions_and_lists_are_stored_all_or_none() {
        on_each(async |store: Store| {
            let centre = centre();
            store.add_centre(&centre, OPERATOR).await.unwrap();
            let first = session("1", centre.id, "2026-06-01");
            let second = session("2", centre.id, "2026-06-02");
            let again = session("1", centre.id, "2026-06-03");
            let lists = [list(first.id, &["a", "b"]), list(second.id, &["c"])];
            let both = [first.clone(), second.clone()];
            let done = store.add_sessions(&both, &lists, OPERATOR, at(1)).await;
            assert_eq!(done.unwrap(), Stored::Done);
            let third = session("3", centre.id, "2026-06-04");
            let refused = store
                .add_sessions(&[third.clone(), again], &[], OPERATOR, at(2))
                .await;
            assert_eq!(refused.unwrap(), Stored::Taken);
            assert_eq!(store.find_session(third.id).await.unwrap(), None);
            let numbers = async |skip, most| {
                let sessions = store.sessions(skip, most).await.unwrap();
                sessions
                    .into_iter()
                    .map(|one| (one.number, one.candidates))
                    .collect::<Vec<_>>()
            };
            assert_eq!(
                numbers(0, 9).await,
                [("2".to_owned(), 1), ("1".to_owned(), 2)]
            );
            assert_eq!(numbers(1, 1).await, [("1".to_owned(), 2)]);

            // A second list takes the place of the first, for whoever saw that one.
            let more = [list(first.id, &["d"])];
            let late = store.add_sessions(&[], &more, OPERATOR, at(3)).await;
            assert_eq!(late.unwrap(), Stored::Outdated);
            let more = [NewList {
                version: 2,
                ..list(first.id, &["d"])
            }];
            let done = store.add_sessions(&[], &more, OPERATOR, at(3)).await;
            assert_eq!(done.unwrap(), Stored::Done);
            let left = store.session_candidates(first.id).await.unwrap();
            assert_eq!((left.len(), left[0].content.as_slice()), (1, &b"d"[..]));
        })
        .await;
    }

    #[tokio::test]
    async fn a_long_list_is_stored_in_its_order() {
        on_each(async |store: Store| {
            let centre = centre();
            store.add_centre(&centre, OPERATOR).await.unwrap();
            let new = session("1", centre.id, "2026-06-01");
            let names: Vec<String> = (0..1_234).map(|number| number.to_string()).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let lists = [list(new.id, &names)];
            let done = store.add_sessions(std::slice::from_ref(&new), &lists, OPERATOR, at(1));
            assert_eq!(done.await.unwrap(), Stored::Done);
            let read = store.session_candidates(new.id).await.unwrap();
            assert!(
                read.iter()
                    .map(|one| one.content.as_slice())
                    .eq(names.iter().map(|name| name.as_bytes()))
            );
        })
        .await;
    }

    #[tokio::test]
    async fn candidates_are_forgotten_and_the_session_stays() {
        on_each(async |store: Store| {
            let centre = centre();
            store.add_centre(&centre, OPERATOR).await.unwrap();
            let old = session("1", centre.id, "2026-06-01");
            let young = session("2", centre.id, "2026-06-02");
            let empty = session("3", centre.id, "2026-06-01");
            let lists = [list(old.id, &["a"]), list(young.id, &["b"])];
            let all = [old.clone(), young.clone(), empty.clone()];
            let done = store.add_sessions(&all, &lists, OPERATOR, at(1)).await;
            assert_eq!(done.unwrap(), Stored::Done);
            let before = "2026-06-02".parse().unwrap();
            // A list that came late is kept as long as any other.
            assert_eq!(
                store.forget_candidates(before, at(1), at(9)).await.unwrap(),
                0
            );
            assert_eq!(
                store.forget_candidates(before, at(2), at(9)).await.unwrap(),
                1
            );
            assert_eq!(
                store.forget_candidates(before, at(2), at(9)).await.unwrap(),
                0
            );
            assert!(store.session_candidates(old.id).await.unwrap().is_empty());
            assert_eq!(store.session_candidates(young.id).await.unwrap().len(), 1);
            let old = store.find_session(old.id).await.unwrap().unwrap();
            assert_eq!((old.forgotten_at, old.candidates), (Some(at(9)), 1));
        })
        .await;
    }

    #[tokio::test]
    async fn the_certificates_of_a_session_are_those_whose_results_carry_its_number() {
        on_each(async |store: Store| {
            for number in 1..=3 {
                issued(&store, number).await;
            }
            // The keys of the fixtures begin with a session, though without its length.
            for key in ["10:session 12", "1:%"] {
                let found = store.certificates_of_session(key).await.unwrap();
                assert!(found.is_empty(), "{key}");
            }
            super::super::fixtures::tamper(
                &store,
                "UPDATE certificates SET result_key = '10:session 12' || substr(result_key, 11)",
            )
            .await
            .unwrap();
            let found = store.certificates_of_session("SESSION-12").await.unwrap();
            assert_eq!(found.len(), 3);
            assert!(
                store
                    .certificates_of_session("Session 1")
                    .await
                    .unwrap()
                    .is_empty()
            );
        })
        .await;
    }
}
