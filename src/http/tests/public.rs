//! The pages for everybody: headers of each kind of page, weight, levels, examples, receipts, reports.

use chrono::Duration;

use super::*;

/// Every page that asks nothing, without its language.
const PAGES: [&str; 15] = [
    "",
    "/verify",
    "/v",
    "/c",
    "/levels",
    "/levels/2.2",
    "/levels/atelier",
    "/levels/atelier/A1",
    "/how",
    "/accessibility",
    "/privacy",
    "/gallery",
    "/gallery/revoked",
    "/gallery/offline-not-checked",
    "/report",
];

fn told(answer: &Answer) -> BTreeMap<String, String> {
    let names = [
        "content-security-policy",
        "permissions-policy",
        "x-robots-tag",
        "cache-control",
        "set-cookie",
        "referrer-policy",
        "x-frame-options",
    ];
    names
        .into_iter()
        .map(|name| (name.to_owned(), answer.header(name).to_owned()))
        .collect()
}

/// Pages that ask the same of browsers stand together.
#[tokio::test]
async fn each_kind_of_page_has_its_headers_and_none_sets_a_cookie() {
    let house = House::open().await;
    let code = format!("code={}", house.code());
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |name: &str, answer: &Answer| {
        let headers = serde_json::to_string_pretty(&told(answer)).unwrap();
        kinds.entry(headers).or_default().push(name.to_owned());
    };
    for path in PAGES {
        add(path, &house.get(&format!("/fr{path}")).await);
    }
    for path in ["/sw.js", "/fr/app.webmanifest", "/nothing", "/report/sent"] {
        add(path, &house.get_as(path, "text/html").await);
    }
    add("POST /verify", &house.form("/fr/verify", code).await);
    let typo = house.form("/fr/verify", "code=7K2M".into()).await;
    add("POST /verify with a typo", &typo);
    let own = house
        .form("/fr/c", format!("token={}", house.token()))
        .await;
    add("POST /c", &own);
    let told: Vec<Value> = kinds
        .into_iter()
        .map(|(headers, pages)| {
            json!({ "pages": pages, "headers": serde_json::from_str::<Value>(&headers).unwrap() })
        })
        .collect();
    insta::assert_json_snapshot!(told);
}

#[tokio::test]
async fn every_page_says_everything_in_both_languages_and_weighs_little() {
    let house = House::open().await;
    for language in Language::ALL {
        for path in PAGES {
            let page = house.get(&format!("/{language}{path}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let text = page.text();
            assert!(
                text.contains(&format!("<html lang=\"{language}\">")),
                "{path}"
            );
            // What a script may show later stands in templates.
            let mut parts = text.split("<template");
            let mut shown = parts.next().unwrap_or_default().to_owned();
            parts.for_each(|part| shown.extend(part.split_once("</template>").map(|it| it.1)));
            assert_eq!(shown.matches("<h1").count(), 1, "{path}");
            for missing in ["[pages-", "[public-", "[receipts-", "[verdict-", "[reason-"] {
                assert!(!text.contains(missing), "{path}: {missing}");
            }
            assert!(!text.contains(" style="), "{path}");
            weigh(&house, &text, path).await;
        }
    }
    let verdict = house
        .form("/fr/verify", format!("code={}", house.code()))
        .await;
    weigh(&house, &verdict.text(), "verdict").await;
}

/// A page with its sheet, font and scripts, before any compression.
async fn weigh(house: &House, page: &str, name: &str) {
    let mut addresses: Vec<&str> = page
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    let mut bytes = page.len();
    for address in addresses {
        bytes += house.get(address).await.body.len();
    }
    // What the scripts load: the page that reads seals either asks for one or answers.
    let loaded: &[&[&str]] = if page.contains("desk.js") {
        &[
            &["present.js", "code.js", "file.js", "keep.js", "kept.js"],
            &["reading.js", "kept.js", "figure.js", "lists.js", "seal.js"],
        ]
    } else if page.contains("present.js") {
        &[&["code.js", "file.js"]]
    } else {
        &[&[]]
    };
    for scripts in loaded {
        let mut whole = bytes;
        for script in *scripts {
            let address = super::super::assets::address(script);
            whole += house.get(&address).await.body.len();
        }
        assert!(whole < 100_000, "{name}: {whole} bytes with {scripts:?}");
    }
}

/// What a server sends before it waits for the other side: ten segments (RFC 6928).
#[tokio::test]
async fn every_page_arrives_in_one_round_trip() {
    let house = House::open().await;
    for path in PAGES {
        let request = Request::get(format!("/fr{path}")).header("accept-encoding", "br, gzip");
        let page = house.ask(request.body(Body::empty()).unwrap()).await;
        assert_ne!(page.header("content-encoding"), "", "{path}");
        let bytes = page.body.len();
        assert!(bytes < 14_000, "{path}: {bytes} bytes");
    }
}

#[tokio::test]
async fn the_worker_keeps_files_that_exist_and_nothing_else() {
    let house = House::open().await;
    let script = house.get("/sw.js").await;
    assert_eq!(
        script.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    let text = script.text();
    for line in ["const PAGES = ", "const FILES = "] {
        let list = text.lines().find_map(|it| it.strip_prefix(line)).unwrap();
        let list: Vec<String> = serde_json::from_str(list.trim_end_matches(';')).unwrap();
        for path in list {
            assert_eq!(house.get(&path).await.status, StatusCode::OK, "{path}");
        }
    }
    let manifest = house.get("/en/app.webmanifest").await.json();
    assert_eq!(manifest["start_url"], "/en/v");
    let icon = manifest["icons"][0]["src"].as_str().unwrap();
    assert_eq!(house.get(icon).await.status, StatusCode::OK);
}

#[tokio::test]
async fn each_competence_has_its_page_and_each_level_its_anchor() {
    let house = House::open().await;
    let all = house.get("/en/levels").await.text();
    assert!(all.contains("id=\"2-2\""));
    let framework = house.service.framework().unwrap();
    for competence in framework.competences() {
        let page = house.get(&format!("/en/levels/{}", competence.code)).await;
        let text = page.text();
        assert!(text.contains("id=\"level-7\""), "{}", competence.code);
    }
    for nowhere in [
        "/levels/9.9",
        "/levels/none",
        "/levels/crcn/9.9",
        "/levels/none/2.2",
    ] {
        let page = house.get(nowhere).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    let verdict = house
        .form("/fr/verify", format!("code={}", house.code()))
        .await;
    let text = verdict.text();
    assert!(text.contains("href=\"/fr/levels/crcn/2.2#level-"));
    assert!(text.contains("href=\"/fr/levels/crcn#global-"));
}

#[tokio::test]
async fn every_framework_that_is_known_has_its_levels_by_competence_and_level() {
    let house = House::open().await;
    assert!(house.service.frameworks.len() >= 2);
    for framework in &house.service.frameworks {
        let id = &framework.id;
        let page = house.get(&format!("/fr/levels/{id}")).await.text();
        for other in house.service.frameworks.iter().filter(|it| it.id != *id) {
            assert!(page.contains(&format!("href=\"/fr/levels/{}\"", other.id)));
        }
        for level in &framework.global_levels {
            assert!(page.contains(&format!("id=\"global-{}\"", level.number)));
        }
        for competence in framework.competences() {
            let path = format!("/fr/levels/{id}/{}", competence.code);
            assert!(page.contains(&format!("href=\"{path}\"")), "{path}");
            let text = house.get(&path).await.text();
            for level in 1..=framework.max_level {
                let anchor = format!("id=\"level-{level}\"");
                assert!(text.contains(&anchor), "{path} {level}");
            }
        }
    }
}

#[tokio::test]
async fn the_camera_is_told_what_it_sees_and_nothing_is_noted() {
    let house = House::open().await;
    let path = "/fr/v/picture";
    let seen = async |picture: Vec<u8>| house.post(path, "image/png", picture).await.json();
    let golden = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/v1");
        std::fs::read(format!("{folder}/{name}")).unwrap()
    };
    let text = String::from_utf8(golden("1.qr.txt")).unwrap();
    assert_eq!(seen(golden("1.qr.png")).await["seal"], text.trim());
    assert_eq!(
        seen(golden("1.badge.png")).await,
        json!({ "seen": "other" })
    );
    assert_eq!(
        seen(b"no picture".to_vec()).await,
        json!({ "seen": "nothing" })
    );
    assert_eq!(seen(Vec::new()).await, json!({ "seen": "nothing" }));

    let other = Request::post(path).header("sec-fetch-site", "cross-site");
    let refused = house.ask(other.body(Body::empty()).unwrap()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let limit = house.service.config.limits.upload_bytes;
    let large = house
        .post(path, "image/png", vec![0; limit + (1 << 20)])
        .await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn every_verdict_is_shown_as_an_example_and_nothing_is_kept() {
    let house = House::open().await;
    let gallery = house.get("/fr/gallery").await.text();
    let before = house.service.store.audit_recent(None, 100).await.unwrap();
    for verdict in [
        "authentic",
        "authentic-status-unknown",
        "suspended",
        "superseded",
        "revoked",
        "unknown-key",
        "not-authentic",
        "not-found",
        "unreadable",
    ] {
        let path = format!("/fr/gallery/{verdict}");
        assert!(gallery.contains(&path), "{path}");
        let page = house.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains("EXEMPLE"), "{path}");
        assert_eq!(page.header("x-robots-tag"), "noindex", "{path}");
    }
    for local in [
        "in-force",
        "not-checked",
        "list-over",
        "listed-suspended",
        "listed-revoked",
        "unknown-key",
        "key-refused",
        "altered",
        "malformed",
        "no-keys",
        "unable",
    ] {
        let path = format!("/fr/gallery/offline-{local}");
        assert!(gallery.contains(&path), "{path}");
        let page = house.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains("EXEMPLE"), "{path}");
        assert_eq!(page.header("x-robots-tag"), "noindex", "{path}");
    }
    let after = house.service.store.audit_recent(None, 100).await.unwrap();
    assert_eq!(before, after);
    assert_eq!(
        house.get("/gallery/none").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn keys_and_times_are_those_of_this_service() {
    let house = House::open_with(|config| {
        config.batches.keep_days = 123;
        config.service.contact = Some("aide@sceau.example".into());
    })
    .await;
    let how = house.get("/fr/how").await.text();
    for key in house.service.trusted().seals {
        assert!(how.contains(&key.id.0));
    }
    let privacy = house.get("/fr/privacy").await.text();
    assert!(privacy.contains("123 jours"));
    assert!(privacy.contains("mailto:aide@sceau.example"));
}

/// The draft that the page of a verdict carries.
fn draft(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"draft\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

async fn receipt(house: &House, form: &str) -> Answer {
    let page = house
        .form("/fr/verify", format!("code={}", house.code()))
        .await;
    let draft = draft(&page.text());
    house
        .form(&format!("/fr/receipt/{form}"), format!("draft={draft}"))
        .await
}

/// A form with one file.
fn with_file(bytes: &[u8]) -> (String, Vec<u8>) {
    let mut body =
        b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n".to_vec();
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    ("multipart/form-data; boundary=b".to_owned(), body)
}

#[tokio::test]
async fn a_receipt_is_signed_and_told_for_what_it_is() {
    let house = House::open().await;
    let json = receipt(&house, "json").await;
    assert_eq!(json.status, StatusCode::OK);
    assert!(
        json.header("content-disposition")
            .contains("recu-de-verification.json")
    );
    let (kind, body) = with_file(&json.body);
    let page = house.post("/fr/verify", &kind, body).await.text();
    assert!(page.contains("<h1>Reçu authentique</h1>"), "{page}");
    assert!(page.contains("Certificat authentique"));
    assert!(page.contains("SPÉCIMEN"));

    // The API answers that it is no certificate.
    let answer = house
        .post(
            "/api/v1/verifications",
            "application/octet-stream",
            json.body.clone(),
        )
        .await
        .json();
    assert_eq!(answer["verdict"], "unreadable");
    assert_eq!(answer["checks"][0]["reason"]["id"], "receipt");

    let mut other = json.json();
    let payload = other["payload"].as_str().unwrap().replacen('A', "B", 1);
    other["payload"] = payload.into();
    let (kind, body) = with_file(other.to_string().as_bytes());
    let page = house.post("/fr/verify", &kind, body).await.text();
    assert!(page.contains("<h1>Reçu non authentique</h1>"), "{page}");
}

#[tokio::test]
async fn the_pdf_of_a_receipt_carries_it_and_shows_when_it_was_altered() {
    let house = House::open().await;
    let pdf = receipt(&house, "pdf").await;
    assert_eq!(pdf.status, StatusCode::OK);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    let (kind, body) = with_file(&pdf.body);
    let page = house.post("/en/verify", &kind, body).await.text();
    assert!(page.contains("<h1>Authentic receipt</h1>"), "{page}");
    assert!(!page.contains("The PDF was altered"));
    let mut longer = pdf.body.clone();
    longer.extend(b"\n% more\n");
    let (kind, body) = with_file(&longer);
    let page = house.post("/en/verify", &kind, body).await.text();
    assert!(page.contains("The PDF was altered"), "{page}");
}

#[tokio::test]
async fn a_receipt_says_no_more_than_the_page() {
    let house = House::open().await;
    let json = receipt(&house, "json").await.json();
    let payload = json["payload"].as_str().unwrap();
    let payload =
        base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, payload);
    let says: Value = serde_json::from_slice(&payload.unwrap()).unwrap();
    assert_eq!(says["verdict"], "authentic");
    assert_eq!(says["status_list"]["version"], 1);
    // A code shows no birth date; neither does its receipt, nor the code itself.
    assert!(says["certificate"].get("birth_date").is_none());
    assert!(!says.to_string().contains("2007-03-14"));
    assert!(!says.to_string().contains(house.certificate.code.as_str()));
}

#[tokio::test]
async fn nothing_is_signed_but_what_was_answered_lately() {
    let house = House::open().await;
    let page = house
        .form("/fr/verify", format!("code={}", house.code()))
        .await;
    let draft = draft(&page.text());
    let (body, tag) = draft.split_once('.').unwrap();
    for wrong in [
        format!("{body}A.{tag}"),
        format!("{body}.{}", tag.replace(&tag[..4], "AAAA")),
        body.to_owned(),
        String::new(),
        "A".repeat(100_000),
    ] {
        let answer = house.form("/receipt/json", format!("draft={wrong}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
    let now = house.service.clock.now();
    let late = now + Duration::hours(24) + Duration::seconds(1);
    let refused = crate::receipts::sign(&house.service, &draft, late).await;
    assert!(matches!(refused, Err(crate::receipts::Error::TooLate)));
    let answer = house.form("/receipt/other", format!("draft={draft}")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_brake_stops_receipts_too() {
    let house = House::open().await;
    let freeze = crate::store::Freeze {
        since: house.service.clock.now(),
        operator: "test".into(),
        reason: "a key may be in other hands".into(),
    };
    assert!(house.service.store.freeze(&freeze).await.unwrap());
    // A look at the brake is believed for a second.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let answer = receipt(&house, "json").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
}

async fn report(house: &House, body: &str) -> Answer {
    house.form("/fr/report", body.to_owned()).await
}

#[tokio::test]
async fn a_report_is_kept_and_a_faulty_one_keeps_what_was_typed() {
    let house = House::open().await;
    let faulty = report(&house, "what=&origin=par+courriel&contact=&code=").await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = faulty.text();
    assert!(text.contains("href=\"#what\"") && text.contains("aria-invalid=\"true\""));
    assert!(text.contains("value=\"par courriel\""));
    assert!(text.contains("<title>Erreur"));

    let kept = report(
        &house,
        "what=gratt%C3%A9&origin=courriel&contact=rh%40a.example&code=",
    )
    .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(kept.header("location"), "/fr/report/sent");
    let reports = house
        .service
        .store
        .reports(crate::store::WhichReports::Open, None, 10)
        .await
        .unwrap();
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].contact.as_deref(), Some("rh@a.example"));
    assert_eq!(reports[0].code, None);
}

#[tokio::test]
async fn one_address_sends_few_reports() {
    let house = House::open().await;
    for _ in 0..3 {
        assert_eq!(
            report(&house, "what=a&origin=b").await.status,
            StatusCode::SEE_OTHER
        );
    }
    let refused = report(&house, "what=a&origin=b").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        house
            .service
            .store
            .reports(crate::store::WhichReports::Open, None, 10)
            .await
            .unwrap()
            .len(),
        3
    );
}

#[tokio::test]
async fn error_pages_say_what_to_do_meanwhile() {
    let house = House::open_with(|config| config.limits.requests_per_minute = 1).await;
    let missing = house.get_as("/fr/nothing", "text/html").await.text();
    assert!(missing.contains("Erreur 404") && missing.contains("href=\"/fr/c\""));
    let ask = async || {
        let request = Request::post("/fr/verify")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded");
        house.ask(request.body("code=7K2M".into()).unwrap()).await
    };
    ask().await;
    let refused = ask().await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let text = refused.text();
    assert!(
        text.contains("Erreur 429") && text.contains("href=\"/fr/v\""),
        "{text}"
    );
}
