//! Every address of the service, and what each request passes through.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::error::ApiError;
use super::limits::Limiter;
use super::{api, assets, error, headers, limits, observe, pages};
use crate::i18n::Language;
use crate::service::Service;

/// Room for the other fields of a form besides its file.
const FORM_BYTES: usize = 64 << 10;

/// What every handler is given.
#[derive(Clone)]
pub(super) struct App {
    pub(super) service: Arc<Service>,
    pub(super) limiter: Arc<Limiter>,
}

/// The whole service as a router.
pub fn router(service: Arc<Service>) -> Router {
    let limits = service.config.limits.clone();
    let app = App {
        service,
        limiter: Arc::new(Limiter::new(limits.requests_per_minute)),
    };
    Router::new()
        .merge(look_ups(&app))
        .merge(published())
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
        .layer(CompressionLayer::new())
        .layer(from_fn(observe::observe))
        .with_state(app)
}

/// What asks about certificates: counted per address, and never accepted from another site's pages.
fn look_ups(app: &App) -> Router<App> {
    let mut pages = Router::new()
        // Upper case is what the QR code's alphanumeric segment holds.
        .route("/V", get(pages::home::seal))
        .route("/C", get(pages::holder::ask));
    for prefix in ["", "/fr", "/en"] {
        let home = if prefix.is_empty() { "/" } else { prefix };
        let at = |path: &str| format!("{prefix}{path}");
        pages = pages
            .route(home, get(pages::home::home))
            .route(
                &at("/verify"),
                get(pages::home::home).post(pages::verdict::verify),
            )
            .route(&at("/v"), get(pages::home::seal))
            .route(&at("/c"), get(pages::holder::ask).post(pages::holder::open))
            .route(
                &at("/c/document"),
                get(pages::holder::ask).post(pages::holder::document),
            )
            .route(
                &at("/r"),
                get(pages::results::ask).post(pages::results::open),
            )
            .route(
                &at("/r/results.csv"),
                get(pages::results::ask).post(pages::results::table),
            )
            .route(
                &at("/c/credential/{form}"),
                get(pages::holder::ask).post(pages::holder::credential),
            );
    }
    let pages = pages.route_layer(from_fn(headers::refuse_other_sites));
    Router::new()
        .merge(pages)
        .route("/api/v1/verifications", post(api::verifications::create))
        .route_layer(from_fn_with_state(app.clone(), limits::count))
}

/// What anybody may fetch and keep.
fn published() -> Router<App> {
    Router::new()
        .route("/assets/{version}/{*path}", get(assets::serve))
        .route("/.well-known/jwks.json", get(api::keys::jwks))
        .route("/.well-known/did.json", get(api::keys::did))
        .route("/.well-known/issuer.json", get(api::keys::profile))
        // The addresses that the certificates name (CRL distribution point).
        .route("/.well-known/sceau.crl", get(api::keys::crl))
        .route("/.well-known/crl/{name}", get(api::keys::crl))
        .route("/.well-known/sceau-chain.pem", get(api::keys::chain))
        .route("/status/{purpose}/{list}", get(api::status::list))
        .route("/tsl/{list}", get(api::status::token_list))
        .route(
            "/achievements/{framework}/{version}/{language}",
            get(api::achievements::achievement),
        )
        .route("/problems/{id}", get(pages::errors::explain))
        .route("/healthz", get(api::health))
}

/// Both languages' tags, as the first part of an address.
pub(super) fn language_of_path(path: &str) -> Option<Language> {
    let first = path.trim_start_matches('/').split('/').next()?;
    Language::ALL
        .into_iter()
        .find(|language| language.tag() == first)
}
