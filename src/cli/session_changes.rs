//! `sceau session …` on what exists: changing, cancelling and deleting sessions, centres, candidates.

use std::path::PathBuf;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use super::args::Operator;
use super::output::Output;
use super::session::{find_centre, find_session};
use crate::i18n::Language;
use crate::service::Service;
use crate::sessions::{self, CentreDraft, Difference, Entry, ListTemplate, SessionDraft};
use crate::store::{CentreKind, Session};

#[derive(Debug, Args)]
pub(super) struct Change {
    /// Number of the session
    pub number: String,
    /// Only if it is still at this version (`sceau --json session list`)
    #[arg(long, value_name = "VERSION")]
    pub if_version: Option<u32>,
    /// Another number
    #[arg(long, value_name = "NUMBER")]
    pub rename: Option<String>,
    /// Name of another centre
    #[arg(long, value_name = "NAME")]
    pub centre: Option<String>,
    /// Another day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub date: Option<NaiveDate>,
    /// Another time of the beginning (HH:MM)
    #[arg(long, value_name = "TIME")]
    pub time: Option<String>,
    /// All rooms anew, as `session new` takes them; can be given several times
    #[arg(long, value_name = "ROOM")]
    pub room: Vec<String>,
    /// Another length in minutes
    #[arg(long, value_name = "NUMBER")]
    pub minutes: Option<u32>,
    /// Another place; empty for the centre's address
    #[arg(long, value_name = "TEXT")]
    pub site: Option<String>,
    /// Other notes; empty for none
    #[arg(long, value_name = "TEXT")]
    pub notes: Option<String>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct ChangeCentre {
    /// Its name
    pub name: String,
    /// Only if it is still at this version
    #[arg(long, value_name = "VERSION")]
    pub if_version: Option<u32>,
    /// Another name
    #[arg(long, value_name = "NAME")]
    pub rename: Option<String>,
    /// Another kind, as long as no session has candidates
    #[arg(long, value_parser = ["school", "other"])]
    pub kind: Option<String>,
    /// Another address; can be given several times, once a line
    #[arg(long, value_name = "LINE")]
    pub address: Vec<String>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct RemoveCentre {
    /// Its name
    pub name: String,
    /// Only if it is still at this version
    #[arg(long, value_name = "VERSION")]
    pub if_version: Option<u32>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct End {
    /// Number of the session
    pub number: String,
    /// Only if it is still at this version
    #[arg(long, value_name = "VERSION")]
    pub if_version: Option<u32>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct OneCandidate {
    /// Number of the session
    pub number: String,
    /// Place of the candidate who is changed (`sceau session candidates`); without it, one is added
    #[arg(long, value_name = "PLACE")]
    pub place: Option<u32>,
    /// Take the candidate out of the list
    #[arg(long, requires = "place", conflicts_with = "fields")]
    pub remove: bool,
    /// Only if the session is still at this version
    #[arg(long, value_name = "VERSION")]
    pub if_version: Option<u32>,
    /// What is typed, as FIELD=VALUE: `last_name`, `first_name`, `birth_date`, `sex`, `country`,
    /// `insee`, `postal_code`, `commune`, `class`, `local_id`, `extra_time`, `convocation_mail`,
    /// `results_mail`, `complementary`, `billing`, `prepayment_code`
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct WriteTemplate {
    /// The file: candidates-school, candidates or sessions, with .ods or .csv
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Language of the headers
    #[arg(long, value_name = "LANG", default_value = "fr")]
    pub language: Language,
}

pub(super) async fn change(
    service: &Service,
    command: Change,
    output: &Output,
) -> anyhow::Result<()> {
    let session = find_session(service, &command.number).await?;
    let centre = match &command.centre {
        Some(name) => find_centre(service, name).await?.id,
        None => session.centre.id,
    };
    let rooms = if command.room.is_empty() {
        session.rooms.clone()
    } else {
        match sessions::read_rooms(&command.room.join("\n")) {
            Some(rooms) => rooms,
            None => bail!(output.text("sessions-fault-bad-rooms")),
        }
    };
    let draft = SessionDraft {
        number: command.rename.unwrap_or_else(|| session.number.clone()),
        centre: Some(centre),
        framework: Some(session.framework.clone()),
        site: command
            .site
            .or_else(|| session.site.clone())
            .unwrap_or_default(),
        exam_date: Some(command.date.unwrap_or(session.exam_date)),
        starts_at: match &command.time {
            Some(time) => sessions::read_time(time),
            None => Some(session.starts_at),
        },
        minutes: command.minutes.or(session.minutes),
        rooms,
        notes: command
            .notes
            .or_else(|| session.notes.clone())
            .unwrap_or_default(),
    };
    let version = command.if_version.unwrap_or(session.version);
    let operator = &command.operator.operator;
    sessions::change_session(service, &session, version, draft, operator).await?;
    let session = service.store.find_session(session.id).await?;
    let session = session.context("the session is gone")?;
    said(output, "sessions-cli-changed", &session);
    output.json(&session)
}

pub(super) async fn change_centre(
    service: &Service,
    command: ChangeCentre,
    output: &Output,
) -> anyhow::Result<()> {
    let centre = find_centre(service, &command.name).await?;
    let address = if command.address.is_empty() {
        centre.address.clone().unwrap_or_default()
    } else {
        command.address.join("\n")
    };
    let kind = command.kind.as_deref().and_then(CentreKind::from_name);
    let draft = CentreDraft {
        name: command.rename.unwrap_or_else(|| centre.name.clone()),
        kind: kind.unwrap_or(centre.kind),
        address,
    };
    let version = command.if_version.unwrap_or(centre.version);
    let operator = &command.operator.operator;
    sessions::change_centre(service, &centre, version, draft, operator).await?;
    let centre = service.store.centre(centre.id).await?;
    let centre = centre.context("the centre is gone")?;
    let name = [("name", centre.name.as_str().into())];
    output.line(output.text_with("sessions-cli-centre-changed", &name));
    output.json(&centre)
}

pub(super) async fn remove_centre(
    service: &Service,
    command: RemoveCentre,
    output: &Output,
) -> anyhow::Result<()> {
    let centre = find_centre(service, &command.name).await?;
    let version = command.if_version.unwrap_or(centre.version);
    let operator = &command.operator.operator;
    sessions::remove_centre(service, &centre, version, operator).await?;
    let name = [("name", centre.name.as_str().into())];
    output.line(output.text_with("sessions-cli-centre-removed", &name));
    output.json(&centre)
}

/// What becomes of a whole session.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    Cancelled,
    Resumed,
    Removed,
}

pub(super) async fn end(
    service: &Service,
    command: End,
    fate: Fate,
    output: &Output,
) -> anyhow::Result<()> {
    let session = find_session(service, &command.number).await?;
    let version = command.if_version.unwrap_or(session.version);
    let operator = &command.operator.operator;
    let told = match fate {
        Fate::Cancelled => {
            sessions::cancel_session(service, &session, version, operator).await?;
            "sessions-cli-cancelled"
        }
        Fate::Resumed => {
            sessions::resume_session(service, &session, version, operator).await?;
            "sessions-cli-resumed"
        }
        Fate::Removed => {
            sessions::remove_session(service, &session, version, operator).await?;
            "sessions-cli-removed"
        }
    };
    said(output, told, &session);
    output.json(&json!({ "number": session.number }))
}

pub(super) async fn candidate(
    service: &Service,
    command: OneCandidate,
    output: &Output,
) -> anyhow::Result<()> {
    let session = find_session(service, &command.number).await?;
    let version = command.if_version.unwrap_or(session.version);
    let operator = &command.operator.operator;
    match command.place {
        Some(place) if command.remove => {
            sessions::remove_candidate(service, &session, (place, version), operator).await?;
        }
        Some(place) => {
            let candidates = sessions::candidates(service, &session).await?;
            let mut candidates = candidates.iter();
            let Some(before) = candidates.find(|one| one.place == place) else {
                bail!(output.text("sessions-no-such-candidate"));
            };
            let entry = typed(Entry::of(before), &command.fields)?;
            let seen = (place, version);
            sessions::change_candidate(service, &session, seen, &entry, operator).await?;
        }
        None => {
            let entry = typed(Entry::default(), &command.fields)?;
            sessions::add_candidate(service, &session, version, &entry, operator).await?;
        }
    }
    said(output, "sessions-cli-candidates", &session);
    output.json(&json!({ "number": session.number }))
}

fn typed(mut entry: Entry, fields: &[String]) -> anyhow::Result<Entry> {
    for field in fields {
        let Some((name, value)) = field.split_once('=') else {
            bail!("`{field}` is not FIELD=VALUE");
        };
        if !entry.set(name.trim(), value.to_owned()) {
            let known: Vec<&str> = Entry::fields().collect();
            bail!("there is no field `{name}`; there are {}", known.join(", "));
        }
    }
    Ok(entry)
}

pub(super) async fn candidates(
    service: &Service,
    number: &str,
    output: &Output,
) -> anyhow::Result<()> {
    let session = find_session(service, number).await?;
    let candidates = sessions::candidates(service, &session).await?;
    for one in &candidates {
        output.line(format_args!(
            "{:>5}  {} {}  {}",
            one.place, one.last_name, one.first_name, one.birth_date
        ));
    }
    let listed: Vec<_> = candidates
        .iter()
        .map(|one| json!({ "place": one.place, "candidate": one }))
        .collect();
    output.json(&json!({ "version": session.version, "candidates": listed }))
}

pub(super) fn template(command: &WriteTemplate, output: &Output) -> anyhow::Result<()> {
    let path = &command.file;
    let name = path.file_name().and_then(|name| name.to_str());
    let Some((template, form)) = name.and_then(ListTemplate::from_file_name) else {
        let names: Vec<&str> = ListTemplate::ALL.iter().map(|one| one.name()).collect();
        bail!("templates are called {}, .ods or .csv", names.join(", "));
    };
    let bytes = template.file(form, command.language)?;
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))?;
    output.line(path.display());
    output.json(&[path])
}

/// One line for how a list differs, and who comes and goes.
pub(super) fn print(difference: &Difference, output: &Output) {
    for (sign, people) in [('-', &difference.removed), ('+', &difference.added)] {
        for one in people {
            let (last, first, born) = (&one.last_name, &one.first_name, one.birth_date);
            output.line(format_args!("{sign} {last} {first} {born}"));
        }
    }
    for one in &difference.changed {
        let (last, first) = (&one.after.last_name, &one.after.first_name);
        for change in &one.fields {
            let (field, before, after) = (change.field, &change.before, &change.after);
            output.line(format_args!(
                "~ {last} {first} {field}: `{before}` → `{after}`"
            ));
        }
    }
    let counts = [
        ("added", difference.added.len().into()),
        ("changed", difference.changed.len().into()),
        ("removed", difference.removed.len().into()),
        ("same", difference.same.into()),
    ];
    output.line(output.text_with("sessions-cli-difference", &counts));
}

fn said(output: &Output, id: &str, session: &Session) {
    let number = [("number", session.number.as_str().into())];
    output.line(output.text_with(id, &number));
}
