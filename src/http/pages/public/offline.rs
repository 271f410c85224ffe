//! The page that reads seals, as a small application for exam desks: it verifies signatures in the
//! browser, and goes on without a network with the keys and lists that it was told to keep.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::credential::did_web;
use crate::framework::Framework;
use crate::http::assets;
use crate::http::error::ApiError;
use crate::http::headers::Grants;
use crate::http::language::Speaks;
use crate::http::pages::{Page, drawn, granted};
use crate::http::router::App;
use crate::i18n::{Language, text};

#[derive(Template)]
#[template(path = "seal.html", config = "src/http/askama.toml")]
struct Desk {
    page: Page,
    error: Option<String>,
    typed: String,
    born: String,
    /// In whose name keys and lists must be signed.
    issuer_did: String,
    public_url: String,
    zone: &'static str,
    answers: &'static [Answer],
    grids: Vec<Grid>,
}

/// What the script may have to say about a seal.
struct Answer {
    name: &'static str,
    class: &'static str,
    icon: &'static str,
    title: &'static str,
    explained: &'static str,
    /// Nothing was sent, and the asker may want the service's answer.
    may_send: bool,
}

const fn answer(
    (name, class, icon): (&'static str, &'static str, &'static str),
    (title, explained): (&'static str, &'static str),
    may_send: bool,
) -> Answer {
    Answer {
        name,
        class,
        icon,
        title,
        explained,
        may_send,
    }
}

const ANSWERS: [Answer; 11] = [
    answer(
        ("asking", "warn", "v-offline"),
        ("public-local-asking", "public-local-asking-explained"),
        false,
    ),
    answer(
        ("in-force", "ok", "v-ok"),
        ("public-local-in-force", "public-local-in-force-explained"),
        true,
    ),
    answer(
        ("not-checked", "warn", "v-offline"),
        (
            "public-local-not-checked",
            "public-local-not-checked-explained",
        ),
        true,
    ),
    answer(
        ("listed-revoked", "bad", "v-revoked"),
        ("public-local-revoked", "public-local-revoked-explained"),
        true,
    ),
    answer(
        ("listed-suspended", "warn", "v-suspended"),
        ("public-local-suspended", "public-local-suspended-explained"),
        true,
    ),
    answer(
        ("altered", "bad", "v-altered"),
        ("verdict-not-authentic", "public-local-altered-explained"),
        true,
    ),
    answer(
        ("unknown-key", "none", "v-key"),
        ("verdict-unknown-key", "public-local-unknown-key-explained"),
        true,
    ),
    answer(
        ("key-refused", "bad", "v-altered"),
        (
            "verdict-not-authentic",
            "public-local-key-refused-explained",
        ),
        true,
    ),
    answer(
        ("malformed", "none", "v-unreadable"),
        ("verdict-unreadable", "reason-not-a-seal"),
        false,
    ),
    answer(
        ("no-keys", "none", "v-unreadable"),
        ("public-local-no-keys", "public-local-no-keys-explained"),
        true,
    ),
    answer(
        ("unable", "none", "v-unreadable"),
        ("public-local-unable", "public-local-unable-explained"),
        true,
    ),
];

/// A framework's names, for the script to fill in the levels.
struct Grid {
    id: String,
    version: u32,
    max_level: u8,
    max_score: u32,
    levels: Vec<Level>,
    domains: Vec<Group>,
}

struct Level {
    from: u32,
    to: u32,
    label: String,
}

struct Group {
    code: String,
    name: String,
    rows: Vec<Row>,
}

struct Row {
    code: String,
    name: String,
}

fn grid(framework: &Framework, language: Language) -> Grid {
    let levels = framework.global_levels.iter();
    let domains = framework.domains.iter();
    Grid {
        id: framework.id.clone(),
        version: framework.version,
        max_level: framework.max_level,
        max_score: framework.max_score,
        levels: levels
            .map(|level| Level {
                from: level.from_score,
                to: level.to_score,
                label: level.label.get(language).to_owned(),
            })
            .collect(),
        domains: domains
            .map(|domain| Group {
                code: domain.code.clone(),
                name: domain.name.get(language).to_owned(),
                rows: domain
                    .competences
                    .iter()
                    .map(|competence| Row {
                        code: competence.code.clone(),
                        name: competence.name.get(language).to_owned(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

/// `GET /v`: the script reads the seal that the address carries behind its `#`.
pub(in crate::http) async fn read(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let service = &app.service;
    let icons: Vec<&str> = ANSWERS.iter().map(|answer| answer.icon).collect();
    let page = Page::new(&app, language, text(language, "pages-seal-title"))
        .at("/v", "verify")
        .with_icons(&icons)
        .with_icons(&["ok", "warn", "bad"])
        .indexed();
    let frameworks = service.frameworks.iter();
    let desk = Desk {
        page,
        error: None,
        typed: String::new(),
        born: String::new(),
        issuer_did: did_web(&service.config.service.public_url),
        public_url: service.config.service.public_url.clone(),
        zone: service.config.service.time_zone.name(),
        answers: &ANSWERS,
        grids: frameworks.map(|it| grid(it, language)).collect(),
    };
    let response = drawn(StatusCode::OK, &desk)?;
    Ok(granted(response, Grants::Desk))
}

/// What the page is made of.
const FILES: [&str; 8] = [
    "sceau.css",
    "code.js",
    "seal.js",
    "lists.js",
    "present.js",
    "desk.js",
    "favicon.svg",
    "fonts/eb-garamond-500.woff2",
];

/// `GET /sw.js`: a new version of the page's files is a new script.
pub(super) async fn worker() -> Result<Response, ApiError> {
    let pages = Language::ALL.map(|language| format!("/{language}/v"));
    let files = FILES.map(assets::address);
    let script = format!(
        "const VERSION = {};\nconst PAGES = {};\nconst FILES = {};\n{}",
        serde_json::to_string(assets::version())?,
        serde_json::to_string(&pages)?,
        serde_json::to_string(&files)?,
        assets::inline("sw.js"),
    );
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // Browsers ask again; the answer is the same until the program changes.
        (CACHE_CONTROL, "no-cache"),
        // A worker has the policy that its script came with.
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; connect-src 'self'",
        ),
    ];
    Ok((headers, script).into_response())
}

/// `GET /app.webmanifest`
pub(super) async fn manifest(Speaks(language): Speaks) -> Result<Response, ApiError> {
    let manifest = json!({
        "id": "/v",
        "name": text(language, "public-desk-name"),
        "short_name": "Sceau",
        "lang": language.tag(),
        "start_url": format!("/{language}/v"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#faf8f3",
        "icons": [{
            "src": assets::address("favicon.svg"),
            "sizes": "any",
            "type": "image/svg+xml",
            "purpose": "any",
        }],
    });
    let headers = [
        (CONTENT_TYPE, "application/manifest+json"),
        (CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, serde_json::to_vec(&manifest)?).into_response())
}
