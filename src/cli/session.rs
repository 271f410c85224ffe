//! `sceau session …`: centres, exam sessions, their candidates, and what is printed for them.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use futures_util::TryStreamExt;
use serde_json::json;
use uuid::Uuid;

use super::Exit;
use super::args::Operator;
use super::output::Output;
use super::session_changes::{
    self, Change, ChangeCentre, End, Fate, OneCandidate, RemoveCentre, WriteTemplate, candidate,
    candidates, change, change_centre, end, remove_centre, template,
};
use crate::i18n::{FluentValue, Language};
use crate::service::Service;
use crate::sessions::{self, BookletOf, CentreDraft, Error, Import, Paper, SessionDraft};
use crate::store::{BatchId, Centre, CentreKind, Session};

#[derive(Debug, Subcommand)]
pub(super) enum SessionCommand {
    /// Add a centre that holds sessions
    Centre(NewCentre),
    /// Make a session
    New(Box<New>),
    /// List the sessions, the latest exam first
    List {
        /// How many at most
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Change a session: its number, centre, day, time, rooms, length, place or notes
    Change(Box<Change>),
    /// Change a centre: its name, kind or address
    ChangeCentre(ChangeCentre),
    /// Delete a centre that has no session
    RemoveCentre(RemoveCentre),
    /// Say that a session is not to take place; it stays, and can be taken up again
    Cancel(End),
    /// Take up a cancelled session again
    Resume(End),
    /// Delete a session from whose results nothing was issued, with its candidates
    Remove(End),
    /// List the candidates of a session with their places
    Candidates {
        /// Number of the session
        number: String,
    },
    /// Add, change or take out one candidate
    Candidate(OneCandidate),
    /// Write an empty candidate list to be filled in
    Template(WriteTemplate),
    /// Import a candidate list (ODS, XLSX, CSV), in the place of the candidates before; says what it
    /// changes
    Import(ImportList),
    /// Write attendance sheet, incident report and convocations of a session into a folder
    Documents(Documents),
    /// Write all certificates of a session, a class or a batch into one PDF of unsigned copies
    Booklet(BookletCommand),
}

#[derive(Debug, Args)]
pub(super) struct NewCentre {
    /// Its name as printed
    pub name: String,
    /// school: nobody pays there, candidates have a class; other
    #[arg(long, default_value = "other", value_parser = ["school", "other"])]
    pub kind: String,
    /// Where it is; can be given several times, once a line
    #[arg(long, value_name = "LINE")]
    pub address: Vec<String>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// Its number, as the results will carry it
    pub number: String,
    /// Name of the centre
    #[arg(long, value_name = "NAME")]
    pub centre: String,
    /// Day of the exam (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub date: NaiveDate,
    /// Local time of the beginning (HH:MM)
    #[arg(long, value_name = "TIME")]
    pub time: String,
    /// A room, with its places and invigilators if they are known: "101 = 20: Ana Beltrán, Li Wu";
    /// can be given several times
    #[arg(long, required = true, value_name = "ROOM")]
    pub room: Vec<String>,
    /// How long the exam takes, in minutes, without extra time
    #[arg(long, value_name = "NUMBER")]
    pub minutes: Option<u32>,
    /// Where, when that is not the centre's address
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub site: String,
    /// What else candidates are to know; stands on the convocations
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub notes: String,
    /// Framework instead of the configured one
    #[arg(long, value_name = "ID")]
    pub framework: Option<String>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct ImportList {
    /// The list
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Number of the session that it is of
    #[arg(long, value_name = "NUMBER", required_unless_present = "centre")]
    pub session: Option<String>,
    /// Name of the centre, for a list that describes sessions with their candidates
    #[arg(long, value_name = "NAME", conflicts_with = "session")]
    pub centre: Option<String>,
    /// Read and check, store nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct Documents {
    /// Number of the session
    pub number: String,
    /// Where they go
    #[arg(long, short, value_name = "FOLDER", default_value = "session")]
    pub out: PathBuf,
    /// Language of the documents
    #[arg(long, value_name = "LANG", default_value = "fr")]
    pub language: Language,
}

#[derive(Debug, Args)]
pub(super) struct BookletCommand {
    /// Number of the session
    #[arg(required_unless_present = "batch")]
    pub number: Option<String>,
    /// Only the candidates of this class
    #[arg(long, value_name = "NAME", requires = "number")]
    pub class: Option<String>,
    /// What a batch issued, instead of a session's
    #[arg(long, value_name = "ID", conflicts_with = "number")]
    pub batch: Option<Uuid>,
    /// The file
    #[arg(long, short, value_name = "PDF", default_value = "booklet.pdf")]
    pub out: PathBuf,
    /// Language of its cover
    #[arg(long, value_name = "LANG", default_value = "fr")]
    pub language: Language,
}

pub(super) async fn run(
    service: &Service,
    command: SessionCommand,
    output: &Output,
) -> anyhow::Result<Exit> {
    let done = match command {
        SessionCommand::Centre(command) => add_centre(service, command, output).await,
        SessionCommand::New(command) => add_session(service, *command, output).await,
        SessionCommand::List { limit } => list(service, limit, output).await,
        SessionCommand::Change(command) => change(service, *command, output).await,
        SessionCommand::ChangeCentre(command) => change_centre(service, command, output).await,
        SessionCommand::RemoveCentre(command) => remove_centre(service, command, output).await,
        SessionCommand::Cancel(command) => end(service, command, Fate::Cancelled, output).await,
        SessionCommand::Resume(command) => end(service, command, Fate::Resumed, output).await,
        SessionCommand::Remove(command) => end(service, command, Fate::Removed, output).await,
        SessionCommand::Candidates { number } => candidates(service, &number, output).await,
        SessionCommand::Candidate(command) => candidate(service, command, output).await,
        SessionCommand::Template(command) => template(&command, output),
        SessionCommand::Import(command) => import(service, command, output).await,
        SessionCommand::Documents(command) => Box::pin(documents(service, &command, output)).await,
        SessionCommand::Booklet(command) => booklet(service, &command, output).await,
    };
    done.map(|()| Exit::Success)
        .map_err(|error| match error.downcast() {
            Ok(error) => for_people(error, output),
            Err(error) => error,
        })
}

/// What is wrong, in the reader's language where there is a sentence for it.
fn for_people(error: Error, output: &Output) -> anyhow::Error {
    let language = output.language;
    match &error {
        Error::Invalid(faults) => {
            let lines = faults.iter();
            let lines = lines.map(|fault| format!("{}: {}", fault.field, fault.message(language)));
            anyhow::anyhow!("{}", lines.collect::<Vec<_>>().join("\n"))
        }
        Error::Entry(faults) => {
            let lines = faults.iter();
            let lines = lines.map(|fault| format!("{}: {}", fault.field, fault.message(language)));
            anyhow::anyhow!("{}", lines.collect::<Vec<_>>().join("\n"))
        }
        Error::Refused(report) => {
            print(report, output);
            let count = FluentValue::from(report.errors().count());
            anyhow::anyhow!(output.text_with("sessions-cli-refused", &[("count", count)]))
        }
        _ => match error.sentence() {
            Some(sentence) => anyhow::anyhow!(output.text(sentence)),
            None => error.into(),
        },
    }
}

/// Each problem on a line of its own, as compilers write them.
fn print(report: &sessions::ListReport, output: &Output) {
    for problem in &report.problems {
        let place = match (problem.line, &problem.column) {
            (0, None) => report.file.clone(),
            (0, Some(column)) => format!("{}: {column}", report.file),
            (line, None) => format!("{}:{line}", report.file),
            (line, Some(column)) => format!("{}:{line}: {column}", report.file),
        };
        let value = problem.value.iter().map(|value| format!(" `{value}`"));
        let (message, remedy) = (
            problem.message(output.language),
            problem.remedy(output.language),
        );
        let rule = problem.rule();
        output.line(format_args!(
            "{place}{}: {message} {remedy} [{rule}]",
            value.collect::<String>()
        ));
    }
}

async fn add_centre(service: &Service, command: NewCentre, output: &Output) -> anyhow::Result<()> {
    let draft = CentreDraft {
        name: command.name,
        kind: CentreKind::from_name(&command.kind).unwrap_or(CentreKind::Other),
        address: command.address.join("\n"),
    };
    let centre = sessions::add_centre(service, draft, &command.operator.operator).await?;
    let name = [("name", centre.name.as_str().into())];
    output.line(output.text_with("sessions-cli-centre-added", &name));
    output.json(&centre)
}

async fn add_session(service: &Service, command: New, output: &Output) -> anyhow::Result<()> {
    let centre = find_centre(service, &command.centre).await?;
    let rooms = sessions::read_rooms(&command.room.join("\n"));
    let Some(rooms) = rooms else {
        bail!(output.text("sessions-fault-bad-rooms"));
    };
    let draft = SessionDraft {
        number: command.number,
        centre: Some(centre.id),
        framework: command.framework,
        site: command.site,
        exam_date: Some(command.date),
        starts_at: sessions::read_time(&command.time),
        minutes: command.minutes,
        rooms,
        notes: command.notes,
    };
    let session = sessions::add_session(service, draft, &command.operator.operator).await?;
    let number = [("number", session.number.as_str().into())];
    output.line(output.text_with("sessions-cli-added", &number));
    output.json(&session)
}

async fn list(service: &Service, limit: u32, output: &Output) -> anyhow::Result<()> {
    let sessions = service.store.sessions(0, limit).await?;
    for session in &sessions {
        let count = [("count", FluentValue::from(session.candidates))];
        output.line(format_args!(
            "{:<20} {} {}  {}  {}",
            session.number,
            session.exam_date,
            session.starts_at.format("%H:%M"),
            session.centre.name,
            output.text_with("sessions-candidate-count", &count),
        ));
    }
    output.json(&sessions)
}

async fn import(service: &Service, command: ImportList, output: &Output) -> anyhow::Result<()> {
    let bytes = std::fs::read(&command.file)
        .with_context(|| format!("reading {}", command.file.display()))?;
    let session = match &command.session {
        Some(number) => Some(find_session(service, number).await?),
        None => None,
    };
    let centre = match (&session, &command.centre) {
        (Some(session), _) => session.centre.clone(),
        (None, name) => find_centre(service, name.as_deref().unwrap_or_default()).await?,
    };
    let import = Import {
        session,
        centre,
        file_name: command.file.display().to_string(),
        bytes,
        dry_run: command.dry_run,
        operator: command.operator.operator,
    };
    let imported = sessions::import(service, import).await?;
    print(&imported.report, output);
    if let Some(difference) = &imported.difference {
        session_changes::print(difference, output);
    }
    for (number, count) in &imported.sessions {
        let id = if command.dry_run {
            "sessions-cli-good"
        } else {
            "sessions-cli-imported"
        };
        let values = [
            ("number", number.as_str().into()),
            ("count", (*count).into()),
        ];
        output.line(output.text_with(id, &values));
    }
    let counts = imported.difference.as_ref().map(|difference| {
        json!({
            "added": difference.added.len(),
            "changed": difference.changed.len(),
            "removed": difference.removed.len(),
            "same": difference.same,
        })
    });
    output.json(&json!({
        "sessions": imported.sessions,
        "new": imported.new,
        "difference": counts,
    }))
}

async fn documents(service: &Service, command: &Documents, output: &Output) -> anyhow::Result<()> {
    let session = find_session(service, &command.number).await?;
    std::fs::create_dir_all(&command.out)
        .with_context(|| format!("making {}", command.out.display()))?;
    let mut files = Vec::new();
    for paper in Paper::ALL {
        let pdf = sessions::paper(service, &session, paper, command.language).await?;
        let path = command.out.join(format!("{}.pdf", paper.name()));
        write(&path, &pdf)?;
        files.push(path);
    }
    let zip = sessions::convocations_zip(service, &session, command.language).await?;
    let parts: Vec<Vec<u8>> = Box::pin(zip.try_collect()).await?;
    let path = command.out.join("convocations.zip");
    write(&path, &parts.concat())?;
    files.push(path);
    for file in &files {
        output.line(file.display());
    }
    output.json(&files)
}

async fn booklet(
    service: &Service,
    command: &BookletCommand,
    output: &Output,
) -> anyhow::Result<()> {
    let of = match (&command.number, command.batch) {
        (_, Some(id)) => {
            let Some(batch) = service.store.find_batch(BatchId(id)).await? else {
                bail!("there is no batch {id}");
            };
            BookletOf::Batch(Box::new(batch))
        }
        (number, None) => {
            let number = number.as_deref().unwrap_or_default();
            let session = Box::new(find_session(service, number).await?);
            match &command.class {
                Some(class) => BookletOf::Class(session, class.clone()),
                None => BookletOf::Session(session),
            }
        }
    };
    let pdf = sessions::booklet(service, &of, command.language).await?;
    write(&command.out, &pdf)?;
    output.line(command.out.display());
    output.json(&[&command.out])
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}

pub(super) async fn find_session(service: &Service, number: &str) -> anyhow::Result<Session> {
    match service.store.find_session_numbered(number).await? {
        Some(session) => Ok(session),
        None => bail!("there is no session `{number}`"),
    }
}

pub(super) async fn find_centre(service: &Service, name: &str) -> anyhow::Result<Centre> {
    match service.store.find_centre(name).await? {
        Some(centre) => Ok(centre),
        None => bail!("there is no centre `{name}`: add it with `sceau session centre`"),
    }
}
