//! The organisation's webhooks: added, tried, withdrawn, and what was sent there.

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::files::until;
use super::{Bare, Membership, OrganisationPage};
use crate::access::{MissingScope, Scope};
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::{drawn, instant};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::partners::{self, AddedWebhook};
use crate::store::{Delivery, DeliveryState, Disabled, Webhook};

/// Deliveries that are shown of each.
const DELIVERIES: u32 = 8;

pub(super) fn routes() -> Router<App> {
    let withdraw = "/organisation/webhooks/{id}/withdraw";
    localised("/organisation/webhooks", get(list).post(add))
        .merge(localised("/organisation/webhooks/{id}/test", post(test)))
        .merge(localised(
            "/organisation/webhooks/{id}/enable",
            post(enable),
        ))
        .merge(localised(withdraw, get(ask).post(self::withdraw)))
}

#[derive(Template)]
#[template(path = "organisation/webhooks.html", config = "src/http/askama.toml")]
struct Listed {
    page: OrganisationPage,
    allowed: bool,
    webhooks: Vec<Row>,
    typed: String,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(
    path = "organisation/webhook-withdraw.html",
    config = "src/http/askama.toml"
)]
struct Ask {
    page: OrganisationPage,
    webhook: Row,
}

/// A webhook.
struct Row {
    id: String,
    url: String,
    since: String,
    class: &'static str,
    state: String,
    in_use: bool,
    keys: String,
    deliveries: Vec<Sent>,
}

/// What was sent.
struct Sent {
    at: String,
    event: &'static str,
    class: &'static str,
    state: String,
    attempts: u32,
    outcome: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewWebhook {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    url: String,
}

async fn row(app: &App, webhook: Webhook, language: Language) -> Result<Row, ApiError> {
    let zone = app.service.config.service.time_zone;
    let store = &app.service.store;
    let deliveries = store.deliveries(webhook.id, None, DELIVERIES).await?;
    let (class, state) = match (webhook.disabled, webhook.failing_since) {
        (Some((_, Disabled::Gone)), _) => ("none", "organisation-webhook-gone"),
        (Some((_, Disabled::Failing)), _) => ("bad", "organisation-webhook-given-up"),
        (None, Some(_)) => ("warn", "organisation-webhook-failing"),
        (None, None) => ("ok", "organisation-webhook-in-use"),
    };
    let public_url = &app.service.config.service.public_url;
    Ok(Row {
        id: webhook.id.to_string(),
        since: until(webhook.created_at, language, zone),
        class,
        state: text(language, state),
        in_use: webhook.disabled.is_none(),
        keys: format!("{public_url}/.well-known/webhooks/{}", webhook.id),
        url: webhook.url,
        deliveries: deliveries
            .iter()
            .map(|delivery| sent(delivery, language, zone))
            .collect(),
    })
}

fn sent(delivery: &Delivery, language: Language, zone: chrono_tz::Tz) -> Sent {
    let (class, state) = match delivery.state {
        DeliveryState::Pending => ("none", "organisation-delivery-pending"),
        DeliveryState::Delivered => ("ok", "organisation-delivery-delivered"),
        DeliveryState::Failed => ("bad", "organisation-delivery-failed"),
    };
    Sent {
        at: instant(language, delivery.at, zone),
        event: delivery.notice.name(),
        class,
        state: text(language, state),
        attempts: delivery.attempts,
        outcome: delivery.outcome.clone().unwrap_or_default(),
    }
}

async fn drawn_list(
    app: &App,
    language: Language,
    member: &Membership,
    typed: String,
    wrong: Option<String>,
) -> Result<Response, ApiError> {
    let mut webhooks = Vec::new();
    for webhook in app.service.store.webhooks(member.client.id).await? {
        webhooks.push(row(app, webhook, language).await?);
    }
    let (status, title) = match &wrong {
        Some(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!(
                "{} {}",
                text(language, "pages-error-prefix"),
                text(language, "organisation-webhooks-title")
            ),
        ),
        None => (
            StatusCode::OK,
            text(language, "organisation-webhooks-title"),
        ),
    };
    let listed = Listed {
        page: OrganisationPage::new(app, language, title, member)
            .at("/organisation/webhooks", "webhooks")
            .with_icons(&["ok", "warn", "bad", "none"]),
        allowed: member.may(Scope::Webhooks),
        webhooks,
        typed,
        wrong,
    };
    drawn(status, &listed)
}

/// `GET /organisation/webhooks`
async fn list(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    drawn_list(&app, language, &member, String::new(), None).await
}

fn to_list(language: Language) -> Response {
    Redirect::to(&format!("/{language}/organisation/webhooks")).into_response()
}

/// `POST /organisation/webhooks`
async fn add(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Form(form): Form<NewWebhook>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    let member = Membership::of(&app, signed).await?;
    if !member.may(Scope::Webhooks) {
        return Err(MissingScope(Scope::Webhooks).into());
    }
    let (client, operator) = (member.client.id, member.operator());
    let url = form.url.trim();
    let wrong = match partners::add_webhook(&app.service, client, url, &operator).await? {
        AddedWebhook::Now(_) => return Ok(to_list(language)),
        AddedWebhook::TooMany => text(language, "organisation-webhook-too-many"),
        AddedWebhook::Refused(refusal) => {
            let id = format!("problem-address-{}", refusal.name());
            text(language, &id)
        }
    };
    let typed = url.chars().take(500).collect();
    drawn_list(&app, language, &member, typed, Some(wrong)).await
}

/// The organisation's webhook with this id. Another's is nobody's business.
async fn own(app: &App, member: &Membership, id: &str) -> Result<Webhook, ApiError> {
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let webhook = app.service.store.webhook(id).await?;
    let webhook = webhook.filter(|webhook| webhook.client == member.client.id);
    webhook.ok_or(ApiError::NotFound)
}

/// `POST /organisation/webhooks/{id}/test`
async fn test(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Form(form): Form<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    let member = Membership::of(&app, signed).await?;
    let webhook = own(&app, &member, &id).await?;
    if webhook.disabled.is_none() {
        let at = app.service.clock.now();
        app.service.store.ping_webhook(webhook.id, at).await?;
    }
    Ok(to_list(language))
}

/// `POST /organisation/webhooks/{id}/enable`
async fn enable(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Form(form): Form<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    let member = Membership::of(&app, signed).await?;
    let webhook = own(&app, &member, &id).await?;
    let (at, operator) = (app.service.clock.now(), member.operator());
    let store = &app.service.store;
    store.enable_webhook(webhook.id, &operator, at).await?;
    Ok(to_list(language))
}

/// `GET /organisation/webhooks/{id}/withdraw`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
) -> Result<Response, ApiError> {
    let member = Membership::of(&app, signed).await?;
    let webhook = own(&app, &member, &id).await?;
    let title = text(language, "organisation-webhook-withdraw-title");
    let path = format!("/organisation/webhooks/{}/withdraw", webhook.id);
    let ask = Ask {
        page: OrganisationPage::new(&app, language, title, &member).at(path, "webhooks"),
        webhook: row(&app, webhook, language).await?,
    };
    drawn(StatusCode::OK, &ask)
}

/// `POST /organisation/webhooks/{id}/withdraw`
async fn withdraw(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Form(form): Form<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&form.csrf)?;
    let member = Membership::of(&app, signed).await?;
    let webhook = own(&app, &member, &id).await?;
    let (at, operator) = (app.service.clock.now(), member.operator());
    let store = &app.service.store;
    store.remove_webhook(webhook.id, &operator, at).await?;
    Ok(to_list(language))
}
