//! A corrected list: read, compared with what the session has, and applied by whoever saw the
//! difference.

use uuid::Uuid;

use super::candidate::Candidate;
use super::change::done;
use super::difference::{Difference, difference};
use super::import::{contents, digest, read_list, store};
use super::list::Listed;
use super::{Error, Import, Imported, candidates};
use crate::service::Service;
use crate::store::{ListDraft, NewList, Session};

/// What became of a list that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposed {
    /// The session had no candidates: they are stored.
    Stored(Box<Imported>),
    /// It waits under this id for somebody who looks at what it changes.
    Waits(Uuid),
}

/// Takes a list for a session: stored if there is nothing to lose, else kept for a look.
pub async fn propose(service: &Service, import: Import) -> Result<Proposed, Error> {
    let (listed, report) = read_list(service, &import).await?;
    let session = import.session.as_ref().filter(|session| {
        let has_candidates = session.candidates > 0 && session.forgotten_at.is_none();
        has_candidates && session.cancelled_at.is_none()
    });
    let (Some(Listed::Candidates(candidates)), Some(session)) = (&listed, session) else {
        let imported = store(service, &import, listed, report).await?;
        return Ok(Proposed::Stored(Box::new(imported)));
    };
    let draft = ListDraft {
        id: Uuid::now_v7(),
        session: session.id,
        file: digest(&import),
        content: serde_json::to_vec(candidates).map_err(Error::Candidate)?,
        made_at: service.clock.now(),
    };
    service.store.keep_draft(&draft).await?;
    Ok(Proposed::Waits(draft.id))
}

/// What a waiting list changes in the session as it is now.
pub async fn compare(
    service: &Service,
    session: &Session,
    draft: Uuid,
) -> Result<Difference, Error> {
    let (_, after) = waiting(service, session, draft).await?;
    let before = candidates(service, session).await?;
    Ok(difference(before, after))
}

/// Puts a waiting list in the place of the candidates of the version that was compared with.
pub async fn apply(
    service: &Service,
    session: &Session,
    (draft, version): (Uuid, u32),
    operator: &str,
) -> Result<(), Error> {
    if session.cancelled_at.is_some() {
        return Err(Error::Cancelled);
    }
    let (draft, after) = waiting(service, session, draft).await?;
    let list = NewList {
        session: session.id,
        version,
        file: draft.file,
        candidates: contents(&after)?,
    };
    let at = service.clock.now();
    let stored = service
        .store
        .add_sessions(&[], &[list], operator, at)
        .await?;
    done(stored, "number")
}

async fn waiting(
    service: &Service,
    session: &Session,
    id: Uuid,
) -> Result<(ListDraft, Vec<Candidate>), Error> {
    let draft = service.store.find_draft(id).await?;
    let draft = draft.filter(|draft| draft.session == session.id);
    let draft = draft.ok_or(Error::DraftGone)?;
    let candidates = serde_json::from_slice(&draft.content).map_err(Error::Candidate)?;
    Ok((draft, candidates))
}
