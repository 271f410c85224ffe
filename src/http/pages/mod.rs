//! The pages: what people see. Each module fills one or two templates.

pub(super) mod console;
pub(super) mod errors;
mod facts;
mod figure;
pub(super) mod holder;
pub(super) mod home;
mod next;
#[cfg(feature = "oidc")]
mod provider;
pub(super) mod results;
pub(super) mod sign_in;
pub(super) mod verdict;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

use super::assets;
use super::error::ApiError;
use super::router::App;
use crate::accounts::Role;
use crate::i18n::{FluentValue, Language, text, text_with};

/// Icons by name, each a `<symbol>`.
static ICONS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    assets::inline("icons.svg")
        .lines()
        .filter_map(|line| {
            let name = line.strip_prefix("<symbol id=\"")?.split('"').next()?;
            Some((name, line))
        })
        .collect()
});

/// What every page has.
struct Page {
    language: Language,
    title: String,
    /// The address behind the language, for the switch.
    path: Cow<'static, str>,
    /// Which entry of the navigation this is.
    current: &'static str,
    issuer: String,
    sprite: String,
    upload_megabytes: usize,
}

impl Page {
    fn new(app: &App, language: Language, title: String) -> Self {
        Self {
            language,
            title,
            path: Cow::Borrowed(""),
            current: "",
            issuer: app.service.config.issuer.name.clone(),
            sprite: String::new(),
            upload_megabytes: app.service.config.limits.upload_bytes >> 20,
        }
        .with_icons(&["mark"])
    }

    fn at(mut self, path: impl Into<Cow<'static, str>>, current: &'static str) -> Self {
        self.path = path.into();
        self.current = current;
        self
    }

    fn with_icons(mut self, names: &[&str]) -> Self {
        for symbol in names.iter().filter_map(|name| ICONS.get(name)) {
            if !self.sprite.contains(symbol) {
                self.sprite.push_str(symbol);
            }
        }
        self
    }

    fn tag(&self) -> &'static str {
        self.language.tag()
    }

    fn other(&self) -> &'static str {
        match self.language {
            Language::French => Language::English.tag(),
            Language::English => Language::French.tag(),
        }
    }

    fn t(&self, id: &str) -> String {
        text(self.language, id)
    }

    fn one<'a>(&self, id: &str, name: &str, value: impl Into<FluentValue<'a>>) -> String {
        text_with(self.language, id, &[(name, value.into())])
    }

    /// A role, for people.
    fn role(&self, role: Role) -> String {
        self.t(&format!("accounts-role-{role}"))
    }

    #[expect(clippy::unused_self, reason = "templates ask the page")]
    fn asset(&self, name: &str) -> String {
        assets::address(name)
    }
}

pub(super) fn drawn(status: StatusCode, template: &impl Template) -> Result<Response, ApiError> {
    Ok((status, Html(template.render()?)).into_response())
}

/// `21 mai 2026`
fn day(language: Language, date: NaiveDate) -> String {
    let values = [
        ("day", date.day().into()),
        ("month", date.month().into()),
        // As text: a number would be free to group its thousands.
        ("year", date.year().to_string().into()),
    ];
    text_with(language, "document-date", &values)
}

/// `21 mai 2026 à 10 h 42 (Europe/Paris)`
fn instant(language: Language, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let values = [
        ("date", day(language, local.date_naive()).into()),
        ("hour", local.hour().to_string().into()),
        ("minute", format!("{:02}", local.minute()).into()),
        ("zone", zone.name().into()),
    ];
    text_with(language, "pages-instant", &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_each_language_writes_them() {
        let at = "2026-11-21T09:02:07Z".parse().unwrap();
        let zone = chrono_tz::Europe::Paris;
        assert_eq!(
            instant(Language::French, at, zone),
            "21 novembre 2026 à 10 h 02 (Europe/Paris)"
        );
        assert_eq!(
            instant(Language::English, at, zone),
            "21 November 2026, 10:02 (Europe/Paris)"
        );
    }

    #[test]
    fn every_icon_that_a_verdict_shows_exists() {
        for name in ["mark", "ok", "bad", "none", "warn", "v-ok", "v-unreadable"] {
            assert!(ICONS.contains_key(name), "{name}");
        }
    }
}
