//! Candidates one by one: added, changed, taken out, by the rules of a list's line.

use super::candidate::Candidate;
use super::change::{changing, done};
use super::difference::field_changes;
use super::list::{Against, Entry, EntryFault, MOST_CANDIDATES, already_listed, read_entry};
use super::{Error, candidates};
use crate::service::Service;
use crate::store::{CentreKind, Session};

/// Adds a candidate to a session.
pub async fn add_candidate(
    service: &Service,
    session: &Session,
    version: u32,
    entry: &Entry,
    operator: &str,
) -> Result<(), Error> {
    let others = standing(service, session).await?;
    if others.len() >= MOST_CANDIDATES {
        return Err(Error::Full);
    }
    let candidate = read(service, session, entry, None)?;
    not_among(&candidate, &others)?;
    let content = serde_json::to_vec(&candidate).map_err(Error::Candidate)?;
    let changing = changing(service, version, operator);
    let stored = service.store.add_candidate(session.id, &content, changing);
    done(stored.await?, "number")
}

/// Says something else of the candidate at a place.
pub async fn change_candidate(
    service: &Service,
    session: &Session,
    (place, version): (u32, u32),
    entry: &Entry,
    operator: &str,
) -> Result<(), Error> {
    let (before, others): (Vec<_>, Vec<_>) = standing(service, session)
        .await?
        .into_iter()
        .partition(|one| one.place == place);
    let before = before.first().ok_or(Error::NoSuchCandidate)?;
    let candidate = read(service, session, entry, Some(before))?;
    not_among(&candidate, &others)?;
    let changes = field_changes(before, &candidate);
    if changes.is_empty() && version == session.version {
        return Ok(());
    }
    let fields: Vec<&str> = changes.iter().map(|change| change.field).collect();
    let fields = fields.join(" ");
    let content = serde_json::to_vec(&candidate).map_err(Error::Candidate)?;
    let changing = changing(service, version, operator);
    let place = (session.id, place);
    let stored = service
        .store
        .change_candidate(place, &content, &fields, changing);
    done(stored.await?, "number")
}

/// Takes the candidate at a place out of the list.
pub async fn remove_candidate(
    service: &Service,
    session: &Session,
    (place, version): (u32, u32),
    operator: &str,
) -> Result<(), Error> {
    let candidates = standing(service, session).await?;
    if !candidates.iter().any(|one| one.place == place) {
        return Err(Error::NoSuchCandidate);
    }
    let changing = changing(service, version, operator);
    let stored = service
        .store
        .remove_candidate((session.id, place), changing);
    done(stored.await?, "number")
}

/// The candidates of a session whose candidates may change.
async fn standing(service: &Service, session: &Session) -> Result<Vec<Candidate>, Error> {
    if session.cancelled_at.is_some() {
        return Err(Error::Cancelled);
    }
    candidates(service, session).await
}

fn read(
    service: &Service,
    session: &Session,
    entry: &Entry,
    before: Option<&Candidate>,
) -> Result<Candidate, Error> {
    let against = Against {
        exam_date: Some(session.exam_date),
        school: session.centre.kind == CentreKind::School,
        coverage: &service.coverage,
    };
    read_entry(entry, before, &against).map_err(Error::Entry)
}

/// Nobody sits the same session twice.
fn not_among(candidate: &Candidate, others: &[Candidate]) -> Result<(), Error> {
    let person = candidate.person();
    if others.iter().any(|other| other.person() == person) {
        let faults: Vec<EntryFault> = vec![already_listed()];
        return Err(Error::Entry(faults));
    }
    Ok(())
}
