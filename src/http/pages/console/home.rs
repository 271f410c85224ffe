//! What waits for the person who has just come in.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::Duration;

use super::health::{Frozen, frozen};
use super::keys::shown;
use super::{ConsolePage, READERS, corrections, reports};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::text;
use crate::operations::{self, Overview};

/// A status list that ends so soon should have been signed anew.
const LISTS_NOTICE: Duration = Duration::hours(6);

pub(super) fn routes() -> Router<App> {
    localised("/console", get(home))
}

#[derive(Template)]
#[template(path = "console/home.html", config = "src/http/askama.toml")]
struct Home {
    page: ConsolePage,
    frozen: Option<Frozen>,
    matters: Vec<Matter>,
}

/// Something that waits for somebody.
struct Matter {
    tag: &'static str,
    what: String,
    path: &'static str,
    link: String,
}

/// `GET /console`
async fn home(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    if !signed.account.is_operator() && signed.organisation().is_ok() {
        return Ok(Redirect::to(&format!("/{language}/organisation")).into_response());
    }
    signed.require_any(READERS)?;
    let overview = operations::overview(&app.service).await?;
    let title = text(language, "console-home-title");
    let page = ConsolePage::new(&app, language, title, &signed)
        .at("/console", "console")
        .with_icons(&["ok", "warn", "bad", "none"]);
    let home = Home {
        frozen: frozen(&app, &page, &overview).await?,
        matters: matters(&page, &overview),
        page,
    };
    drawn(StatusCode::OK, &home)
}

/// What waits for somebody with these roles, the worst first.
fn matters(page: &ConsolePage, overview: &Overview) -> Vec<Matter> {
    let mut matters = Vec::new();
    let mut add = |tag, what, path, link: &str| {
        let link = page.t(link);
        matters.push(Matter {
            tag,
            what,
            path,
            link,
        });
    };
    let health = ("/console/health", "console-matter-health");
    if let Some(bad) = overview
        .self_check
        .map(|last| last.bad)
        .filter(|bad| *bad > 0)
    {
        let what = page.one("console-matter-bad", "count", bad);
        add("bad", what, health.0, health.1);
    }
    let soon = overview.at + LISTS_NOTICE;
    if let Some((_, until)) = overview.lists.filter(|(_, until)| *until <= soon) {
        let until = page.instant(until);
        let what = page.one("console-matter-lists", "until", until);
        add("bad", what, health.0, health.1);
    }
    if overview.dead > 0 {
        let what = page.one("console-matter-dead", "count", overview.dead);
        add("warn", what, health.0, health.1);
    }
    for key in &overview.keys {
        let key = shown(page, key, overview.at);
        if let Some((advice, _)) = &key.advice {
            let what = format!(
                "{} ({}){}{}",
                key.purpose,
                key.id,
                page.t("pages-colon"),
                page.t(advice)
            );
            add("warn", what, "/console/keys", "console-matter-keys");
        }
    }
    if overview.reports > 0 && page.any(reports::READERS) {
        let what = page.one("console-matter-reports", "count", overview.reports);
        add(
            "warn",
            what,
            "/console/reports",
            "console-matter-see-reports",
        );
    }
    if overview.corrections > 0 && page.any(corrections::READERS) {
        let what = page.one("console-matter-corrections", "count", overview.corrections);
        let path = "/console/corrections";
        add("none", what, path, "console-matter-see-corrections");
    }
    if overview.drafts > 0 && page.any(&[Role::Issuer]) {
        let what = page.one("console-matter-drafts", "count", overview.drafts);
        add("none", what, "/console/batches", "console-matter-batches");
    }
    matters
}
