//! Every address of the service, and what each request passes through.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use super::error::ApiError;
use super::health::LastLook;
use super::limits::Limiter;
use super::{access, api, assets, error, headers, health, idempotency, limits, observe, pages};
use crate::holder::History;
use crate::i18n::Language;
use crate::service::Service;

/// Room for the other fields of a form besides its file.
pub(super) const FORM_BYTES: usize = 64 << 10;

/// What every handler is given.
#[derive(Clone)]
pub(super) struct App {
    pub(super) service: Arc<Service>,
    pub(super) limiter: Arc<Limiter>,
    pub(super) last_look: LastLook,
    pub(super) history: History,
}

/// The whole service as a router.
pub fn router(service: Arc<Service>) -> Router {
    let limiter = Arc::new(Limiter::new(service.store.is_shared()));
    router_with(service, limiter)
}

/// The same, going on with what was counted before.
pub(super) fn router_with(service: Arc<Service>, limiter: Arc<Limiter>) -> Router {
    let limits = service.config.limits.clone();
    let app = App {
        history: History::new(service.store.clone()),
        service,
        limiter,
        last_look: LastLook::default(),
    };
    Router::new()
        .merge(look_ups(&app))
        .merge(published())
        .merge(for_clients(&app))
        .merge(for_people())
        .fallback(async || ApiError::NotFound)
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        // What follows wraps what stands above: the last is the outermost.
        .layer(DefaultBodyLimit::max(limits.upload_bytes + FORM_BYTES))
        .layer(GlobalConcurrencyLimitLayer::new(
            limits.concurrent_requests.max(1),
        ))
        .layer(from_fn_with_state(app.clone(), limits::deadline))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn_with_state(app.clone(), error::dress))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(CompressionLayer::new().compress_when(
            // Its documents are as small as they get.
            DefaultPredicate::new().and(NotForContentType::const_new("application/zip")),
        ))
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .with_state(app)
}

/// What asks about certificates: counted per address, and never accepted from another site's pages.
fn look_ups(app: &App) -> Router<App> {
    let mut pages = Router::new()
        // Upper case is what the QR code's alphanumeric segment holds.
        .route("/V", get(pages::public::offline::read))
        .merge(pages::holder::routes());
    for prefix in ["", "/fr", "/en"] {
        let home = if prefix.is_empty() { "/" } else { prefix };
        let at = |path: &str| format!("{prefix}{path}");
        pages = pages
            .route(home, get(pages::home::home))
            .route(
                &at("/verify"),
                get(pages::home::home).post(pages::verdict::verify),
            )
            .route(&at("/v"), get(pages::public::offline::read))
            .route(
                &at("/r"),
                get(pages::results::ask).post(pages::results::open),
            )
            .route(
                &at("/r/results.csv"),
                get(pages::results::ask).post(pages::results::table),
            );
    }
    let pages = pages
        .merge(pages::public::routes())
        .merge(pages::receipts::routes())
        .route_layer(from_fn(headers::refuse_other_sites));
    Router::new()
        .merge(pages)
        .merge(Router::from(api::look_ups()))
        .route_layer(from_fn_with_state(app.clone(), limits::count))
        .route_layer(from_fn_with_state(app.clone(), access::recognise))
}

/// What clients do: counted per client, and done once however often it is repeated.
fn for_clients(app: &App) -> Router<App> {
    Router::from(api::for_clients())
        .route_layer(from_fn_with_state(app.clone(), idempotency::keep))
        .route_layer(from_fn_with_state(app.clone(), limits::count))
        .route_layer(from_fn_with_state(app.clone(), access::recognise))
}

/// What people do who sign in. Never accepted from another site's pages.
fn for_people() -> Router<App> {
    Router::new()
        .merge(pages::sign_in::routes())
        .merge(pages::invitation::routes())
        .merge(pages::console::routes())
        .merge(pages::organisation::routes())
        .route_layer(from_fn(headers::refuse_other_sites))
}

/// The same at an address without a language and with each.
pub(super) fn localised(path: &str, method: MethodRouter<App>) -> Router<App> {
    let mut router = Router::new();
    for language in Language::ALL {
        router = router.route(&format!("/{language}{path}"), method.clone());
    }
    router.route(path, method)
}

/// What anybody may fetch and keep.
fn published() -> Router<App> {
    Router::new()
        .route("/assets/{version}/{*path}", get(assets::serve))
        .merge(Router::from(api::published()))
        .route("/problems/{id}", get(pages::errors::explain))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
}

/// Both languages' tags, as the first part of an address.
pub(super) fn language_of_path(path: &str) -> Option<Language> {
    let first = path.trim_start_matches('/').split('/').next()?;
    Language::ALL
        .into_iter()
        .find(|language| language.tag() == first)
}
