//! Changing centres and sessions that exist. Whoever changes names the version he saw; once
//! certificates were issued, what they rest on stays as it was.

use chrono::NaiveDate;

use super::draft::{Fault, centre_details, checked};
use super::{CentreDraft, Error, SessionDraft, candidates};
use crate::results::session_scope;
use crate::service::Service;
use crate::store::{Centre, Changing, NewExam, Session, Stored};

/// Gives a centre another name, kind or address; its sessions follow.
pub async fn change_centre(
    service: &Service,
    centre: &Centre,
    version: u32,
    draft: CentreDraft,
    operator: &str,
) -> Result<(), Error> {
    let kind = draft.kind;
    let (name, address) = centre_details(service, &draft)?;
    let fields = differing(&[
        ("name", name != centre.name),
        ("kind", kind != centre.kind),
        ("address", address != centre.address),
    ]);
    if fields.is_empty() && version == centre.version {
        return Ok(());
    }
    // Lists were read by the rules of the kind: in schools nobody pays, elsewhere somebody does.
    if kind != centre.kind && service.store.sessions_with_candidates(centre).await? > 0 {
        return Err(invalid("kind", "kind-in-use"));
    }
    let changed = Centre {
        name,
        kind,
        address,
        ..centre.clone()
    };
    let changing = changing(service, version, operator);
    let stored = service
        .store
        .change_centre(&changed, &fields, changing)
        .await?;
    done(stored, "name")
}

/// Deletes a centre that was never used, or whose sessions were deleted.
pub async fn remove_centre(
    service: &Service,
    centre: &Centre,
    version: u32,
    operator: &str,
) -> Result<(), Error> {
    if service.store.has_sessions(centre.id).await? {
        return Err(invalid("name", "has-sessions"));
    }
    let changing = changing(service, version, operator);
    let stored = service.store.remove_centre(centre, changing).await?;
    done(stored, "name")
}

/// Holds a session otherwise than it was to be.
pub async fn change_session(
    service: &Service,
    session: &Session,
    version: u32,
    draft: SessionDraft,
    operator: &str,
) -> Result<(), Error> {
    if session.cancelled_at.is_some() {
        return Err(Error::Cancelled);
    }
    let new = checked(service, draft, session.id).await?;
    let fields = differing(&[
        ("number", new.number != session.number),
        ("centre", new.centre != session.centre.id),
        ("framework", new.framework != session.framework),
        ("date", new.exam_date != session.exam_date),
        ("time", new.starts_at != session.starts_at),
        ("minutes", new.minutes != session.minutes),
        ("rooms", new.rooms != session.rooms),
        ("site", new.site != session.site),
        ("notes", new.notes != session.notes),
    ]);
    if fields.is_empty() && version == session.version {
        return Ok(());
    }
    let mut faults = issued(service, session, &new).await?;
    faults.extend(contradicted(service, session, &new).await?);
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let changing = changing(service, version, operator);
    let stored = service
        .store
        .change_session(&new, &fields, changing)
        .await?;
    done(stored, "number")
}

/// What certificates rest on: their results carry the number, and they name centre, exam and day.
async fn issued(service: &Service, session: &Session, new: &NewExam) -> Result<Vec<Fault>, Error> {
    let fixed = [
        (
            "number",
            session_scope(&new.number) != session_scope(&session.number),
        ),
        ("centre", new.centre != session.centre.id),
        ("framework", new.framework != session.framework),
        ("date", new.exam_date != session.exam_date),
    ];
    let differ = fixed.iter().any(|(_, differs)| *differs);
    if !differ || !service.store.has_certificates(&session.number).await? {
        return Ok(Vec::new());
    }
    let rule = "issued";
    let faults = fixed.into_iter().filter(|(_, differs)| *differs);
    Ok(faults.map(|(field, _)| Fault { field, rule }).collect())
}

/// What the candidates contradict: they are born before the exam, and their list was read by the rules
/// of the centre's kind.
async fn contradicted(
    service: &Service,
    session: &Session,
    new: &NewExam,
) -> Result<Vec<Fault>, Error> {
    let mut faults = Vec::new();
    let (earlier, elsewhere) = (
        new.exam_date < session.exam_date,
        new.centre != session.centre.id,
    );
    if !earlier && !elsewhere {
        return Ok(faults);
    }
    let candidates = candidates(service, session).await?;
    let last_birth = candidates.iter().map(|one| one.birth_date).max();
    if last_birth.unwrap_or(NaiveDate::MIN) >= new.exam_date {
        faults.push(Fault {
            field: "date",
            rule: "before-births",
        });
    }
    let centre = service.store.centre(new.centre).await?;
    let other_kind = centre.is_some_and(|centre| centre.kind != session.centre.kind);
    if other_kind && !candidates.is_empty() {
        faults.push(Fault {
            field: "centre",
            rule: "other-kind",
        });
    }
    Ok(faults)
}

/// Says that a session is not to take place. Its candidates stay as long as those of others.
pub async fn cancel_session(
    service: &Service,
    session: &Session,
    version: u32,
    operator: &str,
) -> Result<(), Error> {
    if session.cancelled_at.is_some() {
        return Err(Error::Cancelled);
    }
    without_certificates(service, session).await?;
    let changing = changing(service, version, operator);
    let stored = service.store.cancel_session(session, changing).await?;
    done(stored, "number")
}

/// Says that a cancelled session takes place after all.
pub async fn resume_session(
    service: &Service,
    session: &Session,
    version: u32,
    operator: &str,
) -> Result<(), Error> {
    let changing = changing(service, version, operator);
    let stored = service.store.resume_session(session.id, changing).await?;
    done(stored, "number")
}

/// Deletes a session with its candidates, as if it had never been made; the audit trail has it.
pub async fn remove_session(
    service: &Service,
    session: &Session,
    version: u32,
    operator: &str,
) -> Result<(), Error> {
    without_certificates(service, session).await?;
    let changing = changing(service, version, operator);
    let stored = service.store.remove_session(session, changing).await?;
    done(stored, "number")
}

async fn without_certificates(service: &Service, session: &Session) -> Result<(), Error> {
    if service.store.has_certificates(&session.number).await? {
        Err(Error::HasCertificates)
    } else {
        Ok(())
    }
}

pub(super) fn changing<'a>(service: &Service, version: u32, operator: &'a str) -> Changing<'a> {
    Changing {
        version,
        operator,
        at: service.clock.now(),
    }
}

pub(super) fn done(stored: Stored, field: &'static str) -> Result<(), Error> {
    match stored {
        Stored::Done => Ok(()),
        Stored::Taken => Err(invalid(field, "taken")),
        Stored::Outdated => Err(Error::Outdated),
    }
}

fn invalid(field: &'static str, rule: &'static str) -> Error {
    Error::Invalid(vec![Fault { field, rule }])
}

/// The names of what differs, separated by spaces.
fn differing(fields: &[(&'static str, bool)]) -> String {
    let differing = fields.iter().filter(|(_, differs)| *differs);
    let names: Vec<&str> = differing.map(|(name, _)| *name).collect();
    names.join(" ")
}
