//! Batches from the upload to the last certificate, on both databases.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::StreamExt;
use uuid::Uuid;

use super::{
    Attempt, DraftError, Part, Renderer, Upload, documents_zip, draft, issue_part, issued_csv,
    plan_batch,
};
use crate::archive::Archive;
use crate::clock::Clock;
use crate::config::{Config, Location};
use crate::i18n::Language;
use crate::service::Service;
use crate::store::fixtures::{self, locations};
use crate::store::{
    Batch, BatchChange, BatchCounts, BatchId, BatchRow, BatchStart, BatchState, Changing, Job,
    MailContent, RowState, Ruling, Store, Stored,
};

const HEADER: &str = "Session;Numéro de certification;Nom;Prénom;Date de naissance;Lieu de naissance;Centre de certification;Date de passage;Score;Questions traitées;Fin du test;1.1;1.2;1.3;2.1;2.2;2.3;2.4;3.1;3.2;3.3;3.4;4.1;4.2;4.3;5.1;5.2";

/// A result of somebody of her own that is awarded.
pub(super) fn good(number: u32) -> String {
    let name = char::from_u32(u32::from(b'a') + number % 26).unwrap();
    format!(
        "S1;{number};Kervadec-{name};Maëlle;{}-03-14;Quimper;Lycée des Dunes;2026-05-21;487;32;terminé;5;4;3;5;4;6;3;4;3;5;2;4;5;3;3;2",
        1960 + number
    )
}

/// A result that the rules withhold: too few answers.
pub(super) fn withheld(number: u32) -> String {
    good(number).replace(";32;terminé;", ";12;temps;")
}

/// A row that can't be read.
pub(super) fn unreadable(number: u32) -> String {
    good(number).replace("-03-14;", "-13-14;")
}

pub(super) fn upload(rows: &[String]) -> Upload {
    Upload {
        file_name: Some("session.csv".into()),
        bytes: format!("{HEADER}\n{}\n", rows.join("\n")).into_bytes(),
        framework: None,
        language: Language::French,
        delivery_date: None,
        all_or_nothing: false,
        operator: "client:centre".into(),
    }
}

/// Runs a test in a fresh house on each database.
async fn in_each_house(test: impl AsyncFn(Arc<Service>)) {
    in_houses_with(|_| {}, test).await;
}

/// The same in houses with another configuration.
pub(super) async fn in_houses_with(change: impl Fn(&mut Config), test: impl AsyncFn(Arc<Service>)) {
    let folder = tempfile::tempdir().unwrap();
    for (number, location) in locations(&folder).await.into_iter().enumerate() {
        let mut config = Config::default();
        match location {
            Location::File(path) => config.store.path = path,
            Location::Server(url) => config.store.url = Some(url),
        }
        config.archive.folder = folder.path().join(format!("archive-{number}"));
        config.keys.folder = concat!(env!("CARGO_MANIFEST_DIR"), "/keys.example").into();
        change(&mut config);
        Store::migrate(config.store.location()).await.unwrap();
        Archive::create(&config.archive).await.unwrap();
        let clock = Clock::Fixed("2026-11-21T09:42:07Z".parse().unwrap());
        let service = Service::open(config, clock).await.unwrap();
        test(Arc::new(service)).await;
    }
}

async fn started(service: &Service, batch: &Batch) -> Batch {
    started_by(service, batch.id, "client:centre").await
}

pub(super) async fn started_by(service: &Service, id: BatchId, operator: &str) -> Batch {
    let now = service.clock.now();
    let start = BatchStart {
        operator,
        at: now,
        today: now.date_naive(),
        approved: None,
    };
    match service.store.start_batch(id, start).await.unwrap() {
        Some(BatchChange::Done(batch)) => batch,
        other => panic!("not started: {other:?}"),
    }
}

/// The parts that wait in the queue.
async fn parts(service: &Service, batch: &Batch) -> Vec<Part> {
    plan_batch(service, batch.id).await.unwrap();
    let now = service.clock.now();
    let until = now + TimeDelta::minutes(1);
    let leases = service
        .store
        .claim_jobs(Uuid::new_v4(), 100, now, until)
        .await
        .unwrap();
    let jobs = leases
        .iter()
        .map(|lease| serde_json::from_slice(&lease.payload).unwrap());
    jobs.filter_map(|job| match job {
        Job::RenderAndSeal { batch, first, last } => Some(Part { batch, first, last }),
        _ => None,
    })
    .collect()
}

async fn issue_all(service: &Service, batch: &Batch) {
    for part in parts(service, batch).await {
        issue_part(service, &Renderer::Here, part, Attempt::OneOfMany)
            .await
            .unwrap();
    }
}

async fn rows(service: &Service, id: BatchId) -> Vec<BatchRow> {
    service.store.batch_rows(id, 0, 1000).await.unwrap()
}

async fn counts(service: &Service, id: BatchId) -> BatchCounts {
    service.store.batch_counts(id).await.unwrap()
}

async fn state(service: &Service, id: BatchId) -> BatchState {
    service.store.find_batch(id).await.unwrap().unwrap().state
}

#[tokio::test]
async fn results_of_a_session_that_was_called_off_are_warned_about_row_by_row() {
    in_each_house(async |service| {
        let store = &service.store;
        let centre = fixtures::centre();
        store.add_centre(&centre, "account:1").await.unwrap();
        let new = fixtures::session("s1", centre.id, "2026-05-21");
        let now = service.clock.now();
        let made = store.add_sessions(std::slice::from_ref(&new), &[], "account:1", now);
        assert_eq!(made.await.unwrap(), Stored::Done);
        let draft_of = async || draft(&service, upload(&[good(1), good(2)])).await.unwrap();
        let warned = async |batch: &Batch| {
            let rows = rows(&service, batch.id).await;
            let warnings = rows.iter().filter(|row| row.ruling == Ruling::Warning);
            let told = warnings.map(|row| String::from_utf8(row.report.clone().unwrap()).unwrap());
            told.filter(|told| told.contains("cancelled-session"))
                .count()
        };
        assert_eq!(warned(&draft_of().await).await, 0);
        let session = store.find_session(new.id).await.unwrap().unwrap();
        let changing = Changing {
            version: 1,
            operator: "account:1",
            at: now,
        };
        let cancelled = store.cancel_session(&session, changing);
        assert_eq!(cancelled.await.unwrap(), Stored::Done);
        assert_eq!(warned(&draft_of().await).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_draft_says_what_becomes_of_each_row_and_issues_nothing() {
    in_each_house(async |service| {
        let file = [good(1), withheld(2), unreadable(3), good(4)];
        let batch = draft(&service, upload(&file)).await.unwrap();
        assert_eq!((batch.state, batch.rows), (BatchState::Draft, 4));
        let rows = rows(&service, batch.id).await;
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.line, row.ruling, row.state))
            .collect();
        let expected = [
            (2, Ruling::Awarded, RowState::Pending),
            (3, Ruling::Withheld, RowState::Idle),
            (4, Ruling::Refused, RowState::Idle),
            (5, Ruling::Awarded, RowState::Pending),
        ];
        assert_eq!(told, expected);
        let report: super::KeptReport =
            serde_json::from_slice(rows[2].report.as_deref().unwrap()).unwrap();
        let reason = &report.reasons(Language::English)[0];
        assert_eq!(reason.column.as_deref(), Some("Date de naissance"));
        assert!(reason.rule.is_some() && reason.remedy.is_some());
        let counts = counts(&service, batch.id).await;
        assert_eq!((counts.awarded, counts.withheld, counts.refused), (2, 1, 1));
        assert_eq!((counts.pending, counts.issued), (2, 0));
        assert_eq!(service.store.counts().await.unwrap().prepared, 0);
    })
    .await;
}

#[tokio::test]
async fn a_name_that_no_font_draws_is_refused_with_line_column_and_rule_before_anything_is_issued()
{
    in_each_house(async |service| {
        let undrawable = good(2).replace("Maëlle", "小龍");
        let file = [good(1), undrawable];
        let batch = draft(&service, upload(&file)).await.unwrap();
        let rows = rows(&service, batch.id).await;
        assert_eq!((rows[1].line, rows[1].ruling), (3, Ruling::Refused));
        let report: super::KeptReport =
            serde_json::from_slice(rows[1].report.as_deref().unwrap()).unwrap();
        for (language, column) in [
            (Language::French, "Prénom"),
            (Language::English, "First name"),
        ] {
            let reason = &report.reasons(language)[0];
            assert_eq!(reason.rule.as_deref(), Some("undrawable-character"));
            assert_eq!(reason.column.as_deref(), Some(column));
            assert!(reason.sentence.starts_with(column), "{}", reason.sentence);
            assert!(
                reason.sentence.contains("小 (U+5C0F)"),
                "{}",
                reason.sentence
            );
        }
        let mut strict = upload(&file);
        strict.all_or_nothing = true;
        let refused = draft(&service, strict).await;
        assert!(matches!(refused, Err(DraftError::Refused(rows)) if rows.len() == 1));
    })
    .await;
}

#[tokio::test]
async fn a_delivery_on_a_later_day_is_no_fault_of_a_draft() {
    in_each_house(async |service| {
        let mut later = upload(&[good(1)]);
        later.delivery_date = "2026-12-01".parse().ok();
        let batch = draft(&service, later).await.unwrap();
        assert_eq!(counts(&service, batch.id).await.awarded, 1);
        let mut earlier = upload(&[good(1)]);
        // The exam was on 21 May.
        earlier.delivery_date = "2026-05-20".parse().ok();
        let batch = draft(&service, earlier).await.unwrap();
        assert_eq!(counts(&service, batch.id).await.refused, 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_worth_knowing_of_an_award_is_a_row_of_its_own() {
    in_each_house(async |service| {
        let again = good(1)
            .replace("S1;1;", "S2;1;")
            .replace("2026-05-21", "2026-05-28");
        let batch = draft(&service, upload(&[good(1), again])).await.unwrap();
        let rows = rows(&service, batch.id).await;
        let told: Vec<_> = rows.iter().map(|row| (row.line, row.ruling)).collect();
        let expected = [
            (2, Ruling::Awarded),
            (3, Ruling::Awarded),
            (3, Ruling::Warning),
        ];
        assert_eq!(told, expected);
        let counts = counts(&service, batch.id).await;
        assert_eq!((counts.awarded, counts.warnings), (2, 1));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_refused_leaves_nothing() {
    in_each_house(async |service| {
        let mut strict = upload(&[good(1), unreadable(2)]);
        strict.all_or_nothing = true;
        let Err(DraftError::Refused(refused)) = draft(&service, strict).await else {
            panic!("a row can't be read");
        };
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].line, 3);
        let mut picture = upload(&[]);
        picture.bytes = b"\x89PNG\r\n\x1a\n0000".to_vec();
        let refused = draft(&service, picture).await;
        assert!(
            matches!(refused, Err(DraftError::Refused(_))),
            "{refused:?}"
        );
        assert_eq!(service.store.batches(None, 10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_started_batch_ends_when_every_award_is_issued() {
    in_each_house(async |service| {
        let file = [good(1), withheld(2), good(3)];
        let batch = draft(&service, upload(&file)).await.unwrap();
        let first = started(&service, &batch).await;
        assert_eq!(first.state, BatchState::Running);
        assert_eq!(started(&service, &batch).await, first, "the same start");
        issue_all(&service, &first).await;
        assert_eq!(state(&service, batch.id).await, BatchState::Done);
        let now = counts(&service, batch.id).await;
        assert_eq!((now.issued, now.pending, now.failed), (2, 0, 0));
        assert_eq!(started(&service, &batch).await.state, BatchState::Done);
        assert_eq!(service.store.counts().await.unwrap().issued, 2);

        let again = draft(&service, upload(&file)).await.unwrap();
        assert_eq!(counts(&service, again.id).await.already_issued, 2);
        issue_all(&service, &started(&service, &again).await).await;
        assert_eq!(state(&service, again.id).await, BatchState::Done);
        assert_eq!(service.store.counts().await.unwrap().issued, 2);
    })
    .await;
}

#[tokio::test]
async fn a_batch_without_awards_is_done_at_once() {
    in_each_house(async |service| {
        let batch = draft(&service, upload(&[withheld(1)])).await.unwrap();
        issue_all(&service, &started(&service, &batch).await).await;
        assert_eq!(state(&service, batch.id).await, BatchState::Done);
    })
    .await;
}

#[tokio::test]
async fn what_is_cancelled_midway_is_not_issued_and_what_is_issued_stays() {
    in_each_house(async |service| {
        let file: Vec<String> = (1..=34).map(good).collect();
        let batch = draft(&service, upload(&file)).await.unwrap();
        let batch = started(&service, &batch).await;
        let parts = parts(&service, &batch).await;
        assert_eq!(parts.len(), 2);
        // The second part has few rows: it is issued, the first is not.
        let issue = |part| issue_part(&service, &Renderer::Here, part, Attempt::OneOfMany);
        issue(parts[1]).await.unwrap();
        let now = service.clock.now();
        for _ in 0..2 {
            let change = service
                .store
                .cancel_batch(batch.id, "client:centre", now)
                .await;
            assert!(
                matches!(change, Ok(Some(BatchChange::Done(_)))),
                "{change:?}"
            );
        }
        issue(parts[0]).await.unwrap();
        let told = counts(&service, batch.id).await;
        assert_eq!((told.issued, told.cancelled, told.pending), (3, 31, 0));
        assert_eq!(service.store.counts().await.unwrap().issued, 3);
        assert_eq!(state(&service, batch.id).await, BatchState::Cancelled);
        let start = BatchStart {
            operator: "client:centre",
            at: now,
            today: now.date_naive(),
            approved: None,
        };
        let late = service.store.start_batch(batch.id, start).await;
        assert!(
            matches!(late, Ok(Some(BatchChange::TooLate(_)))),
            "{late:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_part_that_breaks_off_and_is_begun_again_gives_each_result_one_certificate() {
    in_each_house(async |service| {
        let file: Vec<String> = (1..=4).map(good).collect();
        let batch = draft(&service, upload(&file)).await.unwrap();
        let batch = started(&service, &batch).await;
        let part = parts(&service, &batch).await[0];
        let mut broken = 0;
        // Dropped at ever later moments, as when a lease is lost.
        for milliseconds in (0..).step_by(150) {
            let attempt = issue_part(&service, &Renderer::Here, part, Attempt::OneOfMany);
            match tokio::time::timeout(Duration::from_millis(milliseconds), attempt).await {
                Err(_) => broken += 1,
                Ok(ended) => {
                    ended.unwrap();
                    break;
                }
            }
        }
        assert!(broken > 0);
        assert_eq!(counts(&service, batch.id).await.issued, 4);
        let all = service.store.counts().await.unwrap();
        assert_eq!((all.issued, all.prepared), (4, 0));
        assert_eq!(state(&service, batch.id).await, BatchState::Done);
    })
    .await;
}

#[tokio::test]
async fn two_workers_on_the_same_part_give_each_result_one_certificate() {
    in_each_house(async |service| {
        let file: Vec<String> = (1..=3).map(good).collect();
        let batch = draft(&service, upload(&file)).await.unwrap();
        let batch = started(&service, &batch).await;
        let part = parts(&service, &batch).await[0];
        let one = issue_part(&service, &Renderer::Here, part, Attempt::OneOfMany);
        let other = issue_part(&service, &Renderer::Here, part, Attempt::OneOfMany);
        let (one, other) = tokio::join!(one, other);
        one.unwrap();
        other.unwrap();
        assert_eq!(counts(&service, batch.id).await.issued, 3);
        let all = service.store.counts().await.unwrap();
        assert_eq!((all.issued, all.prepared), (3, 0));
    })
    .await;
}

#[tokio::test]
async fn the_order_of_the_rows_changes_nothing_for_any_of_them() {
    in_each_house(async |service| {
        let file = vec![good(1), withheld(2), unreadable(3), good(4), good(1)];
        let mut turned = file.clone();
        turned.rotate_left(2);
        turned.reverse();
        let mut outcomes = Vec::new();
        for (number, rows_given) in [&file, &turned].into_iter().enumerate() {
            // Two houses would be cleaner; another session is as good: nobody is known yet.
            let given: Vec<String> = rows_given
                .iter()
                .map(|row| row.replace("S1;", &format!("S{number};")))
                .map(|row| row.replace("2026-05-21", &format!("2026-05-{}", 10 + number * 20)))
                .collect();
            let batch = draft(&service, upload(&given)).await.unwrap();
            issue_all(&service, &started(&service, &batch).await).await;
            let mut told: Vec<_> = rows(&service, batch.id)
                .await
                .into_iter()
                .map(|row| {
                    let place = usize::try_from(row.line).unwrap() - 2;
                    (rows_given[place].clone(), row.ruling, row.state)
                })
                .collect();
            told.sort();
            outcomes.push(told);
        }
        assert_eq!(outcomes[0], outcomes[1]);
        assert_eq!(service.store.counts().await.unwrap().issued, 4);
    })
    .await;
}

#[tokio::test]
async fn who_was_given_a_certificate_for_that_day_since_the_upload_is_refused() {
    in_each_house(async |service| {
        let early = draft(&service, upload(&[good(1), good(2)])).await.unwrap();
        let other = good(1).replace("S1;", "S2;");
        let late = draft(&service, upload(&[other])).await.unwrap();
        issue_all(&service, &started(&service, &late).await).await;
        // The clock stands still here: the other one began a moment before.
        let now = service.clock.now() + TimeDelta::seconds(1);
        let start = BatchStart {
            operator: "client:centre",
            at: now,
            today: now.date_naive(),
            approved: None,
        };
        service.store.start_batch(early.id, start).await.unwrap();
        issue_all(&service, &early).await;
        let told: Vec<_> = rows(&service, early.id).await;
        let states: Vec<_> = told.iter().map(|row| row.state).collect();
        assert_eq!(states, [RowState::Failed, RowState::Issued]);
        let report: super::KeptReport =
            serde_json::from_slice(told[0].report.as_deref().unwrap()).unwrap();
        assert_eq!(report.holder.as_deref(), Some("Kervadec-b Maëlle"));
        assert_eq!(state(&service, early.id).await, BatchState::Done);
    })
    .await;
}

#[tokio::test]
async fn who_ends_a_batch_tells_the_operator_once() {
    in_each_house(async |service| {
        let batch = draft(&service, upload(&[withheld(1), withheld(2)]))
            .await
            .unwrap();
        started(&service, &batch).await;
        let (store, now) = (&service.store, service.clock.now());
        let address = Some("exploitation@sceau.example");
        assert!(store.finish_batch(batch.id, address, now).await.unwrap());
        assert!(!store.finish_batch(batch.id, address, now).await.unwrap());
        let until = now + TimeDelta::minutes(1);
        let leases = store.claim_jobs(Uuid::new_v4(), 100, now, until).await;
        let letters: Vec<Uuid> = leases
            .unwrap()
            .iter()
            .filter_map(|lease| match serde_json::from_slice(&lease.payload) {
                Ok(Job::SendMail { mail }) => Some(mail),
                _ => None,
            })
            .collect();
        assert_eq!(letters.len(), 1);
        let letter = store.unsent_mail(letters[0]).await.unwrap().unwrap();
        assert_eq!(letter.recipient, "exploitation@sceau.example");
        let MailContent::BatchReport {
            issued, withheld, ..
        } = letter.content
        else {
            panic!("{:?}", letter.content)
        };
        assert_eq!((issued, withheld), (0, 2));
    })
    .await;
}

#[tokio::test]
async fn what_a_batch_gave_is_handed_out_as_a_list_and_as_an_archive() {
    in_each_house(async |service| {
        let batch = draft(&service, upload(&[good(1), withheld(2), good(3)]))
            .await
            .unwrap();
        issue_all(&service, &started(&service, &batch).await).await;
        let batch = service.store.find_batch(batch.id).await.unwrap().unwrap();

        let list = whole(issued_csv(Arc::clone(&service), batch.clone())).await;
        let list = String::from_utf8(list).unwrap();
        let mut lines = list.trim_start_matches('\u{feff}').lines();
        assert!(lines.next().unwrap().starts_with("line;last_name;"));
        let lines: Vec<Vec<&str>> = lines.map(|line| line.split(';').collect()).collect();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line[11] == "issued"), "{lines:?}");

        let zip = Box::pin(whole(documents_zip(Arc::clone(&service), batch))).await;
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
        assert_eq!(zip.len(), 2);
        for line in lines {
            let mut pdf = Vec::new();
            let mut file = zip.by_name(line[8]).unwrap();
            std::io::Read::read_to_end(&mut file, &mut pdf).unwrap();
            let digest = <sha2::Sha256 as sha2::Digest>::digest(&pdf);
            assert_eq!(hex::encode(digest), line[9]);
        }
    })
    .await;
}

async fn whole(
    stream: impl futures_util::Stream<Item = Result<Vec<u8>, super::BundleError>>,
) -> Vec<u8> {
    let mut stream = std::pin::pin!(stream);
    let mut all = Vec::new();
    while let Some(bytes) = stream.next().await {
        all.extend(bytes.unwrap());
    }
    all
}

#[tokio::test]
async fn what_the_file_said_of_people_is_forgotten_and_the_certificates_stay() {
    in_each_house(async |service| {
        let done = draft(&service, upload(&[good(1), withheld(2)]))
            .await
            .unwrap();
        issue_all(&service, &started(&service, &done).await).await;
        let left = draft(&service, upload(&[good(3)])).await.unwrap();
        let running = draft(&service, upload(&[good(4)])).await.unwrap();
        started(&service, &running).await;
        let later = service.clock.now() + TimeDelta::days(400);
        let forget = || service.store.forget_batches(later, later);
        assert_eq!(forget().await.unwrap(), 2);
        assert_eq!(forget().await.unwrap(), 0);
        let told: BTreeMap<_, _> = service
            .store
            .batches(None, 10)
            .await
            .unwrap()
            .into_iter()
            .map(|batch| (batch.id, (batch.state, batch.file_name.is_some())))
            .collect();
        assert_eq!(told[&done.id], (BatchState::Done, false));
        assert_eq!(told[&left.id], (BatchState::Cancelled, false));
        assert_eq!(told[&running.id], (BatchState::Running, true));
        for row in rows(&service, done.id).await {
            assert_eq!((row.result, row.report), (None, None));
        }
        let list = whole(issued_csv(Arc::clone(&service), done)).await;
        assert!(String::from_utf8(list).unwrap().contains("Kervadec-b"));
        issue_all(&service, &running).await;
        assert_eq!(state(&service, running.id).await, BatchState::Done);
    })
    .await;
}
