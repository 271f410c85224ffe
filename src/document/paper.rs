//! Composing what is printed and never signed: papers of a session, booklets of copies. One document
//! of one's own sources and data, with the kit and the fonts of the certificates.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use include_dir::{Dir, DirEntry, include_dir};
use serde_json::Value;
use typst::comemo;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts::{COVERAGE, FONTS};
use super::render::{RenderError, describe, instant, sweep};
use super::template::KIT;
use super::world::{LIBRARY, file_id};

/// Most pages of what is written to one person.
const LETTER: usize = 2;

/// The sources of the papers. They import each other as `/papers/…`.
static PAPERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/document/papers");

/// Kit and papers, parsed once.
static SOURCES: LazyLock<HashMap<FileId, Source>> = LazyLock::new(|| {
    let folders = [("kit", &KIT), ("papers", &PAPERS)];
    folders
        .into_iter()
        .flat_map(|(name, folder)| folder.entries().iter().map(move |entry| (name, entry)))
        .filter_map(|(name, entry)| match entry {
            DirEntry::File(file) => Some((name, file)),
            DirEntry::Dir(_) => None,
        })
        .filter_map(|(name, file)| {
            let id = file_id(&format!("/{name}/{}", file.path().to_string_lossy()))?;
            Some((id, Source::new(id, file.contents_utf8()?.to_owned())))
        })
        .collect()
});

/// What one document is composed of, besides the kit.
pub(super) struct Paper {
    main: FileId,
    data: HashMap<FileId, Bytes>,
    /// Sources of its own, by the id that they are asked for.
    pub(super) sources: HashMap<FileId, Source>,
}

/// What stands in the document's information.
pub(super) struct About<'a> {
    /// Title that readers show.
    pub(super) title: String,
    /// Whose document it is.
    pub(super) author: &'a str,
    /// When it was made.
    pub(super) at: DateTime<Utc>,
    /// The same for the same content.
    pub(super) ident: String,
}

impl Paper {
    /// A document of a source among the papers with its data, if the fonts can draw all of it.
    pub(super) fn new(main: &str, data: &Value) -> Result<Self, RenderError> {
        let path = format!("/papers/{main}");
        let main = file_id(&path).ok_or_else(|| missing(&path))?;
        let mut paper = Self {
            main,
            data: HashMap::new(),
            sources: HashMap::new(),
        };
        paper.add("/data/paper.json", data)?;
        Ok(paper)
    }

    /// Adds a file of data, if the fonts can draw all of it.
    pub(super) fn add(&mut self, path: &str, data: &Value) -> Result<(), RenderError> {
        let text = data.to_string();
        drawable(&text)?;
        let id = file_id(path).ok_or_else(|| missing(path))?;
        self.put(id, Bytes::from_string(text));
        Ok(())
    }

    /// Adds a file under an id.
    pub(super) fn put(&mut self, id: FileId, bytes: Bytes) {
        self.data.insert(id, bytes);
    }

    /// The pages.
    pub(super) fn compose(&self) -> Result<PagedDocument, RenderError> {
        let composed = typst::compile::<PagedDocument>(self).output;
        composed.map_err(|errors| RenderError::Template(describe(self, &errors)))
    }

    /// The PDF: archivable and accessible, like the certificates.
    pub(super) fn export(
        &self,
        mut document: PagedDocument,
        about: &About<'_>,
    ) -> Result<Vec<u8>, RenderError> {
        let info = document.info_mut();
        info.title = Some(about.title.as_str().into());
        info.author = vec![about.author.into()];
        info.date = Smart::Custom(instant(about.at));
        let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
            .map_err(|error| RenderError::Export(vec![error.message().to_string()]))?;
        let options = PdfOptions {
            ident: Smart::Custom(about.ident.clone()),
            creator: Smart::Custom(Some("Sceau".to_owned())),
            standards,
            ..PdfOptions::default()
        };
        let exported = typst_pdf::pdf(&document, &options);
        if document.pages().len() > LETTER {
            // Long papers are seldom made: what typst remembers of one serves no other.
            comemo::evict(0);
        } else {
            // Letters are made by the hundred.
            sweep();
        }
        exported.map_err(|errors| RenderError::Export(describe(self, &errors)))
    }
}

/// Composes and exports a document that has as many pages as it takes.
pub(super) fn print(main: &str, data: &Value, about: &About<'_>) -> Result<Vec<u8>, RenderError> {
    let paper = Paper::new(main, data)?;
    let document = paper.compose()?;
    paper.export(document, about)
}

/// Nothing is ever printed as an empty box.
pub(super) fn drawable(text: &str) -> Result<(), RenderError> {
    // Every font has ASCII.
    let unusual: String = text.chars().filter(|sign| !sign.is_ascii()).collect();
    let characters = COVERAGE.missing(&unusual);
    if characters.is_empty() {
        Ok(())
    } else {
        Err(RenderError::Undrawable { characters })
    }
}

fn missing(path: &str) -> RenderError {
    RenderError::Template(vec![format!("no file `{path}`")])
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let own = self.sources.get(&id);
        let source = own.or_else(|| SOURCES.get(&id)).cloned();
        source.ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.data.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.faces.get(index).cloned()
    }

    /// Nothing printed may depend on the day it is printed.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_with_slash().into())
}
