//! The accounts, for administrators: who there is, roles, and taking an account out of service.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::ConsolePage;
use crate::accounts::{self, Account, AccountId, Change, Denied, Role, Roles};
use crate::http::error::ApiError;
use crate::http::form::{Bare, Posted};
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::store::Client;

pub(super) fn routes() -> Router<App> {
    localised("/console/accounts", get(list))
        .merge(localised("/console/accounts/{id}", get(show).post(roles)))
        .merge(localised("/console/accounts/{id}/disable", post(disable)))
        .merge(localised("/console/accounts/{id}/enable", post(enable)))
}

#[derive(Template)]
#[template(path = "console/accounts.html", config = "src/http/askama.toml")]
struct List {
    page: ConsolePage,
    people: Vec<Person>,
}

#[derive(Template)]
#[template(path = "console/account.html", config = "src/http/askama.toml")]
struct One {
    page: ConsolePage,
    person: Person,
    /// Each role: its field, what it is called, what it allows, and whether the person has it.
    roles: Vec<(&'static str, String, String, bool)>,
    /// Whether it is the administrator's own account.
    own: bool,
    /// Id of the sentence that says why nothing was changed.
    denied: Option<&'static str>,
}

struct Person {
    id: Uuid,
    name: String,
    login: String,
    roles: String,
    organisation: Option<String>,
    /// Since when the account is closed.
    disabled: Option<String>,
    /// What keeps the owner from signing in: the link was not used yet.
    waiting: Option<String>,
    elsewhere: bool,
}

/// The accounts that nobody can sign in to yet, with the end of their links.
type Waiting = BTreeMap<AccountId, Option<DateTime<Utc>>>;

fn person(
    page: &ConsolePage,
    account: &Account,
    clients: &[Client],
    (waiting, now): (&Waiting, DateTime<Utc>),
) -> Person {
    let waiting = waiting.get(&account.id).map(|until| match until {
        Some(until) if *until > now => page.one("accounts-waiting", "until", page.instant(*until)),
        _ => page.t("accounts-waiting-over"),
    });
    let roles: Vec<String> = account.roles.iter().map(|role| page.role(role)).collect();
    let client = clients
        .iter()
        .find(|client| Some(client.id) == account.organisation);
    Person {
        id: account.id.0,
        name: account.name.clone(),
        login: account.login.to_string(),
        roles: roles.join(", "),
        organisation: client.map(|client| client.name.to_string()),
        disabled: account.disabled_at.map(|at| page.day(at)),
        waiting: waiting.filter(|_| account.disabled_at.is_none()),
        elsewhere: account.subject.is_some(),
    }
}

/// `GET /console/accounts`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require(Role::Administrator)?;
    let accounts = app.service.store.accounts().await?;
    let clients = app.service.store.clients().await?;
    let title = text(language, "console-accounts-title");
    let page = ConsolePage::new(&app, language, title, &signed)
        .at("/console/accounts", "accounts")
        .with_icons(&["ok", "none", "warn"]);
    let waiting = app.service.store.waiting_accounts().await?;
    let waiting = (&waiting, app.service.clock.now());
    let people = accounts
        .iter()
        .map(|account| person(&page, account, &clients, waiting))
        .collect();
    drawn(StatusCode::OK, &List { page, people })
}

pub(super) fn account_id(text: &str) -> Result<AccountId, ApiError> {
    text.parse().map(AccountId).map_err(|_| ApiError::NotFound)
}

async fn one(
    app: &App,
    language: Language,
    signed: &Signed,
    id: AccountId,
) -> Result<One, ApiError> {
    let known = app.service.store.find_account(id).await?;
    let account = known.ok_or(ApiError::NotFound)?.account;
    let clients = app.service.store.clients().await?;
    // No name: titles stay in the histories of browsers.
    let title = text(language, "console-account-title");
    let page = ConsolePage::new(app, language, title, signed)
        .at(format!("/console/accounts/{id}"), "accounts")
        .with_icons(&["bad", "ok", "none", "warn"]);
    let waiting = app.service.store.waiting_accounts().await?;
    let waiting = (&waiting, app.service.clock.now());
    let offered = Role::ALL
        .into_iter()
        .filter(|role| *role != Role::Member || account.organisation.is_some());
    Ok(One {
        roles: offered
            .map(|role| {
                let explained = page.t(&format!("accounts-role-{role}-explained"));
                (role.name(), page.role(role), explained, account.is(role))
            })
            .collect(),
        own: account.id == signed.account.id,
        person: person(&page, &account, &clients, waiting),
        denied: None,
        page,
    })
}

/// `GET /console/accounts/{id}`
async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
) -> Result<Response, ApiError> {
    signed.require(Role::Administrator)?;
    let one = one(&app, language, &signed, account_id(&id)?).await?;
    drawn(StatusCode::OK, &one)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    #[serde(default)]
    csrf: String,
    issuer: Option<String>,
    revoker: Option<String>,
    auditor: Option<String>,
    administrator: Option<String>,
    member: Option<String>,
}

impl Chosen {
    fn roles(&self) -> Roles {
        let chosen = |role: &Role| match role {
            Role::Issuer => self.issuer.is_some(),
            Role::Revoker => self.revoker.is_some(),
            Role::Auditor => self.auditor.is_some(),
            Role::Administrator => self.administrator.is_some(),
            Role::Member => self.member.is_some(),
        };
        Role::ALL.into_iter().filter(chosen).collect()
    }
}

/// `POST /console/accounts/{id}`
async fn roles(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Posted(chosen): Posted<Chosen>,
) -> Result<Response, ApiError> {
    signed.check(&chosen.csrf)?;
    let change = Change::Roles(chosen.roles());
    changed(&app, language, &signed, account_id(&id)?, &change).await
}

/// `POST /console/accounts/{id}/disable`
async fn disable(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Posted(form): Posted<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    changed(&app, language, &signed, account_id(&id)?, &Change::Disable).await
}

/// `POST /console/accounts/{id}/enable`
async fn enable(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Posted(form): Posted<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    changed(&app, language, &signed, account_id(&id)?, &Change::Enable).await
}

async fn changed(
    app: &App,
    language: Language,
    signed: &Signed,
    id: AccountId,
    change: &Change,
) -> Result<Response, ApiError> {
    signed.require(Role::Administrator)?;
    let denied = match accounts::change(&app.service, &signed.account, id, change).await? {
        Ok(_) => {
            let list = format!("/{language}/console/accounts");
            return Ok(Redirect::to(&list).into_response());
        }
        Err(Denied::Unknown) => return Err(ApiError::NotFound),
        Err(Denied::Own) => "console-account-own",
        Err(Denied::NoRole) => "console-account-no-role",
        Err(Denied::NoOrganisation) => "console-account-no-organisation",
        Err(Denied::LastAdministrator) => "accounts-last-administrator",
        Err(Denied::NotByLink) => "accounts-anew-not",
    };
    let mut one = one(app, language, signed, id).await?;
    one.page = one.page.with_error();
    one.denied = Some(denied);
    drawn(StatusCode::UNPROCESSABLE_ENTITY, &one)
}
