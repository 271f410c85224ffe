//! The keys, their dates, and what is to be done.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use chrono::{DateTime, Utc};

use super::{ConsolePage, READERS};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::{day, drawn};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::text;
use crate::keys::{KeyAdvice, KeyDates, KeyStanding};

pub(super) fn routes() -> Router<App> {
    localised("/console/keys", get(keys))
}

#[derive(Template)]
#[template(path = "console/keys.html", config = "src/http/askama.toml")]
struct Sheet {
    page: ConsolePage,
    keys: Vec<Key>,
    /// The next thing that ends, and when.
    next: Option<(String, String)>,
    crl_until: Option<String>,
}

/// A key, for people.
pub(super) struct Key {
    pub(super) id: String,
    /// Id of the sentence that says what it signs.
    pub(super) purpose: String,
    /// Icon and word of how it stands.
    tag: &'static str,
    standing: String,
    since: String,
    until: Option<String>,
    /// Name of the token that holds it.
    token: Option<String>,
    /// Id of the sentence that says what is to be done, and the command for it.
    pub(super) advice: Option<(&'static str, String)>,
}

/// `GET /console/keys`
async fn keys(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require_any(READERS)?;
    let title = text(language, "console-keys-title");
    let page = ConsolePage::new(&app, language, title, &signed)
        .at("/console/keys", "keys")
        .with_icons(&["ok", "warn", "bad", "none"]);
    let now = app.service.clock.now();
    let dates = app.service.keyring.dates();
    let signing = dates
        .iter()
        .filter(|key| key.standing == KeyStanding::Signs);
    let next = signing
        .filter_map(|key| Some((key.ends_at?, key)))
        .min_by_key(|(end, _)| *end)
        .map(|(end, key)| (key.id.to_string(), page.day(end)));
    let crl_until = app.service.keyring.crl_until().map(|at| page.day(at));
    let keys = dates.iter().map(|key| shown(&page, key, now)).collect();
    let sheet = Sheet {
        page,
        keys,
        next,
        crl_until,
    };
    drawn(StatusCode::OK, &sheet)
}

impl ConsolePage {
    /// A day, in the zone of the centre.
    pub(super) fn day(&self, at: DateTime<Utc>) -> String {
        day(
            self.page.language,
            at.with_timezone(&self.zone).date_naive(),
        )
    }
}

/// A key as people see it.
pub(super) fn shown(page: &ConsolePage, key: &KeyDates, now: DateTime<Utc>) -> Key {
    let (tag, standing, ended) = match key.standing {
        KeyStanding::Signs => ("ok", "signs", None),
        KeyStanding::Replaced => ("warn", "replaced", None),
        KeyStanding::Retired(at) => ("none", "retired", Some(at)),
        KeyStanding::Compromised(at) => ("bad", "compromised", Some(at)),
    };
    let purpose = key.purpose;
    let advice = match key.advice(now) {
        KeyAdvice::Nothing => None,
        KeyAdvice::ReplaceExample => {
            Some(("console-key-replace-example", "sceau keys new".to_owned()))
        }
        KeyAdvice::RotateSoon => Some((
            "console-key-rotate-soon",
            format!("sceau keys rotate --purpose {purpose}"),
        )),
        KeyAdvice::RotateNow => Some((
            "console-key-rotate-now",
            format!("sceau keys rotate --purpose {purpose}"),
        )),
        KeyAdvice::Retire => {
            let command = format!("sceau keys retire {}", key.id);
            Some(("console-key-retire", command))
        }
    };
    Key {
        id: key.id.to_string(),
        purpose: page.t(&format!("console-key-{purpose}")),
        tag,
        standing: page.t(&format!("console-key-{standing}")),
        since: page.day(key.not_before),
        until: ended.or(key.ends_at).map(|at| page.day(at)),
        token: key.token.clone(),
        advice,
    }
}
