//! The operators' pages: each asks for a role, calls one conductor and shows what it says.

mod home;
mod sessions;

use std::borrow::Cow;
use std::ops::Deref;

use axum::Router;

use super::Page;
use crate::accounts::{Role, Roles};
use crate::http::router::App;
use crate::http::session::Signed;
use crate::i18n::Language;

pub(in crate::http) fn routes() -> Router<App> {
    Router::new()
        .merge(home::routes())
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

const ENTRIES: [Entry; 8] = [
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
];

/// What every page of the console has: a [`Page`], who is signed in, and the token of his forms.
pub(in crate::http::pages) struct ConsolePage {
    page: Page,
    /// What the person is called.
    name: String,
    /// For the field `csrf` of every form.
    csrf: String,
    roles: Roles,
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
