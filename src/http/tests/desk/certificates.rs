//! Certificates found, put out of force and back, corrected, and their holders written to.

use super::*;

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
