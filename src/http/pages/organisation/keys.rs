//! The organisation's API keys: made, shown once, withdrawn.

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::Duration;
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::files::until;
use super::{Bare, Membership, OrganisationPage};
use crate::access::{Bearer, BearerId, BearerKind, Scope};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::{day, drawn};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::store::ClientKey;

pub(super) fn routes() -> Router<App> {
    let withdraw = "/organisation/keys/{key}/withdraw";
    localised("/organisation/keys", get(list).post(make))
        .merge(localised(withdraw, get(ask).post(self::withdraw)))
}

#[derive(Template)]
#[template(path = "organisation/keys.html", config = "src/http/askama.toml")]
struct Listed {
    page: OrganisationPage,
    keys: Vec<Row>,
    /// What the organisation may do, each right with the name that requests give it.
    scopes: Vec<(String, &'static str)>,
    /// A key that was just made: it is told once.
    made: Option<String>,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(
    path = "organisation/key-withdraw.html",
    config = "src/http/askama.toml"
)]
struct Ask {
    page: OrganisationPage,
    key: Row,
}

/// A key, without its secret.
struct Row {
    id: String,
    made: String,
    until: String,
    used: String,
    class: &'static str,
    state: String,
    good: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewKey {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    until: String,
}

fn row(app: &App, key: &ClientKey, language: Language) -> Row {
    let (now, zone) = (
        app.service.clock.now(),
        app.service.config.service.time_zone,
    );
    let ended = key.expires_at.is_some_and(|end| end <= now);
    let (class, state) = match (key.revoked_at, ended) {
        (Some(_), _) => ("none", "organisation-key-withdrawn"),
        (None, true) => ("none", "organisation-key-ended"),
        (None, false) => ("ok", "organisation-key-good"),
    };
    Row {
        id: key.id.to_string(),
        made: until(key.created_at, language, zone),
        until: key.expires_at.map_or_else(
            || text(language, "organisation-key-no-end"),
            |end| until(end, language, zone),
        ),
        used: key.last_used_on.map_or_else(
            || text(language, "organisation-key-never-used"),
            |used| day(language, used),
        ),
        class,
        state: text(language, state),
        good: class == "ok",
    }
}

fn meaning(scope: Scope) -> &'static str {
    match scope {
        Scope::BatchesRead => "organisation-scope-batches-read",
        Scope::BatchesWrite => "organisation-scope-batches-write",
        Scope::CertificatesRead => "organisation-scope-certificates-read",
        Scope::CertificatesRevoke => "organisation-scope-certificates-revoke",
        Scope::CertificatesIssue => "organisation-scope-certificates-issue",
        Scope::VerificationsBatch => "organisation-scope-verifications-batch",
        Scope::Parcoursup => "organisation-scope-parcoursup",
        Scope::Webhooks => "organisation-scope-webhooks",
        Scope::Clients => "organisation-scope-clients",
        Scope::Audit => "organisation-scope-audit",
    }
}

async fn drawn_list(
    app: &App,
    language: Language,
    member: &Membership,
    made: Option<String>,
    wrong: Option<String>,
) -> Result<Response, ApiError> {
    let keys = app.service.store.keys_of(member.client.id).await?;
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let title = text(language, "organisation-keys-title");
    let listed = Listed {
        page: OrganisationPage::new(app, language, title, member)
            .at("/organisation/keys", "keys")
            .with_icons(&["ok", "none", "bad"]),
        keys: keys
            .iter()
            .rev()
            .map(|key| row(app, key, language))
            .collect(),
        scopes: member
            .client
            .scopes
            .iter()
            .map(|scope| (text(language, meaning(scope)), scope.name()))
            .collect(),
        made,
        wrong,
    };
    drawn(status, &listed)
}

/// `GET /organisation/keys`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    drawn_list(&app, language, &member, None, None).await
}

/// `POST /organisation/keys`: a key may do what the organisation may, no more.
async fn make(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Form(form): Form<NewKey>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    let member = Membership::of(&app, signed).await?;
    let at = app.service.clock.now();
    let expires_at = match form.until.as_str() {
        "90" => Some(at + Duration::days(90)),
        "365" => Some(at + Duration::days(365)),
        "none" => None,
        _ => {
            let wrong = Some(text(language, "organisation-key-bad-end"));
            return drawn_list(&app, language, &member, None, wrong).await;
        }
    };
    let key = Bearer::generate(BearerKind::Key).map_err(ApiError::Randomness)?;
    let (store, operator) = (&app.service.store, member.operator());
    let added = store.add_key(&member.client, &key, expires_at, &operator, at);
    if !added.await? {
        return Err(ApiError::NotFound);
    }
    let made = key.reveal().expose_secret().to_owned();
    drawn_list(&app, language, &member, Some(made), None).await
}

/// A key of the organisation that is good.
async fn own(app: &App, member: &Membership, key: &str) -> Result<ClientKey, ApiError> {
    let id = BearerId::parse(key).ok_or(ApiError::NotFound)?;
    let keys = app.service.store.keys_of(member.client.id).await?;
    let mut keys = keys.into_iter().filter(|key| key.revoked_at.is_none());
    keys.find(|key| key.id == id).ok_or(ApiError::NotFound)
}

/// `GET /organisation/keys/{key}/withdraw`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(key): Path<String>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    let key = own(&app, &member, &key).await?;
    let title = text(language, "organisation-key-withdraw-title");
    let path = format!("/organisation/keys/{}/withdraw", key.id);
    let ask = Ask {
        page: OrganisationPage::new(&app, language, title, &member).at(path, "keys"),
        key: row(&app, &key, language),
    };
    drawn(StatusCode::OK, &ask)
}

/// `POST /organisation/keys/{key}/withdraw`
async fn withdraw(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(key): Path<String>,
    signed: Signed,
    Form(form): Form<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    let member = Membership::of(&app, signed).await?;
    let key = own(&app, &member, &key).await?;
    let at = app.service.clock.now();
    let operator = member.operator();
    let store = &app.service.store;
    store
        .revoke_key(&member.client, &key.id, &operator, at)
        .await?;
    Ok(Redirect::to(&format!("/{language}/organisation/keys")).into_response())
}
