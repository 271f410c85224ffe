//! What people see: headers, verdicts, the holder's page.

use super::*;

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let house = House::open().await;
    let answer = house.get("/").await;
    let mut headers: BTreeMap<&str, &str> = BTreeMap::new();
    for name in answer.headers.keys() {
        headers.insert(name.as_str(), answer.header(name.as_str()));
    }
    headers.insert("x-request-id", "…");
    headers.remove("content-length");
    insta::assert_json_snapshot!(headers);
    for path in ["/nothing", "/healthz", "/.well-known/jwks.json"] {
        let policy = house.get(path).await;
        assert_eq!(policy.header("x-content-type-options"), "nosniff", "{path}");
        assert!(
            policy
                .header("content-security-policy")
                .starts_with("default-src 'none'")
        );
    }
}

#[tokio::test]
async fn https_is_kept_once_the_service_has_it() {
    let house = House::open_with(|config| {
        config.service.public_url = "https://sceau.example".into();
        config.service.insecure_example_keys = true;
    })
    .await;
    assert_eq!(
        house.get("/").await.header("strict-transport-security"),
        "max-age=31536000"
    );
}

#[tokio::test]
async fn no_page_has_inline_script_or_style_and_each_is_small() {
    let house = House::open().await;
    let code = house.code();
    let pages = [
        house.get("/fr").await,
        house.get("/en/v").await,
        house.get("/c").await,
        house.form("/fr/verify", format!("code={code}")).await,
        house
            .form("/en/c", format!("token={}", house.token()))
            .await,
    ];
    for page in pages {
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        assert!(!text.contains("style="), "{text}");
        assert!(!text.contains("<style"), "{text}");
        assert!(!text.contains("onload="), "{text}");
        let inline =
            text.matches("<script").count() - text.matches("<script src=\"/assets/").count();
        assert_eq!(inline, 0, "{text}");
        assert!(text.len() < 100_000);
        assert!(!text.contains("[pages-"), "{text}");
    }
}

#[tokio::test]
async fn what_pages_load_exists_and_is_kept() {
    let house = House::open().await;
    let page = house.get("/v").await.text();
    let addresses: Vec<&str> = page
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .collect();
    assert_eq!(addresses.len(), 4, "{addresses:?}");
    for address in addresses {
        let asset = house.get(address).await;
        assert_eq!(asset.status, StatusCode::OK, "{address}");
        assert!(asset.header("cache-control").contains("immutable"));
    }
    assert_eq!(
        house.get("/assets/old/sceau.css").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_code_a_seal_and_a_document_are_authentic_in_the_api() {
    let house = House::open().await;
    let by_code = house.ask_api(json!({ "code": house.code() })).await;
    assert_eq!(by_code.status, StatusCode::OK);
    assert_eq!(by_code.json()["verdict"], "authentic");
    assert!(by_code.json()["certificate"].get("birth_date").is_none());

    let seal = crate::credential::SealedBytes(house.certificate.seal.clone().unwrap());
    let text = seal.to_qr_text("HTTP://127.0.0.1:8080/V");
    let by_seal = house.ask_api(json!({ "seal": text })).await;
    assert_eq!(by_seal.json()["verdict"], "authentic");
    assert_eq!(by_seal.json()["certificate"]["birth_date"], "2007-03-14");

    let document = house.document.clone();
    let by_document = house
        .post("/api/v1/verifications", "application/pdf", document)
        .await;
    assert_eq!(by_document.json()["verdict"], "authentic");
    assert_eq!(by_document.json()["presented"], "document");
}

#[tokio::test]
async fn a_document_can_be_uploaded_with_a_form() {
    let house = House::open().await;
    let mut body =
        b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
            .to_vec();
    body.extend(&house.document);
    body.extend(b"\r\n--x--\r\n");
    let page = house
        .post("/en/verify", "multipart/form-data; boundary=x", body)
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("<h1>Authentic certificate</h1>"));
    assert!(page.text().contains("14 March 2007"));
}

#[tokio::test]
async fn the_birth_date_is_answered_yes_or_no_and_never_shown_for_a_code() {
    let house = House::open().await;
    let code = house.code();
    let asked = async |date: &str| {
        house
            .form("/en/verify", format!("code={code}&birth_date={date}"))
            .await
    };
    let right = asked("2007-03-14").await.text();
    assert!(right.contains("7 passed, 0 failed"), "{right}");
    assert!(!right.contains("14 March 2007"));
    let wrong = asked("2007-03-15").await.text();
    assert!(wrong.contains("6 passed, 1 failed"), "{wrong}");
    assert!(wrong.contains("<h1>Authentic certificate</h1>"));
    // Said in the headline and in the list of checks.
    assert_eq!(
        wrong
            .matches("The holder was not born on the date given.")
            .count(),
        2
    );
    assert_eq!(
        asked("2007-13-01").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_typing_error_leads_back_to_the_field_with_what_was_typed() {
    let house = House::open().await;
    let page = house.form("/en/verify", "code=7K2M".into()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(text.contains("<title>Error: Verify a certificate"));
    assert!(text.contains("aria-invalid=\"true\" aria-describedby=\"code-e code-h\""));
    assert!(text.contains("value=\"7K2M\""));
}

#[tokio::test]
async fn a_birth_date_asked_beside_a_mistyped_code_stays() {
    let house = House::open().await;
    let form = "code=7K2M&birth_date=2005-02-28".to_owned();
    let text = house.form("/en/verify", form).await.text();
    assert!(text.contains("name=\"birth_date\" value=\"2005-02-28\""));
    assert!(text.contains("<details class=\"plain\" open>"));
}

#[tokio::test]
async fn an_answer_that_helps_nobody_says_what_to_do() {
    let house = House::open().await;
    let authentic = format!("code={}", house.code());
    let text = house.form("/en/verify", authentic).await.text();
    assert!(!text.contains("What to do"));
    let unknown = VerificationCode::from_random([7; 9]).grouped();
    let text = house
        .form("/en/verify", format!("code={unknown}"))
        .await
        .text();
    assert!(text.contains("What to do"));
    assert!(text.contains("Compare what you typed"));
}

#[tokio::test]
async fn what_is_typed_cannot_become_markup() {
    let house = House::open().await;
    let page = house
        .form("/en/verify", "code=%22%3E%3Cscript%3E".into())
        .await;
    assert!(!page.text().contains("\"><script>"));
}

#[tokio::test]
async fn a_revoked_certificate_says_so_first_and_why() {
    let house = House::open().await;
    house.revoke().await;
    let page = house
        .form("/en/verify", format!("code={}", house.code()))
        .await
        .text();
    assert!(page.contains("<h1>Revoked certificate</h1>"));
    assert!(page.contains("Revoked on 21 November 2026: issued in error."));
}

#[tokio::test]
async fn the_holder_sees_and_downloads_the_certificate() {
    let house = House::open().await;
    let token = house.token();
    let page = house.form("/fr/c", format!("token={token}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains(&house.code()));
    let file = house.form("/fr/c/document", format!("token={token}")).await;
    assert_eq!(file.body, house.document);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"certificat.pdf\"; filename*=UTF-8''certificat.pdf"
    );
    assert_eq!(file.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_holder_downloads_the_credential_in_every_form() {
    let house = House::open().await;
    let token = house.token();
    let page = house.form("/en/c", format!("token={token}")).await;
    let trusted = house.service.keyring.trusted().seals;
    let issued = document::credential_in(&house.document).unwrap();
    for (form, kind) in [
        ("json", "application/vc"),
        ("jwt", "application/jwt"),
        ("png", "image/png"),
        ("svg", "image/svg+xml"),
    ] {
        let path = format!("/en/c/credential/{form}");
        assert!(page.text().contains(&path), "{form}");
        let file = house.form(&path, format!("token={token}")).await;
        assert_eq!(file.status, StatusCode::OK, "{form}");
        assert_eq!(file.header("content-type"), kind);
        assert_eq!(file.header("cache-control"), "no-store");
        assert_eq!(
            file.header("content-disposition"),
            format!(
                "attachment; filename=\"certificate.{form}\"; \
                 filename*=UTF-8''certificate.{form}"
            )
        );
        let opened = match form {
            "jwt" => badge::open_jwt(&file.text(), &trusted),
            "json" => {
                assert_eq!(file.body, issued);
                badge::open(&file.body, &trusted)
            }
            _ => badge::open(&badge::unbake(&file.body).unwrap(), &trusted),
        };
        assert_eq!(opened.unwrap().id, house.certificate.id, "{form}");
    }
    let unknown = house
        .form("/en/c/credential/exe", format!("token={token}"))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    for form in ["json", "png"] {
        let path = format!("/en/c/credential/{form}");
        let stranger = house.form(&path, "token=nothing".into()).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        // The address alone gives the page that asks for the link.
        assert!(house.get(&path).await.text().contains("<form"));
    }
}

#[tokio::test]
async fn the_achievement_stands_at_the_address_that_the_credential_names() {
    let house = House::open().await;
    let credential = document::credential_in(&house.document).unwrap();
    let credential: Value = serde_json::from_slice(&credential).unwrap();
    let achievement = &credential["credentialSubject"]["achievement"];
    let public_url = &house.service.config.service.public_url;
    let mut addresses = vec![achievement["id"].as_str().unwrap()];
    addresses.push(achievement["related"][0]["id"].as_str().unwrap());
    for (place, address) in addresses.into_iter().enumerate() {
        let path = address.strip_prefix(public_url.as_str()).unwrap();
        let answer = house.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), "application/ld+json");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let mut published = answer.json();
        let contexts = published.as_object_mut().unwrap().remove("@context");
        assert_eq!(contexts.as_ref(), Some(&credential["@context"]));
        assert_eq!(published["id"], address);
        assert_eq!(published == *achievement, place == 0);
    }
    for path in ["crcn/2/fr", "crcn/01/fr", "crcn/1/de", "nothing/1/fr"] {
        let answer = house.get(&format!("/achievements/{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_unknown_link_and_a_withdrawn_link_answer_alike() {
    let house = House::open().await;
    let token = house.token();
    let office = house.service.office();
    revocation::renew_link(&office, house.certificate.id, "test")
        .await
        .unwrap();
    let withdrawn = house.form("/en/c", format!("token={token}")).await;
    let unknown = house.form("/en/c", "token=nothing".into()).await;
    assert_eq!(withdrawn.status, StatusCode::NOT_FOUND);
    assert_eq!(withdrawn.text(), unknown.text());
    let file = house.form("/en/c/document", format!("token={token}")).await;
    assert_eq!(file.status, StatusCode::NOT_FOUND);
}
