//! The processes that read, from the side that asks.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, Semaphore};

use super::child::Ask;
use super::{Error, Finding, Task, Trust, wire};
use crate::subprocess::{Environment, Subprocess};

/// Processes at most. What is presented beyond that waits.
const PROCESSES: usize = 4;
/// Longest time for one picture or PDF: the largest picture takes two seconds.
const LONGEST: Duration = Duration::from_secs(10);
/// Longest time for one workbook, which only clients hand in: it may have 200,000 rows.
const LONGEST_WORKBOOK: Duration = Duration::from_secs(20);
/// Otherwise the allocator takes 1 GiB of address space at the start, which counts as data: more
/// than a process may have, so that the next bytes from elsewhere would be refused by chance.
const ALLOCATOR: [(&str, &str); 1] = [("MIMALLOC_ARENA_EAGER_COMMIT", "0")];
/// Files that one process reads before another takes its place.
const FILES: u32 = 200;
/// Time after which another process takes its place: what its limit on the processor leaves must
/// be enough for any file, or an innocent one would be blamed.
const USED_UP: Duration = Duration::from_mins(1);

/// A few processes that read files.
#[derive(Debug)]
pub struct Apart {
    idle: Mutex<VecDeque<Reading>>,
    free: Semaphore,
}

/// A process between two files.
#[derive(Debug)]
struct Reading {
    process: Subprocess,
    /// What it was told to judge documents by.
    trust: Option<[u8; 32]>,
    files: u32,
    /// Time spent on them.
    spent: Duration,
}

impl Apart {
    pub(super) fn new() -> Self {
        Self {
            idle: Mutex::default(),
            free: Semaphore::new(PROCESSES),
        }
    }

    /// Has a file read. A process that does not answer well is not asked again.
    pub(super) async fn read(
        &self,
        task: Task,
        file: &[u8],
        trust: Option<&Trust>,
    ) -> Result<Finding, Error> {
        let _turn = self
            .free
            .acquire()
            .await
            .map_err(|closed| Error::Thread(closed.to_string()))?;
        let begun = Instant::now();
        let mut reading = self.next().await?;
        let mut answer = reading.read(task, file, trust).await;
        // One that ended may have been ended by others, or by what it read before: a second one,
        // which has read nothing else, proves it. What was slow is slow.
        let dubious = begun.elapsed() < longest(task);
        if dubious && matches!(answer, Err(Error::TooMuch)) {
            reading = Reading::start().await?;
            answer = reading.read(task, file, trust).await;
        }
        let answer = answer?;
        // The cells of a workbook are millions: nobody else waits for them.
        let finding = tokio::task::spawn_blocking(move || serde_json::from_slice(&answer))
            .await
            .map_err(|stopped| Error::Thread(stopped.to_string()))?
            .map_err(|error| Error::Process(error.into()))?;
        if reading.files < FILES && reading.spent < USED_UP {
            self.idle.lock().await.push_back(reading);
        }
        Ok(finding)
    }

    /// What a process could do and should not be able to.
    pub(super) async fn escapes(&self) -> Result<Vec<String>, Error> {
        let answer = self.next().await?.ask(&Ask::Escape, &[], LONGEST).await?;
        serde_json::from_slice(&answer).map_err(|error| Error::Process(error.into()))
    }

    async fn next(&self) -> Result<Reading, Error> {
        let mut idle = self.idle.lock().await;
        while let Some(mut reading) = idle.pop_front() {
            // One that was ended between two files is no fault of the next.
            if !reading.process.has_ended() {
                return Ok(reading);
            }
        }
        drop(idle);
        Reading::start().await
    }
}

impl Reading {
    async fn start() -> Result<Self, Error> {
        // Without our environment, in which the database's password may be.
        let environment = Environment::Only(&ALLOCATOR);
        let process = Subprocess::start(["read-worker"], environment, wire::LONGEST_FINDING);
        let mut reading = Self {
            process: process.map_err(Error::Process)?,
            trust: None,
            files: 0,
            spent: Duration::ZERO,
        };
        // One that does not even answer this could not give up what it must: no file's fault.
        let unusable = |_| Error::Process(io::Error::other("it does not answer"));
        reading.told(&Trust::default()).await.map_err(unusable)?;
        Ok(reading)
    }

    async fn read(
        &mut self,
        task: Task,
        file: &[u8],
        trust: Option<&Trust>,
    ) -> Result<Vec<u8>, Error> {
        if let Some(trust) = trust {
            self.told(trust).await?;
        }
        let begun = Instant::now();
        let answer = self.ask(&Ask::Read(task), file, longest(task)).await?;
        self.spent += begun.elapsed();
        self.files += 1;
        Ok(answer)
    }

    /// Says what documents are judged by, unless it knows.
    async fn told(&mut self, trust: &Trust) -> Result<(), Error> {
        let json = serde_json::to_vec(trust).map_err(|error| Error::Process(error.into()))?;
        let digest: [u8; 32] = Sha256::digest(&json).into();
        if self.trust != Some(digest) {
            self.ask(&Ask::Trust(trust.clone()), &[], LONGEST).await?;
            self.trust = Some(digest);
        }
        Ok(())
    }

    async fn ask(&mut self, ask: &Ask, file: &[u8], most: Duration) -> Result<Vec<u8>, Error> {
        let head = wire::head(ask).map_err(|error| Error::Process(error.into()))?;
        match tokio::time::timeout(most, self.process.ask(&[&head, file])).await {
            Ok(Ok(answer)) => Ok(answer),
            // It was ended by its limits in the middle of the file, or is about to be.
            Err(_) | Ok(Err(_)) => Err(Error::TooMuch),
        }
    }
}

fn longest(task: Task) -> Duration {
    match task {
        Task::Picture { .. } | Task::Document => LONGEST,
        Task::Workbook => LONGEST_WORKBOOK,
    }
}

/// An answer to another question.
pub(super) fn out_of_step() -> Error {
    Error::Process(io::ErrorKind::InvalidData.into())
}
