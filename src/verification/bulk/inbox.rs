//! A file of codes on its way into the register: received in parts, looked at, then queued.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::file::FileQuestion;
use crate::store::{self, Job, Store, VerificationBatch, VerificationState};

/// A file is kept in parts of this size while it is received.
const PART_BYTES: usize = 1 << 20;
/// What was not received whole, or not started, in this time is deleted.
const RECEIVED_WITHIN: Duration = Duration::hours(1);

/// Why a file is not received.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// It is longer than the configuration allows.
    #[error("the file is too large")]
    TooLarge,
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// What was asked can't be written down.
    #[error("the question can't be written")]
    Question(#[from] serde_json::Error),
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
}

/// A file that is being received.
pub struct Inbox {
    store: Store,
    id: Uuid,
    most: usize,
    length: usize,
    number: u32,
    part: Vec<u8>,
}

impl Inbox {
    /// Begins to receive a client's file of at most so many bytes.
    pub async fn begin(
        store: &Store,
        client: Uuid,
        most: usize,
        at: DateTime<Utc>,
    ) -> Result<Self, InboxError> {
        let id = Uuid::now_v7();
        store
            .receive_verification_batch((id, client), "{}", at, at + RECEIVED_WITHIN)
            .await?;
        Ok(Self {
            store: store.clone(),
            id,
            most,
            length: 0,
            number: 0,
            part: Vec::with_capacity(PART_BYTES),
        })
    }

    /// Its id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Takes the next bytes.
    pub async fn take(&mut self, bytes: &[u8]) -> Result<(), InboxError> {
        self.length += bytes.len();
        if self.length > self.most {
            return Err(InboxError::TooLarge);
        }
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART_BYTES {
            self.keep().await?;
        }
        Ok(())
    }

    /// The file is whole.
    pub async fn end(&mut self) -> Result<(), InboxError> {
        if self.length == 0 {
            return Err(InboxError::Empty);
        }
        if !self.part.is_empty() {
            self.keep().await?;
        }
        Ok(())
    }

    async fn keep(&mut self) -> Result<(), InboxError> {
        let (id, number) = (self.id, self.number);
        self.store.add_asked_part(id, number, &self.part).await?;
        self.number += 1;
        self.part.clear();
        Ok(())
    }

    /// Forgets a file that is refused: nothing is left of it.
    pub async fn forget(self) -> Result<(), InboxError> {
        self.store.delete_verification_batch(self.id).await?;
        Ok(())
    }
}

/// Keeps a whole file for its owner to look at before it is answered. `false`: there is none.
pub async fn hold(
    store: &Store,
    id: Uuid,
    question: &FileQuestion,
    at: DateTime<Utc>,
) -> Result<bool, InboxError> {
    let question = serde_json::to_string(question)?;
    let until = at + RECEIVED_WITHIN;
    Ok(store.hold_verification_batch(id, &question, until).await?)
}

/// Has a whole file answered. `false`: there is none, or it was queued before.
pub async fn submit(
    store: &Store,
    id: Uuid,
    question: &FileQuestion,
    keep_days: u32,
    at: DateTime<Utc>,
) -> Result<bool, InboxError> {
    let question = serde_json::to_string(question)?;
    let job = Job::VerifyBatch { batch: id }.at(at);
    let kept = at + Duration::days(keep_days.into());
    Ok(store
        .submit_verification_batch(id, &question, &job, kept)
        .await?)
}

/// The question of a file that is whole and waits for its owner; `None` while it is received and
/// after it was queued.
pub fn held(batch: &VerificationBatch) -> Option<FileQuestion> {
    let question: FileQuestion = serde_json::from_str(&batch.question).ok()?;
    (batch.state == VerificationState::Receiving && question.file_name.is_some())
        .then_some(question)
}

/// The bytes of a file that was received.
pub async fn received(store: &Store, id: Uuid) -> Result<Vec<u8>, store::Error> {
    let mut file = Vec::new();
    for number in 0.. {
        let Some(part) = store.verification_part(id, None, number).await? else {
            break;
        };
        file.extend(part);
    }
    Ok(file)
}
