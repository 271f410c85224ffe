//! Style, script, icon and font: compiled in, and kept by browsers for a year under an address that
//! changes with them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::error::ApiError;

static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/http/assets");

/// What is served by name: sheets and scripts without their comments and indentation.
static CONTENTS: LazyLock<BTreeMap<&str, Cow<'static, [u8]>>> = LazyLock::new(|| {
    let contents = |name: &'static str| {
        let file = ASSETS.get_file(name)?;
        let bytes = match (file.contents_utf8(), name.rsplit_once('.')) {
            (Some(text), Some((_, "css"))) => Cow::Owned(squeezed_sheet(text).into_bytes()),
            (Some(text), Some((_, "js"))) => Cow::Owned(squeezed_script(text).into_bytes()),
            _ => Cow::Borrowed(file.contents()),
        };
        Some((name, bytes))
    };
    SERVED
        .iter()
        .filter_map(|(name, _)| contents(name))
        .collect()
});

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (name, contents) in &*CONTENTS {
        hash.update(name);
        hash.update(contents);
    }
    hex::encode(hash.finalize()).chars().take(12).collect()
});

/// Our scripts comment on lines of their own, and no text of theirs spans lines.
fn squeezed_script(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let code = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    code.fold(String::with_capacity(text.len()), |mut code, line| {
        code.push_str(line);
        code.push('\n');
        code
    })
}

/// Our sheets have no comment mark and no sign with a blank beside it within a text.
fn squeezed_sheet(text: &str) -> String {
    let mut rules = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        rules.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    rules.push_str(rest);
    let lines = rules.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let tight = |rules: String, (loose, tight): (&str, &str)| rules.replace(loose, tight);
    let blanks = [
        (" {", "{"),
        ("{ ", "{"),
        ("; }", "}"),
        ("; ", ";"),
        (": ", ":"),
        (", ", ","),
        (" > ", ">"),
        (";\n", ";"),
        ("{\n", "{"),
        ("}\n", "}"),
        (" }", "}"),
    ];
    blanks.into_iter().fold(lines.join("\n"), tight)
}

/// What is served, and as what.
const SERVED: [(&str, &str); 23] = [
    ("sceau.css", "text/css; charset=utf-8"),
    ("console.css", "text/css; charset=utf-8"),
    ("holder.css", "text/css; charset=utf-8"),
    ("organisation.css", "text/css; charset=utf-8"),
    ("organisation.js", "text/javascript; charset=utf-8"),
    ("upload.js", "text/javascript; charset=utf-8"),
    ("follow.js", "text/javascript; charset=utf-8"),
    ("sceau.js", "text/javascript; charset=utf-8"),
    ("holder.js", "text/javascript; charset=utf-8"),
    ("figure.js", "text/javascript; charset=utf-8"),
    ("file.js", "text/javascript; charset=utf-8"),
    ("code.js", "text/javascript; charset=utf-8"),
    ("seal.js", "text/javascript; charset=utf-8"),
    ("lists.js", "text/javascript; charset=utf-8"),
    ("present.js", "text/javascript; charset=utf-8"),
    ("reading.js", "text/javascript; charset=utf-8"),
    ("kept.js", "text/javascript; charset=utf-8"),
    ("keep.js", "text/javascript; charset=utf-8"),
    ("desk.js", "text/javascript; charset=utf-8"),
    ("api-docs.js", "text/javascript; charset=utf-8"),
    ("favicon.svg", "image/svg+xml"),
    ("fonts/eb-garamond-500.woff2", "font/woff2"),
    ("fonts/OFL.txt", "text/plain; charset=utf-8"),
];

/// The address of an asset.
pub(super) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// Which assets these are: another version has other addresses.
pub(super) fn version() -> &'static str {
    &VERSION
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
    let contents = CONTENTS.get(name).ok_or(ApiError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, contents.to_vec()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_served_says_the_same_in_fewer_bytes() {
        let script = "// Why.\nconst a = 1;\n\n  // More.\n  f(`x`);\n";
        assert_eq!(squeezed_script(script), "const a = 1;\nf(`x`);\n");
        let sheet = "/* 1 */\n:root {\n  --a: 1; /* b\n c */\n}\n";
        assert_eq!(squeezed_sheet(sheet), ":root{--a:1;}");
        let sheet =
            "a > b, .c { color: red; margin: 0 }\n@media (min-width: 40em) {\n  d { e: f }\n}\n";
        let squeezed = "a>b,.c{color:red;margin:0}@media (min-width:40em){d{e:f}}";
        assert_eq!(squeezed_sheet(sheet), squeezed);
        for (name, _) in SERVED
            .iter()
            .filter(|(_, kind)| kind.starts_with("text/css"))
        {
            let quoted = inline(name).split('"').skip(1).step_by(2);
            for text in quoted {
                assert_eq!(squeezed_sheet(text), text.trim(), "{name}");
            }
        }
        for (name, _) in SERVED {
            assert!(
                CONTENTS.get(name).is_some_and(|it| !it.is_empty()),
                "{name}"
            );
        }
    }

    /// The squeezing works line by line.
    #[test]
    fn no_text_of_our_scripts_spans_lines() {
        for (name, _) in SERVED
            .iter()
            .filter(|(_, kind)| kind.starts_with("text/javascript"))
        {
            for line in inline(name).lines() {
                let ticks = line.matches('`').count();
                assert_eq!(ticks % 2, 0, "{name}: {line}");
            }
        }
    }
}
