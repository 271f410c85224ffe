//! Objects in a folder: written beside their place, synced, and renamed. The calls block on the disk.
//!
//! Not `object_store`'s local files: those are readable by whomever the process's umask lets, before
//! and after they are in place, and names and birth dates are inside.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{Error, are, parts};
use crate::store::Digest;

/// A folder of write-once objects.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Opens a folder that exists.
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        if !folder.is_dir() {
            return Err(Error::Missing {
                path: folder.to_owned(),
            });
        }
        Ok(Self {
            root: folder.to_owned(),
        })
    }

    /// Creates the folder if there is none, with the account of this process as its only reader.
    pub(super) fn create(folder: &Path) -> Result<(), Error> {
        create_folder(folder).map_err(|source| failed(folder, "created", source))
    }

    /// Whether the folder is there now.
    pub(super) fn is_there(&self) -> bool {
        self.root.is_dir()
    }

    pub(super) fn location(&self) -> String {
        self.root.display().to_string()
    }

    /// Keeps the bytes under their digest.
    pub(super) fn put(&self, digest: &Digest, bytes: &[u8]) -> Result<(), Error> {
        let path = self.path(digest);
        let folder = path.parent().unwrap_or(&self.root);
        create_folder(folder).map_err(|source| failed(folder, "created", source))?;
        if self.get(digest)?.is_none() {
            write_once(&path, bytes).map_err(|source| failed(&path, "written", source))?;
        }
        // Also for an object that was there: the attempt that wrote it may have stopped here.
        for folder in folder.ancestors().take(3) {
            sync_folder(folder).map_err(|source| failed(folder, "written", source))?;
        }
        Ok(())
    }

    /// The bytes with this digest, checked against it.
    pub(super) fn get(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path(digest);
        match fs::read(&path) {
            Ok(bytes) if are(&bytes, digest) => Ok(Some(bytes)),
            Ok(_) => Err(Error::Damaged {
                object: path.display().to_string(),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(failed(&path, "read", source)),
        }
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.root.join(parts(digest).iter().collect::<PathBuf>())
    }
}

/// Writes beside the final place and renames, so that nobody ever sees half an object.
fn write_once(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let random = getrandom::u64().map_err(io::Error::other)?;
    let part = path.with_extension(format!("{random:016x}.part"));
    let written = write_and_sync(&part, bytes).and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // Best effort: a part that stays is never read.
        let _ = fs::remove_file(&part);
    }
    written
}

fn write_and_sync(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // Names and birth dates are inside; and nobody has a reason to change an object.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o400);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes the names in a folder survive a power cut.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

fn failed(path: &Path, attempt: &'static str, source: io::Error) -> Error {
    Error::File {
        path: path.to_owned(),
        attempt,
        source,
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    fn archive() -> (tempfile::TempDir, Folder) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive");
        Folder::create(&path).unwrap();
        (folder, Folder::open(&path).unwrap())
    }

    fn put(archive: &Folder, bytes: &[u8]) -> Result<Digest, Error> {
        let digest = Digest(Sha256::digest(bytes).into());
        archive.put(&digest, bytes).map(|()| digest)
    }

    #[test]
    fn what_was_put_is_given_back() {
        let (_folder, archive) = archive();
        let digest = put(&archive, b"a document").unwrap();
        assert_eq!(
            digest.0.as_slice(),
            Sha256::digest(b"a document").as_slice()
        );
        assert_eq!(archive.get(&digest).unwrap().unwrap(), b"a document");
    }

    #[test]
    fn putting_the_same_bytes_twice_keeps_one_object_and_no_parts() {
        let (_folder, archive) = archive();
        let first = put(&archive, b"a document").unwrap();
        assert_eq!(put(&archive, b"a document").unwrap(), first);
        let path = archive.path(&first);
        let names: Vec<_> = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(names, [path]);
    }

    #[test]
    fn an_unknown_digest_is_absent_and_not_an_error() {
        let (_folder, archive) = archive();
        assert_eq!(archive.get(&Digest([7; 32])).unwrap(), None);
    }

    #[test]
    fn a_damaged_object_is_never_given_out_nor_replaced() {
        let (_folder, archive) = archive();
        let digest = put(&archive, b"a document").unwrap();
        let path = archive.path(&digest);
        fs::remove_file(&path).unwrap();
        fs::write(&path, b"another document").unwrap();
        assert!(matches!(archive.get(&digest), Err(Error::Damaged { .. })));
        assert!(matches!(
            put(&archive, b"a document"),
            Err(Error::Damaged { .. })
        ));
        assert_eq!(fs::read(&path).unwrap(), b"another document");
    }

    #[test]
    fn an_archive_that_is_not_there_is_not_made_by_opening_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unmounted");
        assert!(matches!(Folder::open(&path), Err(Error::Missing { .. })));
        assert!(!path.exists());
    }

    #[test]
    fn a_part_left_by_a_crash_is_not_an_object() {
        let (_folder, archive) = archive();
        let digest = Digest(Sha256::digest(b"a document").into());
        let path = archive.path(&digest);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path.with_extension("0.part"), b"a docu").unwrap();
        assert_eq!(archive.get(&digest).unwrap(), None);
        put(&archive, b"a document").unwrap();
        assert_eq!(archive.get(&digest).unwrap().unwrap(), b"a document");
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_can_read_an_object() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, archive) = archive();
        let digest = put(&archive, b"a document").unwrap();
        let mode = fs::metadata(archive.path(&digest))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o400);
    }

    #[test]
    fn many_writers_of_the_same_bytes_all_succeed() {
        let (_folder, archive) = archive();
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| put(&archive, b"a document").unwrap()))
                .collect();
            for writer in writers {
                let digest = writer.join().unwrap();
                assert!(archive.get(&digest).unwrap().is_some());
            }
        });
    }
}
