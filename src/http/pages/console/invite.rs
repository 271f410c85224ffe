//! Links by which people open their accounts: a new account, or access anew. The link is shown once, or
//! sent.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::ConsolePage;
use super::accounts::account_id;
use crate::access::ClientId;
use crate::accounts::{self, AccountId, Delivery, Denied, Invited, Login, NewAccount, Role};
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::results;

/// Longest name, in characters.
const LONGEST_NAME: usize = 100;

pub(super) fn routes() -> Router<App> {
    localised("/console/accounts/new", get(ask).post(add)).merge(localised(
        "/console/accounts/{id}/invite",
        get(ask_anew).post(anew),
    ))
}

/// What is wrong with the field of this name.
type Errors = Vec<(&'static str, String)>;

fn error_of<'a>(errors: &'a Errors, field: &str) -> Option<&'a str> {
    let found = errors.iter().find(|(name, _)| *name == field);
    found.map(|(_, sentence)| sentence.as_str())
}

#[derive(Template)]
#[template(path = "console/account_new.html", config = "src/http/askama.toml")]
struct New {
    page: ConsolePage,
    typed: Typed,
    /// Each role: its field, what it is called, what it allows, and whether it is chosen.
    roles: Vec<(&'static str, String, String, bool)>,
    organisations: Vec<(String, String, bool)>,
    /// Whether links can be sent.
    mail: bool,
    hours: u32,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "console/account_anew.html", config = "src/http/askama.toml")]
struct Anew {
    page: ConsolePage,
    id: AccountId,
    name: String,
    address: String,
    mail: bool,
    hours: u32,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "console/account_link.html", config = "src/http/askama.toml")]
struct Handed {
    page: ConsolePage,
    name: String,
    login: String,
    until: String,
    /// The link, told this once, unless it is sent.
    link: Option<String>,
}

impl New {
    fn error(&self, field: &str) -> Option<&str> {
        error_of(&self.errors, field)
    }
}

impl Anew {
    fn error(&self, field: &str) -> Option<&str> {
        error_of(&self.errors, field)
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    csrf: String,
    name: String,
    login: String,
    issuer: Option<String>,
    revoker: Option<String>,
    auditor: Option<String>,
    administrator: Option<String>,
    member: Option<String>,
    organisation: String,
    address: String,
}

impl Typed {
    fn has(&self, role: Role) -> bool {
        match role {
            Role::Issuer => self.issuer.is_some(),
            Role::Revoker => self.revoker.is_some(),
            Role::Auditor => self.auditor.is_some(),
            Role::Administrator => self.administrator.is_some(),
            Role::Member => self.member.is_some(),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TypedAnew {
    csrf: String,
    address: String,
}

/// `GET /console/accounts/new`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    form(&app, language, &signed, Typed::default(), Vec::new()).await
}

async fn form(
    app: &App,
    language: Language,
    signed: &Signed,
    typed: Typed,
    errors: Errors,
) -> Result<Response, ApiError> {
    signed.require(Role::Administrator)?;
    let title = text(language, "accounts-new-title");
    let mut page = ConsolePage::new(app, language, title, signed)
        .at("/console/accounts/new", "accounts")
        .with_icons(&["bad"]);
    let mut status = StatusCode::OK;
    if !errors.is_empty() {
        page = page.with_error();
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let clients = app.service.store.clients().await?;
    let open = clients.iter().filter(|client| client.disabled_at.is_none());
    let organisation = |client: &crate::store::Client| {
        let id = client.id.0.to_string();
        let chosen = id == typed.organisation;
        (id, client.name.to_string(), chosen)
    };
    let role = |role: Role| {
        let explained = page.t(&format!("accounts-role-{role}-explained"));
        (role.name(), page.role(role), explained, typed.has(role))
    };
    let config = &app.service.config;
    let new = New {
        roles: Role::ALL.into_iter().map(role).collect(),
        organisations: open.map(organisation).collect(),
        mail: config.mail.is_on(),
        hours: config.accounts.invitation_hours,
        typed,
        errors,
        page,
    };
    drawn(status, &new)
}

/// The address as it was typed: none, one, or something else.
fn address(typed: &str, errors: &mut Errors, language: Language) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let address = results::mail_address(typed);
    if address.is_none() {
        let sentence = text(language, "console-cert-address-wrong");
        errors.push(("address", sentence));
    }
    address
}

/// The account that is asked for, or what is wrong with the form.
async fn read(
    app: &App,
    typed: &Typed,
    language: Language,
) -> Result<Result<(NewAccount, Delivery), Errors>, ApiError> {
    let mut errors = Vec::new();
    let wrong = |errors: &mut Errors, field, id: &str| errors.push((field, text(language, id)));
    let name = typed.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        wrong(&mut errors, "name", "accounts-new-name-wrong");
    }
    let login = typed.login.parse::<Login>();
    if login.is_err() {
        wrong(&mut errors, "login", "accounts-new-login-wrong");
    }
    let roles: accounts::Roles = Role::ALL
        .into_iter()
        .filter(|role| typed.has(*role))
        .collect();
    if roles.is_empty() {
        wrong(&mut errors, "roles", "console-account-no-role");
    }
    let organisation = typed.organisation.parse().ok().map(ClientId);
    let organisation = match organisation {
        Some(id) => app.service.store.find_client(id).await?,
        None => None,
    };
    let is_member = roles.contains(Role::Member);
    if is_member && organisation.is_none() {
        wrong(&mut errors, "client", "accounts-new-organisation-missing");
    }
    if !is_member && organisation.is_some() {
        wrong(&mut errors, "client", "accounts-new-organisation-vain");
    }
    let address = address(&typed.address, &mut errors, language);
    let (Ok(login), true) = (login, errors.is_empty()) else {
        return Ok(Err(errors));
    };
    let new = NewAccount {
        login,
        name: name.to_owned(),
        roles,
        organisation: organisation.map(|client| client.id),
        subject: None,
    };
    Ok(Ok((new, Delivery { address, language })))
}

/// `POST /console/accounts/new`
async fn add(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require(Role::Administrator)?;
    let (new, delivery) = match read(&app, &typed, language).await? {
        Ok(wanted) => wanted,
        Err(errors) => return form(&app, language, &signed, typed, errors).await,
    };
    let operator = signed.account.operator();
    match accounts::invite(&app.service, new, &delivery, &operator).await? {
        Ok(Some((account, invited))) => {
            let who = (account.name, account.login.to_string());
            handed(&app, language, &signed, who, &invited)
        }
        Ok(None) => {
            let errors = vec![("login", text(language, "accounts-new-login-taken"))];
            form(&app, language, &signed, typed, errors).await
        }
        Err(_) => Err(ApiError::Malformed),
    }
}

/// The link, or that it is on its way.
fn handed(
    app: &App,
    language: Language,
    signed: &Signed,
    (name, login): (String, String),
    invited: &Invited,
) -> Result<Response, ApiError> {
    let title = text(language, "accounts-link-title");
    let page = ConsolePage::new(app, language, title, signed)
        .at("/console/accounts", "accounts")
        .with_icons(&["ok"]);
    let link = invited.link.as_ref();
    let sheet = Handed {
        until: page.instant(invited.until),
        link: link.map(|link| link.expose_secret().to_owned()),
        name,
        login,
        page,
    };
    drawn(StatusCode::OK, &sheet)
}

/// `GET /console/accounts/{id}/invite`
async fn ask_anew(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let id = account_id(&id)?;
    form_anew(&app, language, &signed, id, (String::new(), Vec::new())).await
}

async fn form_anew(
    app: &App,
    language: Language,
    signed: &Signed,
    id: AccountId,
    (address, errors): (String, Errors),
) -> Result<Response, ApiError> {
    signed.require(Role::Administrator)?;
    let known = app.service.store.find_account(id).await?;
    let account = known.ok_or(ApiError::NotFound)?.account;
    let title = text(language, "accounts-anew-title");
    let mut page = ConsolePage::new(app, language, title, signed)
        .at(format!("/console/accounts/{id}/invite"), "accounts")
        .with_icons(&["bad"]);
    let mut status = StatusCode::OK;
    if !errors.is_empty() {
        page = page.with_error();
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let config = &app.service.config;
    let anew = Anew {
        id,
        name: account.name,
        address,
        mail: config.mail.is_on(),
        hours: config.accounts.invitation_hours,
        errors,
        page,
    };
    drawn(status, &anew)
}

/// `POST /console/accounts/{id}/invite`
async fn anew(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Posted(typed): Posted<TypedAnew>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require(Role::Administrator)?;
    let id = account_id(&id)?;
    let mut errors = Vec::new();
    let address = address(&typed.address, &mut errors, language);
    if !errors.is_empty() {
        return form_anew(&app, language, &signed, id, (typed.address, errors)).await;
    }
    let delivery = Delivery { address, language };
    let denied = match accounts::invite_anew(&app.service, &signed.account, id, &delivery).await? {
        Ok(invited) => {
            let known = app.service.store.find_account(id).await?;
            let account = known.ok_or(ApiError::NotFound)?.account;
            let who = (account.name, account.login.to_string());
            return handed(&app, language, &signed, who, &invited);
        }
        Err(Denied::Unknown) => return Err(ApiError::NotFound),
        Err(Denied::Own) => "console-account-own",
        Err(_) => "accounts-anew-not",
    };
    let errors = vec![("main", text(language, denied))];
    form_anew(&app, language, &signed, id, (typed.address, errors)).await
}
