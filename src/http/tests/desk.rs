//! The operators' desk through the whole router: results uploaded, judged, approved by a second
//! person and issued; certificates found, put out of force and back, corrected.

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

#[tokio::test]
async fn certificates_are_found_by_code_and_person_and_nothing_of_it_is_in_an_address() {
    let house = House::open().await;
    let alan = house.hand("alan", &[Role::Auditor]).await;
    let search = "/en/console/certificates";
    assert_sound(&alan.get(search).await);
    let facts: crate::credential::CertificateFacts =
        serde_json::from_slice(&house.certificate.facts).unwrap();
    let code = house.code().to_lowercase();
    let born = facts.holder.birth_date.to_string();
    let name = facts.holder.last_name.to_uppercase();
    for fields in [
        vec![("by", "code"), ("code", code.as_str())],
        vec![
            ("by", "person"),
            ("last_name", name.as_str()),
            ("first_name", facts.holder.first_name.as_str()),
            ("birth_date", born.as_str()),
        ],
    ] {
        let answer = alan.post(search, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        assert_eq!(answer.header("location"), house.page_of_certificate());
    }
    let none = alan
        .post(search, &[("by", "ine"), ("ine", "123456789AA")])
        .await;
    assert!(none.text().contains("No issued certificate answers"));
    let wrong = alan.post(search, &[("by", "code"), ("code", "7K2M")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_sound(&wrong);
    assert!(wrong.text().contains("value=\"7K2M\""));
    let forged = alan
        .post_bare(search, &[("by", "code"), ("code", &code)])
        .await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_certificate_s_page_hides_the_code_until_somebody_asks_for_it_on_record() {
    let house = House::open().await;
    let alan = house.hand("alan", &[Role::Auditor]).await;
    let path = house.page_of_certificate();
    let page = alan.get(&path).await;
    assert_sound(&page);
    assert_sound(&alan.get(&path.replace("/en/", "/fr/")).await);
    let text = page.text();
    assert!(!text.contains(&house.code()));
    assert!(text.contains("Certificate issued"));
    assert!(!text.contains("/revoke\""), "an auditor changes nothing");
    let forged = alan.post_bare(&format!("{path}/code"), &[]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let shown = alan.post(&format!("{path}/code"), &[]).await.text();
    assert!(shown.contains(&house.code()));
    assert!(shown.contains("Code shown"));
    let document = alan.get(&format!("{path}/document.pdf")).await;
    assert_eq!(document.body, house.document);
}

#[tokio::test]
async fn a_revocation_shows_what_the_public_will_read_and_takes_the_end_of_the_code() {
    let house = House::open().await;
    let rosa = house.hand("rosa", &[Role::Revoker]).await;
    let path = format!("{}/revoke", house.page_of_certificate());
    assert_sound(&rosa.get(&path).await);
    let last = house.last_two();
    let fields = [
        ("reason", "fraud"),
        ("note", "File 12"),
        ("last_two", last.as_str()),
    ];
    let preview = rosa
        .post(&path, &[&fields[..2], &[("preview", "1")]].concat())
        .await;
    assert_eq!(preview.status, StatusCode::OK);
    let foreseen = preview.text();
    let wrong = rosa
        .post(&path, &[&fields[..2], &[("last_two", "--")]].concat())
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("File 12"), "what was typed stays");
    let forged = rosa.post_bare(&path, &fields).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let ada = house.hand("ada", &[Role::Issuer, Role::Auditor]).await;
    assert_eq!(ada.post(&path, &fields).await.status, StatusCode::FORBIDDEN);
    let still = house
        .form("/en/verify", format!("code={}", house.code()))
        .await;
    assert!(still.text().contains("<h1>Authentic certificate</h1>"));

    let done = rosa.post(&path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let public = house
        .form("/en/verify", format!("code={}", house.code()))
        .await;
    let public = public.text();
    assert!(public.contains("<h1>Revoked certificate</h1>"), "{public}");
    // The reason with its date, to the letter.
    let (_, reason) = public.split_once("<p><strong>").unwrap();
    let reason = reason.split("</strong>").next().unwrap();
    assert!(foreseen.contains(reason), "{reason}");
    assert!(!public.contains("File 12"));
    let page = rosa.get(&house.page_of_certificate()).await.text();
    assert!(page.contains("File 12"));
    let again = rosa.post(&path, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text().contains("The certificate is revoked"),
        "{}",
        again.text()
    );
}

#[tokio::test]
async fn a_suspension_ends_when_it_is_reinstated() {
    let house = House::open().await;
    let rosa = house.hand("rosa", &[Role::Revoker]).await;
    let path = house.page_of_certificate();
    let last = house.last_two();
    let fields = [("reason", "under-inquiry"), ("last_two", last.as_str())];
    for (act, now) in [
        ("suspend", "Suspended certificate"),
        ("reinstate", "Authentic certificate"),
    ] {
        let page = rosa.get(&format!("{path}/{act}")).await;
        assert_sound(&page);
        assert!(page.text().contains(now), "{}", page.text());
        let done = rosa.post(&format!("{path}/{act}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let public = house
            .form("/en/verify", format!("code={}", house.code()))
            .await;
        assert!(public.text().contains(&format!("<h1>{now}</h1>")));
    }
    assert_eq!(
        rosa.get(&format!("{path}/destroy")).await.status,
        StatusCode::NOT_FOUND
    );
}

/// Every field of the form on a page.
fn fields(page: &str) -> Vec<(String, String)> {
    let inputs = page.split("<input ").skip(1);
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    inputs
        .filter_map(|tag| {
            let tag = tag.split('>').next()?;
            Some((
                attribute(tag, "name")?,
                attribute(tag, "value").unwrap_or_default(),
            ))
        })
        .filter(|(name, _)| name != "csrf")
        .collect()
}

#[tokio::test]
async fn a_correction_shows_what_changes_and_replaces_the_certificate() {
    let house = House::open().await;
    let rosa = house.hand("rosa", &[Role::Revoker]).await;
    let path = format!("{}/supersede", house.page_of_certificate());
    let form = rosa.get(&path).await;
    assert_sound(&form);
    let mut typed = fields(&form.text());
    // No batch issued it: what the certificate does not say has to be given.
    for (name, value) in [("session", "S-1"), ("answered", "32"), ("end", "terminé")] {
        typed.iter_mut().find(|(known, _)| known == name).unwrap().1 = value.to_owned();
    }
    let post = async |path: &str, typed: &[(String, String)], more: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = typed
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        rosa.post(path, &[&all, more].concat()).await
    };
    let check = format!("{path}/check");
    let same = post(&check, &typed, &[]).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        same.text().contains("Nothing is corrected"),
        "{}",
        same.text()
    );

    let name = typed
        .iter_mut()
        .find(|(name, _)| name == "last-name")
        .unwrap();
    name.1 = "李".into();
    let undrawable = post(&check, &typed, &[]).await;
    assert_eq!(undrawable.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(undrawable.text().contains("<a href=\"#last-name\">"));
    assert_sound(&undrawable);
    let name = typed
        .iter_mut()
        .find(|(name, _)| name == "last-name")
        .unwrap();
    name.1 = "Corrigée".into();
    let shown = post(&check, &typed, &[]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert_sound(&shown);
    let text = shown.text();
    assert!(text.contains("<ins>Corrigée</ins>"), "{text}");
    assert!(text.contains("Replaced certificate"), "{text}");
    let typed = fields(&text);
    let again = post(&check, &typed, &[("edit", "1")]).await;
    assert!(again.text().contains("value=\"Corrigée\""));
    let wrong = post(&path, &typed, &[("last_two", "!!")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);

    let last = house.last_two();
    let typed: Vec<_> = typed
        .into_iter()
        .filter(|(name, _)| name != "last_two")
        .collect();
    let done = post(&path, &typed, &[("last_two", &last), ("note", "By phone")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let new = done.header("location").to_owned();
    assert_ne!(new, house.page_of_certificate());
    assert!(rosa.get(&new).await.text().contains("Corrigée"));
    let old = rosa.get(&house.page_of_certificate()).await.text();
    assert!(
        old.contains("Replaced certificate") && old.contains("By phone"),
        "{old}"
    );
    let public = house
        .form("/en/verify", format!("code={}", house.code()))
        .await
        .text();
    assert!(public.contains("<h1>Replaced certificate</h1>"), "{public}");
    assert!(!public.contains("Corrigée"));
}

#[tokio::test]
async fn a_renewed_link_closes_the_old_one_and_is_sent_to_the_address_given() {
    let house = House::open_with(|config| {
        config.mail.host = Some("127.0.0.1".into());
        config.mail.from = Some("sceau@sceau.example".into());
    })
    .await;
    let rosa = house.hand("rosa", &[Role::Revoker]).await;
    let path = format!("{}/link", house.page_of_certificate());
    assert_sound(&rosa.get(&path).await);
    let last = house.last_two();
    let wrong = [("address", "nobody"), ("last_two", last.as_str())];
    let wrong = rosa.post(&path, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("value=\"nobody\""));
    let before = format!("token={}", house.token());
    let right = [
        ("address", "ada@sceau.example"),
        ("last_two", last.as_str()),
    ];
    let done = rosa.post(&path, &right).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(
        house.form("/en/c", before).await.status,
        StatusCode::NOT_FOUND
    );
    let counts = house.service.store.job_counts().await.unwrap();
    assert!(
        counts.iter().any(|count| count.kind == "send_mail"),
        "{counts:?}"
    );
}

#[tokio::test]
async fn the_candidates_of_a_batch_whose_addresses_are_known_are_sent_their_links_again() {
    let house = House::open_with(|config| {
        config.mail.host = Some("127.0.0.1".into());
        config.mail.from = Some("sceau@sceau.example".into());
    })
    .await;
    let ada = house.hand("ada", &[Role::Issuer]).await;
    let file = session(&[2, 3]);
    let mut lines = file.lines();
    let (header, one, two) = (lines.next(), lines.next(), lines.next());
    let file = [
        format!("{};E-mail du candidat", header.unwrap()),
        format!("{};noe@sceau.example", one.unwrap()),
        format!("{};", two.unwrap()),
    ];
    let batch = ada.upload(&file.join("\n")).await;
    let count = due(&ada.get(&batch).await);
    let approve = format!("{batch}/approve");
    let started = ada.post(&approve, &[("count", &count)]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER);
    house.work_off(&ada, &batch).await;
    let summary = ada.get(&batch).await;
    assert!(
        summary.text().contains("one candidate’s address"),
        "{}",
        summary.text()
    );
    let letters = format!("{batch}/letters");
    assert_sound(&ada.get(&letters).await);
    let written = async || {
        let counts = house.service.store.job_counts().await.unwrap();
        let letters = counts.iter().filter(|count| count.kind == "send_mail");
        letters.map(|count| count.count).sum::<u64>()
    };
    let before = written().await;
    let sent = ada.post(&letters, &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert_eq!(written().await, before + 1);
    let forged = ada.post_bare(&letters, &[]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_page_of_an_act_says_whether_the_holder_is_told_and_the_letter_is_written_with_it() {
    for (told, said) in [
        (true, "A letter will tell the holder"),
        (false, "this service writes none"),
    ] {
        let house = House::open_with(|config| {
            config.mail.host = Some("127.0.0.1".into());
            config.mail.from = Some("sceau@sceau.example".into());
            config.mail.changes = told;
        })
        .await;
        let ada = house.hand("ada", &[Role::Issuer, Role::Revoker]).await;
        let file = session(&[2]);
        let (header, row) = file.split_once('\n').unwrap();
        let file = format!("{header};E-mail du candidat\n{row};noe@sceau.example");
        let batch = ada.upload(&file).await;
        let count = due(&ada.get(&batch).await);
        ada.post(&format!("{batch}/approve"), &[("count", &count)])
            .await;
        house.work_off(&ada, &batch).await;
        let summary = ada.get(&batch).await.text();
        assert!(summary.contains("Sealed and archived"), "{summary}");
        assert!(summary.contains("1 of 1"), "{summary}");
        let issued = ada.get(&format!("{batch}/rows/issued")).await.text();
        let (_, rest) = issued.split_once("/en/console/certificates/").unwrap();
        let id = rest.split('"').next().unwrap();
        let path = format!("/en/console/certificates/{id}/suspend");
        let ask = ada.get(&path).await;
        assert_sound(&ask);
        assert!(ask.text().contains(said), "{}", ask.text());
        // Nobody knows the address of whom no batch named.
        let other = ada
            .get(&format!("{}/suspend", house.page_of_certificate()))
            .await;
        let unknown = other.text().contains("the address is not known");
        assert_eq!(unknown, told, "{}", other.text());

        let letters = async || {
            let counts = house.service.store.job_counts().await.unwrap();
            let letters = counts.iter().filter(|count| count.kind == "send_mail");
            letters.map(|count| count.count).sum::<u64>()
        };
        let before = letters().await;
        let found = house.service.store.find(id.parse().unwrap()).await;
        let code = found.unwrap().unwrap().code;
        let last = &code.as_str()[12..];
        let fields = [("reason", "under-inquiry"), ("last_two", last)];
        let done = ada.post(&path, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert_eq!(letters().await, before + u64::from(told));
        // What is refused tells nobody.
        ada.post(&path, &fields).await;
        assert_eq!(letters().await, before + u64::from(told));
    }
}
