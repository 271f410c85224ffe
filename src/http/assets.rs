//! Style, script, icon and font: compiled in, and kept by browsers for a year under an address that
//! changes with them.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::error::ApiError;

static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/http/assets");

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for name in SERVED {
        hash.update(name.0);
        hash.update(
            ASSETS
                .get_file(name.0)
                .map(include_dir::File::contents)
                .unwrap_or_default(),
        );
    }
    hex::encode(hash.finalize()).chars().take(12).collect()
});

/// What is served, and as what.
const SERVED: [(&str, &str); 9] = [
    ("sceau.css", "text/css; charset=utf-8"),
    ("console.css", "text/css; charset=utf-8"),
    ("sceau.js", "text/javascript; charset=utf-8"),
    ("holder.css", "text/css; charset=utf-8"),
    ("holder.js", "text/javascript; charset=utf-8"),
    ("api-docs.js", "text/javascript; charset=utf-8"),
    ("favicon.svg", "image/svg+xml"),
    ("fonts/eb-garamond-500.woff2", "font/woff2"),
    ("fonts/OFL.txt", "text/plain; charset=utf-8"),
];

/// The address of an asset.
pub(super) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// An asset that is drawn into pages, as text.
pub(super) fn inline(name: &str) -> &'static str {
    ASSETS
        .get_file(name)
        .and_then(include_dir::File::contents_utf8)
        .unwrap_or_default()
}

/// `GET /assets/{version}/{path}`
pub(super) async fn serve(
    Path((version, path)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (name, kind) = SERVED
        .into_iter()
        .find(|(name, _)| *name == path && version == *VERSION)
        .ok_or(ApiError::NotFound)?;
    let file = ASSETS.get_file(name).ok_or(ApiError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, file.contents()).into_response())
}
