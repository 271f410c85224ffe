//! Reading framework folders from disk, beside those that are built in.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::{Error, FrameworkChoice};
use crate::framework::Folder;

/// Largest file of a framework folder: images are the big ones.
const MAX_FILE_BYTES: u64 = 16 << 20;

impl FrameworkChoice {
    /// All frameworks' folders by name: those built in, replaced and completed by those on disk.
    pub fn folders(&self) -> Result<Vec<Folder>, Error> {
        let built_in = Folder::embedded().into_iter();
        let mut folders: BTreeMap<String, Folder> = built_in
            .map(|folder| (folder.name.clone(), folder))
            .collect();
        if let Some(path) = &self.folder {
            for folder in read_all(path)? {
                folders.insert(folder.name.clone(), folder);
            }
        }
        Ok(folders.into_values().collect())
    }
}

fn read_all(path: &Path) -> Result<Vec<Folder>, Error> {
    let mut folders = Vec::new();
    for (name, path) in entries(path)? {
        if path.is_dir() {
            let mut files = BTreeMap::new();
            read_into(&mut files, "", &path)?;
            folders.push(Folder { name, files });
        }
    }
    Ok(folders)
}

fn read_into(
    files: &mut BTreeMap<String, Vec<u8>>,
    prefix: &str,
    folder: &Path,
) -> Result<(), Error> {
    for (name, path) in entries(folder)? {
        let name = format!("{prefix}{name}");
        let metadata = fs::metadata(&path).map_err(|source| failed(&path, source))?;
        if metadata.is_dir() {
            read_into(files, &format!("{name}/"), &path)?;
        } else if metadata.len() > MAX_FILE_BYTES {
            let reason = format!("it is larger than {MAX_FILE_BYTES} bytes");
            return Err(failed(&path, io::Error::other(reason)));
        } else {
            let bytes = fs::read(&path).map_err(|source| failed(&path, source))?;
            files.insert(name, bytes);
        }
    }
    Ok(())
}

/// The entries by name, without hidden ones: editors and file managers leave them behind.
fn entries(folder: &Path) -> Result<Vec<(String, std::path::PathBuf)>, Error> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(|source| failed(folder, source))? {
        let path = entry.map_err(|source| failed(folder, source))?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        match name {
            Some(name) if !name.starts_with('.') => entries.push((name, path)),
            _ => {}
        }
    }
    entries.sort();
    Ok(entries)
}

fn failed(path: &Path, source: io::Error) -> Error {
    Error::Folder {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_on_disk_completes_and_replaces_those_built_in() {
        let disk = tempfile::tempdir().unwrap();
        fs::create_dir_all(disk.path().join("mine/images")).unwrap();
        fs::create_dir_all(disk.path().join("crcn")).unwrap();
        fs::write(disk.path().join("mine/framework.toml"), "id = \"mine\"").unwrap();
        fs::write(disk.path().join("mine/images/logo.svg"), "<svg/>").unwrap();
        fs::write(disk.path().join("mine/.swp"), "left behind").unwrap();
        fs::write(disk.path().join("crcn/framework.toml"), "id = \"crcn\"").unwrap();
        fs::write(disk.path().join("README"), "not a folder").unwrap();
        let choice = FrameworkChoice {
            folder: Some(disk.path().to_owned()),
            ..FrameworkChoice::default()
        };
        let folders = choice.folders().unwrap();
        let named = |name: &str| folders.iter().find(|folder| folder.name == name).unwrap();
        let files: Vec<&String> = named("mine").files.keys().collect();
        assert_eq!(files, ["framework.toml", "images/logo.svg"]);
        assert_eq!(named("crcn").files.len(), 1);
        assert!(FrameworkChoice::default().folders().unwrap().len() < folders.len());
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let choice = FrameworkChoice {
            folder: Some("/nowhere/frameworks".into()),
            ..FrameworkChoice::default()
        };
        let error = choice.folders().unwrap_err().to_string();
        assert!(error.contains("/nowhere/frameworks"), "{error}");
    }
}
