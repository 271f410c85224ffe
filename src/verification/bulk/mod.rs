//! Verification of many rows at once: an asker's file or stream in, the same rows in the same order
//! with an outcome each out.
//!
//! Owns the comparison of names, the requirements, the reading and writing of files. Every
//! signature is verified, with the issuer's own keys only. It never tells a score or a level: only
//! whether what was asked is so. Memory does not grow with the number of rows of a CSV file.

mod answer;
mod columns;
mod engine;
mod export;
mod file;
mod names;
mod requirement;
#[cfg(test)]
mod tests;

pub use answer::{Answer, DateMatch, Outcome, Row, Summary};
pub use columns::{ColumnReading, Columns, ColumnsError, Field, UnknownField};
pub use engine::{Bulk, CHUNK};
pub use export::{APPENDED, ExportError, OutputFormat};
pub use file::{FileError, FileQuestion, Understood, VerifiedFile, verify_file};
pub use names::NameMatch;
pub use requirement::{LevelScore, Met, Requirement, RequirementError};
