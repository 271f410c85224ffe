//! What holders ask to have corrected: what they wrote is forgotten some time after the answer.

use chrono::{DateTime, Utc};
use sha2::Digest as _;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::audit::{self, Act};
use super::database::Transaction;
use super::mail::{self, NewMail};
use super::row::inconsistent;
use super::{Error, Store, on_pool, written};
use crate::audit::AuditEvent;
use crate::credential::CertificateId;

/// A part of a certificate that may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Last or first name.
    Name,
    /// Date or place of birth.
    Birth,
    /// Level, score, levels.
    Result,
    /// Anything else.
    Other,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Name, Self::Birth, Self::Result, Self::Other];

    /// The name in the database and in message ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Birth => "birth",
            Self::Result => "result",
            Self::Other => "other",
        }
    }
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionState {
    /// Nobody answered it.
    Open,
    /// A corrected certificate was issued.
    Done,
    /// It was declined.
    Declined,
}

impl CorrectionState {
    const ALL: [Self; 3] = [Self::Open, Self::Done, Self::Declined];

    /// The name in the database and in message ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Declined => "declined",
        }
    }
}

/// What a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl FileKind {
    const ALL: [Self; 3] = [Self::Pdf, Self::Png, Self::Jpeg];

    /// The name in the database and at the end of file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }
}

/// A file that a holder attaches. It shows a person: it can't be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct CorrectionFile {
    /// What it is.
    pub kind: FileKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionKept {
    /// It is kept.
    Yes,
    /// One about this certificate is open.
    OneIsOpen,
    /// Too many files are kept: it can be made without one.
    NoRoomForFile,
}

/// A request to be kept.
#[derive(Clone)]
pub struct NewCorrection {
    /// Its id.
    pub id: Uuid,
    /// The certificate.
    pub certificate: CertificateId,
    /// What is wrong.
    pub parts: Vec<Part>,
    /// What would be right, in the holder's words.
    pub wanted: String,
    /// What the holder adds.
    pub message: Option<String>,
    /// What the holder attaches.
    pub file: Option<CorrectionFile>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A request. Its words are personal: it can't be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its id.
    pub id: Uuid,
    /// The certificate.
    pub certificate: CertificateId,
    /// What is wrong.
    pub parts: Vec<Part>,
    /// What would be right, in the holder's words, until it is forgotten.
    pub wanted: Option<String>,
    /// What the holder adds, until it is forgotten.
    pub message: Option<String>,
    /// How far it is.
    pub state: CorrectionState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// What the holder is told.
    pub answer: Option<String>,
    /// What is attached, and its bytes are how many, until it is forgotten.
    pub file: Option<(FileKind, u64)>,
}

#[derive(FromRow)]
struct CorrectionRow {
    id: Uuid,
    certificate_id: Uuid,
    parts: String,
    wanted: Option<String>,
    message: Option<String>,
    state: String,
    asked_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    answered_by: Option<String>,
    answer: Option<String>,
    file_kind: Option<String>,
    file_size: Option<i64>,
}

impl TryFrom<CorrectionRow> for Correction {
    type Error = Error;

    fn try_from(row: CorrectionRow) -> Result<Self, Error> {
        let bad = |column| inconsistent("corrections", column, row.id);
        let part = |word: &str| Part::ALL.into_iter().find(|part| part.name() == word);
        let parts: Option<Vec<Part>> = row.parts.split_whitespace().map(part).collect();
        let mut states = CorrectionState::ALL.into_iter();
        let state = states.find(|state| state.name() == row.state);
        let file = match (row.file_kind, row.file_size) {
            (Some(kind), Some(size)) => Some((
                file_kind(&kind).ok_or_else(|| bad("kind"))?,
                size.try_into().map_err(|_| bad("size"))?,
            )),
            _ => None,
        };
        Ok(Self {
            id: row.id,
            certificate: CertificateId(row.certificate_id),
            parts: parts.ok_or_else(|| bad("parts"))?,
            wanted: row.wanted,
            message: row.message,
            state: state.ok_or_else(|| bad("state"))?,
            asked_at: row.asked_at,
            answered_at: row.answered_at,
            answered_by: row.answered_by,
            answer: row.answer,
            file,
        })
    }
}

fn file_kind(name: &str) -> Option<FileKind> {
    FileKind::ALL.into_iter().find(|kind| kind.name() == name)
}

fn corrections_where(condition: &'static str) -> AssertSqlSafe<String> {
    // Unwrapped text is safe here: the condition is part of the program.
    AssertSqlSafe(format!(
        "SELECT id, certificate_id, parts, wanted, message, state, asked_at, answered_at, \
         answered_by, answer, \
         (SELECT kind FROM correction_files WHERE correction_id = corrections.id) AS file_kind, \
         (SELECT size FROM correction_files WHERE correction_id = corrections.id) AS file_size \
         FROM corrections WHERE {condition}"
    ))
}

impl Store {
    /// Keeps a request with its file and the letter that tells of it, or nothing of it. So many
    /// files are kept at the same time, of all requests.
    pub async fn ask_correction(
        &self,
        new: &NewCorrection,
        letter: Option<&NewMail>,
        operator: &str,
        most_files: u32,
    ) -> Result<CorrectionKept, Error> {
        let parts: Vec<&str> = new.parts.iter().map(|part| part.name()).collect();
        let mut transaction = self.begin().await?;
        let added = written!(
            transaction,
            sqlx::query(
                "INSERT INTO corrections (id, certificate_id, parts, wanted, message, state, \
                 asked_at) VALUES ($1, $2, $3, $4, $5, 'open', $6) ON CONFLICT DO NOTHING",
            )
            .bind(new.id)
            .bind(new.certificate.0)
            .bind(parts.join(" "))
            .bind(&new.wanted)
            .bind(new.message.as_deref())
            .bind(new.at)
        )?;
        if added == 0 {
            return Ok(CorrectionKept::OneIsOpen);
        }
        let act = Act {
            name: "ask_correction",
            operator,
            at: new.at,
        };
        let asked = AuditEvent::CorrectionAsked {
            correction: new.id.to_string(),
        };
        audit::record(&mut transaction, act, Some(new.certificate), &asked).await?;
        if let Some(file) = &new.file {
            if !keep_file(&mut transaction, new.id, file, most_files).await? {
                return Ok(CorrectionKept::NoRoomForFile);
            }
            let added = AuditEvent::CorrectionFileAdded {
                correction: new.id.to_string(),
                file: hex::encode(sha2::Sha256::digest(&file.bytes)),
            };
            audit::record(&mut transaction, act, Some(new.certificate), &added).await?;
        }
        if let Some(letter) = letter {
            mail::write(&mut transaction, letter, new.at).await?;
        }
        transaction.commit().await?;
        Ok(CorrectionKept::Yes)
    }

    /// The file of a request; records who fetched it.
    pub async fn read_correction_file(
        &self,
        correction: &Correction,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<CorrectionFile>, Error> {
        let found: Option<(String, Vec<u8>)> = on_pool!(self, pool => sqlx::query_as(
            "SELECT kind, bytes FROM correction_files WHERE correction_id = $1",
        )
        .bind(correction.id)
        .fetch_optional(pool).await)?;
        let Some((kind, bytes)) = found else {
            return Ok(None);
        };
        let bad = || inconsistent("correction_files", "kind", correction.id);
        let kind = file_kind(&kind).ok_or_else(bad)?;
        let mut transaction = self.begin().await?;
        let act = Act {
            name: "read_correction_file",
            operator,
            at,
        };
        let event = AuditEvent::CorrectionFileRead {
            correction: correction.id.to_string(),
        };
        audit::record(&mut transaction, act, Some(correction.certificate), &event).await?;
        transaction.commit().await?;
        Ok(Some(CorrectionFile { kind, bytes }))
    }

    /// How many requests nobody answered yet.
    pub async fn count_open_corrections(&self) -> Result<u64, Error> {
        let count: i64 = on_pool!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM corrections WHERE state = 'open'",
        )
        .fetch_one(pool).await)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The requests about a certificate, the newest first.
    pub async fn corrections_of(
        &self,
        certificate: CertificateId,
    ) -> Result<Vec<Correction>, Error> {
        let rows: Vec<CorrectionRow> = on_pool!(self, pool => sqlx::query_as(corrections_where(
            "certificate_id = $1 ORDER BY asked_at DESC, id",
        ))
        .bind(certificate.0)
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The requests that nobody answered, the oldest first.
    pub async fn open_corrections(&self, at_most: u32) -> Result<Vec<Correction>, Error> {
        let rows: Vec<CorrectionRow> = on_pool!(self, pool => sqlx::query_as(corrections_where(
            "state = 'open' ORDER BY asked_at, id LIMIT $1",
        ))
        .bind(i64::from(at_most))
        .fetch_all(pool).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The request with this id.
    pub async fn correction(&self, id: Uuid) -> Result<Option<Correction>, Error> {
        let row: Option<CorrectionRow> = on_pool!(self, pool => sqlx::query_as(corrections_where("id = $1"))
            .bind(id)
            .fetch_optional(pool).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Answers a request; `false` if somebody answered it before.
    pub async fn answer_correction(
        &self,
        correction: &Correction,
        accepted: bool,
        answer: Option<&str>,
        operator: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let state = if accepted {
            CorrectionState::Done
        } else {
            CorrectionState::Declined
        };
        let mut transaction = self.begin().await?;
        let answered = written!(
            transaction,
            sqlx::query(
                "UPDATE corrections SET state = $2, answered_at = $3, answered_by = $4, \
                 answer = $5 WHERE id = $1 AND state = 'open'",
            )
            .bind(correction.id)
            .bind(state.name())
            .bind(at)
            .bind(operator)
            .bind(answer)
        )?;
        if answered == 0 {
            return Ok(false);
        }
        let act = Act {
            name: "answer_correction",
            operator,
            at,
        };
        let event = AuditEvent::CorrectionAnswered {
            correction: correction.id.to_string(),
            accepted,
        };
        audit::record(&mut transaction, act, Some(correction.certificate), &event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Forgets what was written in requests that were answered before, and what was attached to
    /// them: how many.
    pub async fn forget_corrections(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        written!(
            transaction,
            sqlx::query(
                "DELETE FROM correction_files WHERE correction_id IN \
                 (SELECT id FROM corrections WHERE answered_at < $1)",
            )
            .bind(before)
        )?;
        let forgotten = written!(
            transaction,
            sqlx::query(
                "UPDATE corrections SET wanted = NULL, message = NULL \
                 WHERE answered_at < $1 AND (wanted IS NOT NULL OR message IS NOT NULL)",
            )
            .bind(before)
        )?;
        transaction.commit().await?;
        Ok(forgotten)
    }
}

/// `false` if there is no room for it.
async fn keep_file(
    transaction: &mut Transaction,
    correction: Uuid,
    file: &CorrectionFile,
    most: u32,
) -> Result<bool, Error> {
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let rows = written!(
        *transaction,
        sqlx::query(
            "INSERT INTO correction_files (correction_id, kind, bytes, size) \
             SELECT $1, $2, $3, $4 WHERE (SELECT COUNT(*) FROM correction_files) < $5",
        )
        .bind(correction)
        .bind(file.kind.name())
        .bind(&file.bytes)
        .bind(size)
        .bind(i64::from(most))
    )?;
    Ok(rows > 0)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{OPERATOR, at, issued, on_each};
    use super::super::{JobState, MailContent};
    use super::*;

    fn asked(certificate: CertificateId, number: u128) -> NewCorrection {
        NewCorrection {
            id: Uuid::from_u128(number),
            certificate,
            parts: vec![Part::Name, Part::Birth],
            wanted: "Kervadec-Oduya".into(),
            message: Some("Merci".into()),
            file: Some(CorrectionFile {
                kind: FileKind::Png,
                bytes: b"\x89PNG".to_vec(),
            }),
            at: at(2),
        }
    }

    #[tokio::test]
    async fn one_request_is_open_at_a_time_and_its_words_are_forgotten_after_the_answer() {
        on_each(async |store: Store| {
            let id = issued(&store, 1).await.id;
            let letter = NewMail::new(
                "exploitation@sceau.example".into(),
                MailContent::CorrectionAsked { certificate: id.0 },
            );
            let ask = async |number| {
                let asked = asked(id, number);
                let done = store.ask_correction(&asked, Some(&letter), "holder", 1);
                done.await.unwrap()
            };
            assert_eq!(ask(1).await, CorrectionKept::Yes);
            assert_eq!(ask(2).await, CorrectionKept::OneIsOpen);
            assert_eq!(store.jobs(JobState::Queued, 9).await.unwrap().len(), 1);
            let open = store.open_corrections(9).await.unwrap().remove(0);
            assert!(open.parts == [Part::Name, Part::Birth] && open.state == CorrectionState::Open);
            let answer = async |accepted| {
                let done = store.answer_correction(&open, accepted, Some("Non"), OPERATOR, at(3));
                done.await.unwrap()
            };
            assert!(answer(false).await);
            assert!(!answer(true).await);
            let told = store.correction(open.id).await.unwrap().unwrap();
            assert!(told.state == CorrectionState::Declined && told.answered_at == Some(at(3)));
            assert_eq!(told.file, Some((FileKind::Png, 4)));
            assert_eq!(store.forget_corrections(at(3)).await.unwrap(), 0);
            let read = store.read_correction_file(&told, OPERATOR, at(3)).await;
            assert!(read.unwrap().is_some_and(|file| file.bytes == b"\x89PNG"));
            assert_eq!(store.forget_corrections(at(4)).await.unwrap(), 1);
            assert_eq!(store.forget_corrections(at(4)).await.unwrap(), 0);
            let told = store.corrections_of(id).await.unwrap().remove(0);
            assert!(told.wanted.is_none() && told.message.is_none() && told.file.is_none());
            let read = store.read_correction_file(&told, OPERATOR, at(4)).await;
            assert!(read.unwrap().is_none());
            assert_eq!(told.answer.as_deref(), Some("Non"));
            assert!(store.open_corrections(9).await.unwrap().is_empty());
            let acts = store.audit_trail(id).await.unwrap();
            let told = |name: &str| acts.iter().filter(|entry| entry.act == name).count();
            assert_eq!((told("ask_correction"), told("answer_correction")), (2, 1));
            assert_eq!(told("read_correction_file"), 1);
        })
        .await;
    }

    #[tokio::test]
    async fn a_request_can_follow_one_that_was_answered() {
        on_each(async |store: Store| {
            let id = issued(&store, 1).await.id;
            let first = asked(id, 1);
            let kept = store.ask_correction(&first, None, "holder", 0).await;
            assert_eq!(kept.unwrap(), CorrectionKept::NoRoomForFile);
            assert!(store.open_corrections(9).await.unwrap().is_empty());
            let kept = store.ask_correction(&first, None, "holder", 1).await;
            assert_eq!(kept.unwrap(), CorrectionKept::Yes);
            let open = store.open_corrections(9).await.unwrap().remove(0);
            let done = store.answer_correction(&open, true, None, OPERATOR, at(3));
            assert!(done.await.unwrap());
            let second = NewCorrection {
                file: None,
                ..asked(id, 2)
            };
            let kept = store.ask_correction(&second, None, "holder", 0).await;
            assert_eq!(kept.unwrap(), CorrectionKept::Yes);
            let told = store.correction(second.id).await.unwrap().unwrap();
            assert!(told.file.is_none());
            assert_eq!(store.corrections_of(id).await.unwrap().len(), 2);
        })
        .await;
    }
}
