//! The whole router with a real register, real keys and one real certificate.

mod accounts;
mod acts;
mod answers;
mod batches;
mod certificates;
mod clients;
mod console;
mod corrections;
mod description;
mod desk;
mod handling;
mod holder;
mod invitations;
mod limits;
#[cfg(feature = "oidc")]
mod oidc;
mod organisation;
mod pages;
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
