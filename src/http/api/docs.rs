//! The description as a file, and as a page to read and to try it: all of it from this service.

use std::sync::{Arc, LazyLock};

use askama::Template;
use axum::extract::Path;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{description, published_bytes};
use crate::http::assets;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::App;
use crate::i18n::text;

/// The page asks this service, which other pages never do, and draws small pictures that its style
/// sheet holds. Still no inline script, no inline style, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// What the page is made of, as the vendored package names it.
const FILES: [(&str, &str); 2] = [
    ("swagger-ui.css", "text/css; charset=utf-8"),
    ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
];

static DESCRIPTION: LazyLock<Result<String, serde_json::Error>> = LazyLock::new(description::text);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(describe))
        .route("/api/docs", get(page))
        .route("/api/docs/{file}", get(file))
}

/// This description
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "describe_api",
    tag = "description",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = serde_json::Value))
)]
async fn describe(headers: HeaderMap) -> Result<Response, ApiError> {
    let text = DESCRIPTION.as_ref().map_err(|_| ApiError::Description)?;
    let bytes = text.clone().into_bytes();
    Ok(published_bytes(&headers, "application/json", bytes))
}

#[derive(Template)]
#[template(path = "api_docs.html", config = "src/http/askama.toml")]
struct Docs {
    language: &'static str,
    title: String,
    script: String,
}

/// `GET /api/docs`
async fn page(Speaks(language): Speaks) -> Result<Response, ApiError> {
    let docs = Docs {
        language: language.tag(),
        title: text(language, "pages-api-title"),
        script: assets::address("api-docs.js"),
    };
    let mut response = drawn(StatusCode::OK, &docs)?;
    let policy = HeaderValue::from_static(POLICY);
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// `GET /api/docs/{file}`
async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, ApiError> {
    let (name, kind) = FILES
        .into_iter()
        .find(|(known, _)| *known == name)
        .ok_or(ApiError::NotFound)?;
    let config = Arc::new(utoipa_swagger_ui::Config::from("/api/v1/openapi.json"));
    let file = utoipa_swagger_ui::serve(name, config)
        .ok()
        .flatten()
        .ok_or(ApiError::NotFound)?;
    Ok(published_bytes(&headers, kind, file.bytes.into_owned()))
}
