//! The project's own Rust files, read as text: what `tidy` and `i18n` look at.

use std::fs;
use std::path::{Path, PathBuf};

/// One Rust file, without its tests.
pub(crate) struct SourceFile {
    /// Path from the project's root, as in `src/store/mod.rs`.
    pub(crate) path: String,
    /// The whole text as it stands.
    pub(crate) text: String,
    /// What is compiled outside tests: comments and the insides of strings are blanks.
    pub(crate) code: String,
    /// The string literals of `code`, escapes left as written.
    pub(crate) strings: Vec<String>,
}

impl SourceFile {
    fn read(root: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let path = path.strip_prefix(root).unwrap().to_str().unwrap();
        let (code, strings) = lex(without_tests(&text));
        Self {
            path: path.to_owned(),
            text,
            code,
            strings,
        }
    }

    /// The room: `store` for `src/store/mod.rs`, `clock` for `src/clock.rs`; none for the roots.
    pub(crate) fn room(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let room = match inside.split_once('/') {
            Some((room, _)) => room,
            None => inside.strip_suffix(".rs")?,
        };
        (!["lib", "main"].contains(&room)).then_some(room)
    }

    /// Lines that a reader has to read: tests cut off.
    pub(crate) fn lines(&self) -> usize {
        self.code.trim_end().lines().count()
    }
}

/// The project's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` whose name ends so, sorted.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_str().unwrap().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The Rust files of the library and the binary; files that hold only tests are left out.
pub(crate) fn sources() -> Vec<SourceFile> {
    files("src", ".rs")
        .iter()
        .filter(|path| {
            !path.ends_with("tests.rs")
                && !path.components().any(|part| part.as_os_str() == "tests")
        })
        .map(|path| SourceFile::read(&root(), path))
        .collect()
}

/// Tests stand last in a file (STYLE: order in a file), so they are cut off in one piece.
fn without_tests(text: &str) -> &str {
    let start = text
        .match_indices("#[cfg(test)]")
        .find(|(at, mark)| text[at + mark.len()..].trim_start().starts_with("mod "))
        .map_or(text.len(), |(at, _)| at);
    &text[..start]
}

/// Blanks comments and strings, keeps line breaks, and hands back the strings.
fn lex(text: &str) -> (String, Vec<String>) {
    let mut code = String::with_capacity(text.len());
    let mut strings = Vec::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some((length, inside)) = string_literal(rest) {
            strings.push(inside.to_owned());
            length
        } else {
            // A character literal may hold a quotation mark; a lifetime is no literal.
            let length = character_literal(rest).unwrap_or(next.len_utf8());
            code.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        };
        code.extend(
            rest[..skipped]
                .chars()
                .map(|c| if c == '\n' { c } else { ' ' }),
        );
        rest = &rest[skipped..];
    }
    (code, strings)
}

fn string_literal(text: &str) -> Option<(usize, &str)> {
    if let Some(raw) = text.strip_prefix('r') {
        let fence = raw.len() - raw.trim_start_matches('#').len();
        if let Some(inside) = raw[fence..].strip_prefix('"') {
            let end = inside.find(&format!("\"{}", "#".repeat(fence)))?;
            return Some((1 + fence + 1 + end + 1 + fence, &inside[..end]));
        }
    }
    let inside = text.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return Some((at + 2, &inside[..at])),
            _ => escaped = false,
        }
    }
    None
}

fn character_literal(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let length = if inside.starts_with('\\') {
        // Skip the escaped character, which may be a quotation mark.
        2 + inside.get(2..)?.find('\'')?
    } else {
        inside.chars().next()?.len_utf8()
    };
    inside[length..].starts_with('\'').then_some(length + 2)
}

#[test]
fn comments_and_strings_are_blanked_and_strings_are_kept() {
    let (code, strings) = lex("let a = \"x // y\"; // z\nlet q = '\"'; r#\"b\"c\"#; 'a: loop {}");
    assert_eq!(strings, ["x // y", "b\"c"]);
    assert!(code.contains("let q = '\"';"), "{code}");
    assert!(code.contains("'a: loop {}"), "{code}");
    assert!(!code.contains('z') && !code.contains('y'), "{code}");
}
