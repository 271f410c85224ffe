//! What an organisation's people do on its pages, and what they never see of others.

use std::fmt::Write as _;
use std::time::Duration;

use tokio::sync::{oneshot, watch};

use super::accounts::form_token;
use super::*;
use crate::accounts::Role;
use crate::jobs::Worker;

const ALL: &str = "verifications:batch webhooks";

/// Somebody signed in for an organisation.
struct Member {
    cookie: String,
    csrf: String,
}

impl House {
    async fn signed_in_for(&self, login: &'static str, client: &str, scopes: &str) -> Member {
        self.key(client, scopes).await;
        let name = client.parse().unwrap();
        let found = self.service.store.find_client_named(&name).await.unwrap();
        let organisation = Some(found.unwrap().id);
        let person = self.member(login, &[Role::Member], organisation).await;
        let cookie = self.signed_in(&person).await;
        let csrf = form_token(&self.page("/en/organisation", &cookie).await);
        Member { cookie, csrf }
    }

    async fn send_file(&self, member: &Member, csrf: &str, bytes: &[u8]) -> Answer {
        let part = |name: &str| format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"");
        let mut body = format!("{}\r\n\r\n{csrf}\r\n", part("csrf")).into_bytes();
        let file = format!("{}; filename=\"promo.csv\"\r\n\r\n", part("file"));
        body.extend(file.as_bytes());
        body.extend(bytes);
        body.extend(b"\r\n--x--\r\n");
        let request = Request::post("/en/organisation/files")
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=x")
            .header("cookie", &member.cookie);
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a file that is accepted: where it is shown.
    async fn sent_file(&self, member: &Member, bytes: &[u8]) -> String {
        let answer = self.send_file(member, &member.csrf, bytes).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.header("location").to_owned()
    }

    async fn post_for(&self, member: &Member, path: &str, fields: &str) -> Answer {
        let body = format!("csrf={}&{fields}", member.csrf);
        self.post_as(path, &member.cookie, body).await
    }

    /// Has a worker do what is queued until the page has these words.
    async fn until_shown(&self, member: &Member, path: &str, words: &str) -> Answer {
        let (_sender, services) = watch::channel(Arc::clone(&self.service));
        let worker = Worker::new(services);
        let (stop, stopped) = oneshot::channel::<()>();
        let work = worker.run(async {
            let _ = stopped.await;
        });
        let look = async {
            for _ in 0..200 {
                let page = self.page(path, &member.cookie).await;
                if page.text().contains(words) {
                    stop.send(()).unwrap();
                    return page;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            panic!("`{words}` is never shown");
        };
        futures_util::future::join(work, look).await.1
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_sent_understood_mended_verified_filtered_and_fetched() {
    let house = House::open().await;
    let member = house.signed_in_for("odile", "valmont", ALL).await;
    let file = format!(
        "Dossier;Clef;Nom de famille\n1;{code};Moreau\n2;{code};Autre\n3;XYZ;=1+1\n",
        code = house.code()
    );
    let place = house.sent_file(&member, file.as_bytes()).await;
    let page = house.page(&place, &member.cookie).await.text();
    for words in [
        "promo.csv",
        "3 rows",
        "separator “;”",
        "Clef",
        &house.code(),
        "Choose the column that holds the verification code",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("role=\"alert\""), "{page}");
    let list = house.page("/en/organisation", &member.cookie).await.text();
    assert!(list.contains("promo.csv") && list.contains("To be completed"));

    let start = format!("{place}/start");
    for (fields, message) in [
        ("column_3=last_name", "Choose the column"),
        ("column_1=code&column_2=code", "Two columns hold"),
        ("column_2=code&requirement=hello", "has no ≥"),
    ] {
        let refused = house.post_for(&member, &start, fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        let text = refused.text();
        assert!(text.contains(message), "{fields}: {text}");
        assert!(text.contains("<title>Error: ") && text.contains("aria-invalid"));
    }
    let fields = "column_1=&column_2=code&column_3=last_name&requirement=score+%3E%3D+1";
    let started = house.post_for(&member, &start, fields).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text());
    let running = house.page(&place, &member.cookie).await;
    // Its script asks how far it is.
    let policy = running.header("content-security-policy").to_owned();
    assert!(policy.ends_with("connect-src 'self'"), "{policy}");
    let running = running.text();
    assert!(running.contains("Verification under way"), "{running}");
    assert!(running.contains("max=\"3\"") && running.contains("Refresh"));
    let progress = house
        .page(&format!("{place}/progress"), &member.cookie)
        .await;
    assert_eq!(progress.json()["finished"], false);

    let page = house
        .until_shown(&member, &place, "2 rows to look at")
        .await
        .text();
    for words in [
        "Another name",
        "Invalid input",
        "Requirement met: 1",
        "Autre",
        ">XYZ<",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(">Moreau<"), "{page}");
    let good = house
        .page(&format!("{place}?outcome=authentic"), &member.cookie)
        .await
        .text();
    assert!(good.contains(">Moreau<") && !good.contains(">Autre<"));
    let csv = house
        .page(&format!("{place}/answers/csv"), &member.cookie)
        .await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.text().contains("sceau_outcome") && csv.text().contains("'=1+1"));
    let xlsx = house
        .page(&format!("{place}/answers/xlsx"), &member.cookie)
        .await;
    assert!(xlsx.body.starts_with(b"PK"));
    assert_eq!(xlsx.header("cache-control"), "no-store");
    let progress = house
        .page(&format!("{place}/progress"), &member.cookie)
        .await;
    assert_eq!(progress.json()["finished"], true);
    let ods = house
        .page(&format!("{place}/answers/ods"), &member.cookie)
        .await;
    assert_eq!(&ods.body[30..38], b"mimetype");
    let usage = house
        .page("/en/organisation/usage", &member.cookie)
        .await
        .text();
    assert!(usage.contains("Certificates checked: 1"), "{usage}");

    let deleted = house
        .post_for(&member, &format!("{place}/delete"), "")
        .await;
    assert_eq!(deleted.status, StatusCode::SEE_OTHER);
    let gone = house.page(&place, &member.cookie).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_searched_by_what_is_posted_and_fetched_alone() {
    let house = House::open().await;
    let member = house.signed_in_for("odile", "valmont", ALL).await;
    // Both columns are called the same: the second one counts.
    let mut file = String::from("Nom;Nom;Clef;Note\n");
    for number in 1..=30 {
        writeln!(file, "N-{number:03};Autre;{};=1+{number}", house.code()).unwrap();
    }
    writeln!(file, "N-031;Moreau;{};@SUM(A1)", house.code()).unwrap();
    let place = house.sent_file(&member, file.as_bytes()).await;
    let page = house.page(&place, &member.cookie).await.text();
    for words in [
        "Same header as: B",
        "Same header as: A",
        "<li>N-001</li><li>N-002</li>",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let fields = "column_2=last_name&column_3=code";
    house
        .post_for(&member, &format!("{place}/start"), fields)
        .await;
    house
        .until_shown(&member, &place, "30 rows to look at")
        .await;

    let rows = format!("{place}/rows");
    for (fields, shown, hidden) in [
        ("search=moreau&outcome=all", "N-031", "N-001"),
        ("search=31&outcome=all", "N-031", "N-001"),
        ("search=n-007&outcome=name_differs", "N-007", "N-031"),
        ("search=autre&outcome=all&page=2", "N-026", "N-025"),
        // Beyond the last page stands the last page.
        ("search=autre&outcome=all&page=9", "N-030", "N-001"),
    ] {
        let page = house.post_for(&member, &rows, fields).await.text();
        let has = |name: &str| page.contains(&format!(">{name}<"));
        assert!(has(shown) && !has(hidden), "{fields}: {page}");
    }
    let page = house
        .post_for(&member, &rows, "search=moreau&outcome=name_differs")
        .await;
    assert!(page.text().contains("No row has this text"));
    assert!(page.text().contains("All rows <span class=\"n\">1</span>"));
    // What is looked for comes by no address, and back only to whoever has the session.
    let address = format!("{place}?search=moreau&outcome=all");
    let page = house.page(&address, &member.cookie).await.text();
    assert!(!page.contains("value=\"moreau\""), "{page}");
    let forged = "csrf=forged&search=moreau".to_owned();
    let forged = house.post_as(&rows, &member.cookie, forged).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);

    for form in ["csv", "xlsx", "ods"] {
        let path = format!("{place}/answers/{form}");
        let some = house
            .post_for(&member, &path, "search=moreau&outcome=all")
            .await;
        assert_eq!(some.status, StatusCode::OK, "{form}");
        assert!(
            some.header("content-disposition")
                .ends_with(&format!(".{form}"))
        );
        let bytes = std::io::Cursor::new(some.body);
        let mut read = crate::results::TableReader::open(bytes).unwrap();
        assert_eq!(read.headers[..2], ["Nom", "Nom"]);
        let row = read.next_row().unwrap().unwrap();
        let note = if form == "csv" {
            "'@SUM(A1)"
        } else {
            "@SUM(A1)"
        };
        assert_eq!(
            (row[0].as_str(), row[3].as_str()),
            ("N-031", note),
            "{form}"
        );
        assert!(read.next_row().unwrap().is_none());
    }
}

#[tokio::test]
async fn a_wrong_file_is_named_before_anything_is_verified_and_leaves_nothing() {
    let house = House::open_with(|config| config.verification.batch_bytes = 1 << 20).await;
    let member = house.signed_in_for("odile", "valmont", ALL).await;
    let large = vec![b'a'; (1 << 20) + 1];
    for (bytes, status, words) in [
        (
            large.as_slice(),
            StatusCode::PAYLOAD_TOO_LARGE,
            "more than 1 MB",
        ),
        (
            b"".as_slice(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "Choose a file",
        ),
        (
            b"%PDF-1.7 \x00\x01\xff".as_slice(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "not accepted",
        ),
        (
            b"PK\x03\x04rubbish".as_slice(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "not accepted",
        ),
    ] {
        let answer = house.send_file(&member, &member.csrf, bytes).await;
        assert_eq!(answer.status, status, "{words}");
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
        assert!(answer.text().contains("No file for now"), "{words}");
    }
    let forged = house.send_file(&member, "forged", b"Code\nX\n").await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let list = house.page("/en/organisation", &member.cookie).await.text();
    assert!(list.contains("No file for now"));
}

#[tokio::test]
async fn another_organisations_files_keys_and_webhooks_do_not_exist() {
    let house = House::open_with(|config| config.partners.loopback_webhooks = true).await;
    let owner = house.signed_in_for("odile", "valmont", ALL).await;
    let other = house.signed_in_for("remi", "autre", ALL).await;
    let place = house.sent_file(&owner, b"Code\nX\n").await;
    let url = "url=http%3A%2F%2F127.0.0.1%3A9%2Fhook";
    let added = house
        .post_for(&owner, "/en/organisation/webhooks", url)
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let made = house
        .post_for(&owner, "/en/organisation/keys", "until=90")
        .await;
    let text = made.text();
    let (_, rest) = text.split_once("value=\"sceau_").unwrap();
    let key = rest.split('_').next().unwrap().to_owned();
    let hooks = house
        .page("/en/organisation/webhooks", &owner.cookie)
        .await
        .text();
    let (_, rest) = hooks.split_once("/en/organisation/webhooks/").unwrap();
    let hook = rest.split('/').next().unwrap().to_owned();
    for path in [
        place.clone(),
        format!("{place}/progress"),
        format!("{place}/answers/csv"),
        format!("{place}/rows"),
        format!("/en/organisation/keys/{key}/withdraw"),
        format!("/en/organisation/webhooks/{hook}/withdraw"),
        "/en/organisation/files/nothing".to_owned(),
    ] {
        let answer = house.page(&path, &other.cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [
        format!("{place}/start"),
        format!("{place}/rows"),
        format!("{place}/answers/ods"),
        format!("{place}/delete"),
        format!("/en/organisation/keys/{key}/withdraw"),
        format!("/en/organisation/webhooks/{hook}/withdraw"),
        format!("/en/organisation/webhooks/{hook}/test"),
    ] {
        let answer = house.post_for(&other, &path, "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let body = "csrf=forged".to_owned();
        let forged = house.post_as(&path, &owner.cookie, body).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(
        house.page(&place, &owner.cookie).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_key_is_shown_once_works_and_is_withdrawn() {
    let house = House::open().await;
    let member = house.signed_in_for("odile", "valmont", ALL).await;
    let bad = house
        .post_for(&member, "/en/organisation/keys", "until=7")
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = house
        .post_for(&member, "/en/organisation/keys", "until=90")
        .await
        .text();
    let (_, rest) = made.split_once("value=\"sceau_").unwrap();
    let key = format!("sceau_{}", rest.split('"').next().unwrap());
    let id = key.split('_').nth(1).unwrap().to_owned();
    let list = house
        .page("/en/organisation/keys", &member.cookie)
        .await
        .text();
    assert!(list.contains(&id) && !list.contains(&key));
    let works = house.get_with(&key, "/api/v1/webhooks").await;
    assert_eq!(works.status, StatusCode::OK);
    let withdraw = format!("/en/organisation/keys/{id}/withdraw");
    let asked = house.page(&withdraw, &member.cookie).await.text();
    assert!(asked.contains("Withdraw this key?") && asked.contains(&id));
    let done = house.post_for(&member, &withdraw, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let refused = house.get_with(&key, "/api/v1/webhooks").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let again = house.post_for(&member, &withdraw, "").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_webhook_is_added_tried_and_withdrawn_and_a_bad_address_keeps_what_was_typed() {
    let house = House::open_with(|config| config.partners.loopback_webhooks = true).await;
    let member = house.signed_in_for("odile", "valmont", ALL).await;
    let hooks = "/en/organisation/webhooks";
    let bad = house
        .post_for(&member, hooks, "url=ftp%3A%2F%2Fa.example")
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        bad.text().contains("value=\"ftp://a.example\""),
        "{}",
        bad.text()
    );
    house
        .post_for(&member, hooks, "url=http%3A%2F%2F127.0.0.1%3A9%2Fhook")
        .await;
    let page = house.page(hooks, &member.cookie).await.text();
    let (_, rest) = page.split_once("/en/organisation/webhooks/").unwrap();
    let id = rest.split('/').next().unwrap().to_owned();
    assert!(page.contains("Nothing was sent yet"));
    house
        .post_for(&member, &format!("{hooks}/{id}/test"), "")
        .await;
    let page = house.page(hooks, &member.cookie).await.text();
    assert!(
        page.contains("webhook.ping") && page.contains("On its way"),
        "{page}"
    );
    let withdraw = format!("{hooks}/{id}/withdraw");
    assert_eq!(
        house.page(&withdraw, &member.cookie).await.status,
        StatusCode::OK
    );
    house.post_for(&member, &withdraw, "").await;
    let page = house.page(hooks, &member.cookie).await.text();
    assert!(!page.contains("127.0.0.1:9"), "{page}");
}

#[tokio::test]
async fn only_members_come_in_and_an_organisation_does_what_it_may() {
    let house = House::open().await;
    let out = house.page("/en/organisation/keys", "").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(
        out.header("location")
            .starts_with("/en/sign-in?next=/en/organisation/keys")
    );
    let operator = house.person("greta", &[Role::Auditor]).await;
    let cookie = house.signed_in(&operator).await;
    for path in ["", "/keys", "/usage", "/webhooks", "/files/x"] {
        let refused = house
            .page(&format!("/en/organisation{path}"), &cookie)
            .await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
    let member = house.signed_in_for("odile", "valmont", "parcoursup").await;
    let list = house.page("/en/organisation", &member.cookie).await.text();
    assert!(list.contains("does not allow to verify files"), "{list}");
    let refused = house.send_file(&member, &member.csrf, b"Code\nX\n").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let url = "url=https%3A%2F%2Fa.example%2F";
    let refused = house
        .post_for(&member, "/en/organisation/webhooks", url)
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for form in ["csv", "xlsx", "ods"] {
        let path = format!("/fr/organisation/template/{form}");
        let template = house.page(&path, &member.cookie).await;
        assert_eq!(template.status, StatusCode::OK);
        let name = format!("filename=\"modele.{form}\"");
        assert!(template.header("content-disposition").contains(&name));
    }
}

#[tokio::test]
async fn an_operator_answers_a_request_for_a_correction_and_the_holder_reads_it() {
    let house = House::open().await;
    let token = house.token();
    let fields = format!("token={token}&part_name=yes&wanted=Morreau");
    house.form("/en/c/correction", fields).await;
    let auditor = house.person("greta", &[Role::Auditor]).await;
    let cookie = house.signed_in(&auditor).await;
    let corrections = "/en/console/corrections";
    let refused = house.page(corrections, &cookie).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let issuer = house.person("hugo", &[Role::Issuer]).await;
    let cookie = house.signed_in(&issuer).await;
    let page = house.page(corrections, &cookie).await;
    let text = page.text();
    assert!(
        text.contains("Morreau") && text.contains(&house.code()),
        "{text}"
    );
    let csrf = form_token(&page);
    let (_, rest) = text.split_once("/en/console/corrections/").unwrap();
    let id = rest.split('"').next().unwrap();
    let path = format!("{corrections}/{id}");
    let without = format!("csrf={csrf}&decision=declined&answer=");
    let without = house.post_as(&path, &cookie, without).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text().contains("Write why"));
    let declined = format!("csrf={csrf}&decision=declined&answer=The+name+is+right.");
    let declined = house.post_as(&path, &cookie, declined).await;
    assert_eq!(declined.status, StatusCode::SEE_OTHER);
    let page = house.page(corrections, &cookie).await.text();
    assert!(page.contains("No request is waiting"));
    let own = house.form("/en/c", format!("token={token}")).await.text();
    assert!(own.contains("Declined. The name is right."), "{own}");
}
