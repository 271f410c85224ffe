//! Who may let a file of results be issued. Where the configuration asks for two people, whoever
//! uploaded a batch can't approve it, and a program never can.

use crate::config::Approvals;
use crate::service::Service;
use crate::store::{self, Batch, BatchChange, BatchId, BatchStart, BatchState, Digest};

/// Who asks for a batch to be issued, by the name in the audit trail.
#[derive(Debug, Clone, Copy)]
pub enum Starter<'a> {
    /// A person, who says how many certificates they approve.
    Person {
        /// Who.
        operator: &'a str,
        /// How many certificates that person believes to be due.
        certificates: u64,
    },
    /// A program.
    Program(&'a str),
}

/// Why a batch is not issued, sent back or cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotApproved {
    /// Two people are asked for, and this is the one who uploaded it.
    #[error("whoever uploaded a batch can't approve it: a second person has to")]
    OwnUpload,
    /// Two people are asked for, and this is a program.
    #[error("a person has to approve the batch in the console")]
    NotAPerson,
    /// Another number of certificates is due than was approved.
    #[error("{due} certificates are due, another number was approved")]
    OtherCount {
        /// How many are due.
        due: u64,
    },
    /// It was cancelled or sent back.
    #[error("the batch is cancelled")]
    Cancelled,
    /// It is being issued already, or is.
    #[error("the batch is started")]
    Started,
    /// All of it is issued.
    #[error("the batch is done")]
    Done,
    /// A second person has to be named.
    #[error("two people are needed: name the second with `--approver`")]
    NoApprover,
}

/// Why what a person wants of a batch is not done.
#[derive(Debug, thiserror::Error)]
pub enum ApprovalError {
    /// There is no such batch.
    #[error("there is no such batch")]
    NoSuchBatch,
    /// A rule.
    #[error(transparent)]
    NotApproved(#[from] NotApproved),
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
}

/// Begins to issue a batch. Starting twice is the same start.
pub async fn start(
    service: &Service,
    id: BatchId,
    starter: Starter<'_>,
) -> Result<Batch, ApprovalError> {
    let batch = found(service, id).await?;
    if batch.state == BatchState::Draft {
        may_start(service, &batch, starter).await?;
    }
    let (operator, approved) = match starter {
        Starter::Person {
            operator,
            certificates,
        } => (operator, Some(certificates)),
        Starter::Program(operator) => (operator, None),
    };
    let start = BatchStart {
        operator,
        at: service.clock.now(),
        today: service.clock.today(service.config.service.time_zone),
        approved,
    };
    match service.store.start_batch(id, start).await? {
        Some(BatchChange::Done(batch)) => Ok(batch),
        Some(BatchChange::TooLate(_)) => Err(NotApproved::Cancelled.into()),
        None => Err(ApprovalError::NoSuchBatch),
    }
}

async fn may_start(
    service: &Service,
    batch: &Batch,
    starter: Starter<'_>,
) -> Result<(), ApprovalError> {
    let two_people = service.config.batches.approvals == Approvals::TwoPeople;
    match starter {
        Starter::Program(_) if two_people => Err(NotApproved::NotAPerson.into()),
        Starter::Program(_) => Ok(()),
        Starter::Person {
            operator,
            certificates,
        } => {
            second_person(service, batch, operator)?;
            let due = due(service, batch.id).await?;
            if certificates == due {
                Ok(())
            } else {
                Err(NotApproved::OtherCount { due }.into())
            }
        }
    }
}

/// Whether this person may approve a batch or send it back.
pub fn second_person(service: &Service, batch: &Batch, operator: &str) -> Result<(), NotApproved> {
    match service.config.batches.approvals {
        Approvals::TwoPeople if batch.created_by == operator => Err(NotApproved::OwnUpload),
        Approvals::TwoPeople | Approvals::None => Ok(()),
    }
}

/// How many certificates a batch would newly give.
pub async fn due(service: &Service, id: BatchId) -> Result<u64, store::Error> {
    let counts = service.store.batch_counts(id).await?;
    Ok(counts.awarded.saturating_sub(counts.already_issued))
}

/// Sends a draft back to its uploader, who is told why.
pub async fn refuse(
    service: &Service,
    id: BatchId,
    operator: &str,
    reason: &str,
) -> Result<Batch, ApprovalError> {
    let batch = found(service, id).await?;
    second_person(service, &batch, operator)?;
    let now = service.clock.now();
    let change = service
        .store
        .refuse_batch(id, reason, operator, now)
        .await?;
    match change {
        Some(BatchChange::Done(batch)) => Ok(batch),
        Some(BatchChange::TooLate(batch)) => Err(match batch.state {
            BatchState::Cancelled => NotApproved::Cancelled.into(),
            BatchState::Draft | BatchState::Running | BatchState::Done => {
                NotApproved::Started.into()
            }
        }),
        None => Err(ApprovalError::NoSuchBatch),
    }
}

/// Issues nothing more of a batch.
pub async fn cancel(
    service: &Service,
    id: BatchId,
    operator: &str,
) -> Result<Batch, ApprovalError> {
    let now = service.clock.now();
    match service.store.cancel_batch(id, operator, now).await? {
        Some(BatchChange::Done(batch)) => Ok(batch),
        Some(BatchChange::TooLate(_)) => Err(NotApproved::Done.into()),
        None => Err(ApprovalError::NoSuchBatch),
    }
}

async fn found(service: &Service, id: BatchId) -> Result<Batch, ApprovalError> {
    let batch = service.store.find_batch(id).await?;
    batch.ok_or(ApprovalError::NoSuchBatch)
}

/// A file that is issued on the command line, without a batch.
#[derive(Debug, Clone, Copy)]
pub struct Direct<'a> {
    /// Who issues.
    pub operator: &'a str,
    /// Who else approves, if somebody does.
    pub approver: Option<&'a str>,
    /// SHA-256 of the file.
    pub file: Digest,
    /// How many certificates it is to give.
    pub certificates: u64,
}

/// The permission to issue results without a batch. Only [`permit`] gives it.
#[derive(Debug)]
pub struct Permit(());

/// Permits to issue a file on the command line; a second person's approval is put on record.
pub async fn permit(service: &Service, direct: Direct<'_>) -> Result<Permit, ApprovalError> {
    let approver = direct
        .approver
        .map(str::trim)
        .filter(|name| !name.is_empty());
    match (service.config.batches.approvals, approver) {
        (Approvals::None, None) => return Ok(Permit(())),
        (Approvals::TwoPeople, None) => return Err(NotApproved::NoApprover.into()),
        (Approvals::None | Approvals::TwoPeople, Some(_)) => {}
    }
    let approver = approver.unwrap_or_default();
    if approver == direct.operator.trim() {
        return Err(NotApproved::OwnUpload.into());
    }
    let Direct {
        operator,
        file,
        certificates,
        ..
    } = direct;
    let now = service.clock.now();
    service
        .store
        .record_file_approved((file, certificates), operator, approver, now)
        .await?;
    Ok(Permit(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuance::draft;
    use crate::issuance::tests::{good, in_houses_with, started_by, upload, withheld};
    use crate::service::Service;

    async fn drafted(service: &Service) -> Batch {
        let file = [good(1), withheld(2), good(3)];
        draft(service, upload(&file)).await.unwrap()
    }

    fn person(operator: &str, certificates: u64) -> Starter<'_> {
        Starter::Person {
            operator,
            certificates,
        }
    }

    fn why(answer: Result<Batch, ApprovalError>) -> NotApproved {
        match answer {
            Err(ApprovalError::NotApproved(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    fn two_people(config: &mut crate::config::Config) {
        config.batches.approvals = Approvals::TwoPeople;
    }

    #[tokio::test]
    async fn where_two_people_are_asked_for_neither_the_uploader_nor_a_program_approves() {
        in_houses_with(two_people, async |service| {
            let mut file = upload(&[good(1), withheld(2), good(3)]);
            file.operator = "account:1".into();
            let id = draft(&service, file).await.unwrap().id;
            let own = start(&service, id, person("account:1", 2)).await;
            assert_eq!(why(own), NotApproved::OwnUpload);
            let own = refuse(&service, id, "account:1", "no").await;
            assert_eq!(why(own), NotApproved::OwnUpload);
            let program = start(&service, id, Starter::Program("client:other")).await;
            assert_eq!(why(program), NotApproved::NotAPerson);
            let wrong = start(&service, id, person("account:2", 3)).await;
            assert_eq!(why(wrong), NotApproved::OtherCount { due: 2 });
            let batch = service.store.find_batch(id).await.unwrap().unwrap();
            assert_eq!(batch.state, BatchState::Draft);

            let batch = start(&service, id, person("account:2", 2)).await.unwrap();
            assert_eq!(batch.started_by.as_deref(), Some("account:2"));
            // A repetition, whoever it comes from, is the same start.
            for again in [person("account:1", 0), Starter::Program("client:other")] {
                assert_eq!(start(&service, id, again).await.unwrap(), batch);
            }
            let trail = service.store.audit_page(None, 100).await.unwrap();
            let mut acts: Vec<_> = trail
                .iter()
                .map(|record| {
                    serde_json::to_value(&record.entry.event).unwrap()["event"].to_string()
                })
                .collect();
            acts.sort();
            let expected = [
                "\"batch_approved\"",
                "\"batch_started\"",
                "\"batch_uploaded\"",
            ];
            assert_eq!(acts, expected);
        })
        .await;
    }

    #[tokio::test]
    async fn otherwise_one_person_is_enough_but_must_know_how_many_are_due() {
        in_houses_with(
            |_| {},
            async |service| {
                let batch = drafted(&service).await;
                let wrong = start(&service, batch.id, person(&batch.created_by, 1)).await;
                assert_eq!(why(wrong), NotApproved::OtherCount { due: 2 });
                let right = start(&service, batch.id, person(&batch.created_by, 2)).await;
                assert_eq!(right.unwrap().state, BatchState::Running);
                let other = drafted(&service).await;
                let program = start(&service, other.id, Starter::Program("client:centre")).await;
                assert_eq!(program.unwrap().state, BatchState::Running);
            },
        )
        .await;
    }

    #[tokio::test]
    async fn what_is_sent_back_says_why_and_is_never_issued() {
        in_houses_with(two_people, async |service| {
            let batch = drafted(&service).await;
            let refused = refuse(&service, batch.id, "account:2", "wrong session").await;
            let refused = refused.unwrap();
            assert_eq!(refused.state, BatchState::Cancelled);
            let told = refused.refused.unwrap();
            assert_eq!(told.by, "account:2");
            assert_eq!(told.reason.as_deref(), Some("wrong session"));
            let late = start(&service, batch.id, person("account:3", 2)).await;
            assert_eq!(why(late), NotApproved::Cancelled);
            let counts = service.store.batch_counts(batch.id).await.unwrap();
            assert_eq!((counts.pending, counts.cancelled), (0, 2));

            let running = drafted(&service).await;
            started_by(&service, running.id, "account:2").await;
            let late = refuse(&service, running.id, "account:2", "too late").await;
            assert_eq!(why(late), NotApproved::Started);

            let now = service.clock.now() + chrono::TimeDelta::days(1);
            service.store.forget_batches(now, now).await.unwrap();
            let forgotten = service.store.find_batch(batch.id).await.unwrap().unwrap();
            assert_eq!(forgotten.refused.unwrap().reason, None);
        })
        .await;
    }

    #[tokio::test]
    async fn on_the_command_line_the_second_person_is_named_and_put_on_record() {
        in_houses_with(two_people, async |service| {
            let direct = |approver| Direct {
                operator: "ada",
                approver,
                file: Digest([7; 32]),
                certificates: 2,
            };
            for (approver, expected) in [
                (None, NotApproved::NoApprover),
                (Some(" "), NotApproved::NoApprover),
                (Some("ada "), NotApproved::OwnUpload),
            ] {
                match permit(&service, direct(approver)).await {
                    Err(ApprovalError::NotApproved(why)) => assert_eq!(why, expected),
                    other => panic!("{approver:?}: {other:?}"),
                }
            }
            permit(&service, direct(Some("grace"))).await.unwrap();
            let trail = service.store.audit_page(None, 10).await.unwrap();
            assert_eq!(trail.len(), 1);
            assert_eq!(trail[0].entry.operator, "grace");
        })
        .await;
    }
}
