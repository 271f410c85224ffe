//! A template made ready: its typst sources parsed, its framework turned into data.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use include_dir::{Dir, DirEntry, include_dir};
use typst::foundations::Bytes;
use typst::syntax::Source;

use super::badge::{self, BadgeError};
use super::data;
use super::world::{Stock, file_id};
use crate::framework::{Folder, Framework};
use crate::i18n::Language;

/// What templates share: colours, line work, the parts of a page. They import it as `/kit/…`.
pub(super) static KIT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/document/kit");

/// The file in a framework's folder that composes its certificates.
const MAIN: &str = "certificate.typ";

/// The picture of the framework's badges, in its folder or else the kit's.
const BADGE: &str = "badge.svg";

/// How the certificates of one framework look. Made once, shared by all threads.
#[derive(Debug, Clone)]
pub struct Template {
    pub(super) framework: Arc<Framework>,
    pub(super) stock: Arc<Stock>,
    pub(super) badge: Arc<str>,
}

/// Why a folder can't be used as a template.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no `certificate.typ`.
    #[error("`{folder}` has no `certificate.typ`")]
    NoCertificate {
        /// Name of the folder.
        folder: String,
    },
    /// A typst file isn't text in UTF-8.
    #[error("`{file}` is not UTF-8")]
    NotText {
        /// Path in the folder.
        file: String,
    },
    /// A typst file can't be parsed.
    #[error("`{file}`: {}", problems.join("; "))]
    Syntax {
        /// Path in the folder.
        file: String,
        /// What typst says.
        problems: Vec<String>,
    },
    /// The picture of the badge can't be drawn.
    #[error("`badge.svg`: {0}")]
    Badge(#[from] BadgeError),
    /// A file's name can't be used.
    #[error("`{file}` is not a usable path")]
    Path {
        /// Path in the folder.
        file: String,
    },
}

impl Template {
    /// Reads the typst sources and images of a folder and prints `framework` in every language.
    pub fn new(folder: &Folder, framework: Arc<Framework>) -> Result<Self, Error> {
        if !folder.files.contains_key(MAIN) {
            let folder = folder.name.clone();
            return Err(Error::NoCertificate { folder });
        }
        let mut stock = Stock {
            main: id(MAIN)?,
            sources: HashMap::new(),
            files: HashMap::new(),
        };
        for (path, bytes) in files(folder) {
            add(&mut stock, &path, bytes)?;
        }
        for language in Language::ALL {
            let path = format!("data/framework-{language}.json");
            let printed = data::framework(&framework, language).to_string();
            stock.files.insert(id(&path)?, Bytes::from_string(printed));
        }
        let badge = badge(folder, &framework)?;
        let stock = Arc::new(stock);
        Ok(Self {
            framework,
            stock,
            badge,
        })
    }

    /// What is measured.
    pub fn framework(&self) -> &Framework {
        &self.framework
    }
}

/// The folder's files and the kit's, by path.
fn files(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let mut files = folder.files.clone();
    for entry in KIT.entries() {
        if let DirEntry::File(file) = entry {
            let path = format!("kit/{}", file.path().to_string_lossy());
            files.insert(path, file.contents().to_vec());
        }
    }
    files
}

pub(super) fn add(stock: &mut Stock, path: &str, bytes: Vec<u8>) -> Result<(), Error> {
    let file = || path.to_owned();
    if !has_extension(path, "typ") {
        stock.files.insert(id(path)?, Bytes::new(bytes));
        return Ok(());
    }
    let text = String::from_utf8(bytes).map_err(|_| Error::NotText { file: file() })?;
    let source = Source::new(id(path)?, text);
    let (errors, _) = source.root().errors_and_warnings();
    if !errors.is_empty() {
        let problems = errors.iter().map(|it| it.message.to_string()).collect();
        let file = file();
        return Err(Error::Syntax { file, problems });
    }
    stock.sources.insert(source.id(), source);
    Ok(())
}

fn badge(folder: &Folder, framework: &Framework) -> Result<Arc<str>, Error> {
    let own = folder.files.get(BADGE).map(Vec::as_slice);
    let bytes = own.or_else(|| KIT.get_file(BADGE).map(include_dir::File::contents));
    let text = std::str::from_utf8(bytes.unwrap_or_default()).map_err(|_| Error::NotText {
        file: BADGE.to_owned(),
    })?;
    badge::check(text, framework)?;
    Ok(text.into())
}

fn has_extension(path: &str, extension: &str) -> bool {
    std::path::Path::new(path)
        .extension()
        .is_some_and(|it| it == extension)
}

pub(super) fn id(path: &str) -> Result<typst::syntax::FileId, Error> {
    let file = path.to_owned();
    file_id(&format!("/{path}")).ok_or(Error::Path { file })
}
