//! Exam sessions: the centres that hold them, their candidates as the centres' lists have them, what
//! is printed for the day of the exam, and booklets of copies for afterwards.
//!
//! A list is read whole and stored whole: one error anywhere, and nothing of it is kept. Candidates are
//! deleted some time after the exam; the session stays. Nothing here is signed.

mod booklet;
mod candidate;
mod change;
mod difference;
mod draft;
mod import;
mod list;
mod one;
mod papers;
mod revision;
mod seating;

use crate::credential::CertificateId;
use crate::document::RenderError;
use crate::service::{self, Service};
use crate::store::{self, Session};
use crate::{document, reading};

pub use booklet::{BookletOf, booklet};
pub use candidate::{Billing, BirthPlace, Candidate, Sex};
pub use change::{
    cancel_session, change_centre, change_session, remove_centre, remove_session, resume_session,
};
pub use difference::{ChangedCandidate, Difference, FieldChange};
pub use draft::{
    CentreDraft, Fault, SessionDraft, add_centre, add_session, read_rooms, read_time, write_rooms,
};
pub use import::{Import, Imported, import};
pub use list::{
    Entry, EntryFault, ListReport, ListTemplate, MOST_CANDIDATES, Problem, TemplateFile,
};
pub use one::{add_candidate, change_candidate, remove_candidate};
pub use papers::{Paper, convocations_zip, paper, specimen};
pub use revision::{Proposed, apply, compare, propose};
pub use seating::{Seated, seat};

/// Why something about a session was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields of a centre or a session break rules. Nothing was stored.
    #[error("{} fields can't be used", .0.len())]
    Invalid(Vec<Fault>),
    /// Lines of a list break rules. Nothing of it was stored.
    #[error("the list can't be used: it has {} errors", .0.errors().count())]
    Refused(Box<ListReport>),
    /// Fields of a candidate break rules. Nothing was stored.
    #[error("{} fields of the candidate can't be used", .0.len())]
    Entry(Vec<EntryFault>),
    /// Somebody else changed it since it was looked at. Nothing was stored.
    #[error("it was changed meanwhile by somebody else")]
    Outdated,
    /// The session is not to take place: nothing of it changes.
    #[error("the session is cancelled")]
    Cancelled,
    /// Certificates were issued from the session's results.
    #[error("certificates were issued from the session's results")]
    HasCertificates,
    /// The session has as many candidates as one takes.
    #[error("a session has {MOST_CANDIDATES} candidates at most")]
    Full,
    /// No candidate stands at this place.
    #[error("there is no candidate at this place")]
    NoSuchCandidate,
    /// The list that waited was applied or deleted.
    #[error("the list no longer waits")]
    DraftGone,
    /// The session has no candidates: their list was not imported, or they are forgotten.
    #[error("the session has no candidates")]
    NoCandidates,
    /// There is no certificate that a booklet could copy.
    #[error("there is no certificate in force to copy")]
    NothingToCopy,
    /// More certificates than fit into a booklet.
    #[error(
        "{count} certificates are too many for one booklet: {} at most",
        document::MOST_COPIES
    )]
    TooManyToCopy {
        /// How many they are.
        count: usize,
    },
    /// Certificates of several frameworks can't be in one booklet.
    #[error("the certificates are of several frameworks")]
    SeveralFrameworks,
    /// What the register says of a certificate is not what was signed.
    #[error("the register does not say of certificate {0} what was signed")]
    NotAsSigned(CertificateId),
    /// Candidates in the register can't be read back.
    #[error("a candidate in the register can't be read")]
    Candidate(#[source] serde_json::Error),
    /// A paper could not be drawn.
    #[error("the paper could not be drawn")]
    Paper(#[from] RenderError),
    /// An archive could not be written.
    #[error("the ZIP archive")]
    Zip(#[from] zip::result::ZipError),
    /// The process that reads workbooks could not be asked.
    #[error("the list could not be read")]
    Reading(#[from] reading::Error),
    /// The framework is not installed.
    #[error(transparent)]
    Service(#[from] service::Error),
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// A worker thread died.
    #[error("a thread stopped: {0}")]
    Thread(String),
}

impl Error {
    /// Id of the sentence that says it to people, where they can do something about it.
    pub fn sentence(&self) -> Option<&'static str> {
        match self {
            Self::Outdated => Some("sessions-outdated"),
            Self::Cancelled => Some("sessions-cancelled"),
            Self::HasCertificates => Some("sessions-has-certificates"),
            Self::Full => Some("sessions-full"),
            Self::NoSuchCandidate => Some("sessions-no-such-candidate"),
            Self::DraftGone => Some("sessions-draft-gone"),
            Self::NoCandidates => Some("sessions-no-candidates"),
            Self::NothingToCopy => Some("sessions-nothing-to-copy"),
            Self::TooManyToCopy { .. } => Some("sessions-too-many-to-copy"),
            Self::SeveralFrameworks => Some("sessions-several-frameworks"),
            Self::Paper(RenderError::Undrawable { .. }) => Some("sessions-undrawable"),
            Self::Invalid(_)
            | Self::Refused(_)
            | Self::Entry(_)
            | Self::NotAsSigned(_)
            | Self::Candidate(_)
            | Self::Paper(_)
            | Self::Zip(_)
            | Self::Reading(_)
            | Self::Service(_)
            | Self::Store(_)
            | Self::Thread(_) => None,
        }
    }
}

/// The candidates of a session in the order of every paper: by name.
pub async fn candidates(service: &Service, session: &Session) -> Result<Vec<Candidate>, Error> {
    let contents = service.store.session_candidates(session.id).await?;
    let mut candidates: Vec<Candidate> = contents
        .iter()
        .map(|listed| {
            let candidate: Candidate =
                serde_json::from_slice(&listed.content).map_err(Error::Candidate)?;
            Ok(Candidate {
                place: listed.place,
                ..candidate
            })
        })
        .collect::<Result<_, Error>>()?;
    candidates.sort_by_cached_key(Candidate::order);
    Ok(candidates)
}

async fn in_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Thread(error.to_string()))
}

#[cfg(test)]
mod tests;
