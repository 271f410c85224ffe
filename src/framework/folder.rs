//! The folder that a framework is read from: its files as bytes, wherever they came from.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/certificate-templates");

/// A folder of `certificate-templates/`: a framework with its certificate design.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// Name of the folder, which is the framework's id: `crcn`.
    pub name: String,
    /// Contents by path inside the folder, parted by `/`: `framework.toml`, `images/seal.svg`.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    /// The folders compiled into the program, by name.
    pub fn embedded() -> Vec<Self> {
        let mut folders: Vec<Self> = TEMPLATES.dirs().map(Self::from_dir).collect();
        folders.sort_by(|a, b| a.name.cmp(&b.name));
        folders
    }

    fn from_dir(dir: &Dir<'_>) -> Self {
        let mut files = BTreeMap::new();
        gather(dir, dir, &mut files);
        Self {
            name: slashed(dir.path()),
            files,
        }
    }
}

fn gather(root: &Dir<'_>, dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in dir.files() {
        // `include_dir` gives paths from the folder it embeds, not from the one it is in.
        let path = file.path().strip_prefix(root.path()).unwrap_or(file.path());
        files.insert(slashed(path), file.contents().to_vec());
    }
    for inner in dir.dirs() {
        gather(root, inner, files);
    }
}

fn slashed(path: &std::path::Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
