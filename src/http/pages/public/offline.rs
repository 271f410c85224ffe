//! The page that reads seals, as a small application for exam desks: it verifies signatures in the
//! browser, and goes on without a network with the keys and lists that it was told to keep.

use std::collections::BTreeMap;

use askama::Template;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::local::{self, ANSWERS, Local, Shows};
use crate::credential::did_web;
use crate::framework::Framework;
use crate::http::assets;
use crate::http::error::ApiError;
use crate::http::headers::Grants;
use crate::http::language::Speaks;
use crate::http::pages::{Page, drawn, granted};
use crate::http::router::App;
use crate::i18n::{Language, text, text_with};
use crate::verification::{self, Seen};

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
    /// Each with how many of its checks went how.
    answers: Vec<(&'static Local, String)>,
    /// What the checks of the answers are called and why they went so, by message.
    texts: BTreeMap<&'static str, String>,
    grids: Vec<Grid>,
    /// The figure's label, with places for its values.
    label: String,
    heart: &'static str,
}

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
    let places = [
        ("first", "[first]"),
        ("last", "[last]"),
        ("levels", "[levels]"),
    ];
    let places = places.map(|(name, place)| (name, place.into()));
    let page = Page::new(&app, language, text(language, "pages-seal-title"))
        .at("/v", "verify")
        .with_icons(&icons)
        .with_icons(&["ok", "warn", "bad", "none"])
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
        answers: ANSWERS.iter().map(|it| (it, it.count(language))).collect(),
        texts: texts(language),
        label: text_with(language, "pages-figure-label", &places),
        heart: assets::inline("heart.txt").trim(),
        grids: frameworks.map(|it| grid(it, language)).collect(),
    };
    let response = drawn(StatusCode::OK, &desk)?;
    Ok(granted(response, Grants::Desk))
}

fn texts(language: Language) -> BTreeMap<&'static str, String> {
    let date = [("date", "[date]".into())];
    let checks = ANSWERS.iter().flat_map(|answer| answer.checks);
    let mut texts: BTreeMap<&str, String> = checks
        .flat_map(|(check, _, reason)| [*check, *reason])
        .map(|id| (id, text_with(language, id, &date)))
        .collect();
    for class in ["ok", "bad", "none"] {
        texts.insert(class, text(language, local::outcome(class)));
    }
    texts
}

/// `POST /v/picture`: what the camera sees, where a browser can't read it itself. The seal goes back,
/// and is verified there like any other; the picture is not kept.
pub(super) async fn picture(
    State(app): State<App>,
    picture: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let seen = verification::seen(&app.service.verifier(), picture?.to_vec()).await?;
    let told = match seen {
        Seen::Seal(seal) => json!({ "seal": seal }),
        Seen::Other => json!({ "seen": "other" }),
        Seen::Nothing => json!({ "seen": "nothing" }),
    };
    Ok(Json(told).into_response())
}

/// What the page is made of.
const FILES: [&str; 10] = [
    "sceau.css",
    "figure.js",
    "file.js",
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
