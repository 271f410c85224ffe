//! The operators' pages: each asks for a role, calls one conductor and shows what it says.

mod accounts;
mod audit;
mod audit_csv;
mod batches;
mod certificates;
mod corrections;
mod freeze;
mod health;
mod home;
mod invite;
mod keys;
mod own;
mod reports;
mod sessions;
mod trail;
mod who;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Page, instant};
use crate::accounts::{Role, Roles};
use crate::http::error::ApiError;
use crate::http::router::{App, FORM_BYTES};
use crate::http::session::Signed;
use crate::i18n::Language;

pub(in crate::http) fn routes() -> Router<App> {
    Router::new()
        .merge(home::routes())
        .merge(keys::routes())
        .merge(audit::routes())
        .merge(corrections::routes())
        .merge(reports::routes())
        .merge(health::routes())
        .merge(freeze::routes())
        .merge(accounts::routes())
        .merge(invite::routes())
        .merge(own::routes())
        .merge(certificates::routes())
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        // Files of results are larger than forms.
        .merge(batches::routes())
        .merge(sessions::routes())
}

/// An entry of the navigation, for whoever has one of the roles.
struct Entry {
    current: &'static str,
    path: &'static str,
    label: &'static str,
    roles: &'static [Role],
}

/// Who may look at what is issued.
const READERS: &[Role] = &[
    Role::Issuer,
    Role::Revoker,
    Role::Auditor,
    Role::Administrator,
];

const ENTRIES: [Entry; 11] = [
    Entry {
        current: "console",
        path: "/console",
        label: "console-nav-home",
        roles: READERS,
    },
    Entry {
        current: "batches",
        path: "/console/batches",
        label: "console-nav-batches",
        roles: &[Role::Issuer, Role::Auditor],
    },
    Entry {
        current: "certificates",
        path: "/console/certificates",
        label: "console-nav-certificates",
        roles: &[Role::Issuer, Role::Revoker, Role::Auditor],
    },
    Entry {
        current: "corrections",
        path: "/console/corrections",
        label: "corrections-nav",
        roles: &[Role::Issuer, Role::Revoker],
    },
    Entry {
        current: "reports",
        path: "/console/reports",
        label: "reports-nav",
        roles: reports::READERS,
    },
    Entry {
        current: "sessions",
        path: "/console/sessions",
        label: "console-nav-sessions",
        roles: &[Role::Issuer, Role::Auditor],
    },
    Entry {
        current: "keys",
        path: "/console/keys",
        label: "console-nav-keys",
        roles: READERS,
    },
    Entry {
        current: "audit",
        path: "/console/audit",
        label: "console-nav-audit",
        roles: &[Role::Auditor, Role::Administrator],
    },
    Entry {
        current: "health",
        path: "/console/health",
        label: "console-nav-health",
        roles: READERS,
    },
    Entry {
        current: "accounts",
        path: "/console/accounts",
        label: "console-nav-accounts",
        roles: &[Role::Administrator],
    },
    Entry {
        current: "organisation",
        path: "/organisation",
        label: "console-nav-organisation",
        roles: &[Role::Member],
    },
];

/// What every page of the console has: a [`Page`], who is signed in, and the token of his forms.
pub(in crate::http::pages) struct ConsolePage {
    page: Page,
    /// What the person is called.
    name: String,
    /// For the field `csrf` of every form.
    csrf: String,
    roles: Roles,
    zone: Tz,
}

impl ConsolePage {
    pub(in crate::http::pages) fn new(
        app: &App,
        language: Language,
        title: String,
        signed: &Signed,
    ) -> Self {
        Self {
            page: Page::new(app, language, title),
            name: signed.account.name.clone(),
            csrf: signed.csrf.clone(),
            roles: signed.account.roles.clone(),
            zone: app.service.config.service.time_zone,
        }
    }

    /// Says where this is: the address behind the language, and the entry of the navigation.
    pub(in crate::http::pages) fn at(
        mut self,
        path: impl Into<Cow<'static, str>>,
        current: &'static str,
    ) -> Self {
        self.page = self.page.at(path, current);
        self
    }

    pub(in crate::http::pages) fn with_icons(mut self, names: &[&str]) -> Self {
        self.page = self.page.with_icons(names);
        self
    }

    /// The navigation of this person.
    fn entries(&self) -> impl Iterator<Item = &'static Entry> {
        ENTRIES.iter().filter(|entry| self.any(entry.roles))
    }

    /// What an entry of the navigation is for.
    fn about(&self, current: &str) -> String {
        self.t(&format!("console-about-{current}"))
    }

    /// Says in the title that something is to be mended.
    fn with_error(mut self) -> Self {
        let title = &self.page.title;
        self.page.title = format!("{} {title}", self.page.t("pages-error-prefix"));
        self
    }

    /// An instant, in the zone of the centre.
    fn instant(&self, at: DateTime<Utc>) -> String {
        instant(self.page.language, at, self.zone)
    }

    fn any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.roles.contains(*role))
    }
}

impl Deref for ConsolePage {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

/// The names of people by what the audit trail calls them.
async fn people(app: &App) -> Result<BTreeMap<String, String>, ApiError> {
    let accounts = app.service.store.accounts().await?;
    Ok(accounts
        .into_iter()
        .map(|account| (account.operator(), account.name))
        .collect())
}

/// Who did something: a person's name, or what the audit trail has.
fn who(people: &BTreeMap<String, String>, operator: &str) -> String {
    let name = people.get(operator);
    name.map_or_else(|| operator.to_owned(), Clone::clone)
}
