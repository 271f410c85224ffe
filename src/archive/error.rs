//! Why the archive could not do what was asked.

use std::io;
use std::path::PathBuf;

/// Why the archive could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No folder where the configuration says.
    #[error("there is no archive folder `{}`", path.display())]
    Missing {
        /// Where it was expected.
        path: PathBuf,
    },
    /// The object's content is not what its name says.
    #[error("the archived object `{object}` is damaged")]
    Damaged {
        /// The object.
        object: String,
    },
    /// The file system failed.
    #[error("`{}` could not be {attempt}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What was attempted: "read", "written", "created".
        attempt: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The disk's thread died.
    #[error("a thread of the archive stopped: {0}")]
    Thread(String),
    /// The S3 service has no such bucket.
    #[error("there is no bucket `{bucket}`")]
    NoBucket {
        /// The bucket.
        bucket: String,
    },
    /// The S3 service refuses the credentials, or they don't allow this.
    #[error("bucket `{bucket}`: the credentials are refused")]
    Refused {
        /// The bucket.
        bucket: String,
        /// What the service said.
        #[source]
        source: Box<object_store::Error>,
    },
    /// The S3 service does not answer, or not in time.
    #[error("bucket `{bucket}`: the S3 service can't be reached")]
    Unreachable {
        /// The bucket.
        bucket: String,
        /// What happened.
        #[source]
        source: Box<object_store::Error>,
    },
    /// The S3 service writes over an object although it was told not to.
    #[error("bucket `{bucket}`: the S3 service writes over objects (it ignores `If-None-Match`)")]
    NotWriteOnce {
        /// The bucket.
        bucket: String,
    },
    /// The S3 service answers something else.
    #[error("bucket `{bucket}`: the S3 service failed")]
    Service {
        /// The bucket.
        bucket: String,
        /// What it said.
        #[source]
        source: Box<object_store::Error>,
    },
}

impl Error {
    /// Id of the sentence that says what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "archive-hint-missing",
            Self::Damaged { .. } => "archive-hint-damaged",
            Self::File { .. } | Self::Thread(_) => "archive-hint-file",
            Self::NoBucket { .. } => "archive-hint-bucket",
            Self::Refused { .. } => "archive-hint-refused",
            Self::Unreachable { .. } => "archive-hint-unreachable",
            Self::NotWriteOnce { .. } => "archive-hint-write-once",
            Self::Service { .. } => "archive-hint-service",
        }
    }

    /// Whether the same thing, asked a moment later, may work.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Service { .. })
    }
}
