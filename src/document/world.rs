//! What typst can see while it composes one certificate: the template, the kit, the fonts, and five
//! files of data. No disk, no network, no clock.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use super::fonts::FONTS;

/// What one certificate adds to its template.
#[derive(Debug, Clone)]
pub(super) struct Data {
    /// `/data/certificate.json`.
    pub(super) certificate: Bytes,
    /// `/data/qr.svg`.
    pub(super) qr: Bytes,
    /// `/data/seal.cose`.
    pub(super) seal: Bytes,
    /// `/data/credential.json`.
    pub(super) credential: Bytes,
}

/// What all certificates of a template share.
#[derive(Debug)]
pub(super) struct Stock {
    pub(super) main: FileId,
    pub(super) sources: HashMap<FileId, Source>,
    pub(super) files: HashMap<FileId, Bytes>,
}

/// One certificate's view.
pub(super) struct World {
    pub(super) stock: Arc<Stock>,
    pub(super) data: Data,
}

pub(super) static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(Library::default()));

/// The ids of the files that change with every certificate. Fixed, because typst interns an id
/// for ever and has room for 65,535 of them.
static CHANGING: LazyLock<[Option<FileId>; 4]> = LazyLock::new(|| {
    ["certificate.json", "qr.svg", "seal.cose", "credential.json"]
        .map(|name| file_id(&format!("/data/{name}")))
});

/// The id of a virtual file; `None` if the path leaves the root.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.stock.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.stock.sources.get(&id).cloned();
        source.ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let [certificate, qr, seal, credential] = *CHANGING;
        let bytes = match Some(id) {
            id if id == certificate => &self.data.certificate,
            id if id == qr => &self.data.qr,
            id if id == seal => &self.data.seal,
            id if id == credential => &self.data.credential,
            _ => self.stock.files.get(&id).ok_or_else(|| not_found(id))?,
        };
        Ok(bytes.clone())
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
