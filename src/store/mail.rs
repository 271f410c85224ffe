//! Letters that wait to be sent. Each is written in the transaction of what it tells, sent by a job,
//! and forgotten, but for the fact, when it is sent.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::row::inconsistent;
use super::{Error, Job, Notice, Store, Transaction, jobs, on_pool, written};
use crate::i18n::Language;

/// What a letter is about. Only when it is sent is it put into words: no private link is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MailContent {
    /// The candidate's private link.
    CandidateLink {
        /// The certificate.
        certificate: Uuid,
    },
    /// To the holder: the certificate is in another state.
    CertificateChanged {
        /// The certificate.
        certificate: Uuid,
        /// What happened.
        notice: Notice,
        /// Name of the public reason, if there is one.
        reason: Option<String>,
    },
    /// The prescriber's link to the results of a session.
    ResultsLink {
        /// The link.
        link: Uuid,
    },
    /// To a person of the house or of an organisation: the link that opens the account.
    Invitation {
        /// The link.
        invitation: Uuid,
        /// Language of the letter and of the page.
        language: Language,
    },
    /// To the operator: what became of a batch.
    BatchReport {
        /// The batch's name, as the operator gave it.
        name: String,
        /// Certificates issued.
        issued: usize,
        /// Certificates that were issued before.
        repeated: usize,
        /// Results without certificate by the rules of award.
        withheld: usize,
        /// Rows that could not be used.
        refused: usize,
    },
    /// To the operator: a holder asks for a correction.
    CorrectionAsked {
        /// The certificate.
        certificate: Uuid,
    },
    /// To the operator: a letter that could not be delivered.
    Undelivered {
        /// The letter.
        mail: Uuid,
        /// To whom it was.
        address: String,
        /// Reply code of the mail server, if it gave one.
        code: Option<u16>,
    },
}

impl MailContent {
    /// The kind's name in the database. It never changes.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CandidateLink { .. } => "candidate_link",
            Self::CertificateChanged { .. } => "certificate_changed",
            Self::ResultsLink { .. } => "results_link",
            Self::Invitation { .. } => "invitation",
            Self::BatchReport { .. } => "batch_report",
            Self::CorrectionAsked { .. } => "correction_asked",
            Self::Undelivered { .. } => "undelivered",
        }
    }

    /// The certificate that it is about, if it is one.
    fn certificate(&self) -> Option<Uuid> {
        match self {
            Self::CandidateLink { certificate }
            | Self::CertificateChanged { certificate, .. }
            | Self::CorrectionAsked { certificate } => Some(*certificate),
            Self::ResultsLink { .. }
            | Self::Invitation { .. }
            | Self::BatchReport { .. }
            | Self::Undelivered { .. } => None,
        }
    }
}

/// A letter to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Drawn by whoever writes.
    pub id: Uuid,
    /// To whom.
    pub recipient: String,
    /// What about.
    pub content: MailContent,
}

impl NewMail {
    /// A letter with an id of its own.
    pub fn new(recipient: String, content: MailContent) -> Self {
        Self {
            id: Uuid::now_v7(),
            recipient,
            content,
        }
    }
}

/// A letter that is not sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its id.
    pub id: Uuid,
    /// To whom.
    pub recipient: String,
    /// What about.
    pub content: MailContent,
    /// When it was written.
    pub written_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct MailRow {
    recipient: Option<String>,
    content: Option<Vec<u8>>,
    written_at: DateTime<Utc>,
}

/// Writes a letter, and asks for it to be sent, with the caller's transaction.
pub(super) async fn write(
    transaction: &mut Transaction,
    mail: &NewMail,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let content =
        serde_json::to_vec(&mail.content).map_err(|_| inconsistent("mail", "content", mail.id))?;
    written!(
        transaction,
        sqlx::query(
            "INSERT INTO mail (id, kind, recipient, content, state, written_at, certificate_id) \
             VALUES ($1, $2, $3, $4, 'waiting', $5, $6)",
        )
        .bind(mail.id)
        .bind(mail.content.kind())
        .bind(&mail.recipient)
        .bind(content)
        .bind(at)
        .bind(mail.content.certificate())
    )?;
    let job = Job::SendMail { mail: mail.id }.at(at);
    jobs::enqueue(transaction, &job).await?;
    Ok(())
}

impl Store {
    /// Writes a letter, and asks for it to be sent.
    pub async fn write_mail(&self, mail: &NewMail, at: DateTime<Utc>) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        write(&mut transaction, mail, at).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A letter that is not sent, or was refused and shall be tried again.
    pub async fn unsent_mail(&self, id: Uuid) -> Result<Option<Mail>, Error> {
        let row: Option<MailRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT recipient, content, written_at FROM mail \
             WHERE id = $1 AND state IN ('waiting', 'refused')",
        )
        .bind(id)
        .fetch_optional(pool).await)?;
        let Some(row) = row else { return Ok(None) };
        let wrong = |column| inconsistent("mail", column, id);
        let content = row.content.ok_or_else(|| wrong("content"))?;
        Ok(Some(Mail {
            id,
            recipient: row.recipient.ok_or_else(|| wrong("recipient"))?,
            content: serde_json::from_slice(&content).map_err(|_| wrong("content"))?,
            written_at: row.written_at,
        }))
    }

    /// The mail server took the letter: whom and what about is forgotten. A prescriber's link that
    /// it told can be opened until `opens_until`.
    pub async fn mark_mail_sent(
        &self,
        id: Uuid,
        at: DateTime<Utc>,
        opens_until: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        forget(&mut transaction, id, "sent", at).await?;
        written!(
            transaction,
            sqlx::query("UPDATE results_links SET mail = NULL, expires_at = $2 WHERE mail = $1")
                .bind(id)
                .bind(opens_until)
        )?;
        transaction.commit().await?;
        Ok(())
    }

    /// There is nothing to say any more.
    pub async fn drop_mail(&self, id: Uuid, at: DateTime<Utc>) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        forget(&mut transaction, id, "dropped", at).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The letter could not be delivered: `report` tells the operator, once. It is kept for another
    /// attempt until [`Store::forget_refused_mail`].
    pub async fn mark_mail_refused(
        &self,
        id: Uuid,
        code: Option<u16>,
        report: Option<&NewMail>,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let changed = written!(
            transaction,
            sqlx::query(
                "UPDATE mail SET state = 'refused', refusal = $2, ended_at = $3 \
                 WHERE id = $1 AND state = 'waiting'",
            )
            .bind(id)
            .bind(code.map(i64::from))
            .bind(at)
        )?;
        if changed == 1
            && let Some(report) = report
        {
            write(&mut transaction, report, at).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Forgets whom refused letters were to, and what about: how many they were.
    pub async fn forget_refused_mail(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        let mut transaction = self.begin().await?;
        let count = written!(
            transaction,
            sqlx::query(
                "UPDATE mail SET state = 'dropped', recipient = NULL, content = NULL \
                 WHERE state = 'refused' AND ended_at < $1",
            )
            .bind(before)
        )?;
        transaction.commit().await?;
        Ok(count)
    }
}

async fn forget(
    transaction: &mut Transaction,
    id: Uuid,
    state: &'static str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    written!(
        transaction,
        sqlx::query(
            "UPDATE mail SET state = $2, recipient = NULL, content = NULL, ended_at = $3 \
             WHERE id = $1 AND state IN ('waiting', 'refused')",
        )
        .bind(id)
        .bind(state)
        .bind(at)
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixtures::{OPERATOR, at, on_each, parts, prepared};
    use crate::store::{JobState, Told};

    fn letter() -> NewMail {
        let content = MailContent::BatchReport {
            name: "session.csv".into(),
            issued: 3,
            repeated: 0,
            withheld: 1,
            refused: 0,
        };
        NewMail::new("ada@example.org".into(), content)
    }

    /// What the register still holds of a letter: state, recipient, content.
    async fn kept(store: &Store, id: Uuid) -> (String, Option<String>, Option<Vec<u8>>) {
        on_pool!(store, pool => sqlx::query_as(
            "SELECT state, recipient, content FROM mail WHERE id = $1",
        )
        .bind(id)
        .fetch_one(pool).await)
        .unwrap()
    }

    async fn count(store: &Store) -> i64 {
        on_pool!(store, pool => sqlx::query_scalar("SELECT COUNT(*) FROM mail").fetch_one(pool).await)
            .unwrap()
    }

    #[tokio::test]
    async fn a_letter_is_there_until_it_is_sent_and_then_only_the_fact() {
        on_each(async |store: Store| {
            let new = letter();
            store.write_mail(&new, at(0)).await.unwrap();
            let found = store.unsent_mail(new.id).await.unwrap().unwrap();
            assert_eq!(
                (found.recipient, found.content),
                (new.recipient, new.content)
            );
            assert_eq!(found.written_at, at(0));
            let queued = store.jobs(JobState::Queued, 9).await.unwrap();
            assert_eq!(queued.len(), 1);
            store.mark_mail_sent(new.id, at(1), at(9)).await.unwrap();
            assert_eq!(store.unsent_mail(new.id).await.unwrap(), None);
            assert_eq!(kept(&store, new.id).await, ("sent".into(), None, None));
            // Said twice, as after a crash.
            store.mark_mail_sent(new.id, at(2), at(9)).await.unwrap();
        })
        .await;
    }

    #[tokio::test]
    async fn a_refused_letter_is_told_once_can_be_sent_again_and_is_forgotten_in_the_end() {
        on_each(async |store: Store| {
            let (new, report) = (letter(), letter());
            store.write_mail(&new, at(0)).await.unwrap();
            for _ in 0..2 {
                store
                    .mark_mail_refused(new.id, Some(550), Some(&report), at(1))
                    .await
                    .unwrap();
            }
            assert_eq!(count(&store).await, 2);
            assert!(store.unsent_mail(new.id).await.unwrap().is_some());
            assert_eq!(store.forget_refused_mail(at(1)).await.unwrap(), 0);
            assert_eq!(store.forget_refused_mail(at(2)).await.unwrap(), 1);
            assert_eq!(kept(&store, new.id).await, ("dropped".into(), None, None));
        })
        .await;
    }

    #[tokio::test]
    async fn letters_are_written_with_the_certificate_that_they_tell_or_not_at_all() {
        on_each(async |store: Store| {
            let told = Told {
                candidate: Some("ada@example.org".into()),
                prescriber: Some(("Prof@example.org".into(), "session 12".into())),
            };
            let certificate = prepared(&store, 1).await;
            let mark =
                |number| store.mark_issued_and_tell(certificate.id, number, &told, OPERATOR, at(1));
            let (first, other) = (parts(1), parts(2));
            mark(&first).await.unwrap();
            assert_eq!(count(&store).await, 2);
            // The same again, and another process that was slower.
            mark(&first).await.unwrap();
            assert!(mark(&other).await.is_err());
            assert_eq!(count(&store).await, 2);
        })
        .await;
    }

    #[tokio::test]
    async fn a_prescriber_has_one_link_a_session_and_one_letter_at_a_time() {
        on_each(async |store: Store| {
            let links = async || -> Vec<Uuid> {
                on_pool!(&store, pool => sqlx::query_scalar(
                    "SELECT id FROM results_links ORDER BY session",
                )
                .fetch_all(pool).await)
                .unwrap()
            };
            let issue = async |number: u8, address: &str, session: &str| {
                let told = Told {
                    candidate: None,
                    prescriber: Some((address.into(), session.into())),
                };
                let id = prepared(&store, number).await.id;
                let minute = i64::from(number);
                store
                    .mark_issued_and_tell(id, &parts(number), &told, OPERATOR, at(minute))
                    .await
                    .unwrap();
            };
            issue(1, "Prof@example.org", "a").await;
            issue(2, "prof@Example.org", "a").await;
            issue(3, "prof@example.org", "b").await;
            let found = links().await;
            assert_eq!(found.len(), 2);
            assert_eq!(count(&store).await, 2);
            assert_eq!(store.results_of_link(found[0]).await.unwrap().len(), 2);
            let link = store.results_link(found[0]).await.unwrap().unwrap();
            assert_eq!((link.changed_at, link.expires_at), (at(2), None));
            // The letter goes out: the link opens. A later result is another letter, same link.
            let mail: Uuid = on_pool!(&store, pool => sqlx::query_scalar(
                "SELECT mail FROM results_links WHERE id = $1",
            )
            .bind(found[0])
            .fetch_one(pool).await)
            .unwrap();
            store.mark_mail_sent(mail, at(5), at(500)).await.unwrap();
            let link = store.results_link(found[0]).await.unwrap().unwrap();
            assert_eq!(link.expires_at, Some(at(500)));
            issue(4, "prof@example.org", "a").await;
            assert_eq!(count(&store).await, 3);
            assert_eq!(links().await, found);
        })
        .await;
    }
}
