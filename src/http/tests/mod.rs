//! The whole router with a real register, real keys and one real certificate.

mod accounts;
mod acts;
mod batches;
mod certificates;
mod clients;
mod console;
mod description;
mod desk;
mod holder;
mod limits;
#[cfg(feature = "oidc")]
mod oidc;
mod organisation;
mod partners;
mod public;
mod repeats;
mod sessions;
mod webhooks;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

use super::router;
use crate::access::{Bearer, BearerKind, ClientId};
use crate::archive::Archive;
use crate::clock::Clock;
use crate::config::{Config, Location};
use crate::credential::{RevocationReason, VerificationCode, badge};
use crate::document;
use crate::i18n::Language;
use crate::issuance::{self, Judged, Order, Renderer};
use crate::results;
use crate::revocation;
use crate::service::Service;
use crate::store::{Certificate, Client, Store};

const SESSION: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/session.csv"));

/// A service with one certificate, held open with its folder.
pub(super) struct House {
    pub(super) service: Arc<Service>,
    router: Router,
    certificate: Certificate,
    document: Vec<u8>,
    _folder: TempDir,
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl House {
    pub(super) async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.store.path = folder.path().join("sceau.db");
        config.archive.folder = folder.path().join("archive");
        config.keys.folder = concat!(env!("CARGO_MANIFEST_DIR"), "/keys.example").into();
        change(&mut config);
        Store::migrate(config.store.location()).await.unwrap();
        Archive::create(&config.archive).await.unwrap();
        let clock = Clock::Fixed("2026-11-21T09:42:07Z".parse().unwrap());
        let service = Arc::new(Service::open(config, clock).await.unwrap());
        let (certificate, document) = issue_line(&service, 1).await;
        revocation::publish_all(&service.office()).await.unwrap();
        Self {
            router: router(Arc::clone(&service)),
            service,
            certificate,
            document,
            _folder: folder,
        }
    }

    pub(super) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: to_bytes(response.into_body(), 10 << 20)
                .await
                .unwrap()
                .to_vec(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    async fn get_as(&self, path: &str, accept: &str) -> Answer {
        let request = Request::get(path).header("accept", accept);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// A client's key with these scopes.
    async fn key(&self, name: &str, scopes: &str) -> String {
        let client = Client {
            id: ClientId(Uuid::now_v7()),
            name: name.parse().unwrap(),
            scopes: scopes.parse().unwrap(),
            requests_per_minute: None,
            created_at: self.service.clock.now(),
            disabled_at: None,
        };
        let store = &self.service.store;
        assert!(store.add_client(&client, "test").await.unwrap());
        let key = Bearer::generate(BearerKind::Key).unwrap();
        let at = client.created_at;
        assert!(
            store
                .add_key(&client, &key, None, "test", at)
                .await
                .unwrap()
        );
        key.reveal().expose_secret().to_owned()
    }

    async fn get_with(&self, key: &str, path: &str) -> Answer {
        let request = Request::get(path).header("authorization", format!("Bearer {key}"));
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    async fn post_with(&self, key: &str, path: &str, body: Value) -> Answer {
        let request = Request::post(path)
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json");
        self.ask(request.body(body.to_string().into()).unwrap())
            .await
    }

    async fn is_public_and_not_sent_twice(&self, path: &str, answer: Answer) {
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        let again = Request::get(path).header("if-none-match", answer.header("etag"));
        let again = self.ask(again.body(Body::empty()).unwrap()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        assert!(again.body.is_empty(), "{path}");
    }

    async fn post(&self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path).header("content-type", kind);
        self.ask(request.body(body.into()).unwrap()).await
    }

    async fn form(&self, path: &str, body: String) -> Answer {
        self.post(path, "application/x-www-form-urlencoded", body)
            .await
    }

    async fn ask_api(&self, body: Value) -> Answer {
        self.post(
            "/api/v1/verifications",
            "application/json",
            body.to_string(),
        )
        .await
    }

    pub(super) fn code(&self) -> String {
        self.certificate.code.grouped()
    }

    fn token(&self) -> String {
        let keyring = &self.service.keyring;
        let certificate = &self.certificate;
        let token = keyring.link_token(certificate.id, certificate.link_generation);
        token.expose_secret().to_owned()
    }

    async fn revoke(&self) {
        let office = self.service.office();
        let reason = RevocationReason::IssuedInError;
        revocation::revoke(&office, self.certificate.id, reason, "test")
            .await
            .unwrap();
    }
}

/// Issues a certificate for one line of the example session.
async fn issue_line(service: &Service, line: usize) -> (Certificate, Vec<u8>) {
    let mut lines = SESSION.lines();
    let (header, row) = (lines.next().unwrap(), lines.nth(line - 1).unwrap());
    issue_row(service, &format!("{header}\n{row}")).await
}

/// Issues a certificate for a file with one row.
async fn issue_row(service: &Service, bytes: &str) -> (Certificate, Vec<u8>) {
    let framework = service.framework().unwrap();
    let input = results::Input {
        file_name: "session.csv",
        bytes: bytes.as_bytes(),
        format: None,
    };
    let import = results::parse(&input, framework);
    let terms = issuance::Terms::now(service, None);
    let intake = issuance::judge(service, framework, import.results, terms)
        .await
        .unwrap();
    let Some(Judged::Award { award, .. }) = intake.rows.into_iter().next() else {
        panic!("this line of the example is awarded");
    };
    let order = Order {
        award,
        framework: framework.id.clone(),
        language: Language::French,
        delivery_date: "2026-11-21".parse().unwrap(),
        supersedes: None,
        operator: "test".into(),
    };
    let mut issued = None;
    let take = |row: issuance::RowOutcome| issued = Some(row.outcome.unwrap());
    let direct = issuance::Direct {
        operator: "test",
        approver: Some("second"),
        file: crate::store::Digest([0; 32]),
        certificates: 1,
    };
    let run = issuance::Run {
        orders: vec![order],
        at_once: 1,
        permit: issuance::permit(service, direct).await.unwrap(),
    };
    issuance::issue_batch(service, &Renderer::Here, run, take).await;
    let issued = issued.unwrap();
    (issued.certificate, issued.document)
}

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
    assert_eq!(addresses.len(), 5, "{addresses:?}");
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

#[tokio::test]
async fn problems_are_written_as_rfc_9457_asks() {
    let house = House::open().await;
    let request = Request::post("/api/v1/verifications")
        .header("content-type", "application/json")
        .header("accept-language", "en");
    let answer = house.ask(request.body(Body::from("{")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let mut problem = answer.json();
    assert_eq!(problem["request_id"], answer.header("x-request-id"));
    assert_eq!(
        problem["instance"],
        format!("/requests/{}", answer.header("x-request-id"))
    );
    problem["request_id"] = "…".into();
    problem["instance"] = "…".into();
    insta::assert_json_snapshot!(problem);
    let explained = house.get("/problems/malformed").await;
    assert_eq!(explained.status, StatusCode::OK);
}

#[tokio::test]
async fn each_kind_of_fault_has_its_status() {
    let house = House::open().await;
    let kind = "application/json";
    let api = "/api/v1/verifications";
    assert_eq!(house.get(api).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(house.get("/nothing").await.status, StatusCode::NOT_FOUND);
    let sent = async |kind: &str, body: &'static str| house.post(api, kind, body).await.status;
    assert_eq!(sent(kind, "{}").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        sent(kind, "{\"cod\":\"\"}").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        sent("text/plain", "").await,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let house = House::open_with(|config| config.limits.upload_bytes = 1000).await;
    let large = vec![b'%'; 70_000];
    let answer = house
        .post("/api/v1/verifications", "application/pdf", large)
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn look_ups_beyond_the_share_wait() {
    let house = House::open_with(|config| config.limits.requests_per_minute = 1).await;
    let first = house.ask_api(json!({ "code": house.code() })).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.header("ratelimit").starts_with("\"look-ups\";r=0;t="));
    let second = house.ask_api(json!({ "code": house.code() })).await;
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(second.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(house.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let house = House::open().await;
    let request = Request::post("/verify")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .header("accept", "text/html");
    let body = Body::from(format!("code={}", house.code()));
    let answer = house.ask(request.body(body).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn keys_and_lists_are_public_and_not_sent_twice() {
    let house = House::open().await;
    for path in ["/.well-known/jwks.json", "/.well-known/sceau.crl"] {
        let answer = house.get(path).await;
        assert_eq!(answer.header("cache-control"), "public, max-age=300");
        house.is_public_and_not_sent_twice(path, answer).await;
    }
    let list = house.certificate.status.list;
    for path in [
        format!("/status/revocation/{list}"),
        format!("/status/suspension/{list}.jwt"),
        format!("/tsl/{list}"),
        format!("/tsl/{list}.cwt"),
        "/tsl/lists.json".to_owned(),
    ] {
        let answer = house.get(&path).await;
        let kept = "public, max-age=300, stale-if-error=86400";
        assert_eq!(answer.header("cache-control"), kept, "{path}");
        house.is_public_and_not_sent_twice(&path, answer).await;
    }
    assert_eq!(
        house.get("/healthz").await.json(),
        json!({ "status": "ok" })
    );
}

#[tokio::test]
async fn a_list_is_sent_in_the_form_that_is_accepted() {
    let house = House::open().await;
    let list = house.certificate.status.list;
    let (bitstring, token) = (format!("/status/revocation/{list}"), format!("/tsl/{list}"));
    for (path, accept, kind) in [
        (&bitstring, "*/*", "application/vc"),
        (&bitstring, "application/ld+json", "application/ld+json"),
        (&bitstring, "application/json", "application/json"),
        (&bitstring, "application/vc+jwt", "application/vc+jwt"),
        (
            &bitstring,
            "application/vc;q=0.1, application/vc+jwt",
            "application/vc+jwt",
        ),
        (&token, "*/*", "application/statuslist+jwt"),
        (
            &token,
            "application/statuslist+cwt",
            "application/statuslist+cwt",
        ),
    ] {
        let answer = house.get_as(path, accept).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {accept}");
        assert_eq!(answer.header("content-type"), kind, "{path} {accept}");
        assert_eq!(answer.header("vary"), "accept", "{path} {accept}");
    }
    // Both ways to a form lead to the same bytes.
    for (path, accept, own) in [
        (&bitstring, "application/vc+jwt", format!("{bitstring}.jwt")),
        (&token, "application/statuslist+cwt", format!("{token}.cwt")),
    ] {
        let (asked, own) = (house.get_as(path, accept).await, house.get(&own).await);
        assert_eq!(asked.body, own.body);
        assert_eq!(asked.header("etag"), own.header("etag"));
    }
    for (path, accept) in [
        (&bitstring, "application/statuslist+jwt"),
        (&token, "application/vc"),
        (&token, "text/csv"),
    ] {
        let refused = house.get_as(path, accept).await;
        assert_eq!(refused.status, StatusCode::NOT_ACCEPTABLE, "{accept}");
        assert_eq!(refused.header("content-type"), "application/problem+json");
        let kind = refused.json()["type"].as_str().unwrap().to_owned();
        assert!(kind.ends_with("/problems/not-acceptable"), "{kind}");
    }
}

#[tokio::test]
async fn lists_that_do_not_exist_and_lists_of_the_past_are_not_found() {
    let house = House::open().await;
    let list = house.certificate.status.list;
    for path in [
        "/status/nothing/1".to_owned(),
        "/status/revocation/99".to_owned(),
        "/status/revocation/01".to_owned(),
        format!("/status/revocation/{list}.cwt"),
        format!("/status/revocation/{list}?timestamp=2026-01-01T00:00:00Z"),
        "/tsl/99".to_owned(),
        "/tsl/-1".to_owned(),
        format!("/tsl/{list}.json"),
        format!("/tsl/{list}?time=1767225600"),
    ] {
        let answer = house.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_page_speaks_the_language_of_the_browser_or_the_address() {
    let house = House::open().await;
    let asked = Request::get("/").header("accept-language", "en-GB,fr;q=0.5");
    let page = house.ask(asked.body(Body::empty()).unwrap()).await.text();
    assert!(page.contains("<html lang=\"en\">") && page.contains("Verify a certificate"));
    let page = house.get("/fr").await.text();
    assert!(page.contains("<html lang=\"fr\">") && page.contains("Vérifier un certificat"));
}

/// What is logged while this lives, by this thread.
#[derive(Clone, Default)]
struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_fault_of_ours_is_logged_under_the_number_that_the_asker_is_given() {
    let house = House::open().await;
    std::fs::remove_dir_all(&house.service.config.archive.folder).unwrap();
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || writer.clone())
        .finish();
    let token = house.token();
    // The first time, a place that logs asks who listens: not while somebody begins to.
    house.form("/fr/c/document", format!("token={token}")).await;
    let answer = {
        let _listening = tracing::subscriber::set_default(subscriber);
        house.form("/fr/c/document", format!("token={token}")).await
    };
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let problem = answer.json();
    assert_eq!(problem["request_id"], answer.header("x-request-id"));
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let cause = logged
        .lines()
        .find(|line| line.contains("missing from the archive"))
        .unwrap();
    assert!(cause.contains(answer.header("x-request-id")), "{cause}");
    assert!(logged.contains("/fr/c/document"), "{logged}");
    assert!(!logged.contains(&token) && !logged.contains(house.certificate.code.as_str()));
    assert!(!answer.text().contains("archive"));
}

#[tokio::test]
async fn problems_speak_both_languages_and_say_what_is_allowed() {
    let house = House::open().await;
    for (language, title) in [
        ("fr", "Ce fichier est trop lourd"),
        ("en", "This file is too large"),
    ] {
        let request = Request::post("/api/v1/verifications")
            .header("content-type", "application/pdf")
            .header("accept-language", language);
        let large = Body::from(vec![b'%'; 11 << 20]);
        let problem = house.ask(request.body(large).unwrap()).await.json();
        assert_eq!(problem["title"], title);
        assert_eq!(problem["status"], 413);
    }
    let wrong = house.get("/api/v1/verifications").await;
    assert_eq!(wrong.header("allow"), "POST");
    assert_eq!(wrong.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_code_that_was_never_issued_is_an_answer_and_no_error() {
    let house = House::open().await;
    let code = crate::credential::VerificationCode::from_random([7; 9]).grouped();
    let answer = house.ask_api(json!({ "code": code })).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["verdict"], "not_found");
    assert!(answer.json().get("certificate").is_none());
}
