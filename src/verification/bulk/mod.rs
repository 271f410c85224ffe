//! Verification of many rows at once: an asker's file or stream in, the same rows in the same order
//! with an outcome each out.
//!
//! Owns the comparison of names, the requirements, the reading and writing of files. Every
//! signature is verified, with the issuer's own keys only. It never tells a score or a level: only
//! whether what was asked is so. Memory does not grow with the number of rows of a CSV file.

mod answer;
mod answers;
mod columns;
mod copies;
mod engine;
mod export;
mod file;
mod inbox;
mod names;
mod preview;
mod requirement;
mod sheet;
#[cfg(test)]
mod tests;

pub use answer::{Answer, DateMatch, Outcome, Row, Summary};
pub use answers::{AnsweredRow, AnswersError, AnswersPage, Search, Wanted, page};
pub use columns::{
    ColumnReading, Columns, ColumnsError, Field, Told, UnknownField, guessed, letters,
};
pub use copies::{copy, template};
pub use engine::{Bulk, CHUNK};
pub use export::{APPENDED, ExportError, OutputFormat};
pub use file::{FileError, FileQuestion, Understood, VerifiedFile, verify_file};
pub use inbox::{Inbox, InboxError, held, hold, received, submit};
pub use names::NameMatch;
pub use preview::{Preview, preview};
pub use requirement::{LevelScore, Met, Requirement, RequirementError};
