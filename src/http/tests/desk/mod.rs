//! The operators' desk through the whole router: results uploaded, judged, approved by a second
//! person and issued.

mod certificates;

use std::time::Duration;

use tokio::sync::{oneshot, watch};

use super::accounts::form_token;
use super::*;
use crate::accounts::Role;
use crate::config::Approvals;
use crate::jobs::Worker;

/// Somebody signed in.
pub(super) struct Hand<'a> {
    house: &'a House,
    cookie: String,
    csrf: String,
    operator: String,
}

impl House {
    pub(super) async fn hand(&self, login: &'static str, roles: &[Role]) -> Hand<'_> {
        let person = self.person(login, roles).await;
        let cookie = self.signed_in(&person).await;
        let home = self.page("/en/console", &cookie).await;
        Hand {
            house: self,
            csrf: form_token(&home),
            operator: person.account.operator(),
            cookie,
        }
    }

    async fn two_people() -> Self {
        Self::open_with(|config| config.batches.approvals = Approvals::TwoPeople).await
    }

    /// Does the jobs that wait until the batch has come to its end.
    async fn work_off(&self, hand: &Hand<'_>, batch: &str) {
        let (_sender, services) = watch::channel(Arc::clone(&self.service));
        let (stop, stopped) = oneshot::channel::<()>();
        let worker = Worker::new(services);
        let working = worker.run(async {
            let _ = stopped.await;
        });
        let waiting = async {
            for _ in 0..240 {
                let progress = hand.get(&format!("{batch}/progress")).await.json();
                if progress["ended"] == true {
                    stop.send(()).unwrap();
                    return;
                }
                tokio::time::sleep(Duration::from_millis(250)).await;
            }
            panic!("the batch never ends");
        };
        tokio::join!(working, waiting);
    }

    fn last_two(&self) -> String {
        self.certificate.code.as_str()[12..].to_owned()
    }

    fn page_of_certificate(&self) -> String {
        format!("/en/console/certificates/{}", self.certificate.id)
    }
}

impl Hand<'_> {
    pub(super) async fn get(&self, path: &str) -> Answer {
        self.house.page(path, &self.cookie).await
    }

    /// Posts fields with the session's form token.
    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        self.post_bare(path, &all).await
    }

    async fn post_bare(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        self.house.post_as(path, &self.cookie, body.join("&")).await
    }

    async fn upload_with(&self, csrf: &str, file: &str) -> Answer {
        let part = |name: &str, more: &str, value: &str| {
            format!(
                "--x\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n"
            )
        };
        let body = [
            part("csrf", "", csrf),
            part("language", "", "fr"),
            part("file", "; filename=\"session.csv\"", file),
            "--x--\r\n".to_owned(),
        ];
        let request = Request::post("/en/console/batches/new")
            .header("accept", "text/html")
            .header("cookie", &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=x");
        let request = request.body(Body::from(body.concat())).unwrap();
        self.house.ask(request).await
    }

    /// Uploads a file that makes a draft; gives the address of its page.
    async fn upload(&self, file: &str) -> String {
        let answer = self.upload_with(&self.csrf, file).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.header("location").to_owned()
    }
}

pub(super) fn encoded(value: &str) -> String {
    let bytes: Vec<String> = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
    bytes.concat()
}

/// The header and some lines of the example session, whose first is certified already.
fn session(lines: &[usize]) -> String {
    let all: Vec<&str> = SESSION.lines().collect();
    let lines = lines.iter().map(|line| all[*line]);
    let file: Vec<&str> = std::iter::once(all[0]).chain(lines).collect();
    file.join("\n")
}

/// Two certificates, and a name that no font draws.
fn good_and_bad() -> String {
    let file = session(&[2, 3, 4]);
    let first = file.lines().nth(1).unwrap();
    let name = first.split(';').nth(2).unwrap();
    let bad = first.replacen(name, "李", 1).replacen("T-", "X-", 1);
    let number = bad.split(';').nth(1).unwrap().to_owned();
    format!("{file}\n{}\n", bad.replacen(&number, "999999", 1))
}

fn number(page: &Answer, after: &str) -> u64 {
    let text = page.text();
    let (_, rest) = text
        .split_once(after)
        .unwrap_or_else(|| panic!("no {after}: {text}"));
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

fn due(page: &Answer) -> String {
    number(page, "<h1>Dry run: ").to_string()
}

/// A page of ours: in both languages, small, without anything inline.
fn assert_sound(page: &Answer) {
    let text = page.text();
    assert!(
        !text.contains("[console-") && !text.contains("[pages-"),
        "{text}"
    );
    assert!(
        !text.contains("style=") && !text.contains("<style"),
        "{text}"
    );
    let inline = text.matches("<script").count() - text.matches("<script src=\"/assets/").count();
    assert_eq!(inline, 0, "{text}");
    assert!(text.len() < 60_000, "{}", text.len());
}

#[tokio::test]
async fn results_are_uploaded_by_one_person_approved_by_another_issued_and_taken_away() {
    let house = House::two_people().await;
    let ada = house.hand("ada", &[Role::Issuer]).await;
    let grace = house.hand("grace", &[Role::Issuer]).await;
    let batch = ada.upload(&good_and_bad()).await;

    let report = ada.get(&batch).await;
    assert_eq!(report.status, StatusCode::OK);
    assert_sound(&report);
    assert_sound(&ada.get(&batch.replace("/en/", "/fr/")).await);
    let text = report.text();
    assert!(
        text.contains("Somebody else has to approve this batch"),
        "{text}"
    );
    assert!(!text.contains("/approve\""), "nothing to press");
    // Errors come first, with line, column, value and what to do.
    let wrong = text.find("Last name").unwrap();
    assert!(wrong < text.find("id=\"decide\"").unwrap());
    assert!(text.contains("李 (U+674E)"), "{text}");
    let count = due(&report);
    assert_ne!(count, "0");

    let list = ada.get(&format!("{batch}/errors.csv")).await;
    assert_eq!(list.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(list.text().lines().count(), 2, "{}", list.text());
    let rows = ada.get(&format!("{batch}/rows/awarded")).await;
    assert_sound(&rows);
    let text = rows.text();
    let (_, specimen) = text.split_once("/specimen/").unwrap();
    let position = specimen.split('"').next().unwrap();
    let specimen = ada.get(&format!("{batch}/specimen/{position}")).await;
    assert_eq!(specimen.header("content-type"), "application/pdf");
    assert!(specimen.body.starts_with(b"%PDF-"));

    let approved = grace
        .post(
            &format!("{batch}/approve"),
            &[("count", &count), ("read", "yes")],
        )
        .await;
    assert_eq!(
        approved.status,
        StatusCode::SEE_OTHER,
        "{}",
        approved.text()
    );
    let running = grace.get(&batch).await;
    assert_sound(&running);
    let policy = running.header("content-security-policy");
    assert!(policy.ends_with("connect-src 'self'"), "{policy}");
    house.work_off(&grace, &batch).await;

    let summary = grace.get(&batch).await;
    assert_sound(&summary);
    assert_eq!(number(&summary, "<h1>").to_string(), count);
    assert!(summary.text().contains("Approved by Solveig Mbarga"));
    let zip = grace.get(&format!("{batch}/documents.zip")).await;
    let zip = zip::ZipArchive::new(std::io::Cursor::new(zip.body)).unwrap();
    assert_eq!(zip.len().to_string(), count);
    let issued = grace.get(&format!("{batch}/issued.csv")).await.text();
    assert_eq!((issued.lines().count() - 1).to_string(), count);
    assert_sound(&grace.get(&format!("{batch}/rows/issued")).await);
    let list = grace.get("/fr/console/batches").await;
    assert_sound(&list);
    assert!(list.text().contains("Délivrance terminée"));
}

#[tokio::test]
async fn whoever_uploaded_can_not_approve_and_the_number_has_to_be_right() {
    let house = House::two_people().await;
    let ada = house.hand("ada", &[Role::Issuer]).await;
    let grace = house.hand("grace", &[Role::Issuer]).await;
    let batch = ada.upload(&good_and_bad()).await;
    let count = due(&ada.get(&batch).await);
    let approve = format!("{batch}/approve");
    let right = [("count", count.as_str()), ("read", "yes")];

    let own = ada.post(&approve, &right).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(
        own.text().contains("a second person has to"),
        "{}",
        own.text()
    );
    let wrong = grace
        .post(&approve, &[("count", "7"), ("read", "yes")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = wrong.text();
    assert!(text.contains("<title>Error: Dry run"), "{text}");
    assert!(text.contains("value=\"7\"") && text.contains("<a href=\"#count\">"));
    let unread = grace.post(&approve, &right[..1]).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.text().contains("<a href=\"#read\">"));
    let forged = grace.post_bare(&approve, &right).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let forged = grace.upload_with("", SESSION).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);

    let auditor = house.hand("alan", &[Role::Auditor]).await;
    assert_eq!(auditor.get(&batch).await.status, StatusCode::OK);
    for answer in [
        auditor.post(&approve, &right).await,
        auditor.upload_with(&auditor.csrf, SESSION).await,
        auditor.post(&format!("{batch}/cancel"), &[]).await,
        auditor.get(&format!("{batch}/issued.csv")).await,
    ] {
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let revoker = house.hand("rosa", &[Role::Revoker]).await;
    assert_eq!(revoker.get(&batch).await.status, StatusCode::FORBIDDEN);
    let id = batch.rsplit('/').next().unwrap().parse().unwrap();
    let kept = house.service.store.find_batch(crate::store::BatchId(id));
    let kept = kept.await.unwrap().unwrap();
    assert_eq!(kept.state, crate::store::BatchState::Draft);
    assert_eq!(kept.created_by, ada.operator);

    // A program is no person, whoever's it is.
    let key = house.key("rectorat", "batches:read batches:write").await;
    let start = format!("/api/v1/batches/{id}/start");
    let program = house.post_with(&key, &start, Value::Null).await;
    assert_eq!(program.status, StatusCode::CONFLICT);
    assert_eq!(program.json()["errors"][0]["rule"], "batch-not-approved");
}

#[tokio::test]
async fn what_is_sent_back_tells_the_uploader_why_and_is_never_issued() {
    let house = House::two_people().await;
    let ada = house.hand("ada", &[Role::Issuer]).await;
    let grace = house.hand("grace", &[Role::Issuer]).await;
    let batch = ada.upload(&session(&[2])).await;
    let refuse = format!("{batch}/refuse");
    assert_eq!(ada.get(&refuse).await.status, StatusCode::CONFLICT);
    assert_sound(&grace.get(&refuse).await);
    let silent = grace.post(&refuse, &[("reason", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_sound(&silent);
    let answer = grace
        .post(&refuse, &[("reason", "The wrong <session>")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = ada.get(&batch).await;
    assert_sound(&page);
    let text = page.text();
    assert!(text.contains("The wrong &#60;session&#62;"), "{text}");
    assert!(text.contains("Upload a corrected file"));
    let count = [("count", "1"), ("read", "yes")];
    let late = grace.post(&format!("{batch}/approve"), &count).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn alone_one_approves_one_s_own_and_can_give_it_up() {
    let house = House::open().await;
    let ada = house.hand("ada", &[Role::Issuer]).await;
    let batch = ada.upload(&session(&[2])).await;
    assert_sound(&ada.get(&format!("{batch}/cancel")).await);
    let answer = ada.post(&format!("{batch}/cancel"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(ada.get(&batch).await.text().contains("Given up"));
    let batch = ada.upload(&session(&[2])).await;
    let count = due(&ada.get(&batch).await);
    let answer = ada
        .post(&format!("{batch}/approve"), &[("count", &count)])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_file_that_can_not_be_used_says_why_and_leaves_nothing() {
    let house = House::open().await;
    let ada = house.hand("ada", &[Role::Issuer]).await;
    assert_sound(&ada.get("/fr/console/batches/new").await);
    let picture = ada.upload_with(&ada.csrf, "\u{89}PNG").await;
    assert_eq!(picture.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_sound(&picture);
    assert!(picture.text().contains("<a href=\"#file\">"));
    let nothing = ada.upload_with(&ada.csrf, "").await;
    assert!(nothing.text().contains("Choose a file of results"));
    let found = house.service.store.older_batches(None, 9).await.unwrap();
    assert_eq!(found, []);
}
