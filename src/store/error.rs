//! What can go wrong with the register.

use std::path::PathBuf;

use crate::config::Location;
use crate::credential::CertificateId;

/// Why the register could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No file where the configuration says.
    #[error("there is no register at `{}`", path.display())]
    Missing {
        /// Where it was expected.
        path: PathBuf,
    },
    /// The file or the database is something else.
    #[error("`{location}` is not a register of Sceau")]
    NotARegister {
        /// Which.
        location: Location,
        /// What the database said.
        #[source]
        source: Option<sqlx::Error>,
    },
    /// The database server does not answer, or not to us.
    #[error("the register's database `{location}` can't be reached")]
    Unreachable {
        /// Which.
        location: Location,
        /// Why.
        #[source]
        source: sqlx::Error,
    },
    /// The database server is older than any that the register is tested with.
    #[error("the database server is PostgreSQL {found}, this program needs {needed} or newer")]
    ServerTooOld {
        /// What it is.
        found: i32,
        /// What is needed.
        needed: i32,
    },
    /// Made by an older program, or never completely migrated.
    #[error("the register is at schema version {found}, this program needs version {needed}")]
    SchemaOlder {
        /// What the file has.
        found: i64,
        /// What this program needs.
        needed: i64,
    },
    /// Made by a newer program.
    #[error("the register is at schema version {found}, this program knows only version {needed}")]
    SchemaNewer {
        /// What the file has.
        found: i64,
        /// What this program knows.
        needed: i64,
    },
    /// A migration of the file is not the one that this program has.
    #[error("migration {version} of the register differs from this program's")]
    SchemaForeign {
        /// The migration.
        version: i64,
    },
    /// The migration stopped.
    #[error("the register could not be migrated")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The register's file could not be made.
    #[error("the register `{}` could not be created", path.display())]
    Create {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A row that the program can't have written.
    #[error("the register is inconsistent: table `{table}`, column `{column}`, row `{id}`")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row.
        id: String,
    },
    /// The verification code (or id) belongs to another certificate: draw another.
    #[error("the verification code is taken")]
    CodeTaken,
    /// The place in the status list belongs to another certificate or a decoy: draw another.
    #[error("the place in the status list is taken")]
    PlaceTaken,
    /// A status list that was never opened.
    #[error("there is no status list {0}")]
    NoSuchList(u32),
    /// No certificate has this id.
    #[error("there is no certificate `{0}`")]
    NoSuchCertificate(CertificateId),
    /// The certificate was issued with another signature or document.
    #[error("certificate `{0}` is already issued with another document")]
    IssuedDifferently(CertificateId),
    /// Another process published this status list in the meantime.
    #[error("status list {list} was published by another process in the meantime")]
    PublishedMeanwhile {
        /// The list.
        list: u32,
    },
    /// A database on a server is copied with the server's own tools.
    #[error("a register on a server is not backed up by this command")]
    BackUpOnServer,
    /// A register was to be copied into one that is in use.
    #[error("the register to copy into is not empty: table `{table}` has rows")]
    NotEmpty {
        /// The first such table.
        table: &'static str,
    },
    /// What was written can't be read back as it was.
    #[error("the copy of table `{table}` differs from the original: nothing was copied")]
    CopyDiffers {
        /// The table.
        table: &'static str,
    },
    /// The operating system gave no randomness.
    #[error("the operating system gives no randomness")]
    Randomness(#[source] getrandom::Error),
    /// The database failed.
    #[error("the register's database failed")]
    Database(#[from] sqlx::Error),
}

impl Error {
    /// Whether a row holds what this program can't have written.
    pub fn is_unreadable_row(&self) -> bool {
        matches!(
            self,
            Self::Inconsistent { .. }
                | Self::Database(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
        )
    }

    /// Id of the sentence that says what to do about it, when there is something to do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Missing { .. } => Some("store-hint-missing"),
            Self::SchemaOlder { .. } => Some("store-hint-older"),
            Self::SchemaNewer { .. } => Some("store-hint-newer"),
            Self::NotARegister { .. } | Self::SchemaForeign { .. } => Some("store-hint-foreign"),
            Self::Unreachable { .. } => Some("store-hint-unreachable"),
            Self::NotEmpty { .. } => Some("store-hint-not-empty"),
            Self::Inconsistent { .. } => Some("store-hint-inconsistent"),
            Self::Create { .. } => Some("store-hint-create"),
            Self::BackUpOnServer => Some("store-hint-back-up"),
            _ => None,
        }
    }
}
