//! What whoever has a share link sees: the state first, then what the holder chose to show.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use chrono::{Datelike, NaiveDate, SecondsFormat};

use super::form::HolderForm;
use super::sharing::{level_label, until};
use crate::holder::{self, OpenedShare};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::facts::{self, Facts};
use crate::http::pages::verdict::{self, Headline, Line};
use crate::http::pages::{Page, drawn, instant};
use crate::http::router::{App, localised};
use crate::i18n::{Language, text, text_with};
use crate::store::Shown;

/// `/s`
pub(super) fn routes() -> Router<App> {
    localised("/s", get(ask).post(open))
}

#[derive(Template)]
#[template(path = "holder/share-link.html", config = "src/http/askama.toml")]
struct Link {
    page: Page,
    refused: bool,
}

#[derive(Template)]
#[template(path = "holder/shared.html", config = "src/http/askama.toml")]
struct Shared {
    page: Page,
    token: String,
    state: Headline,
    checked_iso: String,
    checked_at: String,
    name: Option<String>,
    purpose: String,
    until: String,
    /// All that the link shows; nothing if it only answers, or the certificate is not in force.
    facts: Option<Facts>,
    /// The levels of all competences.
    with_levels: bool,
    /// The question that the link answers, and whether it is so.
    least: Option<(String, bool)>,
    rows: Vec<(String, String)>,
    specimen: bool,
    asks_birth_date: bool,
    birth_date: Option<Line>,
    /// What was typed and is no date.
    wrong_date: Option<String>,
}

/// `GET /s`: the script posts the secret that the address carries behind its `#`.
async fn ask(State(app): State<App>, Speaks(language): Speaks) -> Result<Response, ApiError> {
    let page = Page::new(&app, language, text(language, "share-title")).at("/s", "");
    let refused = false;
    drawn(StatusCode::OK, &Link { page, refused })
}

/// `POST /s`
async fn open(
    State(app): State<App>,
    Speaks(language): Speaks,
    form: HolderForm,
) -> Result<Response, ApiError> {
    let typed = form.birth_date.trim();
    let birth_date = date(typed);
    let wrong_date = (!typed.is_empty() && birth_date.is_none())
        .then(|| typed.chars().take(40).collect::<String>());
    let secret = form.link_token();
    let opened = holder::open_share(&app.service, &app.history, secret, birth_date).await?;
    let Some(opened) = opened else {
        let title = text(language, "share-refused-title");
        let page = Page::new(&app, language, title).at("/s", "");
        let refused = true;
        return drawn(StatusCode::NOT_FOUND, &Link { page, refused });
    };
    let wrong_date = wrong_date.filter(|_| opened.share.asks_birth_date);
    let status = if wrong_date.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    drawn(status, &shown(&app, language, opened, secret, wrong_date))
}

/// ISO 8601, or as it is written in France.
fn date(typed: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y"]
        .into_iter()
        .find_map(|way| NaiveDate::parse_from_str(typed, way).ok())
        .filter(|date| date.year() >= 1000)
}

fn shown(
    app: &App,
    language: Language,
    opened: OpenedShare,
    secret: &str,
    wrong_date: Option<String>,
) -> Shared {
    let OpenedShare {
        share,
        verification,
        reached,
    } = opened;
    let service = &app.service;
    let zone = service.config.service.time_zone;
    let state = verdict::state(&verification, language);
    let all = facts::facts(&verification, &service.verifier(), language, zone);
    let name = all.as_ref().map(|facts| facts.name.clone());
    let specimen = all.as_ref().is_some_and(|facts| facts.specimen);
    let in_force = all.filter(|facts| !facts.void);
    let rows = in_force
        .as_ref()
        .map_or_else(Vec::new, |facts| named_rows(&facts.rows, language));
    let with_levels = share.shows == Shown::Levels;
    let facts = in_force
        .filter(|_| matches!(share.shows, Shown::Score | Shown::Levels))
        .map(|facts| Facts {
            name_above: true,
            figure: facts.figure.filter(|_| with_levels),
            domains: if with_levels {
                facts.domains
            } else {
                Vec::new()
            },
            rows: Vec::new(),
            ..facts
        });
    let id = verification.certificate.as_ref();
    let framework = id.and_then(|facts| service.framework_named(&facts.framework).ok());
    let framework = framework.map(AsRef::as_ref);
    let question = match share.shows {
        Shown::LeastLevel(least) => {
            let label = level_label(framework, least, language);
            let values = [("level", label.into())];
            text_with(language, "share-least-level", &values)
        }
        Shown::LeastScore(least) => {
            text_with(language, "share-least-score", &[("score", least.into())])
        }
        Shown::Score | Shown::Levels => String::new(),
    };
    let title = if wrong_date.is_some() {
        format!("{} {}", text(language, "pages-error-prefix"), state.title)
    } else {
        state.title.clone()
    };
    Shared {
        page: Page::new(app, language, title)
            .at("/s", "")
            .with_icons(&[state.icon, state.tag, "ok", "bad", "none"]),
        token: secret.to_owned(),
        checked_iso: verification
            .checked_at
            .to_rfc3339_opts(SecondsFormat::Secs, true),
        checked_at: instant(language, verification.checked_at, zone),
        birth_date: verdict::birth_date(&verification.checks, language),
        asks_birth_date: share.asks_birth_date && name.is_some(),
        until: until(&share, language, zone),
        purpose: share.purpose,
        least: reached.map(|reached| (question, reached)),
        name,
        facts,
        with_levels,
        rows,
        specimen,
        state,
        wrong_date,
    }
}

/// Who issued it and when: not when the exam was.
fn named_rows(rows: &[(String, String)], language: Language) -> Vec<(String, String)> {
    let labels =
        ["pages-issued-on", "pages-issuer", "pages-framework"].map(|id| text(language, id));
    let kept = rows.iter().filter(|(label, _)| labels.contains(label));
    kept.cloned().collect()
}
