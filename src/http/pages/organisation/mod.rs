//! The pages of an organisation's people: files of codes, API keys, use, webhooks. Each shows what is
//! the organisation's own and answers for all else as if it did not exist.

mod answers;
mod columns;
mod fetch;
mod files;
mod keys;
mod rows;
mod usage;
mod webhooks;

use std::borrow::Cow;
use std::ops::Deref;

use axum::Router;
use serde::Deserialize;

use super::Page;
use crate::access::{Role, Scope};
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::http::session::Signed;
use crate::i18n::Language;
use crate::store::Client;

pub(in crate::http) fn routes() -> Router<App> {
    Router::new()
        .merge(files::routes())
        .merge(keys::routes())
        .merge(usage::routes())
        .merge(webhooks::routes())
}

/// A form of one field: the session's token.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bare {
    #[serde(default)]
    csrf: String,
}

/// Somebody who is signed in, with the organisation that they act for.
struct Membership {
    client: Client,
    signed: Signed,
}

impl Membership {
    /// The membership of whoever is signed in; an organisation that was closed has no members.
    async fn of(app: &App, signed: Signed) -> Result<Self, ApiError> {
        let id = signed.organisation()?;
        let client = app.service.store.find_client(id).await?;
        let client = client.filter(|client| client.disabled_at.is_none());
        Ok(Self {
            client: client.ok_or(ApiError::RoleMissing(&[Role::Member]))?,
            signed,
        })
    }

    fn may(&self, scope: Scope) -> bool {
        self.client.scopes.contains(scope)
    }

    /// Who it is in the audit trail.
    fn operator(&self) -> String {
        self.signed.account.operator()
    }
}

/// What every page of an organisation has.
struct OrganisationPage {
    page: Page,
    /// What the organisation is called.
    organisation: String,
    /// For the field `csrf` of every form.
    csrf: String,
}

impl OrganisationPage {
    fn new(app: &App, language: Language, title: String, member: &Membership) -> Self {
        Self {
            page: Page::new(app, language, title),
            organisation: member.client.name.to_string(),
            csrf: member.signed.csrf.clone(),
        }
    }

    /// Says where this is: the address behind the language, and the entry of the navigation.
    fn at(mut self, path: impl Into<Cow<'static, str>>, current: &'static str) -> Self {
        self.page = self.page.at(path, current);
        self
    }

    fn with_icons(mut self, names: &[&str]) -> Self {
        self.page = self.page.with_icons(names);
        self
    }
}

impl Deref for OrganisationPage {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}
