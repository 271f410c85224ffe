//! Lists that wait for a look at what they change: kept for hours, applied once or never.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::row::inconsistent;
use super::{Digest, Error, ListDraft, SessionId, Store, on_pool, written};

/// A list waits no longer.
pub const LIST_DRAFT_HOURS: i64 = 2;

/// Drafts that one session has at most: an older one makes room.
const MOST_DRAFTS: i64 = 5;

#[derive(FromRow)]
struct DraftRow {
    id: Uuid,
    session_id: Uuid,
    file: Vec<u8>,
    content: Vec<u8>,
    made_at: DateTime<Utc>,
}

impl TryFrom<DraftRow> for ListDraft {
    type Error = Error;

    fn try_from(row: DraftRow) -> Result<Self, Error> {
        let bad = |column| inconsistent("session_drafts", column, row.id);
        Ok(Self {
            id: row.id,
            session: SessionId(row.session_id),
            file: Digest(row.file.as_slice().try_into().map_err(|_| bad("file"))?),
            content: row.content,
            made_at: row.made_at,
        })
    }
}

impl Store {
    /// Keeps a list for a while.
    pub async fn keep_draft(&self, draft: &ListDraft) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        written!(
            transaction,
            sqlx::query(
                "DELETE FROM session_drafts WHERE session_id = $1 AND id NOT IN \
                 (SELECT id FROM session_drafts WHERE session_id = $1 ORDER BY id DESC LIMIT $2)",
            )
            .bind(draft.session.0)
            .bind(MOST_DRAFTS - 1)
        )?;
        written!(
            transaction,
            sqlx::query(
                "INSERT INTO session_drafts (id, session_id, file, content, made_at) \
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(draft.id)
            .bind(draft.session.0)
            .bind(draft.file.0.as_slice())
            .bind(draft.content.as_slice())
            .bind(draft.made_at)
        )?;
        transaction.commit().await?;
        Ok(())
    }

    /// The list that waits under this id.
    pub async fn find_draft(&self, id: Uuid) -> Result<Option<ListDraft>, Error> {
        let row: Option<DraftRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT id, session_id, file, content, made_at FROM session_drafts \
             WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Deletes the lists that wait since before an instant: how many.
    pub async fn forget_drafts(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        Ok(
            on_pool!(self, pool => sqlx::query("DELETE FROM session_drafts WHERE made_at < $1")
            .bind(before)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))?,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{OPERATOR, at, centre, list, on_each, session};
    use super::*;

    #[tokio::test]
    async fn a_waiting_list_goes_when_a_list_is_stored_or_it_waited_too_long() {
        on_each(async |store: Store| {
            let centre = centre();
            store.add_centre(&centre, OPERATOR).await.unwrap();
            let new = session("1", centre.id, "2026-06-01");
            let id = new.id;
            let added = store.add_sessions(&[new], &[], OPERATOR, at(1)).await;
            assert_eq!(added.unwrap(), super::super::Stored::Done);
            let draft = |seconds| ListDraft {
                id: Uuid::now_v7(),
                session: id,
                file: Digest([7; 32]),
                content: b"[]".to_vec(),
                made_at: at(seconds),
            };
            let (first, second) = (draft(2), draft(3));
            store.keep_draft(&first).await.unwrap();
            store.keep_draft(&second).await.unwrap();
            assert_eq!(
                store.find_draft(first.id).await.unwrap().as_ref(),
                Some(&first)
            );
            assert_eq!(store.forget_drafts(at(3)).await.unwrap(), 1);
            assert_eq!(store.find_draft(first.id).await.unwrap(), None);
            let lists = [list(id, &["a"])];
            let stored = store.add_sessions(&[], &lists, OPERATOR, at(4)).await;
            assert_eq!(stored.unwrap(), super::super::Stored::Done);
            assert_eq!(store.find_draft(second.id).await.unwrap(), None);
            for seconds in 5..15 {
                store.keep_draft(&draft(seconds)).await.unwrap();
            }
            assert_eq!(store.forget_drafts(at(99)).await.unwrap(), 5);
        })
        .await;
    }
}
