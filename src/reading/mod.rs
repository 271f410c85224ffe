//! Reads what strangers send: pictures, PDF files and workbooks. In a process apart where strangers are let in.
//!
//! A file can make its reader take all memory, never end, or crash. A process with limits of its
//! own, without files and network, does it where that matters ([`Reader::apart`]); then the worst
//! that a file can do is not to be read.

mod apart;
mod child;
mod limits;
mod picture;
mod wire;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use crate::credential::badge::{self, BakeError};
use crate::document::{self, Examination, TrustedAuthorities, TrustedDocumentKey, Unreadable};
use crate::results::{self, Workbook, WorkbookFault};

use apart::Apart;
pub use child::run;

/// Files read at once in this process; others wait. A small file can decode to a few hundred MiB.
static HERE: Semaphore = Semaphore::const_new(4);

/// Where files are read.
#[derive(Debug, Clone)]
pub enum Reader {
    /// In this process: for one's own files.
    Here,
    /// In processes with limits: for everybody's files.
    Apart(Arc<Apart>),
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It takes more time or memory than any file of ours: the file's fault.
    #[error("the file takes too much to read")]
    TooMuch,
    /// No process could be started or spoken to: our fault.
    #[error("no process to read the file with")]
    Process(#[source] std::io::Error),
    /// A thread died.
    #[error("a reading thread stopped: {0}")]
    Thread(String),
}

/// What a picture holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Picture {
    /// A credential baked into it.
    Credential(Vec<u8>),
    /// More than one credential: which of them would count?
    Several,
    /// The texts of its QR codes, at least one, best first.
    Codes(Vec<String>),
    /// No QR code was found.
    NoCode,
    /// Not a picture that can be decoded within the limits.
    Undecodable,
}

/// What a PDF is judged by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// Keys that sign or signed documents.
    pub documents: Vec<TrustedDocumentKey>,
    /// Whose time stamps count.
    pub authorities: TrustedAuthorities,
}

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Task {
    Picture { most_pixels: u64 },
    Document,
    Workbook,
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
enum Finding {
    Picture(Picture),
    Document(Result<Examination, Unreadable>),
    Workbook(Result<Workbook, WorkbookFault>),
}

impl Reader {
    /// Starts no process yet: the first file does.
    pub fn apart() -> Self {
        Self::Apart(Arc::new(Apart::new()))
    }

    /// What a picture of at most so many pixels holds.
    pub async fn picture(&self, bytes: Vec<u8>, most_pixels: u64) -> Result<Picture, Error> {
        match self
            .read(Task::Picture { most_pixels }, bytes, None)
            .await?
        {
            Finding::Picture(picture) => Ok(picture),
            Finding::Document(_) | Finding::Workbook(_) => Err(apart::out_of_step()),
        }
    }

    /// What a PDF is.
    pub async fn document(
        &self,
        bytes: Vec<u8>,
        trust: &Trust,
    ) -> Result<Result<Examination, Unreadable>, Error> {
        match self.read(Task::Document, bytes, Some(trust)).await? {
            Finding::Document(examined) => Ok(examined),
            Finding::Picture(_) | Finding::Workbook(_) => Err(apart::out_of_step()),
        }
    }

    /// What stands in a workbook. One that takes too much is at fault like any other.
    pub async fn workbook(&self, bytes: Vec<u8>) -> Result<Result<Workbook, WorkbookFault>, Error> {
        match self.read(Task::Workbook, bytes, None).await {
            Ok(Finding::Workbook(workbook)) => Ok(workbook),
            Ok(Finding::Picture(_) | Finding::Document(_)) => Err(apart::out_of_step()),
            Err(Error::TooMuch) => Ok(Err(WorkbookFault::TooMuch)),
            Err(error) => Err(error),
        }
    }

    /// What a process that reads could do and should not be able to; nothing is asked where files
    /// are read in this process.
    pub async fn escapes(&self) -> Result<Vec<String>, Error> {
        match self {
            Self::Here => Ok(Vec::new()),
            Self::Apart(apart) => apart.escapes().await,
        }
    }

    async fn read(
        &self,
        task: Task,
        bytes: Vec<u8>,
        trust: Option<&Trust>,
    ) -> Result<Finding, Error> {
        match self {
            Self::Apart(apart) => apart.read(task, &bytes, trust).await,
            Self::Here => {
                let trust = trust.cloned().unwrap_or_default();
                let thread = |error: &dyn std::fmt::Display| Error::Thread(error.to_string());
                let turn = HERE.acquire().await.map_err(|error| thread(&error))?;
                tokio::task::spawn_blocking(move || {
                    // Kept until the file is read, also when nobody waits for it any more.
                    let _turn = turn;
                    read(task, &bytes, &trust)
                })
                .await
                .map_err(|error| thread(&error))
            }
        }
    }
}

/// Does it, wherever this is called.
fn read(task: Task, bytes: &[u8], trust: &Trust) -> Finding {
    match task {
        Task::Picture { most_pixels } => Finding::Picture(read_picture(bytes, most_pixels)),
        Task::Document => Finding::Document(document::examine(
            bytes,
            &trust.documents,
            &trust.authorities,
        )),
        Task::Workbook => Finding::Workbook(results::read_workbook(bytes)),
    }
}

/// A credential in a picture counts before any code: a picture like any other has none.
fn read_picture(bytes: &[u8], most_pixels: u64) -> Picture {
    match badge::unbake(bytes) {
        Ok(credential) => Picture::Credential(credential),
        Err(BakeError::Several) => Picture::Several,
        Err(BakeError::Nothing | BakeError::Malformed | BakeError::TooLarge) => {
            picture::read_codes(bytes, most_pixels)
        }
    }
}
