//! What holders do on their page, and what others see of it.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::*;
use crate::holder::Checks;
use crate::store::{CorrectionState, Digest, NewShare, Shown};

impl House {
    /// Posts the holder's form with the private link and these fields.
    async fn own(&self, path: &str, fields: &str) -> Answer {
        let token = self.token();
        self.form(path, format!("token={token}&{fields}")).await
    }

    /// Makes a share link with these fields and gives its secret.
    async fn shared(&self, fields: &str) -> String {
        let fields = format!("purpose=Bourse&until=30&{fields}");
        let page = self.own("/en/c/share", &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let text = page.text();
        let (_, rest) = text.split_once("/en/s#").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    async fn open_share(&self, secret: &str) -> Answer {
        self.form("/en/s", format!("token={secret}")).await
    }

    /// The checks that the holder is shown, once there are so many.
    async fn checks(&self, count: u64) -> Checks {
        for _ in 0..200 {
            let checks = Checks::of(&self.service, self.certificate.id, 50)
                .await
                .unwrap();
            if checks.count >= count {
                assert_eq!(checks.count, count);
                return checks;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the checks are not noted");
    }
}

#[tokio::test]
async fn the_holder_sees_the_certificate_drawn_with_its_files_and_what_profiles_ask() {
    let house = House::open().await;
    let page = house.own("/fr/c", "").await.text();
    assert!(page.contains("<svg class=\"page1\" viewBox=\"0 0 210 297\" role=\"img\""));
    assert!(page.contains("class=\"qr\"") && page.contains("/fr/c/document"));
    let profile = house.own("/fr/c/profile", "").await.text();
    assert!(profile.contains("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"));
    let levels = house.own("/fr/c/levels", "").await.text();
    assert!(levels.contains("class=\"rose\"") && levels.contains("class=\"levels\""));
    let page = [page, profile, levels].concat();
    // Neither the code nor a secret is in an address.
    for address in page.split("href=\"").skip(1) {
        let address = address.split('"').next().unwrap();
        assert!(
            !address.contains(house.certificate.code.as_str()),
            "{address}"
        );
        assert!(!address.contains(&house.code()), "{address}");
        assert!(!address.contains(&house.token()), "{address}");
    }
    assert!(!page.contains("[own-") && !page.contains("[document-"));
}

#[tokio::test]
async fn a_share_link_shows_what_was_chosen_and_nothing_else() {
    let house = House::open().await;
    let facts: crate::credential::CertificateFacts =
        serde_json::from_slice(&house.certificate.facts).unwrap();
    let score = house.shared("shows=score").await;
    let page = house.open_share(&score).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(text.contains("<h1>Authentic certificate</h1>"), "{text}");
    assert!(text.contains(&facts.holder.last_name) && text.contains("Bourse"));
    assert!(text.contains(&format!("<b class=\"n\">{}</b>", facts.score)));
    assert!(!text.contains(&house.code()) && !text.contains(house.certificate.code.as_str()));
    assert!(!text.contains("class=\"levels\"") && !text.contains("class=\"rose"));
    assert!(!text.contains("name=\"birth_date\"") && !text.contains("2007"));

    let levels = house.shared("shows=levels").await;
    let text = house.open_share(&levels).await.text();
    assert!(text.contains("class=\"levels\"") && text.contains("class=\"rose\""));

    let least = format!("shows=least_score&least_score={}", facts.score - 1);
    let least = house.shared(&least).await;
    let text = house.open_share(&least).await.text();
    assert!(text.contains(&format!("Score of {} or more", facts.score - 1)));
    assert!(text.contains("Yes") && !text.contains(&format!("{}</b>", facts.score)));
    assert!(!text.contains("class=\"levels\"") && !text.contains("class=\"scale\""));

    let least = house.shared("shows=least_level&least_level=1").await;
    let text = house.open_share(&least).await.text();
    assert!(text.contains("or higher") && text.contains("Yes"), "{text}");
    assert!(!text.contains("[share-") && !text.contains("[own-"));
}

#[tokio::test]
async fn a_share_link_answers_about_the_birth_date_only_if_that_was_allowed() {
    let house = House::open().await;
    let without = house.shared("shows=score").await;
    let asked = format!("token={without}&birth_date=2007-03-14");
    let text = house.form("/en/s", asked).await.text();
    assert!(!text.contains("The birth date"), "{text}");
    let with = house.shared("shows=score&birth_date=yes").await;
    for (date, status, words) in [
        ("2007-03-14", StatusCode::OK, "tag ok"),
        (
            "14/03/2008",
            StatusCode::OK,
            "was not born on the date given",
        ),
        ("never", StatusCode::UNPROCESSABLE_ENTITY, "value=\"never\""),
    ] {
        let answer = house
            .form("/en/s", format!("token={with}&birth_date={date}"))
            .await;
        assert_eq!(answer.status, status, "{date}");
        assert!(answer.text().contains(words), "{date}: {}", answer.text());
        assert!(!answer.text().contains("14 March 2007"), "{date}");
    }
}

#[tokio::test]
async fn unknown_expired_and_withdrawn_share_links_answer_alike() {
    let house = House::open().await;
    let withdrawn = house.shared("shows=score").await;
    let shares = house.service.store.shares_of(house.certificate.id).await;
    let id = shares.unwrap()[0].id;
    let page = house
        .own("/en/c/share/withdraw", &format!("share={id}"))
        .await;
    assert!(page.text().contains("The link is withdrawn"));
    let now = house.service.clock.now();
    let expired = NewShare {
        id: Uuid::now_v7(),
        certificate: house.certificate.id,
        digest: Digest(Sha256::digest([7; 32]).into()),
        link_generation: 0,
        purpose: "old".into(),
        shows: Shown::Levels,
        asks_birth_date: true,
        created_at: now - chrono::Duration::days(40),
        expires_at: now,
    };
    house
        .service
        .store
        .add_share(&expired, "holder")
        .await
        .unwrap();
    let ended = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
    let mut answers = Vec::new();
    for secret in [withdrawn.as_str(), ended, "nothing", &withdrawn[..42], ""] {
        let answer = house.open_share(secret).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{secret}");
        answers.push(answer.text());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert!(answers[0].contains("This link shows nothing"));
    assert_eq!(house.get("/s").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_renewed_private_link_ends_the_links_made_with_the_one_before() {
    let house = House::open().await;
    let secret = house.shared("shows=score").await;
    let office = house.service.office();
    revocation::renew_link(&office, house.certificate.id, "test")
        .await
        .unwrap();
    assert_eq!(
        house.open_share(&secret).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_share_link_of_a_revoked_certificate_shows_only_that() {
    let house = House::open().await;
    let levels = house.shared("shows=levels").await;
    let least = house.shared("shows=least_level&least_level=1").await;
    house.revoke().await;
    for secret in [levels, least] {
        let text = house.open_share(&secret).await.text();
        assert!(text.contains("<h1>Revoked certificate</h1>"), "{text}");
        assert!(text.contains("issued in error"));
        for hidden in [
            "class=\"levels\"",
            "class=\"rose",
            "class=\"scale\"",
            "or higher",
        ] {
            assert!(!text.contains(hidden), "{hidden}");
        }
    }
}

#[tokio::test]
async fn a_form_for_a_link_says_what_is_wrong_and_keeps_what_was_typed() {
    let house = House::open().await;
    for (fields, message) in [
        ("until=30&shows=score", "Write what this link is for"),
        ("purpose=A&shows=score", "Choose a time"),
        (
            "purpose=A&until=date&until_date=2020-01-01&shows=score",
            "Choose a time",
        ),
        (
            "purpose=A&until=date&until_date=2030-01-01&shows=score",
            "Choose a time",
        ),
        ("purpose=A&until=30", "Choose what the link shows"),
        (
            "purpose=A&until=30&shows=least_score&least_score=894",
            "does not reach this score",
        ),
        (
            "purpose=A&until=30&shows=least_score&least_score=x",
            "in digits",
        ),
        ("purpose=A&until=30&shows=least_level", "Choose the level"),
    ] {
        let page = house.own("/en/c/share", fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        let text = page.text();
        assert!(
            text.contains("<title>Error: ") && text.contains(message),
            "{fields}"
        );
        assert!(!text.contains("/en/s#"), "{fields}");
        assert_eq!(text.contains("value=\"A\""), fields.contains("purpose=A"));
    }
    let long = "a".repeat(81);
    let page = house
        .own(
            "/en/c/share",
            &format!("purpose={long}&until=30&shows=score"),
        )
        .await;
    assert!(page.text().contains("80 characters at most"));
    let shares = house.service.store.shares_of(house.certificate.id).await;
    assert_eq!(shares.unwrap(), []);
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_link() {
    let house = House::open().await;
    let fields = format!("purpose=A&until=30&shows=score&form={}", Uuid::new_v4());
    assert!(
        house
            .own("/en/c/share", &fields)
            .await
            .text()
            .contains("/en/s#")
    );
    let again = house.own("/en/c/share", &fields).await.text();
    assert!(again.contains("This link exists") && !again.contains("/en/s#"));
}

#[tokio::test]
async fn nobody_does_anything_with_a_link_that_is_none() {
    let house = House::open().await;
    for path in [
        "/en/c/share",
        "/en/c/share/withdraw",
        "/en/c/correction",
        "/en/c/levels",
        "/en/c/profile",
        "/en/c",
    ] {
        let fields = "token=nothing&purpose=A&until=30&shows=score&wanted=A&part_name=yes";
        let answer = house.form(path, fields.into()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text().contains("Moreau"), "{path}");
        assert_eq!(house.get(path).await.status, StatusCode::OK, "{path}");
    }
    let strange = house.own("/en/c", "certificate=nothing").await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    let open = house.service.store.open_corrections(9).await.unwrap();
    assert!(open.is_empty());
}

#[tokio::test]
async fn the_holder_sees_who_checked_and_how() {
    let house = House::open().await;
    let code = house.code();
    let key = house.key("universite", "verifications:batch").await;
    house.form("/en/verify", format!("code={code}")).await;
    // Within the minute, once.
    house.form("/en/verify", format!("code={code}")).await;
    house.ask_api(json!({ "code": code })).await;
    let api = "/api/v1/verifications";
    house.post_with(&key, api, json!({ "code": code })).await;
    let secret = house.shared("shows=score").await;
    house.open_share(&secret).await;
    // What finds nothing, and the holder's own visits, are not noted.
    house.form("/en/verify", "code=7K2M".into()).await;
    house.own("/en/c", "").await;
    let line = json!({ "code": code, "last_name": "Nobody" }).to_string();
    let request = Request::post("/api/v1/verifications/batch")
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "application/x-ndjson");
    let answer = house
        .ask(request.body(format!("{line}\n").into()).unwrap())
        .await;
    assert!(answer.text().contains("name_differs"), "{}", answer.text());
    let checks = house.checks(5).await;
    let named = checks.last.iter().filter(|check| check.client.is_some());
    assert_eq!(named.count(), 2);
    // The last ones on the page, all on a page of their own.
    let own = house.own("/en/c", "").await.text();
    let text = own + &house.own("/en/c/checks", "").await.text();
    for words in [
        "5 checks in the last twelve months",
        "Public page",
        "Program, by the API",
        "File of an organisation",
        "universite",
        "Link “Bourse”",
        "Another name asked",
        ">once<",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let all = house.own("/en/c/checks", "").await;
    assert_eq!(all.status, StatusCode::OK);
    assert!(all.text().contains("Link “Bourse”") && !all.text().contains(&house.code()));
}

#[tokio::test]
async fn the_page_is_small_however_much_there_is_to_tell() {
    let house = House::open().await;
    let token = house.token();
    let purpose = "w".repeat(80);
    for _ in 0..8 {
        let fields = format!("purpose={purpose}&until=30&shows=levels&birth_date=yes");
        house.own("/fr/c/share", &fields).await;
    }
    let now = house.service.clock.now();
    let asker = crate::holder::Asker::Page;
    let notes: Vec<_> = (0..150)
        .map(|minute| {
            let at = now - chrono::Duration::minutes(minute);
            crate::holder::looked_up(house.certificate.id, asker, "authentic", at)
        })
        .collect();
    house.service.store.note_accesses(&notes).await.unwrap();
    let page = house.own("/fr/c", "").await;
    // Sheets, fonts and scripts take 53 kilobytes.
    assert!(page.body.len() < 45_000, "{}", page.body.len());
    assert!(page.text().contains("Voir toutes les vérifications"));
    let all = house.form("/fr/c/checks", format!("token={token}")).await;
    assert_eq!(all.text().matches("role=\"rowheader\"").count(), 60);
    assert!(all.body.len() < 43_000, "{}", all.body.len());
}

#[tokio::test]
async fn all_certificates_of_a_person_are_together_and_nobody_elses() {
    let house = House::open().await;
    let mut lines = SESSION.lines();
    let (header, row) = (lines.next().unwrap(), lines.next().unwrap());
    let columns: Vec<&str> = header.split(';').collect();
    let place = |name: &str| columns.iter().position(|column| *column == name).unwrap();
    let with = |number: &str, exam: &str, change: Option<(&str, &str)>| {
        let mut cells: Vec<String> = row.split(';').map(str::to_owned).collect();
        cells[place("Numéro de certification")] = number.to_owned();
        cells[place("Date de passage")] = exam.to_owned();
        if let Some((column, value)) = change {
            cells[place(column)] = value.to_owned();
        }
        format!("{header}\n{}", cells.join(";"))
    };
    let (own, _) = issue_row(&house.service, &with("901", "09/08/2026", None)).await;
    let elsewhere = with("902", "09/10/2026", Some(("Lieu de naissance", "Ailleurs")));
    let (namesake, _) = issue_row(&house.service, &elsewhere).await;
    let born_later = with(
        "903",
        "09/10/2026",
        Some(("Date de naissance", "02/01/2006")),
    );
    let (other, _) = issue_row(&house.service, &born_later).await;
    let text = house.own("/en/c", "").await.text();
    assert!(text.contains(&own.id.to_string()), "{text}");
    assert!(!text.contains(&namesake.id.to_string()) && !text.contains(&other.id.to_string()));
    let page = house.own("/en/c", &format!("certificate={}", own.id)).await;
    assert!(page.text().contains(&own.code.grouped()));
    let file = house
        .own("/en/c/document", &format!("certificate={}", own.id))
        .await;
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_ne!(file.body, house.document);
    for stranger in [namesake.id, other.id] {
        let page = house.own("/en/c", &format!("certificate={stranger}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let file = house
            .own("/en/c/document", &format!("certificate={stranger}"))
            .await;
        assert_eq!(file.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_correction_is_asked_for_once_and_its_answer_is_shown() {
    let house = House::open().await;
    let page = house.own("/en/c/correction", "wanted=&message=hello").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(text.contains("Tick what is wrong") && text.contains("Write what would be right"));
    assert!(text.contains(">hello</textarea>"));
    let fields = "part_name=yes&part_other=yes&wanted=Kervadec%20Oduya";
    for _ in 0..2 {
        let text = house.own("/en/c/correction", fields).await.text();
        assert!(text.contains("Received, not yet looked at"), "{text}");
        assert!(!text.contains("Send the request"));
    }
    let store = &house.service.store;
    let open = store.open_corrections(9).await.unwrap();
    assert_eq!(open.len(), 1);
    assert!(open[0].wanted.as_deref() == Some("Kervadec Oduya"));
    let now = house.service.clock.now();
    let answer = Some("The name is right.");
    let answered = store.answer_correction(&open[0], false, answer, "test", now);
    assert!(answered.await.unwrap());
    let text = house.own("/en/c", "").await.text();
    assert!(text.contains("Declined. The name is right.") && text.contains("Send the request"));
    let requests = store.corrections_of(house.certificate.id).await.unwrap();
    assert!(requests[0].state == CorrectionState::Declined);
}
