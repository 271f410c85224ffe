//! The page that reads seals, as a small application for exam desks: it verifies signatures in the
//! browser, and goes on without a network with the keys and lists that it was told to keep.

use std::collections::BTreeSet;

use askama::Template;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono_tz::Tz;
use serde_json::json;

use super::local::{self, ANSWERS, Asks, Local, Shows};
use crate::credential::did_web;
use crate::framework::Framework;
use crate::http::assets;
use crate::http::error::ApiError;
use crate::http::headers::Grants;
use crate::http::language::Speaks;
use crate::http::pages::{Page, drawn, granted};
use crate::http::router::App;
use crate::i18n::{Language, place, text, text_with};
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
    /// How an instant is written, with places for its parts.
    instant: String,
    answers: Vec<Answer>,
    /// What the checks of the answers are called, and why they went so.
    texts: Vec<String>,
    /// What an outcome is called, by its sign.
    outcomes: [(&'static str, String); 3],
    grids: Vec<Grid>,
    /// The figure's label, with places for its values.
    label: String,
}

/// An answer for the script.
struct Answer {
    name: &'static str,
    class: &'static str,
    icon: &'static str,
    title: &'static str,
    explained: &'static str,
    /// Which button asks the service.
    ask: Option<&'static str>,
    shows: Option<&'static str>,
    /// Its checks: the places of name and reason among the texts, and the sign between them.
    told: String,
    count: String,
}

/// A framework's names, for the script to fill in the levels.
struct Grid {
    id: String,
    version: u32,
    /// As people call it.
    name: String,
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
        name: text_with(
            language,
            "pages-framework-version",
            &[
                ("name", framework.name.get(language).into()),
                ("version", framework.version.to_string().into()),
            ],
        ),
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
    let zone = service.config.service.time_zone;
    let frameworks = service.frameworks.iter();
    let desk = Desk {
        page,
        error: None,
        typed: String::new(),
        born: String::new(),
        issuer_did: did_web(&service.config.service.public_url),
        public_url: service.config.service.public_url.clone(),
        zone: zone.name(),
        instant: instant(language, zone),
        answers: ANSWERS.iter().map(|it| answer(it, language)).collect(),
        texts: messages().iter().map(|id| said(id, language)).collect(),
        outcomes: ["ok", "bad", "none"].map(|sign| (sign, text(language, local::outcome(sign)))),
        label: text_with(language, "pages-figure-label", &places),
        grids: frameworks.map(|it| grid(it, language)).collect(),
    };
    let response = drawn(StatusCode::OK, &desk)?;
    Ok(granted(response, Grants::Desk))
}

fn instant(language: Language, zone: Tz) -> String {
    let parts = ["date", "hour", "minute"].map(|part| (part, format!("[{part}]").into()));
    let mut parts = parts.to_vec();
    parts.push(("zone", place(zone).into()));
    text_with(language, "pages-instant", &parts)
}

/// The messages of all checks, each once.
fn messages() -> BTreeSet<&'static str> {
    let checks = ANSWERS.iter().flat_map(|answer| answer.checks);
    checks.flat_map(|(check, _, why)| [*check, *why]).collect()
}

fn said(id: &str, language: Language) -> String {
    text_with(language, id, &[("date", "[date]".into())])
}

fn answer(local: &Local, language: Language) -> Answer {
    let messages = messages();
    let place = |wanted: &str| messages.iter().position(|id| *id == wanted);
    let told = local
        .checks
        .iter()
        .filter_map(|(check, sign, why)| Some(format!("{} {sign} {}", place(check)?, place(why)?)));
    Answer {
        name: local.name,
        class: local.class,
        icon: local.icon,
        title: local.title,
        explained: local.explained,
        ask: match local.ask {
            Asks::Nothing => None,
            Asks::State => Some("state"),
            Asks::All => Some("plain"),
        },
        shows: match local.shows {
            Shows::Nothing => None,
            Shows::Former => Some("former"),
            Shows::Whole => Some("whole"),
        },
        told: told.collect::<Vec<_>>().join(" "),
        count: local.count(language),
    }
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
const FILES: [&str; 13] = [
    "sceau.css",
    "figure.js",
    "file.js",
    "code.js",
    "seal.js",
    "lists.js",
    "present.js",
    "desk.js",
    "kept.js",
    "keep.js",
    "reading.js",
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
