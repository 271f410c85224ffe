//! Why a job is not done, and what is to become of it.

use std::error::Error;

use chrono::{DateTime, Utc};

use crate::store;

/// Why a job is not done. The reason is kept with the job: it is a sentence of the program's own,
/// so that no name, birth date or code gets there. The cause is only logged.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may succeed later: tried again after a while, up to the configured number of attempts.
    #[error("{reason}")]
    Again {
        /// What could not be done.
        reason: &'static str,
        /// Why.
        #[source]
        cause: Option<Box<dyn Error + Send + Sync>>,
    },
    /// It goes on at a time that the handler knows. Attempts are counted anew: the handler says
    /// itself when to give up.
    #[error("{reason}")]
    Planned {
        /// What is waited for.
        reason: &'static str,
        /// When it goes on.
        at: DateTime<Utc>,
    },
    /// It will never succeed as it is.
    #[error("{reason}")]
    Hopeless {
        /// What could not be done.
        reason: &'static str,
        /// Why.
        #[source]
        cause: Option<Box<dyn Error + Send + Sync>>,
    },
}

impl JobError {
    /// Tried again after a while.
    pub fn again(reason: &'static str, cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Again {
            reason,
            cause: Some(Box::new(cause)),
        }
    }

    /// Given up at once.
    pub fn hopeless(reason: &'static str, cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Hopeless {
            reason,
            cause: Some(Box::new(cause)),
        }
    }

    /// What is kept with the job.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Again { reason, .. }
            | Self::Planned { reason, .. }
            | Self::Hopeless { reason, .. } => reason,
        }
    }
}

impl From<store::Error> for JobError {
    fn from(error: store::Error) -> Self {
        Self::again("the register failed", error)
    }
}
