//! The pages: what people see. Each module fills one or two templates.

pub(super) mod console;
pub(super) mod errors;
mod facts;
mod figure;
pub(super) mod holder;
pub(super) mod home;
pub(super) mod invitation;
mod next;
pub(super) mod organisation;
#[cfg(feature = "oidc")]
mod provider;
pub(super) mod public;
pub(super) mod receipts;
pub(super) mod results;
pub(super) mod sign_in;
pub(super) mod verdict;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::assets;
use super::error::ApiError;
use super::headers::Grants;
use super::router::App;
use crate::accounts::Role;
use crate::i18n::{FluentValue, Language, day, instant, number, text, text_with};

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
    upload_bytes: usize,
    /// Search engines may list it.
    indexed: bool,
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
            upload_bytes: app.service.config.limits.upload_bytes,
            indexed: false,
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

    fn indexed(mut self) -> Self {
        self.indexed = true;
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

    /// How many, with the thousands apart.
    fn n(&self, count: impl TryInto<u64>) -> String {
        number(self.language, count.try_into().unwrap_or_default())
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

/// A page with what it asks of browsers.
fn granted(mut response: Response, grants: Grants) -> Response {
    response.extensions_mut().insert(grants);
    response
}

pub(super) fn drawn(status: StatusCode, template: &impl Template) -> Result<Response, ApiError> {
    Ok((status, Html(template.render()?)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_that_a_verdict_shows_exists() {
        for name in ["mark", "ok", "bad", "none", "warn", "v-ok", "v-unreadable"] {
            assert!(ICONS.contains_key(name), "{name}");
        }
    }
}
