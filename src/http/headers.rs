//! What every answer tells browsers, and the refusal of forms that other sites post.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::ApiError;
use super::router::App;

/// Nothing but our own files; no inline script or style; never in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
                      img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page asks of browsers beyond what every page has: an extension of its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grants {
    /// Search engines may list it: it says the same to everybody, and nothing of anybody.
    Indexed,
    /// The same, with a camera that reads seals: where browsers can't, the service reads its picture.
    Camera,
    /// The camera, after something was presented that has to be mended.
    CameraAgain,
    /// The camera, and work without a network: its own files, keys and lists.
    Desk,
}

/// What a page with a camera may reach besides: this service.
const CAMERA_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                             font-src 'self'; img-src 'self'; connect-src 'self'; \
                             form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same of a page that works without a network, with what makes it an application.
const DESK_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                           font-src 'self'; img-src 'self'; connect-src 'self'; \
                           manifest-src 'self'; worker-src 'self'; form-action 'self'; \
                           base-uri 'none'; frame-ancestors 'none'";

/// No page may use these; some may use the camera.
const FEATURES: HeaderName = HeaderName::from_static("permissions-policy");
const NO_FEATURES: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
const CAMERA_ONLY: &str = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()";
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

const FIXED: [(HeaderName, &str); 4] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("x-frame-options"), "DENY"),
];

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The policy of a page whose script asks this service something.
pub(super) fn asking_policy() -> HeaderValue {
    let policy = format!("{POLICY}; connect-src 'self'");
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(POLICY))
}

/// Adds the security headers to every answer. What says nothing about caching is not kept.
pub(super) async fn secure(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let grants = response.extensions().get::<Grants>().copied();
    let (policy, features) = match grants {
        None | Some(Grants::Indexed) => (POLICY, NO_FEATURES),
        Some(Grants::Camera | Grants::CameraAgain) => (CAMERA_POLICY, CAMERA_ONLY),
        Some(Grants::Desk) => (DESK_POLICY, CAMERA_ONLY),
    };
    let headers = response.headers_mut();
    headers.insert(FEATURES, HeaderValue::from_static(features));
    if matches!(grants, None | Some(Grants::CameraAgain)) {
        headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
    }
    // Only a page that is made of others' files has a policy of its own.
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(policy));
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(RESOURCE_POLICY)
        .or_insert(HeaderValue::from_static("same-origin"));
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(VARY)
        .or_insert(HeaderValue::from_static("accept-language, accept"));
    if app
        .service
        .config
        .service
        .public_url
        .starts_with("https://")
    {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Refuses forms that another site's page posts. There is no cookie to abuse; this keeps other
/// sites from spending their visitors' share of look-ups.
pub(super) async fn refuse_other_sites(request: Request, next: Next) -> Response {
    if request.method() == Method::POST && is_from_another_site(request.uri(), request.headers()) {
        return ApiError::CrossSite.into_response();
    }
    next.run(request).await
}

fn is_from_another_site(uri: &Uri, headers: &HeaderMap) -> bool {
    let said = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = said(&HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    match said(&ORIGIN) {
        // Under our own referrer policy browsers send `null` for forms of this site too (Fetch,
        // "append a request `Origin` header"); those that know no Sec-Fetch-Site are let through.
        None | Some("null") => false,
        Some(origin) => {
            let host = said(&HOST).or_else(|| uri.authority().map(Authority::as_str));
            let posted_from = origin.split_once("://").map(|(_, host)| host);
            posted_from != host
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_post_forms() {
        let uri = Uri::from_static("/verify");
        let refused = |pairs: &[_]| is_from_another_site(&uri, &headers(pairs));
        assert!(!refused(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "null")
        ]));
        assert!(refused(&[("sec-fetch-site", "cross-site")]));
        assert!(refused(&[("sec-fetch-site", "same-site")]));
        assert!(!refused(&[
            ("origin", "http://sceau.example:80"),
            ("host", "sceau.example:80")
        ]));
        assert!(refused(&[
            ("origin", "http://other.example"),
            ("host", "sceau.example")
        ]));
        assert!(!refused(&[]));
    }
}
